"""/review/{document}: one filing on the desk, its parts that change with every answer, and what is typed judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, JSONResponse

from extractor.checks import checks
from extractor.errors import InputError
from extractor.pipeline import ReadFiling
from extractor.service import remembered, web
from extractor.service.access import SiteHere
from extractor.service.blobs import MissingBlobError
from extractor.service.doubts import AUDIT
from extractor.service.review import addresses
from extractor.service.review.audit import pace, spoken
from extractor.service.review.card import Card, card, lines
from extractor.service.review.desk import Desk, lay
from extractor.service.review.doubts import ISSUE, Waiting
from extractor.service.review.entry import judge
from extractor.service.review.order import around, issuers, watching
from extractor.service.review.passage import near, passage, repaired, state_of
from extractor.service.review.thread import Thread, chosen, words
from extractor.service.review.wording import label, shown
from extractor.service.routes.documents import Id
from extractor.service.routes.results import Number, filing_here
from extractor.service.site import Site
from extractor.service.store import reviews
from extractor.service.store.connect import now
from extractor.service.store.reviews import ALL, Filter
from extractor.service.store.schema import CorrectionRow, Document, Filing
from extractor.service.store.sign_ins import SignedIn
from extractor.service.web import Reviewing

router = APIRouter(prefix="/review", include_in_schema=False)

Text = Annotated[str, Query(max_length=25_000)]
Path = Annotated[str, Query(max_length=300)]
Paths = Annotated[list[str], Query(alias="path", max_length=100)]

DAY = 86_400
_DECISIONS = {
    "accept": "accepted", "correct": "corrected", "blank": "said blank", "unreadable": "said unreadable",
    "filer-error": "said filer's error", "undo": "took back",
}


@router.get("/{document_id}")
def desk(
    document_id: Id, site: SiteHere, signed: Reviewing, wanted: Thread, paths: Paths = [], filing: Number = 1,  # noqa: B006
    last: bool = False,
) -> HTMLResponse:
    """The page of one filing; the question is the first of `paths` that waits, else the first of all, or the last."""
    try:
        document, found, laid = _desk(site, signed, document_id, filing, wanted)
    except HTTPException as error:  # on a page as a page
        return web.page(
            "sorry.html", error.status_code, here="/review", csrf=signed.csrf, reviewer=signed.holder.label,
            sentence=str(error.detail),
        )
    text = _text(site, document) if laid.extraction.source.kind == "dump" else None
    with site.store.read() as session:
        filings = len(issuers(session, [document_id])[document_id])
    return web.page(
        "desk.html", here="/review", csrf=signed.csrf, reviewer=signed.holder.label, filings=filings,
        text_lines=None if text is None else passage(text, laid.extraction.fields),
        edits=() if text is None else repaired(text, laid.extraction.fields),
        page_url=lambda number, small=False: addresses.page_url(document.id, number, small=small),
        filing_url=lambda number: addresses.desk_url(document.id, number, wanted),
        **_side(site, signed, document, found, laid, wanted, laid.find(paths, last=last)),
    )


@router.get("/{document_id}/side")
def side(
    document_id: Id, site: SiteHere, signed: Reviewing, wanted: Thread, paths: Paths = [], filing: Number = 1  # noqa: B006
) -> HTMLResponse:
    """What changes with every answer; the question is the first of `paths` that still waits."""
    document, found, laid = _desk(site, signed, document_id, filing, wanted)
    return web.page("side.html", **_side(site, signed, document, found, laid, wanted, laid.find(paths)))


@router.get("/{document_id}/typed")
def typed(
    document_id: Id, site: SiteHere, signed: Reviewing, path: Path, text: Text, filing: Number = 1
) -> JSONResponse:
    """What a text would be in a field, and what the rules would say then."""
    _, found = filing_here(site, signed.holder, document_id, filing)
    entry = judge(path, text)
    said = ""
    if not entry.complaint:
        would = checks(remembered.extraction(found.current), {path: entry.value})
        said = web.templates().get_template("lines.html").render(lines=lines(would, path))
    return JSONResponse(
        {"value": entry.value, "shown": entry.shown, "meaning": entry.meaning, "complaint": entry.complaint,
         "lines": said}
    )


def _desk(
    site: Site, signed: SignedIn, document_id: str, number: int, wanted: Filter
) -> tuple[Document, Filing, Desk]:
    document, found = filing_here(site, signed.holder, document_id, number)
    with site.store.read() as session:
        rows = reviews.doubts(session, document_id, number)
    blind = [row.path for row in rows if row.reason == AUDIT]
    return document, found, lay(remembered.extraction(found.current), blind, wanted)


def _side(
    site: Site, signed: SignedIn, document: Document, found: Filing, laid: Desk, wanted: Filter,
    waiting: Waiting | None,
) -> Mapping[str, Any]:
    asked = card(laid.extraction, waiting, _readings(site, document, found.number), laid.held) if waiting else None
    with site.store.read() as session:
        moment = now(session)
        left, _ = reviews.left(session, signed.holder.workspace_id, wanted)
        today = reviews.decided_since(session, signed.holder.workspace_id, moment - moment % DAY)
        past = reviews.history(session, document.id, found.number)
        near_by = around(session, signed.holder, wanted, (document.id, found.number))
        other = watching(session, signed.holder, document.id)
    return {
        "document": document, "filing": found.number, "version": found.version, "desk": laid, "rows": laid.rows,
        "passed": laid.passed_rows, "card": asked, "lines": asked.lines if asked else (),
        "near": _near(site, document, asked),
        "cell_url": lambda path: addresses.cell_url(document.id, found.number, path),
        "desk_url": lambda path: addresses.desk_url(document.id, found.number, wanted, path),
        "states": [(field.path, state_of(field)) for field in laid.extraction.fields],
        "left_all": left, "minutes_left": spoken(pace(today).minutes(left)),
        "other": other, "decided": laid.decided, "history": _history(past), "taken": near_by.taken,
        "thread": urlencode(chosen(wanted)), "thread_words": words(wanted),
        "everything_url": addresses.desk_url(document.id, found.number, ALL, asked.path if asked else ""),
        "next_url": addresses.desk_url(*near_by.after, wanted) if near_by.after else "",
        "previous_url": addresses.desk_url(*near_by.before, wanted, last=True) if near_by.before else "",
        "export_url": lambda edition, written: addresses.export_url(document.id, found.number, edition, written),
    }


def _near(site: Site, document: Document, asked: Card | None) -> tuple[str, str, str] | None:
    if asked is None or asked.span is None or asked.issue:
        return None
    text = _text(site, document)
    return near(text, asked.span) if text is not None else None


def _history(past: Sequence[CorrectionRow]) -> list[dict[str, str]]:
    """The answers to one filing, newest first."""
    out = []
    for row in reversed(past):
        at = datetime.fromtimestamp(row.at, UTC)
        of_issue = row.path.startswith(ISSUE)
        out.append({
            "at": f"{at:%Y-%m-%d %H:%M}", "at_iso": at.isoformat(), "reviewer": row.reviewer,
            "decision": _DECISIONS.get(row.decision, row.decision),
            "where": "a note on the document" if of_issue else " · ".join(label(row.path)),
            "before": "" if of_issue else _value(row.path, row.before, row.before_state),
            "after": "" if of_issue else _value(row.path, row.after, row.after_state),
        })
    return out


def _value(path: str, value: str | None, state: str) -> str:
    return "unreadable" if value is None and state == "unreadable" else shown(path, value)


def _readings(site: Site, document: Document, number: int) -> ReadFiling | None:
    """The filing's readings; None when they were not kept (it was imported)."""
    with suppress(MissingBlobError, InputError):
        read = remembered.readings(site, document)
        return read.filings[number - 1] if number <= len(read.filings) else None
    return None


def _text(site: Site, document: Document) -> str | None:
    """The text of a dump; None when the document's bytes were not kept."""
    with suppress(MissingBlobError, InputError):
        return remembered.dump(site, document)
    return None
