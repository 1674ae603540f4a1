"""Compound boxes: which words belong to which field."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.boxes import owner_cells
from extractor.checkboxes import filers_cells, relationship_cells
from extractor.issuer import issuer_cells
from extractor.joint_filers import is_joint_heading, joint_filer_cells
from extractor.notes import footnote_cells
from extractor.records import Cell, Word
from extractor.shapes import letters
from extractor.signatures import signature_cells
from models.geometry import Box


def lines_of(*lines: str) -> list[list[Word]]:
    out = []
    position = 0
    for number, line in enumerate(lines):
        out.append(
            [
                Word(found[0], Box(found.start(), number, found.end(), number + 1), 1, 1.0,
                     (position + found.start(), position + found.end()))
                for found in re.finditer(r"\S+", line)
            ]
        )  # fmt: skip
        position += len(line) + 1
    return out


def said(cells: tuple[Cell, ...]) -> dict[str, str]:
    return {cell.field.rsplit("/", 1)[-1]: " ".join(word.text for word in cell.words) for cell in cells}


OWNED = ["MARSH", "ELEANOR", "T", "6", "BROOK", "DRIVE", "WESTON,", "CT", "06883", "CT.06883", "C/O", "P.O.", "Box",
         "1999", "FAMILY", "TRUST", "(Last)", ","]  # fmt: skip
BOX = st.lists(
    st.lists(
        st.sampled_from(OWNED),
        max_size=6,
    ).map(" ".join),
    max_size=8,
)


@given(BOX, st.booleans(), st.booleans(), st.booleans())
@example(["MARSH", "6 BROOK", "CT 06883", "", "WESTON"], False, True, True)
def test_no_word_of_an_owner_is_used_twice(lines: list[str], own: bool, place: bool, name: bool) -> None:
    cells = owner_cells(lines_of(*lines), 1, "own" if own else None, has_place=place, has_name=name)
    used = [place for cell in cells for word in cell.words for place in range(*(word.span or ()))]
    assert len(used) == len(set(used))


@given(BOX)
def test_any_page_of_joint_filers_goes_on_counting_owners(lines: list[str]) -> None:
    labelled = [f"{label} {line}" for label, line in zip(["Name:", "Address:", "", ""] * 2, lines, strict=False)]
    cells = joint_filer_cells(lines_of(*labelled), 2)
    assert {cell.row for cell in cells} <= set(range(2, 2 + sum(line.startswith("Name:") for line in labelled)))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("MARSH ELEANOR T", "6 BROOK DRIVE", "WESTON, CT 06883"),
            {"rptOwnerName": "MARSH ELEANOR T", "rptOwnerStreet1": "6 BROOK DRIVE", "rptOwnerCity": "WESTON",
             "rptOwnerState": "CT", "rptOwnerZipCode": "06883"},
        ),
        (
            ("MARSH ELEANOR T 6 BROOK DRIVE WESTON, CT 06883",),
            {"rptOwnerName": "MARSH ELEANOR T", "rptOwnerStreet1": "6 BROOK DRIVE", "rptOwnerCity": "WESTON",
             "rptOwnerState": "CT", "rptOwnerZipCode": "06883"},
        ),
        (
            ("ASHDOWN FAMILY REVOCABLE", "TRUST U/A/D 01/18/2010", "202 MILL LANE", "4TH FLOOR",
             "LITTLE ROCK AR 72201"),
            {"rptOwnerName": "ASHDOWN FAMILY REVOCABLE TRUST U/A/D 01/18/2010", "rptOwnerStreet1": "202 MILL LANE",
             "rptOwnerStreet2": "4TH FLOOR", "rptOwnerCity": "LITTLE ROCK", "rptOwnerState": "AR",
             "rptOwnerZipCode": "72201"},
        ),
        (
            ("Doe Jo", "", "C/O QUARRY RESOURCES N.V., P.O. BOX", "923, SUITE 650", "", "TEL AVIV, L3 6701101"),
            {"rptOwnerName": "Doe Jo", "rptOwnerStreet1": "C/O QUARRY RESOURCES N.V.",
             "rptOwnerStreet2": "P.O. BOX 923, SUITE 650", "rptOwnerCity": "TEL AVIV", "rptOwnerState": "L3",
             "rptOwnerZipCode": "6701101"},
        ),
        (
            ("Doe Jo", "1 HIGH STREET", "LONDON X0 EC2M 4YE"),
            {"rptOwnerName": "Doe Jo", "rptOwnerStreet1": "1 HIGH STREET", "rptOwnerCity": "LONDON",
             "rptOwnerState": "X0", "rptOwnerZipCode": "EC2M 4YE"},
        ),
        (
            ("Doe 1984 GRAT 70 MILL LANE #23 ST. LOUIS, MO 63101",),
            {"rptOwnerName": "Doe 1984 GRAT", "rptOwnerStreet1": "70 MILL LANE", "rptOwnerStreet2": "#23",
             "rptOwnerCity": "ST. LOUIS", "rptOwnerState": "MO", "rptOwnerZipCode": "63101"},
        ),
        (
            ("Doe Jo", "", "C/O QUARRY, INC.", "70 MILL LANE, SUITE 5", "", "LONDON, X0 EC2M 4YE"),
            {"rptOwnerName": "Doe Jo", "rptOwnerStreet1": "C/O QUARRY, INC.",
             "rptOwnerStreet2": "70 MILL LANE, SUITE 5", "rptOwnerCity": "LONDON", "rptOwnerState": "X0",
             "rptOwnerZipCode": "EC2M 4YE"},
        ),
        (
            ("Doe Jo", "70 MILL LANE", "OMAHA NI 68111"),
            {"rptOwnerName": "Doe Jo", "rptOwnerStreet1": "70 MILL LANE", "rptOwnerCity": "OMAHA",
             "rptOwnerState": "NI", "rptOwnerZipCode": "68111"},
        ),
        (
            ("Doe Jo", "70 MILL LANE", "NEW YORK 10022"),
            {"rptOwnerName": "Doe Jo", "rptOwnerStreet1": "70 MILL LANE", "rptOwnerCity": "NEW YORK",
             "rptOwnerZipCode": "10022"},
        ),
        (
            ("Doe Jo", "ONE LOOP WAY", "CUPERTINO CALIFORNIA 95014"),
            {"rptOwnerName": "Doe Jo", "rptOwnerStreet1": "ONE LOOP WAY", "rptOwnerCity": "CUPERTINO",
             "rptOwnerState": "CALIFORNIA", "rptOwnerZipCode": "95014"},
        ),
    ],
)  # fmt: skip
def test_box_1_falls_into_name_streets_and_place(lines: tuple[str, ...], expected: dict[str, str]) -> None:
    assert said(owner_cells(lines_of(*lines), 1)) == expected


@pytest.mark.parametrize(
    ("lines", "name", "ticker"),
    [
        (("ACME 1 SECURITY SYSTEMS INC [ACM-OTC]",), "ACME 1 SECURITY SYSTEMS INC", "ACM-OTC"),
        (("Valley Bancorp CORP /MN/ [ VLE/B ]",), "Valley Bancorp CORP /MN/", "VLE/B"),
        (("ROCK RESOURCES LLC [ RAN-", "OTC ]"), "ROCK RESOURCES LLC", "RAN- OTC"),
        (("GAMING WORKS CO | GWCO J",), "GAMING WORKS CO", "GWCO"),
        (("QUARRY TECHNOLOGIES LTD [QTEC",), "QUARRY TECHNOLOGIES LTD", "QTEC"),
        (("Great Manufacturing L.P. -. GRM-OTC",), "Great Manufacturing L.P.", "GRM-OTC"),
        (("Calvert Mining Co. (CVM)",), "Calvert Mining Co.", "CVM"),
        (("Calvert Mining Corp (NASDAQ: CVM)",), "Calvert Mining Corp", "NASDAQ: CVM"),
        (("Calvert Mining Corporation CVM",), "Calvert Mining Corporation", "CVM"),
        (("Calvert Inc [ [NONE] ]",), "Calvert Inc", "[ [NONE] ]"),  # which are the filer's is settled with the value
        (("Calvert Foods PLC", "((ZP))"), "Calvert Foods PLC", "((ZP))"),
        (("Calvert Foods PLC [(ZP)] _X_ Director",), "Calvert Foods PLC", "[(ZP)]"),
        (("Calvert Dynamics INC - none",), "Calvert Dynamics INC", "none"),
        (("CALVERT ELECTRONICS COMPANY - n/a",), "CALVERT ELECTRONICS COMPANY", "n/a"),
        (("Calvert Genomics Company I CVT-OTC ]",), "Calvert Genomics Company", "CVT-OTC"),
        (("CALVERT FOODS PLC CVT]",), "CALVERT FOODS PLC", "CVT"),
        (("CALVERT FOODS CORPORATION I CVTF I",), "CALVERT FOODS CORPORATION", "CVTF"),
        (("Calvert Foods Limited | CVT L - a",), "Calvert Foods Limited", "CVT"),
        (("CALVERT BANCORP /OH/| CVT |",), "CALVERT BANCORP /OH/", "CVT"),
        (("Calvert Foods Inc [CVT Foods Inc [CVT]",), "Calvert Foods Inc", "CVT"),
        (("CALVERT FOODS N.V. CVTF",), "CALVERT FOODS N.V.", "CVTF"),
        (("CALVERT ACQUISITION CORP I II",), "CALVERT ACQUISITION CORP I II", None),
        (("CALVERT FOODS & CO CVTF",), "CALVERT FOODS & CO", "CVTF"),
        (("Calvert Genomics Company CVT CVTP",), "Calvert Genomics Company", "CVT CVTP"),
        (("CALVERT GENOMICS PLC - CVT CVTP",), "CALVERT GENOMICS PLC", "CVT CVTP"),
        (("Calvert Trust CVT-OTC",), "Calvert Trust", "CVT-OTC"),
        (("CALVERT ACQUISITION CORP II",), "CALVERT ACQUISITION CORP II", None),
        (("CALVERT FOODS INC DE",), "CALVERT FOODS INC DE", None),
        (("CALVERT CO LTD",), "CALVERT CO LTD", None),
        (("CALVERT SAVINGS BANK N.A.",), "CALVERT SAVINGS BANK N.A.", None),
        (("BANK OF CALVERT CORP /DE/",), "BANK OF CALVERT CORP /DE/", None),
        (("CALVERT MINING CORP",), "CALVERT MINING CORP", None),
    ],
)
def test_a_ticker_is_split_off_only_on_evidence(lines: tuple[str, ...], name: str, ticker: str | None) -> None:
    found = said(issuer_cells(lines_of(*lines)))
    assert found.get("issuerName") == name
    assert found.get("issuerTradingSymbol") == ticker


@pytest.mark.parametrize(
    ("lines", "marked", "title", "other"),
    [
        (("_X_DirectorX_10% Owner _X_Officer (give tile below)Other (specify below)", "CEO & Chairman"),
         {"isDirector", "isTenPercentOwner", "isOfficer"}, "CEO & Chairman", None),
        (("X Director      10% Owner", " Officer (give title      Other (specify", "X below)             below)",
          "        See Remarks"), {"isDirector", "isOfficer"}, "See Remarks", None),
        (("Director   X   10% Owner", "Officer (give title   Other (specify", "below)  below)"),
         {"isTenPercentOwner"}, None, None),
        (("_____ Director _____ 10% Owner", "__X__ Officer (give title below) __X__ Other (specify below)",
          "Treasurer / Advisory director"), {"isOfficer", "isOther"}, "Treasurer", "Advisory director"),
        (("[X] Director   [ ] 10% Owner", "( X ) Officer (give title below) ( ) Other (specify below)",
          "Chief Operating Officer"), {"isDirector", "isOfficer"}, "Chief Operating Officer", None),
    ],
)  # fmt: skip
def test_marks_go_to_their_labels(
    lines: tuple[str, ...], marked: set[str], title: str | None, other: str | None
) -> None:
    found = said(relationship_cells(lines_of(*lines), 1))
    assert {name for name, text in found.items() if name.startswith("is") and text} == marked
    assert {"isDirector", "isTenPercentOwner", "isOfficer", "isOther"} <= set(found)  # unmarked boxes are cells too
    assert found.get("officerTitle") == title
    assert found.get("otherText") == other


@pytest.mark.parametrize("left", ["% Owner", "0 Owner", "1-% O-ner", "110% Owner", ".0% Owmer"])
def test_what_is_left_of_ten_percent_owner_is_a_box(left: str) -> None:
    found = said(relationship_cells(lines_of(f"Director X {left}", "Officer (give title below)"), 1))
    assert (found["isTenPercentOwner"], found["isDirector"]) == ("X", "")


def test_one_or_many_filers() -> None:
    glued = "_X_Form filed by One Reporting PersonForm filed by More than One Reporting Person"
    assert said(filers_cells(lines_of(glued))) == {"groupFiling:one": "_X_", "groupFiling:many": ""}
    wrapped = ("Form filed by One Reporting Person", "X   Form filed by More than One Reporting", "Person")
    assert said(filers_cells(lines_of(*wrapped))) == {"groupFiling:one": "", "groupFiling:many": "X"}


def test_notes_without_the_form_s_own_sentences() -> None:
    cells = footnote_cells(
        lines_of(
            "Explanation of Responses:",
            "* If the form is filed by more than one reporting person, see Instruction 4(b)(v).",
            "** Intentional misstatements or omissions of facts constitute Federal Criminal",
            "Violations. See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a).",
            "(2) Shares withheld", "for tax.", "- (2) Held by a trust.", "Remarks: Form 4 filed late", "by mail.",
            "Note: File three copies of this Form, one of which must be manually signed. If",
            "space is insufficient, see Instruction 6 for procedure.",
        )
    )  # fmt: skip
    texts = {(cell.group, cell.row): " ".join(word.text for word in cell.words) for cell in cells}
    assert texts == {
        ("footnotes", 1): "Shares withheld for tax.",  # printed (2) twice: the first is note 1
        ("footnotes", 2): "Held by a trust.",
        ("", 0): "Form 4 filed late by mail.",
    }


def test_the_first_note_may_have_lost_its_full_stop() -> None:
    notes = ("1 Restricted stock that vests", "2. Held by a trust.")
    cells = footnote_cells(lines_of("Explanation of Responses:", *notes))
    found = {cell.row: " ".join(word.text for word in cell.words) for cell in cells}
    assert found == {1: "Restricted stock that vests", 2: "Held by a trust."}


def test_signers_over_several_lines() -> None:
    cells = signature_cells(
        lines_of(
            "/s/ Benjamin M. Cheung,", "Attorney-in-Fact for Quentin W.", "Marsh   07/20/2016",
            "Ashdown Family Trust u/a/d 01/18/2010   07/21/2016", "** Signature of Reporting Person   Date",
        )
    )  # fmt: skip
    found = {(cell.row, cell.field): " ".join(word.text for word in cell.words) for cell in cells}
    assert found == {
        (1, "signatureName"): "/s/ Benjamin M. Cheung, Attorney-in-Fact for Quentin W. Marsh",
        (1, "signatureDate"): "07/20/2016",
        (2, "signatureName"): "Ashdown Family Trust u/a/d 01/18/2010",
        (2, "signatureDate"): "07/21/2016",
    }


_TEXT = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40), max_size=6)


@given(_TEXT)
@example(["0", ",", ":"])
@example(["00a", ",", "A"])
def test_any_words_can_stand_in_any_box(lines: list[str]) -> None:
    words = lines_of(*lines)
    whole = "\n".join(lines)
    for cells in (
        owner_cells(words, 1), issuer_cells(words), relationship_cells(words, 1), filers_cells(words),
        footnote_cells(words), signature_cells(words), joint_filer_cells(words, 2),
    ):  # fmt: skip
        for cell in cells:
            for word in cell.words:
                assert word.span is not None
                assert 0 <= word.span[0] < word.span[1] <= len(whole)


@pytest.mark.parametrize(("text", "heading"), [
    ("Joint Filer Information", True), ("Joint Filer Information (continued)", True),
    ("Additional Reporting Persons", True),
    ("Joint Filer Information, incorporated herein by reference.", False),
])  # fmt: skip
def test_a_sentence_about_joint_filers_is_no_heading_of_their_list(text: str, heading: bool) -> None:
    assert is_joint_heading(letters(text)) is heading


def test_the_date_of_a_trust_on_a_line_of_its_own_is_no_signature_s() -> None:
    cells = signature_cells(lines_of("/s/ Jane Doe, Trustee of Elm Revocable Trust dtd", "2/15/89", "11/19/18"))
    assert {cell.field: " ".join(word.text for word in cell.words) for cell in cells} == {
        "signatureName": "/s/ Jane Doe, Trustee of Elm Revocable Trust dtd 2/15/89", "signatureDate": "11/19/18",
    }


@pytest.mark.parametrize(
    "place",
    ["DETROIT, MI 48277 |", "DETROIT, MI 48277 i", "DETROIT, MI 48277 -- - —", "DETROIT,MI48277 --", "DETROIT.MI 48277",
     "DETROIT, MI 48277———", "DETROIT, MI 48277 y", "DETROIT, MI'48277", "DETROIT, MI.48277"],
)  # fmt: skip
def test_a_place_is_told_from_the_rests_of_rules_beside_it(place: str) -> None:
    found = said(owner_cells(lines_of("MARSH ELEANOR", "", "9 WHARF PLACE", "", place), 1, "own"))
    assert (found["rptOwnerCity"].strip(",."), found["rptOwnerState"].strip(".,"), found["rptOwnerZipCode"]) == (
        "DETROIT", "MI", "48277",
    )  # fmt: skip
    assert "rptOwnerStreet2" not in found
