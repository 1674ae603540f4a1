"""The journal of a batch: one line a document read, only ever appended to. What it says is done is done.

In a folder it is one file, locked while a batch writes it; at a URL, where nothing can be appended, it is a row of
small objects. A document whose line is lost (the machine died) is read again, with the same result.
"""

from __future__ import annotations

import fcntl
import io
import os
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from extractor.batch.entries import Entry, from_line, to_line
from extractor.batch.stores import Folder, Store
from extractor.errors import OutputError
from extractor.printable import printable

NAME = "journal.jsonl"
PARTS = "journal"

_EVERY = 10.0  # seconds after which what was gathered is put into a store
_MOST = 500  # entries of one object


class Journal(Protocol):
    """Appends entries; a context manager that keeps what was added."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, entry: Entry) -> None: ...


def entries(store: Store) -> Iterator[Entry]:
    """All entries so far, oldest first; a line that was cut off is none."""
    for lines in _texts(store):
        for line in lines:
            try:
                yield from_line(line)
            except ValueError:
                continue


def _texts(store: Store) -> Iterator[IO[str]]:
    if isinstance(store, Folder):
        path = store.path / NAME
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as file:
                yield file
        return
    for name in store.names(PARTS):
        yield io.StringIO(store.get(name).decode("utf-8", "replace"))


def journal(store: Store) -> Journal:
    """The journal of the store, to append to; OutputError when it cannot be written or another batch writes it."""
    return _File(store.path / NAME) if isinstance(store, Folder) else _Objects(store)


class _File:
    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("a+b")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            end = self._file.seek(0, os.SEEK_END)
            if end and self._last(end) != b"\n":
                self._file.write(b"\n")  # a line was cut off: the next one begins anew
        except BlockingIOError as error:
            raise OutputError(
                f"{printable(str(path.parent))}: another form4 batch is writing there; wait for it, or give another -o."
            ) from error
        except OSError as error:
            raise OutputError(f"{printable(str(path))}: cannot be written ({error.strerror}).") from error

    def _last(self, end: int) -> bytes:
        self._file.seek(end - 1)
        return self._file.read(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, entry: Entry) -> None:
        try:
            self._file.write(to_line(entry).encode("utf-8", "replace") + b"\n")
            self._file.flush()
        except OSError as error:
            raise OutputError(f"{printable(self._file.name)}: cannot be written ({error.strerror}).") from error


class _Objects:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._begun = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}"  # two batches never share a name
        self._number = 0
        self._lines: list[str] = []
        self._put = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()

    def add(self, entry: Entry) -> None:
        self._lines.append(to_line(entry))
        if len(self._lines) >= _MOST or time.monotonic() - self._put > _EVERY:
            self._flush()

    def _flush(self) -> None:
        if self._lines:
            name = f"{PARTS}/{self._begun}-{self._number:06d}.jsonl"
            self._store.put(name, "".join(line + "\n" for line in self._lines).encode("utf-8", "replace"))
            self._number += 1
            self._lines.clear()
        self._put = time.monotonic()


def busy(store: Store) -> bool:
    """True while another process writes the journal; only a folder can tell."""
    if not isinstance(store, Folder) or not (store.path / NAME).is_file():
        return False
    with (store.path / NAME).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
