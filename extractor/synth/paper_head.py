"""The head of the paper form: plate, legends, and the boxes 1 to 7 (or 1 to 6) with what was typed into them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from extractor.synth.printed import Hand, entry
from extractor.synth.typist import Press, Typist
from extractor.synth.wording import EXIT
from models.form4 import Form4, ReportingOwner


@dataclass(slots=True)
class Boxes:
    """Where the head stands; `checks` says what there is to mark: printed boxes, short lines, or
    brackets where the form was typed anew."""

    press: Press
    typist: Typist
    left: float
    top: float
    width: float
    rng: random.Random
    checks: Literal["boxes", "lines", "brackets"]

    def mark(self, x: float, y: float, checked: bool, wide: float = 24) -> float:
        """A check box or check line whose label's baseline is at y, marked or not; returns where the label begins."""
        press, typist = self.press, self.typist
        if self.checks == "brackets":
            typist.type(x, y, "[X]" if checked else "[ ]")
            return x + typist.width("[X]") + 4
        if self.checks == "boxes":
            side = press.size * 1.45
            press.box(x, y - side * 0.85, x + side, y + side * 0.15)
            center, end = x + side / 2, x + side + 4
        else:
            press.line(x, y + 1, x + wide, y + 1)
            center, end = x + wide / 2, x + wide + 3
        if checked:
            style = self.rng.random()
            if style < 0.12:  # by hand
                self._tick(center, y)
            else:
                typist.type(center, y, "x" if style < 0.25 else "X", align="center")
        return end

    def _tick(self, x: float, y: float) -> None:
        pen, high = self.press.canvas, self.press.height
        pen.setLineWidth(1.2)
        pen.line(x - 4, high - y + 3, x - 1, high - y - 0.5)
        pen.line(x - 1, high - y - 0.5, x + 6, high - y + 9)


def head_1996(form: Form4, boxes: Boxes, hand: Hand) -> float:
    """The head of the monthly form: IRS number in box 3, the month in box 4. Returns where it ends."""
    _masthead(form, boxes, monthly=True)
    return _seven_boxes(form, boxes, hand, monthly=True)


def head_2002(form: Form4, boxes: Boxes, hand: Hand, seven: bool) -> float:
    """The head of the form for two business days, with seven boxes as first printed, or six."""
    _masthead(form, boxes, monthly=False)
    return _seven_boxes(form, boxes, hand, monthly=False) if seven else _six_boxes(form, boxes, hand)


def _masthead(form: Form4, boxes: Boxes, monthly: bool) -> None:
    press, left, width, size = boxes.press, boxes.left, boxes.width, boxes.press.size
    top = boxes.top
    press.box(left, top - 6, left + 60, top + 9)
    press.label(left + 30, top + 6, "FORM 4", 1.95, bold=True, align="center")
    y = top + 9 + size * 1.7
    at = boxes.mark(left + 2, y, form.not_subject_to_section16.value is True)
    lines = (f"{EXIT} ~See~ Instruction 1(b).").split(" ")
    press.label(at, y, " ".join(lines[:8]))
    press.label(left, y + size * 1.2, " ".join(lines[8:15]))
    press.label(left, y + size * 2.4, " ".join(lines[15:]))
    press.label(left, y + size * 4.6, "(Print or Type Responses)")
    middle = left + width / 2
    press.label(middle, top + 4, "UNITED STATES SECURITIES AND EXCHANGE COMMISSION", 1.35, bold=True, align="center")
    press.label(middle, top + 4 + size * 1.6, "Washington, D.C. 20549", 1.1, align="center")
    press.label(
        middle, top + 4 + size * 3.7, "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP", 1.35, bold=True, align="center"
    )
    utility = (
        "Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934, Section 17(a) of the Public Utility"
    )
    press.label(middle, top + 4 + size * 6, utility, 1.05, align="center")
    section = "30(f)" if monthly else "30(h)"
    press.label(
        middle,
        top + 4 + size * 7.3,
        f"Holding Company Act of 1935 or Section {section} of the Investment Company Act of 1940",
        1.05,
        align="center",
    )
    x0, x1, y0 = left + width * 0.84, left + width, top + 4
    step = size * 1.35
    press.box(x0, y0, x1, y0 + step * 5.5)
    press.line(x0, y0 + step * 1.3, x1, y0 + step * 1.3)
    press.label((x0 + x1) / 2, y0 + step, "OMB APPROVAL", 1.1, bold=True, align="center")
    expires = boxes.rng.choice(("December 31, 2001", "September 30, 1998", "January 31, 2005"))
    for n, (text, value) in enumerate(
        (
            ("OMB Number:", "3235-0287"),
            ("Expires:", expires),
            ("Estimated average burden", ""),
            ("hours per response . . . . .", "0.5"),
        )
    ):
        press.label(x0 + 2, y0 + step * (2.2 + n), text)
        press.label(x1 - 2, y0 + step * (2.2 + n), value, align="right")


