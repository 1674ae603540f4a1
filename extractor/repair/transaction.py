"""What a transaction's printed columns mean in the SEC's elements: the composed code, the amount's two columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor.records import Cell, Proposal
from extractor.repair.columns import (
    ACQUIRED_DISPOSED,
    AMOUNT,
    CODE,
    CODING,
    FORM_TYPE,
    SWAP,
    TABLE_TWO,
    TIMELINESS,
)
from extractor.repair.opinions import filled, unreadable
from models.evidence import Candidate

ACQUIRING, DISPOSING = "APL", "MCOXHSFDU"
"""Codes that in Table II mostly acquire, and mostly dispose."""


def transaction_cells(table: str, cells: Mapping[str, Proposal], form: str) -> dict[str, Proposal]:
    """The cells of a transaction by column, from the columns as printed."""
    out = {field: cell for field, cell in cells.items() if not field.startswith((AMOUNT, CODING, TIMELINESS))}
    if table == TABLE_TWO and any(field.startswith(AMOUNT + ":") for field in cells):
        out.update(_two_columns(cells))
    elif AMOUNT in cells:
        out[AMOUNT] = cells[AMOUNT]
    out.update(_coding(cells, form))
    amount = out.get(AMOUNT)
    if table == TABLE_TWO and ACQUIRED_DISPOSED in out and _misplaced(out[ACQUIRED_DISPOSED], out.get(CODE)):
        out[ACQUIRED_DISPOSED] = _doubted(out[ACQUIRED_DISPOSED])
    if table == TABLE_TWO and amount is not None and filled(amount) and ACQUIRED_DISPOSED not in out:
        out[ACQUIRED_DISPOSED] = _sign_unknown(out[AMOUNT], out.get(CODE))
    return out


def _misplaced(sign: Proposal, code: Proposal | None) -> bool:
    """An amount of a dump in the column that its code seldom has one in: words move there, and now and then a filer
    means it."""
    placed = {candidate.value for candidate in sign.candidates}
    letter = (code.candidates[0].value if code is not None and filled(code) else None) or " "
    typed = any(reading.source == "dump" for reading in code.readings) if code is not None else False
    return typed and letter in (ACQUIRING if placed == {"D"} else DISPOSING if placed == {"A"} else "")


def _doubted(sign: Proposal) -> Proposal:
    """The letter of the column where the amount stands, and the other one."""
    printed = sign.candidates[0].value
    letters = (Candidate(value=printed, score=0.6), Candidate(value="A" if printed == "D" else "D", score=0.4))
    return replace(sign, candidates=letters, agreement=(0, 1))


def _sign_unknown(amount: Proposal, code: Proposal | None) -> Proposal:
    """The amount stands in neither column for certain: what the code makes likely (F1), for the rules and review."""
    letter = code.candidates[0].value if code is not None and filled(code) else None
    likely = 0.9 if letter and letter in ACQUIRING else 0.1 if letter and letter in DISPOSING else 0.5
    letters = sorted((Candidate(value="A", score=likely), Candidate(value="D", score=1 - likely)),
                     key=lambda candidate: -candidate.score)
    cell = replace(amount.cell, field=ACQUIRED_DISPOSED, kind="letter")
    return Proposal(cell=cell, raw=amount.raw, candidates=tuple(letters), agreement=(0, 1))


def _two_columns(cells: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """Table II prints the amount under (A) or (D): the column is the sign."""
    acquired, disposed = cells.get(f"{AMOUNT}:A"), cells.get(f"{AMOUNT}:D")
    present = [(cell, sign) for cell, sign in ((acquired, "A"), (disposed, "D"))
               if cell is not None and (filled(cell) or unreadable(cell) or cell.footnotes)]
    if not present:
        plain = cells.get(AMOUNT)
        if plain is not None and (filled(plain) or unreadable(plain) or plain.footnotes):
            return {AMOUNT: plain}
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
