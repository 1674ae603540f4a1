"""Which layout a filing is printed in: by its labels, and among layouts that are nearly as likely by the words that
only one of them prints. A label is lost with a single line of it; of its words some survive the worst copy."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from extractor.labels import LabelMatch, key_of, outline
from extractor.records import Sheet
from models.layout import Layout

_RIVAL = 0.25  # layouts whose scores are closer than this are compared by their words
_WEIGHT = 80.0  # what a difference of 1 in score is worth, as the logarithm of a likelihood
_MARGIN = 1.5  # how much likelier the words must make a rival
_READ, _BY_CHANCE = 0.75, 0.05  # how often a printed word is found, and one that is not printed
_LEAST_LETTERS = 5  # of a word that tells layouts apart
_SAME, _SAME_LONG, _SAME_OUTLINE = 82, 72, 93  # likeness (0..100) of one word; of a long one; of outlines
_LONG = 9  # letters that another word has by chance no longer
_LIKE = 78  # likeness of words that do not tell layouts apart


def revision(sheets: Sequence[Sheet], matches: Sequence[LabelMatch], layouts: Sequence[Layout]) -> tuple[Layout, float]:
    """(the layout of a filing whose pages hold these words and labels, its score): about 1 when all its labels were
    found in full, below 0 when hardly one was."""
    scored = sorted(((layout_score(layout, matches), layout.id, layout) for layout in layouts), reverse=True)
    top, _, first = scored[0]
    spelt = {key for sheet in sheets for word in sheet.words for key in _keys(word.text, 4)}
    rivals = [
        (_likelier(layout, first, frozenset(spelt)) - _WEIGHT * (top - score), score, layout.id, layout)
        for score, _, layout in scored[1:]
        if top - score < _RIVAL
    ]
    best = max(rivals, default=(0.0, top, "", first))
    return (best[3], best[1]) if best[0] > _MARGIN else (first, top)


def layout_score(layout: Layout, matches: Sequence[LabelMatch]) -> float:
    """Weighted share of the layout's labels that were found; a promised head label that is missing counts half against
    it, so of two revisions the one with the extra box wins exactly when the box is there."""
    best: dict[str, float] = {}
    for match in matches:
        best[match.text] = max(best.get(match.text, 0.0), match.score)
    found = missing = total = 0.0
    for anchor in layout.anchors:
        closeness = max(0.0, best.get(anchor.text, 0.0) - 0.8) / 0.2
        found += anchor.weight * closeness
        missing += anchor.weight * (1 - closeness) * (0.5 if anchor.at or anchor.weight > 1 else 0.1)
        total += anchor.weight
    # the absolute sum tells a rich layout from a poor one that is wholly contained in it
    return (found - missing) / total + 0.004 * found


def _likelier(layout: Layout, other: Layout, spelt: frozenset[str]) -> float:
    """Logarithm of how much likelier the words of a page are printed by the one layout than by the other."""
    return _evidence(_only(layout, other), spelt) - _evidence(_only(other, layout), spelt)


def _evidence(words: Collection[str], spelt: frozenset[str]) -> float:
    outlines = [outline(key) for key in spelt]
    found = sum(
        process.extractOne(word, spelt, scorer=fuzz.ratio, score_cutoff=_SAME_LONG if len(word) >= _LONG else _SAME)
        is not None
        or process.extractOne(outline(word), outlines, scorer=fuzz.ratio, score_cutoff=_SAME_OUTLINE) is not None
        for word in words
    )
    return found * math.log(_READ / _BY_CHANCE) + (len(words) - found) * math.log((1 - _READ) / (1 - _BY_CHANCE))


@lru_cache(maxsize=512)
def _only(layout: Layout, other: Layout) -> tuple[str, ...]:
    """The words of a layout's labels that the other prints nowhere."""
    elsewhere = _printed(other)
    return tuple(
        sorted(
            word
            for word in {key for anchor in layout.anchors for key in _keys(anchor.text, _LEAST_LETTERS)}
            if process.extractOne(word, elsewhere, scorer=fuzz.ratio, score_cutoff=_LIKE) is None
        )
    )


@lru_cache(maxsize=64)
def _printed(layout: Layout) -> tuple[str, ...]:
    headings = [text for table in layout.tables for column in table.columns for text in (column.header, column.under)]
    texts = [anchor.text for anchor in layout.anchors] + headings
    return tuple(sorted({key for text in texts for key in _keys(text, 4)}))


def _keys(text: str, least: int) -> list[str]:
    """Keys of the words of a text that have so many letters."""
    keys = (key_of(word) for word in text.replace("/", " ").replace("(", " ").split())
    return [key for key in keys if len(key) >= least and not key.isdigit()]
