"""Check marks by ink: on a drawn box, on underscores, or bare before a label.

A cross has strokes in both diagonals and fills its place in both directions; an empty box has only its frame, an
underscore only its line, and a stray stroke only one direction.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractor.ink import InkedPage
from extractor.upright import Pixels
from models.geometry import Box

MARKED, UNMARKED = 0.65, 0.3
"""Scores from which a place counts as marked, and up to which as empty."""


def mark_score(page: InkedPage, place: Box) -> float:
    """How surely a mark stands in `place` (page pixels, around the box or the blank before a label): 0 .. 1."""
    x0, y0, x1, y1 = (round(v) for v in place)
    part = page.ink[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
    if part.size == 0 or min(part.shape) < 6:
        return 0.0
    frame = _drawn_box(part, page.dpi)
    if frame is not None:
        fx, fy, fw, fh = frame
        inset_x, inset_y = max(2, round(0.2 * fw)), max(2, round(0.2 * fh))
        inner = part[fy + inset_y : fy + fh - inset_y, fx + inset_x : fx + fw - inset_x]
        filled = float((inner > 0).mean()) if inner.size else 0.0
        return min(1.0, filled / 0.16)
    return _bare_mark(part, page.dpi)


def _drawn_box(part: Pixels, dpi: float) -> tuple[int, int, int, int] | None:
    """(x, y, width, height) of a small drawn square, with or without a cross in it."""
    contours, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        if not (0.06 * dpi <= width <= 0.22 * dpi and 0.06 * dpi <= height <= 0.22 * dpi):
            continue
        rim = part[y : y + height, x : x + width] > 0
        band = max(2, round(0.02 * dpi))
        sides = (
            rim[:band].any(axis=0).mean(),
            rim[-band:].any(axis=0).mean(),
            rim[:, :band].any(axis=1).mean(),
            rim[:, -band:].any(axis=1).mean(),
        )
        if sorted(sides)[1] > 0.75:  # three of the four sides: a cross may have blotted one
            return x, y, width, height
    return None


def _bare_mark(part: Pixels, dpi: float) -> float:
    """A mark without a drawn box: its largest component is as high as a capital letter and not a bare line."""
    flat = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, max(9, round(dpi * 0.07))), np.uint8))
    strokes = cv2.subtract(part, cv2.dilate(flat, np.ones((3, 3), np.uint8)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    best = 0.0
    for _x, _y, width, height, area in stats[1:count]:
        tall = height / (0.07 * dpi)
        wide = width / (0.06 * dpi)
        if tall < 0.55 or wide < 0.5 or tall > 3.5 or wide > 4:
            continue
        density = area / (width * height)
        if density > 0.85:
            continue  # a blot
        best = max(best, min(1.0, tall) * min(1.0, wide))
    return best
