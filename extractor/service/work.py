"""What is done with one document, in a process apart: from its bytes to everything that is stored of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.errors import EncryptedError, InputError
from extractor.options import Options


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read: its filings as JSON, its readings as `extractor.kept` writes them, its pages as PNG
    with their numbers (none of a dump)."""

    filings: tuple[bytes, ...]
    kept: bytes
    pages: tuple[tuple[int, bytes], ...]
    media: str
    count: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A document in which there is nothing to read, and never will be; the sentence says why."""

    sentence: str


def read_document(data: bytes, name: str, options: Options) -> Read | Refused:
    """Reads the document; `name` is a label for sentences and results. What may go better another time (an engine that
    crashed, a time limit) is raised."""
    from extractor import kept, pipeline
    from extractor.export.json import to_json
    from extractor.printable import printable
    from extractor.source import recognise

    try:
        source = recognise(name, printable(name), data, options.limits)
        document = pipeline.read(source, options)
        filings = pipeline.conclude(document, options)
    except EncryptedError:
        return Refused(f"{printable(name)}: the PDF is encrypted; send it without a password.")
    except InputError as error:
        return Refused(in_service(str(error)))
    return Read(
        filings=tuple(to_json(filing) for filing in filings),
        kept=kept.to_bytes(document),
        pages=tuple(pipeline.pictures(document)),
        media=source.media,
        count=filings[0].source.pages,
    )


def in_service(sentence: str) -> str:
    """A sentence of the command line, with the service's settings for its options."""
    return re.sub(
        r"--(max-mb|max-pages|engine-seconds|document-seconds)",
        lambda found: "FORM4_" + found.group(1).replace("-", "_").upper(),
        sentence,
    )
