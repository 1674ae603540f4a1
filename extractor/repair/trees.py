"""Small decision trees over named quantities: where pieces of evidence together say more, or less, than their sum."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from operator import getitem

from typing_extensions import TypeAliasType

Tree = TypeAliasType("Tree", "float | tuple[str, float, Tree, Tree]")
"""A worth in log-odds; or the name of a quantity, an edge, the tree for quantities up to it and the tree for those
above."""

MOST_LEAVES = 8
"""Leaves of one tree: a bit each in its byte."""


class Forest:
    """Trees that are asked together and often, without walking down any of them.

    A set of leaves is a number with a byte for each tree and a bit in it for each leaf. For every quantity and every
    stretch between two of its edges the set of leaves that it leaves possible is known beforehand (`possible`); what
    all quantities leave possible is one leaf a tree. ValueError for a tree with more than MOST_LEAVES leaves.
    """

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._size = len(trees)
        self._all = 0
        self._worths: list[dict[int, float]] = []
        ruled_out: dict[str, list[tuple[float, int, int]]] = {}
        for place, tree in enumerate(trees):
            leaves: list[float] = []
            for name, edge, up_to, above in _splits(tree, leaves):
                ruled_out.setdefault(name, []).append((edge, up_to << 8 * place, above << 8 * place))
            if len(leaves) > MOST_LEAVES:
                raise ValueError(f"a tree has {len(leaves)} leaves, at most {MOST_LEAVES} are allowed")
            self._worths.append({1 << leaf: worth for leaf, worth in enumerate(leaves)})
            self._all |= (1 << len(leaves)) - 1 << 8 * place
        self._quantities = [(name, *self._possible(splits)) for name, splits in ruled_out.items()]

    def _possible(self, splits: Sequence[tuple[float, int, int]]) -> tuple[list[float], list[int]]:
        """The edges of a quantity in order, and what it leaves possible below the first, up to the second, …"""
        edges = sorted({edge for edge, _, _ in splits})
        possible = []
        for passed in range(len(edges) + 1):
            out = 0
            for edge, up_to, above in splits:
                out |= up_to if edge in edges[:passed] else above
            possible.append(self._all & ~out)
        return edges, possible

    def worth(self, held: Mapping[str, float]) -> float:
        """The sum of what the trees say of these quantities. KeyError when one that they ask for is missing."""
        left = self._all
        for name, edges, possible in self._quantities:
            left &= possible[bisect_left(edges, held[name])]
        return sum(map(getitem, self._worths, left.to_bytes(self._size, "little")))


def _splits(tree: Tree, leaves: list[float]) -> Iterator[tuple[str, float, int, int]]:
    """Every fork of a tree with the sets of leaves up to and above its edge; appends the tree's leaves to `leaves`."""
    if not isinstance(tree, tuple):
        leaves.append(tree)
        return
    name, edge, up_to, above = tree
    first = len(leaves)
    yield from _splits(up_to, leaves)
    middle = len(leaves)
    yield from _splits(above, leaves)
    yield name, edge, (1 << middle) - (1 << first), (1 << len(leaves)) - (1 << middle)
