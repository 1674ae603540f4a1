"""What keeps a filing's XML from being valid against the SEC's schema (X0306, X0206 for a Form 3).

The exporter writes what the paper says. Where that is more, less or other than the schema allows, `faults` says so, one
issue for each element: a mandatory value that nobody could read or that the paper lacks, a title longer than 60
letters, a code outside its list, a fraction finer than four decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extractor.export.completion import UNKNOWN_CIK, completed_leaves
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
from models.form4 import Amount, Form4
from models.paths import Item, leaf_class, row_paths

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
_SIGNED = ("Name", "Date")
_FINEST, _DIGITS, _MOST_ROWS, _MOST_PEOPLE, _MOST_NOTES = 4, 16, 30, 10, 99


def faults(form: Form4, unreadable: frozenset[str] = frozenset()) -> tuple[Issue, ...]:
    """Notes on what the XML of that filing is short of: `xml-not-valid` for each element that breaks the schema (none:
    it is valid), `xml-note-lost` for each footnote mark on an element that cannot carry one. `unreadable` as in
    `to_xml`. The elements that only later schemas have (10b5-1, foreign symbol and address) are taken as known.
    """
    leaves = completed_leaves(form, unreadable)
    number = (leaves["documentType"].value or "4")[0]
    lost = tuple(
        Issue(code="xml-note-lost", severity="note", path=path, message=f"The XML cannot show the footnote on {path}.")
        for path in _lost_notes(leaves)
    )
    return lost + tuple(
        Issue(code="xml-not-valid", severity="note", path=path, message=f"The XML is not valid: {path} {reason}.")
        for reasons in (_head(form, leaves, number), _rows(form, leaves, number), _leaves(leaves, number))
        for path, reason in reasons
    )


Leaves = Mapping[str, Item]
"""Every leaf of the completed filing, by path."""


def unknown_ciks(form: Form4) -> tuple[Issue, ...]:
    """A note that the XML's CIKs are filled in, where the paper shows none."""
    people = [owner.reporting_owner_id.rpt_owner_cik for owner in form.reporting_owner]
    if all(cik.value is not None for cik in (form.issuer.issuer_cik, *people)):
        return ()
    message = f"The paper shows no CIK; where the schema demands one the XML carries {UNKNOWN_CIK}."
    return (Issue(code="xml-cik-unknown", severity="note", message=message),)


def _lost_notes(leaves: Leaves) -> Iterator[str]:
    """Only values in the tables can carry footnotes in the XML."""
    for item in leaves.values():
        if item.footnotes and not item.path.startswith(("nonDerivativeTable/", "derivativeTable/", "footnotes/")):
            yield item.path


def _head(form: Form4, leaves: Leaves, number: str) -> Iterator[tuple[str, str]]:
    if leaves["periodOfReport"].value is None:
        yield "periodOfReport", "has no date"
    amended = (leaves["documentType"].value or "").endswith("/A")
    if amended == (leaves["dateOfOriginalSubmission"].value is None):
        yield "dateOfOriginalSubmission", "is missing on an amendment" if amended else "stands on no amendment"
    if leaves["issuer/issuerTradingSymbol"].value is None:
        yield "issuer/issuerTradingSymbol", "is missing"
    if not form.owner_signature:
        yield "ownerSignature[1]", "is missing"
    mandatory = [
        *(f"ownerSignature[{at + 1}]/signature{name}" for at in range(len(form.owner_signature)) for name in _SIGNED),
        *(f"reportingOwner[{at + 1}]/reportingOwnerId/rptOwnerCik" for at in range(len(form.reporting_owner))),
    ]
    for path in mandatory:
        if leaves[path].value is None:
            yield path, "is missing"
    for name, count, most in (
        ("reportingOwner", len(form.reporting_owner), _MOST_PEOPLE),
        ("ownerSignature", len(form.owner_signature), _MOST_PEOPLE),
        ("nonDerivativeTable", len(form.non_derivative_table), _MOST_ROWS),
        ("derivativeTable", len(form.derivative_table), _MOST_ROWS),
        ("footnotes", sum(path.startswith("footnotes/") for path in leaves), _MOST_NOTES),
    ):
        if count > most:
            yield name, f"stands there {count} times, at most {most} are allowed"
    for name, numbers in _ONLY_ON.items():
        if number not in numbers and leaves[name].value is not None:
            yield name, f"does not belong on a Form {number}"


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


_CODING = ("transactionCode", "transactionFormType", "equitySwapInvolved")
_ASKED = frozenset(
    (*_VALUES["transaction"], *_OR_NOTES, *_AMOUNT, *_OWNED, *_UNDERLYING, "underlyingSecurity/underlyingSecurityTitle",
     *(f"transactionCoding/{name}" for name in _CODING))
)  # fmt: skip


def _rows(form: Form4, leaves: Leaves, number: str) -> Iterator[tuple[str, str]]:
    for path, row in row_paths(form):
        derivative = path.startswith("derivativeTable")
        of = {name: item for name in _ASKED if (item := leaves.get(f"{path}/{name}"))}
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
            coding = [of[f"transactionCoding/{name}"] for name in _CODING]
            if coding[0].value is None and not all(map(_blank, coding)):
                yield coding[0].path, "has no value"
        elif number != "5" and not _blank(of["transactionCoding/transactionFormType"]):
            yield f"{path}/transactionCoding", "does not belong to a holding here"
        if number == "3" and derivative:
            for name in _OWNED:
                if not _blank(of[name]):
                    yield of[name].path, "does not belong in Table II of a Form 3"
        else:
            yield from _one_of(_OWNED, of)
        if derivative and not any(_blank(of[name]) for name in _UNDERLYING):
            yield of[_UNDERLYING[1]].path, "stands beside a number of shares"


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


def _leaves(leaves: Leaves, number: str) -> Iterator[tuple[str, str]]:
    for item in leaves.values():
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
