"""The order in which a reviewer goes from filing to filing, and what the queue can be filtered by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.service.store import reviews
from extractor.service.store.connect import now
from extractor.service.store.keys import Holder
from extractor.service.store.reviews import Filter
from extractor.service.store.schema import Claim, Doubt, Filing

Place = tuple[str, int]
"""A document's id and the number of a filing in it."""


@dataclass(frozen=True, slots=True)
class Around:
    """Where a reviewer goes from a filing: to the one before and the one after. `taken`: how many other filings wait
    that somebody else is looking at, and that are passed over."""

    before: Place | None
    after: Place | None
    taken: int


def begin(session: Session, holder: Holder, wanted: Filter) -> tuple[Place, str] | None:
    """The heaviest doubt of all that fit, with its path: of those whose document nobody else is looking at, as long as
    there are any."""
    query = (
        select(Doubt)
        .outerjoin(Claim, reviews.taken(session, holder))
        .where(*reviews.conditions(holder.workspace_id, wanted))
        .order_by(Claim.holder.is_not(None), Doubt.weight.desc(), Doubt.document_id, Doubt.filing, Doubt.position)
    )
    found = session.scalars(query.limit(1)).first()
    return None if found is None else ((found.document_id, found.filing), found.path)


def around(session: Session, holder: Holder, wanted: Filter, here: Place) -> Around:
    """The filings before and after one in the order of their heaviest doubts that fit, those passed over that someone
    else is looking at. After a filing in which nothing waits comes the heaviest of all."""
    order = _order(session, holder, wanted)
    at = next((index for index, (place, _) in enumerate(order) if place == here), -1)
    free = [(index, place) for index, (place, taken) in enumerate(order) if not taken and place != here]
    return Around(
        before=next((place for index, place in reversed(free) if index < at), None),
        after=next((place for index, place in free if index > at), None),
        taken=sum(taken and place != here for place, taken in order),
    )


def _order(session: Session, holder: Holder, wanted: Filter) -> list[tuple[Place, bool]]:
    """Every filing with something to do, heaviest first, and whether someone else is looking at its document."""
    query = (
        select(Doubt.document_id, Doubt.filing, func.max(Claim.holder))
        .outerjoin(Claim, reviews.taken(session, holder))
        .where(*reviews.conditions(holder.workspace_id, wanted))
        .group_by(Doubt.document_id, Doubt.filing)
        .order_by(func.max(Doubt.weight).desc(), Doubt.document_id, Doubt.filing)
    )
    return [((document, filing), claimed is not None) for document, filing, claimed in session.execute(query)]


def layouts(session: Session, workspace_id: str) -> Sequence[str]:
    """The layouts that something waits in."""
    query = select(Doubt.layout.distinct()).where(Doubt.workspace_id == workspace_id, Doubt.layout != "")
    return session.scalars(query.order_by(Doubt.layout)).all()


def issuers(session: Session, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The issuer of each filing of those documents, in order; the filings themselves are not loaded."""
    query = select(Filing.document_id, Filing.issuer).where(Filing.document_id.in_(ids))
    found: dict[str, list[str]] = {one: [] for one in ids}
    for document, issuer in session.execute(query.order_by(Filing.document_id, Filing.number)):
        found[document].append(issuer)
    return found


def watching(session: Session, holder: Holder, document_id: str) -> str | None:
    """Who else is looking at a document right now."""
    found = session.get(Claim, document_id)
    if found is None or found.until <= now(session) or found.holder == holder.key_id:
        return None
    return found.reviewer
