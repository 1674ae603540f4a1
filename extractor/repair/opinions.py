"""Questions asked of a proposal, and several proposals for one address made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.records import Proposal
from models.evidence import Candidate, Reading


def best(proposal: Proposal) -> Candidate | None:
    """The candidate the readings alone favour; None when there is none."""
    return proposal.candidates[0] if proposal.candidates else None


def filled(proposal: Proposal) -> bool:
    """True when the readings favour a value over a blank."""
    return bool(proposal.candidates) and proposal.candidates[0].value is not None


def unreadable(proposal: Proposal) -> bool:
    """Something is there and nobody could say what. A lone footnote mark is no such thing."""
    return not proposal.candidates and bool(proposal.raw.strip())


def is_guess(readings: Sequence[Reading], most: float) -> bool:
    """Whether nothing but a guess put what was read where it stands: no reading has a better score than `most`."""
    return bool(readings) and max(one.score for one in readings) <= most


def as_read(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals without the candidates that a repair led to, to measure what repairs are worth."""
    return tuple(
        replace(proposal, candidates=tuple(one for one in proposal.candidates if not one.repairs))
        for proposal in proposals
    )


def merge(opinions: Sequence[Proposal]) -> Proposal:
    """One proposal from all that were made for one address (box 1 and the Reporting Owners table both print the owner).

    The first opinion with a value gives the place; scores of equal values support each other; footnotes are united.
    """
    if len(opinions) == 1:
        return opinions[0]
    said = [opinion for opinion in opinions if filled(opinion)]
    if not said:
        return next((opinion for opinion in opinions if unreadable(opinion)), opinions[0])
    doubt: dict[str | None, float] = {}
    kept: dict[str | None, Candidate] = {}
    for opinion in said:
        for candidate in opinion.candidates:
            doubt[candidate.value] = doubt.get(candidate.value, 1.0) * (1 - min(candidate.score, 0.999))
            known = kept.get(candidate.value)
            if known is None or (len(candidate.repairs), -candidate.score) < (len(known.repairs), -known.score):
                kept[candidate.value] = candidate
    ranked = sorted(kept.values(), key=lambda candidate: (doubt[candidate.value], len(candidate.repairs)))
    candidates = tuple(
        candidate.model_copy(update={"score": min(1.0, 1 - doubt[candidate.value])}) for candidate in ranked
    )
    value = candidates[0].value
    place = next(opinion for opinion in said if any(candidate.value == value for candidate in opinion.candidates))
    agree = [opinion for opinion in said if opinion.candidates[0].value == value]
    return replace(
        place,
        candidates=candidates,
        footnotes=tuple(dict.fromkeys(note for opinion in opinions for note in opinion.footnotes)),
        marks=tuple(dict.fromkeys(mark for opinion in opinions for mark in opinion.marks)),
        agreement=(sum(opinion.agreement[0] for opinion in agree), sum(opinion.agreement[1] for opinion in said)),
        readings=tuple(reading for opinion in said for reading in opinion.readings),
    )
