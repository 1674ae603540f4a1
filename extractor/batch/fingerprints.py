"""Each document's bytes by their hash: what tells duplicates, and what is done already.

EDGAR's bulk text holds many submissions in one file; each is a document of its own, `FILE#3` the third. Submissions of
other forms than 3, 4 and 5 are left out and counted.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from extractor.batch.inputs import Document
from extractor.batch.stores import filesystem
from extractor.errors import ExtractorError, InputError
from extractor.options import Limits
from extractor.printable import printable
from extractor.source import read_file

_AHEAD = 64  # documents of a store fetched before they are asked for: a round trip costs more than their bytes
_THREADS = 16
_BLOCK = 1 << 20
_HEAD = 4096

_OPENS = re.compile(rb"^(?:<(SEC-DOCUMENT|SUBMISSION|IMS-DOCUMENT|SEC-HEADER)>|-----(BEGIN PRIVACY))", re.MULTILINE)
_KIND = re.compile(rb"^(?:CONFORMED SUBMISSION TYPE:|<TYPE>)[ \t]*([^\s<]{1,20})", re.MULTILINE)
_OURS = re.compile(rb"[345](?:/A)?\Z")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A document and the SHA-256 of its bytes; None where it cannot be read, and `problem` says why. `other`: it is a
    submission of another form."""

    document: Document
    sha256: str | None
    problem: ExtractorError | None = None
    other: bool = False


def fingerprints(found: Iterable[Document], limits: Limits) -> Iterator[Fingerprint]:
    """The fingerprint of each document, in order; a bulk text gives one for each submission in it."""
    waiting: deque[Future[list[Fingerprint]] | list[Fingerprint]] = deque()
    pool = ThreadPoolExecutor(_THREADS, "form4-fetch")
    try:
        for document in found:
            remote = document.remote and document.problem is None
            waiting.append(pool.submit(taken, document, limits) if remote else taken(document, limits))
            while waiting and (len(waiting) > _AHEAD or isinstance(waiting[0], list)):
                yield from _here(waiting.popleft())
        while waiting:
            yield from _here(waiting.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _here(one: Future[list[Fingerprint]] | list[Fingerprint]) -> list[Fingerprint]:
    return one if isinstance(one, list) else one.result()


def taken(document: Document, limits: Limits) -> list[Fingerprint]:
    """The fingerprint of one document, or of the submissions in it."""
    if document.problem is not None:
        return [Fingerprint(document, None, document.problem)]
    try:
        parts = _parts(document)
        if parts:
            return [_part(document, number, span, limits) for number, span in enumerate(parts, 1)]
        return [Fingerprint(document, hashlib.sha256(bytes_of(document, limits)).hexdigest())]
    except ExtractorError as problem:
        return [Fingerprint(document, None, problem)]


def bytes_of(document: Document, limits: Limits) -> bytes:
    """The bytes of a document, one more than the limit at most; InputError when they cannot be read."""
    if document.span is None and not document.remote:
        return read_file(Path(document.address), limits)
    start, end = document.span or (0, limits.file_bytes + 1)
    try:
        with _opened(document) as file:
            file.seek(start)
            return file.read(min(end - start, limits.file_bytes + 1))
    except ExtractorError:
        raise
    except FileNotFoundError as error:
        raise InputError(f"{printable(document.name)}: there is no such file; check the name.") from error
    except Exception as error:  # every store has its own
        why = printable(str(error) or type(error).__name__)[:200]
        raise InputError(f"{printable(document.name)}: cannot be read ({why}); check the name and the disk.") from error


def _opened(document: Document) -> IO[bytes]:
    if not document.remote:
        return Path(document.address).open("rb")
    store, path = filesystem(document.address)
    return store.open(path, "rb")  # type: ignore[no-any-return]


def _parts(document: Document) -> list[tuple[int, int]]:
    """Where the submissions of a bulk text stand; none when it is no bulk text."""
    if Path(document.address).suffix.lower() not in {".txt", ".nc", ".sgml", ".text", ""}:
        return []
    if not document.remote and not Path(document.address).is_file():
        return []  # a pipe would be emptied; reading says what is wrong
    try:
        with _opened(document) as file:
            head = file.read(_HEAD)
            first = _OPENS.search(head)
            if first is None:
                return []
            file.seek(0)
            starts, length = _starts(file, first.group(1) or first.group(2))
    except ExtractorError:
        raise
    except Exception:  # it cannot be opened: reading it will say why
        return []
    return [*zip(starts, [*starts[1:], length], strict=True)] if len(starts) > 1 else []


def _starts(file: IO[bytes], mark: bytes) -> tuple[list[int], int]:
    """Where lines with that mark begin, and the length of the file; read in blocks that overlap by a mark."""
    starts: list[int] = []
    kept, offset = b"", 0
    while block := file.read(_BLOCK):
        data = kept + block
        for found in _OPENS.finditer(data):
            place = offset + found.start()
            line_start = found.start() > 0 or offset == 0  # else only the place where the block was cut
            if line_start and mark in found.groups() and (not starts or place > starts[-1]):
                starts.append(place)
        kept = data[-64:]
        offset += len(data) - len(kept)
    return starts, offset + len(kept)


def _part(document: Document, number: int, span: tuple[int, int], limits: Limits) -> Fingerprint:
    part = Document(f"{document.name}#{number}", document.address, span)
    try:
        data = bytes_of(part, limits)
    except ExtractorError as problem:
        return Fingerprint(part, None, problem)
    kind = _KIND.search(data[: 4 * _HEAD])
    if kind is not None and not _OURS.match(kind.group(1)):
        return Fingerprint(part, None, other=True)
    return Fingerprint(part, hashlib.sha256(data).hexdigest())
