"""Blank or not: rests of rules and dust are no ink, the thinnest real entries are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.ink import InkedPage, ink_box, inked, with_lost_glyphs
from extractor.records import Page, RulingLine
from models.geometry import Box

CELL = Box(40, 40, 180, 80)


def blank() -> NDArray[np.uint8]:
    return np.full((120, 220), 255, np.uint8)


def box_of(pixels: NDArray[np.uint8]) -> Box | None:
    return ink_box(inked(Page(1, 200.0, pixels), ()), CELL)


@pytest.mark.parametrize("text", ["I", "1", "(1)", "D", "12,000"])
@pytest.mark.parametrize("thick", [1, 2])
def test_the_smallest_entries_are_ink(text: str, thick: int) -> None:
    pixels = blank()
    cv2.putText(pixels, text, (90, 66), cv2.FONT_HERSHEY_SIMPLEX, 0.55, 0, thick, cv2.LINE_AA)
    found = box_of(pixels)
    assert found is not None
    rows, columns = np.nonzero(pixels < 128)
    assert found.pad(3).contains(columns.mean(), rows.mean())


def test_a_typed_dash_is_ink() -> None:
    pixels = blank()
    cv2.line(pixels, (100, 60), (109, 60), 0, 2)
    assert box_of(pixels) is not None


def test_paper_is_blank() -> None:
    assert box_of(blank()) is None


@pytest.mark.parametrize("gray", [120, 200])
def test_even_gray_is_blank(gray: int) -> None:
    assert box_of(np.full((120, 220), gray, np.uint8)) is None


def test_rests_of_rules_are_blank() -> None:
    pixels = blank()
    cv2.line(pixels, (38, 42), (120, 42), 0, 2)  # along the top, within the margin
    cv2.line(pixels, (43, 40), (43, 66), 0, 2)  # along the left side
    cv2.line(pixels, (150, 78), (182, 78), 0, 2)
    assert box_of(pixels) is None


def test_a_rule_through_the_cell_is_blank() -> None:
    pixels = blank()
    cv2.line(pixels, (0, 60), (219, 60), 0, 2)
    assert box_of(pixels) is None


def test_dust_is_blank() -> None:
    pixels = blank()
    rng = np.random.default_rng(5)
    for y, x in zip(rng.integers(0, 118, 60), rng.integers(0, 218, 60), strict=True):
        pixels[y : y + 2, x : x + 2] = 0
    assert box_of(pixels) is None


def test_an_entry_among_rests_of_rules_is_found_alone() -> None:
    pixels = blank()
    cv2.line(pixels, (38, 42), (184, 42), 0, 2)
    cv2.putText(pixels, "5", (100, 66), cv2.FONT_HERSHEY_SIMPLEX, 0.55, 0, 2, cv2.LINE_AA)
    found = box_of(pixels)
    assert found is not None
    assert found.width < 20
    assert found.y0 > 45


def test_a_cell_off_the_page_is_blank() -> None:
    page = inked(Page(1, 200.0, blank()), ())
    assert ink_box(page, Box(300, 300, 340, 340)) is None
    assert ink_box(page, Box(10, 10, 11, 11)) is None


def _written(text_at: tuple[int, ...]) -> InkedPage:
    """Upright strokes as high as a digit at these columns, 4 pixels wide."""
    pixels = np.full((80, 300), 255, np.uint8)
    for x in text_at:
        pixels[30:50, x : x + 4] = 0
    return inked(Page(1, 200.0, pixels), ())


@pytest.mark.parametrize(
    ("strokes", "found"),
    [
        ((100, 108, 116), (100, 120)),  # the first stroke was left out of the words
        ((108, 116), (108, 120)),
        ((80, 108, 116), (108, 120)),  # as far away as another word
        ((*range(60, 108, 8), 108, 116), (108, 120)),  # text that goes on is a neighbour's
    ],
)
def test_glyphs_the_page_pass_left_out(strokes: tuple[int, ...], found: tuple[int, int]) -> None:
    box = with_lost_glyphs(_written(strokes), Box(108, 30, 120, 50))
    assert (round(box.x0), round(box.x1)) == found


def _printed(*letters: tuple[int, int], rule: int | None = None) -> InkedPage:
    """Rings between these columns, and an upright rule that is taken out again."""
    pixels = blank()
    for x0, x1 in letters:
        cv2.rectangle(pixels, (x0, 50), (x1 - 1, 69), 0, 3)
    if rule is None:
        return inked(Page(1, 200.0, pixels), ())
    pixels[:, rule : rule + 2] = 0
    return inked(Page(1, 200.0, pixels), (RulingLine(rule + 0.5, 0, rule + 0.5, 119, 1),))


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (_printed((150, 164), (168, 184)), (149, 185)),  # cut by the cell's end
        (_printed((150, 164), (174, 190)), (149, 165)),  # most of it is the neighbour's
        (_printed((50, 64), (36, 48)), (35, 65)),
        (_printed((50, 64), (28, 44)), (49, 65)),
        (_printed((150, 164), (166, 188), rule=180), (149, 189)),  # typed over the rule
        (_printed((150, 164), (166, 176), (186, 200), rule=180), (149, 177)),  # beyond the rule stands something else
        (_printed((174, 190)), (173, 178)),  # better half a letter than none
    ],
)
def test_a_letter_at_the_end_of_a_cell_is_whole_or_not_there(page: InkedPage, found: tuple[int, int]) -> None:
    box = ink_box(page, CELL)
    assert box is not None
    assert (box.x0, box.x1) == pytest.approx(found, abs=1)
