"""Text from strangers made safe to show: it can move no cursor, break no line and turn no reading direction."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_FLOOR, Decimal


def printable(text: str) -> str:
    """`text` on one line: control, direction and other invisible characters as escapes (`\\x1b`), blanks as blanks."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def percent(confidence: float) -> str:
    """A confidence in per cent, rounded down to a tenth: what is not certain never shows as 100."""
    return f"{Decimal(str(confidence * 100)).quantize(Decimal('0.1'), ROUND_FLOOR).normalize():f}"


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    return char.encode("unicode_escape").decode("ascii")
