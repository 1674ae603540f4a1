"""Tables as one workbook, `filings.xlsx`: a sheet a table, written row by row in little memory.

Words are always text cells, never formulas or links. A table longer than a sheet goes on in another sheet.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.export.delimited import csv_cell, inert
from extractor.export.provenance import TABLES, table_rows
from extractor.export.sec_layout import Column, Table
from extractor.export.sec_tables import Value
from models.extraction import Extraction

FILE = "filings.xlsx"
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767

_MADE = datetime(2000, 1, 1)  # the same filings are the same bytes, whenever they are written
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_EXACT = 15  # digits of a number that a spreadsheet keeps
_WIDTHS = {"text": 28, "code": 14, "date": 12, "flag": 10, "number": 16, "integer": 18, "real": 12}


def cell_room(column: Column, value: Value) -> tuple[Value, str]:
    """A value as a cell can hold it; longer words are cut."""
    if isinstance(value, str) and len(value) > CELL_CHARACTERS - 1:  # one is for the apostrophe of `inert`
        return value[: CELL_CHARACTERS - 1], f"cut in {column.name}: a cell holds {CELL_CHARACTERS - 1} characters"
    return value, ""


class Workbook:
    """Writes filings to a workbook in `folder`; `safe` makes what looks like a formula inert also once the cells are
    saved as CSV."""

    def __init__(self, folder: Path, safe: bool) -> None:
        import xlsxwriter  # type: ignore[import-untyped]

        self._safe = safe
        self._book = xlsxwriter.Workbook(
            str(folder / FILE), {"constant_memory": True, "tmpdir": str(folder), "default_date_format": "yyyy-mm-dd"}
        )
        self._book.set_properties({"created": _MADE, "title": "Filings of Forms 3, 4 and 5"})
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._whole = self._book.add_format({"num_format": "0"})
        self._tables = {table.name: table for table in TABLES}
        self._sheets: dict[str, Any] = {}
        self._next: dict[str, int] = {}
        self._count: dict[str, int] = {}
        for table in TABLES:
            self._begin(table)

    def write(self, extraction: Extraction) -> None:
        """Adds a filing's rows."""
        for name, rows in table_rows(extraction, cell_room).items():
            for row in rows:
                if self._next[name] >= SHEET_ROWS:
                    self._begin(self._tables[name])
                for position, value in enumerate(row):
                    if value is not None:
                        self._put(self._sheets[name], self._next[name], position, value)
                self._next[name] += 1

    def close(self) -> None:
        """Writes the workbook."""
        from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", error.args)) from error

    def _begin(self, table: Table) -> None:
        count = self._count[table.name] = self._count.get(table.name, 0) + 1
        sheet = self._book.add_worksheet(table.name if count == 1 else f"{table.name} {count}")
        for position, column in enumerate(table.columns):
            sheet.set_column(position, position, max(_WIDTHS[column.kind], min(len(column.name) + 2, 24)))
        sheet.freeze_panes(1, 1)
        for position, name in enumerate(table.header):
            sheet.write_string(0, position, name, self._bold)
        self._sheets[table.name], self._next[table.name] = sheet, 1

    def _put(self, sheet: Any, row: int, position: int, value: Value) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, position, value)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(row, position, datetime(value.year, value.month, value.day), self._day)
        elif isinstance(value, Decimal) and len(value.as_tuple().digits) <= _EXACT:
            sheet.write_number(row, position, float(value))
        elif isinstance(value, int):
            sheet.write_number(row, position, value, self._whole)
        elif isinstance(value, float):
            sheet.write_number(row, position, value)
        else:
            sheet.write_string(row, position, csv_cell(inert(value) if self._safe else value))
