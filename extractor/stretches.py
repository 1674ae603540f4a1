"""Which stretches of a line's ink are which words: a recogniser of lines says what stands there, not where.

A mark at either end of a line ("__X__ Check this box …") may be no part of what was read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_LEFT_OVER = 0.4  # cost of ink at the ends that is no word's, per letter's width
_LOOSE = 0.35  # letters that a word's width may be off on average: more, and the stretches fit nobody
_MOST = 60  # stretches of ink of one line: a bound on time


def fitting_stretches(columns: NDArray[np.bool_], lengths: Sequence[int], blank: float) -> list[tuple[int, int]] | None:
    """The [start, end) of each word, in order. `columns` tells which columns of the line hold ink, `lengths` how many
    letters the words have; gaps narrower than `blank` columns are within a word. None when the ink does not fit."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], columns.astype(np.int8), [0]])))
    pieces: list[tuple[int, int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if pieces and start - pieces[-1][1] < blank:
            pieces[-1] = (pieces[-1][0], int(end))
        else:
            pieces.append((int(start), int(end)))
    if not len(lengths) <= len(pieces) <= _MOST:
        return None
    # how wide a letter is, when all ink is of the words, and when the first or the last stretch is not
    widths = [end - start for start, end in pieces]
    inked = [sum(widths), sum(widths[1:]), sum(widths[:-1])] if len(pieces) > len(lengths) else [sum(widths)]
    cost, chosen = min(_best(pieces, lengths, ink / sum(lengths)) for ink in inked)
    return chosen if cost <= _LOOSE * sum(lengths) else None


def _best(
    pieces: Sequence[tuple[int, int]], lengths: Sequence[int], letter: float
) -> tuple[float, list[tuple[int, int]]]:
    """(cost in letters, the stretches): every word is one or more neighbouring pieces; those between two words are all
    some word's."""
    widths = np.cumsum([0, *(end - start for start, end in pieces)])
    count = len(pieces)
    costs = [_LEFT_OVER * float(widths[first]) / letter for first in range(count + 1)]
    steps: list[list[int]] = []
    for length in lengths:
        reached, step = [float("inf")] * (count + 1), [0] * (count + 1)
        for end in range(1, count + 1):
            for first in range(end):
                width = pieces[end - 1][1] - pieces[first][0]
                inside = (width - (widths[end] - widths[first])) / letter  # gaps in the middle of a word
                total = costs[first] + abs(width / letter - length) + float(inside)
                if total < reached[end]:
                    reached[end], step[end] = total, first
        costs = reached
        steps.append(step)
    totals = [costs[end] + _LEFT_OVER * float(widths[-1] - widths[end]) / letter for end in range(count + 1)]
    end = int(np.argmin(totals))
    cost, found = totals[end], []
    for step in reversed(steps):
        found.append((pieces[step[end]][0], pieces[end - 1][1]))
        end = step[end]
    return cost, found[::-1]
