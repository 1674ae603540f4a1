"""The tables' printed headers on a page, whatever became of their titles: bands of header words between level rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz, process

from extractor.labels import key_of, outline
from extractor.records import Sheet, Word
from extractor.segment.grid import level_rules
from models.geometry import Box
from models.layout import Layout, Table

_LONG = 5  # letters of a word that its outline still tells
_WORN = 88  # likeness (0..100) of outlines that makes a word
_LEAST_WORDS = 6  # header words that make a band a header: a data row holds one or two by accident


@dataclass(frozen=True, slots=True)
class Header:
    """A table's header on a page, [y0, y1) in its pixels, and the table it belongs to."""

    field: str
    y0: float
    y1: float


def table_headers(sheet: Sheet, layout: Layout) -> tuple[Header, ...]:
    """The headers of Table I and Table II on a page, top to bottom; bands of one header count together."""
    tables = [table for table in layout.tables if table.field != "reportingOwner"]
    vocabulary = sorted({word for table in tables for word in header_words(table)})
    height, width = sheet.page.pixels.shape
    rules = level_rules(sheet.lines, Box(0, 0, width, height), share=0.5)
    blocks: list[tuple[float, float, list[Word]]] = []
    for y0, y1 in pairwise(rules):
        words = [word for word in sheet.words if y0 <= word.box.center[1] < y1]
        if len(words) < _LEAST_WORDS or header_share(words, vocabulary) < 0.6:
            continue
        if blocks and y0 - blocks[-1][1] < 6:
            blocks[-1] = (blocks[-1][0], y1, blocks[-1][2] + words)
        else:
            blocks.append((y0, y1, words))
    return tuple(Header(field, y0, y1) for y0, y1, words in blocks if (field := _whose(words, tables)) is not None)


def header_words(table: Table) -> frozenset[str]:
    """Keys of the words a table's headings are made of."""
    texts = [text for column in table.columns for text in (column.header, column.under)]
    return frozenset(key for text in texts for part in text.replace("/", " ").split() if (key := key_of(part)))


def header_share(words: Sequence[Word], vocabulary: Sequence[str]) -> float:
    """Share of the letters that spell words of the vocabulary, long ones by their outlines too."""
    own = total = 0
    outlines = sorted({outline(word) for word in vocabulary if len(word) >= _LONG})
    for word in words:
        for part in word.text.replace("/", " ").split():
            key = key_of(part)
            if not key:
                continue
            total += len(key)
            best = process.extractOne(key, vocabulary, scorer=fuzz.ratio, score_cutoff=74)
            if best is not None and (len(key) > 2 or best[1] == 100):
                own += len(key)
            elif len(key) >= _LONG:
                worn = process.extractOne(outline(key), outlines, scorer=fuzz.ratio, score_cutoff=_WORN)
                own += len(key) if worn is not None and not key.isdigit() else 0
    return own / total if total else 0.0


def _whose(words: Sequence[Word], tables: Sequence[Table]) -> str | None:
    """Table II when enough of the words only its header has stand there ("Exercisable", "Underlying"), else Table I,
    whose header has hardly a word of its own; None when it could be either."""
    plain, derivative = tables[0], tables[-1]
    own = [word for word in header_words(derivative) - header_words(plain) if len(word) >= 5]
    spelt = {
        best[0]
        for word in words
        if len(key_of(word.text)) >= 5
        and (best := process.extractOne(key_of(word.text), own, scorer=fuzz.ratio, score_cutoff=80)) is not None
    }
    if len(spelt) >= max(3, 0.3 * len(own)):
        return derivative.field
    return plain.field if len(spelt) <= 1 and len(words) >= 2 * _LEAST_WORDS else None
