"""Prices: which codes have one, what it lies near, how it was quoted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.repair.rules.rule import Alarm, Value, Values, numbers, shown


@dataclass(frozen=True, slots=True)
class Positive:
    """Shares bought, sold or withheld have a price (E7). Cells: code, price."""

    cells: tuple[str, ...]
    name: str = "price-by-code"
    weight: float = 1.5
    hard: bool = False
    telling: bool = False
    alarm: Alarm = "note"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        code, price = values
        if code not in ("P", "S", "F") or not isinstance(price, Decimal):
            return None
        return price > 0

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"a transaction of code {shown(values[0])} has a price, not {shown(values[1])}"


@dataclass(frozen=True, slots=True)
class Alike:
    """Prices of one day's sales or purchases lie within a few percent (E10). Cells: the two prices."""

    cells: tuple[str, ...]
    name: str = "price-of-the-day"
    weight: float = 1.5
    hard: bool = False
    telling: bool = False
    alarm: Alarm = "none"
    blames: int = 1
    within: Decimal = Decimal("0.25")

    def holds(self, values: Values, /) -> bool | None:
        found = numbers(*values)
        if found is None or 0 in found:
            return None
        return abs(found[0] - found[1]) <= self.within * min(found)

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"prices of the same day: {shown(values[0])} and {shown(values[1])}"


@dataclass(frozen=True, slots=True)
class Eighths:
    """Before 9 April 2001 listed prices were multiples of 1/64 (B6). Cells: price. Only ever supports, a little."""

    cells: tuple[str, ...]
    name: str = "eighths"
    weight: float = 1.5
    hard: bool = False
    telling: bool = False
    alarm: Alarm = "none"
    blames: int = 0

    def holds(self, values: Values, /) -> bool | None:
        found = numbers(*values)
        if found is None or found[0] == 0:
            return None
        # Printed to four places, cut or rounded: 7.1875, 16.2813; also to two: 12.63.
        places = max(0, -int(found[0].as_tuple().exponent))
        sixteenths = [Decimal(part) / 64 for part in range(65)]
        quantum = Decimal(1).scaleb(-min(places, 4))
        fraction = found[0] - int(found[0])  # what % 1 is, but for numbers of more than 28 figures
        if places <= 2 and fraction * 16 % 1:
            return any(abs(step - fraction) < quantum for step in sixteenths[::8])
        return any(abs(step - fraction) < quantum for step in sixteenths)

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"{shown(values[0])} is a price in fractions, as before April 2001"
