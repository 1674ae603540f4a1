"""The books of an invented owner: accounts whose balances every transaction moves, and the rows that report them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models.form4 import (
    Amount,
    Day,
    DerivativeRow,
    Flag,
    NonDerivativeRow,
    OwnershipNature,
    PostTransactionAmounts,
    Text,
    TransactionAmounts,
    TransactionCoding,
    UnderlyingSecurity,
)


@dataclass(slots=True)
class Account:
    """Shares of one class in one form of ownership."""

    title: str
    nature: str  # "" is direct
    balance: Decimal
    note: str = ""


@dataclass(slots=True)
class Draft:
    """A row before its footnotes are numbered. `notes` holds texts by the key of the column they mark."""

    account: Account
    day: date | None = None  # None: a holding
    code: str = ""
    shares: Decimal = Decimal(0)
    acquired: bool = True
    price: Decimal | None = None
    after: Decimal = Decimal(0)
    deemed: date | None = None
    early: bool = False  # belongs on a Form 5, reported early
    swap: bool = False
    strike: Decimal | None = None
    exercisable: date | None = None
    expires: date | None = None
    underlying: str = ""  # set: a row of Table II
    underlying_shares: Decimal | None = None
    notes: dict[str, list[str]] = field(default_factory=dict)

    def note(self, key: str, text: str) -> Draft:
        self.notes.setdefault(key, []).append(text)
        return self


@dataclass(slots=True)
class Books:
    """Everything one filing reports, in the order it happened, with the market it happened in."""

    rng: random.Random
    day: date
    price: Decimal
    eighths: bool  # prices are fractions (before April 2001)
    first: list[Draft] = field(default_factory=list)
    second: list[Draft] = field(default_factory=list)

    def move(self, account: Account, code: str, shares: Decimal, acquired: bool, price: Decimal | None) -> Draft:
        """A transaction of Table I: the account moves and the row reports the new balance."""
        account.balance += shares if acquired else -shares
        draft = Draft(account, self.day, code, shares, acquired, price, account.balance)
        if account.note:
            draft.note("nature", account.note)
        self.first.append(draft)
        return draft

    def move_derivative(
        self, account: Account, code: str, shares: Decimal, acquired: bool, price: Decimal | None, **terms: Any
    ) -> Draft:
        """A transaction of Table II, the same way; `terms` are the draft's own fields."""
        account.balance += shares if acquired else -shares
        draft = Draft(
            account, self.day, code, shares, acquired, price, account.balance, underlying_shares=shares, **terms
        )
        if account.note:
            draft.note("nature", account.note)
        self.second.append(draft)
        return draft

    def hold(self, account: Account, **terms: Any) -> Draft:
        """A holding: what is owned, without a transaction."""
        draft = Draft(account, after=account.balance, **terms)
        if account.note:
            draft.note("nature", account.note)
        (self.second if draft.underlying else self.first).append(draft)
        return draft

    def quote(self, spread: float = 0.03) -> Decimal:
        """A price near today's market, in the ticks of its time."""
        return self.tick(self.price * Decimal(1 + self.rng.uniform(-spread, spread)))

    def tick(self, amount: Decimal) -> Decimal:
        if self.eighths:
            parts = self.rng.choice((8, 8, 16))  # a 32nd has more decimals than the XML may hold
            return max((amount * parts).to_integral() / parts, Decimal(1) / parts)
        places = self.rng.choice(("0.01", "0.01", "0.01", "0.0001"))
        return max(amount.quantize(Decimal(places)), Decimal(places))

    def lot(self, most: Decimal | None = None) -> Decimal:
        """A number of shares as people trade them: round, odd, now and then with a fraction; below `most`."""
        rng = self.rng
        size = Decimal(round(10 ** rng.uniform(2, 5)))
        kind = rng.random()
        shares = size.quantize(Decimal("1E2")) + 0 if kind < 0.55 else size
        if kind > 0.95:
            shares = size + Decimal(rng.randrange(1, 10_000)) / 10_000
        if most is not None and shares > most:
            shares = max((most * Decimal(rng.uniform(0.1, 0.9))).to_integral(), Decimal(1))
        return Decimal(f"{max(shares, Decimal(1)):f}")

    def next_day(self) -> None:
        """The next day of trading."""
        self.day = weekday(self.day + timedelta(days=1))


