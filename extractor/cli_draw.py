"""`form4 draw`: one picture a page, with everything that was found on it."""

from __future__ import annotations

from pathlib import Path

from extractor.apart import Apart
from extractor.errors import InputError, OutputError
from extractor.options import Options
from extractor.output import plan, refuse_input, write_whole
from extractor.printable import printable
from extractor.source import STDIN, open_source, read_stdin


def run(name: str, output: str, options: Options) -> int:
    """Draws the pages of the document: to `output` when that is a file and there is one page, else STEM-pN.png."""
    if output.lower().endswith(".png") and not Path(output).is_dir():
        (destination,) = plan([name], output, 1)
    else:
        (destination,) = plan([name], output, 2)
    piped = read_stdin(options.limits) if name == STDIN else None
    with Apart() as apart:
        drawn = apart.run(printable(name), options.limits.document_seconds, draw_document, name, options, piped)
    if len(drawn) > 1 and destination.file is not None:
        raise OutputError(f"{printable(output)}: one file for several pages; give -o FOLDER.")
    for number, png in drawn:
        path = destination.file or Path(output) / f"{destination.stem}-p{number}.png"
        refuse_input(path, [name])
        write_whole(path, png)
    return 0


def draw_document(name: str, options: Options, piped: bytes | None) -> tuple[tuple[int, bytes], ...]:
    """Each page's number and picture (PNG); `piped` is what standard input gave."""
    from extractor import pipeline

    password = options.password.get_secret_value() if options.password else None
    source = open_source(name, options.limits, password, piped)
    if source.kind == "dump":
        raise InputError(f"{printable(name)}: a text dump has no page to draw on; give a scan or a PDF.")
    document = pipeline.read(source, options)
    extractions = pipeline.conclude(document, options) if document.filings else ()
    return tuple(pipeline.overlays(document, extractions))
