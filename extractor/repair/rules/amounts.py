"""Amounts that must agree: balances, exercises mirrored between the tables, strikes, notes that add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.repair.rules.rule import Alarm, Value, Values, numbers, shown


@dataclass(frozen=True, slots=True)
class Balance:
    """Owned before ± amount = owned after, within one security and ownership (E1).

    Cells: owned before, amount, sign, owned after. `gaps` are amounts that a footnote says came besides ("includes
    3,019 shares acquired under the purchase plan"), each with the note's id. `hard` when the bucket's other balances
    hold: the filer keeps a running total and we read it in the right order. Without `certain` the rows may as well be
    grants of their own, each with its own balance (Table II): then it can hold, not fail.
    """

    cells: tuple[str, ...]
    gaps: Mapping[Decimal, str] = field(default_factory=dict)
    hard: bool = False
    certain: bool = True
    name: str = "balance"
    weight: float = 4.0
    telling: bool = True
    alarm: Alarm = "doubt"
    blames: int = 3

    def holds(self, values: Values, /) -> bool | None:
        if values[2] not in ("A", "D") or (found := numbers(values[0], values[1], values[3])) is None:
            return None
        before, amount, after = found
        gap = _gap(before, amount, after, values[2])
        if gap == amount == 0:
            return None  # nothing moved: says nothing
        return True if gap == 0 or gap in self.gaps or -gap in self.gaps else False if self.certain else None

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        before, amount, sign, after = values
        step = Decimal(1) if sign == "A" else Decimal(-1)
        if place == 2:
            found = numbers(before, amount, after)
            return tuple(letter for letter in ("A", "D") if found and not _gap(found[0], found[1], found[2], letter))
        others = numbers(*(value for at, value in enumerate(values) if at not in (2, place)))
        if others is None or sign not in ("A", "D"):
            return ()
        first, second = others
        wanted = {0: first * -step + second, 1: (second - first) * step, 3: first + step * second}[place]
        exact: tuple[Value, ...] = (wanted,) if wanted >= 0 else ()
        if place == 3 and self.gaps:
            return (*exact, *(wanted + gap for gap in self.gaps))
        return exact

    def words(self, values: Values, /) -> str:
        before, amount, sign, after = values
        found = numbers(before, amount, after)
        if found is None:
            return ""
        operator = "+" if sign == "A" else "−"
        result = found[0] + found[1] if sign == "A" else found[0] - found[1]
        gap = after - result if isinstance(after, Decimal) else Decimal(0)
        text = f"{shown(before)} {operator} {shown(amount)} = {shown(result)}"
        note = self.gaps.get(gap) or self.gaps.get(-gap)
        if gap and note:
            return f"{text}, and {shown(abs(gap))} more by footnote {note[1:]} = {shown(after)}"
        return text if not gap else f"{text}, not {shown(after)}"


def _gap(before: Decimal, amount: Decimal, after: Decimal, sign: Value) -> Decimal:
    """What a balance lacks: 0 when it holds."""
    return after - before - (amount if sign == "A" else -amount)


@dataclass(frozen=True, slots=True)
class Equal:
    """Two cells that say the same amount: an exercise in both tables (E3), price and strike (E4), column 5 and column
    7 (E5), one total on every row (E1). `what` names the pair in words."""

    name: str
    cells: tuple[str, ...]
    what: str
    weight: float = 3.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "note"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        found = numbers(*values)
        if found is None or not any(found):
            return None  # zeros agree by chance
        return found[0] == found[1]

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        other = values[1 - place]
        return (other,) if isinstance(other, Decimal) else ()

    def words(self, values: Values, /) -> str:
        relation = "=" if values[0] == values[1] else "is not"
        return f"{self.what}: {shown(values[0])} {relation} {shown(values[1])}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """What is owned after an acquisition is no less than what was acquired (E2). Cells: amount, sign, owned after."""

    cells: tuple[str, ...]
    name: str = "owned-covers-acquired"
    weight: float = 2.0
    hard: bool = True
    telling: bool = False
    alarm: Alarm = "doubt"
    blames: int = 2

    def holds(self, values: Values, /) -> bool | None:
        found = numbers(values[0], values[2])
        return None if found is None or values[1] != "A" else found[1] >= found[0]

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        return (values[0],) if place == 2 and values[1] == "A" else ()

    def words(self, values: Values, /) -> str:
        amount, _, owned = values
        if self.holds(values):
            return f"{shown(owned)} owned after {shown(amount)} were acquired"
        return f"{shown(amount)} were acquired, so at least {shown(amount)} are owned afterwards, not {shown(owned)}"


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
        fraction = found[0] % 1
        if places <= 2 and fraction * 16 % 1:
            return any(abs(step - fraction) < quantum for step in sixteenths[::8])
        return any(abs(step - fraction) < quantum for step in sixteenths)

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"{shown(values[0])} is a price in fractions, as before April 2001"
