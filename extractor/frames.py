"""Drawn check boxes: small upright rectangles of four strokes, with whatever was put into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np

from extractor.upright import Pixels
from models.geometry import Box

_LEAST, _MOST = 0.065, 0.26  # side of a check box, inches
_STROKE = 0.035  # inches: the thickest side
_SIDE = 0.8  # share of a side that must be inked; one of the four may be half lost


def drawn_boxes(ink: Pixels, dpi: float) -> tuple[Box, ...]:
    """The drawn boxes in a piece of a page (`ink` 255 where inked, its rules kept), outer edges in pixels of the piece,
    surest first. A broken outline, a side blotted by a cross and a letter that touches it do no harm; what does not
    close on at least three sides and a half is no box."""
    if not ink.size:
        return ()
    found = [(score, box) for score, box in _by_uprights(ink, dpi)]
    for score, turned in _by_uprights(np.ascontiguousarray(ink.T), dpi):
        found.append((score, Box(turned.y0, turned.x0, turned.y1, turned.x1)))
    kept: list[Box] = []
    for _, box in sorted(found, key=lambda item: -item[0]):
        if all(_overlap(box, other) < 0.3 for other in kept):
            kept.append(box)
    return tuple(kept)


def brackets(ink: Pixels, dpi: float) -> tuple[Box, ...]:
    """The pairs of square brackets in a piece of a page that stand as far apart as a check box is wide, outer edges in
    pixels of the piece."""
    if not ink.size:
        return ()
    inked = ink > 0
    found = []
    for left, right in _facing(_strokes(ink, dpi), _LEAST * dpi, _MOST * dpi):
        top, bottom = max(left[2], right[2]), min(left[3], right[3])
        tall = max(left[3], right[3]) - min(left[2], right[2])
        if bottom - top < 0.8 * tall or not _LEAST * dpi <= tall <= _MOST * dpi:
            continue
        foot, end = max(2, round(0.012 * dpi)), max(2, round(0.2 * tall))
        inside = [inked[:, left[1] : left[1] + foot], inked[:, max(0, right[0] - foot) : right[0]]]
        outside = [inked[:, max(0, left[0] - foot) : left[0]], inked[:, right[1] : right[1] + foot]]
        ends = (slice(top, top + end), slice(bottom - end, bottom))
        feet = [float(side[rows].mean()) for side in inside for rows in ends]
        clear = [float(side[top + end : bottom - end].mean()) for side in inside] + [
            float(side[top:bottom].mean()) for side in outside if side.size
        ]
        if sorted(feet)[1] >= 0.25 and max(clear) < 0.2:
            found.append(Box(left[0], top, right[1], bottom))
    return tuple(found)


def side_thickness(ink: Pixels, box: Box, dpi: float) -> int:
    """Pixels from the outer edge of a drawn box inwards to where its sides end: the median of those that are solid."""
    x0, y0, x1, y1 = (round(v) for v in box)
    part = ink[max(0, y0) : y1, max(0, x0) : x1] > 0
    reach = max(2, round(_STROKE * dpi))
    widths = []
    for side in (part[:reach], part[::-1][:reach], part.T[:reach], part.T[::-1][:reach]):
        solid = side.mean(axis=1) >= 0.6
        if solid.any():
            begins = int(np.argmax(solid))
            ends = np.flatnonzero(~solid[begins:])
            widths.append(begins + int(ends[0]) if ends.size else reach)
    return int(np.median(widths)) if widths else 1


def _by_uprights(ink: Pixels, dpi: float) -> list[tuple[float, Box]]:
    """Boxes between two upright strokes of like extent, with the scores of their sides."""
    least, most = _LEAST * dpi, _MOST * dpi
    strokes = _strokes(ink, dpi)
    inked = cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0
    found = []
    for left, right in _facing(strokes, least, most):
        x0, x1 = left[0], right[1]
        top, bottom = max(left[2], right[2]), min(left[3], right[3])
        if min(left[3] - left[2], right[3] - right[2]) > 1.4 * (bottom - top) + 3:
            continue  # both are rules that go on
        for above, below in pairwise((top, *_shared(inked, x0, x1, top, bottom, least), bottom)):
            found += _box_between(inked, x0, x1, above, below, dpi)
    return found


def _shared(inked: np.ndarray, x0: int, x1: int, top: int, bottom: int, least: float) -> list[int]:
    """The row of the side that two boxes share which stand one on the other between two strokes; none where one box
    stands there."""
    if bottom - top < 1.5 * (x1 - x0):
        return []
    rows = np.flatnonzero(inked[top:bottom, x0:x1].mean(axis=1) >= _SIDE) + top
    inner = [int(row) for row in rows if min(row - top, bottom - row) >= least]
    return inner[len(inner) // 2 :][:1]


def _box_between(inked: np.ndarray, x0: int, x1: int, top: int, bottom: int, dpi: float) -> list[tuple[float, Box]]:
    """The box that strokes at x0 and x1 make from row to row, with the score of its sides; none when they do not close
    one."""
    least, width, height = _LEAST * dpi, x1 - x0, bottom - top
    if not least * 0.8 <= height <= _MOST * dpi or not 0.5 <= width / max(1, height) <= 2.0:
        return []
    reach = max(2, round(0.02 * dpi))
    y0, above = _level(inked, x0, x1, top, reach)
    y1, below = _level(inked, x0, x1, bottom - 1, reach)
    if min(above, below) < 0.45 or max(above, below) < _SIDE or above + below < 1.35:
        return []
    sides = (inked[y0, x0:x1], inked[y1, x0:x1], inked[y0 : y1 + 1, x0 + 1], inked[y0 : y1 + 1, x1 - 2])
    if y1 + 1 - y0 < least or not _closed(sides) or _goes_on(inked, x0, y0, x1, y1):
        return []
    box = Box(x0, y0, x1, y1 + 1)
    total = float(sum(side.mean() for side in sides))
    # of a box and a part of it that a bold cross closes off, the whole
    return [(total - 0.2 * abs(1 - width / height) + 0.5 * min(1.0, box.area / (0.15 * dpi) ** 2), box)]


def _facing(
    strokes: Sequence[tuple[int, int, int, int]], least: float, most: float
) -> Iterator[tuple[tuple[int, int, int, int], tuple[int, int, int, int]]]:
    """Pairs of strokes as far apart as the sides of a box are, left and right."""
    across = sorted(strokes)
    for place, left in enumerate(across):
        for right in across[place + 1 :]:
            if right[0] > left[0] + most:
                break
            if right[0] > left[1] and least <= right[1] - left[0] <= most:
                yield left, right


def _closed(sides: Sequence[np.ndarray]) -> bool:
    """Whether three sides at least are inked at their middle, where a letter X is open on all four."""
    middles = sorted(float(side[len(side) // 3 : -(len(side) // 3)].mean()) for side in sides)
    return middles[1] >= _SIDE and sum(float(side.mean()) for side in sides) >= 4 * _SIDE


def _goes_on(inked: np.ndarray, x0: int, y0: int, x1: int, y1: int) -> bool:
    """Whether a side runs on past both its corners: a rule or an underscore that passes."""
    reach = max(3, round(0.3 * min(x1 - x0, y1 - y0)))
    through = [(inked[max(0, y0 - reach) : y0 - 1, x], inked[y1 + 2 : y1 + 1 + reach, x]) for x in (x0 + 1, x1 - 2)]
    through += [(inked[y, max(0, x0 - reach) : x0 - 1], inked[y, x1 + 1 : x1 + reach]) for y in (y0, y1)]
    return any(a.size > 0 and b.size > 0 and bool(a.all() and b.all()) for a, b in through)


def _strokes(ink: Pixels, dpi: float) -> list[tuple[int, int, int, int]]:
    """(x0, x1, y0, y1) of upright strokes as long as a check box's side; a thick one gives both its edges."""
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((max(3, round(0.015 * dpi)), 1), np.uint8))
    runs = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((max(4, round(0.052 * dpi)), 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    strokes = []
    for x, y, width, height, _area in stats[1:count]:
        if width <= _STROKE * dpi:
            strokes.append((int(x), int(x + width), int(y), int(y + height)))
            continue
        for column in (x, x + width - 1):  # a cross or a letter that touches
            ys = np.flatnonzero(runs[y : y + height, column])
            strokes.append((int(column), int(column) + 1, int(y + ys[0]), int(y + ys[-1]) + 1))
    return strokes


def _level(inked: np.ndarray, x0: int, x1: int, y: int, reach: int) -> tuple[int, float]:
    """The row near y inked best between x0 and x1, and its inked share."""
    first = max(0, y - reach)
    shares = inked[first : y + reach + 1, x0:x1].mean(axis=1)
    best = np.flatnonzero(shares == shares.max()) + first
    row = max(best, key=lambda one: (-abs(int(one) - y), one))
    return int(row), float(shares.max())


def _overlap(one: Box, other: Box) -> float:
    """Shared area over the smaller one's."""
    return one.intersect(other).area / max(1.0, min(one.area, other.area))
