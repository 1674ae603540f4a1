"""A table of the paper form: a printed grid of empty rows, and rows typed into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfbase.pdfmetrics import stringWidth

from extractor.synth.printed import Entry, Row
from extractor.synth.typist import Press, Typist, wrapped
from extractor.synth.wording import Column
from models.geometry import Box

Note = Callable[[int, str, Entry, int, Box], None]
"""Hears of a value: row from 0, column, entry, page from 1, box in points."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a table stands: left end, width, the row height as printed; `spill` lets long text run on over the next
    printed rows instead of making its row taller; `low` sets the other cells of a tall row on its last line."""

    left: float
    width: float
    row: float
    spill: bool
    low: bool


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row cut into lines, by column, and the number of printed rows (1 unless it spills) and height it takes."""

    lines: Mapping[str, Sequence[str]]
    slots: int
    height: float
    number: int
    row: Row


def spans(
    columns: Sequence[Column], wanted: Mapping[str, float], rows: Sequence[Row], grid: Grid, typist: Typist
) -> list[tuple[float, float]]:
    """Left and right end of each column: the wanted shares of the width, and where a number would not fit even typed
    small, what it needs, taken from the columns with room to spare."""
    total = sum(wanted[column.key] for column in columns)
    steps = [grid.width * wanted[column.key] / total for column in columns]
    least = [0.8 * _longest(column.key, rows, typist) + 5 for column in columns]
    missing = sum(max(low - step, 0) for low, step in zip(least, steps, strict=True))
    spare = sum(max(step - low, 0) for low, step in zip(least, steps, strict=True)) or 1
    kept = max(1 - missing / spare, 0)
    steps = [low if step < low else low + (step - low) * kept for low, step in zip(least, steps, strict=True)]
    ends, at = [], grid.left
    for step in steps:
        ends.append((at, at + step))
        at += step
    return ends


def _kept(row: Row, key: str) -> Entry:
    """The entry, a price such as 12 5/8 held together by no-break spaces."""
    held = row.get(key, Entry())
    return Entry(held.text.replace(" ", "\xa0"), held.notes) if key in ("price", "strike") else held


def _longest(key: str, rows: Sequence[Row], typist: Typist) -> float:
    """The width of the longest word in a column, with its footnote marks where they are one more word."""
    held = [_kept(row, key) for row in rows]
    return max([typist.width(word) for each in held for word in (*each.text.split(" "), each.marks)], default=0)


def typed_rows(
    columns: Sequence[Column], rows: Sequence[Row], places: Sequence[tuple[float, float]], grid: Grid, typist: Typist
) -> list[TypedRow]:
    """Every row cut to its columns."""
    typed = []
    for number, row in enumerate(rows):
        lines = {}
        for column, (x0, x1) in zip(columns, places, strict=True):
            held = _kept(row, column.key)
            text = " ".join(t for t in (held.text, held.marks) if t)
            lines[column.key] = typist.lines(text, x1 - x0 - 4) if text else []
        most = max([len(each) for each in lines.values()], default=1) or 1
        if grid.spill:
            typed.append(TypedRow(lines, most, grid.row * most, number, row))
        else:
            typed.append(TypedRow(lines, 1, max(grid.row, most * typist.leading + 7), number, row))
    return typed


def print_heads(
    press: Press, columns: Sequence[Column], places: Sequence[tuple[float, float]], y: float, small: float
) -> float:
    """The two-storey header with its rules, from y down; returns where the rows begin."""
    small = min(small, max(small * 0.75, _fits(press, columns, places)))
    size = press.size * small
    columns = [
        column if press.size * small * _wide(press, column.label) <= x1 - x0 - 3
        else replace(column, label=column.label.replace("(Month/Day", "(Month/ Day"))
        for column, (x0, x1) in zip(columns, places, strict=True)
    ]  # fmt: skip
    heights = []
    for storey in (0, 1):
        tallest = 0
        for column, (x0, x1) in zip(columns, places, strict=True):
            text, wide = column.label, x1 - x0
            if column.group and storey == 0:
                left, right = group_span(columns, places, column.group)
                text, wide = column.group, right - left
            if storey == 0 or column.group:
                tallest = max(tallest, len(wrapped(text, press.face.regular, size, wide - 3)))
        heights.append(tallest * size * 1.12 + 4)
    upper = max(heights[0] - heights[1], _group_height(press, columns, places, size), size * 1.5)
    whole = max(heights[0], upper + heights[1])
    upper = whole - heights[1]
    bottom = y + whole
    press.line(places[0][0], y, places[-1][1], y)
    press.line(places[0][0], bottom, places[-1][1], bottom)
    done: set[str] = set()
    for column, (x0, x1) in zip(columns, places, strict=True):
        if not column.group:
            press.block(x0 + 2, y + size, x1 - x0 - 3, column.label, small)
            continue
        if column.group not in done:
            done.add(column.group)
            g0, g1 = group_span(columns, places, column.group)
            press.block(g0 + 2, y + size, g1 - g0 - 3, column.group, small)
            press.line(g0, y + upper, g1, y + upper)
        lines = len(wrapped(column.label, press.face.regular, size, x1 - x0 - 2))
        press.block(x0 + 1, bottom - 2.5 - (lines - 1) * size * 1.12, x1 - x0 - 2, column.label, small, align="center")
    inner = {
        x1
        for column, after, (_, x1) in zip(columns, columns[1:], places, strict=False)
        if column.group and column.group == after.group
    }
    for x in {places[0][0], *(x1 for _, x1 in places)}:
        press.line(x, y + (upper if x in inner else 0), x, bottom)
    return bottom


