"""The grid of a table on a page: its column edges by vertical rules, its row bands by horizontal ones.

Rules may be broken, doubled by a fax streak or gone: edges are matched to the layout's columns as a whole, and what is
missing is put where the layout has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.records import RulingLine
from models.geometry import Box
from models.layout import Table

_WELL_DRAWN = 0.6  # of the height: a rule of the form, not a streak across two rows


@dataclass(frozen=True, slots=True)
class Edge:
    """A vertical rule of a table: x at the top and bottom of `region`, and the share of the height it is drawn."""

    top: float
    bottom: float
    y0: float
    y1: float
    support: float

    def x(self, y: float) -> float:
        """Where the edge is at height y."""
        return self.top + (self.bottom - self.top) * (y - self.y0) / max(self.y1 - self.y0, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """The strip between two horizontal rules of a table, as their mean heights."""

    y0: float
    y1: float


def level_rules(lines: Sequence[RulingLine], region: Box, share: float = 0.6) -> tuple[float, ...]:
    """Heights of the horizontal rules that cross at least `share` of the region's width, top to bottom; pieces of one
    rule count together."""
    pieces = sorted(
        ((line.y0 + line.y1) / 2, max(line.x0, region.x0), min(line.x1, region.x1), abs(line.y1 - line.y0))
        for line in lines
        if line.horizontal and region.y0 <= (line.y0 + line.y1) / 2 <= region.y1
    )
    groups: list[list[tuple[float, float, float, float]]] = []
    for piece in pieces:
        if piece[2] <= piece[1]:
            continue
        near = groups and piece[0] - groups[-1][-1][0] <= max(5.0, piece[3], groups[-1][-1][3])
        if near:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    rules = []
    for group in groups:
        if _covered([(x0, x1) for _, x0, x1, _ in group]) >= share * region.width:
            lengths = [x1 - x0 for _, x0, x1, _ in group]
            rules.append(float(np.average([y for y, *_ in group], weights=lengths)))
    return tuple(rules)


def column_edges(
    table: Table, lines: Sequence[RulingLine], region: Box, heads: Sequence[Box | None], earlier: Sequence[float] = ()
) -> tuple[Edge, ...]:
    """One edge more than the table has columns, left to right.

    `heads`: where the columns' headings stand, None where not found: browsers make columns as wide as their content,
    so headings tell better than the layout where a column is. `earlier`: the edges on the page before, where the table
    goes on from there without its headings; its columns are as wide as they were.
    """
    found = _upright_rules(lines, region)
    drawn = [edge for edge in found if edge.support >= _WELL_DRAWN]
    if len(drawn) == len(table.columns) + 1 and _fits(drawn, heads):
        return tuple(drawn)
    left, right = _ends(found, region)
    # a garbled heading may be taken for another column's: then the layout's own places fit the rules better
    ways = [_expected(table, found, left, right, places) for places in (heads, [None] * len(heads))]
    if earlier:
        scale = (right - left) / max(earlier[-1] - earlier[0], 1.0)
        ways.append([left + scale * (x - earlier[0]) for x in earlier])
    return min((_matched(nominal, found, region) for nominal in ways), key=lambda way: way[0])[1]


def _fits(edges: Sequence[Edge], heads: Sequence[Box | None]) -> bool:
    """Whether nearly every heading stands between the edges of its own column."""
    known = [(index, head) for index, head in enumerate(heads) if head is not None]
    own = sum(edges[i].top - 6 <= head.center[0] <= edges[i + 1].top + 6 for i, head in known)
    return not known or own >= 0.8 * len(known)


def _expected(
    table: Table, found: Sequence[Edge], left: float, right: float, heads: Sequence[Box | None]
) -> list[float]:
    """Where each edge should be: the rule between two neighbouring headings, else the layout's place."""
    nominal = [left + (right - left) * x for x in (*(c.span[0] for c in table.columns), table.columns[-1].span[1])]
    fixed: dict[int, float] = {0: nominal[0], len(nominal) - 1: nominal[-1]}
    for index in range(1, min(len(table.columns), len(heads))):
        before, after = heads[index - 1], heads[index]
        if before is None or after is None:
            continue
        between = [
            (edge.top + edge.bottom) / 2
            for edge in found
            if before.center[0] < (edge.top + edge.bottom) / 2 <= after.x0 + 8
        ]
        fixed[index] = max(between, default=(before.x1 + after.x0) / 2)
    known = sorted(fixed)
    return [
        _interpolated(nominal[i], [nominal[k] for k in known], [fixed[k] for k in known]) for i in range(len(nominal))
    ]


