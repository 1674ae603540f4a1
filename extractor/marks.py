"""Check marks by ink: in a drawn box, on an underscore, or bare before a label.

A cross or a tick has strokes along both diagonals and reaches far in both directions; an empty box has only its frame,
an underscore only its line, a stray stroke only one direction.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractor.frames import brackets, drawn_boxes, side_thickness
from extractor.ink import InkedPage
from extractor.upright import Pixels
from models.geometry import Box

MARKED, UNMARKED = 0.65, 0.3
"""Scores from which a place counts as marked, and up to which as empty; between them a person should look."""

_DOUBTFUL = 0.45  # something is there that is neither a mark nor nothing
_PART, _MOST = 0.25, 0.4  # shares of joined ink in a place from which it may be, and is, a mark of that place
_BRACKET = 0.035  # inches: no bracket is wider
_AROUND = 0.3  # inches looked at around a place: a drawn box may stand out of it


def mark_score(page: InkedPage, place: Box) -> float:
    """How surely a mark stands in `place` (page pixels, around the box or the blank before a label): 0 .. 1."""
    if min(place.width, place.height) < 4:
        return 0.0
    frame = frame_in(page, place)
    return _bare_mark(page, place) if frame is None else _framed_mark(page, frame)


def frame_in(page: InkedPage, place: Box) -> Box | None:
    """The drawn check box whose middle lies in a place: the one nearest to the place's right end, where its label
    begins; page pixels. None when there is none."""
    area, x, y = _cut(page.printed, place.pad(_AROUND * page.dpi))
    if min(area.shape) < 6:
        return None
    drawn = (*drawn_boxes(area, page.dpi), *brackets(area, page.dpi))
    frames = [Box(b.x0 + x, b.y0 + y, b.x1 + x, b.y1 + y) for b in drawn]
    # a box that was read as part of its label's first word stands half out of the place
    inside = [f for f in frames if f.intersect(place).area > (0.6 if f.x0 < place.x0 else 0.3) * f.area]
    inside = [f for f in inside if place.y0 - 2 <= f.center[1] <= place.y1 + 2]
    # a cross between brackets closes off parts of them
    inside = [f for f in inside if not any(g.area > f.area and g.intersect(f).area > 0.7 * f.area for g in inside)]
    level = place.center[1]
    return min(inside, key=lambda f: abs(place.x1 - f.x1) + 0.5 * abs(f.center[1] - level), default=None)


def _framed_mark(page: InkedPage, frame: Box) -> float:
    """The mark within a drawn box. What of a cross leaves the box is not needed: its half still has two diagonals."""
    thick = side_thickness(page.printed, frame, page.dpi) + 1
    whole = _inner_mark(_cut(page.printed, frame)[0], thick, page.dpi)
    if whole >= MARKED:
        return whole
    # a rule of the form or of a fax may run through an empty box; without rules a cross may have lost a stroke
    return min(whole, _inner_mark(_cut(page.ink, frame)[0], thick, page.dpi))


def _inner_mark(part: Pixels, thick: int, dpi: float) -> float:
    """The mark in the pixels of a drawn box whose sides are `thick` pixels wide."""
    inner = part[thick:-thick, thick:-thick]
    if min(inner.shape, default=0) < 4:
        return _DOUBTFUL
    mask = _drawn_into(inner, dpi)
    filled = float((mask > 0).mean())
    if filled == 0:
        return 0.0
    if filled > 0.75:
        return _DOUBTFUL  # a blot, or a box filled in
    rows, columns = np.nonzero(mask)
    wide = (int(np.ptp(columns)) + 1) / inner.shape[1]
    tall = (int(np.ptp(rows)) + 1) / inner.shape[0]
    much = min(1.0, filled / 0.12)
    score = much * min(1.0, wide / 0.5) * min(1.0, tall / 0.4) * _crossing(mask)
    stroke = much * min(1.0, max(wide, tall) / 0.7)
    return float(min(1.0, max(score, _DOUBTFUL * stroke * stroke)))


def _bare_mark(page: InkedPage, place: Box) -> float:
    """A mark without a drawn box: a letter-sized piece of ink with its middle in the place, underscores taken out."""
    margin = round(0.12 * page.dpi)
    area, x, y = _cut(page.ink, place.pad(margin))
    if min(area.shape) < 6:
        return 0.0
    strokes = _without_flats(area, page.dpi)
    whole = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, centers = cv2.connectedComponentsWithStats(whole, connectivity=8)
    inside = Box(place.x0 - x, place.y0 - y, place.x1 - x, place.y1 - y)
    best = 0.0
    for index in range(1, count):
        left, top, width, height, _ = (int(v) for v in stats[index])
        extent, highest = Box(left, top, left + width, top + height), 1.0
        if height > 0.26 * page.dpi or width > 0.3 * page.dpi:
            extent = extent.intersect(inside)  # it runs together with a neighbour: what of it is in the place
            if extent.x0 <= inside.x0 or extent.x1 >= inside.x1:
                highest = _DOUBTFUL if abs(extent.center[0] - inside.center[0]) < 0.3 * inside.width else 0.0
        elif not inside.contains(*centers[index]):
            # a mark that stands on its underscore may be joined through it to the one below
            share = _share(labels == index, inside)
            if top <= inside.y0 or share < _PART:
                continue
            extent, highest = extent.intersect(inside), 1.0 if share >= _MOST else _DOUBTFUL
        part = (slice(round(extent.y0), round(extent.y1)), slice(round(extent.x0), round(extent.x1)))
        piece = np.where(labels[part] == index, strokes[part], 0).astype(np.uint8)
        best = max(best, min(highest, _letter_like(piece, page.dpi)))
    return best


def _share(component: np.ndarray, inside: Box) -> float:
    """The share of a component's ink that lies in a place."""
    part = component[max(0, round(inside.y0)) : round(inside.y1), max(0, round(inside.x0)) : round(inside.x1)]
    return float(part.sum()) / max(1, int(component.sum()))


