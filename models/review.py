"""What a person decided about a field: append-only, the last word on a path holds."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import model_validator

from models.evidence import Record

Decision = Literal["accept", "correct", "blank", "unreadable", "filer-error", "undo"]
"""ACCEPT the value shown · CORRECT it to another · BLANK: nothing is printed there · UNREADABLE: nobody can say what ·
FILER-ERROR: it is printed so, and it is the filer's own mistake · UNDO: the answers before this one no longer hold."""


class Correction(Record):
    """One decision on the field at `path` (or on an issue, see `extractor.answers.issue_key`).

    `value` is canonical, as in Candidate; None with "accept" is a blank taken as one. `at` has a time zone.
    """

    path: str
    decision: Decision
    value: str | None = None
    reviewer: str
    at: datetime

    @model_validator(mode="after")
    def _says_what_it_decides(self) -> Correction:
        if self.decision in ("blank", "unreadable", "undo") and self.value is not None:
            raise ValueError(f"{self.path}: {self.decision} carries no value")
        if self.decision in ("correct", "filer-error") and not (self.value or "").strip():
            raise ValueError(f"{self.path}: {self.decision} needs a value")
        if self.at.tzinfo is None:
            raise ValueError(f"{self.path}: the time of a decision has a time zone")
        return self
