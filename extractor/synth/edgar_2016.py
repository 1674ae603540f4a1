"""The printout EDGAR makes since 2016: Arial labels, data in Times, X marks, further owners in boxes of their own.

From April 2023 with the 10b5-1 box; from 2026 with the foreign trading symbol and the country.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reportlab.lib.colors import Color, black
from reportlab.platypus import KeepTogether, Spacer

from extractor.synth.flow import Ink, TableLook, bold, form_table, height, italics, least_width, plain, stack
from extractor.synth.places import Places
from extractor.synth.press import choose_paper, to_pdf
from extractor.synth.printed import Hand, entry, form_number, table_i_row, table_ii_row
from extractor.synth.typefaces import Typeface, pick
from extractor.synth.wording import (
    COPIES,
    EXAMPLES,
    EXIT,
    FELONY,
    LEGENDS,
    PLAN,
    REMINDER,
    RESPOND,
    STATUTE,
    table_i,
    table_ii,
)
from models.codes import STATES
from models.form4 import Form4, ReportingOwner

Edition = Literal["2016", "2023", "2026"]

_HAND = Hand()
_LEFT = frozenset({"title", "nature"})
# The widths EDGAR's style sheet asks for; a browser widens what does not fit.
_WIDTHS_I = {"title": 0.36, "date": 0.06, "deemed": 0.05, "code": 0.04, "v": 0.03, "amount": 0.08, "ad": 0.05,
             "price": 0.06, "following": 0.11, "di": 0.09, "nature": 0.08}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Look:
    edition: Edition
    serif: Typeface
    sans: Typeface
    size: float  # of the data
    rule: float
    color: Color
    link: Color  # names are links, printed as such
    mark: str
    width: float

    def label(self, factor: float = 1, **more: Any) -> Ink:
        return Ink(self.sans, self.size * 0.8 * factor, **more)

    def data(self, factor: float = 1, **more: Any) -> Ink:
        return Ink(self.serif, self.size * factor, **more)


def render(form: Form4, rng: random.Random, edition: Edition, places: Places) -> bytes:
    """The filing as a PDF, as EDGAR printed that edition; where the values of its tables stand goes to `places`."""
    number = form_number(form)
    paper = choose_paper(rng, f"SEC FORM {number}", turned=rng.random() < 0.3)
    size = rng.uniform(8.0, 9.2) * (1.12 if paper.width > 600 else 1)
    gray = rng.choice((0.0, 0.25, 0.4))
    look = _Look(
        edition, pick("serif", rng), pick("sans", rng), size, rng.choice((0.6, 1.0, 1.6)), Color(gray, gray, gray),
        rng.choice((black, Color(0.1, 0.1, 0.4))), rng.choice(("X", "X", "X", "x")), paper.width,
    )  # fmt: skip
    columns_i, columns_ii = table_i(number), table_ii(number)
    rows_i = [table_i_row(row, _HAND, number) for row in form.non_derivative_table]
    rows_ii = [table_ii_row(row, _HAND, number) for row in form.derivative_table]
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
        _masthead(form, look),
        _boxes(form, look),
        *_further_owners(form, look),
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


def _masthead(form: Form4, look: _Look) -> Any:
    number = form_number(form)
    legend, width = LEGENDS[number], look.width
    title, small = look.label(1.3, bold=True, align="center"), look.label(0.92, align="center")
    middle = [
        title.set("UNITED STATES SECURITIES AND EXCHANGE COMMISSION"), small.set("Washington, D.C. 20549"),
        Spacer(1, look.size), title.set(legend.title), Spacer(1, look.size),
        small.set("Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934"),
        small.set("or Section 30(h) of the Investment Company Act of 1940"),
    ]  # fmt: skip
    tiny, right = look.label(0.8), look.label(0.8, align="right")
    frame = [("BOX", (0, 0), (-1, -1), look.rule, look.color), ("LEFTPADDING", (0, 0), (-1, -1), 2),
             ("RIGHTPADDING", (0, 0), (-1, -1), 2), ("LINEBELOW", (0, 0), (-1, 0), look.rule, look.color),
             ("SPAN", (0, 0), (-1, 0)), ("SPAN", (0, 2), (-1, 2)), ("TOPPADDING", (0, 0), (-1, 1), 2),
             ("BOTTOMPADDING", (0, 0), (-1, 0), 3), ("BOTTOMPADDING", (0, -1), (-1, -1), 2)]  # fmt: skip
    omb = stack(
        [[look.label(1.05, align="center").set("OMB APPROVAL"), ""], [tiny.set("OMB Number:"), right.set(legend.omb)],
         [tiny.set("Estimated average burden"), ""], [tiny.set("hours per response:"), right.set(legend.hours)]],
        [width * 0.11, width * 0.07], frame,
    )  # fmt: skip
    rows: list[list[Any]] = [["", look.label(1.5, bold=True).set(f"FORM {number}")]]
    for text, checked in _head_boxes(form, look):
        rows.append([_check_box(look, checked), tiny.set(text)])
    side = look.size * 1.8
    corner = stack(
        rows,
        [side, width * 0.19 - side],
        [("VALIGN", (0, 1), (-1, -1), "MIDDLE"), ("BOTTOMPADDING", (0, 0), (-1, -1), look.size * 0.6)],
    )
    return stack(
        [[corner, "", middle, "", omb]],
        [width * 0.19, width * 0.03, width * 0.56, width * 0.04, width * 0.18],
        [("BOTTOMPADDING", (0, 0), (-1, -1), look.size * 0.4)],
    )


def _head_boxes(form: Form4, look: _Look) -> list[tuple[str, bool]]:
    number = form_number(form)
    if number == "3":
        return []
    see = italics(look.sans, "See")
    boxes = [(f"{EXIT} {see} Instruction 1(b).", form.not_subject_to_section16.value is True)]
    if number == "5":
        boxes += [
            ("Form 3 Holdings Reported.", form.form3_holdings_reported.value is True),
            ("Form 4 Transactions Reported.", form.form4_transactions_reported.value is True),
        ]
    if look.edition != "2016":
        boxes.append((f"{PLAN} See Instruction 10.", form.aff10b5_one.value is True))
    return boxes


def _check_box(look: _Look, checked: bool) -> Any:
    mark = look.data(0.9, align="center", leading=1).set(look.mark if checked else " ")
    return stack([[mark]], [look.size * 1.15], [("BOX", (0, 0), (-1, -1), look.rule, look.color)],
                 rowHeights=[look.size * 1.5], hAlign="LEFT")  # fmt: skip


def _boxes(form: Form4, look: _Look) -> Any:
    number = form_number(form)
    label, data, pad = look.label(), look.data(), 3.0
    left, middle = look.width * 0.35, look.width * 0.35
    right = look.width - left - middle
    issuer = form.issuer
    numbers = {"date": "2", "issuer": "3", "relation": "4", "original": "5"} if number == "3" else {
        "issuer": "2", "date": "3", "original": "4", "relation": "5"}  # fmt: skip
    dated = [label.set(LEGENDS[number].date_box), data.set(entry(form.period_of_report, _HAND).text)]
    named = [
        label.set(f"{numbers['issuer']}. Issuer Name {bold(look.sans, 'and')} Ticker or Trading Symbol"),
        look.data(1.2, color=look.link).set(
            f'<u>{plain(issuer.issuer_name.value or "")}</u> <font size="{data.size:.2f}">'
            f"[ {plain(issuer.issuer_trading_symbol.value or '')} ]</font>"),
    ]  # fmt: skip
    foreign = [
        label.set(f"{numbers['issuer']}a. Foreign Trading Symbol"),
        data.set(
            f"[ {plain(issuer.issuer_foreign_trading_symbol.value)} ]"
            if issuer.issuer_foreign_trading_symbol.value
            else " "
        ),
    ]
    original = [
        label.set(f"{numbers['original']}. If Amendment, Date of Original Filed (Month/Day/Year)"),
        data.set(entry(form.date_of_original_submission, _HAND).text or " "),
    ]
    issued = [named, foreign] if look.edition == "2026" else [named]
    column = [dated, *issued, original] if number == "3" else [*issued, dated, original]
    owner = _owner_box(form.reporting_owner[0], look, left - 2 * pad)
    relation = _relationship(form.reporting_owner[0], look, right - 2 * pad, numbers["relation"])
    filers = _filers(len(form.reporting_owner), look, right - 2 * pad)
    tall = [height(box, middle - 2 * pad) + 2 * pad for box in column]
    owner_tall, filers_tall = height(owner, left - 2 * pad) + 2 * pad, height(filers, right - 2 * pad) + 2 * pad
    tall[-1] = max(tall[-1], filers_tall)
    needed = max(owner_tall, height(relation, right - 2 * pad) + 2 * pad + tall[-1])
    spare = max(needed - sum(tall), 0)
    tall = [each + spare / len(tall) for each in tall]
    rows = [[owner if y == 0 else "", box, relation if y == 0 else ""] for y, box in enumerate(column)]
    rows[-1][2] = filers
    last = len(column) - 1
    ruled = [
        ("GRID", (0, 0), (-1, -1), look.rule, look.color),
        ("SPAN", (0, 0), (0, last)),
        ("SPAN", (2, 0), (2, last - 1)),
        ("LEFTPADDING", (0, 0), (-1, -1), pad),
        ("RIGHTPADDING", (0, 0), (-1, -1), pad),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
    ]
    return stack(rows, [left, middle, right], ruled, rowHeights=tall)


def _owner_box(owner: ReportingOwner, look: _Look, width: float) -> Sequence[Any]:
    label, data = look.label(), look.data()
    address = owner.reporting_owner_address
    thirds = [width * 0.34, width * 0.33, width * 0.33]
    state = address.rpt_owner_state.value or ""
    country = address.rpt_owner_country.value or ""
    if look.edition == "2026":
        state = address.rpt_owner_non_us_state_territory.value or STATES.get(state, state)
        if country in STATES:
            country = STATES[country]
    streets = [t for t in (address.rpt_owner_street1.value, address.rpt_owner_street2.value) if t]
    line = stack([[""]], [width], [("LINEBELOW", (0, 0), (-1, -1), 0.6, look.color)], rowHeights=[look.size * 0.5])
    gap = Spacer(1, look.size * 0.3)
    parts: list[Any] = [
        label.set("1. Name and Address of Reporting Person<super>*</super>"),
        look.data(1.2, color=look.link).set(f"<u>{plain(owner.reporting_owner_id.rpt_owner_name.value or '')}</u>"),
        line,
        gap,
        stack([[label.set("(Last)"), label.set("(First)"), label.set("(Middle)")]], thirds),
        gap,
        *(data.set(plain(street)) for street in streets),
        *([] if streets else [data.set(" ")]),
        line,
        gap,
        label.set("(Street)"),
        stack(
            [
                [
                    data.set(plain(t or " "))
                    for t in (address.rpt_owner_city.value, state, address.rpt_owner_zip_code.value)
                ]
            ],
            thirds,
        ),
        line,
        gap,
        stack(
            [
                [
                    label.set("(City)"),
                    label.set("(State)"),
                    label.set("(Zip/Postal Code)" if look.edition == "2026" else "(Zip)"),
                ]
            ],
            thirds,
        ),
    ]
    if look.edition == "2026":
        parts += [data.set(plain(country or " ")), line, gap, label.set("(Country)")]
    return parts


def _further_owners(form: Form4, look: _Look) -> Sequence[Any]:
    boxes = []
    for owner in form.reporting_owner[1:]:
        parts = _owner_box(owner, look, look.width * 0.35 - 6)
        boxes.append(
            stack(
                [[parts]],
                [look.width * 0.35],
                [
                    ("BOX", (0, 0), (-1, -1), look.rule, look.color),
                    ("LEFTPADDING", (0, 0), (-1, -1), 3),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                    ("TOPPADDING", (0, 0), (-1, -1), 3),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ],
                hAlign="LEFT",
            )
        )
    return boxes


def _relationship(owner: ReportingOwner, look: _Look, width: float, box: str) -> Sequence[Any]:
    relation, label = owner.reporting_owner_relationship, look.label()
    mark = look.data(0.95, align="center")

    def tick(checked: bool | None) -> Any:
        return mark.set(look.mark if checked else " ")

    boxes = stack(
        [
            [
                tick(relation.is_director.value),
                label.set("Director"),
                tick(relation.is_ten_percent_owner.value),
                label.set("10% Owner"),
            ],
            [
                tick(relation.is_officer.value),
                label.set("Officer (give title below)"),
                tick(relation.is_other.value),
                label.set("Other (specify below)"),
            ],
        ],
        [width * 0.14, width * 0.36, width * 0.14, width * 0.36],
        [("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    )
    said = [relation.officer_title.value, relation.other_text.value]
    below = stack(
        [["", look.data().set(plain(said[0] or " ")), "", look.data().set(plain(said[1] or " "))]],
        [width * 0.14, width * 0.36, width * 0.12, width * 0.38],
    )
    return [
        label.set(f"{box}. Relationship of Reporting Person(s) to Issuer"),
        label.set("(Check all applicable)"),
        boxes,
        below,
    ]


def _filers(owners: int, look: _Look, width: float) -> Sequence[Any]:
    label, mark = look.label(), look.data(0.95, align="center")
    one, many = (look.mark, " ") if owners == 1 else (" ", look.mark)
    return [
        label.set("6. Individual or Joint/Group Filing (Check Applicable Line)"),
        stack(
            [
                [mark.set(one), label.set("Form filed by One Reporting Person")],
                [mark.set(many), label.set("Form filed by More than One Reporting Person")],
            ],
            [width * 0.14, width * 0.86],
        ),
    ]


def _explanation(form: Form4, look: _Look) -> Sequence[Any]:
    note = look.data(0.88)
    parts: list[Any] = [look.label(bold=True).set("Explanation of Responses:")]
    parts += [note.set(f"{footnote.id[1:]}. {plain(footnote.value or '')}") for footnote in form.footnotes]
    said = [t for t in ("No securities are beneficially owned." if form.no_securities_owned.value else "",
                        form.remarks.value or "") if t]  # fmt: skip
    if said:
        parts += [look.label(bold=True).set("Remarks:"), *(note.set(plain(text)) for text in said)]
    return parts


def _signatures(form: Form4, look: _Look) -> Sequence[Any]:
    label, data = look.label(), look.data(1.05)
    widths = [look.width * 0.5, look.width * 0.28, look.width * 0.02, look.width * 0.2]
    rows: list[list[Any]] = []
    for signature in form.owner_signature:
        signed = entry(signature.signature_date, _HAND).text
        rows.append(
            ["", data.set(f"<u>{plain(signature.signature_name.value or '')}</u>"), "", data.set(f"<u>{signed}</u>")]
        )
    rows.append(["", label.set("** Signature of Reporting Person"), "", label.set("Date")])
    parts = [Spacer(1, look.size), stack(rows, widths, [("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)])]
    return [KeepTogether(parts)] if len(rows) < 5 else parts


def _notices(number: str, look: _Look) -> Sequence[Any]:
    label, sans = look.label(leading=1.5), look.sans
    return [
        label.set(REMINDER),
        label.set(f"* If the form is filed by more than one reporting person, {italics(sans, 'see')} Instruction "
                  f"{'5' if number == '3' else '4'} (b)(v)."),
        label.set(f"** {FELONY} {italics(sans, 'See')} {STATUTE}"),
        label.set(f"{COPIES} If space is insufficient, {italics(sans, 'see')} Instruction 6 for procedure."),
        look.label(bold=True).set(f"P{RESPOND} Number."),
    ]  # fmt: skip
