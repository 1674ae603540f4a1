"""The row decoder: which words of one printed line of a table stand in which column.

A monotone Viterbi: words in reading order, columns in order, each word in one column. What a word looks like (date,
amount, price, letter, text) weighs against where it stands (pipe column or character column, when they mean anything),
so the same decoder reads shifted, split and merged columns and lines whose columns are lost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.shapes import date_likeness, is_mark, is_money, latin, letters, number_likeness, without_marks
from models.codes import TRANSACTION_CODES
from models.layout import ColumnKind

_FAR = 6.0
_ROUND = frozenset("OoQD")
"""What a price of zero is read as."""

Looks = tuple[str, ...]
"""What a word may be, the likeliest first: date, money, dollar, number, mark, letter, code, word, noise."""


@dataclass(frozen=True, slots=True)
class LogicalColumn:
    """A column of a table as the decoder sees it. `role` names it; `empty` is the cost of leaving it empty in a full
    row; `span` its place across the line in the units of TextLine.at, None when not known."""

    role: str
    kind: ColumnKind
    empty: float
    span: tuple[float, float] | None = None


@lru_cache(maxsize=2048)
def look(text: str) -> str:
    """The one thing a word looks like most."""
    bare = without_marks(latin(text)).strip("[]|{}")
    if is_mark(text):
        return "mark"
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
    if len(folded) == 2 and folded[0] in "45" and folded[1].upper() in TRANSACTION_CODES:
        return "code"
    return "word"


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
_LIKE_CODES = frozenset("456")
"""Figures that the codes A, S and G are read as."""
_LONE_MARKS = frozenset({"conversionOrExercisePrice", "exerciseDate", "expirationDate"})
_TEXT_KINDS = frozenset({"title", "nature", "text"})


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
    elif role == "ad" and looks == "letter":
        return 0.0 if folded in "ad" else 1.0 if folded in "o0" else 3.0
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
def _next(text: str, before: str, kind: str) -> float:
    """Cost of a word behind another one of the same column."""
    looks, previous = look(text), look(before)
    if looks == "noise":
        return 0.2
    if looks == "mark":
        return 0.15 if previous != "mark" else 0.3
    if kind in _TEXT_KINDS:
        if looks == "number" and "," in text[1:-1]:
            return 2.5  # titles hold "2007" or "8.5%", hardly ever 20,075
        return _NEXT_TEXT.get(looks, 0.5)
    if previous == "dollar" and looks == "number":
        return 0.0
    if previous == "mark":
        return 2.5
    if kind in {"shares", "money"} and looks == "number":
        # "275 000", "80, 000", "12 5/8"
        grouped = len(letters(text)) == 3 and "." not in before and before.strip("$") != "0"
        return 0.7 if grouped else 3.0
    if kind == "money" and "/" in text:
        return 0.3
    if kind == "date":
        return 1.2 if looks in {"number", "date"} else 2.5
    return 3.5


@lru_cache(maxsize=2048)
def _firsts(text: str, columns: tuple[tuple[str, str], ...]) -> tuple[float, ...]:
    """Cost of a word as the first of each column (role, kind)."""
    return tuple([first_cost(text, role, kind) for role, kind in columns])


@lru_cache(maxsize=512)
def _nexts(text: str, before: str, columns: tuple[tuple[str, str], ...]) -> tuple[float, ...]:
    """Cost of a word behind another one in each column (role, kind)."""
    return tuple([_next(text, before, kind) for _, kind in columns])


def decode(
    words: Sequence[str],
    at: Sequence[float],
    cells: Sequence[int],
    columns: Sequence[LogicalColumn],
    *,
    occupied: frozenset[str] = frozenset(),
    fragment: bool = False,
    pitch: float = 0.0,
) -> tuple[float, list[int]]:
    """(cost, column index per word) of the best reading of one line.

    `at`, `cells` as in TextLine; `pitch` is the width of one column step in units of `at` (0: places mean nothing).
    A `fragment` is a line that carries only some columns of a row whose other lines filled `occupied` (roles).
    """
    count, width = len(words), len(columns)
    if not count:
        return 0.0, []
    if fragment:
        # a part of a row fills what its other lines left open: lone footnote marks of prices and dates above all
        empties = [
            0.7 * column.empty if column.role in _LONE_MARKS and column.role not in occupied else 0.0
            for column in columns
        ]
    else:
        empties = [column.empty for column in columns]
    cumulative = [0.0]
    for empty in empties:
        cumulative.append(cumulative[-1] + empty)
    taken = [2.5 if column.role in occupied and column.kind not in _TEXT_KINDS else 0.0 for column in columns]
    spoken = tuple([(column.role, column.kind) for column in columns])
    texty = [column.kind in _TEXT_KINDS for column in columns]
    spans = [column.span for column in columns] if pitch else [None] * width
    places = _distances(at[0], len(words[0]), spans, pitch)
    firsts = _firsts(words[0], spoken)
    costs = [cumulative[c] + (firsts[c] + places[c]) + taken[c] for c in range(width)]
    back: list[list[int]] = []
    for index in range(1, count):
        text, before = words[index], words[index - 1]
        joined = cells[index] == cells[index - 1]
        free = joined and pitch == 0
        previous = costs
        costs = [0.0] * width
        origin = [0] * width
        best, best_at = math.inf, -1
        if pitch:
            places = _distances(at[index], len(text), spans, pitch)
        firsts, nexts = _firsts(text, spoken), _nexts(text, before, spoken)
        for c in range(width):
            stay = previous[c] + nexts[c] + (0.0 if joined and pitch else places[c])
            if not joined:
                stay += 0.3 if texty[c] and pitch else 0.8
            move = best + cumulative[c] + firsts[c] + places[c] + taken[c]
            if joined and not free:
                move += 0.8
            if stay <= move:
                costs[c], origin[c] = stay, c
            else:
                costs[c], origin[c] = move, best_at
            ready = previous[c] - cumulative[c + 1]
            if ready < best:
                best, best_at = ready, c
        back.append(origin)
    finals = [costs[c] + cumulative[width] - cumulative[c + 1] for c in range(width)]
    at_column = min(range(width), key=finals.__getitem__)
    total = finals[at_column]
    path = [at_column]
    for origin in reversed(back):
        path.append(origin[path[-1]])
    path.reverse()
    return total, path


def distance(at: float, length: int, column: LogicalColumn, pitch: float) -> float:
    """Cost of a word's distance from its column: nothing inside, then growing with the step, bounded."""
    return _distances(at, length, [column.span if pitch else None], pitch)[0]


def _distances(at: float, length: int, spans: Sequence[tuple[float, float] | None], pitch: float) -> list[float]:
    """The same for columns of those places; nothing where a place is not known."""
    end = at + (length if pitch < 10 else 1)
    out = []
    for span in spans:
        gap = 0.0
        if span is not None:
            x0, x1 = span
            gap = x0 - end if end < x0 else at - x1 if at > x1 else 0.0
        out.append(min(0.35 + 0.55 * (gap / pitch), 2.5) if gap > 0 else 0.0)
    return out
