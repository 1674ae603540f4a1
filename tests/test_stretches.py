"""Ink of a line shared out among the words that were read in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.stretches import fitting_stretches

LETTER, BLANK = 10, 8


def line(*widths: int, blank: int = BLANK) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The columns of a line of inked stretches so many letters wide, and where each stands."""
    columns, places = np.zeros(2000, bool), []
    at = 5
    for width in widths:
        columns[at : at + width * LETTER] = True
        places.append((at, at + width * LETTER))
        at += width * LETTER + blank
    return columns[:at], places


def test_each_word_has_its_stretch() -> None:
    columns, places = line(5, 4, 3, 2, 2)
    assert fitting_stretches(columns, [5, 4, 3, 2, 2], 5) == places


@pytest.mark.parametrize("ahead", [2, 4])
def test_a_mark_ahead_of_the_words_is_none_of_them(ahead: int) -> None:
    columns, places = line(ahead, 5, 4, 3, 2, 2)
    assert fitting_stretches(columns, [5, 4, 3, 2, 2], 5) == places[1:]


def test_a_word_with_a_gap_in_it_is_one() -> None:
    columns, places = line(5, 2, 2, 3)
    assert fitting_stretches(columns, [5, 4, 3], 5) == [places[0], (places[1][0], places[2][1]), places[3]]


def test_what_does_not_fit_is_nobody_s() -> None:
    columns, _ = line(20, 1, 1)
    assert fitting_stretches(columns, [1, 1, 20], 5) is None
    assert fitting_stretches(columns, [4, 4, 4, 4, 4], 5) is None


@given(st.lists(st.booleans(), max_size=200), st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_stretches_are_in_order_and_within_the_line(inked: list[bool], lengths: list[int]) -> None:
    found = fitting_stretches(np.array(inked, dtype=bool), lengths, 3)
    if found is not None:
        edges = [edge for stretch in found for edge in stretch]
        assert len(found) == len(lengths)
        assert edges == sorted(edges)
        assert 0 <= edges[0] < edges[-1] <= len(inked)
