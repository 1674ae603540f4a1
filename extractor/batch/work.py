"""The work on one document, wherever it is done: read it apart, write its results, tell what became of it."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path

import templates
from extractor import cli_report
from extractor.batch.entries import SETTLED, Entry, told
from extractor.batch.executors import guarded
from extractor.batch.fingerprints import bytes_of
from extractor.batch.inputs import Document
from extractor.batch.stores import opened
from extractor.cli_extract import RENDERERS
from extractor.errors import BrokenOffError, InputError
from extractor.options import Options
from extractor.output import SUFFIXES
from extractor.printable import printable
from extractor.source import recognise
from extractor.versions import version
from models.extraction import Extraction


@dataclass(frozen=True, slots=True)
class Item:
    """One document to read, with all a worker must know. `kept`: it was read before; only formats are missing."""

    document: Document
    sha256: str
    key: str
    out: str
    formats: tuple[str, ...]
    options: Options
    debug: bool = False
    kept: Entry | None = None


def edition(options: Options) -> str:
    """What besides the bytes a result depends on: options, own layouts and lexicon, version, and what the version was
    fitted to. Limits of time are no part of it: what a limit ended is read again anyway."""
    limits = {"engine_seconds", "document_seconds"}
    chosen = options.model_dump(
        mode="json", exclude={"password": True, "templates": True, "lexicon": True, "limits": limits}
    )
    files: list[str] = []
    for place in (Path(templates.__file__).parent, options.templates, options.lexicon):
        inside = sorted(place.rglob("*.[jy]*")) if place is not None and place.is_dir() else [place]
        files += [_digest(path) for path in inside if path is not None and path.is_file()]
        files.append("")
    return json.dumps([version(), chosen, files], sort_keys=True)


def key_of(sha256: str, edition: str) -> str:
    """The key of a result."""
    return hashlib.sha256(f"{sha256}\n{edition}".encode()).hexdigest()[:40]


def _digest(path: Path) -> str:
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def read_items(items: Sequence[Item]) -> list[Entry]:
    """What became of each document. Runs on a thread of an executor; never raises, except when that is stopped."""
    return [_read(item) for item in items]


def _read(item: Item) -> Entry:
    begun = time.monotonic()
    shown = printable(item.document.name)
    limit = item.options.limits.document_seconds
    try:
        try:
            entry = guarded(shown, limit, _done, item)
        except BrokenOffError:  # of the document, or of somebody who killed it: a second time tells
            entry = guarded(shown, limit, _done, item)
    except CancelledError:
        raise
    except Exception as error:
        outcome = cli_report.failure(item.document.name, error, item.debug)
        again = isinstance(error, BrokenOffError) or outcome.code not in SETTLED
        entry = Entry(item.key, item.sha256, outcome.code, cause_of(outcome), again=again)
    seconds = time.monotonic() - begun if item.kept is None else item.kept.seconds
    return replace(entry, seconds=round(seconds, 3))


def cause_of(outcome: cli_report.Outcome) -> str:
    """The sentence of a failure without the document's name."""
    return outcome.sentence.removeprefix(printable(outcome.document)).removeprefix(": ")


def _done(item: Item) -> Entry:
    """In the process apart: reads, renders, writes."""
    store = opened(item.out)
    if item.kept is not None:
        from extractor.export.json import from_json

        extractions: Sequence[Extraction] = [from_json(store.get(name), name) for name in item.kept.filing_files]
        entry = item.kept
    else:
        extractions = _extractions(item)
        entry = told(item.key, item.sha256, extractions)
    formats = tuple(dict.fromkeys(("json", *item.formats)))
    made = [
        (name_of(item.key, number, len(extractions), form), RENDERERS[form](extraction))
        for number, extraction in enumerate(extractions, 1)
        for form in formats
    ]
    for name, data in made:
        store.put(name, data)
    return replace(entry, formats=formats, outputs=tuple(name for name, _ in made))


def _extractions(item: Item) -> tuple[Extraction, ...]:
    limits, password = item.options.limits, item.options.password
    data = bytes_of(item.document, limits)
    if hashlib.sha256(data).hexdigest() != item.sha256:
        raise InputError(f"{printable(item.document.name)}: it changed while it was being read; run again.")
    name = item.document.name.rsplit("/", 1)[-1]
    secret = password.get_secret_value() if password else None
    source = recognise(name, printable(item.document.name), data, limits, secret)
    from extractor import pipeline  # brings numpy and the engines

    return pipeline.extract(source, item.options)


def name_of(key: str, number: int, count: int, form: str) -> str:
    """Where a result stands in the store: 256 folders, a name that only the key decides."""
    mark = f"-{number}" if count > 1 else ""
    return f"filings/{key[:2]}/{key}{mark}{SUFFIXES[form]}"
