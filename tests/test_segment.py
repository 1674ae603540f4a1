"""A registered filing cut into cells: sections told by their headings, the head's boxes, notes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.ink import inked
from extractor.records import Sheet
from extractor.register import register
from extractor.segment import segment
from extractor.segment.sections import sections
from models.layout import Layout
from tests.drawn import LAYOUTS, LEFT, laid_out, line_of, sheet
from tests.filled_pages import NOTES, cells, filing, filled_head, foot, one_page, tables, texts

OLD = LAYOUTS["form4-edgar-2003"]


def kinds(sheets: Sequence[Sheet]) -> list[tuple[int, str, bool]]:
    found = filing(sheets)
    return [(part.sheet.page.number, part.kind, part.titled) for part in sections(found.sheets, found.registrations)]


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


def test_a_signature_that_goes_on_with_reporting_persons_opens_no_table_of_owners() -> None:
    head = laid_out(OLD, only=[anchor.id for anchor in OLD.anchors if anchor.at is not None])
    words = line_of("Signatures", LEFT, 1200, height=20)
    words += line_of("Jane Q. Doe, on behalf of John Roe and each other", 130, 1240)
    words += line_of("reporting person hereunder", 300, 1264) + line_of("Signature of Reporting Person", 250, 1290)
    page = sheet([*head, *words, *line_of("Explanation of Responses:", LEFT, 1340, height=20)])
    ((found,), _) = register([page], (OLD,))
    (signed,) = (part for part in sections(found.sheets, found.registrations) if part.kind == "signatures")
    assert {"hereunder", "Doe,"} <= {word.text for word in signed.words}


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


@pytest.mark.parametrize("layout", [OLD, LAYOUTS["form4-paper-1996"], LAYOUTS["form5-edgar-2003"]], ids=lambda x: x.id)
def test_an_empty_form_has_no_words_in_its_cells(layout: Layout) -> None:
    """What is printed on the form is nobody's entry."""
    words = laid_out(layout)
    ((found,), _) = register([sheet(words)], (layout,))
    page = found.sheets[0].page
    filled = [cell for cell in segment(found, {1: inked(page, ())}) if cell.words and cell.kind in {"date", "month",
              "ticker", "shares", "money"}]  # fmt: skip
    assert filled == []


def test_a_sentence_that_names_the_reporting_person_is_no_signature_label() -> None:
    words, lines, y = tables()
    notes = ["(1) The filing of this report is not an admission that the reporting", "person is the beneficial owner."]
    one = "(1) This is no admission that the Reporting Person owns them, whatever is said."
    for said in (notes, [one]):
        page = sheet([*filled_head(), *words, *foot(y, notes=said)], lines)
        assert texts([page])["footnotes", 1, "footnote"] == " ".join(said)[4:]


def test_an_exhibit_of_joint_filers_that_remarks_name_takes_no_notes() -> None:
    words, lines, y = tables()
    notes = [*NOTES[:3], "Remarks:", "Exhibit 99 - Joint Filer Information, incorporated by reference."]
    found = texts([sheet([*filled_head(), *words, *foot(y, notes=notes)], lines)])
    assert found["footnotes", 2, "footnote"].endswith("person is the trustee.")
    assert found["", 0, "remarks"] == notes[-1]


def test_notes_above_a_list_of_joint_filers_stay() -> None:
    words, lines, y = tables()
    listed = ["Joint Filer Information", "Name: ELM FUND LP", "Address: 12 ELM ROAD", "DAYTON, OH 45402"]
    second = [word for n, line in enumerate([NOTES[0], *listed]) for word in line_of(line, LEFT, 100 + 24 * n, 2)]
    heading = line_of("Explanation of Responses:", LEFT, y + 20)
    found = texts([sheet([*filled_head(), *words, *heading], lines), sheet(second, page=2)])
    assert found["footnotes", 1, "footnote"].endswith("prices from 3.10 to 3.40.")
    assert found["reportingOwner", 2, "reportingOwnerId/rptOwnerName"] == "ELM FUND LP"
