"""Amounts printed twice: an exercise in both tables, price and strike, one total on every row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.repair.rules.rule import Alarm, Value, Values, numbers, shown


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
class EqualSums:
    """An exercise printed on several rows sums up to the same in both tables (E3). The first `left` cells are amounts
    of Table I, the others of Table II. It only ever supports: derivatives may convert otherwise than one for one."""

    cells: tuple[str, ...]
    left: int
    name: str = "exercise-sum"
    weight: float = 3.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "none"
    blames: int = 0

    def holds(self, values: Values, /) -> bool | None:
        found = numbers(*values)
        if found is None:
            return None
        total = sum(found[: self.left])
        return True if total and total == sum(found[self.left :]) else None

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        others = numbers(*(value for at, value in enumerate(values) if at != place))
        if others is None:
            return ()
        on_left = place < self.left
        first = sum(others[: self.left - on_left], Decimal(0))
        gap = (sum(others[self.left - on_left :], Decimal(0)) - first) * (1 if on_left else -1)
        return (gap,) if gap > 0 else ()

    def words(self, values: Values, /) -> str:
        one, two = values[: self.left], values[self.left :]
        return f"exercised in Table I and II: {' + '.join(map(shown, one))} = {' + '.join(map(shown, two))}"
