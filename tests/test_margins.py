"""Head and foot lines that machines print, specks in lines."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.records import Page, Sheet, Word
from extractor.segment.margins import is_machine_print, without_margins, without_specks
from models.geometry import Box


def line_of(text: str, y: float = 20.0, score: float = 0.9) -> list[Word]:
    words, x = [], 50.0
    for part in text.split():
        words.append(Word(part, Box(x, y, x + 8 * len(part), y + 14), 1, score))
        x += 8 * len(part) + 8
    return words


@pytest.mark.parametrize(
    "text",
    [
        "FEB-20-2007 17:32 FROM: LEGAL DEPT TO:227 942 9637 P.002",
        "Sent by: LAW OFFICES 785 253 2543; 12/02/12 1:10PM; #178; Page 1/2",
        "https://www.sec.gov/Archives/edgar/data/1/2/doc4.xml 2/3",
        "3/14/24, 4:05 PM SEC FORM 4",
        "Page 2 of 3 05/06/2004",
        "sec.oov/Archives/edgar/data/1/2/xslF345X04/doc4.xml",
        ":/yv/A1.05302/8786/xslF345X02/doc4.xml EC FORM 4",
        "2",
        "- 2 -",
    ],
)
def test_what_machines_print(text: str) -> None:
    assert is_machine_print(line_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Common Stock 12/31/2002 S 300 D $10.25 4,100 D",
        "/s/ Jane Roe 02/03/2003",
        "(3) The units vest in three parts from 03/01/2004.",
        "SEC Form 4",
        "** Signature of Reporting Person Date",
        "By: Acme Partners 2000, L.P. 1/2/2003",
    ],
)
def test_what_belongs_to_the_form(text: str) -> None:
    assert not is_machine_print(line_of(text))


def test_only_the_edges_of_a_page_are_margins() -> None:
    fax = "FEB-20-2007 17:32 FROM: LEGAL DEPT"
    words = (*line_of(fax, 20), *line_of(fax, 800), *line_of("Page 2/2 17:32", 1570))
    page = Page(1, 200, np.full((1600, 1200), 255, np.uint8))
    kept = without_margins(Sheet(page, (), words)).words
    assert {word.box.y0 for word in kept} == {800}


def test_punched_holes_are_no_words() -> None:
    page = Page(1, 200, np.full((1600, 1200), 255, np.uint8))
    hole, form = Word("@", Box(19, 700, 70, 751), 1, 0.65), Word("4", Box(300, 430, 350, 490), 1, 0.9)
    words = (hole, form, *line_of("(5) The units vest", 710))
    assert without_margins(Sheet(page, (), words)).words == words[1:]


def test_specks_are_no_words() -> None:
    line = line_of("Jane Roe")
    far = Word("i", Box(900, 20, 906, 34), 1, 0.3)
    sure = Word("II", Box(900, 20, 914, 34), 1, 0.95)
    assert without_specks([*line, far]) == line
    assert without_specks([*line, sure]) == [*line, sure]
