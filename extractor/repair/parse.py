"""One reading of one cell to candidates, by the cell's kind."""

from __future__ import annotations

from functools import lru_cache

from extractor.records import Kind
from extractor.repair import closed
from extractor.repair.confusions import Confusions
from extractor.repair.dates import parse_date, parse_month
from extractor.repair.lexicons import Lexicons
from extractor.repair.numbers import parse_number
from extractor.repair.text import parse_text
from extractor.repair.tickers import parse_ticker
from models.evidence import Candidate

_SUBJECT_OF_KIND = {
    "title": "title", "nature": "nature", "name": "name", "street": "street", "city": "city", "signature": "signature",
    "footnote": "note", "remarks": "note",
}  # fmt: skip


def parse(text: str, kind: Kind, field: str, lexicons: Lexicons, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for what `text` says in a cell of that kind, best first; empty when it says nothing of the kind.

    `text` is plain and without footnote marks (see footnote_marks). `field` is the path below the row: it decides the
    alphabet of a letter and the vocabulary of a text.
    """
    return _parse(text, kind, _place(kind, field), lexicons, confusions)


@lru_cache(maxsize=512)  # some documents: candidates are large, and other filings have other figures
def _parse(text: str, kind: Kind, place: str, lexicons: Lexicons, confusions: Confusions) -> tuple[Candidate, ...]:
    match kind:
        case "shares" | "money":
            return parse_number(text, kind, confusions)
        case "date":
            return parse_date(text, confusions)
        case "month":
            return parse_month(text, confusions)
        case "code":
            return closed.parse_code(text, confusions)
        case "letter":
            return closed.parse_letter(text, place, confusions)
        case "checkbox":
            return closed.parse_checkbox(text, worded=bool(place))
        case "form":
            return closed.parse_form(text)
        case "state":
            return closed.parse_state(text, confusions)
        case "zip":
            return closed.parse_zip(text, confusions)
        case "ticker":
            return parse_ticker(text, confusions)
        case _:
            return parse_text(text, place, lexicons, confusions) if text else ()


def _place(kind: Kind, field: str) -> str:
    """The alphabet of a letter, the subject of a text, whether words may fill a box; "" for kinds that need neither."""
    if kind == "letter":
        if "AcquiredDisposed" in field:
            return "AD"
        return "DI" if "directOrIndirect" in field else "ADIV"
    if kind == "checkbox":
        return "worded" if field.endswith(("isOfficer", "isOther")) else ""
    if kind == "text":
        return "officer" if field.endswith("officerTitle") else "other" if field.endswith("otherText") else "note"
    return _SUBJECT_OF_KIND.get(kind, "")
