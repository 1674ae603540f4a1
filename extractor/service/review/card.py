"""One question for a reviewer: what was read, what we believe, what else it may be, and what the rules say of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from extractor.answers import issue_key
from extractor.checks import Check, checks
from extractor.pipeline import ReadFiling
from extractor.printable import percent, printable
from extractor.records import Cell
from extractor.service.doubts import AUDIT
from extractor.service.review.doubts import NOT_FOUND, Waiting
from extractor.service.review.wording import (
    REASONS,
    SOURCES,
    choices,
    engine,
    group_of,
    label,
    meaning,
    said,
    shown,
)
from models.evidence import Candidate
from models.extraction import Extraction, Issue
from models.field import Field, State
from models.geometry import Box

MOST_LINES = 6
"""Lines of arithmetic on one card."""

_TENTH = 0.1
_ALIKE = 0.5
_COMPARED = 1500  # signs beyond which a comparison takes longer than a person waits


Parts = tuple[tuple[str, bool], ...]
"""A text in runs, each with whether it differs from what is believed."""


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate on a key: `why` says which repairs led there, `fails` how many rules would object to it."""

    key: int
    value: str | None
    parts: Parts
    meaning: str
    why: str
    fails: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine read, and how sure it said it was (0 to 100, its own measure)."""

    engine: str
    source: str
    parts: Parts
    score: int


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a person needs to decide one field, or to take note of one issue (`issue`, with only a message).

    `blind`: the value is not shown, to learn how often the machine is wrong where nobody looks.
    """

    path: str
    where: str
    what: str
    group: str
    reason: str = ""
    shown: str = ""
    meaning: str = ""
    value: str | None = None
    state: str = ""
    confidence: str = ""
    raw: str = ""
    settles: int = 0
    options: tuple[Option, ...] = ()
    readings: tuple[Reading, ...] = ()
    lines: tuple[Check, ...] = ()
    objections: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    page: int | None = None
    box: Box | None = None
    span: tuple[int, int] | None = None
    issue: bool = False
    blind: bool = False

    @property
    def pictured(self) -> bool:
        """True when there is a picture of the field's cell."""
        return self.page is not None and self.box is not None


def card(
    extraction: Extraction, waiting: Waiting, filing: ReadFiling | None, held: Sequence[Check]
) -> Card | None:
    """The card of what waits; None when the extraction has it no longer. `held` are the extraction's checks."""
    field = next((one for one in extraction.fields if one.path == waiting.path), None)
    if field is None:
        issue = next((one for one in extraction.issues if issue_key(one) == waiting.path), None)
        return None if issue is None else _of_issue(issue, waiting)
    where, what = label(field.path)
    if waiting.reason == AUDIT:
        return Card(
            path=field.path, where=where, what=what, group=group_of(field.path), page=field.page, box=field.box,
            span=field.span, options=tuple(_blind_options(field.path)), blind=True,
        )
    told = lines(held, field.path)
    return Card(
        path=field.path, where=where, what=what, group=group_of(field.path), reason=REASONS.get(waiting.reason, ""),
        shown=said(field), meaning=meaning(field.path, field.value), value=field.value, state=field.state.value,
        confidence="" if field.confidence is None else percent(field.confidence), raw=_raw(field),
        settles=waiting.settles, options=tuple(_options(extraction, field)),
        readings=tuple(_readings(filing, field)) if filing else (), lines=told,
        objections=tuple(_objections(extraction, field.path, told)),
        repairs=tuple(_repairs(field)), footnotes=tuple(note.removeprefix("F") for note in field.footnotes),
        page=field.page, box=field.box, span=field.span,
    )


def lines(held: Sequence[Check], path: str) -> tuple[Check, ...]:
    """The checks that concern a field: those that object first, then those that say most; each sentence once."""
    mine = {check.words: check for check in held if path in check.cells}
    ordered = sorted(mine.values(), key=lambda check: (check.holds, not check.telling))
    return tuple(ordered[:MOST_LINES])


