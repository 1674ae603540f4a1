"""The SEC's paper Form 4 as filers typed it, landscape: SEC 1474 (7-96) for a month, (9-02) for two business days."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Literal

from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from extractor.synth.paper_foot import Sheet, astray, joint_filers, type_explanation, type_signatures
from extractor.synth.paper_head import Boxes, head_1996, head_2002
from extractor.synth.paper_table import Grid, Note, TypedRow, fitting, print_heads, spans, type_row, typed_rows
from extractor.synth.places import Places
from extractor.synth.printed import Hand, Row, table_i_row, table_ii_row
from extractor.synth.typefaces import pick
from extractor.synth.typist import Press, Typist
from extractor.synth.wording import EXAMPLES, LEGENDS, REMINDER, Column, table_i, table_ii
from models.form4 import Form4

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
    boxes = Boxes(press, typist, sheet.left, sheet.top, sheet.width, rng, _checks(rng.random()))
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


def _checks(draw: float) -> Literal["boxes", "lines", "brackets"]:
    return "boxes" if draw < 0.5 else "lines" if draw < 0.92 else "brackets"


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
