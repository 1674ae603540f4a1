"""The head of the 2003 printout: form number, legends, check boxes, and boxes 1 to 6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Spacer

from extractor.synth.flow import (
    Ink,
    bold,
    height,
    plain,
    stack,
)
from extractor.synth.printed import Hand, entry, form_number
from extractor.synth.typefaces import Typeface
from extractor.synth.wording import (
    EXIT,
    LEGENDS,
)
from models.form4 import Form4, ReportingOwner

HAND = Hand(exact=True)


@dataclass(frozen=True, slots=True)
class Look:
    """How one document is set; sizes and widths in points."""

    serif: Typeface
    sans: Typeface
    size: float  # of the data
    rule: float
    box_rule: float
    mark: str  # what stands in a checked line
    width: float

    def ink(self, factor: float = 1, **more: Any) -> Ink:
        return Ink(self.serif, self.size * factor, **more)


def masthead(form: Form4, look: Look) -> Any:
    """Form number and check boxes on the left, title in the middle, OMB box on the right."""
    number = form_number(form)
    legend, width = LEGENDS[number], look.width
    title = look.ink(1.12, bold=True, align="center")
    small = Ink(look.sans, look.size * 0.92)
    plate = stack(
        [[Ink(look.sans, look.size * 1.8, bold=True, align="center").set(f"FORM {number}")]],
        [width * 0.13],
        [("BOX", (0, 0), (-1, -1), look.rule, (0, 0, 0)), ("BOTTOMPADDING", (0, 0), (-1, -1), look.size * 0.6)],
    )
    left: list[Any] = [[plate, ""]]
    for text, checked in _head_boxes(form):
        left.append([_check_box(look, checked), look.ink(0.85).set(text)])
    middle = [
        title.set("UNITED STATES SECURITIES AND EXCHANGE COMMISSION"),
        title.set("Washington, D.C. 20549"),
        Spacer(1, look.size),
        title.set(f"{legend.title}{'' if number == '3' else ' OF SECURITIES'}"),
        Spacer(1, look.size),
        look.ink(1.08, align="center").set(
            "Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934 or "
            "Section 30(h) of the Investment Company Act of 1940"
        ),
    ]
    omb = stack(
        [
            [Ink(look.sans, look.size * 0.92, align="center").set("OMB APPROVAL"), ""],
            [small.set("OMB Number:"), Ink(look.sans, look.size * 0.92, align="right").set(legend.omb)],
            [small.set("Estimated average burden"), ""],
            [small.set("hours per response..."), Ink(look.sans, look.size * 0.92, align="right").set(legend.hours)],
        ],
        [width * 0.12, width * 0.06],
        [("BOX", (0, 0), (-1, -1), look.rule, (0, 0, 0)), ("LINEBELOW", (0, 0), (-1, 0), look.rule, (0, 0, 0)),
         ("SPAN", (0, 0), (-1, 0)), ("SPAN", (0, 2), (-1, 2)), ("LEFTPADDING", (0, 0), (-1, -1), 1)],
    )  # fmt: skip
    corner = stack(left, [look.size * 1.9, width * 0.18 - look.size * 1.9], [("SPAN", (0, 0), (-1, 0))])
    return stack(
        [[corner, middle, "", omb]],
        [width * 0.2, width * 0.6, width * 0.02, width * 0.18],
        [("BOTTOMPADDING", (0, 0), (-1, -1), look.size * 0.8)],
    )


def _head_boxes(form: Form4) -> list[tuple[str, bool]]:
    number = form_number(form)
    if number == "3":
        return []
    boxes = [(plain(EXIT) + " See Instruction 1(b).", form.not_subject_to_section16.value is True)]
    if number == "5":
        boxes += [
            ("Form 3 Holdings Reported", form.form3_holdings_reported.value is True),
            ("Form 4 Transactions Reported", form.form4_transactions_reported.value is True),
        ]
    return boxes


def _check_box(look: Look, checked: bool) -> Any:
    side = look.size * 1.05
    mark = Ink(look.serif, look.size * 0.9, align="center", leading=1).set(look.mark if checked else " ")
    return stack([[mark]], [side], [("BOX", (0, 0), (-1, -1), 0.5, (0, 0, 0))], rowHeights=[side], hAlign="LEFT")


def boxes_1_to_6(form: Form4, look: Look, title: str) -> Any:
    """Boxes 1 to 6 in one ruled frame, with the title of Table I in its last line."""
    number = form_number(form)
    label, data, tiny = look.ink(0.92), look.ink(), look.ink(0.72)
    left, middle = look.width * 0.33, look.width * (0.19 if number == "3" else 0.335)
    right = look.width * 0.17 if number == "3" else look.width - left - middle
    owner = form.reporting_owner[0]
    address = owner.reporting_owner_address
    issuer = form.issuer
    street = ", ".join(t for t in (address.rpt_owner_street1.value, address.rpt_owner_street2.value) if t)
    place = place_of(owner)
    thirds = [left * 0.31, left * 0.38, left * 0.28]
    name_box = [label.set("1. Name and Address of Reporting Person <super>*</super>"), data.set(plain(name_of(owner)))]
    dated = f"{LEGENDS[number].date_box}"
    date_box = [label.set(dated), data.set(entry(form.period_of_report, HAND).text)]
    issuer_box = [
        label.set(
            ("3" if number == "3" else "2") + f". Issuer Name {bold(look.serif, 'and')} Ticker or Trading Symbol"
        ),
        data.set(plain(f"{issuer.issuer_name.value or ''} [{issuer.issuer_trading_symbol.value or ''}]")),
    ]
    amended = ("5" if number == "3" else "4") + ". If Amendment, Date Original Filed"
    original_box = [
        label.set(amended + f'<font size="{look.size * 0.74:.2f}">(Month/Day/Year)</font>'),
        data.set(entry(form.date_of_original_submission, HAND).text or " "),
    ]
    relation = _relationship(owner, look, right - 5, "4" if number == "3" else "5")
    filers = _filers(len(form.reporting_owner), look)
    named = [
        name_box,
        [stack([[tiny.set("(Last)"), tiny.set("(First)"), tiny.set("(Middle)")]], thirds), data.set(plain(street))],
        [stack([["", tiny.set("(Street)"), ""]], thirds), Spacer(1, look.size), data.set(plain(place))],
        [stack([[tiny.set("(City)"), tiny.set("(State)"), tiny.set("(Zip)")]], thirds)],
    ]
    over = look.ink(0.95, bold=True, align="center").set(title)
    if number == "3":  # boxes 1 and 2 as tall as the head, box 3 over 4, and 5 over 6 beside 4
        last = look.width - left - middle - right
        beside = [[date_box, issuer_box, ""], ["", relation, original_box], ["", "", filers], [over, "", ""]]
        return _framed(named, beside, [left, middle, right, last], look,
                       [((1, 0), (1, 2)), ((2, 0), (3, 0)), ((2, 1), (2, 2)), ((1, 3), (3, 3))])  # fmt: skip
    beside = [[issuer_box, relation], [date_box, ""], [original_box, filers], [over, ""]]
    return _framed(named, beside, [left, middle, right], look, [((2, 0), (2, 1)), ((1, 3), (2, 3))])


def _framed(
    named: Sequence[Any], beside: Sequence[Sequence[Any]], widths: Sequence[float], look: Look,
    spans: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> Any:
    """Four lines of ruled boxes: box 1, and what stands beside it; `spans` join boxes, from (column, line) to the
    same."""
    lines = [[name, *others] for name, others in zip(named, beside, strict=True)]
    over = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in spans}

    def needs(x: int, y: int) -> float:
        wide = over.get((x, y), (1, 1))[0]
        return height(lines[y][x], sum(widths[x : x + wide]) - 5) + 4

    boxes = [(x, y) for y in range(3) for x in range(len(widths)) if isinstance(lines[y][x], list)]
    tall = [max(needs(x, y) for x, y in boxes if y == row and over.get((x, y), (1, 1))[1] == 1) for row in range(3)]
    for (x, y), (_, deep) in over.items():
        short = needs(x, y) - sum(tall[y : y + deep]) if y < 3 else 0
        for row in range(y, y + deep) if short > 0 else ():
            tall[row] += short / deep
    ruled = [
        ("GRID", (0, 0), (-1, -1), look.box_rule, (0, 0, 0)),
        *(("SPAN", start, end) for start, end in spans),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ]
    return stack(lines, widths, ruled, rowHeights=[*tall, look.size * 1.6])


def name_of(owner: ReportingOwner) -> str:
    """The owner's name as filed, empty when there is none."""
    return owner.reporting_owner_id.rpt_owner_name.value or ""


