"""Amounts of Table II that stand beside their column: the code tells (A) from (D), in moved rows only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import read_lines
from extractor.dump.signs import signed
from extractor.repair.columns import ACQUIRED_DISPOSED, AMOUNT, CODE, TABLE_TWO
from extractor.repair.transaction import transaction_cells
from models.evidence import Reading
from tests.printed_cells import proposal

COLUMNS = (
    LogicalColumn("transactionCode", "code", 1.0, (0.0, 1.0)),
    LogicalColumn("transactionShares:A", "shares", 1.0, (10.0, 11.0)),
    LogicalColumn("transactionShares:D", "shares", 1.0, (20.0, 21.0)),
    LogicalColumn("exerciseDate", "date", 1.0, (30.0, 31.0)),
)
KEPT = "| M | 6,317 |  | 05/14/2026 |"
MOVED = "| M | 6,317 |  |  | 05/14/2026 |"


def path_of(row: str, pitch: float = 10.0) -> list[int]:
    line = read_lines("| a | b | c | d | e |\n|---|---|---|---|---|\n" + row + "\n")[-1]
    return signed(line, [0, 1, 3], COLUMNS, pitch)


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (MOVED, [0, 2, 3]),
        (KEPT, [0, 1, 3]),  # as printed, be it the filer's mistake
        (MOVED.replace("M", "A"), [0, 1, 3]),
        (MOVED.replace("M", "J"), [0, 1, 3]),  # goes either way
    ],
)
def test_the_code_tells_where_the_row_was_moved(row: str, path: list[int]) -> None:
    assert path_of(row) == path


def test_an_amount_below_its_own_heading_was_not_moved() -> None:
    columns = tuple(replace(column, span=(at, at + 3.0)) for column, at in zip(COLUMNS, (0, 10, 20, 40), strict=True))
    (line,) = read_lines("P                   6,317     05/14/2026")
    assert signed(line, [0, 2, 3], columns, 8.0) == [0, 2, 3]


def test_without_places_nothing_is_moved() -> None:
    assert path_of(MOVED, pitch=0.0) == [0, 1, 3]


@pytest.mark.parametrize(("column", "code", "doubted"), [("A", "M", True), ("D", "A", True), ("D", "J", False)])
def test_an_amount_in_the_column_that_its_code_seldom_has_keeps_it_in_doubt(
    column: str, code: str, doubted: bool
) -> None:
    """A word may have moved, but filers do put the options they exercise under (A)."""
    read = (Reading(engine="text", text=code, score=1.0, source="dump"),)
    amount = proposal(f"{AMOUNT}:{column}", "300", group=TABLE_TWO, row=1)
    coded = replace(proposal(CODE, code, group=TABLE_TWO, row=1), readings=read)
    sign = transaction_cells(TABLE_TWO, {amount.cell.field: amount, CODE: coded}, "4")[ACQUIRED_DISPOSED]
    assert sign.candidates[0].value == column
    assert (sign.agreement == (0, 1)) is doubted
