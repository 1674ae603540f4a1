"""The queue, the documents, the numbers: pages that list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from extractor.service import web
from extractor.service.access import SiteHere
from extractor.service.doubts import AUDIT
from extractor.service.review import addresses
from extractor.service.review.audit import Pace, Share, judged, pace, spoken, total
from extractor.service.review.order import begin, issuers, layouts
from extractor.service.review.thread import ALL_REASONS, Thread, Word, address, chosen
from extractor.service.review.truth import packed
from extractor.service.review.wording import GROUPS, label, shown
from extractor.service.store import documents, reviews
from extractor.service.store.connect import now
from extractor.service.store.documents import BadCursorError
from extractor.service.store.reviews import ALL, Filter, Waits
from extractor.service.store.schema import Document, DocumentState, Role
from extractor.service.web import Here, Reviewing

router = APIRouter(include_in_schema=False)

Cursor = Annotated[str, Query(max_length=200)]

DAY = 86_400
_ON_A_PAGE = 100
_DAYS = 14


@router.get("/")
def start(signed: Here) -> RedirectResponse:
    """Reviewers begin at the queue, others at their documents."""
    return RedirectResponse("/review" if signed.holder.may(Role.REVIEW) else "/documents", 303)


@router.get("/review")
def queue(site: SiteHere, signed: Reviewing, wanted: Thread, cursor: Cursor = "") -> HTMLResponse:
    """What waits for a person, what settles most first."""
    workspace = signed.holder.workspace_id
    with site.store.read() as session:
        try:
            rows, following = reviews.queue(session, signed.holder, wanted, cursor=cursor or None, size=_ON_A_PAGE)
        except BadCursorError as error:
            raise HTTPException(422, "the cursor is none of ours; begin again without one.") from error
        left, of_documents = reviews.left(session, workspace, wanted)
        moment = now(session)
        today = pace(reviews.decided_since(session, workspace, moment - moment % DAY))
        known = layouts(session, workspace)
    return web.page(
        "queue.html", here="/review", csrf=signed.csrf, reviewer=signed.holder.label,
        rows=[_waits(row, wanted) for row in rows], left=left, documents=of_documents, pace=today,
        minutes=spoken(today.minutes(left)), chosen=wanted, filtered=bool(chosen(wanted)),
        reasons=ALL_REASONS, layouts=known, groups=GROUPS,
        begin=address("/review/next", wanted), first=address("/review", wanted) if cursor else "",
        more=address("/review", wanted, cursor=following) if following else "",
    )


@router.get("/review/next")
def following(site: SiteHere, signed: Reviewing, wanted: Thread) -> RedirectResponse:
    """To the desk, at what settles most of what nobody else is looking at just now; to the queue when nothing waits."""
    with site.store.read() as session:
        found = begin(session, signed.holder, wanted)
    return RedirectResponse(
        address("/review", wanted) if found is None else addresses.desk_url(*found[0], wanted, found[1]), 303
    )


@router.get("/documents")
def listed(site: SiteHere, signed: Here, state: Word = "", q: Word = "", cursor: Cursor = "") -> HTMLResponse:
    """The workspace's documents, newest first, and the place to drop new ones."""
    wanted = next((one for one in DocumentState if one.value == state), None)
    with site.store.read() as session:
        try:
            found = documents.page(
                session, signed.holder.workspace_id, state=wanted, search=q, cursor=cursor or None, size=_ON_A_PAGE
            )
        except BadCursorError as error:
            raise HTTPException(422, "the cursor is none of ours; begin again without one.") from error
        counts = documents.counts(session, signed.holder.workspace_id)
        of_filings = issuers(session, [one.id for one in found.documents])
    query = urlencode({name: value for name, value in (("state", state), ("q", q), ("cursor", found.next)) if value})
    return web.page(
        "documents.html", here="/documents", csrf=signed.csrf, reviewer=signed.holder.label,
        rows=[_document(one, of_filings[one.id]) for one in found.documents], states=_STATES, counts=counts,
        state=wanted.value if wanted else "", q=q, more=f"/documents?{query}" if found.next else "",
        all=sum(counts.values()), busy=counts[DocumentState.QUEUED] + counts[DocumentState.WORKING],
    )


