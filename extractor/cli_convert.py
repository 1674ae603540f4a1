"""`form4 convert`: stored extractions in any format, no page read again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from extractor.cli_extract import RENDERERS, to_standard_output
from extractor.cli_report import CLEAN, Outcome, conclude, failure, say
from extractor.cli_tables import table_place, table_set
from extractor.errors import InputError, UsageError
from extractor.options import Limits
from extractor.output import SUFFIXES, TOGETHER, cannot_write, refuse_input, stem_of, write_whole
from extractor.printable import printable
from models.extraction import Extraction

ONE_EACH = frozenset(RENDERERS)
"""Formats with a file for each filing."""

STORED = frozenset({".json", ".jsonl"})
"""In a folder, files with these suffixes may hold extractions."""

_MOST = Limits().file_bytes  # of one extraction


class _NothingToWriteError(Exception):
    """No filing could be read: older tables stay as they are."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What the user asked for; `output` None is standard output, `safe` None the formats' own defaults."""

    inputs: Sequence[str]
    output: str | None
    formats: Sequence[str]
    safe: bool | None
    append: bool
    debug: bool


@dataclass(slots=True)
class Report:
    """What became of the inputs: those that failed; files of folders that hold something else; what was there twice."""

    outcomes: list[Outcome] = field(default_factory=list)
    filings: int = 0
    others: int = 0
    duplicates: int = 0


def run(conversion: Conversion) -> int:
    """Converts every stored extraction and gives the exit code."""
    formats = _formats(conversion)
    output, report = conversion.output, Report()
    try:
        if output is None:
            _to_standard_output(conversion, formats[0], report)
        else:
            _to_files(conversion, formats, output, report)
    except _NothingToWriteError:
        if not report.outcomes:
            shown = printable(conversion.inputs[0])
            raise InputError(f"{shown}: no extraction in it; give the JSON that form4 extract wrote.") from None
    if report.others:
        hold = "s in folders hold" if report.others > 1 else " in folders holds"
        say(f"{report.others} JSON file{hold} no extraction: left out.")
    if report.duplicates:
        were = "s were" if report.duplicates > 1 else " was"
        say(f"{report.duplicates} filing{were} there already: each is written once.")
    return conclude(report.outcomes)


def _formats(conversion: Conversion) -> tuple[str, ...]:
    """The formats to write, each once; UsageError when they cannot go where the user wants them."""
    from extractor.export.formats import TABLE_FORMATS, checked

    chosen = tuple(dict.fromkeys(conversion.formats)) or _by_suffix(conversion.output)
    for name in chosen:
        if name in TABLE_FORMATS:
            checked(name)
    if conversion.append and any(TABLE_FORMATS.get(name) is None or not TABLE_FORMATS[name].resume for name in chosen):
        raise UsageError("--append goes on with tables of sec-tsv only; other formats are written anew.")
    if conversion.output is None and (len(chosen) > 1 or chosen[0] not in ONE_EACH | {"jsonl"}):
        raise UsageError("these formats need a folder to write to; give -o FOLDER.")
    return chosen


def _by_suffix(output: str | None) -> tuple[str, ...]:
    suffix = Path(output or "").suffix.lower()
    named = tuple(name for name, known in {**SUFFIXES, **TOGETHER}.items() if known == suffix)
    if not named:
        raise UsageError("say what to convert to: --format json, xml, text, jsonl, sec-tsv, parquet, csv or xlsx.")
    return named[:1]


def _to_standard_output(conversion: Conversion, format_: str, report: Report) -> None:
    """One filing after another; XML, of which there is one a document, only when there is one."""
    from extractor.export.jsonl import to_line

    held: bytes | None = None
    for _, extraction in _extractions(conversion, report):
        if format_ == "xml" and held is not None:
            raise UsageError("several filings, and XML is one a file; give -o FOLDER.")
        data = to_line(extraction) if format_ == "jsonl" else RENDERERS[format_](extraction)
        if format_ == "xml":
            held = data
        else:
            to_standard_output(data)
    if held is not None:
        to_standard_output(held)
    if report.filings == 0:
        raise _NothingToWriteError


def _to_files(conversion: Conversion, formats: Sequence[str], output: str, report: Report) -> None:
    each = [name for name in formats if name in ONE_EACH]
    place, file = _place(output, formats, conversion.inputs)
    together = [name for name in formats if name not in ONE_EACH]
    names = _Names()
    with table_set(
        place, together, file=file if together else "", safe=conversion.safe, append=conversion.append
    ) as tables:
        for path, extraction in _extractions(conversion, report, place):
            tables.add([extraction])
            stem = names.of(path, extraction) if each else ""
            for name in each:
                target = place / (file or f"{stem}{SUFFIXES[name]}")
                refuse_input(target, [path])
                write_whole(target, RENDERERS[name](extraction))
            if file and each and report.filings > 1:
                raise UsageError(f"several filings, and {printable(file)} holds one; give -o FOLDER.")
        if report.filings == 0:
            raise _NothingToWriteError
    report.duplicates = tables.duplicates


