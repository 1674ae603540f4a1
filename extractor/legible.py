"""What of a made filing can be seen on its paper: the file beside a truth, told in paths of the ownership XML.

Such a file lists short names: `{"destroyed": [...], "invisible": [...], "precision": {"period_of_report": "month"}}`,
with `non_derivative[0].trans_date`, `owners[1].zip`, `footnotes[2].text`, `derivative[3].fn.price`, indices from 0 over
transactions and holdings alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.form4 import Form4
from models.paths import row_paths

_NAME = re.compile(r"([a-z0-9_]+)(?:\[(\d{1,4})\])?(?:\.(fn\.)?([a-z0-9_]+))?", re.ASCII)

_HEAD = {
    "schema_version": "schemaVersion",
    "document_type": "documentType",
    "period_of_report": "periodOfReport",
    "date_of_original_submission": "dateOfOriginalSubmission",
    "original_date": "dateOfOriginalSubmission",
    "no_securities_owned": "noSecuritiesOwned",
    "not_subject_to_section16": "notSubjectToSection16",
    "form3_holdings_reported": "form3HoldingsReported",
    "form4_transactions_reported": "form4TransactionsReported",
    "aff10b5_one": "aff10b5One",
    "issuer_cik": "issuer/issuerCik",
    "issuer_name": "issuer/issuerName",
    "ticker": "issuer/issuerTradingSymbol",
    "foreign_ticker": "issuer/issuerForeignTradingSymbol",
    "remarks": "remarks",
}
_OWNER = {
    "cik": "reportingOwnerId/rptOwnerCik",
    "name": "reportingOwnerId/rptOwnerName",
    **{
        name: f"reportingOwnerAddress/{element}"
        for name, element in {
            "non_us": "rptOwnerNonUSAddressFlag",
            "street1": "rptOwnerStreet1",
            "street2": "rptOwnerStreet2",
            "city": "rptOwnerCity",
            "state": "rptOwnerState",
            "zip": "rptOwnerZipCode",
            "state_description": "rptOwnerStateDescription",
            "country": "rptOwnerCountry",
        }.items()
    },
    **{
        name: f"reportingOwnerRelationship/{element}"
        for name, element in {
            "is_director": "isDirector",
            "is_officer": "isOfficer",
            "is_ten_percent": "isTenPercentOwner",
            "is_other": "isOther",
            "officer_title": "officerTitle",
            "other_text": "otherText",
        }.items()
    },
}
_ROW = {
    "title": "securityTitle",
    "conv_price": "conversionOrExercisePrice",
    "trans_date": "transactionDate",
    "deemed_date": "deemedExecutionDate",
    "form_type": "transactionCoding/transactionFormType",
    "code": "transactionCoding/transactionCode",
    "equity_swap": "transactionCoding/equitySwapInvolved",
    "voluntary": "transactionTimeliness",
    "shares": "transactionAmounts/transactionShares",
    "total_value": "transactionAmounts/transactionTotalValue",
    "price": "transactionAmounts/transactionPricePerShare",
    "ad": "transactionAmounts/transactionAcquiredDisposedCode",
    "exercise_date": "exerciseDate",
    "expiration_date": "expirationDate",
    "underlying_title": "underlyingSecurity/underlyingSecurityTitle",
    "underlying_shares": "underlyingSecurity/underlyingSecurityShares",
    "underlying_value": "underlyingSecurity/underlyingSecurityValue",
    "following": "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "following_value": "postTransactionAmounts/valueOwnedFollowingTransaction",
    "di": "ownershipNature/directOrIndirectOwnership",
    "nature": "ownershipNature/natureOfOwnership",
    "kind": "kind",
}
_TABLES = {"non_derivative": "nonDerivativeTable", "derivative": "derivativeTable"}


@dataclass(frozen=True, slots=True)
class Legibility:
    """Paths of the truth that the paper does not show (`invisible`), whose ink is destroyed (`destroyed`; a row's own
    path followed by "/kind": whether it is a transaction or a holding), whose footnote mark is destroyed
    (`marks_destroyed`), and dates shown to the month only (`months`)."""

    invisible: frozenset[str] = frozenset()
    destroyed: frozenset[str] = frozenset()
    marks_destroyed: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()


def legibility(truth: Form4, beside: Mapping[str, Any]) -> Legibility:
    """Of the JSON object beside a truth; ValueError for a name nobody knows. Names of things the truth lacks go by."""
    rows: dict[tuple[str, int], str] = {}
    for path, _ in row_paths(truth):
        table = path.partition("/")[0]
        rows[table, sum(1 for known in rows if known[0] == table)] = path

    def paths(names: Iterable[str], *, marks: bool = False) -> frozenset[str]:
        found = (_path(name, rows) for name in names)
        return frozenset(path for path, is_mark in found if path and is_mark == marks)

    return Legibility(
        invisible=paths(beside.get("invisible", ())),
        destroyed=paths(beside.get("destroyed", ())),
        marks_destroyed=paths(beside.get("destroyed", ()), marks=True) | paths(beside.get("invisible", ()), marks=True),
        months=paths(name for name, unit in beside.get("precision", {}).items() if unit == "month"),
    )


def _path(name: str, rows: Mapping[tuple[str, int], str]) -> tuple[str | None, bool]:
    """The path of a short name (None when the truth has no such thing) and whether it names a footnote mark."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} names nothing of a filing")
    head, index, mark, leaf = match[1], int(match[2] or 0), bool(match[3]), match[4]
    if leaf is None and match[2] is None and head in _HEAD:
        return _HEAD[head], False
    if head in _TABLES and leaf == "timeliness":
        return None, False  # the paper's V column says it, and "voluntary" speaks of that
    if head in _TABLES and leaf in _ROW:
        row = rows.get((_TABLES[head], index))
        return (f"{row}/{_ROW[leaf]}" if row else None), mark
    if head == "owners" and leaf in _OWNER:
        return f"reportingOwner[{index + 1}]/{_OWNER[leaf]}", mark
    if head == "footnotes" and leaf in ("text", "id", None):
        return f"footnotes/footnote[{index + 1}]", False
    if head == "signatures" and leaf in ("name", "date"):
        return f"ownerSignature[{index + 1}]/signature{leaf.capitalize()}", mark
    raise ValueError(f"{name!r} names nothing of a filing")
