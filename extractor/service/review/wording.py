"""Values and states in a reviewer's words: as the form prints them, not as the XML spells them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from extractor.places import place
from extractor.printable import printable
from models.codes import ACQUIRED_DISPOSED, DIRECT_INDIRECT, STATES, TIMELINESS, TRANSACTION_CODES
from models.field import Field, State
from models.form4 import Amount, Day, Flag
from models.paths import leaf_class

BLANK = "blank"
TICKED, UNTICKED = "☒ ticked", "☐ not ticked"

ENGINES = {"text": "the dump", "own": "form4", "rapidocr": "RapidOCR", "tesseract": "Tesseract"}
SOURCES = {"page": "whole page", "crop": "cell alone", "ink": "its ink", "text-layer": "text layer", "dump": "text"}

REASONS: Mapping[str, str] = {
    "rule": "a rule objects",
    "unreadable": "nobody could read it",
    "missing": "nothing was found",
    "readings": "readings differ",
    "repaired": "was repaired",
    "unsure": "not sure enough",
}
"""Why a field is for review, the strongest reason first."""

GROUPS: Mapping[str, str] = {
    "name": "names and addresses",
    "amount": "amounts",
    "date": "dates",
    "code": "codes and letters",
    "box": "check boxes",
    "words": "titles, natures, notes",
}
"""What a field holds, as the queue sorts it."""

_CODES: Mapping[str, Mapping[str, str]] = {
    "transactionCode": TRANSACTION_CODES,
    "transactionAcquiredDisposedCode": ACQUIRED_DISPOSED,
    "directOrIndirectOwnership": DIRECT_INDIRECT,
    "transactionTimeliness": TIMELINESS,
    "rptOwnerState": {code: name.title() for code, name in STATES.items()},
    "transactionFormType": {"3": "a holding reported late", "4": "Form 4", "5": "Form 5"},
}
_NAMES = ("issuer/", "reportingOwner[", "ownerSignature[")
_STREET = re.compile(r"street(\d)")


def leaf(path: str) -> str:
    """The last element of a path, without its index."""
    return path.rpartition("/")[2].partition("[")[0]


def group_of(path: str) -> str:
    """One of GROUPS for the field at that path."""
    name = leaf(path)
    try:
        kind = leaf_class(path)
    except KeyError:
        return "words"
    if kind is Amount:
        return "amount"
    if kind is Day:
        return "date"
    if kind is Flag:
        return "box"
    if name == "documentType" or (name in _CODES and name != "rptOwnerState"):
        return "code"
    return "name" if path.startswith(_NAMES) and "Relationship" not in path else "words"


def shown(path: str, value: str | None) -> str:
    """A canonical value as the form prints it: 1,791,454 · 02/27/2012 · ☒ ticked; "blank" without one."""
    if value is None:
        return BLANK
    group = group_of(path)
    try:
        if group == "amount":
            return f"{Decimal(value):,f}"
        if group == "date":
            return date.fromisoformat(value[:10]).strftime("%m/%d/%Y") + value[10:]
    except (ValueError, InvalidOperation):
        return printable(value)
    if group == "box":
        return TICKED if value == "1" else UNTICKED
    return printable(value)


def said(field: Field) -> str:
    """What the field is believed to say."""
    return "unreadable" if field.value is None and field.state is State.UNREADABLE else shown(field.path, field.value)


def meaning(path: str, value: str | None) -> str:
    """What a code or letter stands for; "" for anything else."""
    return _CODES.get(leaf(path), {}).get(value or "", "")


def choices(path: str) -> Mapping[str, str]:
    """The values that the SEC's list allows at that path, with their meanings; empty when there is no list."""
    return _CODES.get(leaf(path), {})


def label(path: str) -> tuple[str, str]:
    """Where a field stands and what it is: ("Table I · transaction 2", "owned after")."""
    words = place(path)
    for table in ("Table II", "Table I"):
        if words.startswith(table + " "):
            kind, number, *rest = words.removeprefix(table + " ").split(" ")
            return f"{table} · {kind} {number}", " ".join(rest) or "the whole row"
    for who in ("owner", "signature"):
        if words.startswith(who + " ") and path.partition("[")[0] in ("reportingOwner", "ownerSignature"):
            number = path.partition("[")[2].partition("]")[0]
            first = who if number == "1" else f"{who} {number}"
            return first.capitalize(), _STREET.sub(r"street \1", words.removeprefix(first + " "))
    return ("Footnotes" if words.startswith("footnote ") else "Head of the form"), words


def engine(name: str) -> str:
    """The name of an engine as it is written, without its version."""
    bare = name.split(" ", 1)[0].lower()
    return ENGINES.get(bare, printable(name.split(" ", 1)[0]))