def _seven_boxes(form: Form4, boxes: Boxes, hand: Hand, monthly: bool) -> float:
    press, typist, size = boxes.press, boxes.typist, boxes.press.size
    y0, y1, x0, x1, x2, x3 = _frame(form, boxes)
    type_owner(form.reporting_owner[0], boxes, x0, y0, x1, y1, "1. Name and Address of Reporting Person*", spread=False)
    a, b = y0 + (y1 - y0) * 0.36, y0 + (y1 - y0) * 0.66
    split = x1 + (x2 - x1) * (0.57 if monthly else 0.6)
    press.line(x1, a, x2, a)
    press.line(x1, b, x2, b)
    press.line(split, a, split, b)
    _issuer(form, boxes, x1, y0, a)
    if monthly:
        press.label(
            x1 + 3,
            a + size * 1.2,
            "3. I.R.S. or Social Security Number of Reporting Person (Voluntary)",
            _fit(press, "3. I.R.S. or Social Security Number of Reporting Person (Voluntary)", split - x1 - 4),
        )
    else:
        press.block(
            x1 + 3,
            a + size * 1.2,
            split - x1 - 4,
            "3. I.R.S. Identification Number of Reporting Person, if an entity (Voluntary)",
            0.95,
        )
    press.label(
        split + 3, a + size * 1.2, "4. Statement for Month/Year" if monthly else "4. Statement for Month/Day/Year"
    )
    typist.type(split + 8, b - 4, _month(form, boxes.rng) if monthly else entry(form.period_of_report, hand).text)
    press.label(
        x1 + 3, b + size * 1.2, f"5. If Amendment, Date of Original ({'Month/Year' if monthly else 'Month/Day/Year'})"
    )
    original = form.date_of_original_submission.value
    if original is not None:
        typist.type(
            x1 + 8,
            y1 - 5,
            f"{original.month}/{original.year}" if monthly else entry(form.date_of_original_submission, hand).text,
        )
    _relationship(form, boxes, x2, x3, y0, y1, ("6", "7"))
    return y1


def _six_boxes(form: Form4, boxes: Boxes, hand: Hand) -> float:
    press, typist, size = boxes.press, boxes.typist, boxes.press.size
    y0, y1, x0, x1, x2, x3 = _frame(form, boxes)
    type_owner(form.reporting_owner[0], boxes, x0, y0, x1, y1, "1. Name and Address of Reporting Person*", spread=False)
    a, b = y0 + (y1 - y0) * 0.36, y0 + (y1 - y0) * 0.66
    press.line(x1, a, x2, a)
    press.line(x1, b, x2, b)
    _issuer(form, boxes, x1, y0, a)
    press.label(x1 + 3, a + size * 1.2, "3. Date of Earliest Transaction (Month/Day/Year)")
    typist.type(x1 + 8, b - 4, entry(form.period_of_report, hand).text)
    press.label(x1 + 3, b + size * 1.2, "4. If Amendment, Date Original Filed (Month/Day/Year)")
    typist.type(x1 + 8, y1 - 5, entry(form.date_of_original_submission, hand).text)
    _relationship(form, boxes, x2, x3, y0, y1, ("5", "6"))
    return y1


def _frame(form: Form4, boxes: Boxes) -> tuple[float, float, float, float, float, float]:
    """The outer box with its two uprights: top, bottom, and the four x."""
    press = boxes.press
    y0 = boxes.top + 9 + press.size * 7
    address = form.reporting_owner[0].reporting_owner_address
    street = len([t for t in (address.rpt_owner_street1.value, address.rpt_owner_street2.value) if t])
    y1 = y0 + press.size * 7.2 + (2 + max(street, 1)) * boxes.typist.leading * 1.25
    x0, x3 = boxes.left, boxes.left + boxes.width
    x1 = x0 + boxes.width * boxes.rng.uniform(0.29, 0.32)
    x2 = x0 + boxes.width * boxes.rng.uniform(0.68, 0.71)
    press.box(x0, y0, x3, y1)
    press.line(x1, y0, x1, y1)
    press.line(x2, y0, x2, y1)
    return y0, y1, x0, x1, x2, x3


def type_owner(
    owner: ReportingOwner, boxes: Boxes, x0: float, y0: float, x1: float, y1: float, title: str, spread: bool
) -> None:  # fmt: skip
    """Box 1: three ruled lines with (Last) (First) (Middle), (Street), (City) (State) (Zip) printed below them.
    `spread` sets the parts of a name over their labels."""
    press, typist, size = boxes.press, boxes.typist, boxes.press.size
    address = owner.reporting_owner_address
    streets = [t for t in (address.rpt_owner_street1.value, address.rpt_owner_street2.value) if t] or [""]
    wide = x1 - x0
    press.label(x0 + 3, y0 + size * 1.2, title)
    y = y0 + size * 1.4 + typist.leading
    name = owner.reporting_owner_id.rpt_owner_name.value or ""
    words = name.split()
    if spread and 2 <= len(words) <= 3:
        for word, share in zip(words, (0.02, 0.35, 0.67), strict=False):
            typist.type(x0 + 3 + wide * share, y, word)
    else:
        typist.type(x0 + 5, y, name)
    y = _ruled(boxes, x0, x1, y + 3, (("(Last)", 0.03), ("(First)", 0.36), ("(Middle)", 0.68)))
    for street in streets:
        y += typist.leading
        typist.type(x0 + 5, y, street)
    y = _ruled(boxes, x0, x1, y + 3, (("(Street)", 0.46),))
    y = max(y + typist.leading, y1 - size * 1.5 - 3)
    for text, share in (
        (address.rpt_owner_city.value, 0.02),
        (address.rpt_owner_state.value, 0.55),
        (address.rpt_owner_zip_code.value, 0.72),
    ):
        typist.type(x0 + 3 + wide * share, y, text or "")
    _ruled(boxes, x0, x1, y + 3, (("(City)", 0.03), ("(State)", 0.55), ("(Zip)", 0.72)))


