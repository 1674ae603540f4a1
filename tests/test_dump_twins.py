"""Rows of a markdown table whose title fell apart: printed twice, with two readings, they are one row."""

from __future__ import annotations

import pytest

from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import TextLine, read_lines
from extractor.dump.twins import without_twins
from extractor.dump.wraps import Row

COLUMNS = (
    LogicalColumn("securityTitle", "title", 1.0),
    LogicalColumn("transactionDate", "date", 1.0),
    LogicalColumn("transactionCode", "code", 1.0),
    LogicalColumn("transactionShares:A", "shares", 1.0),
    LogicalColumn("conversionOrExercisePrice", "money", 1.0),
    LogicalColumn("sharesOwnedFollowingTransaction", "shares", 1.0),
    LogicalColumn("di", "letter", 1.0),
    LogicalColumn("natureOfOwnership", "nature", 1.0),
)


def row_of(*cells: str) -> Row:
    line = table_line("| " + " | ".join(cells) + " |")
    row = Row(line)
    for word, cell in zip(line.words, line.cells, strict=True):
        row.filled.setdefault(cell, []).append(word)
    return row


def table_line(text: str) -> TextLine:
    return read_lines("| a | b |\n|---|---|\n" + text + "\n")[-1]


FIRST = ("Stock", "05/14/2026", "M", "6,207.2762", "$4.47", "100", "D")


@pytest.mark.parametrize(
    ("second", "twins"),
    [
        (("Units", "05/14/2026", "M", "6,207.2762", "$4.47", "1OO", "O"), True),
        (("Units", "05/14/2026", "M", "13", "$4.47", "100", "0"), True),
        (("Units", "05/14/2026", "M", "13", "$4.47", "8,315", "D"), False),
        (("Units", "06/15/2026", "A", "13", "$4.47", "100", "D"), False),
    ],
)
def test_one_cell_may_differ_where_the_title_fell_apart(second: tuple[str, ...], twins: bool) -> None:
    before = [table_line("| Restricted |  |  |  |  |  |  |")]
    rows, _ = without_twins([row_of(*FIRST), row_of(*second)], [before, [], []], COLUMNS)
    assert len(rows) == (1 if twins else 2)


def test_without_a_title_in_pieces_a_cell_that_differs_parts_two_rows() -> None:
    second = ("Units", "05/14/2026", "M", "13", "$4.47", "100", "D")
    assert len(without_twins([row_of(*FIRST), row_of(*second)], [[], [], []], COLUMNS)[0]) == 2


@pytest.mark.parametrize(("natures", "count"), [
    (("By Trust (7)", "By Trust (7)"), 1), (("By Trust (7)", "By Trust (8)"), 2), (("By Trust (7)", "By Trust"), 1),
])  # fmt: skip
def test_rows_whose_natures_have_other_notes_are_two(natures: tuple[str, str], count: int) -> None:
    rows = [row_of("Option", "05/14/2026", "M", amount, "$4.47", "100", "I", nature)
            for amount, nature in zip(("1,300", "1.300"), natures, strict=True)]  # fmt: skip
    assert len(without_twins(rows, [[], [], []], COLUMNS)[0]) == count
