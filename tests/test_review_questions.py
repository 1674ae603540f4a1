"""What a reviewer is asked: the order, the words, the candidates, the passage, and what their answers measure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

pytest.importorskip("fastapi", reason="the service's packages are not installed (form4[serve])")

from hypothesis import given
from hypothesis import strategies as st

from extractor.checks import checks
from extractor.pipeline import ReadFiling
from extractor.records import Cell, ReadCell
from extractor.service.review.audit import Share, judged, last_words, pace, spoken, total
from extractor.service.review.card import card, differing
from extractor.service.review.desk import lay
from extractor.service.review.doubts import alone, neighbours, reason_of, waiting
from extractor.service.review.entry import judge
from extractor.service.review.wording import GROUPS, REASONS, group_of, label, shown
from extractor.service.store.reviews import Filter
from models.evidence import Candidate, Reading
from models.extraction import Extraction, Issue
from models.field import Field, State
from models.geometry import Box
from tests.made import LEAVES, extraction
from tests.test_review_checks import STRIKE, horowitz

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"
EXPIRY = "derivativeTable/derivativeTransaction[1]/expirationDate"


# Words


@pytest.mark.parametrize(("path", "value", "said"), [
    (ROW + "transactionAmounts/transactionShares", "1791454", "1,791,454"),
    (ROW + "transactionAmounts/transactionPricePerShare", "0.680", "0.680"),
    (ROW + "transactionDate", "2012-02-27", "02/27/2012"),
    ("aff10b5One", "1", "☒ ticked"),
    ("aff10b5One", "0", "☐ not ticked"),
    ("issuer/issuerName", "A\x1b[2JB", "A\\x1b[2JB"),
    ("issuer/issuerName", None, "blank"),
    ("no/such/path", "x", "x"),
])
def test_values_are_shown_as_printed(path: str, value: str | None, said: str) -> None:
    assert shown(path, value) == said


@pytest.mark.parametrize(("path", "said"), [
    (ROW + "transactionAmounts/transactionShares", ("Table I · transaction 1", "amount")),
    ("derivativeTable/derivativeHolding[2]/expirationDate", ("Table II · holding 2", "expiration")),
    ("reportingOwner[3]/reportingOwnerRelationship/isTenPercentOwner", ("Owner 3", "10 % owner")),
    ("reportingOwner[1]/reportingOwnerRelationship/isTenPercentOwner", ("Owner", "10 % owner")),
    ("reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet1", ("Owner", "street 1")),
    ("ownerSignature[2]/signatureDate", ("Signature 2", "date")),
    ("footnotes/footnote[4]", ("Footnotes", "footnote 4")),
    ("issuer/issuerName", ("Head of the form", "issuer")),
])
def test_fields_are_named_in_plain_words(path: str, said: tuple[str, str]) -> None:
    assert label(path) == said


def test_every_field_is_of_a_group_that_the_queue_knows() -> None:
    assert {group_of(path) for path, _, _ in LEAVES} <= GROUPS.keys()
    assert group_of("ownerSignature[1]/signatureName") == "name"
    assert group_of("documentType") == "code"


# What is typed


@pytest.mark.parametrize(("path", "text", "value"), [
    (ROW + "transactionAmounts/transactionShares", " 1,791,454 ", "1791454"),
    (ROW + "transactionDate", "2/27/2012", "2012-02-27"),
    (ROW + "transactionCoding/transactionCode", "m", "M"),
    (ROW + "transactionAmounts/transactionAcquiredDisposedCode", "a", "A"),
    ("reportingOwner[1]/reportingOwnerAddress/rptOwnerState", "Connecticut", "CT"),
    ("aff10b5One", "x", "1"),
    ("footnotes/footnote[1]", "<script>alert(1)</script>", "<script>alert(1)</script>"),
])
def test_what_is_typed_becomes_canonical(path: str, text: str, value: str) -> None:
    entry = judge(path, text)
    assert (entry.value, entry.complaint) == (value, "")
    assert entry.shown == shown(path, value)


@pytest.mark.parametrize(("path", "text", "complaint"), [
    (ROW + "transactionAmounts/transactionShares", "12a", "a number"),
    (ROW + "transactionAmounts/transactionPricePerShare", "1.2.3", "a price"),
    (ROW + "transactionDate", "02/30/2012", "a day that exists"),
    (ROW + "transactionCoding/transactionCode", "S/K", "one of P, S, A"),
    (ROW + "transactionAmounts/transactionAcquiredDisposedCode", "Q", "one of A, D"),
    ("reportingOwner[1]/reportingOwnerAddress/rptOwnerState", "QQ", "EDGAR's list"),
    ("documentType", "7", "3, 4 or 5"),
    ("issuer/issuerName", "  ", "b says that the field is blank"),
    ("issuer/issuerName", "A" * 20_001, "longer than"),
])
def test_what_cannot_be_is_said_in_words(path: str, text: str, complaint: str) -> None:
    entry = judge(path, text)
    assert entry.value is None
    assert complaint in entry.complaint


@given(st.sampled_from([path for path, _, _ in LEAVES]), st.text(max_size=40))
def test_whatever_is_typed_is_a_value_or_a_complaint(path: str, text: str) -> None:
    entry = judge(path, text)
    assert (entry.value is None) == bool(entry.complaint)
    if entry.value is not None:
        assert judge(path, entry.value).value == entry.value  # canonical already


# The order


def test_what_settles_most_comes_first() -> None:
    waits = waiting(horowitz())
    assert waits[0].path == STRIKE
    assert waits[0].settles >= 2
    assert [one.weight for one in waits] == sorted((one.weight for one in waits), reverse=True)
    assert {one.path for one in waits} == {field.path for field in horowitz().fields if field.needs_review}
    assert {one.reason for one in waits} <= REASONS.keys()


def test_neighbours_are_tied_both_ways() -> None:
    held = checks(horowitz())
    paths = {field.path for field in horowitz().fields if field.needs_review}
    tied = neighbours(paths, held)
    assert tied
    for path, others in tied.items():
        assert path not in others
        assert all(path in tied[other] for other in others)


def test_an_issue_that_no_field_carries_waits_by_itself() -> None:
    left_out = Issue(code="page-left-out", severity="doubt", page=2, message="Page 2 was left out.")
    one = extraction().model_copy(update={"issues": (*extraction().issues, left_out)})
    assert list(alone(one)) == [left_out]
    assert {wait.path for wait in waiting(one)} == {EXPIRY, "issue:page-left-out:2"}


def test_the_strongest_reason_is_told() -> None:
    def field(**given: object) -> Field:
        return Field.model_validate({"path": "issuer/issuerName", "value": "A", "state": State.READ, **given})

    other = (Candidate(value="A", score=0.9), Candidate(value="B", score=0.5))
    assert reason_of(field(), True) == "rule"
    assert reason_of(field(value=None, state=State.UNREADABLE, raw="(not found)"), False) == "missing"
    assert reason_of(field(value=None, state=State.UNREADABLE, raw="~~"), False) == "unreadable"
    assert reason_of(field(candidates=other), False) == "readings"
    assert reason_of(field(state=State.REPAIRED), False) == "repaired"
    assert reason_of(field(), False) == "unsure"


# The card


def asked(one: Extraction, path: str, *, blind: bool = False):  # type: ignore[no-untyped-def]
    desk = lay(one, [path] if blind else [])
    wait = desk.find([path])
    assert wait is not None
    assert (wait.reason == "audit") == blind
    found = card(one, wait, None, desk.held)
    assert found is not None
    return found


def test_a_card_tells_value_candidates_and_arithmetic() -> None:
    found = asked(horowitz(), STRIKE)
    assert (found.where, found.what, found.shown) == ("Table II · transaction 1", "exercise price", "0.68")
    assert [option.key for option in found.options] == [1, 2, 3, 4]
    by_value = {option.value: option for option in found.options}
    assert by_value["0.68"].fails == 0
    assert by_value["0.08"].fails == 1
    assert found.raw == "$ 0.08"
    assert any("0.68 = 0.68" in line.words and line.holds for line in found.lines)
    assert found.repairs


def test_a_blind_card_betrays_nothing() -> None:
    settled = next(field for field in horowitz().fields if not field.needs_review and field.value and field.span)
    found = asked(horowitz(), settled.path, blind=True)
    assert found.blind
    assert settled.value not in repr(found).replace(settled.path, "")
    assert not any(row.shown for row in lay(horowitz(), [settled.path]).rows if row.path == settled.path)


def test_a_box_offers_both_its_values() -> None:
    one = extraction()
    fields = tuple(
        field.model_copy(update={"needs_review": field.path.endswith("isOfficer")}) for field in one.fields
    )
    found = asked(
        one.model_copy(update={"fields": fields}), "reportingOwner[1]/reportingOwnerRelationship/isOfficer"
    )
    assert [option.value for option in found.options] == ["1", "0"]
    assert found.options[1].fails == 1  # a title without its box


def test_what_each_engine_read_is_found_by_its_place() -> None:
    """Boxes are rounded in the JSON; the readings have them as they were."""
    box = Box(10.04, 20.06, 110.01, 40.0)
    rounded = Box(*(round(side, 1) for side in box))
    one = extraction()
    fields = tuple(
        field.model_copy(update={"page": 1, "box": rounded}) if field.path == EXPIRY else field for field in one.fields
    )
    cell = Cell(field="expirationDate", kind="date", group="derivativeTable", row=1, page=1, box=box)
    said = (
        Reading(text="02/28/2016", score=0.91, source="page", engine="tesseract 5.3"),
        Reading(text="02/29/2016", score=0.8, source="crop", engine="rapidocr 3.10"),
    )
    other = replace(cell, box=Box(10, 50, 110, 70))
    read = ReadFiling("4", (), (ReadCell(cell, said, ink=True), ReadCell(other, said[:1], ink=True)))
    desk = lay(one.model_copy(update={"fields": fields}))
    found = card(desk.extraction, desk.find([EXPIRY]) or desk.waits[0], read, desk.held)
    assert found is not None
    assert [(reading.engine, reading.source, reading.score) for reading in found.readings] == [
        ("Tesseract", "whole page", 91), ("RapidOCR", "cell alone", 80)
    ]
    assert ("9", True) in found.readings[1].parts  # where the second one differs from what is believed
    assert found.pictured


def test_what_is_settled_meanwhile_gives_way_to_what_waits() -> None:
    desk = lay(horowitz())
    assert desk.find(["no/such/path", STRIKE]) == desk.waits[0]
    assert desk.find([]) == desk.waits[0]
    assert desk.find([], last=True) == desk.waits[-1]
    assert lay(extraction(doubtful=False)).find([]) is None


def test_a_filter_passes_over_and_hides_nothing() -> None:
    everything, some = lay(horowitz()), lay(horowitz(), wanted=Filter(group="amount"))
    assert some.waits
    assert {one.group for one in some.waits} == {"amount"}
    assert {*some.waits, *some.passed} == set(everything.waits)
    assert some.find([STRIKE]) == everything.waits[0]  # asked for by name
    assert some.find([]) == some.waits[0]
    assert lay(horowitz(), wanted=Filter(layout="of-another-form")).find([]) is None


def test_numbers_are_compared_sign_by_sign() -> None:
    assert differing("6.08", "0.68") == (("6", True), (".", False), ("0", True), ("8", False))
    assert differing("596,776", "596,770") == (("596,77", False), ("6", True))
    assert differing("375,00", "375,000") == (("375,00", False),)
    assert differing("Esq., Manager", "something else") == (("Esq., Manager", False),)


@given(st.text("0123456789,.O", max_size=12), st.text("0123456789,.O", max_size=12))
def test_differences_are_marked_and_nothing_is_lost(text: str, believed: str) -> None:
    parts = differing(text, believed)
    assert "".join(run for run, _ in parts) == text
    if text == believed:
        assert not any(differs for _, differs in parts)


# What the answers measure


@dataclass
class Row:
    path: str
    decision: str = "accept"
    before: str | None = "1"
    after: str | None = "1"
    blind: int = 0
    settled: int = 0
    seconds: float | None = 2.0
    document_id: str = "d"
    filing: int = 1


def test_an_interval_is_wilsons() -> None:
    from scipy.stats import binomtest

    for wrong, seen in ((0, 50), (3, 200), (7, 7), (1, 3)):
        low, high = Share(wrong, seen).interval
        theirs = binomtest(wrong, seen).proportion_ci(0.95, method="wilson")
        assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=1e-4)
    assert Share(0, 0).measured is None
    assert Share(0, 0).interval == (0.0, 1.0)


def test_only_blind_answers_measure_and_the_last_one_holds() -> None:
    rows = [
        Row("documentType", blind=1),
        Row(ROW + "transactionDate", "correct", "2012-02-27", "2012-02-28", blind=1),
        Row(ROW + "securityTitle", "correct", "A", "B"),
        Row(ROW + "transactionAmounts/transactionShares", "unreadable", "1", None, blind=1),
        Row("issuer/issuerName", "correct", "A", "B", blind=1),
        Row("issuer/issuerName", "undo", "B", "A"),
    ]
    alone_, seen = judged(rows, blind=True), judged(rows, blind=False)
    assert alone_ == {"code": Share(0, 1), "date": Share(1, 1)}
    assert seen == {"words": Share(1, 1)}
    assert total(alone_.values()) == Share(1, 2)
    assert [row.path for row in last_words(rows)] == [
        "documentType", ROW + "transactionDate", ROW + "securityTitle", ROW + "transactionAmounts/transactionShares"
    ]


def test_the_second_answer_to_a_field_is_judged_by_the_machines_first_value() -> None:
    rows = [
        Row("issuer/issuerName", "correct", "WRONG", "RIGHT", blind=1),
        Row("issuer/issuerName", "accept", "RIGHT", "RIGHT"),
    ]
    assert judged(rows, blind=True) == {"name": Share(1, 1)}


def test_settled_fields_count_in_the_pace() -> None:
    found = pace([Row("a", settled=1), Row("b", settled=0, seconds=4.0), Row("c", settled=2, seconds=9000.0)])
    assert found.answers == 3
    assert found.seconds == 4.0
    assert found.a_field == pytest.approx((2.0 + 4.0 + 4.0) / 6)  # who went for a coffee worked as long as usual
    assert found.minutes(36) == pytest.approx(1.0)
    assert pace([Row("a")]).minutes(10) is None
    assert [spoken(minutes) for minutes in (None, 0, 0.4, 12.2, 200, 900)] == [
        "", "no time", "less than a minute", "12 min", "3 h 20 min", "15 h"
    ]
