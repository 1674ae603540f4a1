"""What each part of the program is worth: the same documents read with ever more of it, and with one rule less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.bench.documents import Planned
from extractor.bench.results import figures
from extractor.bench.run import Setting, measure
from extractor.score import Verdict

EVERYTHING = "*"

STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("page pass only", {"stage": "page", "repair": False, "without": frozenset({EVERYTHING})}),
    ("+ crop pass", {"stage": "crop", "repair": False, "without": frozenset({EVERYTHING})}),
    ("+ second engine", {"stage": "two", "repair": False, "without": frozenset({EVERYTHING})}),
    ("+ our own reader", {"stage": "all", "repair": False, "without": frozenset({EVERYTHING})}),
    ("+ fuzzy repair", {"without": frozenset({EVERYTHING})}),
    ("+ reconcile", {}),
)
"""From the first opinion to the whole program; a dump has no pixels, so its first four steps are one."""

RULES = (
    *("balance", "exercise-mirror", "price-is-strike", "exercise-sum", "exercise-date", "earliest-transaction"),
    *("sign-by-code", "nature-when-indirect", "same-security", "state-and-zip", "box-and-text", "option-term"),
    *("column-5-and-7", "footnote-parts", "net-exercise", "price-range", "price-by-code", "signed-soon", "owner-signs"),
)


def steps(planned: Sequence[Planned], setting: Setting, jobs: int) -> dict[str, dict[str, Any]]:
    """The figures of each step, in order."""
    return {name: figures(list(measure(planned, replace(setting, **left_out), jobs))) for name, left_out in STEPS}


def rules(planned: Sequence[Planned], setting: Setting, jobs: int) -> dict[str, dict[str, int]]:
    """For each rule how many more fields are right, and how many fewer accepted ones wrong, because of it. Rules that
    change neither are left out."""
    whole = _counts(planned, setting, jobs)
    out = {}
    for name in RULES:
        right, silent = _counts(planned, replace(setting, without=frozenset({name})), jobs)
        gained = {"right": whole[0] - right, "silent": whole[1] - silent}
        if any(gained.values()):
            out[name] = gained
    return out


def _counts(planned: Sequence[Planned], setting: Setting, jobs: int) -> tuple[int, int]:
    outcomes = [outcome for one in measure(planned, setting, jobs) for outcome in one.score.outcomes]
    return (
        sum(outcome.verdict is Verdict.RIGHT for outcome in outcomes),
        sum(outcome.silent and outcome.at is not None for outcome in outcomes),
    )
