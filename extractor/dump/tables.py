"""Tables I and II of a dump: printed lines to rows of the form, and rows to cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.boxes import cut, make_cell, trimmed
from extractor.dump.columns import (
    TRANSACTION_ROLES,
    Headings,
    begins_header,
    header_share,
    headings,
    is_data,
    logical_columns,
    place_columns,
    split_header,
)
from extractor.dump.days import DEEMED, EXERCISE, EXPIRATION, expire, is_years_off
from extractor.dump.decode import LogicalColumn, decode
from extractor.dump.drawn import drawn_rows
from extractor.dump.halves import Ground, rejoined
from extractor.dump.heights import share_by_place
from extractor.dump.lines import TextLine
from extractor.dump.looks import day_of, is_zero, look
from extractor.dump.rulings import unruled
from extractor.dump.signs import signed
from extractor.dump.stitches import goes_on_a_day, gone_on, stands_below, stitched
from extractor.dump.twins import without_twins
from extractor.dump.underlying import share_titles
from extractor.dump.wraps import (
    AMOUNTS,
    TEXT_KINDS,
    WHOLE_TITLE,
    Frame,
    Row,
    is_indirect,
    joined,
    plain_texts,
    share_fragments,
    shared_start,
    take_fragments,
)
from extractor.printed import ends_boilerplate, is_boilerplate, shows_revision
from extractor.records import Cell, Group, Kind, Word
from extractor.shapes import date_likeness, latin, letters, number_likeness, without_marks
from models.codes import TRANSACTION_CODES
from models.layout import Column, Table

GRID_PITCH = 8.0
TABLE_PITCH = 10.0
MAX_ROWS = 120
_POOR = 0.9
"""Cost per word above which a line is poorly understood (good lines cost about 0.2, shifted ones 0.5)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a filing's rows: folded titles of its securities (Table I's underlie those of Table II), and the
    days (see `decode.day_of`) on which something was bought or sold."""

    titles: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)


def table_cells(
    blocks: Sequence[Sequence[TextLine]], table: Table, columns_kept: bool, known: Known | None = None
) -> tuple[Cell, ...]:
    """The cells of one table; `blocks` are its lines, one block per page it goes on. Rows count through all blocks.

    What is `known` so far is used where columns are lost; what is found here is added.
    """
    known = known or Known()
    rows: list[Row] = []
    logical = logical_columns(table)
    for block in blocks:
        rows += _block_rows(block, table, logical, columns_kept, known)
        if len(rows) > MAX_ROWS:
            break
    group: Group = "nonDerivativeTable" if table.field == "nonDerivativeTable" else "derivativeTable"
    cells: list[Cell] = []
    for number, row in enumerate(rows[:MAX_ROWS], start=1):
        for reading in (row, *row.twins):
            placed = columns_kept or row.line.table
            for column, words in _by_column(reading, table):
                path = column.field if placed else column.field.split(":")[0]
                cells.append(make_cell(path, _KINDS[column.kind], words, group, number))
    return tuple(cells)


def _block_rows(
    block: Sequence[TextLine],
    table: Table,
    logical: tuple[LogicalColumn, ...],
    columns_kept: bool,
    known: Known,
) -> list[Row]:
    body = [line for line in _filled_in(block) if any(letters(word.text) for word in line.words)]
    heads = headings(table)
    rows = drawn_rows(_until_end(body, heads), heads, logical)
    if rows is not None:
        return without_twins(rows, [[] for _ in range(len(rows) + 1)], logical)[0]
    header, data = split_header(body, heads)
    data = _until_end(_under_headings(data, heads), heads)
    if not data:
        return []
    in_table = sum(line.table for line in data) * 2 > len(data)
    pitch = TABLE_PITCH if in_table else GRID_PITCH if columns_kept else 0.0
    columns = place_columns(logical, heads, [line for line in header if line.table == in_table]) if pitch else logical
    if pitch and columns is logical:
        pitch = 0.0
    rows = []
    fragments: list[list[TextLine]] = [[]]
    before = ""
    for line in (stitched(_prepared(line)) for line in data):
        if not line.words:
            continue
        par = before == "value" and len(line.words) <= 2 and not line.table  # "$0.01" of "par value $0.01"
        dated = goes_on_a_day(before, line)  # "24, 2015" of "Trust, dated December 24, 2015"
        before = letters(line.words[-1].text)
        row = _main_row(line, columns, pitch, known.days) if not (par or dated) and _may_be_main(line) else None
        if row is None and rows and not pitch and table.field == "nonDerivativeTable":
            row = _titled_row(line, rows[-1])
        amount = par and [look(word.text) for word in line.words] == ["money"]
        if fragments[-1] and (amount or (dated and (not pitch or stands_below(line, fragments[-1][-1])))):
            fragments[-1][-1] = gone_on(fragments[-1][-1], line)
        elif row is None:
            fragments[-1].append(line)
        else:
            rows.append(row)
            fragments.append([])
    rows, fragments = without_twins(rows, fragments, columns)
    if not in_table:
        rows, fragments = rejoined(rows, fragments, Ground(columns, pitch, _closed(pitch)))
    if pitch and not in_table:
        share_by_place(rows, fragments, columns, known.titles)
    else:
        share_fragments(rows, fragments)
    before_these = frozenset(known.titles)
    # rows in one line are whole, and rows held directly have no nature: their titles tell title from nature in others
    for row in sorted(rows, key=lambda row: (bool(row.above or row.below), is_indirect(row, columns))):
        whole = not is_indirect(row, columns) or not (row.above or row.below)
        take_fragments(row, Frame(columns, pitch, known.titles))
        if whole and row.filled.get(0):
            known.titles.add(letters(joined(row.filled[0])))
    if not pitch:
        for row in rows:
            expire(row, columns)
        share_titles(rows, columns, before_these)
    return rows


def _filled_in(block: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines that hold more than the form's own sentences, whose last word or two may stand in a line of its own."""
    printed = False
    for line in block:
        text = line.text[:400]
        rest = printed and len(line.words) <= 3 and ends_boilerplate(text)
        printed = is_boilerplate(text)
        if not printed and not rest:
            yield line


