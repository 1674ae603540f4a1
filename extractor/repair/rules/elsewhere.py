"""What other filings of the same owner and issuer say: their balances and their words.

These rules only ever support. That they do not hold is no objection: a filing in between may be missing, and names and
addresses change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.compare import canonical
from extractor.repair.rules.balance import Balance
from extractor.repair.rules.rule import Alarm, Value, Values, shown


@dataclass(frozen=True, slots=True)
class Opening:
    """What an earlier filing left ± what the account's first row moves = what is owned after it. Cells: amount, sign,
    owned after. `said` names that filing."""

    before: Decimal
    said: str
    cells: tuple[str, ...]
    name: str = "link.balance"
    weight: float = 3.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "none"
    blames: int = 2

    def holds(self, values: Values, /) -> bool | None:
        return self._balance.holds((self.before, *values)) or None

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        return self._balance.wants((self.before, *values), place + 1)

    def words(self, values: Values, /) -> str:
        return f"{self._balance.words((self.before, *values))}, where {shown(self.before)} is what {self.said}"

    @property
    def _balance(self) -> Balance:
        return Balance(("", *self.cells))


@dataclass(frozen=True, slots=True)
class Carried:
    """What is owned is what another filing says was owned at that time. Cells: owned."""

    owned: Decimal
    said: str
    cells: tuple[str, ...]
    name: str = "link.balance"
    weight: float = 3.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "none"
    blames: int = 0

    def holds(self, values: Values, /) -> bool | None:
        return True if values[0] == self.owned and self.owned else None

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return (self.owned,) if self.owned else ()

    def words(self, _values: Values, /) -> str:
        return f"{shown(self.owned)} is what {self.said}"


@dataclass(frozen=True, slots=True)
class Worded:
    """A text stands in other filings too. Cells: the text. `said` maps texts, as `canonical` makes them, to the
    documents."""

    said: Mapping[str, tuple[str, ...]] = field(repr=False)
    cells: tuple[str, ...]
    name: str = "link.words"
    weight: float = 2.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "none"
    blames: int = 0

    def holds(self, values: Values, /) -> bool | None:
        return True if self._documents(values) else None

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        documents = self._documents(values)
        named = ", ".join(documents[:3]) + (f" and {len(documents) - 3} more" if len(documents) > 3 else "")
        return f"“{shown(values[0])}” stands in {named} too, of the same owner and issuer"

    def _documents(self, values: Values) -> tuple[str, ...]:
        value = values[0]
        return self.said.get(canonical(self.cells[0], value) or "", ()) if isinstance(value, str) else ()
