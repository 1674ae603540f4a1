"""Pictures of what was read: pages as they were stored, and cells cut from them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from extractor.errors import InputError
from extractor.service.remembered import Blob
from extractor.service.site import Site
from extractor.service.store.schema import Document
from models.geometry import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_AROUND = 0.3
"""What is shown around a cell, in heights of it."""

_SHADES = 16
"""Shades of gray in a small page: more are not seen, and cost thrice the bytes."""

_LEAST, _MOST = 10, 24  # pixels around a cell: no more, or the row above would be in the picture


def page_key(run: str, number: int) -> str:
    """The blob of a page."""
    return f"{run}/page-{number}.png"


def page(site: Site, document: Document, number: int, width: int | None = None) -> bytes:
    """The PNG of an upright page, `width` pixels wide (never wider than it is) or as it was read. MissingBlobError when
    there is none."""
    place = _page(site, document, number)
    return place.read() if width is None else _small(place, width)


def cell(site: Site, document: Document, number: int, box: Box) -> bytes:
    """The PNG of a box on a page, with a margin. MissingBlobError when there is no picture of the page, InputError when
    the box is not on it."""
    whole = _opened(_page(site, document, number))
    around = min(max((box.y1 - box.y0) * _AROUND, _LEAST), _MOST)
    left, top = max(int(box.x0 - around), 0), max(int(box.y0 - around), 0)
    right, bottom = min(int(box.x1 + around) + 1, whole.width), min(int(box.y1 + around) + 1, whole.height)
    if right <= left or bottom <= top:
        raise InputError("the field's box is not on the page.")
    out = BytesIO()
    whole.crop((left, top, right, bottom)).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=8)
def _opened(page: Blob) -> Image:
    """The pages used last, decoded: a reviewer looks at many cells of one page."""
    from PIL import Image

    opened = Image.open(BytesIO(page.read()))
    opened.load()
    return opened


@lru_cache(maxsize=512)
def _small(page: Blob, width: int) -> bytes:
    """The small pages that were asked for last, some thousand bytes each. Not by `_opened`: the thumbnails of a long
    document would drive out the page that is looked at."""
    from PIL import Image

    with Image.open(BytesIO(page.read())) as whole:
        wide = min(width, whole.width)
        high = max(1, round(whole.height * wide / whole.width))
        small = whole.convert("L").resize((wide, high), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = BytesIO()
    small.quantize(_SHADES).save(out, "PNG")
    return out.getvalue()


def _page(site: Site, document: Document, number: int) -> Blob:
    return Blob(site, page_key(document.run or document.id, number))
