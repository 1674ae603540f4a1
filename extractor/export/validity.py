"""What keeps a filing's XML from being valid against the SEC's schema (X0306, X0206 for a Form 3).

The exporter writes what the paper says. Where that is more, less or other than the schema allows, `faults` says so, one
issue for each element: a mandatory value that nobody could read or that the paper lacks, a title longer than 60
letters, a code outside its list, a fraction finer than four decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.export.completion import UNKNOWN_CIK, completed
from models.codes import (
    ACQUIRED_DISPOSED,
    DIRECT_INDIRECT,
    DOCUMENT_TYPES,
    OBSOLETE_STATES,
    STATES,
    TIMELINESS,
    TRANSACTION_CODES,
)
from models.extraction import Issue
from models.form4 import Amount, Form4, Valued
from models.paths import Item, flatten, leaf_class, row_paths

_LONGEST = {
    30: ("officerTitle", "otherText", "rptOwnerCity"),
    40: ("rptOwnerStreet1", "rptOwnerStreet2"),
    60: ("securityTitle", "underlyingSecurityTitle"),
    10: ("issuerTradingSymbol", "rptOwnerZipCode", "issuerCik", "rptOwnerCik"),
    50: ("rptOwnerStateDescription",),
    100: ("natureOfOwnership",),
    150: ("issuerName", "rptOwnerName"),
    255: ("signatureName",),
    2000: ("remarks",),
}
_LENGTHS = {name: most for most, names in _LONGEST.items() for name in names}
_LISTS: dict[str, frozenset[str]] = {
    "documentType": frozenset(DOCUMENT_TYPES),
    "transactionCode": frozenset(TRANSACTION_CODES),
    "transactionAcquiredDisposedCode": frozenset(ACQUIRED_DISPOSED),
    "directOrIndirectOwnership": frozenset(DIRECT_INDIRECT),
    "transactionTimeliness": frozenset(TIMELINESS),
    "transactionFormType": frozenset("345"),
    "rptOwnerState": frozenset(STATES) | frozenset(OBSOLETE_STATES),
}
_SPELLINGS = {
    "rptOwnerZipCode": re.compile(r"[0-9A-Za-z #-]*", re.ASCII),
    "issuerCik": re.compile(r"[0-9]+", re.ASCII),
    "rptOwnerCik": re.compile(r"[0-9]+", re.ASCII),
    "schemaVersion": re.compile(r".{5}"),
    "rptOwnerCcc": re.compile(r".{8}"),
}
_ONLY_ON = {
    "noSecuritiesOwned": "3",
    "notSubjectToSection16": "45",
    "form3HoldingsReported": "5",
    "form4TransactionsReported": "5",
}
_FINEST, _DIGITS, _MOST_ROWS, _MOST_PEOPLE, _MOST_NOTES = 4, 16, 30, 10, 99


def faults(form: Form4, unreadable: frozenset[str] = frozenset()) -> tuple[Issue, ...]:
    """Notes on what the XML of that filing is short of: `xml-not-valid` for each element that breaks the schema (none:
    it is valid), `xml-note-lost` for each footnote mark on an element that cannot carry one. `unreadable` as in
    `to_xml`. The elements that only later schemas have (10b5-1, foreign symbol and address) are taken as known.
    """
    form = completed(form, unreadable)
    number = (form.document_type.text or "4")[0]
    lost = tuple(
        Issue(code="xml-note-lost", severity="note", path=path, message=f"The XML cannot show the footnote on {path}.")
        for path in _lost_notes(form)
    )
    return lost + tuple(
        Issue(code="xml-not-valid", severity="note", path=path, message=f"The XML is not valid: {path} {reason}.")
        for reasons in (_head(form, number), _rows(form, number), _leaves(form, number))
        for path, reason in reasons
    )


def unknown_ciks(form: Form4) -> tuple[Issue, ...]:
    """A note that the XML's CIKs are filled in, where the paper shows none."""
    people = [owner.reporting_owner_id.rpt_owner_cik for owner in form.reporting_owner]
    if all(cik.value is not None for cik in (form.issuer.issuer_cik, *people)):
        return ()
    message = f"The paper shows no CIK; where the schema demands one the XML carries {UNKNOWN_CIK}."
    return (Issue(code="xml-cik-unknown", severity="note", message=message),)


def _lost_notes(form: Form4) -> Iterator[str]:
    """Only values in the tables can carry footnotes in the XML."""
    for item in flatten(form):
        if item.footnotes and not item.path.startswith(("nonDerivativeTable/", "derivativeTable/", "footnotes/")):
            yield item.path


def _head(form: Form4, number: str) -> Iterator[tuple[str, str]]:
    if form.period_of_report.value is None:
        yield "periodOfReport", "has no date"
    amended = (form.document_type.text or "").endswith("/A")
    if amended == (form.date_of_original_submission.value is None):
        yield "dateOfOriginalSubmission", "is missing on an amendment" if amended else "stands on no amendment"
    if form.issuer.issuer_trading_symbol.value is None:
        yield "issuer/issuerTradingSymbol", "is missing"
    if not form.owner_signature:
        yield "ownerSignature[1]", "is missing"
    for index, signature in enumerate(form.owner_signature, 1):
        for name, leaf in (("Name", signature.signature_name), ("Date", signature.signature_date)):
            if leaf.value is None:
                yield f"ownerSignature[{index}]/signature{name}", "is missing"
    for index, owner in enumerate(form.reporting_owner, 1):
        if owner.reporting_owner_id.rpt_owner_cik.value is None:
            yield f"reportingOwner[{index}]/reportingOwnerId/rptOwnerCik", "is missing"
    for name, things, most in (
        ("reportingOwner", form.reporting_owner, _MOST_PEOPLE),
        ("ownerSignature", form.owner_signature, _MOST_PEOPLE),
        ("nonDerivativeTable", form.non_derivative_table, _MOST_ROWS),
        ("derivativeTable", form.derivative_table, _MOST_ROWS),
        ("footnotes", form.footnotes, _MOST_NOTES),
    ):
        if len(things) > most:
            yield name, f"stands there {len(things)} times, at most {most} are allowed"
    for name, numbers in _ONLY_ON.items():
        if number not in numbers and _named(form, name).value is not None:
            yield name, f"does not belong on a Form {number}"


