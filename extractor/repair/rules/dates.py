"""Dates that must agree: box 3, signatures, deemed dates, exercise and expiration, the usual option terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from extractor.repair.rules.rule import Alarm, Value, Values, days, shown

TERMS = (10, 7, 5)
"""Years an option usually runs, commonest first."""


@dataclass(frozen=True, slots=True)
class Earliest:
    """Box 3 is the earliest transaction date (D1): no row is before it. Cells: box 3, a transaction date.

    `alone` when this is the filing's only transaction date: then the two are equal.
    """

    cells: tuple[str, ...]
    alone: bool = False
    name: str = "earliest-transaction"
    weight: float = 3.0
    hard: bool = True
    telling: bool = True
    alarm: Alarm = "doubt"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        found = days(*values)
        if found is None:
            return None
        first, other = found
        if other == first:
            return True
        return False if other < first or self.alone or other - first > timedelta(366) else None

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        return (values[1 - place],) if values[1 - place] is not None else ()

    def words(self, values: Values, /) -> str:
        if values[0] == values[1]:
            return f"box 3 and the row both say {shown(values[0])}"
        return f"box 3 says the earliest transaction was on {shown(values[0])}, this row {shown(values[1])}"


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The second day is not before the first: signature and transaction (D2), expiration and exercise (D5)."""

    name: str
    cells: tuple[str, ...]
    what: str
    hard: bool = True
    weight: float = 2.0
    telling: bool = False
    alarm: Alarm = "doubt"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        found = days(*values)
        return None if found is None else found[1] >= found[0]

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"{self.what}: {shown(values[0])}, {shown(values[1])}"


@dataclass(frozen=True, slots=True)
class Soon:
    """A form is signed within days of the transaction (D3). Cells: transaction, signature. A prior for the digits of
    either, nothing else: late filings are real. `usual` is how many days are usual."""

    cells: tuple[str, ...]
    usual: int = 10
    name: str = "signed-soon"
    weight: float = 1.5
    hard: bool = False
    telling: bool = False
    alarm: Alarm = "none"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        found = days(*values)
        return None if found is None else timedelta(0) <= found[1] - found[0] <= timedelta(self.usual)

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"transaction on {shown(values[0])}, signed on {shown(values[1])}"


@dataclass(frozen=True, slots=True)
class SameDay:
    """Neighbouring rows mostly tell of one day. Cells: their transaction dates. Only ever supports, a little."""

    cells: tuple[str, ...]
    name: str = "same-day"
    weight: float = 1.0
    hard: bool = False
    telling: bool = False
    alarm: Alarm = "none"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        found = days(*values)
        return True if found and found[0] == found[1] else None

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"the row beside it tells of {shown(values[0])} too"


@dataclass(frozen=True, slots=True)
class InMonth:
    """On monthly forms box 4 names the month of the transactions (A3). Cells: month as YYYY-MM, transaction date."""

    cells: tuple[str, ...]
    name: str = "month-of-statement"
    weight: float = 2.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "note"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        month, day = values
        return day.isoformat()[:7] == month if isinstance(day, date) and isinstance(month, str) else None

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        return (values[1].isoformat()[:7],) if place == 0 and isinstance(values[1], date) else ()

    def words(self, values: Values, /) -> str:
        return f"the statement is for the month {shown(values[0])}, the row tells of {shown(values[1])}"


@dataclass(frozen=True, slots=True)
class Term:
    """A granted option runs ten, seven or five years, within a week (D6). Cells: grant, expiration."""

    cells: tuple[str, ...]
    name: str = "option-term"
    weight: float = 3.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "none"
    blames: int = 1
    slack: int = 7

    def holds(self, values: Values, /) -> bool | None:
        found = days(*values)
        if found is None:
            return None
        # Fewer than the usual terms hold by far the most grants, but any term is legal: it never contradicts.
        return True if self._years(*found) else None

    def _years(self, grant: date, end: date) -> int | None:
        return next((years for years in TERMS if abs((end - _later(grant, years)).days) <= self.slack), None)

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        grant = values[0]
        if place != 1 or not isinstance(grant, date):
            return ()
        exact = _later(grant, TERMS[0])
        return (exact, exact - timedelta(1))

    def words(self, values: Values, /) -> str:
        found = days(*values)
        years = self._years(*found) if found else None
        return f"{shown(values[0])} + {years} years = {shown(values[1])}" if years else ""


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
