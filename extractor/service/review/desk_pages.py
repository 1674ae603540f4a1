"""/review/{document}: one filing on the desk, its parts that change with every answer, and what is typed judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, JSONResponse

from extractor import kept
from extractor.checks import checks
from extractor.errors import ExtractorError
from extractor.export.json import from_json
from extractor.options import Limits
from extractor.pipeline import ReadDocument, ReadFiling
from extractor.service import web
from extractor.service.access import SiteHere
from extractor.service.blobs import MissingBlobError
from extractor.service.review import addresses
from extractor.service.review.audit import pace, spoken
from extractor.service.review.card import Card, card, lines
from extractor.service.review.desk import Desk, lay
from extractor.service.review.doubts import ISSUE
from extractor.service.review.entry import judge
from extractor.service.review.order import issuers, neighbours, watching
from extractor.service.review.passage import near, passage, repaired, state_of
from extractor.service.review.wording import label, shown
from extractor.service.routes.documents import Id
from extractor.service.routes.results import Number, filing_here
from extractor.service.site import Site
from extractor.service.store import reviews
from extractor.service.store.connect import now
from extractor.service.store.schema import CorrectionRow, Document, Filing
from extractor.service.store.sign_ins import SignedIn
from extractor.service.web import Reviewing
from extractor.source import recognise

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
    document_id: Id, site: SiteHere, signed: Reviewing, paths: Paths = [], filing: Number = 1, last: bool = False  # noqa: B006
) -> HTMLResponse:
    """The page of one filing; the question is the first of `paths` that waits, else the first of all, or the last."""
    try:
        document, found, laid = _desk(site, signed, document_id, filing)
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
        page_url=lambda number: addresses.page_url(document.id, number),
        thumbnail_url=lambda number: addresses.page_url(document.id, number),
        **_side(site, signed, document, found, laid, paths, last=last),
    )


@router.get("/{document_id}/side")
def side(document_id: Id, site: SiteHere, signed: Reviewing, paths: Paths = [], filing: Number = 1) -> HTMLResponse:  # noqa: B006
    """What changes with every answer; the question is the first of `paths` that still waits."""
    document, found, laid = _desk(site, signed, document_id, filing)
    return web.page("side.html", **_side(site, signed, document, found, laid, paths))


@router.get("/{document_id}/typed")
def typed(
    document_id: Id, site: SiteHere, signed: Reviewing, path: Path, text: Text, filing: Number = 1
) -> JSONResponse:
    """What a text would be in a field, and what the rules would say then."""
    _, found = filing_here(site, signed.holder, document_id, filing)
    entry = judge(path, text)
    said = ""
    if not entry.complaint:
        would = checks(from_json(found.current), {path: entry.value})
        said = web.templates().get_template("lines.html").render(lines=lines(would, path))
    return JSONResponse(
        {"value": entry.value, "shown": entry.shown, "meaning": entry.meaning, "complaint": entry.complaint,
         "lines": said}
    )


def _desk(site: Site, signed: SignedIn, document_id: str, number: int) -> tuple[Document, Filing, Desk]:
    document, found = filing_here(site, signed.holder, document_id, number)
    with site.store.read() as session:
        rows = reviews.doubts(session, document_id, number)
    return document, found, lay(from_json(found.current), [row.path for row in rows if row.reason == "audit"])


def _side(
    site: Site, signed: SignedIn, document: Document, found: Filing, laid: Desk, paths: Sequence[str], *,
    last: bool = False,
) -> Mapping[str, Any]:
    waiting, blind = laid.find(paths, last=last)
    asked = card(laid.extraction, waiting, _readings(site, document, found.number), laid.held, blind=blind) if (
        waiting
    ) else None
    with site.store.read() as session:
        moment = now(session)
        left, _ = reviews.left(session, signed.holder.workspace_id, reviews.Filter())
        today = reviews.decided_since(session, signed.holder.workspace_id, moment - moment % DAY)
        past = reviews.history(session, document.id, found.number)
        before, after = neighbours(session, signed.holder, document.id, found.number)
        other = watching(session, signed.holder, document.id)
    return {
        "document": document, "filing": found.number, "version": found.version, "desk": laid, "rows": laid.rows,
        "card": asked, "lines": asked.lines if asked else (), "near": _near(site, document, asked),
        "cell_url": addresses.cell_url(document.id, found.number, asked.path) if asked else "",
        "states": [(field.path, state_of(field)) for field in laid.extraction.fields],
        "left_here": len(laid.rows), "left_all": left, "minutes_left": spoken(pace(today).minutes(left)),
        "other": other, "decided": laid.decided, "history": _history(past),
        "next_url": addresses.desk_url(*after) if after else "",
        "previous_url": addresses.desk_url(*before, last=True) if before else "",
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
    read = _read(_Address(site, document.id, document.run))
    return read.filings[number - 1] if read is not None and number <= len(read.filings) else None


def _text(site: Site, document: Document) -> str | None:
    """The text of a dump; None when the document's bytes were not kept."""
    return _decoded(_Address(site, document.id, ""))


class _Address:
    """Where something is kept: equal to another of the same installation's, whatever opened it."""

    def __init__(self, site: Site, document: str, run: str) -> None:
        self.site, self.document, self.run = site, document, run
        self._key = (site.settings.blobs_url, document, run)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Address) and other._key == self._key


@lru_cache(maxsize=8)
def _read(at: _Address) -> ReadDocument | None:
    try:
        return kept.from_bytes(at.site.blobs.get(f"{at.run}/kept.json"))
    except (MissingBlobError, ExtractorError):
        return None


@lru_cache(maxsize=8)
def _decoded(at: _Address) -> str | None:
    try:
        data = at.site.blobs.get(f"{at.document}/source")
        return recognise("document", "document", data, Limits(file_bytes=len(data) + 1)).text
    except (MissingBlobError, ExtractorError):
        return None


