"""What a damaged scene still tells: the names of values that nobody can recover, and of values that it never showed.

A value is destroyed when no run spells it any more and the rest of the form does not determine it. The form's own
algebra counts only where the filing obeys it and the partners are all still legible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractor.synth.dumps.paper import Scene, runs
from models.form4 import Amount, DerivativeRow, Form4, NonDerivativeRow, Row
from models.paths import flatten, row_paths

_LEAVES = {
    "periodOfReport": "period_of_report", "dateOfOriginalSubmission": "date_of_original_submission",
    "notSubjectToSection16": "not_subject_to_section16", "noSecuritiesOwned": "no_securities_owned",
    "form3HoldingsReported": "form3_holdings_reported", "form4TransactionsReported": "form4_transactions_reported",
    "schemaVersion": "schema_version", "documentType": "document_type", "aff10b5One": "aff10b5_one",
    "remarks": "remarks",
    "issuerCik": "issuer_cik", "issuerName": "issuer_name", "issuerTradingSymbol": "ticker",
    "issuerForeignTradingSymbol": "foreign_ticker",
    "rptOwnerCik": "cik", "rptOwnerName": "name", "rptOwnerNonUSAddressFlag": "non_us", "rptOwnerStreet1": "street1",
    "rptOwnerStreet2": "street2", "rptOwnerCity": "city", "rptOwnerState": "state", "rptOwnerZipCode": "zip",
    "rptOwnerStateDescription": "state_description", "rptOwnerCountry": "country", "isDirector": "is_director",
    "isOfficer": "is_officer", "isTenPercentOwner": "is_ten_percent", "isOther": "is_other",
    "officerTitle": "officer_title", "otherText": "other_text",
    "securityTitle": "title", "conversionOrExercisePrice": "conv_price", "transactionDate": "trans_date",
    "deemedExecutionDate": "deemed_date", "transactionFormType": "form_type", "transactionCode": "code",
    "equitySwapInvolved": "equity_swap", "transactionTimeliness": "voluntary", "transactionShares": "shares",
    "transactionTotalValue": "total_value", "transactionPricePerShare": "price",
    "transactionAcquiredDisposedCode": "ad",
    "exerciseDate": "exercise_date", "expirationDate": "expiration_date", "underlyingSecurityTitle": "underlying_title",
    "underlyingSecurityShares": "underlying_shares", "underlyingSecurityValue": "underlying_value",
    "sharesOwnedFollowingTransaction": "following", "valueOwnedFollowingTransaction": "following_value",
    "directOrIndirectOwnership": "di", "natureOfOwnership": "nature", "signatureName": "name", "signatureDate": "date",
}  # fmt: skip
_PART = re.compile(r"(reportingOwner|ownerSignature|footnote)\[(\d+)\]", re.ASCII)
_HEADS = {"reportingOwner": "owners", "ownerSignature": "signatures", "footnote": "footnotes"}


def short_name(path: str, rows: dict[str, str]) -> str | None:
    """The short name of a path of the ownership XML; None where there is none. `rows`: row path → its short name."""
    leaf = path.rpartition("/")[2]
    for row, name in rows.items():
        if path.startswith(row + "/"):
            return f"{name}.{_LEAVES[leaf]}" if leaf in _LEAVES else None
    part = _PART.search(path)
    if part is None:
        return _LEAVES.get(leaf)
    last = "text" if part[1] == "footnote" else _LEAVES.get(leaf)
    return f"{_HEADS[part[1]]}[{int(part[2]) - 1}].{last}" if last else None


def row_names(form: Form4) -> dict[str, str]:
    """Row path → its short name: indices from 0 over transactions and holdings alike."""
    counts = {"nonDerivativeTable": 0, "derivativeTable": 0}
    names = {}
    for path, _ in row_paths(form):
        table = path.partition("/")[0]
        names[path] = f"{'derivative' if table == 'derivativeTable' else 'non_derivative'}[{counts[table]}]"
        counts[table] += 1
    return names


def lost_names(scene: Scene) -> frozenset[str]:
    """Names whose every copy is lost."""
    legible = {run.name for run in runs(scene) if run.name and not run.lost}
    return frozenset({run.name for run in runs(scene) if run.name and run.lost} - legible)


def invisible_names(form: Form4, scene: Scene) -> tuple[str, ...]:
    """Values of the filing that this print does not show at all."""
    printed = {run.name for run in runs(scene)}
    rows = row_names(form)
    derivative_sides = {
        name.rpartition(".")[0] for name in printed if name.startswith("derivative[") and ".shares" in name
    }
    found = set()
    for item in flatten(form):
        name = short_name(item.path, rows)
        if item.value is None or name is None or name in printed:
            continue
        row, _, leaf = name.rpartition(".")
        told = (
            (leaf == "ad" and row in derivative_sides)  # the side under which the number stands says it
            or name == "document_type"
            or (leaf in ("voluntary", "equity_swap") and item.value in ("0", "E", ""))
        )
        if not told:
            found.add(name)
    return tuple(sorted(found))


def destroyed_names(form: Form4, lost: Iterable[str]) -> tuple[str, ...]:
    """Of the lost names those that the rest of the form does not give back."""
    names = row_names(form)
    stated = {short_name(item.path, names) for item in flatten(form) if item.value is not None}
    gone = frozenset(name for name in lost if ".fn." in name or name in stated)
    rows = dict(zip(row_names(form).values(), (row for _, row in row_paths(form)), strict=True))
    given = {name for name, partners in _witnesses(form, rows) if name in gone and not gone & partners}
    given |= _mark_by_elimination(form, gone)
    return tuple(sorted({name.partition("#")[0] for name in gone - given}))


def _witnesses(form: Form4, rows: dict[str, Row]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every value that others determine, with those others."""
    yield from _dates(form, rows)
    for name, row in rows.items():
        yield f"{name}.di", frozenset({f"{name}.nature"})  # indirect exactly when a nature is stated
        code, side = (
            row.transaction_coding.transaction_code.value,
            row.transaction_amounts.transaction_acquired_disposed_code.value,
        )
        derivative = isinstance(row, DerivativeRow)
        usual = {"P": "A", "L": "A", "A": "A", "S": "D", "F": "D", "U": "D", "D": "D"} | dict.fromkeys(
            "MCOX", "D" if derivative else "A"
        )
        if code and usual.get(code) == side:
            yield f"{name}.ad", frozenset({f"{name}.code"})
        if isinstance(row, DerivativeRow):
            one, two = (
                row.transaction_amounts.transaction_shares.value,
                row.underlying_security.underlying_security_shares.value,
            )
            if one is not None and one == two:
                yield f"{name}.shares", frozenset({f"{name}.underlying_shares"})
                yield f"{name}.underlying_shares", frozenset({f"{name}.shares"})
    yield from _balances(rows)
    yield from _mirrors(rows)


