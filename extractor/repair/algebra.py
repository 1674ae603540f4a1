"""The form's own algebra at work on one filing: the joint choice, what of it may stand, and what is left to say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from extractor.repair.choose import Factor, choose
from extractor.repair.closeness import misread_cost
from extractor.repair.fields import Choice
from extractor.repair.open_cells import FROM_RULES_ALONE, OpenCell, open_cells, rules_of, values_of
from extractor.repair.opinions import best, filled
from extractor.repair.rules.rule import Rule, Value, Values, shown, spelt
from extractor.repair.settle import Settled, settle
from extractor.repair.sheet import Sheet
from models.evidence import Candidate, Repair
from models.extraction import Issue


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a failing rule says about one cell: the value it would have, when there is one."""

    path: str
    value: str | None
    issue: Issue | None


class Standing(NamedTuple):
    """A rule with the values that stand in its cells, and whether it holds on them."""

    rule: Rule
    values: Values
    holds: bool | None


def decide(sheet: Sheet, rules: Sequence[Rule]) -> tuple[dict[str, Choice], tuple[Issue, ...]]:
    """A choice for every cell of the sheet, and the issues that the rules raise."""
    cells = open_cells(sheet, rules)
    settled = settle(cells, rules, _best(cells, rules))
    standing = [Standing(rule, values := values_of(rule, cells, settled.chosen), rule.holds(values)) for rule in rules]
    doubts = [*_refusals(cells, settled), *_failures(cells, standing, settled), *_gaps(cells, standing)]
    issues = {(doubt.issue.code, doubt.issue.path): doubt.issue for doubt in doubts if doubt.issue}
    tallies = _tallies(cells, standing, settled, {doubt.path for doubt in doubts})
    of = rules_of(rules)
    ruled = {
        path: _choice(
            cells, cell, settled, tallies[path], [doubt for doubt in doubts if doubt.path == path],
            _weighed(cells, cell, of[path], settled),
        )
        for path, cell in cells.items()
    }
    choices = {path: ruled.get(path) or Choice(best(proposal)) for path, proposal in sheet.cells.items()}
    return choices, tuple(issues.values())


def _best(cells: Mapping[str, OpenCell], rules: Sequence[Rule]) -> dict[str, int]:
    moving = {path for path, cell in cells.items() if len(cell.options) > 1}
    factors = [_factor(rule, cells, moving) for rule in rules if not moving.isdisjoint(rule.cells)]
    return choose({path: [math.log(option.score) for option in cells[path].options] for path in moving}, factors)


def _factor(rule: Rule, cells: Mapping[str, OpenCell], moving: set[str]) -> Factor:
    """The rule as a table over the cells that have a choice; the others are constants."""
    paths = tuple(path for path in rule.cells if path in moving)

    def fill(widths: tuple[int, ...]) -> Iterator[float]:
        width = dict(zip(paths, widths, strict=True))
        values = [[option.value for option in cells[path].options[: width.get(path, 1)]] for path in rule.cells]
        for combination in product(*values):
            holds = rule.holds(combination)
            yield 0.0 if holds is None else rule.weight if holds else -rule.weight

    return Factor(paths, fill)


def _refusals(cells: Mapping[str, OpenCell], settled: Settled) -> list[Doubt]:
    """Values that the rules ask for and the evidence does not carry."""
    doubts = []
    for path, (number, asking) in settled.refused.items():
        cell = cells[path]
        value = cell.options[number].value
        words = "; ".join(rule.words(values_of(rule, cells, {**settled.chosen, path: number})) for rule in asking)
        if not asking:
            continue
        issue = Issue(
            code=f"rule.{asking[0].name}", severity="doubt", path=path, page=cell.proposal.cell.page,
            message=f"Kept as read, {_read(cell)}; but {words} would make it {shown(value)}.",
        )
        doubts.append(Doubt(path, spelt(value), issue))
    return doubts


def _failures(cells: Mapping[str, OpenCell], standing: Sequence[Standing], settled: Settled) -> list[Doubt]:
    """Rules that fail on what stands, each filed under the cell that could most easily have been misread."""
    doubts = []
    refused = {id(rule) for _, asking in settled.refused.values() for rule in asking}
    for rule, values, holds in standing:
        if rule.alarm == "none" or id(rule) in refused or holds is not False:
            continue
        place, wanted = _suspect(rule, cells, values)
        path = rule.cells[place]
        better = f" {shown(wanted)} would fit." if wanted is not None else ""
        issue = Issue(
            code=f"rule.{rule.name}", severity=rule.alarm, path=path, page=cells[path].proposal.cell.page,
            message=f"As printed this does not agree: {rule.words(values)}.{better}",
        )
        doubts.append(Doubt(path, spelt(wanted), issue))
    return doubts


