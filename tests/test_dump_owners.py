"""Owners beside the cells of their labels, or without any label, in heads of dumps; a Form 3 of who owns nothing."""

from __future__ import annotations

import pytest

from extractor.dump import dump_cells
from extractor.layouts import load_layouts
from tests.test_dump_heads import THREE, head_of


def test_a_name_beside_the_cell_of_its_label_is_the_owners() -> None:
    head = head_of(
        """\
FORM 4

| 1. Name and Address of Reporting Person * | OKAFOR ROSA (Last) (First) (Middle) | 2. Issuer Name and Ticker or Trading Symbol EASTBOURNE CO [ EEAE ] | 5. Relationship of Reporting Person(s) to Issuer |
|---|---|---|---|
| 12 ELM STREET (Street) |  | 3. Date of Earliest Transaction (Month/Day/Year) 02/08/2024 |  |
| OMAHA NE 68131 (City) (State) (Zip) |  | 4. If Amendment, Date Original Filed | 6. Individual or Joint/Group Filing |

"""  # noqa: E501
    )
    assert (head["rptOwnerName1"], head["rptOwnerCity1"], head["issuerName"]) == (
        "OKAFOR ROSA", "OMAHA", "EASTBOURNE CO",
    )  # fmt: skip
    assert "rptOwnerName2" not in head


@pytest.mark.parametrize("below", ["(Last)   (First)   (Middle)\n", ""])
def test_an_owner_below_a_whole_address_has_lost_its_label(below: str) -> None:
    address = "12 ELM STREET\n(Street)\nOMAHA   NE   68131\n(City)   (State)   (Zip)\n"
    first = f"FORM 4\n1. Name and Address of Reporting Person *\nFALCON INC\n{below}{address}"
    head = head_of(f"{first}OKAFOR ROSA\n(Last)   (First)   (Middle)\n{address}")
    assert (head["rptOwnerName1"], head["rptOwnerName2"]) == ("FALCON INC", "OKAFOR ROSA")


@pytest.mark.parametrize(("sentence", "said"), [("No securities are beneficiafly owned.", ["X"]), ("None.", [])])
def test_who_owns_nothing_says_so(sentence: str, said: list[str]) -> None:
    text = THREE.format(street="12 ELM STREET", issuer="(Street)  Falcon Works Corp. [ FAWO ]")
    (filing,) = dump_cells(f"{text}Explanation of Responses:\n{sentence}\n", load_layouts())
    owned = [cell for cell in filing.cells if cell.field == "noSecuritiesOwned"]
    assert [word.text for cell in owned for word in cell.words] == said
