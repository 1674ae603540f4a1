"""Find the ruling lines of a page: long thin runs of ink, snapped to one axis and joined across gaps."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.records import Page, RulingLine
from extractor.upright import Pixels, ink_mask

_SHORTEST_INCHES = (0.45, 0.2)  # horizontal, vertical: longer than most smeared words, any upright stroke
_DASH_INCHES, _STROKE_INCHES = 0.15, 0.18  # a rule holds unbroken pieces of this length; letters do not
_GAP_INCHES = 0.12  # broken rules of a fax are joined across this much
_THICKEST_INCHES = 0.05
_LOW_INCHES = 0.045  # small letters are about as high, a short rule is thinner
_HOLED, _SOLID = 0.82, 0.95  # inked share of a row that is of letters, and from which it is of a rule
_HOLED_INCHES = 0.013  # rows of a rule that a wave or a blur leaves partly inked are fewer
_CERTAIN_INCHES = (2.0, 0.4)  # horizontal, vertical: letters never run on for so long


_Run = tuple[float, float, float, float]
"""Start, level at the start, end, level at the end: along one axis and across it."""


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


def _runs(ink: Pixels, dpi: float, vertical: bool = False) -> list[_Run]:
    """(start, level at start, end, level at end) of each long run along axis 1.

    Pieces shorter than a letter's stroke can be are dropped first; what is left of a skew makes a long rule step from
    row to row, so pieces that touch after growing by one pixel belong together.
    """
    shortest = round(dpi * _SHORTEST_INCHES[vertical])
    piece = np.ones((1, round(dpi * (_STROKE_INCHES if vertical else _DASH_INCHES))), np.uint8)
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    mask = cv2.dilate(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, piece), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: list[_Run] = []
    thickest = dpi * _THICKEST_INCHES
    for index in range(1, count):
        x, y, width, height, area = stats[index]
        if area / width > thickest + 3 or width < shortest:
            continue  # a blot, a solid bar
        part = labels[y : y + height, x : x + width] == index
        edge = min(width, shortest)
        start = _level(part[:, :edge]) + y
        end = _level(part[:, -edge:]) + y
        run = (float(x), start, float(x + width), end)
        certain = width >= dpi * _CERTAIN_INCHES[vertical]
        if not certain and (not _alone(ink, run, dpi) or (not vertical and _is_word(ink, run, dpi))):
            continue  # bold or smeared letters of a text line
        found.append(run)
    return found


def _alone(ink: Pixels, run: _Run, dpi: float) -> bool:
    """Whether a run is inked nearly without a gap and has paper on one side at least, as rules have and letters have
    not."""
    clear, other = sorted(np.mean(_inked(ink, run, aside)) for aside in (-dpi * 0.035, dpi * 0.035))
    whole = np.any([_inked(ink, run, offset) for offset in (-1, 0, 1)], axis=0)
    return bool(np.mean(whole) >= 0.9 and clear < 0.12 and other < 0.45)


def _is_word(ink: Pixels, run: _Run, dpi: float) -> bool:
    """Whether a short run is a word that a blurred copy has run together: some rows of it have holes, which those of a
    rule have not, or it is solid and as high as small letters."""
    x0, y0, x1, y1 = run
    ends = 0.02 * dpi  # which a blur makes round
    reach = round(dpi * _THICKEST_INCHES)
    shares = [float(np.mean(_inked(ink, (x0 + ends, y0, x1 - ends, y1), at))) for at in range(-reach, reach + 1)]
    rows, holed, solid = (
        sum(low <= share < high for share in shares) / dpi
        for low, high in ((0.5, 1.1), (_HOLED, _SOLID), (_SOLID, 1.1))
    )
    return holed >= _HOLED_INCHES or (rows >= _LOW_INCHES and solid >= _LOW_INCHES - _HOLED_INCHES)


def _inked(ink: Pixels, run: _Run, offset: float) -> NDArray[np.bool_]:
    """Where there is ink along a run, so many rows below it."""
    x0, y0, x1, y1 = run
    xs = np.arange(int(x0) + 1, int(x1) - 1)
    rows = np.rint(np.interp(xs, [x0, x1], [y0, y1]) + offset).astype(int)
    return np.asarray(ink[np.clip(rows, 0, ink.shape[0] - 1), xs] > 0)


def _level(part: np.ndarray) -> float:
    """Mean row of the ink in a piece of a run."""
    rows, _ = np.nonzero(part)
    return float(rows.mean())


def _line(run: _Run, page: int, horizontal: bool) -> RulingLine:
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
