"""Where to write beside a cell: on the least print, clear of what is written already, and not in another cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.records import RulingLine
from models.geometry import Box

_ON_INK, _ON_TAG, _ON_CELL, _OUTSIDE = 3.0, 8.0, 3.0, 0.2
"""The cost of covering print, another tag, another cell (each by its share of the tag), of standing beside the cell."""


class Tags:
    """The tags of one page, each placed once; the first ones have the choice.

    `pixels` uint8 (H, W), 0 = ink; `lines` may be covered; `cells` all boxes with a tag; `gap` pixels between a cell
    and its tag.
    """

    def __init__(
        self, pixels: NDArray[np.uint8], lines: Sequence[RulingLine], cells: Sequence[Box], gap: float
    ) -> None:
        ink = (pixels < 128).astype(np.int64)
        for line in lines:
            box = Box(line.x0, line.y0, line.x1, line.y1).pad(gap)
            ink[max(0, int(box.y0)) : max(0, int(box.y1)), max(0, int(box.x0)) : max(0, int(box.x1))] = 0
        self._height, self._width = ink.shape
        self._ink = np.pad(ink.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))  # sums of everything above and left
        self._cells = cells
        self._gap = gap
        self._placed: list[Box] = []

    def place(self, box: Box, width: float, height: float) -> tuple[float, float]:
        """The left upper corner of a tag of that size for the cell at `box`, on the page where that can be."""
        best = min(
            (self._cost(tag, outside, box), index, tag)
            for index, (tag, outside) in enumerate(self._candidates(box, width, height))
        )
        self._placed.append(best[2])
        return best[2].x0, best[2].y0

    def _candidates(self, box: Box, width: float, height: float) -> Iterator[tuple[Box, bool]]:
        """(tag, whether it stands beside the cell), the most natural places first."""
        left, right, top, bottom = (
            box.x0 + self._gap, box.x1 - width - self._gap, box.y0 + self._gap, box.y1 - height - self._gap,
        )
        middle = (box.y0 + box.y1 - height) / 2
        for x in (left, right, (left + right) / 2):
            for y in (bottom, top):
                yield self._on_page(x, y, width, height), False
        yield self._on_page(right, middle, width, height), False
        yield self._on_page(left, middle, width, height), False
        for x, y in (
            (box.x1 + self._gap, middle),
            (left, box.y1 + self._gap),
            (left, box.y0 - height - self._gap),
            (box.x0 - width - self._gap, middle),
            (right, box.y1 + self._gap),
        ):
            yield self._on_page(x, y, width, height), True

    def _on_page(self, x: float, y: float, width: float, height: float) -> Box:
        x, y = max(0.0, min(x, self._width - width)), max(0.0, min(y, self._height - height))
        return Box(x, y, x + width, y + height)

    def _cost(self, tag: Box, outside: bool, own: Box) -> float:
        on_tags = sum(tag.intersect(other).area for other in self._placed)
        on_cells = sum(tag.intersect(other).area for other in self._cells if other != own)
        covered = _ON_INK * self._inked(tag) + _ON_TAG * on_tags + _ON_CELL * on_cells
        return covered / max(1.0, tag.area) + outside * _OUTSIDE

    def _inked(self, tag: Box) -> int:
        y0, y1 = (min(self._height, max(0, round(y))) for y in (tag.y0, tag.y1))
        x0, x1 = (min(self._width, max(0, round(x))) for x in (tag.x0, tag.x1))
        return int(self._ink[y1, x1] - self._ink[y0, x1] - self._ink[y1, x0] + self._ink[y0, x0])
