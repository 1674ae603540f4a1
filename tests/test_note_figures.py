"""Figures of notes that the tables put right."""

from __future__ import annotations

import pytest

from extractor.records import Cell, Kind, ReadCell
from extractor.repair.lexicons import load_lexicons
from extractor.repair.note_figures import with_figures
from extractor.repair.propose import propose
from extractor.repair.sheet import lay_out
from models.evidence import Reading

AMOUNT, OWNED = (
    "transactionAmounts/transactionShares", "postTransactionAmounts/sharesOwnedFollowingTransaction",
)  # fmt: skip


def _read(field: str, kind: Kind, text: str, group: str = "", row: int = 1) -> ReadCell:
    reading = Reading(text=text, score=0.9, source="page", engine="")
    return ReadCell(Cell(field=field, kind=kind, group=group, row=row), (reading,), ink=True)


def _note(text: str, amount: str, owned: str) -> str:
    cells = [
        _read("periodOfReport", "date", "05/06/2004"),
        _read(AMOUNT, "shares", amount, "nonDerivativeTable"), _read(OWNED, "shares", owned, "nonDerivativeTable"),
        _read("footnote", "footnote", text, "footnotes"),
    ]  # fmt: skip
    sheet = with_figures(lay_out(propose(cells, load_lexicons()), "4")[0])
    value = sheet.cells["footnotes/footnote[1]"].candidates[0].value
    assert sheet.notes["F1"] == value
    return value or ""


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Of these 7.215 were gifts.", "Of these 7,215 were gifts."),  # the table says so
        ("Includes 3.118 units.", "Includes 3,118 units."),  # no fraction anywhere
        ("Of these 7 215 were gifts.", "Of these 7,215 were gifts."),
        ("Due on March 9, 2663.", "Due on March 9, 2003."),
        ("Due on March 9, 2013 at 3.118 each.", "Due on March 9, 2013 at 3.118 each."),
    ],
)
def test_figures(read: str, printed: str) -> None:
    assert _note(read, "7,215", "88,400") == printed


def test_fractions_stay_where_there_are_fractions() -> None:
    assert _note("Includes 3.118 units.", "7,215", "88,400.552") == "Includes 3.118 units."


def test_a_note_that_says_it_twice_bears_itself_out() -> None:
    assert _note("First 2.118 units, then 2,118.", "7,215", "88,400.552") == "First 2,118 units, then 2,118."
