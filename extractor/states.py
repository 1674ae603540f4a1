"""Is this token a state or a country as the form prints it? EDGAR's codes, and names in full on the newest form."""

from __future__ import annotations

from extractor.shapes import letters
from models.codes import OBSOLETE_STATES, STATES, US_STATES

_STATE_NAMES = frozenset(letters(STATES[code]) for code in US_STATES | {"PR"})
COUNTRY_NAMES = frozenset(letters(name.split(",")[0]) for code, name in STATES.items() if code not in US_STATES) | {
    "england",
    "uk",
    "usa",
}
"""Names of countries and provinces, folded to letters."""


def is_state_code(text: str, loose: bool = False) -> bool:
    """A state or EDGAR country code; `loose` (a comma stands before it) also takes a damaged one: `$2`, `xo`, `0R`."""
    if len(text) != 2:
        return False
    upper = text.upper()
    if upper in STATES or upper in OBSOLETE_STATES or upper == "XO":
        return True
    return loose and all(ch.isalnum() or ch in "$|" for ch in text)


def is_state_name(text: str) -> bool:
    """A state's full name, folded to letters."""
    return text in _STATE_NAMES
