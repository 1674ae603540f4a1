"""The columns of a table in a dump: which header words stand where, so that the row decoder knows the places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import TextLine
from extractor.dump.looks import look
from extractor.shapes import date_likeness, letters, number_likeness
from models.layout import Table

_ROLES = {
    "transactionAmounts/transactionAcquiredDisposedCode": "ad",
    "ownershipNature/directOrIndirectOwnership": "di",
    "transactionTimeliness": "v",
}
_BELOW = 3  # lines between dirt and the headings that it stands among
_HEADING = 4  # words of the headings that no title has together
_ROUND_D = re.compile(r"[(\[]\s*[O0DÐ][)\]]\Z")
"""The heading "(D)", also with its letter misread."""
_EMPTY = {
    "securityTitle": 0.8,
    "transactionDate": 2.5,
    "deemedExecutionDate": 0.0,
    "transactionCode": 2.0,
    "v": 0.0,
    "transactionShares": 1.8,
    "transactionShares:A": 0.9,
    "transactionShares:D": 0.9,
    "ad": 1.5,
    "transactionPricePerShare": 0.8,
    "sharesOwnedFollowingTransaction": 1.2,
    "di": 1.6,
    "natureOfOwnership": 0.0,
    "conversionOrExercisePrice": 1.0,
    "exerciseDate": 0.5,  # a lone date is oftener the expiration: the other is then footnoted
    "expirationDate": 0.9,
    "underlyingSecurityTitle": 0.8,
    "underlyingSecurityShares": 1.3,  # a lone number behind the title is theirs rather than what is owned
}
TRANSACTION_ROLES = frozenset(
    {
        "transactionDate",
        "deemedExecutionDate",
        "transactionCode",
        "v",
        "transactionShares",
        "transactionShares:A",
        "transactionShares:D",
        "ad",
        "transactionPricePerShare",
    }
)
"""Columns that a holding leaves empty."""


def logical_columns(table: Table) -> tuple[LogicalColumn, ...]:
    """The columns of a layout's table as the decoder takes them, places unknown."""
    out = []
    for column in table.columns:
        role = _ROLES.get(column.field) or column.field.rsplit("/", 1)[-1]
        out.append(LogicalColumn(role, column.kind, _EMPTY.get(role, 0.5)))
    return tuple(out)


@dataclass(frozen=True, slots=True, eq=False)
class Headings:
    """The headings of a table's columns as folded words: of each column its own (`main`), those it shares with its
    neighbours (`under`) and all together (`every`); `vocabulary` holds the words of the whole table, each with the
    number of columns that have it."""

    main: tuple[frozenset[str], ...]
    under: tuple[frozenset[str], ...]
    every: tuple[frozenset[str], ...]
    vocabulary: frozenset[str]
    frequency: dict[str, int]


@lru_cache(maxsize=64)
def headings(table: Table) -> Headings:
    """The words of a table's headings, folded."""
    main, under, every = (
        tuple(frozenset(map(letters, text.split())) - {""} for text in texts)
        for texts in (
            [column.header for column in table.columns],
            [column.under for column in table.columns],
            [f"{column.header} {column.under}" for column in table.columns],
        )
    )
    vocabulary = frozenset().union(*every)
    return Headings(main, under, every, vocabulary, {word: sum(word in own for own in every) for word in vocabulary})


_SIGNS = frozenset({"a", "d"})
_LIKE_HEADINGS = frozenset({"director", "series"})
"""Words of securities' titles that look like "Direct" and "Securities", worn."""


@lru_cache(maxsize=2048)
def is_header_word(text: str, vocabulary: frozenset[str]) -> bool:
    """A word of the headers, garbled perhaps, or the piece of one that a cell edge cut off."""
    folded = letters(text)
    if not folded or folded in vocabulary or folded in {"instr", "instr3", "instr4", "instr5", "instr8", "and", "or"}:
        return bool(folded)
    if folded in _LIKE_HEADINGS:
        return False
    if folded.isdigit():
        return len(folded) <= 2 and not re.match(r"\(\d+\)", text)  # "(1)" is a footnote mark
    if len(folded) >= 4 and process.extractOne(folded, vocabulary, scorer=fuzz.ratio, score_cutoff=75) is not None:
        return True
    return len(folded) >= 2 and any(
        word.startswith(folded) or word.endswith(folded) for word in vocabulary if len(word) >= 4
    )


