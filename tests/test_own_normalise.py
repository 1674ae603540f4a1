"""What our own reader sees of a crop: the same line at one height, whatever surrounds it, however pale it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from extractor.ocr.own_normalise import HEIGHT, LINE, MARGIN, WIDEST, lines, normalised, normalised_lines
from extractor.upright import Pixels
from tests.drawn import written


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 200))))
def test_any_picture_is_taken(crop: Pixels) -> None:
    """No picture breaks it; what comes back is a line of ink, or nothing."""
    for line in normalised_lines(crop):
        assert line.dtype == np.uint8
        assert line.shape[0] == HEIGHT
        assert 1 < line.shape[1] <= WIDEST + 2 * MARGIN
        assert line.any()


@pytest.mark.parametrize("shape", [(40, 100), (1, 1), (2, 50), (3, 3)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_plain_paper_is_nothing(shape: tuple[int, int], level: int) -> None:
    assert normalised(np.full(shape, level, np.uint8)) is None
    assert normalised_lines(np.full(shape, level, np.uint8)) == ()


def test_dirt_alone_is_nothing() -> None:
    crop = np.full((40, 120), 255, np.uint8)
    crop[::9, ::11] = 0
    assert normalised(crop) is None


@pytest.mark.parametrize("size", [22, 28, 34])
def test_a_line_has_one_height(size: int) -> None:
    line = normalised(written("1,234", size=size))
    assert line is not None
    rows = np.flatnonzero((line > 100).any(axis=1))
    assert rows[-1] - rows[0] + 1 == pytest.approx(LINE, abs=2)
    assert (rows[0] + rows[-1]) / 2 == pytest.approx(HEIGHT / 2, abs=1.5)
    assert not line[:, : MARGIN - 1].any()
    assert not line[:, line.shape[1] - MARGIN + 1 :].any()


def test_white_around_changes_nothing() -> None:
    crop = written("12/31/2004", size=26)
    wide = cv2.copyMakeBorder(crop, 30, 8, 50, 3, cv2.BORDER_CONSTANT, value=255).astype(np.uint8)
    one, other = normalised(crop), normalised(wide)
    assert one is not None
    assert other is not None
    assert one.shape == other.shape
    assert np.abs(one.astype(int) - other.astype(int)).max() <= 40


def test_pale_ink_on_gray_paper_is_ink_on_nothing() -> None:
    crop = written("45,000", size=26)
    pale = (210 - (255 - crop.astype(np.float32)) * 0.35).astype(np.uint8)
    one, other = normalised(crop), normalised(pale)
    assert one is not None
    assert other is not None
    assert one.shape == other.shape
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.97


def test_a_rule_and_the_line_below_are_left_out() -> None:
    crop = written("7,500", size=26)
    ruled = np.full((crop.shape[0] + 14, crop.shape[1]), 255, np.uint8)
    ruled[: crop.shape[0]] = crop
    ruled[crop.shape[0] + 4 : crop.shape[0] + 6] = 0
    one, other = normalised(crop), normalised(ruled)
    assert one is not None
    assert other is not None
    assert one.shape == other.shape
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.97


def test_a_decimal_point_of_few_pixels_is_no_dirt() -> None:
    """Faxes leave four pixels of a point; the same four pixels above the line are dirt."""
    crop = np.full((30, 80), 255, np.uint8)
    for x in (10, 50):
        crop[8:24, x : x + 3] = 0
        crop[8:24, x + 7 : x + 10] = 0
    pointed, dirty = crop.copy(), crop.copy()
    pointed[22:24, 40:42] = 0
    dirty[9:11, 40:42] = 0
    plain, with_point, with_dirt = normalised(crop), normalised(pointed), normalised(dirty)
    assert plain is not None
    assert with_point is not None
    assert with_dirt is not None
    assert (with_point != plain).any()
    assert np.array_equal(with_dirt, plain)


def test_lines_come_top_to_bottom() -> None:
    lines = normalised_lines(written("Common Stock\n1,000", size=26))
    assert len(lines) == 2
    assert lines[0].shape[1] > lines[1].shape[1]
    longest = normalised(written("Common Stock\n1,000", size=26))
    assert longest is not None
    assert np.array_equal(longest, lines[0])


@pytest.mark.parametrize("seed", range(5))
def test_grain_of_the_paper_is_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grain = np.where(rng.random((40, 110)) < 0.03, 60, 250 + rng.integers(-4, 5, (40, 110))).astype(np.uint8)
    assert normalised_lines(grain) == ()


def test_a_rule_beside_a_letter_is_no_letter() -> None:
    crop = np.full((44, 60), 255, np.uint8)
    letter = written("D", size=22, margin=0)
    crop[14 : 14 + letter.shape[0], 10 : 10 + letter.shape[1]] = letter
    ruled = crop.copy()
    ruled[3:41, 45:47] = 0
    plain, beside = normalised(crop), normalised(ruled)
    assert plain is not None
    assert beside is not None
    assert np.array_equal(plain, beside)


def test_a_lone_stroke_on_white_paper_is_ink() -> None:
    """Nothing of its surroundings is darker than white, so that paper and ink are hard to tell apart in it."""
    crop = np.full((40, 30), 255, np.uint8)
    crop[12:26, 14:16] = 0
    crop[12:26, 13] = 150
    line = normalised(crop)
    assert line is not None
    assert np.count_nonzero(line > 150) > 40


def raised(value: str, mark: str, up: int = 6) -> Pixels:
    """A value and, smaller and higher, a mark right behind it."""
    one, other = written(value, size=24, margin=0), written(mark, size=15, margin=0)
    rows = [np.flatnonzero((part < 128).any(axis=1)) for part in (one, other)]
    crop = np.full((60, one.shape[1] + other.shape[1] + 22), 255, np.uint8)
    foot = 40
    crop[foot - rows[0][-1] : foot - rows[0][-1] + one.shape[0], 10 : 10 + one.shape[1]] = one
    low = foot - up - rows[1][-1]
    crop[low : low + other.shape[0], 12 + one.shape[1] : 12 + one.shape[1] + other.shape[1]] = other
    return crop


@pytest.mark.parametrize("value", ["12,500", "10/31/2007", "D", "1"])
def test_a_raised_mark_is_seen_apart(value: str) -> None:
    (line,) = lines(raised(value, "(3)"))
    assert line.apart is not None
    for part in line.apart:
        rows = np.flatnonzero((part > 100).any(axis=1))
        assert rows[-1] - rows[0] + 1 == pytest.approx(LINE, abs=3)
    assert line.apart[0].shape[1] + line.apart[1].shape[1] > line.whole.shape[1]


@pytest.mark.parametrize("text", ["12,500 (3)", "10/31/2007", "$1.39", "Stock", "1,111"])
def test_print_on_one_line_is_not_taken_apart(text: str) -> None:
    assert [line.apart for line in lines(written(text, size=24))] == [None]


@pytest.mark.parametrize("dashed", [False, True])
def test_a_rule_beside_figures_is_no_bracket(dashed: bool) -> None:
    crop = np.full((60, 110), 255, np.uint8)
    figures = written("212", size=24, margin=0)
    crop[16 : 16 + figures.shape[0], 10 : 10 + figures.shape[1]] = figures
    ruled = crop.copy()
    ruled[18:46, 12 + figures.shape[1] + 10 : 14 + figures.shape[1] + 10] = 0
    if dashed:
        ruled[26:29, 60:] = ruled[36:38, 60:] = 255
    plain, beside = normalised(crop), normalised(ruled)
    assert plain is not None
    assert beside is not None
    assert beside.shape == plain.shape
    assert np.corrcoef(plain.ravel(), beside.ravel())[0, 1] > 0.97


@pytest.mark.parametrize("through", [slice(2, 30), slice(30, 54)], ids=["above", "below"])
def test_a_rule_through_a_figure_makes_the_line_no_taller(through: slice) -> None:
    crop = np.full((56, 110), 255, np.uint8)
    figures = written("5,734", size=24, margin=0)
    crop[18 : 18 + figures.shape[0], 10 : 10 + figures.shape[1]] = figures
    ruled = crop.copy()
    ruled[through, 10 + figures.shape[1] // 2] = 0
    plain, through_it = normalised(crop), normalised(ruled)
    assert plain is not None
    assert through_it is not None
    assert abs(plain.shape[1] - through_it.shape[1]) <= 2


@pytest.mark.parametrize("letter", ["P", "F", "A", "7"])
def test_the_stem_of_a_letter_is_no_rule(letter: str) -> None:
    line = normalised(written(letter, size=24))
    assert line is not None
    rows = np.flatnonzero((line > 100).any(axis=1))
    assert rows[-1] - rows[0] + 1 == pytest.approx(LINE, abs=2)


def test_a_dash_as_small_as_a_speck_is_of_the_line() -> None:
    """The same speck above the line is dirt."""
    crop = np.full((40, 70), 255, np.uint8)
    crop[12:28, 30:40] = 0
    crop[15:25, 33:37] = 255
    dashed, dirty = crop.copy(), crop.copy()
    dashed[20, 18:23] = dashed[20, 47:52] = 0
    dirty[12, 18:23] = 0
    plain, with_dashes, with_dirt = normalised(crop), normalised(dashed), normalised(dirty)
    assert plain is not None
    assert with_dashes is not None
    assert with_dirt is not None
    assert with_dashes.shape[1] > 2 * (plain.shape[1] - 2 * MARGIN) + 2 * MARGIN
    assert with_dirt.shape == plain.shape


def test_ones_beside_figures_are_no_rules() -> None:
    with_ones, without = normalised(written("0 11", size=24)), normalised(written("0", size=24))
    assert with_ones is not None
    assert without is not None
    assert with_ones.shape[1] - without.shape[1] >= LINE


def test_an_i_before_a_raised_mark_is_no_rule() -> None:
    crop = raised("I", "(1)")
    (line,) = lines(crop)
    (mark,) = lines(np.ascontiguousarray(crop[:, 18:]))
    assert line.whole.shape[1] > mark.whole.shape[1] * 0.75 + 4


def test_specks_that_pale_ink_joins_to_a_letter_stay() -> None:
    crop = np.full((40, 40), 250, np.uint8)
    crop[10:26, 12:15] = 0
    crop[10:13, 15:24] = 0
    crop[17:20, 15:23] = 165  # the arm is worn, but for a dot
    crop[18, 20:22] = 100
    loose = crop.copy()
    loose[17:20, 15:20] = 250
    kept, dropped = normalised(crop), normalised(loose)
    assert kept is not None
    assert dropped is not None
    arm = slice(MARGIN + 6, MARGIN + 10)
    assert kept[11:15, arm].max() > 60