def _upright_rules(lines: Sequence[RulingLine], region: Box) -> list[Edge]:
    """Vertical rules within the region, the pieces of one rule together, left to right."""
    pieces = []
    for line in lines:
        y0, y1 = max(line.y0, region.y0), min(line.y1, region.y1)
        x = (line.x0 + line.x1) / 2
        if line.horizontal or y1 - y0 < 8 or not region.x0 - 12 <= x <= region.x1 + 12:
            continue
        pieces.append((x, y0, y1, line))
    groups: list[list[tuple[float, float, float, RulingLine]]] = []
    for piece in sorted(pieces, key=lambda piece: piece[0]):
        if groups and piece[0] - groups[-1][-1][0] <= 6:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    edges = []
    for group in groups:
        ys = np.array([v for _, _, _, line in group for v in (line.y0, line.y1)])
        xs = np.array([v for _, _, _, line in group for v in (line.x0, line.x1)])
        support = _covered([(y0, y1) for _, y0, y1, _ in group]) / max(region.height, 1)
        slope, shift = np.polyfit(ys, xs, 1) if np.ptp(ys) > 60 else (0.0, float(xs.mean()))
        if abs(slope) > 0.03:
            slope, shift = 0.0, float(xs.mean())
        edges.append(
            Edge(float(slope * region.y0 + shift), float(slope * region.y1 + shift), region.y0, region.y1, support)
        )
    return [edge for edge in edges if edge.support >= 0.08]


def _ends(found: Sequence[Edge], region: Box) -> tuple[float, float]:
    """Left and right end of the table: its outermost well drawn rules when they lie near the region's ends."""
    strong = [(edge.top + edge.bottom) / 2 for edge in found if edge.support > 0.4]
    reach = 0.04 * region.width
    left = next((x for x in strong if abs(x - region.x0) < reach), region.x0)
    right = next((x for x in reversed(strong) if abs(x - region.x1) < reach), region.x1)
    return left, right


def _matched(nominal: Sequence[float], found: Sequence[Edge], region: Box) -> tuple[float, tuple[Edge, ...]]:
    """(cost, the edges): the cheapest way to give every nominal edge a found one, in order, or none; then one is filled
    in between its neighbours as the layout has it."""
    width = nominal[-1] - nominal[0]
    n, m = len(nominal), len(found)
    missing, drift, spurious = 0.5, 6.0, 0.9  # costs: no rule found; per width moved; a fully drawn rule left over
    cost = np.full((n + 1, m + 1), np.inf)
    step = np.zeros((n + 1, m + 1), int)
    cost[0, 0] = 0
    for j in range(1, m + 1):
        cost[0, j] = cost[0, j - 1] + spurious * found[j - 1].support
        step[0, j] = 1
    for i in range(1, n + 1):
        cost[i, 0], step[i, 0] = cost[i - 1, 0] + missing, 2
        for j in range(1, m + 1):
            edge = found[j - 1]
            distance = abs((edge.top + edge.bottom) / 2 - nominal[i - 1]) / width
            options = (
                cost[i - 1, j - 1] + drift * distance + 0.2 * (1 - edge.support),
                cost[i, j - 1] + spurious * edge.support,
                cost[i - 1, j] + missing,
            )
            step[i, j] = int(np.argmin(options))
            cost[i, j] = options[step[i, j]]
    chosen: list[Edge | None] = [None] * n
    i, j = n, m
    while i > 0 or j > 0:
        if step[i, j] == 0:
            chosen[i - 1] = found[j - 1]
            i, j = i - 1, j - 1
        elif step[i, j] == 1:
            j -= 1
        else:
            i -= 1
    return float(cost[n, m]), _filled(nominal, chosen, region)


def _filled(nominal: Sequence[float], chosen: Sequence[Edge | None], region: Box) -> tuple[Edge, ...]:
    known = [i for i, edge in enumerate(chosen) if edge is not None]
    edges = []
    for i, edge in enumerate(chosen):
        if edge is not None:
            edges.append(edge)
            continue
        if not known:
            top = bottom = nominal[i]
        else:
            tops = [chosen[k].top for k in known]  # type: ignore[union-attr] # known lists the places that are filled
            bottoms = [chosen[k].bottom for k in known]  # type: ignore[union-attr] # as above
            at = [nominal[k] for k in known]
            top, bottom = _interpolated(nominal[i], at, tops), _interpolated(nominal[i], at, bottoms)
        edges.append(Edge(top, bottom, region.y0, region.y1, 0.0))
    return tuple(edges)


def _interpolated(x: float, at: Sequence[float], values: Sequence[float]) -> float:
    if x <= at[0]:
        return values[0] + (x - at[0])
    if x >= at[-1]:
        return values[-1] + (x - at[-1])
    return float(np.interp(x, at, values))


def _covered(intervals: Sequence[tuple[float, float]]) -> float:
    """Length of the union of intervals."""
    total, end = 0.0, -np.inf
    for a, b in sorted(intervals):
        total += max(0.0, b - max(a, end))
        end = max(end, b)
    return total
