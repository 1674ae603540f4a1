"""Trees of confidence: boosted on top of the points, each step along a quantity never worth less for more of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.repair.trees import Forest, Tree

TREES = 100
SETTINGS: dict[str, Any] = {
    "objective": "binary", "num_leaves": 6, "learning_rate": 0.12, "min_data_in_leaf": 40, "lambda_l2": 5.0,
    "max_bin": 127, "monotone_constraints_method": "intermediate", "deterministic": True, "force_row_wise": True,
    "num_threads": 1, "verbosity": -1, "seed": 1,
}  # fmt: skip

Floats = NDArray[np.float64]


def fit_trees(
    names: Sequence[str], held: Floats, right: Floats, sums: Floats, asked: Floats
) -> tuple[tuple[Tree, ...], Floats]:
    """(the trees, what they say of the rows of `asked`). A row of `held` holds the quantities of these names, `sums`
    what is known of it without trees, as log-odds."""
    import lightgbm

    data = lightgbm.Dataset(held, right, init_score=sums, feature_name=[f"q{number}" for number in range(len(names))])
    found = lightgbm.train({**SETTINGS, "monotone_constraints": [1] * len(names)}, data, TREES)
    columns = [np.unique(column) for column in held.T]
    trees = tuple(_tree(tree["tree_structure"], names, columns) for tree in found.dump_model()["tree_info"])
    rows, at = np.unique(asked, axis=0, return_inverse=True)
    forest = Forest(trees)
    told = np.array([forest.worth(dict(zip(names, row, strict=True))) for row in rows.tolist()])
    return trees, told[at.ravel()]


def _tree(node: dict[str, Any], names: Sequence[str], columns: Sequence[Floats]) -> Tree:
    if "leaf_value" in node:
        return round(float(node["leaf_value"]), 4)
    column = node["split_feature"]
    left, right = (_tree(node[f"{side}_child"], names, columns) for side in ("left", "right"))
    return (names[column], _edge(float(node["threshold"]), columns[column]), left, right)


def _edge(threshold: float, values: Floats) -> float:
    """The shortest number that parts the values as the threshold does: it may be the next one above a value."""
    parts = np.searchsorted(values, threshold, side="right")
    short = (round(threshold, digits) + 0.0 for digits in range(2, 16))  # LightGBM's zero is 1e-35
    return next((edge for edge in short if np.searchsorted(values, edge, side="right") == parts), threshold)
