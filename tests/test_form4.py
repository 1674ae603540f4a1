"""The filing, its paths, and the SEC's lists."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from models import codes
from models.field import Field, State
from models.form4 import Amount, Day, Flag, Form4, NonDerivativeRow, Text, sec_name
from models.paths import Item, flatten, from_paths, leaf_class, row_paths
from tests.forms import SCHEMAS, forms

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms)
def test_paths_hold_the_whole_filing(form: Form4) -> None:
    items = flatten(form)
    assert from_paths(items) == form
    assert len({item.path for item in items}) == len(items)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms)
def test_json_holds_the_whole_filing(form: Form4) -> None:
    assert Form4.model_validate_json(form.model_dump_json()) == form
    assert Form4.model_validate_json(form.model_dump_json(exclude_defaults=True)) == form


def test_blank_footnote_only_and_zero_stay_apart() -> None:
    path = ROW + "transactionAmounts/transactionPricePerShare"
    answers = [
        from_paths([Item(path, value, footnotes)]).non_derivative_table[0].transaction_amounts
        for value, footnotes in ((None, ()), (None, ("F1",)), ("0", ()), ("0.00", ("F1",)))
    ]
    prices = [amounts.transaction_price_per_share for amounts in answers]
    assert [price.value for price in prices] == [None, None, 0, 0]
    assert [price.footnotes for price in prices] == [(), ("F1",), (), ("F1",)]
    assert [price.blank for price in prices] == [True, False, False, False]


def test_rows_keep_the_printed_order_of_transactions_and_holdings() -> None:
    table = "derivativeTable/"
    order = ["derivativeHolding[1]", "derivativeTransaction[1]", "derivativeHolding[2]", "derivativeTransaction[2]"]
    form = from_paths([Item(f"{table}{row}/securityTitle", row) for row in order])
    assert [row.security_title.value for row in form.derivative_table] == order
    assert [path for path, _ in row_paths(form)] == [table + row for row in order]


def test_repeatable_elements_always_show_their_index() -> None:
    form = from_paths(
        [
            Item("reportingOwner[1]/reportingOwnerId/rptOwnerName", "DOE JANE"),
            Item("footnotes/footnote[1]", "A note."),
            Item("ownerSignature[1]/signatureName", "/s/ Jane Doe"),
        ]
    )
    said = {item.path: item.value for item in flatten(form) if item.value}
    assert said == {
        "reportingOwner[1]/reportingOwnerId/rptOwnerName": "DOE JANE",
        "footnotes/footnote[1]": "A note.",
        "ownerSignature[1]/signatureName": "/s/ Jane Doe",
    }


@pytest.mark.parametrize(
    "path",
    [
        *("/", "nope", "issuer", "issuer/issuerName/value", "issuer[1]/issuerName", "periodOfReport[1]"),
        *("reportingOwner/reportingOwnerId/rptOwnerName", "reportingOwner[0]/reportingOwnerId/rptOwnerName"),
        *("footnotes", "footnotes/footnote", "footnotes/footnote[1]/value", "ownerSignature[1]", "groupFiling:one"),
        *("nonDerivativeTable/derivativeHolding[1]/securityTitle", "nonDerivativeTable/securityTitle"),
        *("nonDerivativeTable/nonDerivativeHolding[1]/transactionDate", ROW[:-1], ROW + "kind", ROW + "exerciseDate"),
    ],
)
def test_unknown_paths_are_refused_by_name(path: str) -> None:
    with pytest.raises(ValueError, match=re.escape(path)):
        from_paths([Item(path, "1")])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *((ROW + "transactionDate", day) for day in ("02/27/2012", "2012-02-30", "2012-2-27", "20120227", "")),
        *((ROW + "transactionAmounts/transactionShares", n) for n in ("1,000", "1e5", "NaN", "٣", "1.2.3", "", "$5")),
        ("aff10b5One", "X"),
    ],
)
def test_values_that_the_element_cannot_have_are_refused_by_path(path: str, value: str) -> None:
    with pytest.raises(ValueError, match=re.escape(path)):
        from_paths([Item(path, value)])


def test_gaps_and_repetitions_are_refused() -> None:
    with pytest.raises(ValueError, match="reportingOwner"):
        from_paths([Item("reportingOwner[2]/reportingOwnerId/rptOwnerName", "DOE JANE")])
    with pytest.raises(ValueError, match="given twice"):
        from_paths([Item("remarks", "a"), Item("remarks", "b")])


def test_a_time_zone_survives() -> None:
    form = from_paths([Item("periodOfReport", "2024-07-19-05:00")])
    assert form.period_of_report == Day(value=date(2024, 7, 19), zone="-05:00")
    assert form.period_of_report.text == "2024-07-19-05:00"


def test_money_is_exact_and_written_plainly() -> None:
    assert Amount.parse(".275").value == Decimal("0.275")
    assert Amount.parse("999999999999.9999").text == "999999999999.9999"
    assert Amount(value=Decimal("1E+3")).text == "1000"
    with pytest.raises(ValidationError):
        Amount(value=0.1)  # type: ignore[arg-type]


def test_leaves_and_groups_are_never_none() -> None:
    form = Form4()
    assert form.issuer.issuer_name == Text()
    assert form.aff10b5_one == Flag()
    assert NonDerivativeRow(kind="holding").transaction_amounts.transaction_shares.blank


def test_element_names_are_the_secs() -> None:
    assert sec_name("rpt_owner_non_us_address_flag") == "rptOwnerNonUSAddressFlag"
    assert sec_name("aff10b5_one") == "aff10b5One"
    assert sec_name("not_subject_to_section16") == "notSubjectToSection16"
    assert leaf_class("reportingOwner[1]/reportingOwnerRelationship/isDirector") is Flag


def test_a_field_checks_its_own_honesty() -> None:
    with pytest.raises(ValidationError):
        Field(path="remarks", value="x", state=State.UNREADABLE)


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the SEC's schemas are not beside the checkout")
def test_lists_are_those_of_the_schemas() -> None:
    common = (SCHEMAS / "ownershipDocumentCommon.xsd.xml").read_text(encoding="utf-8")
    picked = re.search(r'TRANS_CODE_PICKLIST".*?pattern value="([^"]*)"', common, re.DOTALL)
    assert picked is not None
    assert set(codes.TRANSACTION_CODES) == set(picked[1].split("|"))
    states = dict(re.findall(r'enumeration value="(\w\w)"/>\s*<!-- (.*?) -->', common))
    assert states == {**codes.STATES, **codes.OBSOLETE_STATES}
    assert len(codes.STATES) == 309
    names = set()
    for file in SCHEMAS.glob("ownership*.xsd.xml"):
        names |= set(re.findall(r'element name="(\w+)"', file.read_text(encoding="utf-8")))
    ours = {item.path.rpartition("/")[2].partition("[")[0] for item in flatten(_one_of_everything())}
    groups = {"value", "footnoteId", "ownershipDocument"}
    assert {name for name in names if name[0].islower()} - ours - groups <= {
        *("issuer", "reportingOwner", "reportingOwnerId", "reportingOwnerAddress", "reportingOwnerRelationship"),
        *("nonDerivativeTable", "derivativeTable", "footnotes", "ownerSignature", "transactionCoding"),
        *("nonDerivativeTransaction", "nonDerivativeHolding", "derivativeTransaction", "derivativeHolding"),
        *("transactionAmounts", "underlyingSecurity", "postTransactionAmounts", "ownershipNature"),
    }


def _one_of_everything() -> Form4:
    return from_paths(
        [
            Item("reportingOwner[1]/reportingOwnerId/rptOwnerName", None),
            Item("nonDerivativeTable/nonDerivativeTransaction[1]/securityTitle", None),
            Item("derivativeTable/derivativeTransaction[1]/securityTitle", None),
            Item("footnotes/footnote[1]", None),
            Item("ownerSignature[1]/signatureName", None),
        ]
    )


def test_zip_codes_lie_in_their_states() -> None:
    assert codes.zip_states("06880") == {"CT"}
    assert codes.zip_states("94105-1234") == {"CA"}
    assert codes.zip_states("83414") == {"ID", "WY"}
    for nothing in ("", "0688", "068800", "06880-12", "O6880", "00000", "06880-", "EC2M 4RF", "٠٦٨٨٠"):
        assert not codes.zip_states(nothing)
    reached = set().union(*(codes.zip_states(f"{prefix:03d}01") for prefix in range(1000)))
    assert reached >= codes.US_STATES
    assert reached <= set(codes.STATES)


@given(st.text(max_size=12))
def test_zip_lookup_takes_any_text(text: str) -> None:
    assert codes.zip_states(text) <= set(codes.STATES)
