"""The formats that hold many filings in one set of files, and the one way to write them.

    with writing(folder, "parquet") as tables:
        for extraction in extractions:
            tables.add(extraction)
    tables.paths

Filings are written as they come, none is kept; the files appear when all is well, each whole, and older ones stay as
they were when it is not.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from extractor.errors import UsageError
from extractor.export import jsonl, xlsx
from extractor.export.delimited import csv_files, sec_files
from extractor.export.jsonl import Lines
from extractor.export.parquet import parquet_folders
from extractor.export.sec_append import continued_sec_files
from extractor.export.sec_tables import accession_number
from extractor.export.staging import staged
from extractor.export.xlsx import Workbook
from models.extraction import Extraction


class FilingWriter(Protocol):
    """Writes filings to files of one format."""

    def write(self, extraction: Extraction) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format: `open` begins its files in a folder, `package` is what it needs installed, `safe` whether words that
    look like a formula are made inert unless told otherwise; `keyed` formats hold each filing once. `file` is the name
    of its only file. `resume` goes on with the files of a folder, on copies in another, and tells which filings are in
    them."""

    open: Callable[[Path, bool], FilingWriter]
    package: str = ""
    safe: bool = False
    keyed: bool = True
    file: str = ""
    resume: Callable[[Path, Path, bool], tuple[FilingWriter, set[str]]] | None = None


TABLE_FORMATS: dict[str, TableFormat] = {
    "sec-tsv": TableFormat(sec_files, resume=continued_sec_files),
    "parquet": TableFormat(parquet_folders, package="pyarrow"),
    "csv": TableFormat(csv_files, safe=True),
    "xlsx": TableFormat(Workbook, package="xlsxwriter", safe=True, file=xlsx.FILE),
    "jsonl": TableFormat(Lines, keyed=False, file=jsonl.FILE),
}
"""Format → how it is written."""


class _AbandonedError(Exception):
    """Nothing is to appear."""


@dataclass(slots=True)
class Tables:
    """Files being written. `filings` counts what was added, `duplicates` filings that were there already (the same
    filing of the same document) and were not written twice; `paths` are the files and folders, once they are there.
    When `abandoned`, nothing appears in the end."""

    writer: FilingWriter
    keyed: bool
    filings: int = 0
    duplicates: int = 0
    abandoned: bool = False
    paths: list[Path] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, extraction: Extraction) -> None:
        """Writes a filing, unless it was written before."""
        if self.keyed:
            accession = accession_number(extraction)
            if accession in self.seen:
                self.duplicates += 1
                return
            self.seen.add(accession)
        self.writer.write(extraction)
        self.filings += 1


@contextmanager
def writing(
    folder: Path, format_: str, *, safe: bool | None = None, append: bool = False, file: str = ""
) -> Iterator[Tables]:
    """Tables of that format in `folder`, which is made when missing. `safe` None is the format's own default; `append`
    goes on with the tables that are there; `file` is another name for the file of a format that has only one.

    UsageError for a format that is unknown, whose package is missing or that cannot be written on; OutputError when
    something cannot be written.
    """
    chosen = checked(format_)
    with suppress(_AbandonedError), staged(folder) as inside:
        wanted = chosen.safe if safe is None else safe
        if not append:
            tables = Tables(chosen.open(inside, wanted), chosen.keyed)
        elif chosen.resume:
            writer, seen = chosen.resume(folder, inside, wanted)
            tables = Tables(writer, chosen.keyed, seen=seen)
        else:
            raise UsageError(f"files of {format_} cannot be written on; write them anew, or choose sec-tsv.")
        try:
            yield tables
        except BaseException:
            with suppress(Exception):  # what went wrong first is what counts
                tables.writer.close()
            raise
        tables.writer.close()
        if tables.abandoned:
            raise _AbandonedError
        if file and chosen.file:
            (inside / chosen.file).rename(inside / file)
        tables.paths = [folder / name for name in sorted(path.name for path in inside.iterdir())]


def write_tables(
    extractions: Iterable[Extraction], folder: Path, format_: str, *, safe: bool | None = None
) -> list[Path]:
    """Writes the filings as tables of that format and gives the files and folders written. Raises as `writing`."""
    with writing(folder, format_, safe=safe) as tables:
        for extraction in extractions:
            tables.add(extraction)
    return tables.paths


def checked(format_: str) -> TableFormat:
    """The format of that name; UsageError when there is none, or what it needs is not installed."""
    chosen = TABLE_FORMATS.get(format_)
    if chosen is None:
        raise UsageError(f"{format_!r} is no format of tables; choose among {', '.join(TABLE_FORMATS)}.")
    if chosen.package and importlib.util.find_spec(chosen.package) is None:
        raise UsageError(f"--format {format_} needs {chosen.package}, which is missing; install form4 with [batch].")
    return chosen
