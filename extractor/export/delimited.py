"""Tables as text: the SEC's TSV (`sec-tsv`) and CSV for everything else.

Both are quoted only where they must be, with `"` doubled, as the SEC's own files are. A CSV has dates as YYYY-MM-DD and
numbers as they are; the TSV writes both the SEC's way (31-JUL-2024, 250000.0).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.export.provenance import OWN_TABLES, table_rows
from extractor.export.sec_layout import Column
from extractor.export.sec_tables import AS_PUBLISHED, Fit, Layout, Value, as_it_is
from models.extraction import Extraction

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def sec_number(number: Decimal) -> str:
    """The SEC's way to write a number: at least one decimal, no more than needed, never rounded."""
    whole, _, decimals = format(number, "f").partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"


def sec_cell(value: Value) -> str:
    """A value as the SEC writes it; an empty cell is the empty string."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Decimal):
        return sec_number(value)
    if isinstance(value, date):
        return f"{value.day:02}-{_MONTHS[value.month - 1]}-{value.year:04}"
    return csv_cell(value)


def csv_cell(value: Value) -> str:
    """A value as text that every program reads the same way."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def inert(value: Value) -> Value:
    """Words that a spreadsheet would take for a formula, with an apostrophe before them; everything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def sec_widths(column: Column, value: Value) -> tuple[Value, str]:
    """A value as the SEC's column can hold it: words are cut, a code or a number that is too long is left out."""
    if column.width == 0 or value is None:
        return value, ""
    length = len(sec_cell(value))
    if length <= column.width:
        return value, ""
    if column.kind != "text":
        return None, f"left out of {column.name}: {length} characters, it holds {column.width}"
    text = str(value)[: column.width]
    if column.fill == "notes":
        text = text.rpartition(",")[0]
    return text.rstrip(), f"cut in {column.name}: {length} characters, it holds {column.width}"


def sec_cell_inert(value: Value) -> str:
    """The same with nothing in it that a spreadsheet would take for a formula."""
    return sec_cell(inert(value))


def csv_cell_inert(value: Value) -> str:
    """As `csv_cell`, with nothing in it that a spreadsheet would take for a formula."""
    return csv_cell(inert(value))


class DelimitedFiles:
    """Writes filings to one text file a table in `folder`. `begun` names the tables whose file is there already, to be
    written on, with its line end."""

    def __init__(
        self,
        folder: Path,
        suffix: str,
        delimiter: str,
        cell: Callable[[Value], str],
        fit: Fit = as_it_is,
        layout: Layout = AS_PUBLISHED,
        begun: Mapping[str, str] | None = None,
    ) -> None:
        self._cell, self._fit, self._layout = cell, fit, layout
        self._open = ExitStack()
        self._writers: dict[str, Any] = {}
        for table in (*layout.tables, *OWN_TABLES):
            line_end = (begun or {}).get(table.name)
            file = self._open.enter_context(
                (folder / f"{table.name}{suffix}").open("a", encoding="utf-8", errors="replace", newline="")
            )
            self._writers[table.name] = csv.writer(file, delimiter=delimiter, lineterminator=line_end or "\n")
            if line_end is None:
                self._writers[table.name].writerow(table.header)

    def write(self, extraction: Extraction) -> None:
        """Adds a filing's rows."""
        cell = self._cell
        for name, rows in table_rows(extraction, self._fit, self._layout).items():
            self._writers[name].writerows([cell(value) for value in row] for row in rows)

    def close(self) -> None:
        """Nothing more comes."""
        self._open.close()


def csv_files(folder: Path, safe: bool) -> DelimitedFiles:
    """The tables as CSV; `safe` makes what a spreadsheet would take for a formula inert."""
    return DelimitedFiles(folder, ".csv", ",", csv_cell_inert if safe else csv_cell)


def sec_files(folder: Path, safe: bool) -> DelimitedFiles:
    """The tables as the SEC ships them, ours beside them."""
    return DelimitedFiles(folder, ".tsv", "\t", sec_cell_inert if safe else sec_cell, sec_widths)


