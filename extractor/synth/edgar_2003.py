"""The printout EDGAR made from 2003 to 2015: boxed form number, underscored check lines, Reporting Owners table."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import KeepTogether, Spacer

from extractor.synth.flow import (
    Ink,
    TableLook,
    bold,
    form_table,
    height,
    italics,
    least_width,
    plain,
    stack,
)
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
    REMINDER,
    RESPOND,
    STATUTE,
    table_i,
    table_ii,
)
from models.form4 import Form4, ReportingOwner

_CENTERED_I = frozenset({"code", "v"})
_HAND = Hand(exact=True)


@dataclass(frozen=True, slots=True)
class _Look:
    serif: Typeface
    sans: Typeface
    size: float  # of the data
    rule: float
    box_rule: float
    mark: str  # what stands in a checked line
    width: float

    def ink(self, factor: float = 1, **more: Any) -> Ink:
        return Ink(self.serif, self.size * factor, **more)


def render(form: Form4, rng: random.Random, places: Places) -> bytes:
    """The filing as a PDF; where the values of its tables stand goes to `places`."""
    number = form_number(form)
    paper = choose_paper(rng, f"SEC FORM {number}", turned=rng.random() < 0.3)
    size = rng.uniform(7.2, 8.2) * (1.12 if paper.width > 600 else 1)
    look = _Look(
        pick("serif", rng), pick("sans", rng), size, rng.choice((0.5, 0.8, 1.2)), rng.choice((0.6, 1.0, 1.4)),
        rng.choice(("X", "X", "x")), paper.width,
    )  # fmt: skip
    columns_i, columns_ii = table_i(number), table_ii(number)
    rows_i = [table_i_row(row, _HAND, number) for row in form.non_derivative_table]
    rows_ii = [table_ii_row(row, _HAND, number) for row in form.derivative_table]
    head = look.ink(0.92)
    padding = rng.uniform(1.2, 2.6)
    shrink = min(
        1.0, *(
            look.width / (1.01 * least_width(columns, rows, TableLook(head, look.ink(), padding=padding)))
            for columns, rows in ((columns_i, rows_i), (columns_ii, rows_ii))
        ),
    )  # fmt: skip
    head, data = head.scaled(shrink), look.ink(shrink)
    repeat = rng.random() < 0.5
    asked = {"title": rng.uniform(0.16, 0.34), "nature": 0.08, "following": 0.1} if rng.random() < 0.6 else None
    first = TableLook(head, data, look.rule, padding=padding, centered=_CENTERED_I, widths=asked)
    second = TableLook(
        head, data, look.rule, padding=padding, centered=frozenset(c.key for c in columns_ii) - {"title"}
    )
    legend = LEGENDS[number]
    story: list[Any] = [
        _masthead(form, look),
        look.ink(0.85).set("(Print or Type Responses)"),
        Spacer(1, size * 0.6),
        _boxes(form, look, f"Table I - {legend.table_i}"),
        form_table(
            columns_i, rows_i or [{}] * rng.randrange(2), first, look.width, None, repeat, "non_derivative", places
        ),
        Spacer(1, size * 0.5),
        *_after_table_i(number, look),
        Spacer(1, size * 0.7),
        *_table_ii_title(legend.table_ii, look),
        form_table(
            columns_ii, rows_ii or [{}] * rng.randrange(2), second, look.width, None, repeat, "derivative", places
        ),
        Spacer(1, size * 1.2),
        *_owners(form, look),
        Spacer(1, size * 0.8),
        *_signatures(form, look),
        Spacer(1, size * 0.8),
        *_explanation(form, look),
    ]
    return to_pdf(story, paper)


def _masthead(form: Form4, look: _Look) -> Any:
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


def _check_box(look: _Look, checked: bool) -> Any:
    side = look.size * 1.05
    mark = Ink(look.serif, look.size * 0.9, align="center", leading=1).set(look.mark if checked else " ")
    return stack([[mark]], [side], [("BOX", (0, 0), (-1, -1), 0.5, (0, 0, 0))], rowHeights=[side], hAlign="LEFT")


def _boxes(form: Form4, look: _Look, title: str) -> Any:
    number = form_number(form)
    label, data, tiny = look.ink(0.92), look.ink(), look.ink(0.72)
    left, middle = look.width * 0.33, look.width * 0.335
    right = look.width - left - middle
    owner = form.reporting_owner[0]
    address = owner.reporting_owner_address
    issuer = form.issuer
    street = ", ".join(t for t in (address.rpt_owner_street1.value, address.rpt_owner_street2.value) if t)
    place = _place(owner)
    thirds = [left * 0.31, left * 0.38, left * 0.28]
    name_box = [label.set("1. Name and Address of Reporting Person <super>*</super>"), data.set(plain(_name(owner)))]
    dated = f"{LEGENDS[number].date_box}"
    date_box = [label.set(dated), data.set(entry(form.period_of_report, _HAND).text)]
    issuer_box = [
        label.set(
            ("3" if number == "3" else "2") + f". Issuer Name {bold(look.serif, 'and')} Ticker or Trading Symbol"
        ),
        data.set(plain(f"{issuer.issuer_name.value or ''} [{issuer.issuer_trading_symbol.value or ''}]")),
    ]
    amended = ("5" if number == "3" else "4") + ". If Amendment, Date Original Filed"
    original_box = [
        label.set(amended + f'<font size="{look.size * 0.74:.2f}">(Month/Day/Year)</font>'),
        data.set(entry(form.date_of_original_submission, _HAND).text or " "),
    ]
    relation = _relationship(owner, look, right - 5, "4" if number == "3" else "5")
    filers = _filers(len(form.reporting_owner), look)
    lines = [
        [name_box, issuer_box if number != "3" else date_box, relation],
        [
            [stack([[tiny.set("(Last)"), tiny.set("(First)"), tiny.set("(Middle)")]], thirds), data.set(plain(street))],
            date_box if number != "3" else issuer_box,
            "",
        ],
        [
            [stack([["", tiny.set("(Street)"), ""]], thirds), Spacer(1, look.size), data.set(plain(place))],
            original_box,
            filers,
        ],
        [
            [stack([[tiny.set("(City)"), tiny.set("(State)"), tiny.set("(Zip)")]], thirds)],
            look.ink(0.95, bold=True, align="center").set(title),
            "",
        ],
    ]
    widths = [left, middle, right]
    tall = [
        max(height(lines[y][x], widths[x] - 5) for x in (0, 1, 2) if isinstance(lines[y][x], list) and (x, y) != (2, 0))
        + 4
        for y in range(3)
    ]
    short = height(relation, right - 5) + 4 - tall[0] - tall[1]
    if short > 0:
        tall[0], tall[1] = tall[0] + short / 2, tall[1] + short / 2
    ruled = [
        ("GRID", (0, 0), (-1, -1), look.box_rule, (0, 0, 0)),
        ("SPAN", (2, 0), (2, 1)),
        ("SPAN", (1, 3), (2, 3)),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ]
    return stack(lines, widths, ruled, rowHeights=[*tall, look.size * 1.6])


def _name(owner: ReportingOwner) -> str:
    return owner.reporting_owner_id.rpt_owner_name.value or ""


def _place(owner: ReportingOwner) -> str:
    address = owner.reporting_owner_address
    state = address.rpt_owner_state.value or ""
    tail = f"{state} {address.rpt_owner_zip_code.value or ''}".strip()
    return ", ".join(t for t in (address.rpt_owner_city.value, tail) if t)


def _relationship(owner: ReportingOwner, look: _Look, width: float, box: str) -> Sequence[Any]:
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


def _filers(owners: int, look: _Look) -> Sequence[Any]:
    small, marks = look.ink(0.76), ("_" + look.mark + "_ ", "___ ")
    one, many = marks if owners == 1 else marks[::-1]
    return [
        look.ink(0.92).set(
            f'6. Individual or Joint/Group Filing<font size="{look.size * 0.74:.2f}">(Check Applicable Line)</font>'
        ),
        small.set(one + "Form filed by One Reporting Person"),
        small.set(many + "Form filed by More than One Reporting Person"),
    ]


def _after_table_i(number: str, look: _Look) -> Sequence[Any]:
    sans = Ink(look.sans, look.size * 0.92, bold=True)
    return [
        look.ink(0.92).set(REMINDER),
        stack([["", sans.set(f"P{RESPOND} control number."), look.ink(0.9, align="right").set(
            f"SEC {LEGENDS[number].sheet} (9-02)")]],  # type: ignore[index]
            [look.width * 0.48, look.width * 0.4, look.width * 0.12]),
    ]  # fmt: skip


def _table_ii_title(title: str, look: _Look) -> Sequence[Any]:
    ink = look.ink(0.95, bold=True, align="center")
    example = f'(<font name="{look.serif.bold_italic}">{EXAMPLES[0]}</font>{EXAMPLES[1]})'
    return [KeepTogether([ink.set(f"Table II - {title}"), ink.set(example)])]


def _owners(form: Form4, look: _Look) -> Sequence[Any]:
    small, center = look.ink(0.92), look.ink(0.92, align="center")
    strong = look.ink(0.92, bold=True, align="center")
    rows: list[list[Any]] = [
        [strong.set("Reporting Owner Name / Address"), strong.set("Relationships"), "", "", ""],
        ["", small.set("Director"), small.set("10% Owner"), small.set("Officer"), small.set("Other")],
    ]
    widest = [
        small.width("Reporting Owner Name / Address") * 1.12,
        0.0,
        0.0,
        small.width("Officer"),
        small.width("Other"),
    ]
    for owner in form.reporting_owner:
        address, relation = owner.reporting_owner_address, owner.reporting_owner_relationship
        lines = [_name(owner), address.rpt_owner_street1.value, address.rpt_owner_street2.value, _place(owner)]
        officer = (relation.officer_title.value or "X") if relation.is_officer.value else ""
        other = (relation.other_text.value or "X") if relation.is_other.value else ""
        widest = [
            max(w, small.width(t))
            for w, t in zip(
                widest, (max((x for x in lines if x), key=small.width), "", "", officer, other), strict=True
            )
        ]
        rows.append(
            [
                small.set("<br/>".join(plain(line) for line in lines if line)),
                center.set("X" if relation.is_director.value else ""),
                center.set("X" if relation.is_ten_percent_owner.value else ""),
                small.set(plain(officer)),
                small.set(plain(other)),
            ]
        )
    widest[1:3] = [small.width("Director"), small.width("10% Owner")]
    table = stack(
        rows,
        [w + 6 for w in widest],
        [
            ("GRID", (0, 0), (-1, -1), look.rule, (0, 0, 0)),
            ("SPAN", (1, 0), (-1, 0)),
            ("SPAN", (0, 0), (0, 1)),
            ("VALIGN", (0, 0), (0, 1), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ],
        hAlign="LEFT",
    )
    return [look.ink(1.6, bold=True).set("Reporting Owners"), Spacer(1, look.size * 0.5), table]


def _signatures(form: Form4, look: _Look) -> Sequence[Any]:
    ink, tiny = look.ink(1.08, align="center"), look.ink(0.72, align="center")
    parts: list[Any] = [look.ink(1.6, bold=True).set("Signatures"), Spacer(1, look.size * 0.4)]
    for signature in form.owner_signature:
        name = signature.signature_name.value or ""
        widths = [min(max(ink.width(name) + 12, 90), look.width * 0.6), 30, 70]
        parts.append(stack(
            [[ink.set(plain(name)), "", ink.set(entry(signature.signature_date, _HAND).text)],
             [tiny.set("<super>**</super>Signature of Reporting Person"), "", tiny.set("Date")]],
            widths,
            [("LINEBELOW", (0, 0), (0, 0), 0.6, (0, 0, 0)), ("LINEBELOW", (2, 0), (2, 0), 0.6, (0, 0, 0)),
             ("BOTTOMPADDING", (0, 0), (-1, 0), 2)],
            hAlign="LEFT",
        ))  # fmt: skip
    return [KeepTogether(parts)] if len(form.owner_signature) < 4 else parts


def _explanation(form: Form4, look: _Look) -> Sequence[Any]:
    small, serif = look.ink(0.88), look.serif
    number = form_number(form)
    notes = [
        ("*", f"If the form is filed by more than one reporting person, {italics(serif, 'see')} Instruction "
              f"{'5' if number == '3' else '4'}(b)(v)."),
        ("**", f"{FELONY}. {italics(serif, 'See')} {STATUTE}"),
        *((f"({note.id[1:]})", plain(note.value or "")) for note in form.footnotes),
    ]  # fmt: skip
    indent = look.size * 2.2
    rows = [
        stack(
            [[look.ink(0.88, bold=True).set(mark), small.set(text)]],
            [indent, look.width - indent - look.size * 3],
            [("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)],
        )
        for mark, text in notes
    ]
    parts: list[Any] = [look.ink(1.6, bold=True).set("Explanation of Responses:"), Spacer(1, look.size * 0.4), *rows]
    if form.remarks.value or (form.no_securities_owned.value and number == "3"):
        said = "<br/>".join(
            t for t in ("No securities are beneficially owned." if form.no_securities_owned.value else "",
                        plain(form.remarks.value or "")) if t)  # fmt: skip
        parts += [Spacer(1, look.size * 0.5), look.ink(0.88, bold=True).set("Remarks:"), small.set(said)]
    parts += [
        Spacer(1, look.size * 0.7),
        small.set(f"{COPIES} If space is insufficient, {italics(serif, 'see')} Instruction 6 for procedure."),
        Spacer(1, look.size * 0.5), small.set(f"Potential p{RESPOND} number."),
    ]  # fmt: skip
    return parts
