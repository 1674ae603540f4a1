"""What the text route reads below the tables: signatures among the notes, joint filers on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from rapidfuzz import fuzz

from extractor.dump.beside import parted_beside
from extractor.dump.lines import TextLine
from extractor.dump.parts import Parts
from extractor.dump.vocabulary import NO_NAMES
from extractor.joint_filers import is_joint_heading, joint_filer_cells
from extractor.notes import remarks_start
from extractor.printed import is_boilerplate, is_signature_label
from extractor.records import Cell, Word
from extractor.shapes import letters
from extractor.signatures import date_at, is_signed
from extractor.signers import signer_lines

_RIGHT, _SHIFTED = 25.0, 3.0  # characters: where a column right of the notes begins; how far a line may be moved
_LONGEST = 320  # characters of a signature (EDGAR takes 255) with its date and what dirt stands beside it
_RUINED = 50  # likeness of a label that its place tells, 0 to 100
_YEAR = 4  # figures
_BEFORE_A_DAY = frozenset({"dated", "on", "of", "through", "until", "since", "by", "before", "after", "from", "to"})
_FEW = 4  # lines that a signature may have above its label in spite of blank lines between them


def parted_signatures(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """(notes and remarks, signature lines): forms that print the signatures below the remarks, without a title."""
    signed: set[int] = set()
    labels = _labels(lines)
    for index, line in enumerate(lines):
        if index in labels:
            signed |= _column_above(lines, index, labels) or _signers_above(lines, index, signed, labels)
            signed.add(index)
        elif is_signed(line.words) and not is_boilerplate(line.text[:400]):
            near = range(index, min(index + 4, len(lines)))
            end = next((i for i in near if _dated(lines[i]) or i in labels), None)
            if end is not None:
                signed.update(range(index, end + 1))
    notes = [line for index, line in enumerate(lines) if index not in signed]
    return notes, [lines[index] for index in sorted(signed) if not _is_ruined_label(lines, index)]


def _labels(lines: Sequence[TextLine]) -> set[int]:
    """The lines that are "** Signature of Reporting Person  Date" or a part of it."""
    before = ["", *(line.text[:200] for line in lines)]
    return {
        index for index, line in enumerate(lines)
        if is_signature_label(line.text[:200], before[index]) or _is_ruined_label(lines, index)
    }  # fmt: skip


def _is_ruined_label(lines: Sequence[TextLine], index: int) -> bool:
    """What is left of "Date" alone between what is signed and the form's last sentences ("Oatc")."""
    folded = letters(lines[index].text[:200])
    alone = len(lines[index].words) == 1 and len(folded) == len("date") and fuzz.ratio(folded, "date") >= _RUINED
    above = lines[max(index - 2, 0) : index]
    return alone and any(map(_dated, above)) and any(is_boilerplate(line.text[:400]) for line in lines[index + 1 :][:1])


def signed_rows(lines: Sequence[TextLine]) -> list[list[Word]]:
    """The lines of signatures, those of one signer put together where names wrap beside a column of dates."""
    rows: list[list[Word]] = []
    labels = _labels(lines)
    for apart, block in groupby(enumerate(lines), key=lambda item: item[1].table or item[0] in labels):
        words = [list(line.words) for _, line in block]
        rows += words if apart else signer_lines(words)
    return rows


