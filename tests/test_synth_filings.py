"""Invented filings: deterministic, in every era, true to the form's arithmetic except where a mistake is marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.export.ownership import from_xml, to_xml
from extractor.export.validity import faults
from extractor.synth.filings import ERAS, Filing, make_filing, make_series
from models.form4 import Form4, NonDerivativeRow
from models.paths import flatten

seeds = st.integers(0, 10**6)
layouts = st.sampled_from(sorted(ERAS))


def honest(seed: int, layout: str, number: str = "4") -> Form4:
    """A filing without a filer's mistake."""
    for step in range(100):
        filing = make_filing(seed + step, layout, number=number)
        if not filing.mistakes:
            return filing.form
    raise AssertionError("a hundred mistaken filings in a row")


def buckets(form: Form4) -> Iterator[list[NonDerivativeRow]]:
    """Transactions of Table I by security and ownership, in the order of the form."""

    def key(row: NonDerivativeRow) -> tuple[str, str]:
        return row.security_title.value or "", row.ownership_nature.nature_of_ownership.value or ""

    rows = [row for row in form.non_derivative_table if row.kind == "transaction"]
    for _, group in groupby(sorted(rows, key=key), key):
        yield list(group)


@given(seeds, layouts)
@settings(max_examples=40, deadline=None)
def test_the_same_seed_makes_the_same_filing(seed: int, layout: str) -> None:
    assert make_filing(seed, layout) == make_filing(seed, layout)


@given(seeds, layouts)
@settings(max_examples=80, deadline=None)
def test_every_balance_follows_from_the_one_before(seed: int, layout: str) -> None:
    for rows in buckets(honest(seed, layout)):
        balance: Decimal | None = None
        for row in rows:
            amounts = row.transaction_amounts
            shares, after = amounts.transaction_shares.value, row.post_transaction_amounts
            now = after.shares_owned_following_transaction.value
            assert shares is not None
            assert now is not None
            assert now >= 0
            moved = shares if amounts.transaction_acquired_disposed_code.value == "A" else -shares
            # Two accounts of one nature share a bucket in print: then a row starts a chain of its own.
            assert balance is None or now == balance + moved or _same_nature_twice(rows)
            balance = now


def _same_nature_twice(rows: list[NonDerivativeRow]) -> bool:
    return bool(rows[0].ownership_nature.nature_of_ownership.value)


@given(seeds, layouts)
@settings(max_examples=80, deadline=None)
def test_what_is_exercised_arrives_in_table_one(seed: int, layout: str) -> None:
    form = honest(seed, layout)
    arrived = sorted(
        row.transaction_amounts.transaction_shares.value or 0
        for row in form.non_derivative_table
        if row.transaction_coding.transaction_code.value in ("M", "C", "X", "O")
    )
    left = sorted(
        row.underlying_security.underlying_security_shares.value or 0
        for row in form.derivative_table
        if row.transaction_coding.transaction_code.value in ("M", "C", "X", "O")
    )
    assert arrived == left


@given(seeds, layouts)
@settings(max_examples=80, deadline=None)
def test_dates_boxes_and_footnotes_agree(seed: int, layout: str) -> None:
    form = honest(seed, layout)
    rows = [*form.non_derivative_table, *form.derivative_table]
    days = [row.transaction_date.value for row in rows if row.transaction_date.value]
    assert form.period_of_report.value == min(days)
    assert ERAS[layout].first <= min(days) <= ERAS[layout].last
    assert all(signature.signature_date.value >= max(days) for signature in form.owner_signature)  # type: ignore[operator]
    for row in rows:
        nature = row.ownership_nature
        assert (nature.direct_or_indirect_ownership.value == "I") == bool(nature.nature_of_ownership.value)
    for owner in form.reporting_owner:
        relation = owner.reporting_owner_relationship
        assert relation.is_officer.value == bool(relation.officer_title.value)
        assert relation.is_other.value == bool(relation.other_text.value)
    marks = {mark for item in flatten(form) if not item.path.startswith("footnotes/") for mark in item.footnotes}
    assert marks == {note.id for note in form.footnotes} == {f"F{n + 1}" for n in range(len(form.footnotes))}


