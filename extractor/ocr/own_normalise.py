"""A crop as our own reader wants to see it: ink on nothing, one line, one height. Training and use share this file, so
that the net never meets a picture prepared in another way than those it learned from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.upright import Pixels

Numbers = NDArray[Any]

HEIGHT = 24
"""Rows of a normalised line."""

LINE = 16
"""Rows that the ink of the line is scaled to."""

MARGIN = 5
"""Empty columns on both sides."""

WIDEST = 1800
"""Columns beyond which a line is cut: a whole page's width at the largest scale."""

_LEAST_CONTRAST = 34  # gray levels between paper and ink below which there is nothing to read
_DARKEST = 30  # pixels that are enough to tell how dark the ink is, in a crop that is nearly all paper
_PAPER = 0.8  # share of the pixels that are darker than the paper's level, at most: bold print fills half of its box
_STROKE = 6  # pixels across a single stroke
_SPECK = 5  # pixels of dirt
_SMALLEST = 14  # pixels of the largest letter, at least; a dash at 6 points has as many
_DIRTY = 1.2  # as much dirt as ink, and more: of worn print 99.7 % have less
_THIN = 3  # pixels across a rule
_STRAIGHT = 0.2  # of its height that a rule's rest is wide at most: brackets are wider
_GAP = 0.3  # heights of the letters from the rest of a rule to them, at least; a 1 stands closer
_OVERTALL = 1.15  # heights of the letters from which a straight stroke beside them is the rest of a rule
_LEAST_EXTENT = 7  # pixels: what is smaller both ways is no letter of 6 points
_PALE = 64  # level from which ink joins what is darker
_INK = 108  # level from which a pixel is ink
_DASH = 4  # pixels that a dash is wide at least
_OVERHANG = 0.3  # of the letters' height that a stroke reaches beyond them, where it is a rule's
_WORD = 1.3  # heights that print is wide where it is more than a letter
_POINT = 3  # pixels that may be a decimal point, where they stand on the line
_SCALES = (0.25, 1.7)  # a lone dash may not grow into a bar, a stamp may not shrink to nothing

_RAISED = 0.15  # heights of the value that a mark behind it stands above the line, at least
_SMALL = (0.4, 0.95)  # heights of the value that a mark may be high
_BRACKETS = 0.6  # heights of the value that the brackets of a mark are high, at least
_HANGING = 0.4  # heights of the value that a mark may begin below or above the value's top


@dataclass(frozen=True, slots=True)
class Line:
    """A line as `normalised` gives it. Where a mark is raised behind a value ("12,500" and a small "(3)"), `apart` is
    both once more, each scaled as if it stood alone: in the whole line the mark is too small to be read surely."""

    whole: Pixels = field(repr=False)
    apart: tuple[Pixels, Pixels] | None = field(default=None, repr=False)


def normalised(crop: Pixels) -> Pixels | None:
    """The heaviest line of a crop (uint8 (H, W), 0 = ink, about 200 dpi) as uint8 (24, width), 255 = ink and 0 = paper.

    None where there is no ink: an empty crop, plain paper, dirt alone.
    """
    found = normalised_lines(crop, share=1.0)
    return found[0] if found else None


def normalised_lines(crop: Pixels, share: float = 0.15) -> tuple[Pixels, ...]:
    """The lines of a crop, top to bottom, each as `normalised` gives it: those with at least that share of the ink of
    the heaviest and two thirds of its height. The rest is what the crop's edge has left of neighbours."""
    return tuple(line.whole for line in lines(crop, share))


def lines(crop: Pixels, share: float = 0.15, ink: int = _INK) -> tuple[Line, ...]:
    """As `normalised_lines`, with raised marks apart; `ink` is the level from which a pixel is ink."""
    if min(crop.shape) < 3:
        return ()
    gray = _stretched(crop)
    if gray is None:
        return ()
    mask = (gray > ink).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    letters = _letters(stats)
    if _dirt_only(stats, letters):
        return ()
    runs = _runs(stats, letters, crop.shape[0])
    if not runs:
        return ()
    top, bottom, heaviest = max(runs, key=lambda run: run[2])
    kept = [run for run in runs if run[2] >= share * heaviest and run[1] - run[0] >= 0.67 * (bottom - top)]
    found = (_line(gray, labels, stats, letters, run[0], run[1]) for run in kept)
    return tuple(line for line in found if line is not None)


