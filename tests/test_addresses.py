"""Blanks and small labels in names and addresses."""

from __future__ import annotations

import pytest

from extractor.repair.closed import parse_zip
from extractor.repair.confusions import load_confusions
from extractor.repair.lexicons import load_lexicons
from extractor.repair.text import parse_text

TABLE = load_confusions()
LEXICONS = load_lexicons()


@pytest.mark.parametrize(
    ("read", "subject", "printed"),
    [
        ("C/OGARNET TOOLS INC", "street", "C/O GARNET TOOLS INC"),
        ("CO: GARNET TOOLS INC", "street", "C/O: GARNET TOOLS INC"),
        ("CO Garnet Tools Inc", "street", "C/O Garnet Tools Inc"),
        ("C/O Garnet Surgi cal Inc", "street", "C/O Garnet Surgical Inc"),
        ("12 Mill C orner", "street", "12 Mill Corner"),
        ("4 215 Harbour Street", "street", "4215 Harbour Street"),
        ("(Fist) 12 Elm Street", "street", "12 Elm Street"),
        ("rniddlc 4215 Harbour Street", "street", "4215 Harbour Street"),
        ("OSLO (Citv)", "city", "OSLO"),
        ("Q uillan Matilda", "name", "Quillan Matilda"),
    ],
)
def test_put_where_they_belong(read: str, subject: str, printed: str) -> None:
    first = parse_text(read, subject, LEXICONS, TABLE)[0]
    assert first.value == printed
    assert first.repairs


@pytest.mark.parametrize(
    ("printed", "subject"),
    [
        ("CO RD 12", "street"), ("12 34 Elm Street", "street"), ("12 Elm Street (Suite 4)", "street"),
        ("one 215 Harbour Street", "street"), ("MC lean Thomas J van Dorn", "name"), ("Vivian s. Thorne", "name"),
        ("Roe (First) Partners", "name"), ("Park way Fund", "name"),
    ],
)  # fmt: skip
def test_what_may_be_printed_so_stays(printed: str, subject: str) -> None:
    assert parse_text(printed, subject, LEXICONS, TABLE)[0].value == printed


@pytest.mark.parametrize("read", ["48226 (Zp)", "48226 1"])
def test_a_postal_code_ends(read: str) -> None:
    assert parse_zip(read, TABLE)[0].value == "48226"
