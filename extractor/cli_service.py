"""`form4 serve`, `worker`, `keys`, `db`, `import` and `export`: the service from the command line."""

from __future__ import annotations

import importlib.util
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor import cli_report
from extractor.cli_options import AnyFormats, Debug, percent
from extractor.errors import EngineError, UsageError
from extractor.printable import printable

if TYPE_CHECKING:
    from extractor.service.settings import Settings
    from extractor.service.site import Site

keys = typer.Typer(no_args_is_help=True, help="Access keys of the service.")
db = typer.Typer(no_args_is_help=True, help="The service's database.")

_NEEDED = (
    "alembic", "fastapi", "fsspec", "jinja2", "prometheus_client", "pydantic_settings", "python_multipart",
    "sqlalchemy", "structlog", "uvicorn",
)


class KeyRole(StrEnum):
    """What a key may do."""

    SUBMIT = "submit"
    REVIEW = "review"
    ADMIN = "admin"


class As(StrEnum):
    """Which edition of a filing."""

    READ = "read"
    REPAIRED = "repaired"
    REVIEWED = "reviewed"


class OfState(StrEnum):
    """Documents that have something to export."""

    DONE = "done"
    REVIEW = "review"


Data = Annotated[Path | None, typer.Option("--data", metavar="FOLDER", help="Folder of the service's files.")]
Database = Annotated[str | None, typer.Option("--database", metavar="URL", help="PostgreSQL instead of a SQLite file.")]
BlobsUrl = Annotated[str | None, typer.Option("--blobs", metavar="URL", help="A bucket or folder for documents.")]
Workers = Annotated[int | None, typer.Option("--workers", min=0, max=64, help="Documents read at a time.")]
Audit = Annotated[
    float | None, typer.Option("--audit", parser=percent, metavar="P%", help="Sure fields shown blind, to measure.")
]
Error = Annotated[
    float | None,
    typer.Option("--max-error", parser=percent, metavar="P%", help="Wrong values tolerated where nobody reviews."),
]
Dask = Annotated[str | None, typer.Option("--dask", metavar="ADDRESS", help="Read on this Dask cluster.")]
Space = Annotated[str, typer.Option("--workspace", help="Whose documents.")]


def register(app: typer.Typer) -> None:
    """Adds the service's commands to the program."""
    app.command("serve")(serve)
    app.command("worker")(worker)
    app.command("import")(import_)
    app.command("export")(export)
    app.add_typer(keys, name="keys")
    app.add_typer(db, name="db")


def serve(
    *,
    data: Data = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on; 127.0.0.1 unless told.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 is any free one.")] = None,
    workers: Workers = None,
    database: Database = None,
    blobs: BlobsUrl = None,
    max_error: Error = None,
    audit: Audit = None,
    dask: Dask = None,
    debug: Debug = False,
) -> int:
    """Take documents over HTTP, read them, and let people review what is doubtful."""

    def announce(url: str, key: str | None) -> None:
        print(f"form4 serves {url}")
        if key is not None:
            print(f"access key (shown this once): {key}")
        sys.stdout.flush()

    def work() -> int:
        from extractor.service import logs, server

        settings = _settings(
            data=data, host=host, port=port, workers=workers, database=database, blobs=blobs, max_error=max_error,
            audit=audit, dask=dask,
        )
        logs.set_up("serve")
        server.serve(settings, announce)
        return cli_report.CLEAN

    return _guarded(work, debug)


def worker(
    *,
    data: Data = None,
    workers: Workers = None,
    database: Database = None,
    blobs: BlobsUrl = None,
    max_error: Error = None,
    audit: Audit = None,
    dask: Dask = None,
    debug: Debug = False,
) -> int:
    """Read what is in the service's queue, until told to stop."""

    def work() -> int:
        import os
        import threading

        from extractor.batch.executors import executor
        from extractor.service import logs
        from extractor.service.site import open_site
        from extractor.service.store.migrate import refuse_outdated
        from extractor.service.worker import Worker, watch_parent

        settings = _settings(
            data=data, workers=workers, database=database, blobs=blobs, max_error=max_error, audit=audit, dask=dask
        )
        logs.set_up("worker")
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        watch_parent(settings.parent, stop)
        if settings.parent:
            os.nice(5)  # whoever waits for a page comes first
        with closing(open_site(settings)) as site:
            refuse_outdated(site.store)
            with executor(max(settings.workers, 1), settings.dask or None) as pool:
                Worker(site, pool, stop).run()
                if hasattr(pool, "stop"):
                    pool.stop()
        return cli_report.CLEAN

    return _guarded(work, debug)


def import_(
    *,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of JSON that form4 wrote.")],
    sources: Annotated[
        list[Path] | None, typer.Option("--sources", metavar="FOLDER", help="The documents themselves; repeatable.")
    ] = None,
    workspace: Space = "default",
    data: Data = None,
    database: Database = None,
    blobs: BlobsUrl = None,
    debug: Debug = False,
) -> int:
    """Put extractions into the service's store, for review."""

    def work() -> int:
        from extractor.service.exchange import import_folder

        with _site(data=data, database=database, blobs=blobs) as site:
            done = import_folder(site, folder, sources or (), _named(workspace))
        files = "file" if done.others == 1 else "files"
        parts = (
            (done.stored, "stored as read"), (done.queued, "queued to be read with their pages"),
            (done.known, "there already"), (done.others, f"{files} without an extraction"),
        )
        print("; ".join(f"{count} {what}" for count, what in parts if count))
        return cli_report.CLEAN

    return _guarded(work, debug)


