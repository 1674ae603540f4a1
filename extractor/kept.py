"""A read document kept for later: JSON without its pixels, so that it can be concluded again without the engines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from extractor.errors import InputError
from extractor.pipeline import ReadDocument, ReadFiling, source_info
from extractor.records import Source
from models.extraction import SourceInfo


@dataclass(frozen=True, slots=True)
class Kept:
    """What `extractor.pipeline.conclude` needs of a document."""

    source: SourceInfo
    filings: tuple[ReadFiling, ...]


@cache
def _form() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)


def to_bytes(document: ReadDocument) -> bytes:
    """The cells and readings of a document; its bytes, its pages and what was spotted on them are left out."""
    return _form().dump_json(Kept(source_info(document), document.filings))


def from_bytes(data: bytes) -> ReadDocument:
    """What `to_bytes` kept. Raises InputError when the bytes are none of ours."""
    try:
        kept = _form().validate_json(data)
    except ValidationError as error:
        raise InputError(f"kept readings: not what this program wrote ({error.error_count()} faults).") from None
    one = kept.source
    return ReadDocument((Source(one.name, one.sha256, one.kind, media="", data=b"", pages=one.pages),), kept.filings)
