"""One field from one proposal and the choice made for it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from extractor.options import Options
from extractor.records import Proposal
from extractor.repair import columns
from extractor.repair.confidence import Evidence, Surroundings, confidence, threshold
from extractor.repair.opinions import best, unreadable
from extractor.repair.sense import sense
from models.evidence import Candidate, Reading, Repair, Source
from models.field import Field, State

SHOWN = 4
"""How many candidates a field shows."""

EXPECTED = columns.EXPECTED | {
    "periodOfReport", "issuer/issuerName", "issuer/issuerTradingSymbol", "reportingOwnerId/rptOwnerName",
    "signatureName", "signatureDate",
}
"""Fields whose emptiness says something: they come as blank, others are left out."""

_READ, _REPAIRED, _BLANK, _UNREADABLE = State.READ, State.REPAIRED, State.BLANK, State.UNREADABLE  # an enum is slow
_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate taken for a field (None: nothing readable), and what the rules had to do with it.

    `repairs` were made by rules on top of the candidate's own; `supports` and `contradictions` count (hard, soft)
    rules that hold or fail and did not choose it; `chosen_by` rules did. `weighed` are the shares of the candidate and
    of its best rival once the rules have weighed them, all else as chosen. `others` are values the rules would have
    taken; `doubtful` sends the field to review whatever its confidence.
    """

    candidate: Candidate | None
    repairs: tuple[Repair, ...] = ()
    footnotes: tuple[str, ...] | None = None
    supports: tuple[int, int] = (0, 0)
    contradictions: tuple[int, int] = (0, 0)
    chosen_by: int = 0
    weighed: tuple[float, float] | None = None
    others: tuple[Candidate, ...] = ()
    doubtful: bool = False


def value_of(choice: Choice | None) -> str:
    """The value taken; "" where there is none: blank, unreadable or not on the form."""
    return (choice.candidate.value if choice and choice.candidate else None) or ""


@dataclass(frozen=True, slots=True)
class Considered:
    """A field with the evidence that its confidence comes from, and all readings of it."""

    field: Field
    evidence: Evidence
    readings: tuple[Reading, ...] = ()


def consider(
    path: str, proposal: Proposal, choice: Choice, options: Options, around: Surroundings, *, layout: float,
    unread: Source = "page", needed: bool = False, plain: bool = False,
) -> Considered | None:
    """The field, or None for a blank nobody misses unless it is `needed`. `layout` is the score of the layout that lies
    on the document, `unread` where a reading of it would have come from when there is none, `plain` that the document
    is a text whose columns are lost."""
    cell = proposal.cell
    footnotes = proposal.footnotes if choice.footnotes is None else choice.footnotes
    value = choice.candidate.value if choice.candidate else None
    repairs = (choice.candidate.repairs if choice.candidate else ()) + choice.repairs
    if value is not None and canonical(cell.kind, value):
        state = _REPAIRED if repairs else _READ
    elif value is not None or (choice.candidate is None and unreadable(proposal)):
        state, value = _UNREADABLE, None
    else:
        state = _BLANK
        if not (needed or footnotes or choice.doubtful or path_tail(path) in EXPECTED):
            return None
    evidence = _evidence(proposal, choice, around, layout, unread, plain)
    sure = None if state is _UNREADABLE else confidence(evidence)
    review = choice.doubtful or sure is None or sure < threshold(evidence, options.max_error)
    field = Field(
        path=path, value=value, state=state, raw=proposal.raw, footnotes=footnotes, confidence=sure,
        needs_review=review, page=cell.page, box=cell.box if cell.page else None, span=cell.span,
        repairs=repairs, candidates=_shown(proposal, choice),
    )
    return Considered(field, evidence, proposal.readings)


def path_tail(path: str) -> str:
    """The path below its row, owner, note or signature: "a/b[2]/c/d" → "c/d"; a path without index as it is."""
    return path.rpartition("]/")[2]


def canonical(kind: str, value: str) -> bool:
    """True when a value is spelt as its kind demands: an ISO date that exists, a plain number, "1" or "0"."""
    if kind in ("shares", "money"):
        return bool(_NUMBER.fullmatch(value))
    if kind in ("date", "month"):  # a month has become a day by now
        try:
            return len(value) == 10 and bool(date.fromisoformat(value))
        except ValueError:
            return False
    if kind == "checkbox":
        return value in ("0", "1")
    return bool(value.strip())


def _evidence(
    proposal: Proposal, choice: Choice, around: Surroundings, layout: float, unread: Source, plain: bool
) -> Evidence:
    candidate, favourite = choice.candidate, best(proposal)
    score = candidate.score if candidate else 0.9
    value = candidate.value if candidate else None
    rival = max([other.score for other in proposal.candidates if other.value != value], default=0.0)
    margin = max(0.0, 1 - rival / max(score, rival)) if rival else 1.0
    if choice.weighed:
        # What the readings leave open the rules may settle, by half: they rest on readings too.
        share, next_share = choice.weighed
        score, margin = math.sqrt(score * share), math.sqrt(margin * max(0.0, 1 - next_share / max(share, 1e-9)))
    changed = bool(candidate and favourite and candidate.value != favourite.value)
    agree, asked = proposal.agreement
    return Evidence(
        kind=proposal.cell.kind, agree=0 if changed else agree, asked=asked, score=score,
        margin=margin,
        own_repairs=len(candidate.repairs) if candidate else 0,
        hard_supports=choice.supports[0], soft_supports=choice.supports[1],
        hard_contradictions=choice.contradictions[0], soft_contradictions=choice.contradictions[1],
        changed=changed, chosen_by=choice.chosen_by,
        source=proposal.readings[0].source if proposal.readings else unread,
        trouble=around.trouble, near_trouble=around.near_trouble, doubts=around.doubts,
        near_doubts=around.near_doubts, row=around.row, layout=layout,
        seen=max([reading.score for reading in proposal.readings], default=1.0),
        wording=sense(proposal.cell.kind, proposal.cell.field, value),
        empty=value is None or (value == "0" and proposal.cell.kind == "checkbox"), doubtful=choice.doubtful,
        plain=plain,
    )


def _shown(proposal: Proposal, choice: Choice) -> tuple[Candidate, ...]:
    kept: dict[str | None, Candidate] = {}
    chosen = (choice.candidate,) if choice.candidate else ()
    for candidate in (*chosen, *choice.others, *proposal.candidates):
        kept.setdefault(candidate.value, candidate)
    return tuple(kept.values())[:SHOWN]
