"""What the rules say of a filing as it stands: the same words and verdicts as when it was decided."""

from __future__ import annotations

from functools import cache

import pytest

from extractor.checks import Check, checks
from extractor.options import Options
from extractor.pipeline import extract
from extractor.source import open_source
from models.extraction import Extraction
from tests.made import extraction
from tests.test_docs import ROOT

ROW = "derivativeTable/derivativeTransaction[1]/"
STRIKE = ROW + "conversionOrExercisePrice"
OWNED = "nonDerivativeTable/nonDerivativeTransaction[2]/postTransactionAmounts/sharesOwnedFollowingTransaction"


@cache
def horowitz() -> Extraction:
    options = Options(max_error=0.001)  # a promise that leaves several amounts to ask about
    (read,) = extract(open_source(str(ROOT / "samples/horowitz-2012-02-27/source.md"), options.limits), options)
    return read


def words(found: tuple[Check, ...], rule: str) -> list[tuple[bool, str]]:
    return [(check.holds, check.words) for check in found if check.rule == rule]


def test_the_arithmetic_is_told_in_words() -> None:
    found = checks(horowitz())
    assert (True, "1,791,454 − 246,951 = 1,544,503") in words(found, "balance")
    assert words(found, "price-is-strike") == [
        (True, "price in Table I and exercise price in Table II: 0.68 = 0.68")
    ]
    assert any("183,453 × 1.39" in said and holds for holds, said in words(found, "net-exercise"))


def test_another_value_is_judged_before_it_is_decided() -> None:
    changed = checks(horowitz(), {OWNED: "1544508"})
    assert words(changed, "balance") == [(False, "1,791,454 − 246,951 = 1,544,503, not 1,544,508")]
    assert words(checks(horowitz(), {STRIKE: "0.08"}), "price-is-strike") == [
        (False, "price in Table I and exercise price in Table II: 0.68 is not 0.08")
    ]
    assert words(checks(horowitz(), {OWNED: None}), "balance") == []  # nothing there says nothing


def test_the_same_values_say_the_same() -> None:
    one = horowitz()
    assert checks(one, {field.path: field.value for field in one.fields}) == checks(one)


def test_every_check_has_words_and_names_fields_of_the_filing() -> None:
    for one in (horowitz(), extraction()):
        paths = {field.path for field in one.fields}
        for check in checks(one):
            assert check.words
            assert set(check.cells) <= paths


def test_what_tells_most_comes_first() -> None:
    order = [(not check.telling, check.holds) for check in checks(horowitz())]
    assert order == sorted(order)


def test_a_printed_month_is_judged_as_a_month() -> None:
    from models.evidence import Repair
    from models.field import Field, State

    plain = extraction()
    month = Repair(rule="month.to-day", before="2011-03", after="2011-03-09", reason="the earliest transaction")
    fields = [
        field if field.path != "periodOfReport"
        else Field(path=field.path, value="2011-03-09", state=State.REPAIRED, raw="3/2011", repairs=(month,))
        for field in plain.fields
    ]
    found = checks(plain.model_copy(update={"fields": tuple(fields)}))
    assert [holds for holds, _ in words(found, "month-of-statement")] == [True, True]
    assert words(found, "earliest-transaction") == []


@pytest.mark.parametrize("sample", ["horowitz-2012-11-01"])
def test_a_rule_that_objected_then_objects_now(sample: str) -> None:
    options = Options()
    (read,) = extract(open_source(str(ROOT / f"samples/{sample}/source.md"), options.limits), options)
    objected = {issue.code.removeprefix("rule.") for issue in read.issues if issue.code.startswith("rule.")}
    assert objected
    assert objected <= {check.rule for check in checks(read) if not check.holds}