def _under_headings(lines: list[TextLine], heads: Headings) -> list[TextLine]:
    """The lines without the headings that a browser prints again where a page begins."""
    for index, line in enumerate(lines):
        if index and begins_header(line, heads):
            following = split_header(lines[index:], heads)[1]
            return [*lines[:index], *_under_headings(following, heads)]
    return lines


def _until_end(lines: list[TextLine], heads: Headings) -> list[TextLine]:
    """Lines up to where something else begins that has no title of its own."""
    for index, line in enumerate(lines):
        folded = letters(line.text[:300])
        if folded.startswith(("remark", "reminder", "explanationof")) or "persons who respond" in line.text.lower():
            return lines[:index]
        if shows_revision(folded) or folded in {"over", "page2", "page1"}:
            continue
        if index and header_share(line, heads) >= 0.9 and len(folded) > 120:
            return lines[:index]
    return [line for line in lines if not (shows_revision(line.text[:80]) and len(line.words) <= 5)]


def _prepared(line: TextLine) -> TextLine:
    """Without stray rules and specks; pipes outside tables only part the words."""
    line = unruled(line)
    words = (
        line.words
        if line.table
        else tuple(word if look(word.text) == "mark" else _unruled(word) for word in line.words)
    )
    keep = [index for index, word in enumerate(words) if letters(word.text) or look(word.text) in {"mark", "dollar"}][
        :160
    ]
    if len(keep) > 3 and not line.table and words[keep[-1]].text in {"i", "j"}:
        keep.pop()  # the end of a ruling
    if len(keep) == len(line.words) and words is line.words:
        return line
    return line.only(keep, [words[i] for i in keep])


def _unruled(word: Word) -> Word:
    """Without the ruling beside it."""
    word = trimmed(word, "|_[]{}\u2018\u2019'")
    return cut(word, 1, len(word.text)) if word.text[:1] in "/\\" and re.match(r".[\d$]", word.text) else word


def _may_be_main(line: TextLine) -> bool:
    """Has more than wrapped text: a date, an amount of its own, or two single letters."""
    texts = plain_texts(line)
    if any(text != word.text for text, word in zip(texts, line.words, strict=True)):
        line = replace(line, words=tuple(replace(w, text=t) for w, t in zip(line.words, texts, strict=True)))
    if is_data(line) or _is_owned(line):
        return True
    kinds = [look(word.text) for word in line.words]
    return line.table and kinds.count("letter") + kinds.count("number") >= 2 and len(kinds) >= 4


def _is_owned(line: TextLine) -> bool:
    """Ends like a holding: a number, misread perhaps, or nothing (0), with marks behind it, and the D or I of its
    ownership, or the round D that reads as 0."""
    texts = [latin(word.text) for word in line.words if look(word.text) != "mark"]
    return any(
        (after in {"D", "I"} and len(letters(text)) > 2 and number_likeness(text.replace("?", "0")) > 0)
        or (after in {"D", "I", "0", "O"} and is_zero(text))
        for text, after in itertools.pairwise(texts)
    )


