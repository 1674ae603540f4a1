"""The print of a filing, before anything happened to it: head boxes, tables, owners, signatures, notes, legends."""

from __future__ import annotations

import random
from collections.abc import Sequence

from extractor.synth import wording
from extractor.synth.dumps.paper import Block, Boxes, Cell, Grid, Line, Run, Scene, Words, cell
from extractor.synth.dumps.scene_head import Style, head, masthead, name_lines, owner_box, said
from extractor.synth.printed import Entry, Hand, form_number, table_i_row, table_ii_row
from models.form4 import DerivativeRow, Form4, NonDerivativeRow

LEAF = {
    "title": "title", "date": "trans_date", "deemed": "deemed_date", "code": "code", "v": "voluntary",
    "amount": "shares",
    "acquired": "shares", "disposed": "shares", "ad": "ad", "price": "price", "following": "following", "di": "di",
    "nature": "nature", "strike": "conv_price", "exercisable": "exercise_date", "expiration": "expiration_date",
    "underlying": "underlying_title", "underlying_amount": "underlying_shares",
}  # fmt: skip
"""Column of a table → short name of the value in it."""


def scene(form: Form4, style: Style, rng: random.Random) -> Scene:
    """The whole filing in reading order."""
    number = form_number(form)
    legend = wording.LEGENDS[number]
    monthly = style.look == "7-96"
    first = wording.table_i(number, deemed=not monthly, monthly=monthly)
    second = wording.table_ii(number, deemed=not monthly, monthly=monthly)
    blocks: list[Block] = [*masthead(form, style, rng), Boxes(head(form, style))]
    if style.look == "2016":
        for index, owner in enumerate(form.reporting_owner[1:], start=1):
            blocks.append(Boxes(((owner_box(owner, index, style),),)))
    blocks += [
        said(f"Table I - {legend.table_i}", role="title"),
        Grid(
            "table_i",
            first,
            tuple(_row(row, i, first, style, number) for i, row in enumerate(form.non_derivative_table)),
        ),
        said(wording.REMINDER),
    ]
    if style.look != "2016":
        sheet = f"SEC {legend.sheet} ({'7-96' if monthly else '9-02'})"
        blocks.append(said(f"P{wording.RESPOND} control number.", sheet))
    blocks += [
        said(f"Table II - {legend.table_ii}", "(" + "".join(wording.EXAMPLES) + ")", role="title"),
        Grid(
            "table_ii",
            second,
            tuple(_row(row, i, second, style, number) for i, row in enumerate(form.derivative_table)),
        ),
    ]
    closing = [*_notes(form, style), *_signatures(form, style)]
    if style.look == "2003":
        blocks += [
            *_owners(form, style),
            *closing[len(closing) - len(_signatures(form, style)) :],
            *_notes(form, style),
        ]
    else:
        if style.look in ("9-02", "7-96") and len(form.reporting_owner) > 1:
            blocks += _joint_filers(form)
        blocks += closing
    if style.look in ("2003", "2016"):
        blocks.append(said(f"{wording.COPIES} If space is insufficient, see Instruction 6 for procedure."))
        blocks.append(said(f"{'Potential p' if style.look == '2003' else 'P'}{wording.RESPOND} number."))
    return tuple(blocks)


def _row(
    row: NonDerivativeRow | DerivativeRow, index: int, columns: Sequence[wording.Column], style: Style, number: str
) -> tuple[Cell, ...]:
    derivative = isinstance(row, DerivativeRow)
    entries = (
        table_ii_row(row, style.hand, number)
        if isinstance(row, DerivativeRow)
        else table_i_row(row, style.hand, number)
    )
    at = f"{'derivative' if derivative else 'non_derivative'}[{index}]."
    cells = []
    for column in columns:
        found = entries[column.key]
        leaf = _leaf(column.key, row)
        cells.append(_entry(found, at, leaf))
    return tuple(cells)


def _leaf(key: str, row: NonDerivativeRow | DerivativeRow) -> str:
    """The short name of a column's value in this row: a few rows count dollars where others count shares."""
    amounts, after = row.transaction_amounts, row.post_transaction_amounts
    if (
        key in ("amount", "acquired", "disposed")
        and amounts.transaction_shares.blank
        and not amounts.transaction_total_value.blank
    ):
        return "total_value"
    if (
        key == "following"
        and after.shares_owned_following_transaction.blank
        and not after.value_owned_following_transaction.blank
    ):
        return "following_value"
    if key == "underlying_amount" and isinstance(row, DerivativeRow):
        under = row.underlying_security
        if under.underlying_security_shares.blank and not under.underlying_security_value.blank:
            return "underlying_value"
    return LEAF[key]


