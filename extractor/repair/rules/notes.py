"""What footnotes say in figures: shares handed over, parts of a sum, the range of a price (E8, E9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor.repair.rules.rule import Alarm, Value, Values, numbers, shown


@dataclass(frozen=True, slots=True)
class NetExercise:
    """Shares handed over for the strike: number × market price ≈ exercised × strike, within one share's price (E8).

    Cells: market price, exercised amount, strike. `delivered` is the number of shares a footnote names (note id
    `note`) or the row shows. It only ever supports: a note names other numbers too.
    """

    cells: tuple[str, ...]
    delivered: Decimal
    note: str
    name: str = "net-exercise"
    weight: float = 4.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "none"
    blames: int = 2

    def holds(self, values: Values, /) -> bool | None:
        found = numbers(*values)
        if found is None or 0 in found:
            return None
        price, amount, strike = found
        return True if abs(self.delivered * price - amount * strike) <= price else None

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        others = numbers(*(value for at, value in enumerate(values) if at != place))
        if others is None or 0 in others:
            return ()
        if place == 2:
            return tuple(_near(self.delivered * others[0], others[0], others[1]))
        return ()

    def words(self, values: Values, /) -> str:
        found = numbers(*values)
        if found is None:
            return ""
        price, amount, strike = found
        return (
            f"footnote {self.note[1:]}: {shown(self.delivered)} × {shown(price)} = {shown(self.delivered * price)} ≈ "
            f"{shown(amount)} × {shown(strike)} = {shown(amount * strike)}"
        )


def _near(total: Decimal, slack: Decimal, amount: Decimal) -> list[Decimal]:
    """Strikes in cents that bring amount × strike within `slack` of the total; none when too many would."""
    low, high = (total - slack) / amount, (total + slack) / amount
    cent = Decimal("0.01")
    first = (low / cent).to_integral_value(rounding="ROUND_CEILING") * cent
    return [first + cent * step for step in range(3) if first + cent * step <= high]


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts that a footnote of the row names sum up to its amount (E9). `sums` maps a sum to the words that make it.
    It only ever supports."""

    cells: tuple[str, ...]
    sums: Mapping[Decimal, str]
    name: str = "footnote-parts"
    weight: float = 4.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "none"
    blames: int = 0

    def holds(self, values: Values, /) -> bool | None:
        return True if values[0] in self.sums else None

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return tuple(self.sums)

    def words(self, values: Values, /) -> str:
        value = values[0]
        return self.sums.get(value, "") if isinstance(value, Decimal) else ""


@dataclass(frozen=True, slots=True)
class Within:
    """A footnote of the row gives the range its price was taken from (E9). Cells: price."""

    cells: tuple[str, ...]
    low: Decimal
    high: Decimal
    note: str
    name: str = "price-range"
    weight: float = 2.5
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "doubt"
    blames: int = 0

    def holds(self, values: Values, /) -> bool | None:
        found = numbers(*values)
        return None if found is None else self.low <= found[0] <= self.high

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        inside = "lies" if self.holds(values) else "does not lie"
        limits = f"{shown(self.low)} and {shown(self.high)} of footnote {self.note[1:]}"
        return f"{shown(values[0])} {inside} between {limits}"