def header_share(line: TextLine, heads: Headings) -> float:
    """How much of a line (by letters) is header words, in [0, 1]."""
    return _header_share(tuple([word.text for word in line.words[:120]]), heads.vocabulary)


@lru_cache(maxsize=512)  # a line is asked some times, and the headings are those of other filings
def _header_share(texts: tuple[str, ...], vocabulary: frozenset[str]) -> float:
    """The same of a line's words."""
    if len(texts) <= 2:  # a wrapped title is as short: only the very words count
        return float(all(letters(text) in vocabulary or not letters(text) for text in texts))
    total = known = 0
    for text in texts:
        size = len(letters(text))
        total += size
        if size and is_header_word(text, vocabulary):
            known += size
    return known / total if total else 0.0


def is_data(line: TextLine) -> bool:
    """Has a date, a price or an amount in it."""
    for word in line.words[:120]:
        looks = look(word.text)
        if looks == "date" and date_likeness(word.text) >= 0.6:
            return True
        if looks == "money":
            return True
        if (
            looks == "number"
            and number_likeness(word.text) >= 0.8
            and len(letters(word.text)) >= 2
            and "." not in word.text[-1:]
        ):
            return True
    return False


def begins_header(line: TextLine, heads: Headings) -> bool:
    """Whether the table's own headings begin in the line, from its first two columns on."""
    if len(line.words) < _HEADING or line.table or header_share(line, heads) < 0.9:
        return False
    words = {letters(word.text) for word in line.words}
    first = letters("".join(word.text for word in line.words[:4]))
    other = ("derivative" in words) != any("derivative" in own for own in heads.main[:1])
    return first.lstrip("1il").startswith("titleof") and not other


def split_header(lines: Sequence[TextLine], heads: Headings) -> tuple[list[TextLine], list[TextLine]]:
    """(header lines, the lines below them)."""
    last = 0
    text_between = False  # a line of other text: what looks like a header below it may be a wrapped title
    for index, line in enumerate(lines[:40]):
        share = header_share(line, heads)
        text_between = text_between or (bool(last) and share < 0.3)
        told = text_between and _named(line, heads) < _HEADING
        if share >= (0.85 if told else 0.6) and not (
            is_data(line) and share < 0.85 and not _instructions(line)
        ):
            last = index + 1
        elif is_data(line) and share < 0.45 and not _instructions(line) and not _amid_headings(lines, index, heads):
            break
    return list(lines[:last]), list(lines[last:])


def _amid_headings(lines: Sequence[TextLine], index: int, heads: Headings) -> bool:
    """Dirt with a figure in it: neither a date nor a price, and more of the headings stands right below."""
    if any(look(word.text) in {"date", "money"} for word in lines[index].words):
        return False
    below = lines[index + 1 : index + 1 + _BELOW]
    return any(_named(line, heads) >= _HEADING and header_share(line, heads) >= 0.8 for line in below)


def _named(line: TextLine, heads: Headings) -> int:
    """How many of the headings' very words the line has."""
    return len({letters(word.text) for word in line.words} & heads.vocabulary)


def named_columns(lines: Sequence[TextLine], heads: Headings) -> int:
    """How many columns of the table have a word of their own heading among the header lines."""
    header, _ = split_header(lines, heads)
    words = {letters(word.text) for line in header for word in line.words}
    return sum(not own.isdisjoint(words) for own in heads.main)


def _instructions(line: TextLine) -> bool:
    return "instr" in letters(line.text[:400])


