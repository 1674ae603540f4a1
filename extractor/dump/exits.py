"""The boxes at the top left of the form, for who leaves the duty to file and for plans; who owns nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from extractor.boxes import make_cell
from extractor.dump.lines import TextLine
from extractor.printed import is_empty_form
from extractor.records import Cell, Word
from extractor.shapes import is_check, letters

_LINES = 10
"""How many lines the sentence of a box wraps to, at most."""
_OFF = 3
"""How many letters the place of a garbled sentence may be off."""
_SHORT = 8
"""Words of the sentence "No securities are beneficially owned.", blanks in it perhaps."""


def exit_cells(head: Sequence[TextLine]) -> tuple[Cell, ...]:
    """The boxes at the top left: "no longer subject to Section 16" and, from 2023, the Rule 10b5-1 plan; on Form 5 the
    two for holdings and transactions reported. A mark counts when it stands before the sentence, or left of the lines
    that it wraps to."""
    cells: list[Cell] = []
    for number, line in enumerate(head):
        folded = letters(line.text[:400])
        for field, phrase in (
            ("notSubjectToSection16", "checkthisboxifno"),
            ("aff10b5One", "checkthisboxtoindicate"),
            ("form3HoldingsReported", "form3holdingsreported"),
            ("form4TransactionsReported", "form4transactions"),
        ):
            if len(folded) < len(phrase) - 2 or any(cell.field == field for cell in cells):
                continue
            found = fuzz.partial_ratio_alignment(phrase, folded, score_cutoff=85)
            if found is None:
                continue
            marks = _marks_before(line)  # a doubled letter of the sentence may be taken for the mark, or push it aside
            before = _words_before(line, marks if found.dest_start <= marks + _OFF else found.dest_start)
            mark = before[-1] if before and is_check(before[-1].text) is not None else None
            if mark is None and len(before) < len(line.words):
                mark = _mark_beside(head[number + 1 : number + 1 + _LINES], line.at[len(before)])
            checked = mark is not None and is_check(mark.text) is True
            cells.append(make_cell(field, "checkbox", [mark] if mark is not None and checked else []))
    return tuple(cells)


def nothing_owned(lines: Iterable[TextLine]) -> tuple[Cell, ...]:
    """The sentence that a Form 3 without holdings prints, as the box that the filing has for it."""
    said = next((line.words for line in lines if len(line.words) <= _SHORT and is_empty_form(line.text)), None)
    if said is None:
        return ()
    span = (said[0].span[0], said[-1].span[1]) if said[0].span and said[-1].span else None
    return (make_cell("noSecuritiesOwned", "checkbox", [replace(said[0], text="X", span=span)]),)


def _mark_beside(lines: Sequence[TextLine], left: float) -> Word | None:
    """A mark that begins one of the lines of a sentence that is printed from `left` on, in the margin of it; the
    sentence ends with the next one or with box 1."""
    for line in lines:
        folded = letters(line.text[:60])
        if line.table or "checkthisbox" in folded or "nameandaddress" in folded:
            return None
        if line.at[0] < left - 1 and is_check(line.words[0].text) and letters(line.words[0].text):
            return line.words[0]
    return None


def _marks_before(line: TextLine) -> int:
    """How many letters the marks have that a line begins with."""
    count = 0
    for word in line.words:
        if letters(word.text) and is_check(word.text) is None:
            break
        count += len(letters(word.text))
    return count


def _words_before(line: TextLine, letters_before: int) -> list[Word]:
    count = 0
    out: list[Word] = []
    for word in line.words:
        if count >= letters_before and letters(word.text):
            break
        out.append(word)
        count += len(letters(word.text))
    return out
