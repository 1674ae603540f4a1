"""`form4 batch`: many documents, resumable, on one machine or many. `form4 batch IN…` is `form4 batch run IN…`."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from extractor import cli_report
from extractor.cli_options import (
    Debug,
    DocumentSeconds,
    Dpi,
    EngineSeconds,
    Lexicon,
    MaxError,
    MaxMb,
    MaxMegapixels,
    MaxPages,
    Password,
    Templates,
    limits_of,
    options_of,
)
from extractor.errors import EngineError, UsageError
from extractor.options import Limits, Options
from extractor.output import SUFFIXES

if TYPE_CHECKING:
    from extractor.batch.run import Request, Tally
    from extractor.batch.stores import Store
    from extractor.batch.totals import Totals


class Group(TyperGroup):
    """Without the name of a command, `run` is meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


class BatchFormat(StrEnum):
    """What the filings of a batch are written as: each by itself, or all in tables."""

    JSON = "json"
    XML = "xml"
    TEXT = "text"
    SEC_TSV = "sec-tsv"
    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


app = typer.Typer(
    cls=Group,
    help="Reads many documents; resumable, on one machine or many. `run` may be left out: form4 batch INPUT... -o OUT.",
)

_MANY = 1000  # inputs from which writing tables is worth a word

_LIMITS = Limits()
_OPTIONS = Options()
_Folder = Annotated[str, typer.Option("--output", "-o", help="Folder or URL for results, manifest and report.")]


@app.command()
def run(
    *,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT...]", help="Files, folders, globs, URLs, @list.txt; EDGAR's bulk text too."),
    ] = None,
    output: _Folder,
    list_: Annotated[
        list[Path] | None,
        typer.Option("--list", metavar="FILE", help="Names to read, one a line; - is standard input."),
    ] = None,
    format_: Annotated[
        list[BatchFormat] | None, typer.Option("--format", help="May be repeated; json is always written.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Documents at a time; all cores when not told.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option("--dask", metavar="ADDRESS", help="Read on a Dask cluster: tcp://host:8786.")
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Read documents again that failed before.")] = False,
    max_error: MaxError = "0.3%",  # type: ignore[assignment]
    password: Password = None,
    dpi: Dpi = _OPTIONS.dpi,
    templates: Templates = None,
    lexicon: Lexicon = None,
    max_mb: MaxMb = _LIMITS.file_bytes / 1e6,
    max_pages: MaxPages = _LIMITS.pages,
    max_megapixels: MaxMegapixels = _LIMITS.page_pixels / 1e6,
    engine_seconds: EngineSeconds = _LIMITS.engine_seconds,
    document_seconds: DocumentSeconds = _LIMITS.document_seconds,
    debug: Debug = False,
) -> int:
    """Read every document once and write filings, tables, a manifest and a report. Run again, it goes on."""
    names = [*(inputs or []), *(f"@{path}" for path in list_ or [])]
    if not names:
        raise UsageError("nothing to read; give files, folders, URLs or --list.")
    if "-" in names:
        raise UsageError("a batch reads no document from standard input; for a list of names give --list -.")
    limits = limits_of(max_mb, max_pages, max_megapixels, engine_seconds, document_seconds)
    options = options_of(
        max_error=max_error, password=password, dpi=dpi, templates=templates, lexicon=lexicon, limits=limits
    )
    return cli_report.guarded(
        output, debug, lambda: _run(names, output, format_ or [], jobs, dask, retry, options, debug)
    )


@app.command()
def status(
    *, output: Annotated[str, typer.Argument(metavar="OUT", help="The -o of the batch.")], debug: Debug = False
) -> int:
    """Say how a batch stands: running, stopped or finished, and what became of its documents."""

    def tell() -> int:
        from extractor.batch.status import status
        from extractor.batch.stores import opened

        for sentence in status(opened(output)):
            typer.echo(sentence)
        return cli_report.CLEAN

    return cli_report.guarded(output, debug, tell)


def _run(
    names: Sequence[str], output: str, formats: Sequence[BatchFormat], jobs: int | None, dask: str | None, retry: bool,
    options: Options, debug: bool,
) -> int:  # fmt: skip
    for package in ("pyarrow", "matplotlib"):
        if importlib.util.find_spec(package) is None:
            raise EngineError(f"form4 batch needs {package}; install it with pip install 'form4[batch]'.")
    from extractor.batch.run import Request, Tally
    from extractor.batch.stores import is_url, made
    from extractor.export.formats import TABLE_FORMATS, checked

    chosen = tuple(dict.fromkeys(str(form) for form in formats))
    for form in chosen:
        if form in TABLE_FORMATS:
            checked(form)
    if dask is not None:  # its workers stand elsewhere
        names = [name if is_url(name) or name.startswith("@") else str(Path(name).absolute()) for name in names]
    root = output if is_url(output) else str(Path(output).absolute())
    single = tuple(form for form in chosen if form in SUFFIXES)
    request = Request(names, single, options, jobs or os.cpu_count() or 1, dask, retry, debug)
    return _read(request, made(root), tuple(form for form in chosen if form in TABLE_FORMATS), Tally())


def _read(request: Request, store: Store, tables: Sequence[str], tally: Tally) -> int:
    from extractor.batch.finish import finish
    from extractor.batch.ledger import Ledger
    from extractor.batch.progress import progress
    from extractor.batch.run import read_all, state
    from extractor.batch.stores import Folder

    where = f"{request.jobs} processes of one machine" if request.dask is None else "a Dask cluster"
    with Ledger() as ledger:
        try:
            with progress(request.inputs) as show:
                read_all(request, store, ledger, tally, show)
            if tally.inputs > _MANY:
                cli_report.say(f"all {tally.inputs:,} inputs are done; writing tables, manifest and report")
            totals, _ = finish(store, ledger, tally, request.options, tables, where)
            state(store, tally, "finished")
            if isinstance(store, Folder):
                store.synced()
        except KeyboardInterrupt:
            state(store, tally, "interrupted")
            raise
    return _said(totals, tally, store)


def _said(totals: Totals, tally: Tally, store: Store) -> int:
    """The last line, and the exit code."""
    from extractor.batch.progress import counts
    from extractor.printable import printable

    code = cli_report.worst(totals.worst_codes)
    cli_report.say(f"{counts(tally)}; see {printable(store.root)}/report.html and manifest.parquet.")
    if totals.causes:
        (of, cause), worst = next(item for item in totals.causes.items() if item[0][0] == code)
        cli_report.say(
            f"{totals.statuses['failed']:,} of {totals.inputs:,} inputs could not be read, among them "
            f"{printable(worst.examples[0])}: {cause} (exit code {of})."
        )
    return code
