"""Amounts and titles of Table II that lack what another one of the filing shows."""

from __future__ import annotations

import pytest

from tests.printed_cells import ONE, TWO, row, run


def is_doubted(field: str, **cells: str) -> bool:
    rows = [
        *row(ONE, 1, title="Class A Common Stock, $.01 par value", owned="7,400", direct="D"),
        *row(TWO, 1, **{"title": "Warrant", "of": "Class A Common Stock", "owned": "15266", "direct": "D"} | cells),
    ]
    fields, issues = run(rows)
    path = next(path for path in fields if path.endswith(field) and path.startswith(TWO))
    return fields[path].needs_review and "value.clipped" in issues


@pytest.mark.parametrize(
    ("underlying", "doubted"),
    [("5266", True), ("152", True), ("15266", False), ("152660", False), ("1400", False)],
)
def test_what_underlies_a_holding_without_its_first_or_last_figures(underlying: str, doubted: bool) -> None:
    assert is_doubted("underlyingSecurityShares", underlying=underlying) is doubted


@pytest.mark.parametrize(
    ("title", "doubted"),
    [("Common Stock", True), ("Class A", True), ("Class A Common Stock", False), ("Class B Common Stock", False)],
)
def test_a_part_of_the_title_of_what_underlies(title: str, doubted: bool) -> None:
    assert is_doubted("underlyingSecurityTitle", of=title, underlying="15266") is doubted
