"""The head of a filing's print: title, legends, the numbered boxes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from extractor.synth import wording
from extractor.synth.dumps.paper import Block, Cell, Line, Run, Words
from extractor.synth.printed import Hand, form_number
from models.form4 import Form4, ReportingOwner

Look = Literal["2003", "2016", "9-02", "7-96"]
"""EDGAR's two printouts, and the two typed forms: of 2002, and the monthly one with seven boxes before it."""

@dataclass(frozen=True, slots=True)
class Style:
    """How this print looks: revision, typing habits, mark of a checked box, and how an empty box is drawn."""

    look: Look
    hand: Hand
    check: str = "X"
    empty: str = "__"
    glued: bool = True

def said(*lines: str, role: Literal["title", "legend", "label", "note"] = "legend") -> Words:
    return Words(tuple((Run(line),) for line in lines), role)


def _checked(value: bool | None, name: str, style: Style) -> Run:
    if style.empty == "__":
        return Run(f"_{style.check}_" if value else "__", name)
    return Run(style.check if value else style.empty, name)


def _ticked(value: bool | None, name: str, style: Style) -> Run:
    """A box in front of a sentence: nothing of it is seen when it is empty, or a pair of brackets."""
    empty = "[ ] " if style.empty == "[ ]" else ""
    return Run((f"[{style.check}] " if style.look != "2016" else f"{style.check} ") if value else empty, name)


def masthead(form: Form4, style: Style, rng: random.Random) -> list[Block]:
    number = form_number(form)
    legend = wording.LEGENDS[number]
    exit_box = (
        _ticked(form.not_subject_to_section16.value, "not_subject_to_section16", style),
        Run(f"{wording.EXIT} See Instruction 1(b)."),
    )
    omb = said(
        "OMB APPROVAL", f"OMB Number: {legend.omb}", f"Estimated average burden hours per response... {legend.hours}"
    )
    head: list[Block] = [
        said(f"FORM {number}", role="title"),
        said("UNITED STATES SECURITIES AND EXCHANGE COMMISSION", "Washington, D.C. 20549", role="title"),
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
        head.insert(0, said("(Print or Type Responses)"))
    law = "Section 16(a) of the Securities Exchange Act of 1934"
    utility = ", Section 17(a) of the Public Utility Holding Company Act of 1935"
    act = "Section 30(f)" if style.look == "7-96" else "Section 30(h)"
    typed = style.look in ("7-96", "9-02")
    filed = f"Filed pursuant to {law}{utility if typed else ''} or {act} of the Investment Company Act of 1940"
    return [*head, *boxes, said(legend.title, role="title"), said(filed)]


def name_lines(owner: ReportingOwner, index: int, style: Style) -> list[Line]:
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


def owner_box(owner: ReportingOwner, index: int, style: Style) -> Cell:
    name, *middle = name_lines(owner, index, style)
    streets, place = middle[:-1], middle[-1:]
    return (
        (Run("1. Name and Address of Reporting Person *"),), name, (Run("(Last)   (First)   (Middle)"),),
        *streets, (Run("(Street)"),), *place, (Run("(City)   (State)   (Zip)"),),
    )  # fmt: skip


def head(form: Form4, style: Style) -> tuple[tuple[Cell, ...], ...]:
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
    name, streets, place = _split_box(owner_box(owner, 0, style))
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