@router.get("/numbers")
def numbers(site: SiteHere, signed: Reviewing) -> HTMLResponse:
    """Measured against promised error, and how fast people are."""
    workspace = signed.holder.workspace_id
    with site.store.read() as session:
        moment = now(session)
        rows = reviews.decided_since(session, workspace, 0)
        left, of_documents = reviews.left(session, workspace, reviews.Filter())
    today = pace([row for row in rows if row.at >= moment - moment % DAY])
    alone, asked = judged(rows, blind=True), judged(rows, blind=False)
    days: dict[str, list[Any]] = {}
    for row in rows:
        if row.at >= moment - _DAYS * DAY:
            days.setdefault(f"{datetime.fromtimestamp(row.at, UTC):%Y-%m-%d}", []).append(row)
    return web.page(
        "numbers.html", here="/numbers", csrf=signed.csrf, reviewer=signed.holder.label, groups=GROUPS,
        promised=site.settings.max_error, audit=site.settings.audit, measured=total(alone.values()), alone=alone,
        asked=asked, asked_all=total(asked.values()), today=today, left=left, documents=of_documents,
        minutes=spoken(today.minutes(left)), days=_days(days), gauge=gauge,
    )


@router.get("/corrections.zip")
def corrections(site: SiteHere, signed: Reviewing) -> Response:
    """What people decided, for `form4 score` and `form4 fit`, with what the machine had read."""
    with site.store.read() as session:
        data = packed(session, site.blobs, signed.holder.workspace_id)
    headers = {"Content-Disposition": 'attachment; filename="form4-corrections.zip"'}
    return Response(data, media_type="application/zip", headers=headers)


_STATES: Mapping[str, str] = {
    "queued": "waits to be read", "working": "is being read", "review": "for review", "done": "done",
    "failed": "could not be read", "parked": "given up on",
}


def _waits(row: Waits, wanted: Filter) -> dict[str, Any]:
    doubt = row.doubt
    blind = doubt.reason == AUDIT
    where, what = ("The document", "something to know") if doubt.path.startswith("issue:") else label(doubt.path)
    return {
        "url": addresses.desk_url(doubt.document_id, doubt.filing, wanted, doubt.path), "name": row.name,
        "where": where, "what": what, "reason": ALL_REASONS.get(doubt.reason, doubt.reason),
        "value": "" if blind or doubt.path.startswith("issue:") else shown(doubt.path, doubt.value),
        "settles": doubt.settles, "layout": doubt.layout, "taken": row.claimed_by or "",
        "sure": "" if blind or doubt.confidence is None else f"{int(doubt.confidence * 1000) / 10:g} %",
    }


def _document(one: Document, of_filings: Sequence[str]) -> dict[str, Any]:
    read = one.state in (DocumentState.REVIEW, DocumentState.DONE)
    return {
        "url": addresses.desk_url(one.id, 1, ALL) if read else "", "name": one.name, "state": one.state,
        "issuer": ", ".join(dict.fromkeys(issuer for issuer in of_filings if issuer)), "filings": len(of_filings),
        "words": _STATES[one.state], "doubtful": one.doubtful, "pages": one.pages, "reason": one.reason,
        "created": f"{datetime.fromtimestamp(one.created, UTC):%Y-%m-%d %H:%M}",
    }


def _days(days: Mapping[str, list[Any]]) -> list[tuple[str, Pace]]:
    return [(day, pace(rows)) for day, rows in sorted(days.items(), reverse=True)]


def gauge(share: Share, promised: float) -> dict[str, float]:
    """Where a share, its interval and the promise lie on a line of 1000 units; the line ends a bit beyond the greatest
    of them."""
    low, high = share.interval
    end = max(promised * 1.5, min(high, promised * 8), 0.001)
    return {
        "low": 1000 * low / end, "high": 1000 * min(high, end) / end, "promised": 1000 * promised / end,
        "at": 1000 * min(share.measured or 0.0, end) / end, "end": end,
    }
