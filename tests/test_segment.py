"""A registered filing cut into cells: sections told by their headings, the head's boxes, notes and signatures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.ink import inked
from extractor.records import Cell, RegisteredFiling, RulingLine, Sheet, Word
from extractor.register import register
from extractor.segment import segment
from extractor.segment.sections import sections
from models.layout import Layout
from tests.drawn import LAYOUTS, LEFT, laid_out, line_of, sheet, tabled

EDGAR = LAYOUTS["form4-edgar-2016"]
OLD = LAYOUTS["form4-edgar-2003"]
SCALE, TOP = 1500.0, 200.0
NOTES = [
    "(1) The shares were sold in several trades at prices from 3.10 to 3.40.",
    "(2) Held by a trust of which the reporting",
    "person is the trustee.",
    "Remarks:",
    "Exhibit 24 is attached.",
]


def typed(zone: str, *lines: str, right: float = 0.01, down: float = 0.02) -> list[Word]:
    """Lines typed into a box of the head, `right` and `down` of its corner in units of the form."""
    place = next(zone_.at for zone_ in EDGAR.zones if zone_.field == zone)
    x, y = LEFT + (place.x0 + right) * SCALE, TOP + (place.y0 + down) * SCALE
    return [word for n, line in enumerate(lines) for word in line_of(line, x, y + n * 22, height=12)]


def head() -> list[Word]:
    return laid_out(EDGAR, only=[anchor.id for anchor in EDGAR.anchors if anchor.at is not None])


def filled_head() -> list[Word]:
    """The head of a form, filled in."""
    owner = [
        *typed("reportingOwner", "DOE JANE Q", down=0.022),
        *typed("reportingOwner", "12 ELM ROAD", down=0.075),
        *typed("reportingOwner", "DAYTON", down=0.14),
        *typed("reportingOwner", "OH", right=0.16, down=0.14),
        *typed("reportingOwner", "45402", right=0.25, down=0.14),
    ]
    return [
        *head(),
        *owner,
        *typed("issuer", "QUARRY LIGHT CORP [ QLTC ]"),
        *typed("periodOfReport", "03/09/2011"),
        *typed("reportingOwnerRelationship", "Director", "Officer (give title below)", right=0.02, down=0.03),
        *typed("reportingOwnerRelationship", "10% Owner", "Other (specify below)", right=0.16, down=0.03),
    ]


def tables(top: float = 640, page: int = 1, rows: int = 1) -> tuple[list[Word], list[RulingLine], float]:
    words: list[Word] = []
    lines: list[RulingLine] = []
    y = top
    for table, row in (
        (EDGAR.tables[0], ["Common Stock", "03/09/2011", "", "S", "", "12,500", "D", "$3.25", "1,000", "D", ""]),
        (
            EDGAR.tables[1],
            ["Option", "$3.25", "03/09/2011", "", "M", "", "", "500", "", "", "Common", "500", "$0", "0", "D", ""],
        ),
    ):
        if table.field == "derivativeTable":
            words += line_of(EDGAR.anchor("table2").text, 500, y + 10, page, 10)
            y += 40
        found, rules, y = tabled(table, [row] * (rows if table.field == "derivativeTable" else 1), y, page)
        words += found
        lines += rules
    return words, lines, y


def foot(y: float, page: int = 1, notes: Sequence[str] = NOTES) -> list[Word]:
    words = line_of("Explanation of Responses:", LEFT, y + 20, page)
    for n, line in enumerate(notes):
        words += line_of(line, LEFT, y + 50 + 24 * n, page)
    below = y + 60 + 24 * len(notes)
    words += line_of("/s/ Jane Q. Doe", 1000, below, page) + line_of("03/10/2011", 1450, below, page)
    words += line_of("** Signature of Reporting Person", 1000, below + 24, page) + line_of(
        "Date", 1450, below + 24, page
    )
    return words


def one_page() -> list[Sheet]:
    words, lines, y = tables()
    return [sheet([*filled_head(), *words, *foot(y)], lines)]


def filing(sheets: Sequence[Sheet]) -> RegisteredFiling:
    ((found,), _) = register(sheets, (EDGAR,))
    return found


def kinds(sheets: Sequence[Sheet]) -> list[tuple[int, str, bool]]:
    found = filing(sheets)
    return [(part.sheet.page.number, part.kind, part.titled) for part in sections(found.sheets, found.registrations)]


def cells(sheets: Sequence[Sheet]) -> tuple[Cell, ...]:
    return segment(filing(sheets), {one.page.number: inked(one.page, one.lines) for one in sheets})


def texts(sheets: Sequence[Sheet]) -> dict[tuple[str, int, str], str]:
    """What stands in the cells that hold words."""
    found: defaultdict[tuple[str, int, str], str] = defaultdict(str)
    for cell in cells(sheets):
        if cell.words and not found[cell.address]:
            found[cell.address] = " ".join(word.text for word in cell.words)
    return dict(found)


# --------------------------------------------------------------------------------------------------------- sections


def test_a_page_is_cut_at_its_headings() -> None:
    assert [kind for _, kind, _ in kinds(one_page())] == [
        "head", "nonDerivativeTable", "derivativeTable", "explanation"
    ]  # fmt: skip


def test_sections_cover_the_page_and_hold_each_word_once() -> None:
    pages = one_page()
    found = filing(pages)
    parts = sections(found.sheets, found.registrations)
    assert sum(len(part.words) for part in parts) == len(pages[0].words)
    assert [part.y0 for part in parts[1:]] == [part.y1 for part in parts[:-1]]


def test_a_section_goes_on_over_the_page_until_the_next_heading() -> None:
    words, lines, _ = tables()
    second = foot(200, 2)
    pages = [sheet([*filled_head(), *words], lines), sheet(second, page=2)]
    assert [(page, kind) for page, kind, _ in kinds(pages)][-2:] == [(2, "derivativeTable"), (2, "explanation")]


def test_prose_that_names_a_heading_is_none() -> None:
    words, lines, y = tables()
    notes = [*NOTES[:3], "(3) See the remarks and the signatures of the reporting owners below."]
    page = sheet([*filled_head(), *words, *foot(y, notes=notes)], lines)
    assert [kind for _, kind, _ in kinds([page])].count("explanation") == 1


# ------------------------------------------------------------------------------------------------------------- head


def test_the_boxes_of_the_head_hold_what_was_typed() -> None:
    found = texts(one_page())
    owner = {name.rpartition("/")[2]: text for (group, row, name), text in found.items() if (group, row) ==
             ("reportingOwner", 1)}  # fmt: skip
    assert owner["rptOwnerName"] == "DOE JANE Q"
    assert owner["rptOwnerStreet1"] == "12 ELM ROAD"
    assert (owner["rptOwnerCity"], owner["rptOwnerState"], owner["rptOwnerZipCode"]) == ("DAYTON", "OH", "45402")
    assert found["", 0, "issuer/issuerName"] == "QUARRY LIGHT CORP"
    assert "QLTC" in found["", 0, "issuer/issuerTradingSymbol"]
    assert found["", 0, "periodOfReport"] == "03/09/2011"


def test_an_empty_box_is_a_place_to_look_for_ink() -> None:
    (amended,) = (cell for cell in cells(one_page()) if cell.field == "dateOfOriginalSubmission")
    assert amended.words == ()
    assert amended.box is not None
    assert amended.page == 1


def test_every_check_box_of_the_head_has_a_place() -> None:
    boxes = {cell.field.rpartition("/")[2] for cell in cells(one_page()) if cell.kind == "checkbox" and cell.box}
    assert {"isDirector", "isOfficer", "isTenPercentOwner", "isOther", "notSubjectToSection16"} <= boxes


# ------------------------------------------------------------------------------------------------------------- tail


def test_both_tables_are_read_row_by_row() -> None:
    found = texts(one_page())
    assert found["nonDerivativeTable", 1, "transactionAmounts/transactionShares"] == "12,500"
    assert found["derivativeTable", 1, "transactionAmounts/transactionShares:D"] == "500"
    assert found["derivativeTable", 1, "underlyingSecurity/underlyingSecurityTitle"] == "Common"


def test_notes_remarks_and_signature_are_told_apart() -> None:
    found = texts(one_page())
    assert found["footnotes", 1, "footnote"].endswith("prices from 3.10 to 3.40.")
    assert found["footnotes", 2, "footnote"].endswith("reporting person is the trustee.")
    assert found["", 0, "remarks"] == "Exhibit 24 is attached."
    assert found["ownerSignature", 1, "signatureName"] == "/s/ Jane Q. Doe"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"
    assert ("footnotes", 3, "footnote") not in found


def test_a_signature_is_known_without_its_label() -> None:
    words, lines, y = tables()
    label = line_of("** Signature of Reporting Person Date", 1000, 0)
    worn = [word for word in foot(y) if word.box.x0 < 1000 or word.text not in {one.text for one in label}]
    found = texts([sheet([*filled_head(), *words, *worn], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "/s/ Jane Q. Doe"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"
    assert ("ownerSignature", 2, "signatureName") not in found


def test_notes_go_on_over_the_page() -> None:
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20) + line_of(NOTES[0], LEFT, y + 50)
    second = [word for n, line in enumerate(NOTES[1:3]) for word in line_of(line, LEFT, 100 + 24 * n, 2)]
    pages = [sheet([*filled_head(), *words, *first], lines), sheet(second, page=2)]
    found = texts(pages)
    assert found["footnotes", 2, "footnote"].endswith("person is the trustee.")


@pytest.mark.parametrize("note", ["1 Acquired under the issuer's stock purchase plan.", "1. Held by a trust."])
@pytest.mark.parametrize("rows", [1, 0])
def test_notes_below_the_last_table_are_found_though_their_heading_is_worn(note: str, rows: int) -> None:
    words, lines, y = tables(rows=rows)
    notes = line_of("Baatan= 15 of Ro Le", LEFT, y + 20) + line_of(note, LEFT, y + 50)
    found = texts([sheet([*filled_head(), *words, *notes], lines)])
    assert found["footnotes", 1, "footnote"] == note.partition(" ")[2]


def test_who_signs_above_a_page_break_signs_though_the_label_stands_below_it() -> None:
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20)
    first += line_of("Elm Trust, By: /s/ Jane", 1000, y + 60) + line_of("03/10/2011", 1450, y + 60)
    first += line_of("Doe, Trustee", 1000, y + 84)
    second = line_of("/s/ John Roe", 1000, 100, 2) + line_of("03/11/2011", 1450, 100, 2)
    second += line_of("** Signature of Reporting Person", 1000, 124, 2) + line_of("Date", 1450, 124, 2)
    found = texts([sheet([*filled_head(), *words, *first], lines), sheet(second, page=2)])
    assert found["ownerSignature", 1, "signatureName"] == "Elm Trust, By: /s/ Jane Doe, Trustee"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"
    assert found["ownerSignature", 2, "signatureName"] == "/s/ John Roe"
    assert ("footnotes", 1, "footnote") not in found


def test_dirt_between_the_lines_of_a_signature_ends_it_not() -> None:
    words, lines, y = tables()
    name, rest = line_of("Elm Trust, By: /s/ Jane", 1000, y + 60), line_of("Doe, Trustee", 1000, y + 84)
    dirt = [replace(word, score=0.3) for word in line_of("— ae Soe —", 690, y + 80)]
    signed = [*name, *line_of("03/10/2011", 1450, y + 60), *dirt, *rest]
    label = line_of("** Signature of Reporting Person", 1000, y + 108) + line_of("Date", 1450, y + 108)
    heading = line_of("Explanation of Responses:", LEFT, y + 20)
    found = texts([sheet([*filled_head(), *words, *heading, *signed, *label], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "Elm Trust, By: /s/ Jane Doe, Trustee"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"


def test_a_signature_s_label_may_stand_level_with_the_next_heading() -> None:
    words, lines, y = tables()
    signed = line_of("Elm Trust, By: Jane", 1000, y + 52) + line_of("03/10/2011", 1450, y + 52)
    signed += line_of("Doe, Trustee", 1000, y + 76)
    label = line_of("** Signature of Reporting Person", 1000, y + 100) + line_of("Date", 1450, y + 100)
    note = line_of("1. Held by a trust.", LEFT, y + 20)
    reminder = line_of(EDGAR.anchor("reminder").text, LEFT, y + 106, height=10)
    found = texts([sheet([*filled_head(), *words, *note, *signed, *label, *reminder], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "Elm Trust, By: Jane Doe, Trustee"


def test_a_wrapped_signature_above_a_page_break_is_known_by_the_column_of_its_date() -> None:
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20) + line_of(NOTES[0], LEFT, y + 50)
    first += line_of("[s/Jane Q. Doe,", 1000, y + 80) + line_of("03/10/2011", 1450, y + 88)
    first += line_of("attorney-in-fact", 1000, y + 98)
    second = line_of("** Signature of Reporting Person", 1000, 100, 2) + line_of("Date", 1450, 100, 2)
    found = texts([sheet([*filled_head(), *words, *first], lines), sheet(second, page=2)])
    assert found["ownerSignature", 1, "signatureName"] == "[s/Jane Q. Doe, attorney-in-fact"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"
    assert found["footnotes", 1, "footnote"].endswith("to 3.40.")


def test_two_signers_are_two() -> None:
    words, lines, y = tables()
    twice = [*foot(y, notes=NOTES[:1]), *line_of("/s/ John Roe", 1000, y + 180), *line_of("03/11/2011", 1450, y + 180)]
    twice += line_of("** Signature of Reporting Person", 1000, y + 204) + line_of("Date", 1450, y + 204)
    found = texts([sheet([*filled_head(), *words, *twice], lines)])
    assert found["ownerSignature", 2, "signatureName"] == "/s/ John Roe"
    assert found["ownerSignature", 2, "signatureDate"] == "03/11/2011"


def test_signers_in_rows_each_wrapped_beside_its_date() -> None:
    """As browsers print them: the date stands at the middle of its name's lines."""
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20)
    names = [
        "Elm GP, L.L.C., By: /s/", "Jane Doe, Authorized", "Person",
        "Elm Trust, By: Elm", "GP, its trustee, By: /s/", "Jane Doe, Authorized", "Person",
        "/s/ John Roe,", "Attorney",
    ]  # fmt: skip
    for n, line in enumerate(names):
        first += line_of(line, 1000, y + 60 + 16 * n)
    for middle, date in ((1, "03/10/2011"), (4.5, "03/11/2011"), (7.5, "03/12/2011")):
        first += line_of(date, 1450, y + 60 + 16 * middle)
    first += line_of("** Signature of Reporting Person", 1000, y + 210) + line_of("Date", 1450, y + 210)
    found = texts([sheet([*filled_head(), *words, *first], lines)])
    signed = [
        (found["ownerSignature", row, "signatureName"], found["ownerSignature", row, "signatureDate"])
        for row in (1, 2, 3)
    ]
    assert signed == [
        ("Elm GP, L.L.C., By: /s/ Jane Doe, Authorized Person", "03/10/2011"),
        ("Elm Trust, By: Elm GP, its trustee, By: /s/ Jane Doe, Authorized Person", "03/11/2011"),
        ("/s/ John Roe, Attorney", "03/12/2011"),
    ]


