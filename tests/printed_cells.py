"""Proposals made by hand: printed rows with short names for their columns."""

from __future__ import annotations

from extractor.options import Options
from extractor.records import Cell, Proposal
from extractor.repair.reconcile import reconcile
from models.evidence import Candidate
from models.field import Field
from models.paths import from_paths

ONE, TWO = "nonDerivativeTable", "derivativeTable"
KINDS = {
    "securityTitle": "title", "transactionDate": "date", "transactionCoding/transactionCode": "code",
    "transactionAmounts/transactionShares": "shares", "transactionAmounts/transactionAcquiredDisposedCode": "letter",
    "transactionAmounts/transactionPricePerShare": "money", "transactionTimeliness": "letter",
    "postTransactionAmounts/sharesOwnedFollowingTransaction": "shares",
    "ownershipNature/directOrIndirectOwnership": "letter", "ownershipNature/natureOfOwnership": "nature",
    "conversionOrExercisePrice": "money", "exerciseDate": "date", "expirationDate": "date",
    "underlyingSecurity/underlyingSecurityTitle": "title", "underlyingSecurity/underlyingSecurityShares": "shares",
    "transactionAmounts/transactionShares:A": "shares", "transactionAmounts/transactionShares:D": "shares",
    "periodOfReport": "date", "footnote": "footnote", "signatureName": "signature", "signatureDate": "date",
}
SHORT = {
    "title": "securityTitle", "date": "transactionDate", "code": "transactionCoding/transactionCode",
    "amount": "transactionAmounts/transactionShares", "A": "transactionAmounts/transactionShares:A",
    "D": "transactionAmounts/transactionShares:D", "sign": "transactionAmounts/transactionAcquiredDisposedCode",
    "price": "transactionAmounts/transactionPricePerShare", "V": "transactionTimeliness",
    "owned": "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "direct": "ownershipNature/directOrIndirectOwnership", "nature": "ownershipNature/natureOfOwnership",
    "strike": "conversionOrExercisePrice", "exercisable": "exerciseDate", "expires": "expirationDate",
    "of": "underlyingSecurity/underlyingSecurityTitle", "underlying": "underlyingSecurity/underlyingSecurityShares",
}
Said = str | None | Proposal

TOLERANT = 0.02
"""Errors tolerated: what tests see sent to review is sent there by rules and bad readings, not by strict limits."""


def proposal(field: str, *values: str | None, group: str = "", row: int = 0, kind: str | None = None,
             notes: tuple[str, ...] = (), marks: tuple[str, ...] = (), score: float = 0.97,
             agreement: tuple[int, int] = (1, 1), raw: str | None = None) -> Proposal:
    """A proposal whose first value has `score` and whose others halve it from 0.1."""
    candidates = tuple(
        Candidate(value=value, score=score if place == 0 else 0.1 / 2 ** (place - 1))
        for place, value in enumerate(values)
    )
    cell = Cell(field=field, kind=kind or KINDS.get(field, "text"), group=group, row=row)  # type: ignore[arg-type]
    said = raw if raw is not None else (values[0] or "" if values else "?")
    return Proposal(cell, said, candidates, notes, marks, agreement)


def row(table: str, number: int, **cells: str | tuple[str | None, ...] | None) -> list[Proposal]:
    """A printed row: `title`, `date`, `code` … as in SHORT; a tuple gives several candidates."""
    out = []
    for name, said in cells.items():
        values = said if isinstance(said, tuple) else (said,)
        out.append(proposal(SHORT[name], *values, group=table, row=number))
    return out


def values(fields: tuple[Field, ...]) -> dict[str, str | None]:
    return {field.path: field.value for field in fields}


def run(proposals: list[Proposal], form: str = "4") -> tuple[dict[str, Field], dict[str, str]]:
    fields, issues = reconcile(proposals, form, Options(max_error=TOLERANT))
    from_paths((field.path, field.value, field.footnotes) for field in fields)
    return {field.path: field for field in fields}, {issue.code: issue.message for issue in issues}


SALE = {"title": "Common Stock", "date": "2020-03-02", "code": "S", "amount": "100", "sign": "D", "price": "10.5",
        "owned": "900", "direct": "D"}
HOLDING = {"title": "Common Stock", "date": None, "code": None, "amount": None, "sign": None, "price": None,
           "owned": "5000", "direct": "I", "nature": "By Trust"}
