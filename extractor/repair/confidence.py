"""One function from evidence to confidence: the probability that a value is exactly what is printed.

Log-odds add up, as in a logistic model: a prior per kind of field, then what each piece of evidence is worth. What
rules chose against the readings starts from a low base instead, whatever the readings scored. The parameters stand in
templates/confidence.json.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import Field

from extractor.records import Kind
from models.evidence import Record


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one chosen value.

    `agree` of `asked` independent readings gave it; `score` its best candidate's score, `margin` how far that is above
    the next different one (both in [0, 1]); `own_repairs` changes made on the way from its reading; `supports` and
    `contradictions` count rules that hold or fail on it and did not choose it; `changed` says rules chose it against
    the readings' own favourite; `chosen_by` how many rules did. `trouble` is the share of the document's cells that
    were not read cleanly, `near_trouble` that of the same row, owner or note: damage is no loner. `empty`: the value is
    a blank or an unchecked box; `doubtful`: a rule sends the field to review whatever its confidence; `doubts` and
    `near_doubts` are the shares of such fields around it. `row` is the share of its row's mandatory columns that hold
    something, `wording` how much sense the value's words make (see sense.py), `layout` the score of the layout that
    lies on the document.
    """

    kind: Kind
    agree: int = 1
    asked: int = 1
    score: float = 1.0
    margin: float = 1.0
    own_repairs: int = 0
    hard_supports: int = 0
    soft_supports: int = 0
    hard_contradictions: int = 0
    soft_contradictions: int = 0
    changed: bool = False
    chosen_by: int = 0
    source: str = "page"
    trouble: float = 0.0
    near_trouble: float = 0.0
    empty: bool = False
    doubtful: bool = False
    doubts: float = 0.0
    near_doubts: float = 0.0
    row: float = 1.0
    wording: int = 1
    layout: float = 1.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around one field, as shares from 0 to 1: cells that were not read cleanly (`trouble`) and cells that
    rules doubt (`doubts`) in the document and in the same row, owner or note; mandatory columns of its row that hold
    something (`row`, 1 outside of tables)."""

    trouble: float = 0.0
    near_trouble: float = 0.0
    doubts: float = 0.0
    near_doubts: float = 0.0
    row: float = 1.0


class Weights(Record):
    """Log-odds. `prior` by kind ("*" for the rest); the others are worth so much per unit of evidence."""

    prior: dict[str, float]
    second_agrees: float
    more_agree: float
    dissent: float
    score: float
    margin: float
    own_repair: float
    hard_support: float
    soft_support: float
    support_limit: float
    hard_contradiction: float
    soft_contradiction: float
    changed: float
    chosen_by: float
    source: dict[str, float]
    trouble: float
    near_trouble: float
    floor: float = Field(gt=0, lt=0.5)
    ceiling: float = Field(gt=0.5, lt=1)


class Calibration(Record):
    """The fitted parameters: weights, and per kind how far below `1 - max_error` a confidence may lie and still be
    accepted (`slack` 0: the promise as it stands; positive where the data prove it too modest)."""

    schema_: int = Field(alias="schema")
    fitted: str
    weights: Weights
    slack: dict[str, float]


@cache
def calibration() -> Calibration:
    """The parameters shipped in templates/confidence.json."""
    return Calibration.model_validate(json.loads((files("templates") / "confidence.json").read_text("utf-8")))


def confidence(evidence: Evidence, weights: Weights | None = None) -> float:
    """Probability in (0, 1) that the value is exactly what is printed."""
    w = weights or calibration().weights
    if evidence.changed:
        # What rules chose stands on them alone: the readings said something else.
        odds = w.changed + w.chosen_by * min(evidence.chosen_by, 3)
    else:
        odds = w.prior.get(evidence.kind, w.prior["*"]) + w.source.get(evidence.source, 0.0)
        if evidence.agree >= 2:
            odds += w.second_agrees + w.more_agree * min(evidence.agree - 2, 2)
        odds -= w.dissent * max(0, min(evidence.asked - evidence.agree, 3))
        odds += w.score * _log(evidence.score) + w.margin * _log(evidence.margin)
        odds -= w.own_repair * min(evidence.own_repairs, 3)
    odds -= w.trouble * evidence.trouble + w.near_trouble * evidence.near_trouble
    odds += min(w.support_limit, w.hard_support * evidence.hard_supports + w.soft_support * evidence.soft_supports)
    odds -= w.hard_contradiction * evidence.hard_contradictions + w.soft_contradiction * evidence.soft_contradictions
    return round(min(w.ceiling, max(w.floor, 1 / (1 + math.exp(-odds)))), 5)


def _log(share: float) -> float:
    """0 for 1, falling without bound towards -4.6 for 0.01 and less."""
    return math.log(max(share, 0.01))


def threshold(kind: Kind, max_error: float, parameters: Calibration | None = None) -> float:
    """The confidence below which a field of this kind goes to review when `max_error` wrong values are tolerated among
    the fields that do not."""
    slack = (parameters or calibration()).slack
    return 1 - max_error * (1 + slack.get(kind, slack.get("*", 0.0)))
