"""Light evened out: what the lamp did is undone, what the scanner did well is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.clean import even_light
from tests.drawn import text_page


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    return text_page()


def test_a_bilevel_page_comes_back_unchanged(page: np.ndarray) -> None:
    fax = np.where(page < 128, 0, 255).astype(np.uint8)
    assert (even_light(fax) == fax).all()


def test_an_evenly_lit_page_comes_back_unchanged() -> None:
    page = text_page(1700, 2200, 30, size=22)
    assert (even_light(page) == page).all()


@pytest.mark.parametrize("darkest", [90, 160])
def test_a_gradient_is_removed_and_the_ink_stays(page: np.ndarray, darkest: int) -> None:
    light = np.linspace(darkest, 250, page.shape[1])[None, :] / 255
    lit = (page * light).astype(np.uint8)
    even = even_light(lit)
    paper, ink = even[page == 255], even[page == 0]
    assert np.percentile(paper, 5) >= 245
    assert np.percentile(ink, 90) < 90


def test_gray_copier_paper_becomes_white(page: np.ndarray) -> None:
    gray = np.clip(page.astype(int) * 0.7 + 20, 0, 255).astype(np.uint8)
    assert np.median(even_light(gray)) == 255


def test_pale_ink_becomes_dark(page: np.ndarray) -> None:
    pale = (180 + page.astype(int) * 50 // 255).astype(np.uint8)
    assert np.median(even_light(pale)[page == 0]) < 90


@pytest.mark.parametrize("shade", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (40, 40)])
def test_any_size_and_shade_is_accepted(shade: int, shape: tuple[int, int]) -> None:
    assert even_light(np.full(shape, shade, np.uint8)).shape == shape


def test_an_empty_gray_page_stays_empty() -> None:
    """Grain of paper must not be stretched into ink."""
    grain = np.random.default_rng(3).normal(200, 3, (600, 500)).clip(0, 255).astype(np.uint8)
    assert (even_light(grain) < 128).mean() < 0.01
