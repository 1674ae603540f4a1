"""The form's own print, mended in a dump."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.edits import apply, undo
from extractor.repair.boilerplate import boilerplate_edits, load_sentences

SENTENCES = load_sentences()


@pytest.mark.parametrize(
    ("garbled", "printed"),
    [
        ("(Print or Type Perponses)", "(Print or Type Responses)"),
        ("Kemmuer: report on a separate fine for eac class", "Reminder: report on a separate line for each class"),
        ("| Kemmuer: | report on a | separate fine for eac | Table II |",
         "| Reminder: | report on a | separate line for each | Table II |"),
        ("Form 4 or Form 5 obligations may c0ntinue. See Instruction 1(b).",
         "Form 4 or Form 5 obligations may continue. See Instruction 1(b)."),
        ("1. Namc and Address of Reporting Person", "1. Name and Address of Reporting Person"),
        ("5. Relati0nship of Reporting Person(s) to Issuer", "5. Relationship of Reporting Person(s) to Issuer"),
        ("STATEMENT OF CHANCES IN BENEFICIAL OWNERSHIP OF SECURIT1ES",
         "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES"),
        ("Officer (give tile below) Other (specify below)", "Officer (give title below) Other (specify below)"),
    ],
)  # fmt: skip
def test_garbled_print_is_mended(garbled: str, printed: str) -> None:
    edits = boilerplate_edits(garbled, SENTENCES)
    assert apply(garbled, edits) == printed
    assert undo(printed, edits) == garbled
    assert all(edit.rule == "printed-text" for edit in edits)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_print_that_is_right_stays(sentence: str) -> None:
    assert boilerplate_edits(sentence, SENTENCES) == ()


@pytest.mark.parametrize(
    "text",
    [
        "By the Reporting Trust, a separate fund of the securities each member owns",
        "KEMPER REPORTS INC",
        "The shares are owned directly by a trust and indirectly by the reporting person.",
        "500,000 shares of Class A Common Stock were sold in multiple transactions at prices ranging from $1 to $2.",
    ],
)
def test_the_filer_s_own_words_stay(text: str) -> None:
    assert boilerplate_edits(text, SENTENCES) == ()


def test_a_value_is_never_touched() -> None:
    text = "1. Name and Addrcss of Reporting Pcrson SMITH REPORTlNG"
    at = text.index("SMITH")
    edits = boilerplate_edits(text, SENTENCES, [(at, len(text))])
    assert apply(text, edits) == "1. Name and Address of Reporting Person SMITH REPORTlNG"


@given(st.text(max_size=300))
def test_edits_of_any_text_are_in_order_and_can_be_undone(text: str) -> None:
    edits = boilerplate_edits(text, SENTENCES)
    assert undo(apply(text, edits), edits) == text


def test_a_long_text_takes_no_time_to_speak_of() -> None:
    text = " ".join(SENTENCES) * 3 + " word" * 3000
    begin = time.process_time()
    boilerplate_edits(text, SENTENCES)
    assert time.process_time() - begin < 2
