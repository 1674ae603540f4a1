"""The titles typed in the relationship box: below the labels "Officer (give title below)" and "Other (specify below)",
each in its label's column or across both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz import fuzz

from extractor.boxes import make_cell
from extractor.labels import key_of, phrases
from extractor.records import Cell, Word
from extractor.segment.text_lines import text_lines
from models.geometry import Box

_OFFICER, _OTHER = "reportingOwnerRelationship/officerTitle", "reportingOwnerRelationship/otherText"
_PRINT = ("below", "givetitlebelow", "specifybelow", "giventitle", "give", "title", "specify", "officer", "other")
_ABOVE = ("director", "10owner", "owner", "checkallapplicable", "applicable", "relationship")
_ALIKE = 80  # rapidfuzz ratio (0-100) from which two prints have the same words
_SIGNS = frozenset("&/,-–+")
_LITTLE = frozenset({"by", "of", "to", "in", "vp"})
"""Short words that titles hold ("Director by Deputization") and the print does not."""


def title_cells(
    words: Sequence[Word], places: Mapping[str, Box], marked: Mapping[str, bool], row: int
) -> tuple[Cell, ...]:
    """The officer title and the other text of owner `row`.

    `words` of the box without its heading, `places` the blanks left of its labels (field below
    reportingOwnerRelationship -> box), `marked` whether ink stands in them. Nothing when both labels were lost.
    """
    labels = {name: box for name, box in places.items() if name in {"isOfficer", "isOther"}}
    if not labels:
        return ()
    height = median(word.box.height for word in words) if words else 0.0
    typed = _typed(words, list(places.values()), list(labels.values()), height)
    officer, other = _by_column([word for line in typed for word in line], labels, marked, height)
    if officer and not other and marked.get("isOfficer") and marked.get("isOther"):
        slash = next((at for at, word in enumerate(officer) if word.text == "/"), 0)
        if slash:
            officer, other = officer[:slash], officer[slash + 1 :]
    found = ((_OFFICER, officer), (_OTHER, other))
    return tuple(make_cell(field, "text", chosen, "reportingOwner", row) for field, chosen in found if chosen)


def titles_as_listed(cells: Sequence[Cell], listed: Sequence[Cell]) -> list[Cell]:
    """The cells of the head, with a title of theirs called what the Reporting Owners table has the same words as."""
    told = {(cell.row, cell.field): key_of(_text(cell)) for cell in listed if cell.field in (_OFFICER, _OTHER)}
    out = []
    for cell in cells:
        rival = {_OFFICER: _OTHER, _OTHER: _OFFICER}.get(cell.field, "")
        there = told.get((cell.row, rival), "") if (cell.row, cell.field) not in told else ""
        alike = there and fuzz.ratio(key_of(_text(cell)), there) >= _ALIKE
        out.append(replace(cell, field=rival) if alike else cell)
    return out


def _text(cell: Cell) -> str:
    return " ".join(word.text for word in cell.words)


def _typed(words: Sequence[Word], places: Sequence[Box], labels: Sequence[Box], height: float) -> list[list[Word]]:
    """The lines below the labels, from the first that is not their print."""
    level = max(_level(box, height) for box in labels)
    inside = [word for word in words if not any(place.contains(*word.box.center) for place in places)]
    typed: list[list[Word]] = []
    for line in text_lines(inside):
        at = median(word.box.center[1] for word in line)
        if at < level + 0.6 * height:
            continue
        may_be_print = not typed and at < level + 5 * height
        kept = _without_print(line) if may_be_print else line
        kept = [word for word in kept if any(c.isalnum() for c in word.text) or set(word.text) <= _SIGNS]
        if any(any(c.isalnum() for c in word.text) for word in kept):
            typed.append(kept)
    return typed


def _without_print(line: Sequence[Word]) -> Sequence[Word]:
    """A line that is all small print comes back empty; one that begins with some loses that ("below) Controller")."""
    if all(_is_print(word) for word in line):
        return ()
    start = 0
    while any(c in line[start].text for c in "()") and _is_print(line[start]):
        start += 1
    return line[start:]


def _level(place: Box, height: float) -> float:
    """The middle of the first line of a label, by the place of its mark (from 1.3 letter heights above it)."""
    return min(place.y0 + 1.3 * height, place.center[1])


def _is_print(word: Word) -> bool:
    """A piece of the labels' small print, garbled or not."""
    key = key_of(word.text)
    if len(key) < 3:
        return not key or not (word.text.isupper() or key in _LITTLE)
    return any(fuzz.ratio(key, text) >= 75 for text in (*_PRINT, *_ABOVE)) or (
        len(key) > 7 and any(fuzz.partial_ratio(key, text) >= 85 for text in _PRINT if len(text) > 7)
    )


def _by_column(
    words: Sequence[Word], labels: Mapping[str, Box], marked: Mapping[str, bool], height: float
) -> tuple[list[Word], list[Word]]:
    """(words of the officer's title, words of the other text): by the marks where one of the two boxes is marked, else
    by the column the text begins in."""
    one, another = marked.get("isOfficer", False), marked.get("isOther", False)
    beside = {"isOfficer", "isOther"} <= set(labels) and labels["isOther"].x1 - labels["isOfficer"].x1 > 4 * height
    border = labels["isOther"].x1 - 1.5 * height if beside else None
    officer: list[Word] = []
    other: list[Word] = []
    for line in text_lines(words):
        for phrase in phrases(line, gap=3.0):
            right = border is not None and phrase.box.x0 >= border
            to_other = right if one == another else another and (right or not one)
            (other if to_other else officer).extend(phrase.words)
    return officer, other
