"""The SEC's paper Form 4 as filers typed it, landscape: SEC 1474 (7-96) for a month, (9-02) for two business days."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from extractor.synth.paper_head import Boxes, head_1996, head_2002
from extractor.synth.paper_table import Grid, Note, TypedRow, fitting, print_heads, spans, type_row, typed_rows
from extractor.synth.places import Places
from extractor.synth.printed import Entry, Hand, Row, entry, table_i_row, table_ii_row
from extractor.synth.typefaces import Typeface, pick
from extractor.synth.typist import Press, Typist
from extractor.synth.wording import COPIES, EXAMPLES, FELONY, LEGENDS, REMINDER, STATUTE, Column, table_i, table_ii
from models.form4 import Form4, ReportingOwner

_SHARES_I = {
    "title": 0.27,
    "date": 0.1,
    "deemed": 0.1,
    "code": 0.05,
    "v": 0.03,
    "amount": 0.105,
    "ad": 0.045,
    "price": 0.088,
    "following": 0.115,
    "di": 0.085,
    "nature": 0.125,
}
_SHARES_II = {
    "title": 0.115,
    "strike": 0.062,
    "date": 0.068,
    "deemed": 0.062,
    "code": 0.042,
    "v": 0.022,
    "acquired": 0.066,
    "disposed": 0.066,
    "exercisable": 0.068,
    "expiration": 0.068,
    "underlying": 0.085,
    "underlying_amount": 0.07,
    "price": 0.055,
    "following": 0.075,
    "di": 0.05,
    "nature": 0.07,
}


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


def render(form: Form4, rng: random.Random, monthly: bool, places: Places) -> bytes:
    """The filing as a PDF; `monthly` is the form of 7-96, otherwise that of 9-02. Where the values of the tables stand
    goes to `places`."""
    out = io.BytesIO()
    size = landscape(letter)
    canvas = Canvas(out, pagesize=size, invariant=1)
    hand = typing_habits(form, rng)
    margin = rng.uniform(22, 40)
    press = Press(
        canvas,
        size[1],
        rng.choice((pick("narrow", rng), pick("sans", rng), pick("serif", rng))),
        rng.uniform(6.1, 6.9),
        rng.choice((0.5, 0.8, 1.1)),
    )
    typist = Typist(
        canvas,
        size[1],
        pick("typewriter" if rng.random() < 0.85 else "serif", rng),
        rng.uniform(7.2, 8.6),
        rng,
        astray(rng),
        rng.choice((0, 0.2, 0.45)),
        bold=rng.random() < 0.2,
    )
    script = pick("script", rng) if rng.random() < 0.5 else None
    sheet = Sheet(press, typist, script, margin, rng.uniform(20, 34), size[0] - 2 * margin, size[1] - 34,
                  "SEC 1474 (7-96)" if monthly else "SEC 1474 (9-02)", rng)  # fmt: skip
    boxes = Boxes(press, typist, sheet.left, sheet.top, sheet.width, rng, rng.random() < 0.5)
    under = head_1996(form, boxes, hand) if monthly else head_2002(form, boxes, hand, seven=rng.random() < 0.6)
    deemed = not monthly
    grid = Grid(sheet.left, sheet.width, rng.uniform(16, 22), rng.random() < 0.2, rng.random() < 0.5)
    first = table_i("4", deemed, monthly)
    rows = [table_i_row(row, hand, "4") for row in form.non_derivative_table]
    title = _titles(sheet, f"Table I — {LEGENDS['4'].table_i}")
    y = type_table(sheet, first, _varied(_SHARES_I, rng), rows, grid, under, title, rng.randrange(7, 13), 46,
                   partial(places.add, "non_derivative"))  # fmt: skip
    y = max(y, under) + press.size * 1.4
    press.label(sheet.left, y, REMINDER)
    press.label(
        sheet.left,
        y + press.size * 1.3,
        "* If the form is filed by more than one reporting person, ~see~ Instruction 4(b)(v).",
    )
    press.label(sheet.left + sheet.width, y, f"~(Over)~   {sheet.revision}", 1.15, align="right")
    sheet.turn()
    press.label(sheet.left, sheet.top + 4, "FORM 4", 1.15, bold=True)
    press.label(sheet.left + 34, sheet.top + 4, "(continued)", 1.15)
    second = table_ii("4", deemed, monthly)
    title = _titles(sheet, f"Table II — {LEGENDS['4'].table_ii}", f"({''.join(EXAMPLES)})")
    below = [table_ii_row(row, hand, "4") for row in form.derivative_table]
    small = Typist(canvas, size[1], typist.face, typist.size * 0.88, rng, typist.astray, typist.wander, typist.bold)
    sheet.typist = small
    y = type_table(sheet, second, _varied(_SHARES_II, rng), below, grid, sheet.top + 10, title, rng.randrange(4, 8),
                   150, partial(places.add, "derivative"))  # fmt: skip
    sheet.typist = typist
    y = type_explanation(sheet, form, y + press.size * 1.8)
    type_signatures(sheet, form, hand, y)
    if len(form.reporting_owner) > 1:
        joint_filers(sheet, form, hand)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def typing_habits(form: Form4, rng: random.Random) -> Hand:
    """How whoever filled in the form wrote dates and numbers."""
    period = form.period_of_report.value
    old = period is not None and period.year < 2002
    return Hand(
        dates=rng.choice(("full", "full", "full", "short", "dashes", "words" if rng.random() < 0.3 else "short")),
        commas=rng.random() < 0.9, dollar=rng.choice(("$", "$", "")), exact=True, fractions=old and rng.random() < 0.4,
        zero=rng.choice(("0", "0", "-0-")),
    )  # fmt: skip


def _varied(shares: dict[str, float], rng: random.Random) -> dict[str, float]:
    return {key: share * rng.uniform(0.93, 1.08) for key, share in shares.items()}


def type_table(
    sheet: Sheet, columns: Sequence[Column], shares: Mapping[str, float], rows: Sequence[Row], grid: Grid, y: float,
    titles: Callable[[float, str], float], printed: int, tail: float, note: Note,
) -> float:  # fmt: skip
    """A table from y down, over as many sheets as it needs; `printed` rows stand on a sheet at least and `tail` points
    stay free below. `titles(y, again)` prints the title and returns where the table begins. Returns where it ends."""
    columns_at = spans(columns, shares, rows, grid, sheet.typist)
    typist = fitting(columns, rows, columns_at, sheet.typist)
    typed = typed_rows(columns, rows, columns_at, grid, typist)
    queue: list[TypedRow | None] = list(typed)
    again = ""
    while True:
        y = titles(y, again)
        y = print_heads(sheet.press, columns, columns_at, y, 0.95)
        count = 0
        while queue and (count == 0 or y + queue[0].height < sheet.bottom - tail):  # type: ignore[union-attr]
            row = queue.pop(0)
            y = type_row(sheet.press, typist, columns, columns_at, row, y, grid, note)
            count += row.slots if row is not None else 1
        if not queue:
            while count < printed and y + grid.row < sheet.bottom - tail:
                y = type_row(sheet.press, typist, columns, columns_at, None, y, grid, note)
                count += 1
            return y
        sheet.turn()
        typist.astray = sheet.typist.astray
        y, again = sheet.top + 10, " (continued)"


def _titles(sheet: Sheet, *lines: str) -> Callable[[float, str], float]:
    press = sheet.press

    def print_them(y: float, again: str) -> float:
        for number, line in enumerate(lines):
            y += press.size * 1.5
            press.label(sheet.left + sheet.width / 2, y, line + (again if number == 0 else ""), 1.25, bold=True,
                        italic=number > 0, align="center")  # fmt: skip
        return y + press.size * 0.7

    return print_them


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
        y = _signature(sheet, name, lines, entry(signature.signature_date, hand), x, y, wide)
    press.label(sheet.left + sheet.width, min(y + 12, sheet.bottom), "Page 2", align="right")
    press.label(sheet.left + sheet.width, min(y + 12, sheet.bottom) + press.size * 1.2, sheet.revision, align="right")


def _signature(sheet: Sheet, name: str, lines: Sequence[str], signed: Entry, x: float, y: float, wide: float) -> float:
    press, typist = sheet.press, sheet.typist
    if sheet.script is not None and "/s/" not in name:  # signed by hand above the line, typed below it
        size = 15.0
        pen = Typist(press.canvas, press.height, sheet.script, size, sheet.rng, (0, sheet.rng.uniform(-1, 3)))
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
