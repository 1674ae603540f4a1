"""Signatures of a dump below the remarks, many lines long or beside sentences with words of labels; further owners."""

from __future__ import annotations

import pytest

from tests.test_dump_passages import TABLES, read, signers

HEAD = "1. Name and Address of Reporting Person *\nMOSS IVOR\n(Last) (First) (Middle)\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a capacity goes on in small letters
            "/s/ Ada Holt, on behalf of  01/10/2001\nherself and each other reporting person\nhereunder\n",
            [("/s/ Ada Holt, on behalf of herself and each other reporting person hereunder", "01/10/2001")],
        ),
        (
            "Elm Fund L.P., By : /s/ Elm  01/10/2001\nAdvisers Limited, its Manager,\nBy : /s/ Ada Holt, Counsel\n",
            [("Elm Fund L.P., By : /s/ Elm Advisers Limited, its Manager, By : /s/ Ada Holt, Counsel", "01/10/2001")],
        ),
        ("Elm Group S.A., By: /s/ Ada Holt, Authorized 12/03/2020\nPerson\n",
         [("Elm Group S.A., By: /s/ Ada Holt, Authorized Person", "12/03/2020")]),
        ("/s/ Ada Holt, General Partner of Elm Partners 12/9/20\nXII, L.P.\n",
         [("/s/ Ada Holt, General Partner of Elm Partners XII, L.P.", "12/9/20")]),
    ],
)  # fmt: skip
def test_a_signature_goes_on_as_long_as_its_words_do(text: str, expected: list[tuple[str, ...]]) -> None:
    assert signers(text) == expected



@pytest.mark.parametrize("last", [
    "the reporting person on February 7, 2025.", "on February 7, 2025.", "Obligations dated February 7, 2025.",
])  # fmt: skip
def test_a_sentence_of_the_remarks_that_ends_with_a_day_is_nobodys_signature(last: str) -> None:
    said = f"Made pursuant to a Rule 10b5-1 plan adopted by\n{last}"
    signed = "  Ada Holt, by power of attorney from     12/29/25\n  Ivor Moss\n"
    label = "  ________________________________________     ____________\n  **Signature of Reporting Person    Date\n"
    found = read(f"{HEAD}{TABLES}\nRemarks:\n{said}\n\n{signed}{label}")
    assert found["", 0, "remarks"] == [said.replace("\n", " ")]
    assert found["ownerSignature", 1, "signatureName"] == ["Ada Holt, by power of attorney from Ivor Moss"]
    assert found["ownerSignature", 1, "signatureDate"] == ["12/29/25"]


@pytest.mark.parametrize("label", ["**Signature of Reporting Person   Date", "Date", "Date |"])
def test_a_signature_over_many_lines_is_none_of_the_remarks(label: str) -> None:
    names = [
        ["ELM ANTITHESIS PARTNERS, LP, By: BR", "Elm Capital Management, LLC, Its:", "General Partner, /s/ Ada Holt,",
         "By: Ada R. Holt, Its: Authorized", "Signatory"],
        ["By: /s/ Ada Holt, by power of", "attorney for Ivor Moss, a Director of", "SC US (TTGP), Ltd., GP of ELMGF V",
         "Management, L.P., GP of Elm Capital", "U.S. Growth Fund V, L.P. and Elm",
         "Capital USGF Principals Fund V, L.P.,", "which together own 100% of SC"],
    ]  # fmt: skip
    blocks = [f"  {first}    12/04/2020\n  " + "\n  ".join(rest) + f"\n  {label}\n" for first, *rest in names]
    found = read(f"{HEAD}{TABLES}Remarks:\nForm 1 of 2.\n\n" + "\n".join(blocks))
    assert found["", 0, "remarks"] == ["Form 1 of 2."]
    signed = [found["ownerSignature", row, "signatureName"] for row in (1, 2)]
    assert signed == [[" ".join(name)] for name in names]


