"""What reviewers' answers say about the machine: how often it was wrong where nobody looks, and how fast people are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Protocol

from extractor.service.review.wording import GROUPS, group_of

_Z = 1.96
_FEW = 3
"""Answers from which on a pace is told."""

_LONGEST = 300.0
"""Seconds after which a reviewer has gone for a coffee: such an answer counts as a usual one."""


class Answered(Protocol):
    """An answer of the history, as the store keeps it."""

    document_id: str
    filing: int
    path: str
    decision: str
    before: str | None
    after: str | None
    settled: int
    seconds: float | None
    blind: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and the interval that holds the true share with 95 % certainty (Wilson's)."""

    wrong: int
    seen: int

    @property
    def measured(self) -> float | None:
        """The share seen; None when nothing was seen."""
        return self.wrong / self.seen if self.seen else None

    @property
    def interval(self) -> tuple[float, float]:
        """Its lower and upper end."""
        if not self.seen:
            return 0.0, 1.0
        n, p = self.seen, self.wrong / self.seen
        middle = p + _Z * _Z / (2 * n)
        spread = _Z * math.sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        low = 0.0 if self.wrong == 0 else max(0.0, (middle - spread) / scale)
        high = 1.0 if self.wrong == n else min(1.0, (middle + spread) / scale)
        return low, high


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast answers come: how many, the seconds a usual one takes (the median), and those that one field costs on
    average, when the fields that rules settle along the way count too; None where too few are known."""

    answers: int
    settled: int
    seconds: float | None
    a_field: float | None

    def minutes(self, left: int) -> float | None:
        """How long `left` fields will take."""
        return None if self.a_field is None else left * self.a_field / 60


def last_words(rows: Iterable[Answered]) -> list[Answered]:
    """The answers that hold: the last of each field, none of it when that was an undo."""
    held: dict[tuple[str, int, str], Answered] = {}
    for row in rows:
        key = row.document_id, row.filing, row.path
        held.pop(key, None)
        if row.decision != "undo":
            held[key] = row
    return list(held.values())


def judged(rows: Sequence[Answered], *, blind: bool) -> Mapping[str, Share]:
    """For each group of fields that was asked about, how often the machine's own value was not the person's. What a
    person could not read says nothing of the machine."""
    own: dict[tuple[str, int, str], Answered] = {}
    for row in rows:
        own.setdefault((row.document_id, row.filing, row.path), row)
    found: dict[str, list[bool]] = {group: [] for group in GROUPS}
    for row in last_words(rows):
        first = own[row.document_id, row.filing, row.path]
        if bool(first.blind) == blind and row.decision != "unreadable" and not row.path.startswith("issue:"):
            found[group_of(row.path)].append(row.after != first.before)
    return {group: Share(sum(wrong), len(wrong)) for group, wrong in found.items() if wrong}


def total(shares: Iterable[Share]) -> Share:
    """All of them together."""
    listed = list(shares)
    return Share(sum(share.wrong for share in listed), sum(share.seen for share in listed))


def pace(rows: Sequence[Answered]) -> Pace:
    """The pace of some answers."""
    given = [row for row in rows if row.decision != "undo"]
    taken = [row.seconds for row in given if row.seconds is not None]
    settled = sum(row.settled for row in given)
    if len(taken) < _FEW:
        return Pace(len(given), settled, None, None)
    middle = median(taken)
    worked = fmean(seconds if seconds < _LONGEST else middle for seconds in taken)
    return Pace(len(given), settled, middle, worked * len(given) / (len(given) + settled))


def spoken(minutes: float | None) -> str:
    """A time in words: "12 min", "3 h 20 min"; "" when it is not known."""
    if minutes is None:
        return ""
    if minutes < 1:
        return "less than a minute" if minutes > 0 else "no time"
    whole = round(minutes)
    return f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60} min" if whole < 600 else f"{whole // 60} h"
