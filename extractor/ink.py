"""What ink there is: in a cell, in a check box. Judged on pixels without the form's ruling lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.lines import without_lines
from extractor.records import Page, RulingLine, Word
from extractor.upright import Pixels, ink_mask
from models.geometry import Box

_SPECK_INCHES = 0.02  # a component not longer than this in both directions is dust (a period is about as large)
_GLYPHS = 1.6  # as many heights of a word are looked over beside it for glyphs that were left out
_LETTER_GAP = 0.4  # heights between letters of a word, at most; between words it is more
_UNDERLINED = 0.3  # share of a cell that a rule runs along: the last of several lines may be short
_UNBROKEN_INCHES = 0.15  # a rule holds pieces of this length, bold letters that touch do not
_REST = 3  # rows above and below it that are taken out with a rule, at most
_WHITE = 12  # pixels of white around a crop
_TAILS = 0.3  # heights of a line that tails hang below it
_OVER = 2.0  # heights of the cell's ink that ink crossing one of its ends is followed for
_RULE_INCHES = 0.035  # a rule that was taken out of letters leaves a gap not wider than this
_TALL = 0.45  # heights: less is a comma, a speck, a rule's rest


@dataclass(frozen=True, slots=True)
class InkedPage:
    """A page without its rules: `pixels` gray, `ink` 255 where there is ink, specks removed; `printed` is the ink with
    the rules (drawn check boxes look like short ones), `whole` the gray page with them; `layer` as the page's."""

    number: int
    dpi: float
    pixels: Pixels = field(repr=False, compare=False)
    ink: Pixels = field(repr=False, compare=False)
    printed: Pixels = field(repr=False, compare=False)
    whole: Pixels = field(repr=False, compare=False)
    layer: tuple[Word, ...] = field(default=(), repr=False, compare=False)


def inked(page: Page, lines: tuple[RulingLine, ...]) -> InkedPage:
    """The page prepared for looking into cells."""
    pixels = without_lines(page, lines)
    ink = _despeckled(ink_mask(pixels), page.dpi)
    printed = _despeckled(ink_mask(page.pixels), page.dpi)
    return InkedPage(page.number, page.dpi, pixels, ink, printed, page.pixels, page.layer)


def ink_box(page: InkedPage, box: Box, margin: float = 0.012) -> Box | None:
    """Where the ink of a cell lies, in page pixels; None when the cell is blank.

    `margin` (inches) keeps off the cell's own rules; what touches the border and stays thin there is a rule's rest.
    A letter that an end of the cell runs through, or the rule there, is in the box whole, or not at all where most of
    it is the neighbour's.
    """
    inset = margin * page.dpi
    x0, y0, x1, y1 = (max(0, round(v)) for v in box.pad(-inset))
    part = page.ink[y0:y1, x0:x1]
    if part.size == 0 or min(part.shape) < 3:
        return None
    part = _without_rests(part, page.dpi)
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    least = page.dpi * 0.03
    kept = []
    for x, y, width, height, area in stats[1:count]:
        long, short = max(width, height), min(width, height)
        if long < least and area < (least * 0.6) ** 2:
            continue
        at_side = x == 0 or x + width == part.shape[1]
        at_level = y == 0 or y + height == part.shape[0]
        thin = short <= page.dpi * 0.025
        if thin and ((at_side and height > 2 * width) or (at_level and width > 2 * height)):
            continue  # the rest of a rule
        if thin and long > 0.8 * (part.shape[1] if width > height else part.shape[0]) and long > page.dpi * 0.2:
            continue  # a rule through the cell
        kept.append((x, y, x + width, y + height, area))
    letter = any(max(x1 - x0, y1 - y0) >= page.dpi * 0.04 for x0, y0, x1, y1, _ in kept)  # a thin I, a dash
    if not kept or sum(item[4] for item in kept) < (page.dpi * (0.016 if letter else 0.025)) ** 2:
        return None
    kept = _whole(page, (x0, y0, x1, y1), kept)
    xs0, ys0, xs1, ys1, _ = zip(*kept, strict=True)
    return Box(x0 + min(xs0), y0 + min(ys0), x0 + max(xs1), y0 + max(ys1))


