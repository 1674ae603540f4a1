"""What the algebra must and must not do, on the two real dumps this project started from."""

from __future__ import annotations

from dataclasses import replace

from extractor.records import Cell, Proposal
from models.evidence import Candidate, Repair
from models.field import State
from tests.printed_cells import ONE, SHORT, TWO, proposal, row, run

# The two real dumps this project started from, as the reading stages may see them.

FEBRUARY_NOTES = (
    "183,453 shares delivered in connection with cashless exercise of option and 63,498 shares to satisfy tax "
    "withholding.",
    "The securities are owned directly by CMH Capital Management Corp.",
)


def february(strike: tuple[str, ...] = ("0.08",), notes: tuple[str, ...] = FEBRUARY_NOTES) -> list[Proposal]:
    """A cashless exercise: Table I M and F rows, a holding, Table II with a damaged strike, amounts and date."""
    stock = {"title": "Common Stock, $.01 par value per share"}
    option = {
        "title": "Option to purchase common stock (right to buy)", "strike": strike, "code": "M", "A": None,
        "D": ("275000", "375000"), "exercisable": "2007-02-28", "expires": "2012-02-28", "of": "Common Stock",
        "underlying": ("275000", "375000"), "price": "0", "owned": "0", "direct": "D",
    }
    out = [
        proposal("periodOfReport", "2012-02-27", raw="02/27/2012"),
        *row(ONE, 1, **stock, date="2012-02-27", code="M", amount="375000", sign="A", price="0.68", owned="1791454",
             direct="D"),
        *row(ONE, 2, **stock, date="2012-02-27", code="F", sign="D", price="1.39", owned="1544503", direct="D"),
        proposal(SHORT["amount"], "246951", group=ONE, row=2, notes=("F1",), raw="246,951 (<u>1)</u>"),
        *row(ONE, 3, **stock, date=None, code=None, amount=None, sign=None, price=None, owned="2171372", direct="I"),
        proposal(SHORT["nature"], "See footnote", group=ONE, row=3, notes=("F2",)),
        *row(TWO, 1, **option),
        proposal(SHORT["date"], "2012-02-02", "2012-02-27", "2012-02-21", group=TWO, row=1, score=0.2,
                 raw="02/2//2012"),
        *(proposal("footnote", note, group="footnotes", row=number) for number, note in enumerate(notes, start=1)),
        proposal("signatureName", "/s/ Corey M. Horowitz", group="ownerSignature", row=1),
        proposal("signatureDate", "2012-02-29", group="ownerSignature", row=1),
    ]
    return [replace(one, agreement=(1, 2)) if len(one.candidates) == 2 and one.cell.kind == "shares" else one
            for one in out]


def test_a_misread_strike_is_repaired_on_two_supports() -> None:
    fields, _ = run(february())
    strike = fields[f"{TWO}/derivativeTransaction[1]/conversionOrExercisePrice"]
    assert (strike.value, strike.state) == ("0.68", State.REPAIRED)
    assert "183,453 × 1.39 = 254,999.67 ≈ 375,000 × 0.68 = 255,000" in strike.repairs[-1].reason
    assert "price in Table I" in strike.repairs[-1].reason
    for amount in ("transactionAmounts/transactionShares", "underlyingSecurity/underlyingSecurityShares"):
        assert fields[f"{TWO}/derivativeTransaction[1]/{amount}"].value == "375000"
    assert fields[f"{TWO}/derivativeTransaction[1]/transactionDate"].value == "2012-02-27"
    assert fields[f"{ONE}/nonDerivativeTransaction[2]/transactionAmounts/transactionShares"].footnotes == ("F1",)


def test_one_support_does_not_change_a_clean_number() -> None:
    fields, issues = run(february(notes=("No numbers here.", "Nor here.")))
    strike = fields[f"{TWO}/derivativeTransaction[1]/conversionOrExercisePrice"]
    assert (strike.value, strike.state, strike.needs_review) == ("0.08", State.READ, True)
    assert "0.68" in [candidate.value for candidate in strike.candidates]
    assert "rule.price-is-strike" in issues


