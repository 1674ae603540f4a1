"""Which form a dump is, in which layout, amendment or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractor.boxes import make_cell
from extractor.dump.lines import TextLine
from extractor.records import Cell
from extractor.shapes import letters
from models.layout import Layout

_GRAM = 5
_LETTERS_READ = 60_000


def recognise(
    lines: Sequence[TextLine], layouts: Sequence[Layout], head: Sequence[TextLine] = ()
) -> tuple[str, Layout | None, float]:
    """(form "3", "4" or "5", the layout whose printed texts are there most fully, how fully in [0, 1]). The title is
    looked for in the lines of the `head`, where these are known: notes speak of anything "annual"."""
    grams = _grams_of(_folded(lines))
    form = _form(_folded(head or lines))
    best: tuple[float, Layout | None] = (0.0, None)
    told: dict[str, float] = {}  # layouts have most anchors in common
    for layout in layouts:
        if layout.form == form:
            total = reached = 0.0
            for anchor in layout.anchors:
                share = told.get(anchor.text)
                if share is None:
                    own = _grams(anchor.text)
                    share = told[anchor.text] = min(1.0, len(own & grams) / max(0.8 * len(own), 1)) if own else -1.0
                if share >= 0:
                    total += anchor.weight
                    reached += anchor.weight * share
            share = reached / total if total else 0.0
            if share > best[0]:
                best = share, layout
    return form, best[1], round(best[0], 3)


def _folded(lines: Sequence[TextLine]) -> str:
    return "".join(letters(line.text[:2000]) for line in lines)[:_LETTERS_READ]


def _grams_of(folded: str) -> frozenset[str]:
    return frozenset([folded[at : at + _GRAM] for at in range(max(len(folded) - _GRAM + 1, 0))])


@lru_cache(maxsize=512)
def _grams(text: str) -> frozenset[str]:
    return _grams_of(letters(text))


def _has(folded: str, text: str, share: float) -> bool:
    """Whether at least that share of a text's grams stands among the letters, in whatever order."""
    own = _grams(text)
    return sum([gram in folded for gram in own]) / len(own) >= share


def _form(folded: str) -> str:
    """By the title's own words, which no other form has; then by the number printed in the corner."""
    if _has(folded, "ANNUAL STATE", 0.6) or _has(folded, "Issuer's Fiscal Year Ended", 0.7):
        return "5"
    if _has(folded, "INITIAL STATE", 0.6) or _has(folded, "Date of Event Requiring", 0.7):
        return "3"
    if _has(folded, "STATEMENT OF CHANGES IN BENEFICIAL", 0.6) or _has(folded, "Date of Earliest Transaction", 0.7):
        return "4"
    found = re.search(r"form([345])", folded[:3000])
    return found[1] if found else "4"


def document_type(lines: Sequence[TextLine], form: str) -> Cell | None:
    """The words that say which form it is ("FORM 4", "4/A" of an EDGAR header); None when nothing says so."""
    for line in lines[:60]:
        words = line.words
        for at, word in enumerate(words[:-1] if len(words) > 1 else words):
            folded = letters(word.text)
            following = words[at + 1].text if at + 1 < len(words) else ""
            if folded in {"type", "form"} and re.match(rf"{form}(?:/A)?\Z", following.strip(":").upper()):
                amended = at + 2 < len(words) and letters(words[at + 2].text) == "a" and "/" in words[at + 2].text
                return make_cell("documentType", "form", words[at + 1 : at + 3] if amended else words[at + 1 : at + 2])
    return None
