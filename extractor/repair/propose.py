"""From readings to proposals: every opinion parsed by the cell's kind, footnote marks split off, opinions combined."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.records import Cell, Kind, Proposal, ReadCell
from extractor.repair.confusions import load_confusions
from extractor.repair.footnote_marks import split_marks
from extractor.repair.lexicons import Lexicons
from extractor.repair.own_number import without_own_number
from extractor.repair.parse import parse
from extractor.repair.points import believed_points, pointed
from extractor.repair.sense import CUT, sense
from extractor.repair.weigh import LIMIT
from extractor.repair.word_vote import voted
from models.evidence import Candidate, Reading, Repair

_UNSAID = 0.004  # weight an opinion leaves to a value it did not think of
_UNSAID_DAMAGED = 0.03  # the same for one that had to be repaired itself
_SILENT = 0.15  # the same for a cell that is empty while another print of the field is not
_CLIPPED = 0.5  # weight that a clipped text gives to the whole it is a part of
_WHOLE, _DOUBTED = 0.9, 0.5  # scores of a reading of all there is, and of one with dirt in it
_MIXED, _UNMIXED = 0.9, 0.3  # weight of the text that two readings make word by word, and share that each of them keeps
_SENSE = (0.3, 0.8, 1.0)  # weight of a text by the sense it makes (see sense.py), where documents differ
_WORDED: frozenset[Kind] = frozenset({"text", "title", "nature", "name", "street", "city", "signature"})
_UNDERSCORED: frozenset[Kind] = frozenset({"checkbox"})


@dataclass(frozen=True, slots=True)
class _Opinion:
    """What one reading says: candidates (None alone: blank) with the trust in it, and the marks beside the value."""

    reading: Reading | None
    candidates: tuple[Candidate, ...]
    footnotes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    unsaid: float = _UNSAID


def propose(
    cells: Sequence[ReadCell], lexicons: Lexicons, others: Sequence[Sequence[ReadCell]] = ()
) -> tuple[Proposal, ...]:
    """One proposal per address, in the order the addresses first appear.

    Cells of one address are further prints of the same field; the first is primary and lends cell and raw text. A field
    with no ink anywhere has the one candidate None (a check box: "0"); one with ink that nobody could read has none.
    `others` are the cells of other documents with the same filing, each a further opinion of the fields in `cells`.
    """
    by_address = _by_address(cells)
    points = believed_points(cells)
    further = [_by_address(document) for document in others]
    return tuple(
        _proposal(prints, lexicons, [document[address] for document in further if address in document], points)
        for address, prints in by_address.items()
    )


def _by_address(cells: Sequence[ReadCell]) -> dict[tuple[str, int, str], list[ReadCell]]:
    by_address: dict[tuple[str, int, str], list[ReadCell]] = {}
    for cell in cells:
        by_address.setdefault(cell.cell.address, []).append(cell)
    return by_address


def _proposal(
    prints: Sequence[ReadCell], lexicons: Lexicons, others: Sequence[Sequence[ReadCell]] = (),
    points: frozenset[str] = frozenset(),
) -> Proposal:
    primary = next((read for read in prints if _has_text(read)), prints[0])
    worded = primary.cell.kind in _WORDED
    spoken: list[_Opinion] = []
    weighed: list[_Opinion] = []
    for document in (prints, *others):
        said = [opinion for read in document for opinion in _opinions(read, lexicons, points) if opinion.candidates]
        if document is not prints:
            said = [opinion for opinion in said if not _shared_damage(opinion, spoken, primary.cell)]
        spoken += said
        completed = _voted(_completed(said), lexicons) if worded else said
        weighed += [_in_place(opinion, primary.cell) for opinion in completed] if others and worded else completed
    candidates = _combined(weighed)
    best = candidates[0].value if candidates else None
    agree = sum(opinion.candidates[0].value == best for opinion in spoken)
    readings = tuple(reading for read in prints for reading in read.readings)
    footnotes = _footnotes(spoken, best)
    return Proposal(
        cell=primary.cell,
        raw=next((reading.text for reading in primary.readings if reading.text.strip()), _unsaid(primary)),
        candidates=candidates,
        footnotes=footnotes,
        marks=() if footnotes else _marks(spoken),
        agreement=(agree, len(spoken)) if spoken else (1, 1),
        readings=readings,
    )


def _unsaid(read: ReadCell) -> str:
    """What stands for ink in a check box that is neither a mark nor nothing: a person should look."""
    return "?" if read.ink and read.cell.kind == "checkbox" else ""


def _has_text(read: ReadCell) -> bool:
    return any(reading.text.strip() for reading in read.readings)


def _opinions(read: ReadCell, lexicons: Lexicons, points: frozenset[str]) -> list[_Opinion]:
    kind, field = read.cell.kind, read.cell.field
    if not read.ink:
        value = "0" if kind in _UNDERSCORED else None
        return [_Opinion(None, (Candidate(value=value, score=1.0),), unsaid=_UNSAID if value else _SILENT)]
    said: list[_Opinion] = []
    for reading in (without_own_number(read) if kind == "footnote" else read).readings:
        if not reading.text.strip() or any(_same(reading, one.reading) for one in said):
            continue
        marked = split_marks(reading.text, kind)
        found: tuple[Candidate, ...] = ()
        if marked.text:
            found = parse(marked.text, kind, field, lexicons, load_confusions(reading.engine))
            found = _with_others(found, reading, read.cell, lexicons)
            if kind == "shares" and points:
                found = pointed(found, marked.text, points)
        elif marked.footnotes or marked.marks:
            found = (Candidate(value=None, score=1.0 if marked.footnotes else 0.7),)
        damaged = bool(found and found[0].repairs)
        unsaid = (_UNSAID_DAMAGED if damaged else _UNSAID) + 0.05 * (1 - reading.score) ** 2
        said.append(_Opinion(reading, found, marked.footnotes, marked.marks, unsaid))
    return said


def _with_others(
    found: tuple[Candidate, ...], reading: Reading, cell: Cell, lexicons: Lexicons
) -> tuple[Candidate, ...]:
    """The candidates of a reading, and what else its engine thought of, weighed by the engine's own scores."""
    known = {candidate.value for candidate in found}
    further: list[Candidate] = []
    for text, score in reading.others:
        marked = split_marks(text, cell.kind)
        parsed = parse(marked.text, cell.kind, cell.field, lexicons, load_confusions(reading.engine))
        if score and parsed and not parsed[0].repairs and parsed[0].value not in known:
            known.add(parsed[0].value)
            share = score / max(score, reading.score)
            further.append(parsed[0].model_copy(update={"score": share * parsed[0].score}))
    return (*found, *further)


