"""What a form prints of a filing: every value as the words that stand in its box, in somebody's typing habits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from models.form4 import Amount, Day, DerivativeRow, Form4, NonDerivativeRow, Text


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one box: the words, then the numbers of the footnotes that mark them."""

    text: str = ""
    notes: tuple[int, ...] = ()

    @property
    def marks(self) -> str:
        return "".join(f"({note})" for note in self.notes)

    @property
    def blank(self) -> bool:
        return not self.text and not self.notes


Row = Mapping[str, Entry]
"""Column key (see `wording.Column`) → entry."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How numbers and dates are written. `exact` keeps the zeros of 69.00; `fractions` writes 12.625 as 12 5/8."""

    dates: Literal["full", "short", "dashes", "words"] = "full"
    commas: bool = True
    dollar: str = "$"
    exact: bool = False
    fractions: bool = False
    zero: str = "0"

    def day(self, day: date) -> str:
        if self.dates == "short":
            return f"{day.month}/{day.day}/{day.year % 100:02d}"
        if self.dates == "dashes":
            return f"{day.month}-{day.day}-{day.year % 100:02d}"
        if self.dates == "words":
            return f"{day:%B} {day.day}, {day.year}"
        return f"{day:%m/%d/%Y}"

    def number(self, number: Decimal) -> str:
        if not self.exact and number == number.to_integral():
            number = number.quantize(Decimal(1))
        elif not self.exact:
            number = number.normalize()
        return f"{number:,f}" if self.commas else f"{number:f}"

    def money(self, amount: Decimal) -> str:
        if amount == 0:
            return self.dollar + self.zero if self.zero == "0" else self.zero
        parts = amount * 64
        if self.fractions and amount != amount.to_integral() and parts == parts.to_integral():
            whole, (above, below) = int(amount), (amount % 1).as_integer_ratio()
            return f"{self.dollar}{whole} {above}/{below}" if whole else f"{self.dollar}{above}/{below}"
        return self.dollar + self.number(amount)


def entry(leaf: Text | Amount | Day, hand: Hand, money: bool = False) -> Entry:
    """A leaf of the filing as it is printed; `money` for prices."""
    notes = tuple(int(note[1:]) for note in leaf.footnotes)
    value = leaf.value
    if value is None:
        return Entry("", notes)
    if isinstance(value, Decimal):
        return Entry(hand.money(value) if money else hand.number(value), notes)
    return Entry(hand.day(value) if isinstance(value, date) else value, notes)


def table_i_row(row: NonDerivativeRow, hand: Hand, form: str) -> Row:
    """A row of Table I, by column."""
    amounts = row.transaction_amounts
    return _common(row, hand, form) | {
        "amount": _either(amounts.transaction_shares, amounts.transaction_total_value, hand),
        "ad": entry(amounts.transaction_acquired_disposed_code, hand),
    }


def table_ii_row(row: DerivativeRow, hand: Hand, form: str) -> Row:
    """A row of Table II, by column: the number stands under (A) or under (D)."""
    amounts, under = row.transaction_amounts, row.underlying_security
    number = _either(amounts.transaction_shares, amounts.transaction_total_value, hand)
    acquired = amounts.transaction_acquired_disposed_code.value == "A"
    return _common(row, hand, form) | {
        "strike": entry(row.conversion_or_exercise_price, hand, money=True),
        "acquired": number if acquired else Entry(),
        "disposed": Entry() if acquired else number,
        "exercisable": entry(row.exercise_date, hand),
        "expiration": entry(row.expiration_date, hand),
        "underlying": entry(under.underlying_security_title, hand),
        "underlying_amount": _either(under.underlying_security_shares, under.underlying_security_value, hand),
    }


def _common(row: NonDerivativeRow | DerivativeRow, hand: Hand, form: str) -> dict[str, Entry]:
    after, nature = row.post_transaction_amounts, row.ownership_nature
    return {
        "title": entry(row.security_title, hand),
        "date": entry(row.transaction_date, hand),
        "deemed": entry(row.deemed_execution_date, hand),
        "code": _code(row, hand, form),
        "v": Entry("V" if voluntary(row, form) else ""),
        "price": entry(row.transaction_amounts.transaction_price_per_share, hand, money=True),
        "following": _either(after.shares_owned_following_transaction, after.value_owned_following_transaction, hand),
        "di": entry(nature.direct_or_indirect_ownership, hand),
        "nature": entry(nature.nature_of_ownership, hand),
    }


def voluntary(row: NonDerivativeRow | DerivativeRow, form: str) -> bool:
    """V stands beside the code when a Form 4 reports early what belongs on a Form 5."""
    coding = row.transaction_coding
    return form == "4" and coding.transaction_form_type.value == "5" and row.transaction_timeliness.value != "L"


def _code(row: NonDerivativeRow | DerivativeRow, hand: Hand, form: str) -> Entry:
    coding = row.transaction_coding
    code = entry(coding.transaction_code, hand)
    text = code.text
    if coding.equity_swap_involved.value:
        text += "/K"
    if form == "5" and coding.transaction_form_type.value in ("3", "4"):
        text = coding.transaction_form_type.value + text
    notes = code.notes if row.kind == "transaction" else entry(coding.transaction_form_type, hand).notes
    return Entry(text, notes)


def _either(shares: Amount, value: Amount, hand: Hand) -> Entry:
    return entry(value, hand, money=True) if shares.blank and not value.blank else entry(shares, hand)


def form_number(form: Form4) -> Literal["3", "4", "5"]:
    """ "4" of "4/A"; ValueError for a document type that is none of ours."""
    number = (form.document_type.value or "")[:1]
    if number in ("3", "4", "5"):
        return number  # type: ignore[return-value]  # narrowed by the test above
    raise ValueError(f"not a Form 3, 4 or 5: document type {form.document_type.value!r}")
