"""The filing in the SEC's own element names: the ownershipDocument of Forms 3, 4 and 5, values and footnotes only.

Attributes are the SEC's element names in snake_case and JSON shows the SEC's spelling. Every leaf is a `Text`,
`Amount`, `Day` or `Flag` with a value and the footnotes that mark it, so the four answers stay apart: blank
(`Amount()`), only a footnote (`Amount(footnotes=("F1",))`), zero (`Amount(value=Decimal(0))`) and a number. Leaves and
groups are never None: `form.issuer.issuer_name.value` always works. A table is one ordered list of transactions and
holdings.

What is unreadable is not said here but in the fields of an extraction; here it has no value.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from models.evidence import Record

T = TypeVar("T")

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)


@cache
def sec_name(attribute: str) -> str:
    """The SEC's element name of an attribute: rpt_owner_non_us_address_flag -> rptOwnerNonUSAddressFlag."""
    first, *rest = attribute.split("_")
    return first + "".join("US" if word == "us" else word[:1].upper() + word[1:] for word in rest)


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        value = format(value, "f") if isinstance(value, Decimal) else str(value)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value.strip()):
        raise ValueError("not a plain decimal number")
    return Decimal(value.strip())


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value) or len(value) != 10:
        raise ValueError("not a date as YYYY-MM-DD")
    return date.fromisoformat(value)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("0", "1", "true", "false"):
        raise ValueError('not "1", "0", "true" or "false"')
    return value in ("1", "true")


class Element(Record):
    """Part of the filing: frozen, unknown keys refused, JSON in the SEC's spelling."""

    model_config = ConfigDict(
        alias_generator=sec_name, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )


FootnoteId = Annotated[str, Field(pattern=r"^F[1-9][0-9]?$")]


class Valued(Element, Generic[T]):
    """A leaf: its value (None when there is none) and the ids of the footnotes that mark it, in printed order."""

    value: T | None = None
    footnotes: tuple[FootnoteId, ...] = ()

    @property
    def blank(self) -> bool:
        """True when there is neither a value nor a footnote mark."""
        return self.value is None and not self.footnotes

    @property
    def text(self) -> str | None:
        """The value as canonical text (see `models.evidence.Candidate`), None when there is none."""
        return None if self.value is None else str(self.value)

    @classmethod
    def parse(cls, text: str | None, footnotes: tuple[str, ...] = ()) -> Self:
        """The leaf of a canonical text; ValueError when the text is none of this leaf's."""
        return cls.model_validate({"value": text, "footnotes": footnotes})


Words = Annotated[str, AfterValidator(str.strip)]
Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    PlainSerializer(lambda number: format(number, "f"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}),
]
Calendar = Annotated[date, BeforeValidator(_day)]
Truth = Annotated[bool, BeforeValidator(_flag)]


class Text(Valued[Words]):
    """Words as printed, without blanks around them; empty is None."""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_blank(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("value"), str) and not data["value"].strip():
            return {**data, "value": None}
        return data


class Amount(Valued[Number]):
    """Shares or US dollars, exact."""

    @property
    def text(self) -> str | None:
        return None if self.value is None else format(self.value, "f")


class Day(Valued[Calendar]):
    """A calendar date; `zone` is the time zone that a few filings write behind it ("-05:00", "Z")."""

    zone: str = Field(default="", pattern=r"^(Z|[+-]\d{2}:\d{2})?$")

    @property
    def text(self) -> str | None:
        return None if self.value is None else self.value.isoformat() + self.zone

    @classmethod
    def parse(cls, text: str | None, footnotes: tuple[str, ...] = ()) -> Self:
        match = _DATE.fullmatch(text.strip()) if text is not None else None
        if match is None:
            return cls.model_validate({"value": text, "footnotes": footnotes})
        return cls.model_validate({"value": match[1], "footnotes": footnotes, "zone": match[2] or ""})


class Flag(Valued[Truth]):
    """A check box; None when the form says neither."""

    @property
    def text(self) -> str | None:
        return None if self.value is None else str(int(self.value))


class Issuer(Element):
    issuer_cik: Text = Text()
    issuer_name: Text = Text()
    issuer_trading_symbol: Text = Text()
    issuer_foreign_trading_symbol: Text = Text()


class ReportingOwnerId(Element):
    rpt_owner_cik: Text = Text()
    rpt_owner_ccc: Text = Text()
    rpt_owner_name: Text = Text()


