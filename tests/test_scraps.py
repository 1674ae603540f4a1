"""A label cut into the value beside it is seen, and no real name is taken for one."""

from __future__ import annotations

import pytest

from extractor.repair.scraps import scrap_in
from tests.printed_cells import ONE, SALE, SHORT, proposal, row, run


@pytest.mark.parametrize(
    "value",
    ["Trading Symbol Person(s) to Isruer GANTRY FOREST N.V.", "3588 Dockside St. 3. Date of Eafhest Transaction",
     "SUITE 2475 3. Date of Transaction", "5. Relotionship of Reporting Persou(s) to WESTMARK DENTAL",
     "1. Norne Brannigan Rosalind"],
)  # fmt: skip
def test_print_in_a_value_sends_it_to_review(value: str) -> None:
    assert scrap_in(value)
    fields, issues = run([proposal("issuer/issuerName", value)])
    assert fields["issuer/issuerName"].needs_review
    assert scrap_in(value) in issues["value.strange"]


@pytest.mark.parametrize(("value", "told"), [("Vests on April 13, 2063.", True), ("Vests on April 13, 2033.", False)])
def test_a_year_that_no_filing_speaks_of_is_for_a_person(value: str, told: bool) -> None:
    fields, issues = run([proposal("footnote", value, row=1, group="footnotes", kind="footnote")])
    (field,) = (one for path, one in fields.items() if "footnote" in path)
    assert field.needs_review or not told
    assert ("value.strange" in issues) is told


def test_a_date_beside_a_signature_is_no_part_of_it() -> None:
    fields, issues = run([proposal("signatureName", "/s/ Jane Doe 06/ 10/2026", group="ownerSignature", row=1)])
    assert fields["ownerSignature[1]/signatureName"].needs_review
    assert "06/ 10/2026" in issues["value.strange"]


@pytest.mark.parametrize("value", ["Reporting Systems Inc", "DATE LINE HOLDINGS", "1ST SOURCE CO", "C/O ISSUER DIRECT"])
def test_names_that_only_share_a_word_are_names(value: str) -> None:
    assert scrap_in(value) == ""


@pytest.mark.parametrize(
    ("value", "doubted"), [("CF0", True), ("Director and C0O", True), ("CHlEF", True), ("CFO of M0 unit 10B", False)]
)
def test_a_nought_in_the_place_of_a_letter_sends_a_title_to_review(value: str, doubted: bool) -> None:
    path = "reportingOwnerRelationship/officerTitle"
    fields, _ = run([proposal(path, value, group="reportingOwner", row=1, kind="text")])
    assert fields[f"reportingOwner[1]/{path}"].needs_review or not doubted


def test_a_figure_within_a_word_sends_it_to_review() -> None:
    fields, issues = run([proposal("signatureName", "/s/ Jane Ho7vet", group="ownerSignature", row=1)])
    assert fields["ownerSignature[1]/signatureName"].needs_review
    assert "Ho7vet" in issues["value.strange"]


@pytest.mark.parametrize(("field", "value"), [
    ("issuerName", "Acqui International - Elm Corp"), ("issuerName", "Banco de Elm S.A."),
    ("issuerTradingSymbol", "BRK A"), ("issuerTradingSymbol", "ELM, ELMB"), ("issuerTradingSymbol", "AA"),
    ("issuerTradingSymbol", "NYSE:ELM"),
])  # fmt: skip
def test_names_and_symbols_as_filers_write_them_are_not_strange(field: str, value: str) -> None:
    fields, issues = run([proposal(f"issuer/{field}", value, kind="ticker" if "Symbol" in field else "name")])
    assert fields[f"issuer/{field}"].value == value
    assert "value.strange" not in issues


@pytest.mark.parametrize(("field", "value"), [
    ("remarks", "Made pursuant to a plan adopted by"), ("signatureName", "/s/ Elm Fund LP; By its"),
    ("signatureName", "Elm Fund LP, By: /s/ Jane Doe,"),
])  # fmt: skip
def test_a_sentence_or_signature_cut_short_goes_to_review(field: str, value: str) -> None:
    group, row = ("ownerSignature", 1) if field == "signatureName" else ("", 0)
    fields, issues = run([proposal(field, value, group=group, row=row)])
    assert all(one.needs_review for path, one in fields.items() if path.endswith(field))
    assert value.rsplit(maxsplit=1)[-1] in issues["value.strange"]


