"""Brings the tables to what this program needs (`form4 db upgrade`)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from extractor.service.store.connect import Store, StoreError, _sentences

_LOCK = 4_004_004  # an advisory lock of PostgreSQL: two machines upgrading at once take turns


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    return config


def head() -> str:
    """The revision this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def revision(store: Store) -> str:
    """The revision the database has, "" when it has no tables yet."""
    with _sentences(), store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(store: Store) -> tuple[str, str]:
    """Upgrades the tables, all or nothing; the revisions before and after. StoreError when the database cannot be
    reached."""
    config = _config()
    with _sentences(), store.engine.execution_options(form4_writing=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = MigrationContext.configure(connection).get_current_revision() or ""
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, head()


def refuse_outdated(store: Store) -> None:
    """StoreError unless the tables are what this program needs."""
    has, needs = revision(store), head()
    if has == needs:
        return
    if has and has not in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}:
        raise StoreError(f"the database is of a newer form4 (revision {has}); update this program.")
    raise StoreError("the database's tables are missing or old; run form4 db upgrade.")
