"""A scanner's dark border comes off; what is printed up to the edge stays."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from extractor.borders import without_borders
from extractor.options import Options
from extractor.pages import load_pages
from extractor.source import open_source
from tests.drawn import text_page


def bordered(page: np.ndarray, *bands: list[tuple[int, int]]) -> np.ndarray:
    """The page with four-cornered bands of dark gray over it."""
    dark = page.copy()
    for band in bands:
        cv2.fillPoly(dark, [np.array(band, np.int32)], 30)
    return dark


LEFT = [(0, 0), (30, 0), (8, 1100), (0, 1100)]
FOOT = [(0, 1100), (0, 1080), (850, 1092), (850, 1100)]


@pytest.mark.parametrize("bands", [[LEFT], [FOOT], [LEFT, FOOT]])
def test_bands_askew_come_off_and_the_text_stays(bands: list[list[tuple[int, int]]]) -> None:
    page = text_page()
    clean = without_borders(bordered(page, *bands))
    assert (clean[:, :40] == 255).all()
    assert (clean[:, 40:] == page[:, 40:])[:1070].all()
    assert (clean[1074:] > 200).all()


def test_a_border_goes_with_the_paper_it_lies_on() -> None:
    gray = (text_page() * 0.7).astype(np.uint8)
    clean = without_borders(bordered(gray, LEFT))
    assert set(np.unique(clean[:, :40])) == {178}


def test_a_page_without_borders_is_left_alone() -> None:
    page = text_page()
    assert without_borders(page) is page


def test_rules_that_run_off_the_page_and_letters_at_its_edge_are_no_border() -> None:
    """Cropped margins: a table's bold rules reach the edge, and a column of type is cut through."""
    page = text_page()[:, 62:].copy()
    for y in range(100, 1000, 100):
        page[y : y + 4] = 0
    page[100:1000, 300:304] = 0
    assert without_borders(page) is page


def test_an_inked_half_of_a_page_is_no_border() -> None:
    page = text_page().copy()
    page[:, :400] = 0
    assert without_borders(page) is page


@pytest.mark.parametrize("shade", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (40, 40)])
def test_any_size_and_shade_is_accepted(shade: int, shape: tuple[int, int]) -> None:
    assert without_borders(np.full(shape, shade, np.uint8)).shape == shape


def test_pages_come_without_their_borders(tmp_path: Path) -> None:
    band = [(0, 0), (60, 0), (20, 2200), (0, 2200)]
    file = tmp_path / "bordered.png"
    Image.fromarray(bordered(text_page(1700, 2200, 40, size=22), band)).save(file, dpi=(200, 200))
    (page,) = load_pages(open_source(file, Options().limits), Options())
    assert (page.pixels[:, :45] > 200).all()