def _letter_like(piece: Pixels, dpi: float) -> float:
    """How surely a piece of ink is a cross or tick of a letter's size."""
    rows, columns = np.nonzero(piece)
    if rows.size == 0:
        return 0.0
    high, wide = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    tall, broad = high / (0.045 * dpi), wide / (0.04 * dpi)
    if tall < 0.75 or broad < 0.75 or high > 0.26 * dpi or wide > 0.3 * dpi:
        return 0.0
    if wide <= _BRACKET * dpi and wide < 0.6 * high and (piece > 0).mean(axis=0).max() > 0.85:
        return 0.0  # or a piece of a frame
    blotted = _DOUBTFUL if _middle(piece) > 0.4 and high > 0.5 * wide else 0.0
    return min(1.0, tall) * min(1.0, broad) * max(_crossing(piece), blotted)


def _crossing(mask: Pixels) -> float:
    """How much of the ink runs along both diagonals, 0 .. 1: a cross or tick 1, one straight stroke in any direction
    little."""
    room = cv2.copyMakeBorder(mask, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=0)
    soft = cv2.GaussianBlur(room, (0, 0), 1.0).astype(np.float32)
    across, along = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    twist = 2 * across * along  # its sign tells one diagonal from the other
    total = float((across**2 + along**2).sum())
    if total == 0:
        return 0.0
    lesser = min(float(twist[twist > 0].sum()), -float(twist[twist < 0].sum()))
    return max(0.0, min(1.0, (lesser / total - 0.06) / 0.12)) * min(1.0, _middle(mask) / 0.15)


def _middle(mask: Pixels) -> float:
    """The inked share of the middle of a piece of ink: rings and pieces of a frame are empty there."""
    rows, columns = np.nonzero(mask)
    y0, y1, x0, x1 = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    high, wide = round(0.3 * (y1 - y0)), round(0.3 * (x1 - x0))
    part = mask[y0 + high : y1 - high, x0 + wide : x1 - wide]
    return float((part > 0).mean()) if part.size else 0.0


def _drawn_into(inner: Pixels, dpi: float) -> Pixels:
    """The ink in a box without specks and without what only lines its sides (a rough frame, a rule close by)."""
    inner = _without_bars(_without_bars(inner).T).T.copy()
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inner, connectivity=8)
    height, width = inner.shape
    rim = max(1, round(0.012 * dpi))
    keep = np.zeros(count, bool)
    for index in range(1, count):
        x, y, wide, tall, _ = stats[index]
        speck = max(wide, tall) <= 0.02 * dpi
        lining = (wide <= rim and (x == 0 or x + wide == width)) or (tall <= rim and (y == 0 or y + tall == height))
        keep[index] = not speck and not lining
    kept: Pixels = np.where(keep[labels], 255, 0).astype(np.uint8)
    return kept


def _without_bars(inner: Pixels) -> Pixels:
    """Without rows inked nearly from side to side in the upper and lower third of a box."""
    bars = (inner > 0).mean(axis=1) >= 0.85
    third = round(0.3 * len(bars))
    bars[third : len(bars) - third] = False
    left: Pixels = np.where(bars[:, None], 0, inner).astype(np.uint8)
    return left


def _without_flats(ink: Pixels, dpi: float) -> Pixels:
    """Ink without underscores: level strokes, where they are thin (a cross that stands on one keeps its feet). A long
    one may be thicker, as bold copies have them."""
    flats = np.zeros_like(ink)
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(3, round(0.02 * dpi))), np.uint8))
    for length, thickness, source in ((0.055, 0.032, ink), (0.12, 0.05, bridged)):
        runs = cv2.morphologyEx(source, cv2.MORPH_OPEN, np.ones((1, max(7, round(dpi * length))), np.uint8))
        thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(5, round(dpi * thickness)), 1), np.uint8))
        flats[(runs > 0) & (thick == 0)] = 255
    without: Pixels = np.where(flats > 0, 0, ink).astype(np.uint8)
    return without


def _cut(pixels: Pixels, box: Box) -> tuple[Pixels, int, int]:
    """The pixels in a box, clipped to the page, and where they begin (x, y)."""
    x0, y0 = max(0, round(box.x0)), max(0, round(box.y0))
    return pixels[y0 : max(y0, round(box.y1)), x0 : max(x0, round(box.x1))], x0, y0
