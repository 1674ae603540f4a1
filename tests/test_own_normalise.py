"""What our own reader sees of a crop: the same line at one height, whatever surrounds it, however pale it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from extractor.ocr.own_normalise import HEIGHT, LINE, MARGIN, WIDEST, normalised, normalised_lines
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
