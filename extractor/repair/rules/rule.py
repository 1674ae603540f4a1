"""The shape of a rule, and how values are compared and written in its words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal, Protocol

Value = Decimal | date | str | None
"""A cell's value as its kind means it: amounts Decimal, days date, the rest text; None when blank or unreadable."""

Values = tuple[Value, ...]
Alarm = Literal["doubt", "note", "none"]


class Rule(Protocol):
    """`hard`: a filing that breaks it would be refused or is all but unheard of. `weight`: log-odds for a choice of
    values it holds on (and against one it fails on). `telling`: holding by chance is improbable, so that it can support
    a value. `alarm`: what a failure is worth saying."""

    @property
    def name(self) -> str: ...
    @property
    def cells(self) -> tuple[str, ...]: ...
    @property
    def hard(self) -> bool: ...
    @property
    def weight(self) -> float: ...
    @property
    def telling(self) -> bool: ...
    @property
    def alarm(self) -> Alarm: ...
    @property
    def blames(self) -> int:
        """The place in `cells` that an issue is filed under when nothing else points to another."""
        ...

    def holds(self, values: Values, /) -> bool | None: ...
    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]: ...
    def words(self, values: Values, /) -> str: ...


@lru_cache(maxsize=2048)  # each rule asks anew
def parsed(kind: str, text: str | None) -> Value:
    """A canonical text as its kind means it; None when it is not spelt so."""
    if text is None:
        return None
    try:
        if kind in ("shares", "money"):
            return Decimal(text)
        if kind == "date":
            return date.fromisoformat(text)
    except (InvalidOperation, ValueError):
        return None
    return text


def spelt(value: Value) -> str | None:
    """The canonical text of a value; the inverse of `parsed`."""
    if isinstance(value, Decimal):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, date):
        return value.isoformat()
    return value


def shown(value: Value) -> str:
    """A value as a reviewer reads it: 1,791,454 · 02/27/2012 · A."""
    if isinstance(value, Decimal):
        return f"{Decimal(spelt(value) or 0):,f}"
    if isinstance(value, date):
        return value.strftime("%m/%d/%Y")
    return "nothing" if value is None else value


def numbers(*values: Value) -> tuple[Decimal, ...] | None:
    """All as numbers, or None when one is not."""
    found = tuple([value for value in values if isinstance(value, Decimal)])
    return found if len(found) == len(values) else None


def days(*values: Value) -> tuple[date, ...] | None:
    """All as days, or None when one is not."""
    found = tuple([value for value in values if isinstance(value, date)])
    return found if len(found) == len(values) else None
