"""Boxes of the head one below the other, in any order, and printed twice."""

from __future__ import annotations

import pytest

from extractor.dump import dump_cells
from extractor.layouts import load_layouts
from tests.test_dump_heads import TABLE, head_of

ONE_BELOW_ANOTHER = {
    "owner": "1. Name and Address of Reporting Person *\nHolt Ada\n",
    "last": "(Last) (First) (Middle)\n",
    "issuer": "2. Issuer Name and Ticker or Trading Symbol\nELM ROAD SOFTWARE CORP [MFEW]\n",
    "relation": "5. Relationship of Reporting Person(s) to Issuer\n(Check all applicable)\n_X_Director __10% Owner\n"
    "__Officer (give title below) __Other (specify below)\n",
    "place": "6 Elm Street\n(Street)\n3. Date of Earliest Transaction (Month/Day/Year)\n12/02/2002\n"
    "Boise, ID 83722\n(City) (State) (Zip)\n",
}


@pytest.mark.parametrize(
    "order",
    [
        ("owner", "last", "issuer", "relation", "place"),
        ("relation", "owner", "last", "issuer", "place"),
        ("owner", "issuer", "relation", "place"),  # the label below the name is lost
    ],
)
def test_boxes_one_below_the_other_in_any_order(order: tuple[str, ...]) -> None:
    head = head_of("FORM 4\n" + "".join(ONE_BELOW_ANOTHER[box] for box in order), columns=False)
    assert (head["rptOwnerName1"], head["issuerName"]) == ("Holt Ada", "ELM ROAD SOFTWARE CORP")
    assert (head["issuerTradingSymbol"], head["rptOwnerStreet11"]) == ("MFEW", "6 Elm Street")
    assert "officerTitle1" not in head


def test_more_than_one_reporting_person_cut_in_two_is_no_further_owner() -> None:
    head = head_of(
        "FORM 4\n| 1. Name and Address of Reporting Person * Holt Ada (Last) (First) (Middle) |  | 2. Issuer Name and "
        "Ticker or Trading Symbol Elm AG [ ELM ] |  |\n|---|---|---|---|\n"
        "| 6 Elm Street (Street) |  | 3. Date of Earliest Transaction (Month/Day/Year) 12/02/2002 |  |\n"
        "| Boise ID 83722 (City) (State) (Zip) |  | 6. Individual or Joint/Group Filing(Check Applicable Line) _X_ "
        "Form filed by One Reporting Person __ Form filed by More than One Re | eporting Persou |\n\n",
        columns=False,
    )
    assert head["rptOwnerCity1"] == "Boise"
    assert "rptOwnerCity2" not in head


def test_a_name_above_its_box_is_that_of_the_box() -> None:
    head = head_of(
        "FORM 4\n1. Name and Address of Reporting Person *\nHOLT ADA F\n\n"
        "| 1. Name and Address of Reporting Person *<br>HO | LT ADA F<br>(Last)   (First)   (Middle) |\n|---|---|\n"
        "| 6 Elm Street<br>(Street) |  |\n| BOISE   ID   83722<br>(City)   (State)   (Zip) |  |\n\n",
        columns=False,
    )
    assert (head["rptOwnerName1"], head["rptOwnerCity1"]) == ("HOLT ADA F", "BOISE")
    assert "rptOwnerName2" not in head


def test_what_was_typed_below_other_is_not_gone_on_by_a_street() -> None:
    typed = ONE_BELOW_ANOTHER["relation"].replace("__Other", "_X_Other") + "Former 10% owner\n"
    place = ONE_BELOW_ANOTHER["place"].replace("6 Elm Street", "One Elm Financial Center\nBLDG 14")
    head = head_of("FORM 4\n" + "".join((*map(ONE_BELOW_ANOTHER.__getitem__, ("owner", "issuer")), typed, place)),
                   columns=False)  # fmt: skip
    assert (head["rptOwnerStreet11"], head["rptOwnerStreet21"]) == ("One Elm Financial Center", "BLDG 14")
    assert head["otherText1"] == "Former 10% owner"


OWNERS = """\
Reporting Owners
| Reporting Owner Name / Address | Relationships |  |  |  |
|---|---|---|---|---|
|  | Director | 10% Owner | Officer | Other |
| HOLT TRUST<br>6 Elm Street<br>BOISE, ID 83722 | X |  |  |  |

"""


def test_an_owner_without_a_label_is_no_part_of_the_issuers_name() -> None:
    text = (
        "FORM 4\nHOLT TRUST 2. Issuer Name and Ticker or Trading Symbol\nELM DEVICES GROUP INC [ELM]\n"
        "6 Elm Street 3. Date of Earliest Transaction (Month/Day/Year)\n(Street) 12/02/2002\nBOISE, ID 83722\n"
        "(City) (State) (Zip)\n"
    )
    (filing,) = dump_cells(text + TABLE + OWNERS, load_layouts())
    (name,) = (cell for cell in filing.cells if cell.field == "issuer/issuerName")
    assert " ".join(word.text for word in name.words) == "ELM DEVICES GROUP INC"


def test_a_table_above_the_label_of_signatures_is_no_owners() -> None:
    signed = "| /s/ Ada Holt | 12/03/2002 |\n|---|---|\n| Signature of Repoftiug Person | Date |\n"
    (filing,) = dump_cells("FORM 4\n" + "".join(ONE_BELOW_ANOTHER.values()) + TABLE + OWNERS + signed, load_layouts())
    said = {cell.field: " ".join(word.text for word in cell.words) for cell in filing.cells if cell.words}
    assert (said["signatureName"], said["signatureDate"]) == ("/s/ Ada Holt", "12/03/2002")
    assert not any(cell.group == "reportingOwner" and cell.row > 1 for cell in filing.cells)


def test_what_stands_behind_a_slash_is_typed_too() -> None:
    typed = ONE_BELOW_ANOTHER["relation"].replace("__O", "_X_O") + "Vice President / Member of 10% owner group\n"
    order = ("owner", "last", "issuer")
    head = head_of("FORM 4\n" + "".join(map(ONE_BELOW_ANOTHER.__getitem__, order)) + typed + ONE_BELOW_ANOTHER["place"],
                   columns=False)  # fmt: skip
    assert (head["officerTitle1"], head["otherText1"]) == ("Vice President", "Member of 10% owner group")
