"""Words' boxes fitted to their ink: on a bent page the first engine's boxes may reach into the line above or below, or
over the words that follow, and who reads or orders words by such a box mixes the lines, or reads those words twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from extractor.ink import InkedPage
from extractor.records import Word
from models.geometry import Box

_TALL = 1.4  # usual heights: a box that is taller is looked into
_GAP = 0.15  # usual heights between two lines, at least
_WIDE = 1.5  # usual letters' widths for each letter: a box that is wider holds other words
_BEHIND = 0.2  # share of a box from which a word in it is behind the one whose box it is
_LETTER = 0.4  # usual heights of a line of letters, at least: less is a dot, a comma, a foot of the line above


def fitted(words: Sequence[Word], page: InkedPage) -> tuple[Word, ...]:
    """The words; those with unusually tall boxes cut to the line of ink in their middle, when there is one, and those
    whose boxes hold the words behind them cut to where these begin."""
    heights = [word.box.height for word in words if sum(c.isalnum() for c in word.text) >= 2]
    if not heights:
        return tuple(words)
    usual = median(heights)
    level = [_fitted(word, page, usual) if word.box.height > _TALL * usual else word for word in words]
    letter = median(word.box.width / len(word.text) for word in words if word.text)
    return tuple(_ending(word, level) if word.box.width > _WIDE * len(word.text) * letter else word for word in level)


def _ending(word: Word, words: Sequence[Word]) -> Word:
    """The word without the width of others of its line that stand in its box behind it."""
    x0, y0, x1, y1 = word.box
    behind = [
        other.box.x0
        for other in words
        if other.box.x0 > x0 + (x1 - x0) * _BEHIND
        and other.box.x1 <= x1 + 1
        and min(y1, other.box.y1) - max(y0, other.box.y0) > 0.5 * other.box.height
    ]
    return replace(word, box=Box(x0, y0, min(behind) - 1, y1)) if behind else word


def _fitted(word: Word, page: InkedPage, usual: float) -> Word:
    box = word.box
    top = max(0, int(box.y0))
    part = page.ink[top : max(0, round(box.y1)), max(0, int(box.x0)) : max(0, round(box.x1))]
    rows = np.flatnonzero(part.any(axis=1)) if part.size else np.array([], dtype=np.int64)
    if not rows.size:
        return word
    breaks = np.flatnonzero(np.diff(rows) > max(1.0, _GAP * usual))
    starts = rows[np.concatenate(([0], breaks + 1))]
    ends = rows[np.concatenate((breaks, [rows.size - 1]))] + 1
    lines = [(y0, y1) for y0, y1 in zip(starts, ends, strict=True) if y1 - y0 >= _LETTER * usual]
    if not lines:
        return word
    middle = box.center[1] - top
    y0, y1 = min(lines, key=lambda line: max(line[0] - middle, middle - line[1]))
    return replace(word, box=Box(box.x0, top + float(y0), box.x1, top + float(y1)))