class ReportingOwnerAddress(Element):
    """Where the owner gets mail; `rpt_owner_state` is a code of `models.codes.STATES`."""

    rpt_owner_non_us_address_flag: Flag = Flag()
    rpt_owner_street1: Text = Text()
    rpt_owner_street2: Text = Text()
    rpt_owner_city: Text = Text()
    rpt_owner_state: Text = Text()
    rpt_owner_zip_code: Text = Text()
    rpt_owner_state_description: Text = Text()
    rpt_owner_good_address: Flag = Flag()
    rpt_owner_non_us_state_territory: Text = Text()
    rpt_owner_country: Text = Text()


class ReportingOwnerRelationship(Element):
    is_director: Flag = Flag()
    is_officer: Flag = Flag()
    is_ten_percent_owner: Flag = Flag()
    is_other: Flag = Flag()
    officer_title: Text = Text()
    other_text: Text = Text()


class ReportingOwner(Element):
    reporting_owner_id: ReportingOwnerId = ReportingOwnerId()
    reporting_owner_address: ReportingOwnerAddress = ReportingOwnerAddress()
    reporting_owner_relationship: ReportingOwnerRelationship = ReportingOwnerRelationship()


class TransactionCoding(Element):
    """`transaction_form_type` is "4" or "5" ("3": a holding reported late on a Form 5). The SEC's XML hangs footnotes
    on the whole group; here they mark the code (on a holding, which has none, the form type), as on the printed form.
    """

    transaction_form_type: Text = Text()
    transaction_code: Text = Text()
    equity_swap_involved: Flag = Flag()


class TransactionAmounts(Element):
    transaction_shares: Amount = Amount()
    transaction_total_value: Amount = Amount()
    transaction_price_per_share: Amount = Amount()
    transaction_acquired_disposed_code: Text = Text()


class UnderlyingSecurity(Element):
    underlying_security_title: Text = Text()
    underlying_security_shares: Amount = Amount()
    underlying_security_value: Amount = Amount()


class PostTransactionAmounts(Element):
    shares_owned_following_transaction: Amount = Amount()
    value_owned_following_transaction: Amount = Amount()


class OwnershipNature(Element):
    direct_or_indirect_ownership: Text = Text()
    nature_of_ownership: Text = Text()


class NonDerivativeRow(Element):
    """A row of Table I. A holding has no date, timeliness or amounts of a transaction: they stay blank."""

    kind: Literal["transaction", "holding"]
    security_title: Text = Text()
    transaction_date: Day = Day()
    deemed_execution_date: Day = Day()
    transaction_coding: TransactionCoding = TransactionCoding()
    transaction_timeliness: Text = Text()
    transaction_amounts: TransactionAmounts = TransactionAmounts()
    post_transaction_amounts: PostTransactionAmounts = PostTransactionAmounts()
    ownership_nature: OwnershipNature = OwnershipNature()


class DerivativeRow(Element):
    """A row of Table II; of a holding the same stays blank as in Table I."""

    kind: Literal["transaction", "holding"]
    security_title: Text = Text()
    conversion_or_exercise_price: Amount = Amount()
    transaction_date: Day = Day()
    deemed_execution_date: Day = Day()
    transaction_coding: TransactionCoding = TransactionCoding()
    transaction_timeliness: Text = Text()
    transaction_amounts: TransactionAmounts = TransactionAmounts()
    exercise_date: Day = Day()
    expiration_date: Day = Day()
    underlying_security: UnderlyingSecurity = UnderlyingSecurity()
    post_transaction_amounts: PostTransactionAmounts = PostTransactionAmounts()
    ownership_nature: OwnershipNature = OwnershipNature()


Row = NonDerivativeRow | DerivativeRow


class Footnote(Element):
    """A note below the tables; `value` is its text without its number, None when it cannot be read."""

    id: FootnoteId
    value: Words | None = None


class OwnerSignature(Element):
    signature_name: Text = Text()
    signature_date: Day = Day()


class Form4(Element):
    """One Form 3, 4 or 5 (`document_type` "3", "4", "5", with "/A" when amended), in the order of the SEC's schema."""

    schema_version: Text = Text()
    document_type: Text = Text()
    period_of_report: Day = Day()
    date_of_original_submission: Day = Day()
    no_securities_owned: Flag = Flag()
    not_subject_to_section16: Flag = Flag()
    form3_holdings_reported: Flag = Flag()
    form4_transactions_reported: Flag = Flag()
    issuer: Issuer = Issuer()
    reporting_owner: tuple[ReportingOwner, ...] = ()
    aff10b5_one: Flag = Flag()
    non_derivative_table: tuple[NonDerivativeRow, ...] = ()
    derivative_table: tuple[DerivativeRow, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    remarks: Text = Text()
    owner_signature: tuple[OwnerSignature, ...] = ()
