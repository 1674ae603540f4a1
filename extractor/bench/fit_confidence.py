"""From judged fields to the parameters of confidence: monotone points and trees, a calibrated curve, cuts of review.

The points are a logistic regression over steps whose worth may not be negative; the trees are boosted on top of them,
monotone too (fit_trees.py); the curve is isotonic; curve and cuts are made of sums that each document got from points
and trees fitted without it, so that nothing is judged by what it taught.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import extractor.repair.confidence as shape
from extractor.bench.cuts import Judged, cuts
from extractor.bench.fit_trees import Floats, fit_trees
from extractor.bench.run import Example
from extractor.repair.confidence import Calibration, Evidence, Fitted, Model, bent, enough, quantities
from extractor.repair.trees import Tree

EDGES: Mapping[str, tuple[float, ...]] = {
    "agree": (1, 2, 3),
    "unanimous": (-2, -1, 0),
    "score": (0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0),
    "margin": (0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0),
    "as read": (-1, 0),
    "hard supports": (1, 2),
    "soft supports": (1, 2),
    "no hard contradiction": (0,),
    "no soft contradiction": (0,),
    "not changed": (1,),
    "chosen by": (2, 3, 4),
    "clean document": (-0.4, -0.3, -0.2, -0.14, -0.1, -0.06, -0.03, -0.01),
    "clean neighbours": (-0.5, -0.3, -0.2, -0.1, 0),
    "undoubted document": (-0.2, -0.1, -0.06, -0.03, -0.01, 0),
    "undoubted neighbours": (-0.3, -0.2, -0.1, 0),
    "undoubted": (1,),
    "whole row": (0.6, 0.8, 0.95),
    "sense": (1, 2),
    "layout": (0.5, 0.6, 0.7, 0.8, 0.9, 0.95),
    "seen": (0.3, 0.5, 0.7, 0.8, 0.86, 0.9, 0.93, 0.95, 0.96, 0.97),
}
"""Where more evidence becomes worth more, by its name in `quantities`."""

AT_LEAST: Mapping[str, float] = {
    "not changed": 1.5,
    "no hard contradiction": 1.0,
    "no soft contradiction": 0.5,
    "as read": 0.2,
    "unanimous": 0.3,
    "undoubted": 0.5,
    "score": 3.0,
    "margin": 1.5,
    "seen": 1.0,
    "sense": 0.5,
    "whole row": 0.5,
    "clean document": 0.5,
}
"""What some steps are worth though the documents may not show it: these are rare, and known to matter."""

FOLDS = 5
RIDGE = 0.3
_KNOTS = 16  # points of a curve


def fit(examples: Sequence[Example], date: str, seed: int, held_out: str, besides: str = "") -> Calibration:
    """The parameters fitted to these fields; `besides` is added to what there is to know about them. ValueError when a
    family of fields has nothing to learn from."""
    families: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        families[shape.family(example.evidence)].append(example)
    missing = {f"{one} {kinds}" for one in shape.MEDIA for kinds in ("words", "figures")} - set(families)
    if missing:
        raise ValueError(f"no fields of {', '.join(sorted(missing))}: more documents are needed")
    models: dict[str, Model] = {}
    judged: dict[str, list[Judged]] = defaultdict(list)
    for name, members in sorted(families.items()):
        models[name], sums = _model(members)
        for example, sum_ in zip(members, sums, strict=True):
            if example.doubtful:
                continue  # it goes to review whatever its confidence
            sure = _rounded(bent(float(sum_), models[name].curve))
            for pool in shape.pools(example.evidence):
                judged[pool].append(Judged(example.document, shape.group(example.evidence), sure, example.right))
    note = _note({pool: len(fields) for pool, fields in judged.items()})
    return Calibration(
        schema=4,
        fitted=Fitted(
            date=date,
            split="tuning",
            seed=seed,
            documents=len({example.document for example in examples}),
            fields=len(examples),
            wrong=sum(not example.right for example in examples),
            held_out=held_out,
            note=note + besides,
        ),
        models=models,
        cuts={name: cuts(fields) for name, fields in sorted(judged.items())},
    )


def _model(examples: Sequence[Example]) -> tuple[Model, Floats]:
    """(the model of one family, the sum of points that each example gets from points fitted without its document)."""
    kinds = sorted({_kind(example.evidence) for example in examples})
    starts = np.array([[_kind(example.evidence) == kind for kind in kinds] for example in examples], dtype=np.float64)
    given = _Given(
        starts=starts,
        steps=np.array([_steps(example.evidence) for example in examples], dtype=np.float64),
        held=np.array([list(quantities(example.evidence).values()) for example in examples], dtype=np.float64),
        right=np.array([example.right for example in examples], dtype=np.float64),
    )
    fold = _folds(examples)
    sums = np.zeros(len(examples))
    for number in range(FOLDS):
        inside = fold != number
        if inside.all() or not inside.any():
            continue
        _, _, sums[~inside] = _learnt(given.only(inside), given.only(~inside))
    (start, points), trees, _ = _learnt(given, given)
    laid = iter(points.tolist())
    steps = {name: tuple((edge, next(laid)) for edge in edges) for name, edges in EDGES.items()}
    model = Model(
        start={kind: float(worth) for kind, worth in zip(kinds, start, strict=True)} | {"*": float(start.min())},
        points={name: tuple(step for step in found if step[1]) for name, found in steps.items()},
        trees=trees,
        curve=_curve(sums, given.right),
    )
    return model, sums


@dataclass(frozen=True, slots=True)
class _Given:
    """Fields in rows: their kind (one column each), steps they reach, quantities they hold, whether they are right."""

    starts: Floats
    steps: Floats
    held: Floats
    right: Floats

    def only(self, rows: NDArray[np.bool_]) -> _Given:
        return _Given(self.starts[rows], self.steps[rows], self.held[rows], self.right[rows])


def _learnt(from_: _Given, about: _Given) -> tuple[tuple[Floats, Floats], tuple[Tree, ...], Floats]:
    """(start of each kind and points of each step), trees, and the sums these give the fields of `about`."""
    found = _regression(from_.starts, from_.steps, from_.right)
    start, points = (np.round(worth, 3) for worth in found)

    def plain(fields: _Given) -> Floats:
        sums: Floats = fields.starts @ start + fields.steps @ points
        return sums

    def held(fields: _Given) -> Floats:
        return np.column_stack([fields.held, fields.starts @ start])

    names = (*quantities(Evidence(kind="text")), shape.KIND)
    trees, told = fit_trees(names, held(from_), from_.right, plain(from_), held(about))
    return (start, points), trees, plain(about) + told


def _kind(evidence: Evidence) -> str:
    return f"{evidence.kind}?" if evidence.empty else evidence.kind


def _steps(evidence: Evidence) -> list[bool]:
    held = quantities(evidence)
    return [held[name] >= edge - 1e-9 for name, edges in EDGES.items() for edge in edges]


def _folds(examples: Sequence[Example]) -> NDArray[np.int64]:
    """Documents dealt out evenly, in the order of their names."""
    number = {name: index % FOLDS for index, name in enumerate(sorted({example.document for example in examples}))}
    return np.array([number[example.document] for example in examples])


def _regression(starts: Floats, matrix: Floats, right: Floats) -> tuple[Floats, Floats]:
    """(start of each kind, points of each step): the likeliest, with a ridge that keeps rare steps small."""
    from scipy.optimize import minimize

    both, at = np.unique(np.hstack([starts, matrix]), axis=0, return_inverse=True)  # fields of equal evidence are one
    many, good = np.bincount(at.ravel()).astype(float), np.bincount(at.ravel(), weights=right)
    kinds = starts.shape[1]
    least = np.array([AT_LEAST.get(name, 0.0) / len(edges) for name, edges in EDGES.items() for _ in edges])
    share = (right.sum() + 1) / (len(right) + 2)
    middle = math.log(share / (1 - share)) - matrix.mean(axis=0).sum() * 0.1

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = both @ weights
        away = np.concatenate([weights[:kinds] - middle, weights[kinds:] - least])
        value = many @ np.logaddexp(0, odds) - good @ odds + RIDGE * away @ away
        return float(value), both.T @ (many / (1 + np.exp(-odds)) - good) + 2 * RIDGE * away

    first = np.concatenate([np.full(kinds, middle), least])
    bounds: list[tuple[float | None, float | None]] = [(None, None)] * kinds + [(float(one), None) for one in least]
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400})
    return found.x[:kinds], found.x[kinds:]


def _curve(sums: Floats, right: Floats) -> tuple[tuple[float, float], ...]:
    """Isotonic: blocks of equal accuracy along the sums, each with half a right and half a wrong field added."""
    from sklearn.isotonic import IsotonicRegression

    order = np.argsort(sums, kind="stable")
    level = IsotonicRegression(increasing=True).fit_transform(sums[order], right[order])
    knots: list[tuple[float, float]] = []
    edges = np.flatnonzero(np.diff(level)) + 1
    for block in np.split(np.arange(len(order)), edges):
        wide = max(1, min(6, len(block) * _KNOTS // max(1, len(order))))
        for part in np.array_split(block, wide):
            good, many = right[order][block].sum(), len(block)
            knots.append((float(sums[order][part].mean()), math.log((good + 0.5) / (many - good + 0.5))))
    return _rising(_fewer(knots))


def _fewer(knots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if len(knots) <= _KNOTS:
        return knots
    wanted = np.unique(np.linspace(0, len(knots) - 1, _KNOTS).round().astype(int))
    return [knots[index] for index in wanted]


def _rising(knots: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Strictly rising in both coordinates, so that equal confidences mean equal evidence."""
    out: list[tuple[float, float]] = []
    for x, y in knots:
        if out and x - out[-1][0] < 0.01:
            continue
        out.append((round(x, 3), round(max(y, out[-1][1] + 0.01) if out else y, 3)))
    return tuple(out)


def _rounded(odds: float) -> float:
    return round(min(shape.CEILING, max(shape.FLOOR, 1 / (1 + math.exp(-odds)))), 5)


def _note(sizes: Mapping[str, int]) -> str:
    """What the numbers cannot carry, in a sentence."""
    few = sorted(name for name, size in sizes.items() if size < enough(0.003))
    words = f"too few to promise 0.3 % on their own, judged with what they are part of: {', '.join(few)}" if few else ""
    return words or "every pool has enough fields to promise 0.3 % on its own"


def as_json(fitted: Calibration) -> dict[str, Any]:
    """What stands in templates/confidence.json."""
    return fitted.model_dump(mode="json", by_alias=True)
