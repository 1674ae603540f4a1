"""The text route, end to end: a noisy dump to the cells of each filing in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractor.boxes import GUESSED, make_cell, owner_cells
from extractor.checkboxes import filers_cells, relationship_cells
from extractor.dump.beside import parted_beside
from extractor.dump.dust import without_dust, without_scraps
from extractor.dump.exits import exit_cells, nothing_owned
from extractor.dump.head import labelled_lines, read_boxes
from extractor.dump.labels import FoundLabel
from extractor.dump.lines import TextLine, has_columns, read_lines
from extractor.dump.looks import day_of
from extractor.dump.mended import mended
from extractor.dump.owner_tables import lines_lost, owner_names, owner_table_cells
from extractor.dump.parts import Parts, split_parts
from extractor.dump.presence import has_form
from extractor.dump.recognise import document_type, recognise
from extractor.dump.sequence import is_dated
from extractor.dump.tables import Known, table_cells
from extractor.dump.tail import joint_cells, parted_joint_filers, parted_signatures, signed_rows, signers, without_print
from extractor.issuer import issuer_cells
from extractor.notes import footnote_cells
from extractor.records import Cell, Word
from extractor.shapes import letters
from extractor.signatures import date_at, signature_cells
from extractor.streets import Setting
from models.layout import Layout

_SAME_NAME = 92
_WHOLE_NAME = 6  # letters that a name has at least which another begins or ends with
_SHORT = 4  # letters: longer words are seldom all that two names differ in
_SECOND_COLUMN = 10.0  # of a markdown table, in the units of TextLine.at


@dataclass(frozen=True, slots=True)
class DumpFiling:
    """One filing found in a dump: its form, the layout that fits best (None: none; `score` in [0, 1]), its cells.
    `plain`: neither tables nor columns are kept, as in what an engine types of a scan."""

    form: str
    layout: str | None
    score: float
    cells: tuple[Cell, ...]
    plain: bool = False


def dump_cells(text: str, layouts: Sequence[Layout]) -> tuple[DumpFiling, ...]:
    """The filings in a text dump (decoded; markdown, `-layout` text, plain OCR text, hOCR or EDGAR's ASCII), in order;
    none when the text is no such form, whatever it speaks of.

    Every cell with words, and every word, has its span: character offsets [start, end) into `text`.
    """
    lines = [line for line in map(without_dust, read_lines(text)) if line.words]
    columns = has_columns(lines)
    plain = not columns and not any(line.table for line in lines)
    found = (_filing(parts, layouts, columns) for parts in split_parts(lines))
    return tuple(replace(filing, plain=plain) for filing in found if filing is not None)


def _filing(parts: Parts, layouts: Sequence[Layout], columns: bool) -> DumpFiling | None:
    parts.head = [mended(without_scraps(line)) for line in parts.head]
    parts.owners = [mended(line) for line in parts.owners]
    own = list(parts.lines)
    form, layout, score = recognise(own, layouts, parts.head)
    parts.boxes = [mended(line) for line in parts.boxes]
    head = labelled_lines(parts.head)
    if not has_form(parts, head, layout):
        return None
    cells: list[Cell] = []
    kind = document_type(own, form)
    if kind is not None:
        cells.append(kind)
    owners = owner_table_cells(parts.owners)
    cells += _head_cells(parts.head, head, columns, signers(parts) | owner_names(owners), owners)
    cells += _boxed_owners(parts.boxes, columns, cells)
    seen = Known(days=_days(cells, "periodOfReport"))
    if layout is not None:
        for table in layout.tables:
            if table.field in parts.tables:
                rows = table_cells(parts.tables[table.field], table, columns, seen)
                seen.days.update(_days(rows, "transactionDate"))
                cells += rows
    cells += _tail_cells(parts, owners, cells)
    if form == "3":
        cells += nothing_owned(parts.lines)
    return DumpFiling(form, layout.id if layout and score >= 0.3 else None, score, tuple(cells))


def _days(cells: Sequence[Cell], field: str) -> set[str]:
    """The days that cells of that field hold, printed in full."""
    found = (day_of(cell.words[0].text) for cell in cells if cell.field == field and cell.words)
    return {day for day in found if day is not None}


def _head_cells(
    lines: Sequence[TextLine],
    labelled: Sequence[tuple[TextLine, list[FoundLabel]]],
    columns: bool,
    names: frozenset[str],
    owners: Sequence[Cell],
) -> list[Cell]:
    boxes = read_boxes(labelled, columns, names)
    cells: list[Cell] = []
    # EDGAR's older printout joins the streets of box 1, and has a table of the owners
    setting: Setting = "lost" if lines_lost(lines) else "joined" if owners else "own"
    streets = {cell.row: cell for cell in owners if cell.field.endswith("rptOwnerStreet1") and _is_sure(cell)}
    for row, own in enumerate(_once(boxes.owners), start=1):
        street = "".join(letters(word.text) for word in streets[row].words) if row in streets else ""
        cells += owner_cells(own, row, setting, street=street)
    texts = boxes.texts
    cells += issuer_cells(_without_owners(texts.get("issuer", []), owners))
    for box, field, kind in (
        ("period", "periodOfReport", "date"),
        ("month", "periodOfReport", "month"),
        ("amended", "dateOfOriginalSubmission", "date"),
    ):
        typed = texts.get(box, [])[:2]  # type: ignore[call-overload]
        dated = [line for line in typed if any(is_dated(word) for word in line)]
        for line in (dated or typed)[:1]:  # the end of a label may stand above
            cells.append(make_cell(field, kind, line))  # type: ignore[arg-type]
    cells += relationship_cells(texts.get("relation", []), 1)
    cells += filers_cells(texts.get("filers", []))
    cells += exit_cells(lines)
    return cells


def _without_owners(issuer: Sequence[list[Word]], owners: Sequence[Cell]) -> list[list[Word]]:
    """The issuer's lines without the name of an owner of the table that the first runs on from, its label lost."""
    if not issuer:
        return []
    first = issuer[0]
    names = [_folded(cell.words) for cell in owners if cell.field.endswith("rptOwnerName")]
    cut = next((at for at in range(1, len(first) + (len(issuer) > 1)) if _folded(first[:at]) in names), 0)
    return [first[cut:], *issuer[1:]]


def _boxed_owners(lines: Sequence[TextLine], columns: bool, known: Sequence[Cell]) -> list[Cell]:
    """The owners after those known, each in a box of its own: funds of one family have names much alike. A known name
    without an address stands above a further page."""
    owners = read_boxes(labelled_lines(lines), columns).owners if lines else []
    row = max((cell.row for cell in known if cell.group == "reportingOwner"), default=0)
    named = [cell.words for cell in known if cell.field.endswith("rptOwnerName")]
    names = {"".join(letters(word.text) for word in words) for words in named}
    filled = [owner for owner in owners if any(owner) and (sum(map(bool, owner)) > 1 or _name(owner) not in names)]
    setting: Setting = "lost" if lines_lost(lines) else "own"
    return [cell for number, owner in enumerate(filled, start=row + 1) for cell in owner_cells(owner, number, setting)]


def _is_sure(cell: Cell) -> bool:
    return all(word.score > GUESSED for word in cell.words)


def _once(owners: Sequence[list[list[Word]]]) -> list[list[list[Word]]]:
    """The boxes of the owners, each owner once: a box printed twice, or its name above it as well, counts where it has
    most in it."""
    kept: list[list[list[Word]]] = []
    for owner in owners:
        if not any(owner):
            continue
        twin = next((at for at, other in enumerate(kept) if _is_one(owner, other)), None)
        if twin is None:
            kept.append(owner)
            continue
        best, other = sorted((kept[twin], owner), key=lambda box: sum(map(len, box)), reverse=True)
        kept[twin] = _with_name(best, other)
    return kept


def _is_one(owner: Sequence[Sequence[Word]], other: Sequence[Sequence[Word]]) -> bool:
    """Whether two boxes name one owner. Funds of one family have names much alike ("Fund III, L.P.", "Fund IV, L.P."):
    where both have an address their short words tell them apart."""
    lines = [sum(map(bool, box)) for box in (owner, other)]
    bare = min(lines) == 1
    if bare and _name_at(*((other, owner) if lines[0] == 1 else (owner, other))) is not None:
        return True
    if fuzz.ratio(_name(owner), _name(other)) < _SAME_NAME:
        return False
    one, two = (
        [text for word in next(filter(None, box)) if len(text := letters(word.text)) <= _SHORT]
        for box in (owner, other)
    )
    return one == two or bare


def _with_name(owner: list[list[Word]], other: list[list[Word]]) -> list[list[Word]]:
    """The box of an owner with the name as the other print has it, where that is all it has and the box has it cut, or
    below what is left of its label."""
    at = _name_at(owner, other) if sum(map(bool, other)) == 1 else None
    if at is None or (at == 0 and _folded(owner[at]) == _name(other)):
        return owner
    return [next(filter(None, other)), *owner[at + 1 :]]


def _name_at(owner: Sequence[Sequence[Word]], other: Sequence[Sequence[Word]]) -> int | None:
    """In which of an owner's first lines the other's name stands: its end, or with something before it."""
    name = _name(other)
    for at, line in enumerate(owner[:2]):
        short, long = sorted((_folded(line), name), key=len)
        if len(short) >= _WHOLE_NAME and long.endswith(short):
            return at
    return None


def _name(owner: Sequence[Sequence[Word]]) -> str:
    """The first line with words, folded."""
    return _folded(next(line for line in owner if line))


def _folded(line: Sequence[Word]) -> str:
    return "".join(letters(word.text) for word in line)


def _is_beside_a_name(line: TextLine) -> bool:
    """A row of a table of signatures without a name or a date: what is left of the label below a date."""
    return line.table and line.at[0] >= _SECOND_COLUMN and date_at(line.words) is None


def _tail_cells(parts: Parts, owners: Sequence[Cell], before: Sequence[Cell]) -> list[Cell]:
    cells = list(owners)
    notes, joint = parted_joint_filers(without_print(parts.explanation))
    notes, beside = parted_beside(notes)
    notes, signed = parted_signatures(notes)
    signed += beside
    named, signed_after = parted_signatures([*parts.joint[1:], *joint])
    signed += signed_after
    cells += joint_cells(named, [*before, *cells])
    cells += footnote_cells([line.words for line in notes])
    signatures = [line for line in (*parts.signatures[1:], *signed) if not _is_beside_a_name(line)]
    cells += signature_cells(signed_rows(signatures))
    return cells
