"""The head of the printout since 2016: legends, check boxes, boxes 1 to 6, and a box for each further owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reportlab.lib.colors import Color
from reportlab.platypus import Spacer

from extractor.synth.flow import Ink, bold, height, italics, plain, stack
from extractor.synth.printed import Hand, entry, form_number
from extractor.synth.typefaces import Typeface
from extractor.synth.wording import (
    EXIT,
    LEGENDS,
    PLAN,
)
from models.codes import STATES
from models.form4 import Form4, ReportingOwner

Edition = Literal["2016", "2023", "2026"]


HAND = Hand()


@dataclass(frozen=True, slots=True)
class Look:
    """How one document is set; sizes and widths in points."""

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


def masthead(form: Form4, look: Look) -> Any:
    """Form number and check boxes on the left, title in the middle, OMB box on the right."""
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


def _head_boxes(form: Form4, look: Look) -> list[tuple[str, bool]]:
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


def _check_box(look: Look, checked: bool) -> Any:
    mark = look.data(0.9, align="center", leading=1).set(look.mark if checked else " ")
    return stack([[mark]], [look.size * 1.15], [("BOX", (0, 0), (-1, -1), look.rule, look.color)],
                 rowHeights=[look.size * 1.5], hAlign="LEFT")  # fmt: skip


def boxes_1_to_6(form: Form4, look: Look) -> Any:
    """Boxes 1 to 6 in one ruled frame; box 1 shows the first owner."""
    number = form_number(form)
    label, data, pad = look.label(), look.data(), 3.0
    left, middle = look.width * 0.35, look.width * 0.35
    right = look.width - left - middle
    issuer = form.issuer
    numbers = {"issuer": "3", "original": "5"} if number == "3" else {"issuer": "2", "original": "4"}
    dated = [label.set(LEGENDS[number].date_box), data.set(entry(form.period_of_report, HAND).text)]
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
        data.set(entry(form.date_of_original_submission, HAND).text or " "),
    ]
    issued = [named, foreign] if look.edition == "2026" else [named]
    if number == "3":
        return _boxes_of_form_3(form, look, dated, [part for box in issued for part in box], original)
    column = [*issued, dated, original]
    owner = _owner_box(form.reporting_owner[0], look, left - 2 * pad)
    relation = _relationship(form.reporting_owner[0], look, right - 2 * pad, "5")
    filers = _filers(len(form.reporting_owner), look, right - 2 * pad)
    tall = [height(box, middle - 2 * pad) + 2 * pad for box in column]
    owner_tall, filers_tall = height(owner, left - 2 * pad) + 2 * pad, height(filers, right - 2 * pad) + 2 * pad
    tall[-1] = max(tall[-1], filers_tall)
    missing = max(height(relation, right - 2 * pad) + 2 * pad - sum(tall[:-1]), 0)  # box 5 ends where box 6 begins
    tall = [*(each + missing / (len(tall) - 1) for each in tall[:-1]), tall[-1]]
    spare = max(owner_tall - sum(tall), 0)
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


def _boxes_of_form_3(
    form: Form4, look: Look, dated: Sequence[Any], issued: Sequence[Any], original: Sequence[Any]
) -> Any:
    """Form 3 has boxes 1 and 2 as tall as the head, box 3 over 4, and 5 over 6 beside 4."""
    pad = 3.0
    widths = [look.width * part for part in (0.35, 0.19, 0.19, 0.27)]
    owner = _owner_box(form.reporting_owner[0], look, widths[0] - 2 * pad)
    relation = _relationship(form.reporting_owner[0], look, widths[2] - 2 * pad, "4")
    filers = _filers(len(form.reporting_owner), look, widths[3] - 2 * pad)

    def needs(box: Sequence[Any], width: float) -> float:
        return height(box, width - 2 * pad) + 2 * pad

    tall = [needs(issued, widths[2] + widths[3]), needs(original, widths[3]), needs(filers, widths[3])]
    tall[1] += max(needs(relation, widths[2]) - tall[1] - tall[2], 0)
    tall[2] += max(needs(owner, widths[0]) - sum(tall), 0)
    rows = [[owner, dated, issued, ""], ["", "", relation, original], ["", "", "", filers]]
    ruled = [
        ("GRID", (0, 0), (-1, -1), look.rule, look.color),
        *(("SPAN", (x, 0), (x, 2)) for x in (0, 1)),
        ("SPAN", (2, 0), (3, 0)),
        ("SPAN", (2, 1), (2, 2)),
        *((f"{side}PADDING", (0, 0), (-1, -1), pad) for side in ("LEFT", "RIGHT", "TOP")),
    ]
    return stack(rows, widths, ruled, rowHeights=tall)


def _owner_box(owner: ReportingOwner, look: Look, width: float) -> Sequence[Any]:
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


def further_owners(form: Form4, look: Look) -> Sequence[Any]:
    """A box 1 for each further owner: name and address, no relationship."""
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


def _relationship(owner: ReportingOwner, look: Look, width: float, box: str) -> Sequence[Any]:
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


def _filers(owners: int, look: Look, width: float) -> Sequence[Any]:
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
