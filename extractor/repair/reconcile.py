"""Fields from proposals: the filing laid out, its values chosen jointly by the form's own algebra, and each said with
its state, its confidence and its doubts."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.options import Options
from extractor.records import Proposal
from extractor.repair.fields import Choice, field_of
from extractor.repair.opinions import best
from extractor.repair.sheet import lay_out
from models.extraction import Issue
from models.field import Field


def reconcile(
    proposals: Sequence[Proposal], form: str, options: Options
) -> tuple[tuple[Field, ...], tuple[Issue, ...]]:
    """The fields of form "3", "4" or "5" in the order of the SEC's schema (rows of a table as printed), and what is
    doubtful about them."""
    sheet, issues = lay_out(proposals, form)
    fields = []
    for path, proposal in sheet.cells.items():
        field = field_of(path, proposal, Choice(best(proposal)), options)
        if field is not None:
            fields.append(field)
    return tuple(fields), issues