def place_columns(
    columns: Sequence[LogicalColumn], heads: Headings, header: Sequence[TextLine]
) -> tuple[LogicalColumn, ...]:
    """The columns with their places, from the header words: sorted by place, each is given to a column, left to right,
    so that as many as possible stand under their own header. Unchanged when too few are recognised."""
    places = sorted(
        (at, at + (1 if line.table else len(word.text)), folded, line.number)
        for line in header
        for at, word in zip(line.at, line.words, strict=True)
        if (folded := "d" if _ROUND_D.match(word.text) else letters(word.text))
    )
    if len(places) < len(columns):
        return tuple(columns)
    known = {folded: _vocabulary_word(folded, heads.vocabulary) for _, _, folded, _ in places}
    last = max(number for *_, number in places)
    signed = frozenset(folded for *_, folded, number in places if number == last) & _SIGNS
    # "(A)" and "(D)" right above their columns place these; the same in "Acquired (A) or Disposed of (D)" does not
    above = signed if signed == _SIGNS else frozenset()
    texts = [None if folded in above and number != last else known[folded] for *_, folded, number in places]
    path = _align(texts, heads)
    # a column lies under the words of its own; the heading it shares with its neighbours counts where it has none
    own: list[tuple[float, float] | None] = [None] * len(columns)
    shared = list(own)
    main = heads.main
    lowest: dict[int, int] = {}
    for (_, _, folded, number), c in zip(places, path, strict=True):
        if known[folded] in main[c] and not header[0].table:
            lowest[c] = max(number, lowest.get(c, number))
    for (x0, x1, folded, number), c in zip(places, path, strict=True):
        for spans, words in ((own, main[c]), (shared, heads.every[c])):
            if spans is own and number < lowest.get(c, 0) and known[folded] in heads.under[c]:
                continue  # "(A)" of "Acquired (A) or Disposed of (D)", the heading above the columns (A) and (D)
            if known[folded] in words:
                span = spans[c]
                spans[c] = (x0, x1) if span is None else (min(span[0], x0), max(span[1], x1))
    spans = [mine or ours for mine, ours in zip(own, shared, strict=True)]
    if sum(span is not None for span in spans) < 0.5 * len(columns):
        return tuple(columns)
    return tuple(replace(column, span=span) for column, span in zip(columns, _filled(spans), strict=True))


@lru_cache(maxsize=2048)
def _vocabulary_word(folded: str, vocabulary: frozenset[str]) -> str | None:
    """The word of the headings that it is, garbled perhaps."""
    if folded in vocabulary:
        return folded
    best = process.extractOne(folded, vocabulary, scorer=fuzz.ratio, score_cutoff=75) if len(folded) >= 4 else None
    return best[0] if best else None


def header_gains(texts: Sequence[str], heads: Headings) -> list[float]:
    """How much words above a place say that it is each of the columns: more for words of few headings."""
    gains = [0.0] * len(heads.main)
    for text in texts:
        word = _vocabulary_word(letters(text), heads.vocabulary)
        if word is not None:
            gains = [one + more for one, more in zip(gains, _gains(word, heads), strict=True)]
    return gains


@lru_cache(maxsize=1024)
def _gains(word: str, heads: Headings) -> tuple[float, ...]:
    """How much a word of the headings says that the column below it is each of them. A word of few headings says more
    than one of many; the words of a shared heading less than a column's own."""
    return tuple(
        (1.0 if word in main else 0.6 if word in every else -0.25) / heads.frequency[word]
        for main, every in zip(heads.main, heads.every, strict=True)
    )


def _align(words: Sequence[str | None], heads: Headings) -> list[int]:
    """The column of each header word, words from left to right: the monotone assignment of the greatest gain."""
    width = len(heads.main)
    gains = [0.0] * width
    back: list[list[int]] = []
    for word in words:
        step, origin = [0.0] * width, [0] * width
        gained = _gains(word, heads) if word is not None else step
        best_at = 0
        for c in range(width):
            if gains[c] > gains[best_at]:
                best_at = c
            step[c], origin[c] = gains[best_at] + gained[c], best_at
        gains = step
        back.append(origin)
    path = [max(range(width), key=gains.__getitem__)]
    for origin in reversed(back[1:]):
        path.append(origin[path[-1]])
    return path[::-1]


def _filled(spans: Sequence[tuple[float, float] | None]) -> list[tuple[float, float] | None]:
    """Columns without a header word of their own lie between their neighbours."""
    out = list(spans)
    for index, span in enumerate(out):
        if span is None:
            left = next((out[i] for i in range(index - 1, -1, -1) if out[i] is not None), None)
            right = next((out[i] for i in range(index + 1, len(out)) if out[i] is not None), None)
            if left and right:
                low, high = sorted((left[1], right[0]))
                out[index] = (low, high)
    return out
