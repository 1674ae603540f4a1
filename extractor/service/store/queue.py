"""The queue: documents are lent to workers for a while, and only who holds the last loan may say how it ended.

A worker claims a document and gets a token greater than every token before it. While it works it renews its lease; when
it dies, the lease runs out and another worker claims the document. A worker that was only slow finds its token outdated
and what it found is thrown away: a document ends exactly once.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from extractor.service.store.connect import now
from extractor.service.store.schema import Document, DocumentState, Doubt, Filing

BACK_OFF = 4
"""Each new try waits so many times longer than the one before."""

_LONGEST_WAIT = 600.0
_QUEUED, _WORKING = DocumentState.QUEUED.value, DocumentState.WORKING.value


class LeaseLostError(Exception):
    """The document is no longer this worker's: its lease ran out, or the document was deleted."""


@dataclass(frozen=True, slots=True)
class Loan:
    """A document that is being worked on: what the worker needs to know, and the token of its lease."""

    document_id: str
    workspace_id: str
    name: str
    token: int
    tries: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a document. `state` is final; filings and doubts only when it was read."""

    state: DocumentState
    reason: str = ""
    media: str = ""
    pages: int = 0
    search: str = ""
    run: str = ""
    filings: tuple[Filing, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def claim(session: Session, owner: str, seconds: float, tries: int) -> Loan | None:
    """Lends the document that waits longest, for `seconds`; None when there is none. One whose workers died `tries`
    times is parked instead."""
    while True:
        document = _next(session)
        if document is None:
            return None
        if document.state == _WORKING and document.tries >= tries:
            why = f"given up after {document.tries} tries: each time its worker died or lost its lease."
            _end(session, document, DocumentState.PARKED, why)
            continue
        document.state = _WORKING
        document.tries += 1
        document.lease_owner = owner
        document.lease_token += 1
        document.lease_until = now(session) + seconds
        session.flush()
        return Loan(document.id, document.workspace_id, document.name, document.lease_token, document.tries)


def renew(session: Session, loan: Loan, seconds: float) -> bool:
    """Prolongs a lease; False when it is lost."""
    return _touch(session, loan, lease_until=now(session) + seconds)


def give_back(session: Session, loan: Loan, wait: float = 0.0) -> bool:
    """Returns a document unread through no fault of its own (a full disk, a stop): the try does not count."""
    return _touch(
        session, loan, state=_QUEUED, tries=loan.tries - 1, lease_owner="", not_before=now(session) + wait
    )


def try_again(session: Session, loan: Loan, why: str, wait: float, tries: int) -> DocumentState:
    """After a failure that may pass: back into the queue, later each time; parked with its reason after `tries`.
    LeaseLostError when the lease is lost."""
    document = _held(session, loan)
    if document.tries >= tries:
        _end(session, document, DocumentState.PARKED, f"given up after {document.tries} tries; the last one: {why}")
        return DocumentState.PARKED
    document.state = _QUEUED
    document.lease_owner = ""
    document.reason = why
    document.not_before = now(session) + min(wait * BACK_OFF ** (document.tries - 1), _LONGEST_WAIT)
    return DocumentState.QUEUED


def finish(session: Session, loan: Loan, result: Finished) -> None:
    """Ends a document. LeaseLostError when the lease is lost; then nothing is written."""
    document = _held(session, loan)
    document.media = result.media
    document.pages = result.pages
    document.run = result.run
    document.search = f"{document.name.lower()}\n{result.search}"
    document.doubtful = sum(filing.doubtful for filing in result.filings)
    session.execute(delete(Filing).where(Filing.document_id == document.id))
    session.execute(delete(Doubt).where(Doubt.document_id == document.id))
    session.add_all([*result.filings, *result.doubts])
    _end(session, document, result.state, result.reason)


def _next(session: Session) -> Document | None:
    moment = now(session)
    free = and_(Document.state == _QUEUED, Document.not_before <= moment)
    lapsed = and_(Document.state == _WORKING, Document.lease_until < moment)
    return session.scalar(
        select(Document)
        .where(or_(free, lapsed))
        .order_by(Document.not_before, Document.created, Document.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _held(session: Session, loan: Loan) -> Document:
    document = session.scalar(
        select(Document)
        .where(Document.id == loan.document_id, Document.lease_token == loan.token, Document.state == _WORKING)
        .with_for_update()
    )
    if document is None:
        raise LeaseLostError(loan.document_id)
    return document


def _touch(session: Session, loan: Loan, **values: object) -> bool:
    done = session.execute(
        update(Document)
        .where(Document.id == loan.document_id, Document.lease_token == loan.token, Document.state == _WORKING)
        .values(**values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result counts rows


def _end(session: Session, document: Document, state: DocumentState, reason: str) -> None:
    document.state = state.value
    document.reason = reason
    document.lease_owner = ""
    document.finished = now(session)
    session.flush()
