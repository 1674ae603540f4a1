"""Boxes of the head one below the other, in any order, and printed twice."""

from __future__ import annotations

import pytest

from tests.test_dump_heads import head_of

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
