"""Cut a registered filing into cells: the head's boxes, the tables' rows, notes and signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.ink import InkedPage
from extractor.notes import begins_note
from extractor.records import Cell, Group, RegisteredFiling
from extractor.segment.head import further_owners, head_cells
from extractor.segment.owner_box import streets_as_listed
from extractor.segment.sections import Section, sections
from extractor.segment.tables import TableGrid, going_on, header_end, table_cells, table_grid
from extractor.segment.tail import (
    above_joint_filers,
    joint_cells,
    joint_pages,
    note_cells,
    owner_table_cells,
    signature_blocks,
    signature_section_cells,
)
from extractor.segment.text_lines import is_running_text, text_lines
from extractor.segment.titles import titles_as_listed


def segment(filing: RegisteredFiling, pages: Mapping[int, InkedPage]) -> tuple[Cell, ...]:
    """All cells of a filing, words of the page pass in them; see records.Cell for their addresses. `pages` by
    number."""
    parts = _untabled(sections(filing.sheets, filing.registrations))
    cells: list[Cell] = []
    for part in parts:
        if part.kind == "head":
            cells += head_cells(part, pages[part.sheet.page.number], _owners(cells))
        elif part.kind == "ownerBoxes":
            read = {(cell.field, cell.row) for cell in cells if cell.group == "reportingOwner" and cell.words}
            boxed = further_owners(part, max(_owners(cells), 1))
            cells += [cell for cell in boxed if (cell.field, cell.row) not in read]  # a box over the page break
    for table in filing.layout.tables:
        grids = _grids(parts, table.field)
        if table.field == "reportingOwner":
            listed = owner_table_cells(grids)
            cells = [*titles_as_listed(streets_as_listed(cells, listed), listed), *listed]
        else:
            cells += table_cells(grids, _group(table.field))
    notes = [part for part in parts if part.kind in {"explanation", "other"}]
    joint = joint_pages(notes)
    notes = [above_joint_filers(part) if part.sheet in joint else part for part in notes]
    if any(part.kind == "signatures" for part in parts):
        cells += signature_section_cells([part for part in parts if part.kind == "signatures"])
        taken: set[int] = set()
    else:
        signed, taken = signature_blocks([part for part in parts if part.kind not in {"head"}])
        cells += signed
    cells += note_cells([part for part in notes if part.kind == "explanation"], taken)
    cells += joint_cells([part for part in parts if part.sheet in joint], _owners(cells) + 1, cells)
    return tuple(cells)


def _owners(cells: Sequence[Cell]) -> int:
    """How many owners the cells so far speak of."""
    return max((cell.row for cell in cells if cell.group == "reportingOwner"), default=0)


def _untabled(parts: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with what only seemed to go on with a table called what it is: notes below the last rule (of an
    empty table, its header's), or a page without a single column, when the heading of the notes was not read."""
    result: list[Section] = []
    for part in parts:
        table = next((table for table in part.registration.layout.tables if table.field == part.kind), None)
        if table is None:
            result.append(part)
            continue
        grid = table_grid(part, table)
        if table.field == "reportingOwner":
            # prose speaks of "reporting persons" too; the table has columns
            drawn = grid is not None and sum(edge.support > 0.3 for edge in grid.edges) >= 3
            result.append(part if drawn else replace(part, kind="explanation"))
            continue
        if grid is None and not part.titled:
            result.append(replace(part, kind="explanation"))
            continue
        result.append(part)
        if part.kind == "derivativeTable":
            rows = grid.bands if grid is not None else ()
            bottom = rows[-1].y1 if rows else header_end(part, table)
            below = replace(part, kind="explanation", y0=bottom + 1, titled=False)
            if _holds_notes(below):
                result[-1] = replace(part, y1=bottom + 1)
                result.append(below)
    return _joined(result)


def _holds_notes(section: Section) -> bool:
    """Whether a line begins like a note, or runs on over the columns as no row does."""
    lines = text_lines(section.words)
    margin = min((line[0].box.x0 for line in lines), default=0.0)
    return any(begins_note(line) or is_running_text(line, margin) for line in lines)


def _joined(parts: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with strips of notes that meet on a page as one: a sentence of the form may have opened the second
    in the midst of them."""
    result: list[Section] = []
    for part in parts:
        last = result[-1] if result else part
        if result and last.kind == part.kind == "explanation" and last.sheet is part.sheet and part.y0 <= last.y1 + 1:
            result[-1] = replace(last, y1=part.y1)
        else:
            result.append(part)
    return tuple(result)


def _grids(parts: tuple[Section, ...], field: str) -> list[TableGrid]:
    found: list[TableGrid] = []
    for part in parts:
        if part.kind != field:
            continue
        table = next(table for table in part.registration.layout.tables if table.field == field)
        before = found[-1] if found and not part.titled else None
        grid = table_grid(part, table, before)
        if grid is not None:
            found.append(going_on(grid, before) if before else grid)
    return found


def _group(field: str) -> Group:
    return "nonDerivativeTable" if field == "nonDerivativeTable" else "derivativeTable"
