"""What the form's own rules say of a filing's values as they stand, in words, for a person who reviews it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from extractor.compare import kind_of
from extractor.records import Cell, Kind, Proposal
from extractor.repair.columns import COLUMNS
from extractor.repair.gather import gather
from extractor.repair.rows import Row
from extractor.repair.rules.rule import Rule, Value, parsed
from extractor.repair.sheet import PERIOD, Sheet
from models.evidence import Candidate
from models.extraction import Extraction
from models.field import Field
from models.paths import row_paths

MONTH = "month.to-day"
"""The repair that turned a printed month into a day: rules on that field speak of the month."""

_KINDS = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True)
class Check:
    """One rule on the fields it ties together (`cells`, their paths): whether it `holds` and the arithmetic in words.
    `telling`: to hold by chance is improbable."""

    rule: str
    cells: tuple[str, ...]
    holds: bool
    words: str
    telling: bool


def checks(extraction: Extraction, changed: Mapping[str, str | None] | None = None) -> tuple[Check, ...]:
    """The rules that say anything of the filing, telling ones first. `changed` holds values (canonical, None for blank)
    that stand in for those of the extraction: what the rules would say then."""
    sheet = _sheet(extraction, changed or {})
    found = (_checked(rule, sheet) for rule in gather(sheet))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (not one.telling, one.holds)))


def _checked(rule: Rule, sheet: Sheet) -> Check | None:
    values = tuple(_value(sheet, path) for path in rule.cells)
    holds = rule.holds(values)
    if holds is None or (holds is False and rule.alarm == "none"):
        return None  # it says nothing, or its failing means nothing
    words = rule.words(values)
    return Check(rule.name, rule.cells, holds, words, rule.telling) if words else None


def _value(sheet: Sheet, path: str) -> Value:
    proposal = sheet.cells.get(path)
    return parsed(proposal.cell.kind, proposal.candidates[0].value) if proposal and proposal.candidates else None


def _sheet(extraction: Extraction, changed: Mapping[str, str | None]) -> Sheet:
    """The filing laid out as for reconciling, every field with the one value it has."""
    cells = {field.path: _settled(field, changed.get(field.path, field.value)) for field in extraction.fields}
    rows = tuple(_rows(extraction, cells))
    notes = {
        f"F{path.rpartition('[')[2].removesuffix(']')}": cell.candidates[0].value or ""
        for path, cell in cells.items()
        if path.startswith("footnotes/") and cell.candidates
    }
    owners = len(extraction.form.reporting_owner)
    return Sheet(extraction.form.document_type.text or "4", cells, rows, notes, owners, {})


def _settled(field: Field, value: str | None) -> Proposal:
    kind = _kind(field.path)
    if field.path == PERIOD and any(repair.rule == MONTH for repair in field.repairs) and value:
        kind, value = "month", value[: len("1999-07")]
    said = () if value is None else (Candidate(value=value, score=1.0),)
    return Proposal(cell=Cell(field=field.path, kind=kind), raw=field.raw, candidates=said, footnotes=field.footnotes)


@cache
def _kind(path: str) -> Kind:
    kind = kind_of(path)
    return cast("Kind", kind) if kind in _KINDS else "text"


def _rows(extraction: Extraction, cells: Mapping[str, Proposal]) -> Iterator[Row]:
    for path, row in row_paths(extraction.form):
        table, _, step = path.partition("/")
        kind: Literal["transaction", "holding"] = row.kind
        index = int(step.rpartition("[")[2].removesuffix("]"))
        columns = COLUMNS[table]
        yield Row(table, kind, index, {name: cells[f"{path}/{name}"] for name in columns if f"{path}/{name}" in cells})
