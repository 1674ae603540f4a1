"""Heads of dumps whose labels are lost or wrapped, and owners' tables whose columns are."""

from __future__ import annotations

import re

import pytest

from extractor.dump import dump_cells
from extractor.dump.exits import exit_cells
from extractor.dump.labels import find_labels
from extractor.dump.lines import read_lines
from extractor.layouts import load_layouts

TABLE = """\
Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of Security      2. Transaction Date   3. Transaction Code   5. Amount of Securities     6. Ownership Form
Common Units              12/06/2002            S                     212,560                     D
"""


def head_of(text: str, columns: bool = True) -> dict[str, str]:
    table = TABLE if columns else re.sub(r"  +", "  ", TABLE)
    (filing,) = dump_cells(text + table, load_layouts())
    return {
        f"{cell.field.rpartition('/')[2]}{cell.row or ''}": " ".join(word.text for word in cell.words)
        for cell in filing.cells
        if cell.words and cell.group in {"", "reportingOwner"}
    }


def test_the_owner_stands_left_where_the_label_above_is_lost() -> None:
    head = head_of(
        """\
FORM 4
BERGSTROM MARISOL               2. Issuer Name and Ticker or Trading Symbol      5. Relationship of Reporting
(Last)    (First)   (Middle)    EASTBOURNE LEASING CO [ EEAE ]                   (Check all applicable)
                                                                                  __ Director __ 10% Owner
909   DOCKSIDE ST               3. Date of Earliest Transaction (Month/Day/Year)  _X_ Officer (give title below)
(Street)                        02/08/2024                                        Chief Counsel
AUSTIN    TX   78750            4. If Amendment, Date Original Filed              6. Individual or Joint/Group Filing
(City)     (State)   (Zip)                                                        _X_ Form filed by One Reporting Person
"""
    )
    assert head["rptOwnerName1"] == "BERGSTROM MARISOL"
    assert head["rptOwnerStreet11"] == "909 DOCKSIDE ST"
    assert head["issuerName"].startswith("EASTBOURNE")


def test_an_issuer_in_a_stretch_of_its_own_is_not_split() -> None:
    head = head_of(
        """\
FORM 4
1. Name and Address of Reporting  2. Issuer Name and Ticker or Trading Symbol  5. Relationship of Reporting
Person *  Sextant Robotics Partners LP [ SRE.B ]  Person(s) to Issuer
Ueda 1986 GRAT  (Check all applicable)
(Last)  (First)  (Middle)  __ Director  _X_ 10% Owner
6419 Dockside St.  3. Date of Earliest Transaction (Month/Day/Year)
(Street)  12/18/2025
AUSTIN  TX  78750  4. If Amendment, Date Original Filed
(City)  (State)  (Zip)
""",
        columns=False,
    )
    assert head["rptOwnerName1"] == "Ueda 1986 GRAT"
    assert head["issuerName"] == "Sextant Robotics Partners LP"


OWNERS = """\
Reporting Owners
Reporting Owner Name / Address Relationships
Director 10% Owner Officer Other
Vandermeer FAMILY LIMITED PARTNERSHIP
1456 MERCANTILE COURT X
Boise, ID 83712-3760
DOE JOHN
12 ELM STREET X
AUSTIN, TX 78750
Signatures
"""


def test_a_mark_whose_heading_is_lost_is_a_guess_by_the_owner_s_name() -> None:
    (filing,) = dump_cells("FORM 4\n1. Name and Address of Reporting Person *\n" + TABLE + OWNERS, load_layouts())
    marks = {
        (cell.row, cell.field.rpartition("/")[2]): cell.words[0].score
        for cell in filing.cells
        if cell.kind == "checkbox" and cell.group == "reportingOwner" and cell.words
    }
    assert set(marks) == {(1, "isTenPercentOwner"), (2, "isDirector")}
    assert max(marks.values()) < 0.5


