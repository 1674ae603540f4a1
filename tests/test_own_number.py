"""Numbers of notes that were read as part of the note."""

from __future__ import annotations

import pytest

from extractor.records import Cell, ReadCell
from extractor.repair.lexicons import load_lexicons
from extractor.repair.own_number import without_own_number
from extractor.repair.propose import propose
from models.evidence import Reading


def note(number: int, *texts: str) -> ReadCell:
    readings = tuple(Reading(text=text, score=0.9, source="page", engine=f"engine {n}") for n, text in enumerate(texts))
    return ReadCell(Cell("footnote", "footnote", "footnotes", number), readings, ink=True)


@pytest.mark.parametrize(
    ("number", "read", "left"),
    [
        (1, ["(1) The holder of record is Gull Limited."], ["The holder of record is Gull Limited."]),
        (1, ["1, 25% a year for four years"], ["25% a year for four years"]),
        (2, ["Q) ‘These shares are locked up.", "(2) These shares are locked up."],
         ["‘These shares are locked up.", "These shares are locked up."]),
        (2, ["(3) See the note above."], ["(3) See the note above."]),
        (1, ["1.5 shares for each unit"], ["1.5 shares for each unit"]),
        (2, ["2 for 1 split paid in May"], ["2 for 1 split paid in May"]),
    ],
)  # fmt: skip
def test_a_note_s_own_number_is_no_part_of_it(number: int, read: list[str], left: list[str]) -> None:
    assert [reading.text for reading in without_own_number(note(number, *read)).readings] == left


def test_a_proposal_has_the_note_without_its_number() -> None:
    (proposal,) = propose([note(1, "(1) The holder of record is Gull Limited.")], load_lexicons())
    assert proposal.candidates[0].value == "The holder of record is Gull Limited."
