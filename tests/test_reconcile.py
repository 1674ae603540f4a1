"""From proposals to fields: rows, paths, states."""

from __future__ import annotations

from extractor.options import Options
from extractor.records import Cell, Proposal
from extractor.repair.reconcile import reconcile
from models.evidence import Candidate
from models.field import Field, State
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
    fields, issues = reconcile(proposals, form, Options())
    from_paths((field.path, field.value, field.footnotes) for field in fields)
    return {field.path: field for field in fields}, {issue.code: issue.message for issue in issues}


SALE = {"title": "Common Stock", "date": "2020-03-02", "code": "S", "amount": "100", "sign": "D", "price": "10.5",
        "owned": "900", "direct": "D"}
HOLDING = {"title": "Common Stock", "date": None, "code": None, "amount": None, "sign": None, "price": None,
           "owned": "5000", "direct": "I", "nature": "By Trust"}


def test_rows_become_transactions_and_holdings_in_printed_order() -> None:
    fields, _ = run(row(ONE, 1, **HOLDING) + row(ONE, 2, **SALE) + row(ONE, 4, **HOLDING))
    elements = list(dict.fromkeys(path.split("/")[1] for path in fields if path.startswith(ONE)))
    assert elements == ["nonDerivativeHolding[1]", "nonDerivativeTransaction[1]", "nonDerivativeHolding[2]"]


def test_a_speck_in_a_holding_stays_a_holding_and_is_reported() -> None:
    fields, issues = run(row(ONE, 1, **{**HOLDING, "code": "J"}))
    assert f"{ONE}/nonDerivativeHolding[1]/securityTitle" in fields
    assert "row.stray-entry" in issues


def test_a_transaction_that_lost_one_cell_stays_a_transaction() -> None:
    for lost in ("date", "code", "amount", "sign"):
        fields, _ = run(row(ONE, 1, **{**SALE, lost: None}))
        assert f"{ONE}/nonDerivativeTransaction[1]/securityTitle" in fields, lost


def test_table_two_column_is_the_sign() -> None:
    option = {"title": "Option", "strike": "1.5", "date": "2020-03-02", "code": "M", "A": None, "D": "100",
              "exercisable": None, "expires": None, "of": "Common Stock", "underlying": "100", "price": "0",
              "owned": "0", "direct": "D"}
    fields, _ = run(row(TWO, 1, **option))
    base = f"{TWO}/derivativeTransaction[1]"
    assert fields[f"{base}/transactionAmounts/transactionShares"].value == "100"
    assert fields[f"{base}/transactionAmounts/transactionAcquiredDisposedCode"].value == "D"
    assert fields[f"{base}/exerciseDate"].state is State.BLANK


def test_printed_code_is_taken_apart() -> None:
    fields, _ = run(row(ONE, 1, **{**SALE, "code": "J/K"}) + row(ONE, 2, **{**SALE, "code": "G", "V": "V"}))
    first, second = (f"{ONE}/nonDerivativeTransaction[{number}]" for number in (1, 2))
    assert fields[f"{first}/transactionCoding/transactionCode"].value == "J"
    assert fields[f"{first}/transactionCoding/equitySwapInvolved"].value == "1"
    assert fields[f"{second}/transactionCoding/transactionFormType"].value == "5"
    assert fields[f"{second}/transactionTimeliness"].value == "E"


def test_form_3_has_holdings_only() -> None:
    fields, _ = run(row(ONE, 1, **HOLDING), form="3")
    assert fields["documentType"].value == "3"
    assert f"{ONE}/nonDerivativeHolding[1]/ownershipNature/natureOfOwnership" in fields


def test_blank_rows_go_and_nothing_readable_is_said() -> None:
    garbled = row(ONE, 1, **SALE)
    garbled[3] = proposal(SHORT["amount"], group=ONE, row=1, raw="#§~")
    fields, _ = run(garbled + row(ONE, 2, **{**SALE, **dict.fromkeys(SALE)}))
    amount = fields[f"{ONE}/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"]
    assert (amount.state, amount.value, amount.needs_review) == (State.UNREADABLE, None, True)
    assert not any("[2]" in path for path in fields)


def test_a_lost_footnote_keeps_its_number() -> None:
    notes = [proposal("footnote", f"Note {number}", group="footnotes", row=number) for number in (1, 3)]
    fields, issues = run(notes)
    assert fields["footnotes/footnote[2]"].state is State.UNREADABLE
    assert fields["footnotes/footnote[3]"].value == "Note 3"
    assert "footnotes.missing" in issues


def test_confidence_is_never_constant_and_clean_fields_pass() -> None:
    strong = row(ONE, 1, **SALE)
    weak = [*strong[:3], proposal(SHORT["amount"], "100", "700", group=ONE, row=1, score=0.5), *strong[4:]]
    path = f"{ONE}/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"
    sure, unsure = run(strong)[0][path], run(weak)[0][path]
    assert not sure.needs_review
    assert unsure.needs_review
    assert (sure.confidence or 0) > (unsure.confidence or 1)
