"""`form4 clean`: a dump written back with its noise repaired, and the list of what was changed."""

from __future__ import annotations

from pathlib import Path

from extractor import edits
from extractor.cli_extract import to_standard_output
from extractor.errors import InputError
from extractor.options import Options
from extractor.output import plan, refuse_input, write_whole
from extractor.printable import printable
from extractor.sniff import decode
from extractor.source import open_source


def run(name: str, output: str | None, listed: str | None, options: Options) -> int:
    """Writes the cleaned dump in its own encoding to `output` (None: standard output) and its edits to `listed`."""
    from extractor import pipeline

    (destination,) = plan([name], output, 1)
    if listed is not None:
        plan([name], listed, 1)
    target = destination.path(Path(name).suffix or ".txt", 1, 1)
    for path in (target, Path(listed) if listed else None):
        if path is not None:
            refuse_input(path, [name])
    source = open_source(name, options.limits)
    if source.kind != "dump":
        raise InputError(f"{printable(name)}: a {source.kind} has no text to clean; give a text dump.")
    exact, encoding = decode(source.data)
    done = edits.fitted(pipeline.clean(source, options), exact, encoding)
    cleaned = edits.apply(exact, done).encode(encoding, "surrogateescape")
    if listed is not None:
        write_whole(Path(listed), edits.to_json(done))
    if target is None:
        to_standard_output(cleaned)
    else:
        write_whole(target, cleaned)
    return 0