def test_what_two_readings_agree_on_is_the_filers() -> None:
    agreed = [replace(one, agreement=(2, 2)) if one.cell.field == SHORT["strike"] else one for one in february()]
    fields, issues = run(agreed)
    strike = fields[f"{TWO}/derivativeTransaction[1]/conversionOrExercisePrice"]
    assert (strike.value, strike.needs_review) == ("0.08", True)
    assert "rule.price-is-strike" in issues


def november() -> list[Proposal]:
    """A grant: a cut expiration date, a footnote mark in pieces, and an owned total that contradicts the grant."""
    return [
        proposal("issuer/issuerTradingSymbol", "NSSIOTC", kind="ticker"),
        proposal("periodOfReport", "2012-11-01"),
        *row(TWO, 1, title="Option to purchase common stock (right to buy)", strike="1.19", code="A", A="500000",
             D=None, of="Common Stock", underlying="500000", price="0", owned="0", direct="D"),
        proposal(SHORT["date"], "2012-11-01", group=TWO, row=1, notes=("F1",)),
        proposal(SHORT["exercisable"], "2012-11-30", group=TWO, row=1, marks=("[©]",), raw="11/30/2012 [©]"),
        Proposal(
            Cell(field=SHORT["expires"], kind="date", group=TWO, row=1), "11/01/202",
            tuple(
                Candidate(value=f"202{digit}-11-01", score=0.1,
                          repairs=(Repair(rule="date.cut", before="11/01/202", after=f"11/01/202{digit}",
                                          reason="the last figure of the year is cut"),))
                for digit in "0123456789"
            ),
        ),
        proposal("footnote", "The options were issued pursuant to an employment agreement.", group="footnotes", row=1),
        proposal("footnote", "The shares vest on a quarterly basis in equal amounts of 41,667 shares.",
                 group="footnotes", row=2),
        proposal("signatureDate", "2012-11-02", group="ownerSignature", row=1),
    ]


def test_a_cut_expiration_follows_from_the_ten_year_term_and_goes_to_review() -> None:
    fields, _ = run(november())
    expires = fields[f"{TWO}/derivativeTransaction[1]/expirationDate"]
    assert (expires.value, expires.state, expires.needs_review) == ("2022-11-01", State.REPAIRED, True)
    assert "11/01/2012 + 10 years = 11/01/2022" in expires.repairs[-1].reason


def test_a_clean_contradiction_is_kept_and_flagged() -> None:
    fields, issues = run(november())
    owned = fields[f"{TWO}/derivativeTransaction[1]/postTransactionAmounts/sharesOwnedFollowingTransaction"]
    assert (owned.value, owned.state, owned.needs_review) == ("0", State.READ, True)
    assert "500000" in [candidate.value for candidate in owned.candidates]
    assert "500,000 were acquired" in issues["rule.owned-covers-acquired"]


def test_a_garbled_mark_is_the_note_nobody_refers_to() -> None:
    fields, _ = run(november())
    exercisable = fields[f"{TWO}/derivativeTransaction[1]/exerciseDate"]
    assert (exercisable.value, exercisable.footnotes) == ("2012-11-30", ("F2",))
    assert exercisable.repairs[-1].rule == "footnote.reference"


def test_a_reference_to_no_note_is_a_misread_one() -> None:
    strange = [replace(one, marks=(), footnotes=("F7",)) if one.marks else one for one in november()]
    exercisable = run(strange)[0][f"{TWO}/derivativeTransaction[1]/exerciseDate"]
    assert (exercisable.footnotes, exercisable.needs_review) == (("F2",), False)


def test_a_venue_glued_to_the_ticker_is_shown_apart() -> None:
    fields, _ = run(november())
    symbol = fields["issuer/issuerTradingSymbol"]
    assert (symbol.value, symbol.state, symbol.needs_review) == ("NSSI-OTC", State.REPAIRED, True)
    short = [replace(one, candidates=(Candidate(value="SPK", score=0.9),)) if one.cell.kind == "ticker" else one
             for one in november()]
    assert run(short)[0]["issuer/issuerTradingSymbol"].value == "SPK"
