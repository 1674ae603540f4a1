"""What a reviewer types into a field: judged for the field's kind, in the same words for the page and for the API."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.repair.typed import kind_of, typed
from extractor.service.review.wording import choices, leaf, meaning, shown
from models.paths import leaf_class

LONGEST = 20_000
"""Characters that anyone may type; the longest footnotes have a tenth."""

_WANTED = {
    "date": "a day that exists, such as 02/27/2012",
    "month": "a day that exists, such as 02/27/2012",
    "shares": "a number, such as 1,791,454 or 12.5",
    "money": "a price, such as 13.67",
    "checkbox": "x for a ticked box, 0 for an empty one",
    "form": "the form: 3, 4 or 5, with /A when it is amended",
    "state": "a state or country of EDGAR's list, such as CT",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A text judged: its canonical `value` and how the page shows it, or a `complaint` in words and no value."""

    value: str | None
    shown: str
    meaning: str
    complaint: str


def judge(path: str, text: str) -> Entry:
    """What `text` says in the field at `path`. An empty text is a complaint: blank is an answer of its own."""
    if not text.strip():
        return _refused("type a value; b says that the field is blank")
    if len(text) > LONGEST:
        return _refused(f"longer than {LONGEST:,} characters")
    value = typed(path, text)
    known = choices(path)
    if value is None or (known and value not in known):
        return _refused(f"not {_wanted(path)}")
    try:
        leaf_class(path).parse(value)
    except (KeyError, ValueError):
        return _refused(f"not {_wanted(path)}")
    return Entry(value, shown(path, value), meaning(path, value), "")


def _refused(complaint: str) -> Entry:
    return Entry(None, "", "", complaint)


def _wanted(path: str) -> str:
    known = choices(path)
    if known and len(known) <= 20 and leaf(path) != "rptOwnerState":
        return "one of " + ", ".join(known)
    return _WANTED.get(kind_of(path), "a value of this field")