_Piece = tuple[int, int, int, int, int]
"""A piece of ink in a cell: its edges (x0, y0, x1, y1), counted from the cell's, and its area."""


def _whole(page: InkedPage, place: tuple[int, int, int, int], pieces: list[_Piece]) -> list[_Piece]:
    """The pieces, those at the cell's ends as wide as the ink that goes on beyond, over the gap a rule left as well;
    without those of which most lies beyond, unless nothing is left then."""
    x0, y0, x1, y1 = place
    if all(piece[0] > 0 and piece[2] < x1 - x0 for piece in pieces):
        return pieces
    tall = max(piece[3] for piece in pieces) - min(piece[1] for piece in pieces)
    start = max(0, x0 - round(_OVER * tall))
    seen = (slice(y0, y1), slice(start, x1 + round(_OVER * tall)))
    ink = page.ink[seen]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_over_rules(ink, page.printed[seen], page.dpi))
    before = x0 - start
    kept = []
    for left, top, right, bottom, area in pieces:
        if left > 0 and right < x1 - x0:
            kept.append((left, top, right, bottom, area))
            continue
        shown = labels[top:bottom, before + left : before + right][ink[top:bottom, before + left : before + right] > 0]
        label = int(np.bincount(shown).argmax())
        first, last = int(stats[label, 0]), int(stats[label, 0] + stats[label, 2])
        if first == 0 or last == ink.shape[1]:
            kept.append((left, top, right, bottom, area))  # it goes on without end
            continue
        all_of_it = (labels == label) & (ink > 0)
        if 2 * np.count_nonzero(all_of_it[:, before : before + x1 - x0]) >= np.count_nonzero(all_of_it):
            kept.append((min(left, first - before), top, max(right, last - before), bottom, area))
    return kept or pieces


def _over_rules(ink: Pixels, printed: Pixels, dpi: float) -> Pixels:
    """The ink, joined where a rule was taken out between two pieces of it."""
    gap = max(3, round(_RULE_INCHES * dpi))
    taken = cv2.dilate(((printed > 0) & (ink == 0)).astype(np.uint8), np.ones((3, 3), np.uint8))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    return np.where(taken > 0, closed, ink).astype(np.uint8)


def with_lost_glyphs(page: InkedPage, words: Box) -> Box:
    """The box of words, wider by a glyph or two that stand as near to it as letters do and that the page pass left out
    ("1/24/2010" of 11/24/2010): who reads the box next sees them. Ink that goes on is a neighbour's."""
    y0, y1 = max(0, round(words.y0)), round(words.y1)
    height = y1 - y0
    reach, gap = round(_GLYPHS * height), _LETTER_GAP * height
    x0, x1 = max(0, round(words.x0)), min(page.ink.shape[1], round(words.x1))
    left = _glyphs(page.ink[y0:y1, max(0, x0 - reach) : x0][:, ::-1], gap)
    right = _glyphs(page.ink[y0:y1, x1 : x1 + reach], gap)
    return Box(words.x0 - left, words.y0, words.x1 + right, words.y1)


def underlined(page: InkedPage, box: Box) -> bool:
    """Whether a level rule runs through a piece of text or right below it, whether it was taken out or not."""
    return bool(_ruled_rows(page, box).size)


