"""`form4 score`: what was read, judged against the truth."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from extractor.errors import InputError
from extractor.export.json import from_json
from extractor.export.ownership import from_xml
from extractor.legible import Legibility, legibility
from extractor.output import plan, write_whole
from extractor.printable import printable
from extractor.score import score
from extractor.scorecard import Scored, errors, report, tables
from models.field import Field
from models.form4 import Form4

_WHERE = {"look": "any", "level": "any"}


def run(truth: Path, read: Path, output: str | None, list_errors: bool) -> int:
    """Scores the reading(s) `read` against the truth(s) `truth`, each a file or a folder of files with equal stems."""
    if output is not None:
        plan([str(read)], output, 1)
    truths = sorted(truth.glob("*.xml")) if truth.is_dir() else [truth]
    if not truths:
        raise InputError(f"{printable(str(truth))}: no truth in this folder; give one with ownership XML (ID.xml).")
    where = _manifest(truth)
    documents, lost = [], []
    for path in truths:
        found = _reading(read, path.stem)
        if found is None:
            lost.append(path.stem)
        form = from_xml(_bytes(path), path.name)
        judged = score(form, () if found is None else found, _legibility(form, path))
        look, level = (where.get(path.stem, _WHERE)[name] for name in ("look", "level"))
        documents.append(Scored(id=path.stem, look=look, level=level, score=judged))
    _print(documents, lost, list_errors)
    if output is not None:
        write_whole(Path(output), (json.dumps(report(documents), indent=1) + "\n").encode())
    return 0


def _manifest(truth: Path) -> dict[str, dict[str, str]]:
    """Look and level of each document by its id, from the manifest.csv in the folder of the truths or above it."""
    folder = truth if truth.is_dir() else truth.parent
    for path in (folder / "manifest.csv", folder.parent / "manifest.csv"):
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as lines:
                return {row["id"]: {**_WHERE, **row} for row in csv.DictReader(lines) if row.get("id")}
    return {}


def _reading(read: Path, stem: str) -> Sequence[Field] | Form4 | None:
    """What was read: the fields of a JSON result, or the filing of an XML one; None when there is no such file."""
    path = next(_candidates(read, stem), None)
    if path is None:
        return None
    if path.suffix.lower() == ".json":
        return from_json(_bytes(path), path.name).fields
    return from_xml(_bytes(path), path.name)


def _candidates(read: Path, stem: str) -> Iterator[Path]:
    if not read.is_dir():
        yield read
        return
    yield from (path for suffix in (".json", ".xml") if (path := read / f"{stem}{suffix}").is_file())


def _legibility(form: Form4, path: Path) -> Legibility:
    """What of the truth the paper shows, as the JSON beside it says."""
    beside = path.with_suffix(".json")
    if not beside.is_file():
        return Legibility()
    try:
        return legibility(form, json.loads(_bytes(beside)))
    except (ValueError, AttributeError, TypeError) as error:
        raise InputError(f"{printable(str(beside))}: does not say what of the truth can be seen ({error}).") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{printable(str(path))}: cannot be read ({error.strerror}); check the name.") from error


def _print(documents: Sequence[Scored], lost: Sequence[str], list_errors: bool) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 180
    console.print(tables(documents))
    if lost:
        console.print(f"without a result: {printable(' '.join(lost))}", markup=False)
    if list_errors:
        console.print(_error_table(documents))


def _error_table(documents: Sequence[Scored]) -> Table:
    table = Table(title="Not right (! nobody was told)")
    for name in ("id", "", "path", "truth", "read", "confidence"):
        table.add_column(name, overflow="fold")
    for document in documents:
        for one in errors(document):
            mark = ("!" if one.silent else "") + ("destroyed" if one.destroyed else "")
            confidence = "" if one.confidence is None else f"{one.confidence:.3f}"
            cells = (document.id, mark, one.path, one.truth or "", one.read or "", confidence)
            table.add_row(*(printable(cell).replace("[", r"\[") for cell in cells))
    return table
