"""When two values of a field say the same: numbers by value, dates by day, text by its case-folded words."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import Indel

from models.form4 import Amount, Day, Flag, Text, Valued
from models.paths import leaf_class

_KINDS: dict[str, tuple[str, ...]] = {
    "form": ("documentType",),
    "date": (
        *("periodOfReport", "dateOfOriginalSubmission", "transactionDate", "deemedExecutionDate"),
        *("exerciseDate", "expirationDate", "signatureDate"),
    ),
    "shares": ("transactionShares", "underlyingSecurityShares", "sharesOwnedFollowingTransaction"),
    "money": (
        *("transactionPricePerShare", "conversionOrExercisePrice", "transactionTotalValue"),
        *("underlyingSecurityValue", "valueOwnedFollowingTransaction"),
    ),
    "code": ("transactionCode",),
    "letter": ("transactionAcquiredDisposedCode", "directOrIndirectOwnership", "transactionTimeliness"),
    "title": ("securityTitle", "underlyingSecurityTitle"),
    "nature": ("natureOfOwnership",),
    "name": ("rptOwnerName", "issuerName"),
    "address": (
        *("rptOwnerStreet1", "rptOwnerStreet2", "rptOwnerCity", "rptOwnerState", "rptOwnerZipCode"),
        *("rptOwnerNonUSStateTerritory", "rptOwnerCountry"),
    ),
    "ticker": ("issuerTradingSymbol", "issuerForeignTradingSymbol"),
    "officer title": ("officerTitle", "otherText"),
    "footnote": ("footnote",),
    "remarks": ("remarks",),
    "signature": ("signatureName",),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}

_WORD = re.compile(r"[^\W_]+(?:(?<=\d)[.,/](?=\d)[^\W_]+)*|[$%]|(?<![^\W_])[.](?=\d)\d+")


def kind_of(path: str) -> str:
    """The kind of field a path names, as score reports group them: date, shares, money, checkbox, …"""
    name = leaf_name(path)
    return _KIND_OF.get(name, "checkbox" if _holds(path) is Flag else "other")


def _holds(path: str) -> type[Valued[Any]]:
    """A path that no filing has holds text, and is judged as such: as something read that is not printed."""
    try:
        return leaf_class(path)
    except KeyError:
        return Text


def leaf_name(path: str) -> str:
    """The last element name of a path, without index."""
    return path.rpartition("/")[2].partition("[")[0]


@lru_cache(maxsize=65536)
def canonical(path: str, value: str | None) -> str | None:
    """The value in a form in which equal values are equal texts; None when it says nothing (an unchecked box too)."""
    if value is None or not value.strip():
        return None
    leaf, kind = _holds(path), kind_of(path)
    if leaf is Flag:
        return "1" if value in ("1", "true") else None
    if leaf is Day:
        return value[:10]
    if leaf is Amount:
        try:
            number = Decimal(value.replace(",", ""))
        except InvalidOperation:
            return value
        return format(number.normalize() if number else Decimal(0), "f")
    text = unicodedata.normalize("NFKC", value).casefold()
    if kind in ("ticker", "code", "letter", "form"):
        return "".join(text.split())
    return " ".join(_WORD.findall(text)) or text.strip()


def same(path: str, one: str | None, other: str | None, *, month: bool = False) -> bool:
    """Whether both say the same of the field; `month` compares dates to the month only."""
    first, second = canonical(path, one), canonical(path, other)
    if month and first and second:
        return first[:7] == second[:7]
    return first == second


def likeness(path: str, one: str | None, other: str | None) -> float:
    """Edit similarity of the canonical values in [0, 1]; 0 when only one says something."""
    first, second = canonical(path, one), canonical(path, other)
    if first is None or second is None:
        return float(first == second)
    return float(Indel.normalized_similarity(first, second))


def is_free_text(path: str) -> bool:
    """Whether the field holds words, for which edit similarity says more than right or wrong."""
    return _holds(path) is Text and kind_of(path) not in ("code", "letter", "form", "ticker")
