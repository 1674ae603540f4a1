"""Where the printed label of a check box begins and how high its letters are, by its words and by its ink: engines box
a word too large, and a mark or its underscore into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractor.frames import drawn_boxes
from extractor.ink import InkedPage
from extractor.labels import key_of
from extractor.records import Word
from models.geometry import Box

TALLEST = 0.12
"""Inches: no label's letters are higher."""

_WIDE_BOX = 0.1  # inches
_CLEAR = 4  # pixels beside a check box without ink
_GAP = 0.45  # letter heights between two words; letters of one word stand closer
WORD, SHORT_WORD = 2.3, 1.7  # letter heights: every label is wider than this, and "10%"; no mark is
_AHEAD = 7.0  # letter heights that a mark and its blank may be wide


@dataclass(frozen=True, slots=True)
class Legend:
    """The printed label of a check box: where its first letter begins, the middle of its first and of its last line,
    how high its letters are (page pixels); `sure` when its ink begins where it is said to."""

    x: float
    y: float
    last: float
    height: float
    sure: bool = False


def unframed(page: InkedPage, zone: Box) -> InkedPage:
    """The page with the drawn check boxes in a zone, and what is in them, left out of its ink: they are not of the
    labels."""
    x0, y0 = max(0, round(zone.x0)), max(0, round(zone.y0))
    part = page.printed[y0 : round(zone.y1), x0 : round(zone.x1)]
    ink = page.ink.copy()
    for frame in drawn_boxes(part, page.dpi):
        left, top, right, bottom = (round(v) for v in frame)
        beside = (part[top:bottom, max(0, left - _CLEAR) : left], part[top:bottom, right : right + _CLEAR])
        clear = all((side > 0).mean() <= 0.25 for side in beside if side.size)
        # no wider than a letter, or letters beside it: perhaps some
        if clear and min(frame.width, frame.height) >= _WIDE_BOX * page.dpi:
            ink[top + y0 : bottom + y0, left + x0 : right + x0] = 0
    return replace(page, ink=ink)


def begins_by_ink(
    page: InkedPage, box: Box, y: float, height: float, least: float = WORD, before: float = 0.3
) -> float | None:
    """Where the first word of a label begins whose box (with a mark's blank in it, perhaps) an engine gave: the first
    ink from `before` letter heights ahead of it that is `least` wide, wider than a mark, and stands higher than an
    underscore. None when there is none near."""
    x0, y0 = max(0, round(box.x0 - before * height)), max(0, round(y - 0.55 * height))
    part = page.ink[y0 : round(y + 0.1 * height), x0 : round(max(box.x1, box.x0 + _AHEAD * height) + 2 * height)]
    if part.size == 0:
        return None
    inked = np.concatenate([[0], part.any(axis=0).astype(np.int8), [0]])
    begins, ends = np.flatnonzero(np.diff(inked) == 1), np.flatnonzero(np.diff(inked) == -1)
    words: list[tuple[int, int]] = []
    for begin, end in zip(begins, ends, strict=True):
        if words and begin - words[-1][1] < _GAP * height:
            words[-1] = (words[-1][0], int(end))
        else:
            words.append((int(begin), int(end)))
    first = next((begin for begin, end in words if end - begin >= least * height), None)
    return None if first is None or first > (_AHEAD + before) * height else float(first + x0)


def ends_in_ink(page: InkedPage, box: Box, height: float) -> bool:
    """Whether there is ink at a word's end: engines share a line's width among its words as they please."""
    x1, y = round(box.x1) + 2, box.center[1]
    end = page.ink[max(0, round(y - 0.4 * height)) : round(y + 0.2 * height), max(0, round(x1 - height)) : x1]
    return bool(end.any())


def ahead(word: Word, line: Sequence[Word]) -> float:
    """How much wider a word's box is than its letters need, by the other words of its line: its mark or box was taken
    for a part of it. 0 when it is not clearly wider."""
    others = [other.box.width / len(other.text) for other in line if other is not word and len(other.text) >= 4]
    if not others:
        return 0.0
    spare = word.box.width - float(np.median(others)) * len(key_of(word.text))
    return spare if spare > 0.4 * word.box.width else 0.0


def inked_rows(page: InkedPage, box: Box) -> tuple[float, float]:
    """The rows of a word by its ink: engines often box a word far too high."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in box)
    tallest = TALLEST * page.dpi
    level = box.center[1]
    part = page.ink[y0:y1, x0:x1]
    if box.height > 0.085 * page.dpi and part.size:
        inked = (part > 0).mean(axis=1) > 0.1
        edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
        runs = [(a + y0, b + y0) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 0.03 * page.dpi]
        if runs:
            top, bottom = min(runs, key=lambda run: abs((run[0] + run[1]) / 2 - level))
            if bottom - top <= tallest:
                return float(top), float(bottom)
    height = min(max(box.height, 0.05 * page.dpi), tallest)
    return level - height / 2, level + height / 2
