"""Owners of continuation pages: whose address, which roles, which words are a title's."""

from __future__ import annotations

import pytest

from extractor.boxes import make_cell
from extractor.joint_filers import joint_filer_cells
from tests.test_boxes import lines_of, said


def test_continuation_pages_name_further_owners() -> None:
    cells = joint_filer_cells(
        lines_of("Mame: Okafor Donald", "Address: 12 Elm Street", "ATLANTA, GA 30339", "Name: Marsh B",
                 "Addrcss: 3 F ROAD", "BOSTON, MA 02110"), 2
    )  # fmt: skip
    names = {cell.row: " ".join(word.text for word in cell.words) for cell in cells if cell.field.endswith("Name")}
    assert names == {2: "Okafor Donald", 3: "Marsh B"}
    assert {cell.row for cell in cells if cell.field.endswith("ZipCode")} == {2, 3}


@pytest.mark.parametrize(
    ("typed", "streets"),
    [("C/O MARSH & CO, 12 ELM AVE., SUITE 5", ["C/O MARSH & CO", "12 ELM AVE., SUITE 5"]),
     ("12 ELM AVE., SUITE 5", ["12 ELM AVE., SUITE 5"]), ("ONE MARSH PLAZA, 12 ELM", ["ONE MARSH PLAZA", "12 ELM"])],
)  # fmt: skip
def test_a_list_of_owners_has_both_streets_in_a_line(typed: str, streets: list[str]) -> None:
    first = make_cell("reportingOwnerAddress/rptOwnerStreet1", "street", lines_of("ONE MARSH PLAZA")[0],
                      "reportingOwner", 1)  # fmt: skip
    cells = joint_filer_cells(lines_of("Name: Marsh B", f"Address: {typed}", "BOSTON, MA 02110"), 2, [first])
    found = [" ".join(word.text for word in cell.words) for cell in cells if cell.kind == "street"]
    assert list(filter(None, found)) == streets


@pytest.mark.parametrize("said", ["Relationship: 16% Owner", "Relationship: 1O% Ovner", "R10% Owner"])
def test_a_role_is_told_by_its_words_however_its_figures_were_read(said: str) -> None:
    cells = joint_filer_cells(lines_of("Name: Marsh B", "Address: 3 F ROAD", "BOSTON, MA 02110", said), 2)
    assert [cell.field.rpartition("/")[2] for cell in cells if cell.kind == "checkbox"] == ["isTenPercentOwner"]
    assert {cell.field.rpartition("/")[2] for cell in cells if cell.kind == "zip"} == {"rptOwnerZipCode"}


def test_a_title_in_parentheses_is_no_other_relationship() -> None:
    cells = joint_filer_cells(
        lines_of("Name: Okafor Donald", "Relationship to Issuer: Other (Advisory Director)", "Name: Marsh B",
                 "Relationship to Issuer: Director; Officer (Chairman)", "Name: Bell C",
                 "Relationship: Officer (Vice Chairman), 10% Owner"), 2
    )  # fmt: skip
    found = {(cell.row, cell.field.rpartition("/")[2]) for cell in cells if "Relationship" in cell.field}
    assert found == {(2, "isOther"), (2, "otherText"), (3, "isDirector"), (3, "isOfficer"), (3, "officerTitle"),
                     (4, "isOfficer"), (4, "officerTitle"), (4, "isTenPercentOwner")}  # fmt: skip
    assert said(tuple(cell for cell in cells if cell.row == 4))["officerTitle"] == "Vice Chairman"


def test_each_role_in_a_list_of_owners_has_its_own_words_and_a_colon_may_be_worn() -> None:
    roles = "Relationship; Director, Officer (SVP & GM, Pumps), Otber (Director of subsidiary)"
    cells = joint_filer_cells(lines_of("Name; Okafor Donald", "Address; 12 Elm Street", "ATLANTA, GA 30339", roles), 2)
    found = said(cells)
    assert (found["rptOwnerName"], found["rptOwnerStreet1"]) == ("Okafor Donald", "12 Elm Street")
    assert (found["officerTitle"], found["otherText"]) == ("SVP & GM, Pumps", "Director of subsidiary")
    ticked = {cell.field.rpartition("/")[2] for cell in cells if cell.kind == "checkbox"}
    assert ticked == {"isDirector", "isOfficer", "isOther"}


@pytest.mark.parametrize(
    ("typed", "title"),
    [("(Member of a 13(d) group)", "Member of a 13(d) group"), ("(Chairman)", "Chairman"), ("[EVP & CFO", "EVP & CFO"),
     ("(group under 13(d))", "group under 13(d)")],
)  # fmt: skip
def test_only_the_parentheses_around_a_title_are_no_part_of_it(typed: str, title: str) -> None:
    cells = joint_filer_cells(lines_of("Name: Okafor Donald", f"Relationship to Issuer: Other {typed}"), 2)
    assert said(tuple(cell for cell in cells if cell.kind == "text")) == {"otherText": title}
