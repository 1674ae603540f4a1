"""The SEC's blank Form 4 of March 2026, SEC 1474 (03-26), filled in: a cover, a sheet for each table, a last one."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import partial

from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from extractor.synth.paper import type_table, typing_habits
from extractor.synth.paper_foot import Sheet, joint_filers, type_explanation
from extractor.synth.paper_head import Boxes, written_symbol
from extractor.synth.paper_table import Grid
from extractor.synth.places import Places
from extractor.synth.printed import Hand, entry, table_i_row, table_ii_row
from extractor.synth.typefaces import pick
from extractor.synth.typist import Press, Typist
from extractor.synth.wording import (
    COPIES,
    EXAMPLES,
    EXIT,
    FELONY,
    LEGENDS,
    PLAN_PAPER,
    REMINDER,
    STATUTE,
    table_i,
    table_ii,
)
from models.form4 import Form4

# Column widths of the SEC's blank, in its own pixels.
_SHARES_I = {"title": 59, "date": 106, "deemed": 105, "code": 47, "v": 36, "amount": 55, "ad": 68, "price": 39,
             "following": 140, "di": 83, "nature": 68}  # fmt: skip
_SHARES_II = {
    "title": 55,
    "strike": 60,
    "date": 60,
    "deemed": 60,
    "code": 35,
    "v": 30,
    "acquired": 35,
    "disposed": 35,
    "exercisable": 60,
    "expiration": 55,
    "underlying": 35,
    "underlying_amount": 50,
    "price": 55,
    "following": 65,
    "di": 60,
    "nature": 56,
}
_ROOMIER = {
    "title": 1.5,
    "price": 1.4,
    "acquired": 1.5,
    "disposed": 1.5,
    "underlying": 1.8,
    "nature": 1.3,
    "following": 0.8,
}


def render(form: Form4, rng: random.Random, places: Places) -> bytes:
    """The filing as a PDF; where the values of its tables stand goes to `places`."""
    out = io.BytesIO()
    size = landscape(letter)
    canvas = Canvas(out, pagesize=size, invariant=1)
    hand = typing_habits(form, rng)
    press = Press(canvas, size[1], pick("serif", rng), rng.uniform(8.2, 9.0), rng.choice((0.5, 0.7, 0.9)))
    face = pick(rng.choice(("serif", "sans", "typewriter")), rng)
    typist = Typist(canvas, size[1], face, rng.uniform(8, 9.2), rng, (rng.uniform(-1, 2), rng.uniform(-1, 1)))
    sheet = Sheet(press, typist, None, 72, 66, 648, size[1] - 52, "SEC 1474 (03-26)", rng)
    _cover(form, sheet, hand)
    roomy = rng.random() < 0.6  # tables drawn anew by a word processor
    wide = Sheet(press, typist, None, 33, 66, 726, size[1] - 60, "", rng)
    grid = Grid(33, 726, rng.uniform(19, 22), False, rng.random() < 0.5)
    legend = LEGENDS["4"]

    def titles(text: str, below: str) -> Callable[[float, str], float]:
        def print_them(y: float, again: str) -> float:
            press.label(72, y + 11, "FORM 4 (continued)", 1.25, bold=True)
            press.label(252, y + 11, text + again, 1.25, bold=True)
            if below:
                press.label(252, y + 24, below, 1.25, bold=True)
            return y + (36 if below else 24)

        return print_them

    rows = [table_i_row(row, hand, "4") for row in form.non_derivative_table]
    wide.turn()
    y = type_table(
        wide,
        table_i("4"),
        _room(_SHARES_I, roomy),
        rows,
        grid,
        66,
        titles(f"Table I — {legend.table_i}", ""),
        rng.randrange(10, 16),
        40,
        partial(places.add, "non_derivative"),
    )
    press.label(72, y + 13, REMINDER, 1.15)
    below = [table_ii_row(row, hand, "4") for row in form.derivative_table]
    wide.turn()
    y = type_table(
        wide,
        table_ii("4"),
        _room(_SHARES_II, roomy),
        below,
        grid,
        66,
        titles(f"Table II — {legend.table_ii}", f"({''.join(EXAMPLES)})"),
        rng.randrange(6, 11),
        60,
        partial(places.add, "derivative"),
    )
    sheet.typist.astray = wide.typist.astray
    y = type_explanation(sheet, form, y + 14)
    _last(form, sheet, hand, y)
    if len(form.reporting_owner) > 1:
        joint_filers(sheet, form, hand)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _room(shares: dict[str, int], roomy: bool) -> dict[str, float]:
    return {key: share * (_ROOMIER.get(key, 1) if roomy else 1) for key, share in shares.items()}


def _cover(form: Form4, sheet: Sheet, hand: Hand) -> None:
    press, left, right = sheet.press, sheet.left, sheet.left + sheet.width
    top = sheet.top
    boxes = Boxes(press, sheet.typist, left, top, sheet.width, sheet.rng, checks="boxes")
    press.box(left, top, left + 69, top + 22)
    press.label(left + 34, top + 17, "FORM 4", 2.05, bold=True, align="center")
    y = top + 44
    for text, checked in ((f"{EXIT} See Instruction 1(b).", form.not_subject_to_section16.value),
                          (f"{PLAN_PAPER} See Instruction 10.", form.aff10b5_one.value)):  # fmt: skip
        at = boxes.mark(left + 1, y, checked is True)
        y = press.block(at, y, 210 - at + left, text, 1.22, bold=True) + press.size * 1.2
    middle = left + 397
    for text, factor, strong, step in (
        ("UNITED STATES SECURITIES AND EXCHANGE", 1.4, True, 48),
        ("COMMISSION", 1.4, True, 62),
        ("Washington, D.C. 20549", 1.4, True, 78),
        ("STATEMENT OF CHANGES IN BENEFICIAL", 1.4, True, 104),
        ("OWNERSHIP", 1.4, True, 118),
        ("Filed pursuant to Section 16(a) of the Securities Exchange Act of", 1.35, False, 140),
        ("1934 or Section 30(h) of the Investment Company Act of 1940", 1.35, False, 154),
    ):
        press.label(middle, top + step, text, factor, bold=strong, align="center")
    x0, x1 = right - 116, right + 24
    press.box(x0, top, x1, top + 60)
    press.line(x0, top + 15, x1, top + 15)
    press.label((x0 + x1) / 2, top + 11, "OMB APPROVAL", 1.15, align="center")
    for n, (text, value) in enumerate(
        (
            ("OMB Number:", "3235-0287"),
            ("Expires:", "August 31, 2026"),
            ("Estimated average burden", ""),
            ("hours per response.............", "0.5"),
        )
    ):
        press.label(x0 + 2, top + 25 + n * 11, text, 1.12)
        press.label(x1 - 3, top + 25 + n * 11, value, 1.12, align="right")
    y = max(y, top + 196)
    press.label(left, y, "(Print or Type Responses)", 1.1)
    bottom = _boxes(form, boxes, hand, y + 7)
    press.label(
        left, bottom + 13, "* If the form is filed by more than one reporting person, see Instruction 4(b)(v).", 1.3
    )
    foot = max(bottom + 34, 543)
    press.label(left, foot, "SEC 1474 (03-26)", 1.1)
    press.block(
        left + 108,
        foot,
        540,
        "Potential persons who are to respond to the collection of information contained in this "
        "Form are not required to respond unless the Form displays a currently valid OMB control number.",
        1.1,
    )


def _boxes(form: Form4, boxes: Boxes, hand: Hand, y0: float) -> float:
    press, typist = boxes.press, boxes.typist
    x0, x1, x2, x3 = boxes.left, boxes.left + 216, boxes.left + 396, boxes.left + 648
    owner, issuer = form.reporting_owner[0], form.issuer
    address = owner.reporting_owner_address
    streets = [t for t in (address.rpt_owner_street1.value, address.rpt_owner_street2.value) if t]
    name = typist.lines(owner.reporting_owner_id.rpt_owner_name.value or "", x1 - x0 - 12)
    a1 = y0 + 22 + len(name) * typist.leading + 8
    a2 = a1 + 16 + max(len(streets), 1) * typist.leading + 4
    a3 = a2 + 16 + typist.leading + 6
    a4 = a3 + 14 + typist.leading
    end = a4 + 24
    press.box(x0, y0, x3, end)
    press.line(x1, y0, x1, end)
    press.line(x2, y0, x2, end)
    for a in (a1, a2, a3, a4):
        press.line(x0, a, x1, a)
    press.label(x0 + 5, y0 + 13, "1. Name and Address of Reporting Person*", 1.1)
    typist.type_lines(x0 + 6, a1 - 5 - (len(name) - 1) * typist.leading, name)
    for x, text in ((6, "(Last)"), (68, "(First)"), (130, "(Middle)")):
        press.label(x0 + x, a1 + 9, text, 1.1)
    typist.type_lines(x0 + 6, a2 - 4 - (len(streets) - 1) * typist.leading, streets)
    press.label(x0 + 66, a2 + 9, "(Street)", 1.1)
    state = address.rpt_owner_non_us_state_territory.value or address.rpt_owner_state.value
    for x, value in ((6, address.rpt_owner_city.value), (92, state), (140, address.rpt_owner_zip_code.value)):
        typist.type(x0 + x, a3 - 4, value or "")
    for x, text in ((6, "(City)"), (68, "(State)"), (132, "(Zip/Postal Code)")):
        press.label(x0 + x, a3 + 9, text, 1.1)
    typist.type(x0 + 6, a4 - 3, address.rpt_owner_country.value or "")
    press.label(x0 + 6, a4 + 9, "(Country)", 1.1)

    named = typist.lines(
        written_symbol(issuer.issuer_name.value or "", issuer.issuer_trading_symbol.value or "", boxes.rng),
        x2 - x1 - 12,
    )
    b1 = press.block(x1 + 5, y0 + 13, x2 - x1 - 8, "2. Issuer Name and Ticker or Trading Symbol", 1.1) + 1
    typist.type_lines(x1 + 6, b1 + 2, named)
    b1 += len(named) * typist.leading
    press.line(x1, b1, x2, b1)
    press.label(x1 + 5, b1 + 11, "2a. Foreign Trading Symbol", 1.1)
    foreign = issuer.issuer_foreign_trading_symbol.value
    typist.type(x1 + 6, b1 + 11 + typist.leading, foreign or "")
    b2 = b1 + 16 + (typist.leading if foreign else 0)
    press.line(x1, b2, x2, b2)
    b3 = press.block(
        x1 + 5, b2 + 11, x2 - x1 - 8, "3. Date of Earliest Transaction Required to be Reported (Month/Day/Year)", 1.1
    )
    typist.type(x1 + 6, b3 + 4, entry(form.period_of_report, hand).text)
    c = max(a3 - 6, b3 + 12)
    press.line(x1, c, x3, c)
    b4 = press.block(x1 + 5, c + 11, x2 - x1 - 8, "4. If Amendment, Date Original Filed (Month/Day/Year)", 1.1)
    typist.type(x1 + 6, b4 + 3, entry(form.date_of_original_submission, hand).text)
    _relationship(form, boxes, x2, x3, y0, c)
    return end


def _relationship(form: Form4, boxes: Boxes, x0: float, x1: float, y0: float, c: float) -> None:
    press, typist = boxes.press, boxes.typist
    relation, one = form.reporting_owner[0].reporting_owner_relationship, len(form.reporting_owner) == 1
    boxes.checks = "lines"
    y = press.block(
        x0 + 5, y0 + 13, x1 - x0 - 8, "5. Relationship of Reporting Person(s) to Issuer (Check all applicable)", 1.1
    )
    step = min(16.5, (c - y - 14) / 4.2)
    for checked, text in (
        (relation.is_director.value, "Director"),
        (relation.is_officer.value, "Officer (give title below)"),
        (relation.is_ten_percent_owner.value, "10% Owner"),
        (relation.is_other.value, "Other (specify below)"),
    ):
        y += step * 0.5
        press.label(boxes.mark(x0 + 5, y, checked is True), y, text, 1.1)
        y += step * 0.5
    said = " / ".join(t for t in (relation.officer_title.value, relation.other_text.value) if t)
    typist.type((x0 + x1) / 2, c - 7, said, align="center")
    press.line(x0 + 18, c - 5, x1 - 18, c - 5)
    press.label(x0 + 5, c + 11, "6. Individual or Joint/Group Filing (Check Applicable Line)", 1.05)
    press.label(boxes.mark(x0 + 5, c + 26, one), c + 26, "Form filed by One Reporting Person", 1.1)
    press.label(boxes.mark(x0 + 5, c + 41, not one), c + 41, "Form filed by More than One Reporting Person", 1.1)


def _last(form: Form4, sheet: Sheet, hand: Hand, y: float) -> None:
    """Signatures: on a sheet of their own as on the blank, or below the explanation where they fit."""
    press, typist = sheet.press, sheet.typist
    if sheet.rng.random() < 0.5 or y > sheet.bottom - 140:
        sheet.turn()
        y = sheet.top
    y += 24
    x, wide = sheet.left + 290, 260.0
    for number, signature in enumerate(form.owner_signature):
        lines = typist.lines(signature.signature_name.value or "", wide - 6)
        if y + len(lines) * typist.leading + 30 > sheet.bottom:
            sheet.turn()
            y = sheet.top + 24
        if number == 0:
            press.block(sheet.left, y + 10, 230, f"** {FELONY}. See {STATUTE}", 1.2)
        typist.type_lines(x + 4, y, lines)
        y += (len(lines) - 1) * typist.leading + 4
        press.line(x, y, x + wide, y)
        typist.type(x + wide + 14, y - 3, entry(signature.signature_date, hand).text)
        press.line(x + wide + 10, y, x + wide + 90, y)
        press.label(x + wide / 2, y + 11, "**Signature of Reporting Person", 1.15, align="center")
        press.label(x + wide + 30, y + 11, "Date", 1.15)
        y += 11 + typist.leading * 2
    y = max(y, sheet.top + 90)
    y = press.block(sheet.left, y, 640, f"{COPIES} If space is insufficient, see Instruction 6 for procedure.", 1.2) + 4
    press.block(
        sheet.left,
        y,
        400,
        "Potential persons who are to respond to the collection of information contained in this form "
        "are not required to respond unless the form displays a currently valid OMB Number.",
        1.2,
    )
