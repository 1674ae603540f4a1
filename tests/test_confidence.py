"""Confidence: evidence for raises it, evidence against lowers it, and the threshold follows the error allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.bench.fit_confidence import limits, upper_bound
from extractor.repair.confidence import (
    NEVER,
    Calibration,
    Evidence,
    Limit,
    calibration,
    confidence,
    enough,
    provable,
    strata,
    threshold,
)

CLEAN = Evidence(kind="shares")

def shipped_but(tables: dict[str, tuple[Limit, ...]]) -> Calibration:
    """The shipped parameters with other tables of limits."""
    return calibration().model_copy(update={"limits": tables})


shares = st.floats(0, 1)
evidence = st.builds(
    Evidence, kind=st.sampled_from(["shares", "money", "date", "title", "checkbox", "letter", "footnote", "city"]),
    agree=st.integers(0, 4), asked=st.integers(1, 4), score=shares, margin=shares, own_repairs=st.integers(0, 3),
    hard_supports=st.integers(0, 4), soft_supports=st.integers(0, 4), hard_contradictions=st.integers(0, 3),
    soft_contradictions=st.integers(0, 3), changed=st.booleans(), chosen_by=st.integers(0, 4),
    source=st.sampled_from(["page", "crop", "ink", "dump"]), trouble=shares, near_trouble=shares, empty=st.booleans(),
    doubtful=st.booleans(), doubts=shares, near_doubts=shares, row=shares, wording=st.integers(0, 2), layout=shares,
    seen=shares,
)  # fmt: skip


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
    for worse in ("trouble", "near_trouble", "doubts", "near_doubts"):
        assert confidence(replace(one, **{worse: min(1.0, getattr(one, worse) + 0.1)})) <= sure
    for better in ("row", "layout", "seen", "margin"):
        assert confidence(replace(one, **{better: getattr(one, better) / 2})) <= sure


def test_doubts_lower_what_is_clean() -> None:
    sure = confidence(CLEAN)
    for doubt in (
        {"own_repairs": 1, "score": 0.7}, {"changed": True, "chosen_by": 3}, {"hard_contradictions": 1},
        {"soft_contradictions": 1}, {"score": 0.5, "margin": 0.2}, {"agree": 1, "asked": 3}, {"doubtful": True},
    ):
        assert confidence(replace(CLEAN, **doubt)) < sure, doubt  # type: ignore[arg-type]


def test_what_rules_changed_is_never_surer_than_what_they_left() -> None:
    left = replace(CLEAN, hard_supports=2, soft_supports=2)
    assert confidence(replace(left, changed=True, chosen_by=4)) < confidence(CLEAN)


@pytest.mark.parametrize("source", ["page", "dump"])
@pytest.mark.parametrize(("tighter", "looser"), [(0.001, 0.003), (0.003, 0.02), (0.02, 0.2)])
def test_a_smaller_error_asks_for_more(tighter: float, looser: float, source: str) -> None:
    one = Evidence(kind="date", source=source)
    assert threshold(one, tighter) >= threshold(one, looser)


def test_what_no_number_of_documents_shows_is_never_promised() -> None:
    assert threshold(CLEAN, 1e-9) == NEVER
    assert not any(provable(1e-9).values())


def test_a_rare_kind_is_judged_with_what_it_is_part_of() -> None:
    few, all_ = limits([(0.99, True)] * 20), limits([(0.999, True)] * 2000 + [(0.5, False)] * 100)
    narrow, _, wide = strata(CLEAN)
    parameters = shipped_but({narrow: few, wide: all_})
    assert threshold(CLEAN, 0.003, parameters) == 0.999
    assert threshold(CLEAN, 0.0003, parameters) == NEVER


def test_a_kind_known_to_fail_is_not_rescued_by_the_others() -> None:
    bad, all_ = limits([(0.99, number % 10 > 0) for number in range(3000)]), limits([(0.9, True)] * 30000)
    narrow, _, wide = strata(CLEAN)
    parameters = shipped_but({narrow: bad, wide: all_})
    assert threshold(CLEAN, 0.003, parameters) == NEVER


@given(st.integers(0, 50), st.integers(51, 5000))
def test_the_bound_lies_above_what_was_seen(wrong: int, fields: int) -> None:
    assert wrong / fields < upper_bound(wrong, fields) <= 1
    assert upper_bound(wrong + 1, fields) > upper_bound(wrong, fields)


def test_enough_is_the_least_that_proves_it() -> None:
    assert upper_bound(0, enough(0.005)) <= 0.005 < upper_bound(0, enough(0.005) - 1)


@given(st.lists(st.tuples(st.sampled_from([0.5, 0.9, 0.99, 0.999]), st.booleans()), min_size=1, max_size=300))
def test_limits_count_what_lies_above_them(judged: list[tuple[float, bool]]) -> None:
    for limit in limits(judged):
        above = [right for confidence_, right in judged if confidence_ >= limit.confidence]
        assert (limit.fields, limit.wrong) == (len(above), above.count(False))


def test_the_shipped_parameters_say_where_they_come_from() -> None:
    told = calibration().fitted
    assert told.date
    assert told.split == "tuning"
    assert told.held_out
    assert told.documents > 100
