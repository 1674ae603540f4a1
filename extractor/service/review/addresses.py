"""Where the pages and pictures of a filing are found."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from extractor.service.review import thread
from extractor.service.store.reviews import Filter

THUMBNAIL = 120
"""Pixels that a small picture of a page is wide: twice what is shown, for screens of twice the pixels."""


def desk_url(document: str, filing: int, wanted: Filter, path: str = "", *, last: bool = False) -> str:
    """Where a filing lies on the desk: at one of its fields, at what waits first in it, or at what waits last; the
    filter goes along."""
    more: dict[str, str | int] = {"filing": filing}
    if path:
        more["path"] = path
    if last:
        more["last"] = 1
    return thread.address(f"/review/{quote(document)}", wanted, **more)


def page_url(document: str, number: int, *, small: bool = False) -> str:
    """The picture of a page."""
    return f"/v1/documents/{quote(document)}/pages/{number}.png{f'?width={THUMBNAIL}' if small else ''}"


def cell_url(document: str, filing: int, path: str) -> str:
    """The picture of a field's cell."""
    return f"/v1/documents/{quote(document)}/cells/{quote(path)}.png?filing={filing}"


def export_url(document: str, filing: int, edition: str, written: str) -> str:
    """A filing to take away."""
    query = urlencode({"filing": filing, "format": written, "as": edition})
    return f"/v1/documents/{quote(document)}/export?{query}"
