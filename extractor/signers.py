"""Signers in rows of a table, each name wrapped over lines of its own beside its date: which lines are whose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

from extractor.records import Word
from extractor.shapes import date_likeness, letters
from extractor.signatures import is_signed

_OFF = 0.6  # heights by which a date may stand off the middle (or an end) of its lines


def signer_lines(lines: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines of a block of signatures, top to bottom; where two or more dates stand in a column beside more lines
    than there are dates, one line a date: its name's words and itself. Boxes may be in pixels or in lines and columns
    of text."""
    words = [word for line in lines for word in line]
    dates = sorted((word for word in words if date_likeness(word.text) >= 0.5), key=lambda word: word.box.center[1])
    left = min((word.box.x0 for word in dates), default=0.0)
    names = [kept for line in lines if (kept := [word for word in line if word.box.center[0] < left])]
    beside = max((word.box.x0 for word in dates), default=0.0) < min((word.box.x1 for word in dates), default=0.0)
    if len(dates) < 2 or not beside or len(names) <= len(dates):
        return [list(line) for line in lines]
    levels = [mean(word.box.center[1] for word in line) for line in names]
    reach = _OFF * median(word.box.height for word in words) * len(dates)
    level = [way for at in (0.5, 0.0, 1.0) if (way := _parted(levels, dates, at))[0] <= reach]
    if not level:
        return [list(line) for line in lines]
    _, firsts = min(level, key=lambda way: (_hands_within(names, way[1]), way[0] - _spaced(levels, way[1])))
    rows = zip(dates, pairwise([*firsts, len(names)]), strict=True)
    return [[*(word for line in names[begin:end] for word in line), date] for date, (begin, end) in rows]


def _hands_within(names: Sequence[Sequence[Word]], firsts: Sequence[int]) -> int:
    """How many lines that begin with a "/s/" of their own stand within another's lines."""
    signed = (at for at in range(1, len(names)) if at not in firsts and is_signed(names[at][:1]))
    return sum(letters(names[at - 1][-1].text) != "by" for at in signed)


def _spaced(levels: Sequence[float], firsts: Sequence[int]) -> float:
    """How much wider the lines are spaced before each signer's first than they are at least."""
    least = min(after - before for before, after in pairwise(levels))
    return sum(levels[at] - levels[at - 1] - least for at in firsts[1:])


def _parted(levels: Sequence[float], dates: Sequence[Word], at: float) -> tuple[float, tuple[int, ...]]:
    """(how far off in all, first line of each date): lines shared out among the dates, in order, so that each date is
    level with the middle (`at` 0.5), the first (0) or the last (1) of its lines."""
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number, date in enumerate(dates, start=1):
        left = len(dates) - number
        level = date.box.center[1]
        best = {
            end: min(
                (cost + abs(levels[begin] + at * (levels[end - 1] - levels[begin]) - level), (*firsts, begin))
                for begin, (cost, firsts) in best.items()
                if begin < end
            )
            for end in range(number, len(levels) - left + 1)
        }
    return best[len(levels)]
