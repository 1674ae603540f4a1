"""The best joint choice: one option per cell, so that the sum of scores and rule weights is highest.

Exact, by eliminating one cell after the other (max-sum over tables); cells no rule ties together never meet. The work
is bounded whatever the filing: where the factors would weigh more than BUDGET combinations, or a table would outgrow
LIMIT entries, the worst options are left out until they do not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]

BUDGET = 60_000
"""Combinations that all factors together may weigh: an ordinary filing has hundreds."""

LIMIT = 20_000
"""Entries a table may have; 60 rows of a dozen options each stay within a second."""


@dataclass(frozen=True)
class Factor:
    """What a choice for some cells is worth together: `fill` takes how many options each cell brings and gives the
    worth of every combination, the last cell's options running fastest."""

    cells: tuple[str, ...]
    fill: Callable[[tuple[int, ...]], Iterable[float]]


def choose(scores: Mapping[str, Sequence[float]], factors: Sequence[Factor]) -> dict[str, int]:
    """For each cell the number of its option in the best joint choice.

    `scores` gives each cell's options their log-scores, best first; ties go to the earlier option.
    """
    width = _width(scores, factors)
    kept = {cell: min(len(options), width) for cell, options in scores.items()}
    tables: list[tuple[tuple[str, ...], Table]] = []
    for cell, options in scores.items():
        # A tiny slope makes ties fall to the better reading whatever the order of elimination.
        tables.append(((cell,), np.array(options[: kept[cell]]) - 1e-9 * np.arange(kept[cell])))
    for factor in factors:
        shape = tuple(kept[cell] for cell in factor.cells)
        table = np.fromiter(factor.fill(shape), float).reshape(shape)
        if table.any():
            tables.append((factor.cells, table))
    return _eliminate(kept, tables)


def _width(scores: Mapping[str, Sequence[float]], factors: Sequence[Factor]) -> int:
    """How many options every cell may bring so that the factors stay within BUDGET; at least two."""
    widest = max((len(options) for options in scores.values()), default=1)
    for width in range(widest, 2, -1):
        sizes = (math.prod(min(len(scores[cell]), width) for cell in factor.cells) for factor in factors)
        if sum(sizes) <= BUDGET:
            return width
    return 2


def _eliminate(kept: dict[str, int], tables: list[tuple[tuple[str, ...], Table]]) -> dict[str, int]:
    neighbours: dict[str, set[str]] = {cell: set() for cell in kept}
    for cells, _ in tables:
        for cell in cells:
            neighbours[cell].update(cells)
    steps: list[tuple[str, tuple[str, ...], NDArray[np.intp]]] = []
    left = dict(kept)
    while left:
        cell = min(left, key=lambda one: (_size(neighbours[one], left), one))
        scope = tuple(sorted(neighbours[cell] - {cell}))
        while _size((cell, *scope), left) > LIMIT:
            widest = max((cell, *scope), key=lambda one: left[one])
            left[widest] -= 1
            tables = [_cut(widest, left[widest], table) for table in tables]
        mine = [table for table in tables if cell in table[0]]
        tables = [table for table in tables if cell not in table[0]]
        axes = (*scope, cell)
        total = np.zeros(tuple(left[one] for one in axes))
        for cells, table in mine:
            total = total + _spread(cells, table, axes)
        steps.append((cell, scope, np.argmax(total, axis=-1)))
        if scope:
            tables.append((scope, np.max(total, axis=-1)))
        for one in scope:
            neighbours[one].update(scope)
            neighbours[one].discard(cell)
        del left[cell]
    chosen: dict[str, int] = {}
    for cell, scope, argmax in reversed(steps):
        chosen[cell] = int(argmax[tuple(chosen[one] for one in scope)])
    return chosen


def _size(cells: Sequence[str] | set[str], left: Mapping[str, int]) -> int:
    size = 1
    for cell in cells:
        size *= left[cell]
    return size


def _cut(cell: str, width: int, table: tuple[tuple[str, ...], Table]) -> tuple[tuple[str, ...], Table]:
    cells, values = table
    if cell not in cells:
        return table
    return cells, values[tuple(slice(width) if one == cell else slice(None) for one in cells)]


def _spread(cells: tuple[str, ...], table: Table, axes: tuple[str, ...]) -> Table:
    """The table with its axes in the order of `axes`, of length 1 where it has none."""
    order = sorted(range(len(cells)), key=lambda at: axes.index(cells[at]))
    shape = [1] * len(axes)
    for at in order:
        shape[axes.index(cells[at])] = table.shape[at]
    return table.transpose(order).reshape(shape)
