"""`form4 draw`: one picture a page, with everything that was found on it."""

from __future__ import annotations

from pathlib import Path

from extractor.errors import InputError, OutputError
from extractor.options import Options
from extractor.output import plan, refuse_input, write_whole
from extractor.printable import printable
from extractor.source import open_source


def run(name: str, output: str, options: Options) -> int:
    """Draws the pages of the document: to `output` when that is a file and there is one page, else STEM-pN.png."""
    from extractor import pipeline

    if output.lower().endswith(".png") and not Path(output).is_dir():
        (destination,) = plan([name], output, 1)
    else:
        (destination,) = plan([name], output, 2)
    password = options.password.get_secret_value() if options.password else None
    source = open_source(name, options.limits, password)
    if source.kind == "dump":
        raise InputError(f"{printable(name)}: a text dump has no page to draw on; give a scan or a PDF.")
    document = pipeline.read(source, options)
    extractions = pipeline.conclude(document, options) if document.filings else ()
    for index, (number, png) in enumerate(pipeline.overlays(document, extractions)):
        if index and destination.file is not None:
            raise OutputError(f"{printable(output)}: one file for several pages; give -o FOLDER.")
        path = destination.file or Path(output) / f"{destination.stem}-p{number}.png"
        refuse_input(path, [name])
        write_whole(path, png)
    return 0