STACKED = """\
FORM 4
2. Issuer Name and Ticker or Trading Symbol
HARROW DIGITAL LTD [ HTL ]

5. Relationship of Reporting Person(s) to Issuer
(Check all applicable)
_X_ Director __ 10% Owner
_X_ Officer (give title below) _X_ Other (specify below)
Pres, North America / Director by Deputization

1. Name and Address of Reporting Person *
OKONKWO LORNA W
(Last) (First) (Middle)
1759 OVERLOOK ST
(Street)

3. Date of Earliest Transaction (Month/Day/Year)
12/19/2022

DALLAS TX 75223-2952
(City) (State) (Zip)
12/21/2022

SEXTANT HOLDINGS LLC
(Last) (First) (Middle)
12 ELM STREET
(Street)
AUSTIN TX 78750
(City) (State) (Zip)
"""


def test_boxes_below_one_another_in_any_order_with_labels_lost() -> None:
    head = head_of(STACKED, columns=False)
    assert head["issuerName"] == "HARROW DIGITAL LTD"
    assert (head["officerTitle1"], head["otherText1"]) == ("Pres, North America", "Director by Deputization")
    assert (head["rptOwnerCity1"], head["rptOwnerZipCode1"]) == ("DALLAS", "75223-2952")
    assert (head["periodOfReport"], head["dateOfOriginalSubmission"]) == ("12/19/2022", "12/21/2022")
    assert (head["rptOwnerName1"], head["rptOwnerName2"]) == ("OKONKWO LORNA W", "SEXTANT HOLDINGS LLC")
    assert head["rptOwnerCity2"] == "AUSTIN"


def test_a_date_behind_a_street_is_the_period_where_its_label_is_lost() -> None:
    head = head_of(
        """\
FORM 4
1. Name and Address of Reporting Person *  2. Issuer Name and Ticker or Trading Symbol
DOE JOHN  ACME INC [ ACM ]
(Last)  (First)  (Middle)
12 ELM STREET 12/18/2017
(Street)
AUSTIN  TX  78750
(City)  (State)  (Zip)
""",
        columns=False,
    )
    assert (head["rptOwnerStreet11"], head["periodOfReport"]) == ("12 ELM STREET", "12/18/2017")


@pytest.mark.parametrize(
    ("line", "boxes"),
    [
        ("7209 Turnpike Ave. 3. Datc of Earliert Transaction (Month/Day/Year)_", ["period"]),
        ("431 Granite Drive 3. Date of Ealiest Transaction (Month/Da-/Year)", ["period"]),
        ("Austin, TX 78750 4. If Amenclment, Date Origiual Filed", ["amended"]),
        ("5. Relatiionship of Reporting Person(s) to Issuer", ["relation"]),
        ("SUITE 1902 Transaction", []),
    ],
)
def test_a_label_is_known_however_one_of_its_words_is_misread(line: str, boxes: list[str]) -> None:
    (read,) = read_lines(line)
    assert [label.box for label in find_labels(read)] == boxes


def test_specks_where_the_issuer_should_stand_are_no_issuer() -> None:
    head = head_of(
        """\
FORM 4
1. Name and Address of Reporting Person. 2. Issuer Name and Ticker or Trading Symbol 5. Relationship of Reporting
OSTROWSKI PADMA OLGA GREYLAG PHARMA ACQUISITION |(Checkall applicable)
()
""",
        columns=False,
    )
    assert head["rptOwnerName1"].startswith("OSTROWSKI PADMA OLGA")


def test_a_word_of_a_note_is_no_title_of_the_form() -> None:
    head = """\
FORM 3
INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES
1. Name and Address of Reporting Person *   2. Date of Event Requiring Statement    4. Relationship of Reporting
OKAFOR ROSA                                 02/08/2024                              Person(s) to Issuer
(Last)    (First)   (Middle)                                                        (Check all applicable)
12 ELM STREET                               3. Issuer Name and Ticker or Trading Symbol
(Street)                                    EASTBOURNE LEASING CO [ EEAE ]
OMAHA    NE   68101                         5. If Amendment, Date Original Filed    6. Individual or Joint/Group Filing
(City)     (State)   (Zip)                                                          _X_ Form filed by One Person
"""
    table = TABLE.replace("Acquired, Disposed of, or ", "")
    note = "Explanation of Responses:\n(1) The option vests in four equal annual installments beginning June 1, 2021.\n"
    (filing,) = dump_cells(head + table + note, load_layouts())
    assert filing.form == "3"


