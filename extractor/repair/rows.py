"""From proposals by running row number to the filing's own addresses: which rows are transactions, which holdings,
and what each printed column means in the SEC's element names. No value is chosen here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.records import Cell, Proposal
from extractor.repair.columns import (
    ACQUIRED_DISPOSED,
    AMOUNT,
    CODE,
    CODING,
    COLUMNS,
    DATE,
    DEEMED,
    ELEMENTS,
    FORM_TYPE,
    NATURE,
    PRICE,
    SWAP,
    TABLE_TWO,
    TIMELINESS,
    TITLE,
    UNDERLYING_TITLE,
)
from extractor.repair.opinions import filled, merge, unreadable
from models.evidence import Candidate
from models.extraction import Issue

RowKind = Literal["transaction", "holding"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: `index` counts from 1 among rows of the same element, `cells` by path below the row."""

    table: str
    kind: RowKind
    index: int
    cells: Mapping[str, Proposal]

    @property
    def element(self) -> str:
        return ELEMENTS[self.table][0 if self.kind == "transaction" else 1]

    def path(self, field: str) -> str:
        return f"{self.table}/{self.element}[{self.index}]/{field}"


def lay_rows(table: str, proposals: Sequence[Proposal], form: str) -> tuple[tuple[Row, ...], tuple[Issue, ...]]:
    """The rows of one table in printed order, each a transaction or a holding; blank rows and debris are left out
    (debris with an issue)."""
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
        kind: RowKind = "holding" if form.startswith("3") or _holding(cells) else "transaction"
        counts[kind] += 1
        row = Row(table, kind, counts[kind], {})
        if kind == "transaction":
            cells = _transaction(table, cells, form)
        else:
            issues.extend(_stray(row, cells))
            cells = {field: cell for field, cell in cells.items() if _of_holding(field)}
        rows.append(replace(row, cells={field: cells[field] for field in COLUMNS[table] if field in cells}))
    return tuple(rows), tuple(issues)


def _of_holding(field: str) -> bool:
    stem = field.partition(":")[0]
    return stem not in (DATE, DEEMED, TIMELINESS, PRICE) and not stem.startswith(("transactionAmounts", CODING))


def _holding(cells: Mapping[str, Proposal]) -> bool:
    """A holding has no date, code, amount or sign. Two of the four must be filled to make a transaction: one misread
    speck does not turn a holding into one, one lost cell does not turn a transaction into a holding."""
    amounts = [cell for field, cell in cells.items() if field.startswith(AMOUNT)]
    signs = [cell for field, cell in cells.items() if field == ACQUIRED_DISPOSED]
    groups = [[cells[DATE]] if DATE in cells else [], [cells[CODE]] if CODE in cells else [], amounts, signs]
    evidence = sum(
        1.0 if any(filled(cell) for cell in group) else 0.5 if any(unreadable(cell) for cell in group) else 0.0
        for group in groups
    )
    # Table II prints its sign by the column the amount stands in, so a row lacks one witness there.
    needed = 1.5 if signs else 1.0 + 0.5 * bool(not any(filled(cell) for cell in amounts))
    return evidence < needed


def _debris(cells: Mapping[str, Proposal]) -> bool:
    """A row with only a title is a wrapped line or a printed note that was taken for a row."""
    rest = [cell for field, cell in cells.items() if field not in (TITLE, UNDERLYING_TITLE, NATURE)]
    return not any(filled(cell) or unreadable(cell) or cell.footnotes for cell in rest)


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
        if not _of_holding(field) and filled(cell) and (cell.candidates[0].score >= 0.5)
    ]


def _transaction(table: str, cells: Mapping[str, Proposal], form: str) -> dict[str, Proposal]:
    out = {field: cell for field, cell in cells.items() if not field.startswith((AMOUNT, CODING, TIMELINESS))}
    if table == TABLE_TWO and any(field.startswith(AMOUNT + ":") for field in cells):
        out.update(_two_columns(cells))
    elif AMOUNT in cells:
        out[AMOUNT] = cells[AMOUNT]
    out.update(_coding(cells, form))
    return out


