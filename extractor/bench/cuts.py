"""Where to part what nobody reviews from the rest, so that the error tolerated leaves as much unreviewed as it can.

Each group of fields is ranked by confidence. Along the ranking of each, the lower convex hull of wrong fields over
fields gives stretches that grow ever worse; taking the best stretch of any group next leaves, at every step, the fewest
wrong fields among so many.

Errors come in company: one page badly cut is wrong in many fields. So a bound counts documents, not fields: fields are
worth fewer by the design effect (Kish, Survey Sampling, 1965), the variance between documents over that of lone fields.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.repair.confidence import Cut, Group

PARTS = 4
"""Into how many cuts a long stretch of equal merit is parted: the error tolerated may be used up within it."""

SHORT = 60
"""Fields below which a stretch is not parted."""


class Judged(NamedTuple):
    """A field of a document whose truth is known."""

    document: str
    group: Group
    confidence: float
    right: bool


_Step = tuple[float, int, int]
"""A confidence, the fields with at least that, the wrong ones among them."""


class _Stretch(NamedTuple):
    """Fields of a group down to a confidence that come after those above. `merit` is the share of wrong ones in them
    and those they were parted from, half a field of doubt added, and never better than that of the stretch before."""

    merit: float
    confidence: float
    members: tuple[Judged, ...]


def cuts(judged: Sequence[Judged]) -> tuple[Cut, ...]:
    """The cuts of a pool, each leaving more unreviewed than the one before."""
    groups: dict[Group, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.group].append(one)
    ranked = sorted(
        ((stretch, name) for name, members in groups.items() for stretch in _stretches(members)),
        key=lambda pair: (pair[0].merit, pair[1], -pair[0].confidence),
    )
    fields: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    at_least: dict[Group, float] = {}
    out: list[Cut] = []
    for stretch, name in ranked:
        fields.update(one.document for one in stretch.members)
        wrong.update(one.document for one in stretch.members if not one.right)
        at_least = {**at_least, name: stretch.confidence}
        many, bad = fields.total(), wrong.total()
        worth = many / design_effect(fields, wrong)
        upper = upper_bound(bad * worth / many, worth)
        out.append(Cut(round(upper, 5), many, bad, dict(sorted(at_least.items()))))
    return tuple(out)


def design_effect(fields: Mapping[str, int], wrong: Mapping[str, int]) -> float:
    """How many times as uncertain the share of wrong fields is as if each field stood for itself; 1 at least. Fields
    and wrong ones of each document."""
    many, bad = sum(fields.values()), sum(wrong.values())
    share = bad / many
    if not 0 < share < 1:
        return 1.0
    between = sum((wrong.get(name, 0) - share * count) ** 2 for name, count in fields.items())
    return max(1.0, between / (many * share * (1 - share)))


def upper_bound(wrong: float, fields: float, level: float = 0.95) -> float:
    """Clopper-Pearson: the share of wrong fields that is exceeded with a probability of 1 - `level` at most."""
    from scipy.stats import beta

    return 1.0 if wrong >= fields else float(beta.ppf(level, wrong + 1, fields - wrong))


def _stretches(members: Sequence[Judged]) -> list[_Stretch]:
    """The stretches of one group, the most confident first."""
    steps, ranked = _steps(members), _ranked(members)
    out: list[_Stretch] = []
    for first, last in _pooled(steps, _hull(steps)):
        merit = _merit(steps, first, last)
        for a, b in pairwise([first, *_between(steps, first, last), last]):
            out.append(_Stretch(merit, steps[b][0], tuple(ranked[steps[a][1] : steps[b][1]])))
    return out


def _merit(steps: Sequence[_Step], first: int, last: int) -> float:
    """The share of wrong fields between two steps, half a field of doubt added."""
    return (steps[last][2] - steps[first][2] + 0.5) / (steps[last][1] - steps[first][1] + 1)


def _pooled(steps: Sequence[_Step], edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of falling merit: one that is better than the one before is pooled with it. A dozen fields that happen
    to be all right show little, and must not stand in the way of the thousands after them."""
    out: list[tuple[int, int]] = []
    for edge in edges:
        out.append(edge)
        while len(out) > 1 and _merit(steps, *out[-2]) >= _merit(steps, *out[-1]):
            out[-2:] = [(out[-2][0], out[-1][1])]
    return out


def _steps(members: Sequence[Judged]) -> list[_Step]:
    """From none down to all; equal ones together."""
    steps = [(1.0, 0, 0)]
    wrong = 0
    ranked = _ranked(members)
    for count, one in enumerate(ranked, 1):
        wrong += not one.right
        if count == len(ranked) or ranked[count].confidence != one.confidence:
            steps.append((one.confidence, count, wrong))
    return steps


def _ranked(members: Sequence[Judged]) -> list[Judged]:
    return sorted(members, key=lambda one: -one.confidence)


def _hull(steps: Sequence[_Step]) -> list[tuple[int, int]]:
    """The edges of the lower convex hull of wrong fields over fields, as pairs of steps."""
    kept: list[int] = []
    for at, (_, fields, wrong) in enumerate(steps):
        while len(kept) > 1:
            _, n0, w0 = steps[kept[-2]]
            _, n1, w1 = steps[kept[-1]]
            if (w1 - w0) * (fields - n1) < (wrong - w1) * (n1 - n0):
                break
            kept.pop()
        kept.append(at)
    return list(pairwise(kept))


def _between(steps: Sequence[_Step], first: int, last: int) -> list[int]:
    """Steps that part a stretch evenly; none when it is short."""
    fields = steps[last][1] - steps[first][1]
    wanted = min(PARTS, fields // SHORT)
    out: list[int] = []
    for at in range(first + 1, last):
        if (steps[at][1] - steps[first][1]) * wanted >= fields * (len(out) + 1) and len(out) + 1 < wanted:
            out.append(at)
    return out
