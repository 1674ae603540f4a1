"""One filing on the reviewer's desk: what waits in it, where every field stands, and what is decided already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from extractor.checks import Check, checks
from extractor.service.review.doubts import Waiting, waiting
from extractor.service.review.passage import state_of
from extractor.service.review.wording import REASONS, group_of, label, said
from models.extraction import Extraction
from models.field import Field, State
from models.geometry import Box


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list of what waits; `shown` is empty where the value is not to be seen."""

    path: str
    where: str
    what: str
    shown: str
    reason: str
    settles: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a field stands on its page, in pixels, and in which state it is."""

    path: str
    page: int
    box: Box
    state: str
    title: str


@dataclass(frozen=True, slots=True)
class Desk:
    """`waits` in the order of the answers' worth, `audit` the fields to be asked about blind. `pages` are the numbers
    of the pages with a picture; `held` what the rules say."""

    extraction: Extraction
    held: tuple[Check, ...]
    waits: tuple[Waiting, ...]
    audit: tuple[Waiting, ...]
    pages: tuple[int, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """What waits, for the list; the blind ones at its end."""
        fields = {field.path: field for field in self.extraction.fields}
        return tuple(chain(
            (_row(one, fields.get(one.path)) for one in self.waits),
            (_row(one, None) for one in self.audit),
        ))

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The fields' places on the pages."""
        blind = {one.path for one in self.audit}
        return tuple(_outlines(self.extraction.fields, blind))

    @property
    def decided(self) -> int:
        """How many fields people have decided."""
        return sum(field.state is State.REVIEWED or _by_person(field) for field in self.extraction.fields)

    def find(self, paths: Sequence[str], *, last: bool = False) -> tuple[Waiting | None, bool]:
        """What waits at the first of those paths that waits, and whether it is a blind one; else what waits first, or
        `last`; None when nothing does."""
        all_ = [*((one, False) for one in self.waits), *((one, True) for one in self.audit)]
        there = {one.path: (one, blind) for one, blind in all_}
        found = next((there[path] for path in paths if path in there), None)
        return found or (all_[-1 if last else 0] if all_ else (None, False))


def lay(extraction: Extraction, blind: Collection[str] = ()) -> Desk:
    """The desk of one filing. `blind` are the paths of the fields that nobody doubts and that are asked about blind."""
    held = checks(extraction)
    pages = sorted({layout.page for layout in extraction.layouts})
    return Desk(
        extraction=extraction, held=held, waits=waiting(extraction, held),
        audit=tuple(Waiting(path, "audit", group_of(path), 0, 0.0) for path in blind),
        pages=() if extraction.source.kind == "dump" else tuple(pages),
    )


def _row(one: Waiting, field: Field | None) -> Row:
    where, what = label(one.path) if field or one.reason == "audit" else ("The document", "something to know")
    blind = one.reason == "audit"
    reason = "asked blind" if blind else REASONS.get(one.reason, "")
    return Row(one.path, where, what, "" if field is None else said(field), reason, one.settles)


def _outlines(fields: Sequence[Field], blind: set[str]) -> Iterator[Outline]:
    seen: set[tuple[int, Box]] = set()
    for field in sorted(fields, key=lambda one: (not one.needs_review, one.value is None)):
        if field.page is None or field.box is None or (field.page, field.box) in seen:
            continue
        seen.add((field.page, field.box))
        state = "read" if field.path in blind else state_of(field)
        yield Outline(field.path, field.page, field.box, state, " · ".join(label(field.path)))


def _by_person(field: Field) -> bool:
    """A blank or unreadable field that a person has decided has no confidence left and asks for nobody."""
    return field.state in (State.BLANK, State.UNREADABLE) and field.confidence is None and not field.needs_review
