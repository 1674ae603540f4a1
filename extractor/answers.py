"""A person's answers in a filing: which of them hold, how they are addressed, and what they do to its issues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from models.extraction import Issue
from models.review import Correction

Answers = Mapping[str, Correction]
"""The answer that holds for each path (or issue) that has one."""

FILER_ERROR = "review.filer-error"


def standing(corrections: Iterable[Correction]) -> dict[str, Correction]:
    """The answers that hold after a history of corrections, oldest first."""
    held: dict[str, Correction] = {}
    for correction in corrections:
        held.pop(correction.path, None)
        if correction.decision != "undo":
            held[correction.path] = correction
    return held


def issue_key(issue: Issue) -> str:
    """How an issue is addressed by a correction: "issue:CODE:PATH", or its page where it has no path."""
    return f"issue:{issue.code}:{issue.path or issue.page or ''}"


def answered(issues: Sequence[Issue], answers: Answers) -> tuple[Issue, ...]:
    """The issues, those that a person has answered (by the field they speak of, or by themselves) as notes; and a note
    for each mistake that is the filer's."""
    out = [
        issue.model_copy(update={"severity": "note"}) if issue.path in answers or issue_key(issue) in answers else issue
        for issue in issues
    ]
    out += [
        Issue(code=FILER_ERROR, severity="note", path=path,
              message=f"A person says that this is printed so and is the filer's own mistake: {answer.value}.")
        for path, answer in answers.items()
        if answer.decision == "filer-error"
    ]
    return tuple(out)
