"""Rows that a dump prints twice, with two readings: one row of the form, two opinions of it."""

from __future__ import annotations

from rapidfuzz import fuzz

from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import TextLine
from extractor.dump.wraps import TEXT_KINDS, Row, joined
from extractor.shapes import date_likeness, letters


def without_twins(
    rows: list[Row], fragments: list[list[TextLine]], columns: tuple[LogicalColumn, ...]
) -> tuple[list[Row], list[list[TextLine]]]:
    """A row printed twice with two readings becomes one row with a twin."""
    kept: list[Row] = []
    between: list[list[TextLine]] = [fragments[0]]
    for row, after in zip(rows, fragments[1:], strict=True):
        if kept and not between[-1] and _is_twin(kept[-1], row, columns):
            kept[-1].twins.append(row)
            between[-1] = after
        else:
            kept.append(row)
            between.append(after)
    return kept, between


def _is_twin(first: Row, second: Row, columns: tuple[LogicalColumn, ...]) -> bool:
    """Same values but for misread characters, and a sign that they are one row: a title in two parts, or damage."""
    compared = same = damaged = 0
    for index, column in enumerate(columns):
        left, right = (joined(row.filled.get(index, ())) for row in (first, second))
        if column.kind in TEXT_KINDS:
            continue
        if not left or not right:
            continue
        compared += 1
        a, b = letters(left), letters(right)
        if a == b:
            same += 1
            damaged += left.replace(" ", "") != right.replace(" ", "")
        elif (len(a) >= 2 and len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1) or (
            column.kind == "date" and fuzz.ratio(left, right) >= 80
        ):
            broken = column.kind == "date" and min(date_likeness(left), date_likeness(right)) < 1
            grouped = column.kind == "shares" and (" " in left) != (" " in right)
            damaged += 1 if broken or grouped else 0
            if not (broken or grouped):
                return False
        else:
            return False
    titles = [joined(row.filled.get(0, ())) for row in (first, second)]
    parted = titles[0] != titles[1] and fuzz.ratio(letters(titles[0]), letters(titles[1])) < 70
    return compared >= 3 and same * 2 >= compared and (parted or damaged > 0)