def group_span(columns: Sequence[Column], places: Sequence[tuple[float, float]], group: str) -> tuple[float, float]:
    """Left and right end of a heading shared by several columns."""
    under = [place for column, place in zip(columns, places, strict=True) if column.group == group]
    return under[0][0], under[-1][1]


def _fits(press: Press, columns: Sequence[Column], places: Sequence[tuple[float, float]]) -> float:
    """The factor of the press's size at which no word of a header is broken."""
    factor = 9.0
    for column, (x0, x1) in zip(columns, places, strict=True):
        factor = min(factor, (x1 - x0 - 3) / (press.size * _wide(press, column.label)))
    return factor


def _wide(press: Press, label: str) -> float:
    """The width of the longest word of a label at one point."""
    return max(float(stringWidth(word, press.face.regular, 1)) for word in label.split())


def fitting(
    columns: Sequence[Column], rows: Sequence[Row], places: Sequence[tuple[float, float]], typist: Typist
) -> Typist:
    """The typist with a size small enough that no number or word is broken, within reason."""
    factor = 1.0
    for row in rows:
        for column, (x0, x1) in zip(columns, places, strict=True):
            held = _kept(row, column.key)
            for word in (*held.text.split(" "), held.marks):
                if word:
                    factor = min(factor, (x1 - x0 - 4) / typist.width(word))
    return replace(typist, size=typist.size * max(factor, 0.72))


def _group_height(press: Press, columns: Sequence[Column], places: Sequence[tuple[float, float]], size: float) -> float:
    heights = [0.0]
    for group in {column.group for column in columns if column.group}:
        x0, x1 = group_span(columns, places, group)
        heights.append(len(wrapped(group, press.face.regular, size, x1 - x0 - 3)) * size * 1.12 + 3)
    return max(heights)


def type_row(
    press: Press,
    typist: Typist,
    columns: Sequence[Column],
    places: Sequence[tuple[float, float]],
    row: TypedRow | None,
    y: float,
    grid: Grid,
    note: Note,
) -> float:
    """One row with its rules, empty when None; returns where the next begins. `note` hears where each value stands."""
    tall = grid.row if row is None else row.height
    slots = 1 if row is None else row.slots
    for slot in range(1, slots + 1):
        press.line(places[0][0], y + tall * slot / slots, places[-1][1], y + tall * slot / slots)
    for x in (places[0][0], *(x1 for _, x1 in places)):
        press.line(x, y, x, y + tall)
    if row is None:
        return y + tall
    lift = min(grid.row * 0.3, 5)  # baselines stand that far above the rule
    most = max([len(each) for each in row.lines.values()], default=1) or 1
    for column, (x0, x1) in zip(columns, places, strict=True):
        lines = row.lines[column.key]
        note(
            row.number,
            column.key,
            row.row.get(column.key, Entry()),
            press.canvas.getPageNumber(),
            Box(x0, y, x1, y + tall),
        )
        if grid.spill:
            for number, line in enumerate(lines):
                typist.type(x0 + 2, y + grid.row * (number + 1) - lift, line)
        elif lines:
            first = y + tall - lift - (most - 1) * typist.leading
            if grid.low or len(lines) == most:
                first = y + tall - lift - (len(lines) - 1) * typist.leading
            typist.type_lines(x0 + 2, first, lines)
    return y + tall
