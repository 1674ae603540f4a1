"""The SEC's instructions, which come with its blank forms, are no page of a filing."""

from __future__ import annotations

import numpy as np

from extractor.layouts import load_layouts
from extractor.records import Page, Sheet
from extractor.register import register
from tests.drawn import line_of


def sheet(number: int, *texts: str) -> Sheet:
    words = [word for at, text in enumerate(texts) for word in line_of(text, 60, 60 + 40 * at, page=number)]
    return Sheet(Page(number, 100, np.full((1100, 850), 255, np.uint8)), (), tuple(words))


def head(number: int) -> Sheet:
    """A page with the labels of a form's head."""
    layout = load_layouts()[0]
    return sheet(number, *(anchor.text for anchor in layout.anchors if anchor.id == "title" or "box" in anchor.id))


def test_numbered_instructions_are_left_out_up_to_the_next_form() -> None:
    notes = sheet(2, "(1) Held by the trust.", "(2) Includes 40 shares.")
    rules = sheet(3, "(1) When Form Must Be Filed", "This Form must be filed before the end of the second business day")
    more = sheet(4, "(3) Class of Securities Reported", "Persons reporting must report each transaction")
    filings, left_out = register((head(1), notes, rules, more, head(5)), load_layouts())
    assert [[one.page.number for one in filing.sheets] for filing in filings] == [[1, 2], [5]]
    assert left_out == (3, 4)


def test_the_notice_before_them_is_none_either() -> None:
    notice = sheet(2, "FORM 4", "The Commission is authorized to solicit the information required by this Form")
    filings, left_out = register((head(1), notice), load_layouts())
    assert [[one.page.number for one in filing.sheets] for filing in filings] == [[1]]
    assert left_out == (2,)
