"""The measure: what is right, what is wrong, what counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.calibration import coverage_at, expected_calibration_error, reliability, risk_coverage
from extractor.compare import kind_of, likeness, same
from extractor.legible import Legibility, legibility
from extractor.score import Score, Verdict, fields_of, score
from extractor.scorecard import Scored, report, tables, tally
from models.field import Field, State
from models.form4 import Form4
from models.paths import Item, flatten, from_paths
from tests.forms import forms
from tests.made import LEAVES

ROOT = Path(__file__).parents[1]
TRUTH = from_paths(LEAVES)
SHARES = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"
PRICE = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionPricePerShare"


def changed(path: str, **updates: object) -> tuple[Field, ...]:
    """The truth read rightly, but for one field."""
    return tuple(field.model_copy(update=updates) if field.path == path else field for field in fields_of(TRUTH))


def wrong(judged: Score) -> list[tuple[str, Verdict]]:
    return [(one.path, one.verdict) for one in judged.outcomes if one.verdict is not Verdict.RIGHT]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms)
def test_a_filing_read_as_it_is_has_nothing_wrong(form: Form4) -> None:
    judged = score(form, form)
    assert not wrong(judged)
    assert judged.marks.truth == judged.marks.read == judged.marks.matched
    assert judged.perfect


def test_every_field_counts_once_and_blank_ones_not_at_all() -> None:
    judged = score(TRUTH, TRUTH)
    valued = [item for item in flatten(TRUTH) if item.value not in (None, "0") or "owned" in item.path.lower()]
    assert len(judged.outcomes) == len([item for item in valued if item.value is not None])
    assert judged.blanks
    assert score(Form4(), Form4()).outcomes == ()


def test_a_wrong_a_missed_and_a_spurious_value_are_three_things() -> None:
    assert wrong(score(TRUTH, changed(SHARES, value="12509"))) == [(SHARES, Verdict.WRONG)]
    assert wrong(score(TRUTH, changed(SHARES, value=None, state=State.UNREADABLE))) == [(SHARES, Verdict.MISSED)]
    deemed = "nonDerivativeTable/nonDerivativeTransaction[1]/deemedExecutionDate"
    assert wrong(score(TRUTH, changed(deemed, value="2011-03-09"))) == [(deemed, Verdict.SPURIOUS)]


def test_a_wrong_value_is_silent_unless_somebody_is_asked() -> None:
    for review in (False, True):
        judged = score(TRUTH, changed(SHARES, value="12509", needs_review=review))
        assert sum(outcome.silent for outcome in judged.outcomes) == (not review)
        assert not judged.perfect


def test_a_missing_row_loses_its_fields_and_no_others() -> None:
    holding = "nonDerivativeTable/nonDerivativeHolding[1]/"
    read = [field for field in fields_of(TRUTH) if not field.path.startswith(holding)]
    judged = score(TRUTH, read)
    assert {path for path, _ in wrong(judged)} == {item[0] for item in LEAVES if item[0].startswith(holding)}
    assert (judged.rows.truth, judged.rows.read, judged.rows.matched) == (3, 2, 2)


def test_rows_are_matched_by_what_they_say_not_by_their_place() -> None:
    table = "nonDerivativeTable/nonDerivativeTransaction"
    rows = [("Common Stock", "100"), ("Common Stock", "200"), ("Class A Stock", "300")]

    def form(order: list[int]) -> Form4:
        items = []
        for place, row in enumerate(order, 1):
            title, shares = rows[row]
            items.append(Item(f"{table}[{place}]/securityTitle", title))
            items.append(Item(f"{table}[{place}]/transactionAmounts/transactionShares", shares))
        return from_paths(items)

    assert score(form([0, 1, 2]), form([2, 0, 1])).perfect
    judged = score(form([0, 1, 2]), form([0, 2]))
    assert {path for path, _ in wrong(judged)} == {
        f"{table}[2]/securityTitle",
        f"{table}[2]/transactionAmounts/transactionShares",
    }
    judged = score(form([0, 2]), form([0, 1, 2]))
    assert {verdict for _, verdict in wrong(judged)} == {Verdict.SPURIOUS}
    assert judged.rows.precision == pytest.approx(2 / 3)


def test_a_holding_taken_for_a_transaction_is_told() -> None:
    read = [
        field.model_copy(update={"path": field.path.replace("nonDerivativeHolding[1]", "nonDerivativeTransaction[2]")})
        for field in fields_of(TRUTH)
    ]
    judged = score(TRUTH, read)
    assert (judged.kinds_wrong, judged.perfect) == (1, False)
    assert not wrong(judged)


def test_footnote_references_are_judged_apart_from_values() -> None:
    judged = score(TRUTH, changed(SHARES, footnotes=("F2",)))
    assert not wrong(judged)
    assert (judged.marks.truth, judged.marks.read, judged.marks.matched) == (2, 2, 1)
    assert not judged.perfect


def test_of_what_is_destroyed_no_value_is_right_and_a_sure_one_is_silently_wrong() -> None:
    paper = Legibility(destroyed=frozenset({SHARES}))
    null = score(TRUTH, changed(SHARES, value=None, state=State.UNREADABLE), paper)
    assert not wrong(null)
    guessed = score(TRUTH, changed(SHARES, value="12509"), paper)
    assert [outcome.silent for outcome in guessed.outcomes if outcome.path == SHARES] == [True]
    document = Scored(id="a", look="l", level="x", score=guessed)
    assert (tally([document]).destroyed, tally([document]).destroyed_read, tally([document]).silent) == (1, 1, 1)
    assert tally([document]).accuracy == 1.0


def test_what_is_invisible_is_not_judged() -> None:
    paper = Legibility(invisible=frozenset({SHARES}))
    assert not wrong(score(TRUTH, changed(SHARES, value="1"), paper))


def test_a_date_shown_to_the_month_is_judged_to_the_month() -> None:
    paper = Legibility(months=frozenset({"periodOfReport"}))
    assert not wrong(score(TRUTH, changed("periodOfReport", value="2011-03-31"), paper))
    assert wrong(score(TRUTH, changed("periodOfReport", value="2011-04-09"), paper))


def test_form_type_5_on_a_form_4_is_the_v_that_is_printed() -> None:
    row = "nonDerivativeTable/nonDerivativeTransaction[1]/"
    early = Item(row + "transactionCoding/transactionFormType", "5")
    printed = Item(row + "transactionTimeliness", "E")
    plain = [item for item in LEAVES if item[0] != row + "transactionTimeliness"]
    assert score(from_paths([*plain, early]), from_paths([*plain, printed])).perfect
    assert wrong(score(from_paths([*plain, early]), TRUTH)) == [(row + "transactionTimeliness", Verdict.MISSED)]


@pytest.mark.parametrize(
    ("path", "one", "other", "equal"),
    [
        (SHARES, "12500", "12500.00", True),
        (SHARES, "0", None, False),
        (PRICE, "0.68", "0.08", False),
        ("periodOfReport", "2024-07-19-05:00", "2024-07-19", True),
        ("isDirector", "0", None, True),
        ("isDirector", "1", "true", True),
        ("reportingOwner[1]/reportingOwnerId/rptOwnerName", "O’NEIL  JOHN, JR.", "O'Neil John Jr", True),
        ("reportingOwner[1]/reportingOwnerId/rptOwnerName", "ONEIL JOHN", "O'Neil John", False),
        ("issuer/issuerTradingSymbol", "NSSI-OTC", "NSSIOTC", False),
        ("issuer/issuerTradingSymbol", "[none]", "[None]", True),
        ("remarks", "paid $1.19 a share", "paid $119 a share", False),
        ("remarks", "paid $1.19 a share.", "Paid $1.19  a share", True),
        ("remarks", "—", None, False),
    ],
)
def test_values_are_compared_by_what_they_mean(path: str, one: str | None, other: str | None, equal: bool) -> None:
    assert same(path, one, other) is equal
    assert same(path, other, one) is equal


@given(st.text(max_size=40) | st.none(), st.text(max_size=40) | st.none())
def test_comparing_is_symmetric_and_takes_any_text(one: str | None, other: str | None) -> None:
    for path in ("remarks", SHARES, "periodOfReport", "isDirector", "issuer/issuerTradingSymbol"):
        assert same(path, one, one)
        assert same(path, one, other) == same(path, other, one)
        assert 0 <= likeness(path, one, other) <= 1


def test_every_printed_leaf_has_a_kind() -> None:
    kinds = {kind_of(item.path) for item in flatten(TRUTH) if item.value}
    assert "other" not in kinds


def test_names_beside_a_truth_become_paths() -> None:
    beside = {
        "destroyed": ["non_derivative[1].following", "derivative[0].fn.exercise_date", "non_derivative[0].kind"],
        "invisible": ["issuer_cik", "owners[0].cik", "signatures[0].date", "footnotes[0].text", "derivative[7].price"],
        "precision": {"period_of_report": "month"},
    }
    paper = legibility(TRUTH, beside)
    holding = "nonDerivativeTable/nonDerivativeHolding[1]/postTransactionAmounts/sharesOwnedFollowingTransaction"
    assert paper.destroyed == {holding, "nonDerivativeTable/nonDerivativeTransaction[1]/kind"}
    assert paper.marks_destroyed == {"derivativeTable/derivativeTransaction[1]/exerciseDate"}
    assert paper.invisible == {
        *("issuer/issuerCik", "reportingOwner[1]/reportingOwnerId/rptOwnerCik"),
        *("ownerSignature[1]/signatureDate", "footnotes/footnote[1]"),
    }
    assert paper.months == {"periodOfReport"}
    with pytest.raises(ValueError, match="surprise"):
        legibility(TRUTH, {"destroyed": ["surprise"]})


def test_perfect_confidence_has_no_error_and_a_lie_has_all() -> None:
    honest = [(1.0, True)] * 50 + [(0.0, False)] * 50
    assert expected_calibration_error(honest) == 0
    assert expected_calibration_error([(1.0, False)] * 10) == 1
    assert expected_calibration_error([]) == 0
    half = [(0.75, index % 4 != 0) for index in range(100)]
    assert expected_calibration_error(half) == pytest.approx(0)


def test_coverage_stops_where_the_first_errors_come() -> None:
    judged = [(0.99, True)] * 90 + [(0.5, False)] * 10
    assert coverage_at(judged, 0.999) == pytest.approx(0.9)
    assert coverage_at(judged, 0.9) == 1
    assert coverage_at([(0.9, False)], 0.99) == 0
    # Equal confidences stand or fall together.
    assert [point.coverage for point in risk_coverage([(0.9, True), (0.9, False)])] == [1.0]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_every_judged_field_is_in_one_bin(judged: list[tuple[float, bool]]) -> None:
    assert sum(one.size for one in reliability(judged)) == len(judged)
    assert 0 <= expected_calibration_error(judged) <= 1
    curve = risk_coverage(judged)
    assert [point.coverage for point in curve] == sorted(point.coverage for point in curve)
    assert not judged or curve[-1].risk == pytest.approx(sum(not right for _, right in judged) / len(judged))


def test_the_report_is_json_and_adds_up() -> None:
    documents = [
        Scored(id="a", look="paper", level="L0", score=score(TRUTH, changed(SHARES, value="1", confidence=0.7))),
        Scored(id="b", look="paper", level="L1", score=score(TRUTH, TRUTH)),
    ]
    numbers = json.loads(json.dumps(report(documents)))
    assert numbers["total"]["wrong"] == 1
    assert numbers["levels"]["L1"]["accuracy"] == 1
    assert sum(kind["fields"] for kind in numbers["kinds"].values()) == numbers["total"]["fields"]
    assert numbers["documents"]["a"]["errors"][0]["path"] == SHARES
    assert numbers["calibration"]["fields"] == 1
    assert tables(documents)
