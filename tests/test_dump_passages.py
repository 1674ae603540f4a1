# ruff: noqa: E501
"""Passages that dumps print in hard ways: a signature over three lines, a box whose label is lost, wrapped or clipped."""

from __future__ import annotations

from collections import defaultdict

import pytest

from extractor.dump import dump_cells
from extractor.dump.lines import read_lines
from extractor.layouts import load_layouts
from extractor.notes import signature_cells

Found = dict[tuple[str, int, str], list[str]]

TABLES = """\
Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of Security (Instr. 3) 2. Transaction Date (Month/Day/Year) 3. Transaction Code (Instr. 8) 4. Securities Acquired (A) or Disposed Of (D) (Instr. 3, 4 and 5) 5. Amount of Securities Beneficially Owned 6. Ownership Form: Direct (D) or Indirect (I) (Instr. 4) 7. Nature of Indirect Beneficial Ownership (Instr. 4)
Code V Amount (A) or (D) Price
Common Stock 05/09/2003 S 807 D $17.52 4,469 D
Explanation of Responses:
* If the form is filed by more than one reporting person, see Instruction 4(b)(v).
** Intentional misstatements or omissions of facts constitute Federal Criminal Violations. See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a).
"""


def read(text: str) -> Found:
    (filing,) = dump_cells(text, load_layouts())
    found: Found = defaultdict(list)
    for cell in filing.cells:
        field = cell.field.rpartition("/")[2].split(":")[0]
        found[cell.group, cell.row, field].append(" ".join(word.text for word in cell.words))
    return dict(found)


def signers(text: str) -> list[tuple[str, ...]]:
    cells = signature_cells([line.words for line in read_lines(text)])
    rows: dict[int, tuple[str, ...]] = {}
    for cell in cells:
        rows[cell.row] = (*rows.get(cell.row, ()), " ".join(word.text for word in cell.words))
    return list(rows.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "  Elm FAMILY LIMITED PARTNERSHIP, By:     3-16-10\n  /s/ Albert A. Moss, Jr., Trustee\n"
            "  **Signature of Reporting Person              Date\n"
            "  Elm Master Fund, Ltd., By: /s/         3-16-10\n  Albert A. Moss, Jr., General\n  Partner\n",
            [
                ("Elm FAMILY LIMITED PARTNERSHIP, By: /s/ Albert A. Moss, Jr., Trustee", "3-16-10"),
                ("Elm Master Fund, Ltd., By: /s/ Albert A. Moss, Jr., General Partner", "3-16-10"),
            ],
        ),
        (
            "Elm Revocable Trust dtd 12/13/88,    02/10/1998\nBy: /s/ Ada Holt,\nTrustee\n/s/ Ada Holt   02/10/1998\n",
            [
                ("Elm Revocable Trust dtd 12/13/88, By: /s/ Ada Holt, Trustee", "02/10/1998"),
                ("/s/ Ada Holt", "02/10/1998"),
            ],
        ),
        (
            "Rowan FAMILY LIMITED  09/13/2023\nPARTNERSHIP, By: /s/ Ada A.\nHolt, General Partner\n",
            [("Rowan FAMILY LIMITED PARTNERSHIP, By: /s/ Ada A. Holt, General Partner", "09/13/2023")],
        ),
        (
            "_ ESTATE OF Ivor Moss, By: /s/ Ada Rae Holt, 01/10/2001\noo\nGeneral Partner\n",
            [("ESTATE OF Ivor Moss, By: /s/ Ada Rae Holt, General Partner", "01/10/2001")],
        ),
        (  # two who signed, the first one's date lost
            "/s/ Ada Holt\n/s/ Ivor Moss 01/10/2001\n",
            [("/s/ Ada Holt",), ("/s/ Ivor Moss", "01/10/2001")],
        ),
    ],
)
def test_one_signature_has_one_hand_and_one_date(text: str, expected: list[tuple[str, ...]]) -> None:
    assert signers(text) == expected


