# ruff: noqa: E501  (a printout is as wide as it is)
"""What a text tool makes of a browser's printout: cells set in the middle of their rows, names that wrap beside dates,
boxes of further owners below the tables."""

from __future__ import annotations

from collections import defaultdict

from extractor.boxes import GUESSED
from extractor.dump import dump_cells
from extractor.layouts import load_layouts

PRINTOUT = """\
                                                                                             SEC FORM 4
SEC Form 4
               FORM 4                       UNITED STATES SECURITIES AND EXCHANGE COMMISSION
     Check this box if no longer subject to
X    Section 16. Form 4 or Form 5 obligations
     may continue. See Instruction 1(b).        Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934

1. Name and Address of Reporting Person*        2. Issuer Name and Ticker or Trading Symbol     5. Relationship of Reporting Person(s) to Issuer

 Elm Fund III GP, L.L.C.                        Quarry Light Corp [ QLTC ]                      (Check all applicable)
                                                                                                         Director                        10% Owner
                                                                                                         Officer (give title
                                                                                                    X    below)                          Other (specify below)
 (Last)            (First)        (Middle)      3. Date of Earliest Transaction (Month/Day/Year)
                                                03/09/2011                                               Chief Legal
                                                                                                         Officer, GC
 5 OAK STREET                                                                                   6. Individual or Joint/Group Filing (Check Applicable
                                                                                                Line)
                                                                                                         Form filed by One Reporting Person
(Street)                                        4. If Amendment, Date Original Filed
 SAN                                                                                                X    Form filed by More than One Reporting Person
                   CA             94104
 FRANCISCO

 (City)            (State)        (Zip)

                     Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of Security     2. Transaction   3. Transaction   4. Securities Acquired (A)   5. Amount of           6. Ownership      7. Nature of
(Instr. 3)               Date             Code (Instr. 8)  or Disposed Of (D)           Securities             Form: Direct (D)  Indirect
                                                                                                               or Indirect (I)   Beneficial Ownership
                                          Code     V       Amount    (A) or (D)  Price

Common Stock             03/09/2011       S                1,000     D           $3.25  9,000                  D
                                                                                                                                 By Limited
Common Stock                                                                            7,244                  I
                                                                                                                                 Partnership
                                                                                                                                 By Family
Common Stock                                                                            2,947                  I
                                                                                                                                 LLC

1. Name and Address of Reporting Person*
Elm Fund IV GP, L.L.C.

(Last)                       (First)                (Middle)

5 OAK STREET

(Street)
DAYTON                       OH                     45402

(City)                       (State)                (Zip)

file:///home/jane/form.html                                                                                                1/2
3/10/11, 11:15 AM                                                                            SEC FORM 4

1. Name and Address of Reporting Person*
Elm Fund V GP, L.L.C.

(Last)                       (First)                (Middle)

7 ASH STREET

(Street)
OMAHA                        NE                     68101

(City)                       (State)                (Zip)

Explanation of Responses:
1. Sold under a plan.
                                                                            Elm Fund III GP, L.L.C.,
                                                                            By: /s/ Jane Doe, Authorized       03/10/2011
                                                                            Person
                                                                            Elm Fund IV GP, L.L.C., By: /s/
                                                                                                               03/10/2011
                                                                            Jane Doe, Authorized Person
                                                                            /s/ John Roe                       03/11/2011
                                                                            ** Signature of Reporting Person   Date
* Form 4: SEC 1474 (03-26)
"""


def found() -> dict[tuple[str, int, str], str]:
    (filing,) = dump_cells(PRINTOUT, load_layouts())
    texts: defaultdict[tuple[str, int, str], str] = defaultdict(str)
    for cell in filing.cells:
        texts[cell.group, cell.row, cell.field.rpartition("/")[2]] = " ".join(word.text for word in cell.words)
    return dict(texts)


def test_every_box_below_the_tables_is_an_owner_though_their_names_are_much_alike() -> None:
    texts = found()
    named = [texts["reportingOwner", row, "rptOwnerName"] for row in (1, 2, 3)]
    assert named == ["Elm Fund III GP, L.L.C.", "Elm Fund IV GP, L.L.C.", "Elm Fund V GP, L.L.C."]
    places = [(texts["reportingOwner", row, "rptOwnerStreet1"], texts["reportingOwner", row, "rptOwnerCity"],
               texts["reportingOwner", row, "rptOwnerState"], texts["reportingOwner", row, "rptOwnerZipCode"])
              for row in (1, 2, 3)]  # fmt: skip
    assert places == [("5 OAK STREET", "SAN FRANCISCO", "CA", "94104"), ("5 OAK STREET", "DAYTON", "OH", "45402"),
                      ("7 ASH STREET", "OMAHA", "NE", "68101")]  # fmt: skip
    assert not texts.get(("", 0, "dateOfOriginalSubmission"))


