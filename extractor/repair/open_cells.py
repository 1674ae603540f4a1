"""The cells that rules tie together, each with the few values it may have."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.records import Proposal
from extractor.repair.closeness import KNOWN, POSSIBLE, misread_cost
from extractor.repair.opinions import unreadable
from extractor.repair.rules.rule import Rule, Value, Values, parsed, spelt
from extractor.repair.sheet import Sheet
from models.evidence import Candidate

MOST = 12
"""Options of one cell."""

FAINT = 1e-4
"""Options less likely than this share of the best are not considered."""

FROM_RULES_ALONE = 0.02
"""Score of a value that only rules propose, for a cell that nobody could read."""

UNREAD = "?"
"""Stands in rules for a text that is there and cannot be read."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value a cell may have. `candidate` None: nothing readable. `read`: it comes from the readings; else rules
    derived it."""

    candidate: Candidate | None
    value: Value
    read: bool

    @property
    def score(self) -> float:
        return self.candidate.score if self.candidate else 1.0


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell under rules; `options[0]` is what the readings alone favour."""

    path: str
    proposal: Proposal
    options: tuple[Option, ...]

    @property
    def clean(self) -> bool:
        """Read without repair, without dissent, with a good score: only algebra that all but proves it wrong may
        change it."""
        agree, asked = self.proposal.agreement
        candidate = self.options[0].candidate
        return candidate is not None and not candidate.repairs and candidate.score >= 0.8 and agree == asked

    def known(self, option: Option) -> bool:
        """True when the option is one known misreading away from what was read."""
        own = option.read and option.candidate is not None and bool(option.candidate.repairs)
        return own or misread_cost(option.value, self.proposal) <= KNOWN

    @property
    def firm(self) -> bool:
        """Clean, and two independent readings agree: what contradicts it is the filer's doing."""
        return self.clean and self.proposal.agreement[0] >= 2


def open_cells(sheet: Sheet, rules: Sequence[Rule]) -> dict[str, OpenCell]:
    """All cells named by rules. Those that were not read cleanly, or stand in a rule that fails, come with the values
    that their readings and the rules propose; the others with the one they have."""
    ruled = dict.fromkeys(path for rule in rules for path in rule.cells)
    cells = {path: _from_readings(path, sheet.cells[path], 1) for path in ruled}
    favourites = [values_of(rule, cells, {}) for rule in rules]
    wanted: dict[str, dict[str, Value]] = {path: {} for path in cells if not cells[path].clean}
    for rule, values in zip(rules, favourites, strict=True):
        if rule.holds(values) is False:
            wanted.update({path: {} for path in rule.cells if path not in wanted})
    for rule, values in zip(rules, favourites, strict=True):
        for place, path in enumerate(rule.cells):
            open_ = rule.telling and path in wanted and not cells[path].proposal.fixed
            for value in rule.wants(values, place) if open_ else ():
                text = spelt(value)
                if text is not None and value != values[place]:
                    wanted[path].setdefault(text, value)
    return {
        path: _with_derived(_from_readings(path, cell.proposal), wanted[path]) if path in wanted else cell
        for path, cell in cells.items()
    }


def rules_of(rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    """The rules that name each cell, in their order."""
    of: dict[str, list[Rule]] = {}
    for rule in rules:
        for path in dict.fromkeys(rule.cells):
            of.setdefault(path, []).append(rule)
    return of


def values_of(rule: Rule, cells: Mapping[str, OpenCell], chosen: Mapping[str, int]) -> Values:
    """The values of a rule's cells under a choice of options; cells not in it are at their favourite."""
    return tuple([cells[path].options[chosen.get(path, 0)].value for path in rule.cells])


def _from_readings(path: str, proposal: Proposal, most: int = MOST) -> OpenCell:
    kind = proposal.cell.kind
    if not proposal.candidates:
        there = unreadable(proposal)
        figures = kind in ("shares", "money", "date")
        return OpenCell(path, proposal, (Option(None, UNREAD if there and not figures else None, True),))
    top = proposal.candidates[0]
    options = []
    for candidate in proposal.candidates[:most]:
        if candidate.score < FAINT * top.score:
            continue
        options.append(Option(candidate, parsed(kind, candidate.value), True))
    return OpenCell(path, proposal, tuple(options))


def _with_derived(cell: OpenCell, wanted: Mapping[str, Value]) -> OpenCell:
    """The cell with values that rules ask for and that could have been read as what stands there."""
    favourite = cell.options[0].candidate
    known = {option.candidate.value for option in cell.options if option.candidate}
    options = list(cell.options)
    for text, value in wanted.items():
        if text in known or len(options) >= MOST:
            continue
        if favourite is None:
            if unreadable(cell.proposal):
                options.append(Option(Candidate(value=text, score=FROM_RULES_ALONE), value, False))
            continue
        if favourite.value is None or cell.proposal.cell.kind not in ("shares", "money", "date"):
            continue
        cost = misread_cost(value, cell.proposal)
        if cost <= POSSIBLE:
            score = max(favourite.score * math.exp(-cost), 1e-9)
            options.append(Option(Candidate(value=text, score=score), value, False))
    return OpenCell(cell.path, cell.proposal, tuple(options))