def _entry(found: Entry, at: str, leaf: str) -> Cell:
    marks = tuple(Run(f"({note})", f"{at}fn.{leaf}#{note}") for note in found.notes)
    gap = (Run(" "),) if found.text and marks else ()
    return cell(*((Run(found.text, at + leaf),) if found.text else ()), *gap, *marks)


OWNER_COLUMNS = (
    wording.Column("owner", "Reporting Owner Name / Address"),
    *(wording.Column(key, text, "Relationships") for key, text in
      (("director", "Director"), ("ten", "10% Owner"), ("officer", "Officer"), ("other", "Other"))),
)  # fmt: skip
SIGNATURE_COLUMNS = (wording.Column("signature", ""), wording.Column("date", ""))


def _owners(form: Form4, style: Style) -> list[Block]:
    rows = []
    for index, owner in enumerate(form.reporting_owner):
        relation, at = owner.reporting_owner_relationship, f"owners[{index}]."

        def mark(value: bool | None, name: str, title: str | None = None, leaf: str = "", at: str = at) -> Cell:
            text = (title or "X") if value else ""
            flag = Run("" if title and value else text, at + name)
            return ((flag, Run(text, at + leaf)),) if title and value else ((flag,),)

        rows.append((
            tuple(name_lines(owner, index, style)),
            mark(relation.is_director.value, "is_director"),
            mark(relation.is_ten_percent_owner.value, "is_ten_percent"),
            mark(relation.is_officer.value, "is_officer", relation.officer_title.value, "officer_title"),
            mark(relation.is_other.value, "is_other", relation.other_text.value, "other_text"),
        ))  # fmt: skip
    return [said("Reporting Owners", role="title"), Grid("owners", OWNER_COLUMNS, tuple(rows))]


def _signatures(form: Form4, style: Style) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    for index, signature in enumerate(form.owner_signature):
        day = signature.signature_date.value
        rows += [
            (cell(Run(signature.signature_name.value or "", f"signatures[{index}].name")),
             cell(Run(style.hand.day(day) if day else "", f"signatures[{index}].date"))),
            (cell(Run("Signature of Reporting Person")), cell(Run("Date"))),
        ]  # fmt: skip
    title = [said("Signatures", role="title")] if style.look == "2003" else []
    return [*title, Grid("signatures", SIGNATURE_COLUMNS, tuple(rows))] if rows else []


def _joint_filers(form: Form4) -> list[Block]:
    """The page typists added when a form had room for one name only."""
    lines: list[Line] = [(Run("Joint Filer Information"),)]
    for index, owner in enumerate(form.reporting_owner[1:], start=1):
        (name, *rest) = name_lines(owner, index, Style("9-02", Hand()))
        lines += [(Run("Name: "), *name), (Run("Address: "), *(rest[0] if rest else ())), *rest[1:]]
    return [Words(tuple(lines), "note")]


def _notes(form: Form4, style: Style) -> list[Block]:
    number = form_number(form)
    instruction = "5" if number == "3" else "4"
    lines: list[Line] = [
        (Run(f"* If the form is filed by more than one reporting person, see Instruction {instruction}(b)(v)."),),
        (Run(f"** {wording.FELONY}. See {wording.STATUTE}"),),
    ]
    own = [
        (
            Run(f"{note.id[1:]}. " if style.look == "2016" else f"({note.id[1:]}) "),
            Run(note.value or "", f"footnotes[{index}].text"),
        )
        for index, note in enumerate(form.footnotes)
    ]
    if number == "3" and form.no_securities_owned.value:
        lines.append((Run("No securities are beneficially owned.", "no_securities_owned"),))
    remarks = form.remarks.value
    last: list[Block] = [Words(((Run("Remarks:"),), (Run(remarks, "remarks"),)), "note")] if remarks else []
    ordered = [*own, *lines] if style.look != "2003" else [*lines, *own]
    return [said("Explanation of Responses:", role="title"), Words(tuple(ordered), "note"), *last]
