"""Where the pages and pictures of a filing are found."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def desk_url(document: str, filing: int, path: str = "", *, last: bool = False) -> str:
    """Where a filing lies on the desk: at one of its fields, at what waits first in it, or at what waits last."""
    query = {"filing": filing, **({"path": path} if path else {}), **({"last": 1} if last else {})}
    return f"/review/{quote(document)}?{urlencode(query)}"


def page_url(document: str, number: int) -> str:
    """The picture of a page."""
    return f"/v1/documents/{quote(document)}/pages/{number}.png"


def cell_url(document: str, filing: int, path: str) -> str:
    """The picture of a field's cell."""
    return f"/v1/documents/{quote(document)}/cells/{quote(path)}.png?filing={filing}"


def export_url(document: str, filing: int, edition: str, written: str) -> str:
    """A filing to take away."""
    query = urlencode({"filing": filing, "format": written, "as": edition})
    return f"/v1/documents/{quote(document)}/export?{query}"
