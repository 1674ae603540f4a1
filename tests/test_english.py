"""How usual a pair of words is, found in a list that is too long to go through."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise

import pytest

from extractor.repair.english import pair_rarity


def test_every_pair_of_the_list_is_found() -> None:
    listed = files("symspellpy").joinpath("frequency_bigramdictionary_en_243_342.txt").read_text("utf-8-sig")
    rows = [line.rsplit(" ", 1) for line in listed.splitlines()]
    late = [pair for pair, after in pairwise(rows) if pair[0] > after[0]]  # it is not quite sorted
    assert late
    rare, usual = pair_rarity("zoo", "zzzz"), pair_rarity("ability", "to")
    assert usual == 0 < rare
    for pair, times in [*rows[::20_000], *late]:
        one, other = pair.split(" ")
        assert (pair_rarity(one.upper(), other) < rare) == (int(times) > 3_000_000), pair


@pytest.mark.parametrize("pair", [("zoo", "zzzz"), ("", ""), ("a", ""), ("\n", "\n")])
def test_a_pair_that_is_not_listed_is_as_rare_as_any(pair: tuple[str, str]) -> None:
    assert pair_rarity(*pair) == pair_rarity("zzzz", "zoo")
