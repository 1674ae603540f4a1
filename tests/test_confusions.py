"""The table of misreadings and the distance it defines."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import templates
from extractor.bench.confusions import Counts, fitted
from extractor.repair.confusions import load_confusions

TABLE = load_confusions()
WORDS = st.text("abcdemnrtuIl01568O,.$/", max_size=8)


def test_the_table_is_probabilities() -> None:
    data = json.loads(Path(templates.__file__).with_name("confusions.json").read_text(encoding="utf-8"))
    for part in (data["lost"], data["spurious"], *data["substituted"].values(), *data["engines"]["rapidocr"].values()):
        assert all(0 < share < 1 for share in part.values())
    for printed, reads in data["substituted"].items():
        assert sum(reads.values()) < 0.5, printed


def test_known_misreadings_are_nearer_than_others() -> None:
    assert TABLE.distance("Common", "Comrnon") < TABLE.distance("Common", "Comxnon")
    assert TABLE.distance("0.68", "0.08") < TABLE.distance("0.68", "0.18")
    assert TABLE.distance("close", "dose") < TABLE.distance("close", "cl0ss")


def test_what_no_value_is_as_long_as_has_no_likely_print() -> None:
    assert TABLE.decode("9" * 5000, "0123456789") == []
    assert not list(TABLE.one_figure_off("9" * 5000))


def test_an_engine_has_its_own_habits() -> None:
    fax = load_confusions("rapidocr")
    assert fax.cost(",", ".") < TABLE.cost(",", ".")
    assert fax.cost("$", "S") != TABLE.cost("$", "S")  # measured, not the common guess
    assert load_confusions("an engine nobody knows").cost(",", ".") == TABLE.cost(",", ".")


@given(WORDS)
def test_a_text_is_at_no_distance_from_itself(text: str) -> None:
    assert TABLE.distance(text, text) == 0


@given(WORDS, WORDS)
def test_different_texts_are_apart_and_a_limit_only_cuts(printed: str, read: str) -> None:
    distance = TABLE.distance(printed, read)
    assert (distance > 0) == (printed != read)
    assert TABLE.distance(printed, read, 9.0) == (distance if distance <= 9.0 else math.inf)


@given(st.text("0123456789Ol|S$,./ x", max_size=10))
def test_decoding_stays_in_the_alphabet_and_starts_with_the_cheapest(read: str) -> None:
    found = TABLE.decode(read, "0123456789,.")
    assert [cost for _, cost in found] == sorted(cost for _, cost in found)
    assert all(set(text) <= set("0123456789,.") for text, _ in found)
    if read and set(read) <= set("0123456789,."):
        assert found[0] == (read, 0.0)


@given(st.text("0123456789", min_size=1, max_size=6))
def test_one_figure_off_changes_one_figure(text: str) -> None:
    for cost, other, reason in TABLE.one_figure_off(text):
        assert cost > 0
        assert reason
        assert sum(a != b for a, b in zip(text, other, strict=True)) == 1


def test_a_habit_that_is_never_seen_again_is_rare_and_not_impossible() -> None:
    """Every fit halves it; at 0 its cost, a logarithm, would not exist."""
    counts = {"tesseract": Counts(printed=Counter({"/": 10_000_000}))}
    (share,) = fitted(counts, {"tesseract": {"/": {"f": 0.00001}}})["tesseract"]["/"].values()
    assert 0 < share < 0.0001
