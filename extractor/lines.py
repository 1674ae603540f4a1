"""Find the ruling lines of a page: long thin runs of ink, snapped to one axis and joined across gaps."""

from __future__ import annotations

import cv2
import numpy as np

from extractor.records import Page, RulingLine
from extractor.upright import Pixels, ink_mask

_SHORTEST_INCHES = (0.45, 0.2)  # horizontal, vertical: longer than most smeared words, any upright stroke
_DASH_INCHES, _STROKE_INCHES = 0.15, 0.18  # a rule holds unbroken pieces of this length; letters do not
_GAP_INCHES = 0.12  # broken rules of a fax are joined across this much
_THICKEST_INCHES = 0.05
_CERTAIN_INCHES = (2.0, 0.4)  # horizontal, vertical: letters never run on for so long


def find_lines(page: Page) -> tuple[RulingLine, ...]:
    """Ruling lines of an upright page, in page pixels; horizontal ones top to bottom, then vertical ones left to
    right."""
    ink = ink_mask(page.pixels)
    horizontal = [_line(box, page.number, True) for box in _runs(ink, page.dpi)]
    vertical = [_line(box, page.number, False) for box in _runs(np.ascontiguousarray(ink.T), page.dpi, vertical=True)]
    return tuple(
        sorted(_join(horizontal, page.dpi), key=lambda line: line.y0)
        + sorted(_join(vertical, page.dpi), key=lambda line: line.x0)
    )


def without_lines(page: Page, lines: tuple[RulingLine, ...]) -> Pixels:
    """The page's pixels with its ruling lines painted over, letters that cross them kept where they stick out."""
    ink = ink_mask(page.pixels)
    mask = np.zeros_like(ink)
    for line in lines:
        band = _band(line, page)
        part = ink[band]
        axis = (1, 25) if line.horizontal else (25, 1)
        runs = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones(axis, np.uint8))
        mask[band] |= runs.astype(np.uint8, copy=False)
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8)).astype(np.uint8, copy=False)
    pixels = page.pixels.copy()
    pixels[mask > 0] = 255
    return pixels


def _band(line: RulingLine, page: Page) -> tuple[slice, slice]:
    """The pixels within reach of a line's thickness."""
    reach = max(3, round(page.dpi * _THICKEST_INCHES / 2))
    height, width = page.pixels.shape
    y0, y1 = sorted((line.y0, line.y1))
    x0, x1 = sorted((line.x0, line.x1))
    return (
        slice(max(0, int(y0) - reach), min(height, int(y1) + reach + 1)),
        slice(max(0, int(x0) - reach), min(width, int(x1) + reach + 1)),
    )


def _runs(ink: Pixels, dpi: float, vertical: bool = False) -> list[tuple[float, float, float, float]]:
    """(start, level at start, end, level at end) of each long run along axis 1.

    Pieces shorter than a letter's stroke can be are dropped first; what is left of a skew makes a long rule step from
    row to row, so pieces that touch after growing by one pixel belong together.
    """
    shortest = round(dpi * _SHORTEST_INCHES[vertical])
    piece = np.ones((1, round(dpi * (_STROKE_INCHES if vertical else _DASH_INCHES))), np.uint8)
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    mask = cv2.dilate(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, piece), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    thickest = dpi * _THICKEST_INCHES
    for index in range(1, count):
        x, y, width, height, area = stats[index]
        if area / width > thickest + 3 or width < shortest:
            continue  # a blot, a solid bar
        part = labels[y : y + height, x : x + width] == index
        edge = min(width, shortest)
        start = _level(part[:, :edge]) + y
        end = _level(part[:, -edge:]) + y
        if width < dpi * _CERTAIN_INCHES[vertical] and not _alone(ink, (x, start, x + width, end), dpi):
            continue  # bold or smeared letters of a text line
        found.append((float(x), start, float(x + width), end))
    return found


def _alone(ink: Pixels, run: tuple[float, float, float, float], dpi: float) -> bool:
    """Whether a run is inked nearly without a gap and has paper on one side at least, as rules have and letters have
    not."""
    x0, y0, x1, y1 = run
    xs = np.arange(int(x0) + 1, int(x1) - 1)
    ys = np.interp(xs, [x0, x1], [y0, y1])

    def inked(offset: float, reach: int) -> float:
        rows = np.clip(np.rint(ys + offset).astype(int), reach, ink.shape[0] - 1 - reach)
        hit = np.zeros(len(xs), bool)
        for step in range(-reach, reach + 1):
            hit |= ink[rows + step, xs] > 0
        return float(hit.mean())

    aside = dpi * 0.035
    clear, other = sorted((inked(-aside, 0), inked(aside, 0)))
    return inked(0, 1) >= 0.9 and clear < 0.12 and other < 0.45


def _level(part: np.ndarray) -> float:
    """Mean row of the ink in a piece of a run."""
    rows, _ = np.nonzero(part)
    return float(rows.mean())


def _line(run: tuple[float, float, float, float], page: int, horizontal: bool) -> RulingLine:
    start, level0, end, level1 = run
    return RulingLine(start, level0, end, level1, page) if horizontal else RulingLine(level0, start, level1, end, page)


def _join(lines: list[RulingLine], dpi: float) -> list[RulingLine]:
    """Pieces of one rule, joined: they meet at nearly the same level with a small gap (or overlap)."""
    gap, level_tolerance = dpi * _GAP_INCHES, dpi * 0.02
    joined: list[RulingLine] = []
    for line in sorted(lines, key=lambda line: line.x0 if line.horizontal else line.y0):
        for index, other in enumerate(joined):
            if line.horizontal:
                near = -gap * 4 < line.x0 - other.x1 < gap and abs(line.y0 - other.y1) < level_tolerance
                longer = line.x1 > other.x1
            else:
                near = -gap * 4 < line.y0 - other.y1 < gap and abs(line.x0 - other.x1) < level_tolerance
                longer = line.y1 > other.y1
            if near:
                if longer:
                    joined[index] = RulingLine(other.x0, other.y0, line.x1, line.y1, line.page)
                break
        else:
            joined.append(line)
    return joined
