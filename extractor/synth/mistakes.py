"""Filers err. A mistake changes one value so that it contradicts the form's own rules; the changed value is the truth
(it is what is printed), and the mistake is recorded so that a measurement can ask whether it was noticed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.form4 import Form4, NonDerivativeRow
from models.paths import Item, flatten, from_paths, row_element


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where the filer erred: the field's path, what is printed there, and what the rules would have asked for."""

    path: str
    printed: str
    meant: str
    what: str


def mistaken(form: Form4, rng: random.Random) -> tuple[Form4, tuple[Mistake, ...]]:
    """The filing with one mistake, or as it was where no mistake fits."""
    kinds = list(_KINDS)
    rng.shuffle(kinds)
    for kind in kinds:
        mistake = kind(form, rng)
        if mistake is not None:
            items = [
                Item(item.path, mistake.printed, item.footnotes) if item.path == mistake.path else item
                for item in flatten(form)
            ]
            return from_paths(items), (mistake,)
    return form, ()


def _balance(form: Form4, rng: random.Random) -> Mistake | None:
    """Digits swapped in the holdings after a transaction."""
    for path, row in _transactions(form, rng):
        after = row.post_transaction_amounts.shares_owned_following_transaction.value
        digits = f"{after:f}" if after is not None else ""
        for place in range(len(digits) - 1):
            if digits[: place + 2].isdigit() and digits[place] != digits[place + 1] and (place or digits[1] != "0"):
                wrong = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
                return Mistake(
                    f"{path}/postTransactionAmounts/sharesOwnedFollowingTransaction",
                    wrong,
                    digits,
                    "balance does not follow",
                )
    return None


def _total_as_price(form: Form4, rng: random.Random) -> Mistake | None:
    """The total typed where the price belongs."""
    for path, row in _transactions(form, rng):
        amounts = row.transaction_amounts
        shares, price = amounts.transaction_shares.value, amounts.transaction_price_per_share.value
        if shares and price and price > 1 and shares > 1000:
            total = (shares * price).quantize(Decimal("0.01"))
            return Mistake(
                f"{path}/transactionAmounts/transactionPricePerShare", f"{total:f}", f"{price:f}", "total as price"
            )
    return None


def _later_period(form: Form4, rng: random.Random) -> Mistake | None:
    """Box 3 holds the date of signing."""
    period = form.period_of_report.value
    signed = form.owner_signature[0].signature_date.value
    if not isinstance(period, date) or not isinstance(signed, date) or signed <= period or rng.random() < 0.3:
        return None
    return Mistake("periodOfReport", signed.isoformat(), period.isoformat(), "box 3 is not the earliest transaction")


def _wrong_year(form: Form4, rng: random.Random) -> Mistake | None:
    """A transaction dated in the year before, as happens every January."""
    for path, row in _transactions(form, rng):
        day = row.transaction_date.value
        if isinstance(day, date) and (day.month, day.day) != (2, 29) and day != form.period_of_report.value:
            return Mistake(
                f"{path}/transactionDate", (day - timedelta(days=365)).isoformat(), day.isoformat(), "year before"
            )
    return None


def _other_sign(form: Form4, rng: random.Random) -> Mistake | None:
    """A sale marked as acquired."""
    for path, row in _transactions(form, rng):
        sign = row.transaction_amounts.transaction_acquired_disposed_code.value
        if row.transaction_coding.transaction_code.value in ("S", "F") and sign == "D":
            return Mistake(
                f"{path}/transactionAmounts/transactionAcquiredDisposedCode", "A", "D", "sign contradicts code"
            )
    return None


_KINDS: tuple[Callable[[Form4, random.Random], Mistake | None], ...] = (
    _balance, _balance, _total_as_price, _later_period, _wrong_year, _other_sign,
)  # fmt: skip


def _transactions(form: Form4, rng: random.Random) -> list[tuple[str, NonDerivativeRow]]:
    """Path and row of the transactions of Table I, in a random order."""
    rows = [row for row in form.non_derivative_table if row.kind == "transaction"]
    found = [(f"nonDerivativeTable/{row_element(row)}[{number}]", row) for number, row in enumerate(rows, 1)]
    rng.shuffle(found)
    return found
