# ruff: noqa: E501
"""Passages that dumps print in hard ways: a signature over three lines, a box whose label is lost, wrapped or clipped."""

from __future__ import annotations

from collections import defaultdict

import pytest

from extractor.dump import dump_cells
from extractor.dump.lines import read_lines
from extractor.layouts import load_layouts
from extractor.signatures import signature_cells

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


PLACE = "(Street)\nDOVER DE 19822\n(City) (State) (Zip)\n"


def test_a_title_below_its_boxes_is_no_street() -> None:
    head = (
        "1. Name and Address of Reporting Person * 2. Issuer Name and Ticker or Trading Symbol 5. Relationship of Reporting Person(s) to Issuer\n"
        "HOLT ADA | ELM VISION REIT INC [ ELV ] | (Check all applicable)\n(Last) (First) (Middle) × Director 10% Owner\n"
        "X Officer (give title below) Other (specify below)\nVP - Human Resources\n1042 DOCKSIDE BLVD\n(Street)\nDOVER DE 19822\n(City) (State) (Zip)\n"
    )
    found = read(head + TABLES)
    assert found["reportingOwner", 1, "rptOwnerName"] == ["HOLT ADA"]
    assert found["", 0, "issuerName"] == ["ELM VISION REIT INC"]
    assert found["reportingOwner", 1, "officerTitle"] == ["VP - Human Resources"]
    assert found["reportingOwner", 1, "rptOwnerStreet1"] == ["1042 DOCKSIDE BLVD"]
    assert found["reportingOwner", 1, "isDirector"] == ["×"]


SHIFTED = """\
 1. Name and Address of Reporting Person *                          2. Issuer Name and Ticker or Trading Symbol                        (Check all applicable)
Moss Bernard G                                                TIDEWATER GENOMICS S.A. [ TTE.OB ]                                       Director  10% Owner
 (Last)   (First)   (Middle)                                                                                                      _x_ Officer (give title below) X
                                                                                                                                     Other (specify below)
                                                                                                                                  CEO / Member of a 13(d) group
  2864 COMMERCE SQUARE                                               3. Date of Earliest Transaction (Month/Day/Year)
 (Street)                                                              01/20/2025
 HAMILTON   D0   HM 12                                               4. If Amendment, Date Original Filed(Month/Day/Year)               6. Individual or Joint/Group Filing(Check Applicable Line)
 (City)   (State)   (Zip)                                            01/20/2025                                                         X Form filed by One Reporting Person
                                                                                                                                        Form filed by More than One Reporting Person
"""


@pytest.mark.parametrize(
    "issuer_label", ["2. Issuer Name and Ticker or Trading Symbol", "TIDEWATER GENOMICS S.A. [ TTE.OB ]"]
)
def test_moved_lines_stay_in_their_boxes(issuer_label: str) -> None:
    value = "TIDEWATER GENOMICS S.A. [ TTE.OB ]"
    text = SHIFTED
    if issuer_label == value:  # the label is lost and its value stands in its place
        text = text.replace(value, " " * len(value)).replace(
            "2. Issuer Name and Ticker or Trading Symbol", value.ljust(43)
        )
    found = read(text + TABLES)
    assert found["reportingOwner", 1, "rptOwnerName"] == ["Moss Bernard G"]
    assert found["", 0, "issuerName"] == ["TIDEWATER GENOMICS S.A."]
    assert found["reportingOwner", 1, "rptOwnerState"] == ["D0"]
    assert found["reportingOwner", 1, "rptOwnerZipCode"] == ["HM 12"]
    assert found["reportingOwner", 1, "isOfficer"] == ["_x_"]
    assert found["reportingOwner", 1, "isOther"] == ["X"]
    assert found["reportingOwner", 1, "officerTitle"] == ["CEO"]
    assert found["reportingOwner", 1, "otherText"] == ["Member of a 13(d) group"]


