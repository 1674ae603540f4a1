"""What stands below Table II on paper: the explanation, the signatures, and the sheet of further owners."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.synth.printed import Entry, Hand, entry
from extractor.synth.typefaces import Typeface
from extractor.synth.typist import Press, Typist
from extractor.synth.wording import COPIES, FELONY, STATUTE
from models.form4 import Form4, ReportingOwner


@dataclass(slots=True)
class Sheet:
    """The sheet being filled: press and typist share its canvas."""

    press: Press
    typist: Typist
    script: Typeface | None
    left: float
    top: float
    width: float
    bottom: float
    revision: str
    rng: random.Random

    def turn(self) -> None:
        """On to the next sheet, fed in a little differently."""
        self.press.canvas.showPage()
        self.typist.astray = astray(self.rng)


def astray(rng: random.Random) -> tuple[float, float]:
    return rng.uniform(-1.5, 4), rng.uniform(-2.5, 1.5)


def type_explanation(sheet: Sheet, form: Form4, y: float) -> float:
    """Footnotes and remarks as typed below Table II; goes on over the page when there is no room."""
    press, typist = sheet.press, sheet.typist
    press.label(sheet.left, y, "Explanation of Responses:", 1.15)
    y += typist.leading * 1.1
    notes = [f"({note.id[1:]}) {note.value or ''}" for note in form.footnotes]
    if form.remarks.value:
        notes.append(f"Remarks: {form.remarks.value}")
    for note in notes:
        lines = typist.lines(note, sheet.width - 24)
        if y + len(lines) * typist.leading > sheet.bottom - 60:
            sheet.turn()
            y = sheet.top + 14
            press.label(sheet.left, y, "Explanation of Responses (continued):", 1.15)
            y += typist.leading * 1.1
        typist.type_lines(sheet.left + 8, y, lines)
        y += len(lines) * typist.leading + 1.5
    return y


def type_signatures(sheet: Sheet, form: Form4, hand: Hand, y: float) -> None:
    """Signature and date lines, one pair a signature, and the notices beside the first."""
    press, typist = sheet.press, sheet.typist
    x, wide = sheet.left + sheet.width * 0.46, sheet.width * 0.4
    y += typist.leading
    for number, signature in enumerate(form.owner_signature):
        name = signature.signature_name.value or ""
        by_hand = sheet.script is not None and "/s/" in name  # which is how a signature by hand is typed elsewhere
        name = name.replace("/s/ ", "") if by_hand else name
        lines = typist.lines(name, wide - 6)
        tall = (len(lines) + 2.2) * typist.leading + 8
        if y + tall > sheet.bottom - 20:
            sheet.turn()
            y = sheet.top + 20
        if number == 0:
            press.block(sheet.left, y + press.size, sheet.width * 0.4, f"** {FELONY}. ~See~ {STATUTE}".replace("~", ""))
            press.block(
                sheet.left,
                y + press.size * 4,
                sheet.width * 0.4,
                f"{COPIES}\nIf space is insufficient, see Instruction 6 for procedure.",
            )
        pen = sheet.script if by_hand else None
        y = _signature(sheet, pen, name, lines, entry(signature.signature_date, hand), x, y, wide)
    press.label(sheet.left + sheet.width, min(y + 12, sheet.bottom), "Page 2", align="right")
    press.label(sheet.left + sheet.width, min(y + 12, sheet.bottom) + press.size * 1.2, sheet.revision, align="right")


def _signature(
    sheet: Sheet, hand: Typeface | None, name: str, lines: Sequence[str], signed: Entry, x: float, y: float, wide: float
) -> float:
    """One signature from `y` down, `wide` points from `x`: by `hand` above the line and typed below it, or typed on the
    line; where it ends."""
    press, typist = sheet.press, sheet.typist
    if hand is not None:
        size = 15.0
        pen = Typist(press.canvas, press.height, hand, size, sheet.rng, (0, sheet.rng.uniform(-1, 3)))
        while size > 8 and pen.width(name) > wide:
            size -= 1
            pen.size = size
        y += size
        pen.type(x + 4, y - 2, name if pen.width(name) <= wide else lines[0])
        press.line(x, y, x + wide, y)
        typist.type_lines(x + 3, y + typist.leading, lines)
        under = y + (len(lines) + 0.4) * typist.leading + press.size
        typist.type(x + wide + 14, y - 2, signed.text)
    else:
        typist.type_lines(x + 4, y + typist.leading, lines)
        y += len(lines) * typist.leading + 4
        press.line(x, y, x + wide, y)
        typist.type(x + wide + 14, y - 3, signed.text)
        under = y + press.size * 1.1
    press.line(x + wide + 10, y, sheet.left + sheet.width, y)
    press.label(x + wide / 2, under, "** Signature of Reporting Person", align="center")
    press.label(x + wide + 35, y + press.size * 1.3, "Date")
    return under + press.size


def joint_filers(sheet: Sheet, form: Form4, hand: Hand) -> None:
    """The continuation sheet that names the further owners."""
    sheet.turn()
    typist = sheet.typist
    x, y = sheet.left + 30, sheet.top + 30
    title = sheet.rng.choice(("JOINT FILER INFORMATION", "JOINT FILER INFORMATION", "Joint Filer Information"))
    typist.type(sheet.left + sheet.width / 2, y, title, align="center")
    full = sheet.rng.random() < 0.3
    for owner in form.reporting_owner[1:]:
        lines = _joint(owner, form, hand, full)
        if y + (len(lines) + 2) * typist.leading > sheet.bottom:
            sheet.turn()
            y = sheet.top + 20
        y += 2.2 * typist.leading
        for line in lines:
            typist.type(x, y, line)
            y += typist.leading


def _joint(owner: ReportingOwner, form: Form4, hand: Hand, full: bool) -> list[str]:
    address, relation = owner.reporting_owner_address, owner.reporting_owner_relationship
    streets = [t for t in (address.rpt_owner_street1.value, address.rpt_owner_street2.value) if t]
    state = f"{address.rpt_owner_state.value or ''} {address.rpt_owner_zip_code.value or ''}".strip()
    place = ", ".join(t for t in (address.rpt_owner_city.value, state) if t)
    roles = []
    if relation.is_director.value:
        roles.append("Director")
    if relation.is_officer.value:
        roles.append(f"Officer ({relation.officer_title.value})" if relation.officer_title.value else "Officer")
    if relation.is_ten_percent_owner.value:
        roles.append("10% Owner")
    if relation.is_other.value:
        roles.append(f"Other ({relation.other_text.value})" if relation.other_text.value else "Other")
    first, *rest = [*streets, place]
    lines = [
        f"Name: {owner.reporting_owner_id.rpt_owner_name.value or ''}",
        f"Address: {first}",
        *(f"         {t}" for t in rest),
    ]
    if full:
        issuer = form.issuer
        designated = form.reporting_owner[0].reporting_owner_id.rpt_owner_name.value
        lines += [
            f"Designated Filer: {designated}",
            f"Issuer and Ticker Symbol: {issuer.issuer_name.value} [{issuer.issuer_trading_symbol.value}]",
            f"Date of Event: {entry(form.period_of_report, hand).text}",
        ]
    return [*lines, f"Relationship: {', '.join(roles)}"]
