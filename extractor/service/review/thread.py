"""The thread a reviewer follows: which doubts they go through, from the address of a page into the addresses of the
next ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from extractor.service.doubts import AUDIT
from extractor.service.review.doubts import Waiting
from extractor.service.review.wording import GROUPS, REASONS
from extractor.service.store.reviews import Filter

ASKED_BLIND = "asked blind"
ALL_REASONS = {**REASONS, AUDIT: ASKED_BLIND}

Word = Annotated[str, Query(max_length=200)]


def thread(reason: Word = "", layout: Word = "", group: Word = "") -> Filter:
    """A dependency of pages: the filter in their address."""
    return Filter(reason, layout, group)


Thread = Annotated[Filter, Depends(thread)]


def chosen(wanted: Filter) -> dict[str, str]:
    """The parts of a filter that leave something out, by their names in an address."""
    parts = {"reason": wanted.reason, "layout": wanted.layout, "group": wanted.group}
    return {name: value for name, value in parts.items() if value}


def address(page: str, wanted: Filter, /, **more: str | int) -> str:
    """The address of a page with the filter, and what else belongs to it."""
    query = urlencode({**more, **chosen(wanted)})
    return f"{page}?{query}" if query else page


def words(wanted: Filter) -> Sequence[str]:
    """The filter as a reviewer reads it."""
    parts = (
        ALL_REASONS.get(wanted.reason, wanted.reason), GROUPS.get(wanted.group, wanted.group), wanted.layout,
    )
    return tuple(part for part in parts if part)


def on(one: Waiting, layout: str, wanted: Filter) -> bool:
    """True when what waits, in a filing of that layout, lies on the thread."""
    return (
        wanted.reason in ("", one.reason) and wanted.group in ("", one.group) and wanted.layout in ("", layout)
    )
