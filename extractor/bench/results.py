"""What a benchmark run says, as numbers: everything docs/accuracy.md shows stands in this one JSON object."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractor.bench.confusions import count, most_common
from extractor.bench.documents import DUMPS, HELD_OUT, OTHER_FORMS, SCANS, TYPED
from extractor.bench.run import Measured
from extractor.calibration import Judged, coverage_at, expected_calibration_error, reliability, risk_coverage
from extractor.score import Outcome, Verdict
from extractor.scorecard import Scored, kinds, tally
from extractor.synth.dumps import STRENGTHS
from extractor.synth.make import TEXTS

PRECISIONS = (0.999, 0.997, 0.995, 0.99)
_RESAMPLES = 400
_POINTS = 120  # of the risk-coverage curve


def summary(measured: Sequence[Measured]) -> dict[str, Any]:
    """In total, by look and damage, by kind of field; the confidences; the misreadings. Shares are from 0 to 1 and come
    with the interval that 95 of 100 other draws of documents are expected to fall in."""
    scored = [as_scored(one) for one in measured]
    judged = [pair for one in measured for pair in judgements(one)]
    return {
        "documents": len(measured),
        "failed": [one.planned.id for one in measured if one.failed],
        "total": figures(measured),
        "media": _by(measured, lambda one: "dump" if one.planned.damage in DUMPS else "scan"),
        "strengths": _by(
            [one for one in measured if one.planned.damage in DUMPS and one.planned.damage not in TYPED],
            lambda one: one.planned.damage.rpartition("-")[2],
            tuple(STRENGTHS),
        ),
        "dumps": _by(
            [one for one in measured if one.planned.damage in DUMPS],
            lambda one: one.planned.damage.rpartition("-")[0],
            TEXTS,
        ),
        "damages": _by(measured, lambda one: one.planned.damage, (*SCANS, *DUMPS)),
        "looks": _by(measured, lambda one: one.planned.look),
        "forms": _by([one for one in measured if one.planned.look in OTHER_FORMS and one.planned.damage not in TYPED],
                     lambda one: one.planned.form),
        "cells": _by([one for one in measured if one.planned.damage in SCANS],
                     lambda one: f"{one.planned.look} {one.planned.damage}"),
        "by_seed": {
            seed: _by([one for one in measured if str(one.planned.seed) == seed], _level, (*SCANS, *STRENGTHS))
            for seed in dict.fromkeys(str(one.planned.seed) for one in measured)
        },
        "held_out": figures([one for one in measured if one.planned.look == HELD_OUT]),
        "kinds": {kind: {"fields": fields, "right": right, "silent": silent}
                  for kind, fields, right, silent in kinds(scored)},
        "calibration": {
            "fields": len(judged),
            "ece": round(expected_calibration_error(judged), 5),
            "ece_held_out": round(expected_calibration_error(
                [pair for one in measured if one.planned.look == HELD_OUT for pair in judgements(one)]), 5),
            "reliability": [[round(number, 5) for number in one] for one in reliability(judged)],
            "risk_coverage": _thinned([(round(p.coverage, 5), round(p.risk, 6)) for p in risk_coverage(judged)]),
            "coverage_at": {str(precision): round(coverage_at(judged, precision), 4) for precision in PRECISIONS},
        },
        "confusions": [list(one) for one in most_common(count(p for one in measured for p in one.pairs))],
    }  # fmt: skip


def _level(one: Measured) -> str:
    """The level of a scan, the strength of a made-up dump, or that Tesseract typed it."""
    if one.planned.damage in SCANS:
        return one.planned.damage
    return "typed" if one.planned.damage in TYPED else one.planned.damage.rpartition("-")[2]


def as_scored(one: Measured) -> Scored:
    return Scored(id=one.planned.id, look=one.planned.look, level=one.planned.damage, score=one.score)


def judgements(one: Measured) -> list[Judged]:
    """(confidence, right) of every field of a document that has a value in the truth or in the reading."""
    return [
        (outcome.confidence, outcome.verdict is Verdict.RIGHT)
        for outcome in one.score.outcomes
        if outcome.confidence is not None and outcome.at is not None
    ]


def accepted(one: Measured) -> list[Outcome]:
    """The fields that were read and not sent to review."""
    return [outcome for outcome in one.score.outcomes if outcome.at is not None and not outcome.needs_review]


def figures(measured: Sequence[Measured]) -> dict[str, Any]:
    """The figures of a set of documents."""
    one = tally([as_scored(document) for document in measured])
    kept = [(sum(o.verdict is not Verdict.RIGHT for o in accepted(d)), len(accepted(d))) for d in measured]
    right = [
        (sum(o.verdict is Verdict.RIGHT for o in d.score.outcomes if not o.destroyed),
         sum(not o.destroyed for o in d.score.outcomes))
        for d in measured
    ]  # fmt: skip
    lost = [(sum(o.at is None and o.silent for o in d.score.outcomes), len(d.score.outcomes)) for d in measured]
    return {
        "documents": one.documents,
        "perfect": one.perfect,
        "fields": one.fields,
        "right": share(right),
        "accepted": sum(size for _, size in kept),
        "wrong_accepted": share(kept),
        "lost_unseen": share(lost),
        "review_rate": round(one.review_rate, 5),
        "row_recall": round(one.rows.recall, 5),
        "row_precision": round(one.rows.precision, 5),
    }


def share(counts: Sequence[tuple[int, int]]) -> list[float]:
    """[share, low, high] of (some, all) counts by document; the interval is of whole documents drawn anew, since errors
    come in company."""
    some, every = sum(one for one, _ in counts), sum(size for _, size in counts)
    if not every:
        return [0.0, 0.0, 0.0]
    rng = random.Random(len(counts))
    drawn = []
    for _ in range(_RESAMPLES):
        sample = rng.choices(counts, k=len(counts))
        drawn.append(sum(one for one, _ in sample) / max(1, sum(size for _, size in sample)))
    drawn.sort()
    low, high = drawn[int(0.025 * _RESAMPLES)], drawn[int(0.975 * _RESAMPLES)]
    # Where nothing went wrong the next document may be the first: three in all is the upper end (95 %).
    high = max(high, min(1.0, 3 / every)) if some == 0 else high
    low = min(low, 1 - min(1.0, 3 / every)) if some == every else low
    return [round(some / every, 5), round(low, 5), round(high, 5)]


def _by(
    measured: Sequence[Measured], key: Callable[[Measured], str], order: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Measured]] = defaultdict(list)
    for one in measured:
        groups[key(one)].append(one)
    places: Mapping[str, int] = {name: place for place, name in enumerate(order)}
    return {name: figures(groups[name]) for name in sorted(groups, key=lambda name: (places.get(name, 0), name))}


def _thinned(points: Sequence[tuple[float, float]]) -> list[list[float]]:
    step = max(1, len(points) // _POINTS)
    return [list(point) for point in [*points[::step], *points[-1:]]]
