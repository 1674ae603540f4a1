"""The columns that a drawn rule shows: "+----+---+", "---- ---" or the tags of EDGAR's tables, "<S> <C>"."""

from __future__ import annotations

import re
from itertools import pairwise

_RULE = re.compile(r"[\s\-=_+*.~|]+\Z")
_STROKES = re.compile(r"[-=_]+")
_COLUMN_TAG = re.compile(r"<[SC]>", re.IGNORECASE)
_LAST_COLUMN = 40.0  # characters that the last of the columns with marked starts may take

Stretch = tuple[float, float]
"""A column of a drawn table, as its rule shows it: characters [x0, x1) of the line."""


def stretches(line: str) -> tuple[Stretch, ...]:
    """The columns that a rule shows: between its crossings, its strokes, or the starts that EDGAR's tags mark."""
    if line.count("+") > 2 and "-" in line:
        crossings = [at for at, ch in enumerate(line) if ch == "+"]
        return tuple((left + 1.0, float(right)) for left, right in pairwise(crossings))
    starts = [float(found.start()) for found in _COLUMN_TAG.finditer(line)]
    if len(starts) > 2:
        return tuple(pairwise([*starts, starts[-1] + _LAST_COLUMN]))
    strokes = tuple((float(found.start()), float(found.end())) for found in _STROKES.finditer(line))
    return strokes if len(strokes) > 2 and _RULE.match(line) else ()
