"""Opens the database and gives transactions on it: short ones, since SQLite has one writer at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from extractor.errors import OutputError, UsageError
from extractor.printable import printable

BUSY_SECONDS = 20.0
"""How long a transaction waits for another one to finish."""

_WRITING = "form4_writing"


class StoreError(OutputError):
    """The database cannot be used just now; the sentence says why."""


class StoreFullError(StoreError):
    """The database's disk is full."""


class Store:
    """The database. `read()` and `write()` give a session for one transaction; both raise StoreError when the database
    cannot be reached, StoreFullError when its disk is full."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that changes nothing."""
        with _sentences(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is committed when the block ends well: what it wrote then survives a power cut."""
        writing = self.engine.execution_options(**{_WRITING: True})
        with _sentences(), Session(writing, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str) -> Store:
    """The store at a database URL (sqlite:///… or postgresql+psycopg://…); its tables may be missing still. UsageError
    for a URL we do not understand, StoreError when a SQLite file's folder cannot be made."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError("--database: this is no database URL; postgresql+psycopg://USER@HOST/NAME is one.") from error
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise UsageError(f"--database: {printable(backend)} is not supported; give a PostgreSQL or SQLite URL.")
    if backend == "sqlite":
        return Store(_sqlite(parsed.database or "", url))
    try:
        return Store(create_engine(parsed, pool_size=10, max_overflow=10, pool_timeout=BUSY_SECONDS, pool_pre_ping=True,
                                   connect_args={"connect_timeout": 5}))
    except (NoSuchModuleError, ImportError) as error:
        raise UsageError("--database: give PostgreSQL as postgresql+psycopg://USER@HOST/NAME.") from error


def now(session: Session) -> float:
    """The time by the database's clock, which all machines share."""
    if session.get_bind().dialect.name == "sqlite":
        return time.time()
    return float(session.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())


def _sqlite(file: str, url: str) -> Engine:
    if not file or file == ":memory:":
        raise UsageError("--database: give SQLite as a file, sqlite:////FOLDER/form4.sqlite.")
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"{printable(file)}: its folder cannot be made ({error.strerror}); give another.") from error
    engine = create_engine(url, pool_size=10, max_overflow=30, pool_timeout=BUSY_SECONDS,
                           connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us, below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """One that will write takes the lock at once: taking it half-way would fail instead of waiting."""
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _sentences() -> Iterator[None]:
    """What the driver raises for a reason outside of us, as a sentence."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreError("the database: too many transactions at once; try again in a moment.") from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.OperationalError) and "full" in str(error.orig):
            raise StoreFullError("the database: the disk is full; free some space.") from error
        if "DiskFull" in type(error.orig).__name__:
            raise StoreFullError("the database: its server's disk is full; free some space.") from error
        if type(error).__name__ in ("OperationalError", "InterfaceError"):
            why = str(error.orig).strip().splitlines()
            said = printable(why[0])[:200] if why else "no answer"
            raise StoreError(f"the database cannot be used ({said}); check that it runs and is set up.") from error
        raise
