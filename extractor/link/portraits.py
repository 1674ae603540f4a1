"""A filing as its kin are told by: names, dates, rows and balances, concluded from its own document alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractor.repair import columns as at
from extractor.repair.balances import one_security
from extractor.repair.rules.rule import spelt
from extractor.siblings import Account, Saying
from models.extraction import Extraction
from models.field import Field, State
from models.form4 import DerivativeRow, Form4, NonDerivativeRow

TITLES = (at.TITLE, at.UNDERLYING_TITLE, at.NATURE)
TEXTS = ("issuer/", "reportingOwner[")
_NO_TEXTS = ("Cik", "isDirector", "isOfficer", "isTenPercentOwner", "isOther", "Flag", "GoodAddress")

Row = Mapping[str, str]
"""The values of a row by their path below it."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What a filing says of itself. `texts` by path (titles and natures by their path below the row), `rows` of each
    table, `raws` every field's reading, `damaged` the paths where that had to be repaired or could not be."""

    document: str
    sha256: str
    kind: str
    issuer: str
    symbol: str
    issuer_cik: str
    owners: tuple[tuple[str, str], ...]
    day: date | None
    signed: str
    texts: Mapping[str, tuple[Saying, ...]]
    rows: Mapping[str, tuple[Row, ...]]
    accounts: tuple[Account, ...]
    raws: Mapping[str, str]
    damaged: frozenset[str]


def portrait(extraction: Extraction, document: str) -> Portrait:
    """The filing as others see it; `document` is what its sentences call it."""
    form = extraction.form
    day = form.period_of_report.value
    return Portrait(
        document=document,
        sha256=extraction.source.sha256,
        kind=f"{form.document_type.value or ''} {form.date_of_original_submission.value or ''}".strip(),
        issuer=form.issuer.issuer_name.value or "",
        symbol=form.issuer.issuer_trading_symbol.value or "",
        issuer_cik=form.issuer.issuer_cik.value or "",
        owners=tuple(
            (owner.reporting_owner_id.rpt_owner_name.value or "", owner.reporting_owner_id.rpt_owner_cik.value or "")
            for owner in form.reporting_owner
        ),
        day=day,
        signed=next((one.signature_date.value.isoformat() for one in form.owner_signature if one.signature_date.value),
                    ""),
        texts=_texts(extraction.fields, document),
        rows={table: tuple(_rows(extraction.fields, table)) for table in (at.TABLE_ONE, at.TABLE_TWO)},
        accounts=tuple(_accounts(form, day, document)) if day else (),
        raws={field.path: field.raw for field in extraction.fields if field.raw},
        damaged=frozenset(
            field.path for field in extraction.fields if field.repairs or field.state is State.UNREADABLE
        ),
    )  # fmt: skip


def _texts(fields: Sequence[Field], document: str) -> dict[str, tuple[Saying, ...]]:
    said: dict[str, dict[str, Saying]] = {}
    for field in fields:
        tail = field.path.rpartition("]/")[2]
        if field.value is None or field.path.endswith(_NO_TEXTS):
            continue
        place = tail if tail in TITLES else field.path if field.path.startswith(TEXTS) else ""
        if place:
            saying = Saying(field.value, document, not field.needs_review)
            known = said.setdefault(place, {}).get(field.value)
            said[place][field.value] = known if known and known.sure else saying
    return {place: tuple(sayings.values()) for place, sayings in said.items()}


def _rows(fields: Sequence[Field], table: str) -> Iterator[Row]:
    rows: dict[str, dict[str, str]] = {}
    for field in fields:
        if field.path.startswith(f"{table}/"):
            row, _, tail = field.path.partition("]/")
            values = rows.setdefault(row, {})
            if field.value is not None:
                values[tail] = field.value
    yield from rows.values()


def _accounts(form: Form4, day: date, document: str) -> Iterator[Account]:
    """The filing's accounts. Where rows of an account do not count on from one another in their order only what one
    row alone says is told: of a single row both ends, else neither."""
    for table, rows in ((at.TABLE_ONE, form.non_derivative_table), (at.TABLE_TWO, form.derivative_table)):
        buckets: list[tuple[Account, list[NonDerivativeRow | DerivativeRow]]] = []
        for row in rows:
            account = Account(table, row.security_title.value or "", _nature(row), _series(row), None, None, day,
                              document)
            mine = next((held for one, held in buckets if same_account(one, account)), None)
            if mine is None:
                buckets.append((account, mine := []))
            mine.append(row)
        for account, held in buckets:
            opening, closing = _ends(held)
            if account.title and (opening is not None or closing is not None):
                yield Account(table, account.title, account.nature, account.series, opening, closing, day, document)


def same_account(one: Account, other: Account) -> bool:
    """Whether two accounts are one, in one filing or two."""
    return (
        (one.table, _bare(one.nature), one.series) == (other.table, _bare(other.nature), other.series)
        and one_security(one.title, other.title)
    )


def _bare(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _nature(row: NonDerivativeRow | DerivativeRow) -> str:
    ownership = row.ownership_nature
    return ownership.nature_of_ownership.value or (
        "" if ownership.direct_or_indirect_ownership.value in ("D", None) else "I"
    )


def _series(row: NonDerivativeRow | DerivativeRow) -> tuple[str, ...]:
    if isinstance(row, NonDerivativeRow):
        return ()
    strike, expires = row.conversion_or_exercise_price.value, row.expiration_date.value
    return (spelt(strike) or "", expires.isoformat() if expires else "")


def _ends(rows: Sequence[NonDerivativeRow | DerivativeRow]) -> tuple[Decimal | None, Decimal | None]:
    """Owned before the first of these rows and after the last; None where it cannot be told."""
    steps = [_step(row) for row in rows]
    owned = [row.post_transaction_amounts.shares_owned_following_transaction.value for row in rows]
    if len(rows) == 1:
        return (None if owned[0] is None or steps[0] is None else owned[0] - steps[0]), owned[0]
    running = all(
        before is not None and after is not None and step is not None and before + step == after
        for before, after, step in zip(owned, owned[1:], steps[1:], strict=False)
    )
    first = owned[0] - steps[0] if running and owned[0] is not None and steps[0] is not None else None
    return first, owned[-1] if running else None


def _step(row: NonDerivativeRow | DerivativeRow) -> Decimal | None:
    """What the row adds to what is owned; None where it cannot be told, nothing for a holding."""
    if row.kind == "holding":
        return Decimal(0)
    moved = row.transaction_amounts
    sign = {"A": 1, "D": -1}.get(moved.transaction_acquired_disposed_code.value or "")
    shares = moved.transaction_shares.value
    return None if sign is None or shares is None else sign * shares