def _main_row(
    line: TextLine, columns: tuple[LogicalColumn, ...], pitch: float, days: Collection[str]
) -> Row | None:
    """The line read as a whole row, transaction or holding, whichever costs less; None when it is only part of one."""
    texts = plain_texts(line)
    holding = [i for i, column in enumerate(columns) if column.role not in TRANSACTION_ROLES]
    cost, path = decode(texts, line.at, line.cells, columns, occupied=_closed(pitch), pitch=pitch, days=days)
    if len(holding) < len(columns):
        table_two = any(column.role == EXERCISE for column in columns)
        if table_two or not any(look(text) in {"date", "money"} for text in texts):  # a holding has neither
            as_holding, held = decode(texts, line.at, line.cells, [columns[i] for i in holding], pitch=pitch)
            if as_holding <= cost - (1.5 if _transacted(columns, path, line, days) else 0.0):
                cost, path = as_holding, [holding[i] for i in held]
    if is_years_off(columns, path, line):
        near = [i for i, column in enumerate(columns) if column.role != DEEMED]
        open_columns = [columns[i] for i in near]
        placed = decode(texts, line.at, line.cells, open_columns, occupied=_closed(pitch), pitch=pitch, days=days)[1]
        path = [near[i] for i in placed]
    path = signed(line, path, columns, pitch)
    row = Row(line, cost=cost)
    if cost > _POOR * len(texts):
        # hardly a row of this table: its words are kept, marked as poorly understood
        line = replace(line, words=tuple(replace(word, score=min(word.score, 0.3)) for word in line.words))
    for index, word in zip(path, line.words, strict=True):
        row.filled.setdefault(index, []).append(word)
    roles = {columns[index].role for index in row.filled if columns[index].kind not in TEXT_KINDS}
    if len(roles) < 2 and not roles & {"sharesOwnedFollowingTransaction", "transactionDate"}:
        return None
    dates = {EXERCISE, EXPIRATION}
    if (
        roles <= {*dates, "conversionOrExercisePrice", "underlyingSecurityShares"}
        and len(roles) < 3
        and not dates <= roles
    ):
        return None
    if not any(_solid(columns[index], words) for index, words in row.filled.items()):
        return None
    return row


def _titled_row(line: TextLine, before: Row) -> Row | None:
    """A row of which nothing but its title can be read: the line begins like the row before it, and no title has
    itself in it. It is told of as left out (repair/rows.py), where the title above would have taken it in silence."""
    title = shared_start(line, before.line)
    if line.table or len(letters(joined(title))) < WHOLE_TITLE or any(look(word.text) != "word" for word in title):
        return None
    return Row(line, filled={0: title})


def _closed(pitch: float) -> frozenset[str]:
    """Roles of columns that nothing goes to: without places nothing tells the (A) column from (D), and all amounts go
    to the first."""
    return frozenset() if pitch else frozenset({AMOUNTS[1]})


def _transacted(
    columns: tuple[LogicalColumn, ...], path: Sequence[int], line: TextLine, days: Collection[str]
) -> bool:
    """A day of trading, or a date and one of the transaction codes, stand where they belong."""
    found = {columns[index].role: word.text for index, word in zip(path, line.words, strict=True)}
    if day_of(found.get("transactionDate", "")) in days:
        return True
    code = letters(without_marks(found.get("transactionCode", "")))
    return date_likeness(found.get("transactionDate", "")) >= 0.5 and code.upper() in TRANSACTION_CODES


def _solid(column: LogicalColumn, words: Sequence[Word]) -> bool:
    if column.kind in TEXT_KINDS:
        return False
    text = words[0].text
    looks = look(text)
    return (
        date_likeness(text) >= 0.5
        or number_likeness(text.lstrip("$").replace("?", "0")) >= 0.6  # "?,286"
        or looks in {"money", "dollar"}
        or (column.kind == "shares" and is_zero(text))
    )


# ---------------------------------------------------------------------------------------------- cells

_KINDS: dict[str, Kind] = {
    "title": "title",
    "nature": "nature",
    "date": "date",
    "shares": "shares",
    "money": "money",
    "code": "code",
    "letter": "letter",
    "text": "text",
}


def _by_column(row: Row, table: Table) -> Iterator[tuple[Column, list[Word]]]:
    """The columns of a row that hold words; one with repeated parts twice."""
    for index in sorted(row.filled):
        for words in (row.filled[index], row.repeated.get(index, [])):
            if words:
                yield table.columns[index], words
