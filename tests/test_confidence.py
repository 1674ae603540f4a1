"""Confidence: evidence for raises it, evidence against lowers it, and the threshold follows the error allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.bench.cuts import Judged, cuts, upper_bound
from extractor.repair.confidence import (
    MEDIA,
    NEVER,
    Calibration,
    Cut,
    Evidence,
    calibration,
    confidence,
    enough,
    group,
    pools,
    provable,
    threshold,
)

CLEAN = Evidence(kind="shares")


def shipped_but(found: dict[str, tuple[Cut, ...]]) -> Calibration:
    """The shipped parameters with other cuts."""
    return calibration().model_copy(update={"cuts": found})


def figures(*pairs: tuple[float, bool, int]) -> list[Judged]:
    """So many figures of a confidence that are right or wrong."""
    return [
        Judged(f"{number}", "figures", confidence_, right)
        for confidence_, right, count in pairs
        for number in range(count)
    ]


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
        {"own_repairs": 1, "score": 0.7},
        {"changed": True, "chosen_by": 3},
        {"hard_contradictions": 1},
        {"soft_contradictions": 1},
        {"score": 0.5, "margin": 0.2},
        {"agree": 1, "asked": 3},
        {"doubtful": True},
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


def test_a_small_pool_is_judged_with_what_it_is_part_of() -> None:
    few, all_ = cuts(figures((0.99, True, 20))), cuts(figures((0.999, True, 2000), (0.5, False, 100)))
    narrow, wide = pools(CLEAN)
    parameters = shipped_but({narrow: few, wide: all_})
    assert threshold(CLEAN, 0.003, parameters) == 0.999
    assert threshold(CLEAN, 0.0003, parameters) == NEVER


def test_a_pool_known_to_fail_is_not_rescued_by_the_others() -> None:
    bad, all_ = cuts(figures((0.99, False, 300), (0.99, True, 2700))), cuts(figures((0.99, True, 30000)))
    narrow, wide = pools(CLEAN)
    parameters = shipped_but({narrow: bad, wide: all_})
    assert threshold(CLEAN, 0.003, parameters) == NEVER


def test_the_error_tolerated_is_spent_where_it_buys_most() -> None:
    """Words alone hold no 0.3 %; beside the many figures that are right the better part of them does."""
    words = [Judged(f"{number}", "words", 0.995, number % 300 > 0) for number in range(3000)]
    bad_words = [Judged(f"{number}", "words", 0.98, number % 10 > 0) for number in range(3000)]
    narrow, _ = pools(CLEAN)
    alone = shipped_but({narrow: cuts([*words, *bad_words])})
    together = shipped_but({narrow: cuts([*words, *bad_words, *figures((0.999, True, 9000))])})
    title = replace(CLEAN, kind="title")
    assert group(title) == "words"
    assert threshold(title, 0.003, alone) == NEVER
    assert threshold(title, 0.003, together) == 0.995


def test_a_handful_that_is_right_does_not_hide_the_thousands_after_it() -> None:
    few, many = figures((0.9999, True, 15)), figures((0.999, True, 5000), (0.999, False, 1))
    words = [Judged(f"{number}", "words", 0.99, number % 100 > 0) for number in range(3000)]
    narrow, _ = pools(CLEAN)
    parameters = shipped_but({narrow: cuts([*few, *many, *words])})
    assert threshold(CLEAN, 0.003, parameters) == 0.999


def test_no_field_is_far_more_doubtful_than_the_error_tolerated() -> None:
    narrow, _ = pools(CLEAN)
    assert threshold(CLEAN, 0.003, shipped_but({narrow: cuts(figures((0.6, True, 9000)))})) == pytest.approx(0.985)


@given(st.integers(0, 50), st.integers(51, 5000))
def test_the_bound_lies_above_what_was_seen(wrong: int, fields: int) -> None:
    assert wrong / fields < upper_bound(wrong, fields) <= 1
    assert upper_bound(wrong + 1, fields) > upper_bound(wrong, fields)


def test_enough_is_the_least_that_proves_it() -> None:
    assert upper_bound(0, enough(0.005)) <= 0.005 < upper_bound(0, enough(0.005) - 1)


@given(
    st.lists(
        st.builds(
            Judged,
            st.sampled_from("ab"),
            st.sampled_from(["words", "figures"]),
            st.sampled_from([0.5, 0.9, 0.99]),
            st.booleans(),
        ),
        min_size=1,
        max_size=300,
    )
)
def test_cuts_count_what_they_leave_unreviewed(judged: list[Judged]) -> None:
    found = cuts(judged)
    for cut in found:
        left = [one.right for one in judged if one.confidence >= cut.at_least.get(one.group, NEVER)]
        assert (cut.fields, cut.wrong) == (len(left), left.count(False))
    assert found[-1].fields == len(judged)
    assert [cut.fields for cut in found] == sorted(cut.fields for cut in found)


def test_errors_in_company_prove_less() -> None:
    """Ten wrong fields of one document, or one of each of ten documents."""
    together = [Judged(f"{number // 10}", "figures", 0.99, number >= 10) for number in range(1000)]
    apart = [Judged(f"{number // 10}", "figures", 0.99, number % 100 > 0) for number in range(1000)]
    assert cuts(together)[-1].wrong == cuts(apart)[-1].wrong == 10
    assert cuts(together)[-1].upper > cuts(apart)[-1].upper >= upper_bound(10, 1000) - 1e-5


def test_the_shipped_parameters_say_where_they_come_from() -> None:
    told = calibration().fitted
    assert told.date
    assert told.split == "tuning"
    assert told.held_out
    assert told.documents > 100


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("damage", ["calm", "worn", "bad"])
def test_who_tolerates_more_reviews_no_more(medium: str, damage: str) -> None:
    """A pool that comes to prove a small cut of its own keeps what it was lent."""
    source, rough = ("page" if medium == "scan" else "dump"), {"calm": 0.0, "worn": 0.1, "bad": 0.5}[damage]
    for kind, empty in (("shares", False), ("title", False), ("letter", False), ("checkbox", False), ("date", True)):
        evidence = replace(CLEAN, kind=kind, empty=empty, source=source, plain=medium == "text", trouble=rough)
        asked = [threshold(evidence, share) for share in (0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05)]
        assert asked == sorted(asked, reverse=True)
