"""Codes, letters, check boxes and addresses that go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.repair.rules.rule import Alarm, Value, Values, shown
from models.codes import US_STATES, zip_states

ALWAYS: Mapping[str, str] = {
    "nonDerivativeTable": "A:PLAMOX D:SFUD",
    "derivativeTable": "A:LA D:SFUDCOXH",
}
"""Signs that go with codes in each table (F1). The others take either: a class of shares converts into another within
Table I, restricted units are earned by M, puts are bought short."""


@dataclass(frozen=True, slots=True)
class Sign:
    """The code says whether shares were acquired or disposed of (F1). Cells: code, sign."""

    table: str
    cells: tuple[str, ...]
    name: str = "sign-by-code"
    weight: float = 2.5
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "note"
    blames: int = 1

    def _sign(self, code: Value) -> str | None:
        for part in ALWAYS[self.table].split():
            if isinstance(code, str) and len(code) == 1 and code in part[2:]:
                return part[0]
        return None

    def holds(self, values: Values, /) -> bool | None:
        sign = self._sign(values[0])
        return None if sign is None or values[1] is None else sign == values[1]

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        sign = self._sign(values[0])
        return (sign,) if place == 1 and sign else ()

    def words(self, values: Values, /) -> str:
        sign = self._sign(values[0])
        meaning = {"A": "acquired (A)", "D": "disposed of (D)"}
        return f"code {shown(values[0])} means {meaning.get(sign or '', '')}"


@dataclass(frozen=True, slots=True)
class Nature:
    """Indirect ownership has its nature printed, direct has not (C3). Cells: D or I, nature."""

    cells: tuple[str, ...]
    name: str = "nature-when-indirect"
    weight: float = 3.0
    hard: bool = True
    telling: bool = True
    alarm: Alarm = "doubt"
    blames: int = 0

    def holds(self, values: Values, /) -> bool | None:
        return None if values[0] not in ("D", "I") else (values[0] == "I") == (values[1] is not None)

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        return ("I" if values[1] is not None else "D",) if place == 0 else ()

    def words(self, values: Values, /) -> str:
        there = "stands" if values[1] is not None else "no nature stands"
        said = f"“{values[1]}” stands" if values[1] is not None else there
        return f"{said} in the column for the nature of indirect ownership, and ownership is {shown(values[0])}"


@dataclass(frozen=True, slots=True)
class Together:
    """A box is ticked exactly when its text is there: officer and title (C2). Cells: flag, text."""

    what: str
    cells: tuple[str, ...]
    name: str = "box-and-text"
    weight: float = 3.0
    hard: bool = True
    telling: bool = True
    alarm: Alarm = "doubt"
    blames: int = 0

    def holds(self, values: Values, /) -> bool | None:
        return None if values[0] not in ("0", "1") else (values[0] == "1") == (values[1] is not None)

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        return ("1" if values[1] is not None else "0",) if place == 0 else ()

    def words(self, values: Values, /) -> str:
        box = "is" if values[0] == "1" else "is not"
        text = "is" if values[1] is not None else "is not"
        return f"the box {self.what} {box} ticked, its text {text} there"


@dataclass(frozen=True, slots=True)
class SameWords:
    """Neighbouring rows, and derivatives and what they convert into, often name one security. Cells: two titles. Only
    ever supports, a little: it chooses among opinions the readings left open."""

    cells: tuple[str, ...]
    name: str = "same-security"
    weight: float = 1.5
    hard: bool = False
    telling: bool = False
    alarm: Alarm = "none"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        one, two = values
        if not isinstance(one, str) or not isinstance(two, str) or len(one) < 2:
            return None
        return True if one.casefold() == two.casefold() else None

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"another row names “{shown(values[0])}” too"


@dataclass(frozen=True, slots=True)
class Zip:
    """A ZIP code lies in its state (B8). Cells: state, ZIP."""

    cells: tuple[str, ...]
    name: str = "state-and-zip"
    weight: float = 3.0
    hard: bool = True
    telling: bool = True
    alarm: Alarm = "doubt"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        state, code = values
        if not isinstance(state, str) or not isinstance(code, str):
            return None
        # Letters in a postal code are another country's, and 106-6108; figures may be a prefix nobody knows.
        abroad = any(sign.isalpha() for sign in code) or sum(sign.isdigit() for sign in code) in (6, 7)
        if state not in US_STATES:
            return True if abroad else None
        states = zip_states(code)
        return state in states if states else False if abroad else None

    def wants(self, values: Values, place: int, /) -> tuple[Value, ...]:
        code = values[1]
        states = sorted(zip_states(code)) if place == 0 and isinstance(code, str) else []
        return tuple(states) if len(states) == 1 else ()

    def words(self, values: Values, /) -> str:
        code = values[1]
        states = ", ".join(sorted(zip_states(code))) if isinstance(code, str) else ""
        return f"ZIP {shown(code)} lies in {states or 'no state'}; the state printed is {shown(values[0])}"