def _line(gray: Pixels, labels: Numbers, stats: Numbers, letters: Numbers, top: int, bottom: int) -> Line | None:
    """One band of rows, without what reaches into it from above and below."""
    middle = stats[:, 1] + stats[:, 3] / 2
    mine = letters & (middle > top - 2) & (middle < bottom + 2)
    mine &= ~((stats[:, 3] > 1.7 * (bottom - top)) & (stats[:, 2] < 0.3 * (bottom - top)))  # a rule beside the line
    if not mine.any():
        return None
    top, bottom = _body(labels, stats, mine, top, bottom)
    left, right = stats[mine, 0].min(), (stats[mine, 0] + stats[mine, 2]).max()
    tall = bottom - top
    if max(tall, right - left) < _LEAST_EXTENT:
        return None
    points = (stats[:, 4] <= _SPECK) & (stats[:, 4] >= _POINT) & (stats[:, 0] > left) & (stats[:, 0] < right)
    mine |= points & (middle > bottom - 0.3 * tall) & (middle < bottom + 0.15 * tall)
    mine |= _dashes(stats, left, right, top, bottom)
    mine |= _joined_to(gray, labels, stats, mine)
    if not mine[1:].all():
        gray = _without(gray, labels, mine)
    boxes = [(int(x), int(y), int(x + width), int(y + height)) for x, y, width, height in stats[mine, :4]]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    whole = _scaled(gray, left, right, top, bottom)
    at = _raised_from(boxes)
    if at is None:
        return Line(whole)
    rows = [(min(box[1] for box in part), max(box[3] for box in part))
            for part in ([box for box in boxes if box[0] < at], [box for box in boxes if box[0] >= at])]  # fmt: skip
    return Line(whole, (_scaled(gray, left, at - 1, *rows[0]), _scaled(gray, at, right, *rows[1])))


def _body(labels: Numbers, stats: Numbers, mine: Numbers, top: int, bottom: int) -> tuple[int, int]:
    """The rows of the band without those that only a stroke reaches: the rest of a rule through a letter makes the line
    no taller."""
    inked = np.count_nonzero(mine[labels[top:bottom]], axis=1)
    broad = np.flatnonzero(inked > _THIN)
    if not len(broad):
        return top, bottom
    first, last = int(broad[0]), int(broad[-1]) + 1
    (left, _), (right, _) = _around(stats, mine)
    letters = np.count_nonzero(stats[mine, 3] >= 0.5 * (last - first))
    if letters < 2 or right - left < _WORD * (last - first):  # the stem of a P
        return top, bottom
    least = _OVERHANG * (last - first)
    return top + (first if first > least else 0), (top + last if bottom - top - last > least else bottom)


def _dashes(stats: Numbers, left: int, right: int, top: int, bottom: int) -> Numbers:
    """Strokes as small as specks that are dashes of the line, by their place: the first of "-0-"."""
    x, y, width, height = (stats[:, column] for column in range(4))
    tall = bottom - top
    flat = (stats[:, 4] <= _SPECK) & (width >= _DASH) & (height <= 2)
    return (flat & (y > top + 0.35 * tall) & (y + height < bottom - 0.25 * tall)
            & (x + width > left - tall) & (x < right + tall))  # fmt: skip


def _joined_to(gray: Pixels, labels: Numbers, stats: Numbers, mine: Numbers) -> Numbers:
    """The specks that pale ink joins to one of these letters: the arm of a worn F."""
    specks = (stats[:, 4] <= _SPECK) & ~mine
    specks[0] = False
    if not specks.any():
        return specks
    pale = (cv2.GaussianBlur(gray, (3, 3), 0) > _PALE).astype(np.uint8)
    _, wider = cv2.connectedComponents(pale, connectivity=8)
    held = np.zeros(int(wider.max()) + 1, bool)
    held[wider[mine[labels]]] = True
    held[0] = False
    touched = np.zeros(len(stats), bool)
    touched[labels[held[wider]]] = True
    return specks & touched


