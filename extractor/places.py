"""A field's path in words, for people."""

from __future__ import annotations

import re

_TABLES = {"nonDerivativeTable": "Table I", "derivativeTable": "Table II"}
_WORDS = {
    "securityTitle": "security",
    "conversionOrExercisePrice": "exercise price",
    "transactionDate": "date",
    "deemedExecutionDate": "deemed date",
    "transactionCode": "code",
    "transactionFormType": "form type",
    "transactionTimeliness": "timeliness",
    "transactionShares": "amount",
    "transactionTotalValue": "total value",
    "transactionPricePerShare": "price",
    "transactionAcquiredDisposedCode": "A/D",
    "exerciseDate": "exercisable",
    "expirationDate": "expiration",
    "underlyingSecurityTitle": "underlying security",
    "underlyingSecurityShares": "underlying shares",
    "underlyingSecurityValue": "underlying value",
    "sharesOwnedFollowingTransaction": "owned after",
    "valueOwnedFollowingTransaction": "value owned after",
    "directOrIndirectOwnership": "D/I",
    "natureOfOwnership": "nature",
    "issuerName": "issuer",
    "issuerTradingSymbol": "ticker",
    "rptOwnerName": "name",
    "rptOwnerZipCode": "ZIP code",
    "isTenPercentOwner": "10 % owner",
    "officerTitle": "officer title",
    "periodOfReport": "date of earliest transaction",
    "notSubjectToSection16": "no longer subject to Section 16",
    "aff10b5One": "Rule 10b5-1 box",
    "signatureName": "name",
    "signatureDate": "date",
}
_INDEX = re.compile(r"\[(\d+)\]$")


def place(path: str) -> str:
    """`nonDerivativeTable/nonDerivativeTransaction[2]/transactionAmounts/transactionShares` as "Table I transaction 2
    amount". A path we do not know comes out in its own words."""
    first, *rest = path.split("/")
    leaf = rest[-1] if rest else first
    if first in _TABLES:
        return " ".join(
            [_TABLES[first], *([_row(rest[0])] if rest else []), *([_word(leaf)] if len(rest) > 1 else [])]
        )
    if first == "footnotes" and rest:
        return f"footnote {_number(leaf)}"
    if first.startswith(("reportingOwner[", "ownerSignature[")) and rest:
        who = "owner" if first.startswith("reportingOwner") else "signature"
        return f"{who}{'' if _number(first) == '1' else ' ' + _number(first)} {_word(leaf)}"
    return _word(leaf)


def _row(step: str) -> str:
    kind = "holding" if "Holding" in step else "transaction"
    return f"{kind} {_number(step)}"


def _number(step: str) -> str:
    found = _INDEX.search(step)
    return found.group(1) if found else ""


def _word(leaf: str) -> str:
    bare = _INDEX.sub("", leaf)
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", bare.removeprefix("rptOwner")).lower()
    return _WORDS.get(bare, spaced)
