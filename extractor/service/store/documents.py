"""Documents as their senders see them: accepted, listed, looked up, deleted; always within one workspace."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session

from extractor.service.store.connect import now
from extractor.service.store.ids import new_id
from extractor.service.store.schema import Document, DocumentState, Filing

PAGE = 50
"""Documents on a page of the list, unless told."""

NAME = 200
"""Characters kept of a label."""


class BadCursorError(ValueError):
    """The cursor is none of ours."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some documents, newest first, and the cursor of the next ones; None when there are no more."""

    documents: Sequence[Document]
    next: str | None


def waiting(session: Session) -> int:
    """How many documents wait to be read, in all workspaces."""
    states = (DocumentState.QUEUED.value, DocumentState.WORKING.value)
    return session.scalar(select(func.count()).select_from(Document).where(Document.state.in_(states))) or 0


def same(session: Session, workspace_id: str, sha256: str) -> Document | None:
    """The workspace's document with those bytes."""
    return session.scalar(select(Document).where(Document.workspace_id == workspace_id, Document.sha256 == sha256))


def accepted(
    session: Session, workspace_id: str, sha256: str, name: str, size: int, document_id: str | None = None
) -> Document:
    """A new document in the queue, `document_id` when that is chosen already. Raises sqlalchemy's IntegrityError when
    the workspace has one with those bytes."""
    document = Document(
        id=document_id or new_id(), workspace_id=workspace_id, sha256=sha256, name=name[:NAME], size=size,
        search=name[:NAME].lower(), created=now(session), state=DocumentState.QUEUED.value, finished=None,
    )
    session.add(document)
    session.flush()
    return document


def find(session: Session, workspace_id: str, document_id: str) -> Document | None:
    """The document, None when the workspace has none of that id: another's is as good as none."""
    return session.scalar(
        select(Document).where(Document.id == document_id, Document.workspace_id == workspace_id)
    )


def filings(session: Session, document_id: str) -> Sequence[Filing]:
    """The filings of a document, in order."""
    return session.scalars(select(Filing).where(Filing.document_id == document_id).order_by(Filing.number)).all()


def page(
    session: Session, workspace_id: str, *, state: DocumentState | None = None, search: str = "",
    cursor: str | None = None, size: int = PAGE,
) -> Page:
    """Documents of a workspace, newest first; those of one state, those whose name, issuer, ticker or owners contain
    `search`. BadCursorError when the cursor is none of ours."""
    query = select(Document).where(Document.workspace_id == workspace_id)
    if state is not None:
        query = query.where(Document.state == state.value)
    if search:
        query = query.where(Document.search.contains(search.lower(), autoescape=True))
    if cursor is not None:
        query = query.where(tuple_(Document.created, Document.id) < tuple_(*_place(cursor)))
    found = session.scalars(query.order_by(Document.created.desc(), Document.id.desc()).limit(size + 1)).all()
    more = len(found) > size
    return Page(found[:size], _cursor(found[size - 1]) if more else None)


def counts(session: Session, workspace_id: str | None = None) -> dict[DocumentState, int]:
    """How many documents are in each state, in one workspace or in all."""
    query = select(Document.state, func.count()).group_by(Document.state)
    if workspace_id is not None:
        query = query.where(Document.workspace_id == workspace_id)
    found: dict[str, int] = {row[0]: row[1] for row in session.execute(query)}
    return {state: found.get(state.value, 0) for state in DocumentState}


def oldest_waiting(session: Session) -> float | None:
    """When the document that waits longest was accepted."""
    return session.scalar(select(func.min(Document.created)).where(Document.state == DocumentState.QUEUED.value))


def remove(session: Session, document: Document) -> None:
    """Deletes the document with all that hangs on it. Its blobs are the caller's."""
    session.execute(delete(Document).where(Document.id == document.id))


def _cursor(document: Document) -> str:
    return base64.urlsafe_b64encode(f"{document.created!r} {document.id}".encode()).decode()


def _place(cursor: str) -> tuple[float, str]:
    try:
        created, document_id = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return float(created), document_id
    except (ValueError, binascii.Error) as error:
        raise BadCursorError(cursor) from error