def weekday(day: date) -> date:
    """That day or the Monday after it."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


COLUMNS = ("title", "strike", "date", "deemed", "code", "amount", "price", "exercisable", "expires", "underlying",
           "underlying_shares", "after", "di", "nature")  # fmt: skip
"""The columns a footnote may mark, in the order they are printed and hence numbered."""


def first_row(draft: Draft, numbers: dict[str, str], form: str) -> NonDerivativeRow:
    """The draft as a row of Table I; `numbers` gives the id of each footnote's text."""
    marks = _marks(draft, numbers)
    if draft.day is None:
        return NonDerivativeRow(kind="holding", **_common(draft, marks))
    return NonDerivativeRow(kind="transaction", **_common(draft, marks), **_transaction(draft, marks, form))


def second_row(draft: Draft, numbers: dict[str, str], form: str) -> DerivativeRow:
    """The draft as a row of Table II."""
    marks = _marks(draft, numbers)
    common = _common(draft, marks)
    if form == "3":  # its Table II has no column for what is owned
        del common["post_transaction_amounts"]
    common |= {
        "conversion_or_exercise_price": Amount(value=draft.strike, footnotes=marks["strike"]),
        "exercise_date": Day(value=draft.exercisable, footnotes=marks["exercisable"]),
        "expiration_date": Day(value=draft.expires, footnotes=marks["expires"]),
        "underlying_security": UnderlyingSecurity(
            underlying_security_title=Text(value=draft.underlying, footnotes=marks["underlying"]),
            underlying_security_shares=Amount(value=draft.underlying_shares, footnotes=marks["underlying_shares"]),
        ),
    }
    if draft.day is None:
        return DerivativeRow(kind="holding", **common)
    return DerivativeRow(kind="transaction", **common, **_transaction(draft, marks, form))


def _marks(draft: Draft, numbers: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(numbers[text] for text in draft.notes.get(key, []))) for key in COLUMNS}


def _common(draft: Draft, marks: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    nature = draft.account.nature
    return {
        "security_title": Text(value=draft.account.title, footnotes=marks["title"]),
        "post_transaction_amounts": PostTransactionAmounts(
            shares_owned_following_transaction=Amount(value=draft.after, footnotes=marks["after"])
        ),
        "ownership_nature": OwnershipNature(
            direct_or_indirect_ownership=Text(value="I" if nature else "D", footnotes=marks["di"]),
            nature_of_ownership=Text(value=nature or None, footnotes=marks["nature"]),
        ),
    }


def _transaction(draft: Draft, marks: dict[str, tuple[str, ...]], form: str) -> dict[str, Any]:
    return {
        "transaction_date": Day(value=draft.day, footnotes=marks["date"]),
        "deemed_execution_date": Day(value=draft.deemed, footnotes=marks["deemed"]),
        "transaction_coding": TransactionCoding(
            transaction_form_type=Text(value="5" if draft.early or form == "5" else "4"),
            transaction_code=Text(value=draft.code, footnotes=marks["code"]),
            equity_swap_involved=Flag(value=draft.swap),
        ),
        "transaction_timeliness": Text(value="E" if draft.early and form == "4" else None),
        "transaction_amounts": TransactionAmounts(
            transaction_shares=Amount(value=draft.shares, footnotes=marks["amount"]),
            transaction_price_per_share=Amount(value=draft.price, footnotes=marks["price"]),
            transaction_acquired_disposed_code=Text(value="A" if draft.acquired else "D"),
        ),
    }
