"""What supports a value: opinions of what a cell says, and the repairs that led from one to a value."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Source = Literal["page", "crop", "ink", "text-layer", "dump"]
PLAIN_TEXT = "text plain"
"""Engine of the readings of a dump whose columns are lost; of all others it is "text"."""


class Record(BaseModel):
    """Frozen pydantic record; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reading(Record):
    """One opinion of what a cell says: text exactly as the engine gave it, score in [0, 1] (uncalibrated).

    `others` are further texts the engine thought of, each with its own score, best first.
    """

    text: str
    score: float = Field(ge=0, le=1)
    source: Source
    engine: str
    others: tuple[tuple[str, float], ...] = ()


class Repair(Record):
    """One named change on the way from a reading to a value; `reason` is a sentence for a reviewer."""

    rule: str
    before: str
    after: str
    reason: str


class Candidate(Record):
    """One possible value of a field (None is blank) and the repairs that led there.

    `value` is canonical: dates ISO, numbers plain decimals without separators, check boxes "1"/"0", text as printed.
    `score` in (0, 1] says how well it fits the readings alone, before the form's rules are asked; not a probability.
    """

    value: str | None
    score: float = Field(gt=0, le=1)
    repairs: tuple[Repair, ...] = ()
