"""Layouts laid on pages: the right revision, filings parted, strangers left out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.records import RulingLine, Sheet, Word
from extractor.register import register
from models.geometry import Box
from tests.drawn import LAYOUTS, laid_out, level, line_of, sheet, upright

ALL = tuple(LAYOUTS.values())
FAX_COVER = [
    *line_of("FAX TRANSMITTAL SHEET To: Securities and Exchange Commission", 100, 100),
    *line_of("From: Legal Department Pages: 3 including this cover", 100, 200),
    *line_of("Please find the filing of our director attached. Call us with questions.", 100, 400),
]
NOTES = [
    *line_of("(1) The shares were sold in several trades at prices from 3.10 to 3.40.", 100, 100),
    *line_of("(2) Held by a trust for the children of the reporting person.", 100, 130),
]


def first_page(layout: str, page: int = 1, **place: float) -> Sheet:
    return sheet(laid_out(LAYOUTS[layout], page, **place), page=page)


def scrambled(words: Sequence[Word], share: float, seed: int = 1) -> list[Word]:
    chance = random.Random(seed)
    return [replace(word, text="".join(chance.choice("il1ocm") for _ in word.text)) if chance.random() < share else word
            for word in words]  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_recognised_by_its_labels(name: str) -> None:
    ((filing,), left_out) = register([first_page(name)], ALL)
    assert (filing.layout.id, left_out) == (name, ())
    assert filing.score > 0.9


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_recognised_with_a_tenth_of_its_words_lost(name: str, seed: int) -> None:
    words = scrambled(laid_out(LAYOUTS[name]), 0.1, seed)
    ((filing,), _) = register([sheet(words)], ALL)
    assert filing.layout.form == LAYOUTS[name].form
    assert filing.registrations[0].matrix is not None


@pytest.mark.parametrize(("name", "lost"), [("form4-paper-2002", "box4"), ("form4-edgar-2023", "plan")])
def test_a_revision_is_told_by_the_words_that_only_it_prints(name: str, lost: str) -> None:
    """Each of its own labels is too worn to be found as one; words of them are left."""
    other = LAYOUTS["form4-paper-2003" if "paper" in name else "form4-edgar-2016"]
    common = {anchor.text for anchor in other.anchors}
    own = [anchor for anchor in LAYOUTS[name].anchors if anchor.text not in common and anchor.at is not None]
    assert any(lost in anchor.id for anchor in own)
    words = laid_out(LAYOUTS[name], only=[anchor.id for anchor in LAYOUTS[name].anchors if anchor not in own])
    for anchor in own:
        assert anchor.at is not None
        printed = line_of(anchor.text, 100 + 1500 * anchor.at.x0, 200 + 1500 * anchor.at.y0, height=10)
        words += [replace(word, text="~" * len(word.text)) if n % 2 else word for n, word in enumerate(printed)]
    ((filing,), _) = register([sheet(words)], ALL)
    assert filing.layout.id == name


@pytest.mark.parametrize("scale", [900.0, 1500.0, 2400.0])
@pytest.mark.parametrize(("left", "top"), [(20.0, 60.0), (130.0, 300.0)])
def test_the_transform_says_where_the_form_lies(scale: float, left: float, top: float) -> None:
    page = first_page("form4-edgar-2016", left=left, top=top, scale=scale)
    ((filing,), _) = register([page], ALL)
    (registration,) = filing.registrations
    placed = registration.place(Box(0, 0, 1, 0.5))
    assert placed == pytest.approx((left, top, left + scale, top + scale / 2), abs=0.01 * scale)
    assert registration.residual < 5
    assert len(registration.inliers) >= 8


def test_one_label_in_the_wrong_place_does_not_move_the_form() -> None:
    words = laid_out(LAYOUTS["form4-edgar-2016"])
    strays = [replace(w, box=Box(w.box.x0 + 400, w.box.y0 + 900, w.box.x1 + 400, w.box.y1 + 900)) for w in words]
    moved = [stray if 40 < n < 48 else word for n, (word, stray) in enumerate(zip(words, strays, strict=True))]
    ((filing,), _) = register([sheet(moved)], ALL)
    placed = filing.registrations[0].place(Box(0, 0, 1, 0.5))
    assert placed == pytest.approx((100, 200, 1600, 950), abs=15)


def test_rules_tell_the_width_where_labels_are_few() -> None:
    words = laid_out(
        LAYOUTS["form4-edgar-2016"], only=["title", "box1", "box2", "box3", "box5", "box6", "table1", "table2"]
    )
    lines = [level(y, 100, 1600) for y in (300, 500, 700)]
    ((filing,), _) = register([sheet(words, lines)], ALL)
    placed = filing.registrations[0].place(Box(0, 0, 1, 0.5))
    assert placed is not None
    assert (placed.x0, placed.x1) == pytest.approx((100, 1600), abs=2)


def test_two_filings_in_one_document_are_two() -> None:
    pages = [first_page("form4-edgar-2016", 1), sheet(renumbered(NOTES, 2), page=2), first_page("form4-edgar-2003", 3)]
    filings, left_out = register(pages, ALL)
    assert [[laid.page for laid in filing.registrations] for filing in filings] == [[1, 2], [3]]
    assert [filing.layout.id for filing in filings] == ["form4-edgar-2016", "form4-edgar-2003"]
    assert left_out == ()


def test_a_fax_cover_is_left_out() -> None:
    filings, left_out = register([sheet(FAX_COVER), first_page("form4-edgar-2016", 2)], ALL)
    assert left_out == (1,)
    assert [laid.page for filing in filings for laid in filing.registrations] == [2]


def test_a_stack_scanned_from_its_end_is_one_filing() -> None:
    foot = laid_out(LAYOUTS["form4-edgar-2016"], 1, only=["explanation", "signature", "reminder", "persons"])
    ((filing,), left_out) = register([sheet(foot), first_page("form4-edgar-2016", 2)], ALL)
    assert [laid.page for laid in filing.registrations] == [2, 1]
    assert left_out == ()


def test_a_foot_without_its_head_is_a_filing() -> None:
    """What can be read of half a form is read."""
    foot = laid_out(LAYOUTS["form4-edgar-2016"], 1, only=["table2", "explanation", "signature", "reminder"])
    ((filing,), _) = register([sheet(foot)], ALL)
    assert filing.score < 0.5


def test_an_exhibit_behind_the_form_is_left_out() -> None:
    exhibit = [
        *line_of("POWER OF ATTORNEY", 500, 100),
        *line_of("Know all men by these presents that the undersigned hereby appoints each of", 100, 200),
        *line_of("to file with the United States Securities and Exchange Commission", 100, 230),
    ]
    _, left_out = register([first_page("form4-edgar-2016"), sheet(renumbered(exhibit, 2), page=2)], ALL)
    assert left_out == (2,)


def test_pages_that_go_on_belong_to_the_filing() -> None:
    joint = [*line_of("Name: Okafor Donald", 100, 100), *line_of("Address: 12 Elm Street", 100, 130)]
    columns = [upright(100 + 100 * n, 80, 900, 3) for n in range(12)]
    table = sheet(renumbered(line_of("Common Stock 12,500 A 3.25 D", 110, 200), 3), columns, page=3)
    signature = line_of("** Signature of Reporting Person Date", 800, 500, 5)
    pages = [
        first_page("form4-edgar-2016"),
        sheet(renumbered(NOTES, 2), page=2),
        table,
        sheet(renumbered(joint, 4), page=4),
        sheet(signature, page=5),
    ]
    ((filing,), left_out) = register(pages, ALL)
    assert [laid.page for laid in filing.registrations] == [1, 2, 3, 4, 5]
    assert left_out == ()
    assert [laid.matrix is not None for laid in filing.registrations] == [True, False, False, False, False]


@pytest.mark.parametrize(
    "words", [[], FAX_COVER, line_of("STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP", 100, 100)[:2]], ids=range(3)
)
def test_a_document_without_a_form_gives_no_filing(words: list[Word]) -> None:
    filings, left_out = register([sheet(words)], ALL)
    assert (filings, left_out) == ((), (1,))


def test_a_page_of_prose_that_names_the_boxes_is_no_form() -> None:
    prose = "The reporting person filed the form late. See the signatures of the owners and remarks in the table."
    words = [word for n in range(20) for word in line_of(prose, 100, 100 + 30 * n)]
    assert register([sheet(words)], ALL)[0] == ()


def test_no_pages_give_no_filings() -> None:
    assert register([], ALL) == ((), ())


def renumbered(words: Sequence[Word], page: int) -> list[Word]:
    return [replace(word, page=page) for word in words]


def test_specks_for_rules_do_no_harm() -> None:
    lines = [RulingLine(5, 5, 5, 5, 1), level(0, -10, 1690), level(2199, 0, 1700)]
    ((filing,), _) = register([sheet(laid_out(LAYOUTS["form4-edgar-2016"]), lines)], ALL)
    assert filing.layout.id == "form4-edgar-2016"
