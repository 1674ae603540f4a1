"""Opinions of cells: who is asked when, that nobody confirms itself; that blank, unreadable and zero stay three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extractor.ink import InkedPage, crop, crop_of_text, inked, underlined
from extractor.ocr.engine import Engines
from extractor.read import read_cells
from extractor.records import HAND, Cell, Kind, Page, ReadCell, RulingLine, Word
from models.evidence import Reading
from models.geometry import Box

TABLE = "nonDerivativeTable"
SHARES = "transactionAmounts/transactionShares"
PLACE = Box(100, 100, 300, 150)
EMPTY = Box(400, 100, 600, 150)


@dataclass
class Clerk:
    """Answers the same to every crop; remembers what it was asked."""

    name: str
    says: str = ""
    score: float = 0.9
    asked: list[tuple[Kind, int]] = field(default_factory=list)

    def read_crops(self, crops: Sequence[np.ndarray], kind: Kind) -> tuple[Reading, ...]:
        self.asked.append((kind, len(crops)))
        assert all(crop.size for crop in crops)
        return tuple(Reading(text=self.says, score=self.score, source="crop", engine=self.name) for _ in crops)


@pytest.fixture(scope="module")
def pages() -> dict[int, InkedPage]:
    """One page with "1,250" in PLACE and nothing in EMPTY."""
    image = Image.new("L", (800, 400), 255)
    ImageDraw.Draw(image).text((150, 110), "1,250", fill=0, font=ImageFont.load_default(size=28))
    return {1: inked(Page(1, 200.0, np.asarray(image)), ())}


def words(text: str, score: float = 0.9, engine: str = "") -> tuple[Word, ...]:
    return tuple(Word(part, Box(150, 110, 220, 135), 1, score, engine=engine) for part in text.split())


def cell(text: str = "", kind: Kind = "shares", box: Box | None = PLACE, **how: Any) -> Cell:
    return Cell(SHARES, kind, how.pop("group", TABLE), 1, words(text, **how), 1, box)


def read(
    one: Cell, pages: dict[int, InkedPage], second: Clerk | None, third: Clerk | None = None, own: Clerk | None = None
) -> ReadCell:
    (found,) = read_cells([one], pages, Engines("page 1", second, third, own))
    return found


def texts(found: ReadCell) -> list[tuple[str, str]]:
    return [(reading.text, reading.engine) for reading in found.readings]


def test_two_engines_that_agree_settle_a_number(pages: dict[int, InkedPage]) -> None:
    second, third = Clerk("second 1", "1,250"), Clerk("third 1", "9,999")
    found = read(cell("1,250"), pages, second, third)
    assert texts(found) == [("1,250", "page 1"), ("1,250", "second 1")]
    assert third.asked == []


@pytest.mark.parametrize("says", ["1,260", "", "1250"])
def test_a_third_is_asked_where_two_differ(pages: dict[int, InkedPage], says: str) -> None:
    second, third = Clerk("second 1", says), Clerk("third 1", "1,250")
    found = read(cell("1,250"), pages, second, third)
    assert third.asked == [("shares", 1)]
    assert ("1,250", "third 1") in texts(found)


def test_our_own_reader_comes_first_and_settles_what_it_agrees_with(pages: dict[int, InkedPage]) -> None:
    second, third = Clerk("second 1", "1,250"), Clerk("third 1", "1,250")
    found = read(cell("1,250"), pages, second, third, Clerk("own 1", "1,250"))
    assert texts(found) == [("1,250", "page 1"), ("1,250", "own 1")]
    assert second.asked == third.asked == []
    found = read(cell("1,260"), pages, second, third, Clerk("own 1", "1,250"))
    assert texts(found) == [("1,260", "page 1"), ("1,250", "second 1"), ("1,250", "own 1")]
    assert third.asked == []


@pytest.mark.parametrize("says", ["1,250.", " 1,250", "$1,250"])
def test_a_dollar_sign_or_a_full_stop_is_no_difference(pages: dict[int, InkedPage], says: str) -> None:
    third = Clerk("third 1", "1,250")
    read(cell("1,250"), pages, Clerk("second 1", says), third)
    assert third.asked == []


def test_an_engine_never_confirms_itself(pages: dict[int, InkedPage]) -> None:
    second, third = Clerk("second 1", "1,250"), Clerk("third 1", "1,280")
    found = read(cell("1,250", engine="second 1"), pages, second, third)
    assert second.asked == []
    assert texts(found) == [("1,250", "second 1"), ("1,280", "third 1")]


@pytest.mark.parametrize("kind", ["shares", "money", "date", "month", "code", "letter", "zip"])
def test_every_figure_and_code_gets_a_second_opinion(pages: dict[int, InkedPage], kind: Kind) -> None:
    second = Clerk("second 1", "7")
    read(cell("7", kind, score=1.0), pages, second)
    assert second.asked == [(kind, 1)]


def test_sure_prose_gets_none_and_unsure_prose_does(pages: dict[int, InkedPage]) -> None:
    second = Clerk("second 1", "Common Stock")
    read(cell("Common Stock", "title", score=0.95), pages, second)
    assert second.asked == []
    read(cell("Comnon Stock", "title", score=0.5), pages, second)
    assert second.asked == [("title", 1)]


def test_ink_beside_what_was_read_of_a_text_is_asked_about(pages: dict[int, InkedPage]) -> None:
    second = Clerk("second 1", "By Trust")
    part = Word("Trust", Box(180, 110, 220, 135), 1, 0.97)  # of ink that begins at 150
    found = read(Cell("ownershipNature/natureOfOwnership", "nature", TABLE, 1, (part,), 1, PLACE), pages, second)
    assert texts(found) == [("Trust", "page 1"), ("By Trust", "second 1")]


@pytest.mark.parametrize(
    ("says", "text"),
    [("(Last)(First) 9011 Parkway Court", "9011 Parkway Court"), ("(Lost) (Fist) 9 Elm St", "9 Elm St"),
     ("(Two) Rivers Road", "(Two) Rivers Road")],
)  # fmt: skip
def test_small_labels_of_the_line_above_are_no_part_of_a_crop(
    pages: dict[int, InkedPage], says: str, text: str
) -> None:
    found = read(cell("9O11 Parkway C ourt", "street", score=0.5), pages, Clerk("second 1", says))
    assert texts(found)[1] == (text, "second 1")


@pytest.mark.parametrize("kind", ["name", "ticker", "street", "city", "text", "signature"])
def test_however_clear_a_name_looks_a_second_engine_reads_it(pages: dict[int, InkedPage], kind: Kind) -> None:
    second = Clerk("second 1", "Marsh")
    found = read(cell("Marsh", kind, group="", score=0.99), pages, second)
    assert texts(found) == [("Marsh", "page 1"), ("Marsh", "second 1")]


@pytest.fixture(scope="module")
def link() -> dict[int, InkedPage]:
    """One page with an underlined name in PLACE."""
    image = Image.new("L", (800, 400), 255)
    draw = ImageDraw.Draw(image)
    draw.text((150, 110), "Priya Quay", fill=0, font=ImageFont.load_default(size=28))
    draw.line((145, 136, 305, 136), fill=0, width=2)
    return {1: inked(Page(1, 200.0, np.asarray(image)), (RulingLine(145, 136, 305, 136, 1),))}


def named(text: str) -> Cell:
    places = [(150, 226), (234, 300)]
    found = [Word(part, Box(x0, 112, x1, 134), 1, 0.9) for part, (x0, x1) in zip(text.split(), places, strict=False)]
    return Cell("issuer/issuerName", "name", "", 0, tuple(found), 1, Box.around(word.box for word in found))


def test_tails_that_went_with_an_underline_are_no_dissent(
    link: dict[int, InkedPage], pages: dict[int, InkedPage]
) -> None:
    second = Clerk("second 1", "Priva Ouav")
    assert texts(read(named("Priya Quay"), link, second)) == [("Priya Quay", "page 1"), ("Priya Quay", "second 1")]
    assert texts(read(named("Priya Quay"), pages, second))[1] == ("Priva Ouav", "second 1")
    assert texts(read(named("Priya Quay"), link, Clerk("second 1", "Prima Ouav")))[1] == ("Prima Ouav", "second 1")


@dataclass
class Watching(Clerk):
    """Keeps the crops it is shown."""

    shown: list[np.ndarray] = field(default_factory=list)

    def read_crops(self, crops: Sequence[np.ndarray], kind: Kind) -> tuple[Reading, ...]:
        self.shown += crops
        return super().read_crops(crops, kind)


def test_the_second_engine_sees_a_name_with_its_underline_and_room_for_tails(link: dict[int, InkedPage]) -> None:
    second = Watching("second 1", "Priya Quay")
    read(named("Priya Quay"), link, second)
    assert ((second.shown[0] < 128).mean(axis=1) > 0.7).any()
    assert second.shown[0].shape[0] >= 24 + 22 + 8  # white, the words, the line below and what hangs from it
    assert not ((link[1].pixels < 128)[130:145, 145:305].mean(axis=1) > 0.7).any()  # taken out on the page


def test_a_rule_that_goes_on_beside_the_text_is_no_underline() -> None:
    pixels = np.full((400, 800), 255, np.uint8)
    pixels[112:132, 150:300:6] = 0
    pixels[136:138, 20:780] = 0
    page = inked(Page(1, 200.0, pixels), (RulingLine(20, 136, 780, 136, 1),))
    box = Box(150, 112, 300, 134)
    assert np.array_equal(crop_of_text(page, box, 3, 3), crop(page, box.pad(3)))
    assert underlined(page, box)


def test_the_page_s_reading_gets_the_tails_that_the_crop_shows(link: dict[int, InkedPage]) -> None:
    found = read(named("Priva Ouav"), link, Clerk("second 1", "Priya Quay"))
    assert texts(found) == [("Priya Quay", "page 1"), ("Priya Quay", "second 1")]


@pytest.mark.parametrize(
    ("says", "text"),
    [("Priya Quay [QUAY ]", "Priya Quay"), ("Priya Quay [ PQ", "Priya Quay"),
     ("12 Elm Street Priya Quay", "Priya Quay"), ("Priya Quays", "Priya Quays"),
     ("Priva Quay [QUAY]", "Priva Quay [QUAY]")],
)  # fmt: skip
def test_a_neighbour_s_words_in_a_crop_are_no_dissent(pages: dict[int, InkedPage], says: str, text: str) -> None:
    assert texts(read(named("Priya Quay"), pages, Clerk("second 1", says)))[1] == (text, "second 1")


@pytest.mark.parametrize(
    ("says", "text"),
    [("Priya O. Quay", "/s/ Priya O. Quay"), ("Elm Trust, By: Priya Quay", "Elm Trust, By: /s/ Priya Quay"),
     ("/s/ Priya O. Quay", "/s/ Priya O. Quay")],
)  # fmt: skip
def test_a_hand_is_seen_by_every_reader(pages: dict[int, InkedPage], says: str, text: str) -> None:
    signed = cell("Priya 0. Quay", "signature", group="ownerSignature")
    by_hand = replace(signed, words=(*words("/s/", engine=HAND), *signed.words))
    assert texts(read(by_hand, pages, Clerk("second 1", says)))[1] == (text, "second 1")


@given(st.text("-.,:/ AY", max_size=4), st.text("-.,:/[ AY", max_size=6))
def test_any_two_readings_of_a_name_stand_beside_each_other(one: str, other: str) -> None:
    blank = {1: inked(Page(1, 200.0, np.full((400, 800), 255, np.uint8)), ())}
    found = read(cell(one, "name", group=""), blank, Clerk("second 1", other))
    assert len(found.readings) <= 2


@pytest.mark.parametrize(
    ("kind", "seen", "says", "text"),
    [("ticker", "PQY", "PQYJ", "PQY"), ("ticker", "PQY", "/PQY", "PQY"), ("ticker", "PQY", "PQYA", "PQYA"),
     ("city", "Lima", "Lima OH", "Lima"), ("city", "Lima", "Lima,", "Lima"),
     ("text", "Advisor", "(Advisor)", "Advisor"),
     ("city", "Lima", "Limas", "Limas")],
)  # fmt: skip
def test_what_stands_around_a_ticker_or_a_city_is_no_dissent(
    pages: dict[int, InkedPage], kind: Kind, seen: str, says: str, text: str
) -> None:
    assert texts(read(cell(seen, kind, group=""), pages, Clerk("second 1", says)))[1] == (text, "second 1")


@pytest.mark.parametrize("kind", ["footnote", "remarks", "form"])
def test_long_text_is_never_read_again(pages: dict[int, InkedPage], kind: Kind) -> None:
    second = Clerk("second 1", "x")
    read(cell("something", kind, group="", score=0.1), pages, second)
    assert second.asked == []


def test_nothing_in_the_cell_is_blank(pages: dict[int, InkedPage]) -> None:
    second = Clerk("second 1", "1")
    assert read(cell("", box=EMPTY), pages, second) == ReadCell(cell("", box=EMPTY), (), ink=False)
    assert second.asked == []


def test_ink_that_nobody_can_read_is_unreadable_not_blank(pages: dict[int, InkedPage]) -> None:
    found = read(cell(""), pages, Clerk("second 1", ""), Clerk("third 1", ""))
    assert (found.readings, found.ink) == ((), True)


def test_what_the_page_pass_missed_the_others_read(pages: dict[int, InkedPage]) -> None:
    found = read(cell(""), pages, Clerk("second 1", "1,250"), Clerk("third 1", "1,250"))
    assert texts(found) == [("1,250", "second 1"), ("1,250", "third 1")]


def test_a_zero_is_a_reading(pages: dict[int, InkedPage]) -> None:
    assert texts(read(cell("0"), pages, Clerk("second 1", "0"))) == [("0", "page 1"), ("0", "second 1")]


def test_without_other_engines_the_page_pass_stands(pages: dict[int, InkedPage]) -> None:
    assert texts(read(cell("1,250"), pages, None)) == [("1,250", "page 1")]


def test_the_page_engine_s_crop_shows_a_neighbour_s_words_too(pages: dict[int, InkedPage]) -> None:
    """A name that the second engine read on the page goes to the page engine, whose crop holds the symbol besides."""
    name = Cell("issuer/issuerName", "name", "", 0, words("Plover Mining Inc", engine="second 1"), 1, PLACE)
    third = Clerk("page 1", "Plover Mining Inc [ PLVM ]")
    assert texts(read(name, pages, Clerk("second 1"), third))[1] == ("Plover Mining Inc", "page 1")


def test_crops_of_one_kind_go_in_one_call(pages: dict[int, InkedPage]) -> None:
    second = Clerk("second 1", "1,250")
    cells = [cell("1,250"), cell("3", "money"), cell("1,250"), cell("Common", "title"), cell("", box=EMPTY)]
    found = read_cells(cells, pages, Engines("page 1", second, None))
    assert second.asked == [("shares", 2), ("money", 1)]
    assert [one.cell for one in found] == cells


def test_a_cell_is_as_sure_as_its_least_sure_word(pages: dict[int, InkedPage]) -> None:
    mixed = Cell(SHARES, "title", TABLE, 1, (*words("Common", 0.95), *words("Stock", 0.85)), 1, PLACE)
    assert read(mixed, pages, None).readings[0].score == 0.85


def boxed(mark: str) -> ReadCell:
    image = Image.new("L", (300, 200), 255)
    pen = ImageDraw.Draw(image)
    if mark == "cross":
        pen.line((101, 101, 119, 119), fill=0, width=3)
        pen.line((119, 101, 101, 119), fill=0, width=3)
    pen.rectangle((97, 97, 123, 123), outline=0, width=2)
    page = inked(Page(1, 200.0, np.asarray(image)), ())
    box = Cell("reportingOwnerRelationship/isDirector", "checkbox", "reportingOwner", 1, (), 1, Box(94, 94, 126, 126))
    return read(box, {1: page}, None)


def test_a_crossed_box_is_marked_and_an_empty_one_is_blank() -> None:
    crossed, empty = boxed("cross"), boxed("")
    assert [(reading.text, reading.source) for reading in crossed.readings] == [("X", "ink")]
    assert crossed.ink
    assert [reading.text for reading in empty.readings] == [""]
    assert not empty.ink


def test_a_box_that_is_nowhere_is_blank(pages: dict[int, InkedPage]) -> None:
    nowhere = Cell("aff10b5One", "checkbox")
    assert read(nowhere, pages, None) == ReadCell(nowhere, (), ink=False)


_sides = st.floats(-500, 1500, allow_nan=False)


@given(st.builds(Box, _sides, _sides, _sides, _sides), st.sampled_from(["shares", "title", "checkbox", "footnote"]))
def test_a_cell_may_lie_anywhere(box: Box, kind: Any) -> None:
    page = inked(Page(1, 200.0, np.zeros((120, 160), np.uint8)), ())
    read(Cell(SHARES, kind, TABLE, 1, (), 1, box), {1: page}, Clerk("second 1", ""))
