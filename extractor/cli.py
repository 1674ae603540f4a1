"""form4: the command line. Data go to standard output or files, words to standard error."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError

from extractor import cli_batch, cli_report, cli_service
from extractor.cli_options import (
    AnyFormat,
    AnyFormats,
    Append,
    Debug,
    DocumentSeconds,
    Dpi,
    EngineSeconds,
    Input,
    Inputs,
    Lexicon,
    MaxError,
    MaxMb,
    MaxMegapixels,
    MaxPages,
    Output,
    Password,
    Safe,
    StoredInputs,
    Templates,
    limits_of,
    options_of,
)
from extractor.errors import ExtractorError, UsageError
from extractor.options import Limits, Options

# One thread an engine: several documents share the cores better than the threads of one.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
# Arrow's own allocator reserves a gigabyte, which the processes that read documents would start with.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

app = typer.Typer(
    name="form4",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reads SEC Form 4 filings from scans, faxes and noisy text dumps.",
    epilog="Exit codes: 0 clean, 3 something is for review, others are failures (docs/exit-codes.md).",
)
templates = typer.Typer(no_args_is_help=True, help="The layouts that pages are laid on.")
app.add_typer(templates, name="templates")
cli_service.register(app)
app.add_typer(cli_batch.app, name="batch")


_LIMITS = Limits()
_OPTIONS = Options()


@app.command()
def extract(
    *,
    inputs: Inputs,
    output: Output = None,
    format_: Annotated[
        list[AnyFormat] | None, typer.Option("--format", help="May be repeated; json when not given.")
    ] = None,
    join: Annotated[bool, typer.Option("--join", help="All inputs are pages of one document, in this order.")] = False,
    link: Annotated[
        bool, typer.Option("--link", help="Let filings of one owner and issuer support each other (not in a batch).")
    ] = False,
    overlay: Annotated[bool, typer.Option("--overlay", help="Draw the pages too: STEM-pN.png.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the readable summary too.")] = False,
    max_error: MaxError = "0.3%",  # type: ignore[assignment]  # typer parses the default like the user's text
    password: Password = None,
    dpi: Dpi = _OPTIONS.dpi,
    templates_: Templates = None,
    lexicon: Lexicon = None,
    max_mb: MaxMb = _LIMITS.file_bytes / 1e6,
    max_pages: MaxPages = _LIMITS.pages,
    max_megapixels: MaxMegapixels = _LIMITS.page_pixels / 1e6,
    engine_seconds: EngineSeconds = _LIMITS.engine_seconds,
    document_seconds: DocumentSeconds = _LIMITS.document_seconds,
    debug: Debug = False,
) -> int:
    """Read documents and write the filings in them."""
    from extractor.cli_extract import Request, run
    from extractor.output import formats_of

    formats = formats_of([str(chosen) for chosen in format_ or ()], Path(output) if output else None)
    limits = limits_of(max_mb, max_pages, max_megapixels, engine_seconds, document_seconds)
    options = options_of(
        max_error=max_error, password=password, dpi=dpi, templates=templates_, lexicon=lexicon, limits=limits
    )
    return run(Request(inputs, output, formats, join, link, overlay, show, debug, options))


@app.command()
def convert(
    *,
    inputs: StoredInputs,
    output: Output = None,
    format_: AnyFormats = None,
    safe: Safe = None,
    append: Append = False,
    debug: Debug = False,
) -> int:
    """Turn stored extractions into any format without reading a page again."""
    from extractor.cli_convert import Conversion, run

    return run(Conversion(inputs, output, [str(chosen) for chosen in format_ or ()], safe, append, debug))


@app.command()
def draw(
    *,
    input_: Input,
    output: Annotated[str, typer.Option("--output", "-o", help="PNG, or folder for one PNG a page.")],
    password: Password = None,
    dpi: Dpi = _OPTIONS.dpi,
    templates_: Templates = None,
    debug: Debug = False,
) -> int:
    """Draw what was found on each page: ruling lines, labels, cells with their reading and confidence."""
    from extractor.cli_draw import run

    options = options_of(password=password, dpi=dpi, templates=templates_)
    return cli_report.guarded(input_, debug, lambda: run(input_, output, options))


@app.command()
def clean(
    *,
    dump: Annotated[str, typer.Argument(metavar="DUMP", help="A text dump; - is standard input.")],
    output: Output = None,
    edits: Annotated[str | None, typer.Option("--edits", metavar="FILE", help="Write the edits here, as JSON.")] = None,
    max_error: MaxError = "0.3%",  # type: ignore[assignment]
    lexicon: Lexicon = None,
    debug: Debug = False,
) -> int:
    """Write a text dump back, cleaned; every edit can be listed, and undone to the byte."""
    from extractor.cli_clean import run

    options = options_of(max_error=max_error, lexicon=lexicon)
    return cli_report.guarded(dump, debug, lambda: run(dump, output, edits, options))


@app.command()
def synth(
    *,
    output: Annotated[str, typer.Option("--output", "-o", help="Folder for the documents.")],
    count: Annotated[int, typer.Option("--count", min=1, help="How many documents.")] = 1,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same documents.")] = 1,
    layout: Annotated[list[str] | None, typer.Option("--layout", help="May be repeated; all when not given.")] = None,
    damage: Annotated[list[str] | None, typer.Option("--damage", help="May be repeated; all when not given.")] = None,
    given: Annotated[
        list[Path] | None, typer.Option("--filing", metavar="XML", help="Print these filings, not invented ones.")
    ] = None,
    ruin: Annotated[
        float, typer.Option("--ruin", min=0, max=1, help="Share of scanned pages with a value nobody can read.")
    ] = 0.0,
    series: Annotated[
        int, typer.Option("--series", min=1, help="Each N documents follow one another: one owner and issuer.")
    ] = 1,
    debug: Debug = False,
) -> int:
    """Make documents with known truth: scans and dumps of invented filings, or of given ones."""
    from extractor.cli_synth import run

    return cli_report.guarded(
        output,
        debug,
        lambda: run(
            output, count=count, seed=seed, layouts=layout or (), damages=damage or (), given=given or (), ruin=ruin,
            series=series,
        ),
    )


@app.command()
def score(
    *,
    truth: Annotated[Path, typer.Argument(metavar="TRUTH", help="Ownership XML, or a folder of ID.xml.")],
    read: Annotated[Path, typer.Argument(metavar="READ", help="A result (JSON or XML), or a folder of ID.json.")],
    output: Annotated[str | None, typer.Option("--output", "-o", help="Write all numbers here, as JSON.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every field that is not right.")] = False,
    debug: Debug = False,
) -> int:
    """Judge what was read against the truth."""
    from extractor.cli_score import run

    return cli_report.guarded(str(read), debug, lambda: run(truth, read, output, errors))


Kept = Annotated[Path, typer.Option("--folder", help="Where documents and readings are kept between runs.")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="Documents at a time.")]
Keep = Annotated[bool, typer.Option("--keep", help="Use kept readings of cells though the program has changed.")]
Seed = Annotated[int, typer.Option("--seed", help="Other documents for another number.")]


@app.command()
def bench(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the page.")] = Path("docs"),
    folder: Kept = Path("out/bench"),
    seed: Annotated[list[int] | None, typer.Option("--seed", help="May be repeated; 1 and 3 when not given.")] = None,
    scans: Annotated[int, typer.Option("--scans", min=1, help="Scans of each look and level.")] = 2,
    dumps: Annotated[int, typer.Option("--dumps", min=1, help="Dumps of each look, kind and strength.")] = 2,
    quick: Annotated[bool, typer.Option("--quick", help="A small sample of them.")] = False,
    jobs: Jobs = 2,
    keep: Keep = False,
    debug: Debug = False,
) -> int:
    """Measure on made documents nothing was tuned on, and write the accuracy page."""
    from extractor import cli_bench

    return cli_report.guarded(
        str(output),
        debug,
        lambda: cli_bench.bench(
            output, folder, seeds=seed, scans=scans, dumps=dumps, jobs=jobs, quick=quick, keep=keep
        ),
    )


@app.command()
def fit(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the JSON.")] = Path("templates"),
    folder: Kept = Path("out/bench"),
    seed: Seed = 1,
    scans: Annotated[int, typer.Option("--scans", min=1, help="Scans of each look and level.")] = 6,
    dumps: Annotated[int, typer.Option("--dumps", min=1, help="Dumps of each look, kind and strength.")] = 8,
    dumps_seed: Annotated[
        int | None, typer.Option("--dumps-seed", help="Seed of the made-up dumps, where it is not that of the scans.")
    ] = None,
    on: Annotated[str | None, typer.Option("--date", help="The date to mark the result with.")] = None,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", metavar="FOLDER", help="What people decided, to learn from too.")
    ] = None,
    jobs: Jobs = 2,
    keep: Keep = False,
    debug: Debug = False,
) -> int:
    """Learn confusions, confidence and limits of review from made documents, and write them as JSON."""
    from extractor import cli_bench

    return cli_report.guarded(
        str(output),
        debug,
        lambda: cli_bench.fit(
            output,
            folder,
            seed=seed,
            dumps_seed=dumps_seed,
            scans=scans,
            dumps=dumps,
            jobs=jobs,
            on=on,
            keep=keep,
            corrections=corrections,
        ),
    )


@templates.command("list")
def list_templates(
    folder: Annotated[Path | None, typer.Option("--templates", metavar="FOLDER", help="Own layouts.")] = None,
) -> int:
    """List the layouts: id, form, revision, title."""
    from extractor.cli_templates import listed

    return listed(folder)


@templates.command("check")
def check_templates(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILES]", help="Layouts; ours when none.")] = None,
) -> int:
    """Check layout files; every mistake is told with its file and key."""
    from extractor.cli_templates import checked

    return checked(files or [])


def _version(wanted: bool) -> None:
    if wanted:
        from extractor.versions import version

        typer.echo(f"form4 {version()}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")]


@app.callback()
def _program(version: Version = False) -> None:
    """Reads SEC Form 4 filings from scans, faxes and noisy text dumps."""


def run(arguments: list[str] | None = None) -> int:
    """Runs the command line and gives the exit code. Whatever happens, standard error ends with a sentence."""
    try:
        result = app(arguments, standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        result = cli_report.INTERRUPTED
    except ExtractorError as error:
        cli_report.say(cli_report.one_line(str(error)))
        return error.exit_code
    except ValidationError as error:
        cli_report.say(f"{cli_report.one_line(error.errors()[0]['msg'])}; see form4 --help.")
        return UsageError.exit_code
    except Exception as error:
        return _mistaken(error, "--debug" in (sys.argv if arguments is None else arguments))
    if result == cli_report.INTERRUPTED:  # typer gives its number for Ctrl-C, and says nothing
        cli_report.say("interrupted; files that were written are whole, and a batch goes on where it stopped.")
    return result if isinstance(result, int) else cli_report.CLEAN


def _mistaken(error: Exception, debug: bool) -> int:
    """A mistake on the command line (the parser's exceptions know how to say it), else one of ours."""
    message = getattr(error, "format_message", None)
    if message is None:
        cli_report.say(cli_report.failure("form4", error, debug).sentence)
        return cli_report.OUR_ERROR
    cli_report.say(f"{cli_report.one_line(message()).rstrip('.')}; see form4 --help.")
    return UsageError.exit_code


def _terminate(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> NoReturn:
    """The `form4` program."""
    signal.signal(signal.SIGTERM, _terminate)
    code = run()
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: nothing more to say
    sys.exit(code)