def _raised_from(boxes: list[tuple[int, int, int, int]]) -> int | None:
    """The column where a raised mark begins behind a value; None where there is none, or it cannot be told from it."""
    glyphs: list[tuple[int, int, int, int]] = []
    for box in sorted(boxes):
        if glyphs and box[0] < glyphs[-1][2]:
            other = glyphs.pop()
            box = (other[0], min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))  # noqa: PLW2901
        glyphs.append(box)
    for first in range(1, len(glyphs)):
        value, mark = glyphs[:first], glyphs[first:]
        tallest = max(y1 - y0 for _, y0, _, y1 in value)
        tall = [glyph for glyph in value if glyph[3] - glyph[1] >= 0.6 * tallest]
        top, foot = (sorted(glyph[edge] for glyph in tall)[len(tall) // 2] for edge in (1, 3))
        broad = mark[-1][2] - mark[0][0] >= 0.5 * (foot - top)
        if broad and _raised(min(glyph[1] for glyph in mark), max(glyph[3] for glyph in mark), top, foot):
            return mark[0][0]
    return None


def _stretched(crop: Pixels) -> Pixels | None:
    """Ink as 255 and paper as 0, however pale the one and gray the other; None when they cannot be told apart."""
    printed = crop < 255
    rows, columns = np.flatnonzero(printed.any(axis=1)), np.flatnonzero(printed.any(axis=0))
    if not len(rows):
        return None
    inner = crop[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]  # without a white border: paper may be gray
    if min(inner.shape) <= _STROKE:  # a lone I on white paper: all of it is ink
        inner = cv2.copyMakeBorder(inner, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=255).astype(np.uint8, copy=False)
    levels = np.bincount(cv2.GaussianBlur(inner, (3, 3), 0).ravel(), minlength=256).cumsum()
    paper = int(np.searchsorted(levels, _PAPER * inner.size))
    ink = int(np.searchsorted(levels, min(0.012 * inner.size, _DARKEST)))
    if paper - ink < _LEAST_CONTRAST:
        return None
    table = np.clip((paper - np.arange(256)) * (255 / (paper - ink)), 0, 255).astype(np.uint8)
    return cv2.LUT(crop, table).astype(np.uint8, copy=False)


def _letters(stats: Numbers) -> Numbers:
    """Which components may be letters: no dirt, no rule along or beside the line. Component 0 is the paper."""
    x, width, height, area = stats[:, 0], stats[:, 2], stats[:, 3], stats[:, 4]
    inked = stats[1:]
    letters = area > _SPECK
    letters[0] = False
    if len(inked):
        span = int((inked[:, 0] + inked[:, 2]).max() - x[1:].min())
        letters &= ~((width > max(0.5 * span, 40)) & (height <= np.maximum(4, 0.04 * width)))
    broad = letters & (width > _THIN) & (height > _LEAST_EXTENT)
    if broad.any():  # the rest of a rule beside the letters, taller than all of them
        tallest = int(height[broad].max())
        letters &= ~_rule_of(stats, letters, letters & (width <= _THIN) & (height > 1.6 * tallest))
        first, last = int(x[broad].min()), int((x + width)[broad].max())
        for outside in (x + width < first - _GAP * tallest, x > last + _GAP * tallest):
            beside = letters & outside
            if not beside.any():
                continue
            (x0, y0), (x1, y1) = _around(stats, beside)
            if y1 - y0 > _OVERTALL * tallest and x1 - x0 <= _STRAIGHT * (y1 - y0):
                letters &= ~_rule_of(stats, letters, beside)
    return letters


def _rule_of(stats: Numbers, letters: Numbers, strokes: Numbers) -> Numbers:
    """The strokes, as the rest of a rule, in one piece or dashes; none where the letters beside them are but a mark
    raised behind an I."""
    rest = letters & ~strokes
    if not strokes.any() or not rest.any():
        return np.zeros_like(strokes)
    (left, top), (_, foot) = _around(stats, strokes)
    (first, mark_top), (_, mark_foot) = _around(stats, rest)
    behind = left < first and mark_foot - mark_top >= _BRACKETS * (foot - top)
    return strokes & (not (behind and _raised(mark_top, mark_foot, top, foot)))


def _around(stats: Numbers, chosen: Numbers) -> tuple[tuple[int, int], tuple[int, int]]:
    """The left upper and the right lower corner of the chosen components, one at least."""
    first, last = stats[chosen, :2].min(axis=0), (stats[chosen, :2] + stats[chosen, 2:4]).max(axis=0)
    return (int(first[0]), int(first[1])), (int(last[0]), int(last[1]))


def _raised(mark_top: float, mark_foot: float, top: float, foot: float) -> bool:
    """Whether print from one row to another is a mark raised behind a value."""
    height = foot - top
    return (
        mark_foot <= foot - _RAISED * height
        and _SMALL[0] * height <= mark_foot - mark_top <= _SMALL[1] * height
        and abs(mark_top - top) <= _HANGING * height
    )


def _dirt_only(stats: Numbers, letters: Numbers) -> bool:
    """Whether what may be letters is but the largest of the dirt: grain of the paper, a blot."""
    areas = stats[1:, 4]
    inked = int(areas[letters[1:]].sum())
    dirty = int(areas[~letters[1:] & (areas <= _SPECK)].sum())
    return dirty > _DIRTY * inked or int(areas[letters[1:]].max(initial=0)) < _SMALLEST


def _runs(stats: Numbers, letters: Numbers, rows: int) -> list[tuple[int, int, float]]:
    """(first row, row after the last, ink) of every band of rows that have ink."""
    weight = np.zeros(rows + 1)
    for top, height, area in stats[letters][:, [1, 3, 4]]:
        weight[top : top + height] += area / height
    inked = weight > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(np.int8)))
    if not len(edges):
        return []
    runs = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    merged = [runs[0]]
    tallest = max(b - a for a, b in runs)
    for a, b in runs[1:]:
        last = merged[-1]
        if a - last[1] <= 1 or (a - last[1] < 0.35 * tallest and _dot(weight, (a, b), last, tallest)):
            merged[-1] = (last[0], b)
        else:
            merged.append((a, b))
    return [(a, b, float(weight[a:b].sum())) for a, b in merged]


