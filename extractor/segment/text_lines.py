"""Words to lines in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from extractor.records import Word
from models.geometry import Box

_TALL = 2.0  # heights of a word that no print of the line has
_SENTENCE = 6  # words of a line that is no cell's
_SURE = 0.6  # an engine's mean score of what is no dirt


def text_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Lines top to bottom, each left to right: a word joins the line whose nearest word it overlaps in height."""
    found = sorted(words, key=lambda word: word.box.center[1])
    if not found:
        return []
    typical = median(word.box.height for word in found)
    strokes = [word for word in found if word.box.height > _TALL * typical and not any(map(str.isalnum, word.text))]
    if strokes:  # a pen's: it would hold together the lines that it runs through
        apart = {id(word) for word in strokes}
        lines = [*text_lines(word for word in found if id(word) not in apart), *([word] for word in strokes)]
        return sorted(lines, key=lambda line: min(word.box.center[1] for word in line))
    lines = []
    for word in found:
        for line in lines[-3:]:
            # compare with the nearest word of the line: what is left of a skew adds up over a page
            nearest = min(line, key=lambda other: _apart(other.box, word.box))
            if _share_a_line(nearest.box, word.box, typical):
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box.x0) for line in lines]


def _apart(one: Box, other: Box) -> float:
    return max(one.x0 - other.x1, other.x0 - one.x1)


def _share_a_line(one: Box, other: Box, typical: float) -> bool:
    """Overlap in height by nearly half of the lower one (typed words dance, marks are small), without standing in the
    same place."""
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    level = abs(one.center[1] - other.center[1])
    same_place = level > 0.35 * typical and _apart(one, other) < -0.5 * min(one.width, other.width)
    return not same_place and (
        level < 0.5 * typical or (shared >= 0.45 * min(one.height, other.height) and level < 0.8 * typical)
    )


def text_of(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def is_running_text(line: Sequence[Word], margin: float) -> bool:
    """Whether a line's words follow one another as in prose, from near the left margin (x) on: rows of a table have
    gaps between their columns."""
    height = median(word.box.height for word in line)
    gaps = [after.box.x0 - before.box.x1 for before, after in pairwise(line)]
    sure = sum(word.score for word in line) / len(line)
    return (
        len(line) >= _SENTENCE and sure >= _SURE and max(gaps) < 1.5 * height
        and line[0].box.x0 < margin + 4 * height and sum(len(word.text) for word in line) >= 4 * len(line)
    )