def _place(output: str, formats: Sequence[str], inputs: Sequence[str]) -> tuple[Path, str]:
    """The folder to write in, and the name of the file when the user named one: `-o all.xlsx`, `-o filing.xml`."""
    place = Path(output)
    if len(formats) == 1 and SUFFIXES.get(formats[0]) == place.suffix.lower() and not place.is_dir():
        refuse_input(place, inputs)
        return place.parent, place.name
    folder, file = table_place(output, formats, inputs)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise cannot_write(folder, error) from error
    return folder, file


@dataclass(slots=True)
class _Names:
    """Names of files, no two alike: the input's stem, its folder's name before it when that is taken, then a number."""

    taken: set[str] = field(default_factory=set)

    def of(self, path: str, extraction: Extraction) -> str:
        """The stem for a filing read from `path`; of a file with many filings, the name of the document."""
        many = Path(path).suffix.lower() == ".jsonl" or path == "-"
        stem = stem_of(extraction.source.name if many and extraction.source.name else path)
        wanted = stem
        if wanted.casefold() in self.taken and not many:
            wanted = f"{stem_of(str(Path(path).absolute().parent))}-{stem}"
        unique, number = wanted, 1
        while unique.casefold() in self.taken:
            number += 1
            unique = f"{wanted}-{number}"
        self.taken.add(unique.casefold())
        return unique


def _extractions(
    conversion: Conversion, report: Report, place: Path | None = None
) -> Iterator[tuple[str, Extraction]]:
    """Every stored extraction with the file it is in, one at a time. What cannot be read is said and costs no other."""
    for path, named in _files(conversion.inputs, place):
        for found in _stored(path, named):
            if found is None:
                report.others += 1
            elif isinstance(found, InputError):
                outcome = failure(path, found, conversion.debug)
                say(outcome.sentence)
                report.outcomes.append(outcome)
            else:
                report.filings += 1
                report.outcomes.append(Outcome(path, CLEAN))
                yield path, found


def _files(inputs: Sequence[str], place: Path | None) -> Iterator[tuple[str, bool]]:
    """The files to read, and whether the user named them himself. What is written next to them is not read."""
    written = {str((place / "filings.jsonl").resolve())} if place else set()
    for name in inputs:
        if name == "-" or not Path(name).is_dir():
            yield name, True
            continue
        for parent, folders, files in os.walk(name):
            folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
            for inside in sorted(files):
                path = Path(parent) / inside
                if path.suffix.lower() in STORED and not inside.startswith(".") and str(path.resolve()) not in written:
                    yield str(path), False


Found = Extraction | InputError | None
"""An extraction, why there is none, or None for an object of something else in a file that the user did not name."""


def _stored(path: str, named: bool) -> Iterator[Found]:
    """What a file holds: one object, or one a line (the content says which)."""
    shown = "standard input" if path == "-" else printable(path)
    try:
        if path == "-":
            yield from _parsed(sys.stdin.buffer, shown, named)
            return
        with Path(path).open("rb") as file:
            yield from _parsed(file, shown, named)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a name of a file"
        yield InputError(f"{shown}: cannot be read ({reason}); check the name.")
    except InputError as error:
        yield error


def _parsed(file: BinaryIO, shown: str, named: bool) -> Iterator[Found]:
    first = _bounded(file.readline(_MOST + 1), shown)
    while first and not first.strip():
        first = _bounded(file.readline(_MOST + 1), shown)
    if not first:
        raise InputError(f"{shown}: empty; give the JSON that form4 extract wrote.")
    if not first.rstrip().endswith(b"}"):  # an object of many lines, as `form4 extract` writes it
        yield _extraction(_bounded(first + file.read(_MOST + 1), shown), shown, named)
        return
    number, line = 1, first
    while line:
        if line.strip():
            several = number > 1
            yield _extraction(line, f"{shown}, line {number}" if several else shown, named)
        number, line = number + 1, _bounded(file.readline(_MOST + 1), shown)


def _bounded(data: bytes, shown: str) -> bytes:
    if len(data) > _MOST:
        raise InputError(f"{shown}: an extraction of more than {_MOST // 10**6} MB; it was not read.")
    return data


def _extraction(data: bytes, shown: str, named: bool) -> Found:
    from extractor.export.json import from_json

    if not named and b'"form4"' not in data[:200]:
        return None
    try:
        return from_json(data, shown)
    except InputError as error:
        return error