BOXES = """\
FORM 4
1. Name and Address of Reporting Person *   2. Issuer Name and Ticker or Trading Symbol   5. Relationship of Reporting
FALCON AGGREGATOR (JERSEY) L.P.             ALL EASTBOURNE LEASING CO [ EEAE ]            Person(s) to Issuer
(Last)    (First)   (Middle)                                                              (Check all applicable)
132, ELM-RO                                 3. Date of Earliest Transaction               __ Director _X_ % Owner
EAST GU                                        (Month/Day/Year)
(Street)                                    02/08/2024
SEOUL     M5   06133                        4. If Amendment, Date Original Filed          6. Individual or Joint
(City)     (State)   (Zip)                                                                _X_ Form filed by One Person
"""


def test_a_head_is_read_by_its_lines_and_labels() -> None:
    head = head_of(BOXES)
    assert head["rptOwnerName1"] == "FALCON AGGREGATOR (JERSEY) L.P."  # no small label
    assert (head["rptOwnerStreet11"], head["rptOwnerStreet21"]) == ("132, ELM-RO", "EAST GU")
    assert (head["rptOwnerCity1"], head["rptOwnerState1"]) == ("SEOUL", "M5")  # nothing above "(Street)" is a city's
    assert head["issuerName"] == "ALL EASTBOURNE LEASING CO"
    assert head["isTenPercentOwner1"] == "_X_"


def test_a_street_in_capitals_holds_no_worn_word_of_a_label() -> None:
    head = head_of(BOXES.replace("132, ELM-RO ", "1 FIELD CT. "))
    assert head["rptOwnerStreet11"] == "1 FIELD CT."


def test_a_further_owner_below_the_table_whose_label_is_lost() -> None:
    head = head_of(
        """\
FORM 4

| 1. Name and Address of Reporting Person *<br>FALCON INC<br>(Last) (First) (Middle) | 2. Issuer Name and Ticker or Trading Symbol<br>EASTBOURNE CO [ EEAE ] | 5. Relationship of Reporting Person(s) to Issuer |
|---|---|---|
| 12 ELM STREET<br>(Street) | 3. Date of Earliest Transaction (Month/Day/Year)<br>02/08/2024 |  |
| OMAHA NE 68131<br>(City) (State) (Zip) | 4. If Amendment, Date Original Filed | 6. Individual or Joint/Group Filing |

OKAFOR ROSA
(Last)   (First)   (Middle)
12 ELM STREET
(Street)
OMAHA   NE   68131
(City)   (State)   (Zip)

"""  # noqa: E501
    )
    assert (head["rptOwnerName1"], head["rptOwnerName2"]) == ("FALCON INC", "OKAFOR ROSA")
    assert head["rptOwnerZipCode2"] == "68131"


THREE = """\
FORM 3
INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES
1. Name and Address of Reporting Person * 2. Date of Event Requiring Statement (Month/Day/Year) 4. Relationship of \
Reporting Person(s) to Issuer
OKAFOR PRINCIPAL FUND LLC 02/08/2024 (Check all applicable)
(Last)   (First)   (Middle) __ Director _X_ 10% Owner
{street} 3. Issuer Name and Ticker or Trading Symbol
{issuer}
OMAHA   NE   68101 5. If Amendment, Date Original Filed(Month/Day/Year) 6. Individual or Joint/Group Filing
(City)   (State)   (Zip) _X_ Form filed by One Reporting Person
1. Name and Address of Reporting Person *
FALCON PRINCIPAL INVESTMENTS, LLC
(Last)   (First)   (Middle)
12 ELM STREET
(Street)
OMAHA   NE   68101
(City)   (State)   (Zip)
"""


@pytest.mark.parametrize(
    ("street", "issuer", "second"),
    [
        ("12 ELM STREET", "(Street) Falcon Works Corp. [ FAWO ]", None),
        ("C/O OKAFOR LLC", "12 ELM RD., SUITE 107 Falcon Works Corp. [ FAWO ]\n(Street)", "12 ELM RD., SUITE 107"),
        ("12 ELM STREET", "30TH FLOOR Falcon Works Corp. [ FAWO ]\n(Street)", "30TH FLOOR"),
        ("12 AVENUE OF THE ELMS", "C/O OKAFOR, INC. Falcon Works Corp. [ FAWO ]\n(Street)", "C/O OKAFOR, INC."),
    ],
)
def test_the_issuer_beside_the_street_in_a_text_without_columns(street: str, issuer: str, second: str | None) -> None:
    head = head_of(THREE.format(street=street, issuer=issuer), columns=False)
    assert (head["rptOwnerStreet11"], head.get("rptOwnerStreet21")) == (street, second)
    assert (head["issuerName"], head["issuerTradingSymbol"]) == ("Falcon Works Corp.", "FAWO")
    assert head["rptOwnerName2"] == "FALCON PRINCIPAL INVESTMENTS, LLC"  # no title: it has no relationship beside it


