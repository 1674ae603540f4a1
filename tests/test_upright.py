"""A page comes back with its lines level, however it lay on the glass."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.upright import rotate, upright
from tests.drawn import text_page


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    return text_page(lines=45)


@pytest.mark.parametrize("skew", [-5.0, -2.3, -0.7, 0.4, 1.5, 5.0])
def test_skew_is_undone(page: np.ndarray, skew: float) -> None:
    _, turned = upright(rotate(page, skew))
    assert turned == pytest.approx(-skew, abs=0.15)


def test_a_level_page_is_left_alone(page: np.ndarray) -> None:
    straight, turned = upright(page)
    assert turned == pytest.approx(0, abs=0.1)
    assert straight is page or (straight == page).mean() > 0.99


@pytest.mark.parametrize("quarters", [1, 3])
@pytest.mark.parametrize("skew", [0.0, 2.0])
def test_a_page_on_its_side_is_set_up(page: np.ndarray, quarters: int, skew: float) -> None:
    """Head up or head down: only reading tells, but the lines run level."""
    lying = np.ascontiguousarray(np.rot90(rotate(page, skew), quarters))
    straight, _ = upright(lying)
    assert straight.shape == page.shape
    profile = (straight < 128).sum(axis=1).astype(float)
    level = (page < 128).sum(axis=1).astype(float)
    assert np.square(np.diff(profile)).sum() > 0.5 * np.square(np.diff(level)).sum()


def test_a_form_that_is_mostly_rules_is_judged_by_its_text() -> None:
    page = text_page(lines=18, rules=0)
    page = page.copy()
    page[::110, 50:800] = 0
    page[50:1050, ::60] = 0
    assert upright(page)[0].shape == page.shape


@pytest.mark.parametrize("shade", [0, 255])
@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (600, 3), (1100, 850)])
def test_an_empty_or_tiny_page_is_no_failure(shade: int, shape: tuple[int, int]) -> None:
    straight, turned = upright(np.full(shape, shade, np.uint8))
    assert straight.shape == shape
    assert abs(turned) <= 6


def test_what_turning_uncovers_is_white(page: np.ndarray) -> None:
    assert rotate(page, 5)[0, 0] == 255


def test_the_edge_of_the_glass_does_not_level_a_few_crooked_lines() -> None:
    """A page of seven lines, askew, below a thin dark line that runs straight along the scanned picture's edge."""
    page = rotate(text_page(lines=40, rules=0)[:220].copy(), 3.0)
    tall = np.full((1100, page.shape[1]), 255, np.uint8)
    tall[60 : 60 + len(page)] = page
    tall[2:6] = 0
    _, turned = upright(tall)
    assert turned == pytest.approx(-3.0, abs=0.3)
