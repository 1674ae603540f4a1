"""Which rows of two readings are the same row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from extractor.link.portraits import Row
from extractor.repair import columns as at

_FIGURES = frozenset({at.AMOUNT, at.PRICE, at.OWNED, at.STRIKE, at.UNDERLYING})
_NAMES = frozenset({"rptOwnerName", "signatureName", "securityTitle"})
_SAME = 0.5
"""Likeness (0 to 1) from which two rows may be one."""


def telling(field: str, value: str) -> bool:
    """Whether a value tells rows apart: a figure that is not nought."""
    return field.partition(":")[0] in _FIGURES and value.strip("0.") != ""


def paired(ours: Sequence[Row], theirs: Sequence[Row]) -> dict[int, int]:
    """The best assignment of our rows to theirs, by place; rows unlike all others are left out. Among equals the order
    decides."""
    if not ours or not theirs:
        return {}
    from scipy.optimize import linear_sum_assignment  # slow to load, and only needed here

    alike = np.array([[likeness(one, other) for other in theirs] for one in ours])
    order = np.array([[-abs(i - j) for j in range(len(theirs))] for i in range(len(ours))])
    mine, its = linear_sum_assignment(alike + 1e-4 * order, maximize=True)
    return {int(i): int(j) for i, j in zip(mine, its, strict=True) if alike[i, j] >= _SAME}


def likeness(one: Row, other: Row) -> float:
    """The weighted share (0 to 1) of the values both have that are the same; figures and names count three times, what
    is nought or unchecked hardly, words that differ by how alike they are."""
    total = same = 0.0
    for field in one.keys() & other.keys():
        a, b = one[field], other[field]
        weight = 3.0 if telling(field, a) or field.rpartition("/")[2] in _NAMES else 0.2 if a == b == "0" else 1.0
        total += weight
        worded = len(a) > 3 and sum(sign.isalpha() for sign in a) * 2 > len(a)
        same += weight * (1.0 if a == b else fuzz.ratio(a.lower(), b.lower()) / 100 if worded else 0.0)
    return same / total if total else 0.0
