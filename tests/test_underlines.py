"""Tails of underlined letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records import Kind, Page, RulingLine, Sheet, Word
from extractor.underlines import restored, with_tails
from extractor.upright import Pixels
from models.evidence import Reading
from models.geometry import Box


@pytest.mark.parametrize(
    ("words", "other", "better"),
    [
        ("attornev-in-fact for Svlvia", "attorney-in-fact for Sylvia", "attorney-in-fact for Sylvia"),
        ("Olaa Montaaue", "Olga Montague", "Olga Montague"),
        ("Kowalczvk. Attornev", "Kowalczyk,Attorney", "Kowalczyk, Attorney"),  # the blank stays
        ("Delvhine Managinα", "Delphine Managing", "Delphine Managing"),
        ("GP III. LLC", "GP II, LLC", "GP III, LLC"),  # nothing but tails is taken over
        ("7ahriskie, Memher", "Zabriskie, Member", "Zabriskie, Member"),  # feet that stood on the line
        ("by 07/07/2017", "by O7/07/201Z", "by 07/07/2017"),
        ("Jane Roe", "Tane Rae", "Jane Roe"),
        ("Jane Roe", "something else", "Jane Roe"),
        ("Jane Roe", "", "Jane Roe"),
    ],
)
def test_only_tails_are_restored(words: str, other: str, better: str) -> None:
    assert " ".join(restored(words.split(), other)) == better


@given(st.lists(st.text(min_size=1, max_size=8), max_size=6), st.text(max_size=40))
def test_words_keep_their_number_and_length(words: list[str], other: str) -> None:
    assert [len(word) for word in restored(words, other)] == [len(word) for word in words]


class Told:
    name = "told"

    def __init__(self, text: str) -> None:
        self.text, self.asked = text, 0

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        assert kind == "text"
        self.asked += len(crops)
        return tuple(Reading(text=self.text, score=0.95, source="crop", engine=self.name) for _ in crops)


@pytest.mark.parametrize(("x1", "y", "asked"), [(202.0, 113.0, 1), (990.0, 113.0, 0), (202.0, 140.0, 0)])
def test_lines_right_below_words_are_underlines(x1: float, y: float, asked: int) -> None:
    page = Page(1, 200, np.full((400, 1000), 255, np.uint8))
    words = (Word("Olaa", Box(100, 95, 140, 111), 1), Word("Roe", Box(150, 95, 200, 111), 1))
    told = Told("Olga Roe")
    sheet = with_tails(Sheet(page, (RulingLine(98, y, x1, y, 1),), words), told)
    assert told.asked == asked
    assert sheet.words[0].text == ("Olga" if asked else "Olaa")
