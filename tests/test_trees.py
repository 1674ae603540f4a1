"""Trees of confidence: what was fitted is what is asked, and more evidence is never worth less."""

from __future__ import annotations

import random

import numpy as np
import pytest

from extractor.repair.trees import MOST_LEAVES, Forest, Tree

NAMES = ("margin", "score")
STUMPS = (("margin", 0.5, -1.0, ("score", 0.9, 0.25, 1.5)), 0.1)


@pytest.mark.parametrize(
    ("margin", "score", "said"), [(0.5, 1.0, -0.9), (0.51, 0.9, 0.35), (1.0, 0.91, 1.6), (0.0, 0.0, -0.9)]
)
def test_a_quantity_at_an_edge_is_not_above_it(margin: float, score: float, said: float) -> None:
    assert Forest(STUMPS).worth({"margin": margin, "score": score}) == pytest.approx(said)


def test_what_is_missing_is_no_zero() -> None:
    with pytest.raises(KeyError):
        Forest(STUMPS).worth({"score": 1.0})


def test_a_forest_says_what_walking_down_its_trees_says() -> None:
    rng = random.Random(1)

    def grown(leaves: int) -> Tree:
        if leaves == 1:
            return rng.random()
        left = rng.randint(1, leaves - 1)
        return (rng.choice(NAMES), rng.choice((0.25, 0.5, 0.75)), grown(left), grown(leaves - left))

    def walked(tree: Tree, held: dict[str, float]) -> float:
        while isinstance(tree, tuple):
            name, edge, up_to, above = tree
            tree = up_to if held[name] <= edge else above
        return tree

    trees = [grown(rng.randint(1, MOST_LEAVES)) for _ in range(30)]
    forest = Forest(trees)
    for _ in range(200):
        held = {name: rng.choice((0.0, 0.25, 0.3, 0.5, 0.6, 0.75, 0.9)) for name in NAMES}
        assert forest.worth(held) == sum(walked(tree, held) for tree in trees)
    with pytest.raises(ValueError, match="leaves"):
        Forest([grown(MOST_LEAVES + 1)])


def test_they_learn_what_a_sum_cannot_say_and_never_fall() -> None:
    fit_trees = pytest.importorskip("extractor.bench.fit_trees", reason="fitting needs the extra fit")
    pytest.importorskip("lightgbm", reason="fitting needs the extra fit")
    rng = np.random.default_rng(1)
    held = rng.integers(0, 5, (4000, 2)) / 4
    right = ((held[:, 0] > 0.5) & (held[:, 1] > 0.5) | (rng.random(4000) < 0.1)).astype(float)  # both, or luck
    grid = np.array([[a, b] for a in np.linspace(0, 1, 9) for b in np.linspace(0, 1, 9)])
    trees, told = fit_trees.fit_trees(NAMES, held, right, np.zeros(4000), grid)
    at = {(a, b): said for (a, b), said in zip(grid.tolist(), told.tolist(), strict=True)}
    assert at[1.0, 1.0] > 3
    assert max(at[1.0, 0.5], at[0.5, 1.0]) < -1
    for (a, b), said in at.items():
        assert at.get((a + 0.125, b), said) >= said
        assert at.get((a, b + 0.125), said) >= said
    again, _ = fit_trees.fit_trees(NAMES, held, right, np.zeros(4000), grid)
    assert again == trees


def test_values_that_lie_close_together_fall_on_their_sides_of_an_edge() -> None:
    fit_trees = pytest.importorskip("extractor.bench.fit_trees", reason="fitting needs the extra fit")
    pytest.importorskip("lightgbm", reason="fitting needs the extra fit")
    near = np.array([1 / 3 - 1e-8, 1 / 3])
    held = np.column_stack([np.tile(near, 2000), np.ones(4000)])
    right = np.tile([0.0, 1.0], 2000)
    trees, told = fit_trees.fit_trees(NAMES, held, right, np.zeros(4000), held[:2])
    assert told[0] < -2 < 2 < told[1]
    assert [Forest(trees).worth({"margin": value, "score": 1.0}) for value in near.tolist()] == pytest.approx(told)
