"""The second look: only doubtful words are replaced, and only by a reading that is surer of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.ink import inked
from extractor.records import Kind, Page, Sheet, Word
from extractor.runs import second_look, text_runs
from models.evidence import Reading
from models.geometry import Box

LINES = {"Common Stock": (60, 60), "1,250": (500, 60), "By the family trust": (60, 140), "A": (500, 140)}
FONT = ImageFont.load_default(size=26)


class Clerk:
    """Reads what was printed where the crop's ink has its width; as sure as told."""

    name = "second 1"

    def __init__(self, score: float = 0.95, text: str | None = None) -> None:
        self.score, self.text = score, text
        self.seen = 0

    def read_crops(self, crops: Sequence[np.ndarray], kind: Kind) -> tuple[Reading, ...]:
        assert kind == "text"
        self.seen += len(crops)
        return tuple(
            Reading(text=self._what(crop) if self.text is None else self.text, score=self.score, source="crop",
                    engine=self.name) for crop in crops)  # fmt: skip

    def _what(self, crop: np.ndarray) -> str:
        columns = np.flatnonzero((crop < 128).any(axis=0))
        return min(LINES, key=lambda text: abs(FONT.getlength(text) - np.ptp(columns)))


def boxes(text: str) -> list[Box]:
    """Where the words of a printed line stand."""
    x, y = LINES[text]
    found = []
    for n, part in enumerate(text.split()):
        before = FONT.getlength(" ".join([*text.split()[:n], ""]))
        found.append(Box(x + before, y + 6, x + before + FONT.getlength(part), y + 30))
    return found


@pytest.fixture(scope="module")
def page() -> Page:
    image = Image.new("L", (700, 220), 255)
    for text, at in LINES.items():
        ImageDraw.Draw(image).text(at, text, fill=0, font=FONT)
    return Page(1, 200.0, np.asarray(image))


def sheet(page: Page, scores: dict[str, float], read: dict[str, str] | None = None) -> Sheet:
    """The page as the first engine read it, each line as sure as told; lines not named were missed."""
    words = [
        Word(part, box, 1, score)
        for text, score in scores.items()
        for part, box in zip((read or {}).get(text, text).split(), boxes(text), strict=True)
    ]
    return Sheet(page, (), tuple(words))


def by_engine(found: Sheet) -> dict[str, str]:
    return {word.text: word.engine for word in found.words}


SURE = dict.fromkeys(LINES, 0.95)


def test_sure_words_are_left_alone(page: Page) -> None:
    clerk = Clerk()
    first = sheet(page, SURE)
    assert second_look(first, inked(page, ()), clerk) == first
    assert clerk.seen == 0


def test_doubtful_words_are_replaced_and_say_by_whom(page: Page) -> None:
    first = sheet(page, {**SURE, "Common Stock": 0.3}, {"Common Stock": "Cornm0n Stoek"})
    clerk = Clerk()
    found = second_look(first, inked(page, ()), clerk)
    assert clerk.seen == 1
    names = by_engine(found)
    assert names["Common"] == names["Stock"] == "second 1"
    assert names["1,250"] == names["trust"] == ""
    assert "Cornm0n" not in names
    (common,) = (word for word in found.words if word.text == "Common")
    assert common.box == pytest.approx(boxes("Common Stock")[0], abs=8)


def test_what_the_first_engine_missed_is_found(page: Page) -> None:
    missed = {text: score for text, score in SURE.items() if text != "1,250"}
    found = second_look(sheet(page, missed), inked(page, ()), Clerk())
    assert by_engine(found)["1,250"] == "second 1"


def test_a_word_boxed_too_wide_is_not_left_beside_its_second_reading(page: Page) -> None:
    first = sheet(page, {**SURE, "Common Stock": 0.3})
    common, stock = (word for word in first.words if word.text in {"Common", "Stock"})
    wide = replace(stock, box=stock.box._replace(x1=stock.box.x1 + 230), score=0.95)
    found = second_look(replace(first, words=(common, wide, *first.words[2:])), inked(page, ()), Clerk())
    assert [word.text for word in found.words].count("Stock") == 1


@pytest.mark.parametrize("clerk", [Clerk(score=0.2), Clerk(score=0.6), Clerk(text=""), Clerk(text="~ -")])
def test_a_reading_that_is_no_surer_changes_nothing(page: Page, clerk: Clerk) -> None:
    first = sheet(page, {**SURE, "By the family trust": 0.65})
    assert second_look(first, inked(page, ()), clerk) == first


def test_a_lone_letter_is_left_to_its_cell(page: Page) -> None:
    without = {text: score for text, score in SURE.items() if text != "A"}
    assert "A" not in by_engine(second_look(sheet(page, without), inked(page, ()), Clerk(score=0.99)))


def test_runs_are_the_phrases_of_a_page(page: Page) -> None:
    runs = sorted(text_runs(inked(page, ())), key=lambda box: (box.y0 > 100, box.x0))
    assert len(runs) == 4
    for run, text in zip(runs, LINES, strict=True):
        assert run == pytest.approx(Box.around(boxes(text)), abs=9)


def test_an_empty_page_has_no_runs() -> None:
    blank = Page(1, 200.0, np.full((300, 300), 255, np.uint8))
    assert text_runs(inked(blank, ())) == []
    assert second_look(Sheet(blank, (), ()), inked(blank, ()), Clerk()).words == ()


def test_two_engines_that_agree_keep_the_first_ones_words_and_are_surer(page: Page) -> None:
    first = sheet(page, {**SURE, "1,250": 0.1})
    found = second_look(first, inked(page, ()), Clerk())
    assert sorted(word.text for word in found.words) == sorted(word.text for word in first.words)
    (agreed,) = (word for word in found.words if word.text == "1,250")
    assert (agreed.engine, agreed.score) == ("", 0.95)


def test_letters_that_are_one_piece_with_their_underline_are_found() -> None:
    """A copy of a copy joins a long underlined name to its line: wider than any letter, and letters all the same."""
    canvas = Image.new("L", (900, 200), 255)
    pen = ImageDraw.Draw(canvas)
    pen.text((40, 40), "Foxglove Mobility Holdings", fill=0, font=ImageFont.load_default(size=30), stroke_width=1)
    pen.rectangle((40, 68, 460, 72), fill=0)
    for n in range(6):
        pen.text((40 + 90 * n, 130), "plain", fill=0, font=FONT)
    drawn = inked(Page(1, 200, np.asarray(canvas)), ())
    assert any(box.x0 < 60 and box.x1 > 380 and box.y0 < 60 for box in text_runs(drawn))