def owner_box(y: float, page: int, name: str, begins: bool = True, ends: bool = True) -> list[Word]:
    """Box 1 as printouts repeat it for a further owner; the page break may run through it."""
    words: list[Word] = []
    if begins:
        words += line_of(EDGAR.anchor("box1").text, LEFT, y, page, 10) + line_of(name, LEFT, y + 24, page)
        words += [w for x, text in ((0, "(Last)"), (160, "(First)"), (320, "(Middle)"))
                  for w in line_of(text, LEFT + x, y + 48, page, 10)]  # fmt: skip
        words += line_of("5 OAK STREET", LEFT, y + 72, page)
    if ends:
        words += line_of("(Street)", LEFT, y + 96, page, 10) + line_of("DAYTON", LEFT, y + 120, page)
        words += line_of("OH", LEFT + 160, y + 120, page) + line_of("45402", LEFT + 320, y + 120, page)
        words += [w for x, text in ((0, "(City)"), (160, "(State)"), (320, "(Zip)"))
                  for w in line_of(text, LEFT + x, y + 144, page, 10)]  # fmt: skip
    return words


def test_owners_in_boxes_below_the_tables_and_over_the_page_break() -> None:
    words, lines, y = tables()
    first = [*filled_head(), *words, *owner_box(y + 10, 1, "ROE JOHN"), *owner_box(y + 190, 1, "POE ANN", ends=False)]
    second = [*owner_box(-60, 2, "", begins=False), *owner_box(130, 2, "LOE TIM"), *foot(320, 2)]
    pages = [sheet(first, lines), sheet(second, page=2)]
    found = texts(pages)
    owners = {row: text for (_, row, name), text in found.items() if name == "reportingOwnerId/rptOwnerName"}
    assert owners == {1: "DOE JANE Q", 2: "ROE JOHN", 3: "POE ANN", 4: "LOE TIM"}
    for row in (2, 3, 4):
        assert found["reportingOwner", row, "reportingOwnerAddress/rptOwnerStreet1"] == "5 OAK STREET"
        assert found["reportingOwner", row, "reportingOwnerAddress/rptOwnerCity"] == "DAYTON"
        assert found["reportingOwner", row, "reportingOwnerAddress/rptOwnerZipCode"] == "45402"
    assert {row for group, row, _ in found if group == "derivativeTable"} == {1}
    assert found["footnotes", 1, "footnote"].startswith("The shares were sold")