@pytest.mark.parametrize(("field", "value"), [
    ("reportingOwnerAddress/rptOwnerCity", "DALLA5"), ("reportingOwnerAddress/rptOwnerCity", "DALY ClTY"),
    ("reportingOwnerAddress/rptOwnerCity", "LORDSTOWN O"), ("reportingOwnerAddress/rptOwnerZipCode", "752"),
    ("issuer/issuerName", "12/31/2018 Aimwell Therapeutics, Inc."), ("issuer/issuerName", "Elm Med edia CORP"),
    ("issuer/issuerName", "Elm Acquisition n Corp. II"), ("issuer/issuerName", "Elm Devices N.V. - adc"),
    ("issuer/issuerTradingSymbol", "TD DC"), ("issuer/issuerTradingSymbol", "OT OTC:FRS"),
    ("issuer/issuerTradingSymbol", "Jersey"),
    ("reportingOwnerId/rptOwnerName", "270 PARK AVENUE"),
])  # fmt: skip
def test_what_no_field_of_its_kind_looks_like_goes_to_review(field: str, value: str) -> None:
    group, row = ("", 0) if field.startswith("issuer") else ("reportingOwner", 1)
    fields, issues = run([proposal(field, value, group=group, row=row)])
    assert all(one.needs_review for path, one in fields.items() if path.endswith(field))
    assert "does not look like one" in issues["value.strange"]


def test_names_cities_and_codes_as_filed_stay_unasked() -> None:
    cells = [("issuer/issuerName", "3M CO", "", 0),
             ("reportingOwnerId/rptOwnerName", "1010 Capital LP", "reportingOwner", 1),
             ("reportingOwnerAddress/rptOwnerCity", "ST. LOUIS", "reportingOwner", 1),
             ("reportingOwnerAddress/rptOwnerZipCode", "6300", "reportingOwner", 1)]  # fmt: skip
    _, issues = run([proposal(field, value, group=group, row=row) for field, value, group, row in cells])
    assert "value.strange" not in issues


@pytest.mark.parametrize(("title", "strange"), [
    ("Common Stock, no par value 378.5233", True), ("Non-qualified $4.46 Stock Options", True),
    ("Common Units 07/", True), ("Common Stock, par value $0.0", True), ("Common Stock, $.001 par value", False),
    ("Common Stock, 001 par value", True),
    ("Common Stock, par value $0.01", False), ("Common Stock, par value of $1.00 per share", False),
    ("6.5% Convertible Notes", False), ("Common Stock $1 2/3 par value", False),
])  # fmt: skip
def test_an_amount_of_another_column_is_no_part_of_a_title(title: str, strange: bool) -> None:
    fields, issues = run(row(ONE, 1, **{**SALE, "title": title}))
    assert fields[f"{ONE}/nonDerivativeTransaction[1]/securityTitle"].needs_review is strange
    assert ("an amount stands in it" in issues.get("value.strange", "")) is strange


def test_a_lone_six_may_be_a_worn_zero_unless_a_rule_bears_it_out() -> None:
    path = f"{ONE}/nonDerivativeTransaction[1]"
    price, owned = f"{path}/transactionAmounts/transactionPricePerShare", SHORT["owned"]
    assert run(row(ONE, 1, **{**SALE, "price": "6"}))[0][price].needs_review
    assert not run(row(ONE, 1, **{**SALE, "price": "6.25"}))[0][price].needs_review
    held = {**SALE, "amount": "10", "owned": "16"}
    chained = run(row(ONE, 1, **held) + row(ONE, 2, **{**SALE, "amount": "10", "owned": "6"}))[0]
    assert not chained[f"{ONE}/nonDerivativeTransaction[2]/{owned}"].needs_review


def test_a_title_that_lacks_a_letter_which_another_row_has_goes_to_review() -> None:
    rows = row(ONE, 1, **SALE) + row(ONE, 2, **{**SALE, "title": "Ordinary Share"})
    cut = f"{ONE}/nonDerivativeTransaction[2]/securityTitle"
    assert not run(rows)[0][cut].needs_review
    whole = row(ONE, 3, **{**SALE, "title": "Ordinary Shares"})
    fields, issues = run(rows + whole)
    assert fields[cut].needs_review
    assert "Ordinary Shares" in issues["value.strange"]
    assert not fields[f"{ONE}/nonDerivativeTransaction[3]/securityTitle"].needs_review
