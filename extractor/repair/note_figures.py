"""Figures of notes put right by the tables and one another: a point for a comma, a blank in a number, a false year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from extractor.records import Proposal
from extractor.repair import columns as at
from extractor.repair.confusions import load_confusions
from extractor.repair.opinions import best, filled
from extractor.repair.rules.rule import parsed
from extractor.repair.sheet import PERIOD, Sheet
from models.evidence import Repair

_AMOUNTS = (at.AMOUNT, at.OWNED, at.UNDERLYING)
_POINT = re.compile(r"(?<![\d.,$/])\d{1,3}\.\d{3}(?![\d%])(?![.,]\d)(?P<after> (?:shares?|units?|options?|x)\b)?")
_COMMA = re.compile(r"(?<![\d.,$/])\d{1,3}(?:,\d{3})+(?![\d%]|[.,]\d)")
_PARTS = re.compile(r"(?<![\d.,$/])\d{1,3} ?\d{0,2} \d{1,3}(?:,\d{3})?(?![\d%/])(?![.,]\d)")
_YEAR = re.compile(r"(?:(?<=[a-z] \d, )|(?<=[a-z] \d\d, ))[12]\d{3}\b")
_EARLIER, _LATER = 12, 15
"""Years before and after a filing that its notes speak of."""
_SURELY = 2.5  # cost by which the likeliest year must be ahead of the next
_LIKELY = 0.85  # share of the score that the repaired text gets


def with_figures(sheet: Sheet) -> Sheet:
    """The sheet with its notes' figures as the tables have them; what was read stays a candidate."""
    amounts, whole = _amounts(sheet)
    amounts |= {int(found[0].replace(",", "")) for text in sheet.notes.values() for found in _COMMA.finditer(text)}
    period = sheet.cells.get(PERIOD)
    day = parsed("date", period.candidates[0].value) if period is not None and filled(period) else None
    cells, notes = dict(sheet.cells), dict(sheet.notes)
    for path, proposal in sheet.cells.items():
        first = best(proposal)
        if proposal.cell.kind != "footnote" or first is None or not first.value:
            continue
        text, why = first.value, list[str]()
        text = _replaced(text, _POINT, lambda found: _thousands(found, amounts, whole), why)
        text = _replaced(text, _PARTS, lambda found: _joined(found, amounts), why)
        if isinstance(day, date):
            text = _replaced(text, _YEAR, partial(_year, day.year), why)
        if why:
            cells[path] = _with(proposal, text, "; ".join(why))
            notes[f"F{path.split('[')[-1].rstrip(']')}"] = text
    return replace(sheet, cells=cells, notes=notes)


def _amounts(sheet: Sheet) -> tuple[frozenset[int], bool]:
    """The whole numbers of shares of the tables, and whether there is one with thousands and none with a fraction."""
    values = [
        parsed(row.cells[field].cell.kind, candidate.value)
        for row in sheet.rows
        for field in _AMOUNTS
        if field in row.cells and (candidate := best(row.cells[field])) is not None and candidate.value is not None
    ]
    numbers = [value for value in values if value is not None and not isinstance(value, (str, date))]
    whole = frozenset(int(value) for value in numbers if value == int(value))
    return whole, len(whole) > 0 and max(whole) >= 1000 and all(value == int(value) for value in numbers)


def _replaced(
    text: str, pattern: re.Pattern[str], printed: Callable[[re.Match[str]], tuple[str, str] | None], why: list[str]
) -> str:
    """The text with what `printed` (new text, reason) says of each match; reasons are added to `why`."""
    for found in reversed(list(pattern.finditer(text))):
        if said := printed(found):
            text = text[: found.start()] + said[0] + text[found.end() :]
            why.append(said[1])
    return text


def _thousands(found: re.Match[str], amounts: frozenset[int], whole: bool) -> tuple[str, str] | None:
    number, after = found[0].removesuffix(found["after"] or ""), found["after"] or ""
    shown = number.replace(".", ",")
    if int(number.replace(".", "")) in amounts:
        return shown + after, f"the tables or notes have {shown}"
    if whole and after and number[0] != "0":
        return shown + after, f"“.” between thousands ({shown}): no number of shares in the tables has a fraction"
    return None


def _joined(found: re.Match[str], amounts: frozenset[int]) -> tuple[str, str] | None:
    digits = found[0].replace(" ", "").replace(",", "")
    if len(digits) < 4 or int(digits) not in amounts:
        return None
    return f"{int(digits):,}", f"the tables or notes have {int(digits):,}"


def _year(filed: int, found: re.Match[str]) -> tuple[str, str] | None:
    year = int(found[0])
    if 1934 <= year <= filed + 2 * _LATER:
        return None
    confusions = load_confusions()
    ranked = sorted((confusions.distance(str(y), found[0]), y) for y in range(filed - _EARLIER, filed + _LATER + 1))
    if ranked[1][0] - ranked[0][0] < _SURELY:
        return None
    return str(ranked[0][1]), f"{found[0]} is no year that a filing of {filed} speaks of"


def _with(proposal: Proposal, text: str, reason: str) -> Proposal:
    first = proposal.candidates[0]
    repair = Repair(rule="note.figure", before=first.value or "", after=text, reason=reason[:1].upper() + reason[1:])
    repaired = first.model_copy(
        update={"value": text, "score": first.score * _LIKELY, "repairs": (*first.repairs, repair)}
    )
    read = first.model_copy(update={"score": first.score * (1 - _LIKELY)})
    rest = [one for one in proposal.candidates[1:] if one.value != text]
    return replace(proposal, candidates=(repaired, *sorted([read, *rest], key=lambda one: -one.score)))