def test_owners_of_a_joint_filing_follow_on_their_page() -> None:
    words, lines, y = tables()
    joint = [
        *line_of("Joint Filer Information", 600, 60, 2),
        *line_of("Name: ROE JOHN", LEFT, 120, 2),
        *line_of("Address: 5 OAK STREET", LEFT, 150, 2),
        *line_of("DAYTON, OH 45402", LEFT, 180, 2),
    ]
    pages = [sheet([*filled_head(), *words, *foot(y)], lines), sheet(joint, page=2)]
    found = texts(pages)
    assert found["reportingOwner", 2, "reportingOwnerId/rptOwnerName"] == "ROE JOHN"
    assert found["reportingOwner", 2, "reportingOwnerAddress/rptOwnerZipCode"] == "45402"
    assert ("footnotes", 3, "footnote") not in found


@pytest.mark.parametrize("layout", [OLD, LAYOUTS["form4-paper-1996"], LAYOUTS["form5-edgar-2003"]], ids=lambda x: x.id)
def test_an_empty_form_has_no_words_in_its_cells(layout: Layout) -> None:
    """What is printed on the form is nobody's entry."""
    words = laid_out(layout)
    ((found,), _) = register([sheet(words)], (layout,))
    page = found.sheets[0].page
    filled = [cell for cell in segment(found, {1: inked(page, ())}) if cell.words and cell.kind in {"date", "month",
              "ticker", "shares", "money"}]  # fmt: skip
    assert filled == []
