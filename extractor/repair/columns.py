"""The columns of Table I and II by their paths below a row in the SEC's ownership XML."""

from __future__ import annotations

from collections.abc import Mapping

TABLE_ONE, TABLE_TWO = "nonDerivativeTable", "derivativeTable"
AMOUNT = "transactionAmounts/transactionShares"
ACQUIRED_DISPOSED = "transactionAmounts/transactionAcquiredDisposedCode"
PRICE = "transactionAmounts/transactionPricePerShare"
CODING = "transactionCoding/"
CODE = CODING + "transactionCode"
FORM_TYPE = CODING + "transactionFormType"
SWAP = CODING + "equitySwapInvolved"
TIMELINESS = "transactionTimeliness"
DATE = "transactionDate"
OWNED = "postTransactionAmounts/sharesOwnedFollowingTransaction"
DIRECT = "ownershipNature/directOrIndirectOwnership"
NATURE = "ownershipNature/natureOfOwnership"
STRIKE = "conversionOrExercisePrice"
EXERCISABLE, EXPIRES = "exerciseDate", "expirationDate"
UNDERLYING = "underlyingSecurity/underlyingSecurityShares"
UNDERLYING_TITLE = "underlyingSecurity/underlyingSecurityTitle"
TITLE = "securityTitle"
DEEMED = "deemedExecutionDate"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    TABLE_ONE: (TITLE, DATE, DEEMED, FORM_TYPE, CODE, SWAP, TIMELINESS, AMOUNT, PRICE, ACQUIRED_DISPOSED, OWNED, DIRECT,
                NATURE),
    TABLE_TWO: (TITLE, STRIKE, DATE, DEEMED, FORM_TYPE, CODE, SWAP, TIMELINESS, AMOUNT, PRICE, ACQUIRED_DISPOSED,
                EXERCISABLE, EXPIRES, UNDERLYING_TITLE, UNDERLYING, OWNED, DIRECT, NATURE),
}
"""The order of a row's fields in the SEC's schema."""

ELEMENTS = {
    TABLE_ONE: ("nonDerivativeTransaction", "nonDerivativeHolding"),
    TABLE_TWO: ("derivativeTransaction", "derivativeHolding"),
}

EXPECTED = frozenset(
    (
        TITLE, DATE, CODE, AMOUNT, ACQUIRED_DISPOSED, PRICE, OWNED, DIRECT, STRIKE, EXERCISABLE, EXPIRES, UNDERLYING,
        UNDERLYING_TITLE,
    )
)
"""Columns whose emptiness says something: they come as blank, others are left out."""

FOOTNOTE_ONLY = (STRIKE, EXERCISABLE, EXPIRES, PRICE, UNDERLYING)
"""Columns that may be empty only if a footnote says why (C5)."""
