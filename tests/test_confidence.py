"""Confidence: evidence for raises it, evidence against lowers it, and the threshold follows the error allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.repair.confidence import Evidence, calibration, confidence, threshold

CLEAN = Evidence(kind="shares")

evidence = st.builds(
    Evidence, kind=st.sampled_from(["shares", "money", "date", "title", "checkbox", "letter"]),
    agree=st.integers(0, 4), asked=st.integers(1, 4), score=st.floats(0, 1), margin=st.floats(0, 1),
    own_repairs=st.integers(0, 3), hard_supports=st.integers(0, 4), soft_supports=st.integers(0, 4),
    hard_contradictions=st.integers(0, 3), soft_contradictions=st.integers(0, 3), changed=st.booleans(),
    chosen_by=st.integers(0, 4), trouble=st.floats(0, 1), near_trouble=st.floats(0, 1),
)


@given(evidence)
def test_it_is_a_probability_and_never_certain(one: Evidence) -> None:
    assert 0 < confidence(one) < 1


@given(evidence)
def test_it_moves_the_right_way(one: Evidence) -> None:
    sure = confidence(one)
    assert confidence(replace(one, hard_contradictions=one.hard_contradictions + 1)) <= sure
    assert confidence(replace(one, own_repairs=one.own_repairs + 1)) <= sure
    assert confidence(replace(one, soft_supports=one.soft_supports + 1)) >= sure
    assert confidence(replace(one, asked=one.asked + 1)) <= sure
    assert confidence(replace(one, score=one.score / 2)) <= sure
    assert confidence(replace(one, trouble=min(1.0, one.trouble + 0.1))) <= sure


def test_clean_fields_pass_at_the_default_and_doubtful_ones_do_not() -> None:
    limit = threshold("shares", 0.003)
    assert confidence(CLEAN) >= limit
    for doubt in (
        {"own_repairs": 1, "score": 0.7}, {"changed": True, "chosen_by": 3}, {"hard_contradictions": 1},
        {"soft_contradictions": 1}, {"score": 0.5, "margin": 0.2}, {"agree": 1, "asked": 3},
    ):
        assert confidence(replace(CLEAN, **doubt)) < limit, doubt  # type: ignore[arg-type]


def test_what_rules_changed_is_never_surer_than_what_they_left() -> None:
    left = replace(CLEAN, hard_supports=2, soft_supports=2)
    assert confidence(replace(left, changed=True, chosen_by=4)) < confidence(CLEAN)


@pytest.mark.parametrize(("tighter", "looser"), [(0.001, 0.003), (0.003, 0.02)])
def test_a_smaller_error_asks_for_more(tighter: float, looser: float) -> None:
    assert threshold("date", tighter) > threshold("date", looser)


def test_the_shipped_parameters_say_where_they_come_from() -> None:
    assert calibration().fitted
