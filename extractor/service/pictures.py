"""Pictures of what was read: pages as they were stored, and cells cut from them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from extractor.errors import InputError
from extractor.service.site import Site
from extractor.service.store.schema import Document
from models.geometry import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_AROUND = 0.3
"""What is shown around a cell, in heights of it."""

_LEAST, _MOST = 10, 24  # pixels around a cell: no more, or the row above would be in the picture


def page_key(run: str, number: int) -> str:
    """The blob of a page."""
    return f"{run}/page-{number}.png"


def page(site: Site, document: Document, number: int) -> bytes:
    """The PNG of an upright page. MissingBlobError when there is none."""
    return site.blobs.get(page_key(document.run or document.id, number))


def cell(site: Site, document: Document, number: int, box: Box) -> bytes:
    """The PNG of a box on a page, with a margin. MissingBlobError when there is no picture of the page, InputError when
    the box is not on it."""
    whole = _opened(site, document.run or document.id, number)
    around = min(max((box.y1 - box.y0) * _AROUND, _LEAST), _MOST)
    left, top = max(int(box.x0 - around), 0), max(int(box.y0 - around), 0)
    right, bottom = min(int(box.x1 + around) + 1, whole.width), min(int(box.y1 + around) + 1, whole.height)
    if right <= left or bottom <= top:
        raise InputError("the field's box is not on the page.")
    out = BytesIO()
    whole.crop((left, top, right, bottom)).save(out, "PNG")
    return out.getvalue()



def _opened(site: Site, run: str, number: int) -> Image:
    return _kept(_Blob(site, run, number))


class _Blob:
    """A page's address, equal to others of the same address whatever site it came through."""

    def __init__(self, site: Site, run: str, number: int) -> None:
        self.site, self.key = site, page_key(run, number)
        self._address = (site.settings.blobs_url, self.key)

    def __hash__(self) -> int:
        return hash(self._address)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Blob) and other._address == self._address


@lru_cache(maxsize=8)
def _kept(blob: _Blob) -> Image:
    """The pages used last, decoded: a reviewer looks at many cells of one page."""
    from PIL import Image

    opened = Image.open(BytesIO(blob.site.blobs.get(blob.key)))
    opened.load()
    return opened
