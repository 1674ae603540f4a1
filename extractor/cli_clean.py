"""`form4 clean`: a dump written back with its noise repaired, and the list of what was changed."""

from __future__ import annotations

from pathlib import Path

from extractor import edits
from extractor.apart import Apart
from extractor.cli_extract import to_standard_output
from extractor.errors import InputError
from extractor.options import Options
from extractor.output import plan, refuse_input, write_whole
from extractor.printable import printable
from extractor.sniff import decode
from extractor.source import STDIN, open_source, read_stdin


def run(name: str, output: str | None, listed: str | None, options: Options) -> int:
    """Writes the cleaned dump in its own encoding to `output` (None: standard output) and its edits to `listed`."""
    (destination,) = plan([name], output, 1)
    if listed is not None:
        plan([name], listed, 1)
    target = destination.path(Path(name).suffix or ".txt", 1, 1)
    for path in (target, Path(listed) if listed else None):
        if path is not None:
            refuse_input(path, [name])
    piped = read_stdin(options.limits) if name == STDIN else None
    with Apart() as apart:
        cleaned, done = apart.run(
            printable(name), options.limits.document_seconds, clean_document, name, options, piped
        )
    if listed is not None:
        write_whole(Path(listed), edits.to_json(done))
    if target is None:
        to_standard_output(cleaned)
    else:
        write_whole(target, cleaned)
    return 0


def clean_document(name: str, options: Options, piped: bytes | None) -> tuple[bytes, tuple[edits.Edit, ...]]:
    """The dump cleaned, in its own encoding, and its edits; `piped` is what standard input gave."""
    from extractor import pipeline

    source = open_source(name, options.limits, piped=piped)
    if source.kind != "dump":
        raise InputError(f"{printable(name)}: a {source.kind} has no text to clean; give a text dump.")
    exact, encoding = decode(source.data)
    done = edits.fitted(pipeline.clean(source, options), exact, encoding)
    return edits.apply(exact, done).encode(encoding, "surrogateescape"), tuple(done)
