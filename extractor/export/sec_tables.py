"""A filing as rows of the SEC's Insider Transactions Data Sets, and of three tables of our own beside them.

`SOURCE` has one row a filing: which document it came from and what was read it with. `PROVENANCE` has one row a field:
what was read, how sure that is and where it stands, with the table, row and column that it fills. `ISSUES` has one row
for each doubt about the form. All are joined by `ACCESSION_NUMBER`.

Blank is an empty cell, zero is 0; unreadable is empty too, and PROVENANCE says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractor.export.sec_layout import ROLES, SEC_TABLES, SUBMISSION, Column, Table
from models.extraction import Extraction
from models.paths import Item, flatten

Value = str | Decimal | date | bool | int | float | None
Row = tuple[Value, ...]
"""Values in the order of the table's columns; None is an empty cell."""

Fit = Callable[[Column, Value], tuple[Value, str]]
"""A value as a format can hold it, and words that say what was lost (empty when nothing was)."""

_REPEATED = re.compile(
    r"((reportingOwner|ownerSignature|footnotes/footnote|(?:nonD|d)erivativeTable/[A-Za-z]+)\[(\d+)\])/?(.*)"
)
_BLANK = dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029], " ")  # what breaks a line, a cell or a terminal
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf went: table, key of the row, column, and what was lost on the way."""

    table: str
    key: str
    column: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The SEC's tables as somebody wants them: `by_element` tells the table of an element's rows, `shown` the column
    that shows a leaf's value, by table and leaf."""

    tables: tuple[Table, ...]
    by_element: Mapping[str, Table]
    shown: Mapping[tuple[str, str], str]

    @staticmethod
    def of(tables: tuple[Table, ...]) -> Layout:
        shown = {
            (table.name, leaf): column.name
            for table in tables
            for column in table.columns
            if column.fill != "notes"
            for leaf in column.leaves
        }
        return Layout(tables, {table.element: table for table in tables}, shown)


AS_PUBLISHED = Layout.of(SEC_TABLES)
"""The columns of the SEC's metadata."""


@dataclass(frozen=True, slots=True)
class SecRows:
    """The rows of one filing by table, and the place of each leaf by its path."""

    accession: str
    rows: Mapping[str, tuple[Row, ...]]
    places: Mapping[str, Place]


def accession_number(extraction: Extraction) -> str:
    """The number that stands for the filing, 25 characters at most: `F4-`, the first 16 characters of the document's
    SHA-256, and where in the document the filing begins (a scan: the number of its page; a dump: the offset of its
    first field, in base 36).

    The same filing of the same document always gets the same number, alone or among others. The SEC's numbers are
    digits only, so none of them can be one of these.
    """
    digest = re.sub("[^0-9a-f]", "0", extraction.source.sha256.lower())[:16].ljust(16, "0")
    return f"F4-{digest}-{_begins(extraction)}"


def _begins(extraction: Extraction) -> str:
    if extraction.source.kind == "dump":
        return _base36(min((field.span[0] for field in extraction.fields if field.span), default=0))
    return str(min((layout.page for layout in extraction.layouts if layout.id), default=1))[:5]


def _base36(number: int) -> str:
    digits = ""
    while number > 0:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits[-5:] or "0"


def sec_rows(extraction: Extraction, fit: Fit, layout: Layout = AS_PUBLISHED) -> SecRows:
    """The filing's rows in the SEC's tables, in printed order; `fit` says what a cell can hold."""
    accession = accession_number(extraction)
    elements: dict[str, dict[str, Item]] = {}
    for item in flatten(extraction.form):
        prefix, leaf = _split(item.path)
        elements.setdefault(prefix, {})[leaf] = item
    rows: dict[str, list[Row]] = {table.name: [] for table in layout.tables}
    places: dict[str, Place] = {}
    for prefix, leaves in elements.items():
        table = layout.by_element[prefix.partition("[")[0]]
        number = len(rows[table.name]) + 1
        key = _key(table, number, accession, leaves)
        notes: dict[str, str] = {}
        cells: list[Value] = []
        for column in table.columns:
            value, note = fit(column, _cell(column, leaves, accession, key))
            cells.append(value)
            notes[column.name] = note
        rows[table.name].append(tuple(cells))
        for leaf, item in leaves.items():
            column_name = layout.shown.get((table.name, leaf))
            if column_name is not None:
                places[item.path] = Place(table.name, str(key), column_name, notes[column_name])
    return SecRows(accession, {name: tuple(found) for name, found in rows.items()}, places)


def _split(path: str) -> tuple[str, str]:
    """The path of the row's element and of the leaf below it."""
    match = _REPEATED.fullmatch(path)
    return (match[1], match[4]) if match else (SUBMISSION.element, path)


def _key(table: Table, number: int, accession: str, leaves: Mapping[str, Item]) -> str | int:
    """What tells the `number`-th row of a table from the others of the filing."""
    if table.name == "FOOTNOTES":
        marks = leaves[""].footnotes
        return marks[0] if marks else f"F{number}"
    if table.name == "REPORTINGOWNER":
        cik = leaves["reportingOwnerId/rptOwnerCik"].value or ""
        known = cik.isascii() and cik.isdigit()
        return cik.zfill(10) if known else f"UNKNOWN{number:03}"  # paper shows none, and the SEC keys by it
    if table.columns[1].fill == "key":
        # As unlike the SEC's own keys (7 digits) as they are unlike one another, and exact in a float too.
        seed = int(hashlib.sha256(accession.encode()).hexdigest()[:15], 16)
        return (10**11 + seed % (9 * 10**11)) * 1000 + number
    return "" if table.name == SUBMISSION.name else str(number)


def _cell(column: Column, leaves: Mapping[str, Item], accession: str, key: str | int) -> Value:
    if column.fill == "accession":
        return accession
    if column.fill == "key":
        return key
    found = [leaves[leaf] for leaf in column.leaves if leaf in leaves]
    if column.fill == "notes":
        return ", ".join(dict.fromkeys(mark for item in found for mark in item.footnotes)) or None
    if column.fill == "roles":
        words = dict(ROLES)
        ticked = [words[leaf] for leaf in column.leaves if leaf in leaves and leaves[leaf].value == "1"]
        return ",".join(ticked) or None
    text = next((item.value for item in found if item.value is not None), None)
    return None if text is None else _typed(column, text)


def _typed(column: Column, text: str) -> Value:
    if column.kind == "number":
        return Decimal(text)
    if column.kind == "date":
        return date.fromisoformat(text[:10])  # a few filings write a time zone behind it
    if column.kind == "flag":
        return text == "1"
    if column.name == "ISSUERCIK" and text.isascii() and text.isdigit():
        return text.zfill(10)
    return plain(text) or None


def plain(text: str) -> str:
    """Text for one cell of a table: control characters and line ends are blanks, what is no character is `?`."""
    if text.isprintable():
        return text.strip()
    return text.translate(_BLANK).encode("utf-8", "replace").decode().strip()


def as_it_is(_: Column, value: Value) -> tuple[Value, str]:
    """A format without limits."""
    return value, ""
