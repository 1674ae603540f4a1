"""Street 1 and 2 of an address: by the lines they are printed in; where these are lost, by their look, and in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.records import Proposal
from extractor.streets import Setting, two_streets
from models.evidence import Reading
from tests.printed_cells import proposal, run
from tests.test_boxes import lines_of

CARE = "C/O FALCON WORKS, INC."


@pytest.mark.parametrize(
    ("lines", "setting", "first", "second", "sure"),
    [
        (("12 ELM STREET, SUITE 200",), "own", "12 ELM STREET, SUITE 200", "", True),
        (("12 ELM STREET SUITE 200",), "own", "12 ELM STREET SUITE 200", "", True),
        (("C/O FALCON, WORKS AND COMPANY", "1 FALCON DRIVE"), "own", "C/O FALCON, WORKS AND COMPANY", "1 FALCON DRIVE",
         True),
        (("132, ELM-RO", "EAST GU"), "own", "132, ELM-RO", "EAST GU", True),
        (("C/O EASTERN COASTAL GROWTH EQUITY", "FUND II", "ONE RIVER PLACE"), "own",
         "C/O EASTERN COASTAL GROWTH EQUITY FUND II", "ONE RIVER PLACE", True),
        (("% FALCON WORKS, INC. 12 ELM ST, SUITE 5",), "lost", "% FALCON WORKS, INC.", "12 ELM ST, SUITE 5", True),
        (("12 ELM ST TOWER 2, LEVEL 14",), "lost", "12 ELM ST", "TOWER 2, LEVEL 14", False),
        (("C/O FALCON WORKS, 12 ELM ST",), "listed", "C/O FALCON WORKS,", "12 ELM ST", False),
        (("12 ELM STREET, SUITE 200",), "listed", "12 ELM STREET, SUITE 200", "", False),
        (("12 ELM STREET, SUITE 200",), "joined", "12 ELM STREET,", "SUITE 200", False),
        ((f"{CARE} 12 ELM ST, SUITE 5",), "lost", CARE, "12 ELM ST, SUITE 5", True),
        (("FALCON WORKS INC. 1095 AVENUE OF THE ELMS",), "lost", "FALCON WORKS INC.", "1095 AVENUE OF THE ELMS", True),
        (("12 ELM STREET, SUITE 200",), "lost", "12 ELM STREET, SUITE 200", "", False),
        (("12 ELM STREET SUITE 200",), "lost", "12 ELM STREET", "SUITE 200", False),
        (("12 ELM STREET",), "lost", "12 ELM STREET", "", True),
        (("12 ELM AVE., MAIL STOP", "6-178"), "own", "12 ELM AVE., MAIL STOP 6-178", "", True),
        (("12 ELM AVE., TOWER 2, LEVEL", "16"), "own", "12 ELM AVE., TOWER 2, LEVEL 16", "", True),
        (("ELM CLOSE, RIVER PARK, EAST ROAD",), "lost", "ELM CLOSE, RIVER PARK, EAST ROAD", "", False),
        (("132, ELM-RO EAST GU",), "lost", "132, ELM-RO EAST GU", "", False),
    ],
)  # fmt: skip
def test_streets_by_their_lines(lines: tuple[str, ...], setting: Setting, first: str, second: str, sure: bool) -> None:
    found = two_streets(lines_of(*lines), setting)
    texts = [" ".join(word.text for word in part) for part in (found.first, found.second)]
    assert (*texts, found.sure) == (first, second, sure)


def test_another_print_tells_which_comma_joins_two_streets() -> None:
    (line,) = lines_of(f"{CARE}, 12 ELM ST, SUITE 5")
    found = two_streets([line], "joined", "cofalconworksinc")
    assert " ".join(word.text for word in found.second) == "12 ELM ST, SUITE 5"
    assert found.sure


@pytest.mark.parametrize(("scores", "told"), [((0.4, 0.4), True), ((0.4, 1.0), False)])
def test_a_guess_where_a_line_ends_is_for_a_person_unless_another_print_says_the_same(
    scores: tuple[float, ...], told: bool
) -> None:
    readings = tuple(Reading(text="12 ELM ST", score=score, source="dump", engine="text") for score in scores)
    cells = [
        _said("rptOwnerStreet1", "12 ELM ST", readings),
        _said("rptOwnerStreet2", "SUITE 5", tuple(one.model_copy(update={"text": "SUITE 5"}) for one in readings)),
    ]
    fields, issues = run([proposal("reportingOwnerId/rptOwnerName", "A B", group="reportingOwner", row=1), *cells])
    streets = [field for path, field in fields.items() if "Street" in path]
    assert len(streets) == 2
    assert all(field.needs_review for field in streets) or not told
    assert ("address.lines" in issues) is told


@pytest.mark.parametrize(("state", "told"), [(None, True), ("NV", False)])
def test_a_city_that_may_have_taken_in_its_state_is_for_a_person(state: str | None, told: bool) -> None:
    city, postal = (
        proposal(f"reportingOwnerAddress/rptOwner{leaf}", text, group="reportingOwner", row=1)
        for leaf, text in (("City", "RENONEVADA"), ("ZipCode", "89501"))
    )
    between = [proposal("reportingOwnerAddress/rptOwnerState", state, group="reportingOwner", row=1)] if state else []
    fields, issues = run([proposal("reportingOwnerId/rptOwnerName", "A B", group="reportingOwner", row=1), city,
                          *between, postal])  # fmt: skip
    assert fields["reportingOwner[1]/reportingOwnerAddress/rptOwnerCity"].needs_review or not told
    assert ("address.place" in issues) is told


def _said(leaf: str, text: str, readings: tuple[Reading, ...]) -> Proposal:
    made = proposal(f"reportingOwnerAddress/{leaf}", text, group="reportingOwner", row=1)
    return replace(made, readings=readings)


def test_a_box_of_the_post_office_is_one_street() -> None:
    found = two_streets(lines_of("P. O. BOX 98"), "lost")
    assert (len(found.first), found.second, found.sure) == (4, [], True)