@given(seeds, layouts, st.sampled_from("34"))
@settings(max_examples=60, deadline=None)
def test_a_filing_is_valid_xml_and_comes_back(seed: int, layout: str, number: str) -> None:
    form = make_filing(seed, layout, number=number).form
    assert [issue.message for issue in faults(form)] == []
    assert _values(from_xml(to_xml(form))) == _values(form)


def _values(form: Form4) -> dict[str, str]:
    return {item.path: item.value for item in flatten(form) if item.value and item.value != "0"}


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_prices_before_decimalization_are_fractions(seed: int) -> None:
    form = honest(seed, "paper-1996")
    assert form.period_of_report.value is not None
    for row in form.non_derivative_table:
        price = row.transaction_amounts.transaction_price_per_share.value
        if form.period_of_report.value < date(2001, 4, 9) and price is not None:
            assert 64 % Fraction(price).denominator == 0


def test_filings_are_varied() -> None:
    forms = [make_filing(seed, "edgar-2016").form for seed in range(400)]
    codes = {row.transaction_coding.transaction_code.value for form in forms for row in form.non_derivative_table}
    assert {"S", "P", "A", "M", "F", "G", "J", "C"} <= codes
    assert {len(form.reporting_owner) for form in forms} >= {1, 2, 3, 10}
    assert max(len(form.footnotes) for form in forms) >= 8
    assert max(len(form.non_derivative_table) for form in forms) >= 15
    assert any(row.kind == "holding" for form in forms for row in form.non_derivative_table)
    assert any(form.document_type.value == "4/A" for form in forms)
    assert any("/" in (form.issuer.issuer_trading_symbol.value or "") for form in forms)


def test_mistakes_are_printed_and_marked() -> None:
    filings = [make_filing(seed, "edgar-2003") for seed in range(300)]
    mistaken = [filing for filing in filings if filing.mistakes]
    assert 5 < len(mistaken) < 60
    assert len({mistake.what for filing in mistaken for mistake in filing.mistakes}) >= 3
    for filing in mistaken:
        for mistake in filing.mistakes:
            values = {item.path: item.value for item in flatten(filing.form)}
            assert values[mistake.path] == mistake.printed
            assert mistake.printed != mistake.meant


def test_owners_as_many_as_asked() -> None:
    assert len(make_filing(1, "paper-2002", owners=7).form.reporting_owner) == 7


def test_an_initial_statement_has_holdings_only() -> None:
    filings: list[Filing] = [make_filing(seed, "edgar-2016", number="3") for seed in range(40)]
    rows = [row for f in filings for row in (*f.form.non_derivative_table, *f.form.derivative_table)]
    assert rows
    assert all(row.kind == "holding" for row in rows)
    assert any(f.form.no_securities_owned.value for f in filings)


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(KeyError):
        make_filing(1, "edgar-1999")


@given(seeds, layouts)
@settings(max_examples=15, deadline=None)
def test_a_series_is_one_owners_and_its_balances_follow_one_another(seed: int, layout: str) -> None:
    forms = [filing.form for filing in make_series(seed, layout, 4)]
    assert len({(form.issuer, form.reporting_owner) for form in forms}) == 1
    days = [form.period_of_report.value for form in forms]
    assert days == sorted(days)
    assert all(ERAS[layout].first <= day <= ERAS[layout].last for day in days if day)


def test_balances_of_a_series_mostly_carry_over() -> None:
    carried = broken = 0
    for seed in range(12):
        closing: dict[tuple[str, str], Decimal] = {}
        for filing in make_series(seed, "edgar-2016", 4):
            for rows in buckets(filing.form):
                first, last = rows[0], rows[-1]
                moved = first.transaction_amounts
                sign = 1 if moved.transaction_acquired_disposed_code.value == "A" else -1
                after = first.post_transaction_amounts.shares_owned_following_transaction.value or Decimal(0)
                opening = after - sign * (moved.transaction_shares.value or Decimal(0))
                key = (first.security_title.value or "", first.ownership_nature.nature_of_ownership.value or "")
                if key in closing:
                    carried += closing[key] == opening
                    broken += closing[key] != opening
                closing[key] = last.post_transaction_amounts.shares_owned_following_transaction.value or Decimal(0)
    assert carried > 3 * broken > 0, "something unreported happens now and then"
