"""A scene laid on a grid of characters: what stands in which column of which line, as a typewriter or printer sets
it."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from extractor.synth.dumps.paper import Boxes, Cell, Grid, Line, Scene, Words, plain
from extractor.synth.wording import Column

Row = list[tuple[int, str]]
"""One line: (column, text) from left to right; empty for a blank line."""

_TEXT = frozenset({"title", "nature", "underlying", "owner", "signature"})


@dataclass(frozen=True, slots=True)
class Measure:
    """The sheet and its habits: `width` in characters; cells of a row begin at its `top` or stand in its `middle`;
    numbers go `left`, `center` or `right`; `gap` blanks at least between columns; `loose` blank lines between rows."""

    width: int = 190
    upright: Literal["top", "middle"] = "top"
    numbers: Literal["left", "center", "right"] = "left"
    gap: int = 2
    loose: bool = False


def lay(scene: Scene, measure: Measure, rng: random.Random) -> list[Row]:
    """The scene as lines of placed text."""
    page: list[Row] = []
    for block in scene:
        if isinstance(block, Words):
            page += _words(block, measure)
        elif isinstance(block, Boxes):
            page += _boxes(block, measure)
        elif block.id == "signatures":
            page += _signatures(block, measure)
        else:
            page += _grid(block, measure)
        if rng.random() < (0.8 if measure.loose else 0.3):
            page.append([])
    return page


def fold(text: str, width: int) -> list[str]:
    """Wrapped at blanks; a word longer than the width is cut. Nothing for nothing."""
    return textwrap.wrap(text, max(1, width), break_long_words=True, break_on_hyphens=False)


def hyphenated(text: str, width: int) -> str:
    """Words longer than the width, cut as typists do: behind a stroke, else with a hyphen: "Trans- action"."""
    words = []
    for word in text.split(" "):
        rest = word
        while len(rest) > width > 3:
            stroke = rest.rfind("/", 1, width) + 1
            words.append(rest[:stroke] if stroke > 1 else rest[: width - 1] + "-")
            rest = rest[stroke if stroke > 1 else width - 1 :]
        words.append(rest)
    return " ".join(words)


def columns_of(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, gap: int, least_word: int = 11
) -> list[int]:
    """The width of each column: its longest word at least, more for those that hold more, together `width` (or more,
    when the values need it). Words of headings give way first, down to `least_word` letters a line."""
    least: list[int] = []
    for cap in sorted({16, 13, 11, least_word}, reverse=True):
        least = [_least(column, [row[at] for row in rows], cap) for at, column in enumerate(columns)]
        _make_room_for_groups(columns, least, gap, cap)
        spare = width - sum(least) - gap * (len(columns) - 1)
        if spare >= 0:
            break
    wanted = [
        max(low, min(max((len(plain(line)) for row in rows for line in row[at]), default=0), 40)) if column.key in _TEXT
        else max(low, min(len(column.label), 14))
        for at, (column, low) in enumerate(zip(columns, least, strict=True))
    ]  # fmt: skip
    hunger = sum(wanted) - sum(least)
    if spare <= 0 or hunger <= 0:
        return least
    return [low + int(min(1.0, spare / hunger) * (high - low)) for low, high in zip(least, wanted, strict=True)]


def _make_room_for_groups(columns: Sequence[Column], widths: list[int], gap: int, cap: int) -> None:
    """Widens the first column under a shared heading until the heading's longest word fits."""
    for at, column in enumerate(columns):
        if column.group and (at == 0 or columns[at - 1].group != column.group):
            under = [i for i in range(at, len(columns)) if columns[i].group == column.group]
            room = sum(widths[i] for i in under) + gap * (len(under) - 1)
            widths[at] += max(0, min(max(map(len, column.group.split())), cap) - room)


def _least(column: Column, cells: Sequence[Cell], cap: int) -> int:
    texts = [plain(line) for content in cells for line in content]
    heading = min(max((len(word) for word in column.label.split()), default=1), cap)
    if column.key in _TEXT:
        return max(
            min(max((len(word) for text in texts for word in text.split(" ")), default=0), 16),
            heading,
            12 if column.key == "title" else 8,
        )
    return max(max(map(len, texts), default=0), heading)