def _same(reading: Reading, other: Reading | None) -> bool:
    """An engine that reads once more what it read on the page has the same eyes: that is one opinion, not two."""
    return (
        other is not None
        and reading.engine == other.engine
        and "".join(reading.text.split()) == "".join(other.text.split())
    )


def _completed(opinions: Sequence[_Opinion]) -> list[_Opinion]:
    """Where one opinion's text is the beginning or the end of another's, it may be a clipped reading of the same."""
    out = []
    for opinion in opinions:
        said = opinion.candidates[0].value or ""
        wholes = {
            other.candidates[0].value
            for other in opinions
            if said and (whole := other.candidates[0].value or "") != said and _clipped(said, whole)
            and not _adds_dirt(opinion, other)
        }
        extra = tuple(Candidate(value=whole, score=_CLIPPED) for whole in wholes)
        out.append(replace(opinion, candidates=opinion.candidates + extra) if extra else opinion)
    return out


def _adds_dirt(sure: _Opinion, longer: _Opinion) -> bool:
    """Whether an engine that is sure of its whole crop saw nothing of what another adds in doubt ("Doe Jane a mae")."""
    mine, theirs = sure.reading, longer.reading
    if "/s/" in (longer.candidates[0].value or ""):
        return False  # which a crop may well lack
    return mine is not None and theirs is not None and mine.score >= _WHOLE > _DOUBTED > theirs.score