def _dot(weight: Numbers, one: tuple[int, int], other: tuple[int, int], tallest: int) -> bool:
    """Whether one of two runs is but the dot of an i or the comma's tail of the other, not the rest of another line."""
    inks = sorted(float(weight[a:b].sum()) for a, b in (one, other))
    return min(one[1] - one[0], other[1] - other[0]) < 0.35 * tallest and inks[0] < 0.12 * inks[1]


def _without(gray: Pixels, labels: Numbers, letters: Numbers) -> Pixels:
    """The ink without what is no letter, and without its gray fringe."""
    dropped = (~letters).astype(np.uint8)
    dropped[0] = 0
    gone = cv2.dilate(dropped[labels], np.ones((3, 3), np.uint8))
    kept = cv2.dilate(letters.astype(np.uint8)[labels], np.ones((3, 3), np.uint8))
    return np.where(np.greater(gone, kept), 0, gray).astype(np.uint8)


def _scaled(gray: Pixels, left: int, right: int, top: int, bottom: int) -> Pixels:
    """The line so large that its ink is LINE rows high, in the middle of HEIGHT rows."""
    scale = min(max(LINE / (bottom - top), _SCALES[0]), _SCALES[1])
    reach = HEIGHT / 2 / scale
    middle = (top + bottom) / 2
    y0, y1 = max(0, int(np.floor(middle - reach))), min(gray.shape[0], int(np.ceil(middle + reach)))
    x0, x1 = max(0, left - 1), min(gray.shape[1], right + 1)
    part = gray[y0:y1, x0:x1]
    width = min(max(1, round(part.shape[1] * scale)), WIDEST)
    height = max(1, round(part.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(part, (width, height), interpolation=how)
    line = np.zeros((HEIGHT, width + 2 * MARGIN), np.uint8)
    at = round((y0 - middle) * scale + HEIGHT / 2)
    first, last = max(0, at), min(HEIGHT, at + height)
    line[first:last, MARGIN : MARGIN + width] = small[first - at : last - at]
    return line
