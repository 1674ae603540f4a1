"""Which workers there are, as they tell it themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from extractor.service.store.connect import now
from extractor.service.store.schema import WorkerRow

_FORGOTTEN = 86_400.0  # seconds after which a worker that says nothing is forgotten


def beat(session: Session, worker_id: str, problem: str = "") -> None:
    """A sign of life; `problem` says what keeps the worker from reading documents."""
    moment = now(session)
    row = session.get(WorkerRow, worker_id)
    if row is None:
        session.execute(delete(WorkerRow).where(WorkerRow.seen < moment - _FORGOTTEN))
        session.add(WorkerRow(id=worker_id, started=moment, seen=moment, problem=problem))
    else:
        row.seen = moment
        row.problem = problem


def leave(session: Session, worker_id: str) -> None:
    """A worker that stops says so."""
    session.execute(delete(WorkerRow).where(WorkerRow.id == worker_id))


def seen_since(session: Session, moment: float) -> Sequence[WorkerRow]:
    """The workers heard of since then."""
    return session.scalars(select(WorkerRow).where(WorkerRow.seen >= moment)).all()
