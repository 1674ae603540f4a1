"""What a word of a table's row looks like, and what it costs there: as the first of a column or behind another one."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.shapes import date_likeness, is_mark, is_money, latin, letters, number_likeness, without_marks
from models.codes import TRANSACTION_CODES

_DAY = re.compile(r"[\[|(]?(\d{1,2})[/\-.](\d{1,2})[/\-.](?:19|20)?(\d\d)(?!\d)", re.ASCII)
_BROKEN = re.compile(r"\d[.,]\Z")
"""The end of a number that goes on in the next word ("$3. 50")."""
_TYPED_ZERO = re.compile(r"[-—–][0OQo][-—–]")
_ROUND = frozenset("OoQD")
"""What a price of zero is read as."""


def is_zero(text: str) -> bool:
    """A nought by itself, also as the round letter that it is read as."""
    return without_marks(text) in {"0", "O", "o", "Q"}


@lru_cache(maxsize=2048)
def look(text: str) -> str:
    """The one thing a word looks like most."""
    bare = without_marks(latin(text)).strip("[]|{}")
    if is_mark(text):
        return "mark"
    if _TYPED_ZERO.fullmatch(text):
        return "money"
    if bare.startswith("$"):
        return "dollar" if bare == "$" else "money" if is_money(bare) or bare[1:] in _ROUND else "word"
    if date_likeness(text) >= 0.5:
        return "date"
    folded = letters(bare)
    if not folded:
        return "noise"
    if number_likeness(text) >= 0.6:
        return "number"
    if date_likeness(text) > 0:
        return "date"
    if len(folded) == 1:
        return "letter"
    if len(folded) == 2 and bare.isupper() and folded[0].upper() in TRANSACTION_CODES and folded[1] in "vk":
        return "code"
    if len(folded) == 2 and folded[0] == folded[1] and folded[0].upper() in TRANSACTION_CODES:
        return "code"  # "Cc": a capital with the stroke of a ruling
    if len(folded) == 2 and folded[0] in "45" and folded[1].upper() in TRANSACTION_CODES:
        return "code"
    return "word"


@lru_cache(maxsize=2048)
def day_of(text: str) -> str | None:
    """A day printed in full, however it is written: "03/05/2012(1)" and "3-5-12" are "3/5/12"; None for other text."""
    found = _DAY.match(text)
    return f"{int(found[1])}/{int(found[2])}/{found[3]}" if found else None


_FIRST: dict[str, dict[str, float]] = {
    "date": {
        "date": 0,
        "number": 3,
        "mark": 2.5,
        "word": 4,
        "letter": 5,
        "money": 5,
        "dollar": 5,
        "code": 5,
        "noise": 1,
    },
    "shares": {
        "number": 0,
        "money": 1.6,
        "mark": 2.5,
        "date": 4,
        "letter": 4,
        "word": 4,
        "dollar": 3,
        "code": 5,
        "noise": 1,
    },
    "money": {
        "money": 0,
        "dollar": 0,
        "number": 0.9,
        "mark": 0.6,
        "word": 3,
        "date": 5,
        "letter": 4,
        "code": 5,
        "noise": 1,
    },
    "code": {
        "letter": 0.3,
        "code": 0.2,
        "mark": 3,
        "word": 4,
        "number": 3.5,
        "date": 6,
        "money": 6,
        "dollar": 6,
        "noise": 1,
    },
    "letter": {
        "letter": 0.4,
        "word": 4,
        "number": 3.5,
        "mark": 3,
        "date": 6,
        "money": 6,
        "dollar": 6,
        "code": 4,
        "noise": 1,
    },
    "title": {
        "word": 0.1,
        "letter": 0.9,
        "number": 1.8,
        "money": 2.5,
        "dollar": 2.5,
        "mark": 3,
        "date": 4,
        "code": 1,
        "noise": 0.5,
    },
    "nature": {
        "word": 0.2,
        "letter": 1.8,
        "number": 2,
        "money": 3,
        "dollar": 3,
        "mark": 1.2,
        "date": 4,
        "code": 1.2,
        "noise": 0.5,
    },
    "text": {
        "word": 0.1,
        "letter": 0.3,
        "number": 0.5,
        "money": 1,
        "dollar": 1,
        "mark": 1,
        "date": 1,
        "code": 0.3,
        "noise": 0.5,
    },
}
_DATE_WORDS = frozenset(
    ["immediately", "immediate", "immed", "currently", "various", "none", "na", "upon", "see", "vested", "exercisable"]
)
_PRICE_WORDS = frozenset(["na", "none", "nil"])
_NATURE_STARTS = frozenset(["by", "see", "through", "spouse", "trust", "as", "in", "custodian", "held"])
_NEXT_TEXT = {"word": 0.05, "letter": 0.4, "number": 0.9, "money": 0.8, "dollar": 1.0, "date": 3.0, "code": 0.4}
_LATE = re.compile(f"[45][{''.join(sorted(TRANSACTION_CODES))}]")
"""The code of a transaction reported late, behind the form that it belonged on: "4G"."""
_LIKE_CODES = frozenset("456")
"""Figures that the codes A, S and G are read as."""


@lru_cache(maxsize=2048)
def first_cost(text: str, role: str, kind: str) -> float:
    """Cost of a word as the first of its column."""
    looks = look(text)
    cost = _FIRST[kind][looks]
    folded = letters(without_marks(text))
    if looks == "date" and kind == "date":
        return 1.0 - date_likeness(text)
    if looks == "number" and kind in {"shares", "money"}:
        cost += 1.0 - number_likeness(text)
        if kind == "shares" and "." not in text and "," not in text and len(folded) > 6:
            cost += 0.2
    elif role in {"exerciseDate", "expirationDate"}:
        if looks == "mark":
            return 0.5
        if folded in _DATE_WORDS:
            return 0.5
    elif kind == "shares" and is_zero(text):
        return 1.0
    elif role == "ad" and looks == "letter":
        return 0.0 if folded in "ad" else 1.0 if folded in "o0" else 3.0
    elif role == "ad" and len(folded) == 2 and folded[0] in "ad" and folded[1] in "il1j":
        return 1.2  # the letter and the ruling behind it
    elif role == "di":
        if folded in {"d", "i"}:
            return 0.0
        if folded in {"direct", "indirect", "1", "l"}:
            return 0.6
        if folded in {"o", "0"}:  # a round D
            return 0.8 if folded == "o" else 1.2
        if looks == "letter":
            return 3.0
        if looks in {"word", "code"} and len(folded) == 2 and (folded[0] in "di" or folded[1] in "di"):
            return 1.2  # "pd", "[D": the letter and a bit of the ruling
    elif role == "v" and looks == "letter":
        return 0.0 if folded == "v" else 4.0
    elif kind == "code" and looks == "number" and _LATE.fullmatch(without_marks(text)):
        return 0.2
    elif kind == "code" and folded in _LIKE_CODES:
        return 1.2
    elif kind == "code" and looks == "letter":
        return 0.0 if folded.upper() in TRANSACTION_CODES else 1.2
    elif kind == "money" and folded in _PRICE_WORDS:
        return 0.8
    elif kind in {"money", "shares"} and looks == "word" and len(folded) <= 7 and any(ch.isdigit() for ch in folded):
        return 1.8  # an amount that OCR broke
    elif kind == "nature" and folded in _NATURE_STARTS:
        return 0.0
    elif kind == "title" and folded in {"by", "see"}:
        return 0.8
    return cost


@lru_cache(maxsize=2048)
def next_cost(text: str, before: str, kind: str) -> float:
    """Cost of a word behind another one of the same column."""
    looks, previous = look(text), look(before)
    if looks == "noise":
        return 0.2
    if looks == "mark":
        return 0.15 if previous != "mark" else 0.3
    if kind in {"title", "nature", "text"}:
        if looks == "number" and "," in text[1:-1]:
            return 2.5  # titles hold "2007" or "8.5%", hardly ever 20,075
        return _NEXT_TEXT.get(looks, 0.5)
    if previous == "dollar" and looks == "number":
        return 0.0
    if previous == "mark":
        return 2.5
    if kind in {"shares", "money"} and looks == "number" and _BROKEN.search(before):
        return 0.0
    if kind == "money" and previous == "money" and "." in before and text.isdigit() and len(text) == 1:
        return 0.8  # "$80.3 2"
    if kind in {"shares", "money"} and looks == "number":
        # "275 000", "80, 000", "12 5/8"
        grouped = len(letters(text)) == 3 and "." not in before and before.strip("$") != "0"
        return 0.7 if grouped else 3.0
    if kind == "money" and "/" in text:
        return 0.3
    if kind == "date":
        return 1.2 if looks in {"number", "date"} else 2.5
    return 3.5
