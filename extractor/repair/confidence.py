"""One function from evidence to confidence: the probability that a value is exactly what is printed.

Points add up: a start for the kind of field, then what each piece of evidence is worth, step by step and never less for
more of it; small trees add what pieces of evidence are worth together, never less for more of one either; a curve turns
the sum into a probability. Points, trees, curve and the limits of review were fitted to documents with known truth
(`form4 fit`) and stand in templates/confidence.json.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from pydantic import Field

from extractor.records import Kind
from extractor.repair.trees import Forest, Tree
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
    lies on the document, `seen` the best score that an engine gave a reading of it. `plain`: the document is a text
    whose columns are lost.
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
    seen: float = 1.0
    plain: bool = False


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


CALM, WORN = 0.05, 0.15
"""Shares of cells badly read or doubted below which a document is calm, and worn."""

ALONE, ALONE_IN_WORDS = 5, 10
"""How many times as doubtful as the error tolerated a field may be that nobody reviews; a word may be more so than a
figure, a box or a letter."""

SPENT = 0.75
"""Share of the error tolerated that is spent: documents of a look that nothing was learnt from are wrong more often,
on the tuning documents by a quarter and more when each look in turn is left out."""

FEW = 40
"""Number of fields below which a pool is not asked whether they speak against a wider pool's cut."""

LIKELY, UNPROVEN = 500, 0.5
"""Number of fields from which a medium's best estimate may stand in for a cut that is not proven, and the share of the
error tolerated that may be wrong of them."""

FLOOR, CEILING, NEVER = 0.001, 0.9999, 1.1

KIND = "kind"
"""What trees call the start of a field's kind."""

_ROUNDING = 1e-9
_BEYOND = 0.2

Group = str
"""Kinds of fields that are cut at one confidence."""

WORDS = frozenset({"text", "title", "nature", "name", "street", "city", "signature", "footnote", "remarks", "ticker"})
FIGURES = frozenset({"shares", "money", "date", "month", "zip"})
MEDIA = ("scan", "dump", "text")


class Model(Record):
    """Log-odds: `start` by kind ("kind?" for one that is empty, "*" for one never seen), `points` by piece of evidence
    as (from this much on, points) steps that add up, `trees` over the same pieces and the kind's start ("kind"),
    `curve` as (sum, log-odds of being right), rising."""

    start: dict[str, float]
    points: dict[str, tuple[tuple[float, float], ...]]
    trees: tuple[Tree, ...] = ()
    curve: tuple[tuple[float, float], ...]

    @cached_property
    def forest(self) -> Forest:
        """The trees, laid out to be asked."""
        return Forest(self.trees)

    @cached_property
    def steps(self) -> list[tuple[str, list[float], list[float]]]:
        """For each piece of evidence where its steps begin, and what it is worth below the first, from the first on, …
        """
        return [
            (name, [edge - _ROUNDING for edge, _ in steps], [*accumulate((each for _, each in steps), initial=0.0)])
            for name, steps in self.points.items()
        ]


class Cut(NamedTuple):
    """One way to part what nobody reviews from the rest: fields of each group from this confidence on (a group without
    one is reviewed whole). How many fields that leaves unreviewed, how many of them are wrong, and the share that may
    be wrong at most (upper end of the 95 % interval)."""

    upper: float
    fields: int
    wrong: int
    at_least: dict[Group, float]


class Fitted(Record):
    """Where the parameters come from: `documents` and `fields` seen (of these `wrong`), the `split` and `seed` of the
    documents, the look that was `held_out`, and what there is to know about them."""

    date: str
    split: str
    seed: int
    documents: int
    fields: int
    wrong: int
    held_out: str
    note: str


class Calibration(Record):
    """The fitted parameters: a model per medium and family ("scan figures"), and cuts by the pool they hold for ("scan
    calm", "scan calm empty", "scan"), each leaving more unreviewed than the one before."""

    schema_: int = Field(alias="schema")
    fitted: Fitted
    models: dict[str, Model]
    cuts: dict[str, tuple[Cut, ...]]


@cache
def calibration() -> Calibration:
    """The parameters shipped in templates/confidence.json."""
    return Calibration.model_validate(json.loads((files("templates") / "confidence.json").read_text("utf-8")))


def medium(evidence: Evidence) -> str:
    """ "scan", "dump", or "text" for a dump whose columns are lost: what an engine types of a scan keeps none, and errs
    in ways of its own."""
    if evidence.source != "dump":
        return "scan"
    return "text" if evidence.plain else "dump"


def group(evidence: Evidence) -> Group:
    """The group a field is cut with: check boxes, what is empty, words, figures, or letters."""
    if evidence.kind == "checkbox":
        return "boxes"
    if evidence.empty:
        return "blanks"
    return "words" if evidence.kind in WORDS else "figures" if evidence.kind in FIGURES else "letters"


def damage(evidence: Evidence) -> str:
    """How the document as a whole looks: "calm", "worn" or "bad"."""
    rough = evidence.trouble + evidence.doubts
    return "calm" if rough < CALM else "worn" if rough < WORN else "bad"


def family(evidence: Evidence) -> str:
    """The model that judges: by medium, words apart from all else."""
    return f"{medium(evidence)} {'words' if evidence.kind in WORDS else 'figures'}"


def pools(evidence: Evidence) -> tuple[str, ...]:
    """The names of the pools whose cuts may hold for a field, the narrower first: documents that look alike, then all
    of the medium. Blanks and empty boxes have pools of their own: they are many, nearly always right, and must not pay
    for values that are wrong."""
    one, kind = medium(evidence), " empty" if evidence.empty else ""
    return f"{one} {damage(evidence)}{kind}", f"{one}{kind}"


