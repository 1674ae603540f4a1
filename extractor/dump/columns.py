"""The columns of a table in a dump: which header words stand where, so that the row decoder knows the places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from extractor.dump.decode import LogicalColumn, look
from extractor.dump.lines import TextLine
from extractor.shapes import date_likeness, letters, number_likeness
from models.layout import Table

_ROLES = {
    "transactionAmounts/transactionAcquiredDisposedCode": "ad",
    "ownershipNature/directOrIndirectOwnership": "di",
    "transactionTimeliness": "v",
}
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
    "underlyingSecurityShares": 0.8,
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


@lru_cache(maxsize=64)
def _header_words(table: Table) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """(folded header words of each column, all of them)."""
    per_column = tuple(
        frozenset(letters(word) for word in f"{column.header} {column.under}".split()) - {""}
        for column in table.columns
    )
    return per_column, frozenset().union(*per_column)


@lru_cache(maxsize=64)
def _own_words(table: Table) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(letters(word) for word in column.header.split()) - {""} for column in table.columns)


@lru_cache(maxsize=64)
def _under_words(table: Table) -> tuple[frozenset[str], ...]:
    """The words of the heading that each column shares with its neighbours."""
    return tuple(frozenset(letters(word) for word in column.under.split()) - {""} for column in table.columns)


@lru_cache(maxsize=8192)
def is_header_word(text: str, vocabulary: frozenset[str]) -> bool:
    """A word of the headers, garbled perhaps, or the piece of one that a cell edge cut off."""
    folded = letters(text)
    if not folded or folded in vocabulary or folded in {"instr", "instr3", "instr4", "instr5", "instr8", "and", "or"}:
        return bool(folded)
    if folded.isdigit():
        return len(folded) <= 2 and not re.match(r"\(\d+\)", text)  # "(1)" is a footnote mark
    if len(folded) >= 4 and process.extractOne(folded, vocabulary, scorer=fuzz.ratio, score_cutoff=75) is not None:
        return True
    return len(folded) >= 2 and any(
        word.startswith(folded) or word.endswith(folded) for word in vocabulary if len(word) >= 4
    )


def header_share(line: TextLine, table: Table) -> float:
    """How much of a line (by letters) is header words, in [0, 1]."""
    _, vocabulary = _header_words(table)
    if len(line.words) <= 2:  # a wrapped title is as short: only the very words count
        return float(all(letters(word.text) in vocabulary or not letters(word.text) for word in line.words))
    total = known = 0
    for word in line.words[:120]:
        size = len(letters(word.text))
        total += size
        if size and is_header_word(word.text, vocabulary):
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


def split_header(lines: Sequence[TextLine], table: Table) -> tuple[list[TextLine], list[TextLine]]:
    """(header lines, the lines below them)."""
    last = 0
    text_between = False  # a line of other text: what looks like a header below it may be a wrapped title
    for index, line in enumerate(lines[:40]):
        share = header_share(line, table)
        text_between = text_between or (bool(last) and share < 0.3)
        if share >= (0.85 if text_between else 0.6) and not (
            is_data(line) and share < 0.85 and not _instructions(line)
        ):
            last = index + 1
        elif is_data(line) and share < 0.45:
            break
    return list(lines[:last]), list(lines[last:])


def named_columns(lines: Sequence[TextLine], table: Table) -> int:
    """How many columns of the table have a word of their own heading among the header lines."""
    header, _ = split_header(lines, table)
    words = {letters(word.text) for line in header for word in line.words}
    return sum(not own.isdisjoint(words) for own in _own_words(table))


def _instructions(line: TextLine) -> bool:
    return "instr" in letters(line.text[:400])


def place_columns(
    columns: Sequence[LogicalColumn], table: Table, header: Sequence[TextLine]
) -> tuple[LogicalColumn, ...]:
    """The columns with their places, from the header words: sorted by place, each is given to a column, left to right,
    so that as many as possible stand under their own header. Unchanged when too few are recognised."""
    per_column, vocabulary = _header_words(table)
    places = sorted(
        (at, at + (1 if line.table else len(word.text)), folded, line.number)
        for line in header
        for at, word in zip(line.at, line.words, strict=True)
        if (folded := "d" if _ROUND_D.match(word.text) else letters(word.text))
    )
    if len(places) < len(columns):
        return tuple(columns)
    known = {folded: _vocabulary_word(folded, vocabulary) for _, _, folded, _ in places}
    path = _align([known[folded] for _, _, folded, _ in places], table)
    # a column lies under the words of its own; the heading it shares with its neighbours counts where it has none
    own: list[tuple[float, float] | None] = [None] * len(columns)
    shared = list(own)
    main = _own_words(table)
    lowest: dict[int, int] = {}
    for (_, _, folded, number), c in zip(places, path, strict=True):
        if known[folded] in main[c] and not header[0].table:
            lowest[c] = max(number, lowest.get(c, number))
    for (x0, x1, folded, number), c in zip(places, path, strict=True):
        for spans, words in ((own, main[c]), (shared, per_column[c])):
            if spans is own and number < lowest.get(c, 0) and known[folded] in _under_words(table)[c]:
                continue  # "(A)" of "Acquired (A) or Disposed of (D)", the heading above the columns (A) and (D)
            if known[folded] in words:
                span = spans[c]
                spans[c] = (x0, x1) if span is None else (min(span[0], x0), max(span[1], x1))
    spans = [mine or ours for mine, ours in zip(own, shared, strict=True)]
    if sum(span is not None for span in spans) < 0.5 * len(columns):
        return tuple(columns)
    return tuple(replace(column, span=span) for column, span in zip(columns, _filled(spans), strict=True))


def _vocabulary_word(folded: str, vocabulary: frozenset[str]) -> str | None:
    if folded in vocabulary:
        return folded
    best = process.extractOne(folded, vocabulary, scorer=fuzz.ratio, score_cutoff=75) if len(folded) >= 4 else None
    return best[0] if best else None


def header_gains(texts: Sequence[str], table: Table) -> list[float]:
    """How much words above a place say that it is each of the columns: more for words of few headings."""
    per_column, vocabulary = _header_words(table)
    main = _own_words(table)
    gains = [0.0] * len(main)
    for text in texts:
        word = _vocabulary_word(letters(text), vocabulary)
        frequency = sum(word in owned for owned in per_column) if word is not None else 0
        for c in range(len(main) if frequency else 0):
            gains[c] += (1.0 if word in main[c] else 0.6 if word in per_column[c] else -0.25) / frequency
    return gains


def _align(words: Sequence[str | None], table: Table) -> list[int]:
    """The column of each header word, words from left to right: the monotone assignment of the greatest gain. A word of
    few headers says more than one of many; the words of a shared heading less than a column's own."""
    per_column, vocabulary = _header_words(table)
    main = _own_words(table)
    frequency = {word: sum(word in owned for owned in per_column) for word in vocabulary}
    width = len(main)
    gains = [0.0] * width
    back: list[list[int]] = []
    for word in words:
        step, origin = [0.0] * width, [0] * width
        best_at = 0
        for c in range(width):
            if gains[c] > gains[best_at]:
                best_at = c
            gain = 0.0
            if word is not None:
                gain = (1.0 if word in main[c] else 0.6 if word in per_column[c] else -0.25) / frequency[word]
            step[c], origin[c] = gains[best_at] + gain, best_at
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
