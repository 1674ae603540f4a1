"""Whether confidences keep their promise: judged fields as (confidence, right) pairs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Judged = tuple[float, bool]
"""A confidence in [0, 1] and whether the value was right."""


class Bin(NamedTuple):
    """One row of a reliability table: `size` fields with confidence in [low, high), their mean confidence and the
    share of them that is right."""

    low: float
    high: float
    size: int
    confidence: float
    accuracy: float


# Nearly all fields are sure: equal bins would put them all into one, so the bins narrow towards 1.
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 1.0)


def reliability(judged: Sequence[Judged], edges: Sequence[float] = EDGES) -> tuple[Bin, ...]:
    """The reliability table; empty bins are left out, the last one includes 1."""
    bins = []
    for low, high in pairwise(edges):
        inside = [(c, right) for c, right in judged if low <= c < high or (high == edges[-1] and c == high)]
        if inside:
            size = len(inside)
            bins.append(
                Bin(low, high, size, sum(c for c, _ in inside) / size, sum(right for _, right in inside) / size)
            )
    return tuple(bins)


def expected_calibration_error(judged: Sequence[Judged], edges: Sequence[float] = EDGES) -> float:
    """The mean distance of confidence and accuracy over the bins, weighed by their sizes, in [0, 1]; 0 of nothing."""
    if not judged:
        return 0.0
    return sum(one.size * abs(one.confidence - one.accuracy) for one in reliability(judged, edges)) / len(judged)


class Risk(NamedTuple):
    """Taking the most confident `coverage` (share, 0 to 1) of the fields, those of `confidence` and more, the share
    `risk` of them is wrong."""

    coverage: float
    confidence: float
    risk: float


def risk_coverage(judged: Sequence[Judged]) -> tuple[Risk, ...]:
    """The risk-coverage curve, one point for each distinct confidence, from the most confident down."""
    ranked = sorted(judged, key=lambda pair: -pair[0])
    curve, wrong = [], 0
    for index, (confidence, right) in enumerate(ranked, 1):
        wrong += not right
        # Fields of equal confidence can only be taken together.
        if index == len(ranked) or ranked[index][0] != confidence:
            curve.append(Risk(index / len(ranked), confidence, wrong / index))
    return tuple(curve)


def coverage_at(judged: Sequence[Judged], precision: float) -> float:
    """The largest share of the fields that can be taken by confidence with at least that precision (0 to 1)."""
    return max((point.coverage for point in risk_coverage(judged) if 1 - point.risk >= precision), default=0.0)
