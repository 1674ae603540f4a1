"""Small decision trees over named quantities: where pieces of evidence together say more, or less, than their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from typing_extensions import TypeAliasType

Tree = TypeAliasType("Tree", "float | tuple[str, float, Tree, Tree]")
"""A worth in log-odds; or the name of a quantity, an edge, the tree for quantities up to it and the tree for those
above."""


def worth(trees: Sequence[Tree], held: Mapping[str, float]) -> float:
    """The sum of what the trees say of these quantities. KeyError when one that they ask for is missing."""
    total = 0.0
    for tree in trees:
        at = tree
        while isinstance(at, tuple):
            name, edge, up_to, above = at
            at = up_to if held[name] <= edge else above
        total += at
    return total
