"""A filing on paper: one function for every look of the form, and what that look does not show."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from extractor.synth.places import Places
from extractor.synth.printed import form_number, voluntary
from models.form4 import DerivativeRow, Form4, NonDerivativeRow

LAYOUTS = ("edgar-2003", "edgar-2016", "edgar-2023", "edgar-2026", "paper-1996", "paper-2002", "paper-2026")
"""Looks of the form, by the year they begin; the layout of a Form 4 in templates/ is form4-<look>."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document and what it keeps to itself. `invisible` names fields the look does not print (or prints so that they
    cannot be told), `precision` those printed less exactly than the truth has them ("month"); names are
    those of `extractor.legible`. `places` says where the values of the tables stand."""

    pdf: bytes = field(repr=False)
    invisible: tuple[str, ...]
    precision: dict[str, str]
    places: Places = field(repr=False)


def render(form: Form4, layout: str, seed: int) -> Rendered:
    """The filing in that look as a born-digital PDF; the same arguments on the same machine give the same bytes.

    ValueError for a look that is unknown, or a Form 3 or 5 in a look that only Form 4 has here (paper).
    """
    rng, places = random.Random(f"render {layout} {seed}"), Places()
    if layout == "edgar-2003":
        from extractor.synth import edgar_2003

        pdf = edgar_2003.render(form, rng, places)
    elif layout.startswith("edgar-") and layout in LAYOUTS:
        from extractor.synth import edgar_2016

        pdf = edgar_2016.render(form, rng, layout[6:], places)  # type: ignore[arg-type]  # the editions are in LAYOUTS
    elif layout.startswith("paper-") and layout in LAYOUTS:
        if form_number(form) != "4":
            raise ValueError(f"{layout} is a Form 4; a Form {form_number(form)} has no paper look here")
        if layout == "paper-2026":
            from extractor.synth import paper_2026

            pdf = paper_2026.render(form, rng, places)
        else:
            from extractor.synth import paper

            pdf = paper.render(form, rng, monthly=layout == "paper-1996", places=places)
    else:
        raise ValueError(f"unknown layout {layout!r}; known are {', '.join(LAYOUTS)}")
    precision = {"period_of_report": "month"} if layout == "paper-1996" else {}
    if precision and form.date_of_original_submission.value is not None:
        precision["date_of_original_submission"] = "month"
    return Rendered(pdf, invisible(form, layout), precision, places)


def invisible(form: Form4, layout: str) -> tuple[str, ...]:
    """The fields that a reader of that look cannot know. Rows count from 0 over transactions and holdings alike."""
    number = form_number(form)
    names = {"issuer_cik", "schema_version"}
    newest = layout.endswith("2026")
    for n in range(len(form.reporting_owner)):
        names |= {f"owners[{n}].{name}" for name in ("cik", "non_us", "state_description")}
        if not newest or (layout == "paper-2026" and n):  # the continuation sheet gives no country
            names.add(f"owners[{n}].country")
    if not newest:
        names.add("foreign_ticker")
    if number != "3" or not form.no_securities_owned.value:
        names.add("no_securities_owned")
    if number != "5":
        names |= {"form3_holdings_reported", "form4_transactions_reported"}
    if number == "3":
        names.add("not_subject_to_section16")
    if number == "3" or layout not in ("edgar-2023", "edgar-2026", "paper-2026"):
        names.add("aff10b5_one")
    if layout.startswith("edgar-20") and layout != "edgar-2003":  # further owners have a box for name and address only
        for n in range(1, len(form.reporting_owner)):
            names |= {f"owners[{n}].{name}" for name in (
                "is_director", "is_officer", "is_ten_percent", "is_other", "officer_title", "other_text")}  # fmt: skip
    tables: dict[str, tuple[NonDerivativeRow | DerivativeRow, ...]] = {
        "non_derivative": form.non_derivative_table,
        "derivative": form.derivative_table,
    }
    for table, rows in tables.items():
        for n, row in enumerate(rows):
            names |= {f"{table}[{n}].{name}" for name in _hidden(row, number, layout)}
    return tuple(sorted(names))


def _hidden(row: NonDerivativeRow | DerivativeRow, number: str, layout: str) -> set[str]:
    hidden = set()
    if number == "3":
        hidden |= {"equity_swap", "voluntary"}
        if isinstance(row, DerivativeRow):
            hidden |= {"following", "following_value"}
    if row.kind == "transaction" and number != "5":
        hidden.add("form_type")
    if voluntary(row, number) != (row.transaction_timeliness.value == "E"):  # V may stand where the XML says nothing
        hidden.add("voluntary")
    if row.transaction_timeliness.value == "L":
        hidden.add("voluntary")
    if layout == "paper-1996" and not row.deemed_execution_date.blank:
        hidden.add("deemed_date")
    return hidden