def test_signatures_below_the_remarks_keep_their_first_lines() -> None:
    head = "1. Name and Address of Reporting Person *\nMOSS IVOR\n(Last) (First) (Middle)\n"
    signed = (
        "Remarks: Form 1 of 2.\n"
        "  /s/ Ada Holt, by power    06/27/2011\n  of attorney\n  **Signature of Reporting Person   Date\n"
        "  Rowan FAMILY LIMITED PARTNERSHIP,      06/27/2011\n  By: /s/ Ada Holt,\n  Manager\n"
        "  **Signature of Reporting Person   Date\n"
        "  Elm Holdings LLC, By: /s/ Ada   06/27/2011\n  Holt, Trustee\n  **Signature of Reporting Person   Date\n"
    )
    found = read(head + TABLES + signed)
    assert found["", 0, "remarks"] == ["Form 1 of 2."]
    names = [found["ownerSignature", row, "signatureName"] for row in (1, 2, 3)]
    assert names == [
        ["/s/ Ada Holt, by power of attorney"],
        ["Rowan FAMILY LIMITED PARTNERSHIP, By: /s/ Ada Holt, Manager"],
        ["Elm Holdings LLC, By: /s/ Ada Holt, Trustee"],
    ]


def test_a_value_beside_the_brackets_of_the_name_is_no_label() -> None:
    text = """\
________________________________________________________________________________
 1. Name and Address of    2. Issuer Name and        6. Relationship of
 Reporting Person *        Ticker or Trading         Reporting Person(s) to
 Moss Ivor                 Symbol                    Issuer
 (Last)   (First)          MIDROSE FOODS PLC        (Check all applicable)
 (Middle)                  - WSE                     ( ) Director ( ) 10%
                                                     Owner
________________________________________________________________________________
 7398 Alder LANE           3. I.R.S.
 P.O. BOX 1922             Identification Number
 (Street)                  of Reporting Person, if
                           an entity (Voluntary)
                           4. Statement for
                           Month/Year
                           11/1991
________________________________________________________________________________
 Nashville, TN 37255       5. If Amendment, Date
 (City)   (State)          of Original
 (Zip)                     (Month/Year)
________________________________________________________________________________
"""
    found = read(text + TABLES)
    assert found["", 0, "issuerName"] == ["MIDROSE FOODS PLC"]
    assert found["", 0, "issuerTradingSymbol"] == ["WSE"]
    assert found["", 0, "periodOfReport"] == ["11/1991"]


@pytest.mark.parametrize(
    "lines",
    [
        "1. Name ond Address of Reporting Person * Lark Switchgear AG [ NASDAQ:LAU ] 5. Relationship of Reporting Person(s) to Issuer\n"
        "MOSS SABINE L. ESQ (Check all applicable)\n(Last) (First) (Middle)\n",
        "MOSS SABINE L. ESQ 2. Issuer Name ancl Ticker or Tfading Symbol 5. Relationship of Reporting Person(s) to Issuer\n"
        "(Last) (First) (Middle) Lark Switchgear AG [ NASDAQ:LAU ] (Check all applicable)\n",
        "1. Name and Address of Reporting Person * 2. Issuer Name and Ticker or Trading Symbol 5. Relationship of Reporting Person(s) to\n"
        "MOSS SABINE L. ESQ Lark Switchgear AG [ NASDAQ:LAU ] (Cbeek all applicable) .\n(Last) (First) (Middle)\n",
    ],
)
def test_the_issuer_is_known_by_its_bracketed_ticker(lines: str) -> None:
    place = "1042 DOCKSIDE BLVD 3. Date of Earliest Transaction (Month/Day/Year)\n(Street) 10/04/2019\nDOVER DE 19822\n(City) (State) (Zip)\n"
    found = read(lines + place + TABLES)
    assert found["", 0, "issuerName"] == ["Lark Switchgear AG"]
    assert found["", 0, "issuerTradingSymbol"] == ["NASDAQ:LAU"]
    assert found["reportingOwner", 1, "rptOwnerName"] == ["MOSS SABINE L. ESQ"]


def test_the_table_of_owners_tells_owner_from_issuer() -> None:
    head = (
        "1. Name and Address of Reporting Person * 2. Issuer Name and Ticker or Trading Symbol\n"
        "Foxglove Growth Equity I, L.P. CALYX PACKAGING PARTNERS LP [ CPNA ]\n(Last) (First) (Middle)\n"
        "2573 Gateway Court\n(Street)\nTULSA OK 74174\n(City) (State) (Zip)\n"
    )
    owners = "Reporting Owners\nReporting Owner Name / Address Director 10% Owner Officer Other\nFoxglove Growth Equity I, L.P.\n2573 Gateway Court\nTULSA, OK 74174\n"
    found = read(head + TABLES.replace("Explanation", owners + "Explanation", 1))
    assert found["", 0, "issuerName"] == ["CALYX PACKAGING PARTNERS LP"]
    assert found["reportingOwner", 1, "rptOwnerName"][0] == "Foxglove Growth Equity I, L.P."
