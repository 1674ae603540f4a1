"""Tables as Parquet, typed (numbers exact, dates as dates, check boxes as booleans) and partitioned by the year of the
period reported: `TABLE/PERIOD_YEAR=2012/part-0.parquet`, which DuckDB, polars, pandas, Spark and Arrow read as one
table with a whole number PERIOD_YEAR. A filing whose period is not known is in the year 0.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.export.provenance import TABLES, table_rows
from extractor.export.sec_layout import Column, Table
from extractor.export.sec_tables import Row, Value
from extractor.export.staging import PARTITION
from models.extraction import Extraction

DIGITS, DECIMALS = 18, 6
"""Of a number: EDGAR allows 12 before the point and 4 behind it. The product of two still fits a DECIMAL(38)."""

_UNKNOWN = "0"  # a partition of nulls alone has no type that readers agree on
_GROUP_ROWS = 20_000  # a row group: large enough to compress, small enough to hold one of each table
_HELD_ROWS = 60_000  # in memory at most, over all tables and years
_OPEN_FILES = 200  # below what an ordinary process may hold


def decimal_room(column: Column, value: Value) -> tuple[Value, str]:
    """A value as the column can hold it; a number with more digits is left out."""
    if not isinstance(value, Decimal):
        return value, ""
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else DIGITS + 1
    if decimals <= DECIMALS and value.adjusted() < DIGITS - DECIMALS:
        return value, ""
    room = f"{DIGITS - DECIMALS} digits before the point and {DECIMALS} behind it"
    return None, f"left out of {column.name}: it holds {room}"


class ParquetFolders:
    """Writes filings to a folder a table in `folder`, with bounded memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables = {table.name: table for table in TABLES}
        self._schemas = {table.name: _schema(table) for table in TABLES}
        self._held: dict[tuple[str, str], list[Row]] = {}
        self._count = 0
        self._open: dict[tuple[str, str], Any] = {}
        self._parts: dict[tuple[str, str], int] = {}

    def write(self, extraction: Extraction) -> None:
        """Adds a filing's rows."""
        period = extraction.form.period_of_report.value
        year = str(period.year) if period else _UNKNOWN
        for name, rows in table_rows(extraction, decimal_room).items():
            if rows:
                held = self._held.setdefault((name, year), [])
                held += rows
                self._count += len(rows)
                if len(held) >= _GROUP_ROWS:
                    self._flush((name, year))
        while self._count > _HELD_ROWS:
            self._flush(max(self._held, key=lambda place: len(self._held[place])))

    def close(self) -> None:
        """Writes what is held; a table without rows gets an empty part, so that its columns are known."""
        for place in list(self._held):
            self._flush(place)
        for writer in self._open.values():
            writer.close()
        written = {name for name, _ in self._parts}
        for name in self._tables:
            if name not in written:
                self._writer((name, _UNKNOWN)).close()

    def _flush(self, place: tuple[str, str]) -> None:
        import pyarrow as pa  # type: ignore[import-untyped]

        rows = self._held.pop(place)
        self._count -= len(rows)
        schema = self._schemas[place[0]]
        cells = zip(*rows, strict=True)
        columns = [pa.array(values, type=field.type) for values, field in zip(cells, schema, strict=True)]
        self._writer(place).write_table(pa.Table.from_arrays(columns, schema=schema))

    def _writer(self, place: tuple[str, str]) -> Any:
        """The open file of a table and year; when too many are open, the one unused for longest is closed, and the
        next rows of its year begin another part."""
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        writer = self._open.pop(place, None)
        if writer is None:
            if len(self._open) >= _OPEN_FILES:
                self._open.pop(next(iter(self._open))).close()
            number = self._parts.get(place, 0)
            self._parts[place] = number + 1
            name, year = place
            path = self._folder / name / f"{PARTITION}{year}" / f"part-{number}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            writer = pq.ParquetWriter(path, self._schemas[name], compression="zstd")
        self._open[place] = writer
        return writer


def _schema(table: Table) -> Any:
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "code": pa.string(),
        "flag": pa.bool_(),
        "number": pa.decimal128(DIGITS, DECIMALS),
        "date": pa.date32(),
        "integer": pa.int64(),
        "real": pa.float64(),
    }
    return pa.schema([pa.field(column.name, types[column.kind]) for column in table.columns])


def parquet_folders(folder: Path, _safe: bool) -> ParquetFolders:
    """The tables as Parquet."""
    return ParquetFolders(folder)
