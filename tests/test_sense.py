"""How much sense a text makes in its place: what was cut off, or holds a neighbour's words."""

from __future__ import annotations

import pytest

from extractor.records import Kind
from extractor.repair.sense import CUT, LISTED, PLAIN, sense


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("signature", "Elm Trust, By: /s/ Jane Roe, Trustee", PLAIN),
        ("signature", "/s/ Jane Q. Roe", PLAIN),
        ("signature", "Elm Family Trust. By: /s/", CUT),
        ("signature", "Elm Holdings LLC. By: Jane G.", CUT),
        ("signature", "Roe, Manager Elm LLC, By: Jane Roe Oak LLC, By: Jane Roe, Manager", CUT),
        ("name", "Roe Jane Q.", PLAIN),
        ("name", "Roe", CUT),
        ("title", "Common Stock", LISTED),
        ("title", "Common Stock (right to", CUT),
        ("title", "Ordinary Stock, Class A", PLAIN),
        ("title", "Ordinary Stock L", CUT),
        ("title", "Ordinary Stock VOUR03/14/2011", CUT),
        ("name", "Roe Jane Q. CO QUERN LOGISTICS INC", CUT),
        ("name", "Quern Logistics Co Inc", PLAIN),
        ("street", "12 Elm Street", PLAIN),
        ("shares", "12", PLAIN),
    ],
)
def test_what_was_cut_off_makes_no_sense(kind: Kind, value: str, told: int) -> None:
    assert sense(kind, {"title": "securityTitle"}.get(kind, kind), value) == told
