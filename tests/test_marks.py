"""Check marks by ink, on pictures drawn here: boxes, underscores and bare marks, whole and damaged."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.frames import brackets, drawn_boxes
from extractor.ink import InkedPage, inked
from extractor.marks import MARKED, UNMARKED, frame_in, mark_score
from extractor.records import Page
from models.geometry import Box

Sheet = NDArray[np.uint8]
BOX, PLACE = (60, 60, 84, 84), Box(44, 54, 92, 90)


def sheet() -> Sheet:
    return np.full((160, 220), 255, np.uint8)


def page(pixels: Sheet) -> InkedPage:
    return inked(Page(1, 200.0, pixels), ())


def score(pixels: Sheet, place: Box = PLACE) -> float:
    return mark_score(page(pixels), place)


def stroke(pixels: Sheet, *points: tuple[int, int], thick: int = 3) -> None:
    cv2.polylines(pixels, [np.array(points, np.int32)], False, 0, thick, cv2.LINE_AA)


def boxed(thick: int = 2) -> Sheet:
    pixels = sheet()
    cv2.rectangle(pixels, BOX[:2], BOX[2:], 0, thick)
    return pixels


def cross(pixels: Sheet, x: int, y: int, size: int = 14, thick: int = 3) -> None:
    """A cross with its middle at x, y."""
    half = size // 2
    stroke(pixels, (x - half, y - half), (x + half, y + half), thick=thick)
    stroke(pixels, (x - half, y + half), (x + half, y - half), thick=thick)


def specks(pixels: Sheet, count: int = 250, seed: int = 3) -> None:
    rng = np.random.default_rng(seed)
    for y, x in zip(rng.integers(0, 158, count), rng.integers(0, 218, count), strict=True):
        pixels[y : y + 2, x : x + 2] = 0


def crossed() -> Sheet:
    pixels = boxed()
    cross(pixels, 72, 72)
    return pixels


def leaving() -> Sheet:
    pixels = boxed()
    cross(pixels, 72, 66, size=22)
    return pixels


def ticked() -> Sheet:
    pixels = boxed()
    stroke(pixels, (64, 72), (70, 80), (84, 56))
    return pixels


def bold() -> Sheet:
    pixels = boxed(3)
    cross(pixels, 72, 72, thick=4)
    return pixels


def broken() -> Sheet:
    pixels = crossed()
    pixels[82:87, 66:69] = 255  # gaps in the outline
    pixels[68:71, 57:63] = 255
    return pixels


def underscored() -> Sheet:
    pixels = sheet()
    cv2.line(pixels, (46, 84), (90, 84), 0, 2)
    cross(pixels, 68, 75)
    return pixels


def bare() -> Sheet:
    pixels = sheet()
    cross(pixels, 70, 72)
    return pixels


def printed_letter() -> Sheet:
    pixels = sheet()
    cv2.putText(pixels, "X", (60, 80), cv2.FONT_HERSHEY_COMPLEX, 0.7, 0, 2, cv2.LINE_AA)
    return pixels


def with_specks(draw: Callable[[], Sheet]) -> Callable[[], Sheet]:
    def drawn() -> Sheet:
        pixels = draw()
        specks(pixels)
        return pixels

    drawn.__name__ = f"{draw.__name__}_with_specks"
    return drawn


def underscore() -> Sheet:
    pixels = sheet()
    cv2.line(pixels, (46, 84), (90, 84), 0, 3)
    return pixels


def broken_box() -> Sheet:
    pixels = boxed()
    pixels[82:87, 66:69] = 255
    return pixels


MARKS = [crossed, leaving, ticked, bold, broken, underscored, bare, printed_letter, with_specks(crossed)]
EMPTY = [sheet, boxed, lambda: boxed(4), broken_box, underscore, with_specks(sheet), with_specks(boxed)]


@pytest.mark.parametrize("draw", MARKS, ids=lambda draw: draw.__name__)
def test_a_mark_is_seen(draw: Callable[[], Sheet]) -> None:
    assert score(draw()) >= MARKED


@pytest.mark.parametrize("draw", EMPTY, ids=lambda draw: draw.__name__)
def test_nothing_is_no_mark(draw: Callable[[], Sheet]) -> None:
    assert score(draw()) <= UNMARKED


@pytest.mark.parametrize(
    ("start", "end"),
    [((62, 82), (82, 62)), ((60, 72), (84, 72)), ((72, 50), (72, 94)), ((50, 66), (95, 78))],
    ids=["slash", "level", "upright", "passing"],
)
def test_a_stray_stroke_is_not_a_cross(start: tuple[int, int], end: tuple[int, int]) -> None:
    framed, alone = boxed(), sheet()
    stroke(framed, start, end)
    stroke(alone, start, end)
    assert score(framed) < MARKED
    assert score(alone) < MARKED


def test_a_box_filled_with_ink_is_for_a_person() -> None:
    pixels = boxed()
    cv2.rectangle(pixels, BOX[:2], BOX[2:], 0, -1)
    assert UNMARKED < score(pixels) < MARKED


def test_the_neighbours_cross_is_not_ours() -> None:
    pixels = boxed()
    cv2.rectangle(pixels, (60, 92), (84, 116), 0, 2)
    cross(pixels, 72, 104)
    assert score(pixels) <= UNMARKED
    assert score(pixels, Box(44, 90, 92, 120)) >= MARKED


def test_letters_beside_the_place_are_no_mark() -> None:
    pixels = sheet()
    cv2.putText(pixels, "XXX", (93, 80), cv2.FONT_HERSHEY_COMPLEX, 0.7, 0, 2, cv2.LINE_AA)
    assert score(pixels) <= UNMARKED


def test_a_place_off_the_page_is_empty() -> None:
    assert score(crossed(), Box(300, 300, 340, 340)) == 0
    assert score(crossed(), Box(-60, -60, -20, -20)) == 0
    assert score(crossed(), Box(70, 70, 71, 71)) == 0


def test_a_drawn_box_is_found_where_it_is() -> None:
    frame = frame_in(page(boxed()), PLACE)
    assert frame is not None
    assert np.allclose(frame, (59, 59, 86, 86), atol=2)


def test_a_letter_x_is_no_box() -> None:
    assert drawn_boxes(255 - printed_letter(), 200.0) == ()
    assert drawn_boxes(255 - sheet(), 200.0) == ()


def test_crossing_rules_make_no_box() -> None:
    pixels = sheet()
    for at in (60, 84):
        cv2.line(pixels, (0, at), (219, at), 0, 2)
        cv2.line(pixels, (at, 0), (at, 159), 0, 2)
    assert drawn_boxes(255 - pixels, 200.0) == ()


def test_a_cross_joined_through_its_underscore_to_a_tick_below_is_not_overlooked() -> None:
    pixels = sheet()
    cross(pixels, 68, 74)
    cv2.line(pixels, (40, 82), (100, 82), 0, 2)
    stroke(pixels, (62, 98), (68, 106), (78, 84))
    assert score(pixels, Box(44, 60, 92, 84)) > UNMARKED


def test_a_tick_that_reaches_into_the_place_above_marks_nothing_there() -> None:
    pixels = sheet()
    cv2.line(pixels, (40, 82), (100, 82), 0, 2)
    stroke(pixels, (62, 98), (68, 106), (80, 76))
    assert score(pixels, Box(44, 60, 92, 84)) <= UNMARKED


def bracketed(*insides: tuple[int, int]) -> Sheet:
    """Square brackets around BOX, and crosses in it."""
    pixels = sheet()
    for x, inwards in ((BOX[0], 3), (BOX[2], -3)):
        cv2.line(pixels, (x, BOX[1]), (x, BOX[3] - 4), 0, 3)
        for y in (BOX[1], BOX[3] - 4):
            cv2.line(pixels, (x, y), (x + inwards, y), 0, 2)
    for x, y in insides:
        cross(pixels, x, y, size=12)
    return pixels


def test_brackets_are_a_check_box_too() -> None:
    assert frame_in(page(bracketed()), PLACE) is not None
    assert score(bracketed()) <= UNMARKED
    assert score(bracketed((72, 70))) >= MARKED


def test_boxes_that_stand_on_each_other_are_two() -> None:
    pixels = boxed()
    cv2.rectangle(pixels, (BOX[0], BOX[3]), (BOX[2], BOX[3] + 24), 0, 2)
    cross(pixels, 72, 96)
    assert len(drawn_boxes(255 - pixels, 200.0)) == 2
    assert score(pixels) <= UNMARKED
    assert score(pixels, Box(44, 84, 92, 110)) >= MARKED


@pytest.mark.parametrize("shape", [(0, 40), (40, 0), (0, 0)])
def test_a_piece_without_extent_holds_no_box(shape: tuple[int, int]) -> None:
    assert drawn_boxes(np.zeros(shape, np.uint8), 200.0) == brackets(np.zeros(shape, np.uint8), 200.0) == ()
