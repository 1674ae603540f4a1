"""Which of the joint choice's changes may stand.

The best joint choice is a proposal. A change stands when independent evidence bears it: two rules, or a hard rule and a
known misreading, or a rule that decides between opinions the readings themselves left open. What two readings agree on
is never changed. A rule that let one change stand bears no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.repair.open_cells import OpenCell, Option, rules_of, values_of
from extractor.repair.rules.rule import Rule

FIGURES = ("shares", "money")


@dataclass(frozen=True, slots=True)
class Settled:
    """`chosen` has an option number for every cell that stands changed, `bearing` the rules that bore each change;
    `refused` the changes that may not stand, with the rules that asked for them."""

    chosen: Mapping[str, int]
    bearing: Mapping[str, tuple[Rule, ...]]
    refused: Mapping[str, tuple[int, tuple[Rule, ...]]]


def settle(cells: Mapping[str, OpenCell], rules: Sequence[Rule], best: Mapping[str, int]) -> Settled:
    """Takes the changes of the best joint choice one by one, those with most support first."""
    of = rules_of(rules)
    pending = {path: number for path, number in best.items() if number}
    chosen: dict[str, int] = {}
    bearing: dict[str, tuple[Rule, ...]] = {}
    used: set[int] = set()
    progress = True
    while progress and pending:
        progress = False
        asked = {path: _supports(path, cells, of[path], chosen, best) for path in pending}
        for path in sorted(asked, key=lambda one: -len(asked[one][0])):
            supports, mended, broken = _supports(path, cells, of[path], chosen, best)
            fresh = tuple(rule for rule in supports if id(rule) not in used)
            mends = any(id(rule) not in used for rule in mended)
            if not broken and _enough(cells[path], cells[path].options[pending[path]], fresh, mends):
                chosen[path] = pending.pop(path)
                bearing[path] = fresh
                used.update(id(rule) for rule in fresh)
                progress = True
    refused = {
        path: (number, _supports(path, cells, of[path], chosen, best)[0]) for path, number in pending.items()
    }
    return Settled(chosen, bearing, refused)


def _supports(
    path: str, cells: Mapping[str, OpenCell], rules: Sequence[Rule], chosen: Mapping[str, int], best: Mapping[str, int]
) -> tuple[tuple[Rule, ...], tuple[Rule, ...], bool]:
    """Rules that hold with the change and not without; those among them that fail without; whether one breaks.

    A rule that only waits for another cell's change to hold again is not broken.
    """
    supports, mended, broken = [], [], False
    for rule in rules:
        before = rule.holds(values_of(rule, cells, chosen))
        after = rule.holds(values_of(rule, cells, {**chosen, path: best[path]}))
        # A prior such as "signed soon" decides between opinions left open; it proves no clean reading wrong.
        if after is True and before is not True and (rule.telling or not cells[path].clean):
            supports.append(rule)
        if after is True and before is False:
            mended.append(rule)
        if before is not False and after is False and (rule.hard or rule.telling):
            broken = broken or rule.holds(values_of(rule, cells, best)) is False
    return tuple(sorted(supports, key=lambda rule: not rule.telling)), tuple(mended), broken


def _enough(cell: OpenCell, option: Option, supports: Sequence[Rule], mends: bool) -> bool:
    if cell.firm or not supports or (cell.clean and not mends):
        return False
    telling = {(rule.name, rule.cells) for rule in supports if rule.telling}
    if len(telling) >= 2:
        return True
    if not cell.options[0].candidate:
        return False  # nobody could read it: one rule is a guess
    if not cell.clean and option.read:
        return True
    if not any(rule.hard and rule.telling for rule in supports):
        return False
    return cell.known(option) or (option.read and cell.proposal.cell.kind not in FIGURES)