def _objections(extraction: Extraction, path: str, told: Sequence[Check]) -> Iterator[str]:
    """The issues about a field, without those that its arithmetic tells already."""
    for issue in extraction.issues:
        if issue.path == path and not any(line.words in issue.message for line in told):
            yield printable(issue.message)


def differing(text: str, believed: str) -> Parts:
    """The text in runs that are, and are not, as in what is believed; one run where the two have little in common."""
    if text == believed or len(text) > _COMPARED:
        return ((text, False),)
    if len(text) == len(believed):  # sign by sign, as one compares numbers
        signs = [(sign, sign != other) for sign, other in zip(text, believed, strict=True)]
        if sum(differs for _, differs in signs) * 2 <= len(signs):
            runs = groupby(signs, key=lambda one: one[1])
            return tuple(("".join(sign for sign, _ in run), differs) for differs, run in runs)
    matcher = SequenceMatcher(None, believed, text, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ((text, False),)
    found = ((text[first:last], tag != "equal") for tag, _, _, first, last in matcher.get_opcodes())
    return tuple(run for run in found if run[0])


def _options(extraction: Extraction, field: Field) -> Iterator[Option]:
    """The candidates by rank, then what else a box or letter can say; four at most."""
    offered = {candidate.value: candidate for candidate in field.candidates}
    for value in _closed(field.path):
        offered.setdefault(value, Candidate(value=value, score=1e-5))
    for key, candidate in enumerate(list(offered.values())[:4], start=1):
        would = checks(extraction, {field.path: candidate.value})
        yield Option(
            key=key, value=candidate.value, parts=differing(shown(field.path, candidate.value), said(field)),
            meaning=meaning(field.path, candidate.value),
            why="; ".join(printable(repair.reason) for repair in candidate.repairs),
            fails=sum(not check.holds for check in would if field.path in check.cells),
        )


def _blind_options(path: str) -> Iterator[Option]:
    """The values a box or letter can have, in an order that tells nothing."""
    for key, value in enumerate(_closed(path), start=1):
        yield Option(key, value, ((shown(path, value), False),), meaning(path, value), why="", fails=0)


def _closed(path: str) -> tuple[str, ...]:
    """The values of a field that has two."""
    if group_of(path) == "box":
        return "1", "0"
    known = tuple(choices(path))
    return known if len(known) == 2 else ()


def _readings(filing: ReadFiling, field: Field) -> Iterator[Reading]:
    """What was read in the field's place; the same text by the same engine once."""
    seen: set[tuple[str, str, str]] = set()
    believed = said(field)
    for read in filing.cells:
        if not _same_place(read.cell, field):
            continue
        for one in read.readings:
            key = engine(one.engine), SOURCES[one.source], printable(one.text)
            if key not in seen:
                seen.add(key)
                who, where, text = key
                yield Reading(who, where, differing(text, believed), round(one.score * 100))


def _same_place(cell: Cell, field: Field) -> bool:
    """True when the field was read in that cell. An extraction keeps its boxes to a tenth of a pixel."""
    if cell.page is None:
        return cell.span is not None and cell.span == field.span
    if cell.page != field.page or cell.box is None or field.box is None:
        return False
    return all(abs(one - other) < _TENTH for one, other in zip(cell.box, field.box, strict=True))


def _raw(field: Field) -> str:
    """What was printed there as it was read, when that is news beside the value; empty else."""
    raw = " ".join(field.raw.split())
    if not raw or raw == NOT_FOUND or raw in (field.value, said(field)):
        return ""
    return printable(raw)


def _repairs(field: Field) -> Iterator[str]:
    for repair in field.repairs:
        yield f"“{printable(repair.before)}” → “{printable(repair.after)}”: {printable(repair.reason)}"


def _of_issue(issue: Issue, waiting: Waiting) -> Card:
    where, what = label(issue.path) if issue.path else (f"Page {issue.page}" if issue.page else "The document", "")
    return Card(
        path=waiting.path, where=where, what=what or "something to know", group=waiting.group,
        reason=REASONS["rule"] if issue.code.startswith("rule.") else "", shown=printable(issue.message),
        state=State.READ.value, page=issue.page, issue=True,
    )
