"""Rows that a dump prints twice, with two readings: one row of the form, two opinions of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import TextLine
from extractor.dump.looks import look
from extractor.dump.wraps import TEXT_KINDS, Row, joined
from extractor.shapes import date_likeness, digitish, letters

_MARK = re.compile(r"\d+")
_LEAST = 3  # columns that both rows must fill
_SURE = 4  # columns that say the same in the two prints of a row that fell apart, where one says another thing


def without_twins(
    rows: list[Row], fragments: list[list[TextLine]], columns: tuple[LogicalColumn, ...]
) -> tuple[list[Row], list[list[TextLine]]]:
    """A row of a table printed twice with two readings becomes one row with a twin."""
    kept: list[Row] = []
    between: list[list[TextLine]] = [fragments[0]]
    for nth, row in enumerate(rows):
        after = fragments[nth + 1]
        if kept and not between[-1] and not kept[-1].twins and row.line.table:
            before = between[-2]
            fallen = any(_is_title_part(line) for line in (*before[-1:], *after[:1]))
            if _is_twin(kept[-1], row, columns, fallen):
                kept[-1].twins.append(row)
                between[-1] = after
                continue
        kept.append(row)
        between.append(after)
    return kept, between


def _is_title_part(line: TextLine) -> bool:
    """A line of a table that holds nothing but a piece of a title, in its first columns."""
    return (
        line.table
        and len(line.words) <= 3
        and max(line.at) <= 10
        and all(look(word.text) in {"word", "letter", "noise"} for word in line.words)
    )


def _is_twin(first: Row, second: Row, columns: Sequence[LogicalColumn], fallen: bool) -> bool:
    """Same values but for misread characters, and a sign that they are one row: a title in two parts, or damage.
    `fallen`: the title's other words stand on lines of their own around the two, so the row fell apart."""
    compared = same = damaged = near = other = 0
    for index, column in enumerate(columns):
        left, right = (joined(row.filled.get(index, ())) for row in (first, second))
        marks = [_MARK.findall(text) for text in (left, right)]
        if column.kind == "nature" and marks[0] != marks[1] and len(marks[0]) == len(marks[1]):
            return False  # "By Trust (7)", "By Trust (8)"
        if column.kind in TEXT_KINDS or not left or not right:
            continue
        compared += 1
        if letters(left) == letters(right):
            same += 1
            damaged += left.replace(" ", "") != right.replace(" ", "")
        elif _is_damaged(left, right, column):
            damaged += 1
        elif fallen and _near(left, right, column):
            near += 1
        else:
            other += 1
    titles = [joined(row.filled.get(0, ())) for row in (first, second)]
    parted = titles[0] != titles[1] and fuzz.ratio(letters(titles[0]), letters(titles[1])) < 70
    if other > (1 if fallen and same >= _SURE else 0):
        return False
    if fallen and (not parted or sum(len(title.split()) for title in titles) > 6):
        return False
    return compared >= _LEAST and (same + near) * 2 >= compared and (parted or damaged > 0)


def _is_damaged(left: str, right: str, column: LogicalColumn) -> bool:
    """One character apart, and one of the two is plainly misread: a broken date, a lost separator."""
    a, b = letters(left), letters(right)
    one_off = len(a) >= 2 and len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    if column.kind == "date":
        return (one_off or fuzz.ratio(left, right) >= 80) and min(date_likeness(left), date_likeness(right)) < 1
    return one_off and column.kind == "shares" and (" " in left) != (" " in right)


def _near(left: str, right: str, column: LogicalColumn) -> bool:
    """Two readings of one value, as far as it can be told: look-alike characters, at most one other, a ruined mark."""
    if column.kind in {"code", "letter"}:
        return len(letters(left)) <= 2 and len(letters(right)) <= 2
    a, b = (digitish(letters(text)) for text in (left, right))
    if a == b or look(left) == "mark" or look(right) == "mark":
        return True
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 1:
        return False
    return (len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1) or fuzz.ratio(a, b) >= 80