def _ruled_rows(page: InkedPage, box: Box, ending: bool = False) -> NDArray[np.intp]:
    """Rows of the page, in a piece of text and right below it, that a level rule runs along; `ending` leaves out rules
    that go on beside the text, as those of the form do."""
    top, beside = max(0, round(box.y0)), max(3, round(_UNBROKEN_INCHES * page.dpi))
    left = max(0, round(box.x0) - beside)
    part = page.printed[top : round(box.y1) + _tails(page, box), left : max(0, round(box.x1)) + beside]
    if not part.size:
        return np.array([], np.intp)
    closed = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    rules = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, beside), np.uint8)) > 0
    x0, x1 = max(0, round(box.x0)) - left, max(0, round(box.x1)) - left
    ruled = rules[:, x0:x1].mean(axis=1) > _UNDERLINED
    if ending:
        ends = np.concatenate([rules[:, : x0 // 2], rules[:, x1 + beside // 2 :]], axis=1)
        ruled &= ends.mean(axis=1) < 0.25 if ends.size else True
    return np.asarray(top + np.flatnonzero(ruled), np.intp)


def _tails(page: InkedPage, box: Box) -> int:
    return round(_TAILS * min(box.height, 0.2 * page.dpi))


def _glyphs(beside: Pixels, gap: float) -> int:
    """Columns of glyphs at the near (left) end of a piece of a page; 0 when there is none, or ink to the far end."""
    columns = np.flatnonzero(beside.any(axis=0))
    if not columns.size or columns[0] > gap:
        return 0
    breaks = np.flatnonzero(np.diff(columns) > gap)
    last = int(columns[breaks[0] if breaks.size else -1])
    if last + 1 + gap > beside.shape[1]:
        return 0
    rows = np.flatnonzero(beside[:, : last + 1].any(axis=1))
    return last + 1 if rows[-1] - rows[0] >= _TALL * beside.shape[0] else 0


def _without_rests(part: Pixels, dpi: float) -> Pixels:
    """A cell's ink without straight rests of rules along its four sides, corners included."""
    band, length = max(2, round(0.03 * dpi)), max(5, round(0.12 * dpi))
    rests = np.zeros_like(part)
    if part.shape[1] > length:
        level: Pixels = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)).astype(np.uint8)
        rests[:band] |= level[:band]
        rests[-band:] |= level[-band:]
    if part.shape[0] > length:
        upright: Pixels = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)).astype(np.uint8)
        rests[:, :band] |= upright[:, :band]
        rests[:, -band:] |= upright[:, -band:]
    left: Pixels = np.where(rests > 0, 0, part).astype(np.uint8)
    return left


def crop(page: InkedPage, box: Box) -> Pixels:
    """The pixels of a box (clipped to the page) with a white border."""
    return framed(page.pixels, box)


def crop_of_text(page: InkedPage, box: Box, dx: float, dy: float) -> Pixels:
    """The pixels of a piece of text, so many around it, for a reader of lines. What underlines it is left in, with room
    for tails below: taken out, it takes the tails of letters with it and the feet of those that touch it."""
    around, rows = box.pad(dx, dy), _ruled_rows(page, box, ending=True)
    if rows.size:
        below = max(around.y1, float(rows[-1]) + 1 + _tails(page, box))
        around = Box(around.x0, around.y0, around.x1, below)
    shown, whole = crop(page, around), framed(page.whole, around)
    top = max(0, int(around.y0)) - _WHITE
    for row in rows:
        level = slice(max(0, row - top - _REST), row - top + _REST + 1)
        shown[level] = whole[level]
    return shown


def framed(pixels: Pixels, box: Box) -> Pixels:
    """The pixels of a box (clipped to the page) with a white border."""
    height, width = pixels.shape
    x0, y0 = max(0, int(box.x0)), max(0, int(box.y0))
    x1, y1 = min(width, int(np.ceil(box.x1))), min(height, int(np.ceil(box.y1)))
    part = pixels[y0:y1, x0:x1]
    return cv2.copyMakeBorder(part, _WHITE, _WHITE, _WHITE, _WHITE, cv2.BORDER_CONSTANT, value=255).astype(
        np.uint8, copy=False
    )


def _despeckled(ink: Pixels, dpi: float) -> Pixels:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    longest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    keep = longest > dpi * _SPECK_INCHES
    keep[0] = False
    return (keep[labels].astype(np.uint8) * 255) if count > 1 else ink
