"""The fields of a filing that wait for a person, in the order in which their answers settle most others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.answers import issue_key
from extractor.checks import Check, checks
from extractor.service.review.wording import group_of
from models.extraction import Extraction, Issue
from models.field import Field, State

NOT_FOUND = "(not found)"
"""What a field has for a reading when the form must show it and nothing was seen."""

ISSUE = "issue:"
"""How the address of an issue begins; every other address is a field's path."""

_LEAST = 0.001


@dataclass(frozen=True, slots=True)
class Waiting:
    """One field, or one issue that no field carries (`path` is then its address, see `answers.issue_key`).

    `reason` is a key of wording.REASONS, `group` of wording.GROUPS. `settles`: how many other doubtful fields rules tie
    to it; `weight`: how much an answer is worth, those and how doubtful it is itself.
    """

    path: str
    reason: str
    group: str
    settles: int
    weight: float
    value: str | None = None
    confidence: float | None = None


def waiting(extraction: Extraction, found: Sequence[Check] | None = None) -> tuple[Waiting, ...]:
    """What waits for a person, heaviest first, equals in the form's order. `found` are the extraction's checks when
    they are known already."""
    held = checks(extraction) if found is None else found
    doubtful = [field for field in extraction.fields if field.needs_review]
    tied = neighbours({field.path for field in doubtful}, held)
    objecting = {path for check in held if not check.holds for path in check.cells}
    objecting |= {issue.path for issue in extraction.issues if issue.path and issue.severity == "doubt"}
    rows = [_field(field, field.path in objecting, len(tied.get(field.path, ()))) for field in doubtful]
    rows += [_issue(issue) for issue in alone(extraction)]
    return tuple(sorted(rows, key=lambda row: -row.weight))


def neighbours(paths: set[str], found: Sequence[Check]) -> Mapping[str, set[str]]:
    """For each of those paths the others of them that a telling rule ties to it."""
    tied: dict[str, set[str]] = {}
    for check in found:
        if check.telling:
            together = paths & set(check.cells)
            for path in together:
                tied.setdefault(path, set()).update(together - {path})
    return tied


def alone(extraction: Extraction) -> Iterator[Issue]:
    """The issues that ask for a person and speak of no field that is asked about anyway."""
    asked = {field.path for field in extraction.fields if field.needs_review}
    for issue in extraction.issues:
        if issue.severity == "doubt" and issue.path not in asked:
            yield issue


def _field(field: Field, objected: bool, settles: int) -> Waiting:
    doubt = 1.0 if field.confidence is None else max(1 - field.confidence, _LEAST)
    return Waiting(
        path=field.path, reason=reason_of(field, objected), group=group_of(field.path), settles=settles,
        weight=round((1 + settles) * doubt, 6), value=field.value, confidence=field.confidence,
    )


def _issue(issue: Issue) -> Waiting:
    return Waiting(path=issue_key(issue), reason="rule", group="words", settles=0, weight=0.5)


def reason_of(field: Field, objected: bool) -> str:
    """Why a person is asked, in one key of wording.REASONS: the strongest reason that holds."""
    if objected:
        return "rule"
    if field.raw == NOT_FOUND:
        return "missing"
    if field.state is State.UNREADABLE:
        return "unreadable"
    if any(one.value != field.value and not one.repairs for one in field.candidates):
        return "readings"
    return "repaired" if field.state is State.REPAIRED else "unsure"
