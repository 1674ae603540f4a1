"""Senseless words of prose are asked of another engine, and replaced where its reading makes more sense."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from extractor.ink import inked
from extractor.pipeline import known_words
from extractor.proof import makes_sense, proofread
from extractor.records import Kind, Page, Sheet, Word
from extractor.upright import Pixels
from models.evidence import Reading
from models.geometry import Box

KNOWN = known_words(None, None)
WIDE, HIGH = 10, 20  # pixels of a letter


class Told:
    """Says the same of every crop."""

    name = "told 1"

    def __init__(self, text: str, score: float = 0.95) -> None:
        self.text, self.score, self.asked = text, score, 0

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        assert kind == "text"
        self.asked += len(crops)
        return tuple(Reading(text=self.text, score=self.score, source="crop", engine=self.name) for _ in crops)


def read(line: str, reader: Told, wide: int = WIDE) -> str:
    """What a line says after proof-reading. "·" is a letter's ink that the first engine left out."""
    pixels = np.full((200, 1600), 255, np.uint8)
    words, x = [], 100
    for text in line.split():
        box = Box(x, 100, x + wide * len(text), 100 + HIGH)
        if text == "·":
            pixels[100 : 100 + HIGH, x + 3 : x + 6] = 0
        else:
            words.append(Word(text, box, 1, 0.9))
        x += wide * (len(text) + 1)
    page = Page(1, 200.0, pixels)
    proved = proofread(Sheet(page, (), tuple(words)), inked(page, ()), reader, KNOWN)
    return " ".join(word.text for word in sorted(proved.words, key=lambda word: word.box.x0))


@pytest.mark.parametrize(
    ("line", "told", "expected"),
    [
        ("Converted at | for one share", "at 1 for", "Converted at 1 for one share"),
        ("Converted at · for one share", "Converted at 1 for one", "Converted at 1 for one share"),
        ("under a Rule 10bS-1 trading plan", "Rule 10b5-1 trading", "under a Rule 10b5-1 trading plan"),
        ("and Exchange Commi · on, the issuer", "Exchange Commission, the", "and Exchange Commission, the issuer"),
        ("the units vest: n five installments", "vests in five", "the units vest: in five installments"),
        ("contingent nght to one share", "contingentright to", "contingent right to one share"),
    ],
)
def test_a_reading_that_makes_more_sense_is_taken(line: str, told: str, expected: str) -> None:
    assert read(line, Told(told)) == expected


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Converted at | for one share", "at | for"),  # no better
        ("Converted at | for one share", "shares of the issuer"),  # not this place
        ("under the plan 7:,795 shares were sold", "plan 2,795 shares"),  # another number
        ("the trust [EBO }} of the issuer", "trust [EBO](Cne of"),
    ],
)
def test_no_other_reading_is(line: str, told: str) -> None:
    assert read(line, Told(told)) == line


def test_a_typewriter_leaves_wide_blanks() -> None:
    assert read("Class · Common Stock", Told("Class A Common Stock"), wide=20) == "Class A Common Stock"


def test_an_unsure_reading_is_not_heard() -> None:
    assert read("Converted at | for one share", Told("at 1 for", score=0.5)) == "Converted at | for one share"


@pytest.mark.parametrize(
    "line",
    [
        "Sale under a Rule 10b5-1 trading plan by Zyx Q. O'Halloran, attorney for the issuer at $1.25 on 02/03/2004",
        "Common Stock 02/03/2004 M {A 500 A| $5.25 1,000 D",  # a row of a table
        "Intentional misstatements or om|ssions of facts constitute Federal Criminal Violations. See 18 U.S.C. 1001",
    ],
)
def test_sense_tables_and_the_forms_own_print_are_not_asked_about(line: str) -> None:
    reader = Told("at 1 for")
    assert read(line, reader) == line
    assert reader.asked == 0


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("(3)", True), ("12,500", True), ("$0.01", True), ("10b5-1(c).", True), ("401(k)", True), ("shares,", True),
        ("_X_", True), ("[X]", True), ("issuer's", True), ("Jorgensen", True), ("|", False), ("vestiug", False),
        ("Cla:", False), ("!50", False), ("Managinα", False), ("n", False), ("1.2.", True), ("](Cne", False),
    ],
)  # fmt: skip
def test_what_makes_sense(text: str, sense: bool) -> None:
    assert makes_sense(text, 0.9, KNOWN) is sense
