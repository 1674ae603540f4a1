"""Notes that lost their numbers, the form's own sentences among them, and signatures below them."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from extractor.notes import footnote_cells
from extractor.records import Page, Registration, Sheet, Word
from extractor.segment.margins import head_lines, without_margins
from extractor.segment.sections import Section
from extractor.segment.tail import note_cells
from extractor.signatures import signature_cells
from models.geometry import Box
from tests.test_boxes import lines_of

CRIMES = (
    "Intentional misstatements or omissions of facts constitute Federal Criminal Violations. See 18 U.S.C. 1001 and"
)


def notes_of(*lines: str, paragraphs: tuple[int, ...] = ()) -> dict[int, str]:
    return {
        cell.row: " ".join(word.text for word in cell.words) for cell in footnote_cells(lines_of(*lines), paragraphs)
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(1) Given to a museum. x", "Given to a museum."), ("(1) Given to a museum k", "Given to a museum"),
        ("(1) Vests in June, 2011. 3", "Vests in June, 2011."),
        ("(1) Given to a museum. 2025,", "Given to a museum."),
        ("(1) Held by Roe Partners Co. II", "Held by Roe Partners Co. II"),
        ("(1) Given to a museum. See exhibit", "Given to a museum. See exhibit"),
    ],
)  # fmt: skip
def test_dirt_behind_a_note_is_left_out(line: str, expected: str) -> None:
    assert notes_of(line) == {1: expected}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Explanation of Responses:", "Each unit is one share of stock.", "2. The units vest in May."),
         {1: "Each unit is one share of stock.", 2: "The units vest in May."}),
        (("Explanation of Responses:", f"** {CRIMES} and 15 U.S.C. 78ff(a).", "qd) Settled in cash by the board."),
         {1: "Settled in cash by the board."}),
        (("1. Bought through an account maintained by the reporting", "person.", "2. Granted to", "Reporting Person.",
          "3. The warrants have an expiration", "date.", "4. Shares held", "owned directly or indirectly."),
         {1: "Bought through an account maintained by the reporting person.", 2: "Granted to Reporting Person.",
          3: "The warrants have an expiration date.", 4: "Shares held owned directly or indirectly."}),
        (("(1) Bought at once.", "(2) The prices set forth in this footnote", "(2).", "(3) Said in footnotes (1) and",
          "(2) above, by Elm (DE)", "LLC. As a result, it is held."),
         {1: "Bought at once.", 2: "The prices set forth in this footnote (2).",
          3: "Said in footnotes (1) and (2) above, by Elm (DE) LLC. As a result, it is held."}),
        (("(1) Held by the company", "(2)", "These shares are held by a trust."),
         {1: "Held by the company", 2: "These shares are held by a trust."}),
        (("1. Vested in part, the rest in twelve", "(12) equal installments.", "2. Gift to children."),
         {1: "Vested in part, the rest in twelve (12) equal installments.", 2: "Gift to children."}),
        (("Explanation of Responses:", "No securities are beneficially owned."), {}),
        (("Explanation of Responses:", "(1) No securities are beneficially owned."),
         {1: "No securities are beneficially owned."}),
        (("Explanation of Responses:", "a Reflects a split; 50 shares were held.", "(2) Gift to children."),
         {1: "Reflects a split; 50 shares were held.", 2: "Gift to children."}),
        (("1. Gift to children.", "2. Held by the company", "& 3. Held by a trust.", "4, At vesting, shares follow."),
         {1: "Gift to children.", 2: "Held by the company", 3: "Held by a trust.", 4: "At vesting, shares follow."}),
        (("1. Gift to children", "2, 3 and 4 years old.", "5, 6 and 7 follow."),
         {1: "Gift to children 2, 3 and 4 years old. 5, 6 and 7 follow."}),
        (("(1) Gift to children.", "(2) Held by a trust", "G3) Each unit is one share."),
         {1: "Gift to children.", 2: "Held by a trust", 3: "Each unit is one share."}),
        (("1 Converted without payment", "2 Convertible at any time.", "2 .", "3. . The option vested."),
         {1: "Converted without payment", 2: "Convertible at any time.", 3: "The option vested."}),
        (("Explanation of Responses:", f"** {CRIMES}", "and 15 U.S.C. 78ff(a).", "Page 2"), {}),
        (("Explanation of Responses:", "COPY RECEIVED MAY"), {}),
        (("Explanation of Responses:", "** Intentional misstatements or omissions of **Signature of Person Date",
          "facts constitute Federal Criminal Violations.", "See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a)."), {}),
        (("Explanation of Responses:", "Gift to (1) the reporting person's children.", "(1) Sold to pay taxes."),
         {1: "Sold to pay taxes."}),
        (("(1) Gift to children.", "(o) 'Transfer to a trust.", "& (3) Each unit is one share."),
         {1: "Gift to children.", 2: "'Transfer to a trust.", 3: "Each unit is one share."}),
        (("** Signature of Reporting Person Date", "(1) Withheld for taxes of the Reporting", "Person."),
         {1: "Withheld for taxes of the Reporting Person."}),
        (("(1) Gift to children.", "2. .", "2. Held by a trust."), {1: "Gift to children.", 2: "Held by a trust."}),
        (("( 1) Gift to children.", "( 2)Held by a trust", f"( 3){'9' * 5000} units"),
         {1: "Gift to children.", 2: "Held by a trust", 3: f"{'9' * 5000} units"}),
    ],
)  # fmt: skip
def test_a_note_begins_where_its_number_was_lost(lines: tuple[str, ...], expected: dict[int, str]) -> None:
    assert notes_of(*lines) == expected


def test_a_paragraph_begins_behind_its_number() -> None:
    lines = ("(1) Gift to children.", "2 - Includes 1,635 shares.", "The units vest in May.")
    assert notes_of(*lines, paragraphs=(1, 2)) == {
        1: "Gift to children.", 2: "Includes 1,635 shares.", 3: "The units vest in May.",
    }  # fmt: skip


def test_a_paragraph_says_something_and_may_have_a_letter_for_its_number() -> None:
    lines = ("(1) Gift to children.", "Q Average price.", "A trust holds it.", "C")
    assert notes_of(*lines, paragraphs=(1, 2, 3)) == {
        1: "Gift to children.", 2: "Average price.", 3: "A trust holds it. C",
    }  # fmt: skip


def test_what_follows_a_short_line_is_a_paragraph() -> None:
    long = "(1) Sold under a plan that was adopted in the year before and has ended"
    words = [
        replace(word, box=Box(10 * word.box.x0, 14 * word.box.y0, 10 * word.box.x1 - 2, 14 * word.box.y1 - 2))
        for line in lines_of(long, "since then.", "(2) Gift", "The units vest in May.")
        for word in line
    ]
    page = Page(1, 200, np.full((200, 900), 255, np.uint8))
    part = Section("explanation", Sheet(page, (), tuple(words)), cast(Registration, None), 0, 200, titled=True)
    notes = {cell.row: " ".join(word.text for word in cell.words) for cell in note_cells([part], set())}
    assert notes == {1: f"{long[4:]} since then.", 2: "Gift", 3: "The units vest in May."}


def test_signs_in_the_margin_are_part_of_no_note() -> None:
    lines = lines_of("(1) Gift to children.", "of the reporting person.", "a")
    aside = [lines[0], lines[1], [replace(lines[2][0], score=0.4)]]
    assert [" ".join(word.text for word in cell.words) for cell in footnote_cells(aside)] == [
        "Gift to children. of the reporting person."
    ]


def test_a_heading_signs_nothing() -> None:
    cells = signature_cells(
        lines_of("/s/ Jane Roe   05/06/2013", "Signature of Reporting Person", "Explanation of Responses:")
    )
    assert [(cell.field, cell.row) for cell in cells] == [("signatureName", 1), ("signatureDate", 1)]


def test_a_date_in_its_own_column_is_none_of_a_trusts_name() -> None:
    cells = signature_cells(lines_of("Roe Trust dtd          10/19/2022", "2/24/87, By: /s/ Jane Roe, Trustee"))
    assert {cell.field: " ".join(word.text for word in cell.words) for cell in cells} == {
        "signatureName": "Roe Trust dtd 2/24/87, By: /s/ Jane Roe, Trustee", "signatureDate": "10/19/2022",
    }  # fmt: skip


def test_a_title_printed_on_every_page_is_a_margin() -> None:
    blank = np.full((1600, 1200), 255, np.uint8)
    title = tuple(Word(text, Box(x, 36, x + 30, 50), 1, 0.9) for text, x in (("SEC", 50), ("FORM", 90), ("4", 130)))
    first = Sheet(Page(1, 200, blank), (), title)
    assert not without_margins(first, head_lines(first)).words
    assert without_margins(first).words == title


@pytest.mark.parametrize("heading", ["Remarks:", "| Remarks:", "Pemafks:", "Rcrnarks:", "emafks:", ". Pemorks:_"])
def test_remarks_begin_below_their_heading_however_it_was_read(heading: str) -> None:
    assert notes_of("Explanation of Responses:", heading, "Held by the members of a group.") == {
        0: "Held by the members of a group."
    }


def test_a_date_in_two_words_is_one_date() -> None:
    cells = signature_cells(lines_of("/s/ Ada Holt, Trustee", "06/ 05/2020"))
    assert [" ".join(word.text for word in cell.words) for cell in cells] == ["/s/ Ada Holt, Trustee", "06/ 05/2020"]
