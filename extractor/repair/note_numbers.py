"""The numbers a footnote names, and what it says about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from extractor.repair.rules.rule import shown

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,9}(?:\.\d{1,4})?")
_AROUND = "()[]{},.;:\"'“”’"
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec.")
_BESIDES = re.compile(
    r"\b(?:includ|reflect|dividend|reinvest|split|purchase plan|espp|401\(k\)|acquired|transfer|distribut|adjust|"
    r"previously|vest|gift|contribut|exempt|forfeit|round)", re.IGNORECASE)
_MOST = 12
"""Numbers of one note that sums are made of."""


@lru_cache(maxsize=256)  # each row that refers to the note asks
def share_numbers(text: str) -> tuple[Decimal, ...]:
    """Numbers of shares in a note, each once, in order: money, percents, dates, years and rule numbers are left out."""
    found: dict[Decimal, None] = {}
    before = ""
    for word in text.split():
        plain = word.strip(_AROUND)
        year = len(plain) == 4 and plain[:2] in ("19", "20")
        if _NUMBER.fullmatch(plain) and not year and before not in _MONTHS and not before.endswith("$"):
            number = Decimal(plain.replace(",", ""))
            if number > 0:
                found.setdefault(number)
        before = word.lower()
    return tuple(found)


def price_range(text: str) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest price of a note that tells of a range, None when it tells of none or of several."""
    if "rang" not in text.lower() and "between" not in text.lower():
        return None
    prices = money_numbers(text)
    return (min(prices), max(prices)) if len(prices) == 2 else None


def money_numbers(text: str) -> tuple[Decimal, ...]:
    """Dollar amounts of a note, in order."""
    found: list[Decimal] = []
    before = ""
    for word in text.split():
        plain = word.strip(_AROUND)
        if (plain.startswith("$") or before.endswith("$")) and _NUMBER.fullmatch(plain.lstrip("$")):
            found.append(Decimal(plain.lstrip("$").replace(",", "")))
        before = word
    return tuple(found)


def parts(note: str, text: str) -> dict[Decimal, str]:
    """Sums of two or three of a note's numbers of shares, with the words for each: "footnote 1: 183,453 + 63,498 =
    246,951"."""
    sums: dict[Decimal, str] = {}
    for addends in _addends(text):
        total = sum(addends, Decimal(0))
        sums.setdefault(total, f"footnote {note[1:]}: {' + '.join(map(shown, addends))} = {shown(total)}")
    return sums


def _addends(text: str) -> Iterator[tuple[Decimal, ...]]:
    shares = [number for number in share_numbers(text) if number >= 10][:_MOST]
    for size in (2, 3):
        yield from combinations(shares, size)


def besides(notes: Mapping[str, str]) -> dict[Decimal, str]:
    """Amounts that notes say came in or went out beside the row's transaction, with the note's id; also sums of two."""
    gaps: dict[Decimal, str] = {}
    for note, text in notes.items():
        if not _BESIDES.search(text):
            continue
        shares = share_numbers(text)[:_MOST]
        for number in shares:
            gaps.setdefault(number, note)
        for pair in combinations(shares, 2):
            gaps.setdefault(sum(pair, Decimal(0)), note)
    return gaps
