"""Tables to cells: rows from the printed bands, columns from the grid; a table goes on over a page break."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from rapidfuzz import fuzz

from extractor.labels import key_of
from extractor.records import Cell, Group, Word
from extractor.segment.data_top import header_bottom, title_bottom
from extractor.segment.grid import Band, Edge, column_edges, level_rules
from extractor.segment.sections import Section
from extractor.segment.text_lines import text_lines
from extractor.shapes import digitish, is_mark, is_month_name, letters
from models.geometry import Box
from models.layout import Table

_FILLED = ("postTransactionAmounts/sharesOwnedFollowingTransaction", "ownershipNature/directOrIndirectOwnership")
"""Columns that every row fills (Form 3's Table II has only the second)."""
_SPACE = 1.2  # heights of a blank between words and the air before a column's rule
_COLUMNS = 4  # upright rules from which they are a table's
_WRAPPING = frozenset({"title", "nature", "text"})
_READ = 0.7  # score from which a word is no dirt
_CODE = 3  # signs of a code that a coarse print gives at most
_STROKES = re.compile(r"[|\[\]!il\\/_.,:;'\"~—–-]+")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class TableGrid:
    """The data part of a table on one page: bands top to bottom, one edge more than columns."""

    section: Section
    table: Table
    bands: tuple[Band, ...]
    edges: tuple[Edge, ...]

    def boxes(self, band: Band) -> list[Box]:
        """The cells of a band, left to right."""
        middle = (band.y0 + band.y1) / 2
        xs = [edge.x(middle) for edge in self.edges]
        return [Box(x0, band.y0, x1, band.y1) for x0, x1 in itertools.pairwise(xs)]


def table_grid(section: Section, table: Table, before: TableGrid | None = None) -> TableGrid | None:
    """Where the rows and columns are; None when the section holds no data rows. `before`: the same table on the page
    before, which goes on here."""
    frame = _frame(section, table)
    words = [word for word in section.words if word.box.center[1] > title_bottom(section)]
    top, rules = header_bottom(table, words, level_rules(section.sheet.lines, frame), section)
    bottom = _bottom(section, rules, top, frame)
    rows = [top, *(y for y in rules if top + 3 < y < bottom - 3), bottom]
    dpi = section.sheet.page.dpi
    if bottom - top < 0.08 * dpi:
        return None
    heads = _heads(table, words, top)
    if not section.titled and not (_has_columns(section, top, bottom) or _is_boxed(rules, top)):
        return None  # notes, or another paper, on the next page
    region = Box(frame.x0, max(section.y0, top - 0.15 * dpi), frame.x1, bottom)
    earlier = [edge.bottom for edge in before.edges] if before is not None and before.table == table else []
    edges = column_edges(table, section.sheet.lines, region, heads, earlier)
    bands = [Band(y0, y1) for y0, y1 in itertools.pairwise(rows) if y1 - y0 > 0.07 * dpi]
    grid = TableGrid(section, table, tuple(bands), edges)
    return replace(grid, bands=tuple(part for band in bands for part in _split(grid, band)))


def header_end(section: Section, table: Table) -> float:
    """Where the printed header of a titled table ends, in page pixels."""
    words = [word for word in section.words if word.box.center[1] > title_bottom(section)]
    return header_bottom(table, words, level_rules(section.sheet.lines, _frame(section, table)), section)[0]


def going_on(grid: TableGrid, before: TableGrid) -> TableGrid:
    """A table that goes on over the page break: where hardly a column's rule was found, its columns are as wide as they
    were before."""
    if sum(edge.support > 0 for edge in grid.edges) > len(grid.edges) / 2 or grid.table != before.table:
        return grid
    old = [edge.bottom for edge in before.edges]
    left, right = grid.edges[0].top, grid.edges[-1].top
    scale = (right - left) / max(old[-1] - old[0], 1.0)
    xs = [left + scale * (x - old[0]) for x in old]
    return replace(grid, edges=tuple(replace(edge, top=x, bottom=x) for edge, x in zip(grid.edges, xs, strict=True)))


def table_cells(grids: Sequence[TableGrid], group: Group) -> tuple[Cell, ...]:
    """The cells of all rows, numbered from 1 over all pages; rows without a word or other content are left out."""
    rows: list[list[Cell]] = []
    for grid in grids:
        for index, band in enumerate(grid.bands):
            cells = _row(grid, band, group)
            if not any(cell.words for cell in cells):
                continue
            over = index == 0 and not grid.section.titled
            if rows and not _is_row(cells, rows[-1]) and (over or _wraps(rows[-1], cells)):
                rows[-1] = [
                    _joined(above, replace(below, words=()) if _is_dirt(below) or _is_stray(below, cells[0]) else below)
                    for above, below in zip(rows[-1], cells, strict=True)
                ]
            else:
                rows.append(cells)
    return tuple(replace(cell, row=number) for number, cells in enumerate(rows, start=1) for cell in cells)


def _row(grid: TableGrid, band: Band, group: Group) -> list[Cell]:
    boxes = grid.boxes(band)
    words: list[list[Word]] = [[] for _ in boxes]
    printed = {id(word) for label in grid.section.registration.labels if len(label.words) >= 3 for word in label.words}
    for word in grid.section.words:
        x, y = word.box.center
        if id(word) in printed:
            continue
        if band.y0 <= y < band.y1:
            for column, box in enumerate(boxes):
                if box.x0 <= x < box.x1:
                    words[column].append(word)
                    break
    page = grid.section.sheet.page.number
    return [
        Cell(
            field=column.field,
            kind=column.kind,
            group=group,
            words=tuple(word for line in text_lines(found) for word in line),
            page=page,
            box=box,
        )
        for column, box, found in zip(grid.table.columns, boxes, words, strict=True)
    ]


def _is_row(cells: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """A row of its own fills more than its wrapping columns, with more than dirt, marks of notes and the years of the
    dates above; below a title of its own a stroke may be the I of "indirect"."""
    return any(
        not _is_marks(cell) and not _is_dirt(cell) and not _is_year_of(cell, before) and not _is_stray(cell, cells[0])
        for cell, before in zip(cells, above, strict=True)
        if cell.words and cell.kind not in _WRAPPING
    )


def _is_dirt(cell: Cell) -> bool:
    """Whether nothing that was read in a cell could be part of a figure, a date or a code: strokes of rules, specks. An
    upright stroke may be the I of "indirect"."""
    if cell.kind in _WRAPPING or not cell.words:
        return False
    said = "".join(word.text for word in cell.words if not _STROKES.fullmatch(word.text))
    if cell.field == _FILLED[1] and not said:
        return not any(sign in "|[]!il" for word in cell.words for sign in word.text)
    if cell.kind in {"code", "letter"}:
        return not said or len(said) > _CODE
    return not any(sign.isdigit() or sign == "$" for sign in said)


def _is_year_of(cell: Cell, above: Cell) -> bool:
    """Whether a year, or a day with its year, goes on with what stands of a date above it ("May 15," / "2003",
    "September" / "9, 2002")."""
    if cell.kind != "date" or not 1 <= len(cell.words) <= 2 or not above.words:
        return False
    month, *day = (word.text for word in above.words)
    *further, year = (digitish(word.text.strip(".,")) for word in cell.words)
    begun = is_month_name(month) and not any(_YEAR.fullmatch(digitish(text)) for text in day)
    goes_on = not further or (not day and bool(_DAY.fullmatch(further[0])))
    return begun and goes_on and bool(_YEAR.fullmatch(year))


def _is_marks(cell: Cell) -> bool:
    return all(is_mark(word.text) for word in cell.words)


def _wraps(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether what is typed in a band goes on with the row above: each text there left no room for the next word. Amid
    dirt alone it may be a row of which nothing was read, and that crops still tell."""
    pairs = [
        (one, other)
        for one, other in zip(above, below, strict=True)
        if other.words and not (_is_marks(other) or _is_dirt(other) or _is_stray(other, below[0]))
    ]
    worded = any(_is_worded(other) or _is_year_of(other, one) for one, other in pairs)
    return (worded or not any(map(_is_dirt, below))) and all(
        _is_year_of(other, one) or (_full(one, other.words[0]) and not _begin_alike(one, other))
        for one, other in pairs
    )


def _is_stray(cell: Cell, title: Cell) -> bool:
    """Whether strokes alone stand in a cell of a band without a title."""
    return not title.words and all(_STROKES.fullmatch(word.text) for word in cell.words)


def _is_worded(cell: Cell) -> bool:
    """Whether a word was read for sure."""
    return any(word.score >= _READ and len(letters(word.text)) >= 3 for word in cell.words)


def _begin_alike(one: Cell, other: Cell) -> bool:
    """Whether two texts begin with the same word, as the titles of two rows do and the lines of one do not."""
    return bool(one.words and other.words) and letters(one.words[0].text) == letters(other.words[0].text)


def _full(cell: Cell, word: Word) -> bool:
    """Whether a word would not have fitted behind the last one of its cell, with the air that the cell has at left."""
    if not cell.words or cell.box is None or word.page != cell.page:
        return False
    last = text_lines(cell.words)[-1][-1].box
    air = min(max(min(word.box.x0 for word in cell.words) - cell.box.x0, 0.0), last.height)
    return last.x1 + word.box.width + _SPACE * last.height > cell.box.x1 - air


def _joined(above: Cell, below: Cell) -> Cell:
    """A cell with the words of its second part, and its place where both are on one page."""
    if not below.words:
        return above
    same = above.page == below.page and above.box is not None and below.box is not None
    box = Box.around(box for box in (above.box, below.box) if box is not None) if same else above.box
    return replace(above, words=above.words + below.words, box=box)


def _frame(section: Section, table: Table) -> Box:
    """Left and right end of the table by its widest rules, else by the registration, else its words'.

    The Reporting Owners table has a width of its own; the other two are as wide as the form.
    """
    sheet = section.sheet
    height, width = sheet.page.pixels.shape
    own = table.field == "reportingOwner"
    level = [line for line in sheet.lines if line.horizontal and line.x1 - line.x0 > (0.25 if own else 0.55) * width]
    wide = [line for line in level if section.y0 - 40 <= line.y0 <= section.y1 + 40] or ([] if own else level)
    if own and wide:
        inside = [line for line in wide if section.y0 < line.y0 < section.y1] or wide
        longest = max(line.x1 - line.x0 for line in inside)
        wide = [line for line in inside if line.x1 - line.x0 > 0.85 * longest]
    if wide:
        return Box(median(line.x0 for line in wide), section.y0, median(line.x1 for line in wide), section.y1)
    placed = section.registration.place(Box(0, 0, 1, 1))
    if placed is not None and not own:
        return Box(placed.x0, section.y0, placed.x1, section.y1)
    xs = [word.box for word in section.words] or [Box(0, 0, width, height)]
    return Box(min(box.x0 for box in xs), section.y0, max(box.x1 for box in xs), section.y1)


def _has_columns(section: Section, y0: float, y1: float) -> bool:
    """Whether upright rules stand in a strip, as they do wherever a table goes on."""
    least = min(0.5 * (y1 - y0), 0.15 * section.sheet.page.dpi)
    standing = [
        line for line in section.sheet.lines if not line.horizontal and min(line.y1, y1) - max(line.y0, y0) >= least
    ]
    return len(standing) >= 3


def _is_boxed(rules: Sequence[float], y0: float) -> bool:
    """Whether level rules as wide as the table stand above and below what follows y0: the columns' rules of a single
    row are too short to be told from letters."""
    return sum(y >= y0 - 3 for y in rules) >= 2


def _heads(table: Table, words: Sequence[Word], bottom: float) -> tuple[Box | None, ...]:
    """Where each column's heading begins, None where it was not found: the longest choice of first words ("2A.",
    "Code", "Amount") that stand in the columns' order."""
    above = [(key_of(word.text), word.box) for word in words if word.box.center[1] < bottom]
    options = [[box for key, box in above if _begins(key, column.header)] for column in table.columns]
    best: list[tuple[int, float, tuple[Box | None, ...]]] = [(0, -1.0, ())]
    for places in options:
        grown = [(count, reach, (*chosen, None)) for count, reach, chosen in best]
        for box in places:
            left = [(count, reach, chosen) for count, reach, chosen in best if reach < box.x0]
            if left:
                count, _, chosen = max(left, key=lambda state: (state[0], -state[1]))
                grown.append((count + 1, box.center[0], (*chosen, box)))
        # of choices equally long the one that reaches least far leaves most room
        by_count: dict[int, tuple[int, float, tuple[Box | None, ...]]] = {}
        for state in sorted(grown, key=lambda state: state[1]):
            by_count.setdefault(state[0], state)
        best = list(by_count.values())
    return max(best)[2]


def _begins(key: str, header: str) -> bool:
    """Whether a word is the first of a heading; column numbers and single letters must be exact."""
    first = key_of(header.split(maxsplit=1)[0])
    return key == first or (len(first) >= 4 and fuzz.ratio(key, first) >= 75)


def _bottom(section: Section, rules: Sequence[float], top: float, frame: Box) -> float:
    """The last rule of the table; without one, or where the columns' rules run on over it to the page's end, the end of
    the section's words. A table whose columns' rules end with its header is empty."""
    below = [y for y in rules if y > top + 3]
    upright = [
        line.y1
        for line in section.sheet.lines
        if not line.horizontal
        and line.y0 < section.y1
        and line.y1 > section.y0
        and line.y1 - line.y0 > 20
        and frame.x0 - 8 <= line.x0 <= frame.x1 + 8
    ]
    ends_here = [y for y in upright if abs(y - top) < 0.06 * section.sheet.page.dpi]
    if not below and len(ends_here) >= _COLUMNS and len(ends_here) > len(upright) / 2:
        return top
    upright = [y for y in upright if y > top]
    reach = min(sorted(upright)[len(upright) // 2 :][0], section.y1) if len(upright) >= _COLUMNS else 0.0
    if below:
        return max(below[-1], reach) if reach > below[-1] + 0.12 * section.sheet.page.dpi else below[-1]
    if reach > top:
        return reach
    ends = [word.box.y1 for word in section.words if word.box.y0 > top]
    return min(section.y1, max(ends, default=top) + 4)


def _split(grid: TableGrid, band: Band) -> list[Band]:
    """A band whose rule was lost holds several rows: the columns that every row fills have several lines."""
    boxes = grid.boxes(band)
    counts: list[list[float]] = []
    for column, box in zip(grid.table.columns, boxes, strict=True):
        if column.field in _FILLED:
            inside = [word for word in grid.section.words if box.contains(*word.box.center)]
            counts.append([sum(w.box.center[1] for w in line) / len(line) for line in text_lines(inside)])
    levels = max(counts, key=len) if counts else []
    shortest = min((len(column) for column in counts), default=0)
    if len(levels) < 2 or shortest < max(2, len(levels) - 1):
        return [band]
    cuts = [(a + b) / 2 for a, b in itertools.pairwise(levels)]
    edges = [band.y0, *cuts, band.y1]
    return [Band(y0, y1) for y0, y1 in itertools.pairwise(edges)]