def _voted(opinions: Sequence[_Opinion], lexicons: Lexicons) -> list[_Opinion]:
    """The opinions, each with the text beside its own that takes from two of them, word by word, the form's words."""
    read = sorted((one for one in opinions if one.reading), key=lambda one: -one.reading.score if one.reading else 0.0)
    for at, surer in enumerate(read):
        for other in read[at + 1 :]:
            said, theirs = surer.candidates[0].value or "", other.candidates[0].value or ""
            text = voted(said, theirs, lexicons)
            if text is None:
                continue
            reason = "another reading has a word of the form where this one has none"
            repairs = () if text == theirs else (Repair(rule="vote", before=said, after=text, reason=reason),)
            mixed = Candidate(value=text, score=_MIXED, repairs=repairs)
            return [_first(mixed, one) if one in (surer, other) else one for one in opinions]
    return list(opinions)


def _first(mixed: Candidate, opinion: _Opinion) -> _Opinion:
    rest = tuple(one.model_copy(update={"score": one.score * _UNMIXED}) for one in opinion.candidates
                 if one.value != mixed.value)  # fmt: skip
    return replace(opinion, candidates=(mixed, *rest))


def _shared_damage(opinion: _Opinion, heard: Sequence[_Opinion], cell: Cell) -> bool:
    """Whether another document's opinion is the same wreck as one already heard: two documents that were damaged alike
    were damaged before they parted, and are one witness."""
    best = opinion.candidates[0]
    if opinion.reading is None or not (best.repairs or sense(cell.kind, cell.field, best.value) == CUT):
        return False
    text = opinion.reading.text.split()
    return any(other.reading is not None and other.reading.text.split() == text for other in heard)


def _in_place(opinion: _Opinion, cell: Cell) -> _Opinion:
    """The opinion with its texts weighed by the sense they make in their place: of two documents one may have cut a
    text off, and the other have run a neighbour's into it."""
    candidates = tuple(
        one.model_copy(update={"score": one.score * _SENSE[sense(cell.kind, cell.field, one.value)]})
        for one in opinion.candidates
    )
    return replace(opinion, candidates=candidates)


def _clipped(part: str, whole: str) -> bool:
    part, whole = part.lower(), whole.lower().removeprefix("/s/ ")  # which a crop may well lack
    begins = whole.startswith((part + " ", part + ". "))
    return len(part) * 4 > len(whole) and (begins or part == whole or whole.endswith(" " + part))


def _combined(opinions: Sequence[_Opinion]) -> tuple[Candidate, ...]:
    """The opinions' candidates, best first. One opinion keeps its own scores; several multiply, each leaving a little
    weight to what it did not think of, so that agreement raises a value and disagreement keeps both."""
    if not opinions:
        return ()
    if len(opinions) == 1:
        return opinions[0].candidates
    kept: dict[str | None, Candidate] = {}
    for opinion in opinions:
        for candidate in opinion.candidates:
            known = kept.get(candidate.value)
            if known is None or len(candidate.repairs) < len(known.repairs):
                kept[candidate.value] = candidate
    if len(kept) == 1:
        return tuple(kept.values())
    weights = dict.fromkeys(kept, 0.0)
    for opinion in opinions:
        scores = {candidate.value: candidate.score for candidate in opinion.candidates}
        for value in weights:
            weights[value] += math.log(max(scores.get(value, 0.0), opinion.unsaid))
    top = max(weights.values())
    ranked = sorted(weights, key=lambda value: -weights[value])
    shares = {value: math.exp(weights[value] - top) for value in ranked}
    total = sum(shares.values())
    agreed = all(opinion.candidates[0].value == ranked[0] for opinion in opinions)
    first = (
        max(candidate.score for o in opinions for candidate in o.candidates[:1] if candidate.value == ranked[0])
        if (agreed)
        else shares[ranked[0]] / total
    )
    scaled = {value: first if value == ranked[0] else first * shares[value] for value in ranked}
    return tuple(
        kept[value].model_copy(update={"score": max(min(scaled[value], 1.0), 1e-9)}) for value in ranked[:LIMIT]
    )


def _footnotes(opinions: Sequence[_Opinion], value: str | None) -> tuple[str, ...]:
    """Ids read beside the value: of the opinion that saw most of them among those that agree with it."""
    heard = [opinion.footnotes for opinion in opinions if opinion.candidates[0].value == value] or [
        opinion.footnotes for opinion in opinions
    ]
    return max(heard, key=len, default=())


def _marks(opinions: Sequence[_Opinion]) -> tuple[str, ...]:
    """Traces seen beside the value, for when no opinion could read the mark itself."""
    return next((opinion.marks for opinion in opinions if opinion.marks), ())
