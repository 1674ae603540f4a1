"""A field of the filing: its value, its state and everything that supports it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field as Constraint
from pydantic import model_validator

from models.evidence import Candidate, Record, Repair
from models.geometry import Box


class State(StrEnum):
    """READ as printed · REPAIRED from what was read · BLANK nothing there · UNREADABLE something there we cannot say ·
    REVIEWED decided by a person."""

    READ = "read"
    REPAIRED = "repaired"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    REVIEWED = "reviewed"


_EMPTY, _REVIEWED = (State.BLANK, State.UNREADABLE), State.REVIEWED  # looked up once: an enum takes its time


class Field(Record):
    """One field, addressed by its path in the SEC ownership XML (1-based indices, no `value` step).

    `value` is canonical (see Candidate) and None exactly when the state is blank or unreadable (a reviewed field may be
    either). `box` is in pixels of the upright page, `span` in character offsets [start, end) into the dump.
    """

    path: str
    value: str | None
    state: State
    raw: str = ""
    footnotes: tuple[str, ...] = ()
    confidence: float | None = Constraint(default=None, ge=0, le=1)
    needs_review: bool = False
    page: int | None = Constraint(default=None, ge=1)
    box: Box | None = None
    span: tuple[int, int] | None = None
    repairs: tuple[Repair, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @model_validator(mode="after")
    def _state_and_value_agree(self) -> Field:
        if self.state is not _REVIEWED and (self.state in _EMPTY) != (self.value is None):
            raise ValueError(f"{self.path}: state {self.state} with value {self.value!r}")
        return self
