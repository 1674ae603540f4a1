"""The print of a filing, before anything happened to it: head boxes, tables, owners, signatures, notes, legends."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.synth import wording
from extractor.synth.dumps.paper import Block, Boxes, Cell, Grid, Line, Run, Scene, Words, cell
from extractor.synth.printed import Entry, Hand, form_number, table_i_row, table_ii_row
from models.form4 import DerivativeRow, Form4, NonDerivativeRow, ReportingOwner

Look = Literal["2003", "2016", "9-02", "7-96"]
"""EDGAR's two printouts, and the two typed forms: of 2002, and the monthly one with seven boxes before it."""

LEAF = {
    "title": "title", "date": "trans_date", "deemed": "deemed_date", "code": "code", "v": "voluntary",
    "amount": "shares",
    "acquired": "shares", "disposed": "shares", "ad": "ad", "price": "price", "following": "following", "di": "di",
    "nature": "nature", "strike": "conv_price", "exercisable": "exercise_date", "expiration": "expiration_date",
    "underlying": "underlying_title", "underlying_amount": "underlying_shares",
}  # fmt: skip
"""Column of a table → short name of the value in it."""


@dataclass(frozen=True, slots=True)
class Style:
    """How this print looks: revision, typing habits, mark of a checked box, and how an empty box is drawn."""

    look: Look
    hand: Hand
    check: str = "X"
    empty: str = "__"
    glued: bool = True