def test_natures_in_the_middle_of_their_rows_belong_to_what_is_held_indirectly() -> None:
    texts = found()
    natures = [texts.get(("nonDerivativeTable", row, "natureOfOwnership"), "") for row in (1, 2, 3)]
    assert natures == ["", "By Limited Partnership", "By Family LLC"]
    assert {row for group, row, _ in texts if group == "nonDerivativeTable"} == {1, 2, 3}


def test_who_signs_is_told_by_the_column_of_dates() -> None:
    texts = found()
    signed = [(texts["ownerSignature", row, "signatureName"], texts["ownerSignature", row, "signatureDate"])
              for row in (1, 2, 3)]  # fmt: skip
    assert signed == [
        ("Elm Fund III GP, L.L.C., By: /s/ Jane Doe, Authorized Person", "03/10/2011"),
        ("Elm Fund IV GP, L.L.C., By: /s/ Jane Doe, Authorized Person", "03/10/2011"),
        ("/s/ John Roe", "03/11/2011"),
    ]
    assert texts["footnotes", 1, "footnote"] == "Sold under a plan."


def test_marks_beside_the_second_line_of_what_they_answer() -> None:
    texts = found()
    assert texts["", 0, "notSubjectToSection16"] == "X"
    assert texts["reportingOwner", 1, "isOfficer"] == "X"
    assert not texts.get(("reportingOwner", 1, "isOther"))
    assert texts["reportingOwner", 1, "officerTitle"] == "Chief Legal Officer, GC"


def test_signatures_right_of_the_form_s_last_sentences() -> None:
    (filing,) = dump_cells(
        """\
FORM 4
1. Name and Address of Reporting Person* 2. Issuer Name and Ticker or Trading Symbol
DRUMMOND FOUNDATION Heron Dental Ltd (HN)
Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of Security 2. Transaction Date 3. Transaction Code 5. Amount of Securities 6. Ownership Form
Common Units 12/06/2002 S 212,560 D
Explanation of Responses:
(1) Each unit is a contingent right to receive one share.
** Intentional misstatements or omissions of facts constitute Federal Criminal Violations. See 18 Maurice Abernath for
U.S.C. 1001 and 15 U.S.C. 78ff(a). The Drummond Foundation 11/20/2002
Note: File three copies of this Form, one of which must be manually signed. ooo
If space is insufficient, see Instruction 6 for procedure. ** Signature of Reporting Person Date
""",
        load_layouts(),
    )
    cells = {cell.field: " ".join(word.text for word in cell.words) for cell in filing.cells}
    assert cells["signatureName"] == "Maurice Abernath for The Drummond Foundation"
    assert cells["signatureDate"] == "11/20/2002"
    assert cells["footnote"] == "Each unit is a contingent right to receive one share."


GRID = """\
Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of       2. Transaction   3. Transaction   4. Securities Acquired         5. Amount of    6. Ownership   7. Nature of
Security          Date             Code             (A) or Disposed Of (D)         Securities      Form           Indirect Ownership
(Instr. 3)                         Code    V        Amount     (A) or (D)   Price  Owned           (D) or (I)     (Instr. 4)
"""


def natures_of(*natures: tuple[str, ...]) -> tuple[list[str], list[bool]]:
    """The natures of ownership of rows held indirectly, each printed over some lines with its row in the middle, and
    which of them are a guess."""
    row = "Common Units      12/06/2002       G                200        A            $0     212,560         I"
    printed = (f"{row if at == (len(lines) - 1) // 2 else '':<114}{line}\n"
               for lines in natures for at, line in enumerate(lines))  # fmt: skip
    head = PRINTOUT[: PRINTOUT.index("Table I ")]
    (filing,) = dump_cells(f"{head}{GRID}{''.join(printed)}", load_layouts())
    cells = [cell for cell in filing.cells if cell.field.endswith("natureOfOwnership")]
    guessed = [min(word.score for word in cell.words) <= GUESSED for cell in cells]
    return [" ".join(word.text for word in cell.words) for cell in cells], guessed


def test_natures_of_two_lines_are_told_by_their_words_or_doubted() -> None:
    long = "Limited partnership", "interests in shares held", "by Elm Associates"
    told = long, ("Child's interest in", "shares held by Elm Partners"), ("Held by Trust for", "the owner"), long
    assert natures_of(*told)[0] == [" ".join(lines) for lines in told]
    untold = ("Child's interest", "shares held by Elm Partners"), ("Held by Trust", "named for the owner")
    assert natures_of(long, *untold, long)[1][:3] == [False, True, True]


def test_the_day_of_a_trust_in_a_line_of_its_own_belongs_to_the_nature() -> None:
    assert natures_of(("By Elm Family Trust", "u/a/d 10/16/12"))[0] == ["By Elm Family Trust u/a/d 10/16/12"]