def _two_columns(cells: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """Table II prints the amount under (A) or (D): the column is the sign."""
    acquired, disposed = cells.get(f"{AMOUNT}:A"), cells.get(f"{AMOUNT}:D")
    present = [(cell, sign) for cell, sign in ((acquired, "A"), (disposed, "D"))
               if cell is not None and (filled(cell) or unreadable(cell) or cell.footnotes)]
    if not present:
        plain = cells.get(AMOUNT)
        if plain is not None:
            return {AMOUNT: plain, ACQUIRED_DISPOSED: _letter(plain.cell, plain.raw, ())}
        empty = acquired or disposed
        return {AMOUNT: replace(empty, cell=replace(empty.cell, field=AMOUNT))} if empty else {}
    # Both filled: one is noise, or an amount that ran into its neighbour; the better reading wins and stays doubtful.
    present.sort(key=lambda pair: -(pair[0].candidates[0].score if filled(pair[0]) else 0))
    cell, sign = present[0]
    letters = [Candidate(value=sign, score=0.99 if len(present) == 1 else 0.6)]
    if len(present) > 1:
        letters.append(Candidate(value=present[1][1], score=0.4))
    amount = replace(cell, cell=replace(cell.cell, field=AMOUNT))
    letter = _letter(cell.cell, cell.raw if len(present) > 1 else "", tuple(letters))
    return {AMOUNT: amount, ACQUIRED_DISPOSED: letter}


def _letter(cell: Cell, raw: str, letters: tuple[Candidate, ...]) -> Proposal:
    return Proposal(
        cell=replace(cell, field=ACQUIRED_DISPOSED, kind="letter"), raw=raw, candidates=letters,
        agreement=(1, 1) if letters else (0, 1),
    )


def _coding(cells: Mapping[str, Proposal], form: str) -> dict[str, Proposal]:
    """The printed code is composed: "4" or "5" may stand before it on a Form 5, "K" after it (equity swap), "V" in a
    column of its own (reported early)."""
    out: dict[str, Proposal] = {}
    code = cells.get(CODE)
    timeliness = next((cell for field, cell in cells.items() if field.startswith((TIMELINESS, CODING + "V"))), None)
    early = timeliness is not None and _voluntary(timeliness)
    if code is not None:
        parts = [split_code(candidate.value) for candidate in code.candidates]
        letters: dict[str | None, Candidate] = {}
        for candidate, (_, letter, _, _) in zip(code.candidates, parts, strict=True):
            if letter not in letters:
                letters[letter] = candidate.model_copy(update={"value": letter})
        out[CODE] = replace(code, candidates=tuple(letters.values()))
        printed_type, _, swap, voluntary = parts[0] if parts else ("", None, False, False)
        early = early or voluntary
        form_type = printed_type or ("5" if early or form.startswith("5") else "4")
        sure = max(code.candidates[0].score, 0.01) if code.candidates else 0.5
        out[FORM_TYPE] = _derived(code, FORM_TYPE, form_type, sure)
        out[SWAP] = _derived(code, SWAP, "1" if swap else "0", sure)
    if early:
        source = timeliness if timeliness is not None and filled(timeliness) else code
        if source is not None:
            out[TIMELINESS] = _derived(source, TIMELINESS, "E", source.candidates[0].score)
    elif timeliness is not None and filled(timeliness) and timeliness.candidates[0].value == "L":
        out[TIMELINESS] = timeliness
    return out


def _voluntary(cell: Proposal) -> bool:
    return filled(cell) and (cell.candidates[0].value or "").upper() in ("V", "E")


def split_code(printed: str | None) -> tuple[str, str | None, bool, bool]:
    """(form type or "", code letter or None, equity swap, voluntary) of a printed code such as "S", "J/K", "4A", "G V".

    A lone K or V is no code; the letter is None then.
    """
    text = "".join(sign for sign in (printed or "").upper() if sign.isalnum())
    form_type = text[0] if len(text) > 1 and text[0] in "345" else ""
    letters = text[len(form_type):]
    rest = letters[1:]
    letter = letters[0] if letters and letters[0] not in "KV" else None
    return form_type, letter, "K" in rest or letters == "K", "V" in rest or letters == "V"


def _derived(source: Proposal, field: str, value: str, score: float) -> Proposal:
    cell = replace(source.cell, field=field, kind="checkbox" if field == SWAP else "code")
    return replace(
        source, cell=cell, candidates=(Candidate(value=value, score=score),), footnotes=(), marks=(),
    )
