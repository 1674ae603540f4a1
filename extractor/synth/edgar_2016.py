"""The printout EDGAR makes since 2016: Arial labels, data in Times, X marks, further owners in boxes of their own.

From April 2023 with the 10b5-1 box; from 2026 with the foreign trading symbol and the country.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import Color, black
from reportlab.platypus import KeepTogether, Spacer

from extractor.synth.edgar_2016_head import HAND, Edition, Look, boxes_1_to_6, further_owners, masthead
from extractor.synth.flow import Ink, TableLook, form_table, italics, least_width, plain, stack
from extractor.synth.places import Places
from extractor.synth.press import choose_paper, to_pdf
from extractor.synth.printed import entry, form_number, table_i_row, table_ii_row
from extractor.synth.typefaces import pick
from extractor.synth.wording import (
    COPIES,
    EXAMPLES,
    FELONY,
    LEGENDS,
    REMINDER,
    RESPOND,
    STATUTE,
    table_i,
    table_ii,
)
from models.form4 import Form4

_LEFT = frozenset({"title", "nature"})
# The widths EDGAR's style sheet asks for; a browser widens what does not fit.
_WIDTHS_I = {"title": 0.36, "date": 0.06, "deemed": 0.05, "code": 0.04, "v": 0.03, "amount": 0.08, "ad": 0.05,
             "price": 0.06, "following": 0.11, "di": 0.09, "nature": 0.08}  # fmt: skip


def render(form: Form4, rng: random.Random, edition: Edition, places: Places) -> bytes:
    """The filing as a PDF, as EDGAR printed that edition; where the values of its tables stand goes to `places`."""
    number = form_number(form)
    paper = choose_paper(rng, f"SEC FORM {number}", turned=rng.random() < 0.3)
    size = rng.uniform(8.0, 9.2) * (1.12 if paper.width > 600 else 1)
    gray = rng.choice((0.0, 0.25, 0.4))
    look = Look(
        edition, pick("serif", rng), pick("sans", rng), size, rng.choice((0.6, 1.0, 1.6)), Color(gray, gray, gray),
        rng.choice((black, Color(0.1, 0.1, 0.4))), rng.choice(("X", "X", "X", "x")), paper.width,
    )  # fmt: skip
    columns_i, columns_ii = table_i(number), table_ii(number)
    rows_i = [table_i_row(row, HAND, number) for row in form.non_derivative_table]
    rows_ii = [table_ii_row(row, HAND, number) for row in form.derivative_table]
    strong = rng.random() < 0.6
    head, second_head = look.label(0.86, bold=strong), look.label(0.8, bold=strong)
    data, second_data = look.data(), look.data(rng.choice((0.88, 0.94)))
    padding = rng.uniform(1.6, 3.4)
    asked = _WIDTHS_I if rng.random() < 0.5 and number != "3" else None
    repeat = rng.random() < 0.7
    keys = frozenset(column.key for column in (*columns_i, *columns_ii)) - _LEFT
    low = rng.random() < 0.5

    def table_look(head: Ink, data: Ink, widths: dict[str, float] | None) -> TableLook:
        return TableLook(head, data, look.rule, look.color, padding, keys, middle=True, low_heads=low, widths=widths)

    first, second = table_look(head, data, asked), table_look(second_head, second_data, None)
    shrink_i = min(1.0, look.width / (1.01 * least_width(columns_i, rows_i, first)))
    shrink_ii = min(1.0, look.width / (1.01 * least_width(columns_ii, rows_ii, second)))
    first = table_look(head.scaled(shrink_i), data.scaled(shrink_i), asked)
    second = table_look(second_head.scaled(shrink_ii), second_data.scaled(shrink_ii), None)
    legend, title = LEGENDS[number], look.label(1.12, bold=True, align="center")
    example = f'<font name="{look.sans.bold_italic}">{EXAMPLES[0]}</font>'
    story: list[Any] = [
        look.data(1.2).set(f"SEC Form {number}"),
        masthead(form, look),
        boxes_1_to_6(form, look),
        *further_owners(form, look),
        form_table(
            columns_i,
            rows_i,
            first,
            look.width,
            title.set(f"Table I - {legend.table_i}"),
            repeat,
            "non_derivative",
            places,
        ),
        form_table(
            columns_ii,
            rows_ii,
            second,
            look.width,
            title.set(f"Table II - {legend.table_ii}<br/>({example}{EXAMPLES[1]})"),
            repeat,
            "derivative",
            places,
        ),
        Spacer(1, size * 0.3),
        *_explanation(form, look),
        *_signatures(form, look),
        *_notices(number, look),
    ]
    return to_pdf(story, paper)


def _explanation(form: Form4, look: Look) -> Sequence[Any]:
    note = look.data(0.88)
    parts: list[Any] = [look.label(bold=True).set("Explanation of Responses:")]
    parts += [note.set(f"{footnote.id[1:]}. {plain(footnote.value or '')}") for footnote in form.footnotes]
    said = [t for t in ("No securities are beneficially owned." if form.no_securities_owned.value else "",
                        form.remarks.value or "") if t]  # fmt: skip
    if said:
        parts += [look.label(bold=True).set("Remarks:"), *(note.set(plain(text)) for text in said)]
    return parts


def _signatures(form: Form4, look: Look) -> Sequence[Any]:
    label, data = look.label(), look.data(1.05)
    widths = [look.width * 0.5, look.width * 0.28, look.width * 0.02, look.width * 0.2]
    rows: list[list[Any]] = []
    for signature in form.owner_signature:
        signed = entry(signature.signature_date, HAND).text
        rows.append(
            ["", data.set(f"<u>{plain(signature.signature_name.value or '')}</u>"), "", data.set(f"<u>{signed}</u>")]
        )
    rows.append(["", label.set("** Signature of Reporting Person"), "", label.set("Date")])
    parts = [Spacer(1, look.size), stack(rows, widths, [("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)])]
    return [KeepTogether(parts)] if len(rows) < 5 else parts


def _notices(number: str, look: Look) -> Sequence[Any]:
    label, sans = look.label(leading=1.5), look.sans
    return [
        label.set(REMINDER),
        label.set(f"* If the form is filed by more than one reporting person, {italics(sans, 'see')} Instruction "
                  f"{'5' if number == '3' else '4'} (b)(v)."),
        label.set(f"** {FELONY} {italics(sans, 'See')} {STATUTE}"),
        label.set(f"{COPIES} If space is insufficient, {italics(sans, 'see')} Instruction 6 for procedure."),
        look.label(bold=True).set(f"P{RESPOND} Number."),
    ]  # fmt: skip