def _ruled(boxes: Boxes, x0: float, x1: float, y: float, labels: tuple[tuple[str, float], ...]) -> float:
    """A line to type on with the labels below it; returns their baseline."""
    press = boxes.press
    press.line(x0 + 3, y, x1 - 3, y)
    for text, share in labels:
        press.label(x0 + 3 + (x1 - x0) * share, y + press.size * 1.1, text, 0.95)
    return y + press.size * 1.1


def _issuer(form: Form4, boxes: Boxes, x: float, y: float, end: float) -> None:
    press, typist = boxes.press, boxes.typist
    at = press.label(x + 3, y + press.size * 1.2, "2. Issuer Name ")
    at = press.label(at, y + press.size * 1.2, "and ", bold=True)
    press.label(at, y + press.size * 1.2, "Ticker or Trading Symbol")
    name, symbol = form.issuer.issuer_name.value or "", form.issuer.issuer_trading_symbol.value or ""
    typist.type(x + 8, min(y + press.size * 1.6 + typist.leading, end - 3), written_symbol(name, symbol, boxes.rng))


def written_symbol(name: str, symbol: str, rng: random.Random) -> str:
    """Issuer and ticker on one typed line, in one of the ways people wrote them."""
    return rng.choice(
        (f"{name} ({symbol})", f"{name} [{symbol}]", f"{name} - {symbol}", f"{name} / {symbol}", f"{name}  {symbol}")
    )


def _month(form: Form4, rng: random.Random) -> str:
    day = form.period_of_report.value
    if day is None:
        return ""
    return rng.choice(
        (
            f"{day.month}/{day.year}",
            f"{day:%m/%Y}",
            f"{day:%B %Y}",
            f"{day:%m}/{day.year % 100:02d}",
            f"{day:%B}, {day.year}",
        )
    )


def _relationship(
    form: Form4, boxes: Boxes, x0: float, x1: float, y0: float, y1: float, numbers: tuple[str, str]
) -> None:
    press, typist, size = boxes.press, boxes.typist, boxes.press.size
    relation = form.reporting_owner[0].reporting_owner_relationship
    wide = x1 - x0
    half = y0 + (y1 - y0) * 0.63
    press.line(x0, half, x1, half)
    press.label(x0 + 3, y0 + size * 1.2, f"{numbers[0]}. Relationship of Reporting Person(s) to Issuer")
    press.label(x0 + wide / 2, y0 + size * 2.3, "(Check all applicable)", align="center")
    step = (half - y0 - size * 2.6 - typist.leading) / 2.2
    a, b = x0 + wide * 0.03, x0 + wide * 0.52
    y = y0 + size * 2.6 + step * 0.8
    press.label(boxes.mark(a, y, relation.is_director.value is True), y, "Director")
    press.label(boxes.mark(b, y, relation.is_ten_percent_owner.value is True), y, "10% Owner")
    y += step * 0.85
    press.label(boxes.mark(a, y, relation.is_officer.value is True), y, "Officer (give title below)", 0.95)
    press.label(boxes.mark(b, y, relation.is_other.value is True), y, "Other (specify below)", 0.95)
    said = " / ".join(t for t in (relation.officer_title.value, relation.other_text.value) if t)
    typist.type(x0 + wide / 2, half - 5, said, align="center")
    press.line(x0 + 12, half - 3, x1 - 12, half - 3)
    one = len(form.reporting_owner) == 1
    press.label(
        x0 + 3,
        half + size * 1.2,
        f"{numbers[1]}. Individual or Joint/Group Filing (Check Applicable Line)",
        _fit(press, f"{numbers[1]}. Individual or Joint/Group Filing (Check Applicable Line)", wide - 6),
    )
    gap = (y1 - half - size * 1.4) / 2
    y = half + size * 1.3 + gap * 0.75
    press.label(boxes.mark(a, y, one), y, "Form filed by One Reporting Person")
    y += gap
    press.label(boxes.mark(a, y, not one), y, "Form filed by More than One Reporting Person")


def _fit(press: Press, text: str, width: float) -> float:
    """The factor at which a label fits."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return min(1.0, width / float(stringWidth(text, press.face.regular, press.size)))
