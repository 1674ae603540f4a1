"""Ruling lines: broken ones joined, slanted ones followed, words never taken for them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.lines import find_lines, without_lines
from extractor.records import Page, RulingLine
from tests.drawn import PROSE

DPI = 200.0


def page(*strokes: tuple[int, int, int, int], width: int = 2) -> Page:
    """White, 1000 x 700, with straight strokes (x0, y0, x1, y1)."""
    pixels = np.full((700, 1000), 255, np.uint8)
    for x0, y0, x1, y1 in strokes:
        cv2.line(pixels, (x0, y0), (x1, y1), 0, width)
    return Page(1, DPI, pixels)


def level(lines: tuple[RulingLine, ...]) -> list[RulingLine]:
    return [line for line in lines if line.horizontal]


def test_a_box_has_two_rules_each_way() -> None:
    lines = find_lines(page((100, 100, 900, 100), (100, 400, 900, 400), (100, 100, 100, 400), (900, 100, 900, 400)))
    assert [line.horizontal for line in lines] == [True, True, False, False]
    assert [round(line.y0, -1) for line in lines[:2]] == [100, 400]
    assert [round(line.x0, -1) for line in lines[2:]] == [100, 900]
    assert lines[0].x0 == pytest.approx(100, abs=4)
    assert lines[0].x1 == pytest.approx(900, abs=4)
    assert all(line.page == 1 for line in lines)


@pytest.mark.parametrize("gap", [4, 12, 20])
def test_a_broken_rule_is_one(gap: int) -> None:
    pieces = [(100 + n * 200, 300, 300 + n * 200 - gap, 300) for n in range(4)]
    (line,) = find_lines(page(*pieces))
    assert (line.x0, line.x1) == (pytest.approx(100, abs=4), pytest.approx(900, abs=gap + 4))


def test_two_rules_far_apart_on_one_level_stay_two() -> None:
    assert len(find_lines(page((100, 300, 400, 300), (500, 300, 900, 300)))) == 2


@pytest.mark.parametrize("rise", [-12, 5, 12])
def test_a_slanted_rule_is_followed_to_its_ends(rise: int) -> None:
    (line,) = find_lines(page((100, 300, 900, 300 + rise)))
    assert line.x1 - line.x0 == pytest.approx(800, abs=10)
    assert line.y1 - line.y0 == pytest.approx(rise, abs=4)


@pytest.mark.parametrize("size", [18, 28, 40])
def test_prose_has_no_rules(size: int) -> None:
    image = Image.new("L", (1000, 700), 255)
    pen = ImageDraw.Draw(image)
    for n in range(12):
        pen.text((20, 20 + n * 55), PROSE, fill=0, font=ImageFont.load_default(size=size), stroke_width=1)
    assert find_lines(Page(1, DPI, np.asarray(image))) == ()


def test_a_solid_bar_is_no_rule() -> None:
    pixels = np.full((700, 1000), 255, np.uint8)
    pixels[200:260, 100:900] = 0
    assert find_lines(Page(1, DPI, pixels)) == ()


@pytest.mark.parametrize("pixels", [np.full((50, 50), 255, np.uint8), np.zeros((50, 50), np.uint8)])
def test_tiny_pages_have_none(pixels: np.ndarray) -> None:
    assert find_lines(Page(1, DPI, pixels)) == ()


def test_painting_over_takes_the_rule_and_leaves_the_text() -> None:
    image = Image.fromarray(page((100, 300, 900, 300), (500, 100, 500, 600)).pixels)
    ImageDraw.Draw(image).text((120, 250), "12,500 shares", fill=0, font=ImageFont.load_default(size=30))
    ruled = Page(1, DPI, np.asarray(image))
    bare = without_lines(ruled, find_lines(ruled))
    assert (bare[290:310, 300:480] == 255).all()
    text = (slice(250, 285), slice(110, 420))
    assert (bare[text] == ruled.pixels[text]).mean() > 0.995
    assert ruled.pixels[300, 700] == 0, "the page itself is not changed"


@pytest.mark.parametrize(("blur", "threshold"), [(1.5, 200), (2.0, 180), (2.0, 220), (2.5, 200)])
def test_a_word_that_a_blurred_copy_runs_together_is_no_rule(blur: float, threshold: int) -> None:
    """ "reinvestment" came as one dark band, was taken for a rule and painted over; a rule as long as it stays one."""
    image = Image.new("L", (1000, 300), 255)
    pen = ImageDraw.Draw(image)
    pen.text((100, 100), "held under the reinvestment summons", fill=0, font=ImageFont.load_default(size=20))
    pen.line((240, 200, 360, 200), fill=0, width=4)
    copied = np.where(cv2.GaussianBlur(np.asarray(image), (0, 0), blur) < threshold, 0, 255).astype(np.uint8)
    (rule,) = [line for line in find_lines(Page(1, 200.0, copied)) if line.horizontal]
    assert rule.y0 == pytest.approx(200, abs=2)
