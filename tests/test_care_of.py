"""Addresses in care of the issuer, and the issuer's name in box 2, bear each other out."""

from __future__ import annotations

import pytest

from extractor.records import Cell, Proposal
from extractor.repair.care_of import ISSUER, in_care_of
from models.evidence import Candidate

STREET = "reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet1"


def read(text: str, agreement: tuple[int, int] = (2, 2)) -> Proposal:
    return Proposal(Cell(field="x", kind="street"), text, (Candidate(value=text, score=0.98),), agreement=agreement)


def settled(street: Proposal, issuer: Proposal) -> tuple[str | None, str | None]:
    found = in_care_of({ISSUER: issuer, STREET: street})
    return found[STREET].candidates[0].value, found[ISSUER].candidates[0].value


@pytest.mark.parametrize(
    ("street", "issuer", "value"),
    [
        ("CO Brightwater Homes AG", "Brightwater Homes AG", "C/O Brightwater Homes AG"),
        ("COPLOVER CERAMICSINC", "Plover Ceramics Inc", "C/O PLOVER CERAMICS INC"),
        ("C/0PLOVER CERAMICS INC", "Plover Ceramics Inc", "C/O PLOVER CERAMICS INC"),
        ("(Last) (First), C/O Plover Cera mics Inc", "Plover Ceramics Inc", "C/O Plover Ceramics Inc"),
        ("C/OBRIGHTWATER HOMES", "Brightwater Homes Corp", "C/O BRIGHTWATER HOMES CORP"),
    ],
)
def test_a_ruined_sign_before_the_issuer_s_name(street: str, issuer: str, value: str) -> None:
    found, name = settled(read(street), read(issuer))
    assert (found, name) == (value, issuer)


@pytest.mark.parametrize(
    ("street", "issuer"),
    [
        ("C/O Plover Ceramics, Inc.", "PLOVER CERAMICS INC"),  # spelt as the filer likes it
        ("C/O Northern Ceramics Inc", "Southern Ceramics Inc"),
        ("CO Plover Fund II", "Plover Fund III"),
        ("12 Corporate Drive", "Porate Drive Inc"),
        ("Coplover Street", "Plover Ceramics Inc"),
    ],
)
def test_what_is_somebody_else_s_or_whole_stays(street: str, issuer: str) -> None:
    assert settled(read(street), read(issuer)) == (street, issuer)


def test_who_was_read_alike_bears_the_other_out() -> None:
    doubted = (1, 2)
    assert settled(read("C/O Plovar Ceramics Inc", doubted), read("Plover Ceramics Inc")) == (
        "C/O Plover Ceramics Inc", "Plover Ceramics Inc",
    )  # fmt: skip
    assert settled(read("C/O Plover Ceramics Inc"), read("Plovar Ceramics Inc", doubted)) == (
        "C/O Plover Ceramics Inc", "Plover Ceramics Inc",
    )  # fmt: skip
    assert settled(read("C/O Plovar Ceramics Inc"), read("Plover Ceramics Inc")) == (
        "C/O Plovar Ceramics Inc", "Plover Ceramics Inc",
    )  # fmt: skip
    led = in_care_of({ISSUER: read("Plover Ceramics Inc"), STREET: read("C/O Plovar Ceramics Inc", doubted)})[STREET]
    assert [repair.rule for repair in led.candidates[0].repairs] == ["care-of-issuer"]
    assert led.candidates[0].score < 0.7
    assert led.candidates[1].value == "C/O Plovar Ceramics Inc"


def test_a_name_that_edgar_cuts_off_stays_so() -> None:
    street = "C/O FALCON CERAMIC HEALTH INVESTMENT, IN"
    assert settled(read(street, (1, 1)), read("Falcon Ceramic Health Investment, Inc."))[0] == street
