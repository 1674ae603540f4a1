"""Titles of Table II beside one another where columns are lost: which wrapped words are the derivative's, and which the
title of what underlies it, told by the titles that Table I has.

"Non-Qualified Series B / Stock Option … Common / (right to buy) Stock" is a Non-Qualified Stock Option (right to buy)
on Series B Common Stock: the ends of the lines spell one of Table I's titles, and nothing of it is left over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from extractor.dump.decode import LogicalColumn
from extractor.dump.mended import outline
from extractor.dump.parted import DERIVATIVE
from extractor.dump.wraps import Row
from extractor.records import Word
from extractor.shapes import letters

_MOST_LINES, _MOST_WORDS, _MOST_WAYS = 8, 8, 200


@dataclass(frozen=True, slots=True)
class _Line:
    """The words of both titles in one line; `cut` is where the second begins, None where that is open."""

    words: tuple[Word, ...]
    cut: int | None


def share_titles(rows: Sequence[Row], columns: Sequence[LogicalColumn], titles: Collection[str]) -> None:
    """Gives the rows' words of both titles to their columns anew where that spells a known title (`titles` are folded),
    with the first line above the next row where the title ends there."""
    under = next((i for i, column in enumerate(columns) if column.role == "underlyingSecurityTitle"), None)
    if under is None:
        return
    known = sorted({outline(title) for title in titles if title}, key=len, reverse=True)
    for row, following in zip_longest(rows, rows[1:]):
        if row.twins or row.line.table or outline(_folded(row.filled.get(under, ()))) in known:
            continue
        if not _spelled(row, under, known) and following is not None and following.above:
            moved = following.above[0]
            taken = {column: _without(following.filled.get(column, ()), moved.words) for column in (0, under)}
            tried = Row(row.line, dict(row.filled), row.above, [*row.below, moved])
            tried.filled[0] = [*row.filled.get(0, ()), *moved.words]
            gone = sum(len(following.filled.get(column, ())) - len(kept) for column, kept in taken.items())
            if gone == len(moved.words) and _spelled(tried, under, known):
                row.filled, row.below = tried.filled, tried.below
                following.above = following.above[1:]
                following.filled.update(taken)


def _without(words: Sequence[Word], gone: Sequence[Word]) -> list[Word]:
    dropped = {id(word) for word in gone}
    return [word for word in words if id(word) not in dropped]


def _spelled(row: Row, under: int, known: Sequence[str]) -> bool:
    """Whether the ends of the row's lines spell one of the titles; its words stand in their columns then."""
    lines = _lines(row, under)
    if lines is None:
        return False
    ways = next((ways for title in known if (ways := list(islice(_ways(lines, title), _MOST_WAYS)))), [])
    if ways:
        _share(row, under, lines, max(ways, key=lambda way: _sense(lines, way)))
    return bool(ways)


def _lines(row: Row, under: int) -> list[_Line] | None:
    owner = {id(word): column for column in (0, under) for word in row.filled.get(column, ())}
    lines = []
    for line in (*row.above, row.line, *row.below):
        words = tuple(word for word in line.words if id(word) in owner)
        free = line is not row.line and len(words) == len(line.words)
        places = [owner[id(word)] for word in words]
        if not free and places != sorted(places):
            return None
        lines.append(_Line(words, None if free else places.count(0)))
    short = len(lines) <= _MOST_LINES and all(len(line.words) <= _MOST_WORDS for line in lines)
    return lines if short and sum(len(line.words) for line in lines) == len(owner) else None


def _ways(lines: Sequence[_Line], title: str) -> Iterator[tuple[int, ...]]:
    """All cuts of the lines whose ends together spell the title."""
    if not lines:
        if not title:
            yield ()
        return
    first = lines[0]
    for cut in range(len(first.words) + 1) if first.cut is None else (first.cut,):
        end = outline(_folded(first.words[cut:]))
        if title.startswith(end):
            for rest in _ways(lines[1:], title[len(end) :]):
                yield (cut, *rest)


def _sense(lines: Sequence[_Line], way: Sequence[int]) -> int:
    """How many of the words that are left to the derivative's title are words of such titles, less the others."""
    left = [letters(word.text) for line, cut in zip(lines, way, strict=True) for word in line.words[:cut]]
    return sum(1 if word in DERIVATIVE else -1 for word in left) if left else -_MOST_LINES * _MOST_WORDS


def _share(row: Row, under: int, lines: Sequence[_Line], way: Sequence[int]) -> None:
    row.filled[0] = [word for line, cut in zip(lines, way, strict=True) for word in line.words[:cut]]
    row.filled[under] = [word for line, cut in zip(lines, way, strict=True) for word in line.words[cut:]]


def _folded(words: Sequence[Word]) -> str:
    return letters("".join(word.text for word in words))
