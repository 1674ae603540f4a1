"""From proposals to fields: rows, paths, states, what is lacking."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.options import Options
from extractor.repair.reconcile import reconcile
from extractor.signatures import BY_HAND
from models.evidence import Reading
from models.field import State
from models.paths import from_paths
from tests.printed_cells import HOLDING, ONE, SALE, SHORT, TWO, proposal, row, run


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


def test_specks_without_a_title_make_no_row() -> None:
    nothing = dict.fromkeys(HOLDING)
    for specks in ({**nothing, "direct": "I"}, {**nothing, "title": "1", "owned": "5"}):
        fields, issues = run(row(ONE, 1, **HOLDING) + row(ONE, 2, **specks))
        assert not [path for path in fields if "nonDerivativeHolding[2]" in path]
        assert "row.left-out" in issues
    fields, _ = run(row(ONE, 1, **HOLDING) + row(ONE, 2, **{**HOLDING, "title": None}))
    assert f"{ONE}/nonDerivativeHolding[2]/securityTitle" in fields


def test_table_two_column_is_the_sign() -> None:
    option = {"title": "Option", "strike": "1.5", "date": "2020-03-02", "code": "M", "A": None, "D": "100",
              "exercisable": None, "expires": None, "of": "Common Stock", "underlying": "100", "price": "0",
              "owned": "0", "direct": "D"}
    fields, _ = run(row(TWO, 1, **option))
    base = f"{TWO}/derivativeTransaction[1]"
    assert fields[f"{base}/transactionAmounts/transactionShares"].value == "100"
    assert fields[f"{base}/transactionAmounts/transactionAcquiredDisposedCode"].value == "D"
    assert fields[f"{base}/exerciseDate"].state is State.BLANK


def test_an_exercise_that_table_i_does_not_answer_is_told() -> None:
    option = {"title": "Option", "strike": "1.5", "date": "2020-03-02", "code": "M", "A": None, "D": "100",
              "exercisable": None, "expires": None, "of": "Common Stock", "underlying": "100", "price": "0",
              "owned": "0", "direct": "D"}
    bought = {**SALE, "code": "M", "sign": "A"}
    assert "row.exercise-alone" in run(row(TWO, 1, **option) + row(ONE, 1, **SALE))[1]
    assert "row.exercise-alone" not in run(row(TWO, 1, **option) + row(ONE, 1, **bought))[1]
    assert "row.exercise-alone" not in run(row(TWO, 1, **{**option, "code": "A"}))[1]


def test_a_full_date_in_table_i_makes_a_transaction() -> None:
    dated = {**HOLDING, "date": "03/02/2020"}
    fields, _ = run(row(ONE, 1, **{**dated, "date": None}) + row(ONE, 2, **HOLDING))
    assert not [path for path in fields if "nonDerivativeTransaction" in path]
    fields, _ = run(row(ONE, 1, **dated))
    assert f"{ONE}/nonDerivativeTransaction[1]/securityTitle" in fields


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


def test_notes_numbered_beyond_what_there_can_be_are_counted() -> None:
    notes = [proposal("footnote", f"Note {number}", group="footnotes", row=number) for number in range(60, 130)]
    fields, issues = run(notes)
    assert fields["footnotes/footnote[70]"].value == "Note 129"
    assert "footnotes/footnote[71]" not in fields
    assert "footnotes.numbering" in issues


def test_a_lost_footnote_keeps_its_number() -> None:
    notes = [proposal("footnote", f"Note {number}", group="footnotes", row=number) for number in (1, 3)]
    fields, issues = run(notes)
    assert fields["footnotes/footnote[2]"].state is State.UNREADABLE
    assert fields["footnotes/footnote[3]"].value == "Note 3"
    assert "footnotes.missing" in issues


def test_confidence_is_never_constant_and_clean_fields_pass() -> None:
    strong = row(ONE, 1, **SALE)
    weak = [*strong[:3], proposal(SHORT["amount"], "100", "700", group=ONE, row=1, score=0.12), *strong[4:]]
    path = f"{ONE}/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"
    sure, unsure = run(strong)[0][path], run(weak)[0][path]
    assert not sure.needs_review
    strict, _ = reconcile(weak, "4", Options(max_error=0.005))
    assert next(field for field in strict if field.path == path).needs_review
    assert (sure.confidence or 0) > (unsure.confidence or 1)


def test_blank_mandatory_cells_go_to_review() -> None:
    fields, issues = run(row(ONE, 1, **{**SALE, "direct": None}))
    direct = fields[f"{ONE}/nonDerivativeTransaction[1]/ownershipNature/directOrIndirectOwnership"]
    assert (direct.state, direct.needs_review) == (State.BLANK, True)
    assert "direct or indirect" in issues["row.incomplete"]


def test_a_row_that_lacks_much_is_doubted_as_a_whole() -> None:
    debris = {**SALE, "date": None, "direct": None, "price": None}
    fields, _ = run(row(ONE, 1, **SALE) + row(ONE, 2, **debris))
    second = [field for path, field in fields.items() if "[2]" in path]
    assert second
    assert all(field.needs_review for field in second)
    first = [field for path, field in fields.items() if "Transaction[1]" in path]
    assert not all(field.needs_review for field in first)


def test_an_amendment_is_told_by_its_box_4() -> None:
    original = proposal("dateOfOriginalSubmission", "2020-02-03", kind="date")
    fields, _ = run([original, proposal("documentType", "4", kind="form"), *row(ONE, 1, **SALE)])
    assert fields["documentType"].value == "4/A"


def test_what_nobody_can_read_in_box_4_leaves_the_type_of_the_form_open() -> None:
    stamped = replace(proposal("dateOfOriginalSubmission", "2020-02-03", kind="date"), candidates=(), raw="17297")
    fields, _ = run([stamped, proposal("documentType", "4", kind="form"), *row(ONE, 1, **SALE)])
    assert fields["documentType"].needs_review
    assert {candidate.value for candidate in fields["documentType"].candidates} == {"4", "4/A"}


def test_a_name_below_a_hand_is_seen_by_a_person() -> None:
    signed = proposal("signatureName", "/s/ Jane Doe", group="ownerSignature", row=1)
    for score, asked in ((BY_HAND, True), (0.97, False)):
        read = Reading(text="/s/ Jane Doe", score=score, engine="tesseract 5.3.0", source="page")
        found = run([replace(signed, readings=(read,)), *row(ONE, 1, **SALE)])[0]["ownerSignature[1]/signatureName"]
        assert found.needs_review is asked


def test_a_monthly_form_takes_its_period_from_the_earliest_transaction() -> None:
    month = proposal("periodOfReport", "1999-07", kind="month")
    rows = row(ONE, 1, **{**SALE, "date": "1999-07-19"}) + row(ONE, 2, **{**SALE, "date": "1999-07-07", "owned": "800"})
    fields, _ = run([month, *rows])
    assert fields["periodOfReport"].value == "1999-07-07"
    alone = run([month])[0]["periodOfReport"]
    assert (alone.value, alone.needs_review) == ("1999-07-01", True)


def test_a_long_garbled_filing_is_done_in_time() -> None:
    garble = random.Random(1)

    def many(text: str) -> tuple[str, ...]:
        out = {text: None}
        while len(out) < 12:
            place = garble.randrange(len(text))
            out["".join(garble.choice("123456789") if at == place and sign.isdigit() else sign
                        for at, sign in enumerate(text))] = None
        return tuple(out)

    days = tuple(f"2020-{month:02d}-02" for month in range(1, 13))
    proposals = []
    for number in range(1, 31):
        shared = {"date": days, "code": ("M", "S", "P"), "direct": ("D", "I"), "price": many("12.3456")}
        proposals += row(ONE, number, title="Common Stock", amount=many("1234"), sign=("A", "D"),
                         owned=many(str(100000 + 1234 * number)), **shared)  # type: ignore[arg-type]
        proposals += row(TWO, number, title="Option", strike=many("12.3456"), D=many("1234"), underlying=many("1234"),
                         exercisable=days, expires=days, owned=many(str(500000 - 1234 * number)),
                         **shared)  # type: ignore[arg-type]
    doubtful = [replace(one, agreement=(1, 2), candidates=tuple(
        candidate.model_copy(update={"score": 0.3 / (place + 1)}) for place, candidate in enumerate(one.candidates)
    )) for one in proposals]
    started = time.process_time()
    fields, _ = run([*doubtful, proposal("periodOfReport", *days, score=0.3)])
    assert time.process_time() - started < 2
    assert len(fields) > 60 * 11


GROUPS = {
    "": ("periodOfReport", "dateOfOriginalSubmission", "issuer/issuerTradingSymbol", "groupFiling:many", "remarks",
         "notSubjectToSection16"),
    "reportingOwner": ("reportingOwnerId/rptOwnerName", "reportingOwnerAddress/rptOwnerState",
                       "reportingOwnerAddress/rptOwnerZipCode", "reportingOwnerRelationship/isOfficer",
                       "reportingOwnerRelationship/officerTitle"),
    "footnotes": ("footnote",),
    "ownerSignature": ("signatureName", "signatureDate"),
    ONE: (*(SHORT[name] for name in SALE), SHORT["nature"], SHORT["V"]),
    TWO: tuple(path for name, path in SHORT.items() if name not in ("sign", "nature")),
}
ANYTHING = st.sampled_from([
    "0", "1", "100", "900", "1000", "12.5", "2020-03-02", "2020-02-30", "1999-07", "A", "D", "I", "S", "M", "J/K", "V",
    "CT", "06880", "Common Stock", "includes 100 shares and 800 shares", "999999999999", "NSSIOTC", "x" * 50,
])


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_was_read_gives_a_filing(data: st.DataObject) -> None:
    proposals = []
    for _ in range(data.draw(st.integers(0, 40))):
        group = data.draw(st.sampled_from(list(GROUPS)))
        field = data.draw(st.sampled_from(GROUPS[group]))
        said = data.draw(st.lists(st.none() | ANYTHING, max_size=4, unique=True))
        kind = "checkbox" if field.rpartition("/")[2].startswith(("is", "not", "groupFiling")) else None
        if field in ("periodOfReport", "dateOfOriginalSubmission"):
            kind = data.draw(st.sampled_from(["date", "month"]))
        proposals.append(proposal(
            field, *said, group=group, row=data.draw(st.integers(1, 4)) if group else 0, kind=kind,
            notes=tuple(data.draw(st.lists(st.sampled_from(["F1", "F2", "F9"]), max_size=2, unique=True))),
            marks=tuple(data.draw(st.lists(st.just("[©]"), max_size=1))),
            score=data.draw(st.sampled_from([0.2, 0.6, 1.0])),
            agreement=data.draw(st.sampled_from([(1, 1), (1, 2), (2, 2)])),
        ))
    fields, _ = reconcile(proposals, data.draw(st.sampled_from(["3", "4", "5"])), Options())
    assert len({field.path for field in fields}) == len(fields)
    assert all(field.needs_review for field in fields if field.state is State.UNREADABLE)
    from_paths((field.path, field.value, field.footnotes) for field in fields)


def test_too_strict_a_limit_is_said_to_be_beyond_proof() -> None:
    fields, issues = reconcile(row(ONE, 1, **SALE), "4", Options(max_error=1e-6))
    assert all(field.needs_review for field in fields)
    assert "review.unproven" in {issue.code for issue in issues}
    assert "review.unproven" not in {issue.code for issue in reconcile(row(ONE, 1, **SALE), "4", Options())[1]}