def _words(block: Words, measure: Measure) -> list[Row]:
    page: list[Row] = []
    for line in block.lines:
        for part in fold(plain(line), measure.width - 2) or [""]:
            inset = max(1, (measure.width - len(part)) // 2) if block.role == "title" else 1
            page.append([(inset, part)] if part else [])
    return page


def _boxes(block: Boxes, measure: Measure) -> list[Row]:
    """Boxes side by side, each wide enough for the longest value in its column where the sheet allows."""
    many = max(map(len, block.rows), default=1)
    needs = [
        max((len(plain(line)) for row in block.rows if at < len(row) for line in row[at] if _valued(line)), default=0)
        for at in range(many)
    ]
    shares = [max(measure.width // 5, min(need, measure.width // 2) + measure.gap + 1) for need in needs]
    spare = max(0, measure.width - sum(shares)) // many
    starts = [1 + sum(shares[:at]) + spare * at for at in range(many)]
    page: list[Row] = []
    for row in block.rows:
        columns = [
            [part for line in content for part in fold(plain(line), share + spare - measure.gap)]
            for content, share in zip(row, shares, strict=False)
        ]
        for at in range(max(map(len, columns), default=0)):
            page.append([(starts[i], column[at]) for i, column in enumerate(columns) if at < len(column)])
    return page


def _valued(line: Line) -> bool:
    return any(run.name and len(run.text) > 3 for run in line)


def _signatures(block: Grid, measure: Measure) -> list[Row]:
    left, right = int(measure.width * 0.5), int(measure.width * 0.82)
    page: list[Row] = []
    for row in block.rows:
        names = fold(" ".join(map(plain, row[0])), right - left - 2)
        days = fold(" ".join(map(plain, row[1])), measure.width - right)
        for at in range(max(len(names), len(days))):
            parts = [(left, names[at])] if at < len(names) else []
            page.append(parts + ([(right, days[0])] if at == 0 and days else []))
    return page


def _grid(block: Grid, measure: Measure) -> list[Row]:
    widths = columns_of(block.columns, block.rows, measure.width, measure.gap)
    starts = [1 + sum(widths[:at]) + measure.gap * at for at in range(len(widths))]
    page = heading(block.columns, starts, widths)
    for row in block.rows:
        if measure.loose:
            page.append([])
        page += table_row(block.columns, row, starts, widths, measure)
    return page


def heading(columns: Sequence[Column], starts: Sequence[int], widths: Sequence[int]) -> list[Row]:
    """Labels from the top, labels under a shared heading from the bottom."""
    upper: list[tuple[int, list[str]]] = []  # start, lines
    lower: list[tuple[int, list[str]]] = []
    height = 0
    for shared, members in groupby(range(len(columns)), key=lambda at: columns[at].group or f"\0{at}"):
        under = list(members)
        first, last = under[0], under[-1]
        grouped = bool(columns[first].group)
        room = starts[last] + widths[last] - starts[first]
        above = _folded(shared if grouped else columns[first].label, room)
        below = [(starts[at], _folded(columns[at].label, widths[at])) for at in under] if grouped else []
        upper.append((starts[first], above))
        lower += below
        height = max(height, len(above) + max((len(lines) for _, lines in below), default=0))
    page: list[Row] = [[] for _ in range(height)]
    for parts, low in ((upper, False), (lower, True)):
        for start, lines in parts:
            for at, line in enumerate(lines, start=height - len(lines) if low else 0):
                page[at].append((start, line))
    return [sorted(row) for row in page]


def _folded(text: str, width: int) -> list[str]:
    return [part for line in text.split("\n") for part in fold(hyphenated(line, width), width)]


def table_row(
    columns: Sequence[Column], row: Sequence[Cell], starts: Sequence[int], widths: Sequence[int], measure: Measure
) -> list[Row]:
    """A row of a table: as many lines as its fullest cell needs."""
    folded = [
        [part for line in content for part in fold(plain(line), width)]
        for content, width in zip(row, widths, strict=True)
    ]
    height = max(map(len, folded), default=0)
    page: list[Row] = [[] for _ in range(height)]
    for column, lines, start, width in zip(columns, folded, starts, widths, strict=True):
        first = (height - len(lines)) // 2 if measure.upright == "middle" else 0
        for at, line in enumerate(lines, start=first):
            room = width - len(line)
            inset = 0 if column.key in _TEXT else {"left": 0, "center": room // 2, "right": room}[measure.numbers]
            page[at].append((start + inset, line))
    return page


def painted(row: Row) -> str:
    """The line as text; what would overlap is pushed to the right by a blank."""
    line = ""
    for start, text in row:
        line = line.ljust(start) if len(line) < start else line + (" " if line else "")
        line += text
    return line.rstrip()
