"""The SEC's ownership XML, out and in."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.export.assemble import assemble
from extractor.export.completion import completed
from extractor.export.ownership import from_xml, to_xml
from extractor.export.validity import faults
from models.field import Field, State
from models.form4 import Form4
from models.paths import Item, flatten, from_paths
from tests.forms import FILINGS, SCHEMAS, forms, schema_errors

needs_filings = pytest.mark.skipif(not FILINGS, reason="the real filings are not beside the checkout")
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the SEC's schemas are not beside the checkout")

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"
HEAD = (
    Item("documentType", "4"),
    Item("periodOfReport", "2011-03-09"),
    Item("issuer/issuerName", "QUARRY LIGHT CORP"),
    Item("issuer/issuerTradingSymbol", "QLTC"),
    Item("reportingOwner[1]/reportingOwnerId/rptOwnerName", "DOE JANE Q"),
    Item("reportingOwner[1]/reportingOwnerRelationship/isDirector", "1"),
    Item("ownerSignature[1]/signatureName", "/s/ Jane Q. Doe"),
    Item("ownerSignature[1]/signatureDate", "2011-03-10"),
)
SALE = (
    Item(ROW + "securityTitle", "Common Stock"),
    Item(ROW + "transactionDate", "2011-03-09"),
    Item(ROW + "transactionCoding/transactionCode", "S", ("F2",)),
    Item(ROW + "transactionAmounts/transactionShares", "12500"),
    Item(ROW + "transactionAmounts/transactionPricePerShare", None, ("F1",)),
    Item(ROW + "transactionAmounts/transactionAcquiredDisposedCode", "D"),
    Item(ROW + "postTransactionAmounts/sharesOwnedFollowingTransaction", "0"),
    Item(ROW + "ownershipNature/directOrIndirectOwnership", "I"),
    Item(ROW + "ownershipNature/natureOfOwnership", None, ("F1", "F2")),
    Item("footnotes/footnote[1]", "At prices from $1 to $2 & more."),
    Item("footnotes/footnote[2]", "Under a plan."),
)


def without(*names: str) -> Form4:
    return from_paths(item for item in (*HEAD, *SALE) if item.path.rpartition("/")[2] not in names)


@needs_filings
@pytest.mark.parametrize("path", FILINGS, ids=lambda path: path.stem)
def test_real_filings_come_back_with_equal_values(path: Path) -> None:
    data = path.read_bytes()
    form = from_xml(data, path.name)
    again = to_xml(form)
    assert from_xml(again) == form
    assert to_xml(from_xml(again)) == again
    if SCHEMAS.is_dir() and not schema_errors(data):
        assert not schema_errors(again)
        assert not faults(form)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms)
def test_any_filing_comes_back_as_it_was_completed(form: Form4) -> None:
    xml = to_xml(form)
    lost = {fault.path for fault in faults(form) if fault.code == "xml-note-lost"}
    sent = completed(form, frozenset())
    kept = {item.path: (item.value, () if item.path in lost else item.footnotes) for item in flatten(sent)}
    # Footnotes of a transaction's coding mark its code, wherever in the group they stood.
    back = {item.path: (item.value, item.footnotes) for item in flatten(from_xml(xml))}
    for path, (value, footnotes) in kept.items():
        assert back[path][0] == value, path
        if "/transactionCoding/" not in path:
            assert back[path][1] == footnotes, path
    assert back.keys() == kept.keys()


@needs_schemas
@needs_filings
def test_faults_are_told_exactly_when_the_schema_finds_some() -> None:
    """Real filings with values taken away and footnotes set at random."""
    chance = random.Random(11)
    for path in FILINGS[::2]:
        items = list(flatten(from_xml(path.read_bytes())))
        for index in chance.sample(range(len(items)), 3):
            item = items[index]
            if item.path.startswith("footnotes/") or item.path == "documentType":
                continue
            footnotes = chance.choice([(), ("F1",), item.footnotes])
            items[index] = item._replace(value=chance.choice([None, item.value]), footnotes=footnotes)
        form = from_paths(items)
        told = [fault.message for fault in faults(form) if fault.code == "xml-not-valid"]
        assert bool(told) == bool(schema_errors(to_xml(form))), (path.name, told)


@needs_schemas
def test_a_paper_filing_without_ciks_is_valid() -> None:
    xml = to_xml(without())
    assert schema_errors(xml) == []
    form = from_xml(xml)
    assert form.issuer.issuer_cik.value == "0000000000"
    assert form.reporting_owner[0].reporting_owner_id.rpt_owner_cik.value == "0000000000"
    coding = form.non_derivative_table[0].transaction_coding
    assert (coding.transaction_form_type.value, coding.equity_swap_involved.value) == ("4", False)
    assert coding.transaction_code.footnotes == ("F2",)
    assert form.schema_version.value == "X0306"


@needs_schemas
def test_a_row_reported_early_is_of_form_type_5() -> None:
    form = from_paths((*HEAD, *SALE, Item(ROW + "transactionTimeliness", "E")))
    xml = to_xml(form)
    assert schema_errors(xml) == []
    assert from_xml(xml).non_derivative_table[0].transaction_coding.transaction_form_type.value == "5"


def test_blank_footnote_only_and_zero_stay_apart() -> None:
    xml = to_xml(without("transactionShares")).decode()
    assert "<transactionShares>" not in xml
    assert xml.count('<transactionPricePerShare>\n                    <footnoteId id="F1" />') == 1
    assert "<sharesOwnedFollowingTransaction>\n                    <value>0</value>" in xml


@pytest.mark.parametrize("name", ["transactionDate", "transactionShares", "securityTitle", "signatureDate"])
def test_a_missing_mandatory_value_is_left_out_and_told(name: str) -> None:
    form = without(name)
    assert f"<{name}>" not in to_xml(form).decode()
    assert any(name in (fault.path or "") for fault in faults(form))


def test_a_blank_symbol_is_none_an_unreadable_one_is_not_made_up() -> None:
    form, path = without("issuerTradingSymbol"), "issuer/issuerTradingSymbol"
    assert b"<issuerTradingSymbol>NONE<" in to_xml(form)
    assert b"issuerTradingSymbol" not in to_xml(form, frozenset({path}))
    assert [fault.path for fault in faults(form, frozenset({path}))] == [path]


@needs_schemas
def test_a_marked_footnote_that_was_not_found_stands_there_empty() -> None:
    form = from_paths(item for item in (*HEAD, *SALE) if item.path != "footnotes/footnote[2]")
    xml = to_xml(form)
    assert schema_errors(xml) == []
    assert [(note.id, note.value is None) for note in from_xml(xml).footnotes] == [("F1", False), ("F2", True)]


@pytest.mark.parametrize(
    ("extra", "version"),
    [
        (Item("aff10b5One", "0"), "X0508"),
        (Item("issuer/issuerForeignTradingSymbol", "QLT"), "X0609"),
        (Item("reportingOwner[1]/reportingOwnerAddress/rptOwnerCountry", "CANADA"), "X0609"),
        (Item("schemaVersion", "X0407"), "X0407"),
    ],
)
def test_newer_elements_name_their_schema(extra: Item, version: str) -> None:
    xml = to_xml(from_paths((*HEAD, *SALE, extra)))
    assert f"<schemaVersion>{version}<".encode() in xml
    assert from_xml(xml).schema_version.value == version


def test_a_mark_on_the_letter_of_table_ii_moves_to_its_amount() -> None:
    row = "derivativeTable/derivativeTransaction[1]/transactionAmounts/transaction"
    form = from_paths([Item(row + "Shares", "5"), Item(row + "AcquiredDisposedCode", "A", ("F1",))])
    amounts = from_xml(to_xml(form)).derivative_table[0].transaction_amounts
    assert amounts.transaction_shares.footnotes == ("F1",)
    assert amounts.transaction_acquired_disposed_code.footnotes == ()


def test_characters_that_xml_cannot_carry_are_dropped() -> None:
    form = from_paths([Item("remarks", "a\x00b\x0c c\ufffe <&>\u2028é")])
    assert from_xml(to_xml(form)).remarks.value == "ab c <&>\u2028é"


HOSTILE = {
    "entities": b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><ownershipDocument>&c;</ownershipDocument>',
    "external": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><ownershipDocument/>',
    "utf-16": '<!DOCTYPE a [<!ENTITY b "c">]><ownershipDocument/>'.encode("utf-16"),
    "undefined entity": b"<ownershipDocument><remarks>&nbsp;</remarks></ownershipDocument>",
    "deep": b"<ownershipDocument>" + b"<issuer>" * 100_000,
    "cut": b"<ownershipDocument><remarks>",
    "empty": b"",
    "binary": bytes(range(256)),
    "encoding": b'<?xml version="1.0" encoding="no-such"?><ownershipDocument/>',
    "html": b"<html><body>Form 4</body></html>",
    "unknown": b"<ownershipDocument><surprise>1</surprise></ownershipDocument>",
    "twice": b"<ownershipDocument><remarks>a</remarks><remarks>b</remarks></ownershipDocument>",
    "groups": b"<ownershipDocument><issuer/><issuer/></ownershipDocument>",
    "date": b"<ownershipDocument><periodOfReport>02/27/2012</periodOfReport></ownershipDocument>",
    "text": b"<ownershipDocument><remarks>a<b>c</b></remarks></ownershipDocument>",
    "footnote id": b'<ownershipDocument><footnotes><footnote id="1">x</footnote></footnotes></ownershipDocument>',
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_anything_else_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        from_xml(data, "x.xml")
    said = str(refused.value)
    assert "x.xml" in said
    assert "\n" not in said
    assert said.endswith(".")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<ownershipDocument>{text}".encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(InputError):
        from_xml(data)


def test_fields_become_the_filing() -> None:
    fields = [
        Field(
            path=item.path,
            value=item.value,
            state=State.READ if item.value else State.BLANK,
            footnotes=item.footnotes,
        )
        for item in (*HEAD, *SALE)
    ]
    assert assemble(fields) == without()


def test_a_field_that_its_element_cannot_hold_is_a_mistake_told_by_path() -> None:
    wrong = Field(path=ROW + "transactionDate", value="02/2//2012", state=State.READ)
    with pytest.raises(ValueError, match=r"transactionDate.*02/2//2012"):
        assemble([wrong])
