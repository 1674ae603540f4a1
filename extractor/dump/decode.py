"""The row decoder: which words of one printed line of a table stand in which column.

A monotone Viterbi: words in reading order, columns in order, each word in one column. What a word looks like (date,
amount, price, letter, text) weighs against where it stands (pipe column or character column, when they mean anything),
so the same decoder reads shifted, split and merged columns and lines whose columns are lost.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.dump.looks import day_of, first_cost, next_cost
from models.layout import ColumnKind

_TRADED = 1.5
"""What speaks for a day of trading standing in the column of trading days."""
_LONE_MARKS = frozenset({"conversionOrExercisePrice", "exerciseDate", "expirationDate"})
_TEXT_KINDS = frozenset({"title", "nature", "text"})


@dataclass(frozen=True, slots=True)
class LogicalColumn:
    """A column of a table as the decoder sees it. `role` names it; `empty` is the cost of leaving it empty in a full
    row; `span` its place across the line in the units of TextLine.at, None when not known."""

    role: str
    kind: ColumnKind
    empty: float
    span: tuple[float, float] | None = None


@lru_cache(maxsize=2048)
def _firsts(text: str, columns: tuple[tuple[str, str], ...]) -> tuple[float, ...]:
    """Cost of a word as the first of each column (role, kind)."""
    return tuple([first_cost(text, role, kind) for role, kind in columns])


@lru_cache(maxsize=1024)
def _traded(text: str, columns: tuple[tuple[str, str], ...]) -> tuple[float, ...]:
    """The same for a day on which something was bought or sold."""
    costs = zip(_firsts(text, columns), columns, strict=True)
    return tuple([cost - _TRADED * (role == "transactionDate") for cost, (role, _) in costs])


@lru_cache(maxsize=512)
def _nexts(text: str, before: str, columns: tuple[tuple[str, str], ...]) -> tuple[float, ...]:
    """Cost of a word behind another one in each column (role, kind)."""
    return tuple([next_cost(text, before, kind) for _, kind in columns])


def decode(
    words: Sequence[str],
    at: Sequence[float],
    cells: Sequence[int],
    columns: Sequence[LogicalColumn],
    *,
    occupied: frozenset[str] = frozenset(),
    fragment: bool = False,
    pitch: float = 0.0,
    days: Collection[str] = (),
) -> tuple[float, list[int]]:
    """(cost, column index per word) of the best reading of one line.

    `at`, `cells` as in TextLine; `pitch` is the width of one column step in units of `at` (0: places mean nothing).
    A `fragment` is a line that carries only some columns of a row whose other lines filled `occupied` (roles). `days`
    (see `day_of`) are those on which something was bought or sold, as far as known.
    """
    count, width = len(words), len(columns)
    if not count:
        return 0.0, []
    if fragment:
        # a part of a row fills what its other lines left open: lone footnote marks of prices and dates above all
        empties = [
            0.7 * column.empty if column.role in _LONE_MARKS and column.role not in occupied else 0.0
            for column in columns
        ]
    else:
        empties = [column.empty for column in columns]
    cumulative = [0.0]
    for empty in empties:
        cumulative.append(cumulative[-1] + empty)
    taken = [2.5 if column.role in occupied and column.kind not in _TEXT_KINDS else 0.0 for column in columns]
    spoken = tuple([(column.role, column.kind) for column in columns])
    texty = [column.kind in _TEXT_KINDS for column in columns]
    spans = [column.span for column in columns] if pitch else [None] * width
    places = _distances(at[0], len(words[0]), spans, pitch)
    firsts = _firsts(words[0], spoken) if day_of(words[0]) not in days else _traded(words[0], spoken)
    costs = [cumulative[c] + (firsts[c] + places[c]) + taken[c] for c in range(width)]
    back: list[list[int]] = []
    for index in range(1, count):
        text, before = words[index], words[index - 1]
        joined = cells[index] == cells[index - 1]
        free = joined and pitch == 0
        previous = costs
        costs = [0.0] * width
        origin = [0] * width
        best, best_at = math.inf, -1
        if pitch:
            places = _distances(at[index], len(text), spans, pitch)
        firsts, nexts = _firsts(text, spoken), _nexts(text, before, spoken)
        if days and day_of(text) in days:
            firsts = _traded(text, spoken)
        for c in range(width):
            stay = previous[c] + nexts[c] + (0.0 if joined and pitch else places[c])
            if not joined:
                stay += 0.3 if texty[c] and pitch else 0.8
            move = best + cumulative[c] + firsts[c] + places[c] + taken[c]
            if joined and not free:
                move += 0.8
            if stay <= move:
                costs[c], origin[c] = stay, c
            else:
                costs[c], origin[c] = move, best_at
            ready = previous[c] - cumulative[c + 1]
            if ready < best:
                best, best_at = ready, c
        back.append(origin)
    finals = [costs[c] + cumulative[width] - cumulative[c + 1] for c in range(width)]
    at_column = min(range(width), key=finals.__getitem__)
    total = finals[at_column]
    path = [at_column]
    for origin in reversed(back):
        path.append(origin[path[-1]])
    path.reverse()
    return total, path


def distance(at: float, length: int, column: LogicalColumn, pitch: float) -> float:
    """Cost of a word's distance from its column: nothing inside, then growing with the step, bounded."""
    return _distances(at, length, [column.span if pitch else None], pitch)[0]


def _distances(at: float, length: int, spans: Sequence[tuple[float, float] | None], pitch: float) -> list[float]:
    """The same for columns of those places; nothing where a place is not known."""
    end = at + (length if pitch < 10 else 1)
    out = []
    for span in spans:
        gap = 0.0
        if span is not None:
            x0, x1 = span
            gap = x0 - end if end < x0 else at - x1 if at > x1 else 0.0
        out.append(min(0.35 + 0.55 * (gap / pitch), 2.5) if gap > 0 else 0.0)
    return out
