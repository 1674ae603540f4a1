"""Filings written on to tables that exist: those of an earlier run, or a quarter's files as the SEC ships them.

The files of the SEC differ from its own metadata: SUBMISSION lacks the four columns of the contact, has had AFF10B5ONE
since the form has its box, and the transactions' EQUITY_SWAP_INVOLVED_FN is called EQUITY_SWAP_TRANS_CD_FN. Here the
file's own header decides which columns are written, in which order.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from extractor.errors import OutputError
from extractor.export.delimited import DelimitedFiles, sec_cell, sec_cell_inert, sec_widths
from extractor.export.provenance import OWN_TABLES
from extractor.export.sec_layout import SEC_TABLES, Column, Table
from extractor.export.sec_tables import Layout
from extractor.printable import printable

_RENAMED = {"EQUITY_SWAP_TRANS_CD_FN": "EQUITY_SWAP_INVOLVED_FN"}
_LATER = Column("AFF10B5ONE", "flag", 10, ("aff10b5One",))
_CHUNK = 65_536


def continued_sec_files(folder: Path, inside: Path, safe: bool) -> tuple[DelimitedFiles, set[str]]:
    """A writer that goes on where the tables in `folder` end, on copies in `inside`, and the numbers of our filings
    in them. OutputError for a file whose header is not that of its table."""
    begun: dict[str, str] = {}
    tables = tuple(_begun(table, folder, inside, begun) for table in (*SEC_TABLES, *OWN_TABLES))
    layout = Layout.of(tables[: len(SEC_TABLES)])
    cell = sec_cell_inert if safe else sec_cell
    return DelimitedFiles(inside, ".tsv", "\t", cell, sec_widths, layout, begun), _ours(folder / "SUBMISSION.tsv")


def _begun(table: Table, folder: Path, inside: Path, begun: dict[str, str]) -> Table:
    """The table as its file in `folder` has it; the file is copied and its line end noted. Without a file, as it is."""
    path = folder / f"{table.name}.tsv"
    if not path.exists():
        return table
    header, line_end = _first_line(path)
    found = _as_in(path, header, table)
    if table in OWN_TABLES and found != table:
        raise OutputError(f"{printable(str(path))}: another version of form4 wrote it; write to a new folder.")
    _copy(path, inside / path.name, line_end)
    begun[table.name] = line_end
    return found


def _first_line(path: Path) -> tuple[list[str], str]:
    """The header and how the file ends its lines."""
    with path.open("rb") as file:
        line = file.readline(_CHUNK)
    end = "\r\n" if line.endswith(b"\r\n") else "\n"
    return line.decode("utf-8-sig", "replace").rstrip("\r\n").split("\t"), end


def _as_in(path: Path, header: list[str], table: Table) -> Table:
    """The table with the columns of that header; what a paper shows must have its column."""
    known = {column.name: column for column in table.columns}
    if table.name == "SUBMISSION":
        known[_LATER.name] = _LATER
    columns = [known.pop(_RENAMED.get(name, name), None) for name in header]
    strange = [name for name, column in zip(header, columns, strict=True) if column is None]
    shown = [column for column in known.values() if column.leaves or column.fill != "leaf"]
    missing = [column.name for column in shown if column is not _LATER]
    if strange or missing:
        what = f"it has {strange[0]}" if strange else f"it lacks {missing[0]}"
        raise OutputError(
            f"{printable(str(path))}: not the SEC's {table.name} ({printable(what[:60])}); write to a new folder."
        )
    return Table(table.name, table.element, tuple(column for column in columns if column is not None))


def _copy(path: Path, copy: Path, line_end: str) -> None:
    """The file's bytes, the last line ended."""
    shutil.copyfile(path, copy)
    with copy.open("rb+") as file:
        if file.seek(0, 2):
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                file.write(line_end.encode())


def _ours(path: Path) -> set[str]:
    """The numbers of our own filings in a SUBMISSION table."""
    if not path.exists():
        return set()
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        position = next(rows).index("ACCESSION_NUMBER")
        return {row[position] for row in rows if len(row) > position and row[position].startswith("F4-")}