def test_an_owner_whose_name_is_printed_twice_is_one() -> None:
    text = (
        "1. Name and Address of Reporting Person *\nHolt Holdings LLC\n\n"
        "| 1. Name and Address of Reporting Person * Holt Holdings LLC (Last) (First) (Middle) | 2. Issuer Name and Ticker or Trading Symbol Elm Co [RT] | 5. Relationship of Reporting Person(s) to Issuer (Check all applicable) __Director _X_10% Owner __Officer (give title below) __Other (specify below) |\n"
        "|---|---|---|\n| 6455 Federal Place (Street) | 3. Date of Earliest Transaction (Month/Day/Year) 09/17/2002 |  |\n"
        "| DENVER, CO 80269 (City) (State) (Zip) | 4. If Amendment, Date Original Filed(Month/Day/Year) | _X_Form filed by One Reporting Person |\n\n"
    )
    found = read(text + TABLES)
    assert [row for group, row, field in found if field == "rptOwnerName"] == [1]
    assert found["reportingOwner", 1, "rptOwnerCity"] == ["DENVER"]


def test_a_title_in_the_owners_table_stands_under_its_heading() -> None:
    owners = (
        "Reporting Owners\n Reporting Owner Name /        Relationships\n Address                       Director  10% Owner  Officer  Other\n"
        " HOLT ADA\n 4723 Federal Road                                           Member of 10% owner group\n LOUISVILLE, KY 40225-9750\n"
    )
    found = read(SHIFTED + TABLES.replace("Explanation", owners + "Explanation", 1))
    assert "Member of 10% owner group" in found["reportingOwner", 1, "otherText"]
    assert not any("10%" in text for text in found["reportingOwner", 1, "officerTitle"])


TABLE_2 = """\
 Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned
 1. Title of    2.            3. Transaction    4. Transaction    5. Number of       6. Date Exercisable and      7. Title and Amount     8. Price    9. Number    10.
 Derivative     Conversion    Date              Code              Derivative         Expiration Date              of Underlying           of          of           Ownership
 Security       or Exercise   (Month/Day/Year)  (Instr. 8)        Securities         (Month/Day/Year)             Securities              Derivative  Derivative   Form: Direct
 (Instr. 3)     Price                                             Acquired (A) or                                                         Security    Securities   (D) or
                                                                  Disposed of (D)    Date         Expiration                  Amount or   (Instr. 5)  Owned        Indirect (I)
                                                Code      V       (A)       (D)      Exercisable  Date            Title       Shares
"""
IN_THE_MIDDLE = """\
 Restricted     (1)           12/14/2004        M                           2,642    (2)          (2)             Common      2,642       $0          191.3861     D
 Stock Unit                                                                                                       Stock
 Non-Qualified
 Stock Option   $26.81        12/14/2004        M                           122      12/14/2002   12/14/2011      Common      122         $0          0            D
 (right to                                                                                                        Stock
 buy)
 Restricted     (3)           12/14/2004        A                 615                (4)          (4)             Common      615         $0          615          D
 Stock Units                                                                                                      Stock
"""
AT_THE_TOP = """\
 Restricted     (1)           12/14/2004        M                           2,642    (2)          (2)             American    2,642       $0          191.3861     D
 Stock Unit                                                                                                       Depositary
                                                                                                                  Shares
 Stock Option   $26.81        12/14/2004        M                           122      12/14/2002   12/14/2011      American    122         $0          0            D
 (right to                                                                                                        Depositary
 buy)                                                                                                             Shares
"""