def _dates(form: Form4, rows: dict[str, Row]) -> Iterator[tuple[str, frozenset[str]]]:
    days = {
        f"{name}.trans_date": row.transaction_date.value for name, row in rows.items() if row.transaction_date.value
    }
    first = form.period_of_report.value
    if first and days and min(days.values()) == first:
        yield "period_of_report", frozenset(days)
        if len(days) == 1:
            yield next(iter(days)), frozenset({"period_of_report"})
    for one, day in days.items():
        for other, other_day in days.items():  # the line above says the same
            if one != other and day == other_day:
                yield one, frozenset({other, "period_of_report"})


def _balances(rows: dict[str, Row]) -> Iterator[tuple[str, frozenset[str]]]:
    last: dict[tuple[str | None, ...], tuple[str, Decimal]] = {}
    for name, row in rows.items():
        if not isinstance(row, NonDerivativeRow):
            continue
        after, moved = row.post_transaction_amounts.shares_owned_following_transaction.value, row.transaction_amounts
        shares, side = moved.transaction_shares.value, moved.transaction_acquired_disposed_code.value
        nature = row.ownership_nature
        bucket = (row.security_title.value, nature.direct_or_indirect_ownership.value, nature.nature_of_ownership.value)
        if after is None:
            continue
        if shares is not None and bucket in last:
            before_name, before = last[bucket]
            if before + (shares if side == "A" else -shares) == after:
                three = {f"{name}.following", f"{name}.shares", before_name}
                for one in three:
                    yield one, frozenset({*three - {one}, f"{name}.ad"})
        last[bucket] = (f"{name}.following", after)


def _mirrors(rows: dict[str, Row]) -> Iterator[tuple[str, frozenset[str]]]:
    """An exercise stands in both tables: the same number, and the price paid is the strike."""
    for one, plain in rows.items():
        for two, option in rows.items():
            if isinstance(plain, DerivativeRow) or not isinstance(option, DerivativeRow):
                continue
            codes = plain.transaction_coding.transaction_code.value, option.transaction_coding.transaction_code.value
            if codes[0] != codes[1] or codes[0] not in ("M", "O", "X"):
                continue
            pairs = (
                (
                    "shares",
                    plain.transaction_amounts.transaction_shares,
                    "shares",
                    option.transaction_amounts.transaction_shares,
                ),
                (
                    "price",
                    plain.transaction_amounts.transaction_price_per_share,
                    "conv_price",
                    option.conversion_or_exercise_price,
                ),
            )
            for leaf, left, other, right in pairs:
                yield from _equal(f"{one}.{leaf}", left, f"{two}.{other}", right)


def _equal(one: str, left: Amount, two: str, right: Amount) -> Iterator[tuple[str, frozenset[str]]]:
    if left.value is not None and left.value == right.value:
        yield one, frozenset({two})
        yield two, frozenset({one})


def _mark_by_elimination(form: Form4, gone: frozenset[str]) -> set[str]:
    """The one lost footnote mark, when every other note is still referred to and its own is not."""
    lost = {name for name in gone if ".fn." in name}
    if len(lost) != 1:
        return set()
    (name,) = lost
    own = "F" + name.partition("#")[2]
    referred = [mark for item in flatten(form) if not item.path.startswith("footnotes/") for mark in item.footnotes]
    notes = {note.id for note in form.footnotes}
    others = set(referred) - {own} if referred.count(own) == 1 else set(referred)
    return {name} if notes - others == {own} else set()