def _named(form: Form4, name: str) -> Valued[bool]:
    flags: dict[str, Valued[bool]] = {
        "noSecuritiesOwned": form.no_securities_owned,
        "notSubjectToSection16": form.not_subject_to_section16,
        "form3HoldingsReported": form.form3_holdings_reported,
        "form4TransactionsReported": form.form4_transactions_reported,
    }
    return flags[name]


# Below a row: leaves that need a value, and those for which a footnote will do.
_VALUES = {
    "holding": ("securityTitle", "ownershipNature/directOrIndirectOwnership"),
    "transaction": (
        *("securityTitle", "ownershipNature/directOrIndirectOwnership", "transactionDate"),
        "transactionAmounts/transactionAcquiredDisposedCode",
    ),
}
_OR_NOTES = (
    "conversionOrExercisePrice",
    "exerciseDate",
    "expirationDate",
    "transactionAmounts/transactionPricePerShare",
)
_AMOUNT = ("transactionAmounts/transactionShares", "transactionAmounts/transactionTotalValue")
_OWNED = (
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "postTransactionAmounts/valueOwnedFollowingTransaction",
)
_UNDERLYING = ("underlyingSecurity/underlyingSecurityShares", "underlyingSecurity/underlyingSecurityValue")


def _rows(form: Form4, number: str) -> Iterator[tuple[str, str]]:
    items = {item.path: item for item in flatten(form)}
    for path, row in row_paths(form):
        derivative = path.startswith("derivativeTable")
        of = _below(path, items)
        if row.kind == "transaction" and number == "3":
            yield path, "is a transaction on a Form 3"
        for name in (*_VALUES[row.kind], *(("underlyingSecurity/underlyingSecurityTitle",) if derivative else ())):
            if of[name].value is None:
                yield of[name].path, "has no value"
        for name in _OR_NOTES:
            if name in of and of[name].value is None and not of[name].footnotes:
                yield of[name].path, "has neither a value nor a footnote"
        if row.kind == "transaction":
            yield from _one_of(_AMOUNT, of)
            if not derivative and not _blank(of[_AMOUNT[1]]):
                yield of[_AMOUNT[1]].path, "does not belong in Table I"
            coding = row.transaction_coding
            if coding.transaction_code.value is None and not (
                coding.transaction_code.blank
                and coding.transaction_form_type.blank
                and coding.equity_swap_involved.blank
            ):
                yield f"{path}/transactionCoding/transactionCode", "has no value"
        elif number != "5" and not row.transaction_coding.transaction_form_type.blank:
            yield f"{path}/transactionCoding", "does not belong to a holding here"
        if number == "3" and derivative:
            for name in _OWNED:
                if not _blank(of[name]):
                    yield of[name].path, "does not belong in Table II of a Form 3"
        else:
            yield from _one_of(_OWNED, of)
        if derivative and not any(_blank(of[name]) for name in _UNDERLYING):
            yield of[_UNDERLYING[1]].path, "stands beside a number of shares"


def _below(path: str, items: dict[str, Item]) -> dict[str, Item]:
    return {name[len(path) + 1 :]: item for name, item in items.items() if name.startswith(path + "/")}


def _blank(item: Item) -> bool:
    return item.value is None and not item.footnotes


def _one_of(names: tuple[str, str], of: dict[str, Item]) -> Iterator[tuple[str, str]]:
    """Exactly one of two alternatives stands there, with a value."""
    shares, value = (of[name] for name in names)
    if _blank(value):
        if shares.value is None:
            yield shares.path, "has no value"
    elif not _blank(shares):
        yield value.path, "stands beside a number of shares"
    elif value.value is None:
        yield value.path, "has no value"


def _leaves(form: Form4, number: str) -> Iterator[tuple[str, str]]:
    for item in flatten(form):
        name = item.path.rpartition("/")[2].partition("[")[0]
        if number == "5" and name == "transactionTimeliness" and item.footnotes:
            yield item.path, "cannot carry a footnote on a Form 5"
        if item.value is None:
            continue
        if len(item.value) > _LENGTHS.get(name, len(item.value)):
            yield item.path, f"is longer than {_LENGTHS[name]} characters"
        if name in _LISTS and item.value not in _LISTS[name]:
            yield item.path, f"says {item.value!r}, which is not on the SEC's list"
        if name in _SPELLINGS and not _SPELLINGS[name].fullmatch(item.value):
            yield item.path, "holds characters that do not belong there"
        if leaf_class(item.path) is Amount:
            whole, _, fraction = item.value.lstrip("-").partition(".")
            digits = len(whole.lstrip("0")) + len(fraction.rstrip("0"))
            if item.value.startswith("-"):
                yield item.path, "is negative"
            elif len(fraction.rstrip("0")) > _FINEST or digits > _DIGITS or len(whole.lstrip("0")) > 12:
                yield item.path, "has more digits than the schema takes"
