"""Rules between names: who owns, and who signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.repair.rules.rule import Alarm, Value, Values, shown

_LOOKS_LIKE_A_LETTER = frozenset("01")


@dataclass(frozen=True, slots=True)
class Signs:
    """A reporting person signs, or somebody for them who names them (General Instruction 7): every word of the name, in
    any order, stands in the signature too. Cells: owner's name, signature. Only ever supports: an agent's own name may
    stand alone."""

    cells: tuple[str, ...]
    name: str = "owner-signs"
    weight: float = 2.0
    hard: bool = False
    telling: bool = True
    alarm: Alarm = "none"
    blames: int = 1

    def holds(self, values: Values, /) -> bool | None:
        owner, signature = (_words(value) if isinstance(value, str) else frozenset[str]() for value in values)
        if len(owner) < 2 or owner & _LOOKS_LIKE_A_LETTER:
            return None
        return True if owner <= signature else None

    def wants(self, _values: Values, _place: int, /) -> tuple[Value, ...]:
        return ()

    def words(self, values: Values, /) -> str:
        return f"“{shown(values[0])}” signs as “{shown(values[1])}”"


def _words(name: str) -> frozenset[str]:
    """The words of a name, initials too: owners are printed last name first, and sign first name first."""
    return frozenset(re.findall(r"[^\W_]+", name.casefold()))