def quantities(evidence: Evidence) -> dict[str, float]:
    """The pieces of evidence as numbers, each of which speaks for the value the larger it is.

    A rule that changed a value may not raise its confidence, so that rules do not support what they chose.
    """
    chosen = evidence.changed
    return {
        "agree": min(evidence.agree, 4),
        "unanimous": -max(0, evidence.asked - evidence.agree),
        "score": evidence.score,
        "margin": evidence.margin,
        "as read": -evidence.own_repairs,
        "hard supports": 0 if chosen else evidence.hard_supports,
        "soft supports": 0 if chosen else evidence.soft_supports,
        "no hard contradiction": -evidence.hard_contradictions,
        "no soft contradiction": -evidence.soft_contradictions,
        "not changed": 0 if chosen else 1,
        "chosen by": min(evidence.chosen_by, 3) if chosen else 4,
        "clean document": -evidence.trouble,
        "clean neighbours": -evidence.near_trouble,
        "undoubted document": -evidence.doubts,
        "undoubted neighbours": -evidence.near_doubts,
        "undoubted": 0 if evidence.doubtful else 1,
        "whole row": evidence.row,
        "sense": evidence.wording,
        "layout": evidence.layout,
        "seen": evidence.seen,
    }


def total(evidence: Evidence, model: Model) -> float:
    """The sum of start, points and what the trees say."""
    kind = f"{evidence.kind}?" if evidence.empty else evidence.kind
    start, held = model.start.get(kind, model.start["*"]), quantities(evidence)
    points = sum([worth[bisect_right(edges, held[name])] for name, edges, worth in model.steps])
    held[KIND] = start
    return start + points + model.forest.worth(held)


def confidence(evidence: Evidence, parameters: Calibration | None = None) -> float:
    """Probability in (0, 1) that the value is exactly what is printed."""
    return _confidence(evidence, parameters) if parameters else _shipped_confidence(evidence)


@lru_cache(maxsize=1024)  # boxes and blanks of a document are all alike
def _shipped_confidence(evidence: Evidence) -> float:
    return _confidence(evidence, calibration())


def _confidence(evidence: Evidence, parameters: Calibration) -> float:
    model = parameters.models[family(evidence)]
    odds = bent(total(evidence, model), model.curve)
    return round(min(CEILING, max(FLOOR, 1 / (1 + math.exp(-odds)))), 5)


def bent(sum_: float, curve: tuple[tuple[float, float], ...]) -> float:
    """The curve's log-odds at a sum: straight between its points, and gently on beyond its ends."""
    at = bisect_right(curve, (sum_, math.inf))
    if at == 0:
        return curve[0][1] + _BEYOND * (sum_ - curve[0][0])
    if at == len(curve):
        return curve[-1][1] + _BEYOND * (sum_ - curve[-1][0])
    (x0, y0), (x1, y1) = curve[at - 1], curve[at]
    return y0 + (y1 - y0) * (sum_ - x0) / (x1 - x0)


def threshold(evidence: Evidence, max_error: float, parameters: Calibration | None = None) -> float:
    """The confidence from which a field like this one needs no review when `max_error` wrong values are tolerated among
    all that nobody reviews; above 1 when no confidence is enough, or too few documents are known to say so.

    The error tolerated is spent on a pool as a whole, where it buys most: figures of clean printouts are nearly always
    right and leave room for words. A pool that is too small to prove anything, or as much, is lent the cut of its
    medium, raised until its own fields no longer speak against it. Where neither proves anything, the medium's best
    estimate stands in, when it rests on LIKELY fields and lies well below the error tolerated: `provable` says so. No
    single field may be more than ALONE times as doubtful as the error tolerated.
    """
    where = pools(evidence), group(evidence), max_error
    return _threshold(*where, parameters.cuts) if parameters else _shipped_threshold(*where)


@lru_cache(maxsize=1024)
def _shipped_threshold(names: tuple[str, ...], kinds: Group, max_error: float) -> float:
    return _threshold(names, kinds, max_error, calibration().cuts)


def _threshold(
    names: tuple[str, ...], kinds: Group, max_error: float, cuts: Mapping[str, tuple[Cut, ...]]
) -> float:
    """Where the cuts part a group of the pools of those names, the narrower pool first."""
    least = 1 - (ALONE_IN_WORDS if kinds == "words" else ALONE) * max_error
    best = NEVER
    for name in names:
        pool = cuts.get(name, ())
        proven = [cut for cut in pool if cut.upper <= SPENT * max_error]
        if proven:
            best = min(best, max(_place(proven, kinds), least))
        if pool and pool[-1].fields >= FEW:
            least = max(least, _place([cut for cut in pool if cut.wrong <= SPENT * max_error * cut.fields], kinds))
    if best < NEVER:
        return best
    likely = [
        cut
        for cut in cuts.get(names[-1], ())
        if cut.fields >= LIKELY and cut.wrong + 0.5 <= UNPROVEN * max_error * cut.fields
    ]
    return max(_place(likely, kinds), least)


def _place(cuts: Sequence[Cut], kinds: Group) -> float:
    """Where the cut that leaves most unreviewed parts a group."""
    return max(cuts, key=lambda cut: cut.fields).at_least.get(kinds, NEVER) if cuts else NEVER


def provable(max_error: float, parameters: Calibration | None = None) -> Mapping[str, bool]:
    """For each medium whether its documents are enough to promise `max_error` for any field at all."""
    cuts = (parameters or calibration()).cuts
    return {one: any(cut.upper <= SPENT * max_error for cut in cuts.get(one, ())) for one in MEDIA}


def enough(max_error: float) -> int:
    """How many fields, none of them wrong, show with 95 % certainty that no more than `max_error` are."""
    return math.ceil(math.log(0.05) / math.log1p(-max_error))
