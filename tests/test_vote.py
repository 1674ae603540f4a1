"""Two readings of one line, word by word."""

from __future__ import annotations

import pytest

from extractor.records import Word
from extractor.vote import voted
from models.geometry import Box

KNOWN = frozenset(["the", "gift", "was", "made", "to", "a", "sister", "of", "shares", "over", "cases"])


def _words(text: str, score: float) -> list[Word]:
    return [Word(part, Box(30.0 * at, 0, 30.0 * at + 25, 10), 1, score) for at, part in enumerate(text.split())]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("the gift was made to a sister", "the gitt was made to a sister", "the gift was made to a sister"),
        ("the gift was made of 4,310 shares", "the gift was made of 4.310 shares", "the gift was made of 4,310 shares"),
        ("the gift was made to a sister", "the gift wasmade to a sister", "the gift was made to a sister"),
        ("the pift was made to a slster", "the gift was made to a sister", "the gift was made to a sister"),
        ("the sister was made to Over", "the sister was made to Cver", "the sister was made to Cver"),  # a name
        ("the gift was made to a %", "the gift was made to a slster", "the gift was made to a slster"),
        ("gift shares", "gitt shares", "gitt shares"),  # no prose: read again cell by cell
    ],
)
def test_words_that_make_no_sense_give_way(first: str, second: str, expected: str) -> None:
    assert " ".join(voted(second.split(), _words(first, 0.5), KNOWN)) == expected
