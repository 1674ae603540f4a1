"""The inputs of a run and what is known of their bytes, in a private database on disk: memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from extractor.batch.entries import Entry, from_line, to_line
from extractor.batch.fingerprints import Fingerprint

_TABLES = """
CREATE TABLE results (key TEXT PRIMARY KEY, entry TEXT NOT NULL, new INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE inputs (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT, sha256 TEXT, code INTEGER, cause TEXT
);
CREATE INDEX inputs_key ON inputs (key, number);
"""

_ROWS = """
SELECT i.number, i.name, i.sha256, i.code, i.cause, r.entry, r.new,
       (SELECT f.name FROM inputs AS f WHERE f.key = i.key ORDER BY f.number LIMIT 1)
FROM inputs AS i LEFT JOIN results AS r ON r.key = i.key ORDER BY i.number
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One input and what became of it. `original` is the first input of the same bytes, None for that one itself;
    `new` says that it was read in this run."""

    number: int
    name: str
    entry: Entry
    original: str | None = None
    new: bool = False

    @property
    def status(self) -> str:
        """clean, review, failed, or duplicate."""
        return "duplicate" if self.original is not None else self.entry.status

    @property
    def reason(self) -> str:
        return self.entry.cause if self.original is None else f"the same bytes as {self.original}"


class Ledger:
    """A context manager; what it holds is gone afterwards."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)  # a file without a name, gone however we end
        self._base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + _TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def know(self, entries: Iterable[Entry]) -> None:
        """Entries of earlier runs; a later one of the same key counts."""
        self._base.executemany(
            "INSERT OR REPLACE INTO results VALUES (?, ?, 0)", ((entry.key, to_line(entry)) for entry in entries)
        )

    def add(self, entry: Entry) -> None:
        """A document read in this run."""
        self._base.execute("INSERT OR REPLACE INTO results VALUES (?, ?, 1)", (entry.key, to_line(entry)))

    def settle(self, key: str) -> None:
        """An earlier result is taken for an input of this run."""
        self._base.execute("UPDATE results SET new = 2 WHERE key = ? AND new = 0", (key,))

    def known(self, key: str) -> tuple[Entry, bool] | None:
        """What is known of a key, and whether an input of this run had it before."""
        found = self._base.execute("SELECT entry, new FROM results WHERE key = ?", (key,)).fetchone()
        return (from_line(found[0]), bool(found[1])) if found else None

    def take(self, found: Fingerprint, key: str | None, code: int = 0, cause: str = "") -> bool:
        """Notes an input; False when it was noted before. `code` and `cause` where it could not even be opened;
        without key and code it is left out of the rows."""
        name = found.document.name.encode("utf-8", "backslashreplace").decode()
        done = self._base.execute(
            "INSERT OR IGNORE INTO inputs (name, key, sha256, code, cause) VALUES (?, ?, ?, ?, ?)",
            (name, key, found.sha256, code, cause),
        )
        return done.rowcount > 0

    def rows(self) -> Iterator[Row]:
        """The inputs in order. One whose reading was not finished is left out."""
        for number, name, sha256, code, cause, line, new, first in self._base.execute(_ROWS):
            if line is not None:
                original = first if first != name else None
                yield Row(number, name, from_line(line), original, new == 1 and original is None)
            elif code:
                yield Row(number, name, Entry(key="", sha256=sha256 or "", code=code, cause=cause), None, True)