def test_the_end_of_the_forms_sentences_signs_nothing() -> None:
    table = TABLES.replace("78ff(a)", "78tt(a)")
    found = read(f"{HEAD}{table}/s/ Ada Holt 12/04/2020\nSignature of Reporting Person Date\n")
    assert found["ownerSignature", 1, "signatureName"] == ["/s/ Ada Holt"]


def test_a_label_in_ruins_between_a_signature_and_the_forms_note_is_one() -> None:
    note = "Note: File three copies of this Form, one of which must be manually signed."
    found = read(f"{HEAD}{TABLES}Remarks:\nForm 1 of 2.\n| /s/ Ada Holt 12/04/2020\nOatc\n{note}\n")
    assert found["", 0, "remarks"] == ["Form 1 of 2."]
    assert found["ownerSignature", 1, "signatureName"] == ["/s/ Ada Holt"]


def test_a_further_owners_name_may_be_made_of_words_of_titles_and_of_a_bracket() -> None:
    address = "(Last) (First) (Middle)\n8605 CANAL ST.\n(Street)\nDOVER DE 19822\n(City) (State) (Zip)\n"
    label = "1. Name and Address of Reporting Person *\n"
    first = f"{HEAD}8605 CANAL ST.\n(Street)\nDOVER DE 19822\n(City) (State) (Zip)\n"
    owners = f"{label}R. ELM PRINCIPAL INVESTMENTS, LLC\n{address}{label}Elm Holdings (Jersey) L.P.\n{address}"
    found = read(first + owners + TABLES)
    assert found["reportingOwner", 2, "rptOwnerName"] == ["R. ELM PRINCIPAL INVESTMENTS, LLC"]
    assert found["reportingOwner", 3, "rptOwnerName"] == ["Elm Holdings (Jersey) L.P."]


def test_a_further_owner_below_the_table_of_the_head_may_have_lost_its_label() -> None:
    rest = "8605 CANAL ST.\n(Street)\nDOVER DE 19822\n(City) (State) (Zip)\n"
    head = (
        "| 1. Name and Address of Reporting Person *<br>ELM INC<br>(Last) (First) (Middle) | 2. Issuer Name and Ticker "
        "or Trading Symbol<br>MIDROSE INC. [ MRS ] |\n|--|--|\n| 8605 CANAL ST.<br>(Street) | 3. Date of Earliest "
        "Transaction (Month/Day/Year)<br>05/01/2003 |\n| DOVER DE 19822<br>(City) (State) (Zip) | 4. If Amendment, "
        "Date Original Filed (Month/Day/Year) |\n\n\n"
    )
    found = read(f"{head}MOSS IVOR\n(Last) (First) (Middle)\n{rest}\n{TABLES}")
    assert found["reportingOwner", 1, "rptOwnerName"] == ["ELM INC"]
    assert found["reportingOwner", 2, "rptOwnerName"] == ["MOSS IVOR"]
    assert found["reportingOwner", 2, "rptOwnerCity"] == ["DOVER"]


def test_the_owners_name_above_a_further_page_is_no_further_owner() -> None:
    again = "1. Name and Address of Reporting Person *\nMOSS IVOR\n"
    found = read(HEAD + "8605 CANAL ST.\n(Street)\nDOVER DE 19822\n" + TABLES.replace("Explan", again + "Explan", 1))
    assert {row for group, row, _ in found if group == "reportingOwner"} == {1}


def test_owners_much_alike_above_the_tables_are_told_apart_by_their_short_words() -> None:
    address = "(Last) (First) (Middle)\n8605 CANAL ST.\n(Street)\nDOVER DE 19822\n(City) (State) (Zip)\n"
    label = "1. Name and Address of Reporting Person *\n"
    names = ("Elm Realty Partners III GP, L.L.C.", "Elm Realty Partners IV GP, L.L.C.")
    found = read("".join(f"{label}{name}\n{address}" for name in names) + TABLES)
    assert [found["reportingOwner", row, "rptOwnerName"] for row in (1, 2)] == [[name] for name in names]
