"""The Reporting Owners table where its headings are lost: whose the titles are, and under which heading they stood."""

from __future__ import annotations

import pytest

from extractor.boxes import GUESSED
from extractor.dump.lines import read_lines
from extractor.dump.owner_tables import owner_table_cells


def owner_of(text: str) -> dict[str, str]:
    cells = owner_table_cells(read_lines(text))
    assert {cell.row for cell in cells} == {1}
    return {cell.field.rpartition("/")[2]: " ".join(w.text for w in cell.words) for cell in cells if cell.words}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("See explanation below", "otherText"),
        ("Director of subsidiary", "otherText"),
        ("Advisory Director", "otherText"),
        ("See Remarks", "officerTitle"),
        ("Chief Financial Officer", "officerTitle"),
    ],
)
def test_a_title_behind_marks_stands_under_its_heading(title: str, field: str) -> None:
    read = owner_of(f"LACHANCE ALBERT X X {title}\n8737 Turnpike Road\nLos Angeles, CA 90064\n")
    assert read["rptOwnerName"] == "LACHANCE ALBERT"
    assert read[field] == title


def test_a_title_in_a_far_cell_is_no_part_of_a_name_with_figures() -> None:
    read = owner_of(
        "| Reporting | Relationships | | | | |\n|---|---|---|---|---|---|\n"
        "| MEHROTRA 1993 GRAT<br>4081 RIVERBEND ST.<br>Tampa, FL 33640 |  |  |  |  | Director of subsidiary |\n"
    )
    assert (read["rptOwnerName"], read["otherText"]) == ("MEHROTRA 1993 GRAT", "Director of subsidiary")


def test_a_title_without_marks_is_no_part_of_the_name() -> None:
    read = owner_of("JORGENSEN FELICITY Exec. V.P.-Operations\n8737 Turnpike Road\nLos Angeles, CA 90064\n")
    assert (read["rptOwnerName"], read["officerTitle"]) == ("JORGENSEN FELICITY", "Exec. V.P.-Operations")


HEADINGS = ("Reporting Owner Name / Address       Relationships\n"
            "                                     Director   10% Owner   Officer   Other\n")  # fmt: skip


@pytest.mark.parametrize("care", ["% FALCON THERAPEUTICS HOLDING CO", "C/O FALCON THERAPEUTICS HOLDS CO"])
def test_in_whose_care_mail_goes_is_a_street_whole_and_no_further_owner(care: str) -> None:
    cells = owner_table_cells(read_lines(
        f"{HEADINGS}NOEL 2012 IRREVOCABLE TRUST              X           X\nFOR DESCENDANTS\n{care}\n"
        "6 Washington Court, BLDG 12\nDAYTON, OH 45402\n"
    ))  # fmt: skip
    assert {cell.row for cell in cells} == {1}
    read = {cell.field.rpartition("/")[2]: " ".join(w.text for w in cell.words) for cell in cells if cell.words}
    assert read["rptOwnerName"] == "NOEL 2012 IRREVOCABLE TRUST FOR DESCENDANTS"
    assert (read["rptOwnerStreet1"], read["rptOwnerStreet2"]) == (care, "6 Washington Court, BLDG 12")
    assert (read["rptOwnerCity"], read["rptOwnerState"]) == ("DAYTON", "OH")


def test_a_company_s_group_is_no_title_and_see_remarks_is_a_guess() -> None:
    text = ("Reporting Owner Name / Address Relationships\nDirector 10% Owner Officer Other\nELM VENTURES III LP\n"
            "C/O FALCON TRANSIT GROUP INC See Remarks\nONE ELM CENTER\nDAYTON, OH 45402\n")  # fmt: skip
    read = owner_of(text.replace(" See Remarks", ""))
    assert (read["rptOwnerStreet1"], "officerTitle" in read) == ("C/O FALCON TRANSIT GROUP INC", False)
    cells = owner_table_cells(read_lines(text.replace("C/O FALCON TRANSIT GROUP INC", "8091 DOCKSIDE PARKWAY")))
    title = next(cell for cell in cells if cell.field.endswith("officerTitle"))
    assert [word.text for word in title.words] == ["See", "Remarks"]
    assert all(word.score <= GUESSED for word in title.words)


def test_a_mark_below_two_headings_in_one_cell_is_a_guess_one_beside_them_the_directors() -> None:
    cells = owner_table_cells(read_lines(
        "| Reporting Owner | Relationships |  |  |  |\n|---|---|---|---|---|\n"
        "| Name / Address |  | 10% |  |  |\n|  |  | Director Owner | Officer | Other |\n"
        "| HOLT CAPITAL, L.P.<br>6 ELM STREET<br>Columbus, OH 43262 |  | X |  | See Remarks |\n"
        "| Holt Ada<br>6 ELM STREET<br>Columbus, OH 43262 | X |  |  |  |\n"
    ))  # fmt: skip
    ticks = {
        (cell.row, cell.field.rpartition("/")[2]): [(word.text, word.score) for word in cell.words] for cell in cells
    }
    assert ticks[1, "isTenPercentOwner"] == [("X", 0.4)]
    assert ticks[1, "isDirector"] == []
    assert ticks[2, "isDirector"] == [("X", 1.0)]


@pytest.mark.parametrize(
    ("street", "title"),
    [
        ("C/O: ELM THERAPEUTICS PARTNERS LP", "Former 10% owner"),
        ("C/O ELM CHEMICALS TRUST", "Director of subsidiary"),
        ("C/O Elm Petroleum Interna", "See explanation below"),
        ("3281 CANAL LANE SUITE 307", "Director by Deputization"),
    ],
)
def test_a_title_behind_a_street(street: str, title: str) -> None:
    read = owner_of(f"HOLT MASTER FUND, LTD.\n{street} {title}\nNashville, TN 37284\n")
    assert (read["rptOwnerStreet1"], read["otherText"]) == (street, title)


def test_a_name_of_two_lines_with_its_mark_beside_the_street_is_one_owner() -> None:
    cells = owner_table_cells(read_lines(
        f"{HEADINGS}Holt Ada                                X\n6 Elm Street\nHouston, TX 77007\n"
        "Ada Holt 2012 Irrevocable\nTrust for Descendants\nOne Elm Center                                      X\n"
        "52ND FLOOR\nHouston, TX 77007\n"
    ))  # fmt: skip
    assert {cell.row for cell in cells} == {1, 2}
    read = {cell.field.rpartition("/")[2]: " ".join(w.text for w in cell.words) for cell in cells if cell.row == 2}
    assert read["rptOwnerName"] == "Ada Holt 2012 Irrevocable Trust for Descendants"
    assert read["rptOwnerStreet1"] == "One Elm Center"
