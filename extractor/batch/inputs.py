"""What the user named, as documents, one after the other: nothing is listed as a whole, nothing is opened here.

A name may be a file, a folder (walked, one level in memory at a time), a glob, a URL that fsspec knows (`s3://`,
`file://`, `memory://`), or `@list.txt`, a file of names.
"""

from __future__ import annotations

import fnmatch
import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from extractor.batch.stores import filesystem, is_url
from extractor.cli_inputs import DOCUMENTS
from extractor.errors import ExtractorError, InputError
from extractor.printable import printable

STATE = "form4-batch.json"
"""Where a batch says how far it is. A folder with this file is the output of one: nothing below it is a document."""

_LONGEST = 4096  # characters of a name in a list: what is longer is no list


@dataclass(frozen=True, slots=True)
class Document:
    """One document by its name: a path or a URL; of a bulk text the part `span` (bytes [start, end)). `problem`: the
    name leads nowhere, and why."""

    name: str
    address: str
    span: tuple[int, int] | None = None
    problem: ExtractorError | None = None

    @property
    def remote(self) -> bool:
        return is_url(self.address)


def documents(named: Sequence[str]) -> Iterator[Document]:
    """The documents named, folders and globs by name. What leads nowhere comes as a document with its problem."""
    for name in named:
        yield from _listed(name) if name.startswith("@") else _named(name)


def _named(name: str) -> Iterator[Document]:
    try:
        yield from _found(name)
    except ExtractorError as problem:
        yield Document(name, name, problem=problem)


def count(named: Sequence[str]) -> int:
    """How many documents `documents` gives, by walking once more; lists from standard input count as none."""
    return sum(1 for _ in documents([name for name in named if name != "@-"]))


def _listed(name: str) -> Iterator[Document]:
    """The names in the file `@name`, one a line (`@-`: standard input); blank lines and those after `#` say nothing."""
    path = name[1:]
    try:
        with nullcontext(sys.stdin) if path == "-" else Path(path).open(errors="surrogateescape") as lines:
            for line in lines:
                listed = line.strip()
                if len(listed) > _LONGEST or "\0" in listed:
                    raise InputError(f"{printable(path)}: this is no list of names; give one name a line.")
                if listed and not listed.startswith("#"):
                    yield from _named(listed)
    except OSError as error:
        why = f"{printable(path)}: this list cannot be read ({error.strerror}); check it."
        yield Document(name, name, problem=InputError(why))
    except InputError as problem:
        yield Document(name, name, problem=problem)


def _found(name: str) -> Iterator[Document]:
    if is_url(name):
        yield from _at_url(name)
    elif Path(name).is_dir():
        yield from _walked(name)
    elif glob.has_magic(name) and not Path(name).exists():
        yield from _matching(name)
    else:
        yield Document(name, name)


def _walked(folder: str) -> Iterator[Document]:
    """Documents below the folder; hidden ones, linked folders (no loops) and outputs of batches are left out."""
    problems: list[Document] = []

    def unreadable(error: OSError) -> None:
        shown = printable(str(error.filename))
        problem = InputError(f"{shown}: this folder cannot be read ({error.strerror}); check it.")
        problems.append(Document(str(error.filename), str(error.filename), problem=problem))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        if STATE in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent) / name
            if _is_document(name) and path.is_file():
                yield Document(str(path), str(path))
        yield from problems
        problems.clear()
    yield from problems


def _is_document(name: str) -> bool:
    return not name.startswith(".") and PurePosixPath(name).suffix.lower() in DOCUMENTS


def _matching(pattern: str) -> Iterator[Document]:
    """Files that match a glob (`**` is any number of folders), by name."""
    path = Path(pattern)
    start = Path(path.anchor) if path.anchor else Path()
    parts = path.parts[1:] if path.anchor else path.parts
    any_found = False
    for found in _descended(start, parts):
        any_found = True
        yield Document(str(found), str(found))
    if not any_found:
        raise InputError(f"{printable(pattern)}: no file matches this; check the pattern.")


def _descended(place: Path, parts: Sequence[str]) -> Iterator[Path]:
    if not parts:
        if place.is_file():
            yield place
        return
    first, rest = parts[0], parts[1:]
    if first == "**":
        yield from _descended(place, rest)
    elif not glob.has_magic(first):
        if (place / first).exists():
            yield from _descended(place / first, rest)
        return
    for entry in _entries(place):
        if entry.name.startswith(".") and not first.startswith("."):
            continue
        if first == "**":
            if entry.is_dir(follow_symlinks=False):
                yield from _descended(place / entry.name, parts)
        elif fnmatch.fnmatchcase(entry.name, first):
            yield from _descended(place / entry.name, rest)


def _entries(place: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []  # no folder, or none of ours: nothing in it matches


def _at_url(url: str) -> Iterator[Document]:
    """The documents at a URL: an object, those below a folder, or those a glob matches."""
    store, path = filesystem(url)
    try:
        names: Iterable[str]
        if glob.has_magic(path):
            names = sorted(store.glob(path))
        elif store.isdir(path):
            names = _walked_at(store, path)
        else:
            names = [path]
        any_found = False
        for name in names:
            any_found = True
            address = str(store.unstrip_protocol(name))
            yield Document(address, address)
    except ExtractorError:
        raise
    except Exception as error:  # every store has its own
        raise InputError(f"{printable(url)}: cannot be listed ({_reason(error)}); check the URL.") from error
    if not any_found:
        raise InputError(f"{printable(url)}: no PDF, picture or text there; check the URL.")


def _walked_at(store: Any, path: str) -> Iterator[str]:
    for parent, folders, files in store.walk(path):
        if STATE in files:
            folders.clear()
            continue
        folders.sort()
        for name in sorted(files):
            if _is_document(name):
                yield f"{parent.rstrip('/')}/{name}"


def _reason(error: Exception) -> str:
    return printable(str(error) or type(error).__name__)[:200]
