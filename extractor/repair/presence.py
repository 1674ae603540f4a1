"""What must stand in every row: columns that no filer leaves empty (C4). An empty one was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.repair import columns as at
from extractor.repair.fields import Choice
from extractor.repair.opinions import filled
from extractor.repair.rows import Row, mandatory
from extractor.repair.sheet import Sheet
from models.extraction import Issue

NAMES: Mapping[str, str] = {
    at.TITLE: "title", at.DATE: "transaction date", at.CODE: "code", at.AMOUNT: "amount",
    at.ACQUIRED_DISPOSED: "(A) or (D)", at.OWNED: "amount owned following", at.DIRECT: "direct or indirect",
}


def lacking(sheet: Sheet, choices: Mapping[str, Choice]) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """Paths of mandatory cells in which nothing was read, each with the names of its row's empty columns; one issue a
    row."""
    paths: dict[str, str] = {}
    issues = []
    for row in sheet.rows:
        empty = [field for field in mandatory(row.table, row.kind, sheet.form) if _empty(sheet, row, field, choices)]
        if not empty:
            continue
        names = ", ".join(NAMES[field] for field in empty)
        paths.update({row.path(field): names for field in empty})
        issues.append(
            Issue(
                code="row.incomplete", severity="doubt", path=row.path(empty[0]).removesuffix(f"/{empty[0]}"),
                page=row.cells[empty[0]].cell.page or next(iter(row.cells.values())).cell.page,
                message=f"Every {row.kind} has these, and they were not found here: {names}.",
            )
        )
    return paths, tuple(issues)


def _empty(sheet: Sheet, row: Row, field: str, choices: Mapping[str, Choice]) -> bool:
    choice = choices[row.path(field)]
    if choice.candidate is not None and choice.candidate.value is not None:
        return False
    if row.cells[field].raw.strip() or row.cells[field].footnotes:
        return False  # there, but not readable: said by the field itself
    # Paper forms give the month's final balance once for all rows of a class.
    elsewhere = (other for other in sheet.rows if other is not row and other.table == row.table)
    return field != at.OWNED or not any(filled(other.cells[at.OWNED]) for other in elsewhere)