def test_the_rest_of_a_wrapped_label_is_no_issuer() -> None:
    text = THREE.replace("Ticker or Trading Symbol", "Ticker or Trading")
    issuer = "SUITE 8   Symbol\n(Street)  Falcon Works Corp. [ FAWO ]"
    head = head_of(text.format(street="12 ELM STREET,", issuer=issuer), columns=False)
    assert (head["rptOwnerStreet21"], head["issuerName"]) == ("SUITE 8", "Falcon Works Corp.")


@pytest.mark.parametrize("columns", [True, False])
def test_an_issuer_and_a_date_whose_labels_are_lost(columns: bool) -> None:
    head = head_of(
        """\
FORM 3
INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES
1. Name and Address of Reporting Person *    02/08/2024                          4. Relationship of Reporting Person(s)
OKAFOR ROSA                                                                      (Check all applicable)
(Last)   (First)   (Middle)                                                      __ Director _X_ 10% Owner
12 ELM STREET, SUITE 7                       Falcon Works Corp. [ FAWO ]
(Street)
OMAHA    NE   68101                          5. If Amendment, Date Original      6. Individual or Joint/Group Filing
(City)   (State)   (Zip)                                                         _X_ Form filed by One Reporting Person
""",
        columns,
    )
    assert (head["rptOwnerName1"], head["periodOfReport"]) == ("OKAFOR ROSA", "02/08/2024")
    assert (head["rptOwnerStreet11"], head["issuerName"]) == ("12 ELM STREET, SUITE 7", "Falcon Works Corp.")


@pytest.mark.parametrize("care", ["C/O FALCON WORKS, INC.", "12 ELM STREET"])
def test_the_owner_ends_where_the_company_begins_that_cares(care: str) -> None:
    head = head_of(
        f"""\
FORM 4
1. Name and Address of Reporting Person * 2. Issuer Name and Ticker or Trading Symbol 5. Relationship of Reporting \
Person(s) to Issuer
Okafor Amy Beth Falcon Works, Inc. [ FAWO ] (Check all applicable)
(Last)   (First)   (Middle) __ Director _X_ 10% Owner
{care} 3. Date of Earliest Transaction (Month/Day/Year)
(Street) 02/08/2024
OMAHA   NE   68101 4. If Amendment, Date Original Filed(Month/Day/Year) 6. Individual or Joint/Group Filing
(City)   (State)   (Zip) _X_ Form filed by One Reporting Person
""",
        columns=False,
    )
    assert (head["rptOwnerName1"], head["issuerName"]) == ("Okafor Amy Beth", "Falcon Works, Inc.")


def test_a_place_without_a_state_is_a_city() -> None:
    head = head_of(BOXES.replace("SEOUL     M5   06133   ", "ST. PETER PORT GY1 3JJ "))
    assert (head["rptOwnerStreet21"], head["rptOwnerCity1"]) == ("EAST GU", "ST. PETER PORT GY1 3JJ")


def test_a_worn_end_of_a_label_is_no_issuer() -> None:
    head = head_of(BOXES.replace("ALL EASTB", "Svmbol EASTB"))
    assert head["issuerName"] == "EASTBOURNE LEASING CO"


@pytest.mark.parametrize("line", ["X Checkk this box if no", "[X] Check this boxx if no", "x Check tbiss box if no"])
def test_a_mark_before_a_garbled_sentence_is_seen(line: str) -> None:
    (cell,) = exit_cells(read_lines(f"{line} longer subject to Section 16. Form 4 or Form 5 obligations may continue."))
    assert (cell.field, bool(cell.words)) == ("notSubjectToSection16", True)
    (cell,) = exit_cells(read_lines(f"{line.partition(' ')[2]} longer subject to Section 16."))
    assert not cell.words
