"""Box, the only box type: origin top-left, x to the right, y down.

The unit is the page pixel on a scan and the character cell on a text dump (x column, y line).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """Half-open rectangle [x0, x1) x [y0, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def center(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def area(self) -> float:
        return max(self.width, 0) * max(self.height, 0)

    def intersect(self, other: Box) -> Box:
        """The common part; empty (zero width or height) when there is none."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        return Box(x0, y0, max(x0, min(self.x1, other.x1)), max(y0, min(self.y1, other.y1)))

    def pad(self, dx: float, dy: float | None = None) -> Box:
        """Grown by dx on both sides and dy (dx when not given) above and below; negative shrinks."""
        dy = dx if dy is None else dy
        return Box(self.x0 - dx, self.y0 - dy, self.x1 + dx, self.y1 + dy)

    def contains(self, x: float, y: float) -> bool:
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box that holds them all; ValueError when there are none."""
        x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
        return Box(min(x0s), min(y0s), max(x1s), max(y1s))
