"""What must stand in every row: columns that no filer leaves empty (C4), and those that are empty only with a footnote
(C5). Elsewhere something was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from extractor.repair import columns as at
from extractor.repair.fields import Choice
from extractor.repair.gather import EXERCISES
from extractor.repair.opinions import filled, unreadable
from extractor.repair.rows import Row, mandatory
from extractor.repair.sheet import PERIOD, Sheet
from models.extraction import Issue

NAMES: Mapping[str, str] = {
    at.TITLE: "title", at.DATE: "transaction date", at.CODE: "code", at.AMOUNT: "amount",
    at.ACQUIRED_DISPOSED: "(A) or (D)", at.OWNED: "amount owned following", at.DIRECT: "direct or indirect",
    at.STRIKE: "conversion or exercise price", at.EXERCISABLE: "date exercisable", at.EXPIRES: "expiration date",
    at.PRICE: "price", at.UNDERLYING: "amount of underlying securities",
}

ELECTRONIC = date(2003, 6, 30)
"""From this day on EDGAR refuses a form with such an empty column; on paper anything goes."""


def lacking(sheet: Sheet, choices: Mapping[str, Choice]) -> tuple[frozenset[str], tuple[Issue, ...]]:
    """Paths that are doubtful because their row is incomplete, and one issue a row: its empty mandatory cells; all of
    it when more than one is lost, for then it may be no row at all."""
    period = sheet.cells.get(PERIOD)
    filed_on = period.candidates[0].value if period is not None and period.candidates else None
    electronic = filed_on is not None and filed_on >= ELECTRONIC.isoformat()
    paths: set[str] = set()
    issues = []
    for row in sheet.rows:
        columns = mandatory(row.table, row.kind, sheet.form)
        if electronic:
            columns += tuple(field for field in at.FOOTNOTE_ONLY if field in row.cells)
        empty = [field for field in columns if _empty(sheet, row, field, choices)]
        if not empty:
            continue
        names = ", ".join(NAMES[field] for field in empty)
        lost = len(empty) + sum(unreadable(row.cells[field]) for field in columns)
        paths.update(row.path(field) for field in (row.cells if lost > 1 else empty))
        issues.append(
            Issue(
                code="row.incomplete", severity="doubt", path=row.path(empty[0]).removesuffix(f"/{empty[0]}"),
                page=row.cells[empty[0]].cell.page or next(iter(row.cells.values())).cell.page,
                message=f"Every {row.kind} has these, and they were not found here: {names}.",
            )
        )
    return frozenset(paths), tuple(issues)


def _empty(sheet: Sheet, row: Row, field: str, choices: Mapping[str, Choice]) -> bool:
    choice = choices[row.path(field)]
    if choice.candidate is not None and choice.candidate.value is not None:
        return False
    if row.cells[field].raw.strip() or row.cells[field].footnotes:
        return False  # there, but not readable: said by the field itself
    # Paper forms give the month's final balance once for all rows of a class.
    elsewhere = (other for other in sheet.rows if other is not row and other.table == row.table)
    return field != at.OWNED or not any(filled(other.cells[at.OWNED]) for other in elsewhere)


def unanswered(sheet: Sheet, choices: Mapping[str, Choice]) -> tuple[Issue, ...]:
    """Exercises and conversions in Table II that no row of Table I answers: what was acquired stands there, so a row
    was lost (instruction 4(c)(iii): both tables). A row there whose code nobody could read may be it."""
    transactions = [row for row in sheet.rows if row.kind == "transaction"]
    answered = {_value(row, at.CODE, choices) for row in transactions if row.table == at.TABLE_ONE}
    return tuple(
        Issue(
            code="row.exercise-alone", severity="doubt", path=row.path(at.CODE).removesuffix(f"/{at.CODE}"),
            page=row.cells[at.CODE].cell.page,
            message=f"Table I has no row with code {code} for what was exercised or converted here; one may be lost.",
        )
        for row in transactions
        if row.table == at.TABLE_TWO
        and (code := _value(row, at.CODE, choices)) in EXERCISES
        and _value(row, at.ACQUIRED_DISPOSED, choices) == "D"
        and not answered & {code, None}
    )  # fmt: skip


def _value(row: Row, field: str, choices: Mapping[str, Choice]) -> str | None:
    choice = choices.get(row.path(field))
    return choice.candidate.value if choice is not None and choice.candidate is not None else None