def export(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.")],
    format_: AnyFormats = None,
    as_: Annotated[As, typer.Option("--as", help="As read, as repaired, or as reviewed by people.")] = As.REVIEWED,
    state: Annotated[OfState | None, typer.Option("--state", help="Only documents of this state.")] = None,
    workspace: Space = "default",
    data: Data = None,
    database: Database = None,
    blobs: BlobsUrl = None,
    debug: Debug = False,
) -> int:
    """Write the filings of the service's store as files or tables."""

    def work() -> int:
        from extractor.output import plan
        from extractor.service.exchange import Wanted, export_folder
        from extractor.service.exports import Edition
        from extractor.service.store.schema import DocumentState

        formats = list(dict.fromkeys(str(one) for one in format_ or ("json",)))
        plan(["-"], f"{output}/", len(formats))  # the folder is made and found writable before the work
        wanted = Wanted(_named(workspace), Edition(as_.value), DocumentState(state.value) if state else None, formats)
        with _site(data=data, database=database, blobs=blobs) as site:
            count = export_folder(site, output, wanted)
        print(f"{count} filing{'' if count == 1 else 's'} written")
        return cli_report.CLEAN

    return _guarded(work, debug)


@keys.command("create")
def create_key(
    *,
    role: Annotated[KeyRole, typer.Option("--role", help="What it may do.")] = KeyRole.SUBMIT,
    workspace: Space = "default",
    label: Annotated[str, typer.Option("--label", help="Whose it is; signs what they decide.")] = "",
    data: Data = None,
    database: Database = None,
    debug: Debug = False,
) -> int:
    """Make an access key and print it, this once."""

    def work() -> int:
        from extractor.service.store import keys as stored
        from extractor.service.store.schema import Role

        with _site(data=data, database=database) as site, site.store.write() as session:
            shown = printable(" ".join(label.split()))[:100] or role.value
            key, secret = stored.create(session, _named(workspace), Role(role.value), shown)
            made = key.id
        print(secret)
        cli_report.say(f"the key's id is {made}; the key itself is not kept and cannot be shown again.")
        return cli_report.CLEAN

    return _guarded(work, debug)


@keys.command("list")
def list_keys(*, data: Data = None, database: Database = None, debug: Debug = False) -> int:
    """List the keys: id, workspace, role, label, when it was made, whether it was revoked."""

    def work() -> int:
        from datetime import UTC, datetime

        from extractor.service.store import keys as stored

        with _site(data=data, database=database) as site, site.store.read() as session:
            rows = stored.listed(session)
        for key, workspace in rows:
            made = datetime.fromtimestamp(key.created, UTC).strftime("%Y-%m-%d %H:%M")
            held = "revoked" if key.revoked is not None else "in force"
            print("\t".join((key.id, printable(workspace), key.role, printable(key.label), made, held)))
        return cli_report.CLEAN

    return _guarded(work, debug)


@keys.command("revoke")
def revoke_key(
    *,
    key: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as form4 keys list shows it.")],
    data: Data = None,
    database: Database = None,
    debug: Debug = False,
) -> int:
    """End a key, and the sessions opened with it."""

    def work() -> int:
        from extractor.service.store import keys as stored

        with _site(data=data, database=database) as site, site.store.write() as session:
            stored.revoke(session, key)
        return cli_report.CLEAN

    return _guarded(work, debug)


@db.command("upgrade")
def upgrade(*, data: Data = None, database: Database = None, debug: Debug = False) -> int:
    """Bring the database's tables to what this version needs."""

    def work() -> int:
        from extractor.service.site import open_site
        from extractor.service.store import migrate

        with closing(open_site(_settings(data=data, database=database))) as site:
            before, after = migrate.upgrade(site.store)
        print(f"already at {after}" if before == after else f"upgraded from {before or 'nothing'} to {after}")
        return cli_report.CLEAN

    return _guarded(work, debug)


def _settings(**given: object) -> Settings:
    """The settings of the environment, overruled by the options given. EngineError when the service's packages are not
    installed."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise EngineError(f"the service needs {missing[0]}, which is missing; pip install 'form4[serve]'.")
    from extractor.service.settings import load_settings

    return load_settings(given)


@contextmanager
def _site(**given: object) -> Iterator[Site]:
    """The site of these options, its tables as they must be."""
    settings = _settings(**given)
    from extractor.service.server import prepare

    with closing(prepare(settings)) as site:
        yield site


def _named(workspace: str) -> str:
    if not workspace.strip() or len(workspace) > 100 or printable(workspace) != workspace:
        raise UsageError("--workspace: give a name of 1 to 100 printable characters.")
    return workspace


def _guarded(work: Callable[[], int], debug: bool) -> int:
    """Does the work; what it raises becomes a sentence and an exit code."""
    try:
        return work()
    except Exception as error:
        outcome = cli_report.failure("form4", error, debug)
        cli_report.say(outcome.sentence.removeprefix("form4: "))
        return outcome.code
