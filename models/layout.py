"""Schema of a layout: one revision of a printed form, as templates/*.yaml describe it.

All `at` boxes are in units of the form's own frame: x from 0 at the left end of its widest ruling to 1 at the right,
y in the same unit from the top of the title line downwards (so y is not bounded by 1). They say where things were
nominally printed; tables stretch and boxes are found again by their labels and rules.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Constraint

from models.evidence import Record
from models.geometry import Box

ZoneKind = Literal[
    "owner",
    "issuer",
    "relationship",
    "filers",
    "date",
    "month",
    "checkbox",
    "ticker",
    "skip",
]
"""What stands in a box of the form's head: `owner` name and address, `issuer` name and ticker, `relationship` the
officer/director boxes, `filers` individual or joint, `skip` printed there but not part of the filing (IRS number)."""

ColumnKind = Literal["text", "title", "nature", "date", "shares", "money", "code", "letter"]


class Anchor(Record):
    """A printed label, matched fuzzily; `weight` says how telling it is of this form."""

    id: str
    text: str
    at: Box | None = None
    weight: float = Constraint(default=1, gt=0)


class Zone(Record):
    """One box of the form's head: the ruled box (or, rules gone, the nominal place) that holds its label anchor."""

    field: str
    kind: ZoneKind
    label: str
    at: Box


class Column(Record):
    """One column of a table: `header` as printed (all its lines in reading order), `under` the heading it shares with
    its neighbours, `span` nominal x0, x1."""

    field: str
    kind: ColumnKind
    header: str
    under: str = ""
    span: tuple[float, float]


class Table(Record):
    """A table of the form: `title` and `end` name anchors; what follows the table begins with one of `end`."""

    field: Literal["nonDerivativeTable", "derivativeTable", "reportingOwner"]
    title: str
    columns: tuple[Column, ...]
    end: tuple[str, ...] = ()


class Layout(Record):
    """One revision of one form."""

    schema_: Literal[1] = Constraint(alias="schema")
    id: str
    title: str
    form: Literal["3", "4", "5"]
    revision: str
    anchors: tuple[Anchor, ...]
    zones: tuple[Zone, ...]
    tables: tuple[Table, ...]
    boilerplate: tuple[str, ...] = ()

    def anchor(self, anchor_id: str) -> Anchor:
        """The anchor of that id; KeyError when the layout has none."""
        for anchor in self.anchors:
            if anchor.id == anchor_id:
                return anchor
        raise KeyError(anchor_id)