def without_print(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without markdown tables that hold nothing but one of the form's sentences, cut into rows."""
    kept: list[TextLine] = []
    starts = [at for at, line in enumerate(lines) if not at or line.blank_before or line.table != lines[at - 1].table]
    for start, end in pairwise([*starts, len(lines)]):
        rows = lines[start:end]
        if not (rows[0].table and _is_print(rows)):
            kept += rows
    return kept


def _is_print(rows: Sequence[TextLine]) -> bool:
    words = [word.text for row in rows for word in row.words if not letters(word.text).isdigit()]
    return is_boilerplate(" ".join(words)[:400])


def signers(parts: Parts) -> frozenset[str]:
    """The folded words of all signatures."""
    notes, beside = parted_beside(parts.explanation)
    lines = [*parts.signatures, *parted_signatures(notes)[1], *beside]
    words = {letters(word.text) for line in lines if not is_signature_label(line.text[:200]) for word in line.words}
    return frozenset(word for word in words if len(word) > 1 or word.isalpha()) - NO_NAMES


def _dated(line: TextLine) -> bool:
    return date_at(line.words) is not None


def _column_above(lines: Sequence[TextLine], label: int, labels: set[int]) -> set[int]:
    """Lines above "** Signature of Reporting Person" that begin in its column, right of all notes, with a date among
    them; none where columns are not kept."""
    left = lines[label].at[0]
    if lines[label].table or left < _RIGHT:
        return set()
    above = takewhile(lambda at: lines[at].at[0] >= left - _SHIFTED, reversed(range(label)))
    found = set(takewhile(lambda at: not (lines[at].table or at in labels), above))
    return found if any(_dated(lines[at]) for at in found) else set()


def _signers_above(lines: Sequence[TextLine], label: int, known: set[int], labels: set[int]) -> set[int]:
    """Lines above "** Signature of Reporting Person" that are names with dates, and the names' first lines."""
    found: set[int] = set()
    index = label - 1
    size = 0
    for above in range(label - 1, -1, -1):  # a name that goes on below its date
        text = lines[above].text[:400]
        size += len(text) + 1
        if above in labels or size > _LONGEST or _begins_note(lines[above]) or is_boilerplate(text):
            break
        if _dated(lines[above]):
            if not _is_prose(lines[above]):
                found.update(range(above, label))
                index = above
            break
        if lines[above].blank_before and label - above >= _FEW:
            break
    while index >= 0 and index not in known and label - index <= 40:
        line = lines[index]
        if not _dated(line) or len(line.words) > 25 or is_boilerplate(line.text[:400]) or _begins_note(line):
            break
        if _is_prose(line):
            break
        found.add(index)
        for above in range(index - 1, max(index - 4, -1), -1):
            if _dated(lines[above]) or above in known or _begins_note(lines[above]):
                break
            if is_signed(lines[above].words):
                found.update(range(above, index))
                index = above
                break
        index -= 1
    return found


def _is_prose(line: TextLine) -> bool:
    """A sentence of a note that ends with a day in words or a full stop: nobody's "/s/" in it, most of its words in
    small letters, or one of a sentence before its day ("… Reporting / Obligations dated October 13, 2005.")."""
    small = sum(word.text[:1].islower() for word in line.words)
    last = line.words[-1].text
    ends = last.endswith(".") or (letters(last).isdecimal() and len(letters(last)) == _YEAR)
    dated = date_at(line.words)
    told = dated is not None and dated[0] > 0 and line.words[dated[0] - 1].text in _BEFORE_A_DAY
    prose = 2 * small > len(line.words) or (last.endswith(".") and (line.text[0].islower() or told))
    return ends and prose and not any(is_signed([word]) for word in line.words)


def _begins_note(line: TextLine) -> bool:
    return bool(re.match(r"[(\[]?\d{1,2}[.)\]]", line.words[0].text)) or remarks_start(line.words) is not None


def parted_joint_filers(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """(notes, lines of "Joint Filer Information" pages): from their heading, or a "Name:" with an "Address:" below."""
    for index, line in enumerate(lines):
        folded = letters(line.text[:80])
        headed = is_joint_heading(folded) and any(
            letters(after.text[:40]).startswith(("name", "address")) for after in lines[index + 1 :]
        )
        named = (
            folded.startswith("name")
            and any(word.text.endswith(":") for word in line.words[:6])
            and any(letters(after.text[:40]).startswith("address") for after in lines[index + 1 : index + 4])
        )
        if headed or named:
            return list(lines[:index]), list(lines[index:])
    return list(lines), []


def joint_cells(lines: Sequence[TextLine], known: Sequence[Cell]) -> tuple[Cell, ...]:
    """Owners of the continuation pages, numbered on from those known; one whose name is known is another opinion."""
    cells = joint_filer_cells([line.words for line in lines], 1, known)
    names = {_name(cell): cell.row for cell in known if cell.field.endswith("rptOwnerName")}
    following = max(names.values(), default=0) + 1
    rows: dict[int, int] = {}
    for cell in cells:
        if cell.field.endswith("rptOwnerName"):
            rows[cell.row] = names.get(_name(cell), following)
            following += rows[cell.row] == following
    return tuple(replace(cell, row=rows.get(cell.row, cell.row)) for cell in cells)


def _name(cell: Cell) -> str:
    return "".join(sorted(letters(word.text) for word in cell.words))
