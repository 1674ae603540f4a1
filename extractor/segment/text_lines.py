"""Words to lines in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from extractor.records import Word


def text_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Lines top to bottom, each left to right: a word joins the line whose level is within half a letter height."""
    found = sorted(words, key=lambda word: word.box.center[1])
    if not found:
        return []
    typical = median(word.box.height for word in found)
    lines: list[list[Word]] = []
    for word in found:
        level = word.box.center[1]
        for line in lines[-2:]:
            # compare with the nearest word of the line: what is left of a skew adds up over a page
            nearest = min(line, key=lambda other: abs(other.box.x0 - word.box.x0))
            if abs(nearest.box.center[1] - level) < 0.5 * max(typical, min(word.box.height, 2 * typical) * 0.9):
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box.x0) for line in lines]


def text_of(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
