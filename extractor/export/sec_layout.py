"""The layout of the SEC's Insider Transactions Data Sets: tables, columns, types and lengths, as the SEC publishes them
in the metadata file of each quarter; and beside each column the leaf of the filing that fills it.

The order, the names (misspelt ones included) and the lengths are the SEC's. The files it ships differ from its metadata
in a few places, which `sec_tsv` knows for those who append to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "code", "flag", "number", "date", "integer", "real"]
"""What a column holds.

text     words
code     a symbol, a state, a name of few letters: a part of one is another one
flag     a check box
number   shares or dollars, exact · integer: counts and keys · real: what was measured
date     a day
"""

Fill = Literal["leaf", "notes", "roles", "accession", "key"]
"""Where its value comes from: the value of the first leaf that has one, the footnotes that mark the leaves, the check
boxes of a relationship, the filing, the row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` is the most characters the SEC gives it (0: no limit, as of a date); `leaves` lie below the
    row's element and fill it. A column without leaves holds what no paper shows and stays empty."""

    name: str
    kind: Kind
    width: int = 0
    leaves: tuple[str, ...] = ()
    fill: Fill = "leaf"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row for each element named `element`, one row a filing when that is empty."""

    name: str
    element: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


ACCESSION = Column("ACCESSION_NUMBER", "code", 25, fill="accession")
_CODING = "transactionCoding/"
_AMOUNTS = "transactionAmounts/"
_AFTER = "postTransactionAmounts/"
_UNDERLYING = "underlyingSecurity/"
_NATURE = "ownershipNature/"


def _marked(name: str, kind: Kind, width: int, leaf: str, notes: int = 255) -> tuple[Column, Column]:
    """A column and the column of its footnotes."""
    return Column(name, kind, width, (leaf,)), Column(f"{name}_FN", "text", notes, (leaf,), "notes")


def _number(name: str, leaf: str) -> tuple[Column, Column]:
    return _marked(name, "number", 22, leaf)


def _date(name: str, leaf: str) -> tuple[Column, Column]:
    return _marked(name, "date", 0, leaf)


def _key(name: str) -> Column:
    return Column(name, "integer", 22, fill="key")


_TITLE = _marked("SECURITY_TITLE", "text", 100, "securityTitle")
_STRIKE = _number("CONV_EXERCISE_PRICE", "conversionOrExercisePrice")
_WHEN = (
    *_date("TRANS_DATE", "transactionDate"),
    *_date("DEEMED_EXECUTION_DATE", "deemedExecutionDate"),
    Column("TRANS_FORM_TYPE", "code", 10, (_CODING + "transactionFormType",)),
    Column("TRANS_CODE", "code", 10, (_CODING + "transactionCode",)),
    Column("EQUITY_SWAP_INVOLVED", "flag", 25, (_CODING + "equitySwapInvolved",)),
    # The XML hangs footnotes on the coding as a whole, and the SEC puts them here, whatever the column's name says.
    Column(
        "EQUITY_SWAP_INVOLVED_FN",
        "text",
        255,
        (_CODING + "transactionCode", _CODING + "transactionFormType", _CODING + "equitySwapInvolved"),
        "notes",
    ),
    *_marked("TRANS_TIMELINESS", "code", 10, "transactionTimeliness"),
    *_number("TRANS_SHARES", _AMOUNTS + "transactionShares"),
)
_PRICE = (
    *_number("TRANS_PRICEPERSHARE", _AMOUNTS + "transactionPricePerShare"),
    *_marked("TRANS_ACQUIRED_DISP_CD", "code", 10, _AMOUNTS + "transactionAcquiredDisposedCode"),
)
_LATE = _marked("TRANS_FORM_TYPE", "code", 10, _CODING + "transactionFormType")
_SECURITIES = (
    *_marked("UNDLYNG_SEC_TITLE", "text", 100, _UNDERLYING + "underlyingSecurityTitle"),
    *_number("UNDLYNG_SEC_SHARES", _UNDERLYING + "underlyingSecurityShares"),
    *_number("UNDLYNG_SEC_VALUE", _UNDERLYING + "underlyingSecurityValue"),
)
_OWNED = (
    *_number("SHRS_OWND_FOLWNG_TRANS", _AFTER + "sharesOwnedFollowingTransaction"),
    *_number("VALU_OWND_FOLWNG_TRANS", _AFTER + "valueOwnedFollowingTransaction"),
    *_marked("DIRECT_INDIRECT_OWNERSHIP", "code", 25, _NATURE + "directOrIndirectOwnership"),
    *_marked("NATURE_OF_OWNERSHIP", "text", 100, _NATURE + "natureOfOwnership"),
)

SUBMISSION = Table(
    "SUBMISSION",
    "",
    (
        ACCESSION,
        Column("FILING_DATE", "date"),
        Column("PERIOD_OF_REPORT", "date", 0, ("periodOfReport",)),
        Column("DATE_OF_ORIG_SUB", "date", 0, ("dateOfOriginalSubmission",)),
        Column("NO_SECURITIES_OWNED", "flag", 10, ("noSecuritiesOwned",)),
        Column("NOT_SUBJECT_SEC16", "flag", 25, ("notSubjectToSection16",)),
        Column("FORM3_HOLDINGS_REPORTED", "flag", 10, ("form3HoldingsReported",)),
        Column("FORM4_TRANS_REPORTED", "flag", 10, ("form4TransactionsReported",)),
        Column("DOCUMENT_TYPE", "code", 20, ("documentType",)),
        Column("ISSUERCIK", "code", 10, ("issuer/issuerCik",)),
        Column("ISSUERNAME", "text", 255, ("issuer/issuerName",)),
        Column("ISSUERTRADINGSYMBOL", "code", 10, ("issuer/issuerTradingSymbol",)),
        Column("CONTACT_NAME", "text", 60),
        Column("CONTACT_PHONE_NUMBER", "text", 20),
        Column("CONTACT_EMAIL_ADDRESS", "text", 250),
        Column("NOTIFICATION_EMAIL_ADDRESS", "text", 250),
        Column("REMARKS", "text", 4000, ("remarks",)),
    ),
)

_ID = "reportingOwnerId/"
_ADDRESS = "reportingOwnerAddress/"
_RELATIONSHIP = "reportingOwnerRelationship/"

ROLES = (
    (_RELATIONSHIP + "isDirector", "Director"),
    (_RELATIONSHIP + "isOfficer", "Officer"),
    (_RELATIONSHIP + "isTenPercentOwner", "TenPercentOwner"),
    (_RELATIONSHIP + "isOther", "Other"),
)
"""The check boxes of an owner's relationship and the SEC's words for them, in its order."""

REPORTINGOWNER = Table(
    "REPORTINGOWNER",
    "reportingOwner",
    (
        ACCESSION,
        Column("RPTOWNERCIK", "code", 10, (_ID + "rptOwnerCik",), "key"),
        Column("RPTOWNERNAME", "text", 255, (_ID + "rptOwnerName",)),
        Column("RPTOWNER_RELATIONSHIP", "text", 100, tuple(leaf for leaf, _ in ROLES), "roles"),
        Column("RPTOWNER_TITLE", "text", 255, (_RELATIONSHIP + "officerTitle",)),
        Column("RPTOWNER_TXT", "text", 100, (_RELATIONSHIP + "otherText",)),
        Column("RPTOWNER_STREET1", "text", 255, (_ADDRESS + "rptOwnerStreet1",)),
        Column("RPTOWNER_STREET2", "text", 255, (_ADDRESS + "rptOwnerStreet2",)),
        Column("RPTOWNER_CITY", "text", 255, (_ADDRESS + "rptOwnerCity",)),
        Column("RPTOWNER_STATE", "code", 2, (_ADDRESS + "rptOwnerState",)),
        Column("RPTOWNER_ZIPCODE", "code", 10, (_ADDRESS + "rptOwnerZipCode",)),
        Column(
            "RPTOWNER_STATE_DESC",
            "text",
            255,
            tuple(
                _ADDRESS + leaf
                for leaf in ("rptOwnerStateDescription", "rptOwnerNonUSStateTerritory", "rptOwnerCountry")
            ),
        ),
        Column("FILE_NUMBER", "text", 30),
    ),
)

NONDERIV_TRANS = Table(
    "NONDERIV_TRANS",
    "nonDerivativeTable/nonDerivativeTransaction",
    (
        ACCESSION,
        _key("NONDERIV_TRANS_SK"),
        *_marked("SECURITY_TITLE", "text", 100, "securityTitle", notes=300),
        *_WHEN,
        *_PRICE,
        *_OWNED,
    ),
)

NONDERIV_HOLDING = Table(
    "NONDERIV_HOLDING",
    "nonDerivativeTable/nonDerivativeHolding",
    (ACCESSION, _key("NONDERIV_HOLDING_SK"), *_TITLE, *_LATE, *_OWNED),
)

DERIV_TRANS = Table(
    "DERIV_TRANS",
    "derivativeTable/derivativeTransaction",
    (
        ACCESSION,
        _key("DERIV_TRANS_SK"),
        *_TITLE,
        *_STRIKE,
        *_WHEN,
        *_number("TRANS_TOTAL_VALUE", _AMOUNTS + "transactionTotalValue"),
        *_PRICE,
        *_date("EXCERCISE_DATE", "exerciseDate"),
        *_date("EXPIRATION_DATE", "expirationDate"),
        *_SECURITIES,
        *_OWNED,
    ),
)

DERIV_HOLDING = Table(
    "DERIV_HOLDING",
    "derivativeTable/derivativeHolding",
    (
        ACCESSION,
        _key("DERIV_HOLDING_SK"),
        *_TITLE,
        *_STRIKE,
        *_LATE,
        *_date("EXERCISE_DATE", "exerciseDate"),
        *_date("EXPIRATION_DATE", "expirationDate"),
        *_SECURITIES,
        *_OWNED,
    ),
)

FOOTNOTES = Table(
    "FOOTNOTES",
    "footnotes/footnote",
    (ACCESSION, Column("FOOTNOTE_ID", "code", 10, fill="key"), Column("FOOTNOTE_TXT", "text", 4000, ("",))),
)

OWNER_SIGNATURE = Table(
    "OWNER_SIGNATURE",
    "ownerSignature",
    (
        ACCESSION,
        Column("OWNERSIGNATURENAME", "text", 255, ("signatureName",)),
        Column("OWNERSIGNATUREDATE", "date", 0, ("signatureDate",)),
    ),
)

SEC_TABLES: tuple[Table, ...] = (
    SUBMISSION,
    REPORTINGOWNER,
    NONDERIV_TRANS,
    NONDERIV_HOLDING,
    DERIV_TRANS,
    DERIV_HOLDING,
    FOOTNOTES,
    OWNER_SIGNATURE,
)
