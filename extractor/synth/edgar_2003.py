"""The printout EDGAR made from 2003 to 2015: boxed form number, underscored check lines, Reporting Owners table."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from reportlab.platypus import KeepTogether, Spacer

from extractor.synth.edgar_2003_head import HAND, Look, boxes_1_to_6, masthead, name_of, place_of
from extractor.synth.flow import (
    Ink,
    TableLook,
    form_table,
    italics,
    least_width,
    plain,
    stack,
)
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

_CENTERED_I = frozenset({"code", "v"})


def render(form: Form4, rng: random.Random, places: Places) -> bytes:
    """The filing as a PDF; where the values of its tables stand goes to `places`."""
    number = form_number(form)
    paper = choose_paper(rng, f"SEC FORM {number}", turned=rng.random() < 0.3)
    size = rng.uniform(7.2, 8.2) * (1.12 if paper.width > 600 else 1)
    look = Look(
        pick("serif", rng), pick("sans", rng), size, rng.choice((0.5, 0.8, 1.2)), rng.choice((0.6, 1.0, 1.4)),
        rng.choice(("X", "X", "x")), paper.width,
    )  # fmt: skip
    columns_i, columns_ii = table_i(number), table_ii(number)
    rows_i = [table_i_row(row, HAND, number) for row in form.non_derivative_table]
    rows_ii = [table_ii_row(row, HAND, number) for row in form.derivative_table]
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
        masthead(form, look),
        look.ink(0.85).set("(Print or Type Responses)"),
        Spacer(1, size * 0.6),
        boxes_1_to_6(form, look, f"Table I - {legend.table_i}"),
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


def _after_table_i(number: str, look: Look) -> Sequence[Any]:
    sans = Ink(look.sans, look.size * 0.92, bold=True)
    return [
        look.ink(0.92).set(REMINDER),
        stack([["", sans.set(f"P{RESPOND} control number."), look.ink(0.9, align="right").set(
            f"SEC {LEGENDS[number].sheet} (9-02)")]],  # type: ignore[index]
            [look.width * 0.48, look.width * 0.4, look.width * 0.12]),
    ]  # fmt: skip


def _table_ii_title(title: str, look: Look) -> Sequence[Any]:
    ink = look.ink(0.95, bold=True, align="center")
    example = f'(<font name="{look.serif.bold_italic}">{EXAMPLES[0]}</font>{EXAMPLES[1]})'
    return [KeepTogether([ink.set(f"Table II - {title}"), ink.set(example)])]


def _owners(form: Form4, look: Look) -> Sequence[Any]:
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
        lines = [name_of(owner), address.rpt_owner_street1.value, address.rpt_owner_street2.value, place_of(owner)]
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


def _signatures(form: Form4, look: Look) -> Sequence[Any]:
    ink, tiny = look.ink(1.08, align="center"), look.ink(0.72, align="center")
    parts: list[Any] = [look.ink(1.6, bold=True).set("Signatures"), Spacer(1, look.size * 0.4)]
    for signature in form.owner_signature:
        name = signature.signature_name.value or ""
        widths = [min(max(ink.width(name) + 12, 90), look.width * 0.6), 30, 70]
        parts.append(stack(
            [[ink.set(plain(name)), "", ink.set(entry(signature.signature_date, HAND).text)],
             [tiny.set("<super>**</super>Signature of Reporting Person"), "", tiny.set("Date")]],
            widths,
            [("LINEBELOW", (0, 0), (0, 0), 0.6, (0, 0, 0)), ("LINEBELOW", (2, 0), (2, 0), 0.6, (0, 0, 0)),
             ("BOTTOMPADDING", (0, 0), (-1, 0), 2)],
            hAlign="LEFT",
        ))  # fmt: skip
    return [KeepTogether(parts)] if len(form.owner_signature) < 4 else parts


def _explanation(form: Form4, look: Look) -> Sequence[Any]:
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
