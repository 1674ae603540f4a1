"""Printed rows that a dump broke in two: some cells stand a line higher or lower than the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.dump.columns import TRANSACTION_ROLES
from extractor.dump.decode import LogicalColumn, decode
from extractor.dump.lines import TextLine
from extractor.dump.looks import look
from extractor.dump.wraps import TEXT_KINDS, WHOLE_TITLE, Row, joined, plain_texts, shared_start
from extractor.records import Word
from extractor.shapes import letters

_GAIN = 1.0
"""By how much less one row must cost than two."""
_SAME_TITLE = 80
_END = frozenset({"sharesOwnedFollowingTransaction", "di"})
_TRANSACTION = _END | {"transactionDate", "transactionCode"}


class Ground(NamedTuple):
    """What the rows of a block stand on: their columns, the step between columns (0: places mean nothing), and the
    roles of columns that nothing goes to."""

    columns: tuple[LogicalColumn, ...]
    pitch: float
    closed: frozenset[str]


def rejoined(
    rows: Sequence[Row], fragments: Sequence[Sequence[TextLine]], ground: Ground
) -> tuple[list[Row], list[list[TextLine]]]:
    """Rows, those that stand in two lines made one. `fragments` are the other lines: before, between and after them.

    Two neighbouring lines are one row where that costs less than two: no column but those of text is filled in both,
    and one has what the other lacks.
    """
    items: list[Row | TextLine] = list(fragments[0])
    for row, after in zip(rows, fragments[1:], strict=True):
        items += [row, *after]
    found = [(at, whole) for at in range(len(items) - 1) if (whole := _whole(items[at], items[at + 1], ground))]
    taken: set[int] = set()
    for at, (_, row) in sorted(found, key=lambda item: -item[1][0]):
        if not {at, at + 1} & taken:
            items[at] = row
            taken |= {at, at + 1}
            items[at + 1] = row
    kept: list[Row] = []
    between: list[list[TextLine]] = [[]]
    for item in items:
        if not isinstance(item, Row):
            between[-1].append(item)
        elif not (kept and kept[-1] is item):
            kept.append(item)
            between.append([])
    return kept, between


def _whole(upper: Row | TextLine, lower: Row | TextLine, ground: Ground) -> tuple[float, Row] | None:
    """(how much it gains, the row that two neighbouring lines make); None when they are no row together."""
    rows = [item for item in (upper, lower) if isinstance(item, Row)]
    first, second = (item.line if isinstance(item, Row) else item for item in (upper, lower))
    if not rows or second.blank_before or first.table != second.table or any(row.twins for row in rows):
        return None
    if all(_is_complete(row, ground.columns) for row in rows) or _begin_alike(first, second):
        return None
    if not all(isinstance(item, Row) or _has_amounts(item) for item in (upper, lower)):
        return None
    apart = sum(item.cost if isinstance(item, Row) else _as_fragment(item, rows[0], ground) for item in (upper, lower))
    together = [one for order in ((0, 1), (1, 0)) if (one := _read((first, second), order, ground)) is not None]
    if not together:
        return None
    cost, filled = min(together, key=lambda one: one[0])
    roles = {ground.columns[index].role for index in filled}
    if apart - cost < _GAIN or not roles & _END:
        return None
    longer = first if len(first.words) >= len(second.words) else second
    return apart - cost, Row(replace(longer, blank_before=first.blank_before), filled, cost=cost)


def _begin_alike(first: TextLine, second: TextLine) -> bool:
    """Two lines that begin with the same title are two rows."""
    return sum(len(letters(word.text)) for word in shared_start(first, second)) >= WHOLE_TITLE


def _is_complete(row: Row, columns: Sequence[LogicalColumn]) -> bool:
    roles = {columns[index].role for index in row.filled}
    return roles >= (_TRANSACTION if roles & TRANSACTION_ROLES else _END)


def _has_amounts(line: TextLine) -> bool:
    """A date, or two words of columns other than those of text: more than a title that wraps."""
    looks = [look(word.text) for word in line.words]
    return "date" in looks or sum(one in {"number", "money", "letter", "code"} for one in looks) >= 2


def _as_fragment(line: TextLine, row: Row, ground: Ground) -> float:
    """Cost of a line as a part of its neighbour as that was read."""
    occupied = ground.closed | {ground.columns[index].role for index in row.filled}
    return decode(
        plain_texts(line), line.at, line.cells, ground.columns, occupied=occupied, fragment=True, pitch=ground.pitch
    )[0]


def _read(
    lines: tuple[TextLine, TextLine], order: tuple[int, int], ground: Ground
) -> tuple[float, dict[int, list[Word]]] | None:
    """(cost, words by column) of two lines read as one row, that of `order` first; None when they share a column."""
    bare = _without_cost(ground.columns)
    occupied = ground.closed
    cost = 0.0
    parts: list[dict[int, list[Word]]] = [{}, {}]
    for number in order:
        line = lines[number]
        one, path = decode(plain_texts(line), line.at, line.cells, bare, occupied=occupied, pitch=ground.pitch)
        cost += one
        for index, word in zip(path, line.words, strict=True):
            parts[number].setdefault(index, []).append(word)
        occupied |= {bare[index].role for index in path if bare[index].kind not in TEXT_KINDS}
    upper, lower = parts
    if any(bare[index].kind not in TEXT_KINDS for index in upper.keys() & lower.keys()):
        return None
    titles = [letters(joined(part.get(0, ()))) for part in parts]
    if all(titles) and fuzz.ratio(*titles) >= _SAME_TITLE:
        return None
    filled = {index: [*upper.get(index, ()), *lower.get(index, ())] for index in sorted({*upper, *lower})}
    holding = not any(bare[index].role in TRANSACTION_ROLES for index in filled)
    for index, column in enumerate(ground.columns):
        if index not in filled and not (holding and column.role in TRANSACTION_ROLES):
            cost += column.empty
    return cost, filled


def _without_cost(columns: Sequence[LogicalColumn]) -> tuple[LogicalColumn, ...]:
    """The columns, leaving none of them empty costs anything."""
    return tuple(replace(column, empty=0.0) for column in columns)