@pytest.mark.parametrize(
    ("rows", "titles", "underlying"),
    [
        (
            IN_THE_MIDDLE,
            ["Restricted Stock Unit", "Non-Qualified Stock Option (right to buy)", "Restricted Stock Units"],
            "Common Stock",
        ),
        (AT_THE_TOP, ["Restricted Stock Unit", "Stock Option (right to buy)"], "American Depositary Shares"),
    ],
)
def test_titles_go_to_the_row_they_stand_at(rows: str, titles: list[str], underlying: str) -> None:
    notes = "Explanation of Responses:\n(1) Each unit is one share.\n(2) Vests in May.\n"
    found = read(SHIFTED + TABLES.split("Explanation", maxsplit=1)[0] + TABLE_2 + rows + notes)
    table = "derivativeTable"
    assert [text for (group, _, field), text in found.items() if (group, field) == (table, "securityTitle")] == [
        [title] for title in titles
    ]
    for row in range(1, len(titles) + 1):
        assert found[table, row, "underlyingSecurityTitle"] == [underlying]


MOVED = """\
 Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
 1. Title of         2. Transaction    3. Transaction    4. Securities Acquired (A) or     5. Amount of      6. Ownership      7. Nature of
 Security            Date              Code              Disposed Of (D)                   Securities        Form: Direct      Indirect
 (Instr. 3)          (Month/Day/Year)  (Instr. 8)        (Instr. 3, 4 and 5)               Owned             (D) or            Ownership
                                                         Amount      (A) or     Price      (Instr. 3         Indirect (I)      (Instr. 4)
                                        Code      V                  (D)                   and 4)            (Instr. 4)
 Common Stock        10/07/2025         S                  200       D          $5.01      155,900           D
 Common Stock                                                        D                                       D
                     10/09/2025         S                61,200                 $5.15      94,700
 Common Stock        10/09/2025         S                  500       D          $5.15      94,200            D
"""


def test_a_row_whose_cells_were_moved_by_a_line_is_one() -> None:
    found = read(SHIFTED + MOVED + "Explanation of Responses:\n(1) Sold under a plan.\n")
    table = "nonDerivativeTable"
    assert {row for group, row, _ in found if group == table} == {1, 2, 3}
    assert found[table, 2, "securityTitle"] == ["Common Stock"]
    assert found[table, 2, "transactionDate"] == ["10/09/2025"]
    assert found[table, 2, "transactionShares"] == ["61,200"]
    assert found[table, 2, "transactionAcquiredDisposedCode"] == ["D"]
    assert found[table, 2, "sharesOwnedFollowingTransaction"] == ["94,700"]
    assert found[table, 2, "directOrIndirectOwnership"] == ["D"]


def test_a_title_behind_a_street_is_no_street() -> None:
    owners = (
        "Reporting Owners\nReporting Owner Name / Relationships\nAddress Director 10% Owner Officer Other\n"
        "Holt Holdings LLC\n8605 CANAL ST. Former 10% owner\nDOVER, DE 19822\n"
    )
    head = "1. Name and Address of Reporting Person *\nHolt Holdings LLC\n(Last) (First) (Middle)\n8605 CANAL ST.\n"
    found = read(head + PLACE + TABLES.replace("Explanation", owners + "Explanation", 1))
    assert found["reportingOwner", 1, "otherText"] == ["Former 10% owner"]
    assert set(found["reportingOwner", 1, "rptOwnerStreet1"]) == {"8605 CANAL ST."}


def test_a_ruined_label_in_the_table_of_signatures_is_no_name() -> None:
    signed = (
        "Signatures\n| Elm FAMILY LIMITED PARTNERSHIP, By: /s/ Ada Holt, Manager | 02/27/2003 |\n|---|---|\n|  | Dofe |\n"
        "| /s/ Ada Holt | 02/27/2003 |\n| Signature of Reporting Person | Date |\n\n"
    )
    head = "1. Name and Address of Reporting Person *\nHolt Ada\n(Last) (First) (Middle)\n8605 CANAL ST.\n"
    found = read(head + PLACE + TABLES.replace("Explanation", signed + "Explanation", 1))
    names = [text for (group, _, field), text in found.items() if field == "signatureName"]
    assert names == [["Elm FAMILY LIMITED PARTNERSHIP, By: /s/ Ada Holt, Manager"], ["/s/ Ada Holt"]]
