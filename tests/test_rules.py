"""The form's rules one by one, and the joint choice among them."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.repair.balances import one_security
from extractor.repair.choose import BUDGET, Factor, choose
from extractor.repair.note_numbers import besides, parts, price_range, share_numbers
from extractor.repair.rules.amounts import Equal
from extractor.repair.rules.balance import AtLeast, Balance
from extractor.repair.rules.dates import Earliest, InMonth, Term
from extractor.repair.rules.letters import Nature, Sign, Together, Zip
from extractor.repair.rules.names import Signs
from extractor.repair.rules.notes import NetExercise, Parts, Within
from extractor.repair.rules.prices import Eighths
from extractor.repair.rules.rule import parsed, shown, spelt
from extractor.repair.transaction import split_code

FOUR = ("before", "amount", "sign", "after")


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_a_balance_says_its_arithmetic() -> None:
    balance = Balance(FOUR)
    values = (number("1,791,454"), number("246,951"), "D", number("1,544,503"))
    assert balance.holds(values) is True
    assert balance.words(values) == "1,791,454 − 246,951 = 1,544,503"
    assert balance.wants((*values[:3], None), 3) == (number("1,544,503"),)
    assert balance.wants((values[0], None, "D", values[3]), 1) == (number("246,951"),)
    assert balance.wants((values[0], values[1], None, values[3]), 2) == ("D",)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from("AD"))
def test_what_a_balance_wants_makes_it_hold(before: int, amount: int, sign: str) -> None:
    after = before + amount if sign == "A" else before - amount
    values = (Decimal(before), Decimal(amount), sign, Decimal(after))
    balance = Balance(FOUR)
    for place in (0, 1, 3):
        damaged = tuple(None if at == place else value for at, value in enumerate(values))
        for wanted in balance.wants(damaged, place):
            assert balance.holds(tuple(wanted if at == place else value for at, value in enumerate(values)))


def test_a_note_closes_a_balance() -> None:
    gaps = besides({"F2": "Includes 3,019 shares acquired under the employee stock purchase plan."})
    values = (number("1,135,941"), Decimal(0), "A", number("1,138,960"))
    assert Balance(FOUR).holds(values) is False
    assert Balance(FOUR, gaps).holds(values) is True
    assert "footnote 2" in Balance(FOUR, gaps).words(values)


def test_shares_handed_over_pay_the_strike() -> None:
    rule = NetExercise(("price", "amount", "strike"), number("183,453"), "F1")
    assert rule.holds((number("1.39"), number("375,000"), number("0.68"))) is True
    assert rule.holds((number("1.39"), number("375,000"), number("0.08"))) is None
    assert rule.wants((number("1.39"), number("375,000"), number("0.08")), 2) == (number("0.68"),)


def test_an_acquisition_is_owned_afterwards() -> None:
    rule = AtLeast(("amount", "sign", "owned"))
    assert rule.holds((number("500,000"), "A", Decimal(0))) is False
    assert rule.wants((number("500,000"), "A", Decimal(0)), 2) == (number("500,000"),)
    assert rule.holds((number("500,000"), "D", Decimal(0))) is None


def test_zeros_prove_nothing() -> None:
    assert Equal("price-is-strike", ("one", "two"), "").holds((Decimal(0), Decimal(0))) is None
    assert Balance(FOUR).holds((Decimal(0), Decimal(0), "D", Decimal(0))) is None


@pytest.mark.parametrize(
    ("grant", "end", "fits"),
    [("1995-08-31", "2005-08-31", True), ("1996-09-05", "2006-09-04", True), ("2012-02-29", "2022-02-28", True),
     ("2012-11-01", "2019-11-01", True), ("2012-11-01", "2021-11-01", None)],
)
def test_option_terms(grant: str, end: str, fits: bool | None) -> None:
    assert Term(("grant", "end")).holds((date.fromisoformat(grant), date.fromisoformat(end))) is fits


def test_box_3_is_the_earliest_transaction() -> None:
    box, later, earlier = date(2020, 3, 2), date(2020, 3, 3), date(2020, 2, 28)
    assert Earliest(("box", "row")).holds((box, later)) is None
    assert Earliest(("box", "row")).holds((box, earlier)) is False
    assert Earliest(("box", "row"), alone=True).holds((box, later)) is False
    assert InMonth(("month", "row")).holds(("2020-03", box)) is True


def test_letters_and_boxes() -> None:
    assert Sign("nonDerivativeTable", ("code", "sign")).holds(("S", "A")) is False
    assert Sign("nonDerivativeTable", ("code", "sign")).holds(("J", "A")) is None
    assert Nature(("direct", "nature")).holds(("I", None)) is False
    assert Nature(("direct", "nature")).wants(("D", "By Trust"), 0) == ("I",)
    assert Together("Officer", ("flag", "text")).holds(("1", "CEO")) is True
    assert Zip(("state", "zip")).holds(("CT", "06880")) is True
    assert Zip(("state", "zip")).holds(("CT", "90210")) is False
    assert Zip(("state", "zip")).holds(("X0", "EC2M 4YE")) is True
    assert Zip(("state", "zip")).holds(("AL", "V6C 3E8")) is False
    assert Zip(("state", "zip")).holds(("MO", "106-6108")) is False
    assert Zip(("state", "zip")).holds(("F4", None)) is None


def test_prices_in_fractions() -> None:
    rule = Eighths(("price",))
    assert [rule.holds((Decimal(text),)) for text in ("7.1875", "16.2813", "12.625", "7", "7.1975")] == [
        True, True, True, True, False]
    assert rule.holds((Decimal("9" * 40 + ".55"),)) is False


def test_notes_are_read_for_their_numbers() -> None:
    text = ("183,453 shares delivered on January 2, 2026 under Rule 10b5-1 and the 401(k) plan at $1.39 (25%) in 2012, "
            "and 63,498 shares.")
    assert share_numbers(text) == (number("183,453"), number("63,498"))
    assert parts("F1", text) == {number("246,951"): "footnote 1: 183,453 + 63,498 = 246,951"}
    limits = price_range("Prices ranged from $12.50 to $13.75, inclusive.")
    assert limits == (Decimal("12.50"), Decimal("13.75"))
    assert Within(("price",), *limits, "F1").holds((Decimal("73.10"),)) is False
    assert Parts(("amount",), parts("F1", text)).holds((number("246,951"),)) is True


@given(st.text(alphabet="0123456789,.$% ()-ab/", max_size=300))
def test_any_text_is_read_for_numbers(text: str) -> None:
    assert all(value > 0 for value in share_numbers(text))
    assert price_range("ranging " + text) is None or price_range("ranging " + text)[0] >= 0  # type: ignore[index]


def test_titles_of_one_security() -> None:
    assert one_security("Common Stock, $.01 par value", "Common Stcck, $.01 par value")
    assert not one_security("Class A Common Stock", "Class B Common Stock")
    assert not one_security("Common Stock", "Preferred Stock")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [("S", ("", "S", False, False)), ("J/K", ("", "J", True, False)), ("G V", ("", "G", False, True)),
     ("4A", ("4", "A", False, False)), ("K", ("", None, True, False)), (None, ("", None, False, False))],
)
def test_printed_codes(printed: str | None, parts: tuple[str, str | None, bool, bool]) -> None:
    assert split_code(printed) == parts


@given(st.decimals(0, 999999999, places=4))
def test_amounts_survive_being_spelt(amount: Decimal) -> None:
    assert parsed("shares", spelt(amount)) == amount
    assert Decimal(shown(amount).replace(",", "")) == amount


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_the_joint_choice_is_the_best_there_is(data: st.DataObject) -> None:
    names = [f"c{at}" for at in range(data.draw(st.integers(1, 5)))]
    worth = st.integers(-5, 5).map(float)
    scores = {name: data.draw(st.lists(worth, min_size=1, max_size=3)) for name in names}
    factors, tables = [], []
    for _ in range(data.draw(st.integers(0, 4))):
        cells = tuple(data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)))
        table = {place: data.draw(worth) for place in product(*(range(len(scores[cell])) for cell in cells))}
        tables.append((cells, table))
        factors.append(Factor(cells, lambda widths, table=table: (table[at] for at in product(*map(range, widths)))))

    def total(chosen: dict[str, int]) -> float:
        return sum(scores[name][chosen[name]] for name in names) + sum(
            table[tuple(chosen[cell] for cell in cells)] for cells, table in tables)

    every = (dict(zip(names, place, strict=True)) for place in product(*(range(len(scores[n])) for n in names)))
    assert math.isclose(total(choose(scores, factors)), max(map(total, every)), abs_tol=1e-6)


def test_the_joint_choice_is_bounded() -> None:
    names = [f"c{at}" for at in range(40)]
    scores = {name: [-0.1 * at for at in range(12)] for name in names}
    seen = 0

    def fill(widths: tuple[int, ...]) -> list[float]:
        nonlocal seen
        seen += math.prod(widths)
        return [0.5 * (sum(at) % 2) for at in product(*map(range, widths))]

    factors = [Factor((one, two, three), fill) for one, two, three in zip(names, names[1:], names[7:], strict=False)]
    assert set(choose(scores, factors)) == set(names)
    assert seen <= BUDGET


@pytest.mark.parametrize(
    ("owner", "signature", "holds"),
    [
        ("MARSH ELEANOR T", "/s/ Eleanor T. Marsh", True),
        ("Marsh Eleanor T", "Corey Roe, Attorney-in-Fact for Eleanor T. Marsh", True),
        ("Marlin Fund 8 LP", "Marlin Fund 8 LP, By: /s/ Eleanor Marsh, Manager", True),
        ("Marsh Eleanor T", "/s/ Corey Roe, Attorney-in-Fact", None),
        ("Marsh Eleanor I", "/s/ Eleanor T. Marsh", None),
        ("Marsh Eleanor 0.", "/s/ Eleanor 0. Marsh", None),
        ("Marsh", "/s/ Marsh", None),
        (None, "/s/ Eleanor Marsh", None),
    ],
)
def test_an_owner_who_signs_bears_out_both(owner: str | None, signature: str, holds: bool | None) -> None:
    assert Signs(("owner", "signature")).holds((owner, signature)) is holds