def scene(form: Form4, style: Style, rng: random.Random) -> Scene:
    """The whole filing in reading order."""
    number = form_number(form)
    legend = wording.LEGENDS[number]
    monthly = style.look == "7-96"
    first = wording.table_i(number, deemed=not monthly, monthly=monthly)
    second = wording.table_ii(number, deemed=not monthly, monthly=monthly)
    blocks: list[Block] = [*_masthead(form, style, rng), Boxes(_head(form, style))]
    if style.look == "2016":
        for index, owner in enumerate(form.reporting_owner[1:], start=1):
            blocks.append(Boxes(((_owner_box(owner, index, style),),)))
    blocks += [
        _said(f"Table I - {legend.table_i}", role="title"),
        Grid(
            "table_i",
            first,
            tuple(_row(row, i, first, style, number) for i, row in enumerate(form.non_derivative_table)),
        ),
        _said(wording.REMINDER),
    ]
    if style.look != "2016":
        sheet = f"SEC {legend.sheet} ({'7-96' if monthly else '9-02'})"
        blocks.append(_said(f"P{wording.RESPOND} control number.", sheet))
    blocks += [
        _said(f"Table II - {legend.table_ii}", "(" + "".join(wording.EXAMPLES) + ")", role="title"),
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
        blocks.append(_said(f"{wording.COPIES} If space is insufficient, see Instruction 6 for procedure."))
        blocks.append(_said(f"{'Potential p' if style.look == '2003' else 'P'}{wording.RESPOND} number."))
    return tuple(blocks)


def _said(*lines: str, role: Literal["title", "legend", "label", "note"] = "legend") -> Words:
    return Words(tuple((Run(line),) for line in lines), role)


def _checked(value: bool | None, name: str, style: Style) -> Run:
    if style.empty == "__":
        return Run(f"_{style.check}_" if value else "__", name)
    return Run(style.check if value else style.empty, name)


def _ticked(value: bool | None, name: str, style: Style) -> Run:
    """A box in front of a sentence: nothing of it is seen when it is empty, or a pair of brackets."""
    empty = "[ ] " if style.empty == "[ ]" else ""
    return Run((f"[{style.check}] " if style.look != "2016" else f"{style.check} ") if value else empty, name)


def _masthead(form: Form4, style: Style, rng: random.Random) -> list[Block]:
    number = form_number(form)
    legend = wording.LEGENDS[number]
    exit_box = (
        _ticked(form.not_subject_to_section16.value, "not_subject_to_section16", style),
        Run(f"{wording.EXIT} See Instruction 1(b)."),
    )
    omb = _said(
        "OMB APPROVAL", f"OMB Number: {legend.omb}", f"Estimated average burden hours per response... {legend.hours}"
    )
    head: list[Block] = [
        _said(f"FORM {number}", role="title"),
        _said("UNITED STATES SECURITIES AND EXCHANGE COMMISSION", "Washington, D.C. 20549", role="title"),
        omb,
    ]
    boxes = [Words((exit_box,))] if number != "3" else []
    if style.look == "2016" and form.aff10b5_one.value is not None:
        boxes.append(
            Words(
                ((_ticked(form.aff10b5_one.value, "aff10b5_one", style), Run(f"{wording.PLAN} See Instruction 10.")),)
            )
        )
    if style.look == "2003":
        rng.shuffle(head)
        head.insert(0, _said("(Print or Type Responses)"))
    law = "Section 16(a) of the Securities Exchange Act of 1934"
    utility = ", Section 17(a) of the Public Utility Holding Company Act of 1935"
    act = "Section 30(f)" if style.look == "7-96" else "Section 30(h)"
    typed = style.look in ("7-96", "9-02")
    filed = f"Filed pursuant to {law}{utility if typed else ''} or {act} of the Investment Company Act of 1940"
    return [*head, *boxes, _said(legend.title, role="title"), _said(filed)]


def _name_lines(owner: ReportingOwner, index: int, style: Style) -> list[Line]:
    """Name, streets and place of an owner, each on its line."""
    address, at = owner.reporting_owner_address, f"owners[{index}]."

    def run(text: str | None, leaf: str) -> Run:
        return Run(text or "", at + leaf if text else "")

    state, zip_code = run(address.rpt_owner_state.value, "state"), run(address.rpt_owner_zip_code.value, "zip")
    city = run(address.rpt_owner_city.value, "city")
    gap = ("", "") if not (state.text or zip_code.text) else ((", ", " ") if style.look != "2016" else ("   ", "   "))
    lines = [
        (run(owner.reporting_owner_id.rpt_owner_name.value, "name"),),
        (run(address.rpt_owner_street1.value, "street1"),),
        (run(address.rpt_owner_street2.value, "street2"),),
        (city, Run(gap[0]), state, Run(gap[1] if state.text and zip_code.text else ""), zip_code),
    ]
    return [kept for line in lines if (kept := tuple(piece for piece in line if piece.text))]


def _owner_box(owner: ReportingOwner, index: int, style: Style) -> Cell:
    name, *middle = _name_lines(owner, index, style)
    streets, place = middle[:-1], middle[-1:]
    return (
        (Run("1. Name and Address of Reporting Person *"),), name, (Run("(Last)   (First)   (Middle)"),),
        *streets, (Run("(Street)"),), *place, (Run("(City)   (State)   (Zip)"),),
    )  # fmt: skip


def _head(form: Form4, style: Style) -> tuple[tuple[Cell, ...], ...]:
    number = form_number(form)
    owner = form.reporting_owner[0] if form.reporting_owner else ReportingOwner()
    issuer = form.issuer
    ticker = issuer.issuer_trading_symbol.value or ""
    around = {"2003": ("[", "]"), "2016": ("[ ", " ]"), "9-02": ("(", ")"), "7-96": ("- ", "")}[style.look]
    company: Line = (
        Run(issuer.issuer_name.value or "", "issuer_name"),
        *((Run(f" {around[0]}"), Run(ticker, "ticker"), Run(around[1])) if ticker else ()),
    )
    period = form.period_of_report.value
    monthly = style.look == "7-96"
    boxes = _labels(number, monthly)
    when = "" if period is None else f"{period.month}/{period.year}" if monthly else style.hand.day(period)
    original = form.date_of_original_submission.value
    amended = "" if original is None else f"{original.month}/{original.year}" if monthly else style.hand.day(original)
    relation = _relationship(owner, boxes["relation"], style)
    many = len(form.reporting_owner) > 1
    blank = "" if style.glued else " "
    filers: Cell = (
        (Run(boxes["filers"]),),
        (_checked(not many, "", style), Run(f"{blank}Form filed by One Reporting Person")),
        (_checked(many, "", style), Run(f"{blank}Form filed by More than One Reporting Person")),
    )
    dates: Cell = ((Run(boxes["date"]),), (Run(when, "period_of_report"),))
    amendment: Cell = (
        (Run(boxes["amended"]),),
        *(((Run(amended, "date_of_original_submission"),),) if amended else ()),
    )
    name, streets, place = _split_box(_owner_box(owner, 0, style))
    middle = [((Run(boxes["issuer"]),), company), dates, amendment]
    if number == "3":
        middle = [dates, ((Run(boxes["issuer"]),), company), amendment]
    if monthly:
        middle[1] = ((Run("3. I.R.S. Identification Number of Reporting Person, if an entity (Voluntary)"),), *dates)
    return ((name, middle[0], relation), (streets, middle[1], ()), (place, middle[2], filers))


def _split_box(box: Cell) -> tuple[Cell, Cell, Cell]:
    """Box 1 in its three parts: name, street, place, each with the label below it."""
    street = next(i for i, line in enumerate(box) if line[0].text == "(Street)")
    return box[:3], box[3 : street + 1], box[street + 1 :]


def _labels(number: str, monthly: bool) -> dict[str, str]:
    order = ("issuer", "date", "amended", "relation", "filers")
    numbers = {"3": (3, 2, 5, 4, 6)}.get(number, (2, 4, 5, 6, 7) if monthly else (2, 3, 4, 5, 6))
    legend = wording.LEGENDS[number].date_box.partition(". ")[2]  # type: ignore[index]
    texts = (
        "Issuer Name and Ticker or Trading Symbol",
        "Statement for Month/Year" if monthly else legend,
        f"If Amendment, Date {'of Original (Month/Year)' if monthly else 'Original Filed(Month/Day/Year)'}",
        "Relationship of Reporting Person(s) to Issuer",
        "Individual or Joint/Group Filing(Check Applicable Line)",
    )
    return {key: f"{n}. {text}" for key, n, text in zip(order, numbers, texts, strict=True)}


def _relationship(owner: ReportingOwner, label: str, style: Style) -> Cell:
    relation, at = owner.reporting_owner_relationship, "owners[0]."
    blank = "" if style.glued else " "
    titles = [
        Run(leaf.value, at + name)
        for leaf, name in ((relation.officer_title, "officer_title"), (relation.other_text, "other_text"))
        if leaf.value
    ]
    said = tuple(piece for title in titles for piece in (Run(" / "), title))[1:]
    return (
        (Run(label),), (Run("(Check all applicable)"),),
        (_checked(relation.is_director.value, at + "is_director", style), Run(f"{blank}Director{blank or ' '}"),
         _checked(relation.is_ten_percent_owner.value, at + "is_ten_percent", style), Run(f"{blank}10% Owner")),
        (_checked(relation.is_officer.value, at + "is_officer", style),
        Run(f"{blank}Officer (give title below){blank or ' '}"),
         _checked(relation.is_other.value, at + "is_other", style), Run(f"{blank}Other (specify below)")),
        *((said,) if said else ()),
    )  # fmt: skip


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
            tuple(_name_lines(owner, index, style)),
            mark(relation.is_director.value, "is_director"),
            mark(relation.is_ten_percent_owner.value, "is_ten_percent"),
            mark(relation.is_officer.value, "is_officer", relation.officer_title.value, "officer_title"),
            mark(relation.is_other.value, "is_other", relation.other_text.value, "other_text"),
        ))  # fmt: skip
    return [_said("Reporting Owners", role="title"), Grid("owners", OWNER_COLUMNS, tuple(rows))]


def _signatures(form: Form4, style: Style) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    for index, signature in enumerate(form.owner_signature):
        day = signature.signature_date.value
        rows += [
            (cell(Run(signature.signature_name.value or "", f"signatures[{index}].name")),
             cell(Run(style.hand.day(day) if day else "", f"signatures[{index}].date"))),
            (cell(Run("Signature of Reporting Person")), cell(Run("Date"))),
        ]  # fmt: skip
    title = [_said("Signatures", role="title")] if style.look == "2003" else []
    return [*title, Grid("signatures", SIGNATURE_COLUMNS, tuple(rows))] if rows else []


def _joint_filers(form: Form4) -> list[Block]:
    """The page typists added when a form had room for one name only."""
    lines: list[Line] = [(Run("Joint Filer Information"),)]
    for index, owner in enumerate(form.reporting_owner[1:], start=1):
        (name, *rest) = _name_lines(owner, index, Style("9-02", Hand()))
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
    return [_said("Explanation of Responses:", role="title"), Words(tuple(ordered), "note"), *last]