def place_of(owner: ReportingOwner) -> str:
    """City, state and zip on one line."""
    address = owner.reporting_owner_address
    state = address.rpt_owner_state.value or ""
    tail = f"{state} {address.rpt_owner_zip_code.value or ''}".strip()
    return ", ".join(t for t in (address.rpt_owner_city.value, tail) if t)


def _relationship(owner: ReportingOwner, look: Look, width: float, box: str) -> Sequence[Any]:
    relation, small = owner.reporting_owner_relationship, look.ink(0.76)

    def line(checked: bool | None, text: str) -> Any:
        return small.set(("__" + look.mark + "__ " if checked else "_____ ") + text)

    boxes = stack(
        [
            [line(relation.is_director.value, "Director"), line(relation.is_ten_percent_owner.value, "10% Owner")],
            [
                line(relation.is_officer.value, "Officer (give title below)"),
                line(relation.is_other.value, "Other (specify below)"),
            ],
        ],
        [width * 0.55, width * 0.45],
    )
    said = " / ".join(t for t in (relation.officer_title.value, relation.other_text.value) if t)
    return [
        look.ink(0.92).set(f"{box}. Relationship of Reporting Person(s) to Issuer"),
        look.ink(0.92, align="center").set("(Check all applicable)"), boxes,
        stack([[look.ink(0.92, align="center").set(plain(said) or " ")]], [width],
              [("LINEBELOW", (0, 0), (-1, -1), look.box_rule, (0, 0, 0))]),
    ]  # fmt: skip


def _filers(owners: int, look: Look) -> Sequence[Any]:
    small, marks = look.ink(0.76), ("_" + look.mark + "_ ", "___ ")
    one, many = marks if owners == 1 else marks[::-1]
    return [
        look.ink(0.92).set(
            f'6. Individual or Joint/Group Filing<font size="{look.size * 0.74:.2f}">(Check Applicable Line)</font>'
        ),
        small.set(one + "Form filed by One Reporting Person"),
        small.set(many + "Form filed by More than One Reporting Person"),
    ]
