"""The manifest of a batch as Parquet: one row an input, in the order they were given."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.batch.ledger import Row

NAME = "manifest.parquet"

_AT_ONCE = 5000  # rows in memory

COLUMNS = (
    "number", "input", "status", "reason", "exit_code", "seconds", "pages", "filings", "fields", "doubtful_fields",
    "template", "kind", "sha256", "duplicate_of", "outputs",
)  # fmt: skip
"""Of these only `seconds` differs between two runs over the same inputs."""


def write(rows: Iterable[Row], path: Path) -> None:
    """Writes the manifest to `path`, a file that nobody reads yet."""
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet

    text, whole = pa.string(), pa.int32()
    types = [pa.int64(), text, text, text, whole, pa.float64(), *[whole] * 4, text, text, text, text, pa.list_(text)]
    schema = pa.schema(list(zip(COLUMNS, types, strict=True)))
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        numbered = enumerate(rows, 1)
        while some := list(itertools.islice(numbered, _AT_ONCE)):
            writer.write_table(pa.Table.from_pylist([_plain(number, row) for number, row in some], schema=schema))


def _plain(number: int, row: Row) -> dict[str, Any]:
    entry = row.entry
    values = (
        number, row.name, row.status, row.reason, entry.code, entry.seconds, entry.pages, entry.filings, entry.fields,
        entry.doubtful, ", ".join(entry.layouts), entry.kind, entry.sha256, row.original, list(entry.outputs),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))
