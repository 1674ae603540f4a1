"""What people decide: the queue of doubts, corrections that are only ever added, and who is looking at what."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from extractor.service.store.connect import now
from extractor.service.store.documents import BadCursorError
from extractor.service.store.keys import Holder
from extractor.service.store.schema import Claim, CorrectionRow, Document, DocumentState, Doubt, Filing
from models.review import Correction


@dataclass(frozen=True, slots=True)
class Waits:
    """One row of the queue: the doubt, its document's name, and who else is looking at it (None: nobody)."""

    doubt: Doubt
    name: str
    claimed_by: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which doubts are wanted; empty means all."""

    reason: str = ""
    layout: str = ""
    group: str = ""
    document: str = ""


ALL = Filter()
"""Nothing left out."""


def queue(
    session: Session, holder: Holder, wanted: Filter, *, cursor: str | None = None, size: int = 50
) -> tuple[list[Waits], str | None]:
    """Doubts of the holder's workspace, those whose answer settles most first, and the cursor of the next ones.
    BadCursorError when the cursor is none of ours."""
    query = (
        select(Doubt, Document.name, Claim)
        .where(*conditions(holder.workspace_id, wanted))
        .join(Document, Document.id == Doubt.document_id)
        .outerjoin(Claim, taken(session, holder))
    )
    if cursor is not None:
        weight, document_id, filing, position = _place(cursor)
        query = query.where(
            or_(
                Doubt.weight < weight,
                and_(
                    Doubt.weight == weight,
                    or_(
                        Doubt.document_id > document_id,
                        and_(
                            Doubt.document_id == document_id,
                            or_(Doubt.filing > filing, and_(Doubt.filing == filing, Doubt.position > position)),
                        ),
                    ),
                ),
            )
        )
    order = (Doubt.weight.desc(), Doubt.document_id, Doubt.filing, Doubt.position)
    rows = session.execute(query.order_by(*order).limit(size + 1)).all()
    found = [Waits(doubt, name, claim.reviewer if claim is not None else None) for doubt, name, claim in rows[:size]]
    return found, _cursor(found[-1].doubt) if len(rows) > size else None


def taken(session: Session, holder: Holder) -> ColumnElement[bool]:
    """That somebody other than the holder is looking at a doubt's document, as the condition of a join with Claim."""
    return and_(Claim.document_id == Doubt.document_id, Claim.until > now(session), Claim.holder != holder.key_id)


def left(session: Session, workspace_id: str, wanted: Filter) -> tuple[int, int]:
    """How many doubts wait, in how many documents."""
    query = select(func.count(), func.count(Doubt.document_id.distinct())).where(*conditions(workspace_id, wanted))
    found = session.execute(query).one()
    return found[0], found[1]


def doubts(session: Session, document_id: str, filing: int) -> Sequence[Doubt]:
    """What waits in one filing, in the queue's order."""
    query = select(Doubt).where(Doubt.document_id == document_id, Doubt.filing == filing)
    return session.scalars(query.order_by(Doubt.position)).all()


def filing(session: Session, document_id: str, number: int, *, locked: bool = False) -> Filing | None:
    """One filing of a document; `locked` keeps others from changing it until the transaction ends."""
    query = select(Filing).where(Filing.document_id == document_id, Filing.number == number)
    return session.scalar(query.with_for_update() if locked else query)


def history(session: Session, document_id: str, filing: int | None = None) -> Sequence[CorrectionRow]:
    """Every decision on a document, or on one filing of it, oldest first."""
    query = select(CorrectionRow).where(CorrectionRow.document_id == document_id)
    if filing is not None:
        query = query.where(CorrectionRow.filing == filing)
    return session.scalars(query.order_by(CorrectionRow.id)).all()


def decided_since(session: Session, workspace_id: str, moment: float) -> Sequence[CorrectionRow]:
    """The workspace's decisions since then, oldest first."""
    query = select(CorrectionRow).join(Document, Document.id == CorrectionRow.document_id)
    query = query.where(Document.workspace_id == workspace_id, CorrectionRow.at >= moment)
    return session.scalars(query.order_by(CorrectionRow.id)).all()


def correction(row: CorrectionRow) -> Correction:
    """The decision as the pipeline takes it."""
    return Correction.model_validate(
        {
            "path": row.path, "decision": row.decision, "value": row.value, "reviewer": row.reviewer,
            "at": datetime.fromtimestamp(row.at, UTC),
        }
    )


def record(
    session: Session, document: Document, changed: Filing, row: CorrectionRow, waiting: Sequence[Doubt]
) -> None:
    """Adds a decision and what follows from it: the filing as it now is, what still waits in it, the document's
    state. The caller has locked the filing and compared its version."""
    session.add(row)
    session.execute(
        delete(Doubt).where(Doubt.document_id == document.id, Doubt.filing == changed.number)
    )
    session.flush()
    session.add_all(waiting)
    session.flush()
    document.doubtful = (
        session.scalar(select(func.sum(Filing.doubtful)).where(Filing.document_id == document.id)) or 0
    )
    document.state = (DocumentState.REVIEW if document.doubtful else DocumentState.DONE).value


def claim(session: Session, holder: Holder, document_id: str, path: str, seconds: float) -> Claim:
    """Tells others who is looking at a document; the claim that holds, which may be another's. A claim is a courtesy:
    it keeps nobody from deciding."""
    moment = now(session)
    held = session.get(Claim, document_id, with_for_update=True)
    if held is None:
        held = Claim(document_id=document_id, holder=holder.key_id, reviewer=holder.label, path=path, until=0.0)
        session.add(held)
    elif held.holder != holder.key_id and held.until > moment:
        return held
    held.holder, held.reviewer, held.path, held.until = holder.key_id, holder.label, path, moment + seconds
    session.flush()
    return held


def release(session: Session, holder: Holder, document_id: str) -> None:
    """Ends the holder's own claim."""
    session.execute(delete(Claim).where(Claim.document_id == document_id, Claim.holder == holder.key_id))


def conditions(workspace_id: str, wanted: Filter) -> list[ColumnElement[bool]]:
    """What holds of the doubts of a workspace that fit the filter."""
    asked = (
        (Doubt.reason, wanted.reason), (Doubt.layout, wanted.layout), (Doubt.group, wanted.group),
        (Doubt.document_id, wanted.document),
    )
    return [Doubt.workspace_id == workspace_id, *(column == value for column, value in asked if value)]


def _cursor(doubt: Doubt) -> str:
    text = f"{doubt.weight!r} {doubt.document_id} {doubt.filing} {doubt.position}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def _place(cursor: str) -> tuple[float, str, int, int]:
    try:
        weight, document_id, filing, position = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return float(weight), document_id, int(filing), int(position)
    except (ValueError, binascii.Error) as error:
        raise BadCursorError(cursor) from error
