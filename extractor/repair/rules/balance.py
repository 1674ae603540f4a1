"""Balances: what was owned before, moved and owned after."""

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
        before, amount, sign, after = values
        if not (isinstance(before, Decimal) and isinstance(amount, Decimal) and isinstance(after, Decimal)):
            return None
        if sign not in ("A", "D"):
            return None
        gap = _gap(before, amount, after, sign)
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
