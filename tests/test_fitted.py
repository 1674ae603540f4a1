"""Boxes of words cut to the line of ink in their middle."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.fitted import fitted
from extractor.ink import InkedPage
from extractor.records import Word
from models.geometry import Box

USUAL = 20
LINES = {"above": 100, "below": 125}  # tops of two lines of letters, five pixels apart


def page() -> InkedPage:
    ink = np.zeros((300, 800), np.uint8)
    for top in LINES.values():
        for x in range(100, 700, 14):
            ink[top : top + USUAL, x : x + 9] = 255
    return InkedPage(1, 200, 255 - ink, ink, ink, 255 - ink)


def word(y0: float, y1: float, x0: float = 100, text: str = "shares") -> Word:
    return Word(text, Box(x0, y0, x0 + 80, y1), 1, 0.9)


OTHERS = tuple(word(LINES["above"], LINES["above"] + USUAL, x0=100 + 90 * n) for n in range(1, 6))


@pytest.mark.parametrize(("y0", "y1", "line"), [(90, 128, "above"), (112, 152, "below"), (95, 126, "above")])
def test_a_box_over_two_lines_is_cut_to_its_own(y0: float, y1: float, line: str) -> None:
    cut = fitted((word(y0, y1), *OTHERS), page())[0]
    assert (cut.box.y0, cut.box.y1) == (LINES[line], LINES[line] + USUAL)
    assert (cut.box.x0, cut.box.x1, cut.text) == (100, 180, "shares")


def test_boxes_of_usual_height_stay() -> None:
    words = (word(LINES["above"] - 2, LINES["above"] + USUAL + 3), *OTHERS)
    assert fitted(words, page()) == words


def test_large_print_stays_large() -> None:
    tall = page()
    tall.ink[200:250, 100:180] = 255
    cut = fitted((word(195, 255), *OTHERS), tall)[0]
    assert (cut.box.y0, cut.box.y1) == (200, 250)


@pytest.mark.parametrize("text", ["", "a"])
def test_without_ink_or_words_nothing_is_cut(text: str) -> None:
    bare = word(10, 90, text=text)
    assert fitted((bare, *OTHERS), page())[0] == bare
    assert fitted((), page()) == ()


def test_a_box_over_the_words_behind_ends_where_they_begin() -> None:
    """The page engine now and then gives a word the width of the next two: "vest" of "vest in full"."""
    wide = Word("vest", Box(100, 100, 220, 120), 1, 0.9)
    behind = Word("in", Box(160, 101, 178, 120), 1, 0.9), Word("full", Box(186, 100, 220, 120), 1, 0.9)
    below = Word("deep", Box(130, 125, 170, 145), 1, 0.9)
    cut, *others = fitted((wide, *behind, below), page())
    assert cut.box == Box(100, 100, 159, 120)
    assert others == [*behind, below]


def test_a_word_as_wide_as_its_letters_keeps_what_stands_in_its_box() -> None:
    words = (Word("exercised", Box(100, 100, 220, 120), 1, 0.9), Word("sed", Box(180, 100, 220, 120), 1, 0.9))
    assert fitted(words, page()) == words