def _suspect(rule: Rule, cells: Mapping[str, OpenCell], values: tuple[Value, ...]) -> tuple[int, Value]:
    """The place whose wanted value lies nearest to what was read, and that value; no place where a person said what
    stands there, while there is another."""
    loose = [place for place, path in enumerate(rule.cells) if not cells[path].proposal.fixed]
    blamed = rule.blames if rule.blames in loose or not loose else loose[0]
    nearest = (math.inf, blamed, next(iter(rule.wants(values, blamed)), None))
    for place, path in enumerate(rule.cells):
        for wanted in rule.wants(values, place):
            cost = misread_cost(wanted, cells[path].proposal)
            if cost < nearest[0]:
                nearest = (cost, place, wanted)
    return nearest[1], nearest[2]


def _gaps(cells: Mapping[str, OpenCell], standing: Sequence[Standing]) -> list[Doubt]:
    """Values that balances give cells in which nothing could be read."""
    doubts = []
    for rule, values, _ in standing:
        empty = [place for place, value in enumerate(values) if value is None]
        if rule.name != "balance" or len(empty) != 1:
            continue
        cell = cells[rule.cells[empty[0]]]
        wanted = next(iter(rule.wants(values, empty[0])), None)
        if wanted is None or filled(cell.proposal) or cell.proposal.footnotes:
            continue
        filled_in = tuple(wanted if place == empty[0] else value for place, value in enumerate(values))
        issue = Issue(
            code="rule.balance", severity="doubt", path=cell.path, page=cell.proposal.cell.page,
            message=f"Nothing could be read here; {rule.words(filled_in)} suggests {shown(wanted)}.",
        )
        doubts.append(Doubt(cell.path, spelt(wanted), issue))
    return doubts


def _tallies(
    cells: Mapping[str, OpenCell], standing: Sequence[Standing], settled: Settled, suspects: set[str]
) -> dict[str, tuple[list[int], list[int]]]:
    """For each cell the numbers of (hard, soft) rules that support and contradict what stands. A rule that bore a
    change supports nothing: it holds because it was asked to. A rule that fails weighs on the cell under suspicion and
    on those that no other rule supports."""
    bearing = {id(rule) for borne in settled.bearing.values() for rule in borne}
    tallies: dict[str, tuple[list[int], list[int]]] = {path: ([0, 0], [0, 0]) for path in cells}
    failing = []
    for rule, _, holds in standing:
        if holds and rule.telling and id(rule) not in bearing:
            for path in rule.cells:
                tallies[path][0][0 if rule.hard else 1] += 1
        elif holds is False and rule.alarm != "none":
            failing.append(rule)
    for rule in failing:
        for path in rule.cells:
            supports, contradictions = tallies[path]
            if path in suspects:
                contradictions[0 if rule.hard and rule.alarm == "doubt" else 1] += 1
            elif not any(supports):
                contradictions[1] += 1
    return tallies


def _choice(
    cells: Mapping[str, OpenCell], cell: OpenCell, settled: Settled, tally: tuple[list[int], list[int]],
    doubts: Sequence[Doubt], weighed: tuple[float, float] | None,
) -> Choice:
    supports, contradictions = tally
    number = settled.chosen.get(cell.path, 0)
    option = cell.options[number]
    borne = settled.bearing.get(cell.path, ())
    repairs: tuple[Repair, ...] = ()
    if borne and option.candidate and option.candidate.value is not None:
        repairs = (
            Repair(
                rule=borne[0].name, before=_read(cell), after=option.candidate.value,
                reason="; ".join(rule.words(values_of(rule, cells, settled.chosen)) for rule in borne),
            ),
        )
    others = [Candidate(value=doubt.value, score=FROM_RULES_ALONE) for doubt in doubts if doubt.value is not None]
    return Choice(
        candidate=option.candidate, repairs=repairs, supports=(supports[0], supports[1]),
        contradictions=(contradictions[0], contradictions[1]), chosen_by=len(borne), weighed=weighed,
        others=tuple(others),
        doubtful=any(doubt.issue and doubt.issue.severity == "doubt" for doubt in doubts),
    )


def _weighed(
    cells: Mapping[str, OpenCell], cell: OpenCell, rules: Sequence[Rule], settled: Settled
) -> tuple[float, float] | None:
    """The shares of the chosen option and of its best rival under scores and its `rules`, all other cells as chosen;
    None where there is no rival."""
    if len(cell.options) < 2:
        return None
    number = settled.chosen.get(cell.path, 0)
    worth = []
    for place, option in enumerate(cell.options):
        chosen = {**settled.chosen, cell.path: place}
        verdicts = [rule.holds(values_of(rule, cells, chosen)) for rule in rules]
        weights = [0.0 if holds is None else rule.weight if holds else -rule.weight
                   for rule, holds in zip(rules, verdicts, strict=True)]
        worth.append(math.log(option.score) + sum(weights))
    shares = [math.exp(one - max(worth)) for one in worth]
    rival = max(share for place, share in enumerate(shares) if place != number)
    return shares[number] / sum(shares), rival / sum(shares)


def _read(cell: OpenCell) -> str:
    return cell.proposal.raw.strip() or "nothing"
