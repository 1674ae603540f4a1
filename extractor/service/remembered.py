"""What was looked at last, decoded already: of one filing a reviewer asks many times within a minute."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.export.json import from_json
from extractor.options import Limits
from extractor.service.blobs import Blobs, MissingBlobError
from extractor.service.site import Site
from extractor.service.store.schema import Document
from models.extraction import Extraction

if TYPE_CHECKING:
    from extractor.pipeline import ReadDocument


@lru_cache(maxsize=16)
def extraction(text: str) -> Extraction:
    """The extraction of a filing's JSON. Records are frozen, so whoever gets it may share it."""
    return from_json(text)


def readings(site: Site, document: Document) -> ReadDocument:
    """What was read in a document, as it was kept. MissingBlobError when it was not, InputError when another version of
    the program wrote it."""
    if not document.run:
        raise MissingBlobError("it was imported without its readings.")
    return _readings(Blob(site, f"{document.run}/kept.json"))


def dump(site: Site, document: Document) -> str | None:
    """The text of a dump, None of anything else. MissingBlobError when the document's bytes were not kept."""
    return _dump(Blob(site, f"{document.id}/source"))


class Blob:
    """A blob that is not read yet: equal to another of the same address, whatever opened the store."""

    def __init__(self, site: Site, key: str) -> None:
        self._blobs: Blobs = site.blobs
        self._address = site.settings.blobs_url, key

    def read(self) -> bytes:
        """Its bytes. MissingBlobError when it is not there."""
        return self._blobs.get(self._address[1])

    def __hash__(self) -> int:
        return hash(self._address)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blob) and other._address == self._address


@lru_cache(maxsize=8)
def _readings(at: Blob) -> ReadDocument:
    from extractor import kept

    return kept.from_bytes(at.read())


@lru_cache(maxsize=8)
def _dump(at: Blob) -> str | None:
    from extractor.source import recognise

    data = at.read()
    return recognise("document", "document", data, Limits(file_bytes=len(data) + 1)).text
