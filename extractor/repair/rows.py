"""From proposals by running row number to the filing's own addresses: which rows are transactions, which holdings,
and what each printed column means in the SEC's element names. No value is chosen here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from extractor.records import Cell, Group, Kind, Proposal
from extractor.repair.columns import (
    ACQUIRED_DISPOSED,
    AMOUNT,
    CODE,
    CODING,
    COLUMNS,
    DATE,
    DEEMED,
    DIRECT,
    ELEMENTS,
    EXERCISABLE,
    EXPIRES,
    NATURE,
    OWNED,
    PRICE,
    STRIKE,
    TABLE_ONE,
    TABLE_TWO,
    TIMELINESS,
    TITLE,
    UNDERLYING,
    UNDERLYING_TITLE,
)
from extractor.repair.opinions import filled, merge, unreadable
from extractor.repair.transaction import transaction_cells
from models.extraction import Issue

KIND_OF: Mapping[str, Kind] = {
    TITLE: "title", DATE: "date", CODE: "code", AMOUNT: "shares", ACQUIRED_DISPOSED: "letter", OWNED: "shares",
    DIRECT: "letter", PRICE: "money", STRIKE: "money", EXERCISABLE: "date", EXPIRES: "date", UNDERLYING_TITLE: "title",
    UNDERLYING: "shares",
}
_FULL_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d\d)(?!\d)")
RowKind = Literal["transaction", "holding"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: `index` counts from 1 among rows of the same element, `cells` by path below the row."""

    table: str
    kind: RowKind
    index: int
    cells: Mapping[str, Proposal]

    def path(self, field: str) -> str:
        return f"{_place(self.table, self.kind, self.index)}/{field}"


@lru_cache(maxsize=1024)
def _place(table: str, kind: RowKind, index: int) -> str:
    """Where the cells of a row stand in the XML: asked some hundred times a filing."""
    return f"{table}/{ELEMENTS[table][0 if kind == 'transaction' else 1]}[{index}]"


def mandatory(table: str, kind: RowKind, form: str) -> tuple[str, ...]:
    """Columns that no row leaves empty (C4). Form 3 prints no balance in Table II."""
    if kind == "transaction":
        return (TITLE, DATE, CODE, AMOUNT, ACQUIRED_DISPOSED, OWNED, DIRECT)
    return (TITLE, DIRECT) if table == TABLE_TWO and form.startswith("3") else (TITLE, OWNED, DIRECT)


def lay_rows(table: str, proposals: Sequence[Proposal], form: str) -> tuple[tuple[Row, ...], tuple[Issue, ...]]:
    """The rows of one table in printed order, each a transaction or a holding; blank rows and debris are left out
    (debris with an issue)."""
    group: Group = "derivativeTable" if table == TABLE_TWO else "nonDerivativeTable"
    printed: dict[int, dict[str, list[Proposal]]] = {}
    for proposal in proposals:
        printed.setdefault(proposal.cell.row, {}).setdefault(proposal.cell.field, []).append(proposal)
    rows: list[Row] = []
    issues: list[Issue] = []
    counts = {"transaction": 0, "holding": 0}
    for number in sorted(printed):
        cells = {field: merge(opinions) for field, opinions in printed[number].items()}
        if not any(filled(cell) or unreadable(cell) or cell.footnotes for cell in cells.values()):
            continue
        if _debris(cells):
            issues.append(_debris_issue(table, number, cells))
            continue
        kind: RowKind = "holding" if form.startswith("3") or _holding(table, cells) else "transaction"
        counts[kind] += 1
        row = Row(table, kind, counts[kind], {})
        if kind == "transaction":
            cells = transaction_cells(table, cells, form)
        else:
            issues.extend(_stray(row, cells))
            cells = {field: cell for field, cell in cells.items() if _of_holding(field)}
        for field in (*mandatory(table, kind, form), *_usual(table, kind)):
            cells.setdefault(field, Proposal(Cell(field=field, kind=KIND_OF[field], group=group, row=number), "", ()))
        rows.append(replace(row, cells={field: cells[field] for field in COLUMNS[table] if field in cells}))
    return tuple(rows), tuple(issues)


def _usual(table: str, kind: RowKind) -> tuple[str, ...]:
    """Columns that a filer may leave empty but seldom does: their emptiness comes as a blank."""
    price = (PRICE,) if kind == "transaction" else ()
    return price if table == TABLE_ONE else (*price, STRIKE, EXERCISABLE, EXPIRES, UNDERLYING_TITLE, UNDERLYING)


def _of_holding(field: str) -> bool:
    stem = field.partition(":")[0]
    return stem not in (DATE, DEEMED, TIMELINESS, PRICE) and not stem.startswith(("transactionAmounts", CODING))


def _holding(table: str, cells: Mapping[str, Proposal]) -> bool:
    """A holding has no date, code, amount or sign. Two of the four must be filled to make a transaction: one misread
    speck does not turn a holding into one, one lost cell does not turn a transaction into a holding. In Table I, where
    no other column holds a date, one printed in full is enough."""
    amounts = [cell for field, cell in cells.items() if field.startswith(AMOUNT)]
    signs = [cell for field, cell in cells.items() if field == ACQUIRED_DISPOSED]
    groups = [[cells[DATE]] if DATE in cells else [], [cells[CODE]] if CODE in cells else [], amounts, signs]
    evidence = sum(
        1.0 if any(filled(cell) for cell in group) else 0.5 if any(unreadable(cell) for cell in group) else 0.0
        for group in groups
    )
    # Table II prints its sign by the column the amount stands in, so a row lacks one witness there.
    needed = 1.5 if signs else 1.0 + 0.5 * bool(not any(filled(cell) for cell in amounts))
    return evidence < needed and not (table == TABLE_ONE and _dated(cells))


def _dated(cells: Mapping[str, Proposal]) -> bool:
    """A date printed in full in the column of dates."""
    date = cells.get(DATE)
    return date is not None and filled(date) and bool(_FULL_DATE.search(date.raw))


def _debris(cells: Mapping[str, Proposal]) -> bool:
    """A row with only a title is a wrapped line or a printed note that was taken for a row; one without a title is
    specks, unless two of its cells at least can be read."""
    rest = [cell for field, cell in cells.items() if field not in (TITLE, UNDERLYING_TITLE, NATURE)]
    if not any(filled(cells[field]) and _worded(cells[field].raw) for field in (TITLE,) if field in cells):
        return sum(filled(cell) for cell in rest) < 2
    return not any(filled(cell) or unreadable(cell) or cell.footnotes for cell in rest)


def _worded(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= 3


def _debris_issue(table: str, number: int, cells: Mapping[str, Proposal]) -> Issue:
    text = " | ".join(cell.raw.strip() for cell in cells.values() if cell.raw.strip())
    return Issue(
        code="row.left-out",
        severity="doubt",
        path=table,
        page=next((cell.cell.page for cell in cells.values() if cell.cell.page), None),
        message=f"Row {number} holds words but no amount, date or letter ({text}); it was left out.",
    )


def _stray(row: Row, cells: Mapping[str, Proposal]) -> list[Issue]:
    """What stands in a holding's transaction columns is reported, not dropped in silence."""
    return [
        Issue(
            code="row.stray-entry",
            severity="doubt",
            path=row.path(field.partition(":")[0]),
            page=cell.cell.page,
            message=f"“{cell.raw.strip()}” stands in a row that is otherwise a holding; it was left out.",
        )
        for field, cell in cells.items()
        if not _of_holding(field) and filled(cell) and any(sign.isalnum() for sign in cell.raw)
    ]
