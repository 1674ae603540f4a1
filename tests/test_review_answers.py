"""What a person says holds, the rest is decided anew around it, and a read document can be kept for that."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extractor import kept
from extractor.answers import issue_key, standing
from extractor.errors import InputError
from extractor.options import Options
from extractor.pipeline import ReadDocument, conclude, read
from extractor.repair.typed import typed
from extractor.source import open_source
from models.extraction import Extraction
from models.field import Field, State
from models.review import Correction, Decision

SAMPLE = Path(__file__).parents[1] / "samples/horowitz-2012-02-27/source.md"
ROW_TWO = "derivativeTable/derivativeTransaction[1]"
AMOUNT = f"{ROW_TWO}/transactionAmounts/transactionShares"
MIRROR = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def said(path: str, decision: Decision, value: str | None = None) -> Correction:
    return Correction(path=path, decision=decision, value=value, reviewer="ann", at=NOON)


@pytest.fixture(scope="module")
def document() -> ReadDocument:
    return read(open_source(str(SAMPLE), Options().limits), Options())


def decided(document: ReadDocument, *corrections: Correction) -> Extraction:
    return conclude(document, Options(), [corrections])[0]


def field(extraction: Extraction, path: str) -> Field:
    return next(one for one in extraction.fields if one.path == path)


def test_kept_readings_conclude_as_the_document_did(document: ReadDocument) -> None:
    again = kept.from_bytes(kept.to_bytes(document))
    assert conclude(again, Options()) == conclude(document, Options())


@pytest.mark.parametrize("data", [b"", b"{}", b'{"source": 1}', b"\xff\x00"])
def test_kept_readings_that_are_none(data: bytes) -> None:
    with pytest.raises(InputError, match="kept readings"):
        kept.from_bytes(data)


def test_a_correction_holds_and_is_reviewed(document: ReadDocument) -> None:
    one = field(decided(document, said(AMOUNT, "correct", "275000")), AMOUNT)
    assert (one.value, one.state, one.needs_review, one.confidence) == ("275000", State.REVIEWED, False, None)


def test_the_rules_start_from_what_a_person_said(document: ReadDocument) -> None:
    """The exercise stands in both tables; once a person has corrected one side, the other is in doubt, not that one."""
    issues = decided(document, said(MIRROR, "correct", "275000")).issues
    mirror = [issue for issue in issues if issue.code == "rule.exercise-mirror"]
    assert [issue.path for issue in mirror] != [MIRROR]
    assert field(decided(document, said(MIRROR, "correct", "375000")), AMOUNT).value == "375000"


def test_blank_and_unreadable_stay_apart(document: ReadDocument) -> None:
    blank = field(decided(document, said(AMOUNT, "blank")), AMOUNT)
    unreadable = field(decided(document, said(AMOUNT, "unreadable")), AMOUNT)
    assert (blank.state, blank.value, blank.needs_review) == (State.BLANK, None, False)
    assert (unreadable.state, unreadable.value, unreadable.needs_review) == (State.UNREADABLE, None, False)


def test_a_filers_mistake_is_kept_and_said(document: ReadDocument) -> None:
    extraction = decided(document, said(AMOUNT, "filer-error", "1"))
    assert field(extraction, AMOUNT).value == "1"
    assert [issue.path for issue in extraction.issues if issue.code == "review.filer-error"] == [AMOUNT]
    assert not [issue for issue in extraction.issues if issue.path == AMOUNT and issue.severity == "doubt"]


def test_undo_takes_back(document: ReadDocument) -> None:
    assert decided(document, said(AMOUNT, "correct", "1"), said(AMOUNT, "undo")) == decided(document)
    assert decided(document, said(AMOUNT, "correct", "1"), said(AMOUNT, "correct", "2")) == decided(
        document, said(AMOUNT, "correct", "2")
    )


def test_every_field_answered_leaves_nothing_for_review(document: ReadDocument) -> None:
    answers: list[Correction] = []
    for _ in range(100):
        extraction = decided(document, *answers)
        left = [one for one in extraction.fields if one.needs_review]
        if not left:
            break
        answers += [said(left[0].path, "accept", left[0].value)]
    answers += [said(issue_key(issue), "accept") for issue in extraction.issues if issue.severity == "doubt"]
    assert not decided(document, *answers).for_review


def test_an_answer_to_a_field_that_is_not_there_changes_nothing(document: ReadDocument) -> None:
    assert decided(document, said("no/such/field", "correct", "1")).fields == decided(document).fields


@pytest.mark.parametrize(
    ("decision", "value"), [("blank", "1"), ("unreadable", "x"), ("undo", "x"), ("correct", None), ("correct", " ")]
)
def test_a_decision_that_contradicts_itself(decision: Decision, value: str | None) -> None:
    with pytest.raises(ValidationError):
        said(AMOUNT, decision, value)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["1", "2", None]))))
def test_the_last_word_holds(history: list[tuple[str, str | None]]) -> None:
    corrections = [said(path, "correct" if value else "undo", value) for path, value in history]
    last = dict(history)
    assert {path: one.value for path, one in standing(corrections).items()} == {
        path: value for path, value in last.items() if value
    }


@pytest.mark.parametrize(
    ("tail", "text", "value"),
    [
        ("transactionAmounts/transactionShares", " 1,234 ", "1234"),
        ("transactionAmounts/transactionShares", "I234", None),
        ("transactionAmounts/transactionPricePerShare", "$ 12 5/8", "12.625"),
        ("transactionDate", "2/29/2012", "2012-02-29"),
        ("transactionDate", "02/30/2012", None),
        ("transactionCoding/transactionCode", "m", "M"),
        ("transactionAmounts/transactionAcquiredDisposedCode", "a", "A"),
        ("securityTitle", "Comon  Stock", "Comon Stock"),
        ("securityTitle", "  ", None),
    ],
)
def test_what_a_person_types(tail: str, text: str, value: str | None) -> None:
    assert typed(f"{ROW_TWO}/{tail}", text) == value
