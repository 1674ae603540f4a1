"""Tails that underlines hide: what another print or reading of a name says about them."""

from __future__ import annotations

import pytest

from extractor.records import Cell, Proposal
from extractor.repair.sheet import Sheet
from extractor.repair.tails import told
from models.evidence import Candidate, Reading

OWNER, SIGNATURE = "reportingOwner[1]/reportingOwnerId/rptOwnerName", "ownerSignature[1]/signatureName"


def said(field: str, *texts: str, source: str = "page") -> Proposal:
    readings = tuple(
        Reading(text=text, score=0.9, source="dump" if source == "dump" else "page", engine=f"engine {at}")
        for at, text in enumerate(texts)
    )
    candidates = tuple(Candidate(value=text, score=1.0 if not at else 0.2) for at, text in enumerate(texts))
    kind = "name" if field == OWNER else "signature"
    return Proposal(Cell(field=field, kind=kind), texts[0], candidates, agreement=(1, len(texts)), readings=readings)


def best(owner: str, signature: str, *further: str, source: str = "page") -> tuple[str | None, str | None]:
    cells = {
        OWNER: said(OWNER, owner, source=source),
        SIGNATURE: said(SIGNATURE, signature, *further, source=source),
    }
    found = told(Sheet("4", cells, rows=(), notes={}, owners=1, filers={})).cells
    return found[OWNER].candidates[0].value, found[SIGNATURE].candidates[0].value


@pytest.mark.parametrize(
    ("owner", "signature", "expected"),
    [
        ("VANYEL GYORGY", "Gvorgy Vanvel", "Gyorgy Vanyel"),  # capitals have no tails to lose
        ("Ojukwe Ann", "Ann Oiukwe", "Ann Ojukwe"),
        ("VANEL PAUL J", "Paul I. Vanel", "Paul J. Vanel"),  # the initial behind the same name
        ("VANEL PAUL J", "Peter I. Vanel", "Peter I. Vanel"),
        ("VANOV ANN", "Ann Vanov", "Ann Vanov"), ("VANOV ANN", "Ann Vanoy", "Ann Vanov"),  # nor any lent
        ("Hathersage Ann", "Ann Hathe rsage", "Ann Hathersage"),
        ("ROE ANN", "Ann Roe, Attornev-in-Fact", "Ann Roe, Attorney-in-Fact"),  # a known word
    ],
)
def test_another_name_has_the_tails(owner: str, signature: str, expected: str) -> None:
    assert best(owner, signature) == (owner, expected)


def test_another_reading_has_the_tails() -> None:
    assert best("ROE ANN", "Rov Higains", "Rou Higgins")[1] == "Rov Higgins"


def test_a_tail_that_the_line_may_have_lent_leaves_both_names_open() -> None:
    cells = {OWNER: said(OWNER, "Vanov Ann"), SIGNATURE: said(SIGNATURE, "Ann Vanoy")}
    found = told(Sheet("4", cells, rows=(), notes={}, owners=1, filers={})).cells
    assert {one.value for one in found[OWNER].candidates} == {"Vanov Ann", "Vanoy Ann"}
    assert {one.value for one in found[SIGNATURE].candidates} == {"Ann Vanov", "Ann Vanoy"}
    assert max(one.score for name in found.values() for one in name.candidates) < 0.7


def test_what_was_read_stays_a_candidate_and_the_repair_is_told() -> None:
    cells = {OWNER: said(OWNER, "OJUKWE ANN"), SIGNATURE: said(SIGNATURE, "Ann Oiukwe", "Ann Oiukwe")}
    found = told(Sheet("4", cells, rows=(), notes={}, owners=1, filers={})).cells[SIGNATURE]
    assert [one.value for one in found.candidates] == ["Ann Ojukwe", "Ann Oiukwe"]
    assert found.candidates[0].repairs[-1].rule == "lost-tail"
    assert found.agreement == (0, 2)


def test_a_dump_has_no_underlines() -> None:
    assert best("OJUKWE ANN", "Ann Oiukwe", source="dump") == ("OJUKWE ANN", "Ann Oiukwe")
