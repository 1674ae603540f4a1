"""The boxes at the top left of the form, for who leaves the duty to file and for plans."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.boxes import make_cell
from extractor.dump.lines import TextLine
from extractor.records import Cell, Word
from extractor.shapes import is_check, letters


def exit_cells(head: Sequence[TextLine]) -> tuple[Cell, ...]:
    """The boxes at the top left: "no longer subject to Section 16" and, from 2023, the Rule 10b5-1 plan; on Form 5 the
    two for holdings and transactions reported. A mark counts when it stands before the sentence."""
    cells: list[Cell] = []
    for line in head:
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
            before = _words_before(line, found.dest_start)
            mark = before[-1] if before and is_check(before[-1].text) is not None else None
            checked = mark is not None and is_check(mark.text) is True
            cells.append(make_cell(field, "checkbox", [mark] if mark is not None and checked else []))
    return tuple(cells)


def _words_before(line: TextLine, letters_before: int) -> list[Word]:
    count = 0
    out: list[Word] = []
    for word in line.words:
        if count >= letters_before and letters(word.text):
            break
        out.append(word)
        count += len(letters(word.text))
    return out
