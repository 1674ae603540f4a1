"""The page pass: a page on its head is turned over, its rules are taken out before anyone reads."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.records import Page, Word
from extractor.spot import spot_words
from models.geometry import Box
from tests.drawn import line_of, text_page


class Clerk:
    """Reads pages in the order given; remembers what it was shown."""

    name = "clerk 1"

    def __init__(self, *answers: list[Word]) -> None:
        self.answers = list(answers)
        self.shown: list[np.ndarray] = []

    def read_page(self, pixels: np.ndarray, page: int) -> tuple[Word, ...]:
        assert page in (1, 3)
        self.shown.append(pixels)
        return tuple(self.answers[len(self.shown) - 1])


PAGE = Page(3, 100.0, text_page())
SURE = line_of("Statement of changes in beneficial ownership of securities by the reporting person", 10, 10, score=0.9)
DOUBTFUL = line_of("jnawajejs jo saBueyo uI |eloijeuaq diysJaumo jo saijunoas aq} Aq Bunodas", 10, 10, score=0.3)


def test_a_page_read_surely_is_read_once() -> None:
    clerk = Clerk(SURE)
    page, lines, words = spot_words(PAGE, clerk)
    assert page is PAGE
    assert words == tuple(SURE)
    assert len(clerk.shown) == 1
    assert len([line for line in lines if line.horizontal]) == 4


def test_a_page_on_its_head_is_turned_over() -> None:
    over = Page(3, 100.0, np.ascontiguousarray(PAGE.pixels[::-1, ::-1]))
    clerk = Clerk(DOUBTFUL, SURE)
    page, lines, words = spot_words(over, clerk)
    assert (page.pixels == PAGE.pixels).all()
    assert (page.number, page.dpi) == (3, 100.0)
    assert words == tuple(SURE)
    assert lines[0].y0 == pytest.approx(46, abs=3), "rules are those of the page as it stands now"


def test_a_page_that_reads_badly_either_way_stays_as_it_is() -> None:
    worse = line_of("x y z " * 5 + "aaa bbb ccc ddd eee fff ggg hhh iii", 10, 10, score=0.1)
    page, _, words = spot_words(PAGE, Clerk(DOUBTFUL, worse, worse, worse))
    assert page is PAGE
    assert words == tuple(DOUBTFUL)


def test_a_page_still_on_its_side_is_set_up() -> None:
    """Columns of letters of one width look like lines: reading tells."""
    lying = Page(3, 100.0, np.ascontiguousarray(np.rot90(PAGE.pixels)))
    clerk = Clerk(DOUBTFUL, DOUBTFUL, DOUBTFUL, SURE)
    page, _, words = spot_words(lying, clerk)
    assert page.pixels.shape == PAGE.pixels.shape
    assert (page.pixels == PAGE.pixels).mean() > 0.9
    assert words == tuple(SURE)
    assert len(clerk.shown) == 4


def test_a_few_scraps_of_a_page_on_its_side_are_not_all_there_is() -> None:
    """A typewriter's columns of letters make a sharper profile than its lines; an engine reads four scraps in them."""
    scraps = line_of("u6 pu %9 edae", 10, 10, score=0.8)
    clerk = Clerk(scraps, scraps, scraps, SURE)
    assert spot_words(Page(3, 100.0, np.ascontiguousarray(np.rot90(PAGE.pixels))), clerk)[2] == tuple(SURE)


def test_a_page_of_figures_is_judged_by_what_there_is() -> None:
    figures = [Word(str(n), Box(n, 0, n + 5, 9), 3, 0.95) for n in range(40)]
    assert spot_words(PAGE, Clerk(figures))[2] == tuple(figures)


def test_an_empty_page_is_read_once() -> None:
    clerk = Clerk([])
    blank = Page(1, 100.0, np.full((300, 300), 255, np.uint8))
    assert spot_words(blank, clerk) == (blank, (), ())
    assert len(clerk.shown) == 1


def test_rules_are_not_shown_to_the_engine() -> None:
    clerk = Clerk(SURE)
    _, lines, _ = spot_words(PAGE, clerk)
    y = round(lines[0].y0)
    assert (PAGE.pixels[y, 100:700] < 128).all()
    assert (clerk.shown[0][y, 100:700] == 255).mean() > 0.95
