"""The boxes of a page's head from words and lines: owner, titles, what opens a section."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.boxes import make_cell, owner_cells
from extractor.ink import inked
from extractor.issuer import issuer_cells
from extractor.layouts import load_layouts
from extractor.notes import footnote_cells
from extractor.records import Cell, Registration, RulingLine, Sheet, Word
from extractor.register import register
from extractor.segment import segment
from extractor.segment.head import head_cells
from extractor.segment.owner_box import owner_box_cells, streets_as_listed
from extractor.segment.print_removal import without_print_of
from extractor.segment.sections import sections
from extractor.segment.titles import title_cells
from models.geometry import Box
from tests.head_words import said, sheet_of, words_of

LAYOUT = next(layout for layout in load_layouts() if layout.id == "form4-edgar-2016")
HEAD = (
    (100, 0, "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP"),
    (10, 100, "1. Name and Address of Reporting Person*"),
    (400, 100, "2. Issuer Name and Ticker or Trading Symbol"),
    (400, 170, "3. Date of Earliest Transaction (Month/Day/Year)"),
    (400, 240, "4. If Amendment, Date of Original Filed (Month/Day/Year)"),
    (800, 100, "5. Relationship of Reporting Person(s) to Issuer"),
    (300, 360, "Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned"),
)


def registered(words: list[Word]) -> tuple[Sheet, Registration]:
    (filing,), _ = register([sheet_of(words)], [LAYOUT])
    return filing.sheets[0], filing.registrations[0]


BOX = ((10, 140, "(Last)\t(First)\t(Middle)"), (10, 200, "(Street)"), (10, 240, "(City)\t(State)\t(Zip)"))


def owner(*typed: tuple[float, float, str], labels: tuple[tuple[float, float, str], ...] = BOX) -> dict[str, str]:
    inside = words_of(HEAD[1], *labels, *typed)
    _, registration = registered([*words_of(*HEAD[:1], *HEAD[2:]), *inside])
    return said(owner_box_cells(inside, Box(0, 95, 390, 300), registration, 1))


def test_lines_belong_to_the_label_below_them() -> None:
    found = owner(
        (10, 120, "MONTAGUE ANDERS"), (10, 160, "12 ELM ST."), (10, 180, "SUITE 4"), (10, 220, "SEATTLE\tWA\t98103")
    )
    assert found == {
        "rptOwnerName": "MONTAGUE ANDERS", "rptOwnerStreet1": "12 ELM ST.", "rptOwnerStreet2": "SUITE 4",
        "rptOwnerCity": "SEATTLE", "rptOwnerState": "WA", "rptOwnerZipCode": "98103",
    }  # fmt: skip


@pytest.mark.parametrize("ruin", ["(L)\t(First)\t(Middle)", "(Bru)", "(Lax)\t(Fnsi)"])
def test_what_is_left_of_a_small_label_is_no_street(ruin: str) -> None:
    found = owner(
        (10, 120, "MONTAGUE ANDERS"), (10, 160, "12 ELM ST."), (10, 220, "SEATTLE\tWA\t98103"),
        labels=((10, 140, ruin), *BOX[1:]),
    )  # fmt: skip
    assert (found["rptOwnerName"], found["rptOwnerStreet1"]) == ("MONTAGUE ANDERS", "12 ELM ST.")


def test_a_name_that_no_engine_saw_leaves_its_place_and_takes_no_street() -> None:
    found = owner((10, 160, "C/O ACME INC"), (10, 180, "12 ELM ST."), (10, 220, "SEATTLE\tWA\t98103"))
    assert found["rptOwnerName"] == ""
    assert (found["rptOwnerStreet1"], found["rptOwnerStreet2"]) == ("C/O ACME INC", "12 ELM ST.")


def test_state_spelt_out_and_country() -> None:
    labels = (*BOX, (10, 280, "(Country)"))
    found = owner(
        (10, 120, "XIONG XAVIER"), (10, 160, "2863 SYCAMORE LANE"), (10, 220, "HAMILTON\tNEW YORK\tHM 12"),
        (10, 260, "BERMUDA"), labels=labels,
    )  # fmt: skip
    assert (found["rptOwnerCity"], found["rptOwnerState"], found["rptOwnerZipCode"]) == (
        "HAMILTON",
        "NEW YORK",
        "HM 12",
    )
    assert found.get("rptOwnerCountry", "BERMUDA") == "BERMUDA"


@pytest.mark.parametrize(
    ("boxed", "listed", "found"),
    [
        (("12 ELM ST", "SUITE 5"), ("12 ELM ST, SUITE 5",), ("12 ELM ST SUITE 5",)),
        (("C/O ACME, WORKS", "CO, 1 ELM ST"), ("C/O ACME, WORKS CO", "1 ELM ST"), ("C/O ACME, WORKS CO", "1 ELM ST")),
        (("12 ELM ST", "SUITE 5"), ("12 ELM ST", "SUITE 5"), ("12 ELM ST", "SUITE 5")),
        (("12 ELM ST", "SUITE 5"), ("98 OAK ROAD",), ("12 ELM ST", "SUITE 5")),
    ],
)
def test_streets_stand_as_the_table_of_the_owners_lists_them(
    boxed: tuple[str, ...], listed: tuple[str, ...], found: tuple[str, ...]
) -> None:
    def cells(streets: tuple[str, ...]) -> list[Cell]:
        fields = [f"reportingOwnerAddress/rptOwnerStreet{number}" for number in (1, 2)]
        lines = [(field, words_of((0, 0, street))) for field, street in zip(fields, streets, strict=False)]
        return [make_cell(field, "street", words, "reportingOwner", 1) for field, words in lines]

    assert tuple(said(tuple(streets_as_listed(cells(boxed), cells(listed)))).values()) == found


def test_a_first_street_that_wraps() -> None:
    found = owner(
        (10, 120, "ROE JANE"), (10, 155, "C/O EASTERN COASTAL MANUFACTURING"), (10, 170, "GROUP I"),
        (10, 185, "5966 CONSTITUTION ROAD"), (10, 220, "RENO\tNV\t89501"),
    )  # fmt: skip
    assert found["rptOwnerStreet1"] == "C/O EASTERN COASTAL MANUFACTURING GROUP I"
    assert found["rptOwnerStreet2"] == "5966 CONSTITUTION ROAD"


def test_place_run_together_with_commas() -> None:
    found = owner((10, 120, "ROE JANE"), (10, 160, "12 ELM ST, SUITE 5"), (10, 220, "AUSTIN, TX 78728"))
    assert (found["rptOwnerStreet1"], found["rptOwnerStreet2"]) == ("12 ELM ST", "SUITE 5")
    assert (found["rptOwnerCity"], found["rptOwnerState"], found["rptOwnerZipCode"]) == ("AUSTIN", "TX", "78728")


@pytest.mark.parametrize("symbol", ["", "FWS"])
def test_a_label_within_the_issuers_box_is_no_issuer(symbol: str) -> None:
    words = words_of((0, 0, "Falcon Works Inc"), (0, 40, "3a. Foreign Trading Symbol"), (0, 80, symbol))
    kept = without_print_of(words, "3. Issuer Name and Ticker or Trading Symbol")
    assert " ".join(word.text for word in kept) == f"Falcon Works Inc {symbol}".strip()


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("1. Narne and Addres of Reportlng Person* GALLAGHER SAMUEL", "GALLAGHER SAMUEL"),
        ("1. Name and Address of Reporting Person*", ""),
        ("GALLAGHER SAMUEL", "GALLAGHER SAMUEL"),
    ],
)
def test_a_label_run_together_with_what_was_typed(typed: str, left: str) -> None:
    kept = without_print_of(words_of((0, 0, typed)), "1. Name and Address of Reporting Person")
    assert " ".join(word.text for word in kept) == left


PLACES = {
    "isDirector": Box(810, 118, 830, 132), "isTenPercentOwner": Box(960, 118, 980, 132),
    "isOfficer": Box(810, 138, 830, 152), "isOther": Box(960, 138, 980, 152),
}  # fmt: skip
LABELS = (
    (832, 120, "Director"),
    (982, 120, "10% Owner"),
    (832, 140, "Officer (give title"),
    (982, 140, "Other (specify"),
    (832, 152, "below)"),
    (982, 152, "below)"),
)


@pytest.mark.parametrize(
    ("typed", "marked", "title", "other"),
    [
        (((850, 166, "EVP, Chief Operating Officer"),), {"isOfficer"}, "EVP, Chief Operating Officer", ""),
        (((980, 166, "See explanation"), (980, 178, "below")), {"isOther"}, "", "See explanation below"),
        (((860, 166, "Former 10% owner"),), {"isOther"}, "", "Former 10% owner"),
        (((832, 166, "Advisory director"),), {"isOther"}, "", "Advisory director"),
        (((980, 166, "Director by"), (980, 178, "Deputization")), {"isOther"}, "", "Director by Deputization"),
        (((832, 166, "CEO"), (980, 166, "Group member")), {"isOfficer", "isOther"}, "CEO", "Group member"),
        (((832, 166, "CEO"), (980, 166, "Group member")), set(), "CEO", "Group member"),
        (((850, 166, "CEO / See Remarks"),), {"isOfficer", "isOther"}, "CEO", "See Remarks"),
        ((), {"isDirector"}, "", ""),
    ],
)
def test_titles_below_the_labels(
    typed: tuple[tuple[float, float, str], ...], marked: set[str], title: str, other: str
) -> None:
    cells = title_cells(words_of(*LABELS, *typed), PLACES, {name: name in marked for name in PLACES}, 1)
    assert said(cells) == {k: v for k, v in (("officerTitle", title), ("otherText", other)) if v}


def kinds(*lines: tuple[float, float, str]) -> list[str]:
    sheet, registration = registered(words_of(*HEAD, *lines))
    return [section.kind for section in sections([sheet], [registration])]


def test_words_of_a_heading_in_prose_open_nothing() -> None:
    assert kinds((980, 150, "See explanation"), (980, 165, "below")) == ["head", "nonDerivativeTable"]
    assert kinds((800, 150, "See Remarks:")) == ["head", "nonDerivativeTable"]
    assert kinds((10, 600, "Explanation of Responses:")) == ["head", "nonDerivativeTable", "explanation"]


def test_the_form_s_own_notes_tell_of_a_lost_heading() -> None:
    table2 = (300, 450, "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned")
    note = (10, 700, "** Intentional misstatements or omissions of facts constitute Federal Criminal Violations.")
    assert kinds(table2, note)[-1] == "explanation"
    assert kinds(note)[-1] == "other"  # paper has it below Table I


def test_small_labels_run_together_are_no_name() -> None:
    labels = ((10, 140, "(Lmt)(Fira)(Mkldle)"), *BOX[1:])
    found = owner((10, 120, "ROE JANE"), (10, 160, "12 ELM ST."), (10, 220, "RENO\tNV\t89501"), labels=labels)
    assert (found["rptOwnerName"], found["rptOwnerStreet1"]) == ("ROE JANE", "12 ELM ST.")


def test_a_name_that_wraps_before_a_number() -> None:
    found = owner(
        (10, 112, "COPPERFIELD GROWTH EQUITY"), (10, 125, "2000, L.P."), (10, 160, "3285 EXCHANGE ROAD"),
        (10, 220, "RENO\tNV\t89501"),
    )  # fmt: skip
    assert found["rptOwnerName"] == "COPPERFIELD GROWTH EQUITY 2000, L.P."
    assert found["rptOwnerStreet1"] == "3285 EXCHANGE ROAD"


@pytest.mark.parametrize(
    ("typed", "name", "ticker"),
    [
        ("Brightwater Homes AG - BMTA, BMTB", "Brightwater Homes AG", "BMTA, BMTB"),
        ("Plover Pipeline Bancorp PEEA, PEEB", "Plover Pipeline Bancorp", "PEEA, PEEB"),
        ("PLOVER PIPELINE BANCORP - 5717", "PLOVER PIPELINE BANCORP", "5717"),
        ("PLOVER CERAMICS CORPORATION 9081", "PLOVER CERAMICS CORPORATION", "9081"),
        ("PLOVER PIPELINE CORP. II NASDAQ: PEEA", "PLOVER PIPELINE CORP. II", "NASDAQ: PEEA"),
        ("PLOVER PIPELINE S.A. PEEA", "PLOVER PIPELINE S.A.", "PEEA"),
        ("Signal Pipe Inc SA", "Signal Pipe Inc", "SA"), ("PLOVER INC | PEEA, PEEB |", "PLOVER INC", "PEEA, PEEB"),
        ("PLOVER PIPELINE INC / PE.OB “i", "PLOVER PIPELINE INC", "PE.OB"),
    ],
)
def test_symbols_without_brackets(typed: str, name: str, ticker: str) -> None:
    assert said(issuer_cells([words_of((0, 0, typed))])) == {"issuerName": name, "issuerTradingSymbol": ticker}


def test_specks_below_the_issuer_s_name_are_no_line_of_it() -> None:
    typed = words_of((0, 0, "Plover Pipeline PLC [ PEEA ]"))
    speck = replace(typed[0], text="{", box=Box(120, 30, 122, 34))
    assert said(issuer_cells([typed, [speck]])) == {"issuerName": "Plover Pipeline PLC", "issuerTradingSymbol": "PEEA"}


def test_a_symbol_s_end_that_was_boxed_twice_is_no_symbol() -> None:
    typed = words_of((0, 0, "Plover Pipeline Inc / PL.OB"))
    again = replace(typed[-1], text="OB", box=Box(typed[-1].box.x1 - 20, *typed[-1].box[1:]))
    assert said(issuer_cells([[*typed, again]]))["issuerTradingSymbol"] == "PL.OB"


@pytest.mark.parametrize("name", ["Plover Growth Trust 1998", "Plover Partners - 2004", "Plover Equity 2500"])
def test_a_number_that_may_be_the_name_s_is_no_symbol(name: str) -> None:
    assert said(issuer_cells([words_of((0, 0, name))])) == {"issuerName": name}


def test_a_note_whose_number_reads_as_a_letter() -> None:
    lines = [words_of((0, y, text)) for y, text in ((0, "(1) Granted in May."), (14, "Q) The option vested."))]
    assert [(cell.row, cell.words[0].text) for cell in footnote_cells(lines)] == [(1, "Granted"), (2, "The")]


def test_a_number_nobody_was_sure_of_takes_its_place_in_the_sequence() -> None:
    lines = [words_of((0, y, text)) for y, text in ((0, "(1) Granted in May."), (14, "(6) The option vested."))]
    doubted = [lines[0], [replace(lines[1][0], score=0.09), *lines[1][1:]]]
    assert [cell.row for cell in footnote_cells(doubted)] == [1, 2]
    assert [cell.row for cell in footnote_cells(lines)] == [1, 6]


def test_a_box_ends_at_its_floor_and_not_at_an_underline() -> None:
    floor, underline = RulingLine(397, 168, 797, 168, 1), RulingLine(408, 128, 780, 128, 1)
    inside = words_of((402, 115, "EASTERN COASTAL"), (402, 135, "GROUP INC [ EENO ]"), (402, 190, "04/04/2022"))
    lost = [line for line in HEAD if not line[2].startswith("3.")]  # the label that would have ended the box
    sheet, registration = registered([*words_of(*lost), *inside])
    sheet = replace(sheet, lines=(underline, floor))
    (head, *_) = sections([sheet], [registration])
    cells = head_cells(head, inked(sheet.page, sheet.lines))
    assert said(tuple(cell for cell in cells if cell.field.startswith("issuer/"))) == {
        "issuerName": "EASTERN COASTAL GROUP INC", "issuerTradingSymbol": "EENO",
    }  # fmt: skip


def test_owners_are_counted_on_over_the_page_break() -> None:
    box = (*BOX, (10, 125, "Okafor\tRosa"), (10, 185, "1 Main Street"), (10, 225, "Omaha\tNE\t68101"))
    below = tuple((x, y + 400, text) for x, y, text in (HEAD[1], *box))
    sheets = [sheet_of(words_of(*HEAD[:-1], *box, *below)), sheet_of(words_of(HEAD[1], *box, HEAD[-1]), number=2)]
    (filing,), _ = register(sheets, [LAYOUT])
    cells = segment(filing, {sheet.page.number: inked(sheet.page, sheet.lines) for sheet in filing.sheets})
    assert [cell.row for cell in cells if cell.field.endswith("rptOwnerName")] == [1, 2, 3]


def test_a_state_of_two_lines_beside_a_postal_code() -> None:
    labels = (*BOX[:2], (10, 255, "(City)"), (150, 255, "(State)"), (250, 255, "(Zip/Postal Code)"))
    typed = ((10, 125, "Okafor\tRosa"), (10, 185, "1 Main Street"),
             (10, 225, "Charlotte"), (150, 225, "NORTH"), (250, 225, "28258"), (150, 238, "CAROLINA"))  # fmt: skip
    found = owner(*typed, labels=labels)
    assert (found["rptOwnerState"], found["rptOwnerZipCode"]) == ("NORTH CAROLINA", "28258")


def test_a_city_that_runs_into_its_state_is_cut_where_the_state_begins() -> None:
    inside = words_of(
        HEAD[1], *BOX[:2], (10, 240, "(City)"), (90, 240, "(State)"), (150, 240, "(Zip)"),
        (10, 125, "Okafor\tRosa"), (10, 185, "1 Main Street"), (10, 225, "INDIANAPOLISXIN"), (150, 225, "46277"),
    )  # fmt: skip
    _, registration = registered([*words_of(*HEAD[:1], *HEAD[2:]), *inside])
    cells = owner_box_cells(inside, Box(0, 95, 390, 300), registration, 1)
    boxes = {cell.field.rsplit("/", 1)[-1]: cell.box for cell in cells}
    city, state = boxes["rptOwnerCity"], boxes["rptOwnerState"]
    assert city is not None
    assert state is not None
    assert city.x1 == state.x0 == 89


@pytest.mark.parametrize("place", ["STAMFORD, CT 06916.", "BOSTON, MA.02128", "NEW YORK, NY {0083"])
def test_a_place_with_specks_is_one_all_the_same(place: str) -> None:
    lines = [words_of((0, y, text)) for y, text in ((0, "Okafor Rosa"), (14, "1 Main Street"), (28, place))]
    found = said(owner_cells(lines, 1, "own"))
    assert {"rptOwnerCity", "rptOwnerState", "rptOwnerZipCode"} <= set(found)
    assert found["rptOwnerStreet1"] == "1 Main Street"


def test_a_state_or_a_zip_code_that_no_engine_saw_leaves_its_place() -> None:
    typed = ((10, 120, "MONTAGUE ANDERS"), (10, 160, "12 ELM ST."), (10, 220, "SEATTLE"))
    columns = (*BOX[:2], (10, 240, "(City)"), (150, 240, "(State)"), (250, 240, "(Zip)"))
    found = owner(*typed, (250, 220, "98103"), labels=columns)
    assert (found["rptOwnerCity"], found["rptOwnerState"], found["rptOwnerZipCode"]) == ("SEATTLE", "", "98103")
    found = owner(*typed, (150, 220, "WA"), labels=columns)
    assert (found["rptOwnerCity"], found["rptOwnerState"], found["rptOwnerZipCode"]) == ("SEATTLE", "WA", "")


def test_a_ruined_small_label_is_no_part_of_a_city() -> None:
    labels = (*BOX[:2], (10, 238, "(CHy)"), (150, 240, "(State)"), (250, 240, "(Zip)"))
    typed = ((10, 220, "BOISE"), (150, 220, "ID"), (250, 220, "83702"))
    found = owner((10, 120, "MONTAGUE ANDERS"), (10, 160, "12 ELM ST."), *typed, labels=labels)
    assert (found["rptOwnerCity"], found["rptOwnerState"], found["rptOwnerZipCode"]) == ("BOISE", "ID", "83702")


def test_a_place_whose_labels_are_lost_is_no_country() -> None:
    found = owner(
        (10, 120, "XIONG XAVIER"), (10, 160, "2863 SYCAMORE LANE"), (10, 220, "AUSTIN\tTEXAS\t78767"),
        labels=(*BOX[:2], (10, 280, "(Country)")),
    )  # fmt: skip
    assert (found["rptOwnerCity"], found["rptOwnerState"], found["rptOwnerZipCode"]) == ("AUSTIN", "TEXAS", "78767")
    assert "rptOwnerCountry" not in found


def test_a_wrapped_state_stands_below_its_first_word_though_the_labels_are_lost() -> None:
    found = owner(
        (10, 120, "XIONG XAVIER"), (10, 160, "9529 Wharf Place"), (10, 212, "LONDON"), (100, 212, "UNITED"),
        (180, 212, "EC2M 4RF"), (100, 226, "KINGDOM"), (10, 260, "UNITED KINGDOM"),
        labels=(*BOX[:2], (10, 280, "(Country)")),
    )  # fmt: skip
    assert (found["rptOwnerCity"], found["rptOwnerState"]) == ("LONDON", "UNITED KINGDOM")
    assert (found["rptOwnerZipCode"], found["rptOwnerCountry"]) == ("EC2M 4RF", "UNITED KINGDOM")


def test_the_number_of_a_box_read_apart_from_its_label_is_no_part_of_the_name() -> None:
    inside = words_of((10, 100, "4. Name and Address of Reporting Person"), *BOX, (10, 120, "MONTAGUE ANDERS"))
    _, registration = registered([*words_of(*HEAD[:1], *HEAD[2:]), *inside])
    assert not any(inside[0] is word for label in registration.find("box1") for word in label.words)
    assert said(owner_box_cells(inside, Box(0, 95, 390, 300), registration, 1))["rptOwnerName"] == "MONTAGUE ANDERS"
