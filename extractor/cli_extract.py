"""`form4 extract`: every document read, its filings written, what became of it said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from extractor.apart import Apart
from extractor.cli_inputs import documents
from extractor.cli_report import CLEAN, FOR_REVIEW, During, Outcome, conclude, failure, progress, say
from extractor.cli_tables import TableSet, table_place, table_set
from extractor.errors import OutputError, UsageError
from extractor.options import Options
from extractor.output import SUFFIXES, Destination, plan, refuse_input, write_whole
from extractor.printable import printable
from extractor.source import STDIN, open_source, read_stdin
from models.extraction import Extraction

Read = tuple[Sequence[Extraction], Sequence[tuple[int, bytes]]]
"""The filings of a document; number and picture (PNG) of its pages, where they were asked for."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for. `output` None is standard output; `overlay` draws the pages beside the files, `show`
    prints summaries too, `link` lets filings of one owner and issuer support each other."""

    inputs: Sequence[str]
    output: str | None
    formats: Sequence[str]
    join: bool
    link: bool
    overlay: bool
    show: bool
    debug: bool
    options: Options

    @property
    def each(self) -> tuple[str, ...]:
        """The formats with a file for each filing."""
        return tuple(name for name in self.formats if name in RENDERERS)

    @property
    def together(self) -> tuple[str, ...]:
        """The formats with all filings of the run in one set of tables."""
        return tuple(name for name in self.formats if name not in RENDERERS)


def run(request: Request) -> int:
    """Extracts every input of the request and gives the exit code."""
    names = documents(request.inputs)
    works = [names] if request.join else [[name] for name in names]
    if request.link:
        from extractor.cli_link import refuse_to_link

        refuse_to_link(len(works), request.overlay)
    destinations, place, file = _places(request, names, len(works))
    during = progress(len(works) * (1 + request.link))
    with Apart() as apart, ExitStack() as stack:
        if request.together or request.link:
            apart.start()  # what writes tables brings threads
        readings = _readings(works, request, apart, during, stack)
        with table_set(place, request.together, file=file) as tables:
            outcomes = [_one(*work, request, tables) for work in zip(works, readings, destinations, strict=True)]
            if all(outcome.failed for outcome in outcomes):
                tables.abandon()
    return conclude(outcomes)


def _readings(
    works: Sequence[Sequence[str]], request: Request, apart: Apart, during: During, stack: ExitStack
) -> list[Callable[[], Read]]:
    """For each document what reads it; documents that are linked have been read by then, and are concluded."""
    if not request.link:
        return [partial(_extract, names, request, apart, during) for names in works]
    from extractor.cli_link import linked

    spool = Path(stack.enter_context(TemporaryDirectory(prefix="form4-")))
    concluded = linked(works, request.options, apart, during, spool)
    return [partial(_without_pictures, one) for one in concluded]


def _without_pictures(concluded: Callable[[], Sequence[Extraction]]) -> Read:
    return concluded(), ()


def _places(request: Request, names: Sequence[str], count: int) -> tuple[list[Destination], Path, str]:
    """Where each of `count` documents goes; where tables go, and the name of their file when the user named one."""
    if request.together:
        if request.output is None:
            raise UsageError("tables need a folder to write to; give -o FOLDER.")
        place, file = table_place(request.output, request.formats, names)
        if file and request.overlay:
            raise UsageError("pictures of the pages need a folder to be written to; give -o FOLDER.")
        if file:
            return [Destination("")] * count, place, file
    tables = 2 if request.together else 0  # more than one file: they need a folder
    files = len(request.each) + request.overlay + tables
    destinations = plan(names, request.output, files, joined=request.join)
    for destination in destinations:
        for path in (destination.path(SUFFIXES[name], 1, 1) for name in request.each):
            if path is not None:
                refuse_input(path, names)
    return destinations, Path(request.output or ""), ""


def _one(
    names: Sequence[str],
    read: Callable[[], Read],
    destination: Destination,
    request: Request,
    tables: TableSet,
) -> Outcome:
    """Reads the pages `names` of one document and writes its filings. One bad document never costs another."""
    try:
        extractions, pictures = read()
        _write(extractions, pictures, destination, request, names)
        tables.add(extractions)
        outcome = _outcome(names[0], extractions)
    except Exception as error:
        outcome = failure(names[0], error, request.debug)
    if outcome.sentence:
        say(outcome.sentence)
    return outcome


def _extract(names: Sequence[str], request: Request, apart: Apart, during: During) -> Read:
    limits = request.options.limits
    piped = read_stdin(limits) if STDIN in names else None  # waiting for it is no part of the time limit
    shown = "standard input" if names[0] == STDIN else printable(names[0])
    apart.start()  # before the bar: it draws in a thread
    with during(shown):
        return apart.run(
            shown, limits.document_seconds, read_document, tuple(names), request.options, piped, request.overlay
        )


def read_document(
    names: Sequence[str], options: Options, piped: bytes | None = None, overlay: bool = False
) -> Read:
    """The filings of one document, whose pages are `names`, and with `overlay` the pages drawn; `piped` is what came
    by standard input. Raises what opening and extracting raise."""
    password = options.password.get_secret_value() if options.password else None
    sources = [open_source(name, options.limits, password, piped) for name in names]
    from extractor import pipeline  # brings numpy and the engines: help and refusals do not wait for them

    if not overlay:
        return pipeline.extract(sources, options), ()
    document = pipeline.read(sources, options)
    extractions = pipeline.conclude(document, options)
    return extractions, tuple(pipeline.overlays(document, extractions))


def _write(
    extractions: Sequence[Extraction],
    pictures: Sequence[tuple[int, bytes]],
    destination: Destination,
    request: Request,
    names: Sequence[str],
) -> None:
    """Everything is made before anything is written."""
    count = len(extractions)
    made = [
        (destination.path(SUFFIXES[name], number, count), RENDERERS[name](extraction))
        for number, extraction in enumerate(extractions, 1)
        for name in request.each
    ]
    made += [(destination.path(f"-p{number}.png", 1, 1), png) for number, png in pictures]
    shown = request.output is None
    if shown and request.each == ("xml",) and count > 1:
        raise UsageError(f"{printable(names[0])}: holds {count} filings, and XML is one a file; give -o FOLDER.")
    for path, _ in made:
        if path is not None:
            refuse_input(path, names)
    for path, data in made:
        if path is not None:
            write_whole(path, data)
    if request.show or (shown and request.each == ("text",)):
        _print(extractions)
    elif shown:
        to_standard_output(b"".join(data for _, data in made))


def _json(extraction: Extraction) -> bytes:
    from extractor.export.json import to_json

    return to_json(extraction)


def _xml(extraction: Extraction) -> bytes:
    from extractor.export.ownership import to_xml
    from models.field import State

    unreadable = frozenset(field.path for field in extraction.fields if field.state is State.UNREADABLE)
    return to_xml(extraction.form, unreadable)


def _text(extraction: Extraction) -> bytes:
    from extractor.summary import summary_text

    return summary_text(extraction).encode()


RENDERERS: dict[str, Callable[[Extraction], bytes]] = {"json": _json, "xml": _xml, "text": _text}
"""Format → the bytes of one extraction in it."""


def _print(extractions: Sequence[Extraction]) -> None:
    """Summaries on standard output: in colour and as wide as a terminal, plain elsewhere."""
    if not sys.stdout.isatty():
        to_standard_output(b"\n".join(_text(extraction) for extraction in extractions))
        return
    from rich.console import Console

    from extractor.summary import summary

    console = Console(highlight=False)
    for extraction in extractions:
        console.print(summary(extraction))
        console.print()


def to_standard_output(data: bytes) -> None:
    """Writes data, and nothing that could steer a terminal when one is reading; OutputError when nobody takes it."""
    if sys.stdout.isatty():
        lines = data.decode("utf-8", "replace").splitlines()
        data = "".join(printable(line.expandtabs()) + "\n" for line in lines).encode()
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise OutputError(f"standard output: cannot be written ({error.strerror}); give -o FILE.") from error


def _outcome(document: str, extractions: Sequence[Extraction]) -> Outcome:
    fields = sum(field.needs_review for extraction in extractions for field in extraction.fields)
    doubts = sum(
        issue.severity == "doubt" and issue.code != "page-left-out"  # said by itself
        for extraction in extractions
        for issue in extraction.issues
    )
    left_out = sorted({page.page for extraction in extractions for page in extraction.layouts if page.id is None})
    said = [
        f"{fields} field{'s' if fields > 1 else ''} for review" if fields else "",
        f"{doubts} issue{'s' if doubts > 1 else ''} for review" if doubts else "",
        f"page{'s' if len(left_out) > 1 else ''} {', '.join(map(str, left_out))} left out" if left_out else "",
    ]
    if not any(said):
        return Outcome(document, CLEAN)
    shown = "standard input" if document == "-" else printable(document)
    return Outcome(document, FOR_REVIEW, f"{shown}: extracted; {', '.join(part for part in said if part)}.")
