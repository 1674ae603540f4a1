"""What a person said stands: pinned before the rules are asked, and said as reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor.answers import Answers
from extractor.records import Proposal
from extractor.repair.fields import Choice, Considered
from extractor.repair.sheet import Sheet
from models.evidence import Candidate
from models.field import Field, State
from models.review import Correction

UNREAD = "(unreadable)"
FIRM = (2, 2)
"""A person's word is worth two readings that agree: no rule changes it (see open_cells)."""


def pinned(sheet: Sheet, answers: Answers) -> Sheet:
    """The sheet with the cells that a person has answered fixed to their answers; other answers touch nothing."""
    held = {path: _fixed(proposal, answers[path]) for path, proposal in sheet.cells.items() if path in answers}
    notes = dict(sheet.notes)
    for path, proposal in held.items():
        if path.startswith("footnotes/footnote["):
            value = proposal.candidates[0].value if proposal.candidates else None
            notes[f"F{path.rpartition('[')[2].removesuffix(']')}"] = value or ""
    return replace(sheet, cells={**sheet.cells, **held}, notes=notes)


def kept(choices: Mapping[str, Choice], sheet: Sheet, answers: Answers) -> dict[str, Choice]:
    """The choices, those for answered cells as the person said and in no doubt."""
    return {
        path: replace(
            choice, candidate=next(iter(sheet.cells[path].candidates), None), repairs=(), chosen_by=0, doubtful=False
        )
        if path in answers
        else choice
        for path, choice in choices.items()
    }


def reviewed(field: Field, answer: Correction) -> Field:
    """The field as a person decided it: in no doubt, and without a confidence, which is the machine's alone."""
    state = State.REVIEWED if answer.value is not None else (
        State.UNREADABLE if answer.decision == "unreadable" else State.BLANK
    )
    return field.model_copy(
        update={"value": answer.value, "state": state, "confidence": None, "needs_review": False, "repairs": ()}
    )


def as_reviewed(considered: Considered, answers: Answers) -> Considered:
    """The same, when the field has an answer."""
    answer = answers.get(considered.field.path)
    return considered if answer is None else replace(considered, field=reviewed(considered.field, answer))


def _fixed(proposal: Proposal, answer: Correction) -> Proposal:
    if answer.decision == "unreadable":
        return replace(proposal, raw=proposal.raw or UNREAD, candidates=(), fixed=True)
    return replace(proposal, candidates=(Candidate(value=answer.value, score=1.0),), agreement=FIRM, fixed=True)
