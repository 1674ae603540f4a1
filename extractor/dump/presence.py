"""Is there a Form 3, 4 or 5 in these lines at all, or only text that speaks of one?

A form shows itself by its boxes' labels standing close together, by a table's headings, or by several of its printed
sentences. Single phrases prove nothing: annual reports, instructions and articles use the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from extractor.dump.columns import headings, named_columns
from extractor.dump.gathered import BREAKS
from extractor.dump.labels import FoundLabel
from extractor.dump.lines import TextLine
from extractor.dump.parts import Parts
from extractor.shapes import letters
from models.layout import Layout

Labelled = Sequence[tuple[TextLine, Sequence[FoundLabel]]]

_HEAD_LINES = 70  # lines that the head of a form may take, however broken up
_BOXES = 2  # labels of boxes that no other form has
_LABELS = 3  # labels in all, "(City) (State) (Zip)" among them
_COLUMNS = 5  # headings of one table
_HEADING_LINES = 25
_NUMBERED = 3
_SENTENCES = 2
_COMMON = BREAKS | {"foreign", "irs"}
"""Labels that other forms have too."""

_TELLING = (
    "filedbymorethanonereportingperson",
    "misstatementsoromissionsoffact",
    "onofwhichmustbemanuallysigned",
    "notrequiredtorespondunless",
    "reportonaseparatelineforeach",
    "printortyperesponses",
    "explanationofresponses",
    "signatureofreportingperson",
)
"""Printed sentences below the tables, folded, in words that are theirs."""


def has_form(parts: Parts, labelled: Labelled, layout: Layout | None) -> bool:
    """Whether enough of the form's print or structure is there; `labelled` are the head's lines with their labels."""
    return _has_head(labelled) or _has_table(parts, layout) or _has_sentences(parts.lines)


def _has_head(labelled: Labelled) -> bool:
    found = [
        (line.number, label.box)
        for line, labels in labelled
        for nth, label in enumerate(labels)
        if _stands_alone(line, label, labels[nth - 1].end if nth else 0)
    ]
    for first, (number, _) in enumerate(found):
        boxes = {box for at, box in found[first:] if at - number < _HEAD_LINES}
        if len(boxes) >= _LABELS and len(boxes - _COMMON) >= _BOXES:
            return True
        if first >= 200:
            break
    return False


def _stands_alone(line: TextLine, label: FoundLabel, end_of_last: int) -> bool:
    """Not in the midst of a sentence: at the start of a line or cell, behind another label, or with its number."""
    start = label.start
    return (
        start == end_of_last
        or line.cells[start] != line.cells[start - 1]
        or re.match(r"[\[(|]?\d{1,2}[aA]?[.,]", line.words[start].text) is not None
    )


def _has_table(parts: Parts, layout: Layout | None) -> bool:
    return layout is not None and any(
        named_columns(block, headings(table)) >= _COLUMNS and _is_printed(block[:_HEADING_LINES])
        for table in layout.tables
        for block in parts.tables.get(table.field, ())
    )


def _is_printed(lines: Sequence[TextLine]) -> bool:
    """The form numbers its columns and refers to its instructions; tables about filings do not."""
    words = [word.text for line in lines for word in line.words[:120]]
    numbered = sum(re.match(r"[\[(|]?\d{1,2}[aA]?\.\Z", text) is not None for text in words)
    return numbered >= _NUMBERED or any(text in letters(word) for word in words for text in ("instr", "monthday"))


def _has_sentences(lines: Iterable[TextLine]) -> bool:
    found: set[str] = set()
    for line in lines:
        if 3 <= len(line.words) <= 40:
            folded = letters(line.text[:400])
            found.update(
                said
                for said in _TELLING
                if said not in found
                and len(folded) >= 0.8 * len(said)
                and fuzz.partial_ratio(said, folded, score_cutoff=85)
            )
        if len(found) >= _SENTENCES:
            return True
    return False
