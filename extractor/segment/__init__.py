"""Cut a registered filing into cells: the head's boxes, the tables' rows, notes and signatures."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.ink import InkedPage
from extractor.records import Cell, Group, RegisteredFiling
from extractor.segment.head import head_cells
from extractor.segment.sections import Section, sections
from extractor.segment.tables import TableGrid, table_cells, table_grid
from extractor.segment.tail import joint_cells, note_cells, owner_table_cells, signature_blocks, signature_section_cells


def segment(filing: RegisteredFiling, pages: Mapping[int, InkedPage]) -> tuple[Cell, ...]:
    """All cells of a filing, words of the page pass in them; see records.Cell for their addresses. `pages` by
    number."""
    parts = sections(filing.sheets, filing.registrations)
    cells = [cell for part in parts if part.kind == "head" for cell in head_cells(part, pages[part.sheet.page.number])]
    for table in filing.layout.tables:
        grids = _grids(parts, table.field)
        cells += (
            owner_table_cells(grids) if table.field == "reportingOwner" else table_cells(grids, _group(table.field))
        )
    notes = [part for part in parts if part.kind in {"explanation", "other"}]
    joint = _joint_pages(notes)
    notes = [part for part in notes if part.sheet not in joint]
    if any(part.kind == "signatures" for part in parts):
        cells += signature_section_cells([part for part in parts if part.kind == "signatures"])
        taken: set[int] = set()
    else:
        signed, taken = signature_blocks([part for part in parts if part.kind not in {"head"}])
        cells += signed
    cells += note_cells([part for part in notes if part.kind == "explanation"], taken)
    owners = max((cell.row for cell in cells if cell.group == "reportingOwner"), default=0)
    cells += joint_cells([part for part in parts if part.sheet in joint], owners + 1)
    return tuple(cells)


def _grids(parts: tuple[Section, ...], field: str) -> list[TableGrid]:
    found = []
    for part in parts:
        if part.kind != field:
            continue
        table = next(table for table in part.registration.layout.tables if table.field == field)
        grid = table_grid(part, table)
        if grid is not None:
            found.append(grid)
    return found


def _group(field: str) -> Group:
    return "nonDerivativeTable" if field == "nonDerivativeTable" else "derivativeTable"


def _joint_pages(parts: list[Section]) -> list[object]:
    """Sheets that name further owners ("Name: … Address: …")."""
    return [
        part.sheet
        for part in parts
        if {"name:", "address:"} <= {word.text.lower() for word in part.words}
        or "joint filer" in " ".join(word.text.lower() for word in part.words)
    ]
