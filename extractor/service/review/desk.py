"""One filing on the reviewer's desk: what waits in it, where every field stands, and what is decided already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from extractor.checks import Check, checks
from extractor.service.doubts import AUDIT
from extractor.service.review.doubts import Waiting, waiting
from extractor.service.review.passage import state_of
from extractor.service.review.thread import ASKED_BLIND, on
from extractor.service.review.wording import REASONS, group_of, label, said
from extractor.service.store.reviews import ALL, Filter
from models.extraction import Extraction
from models.field import Field, State
from models.geometry import Box


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list of what waits; `shown` is empty where the value is not to be seen, `pictured` where there is
    a picture of its cell."""

    path: str
    where: str
    what: str
    shown: str
    reason: str
    settles: int
    pictured: bool


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
    """`waits` in the order of the answers' worth, the fields to be asked about blind at its end; `passed` waits too,
    but the reviewer's filter leaves it out. `pages` are the numbers of the pages with a picture; `held` what the rules
    say."""

    extraction: Extraction
    held: tuple[Check, ...]
    waits: tuple[Waiting, ...]
    passed: tuple[Waiting, ...]
    pages: tuple[int, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """What waits, for the list."""
        return self._rows(self.waits)

    @property
    def passed_rows(self) -> tuple[Row, ...]:
        """What the filter leaves out, for the list below."""
        return self._rows(self.passed)

    def _rows(self, waits: Sequence[Waiting]) -> tuple[Row, ...]:
        fields = {field.path: field for field in self.extraction.fields}
        return tuple(_row(one, fields.get(one.path)) for one in waits)

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The fields' places on the pages."""
        blind = {one.path for one in chain(self.waits, self.passed) if one.reason == AUDIT}
        return tuple(_outlines(self.extraction.fields, blind))

    @property
    def decided(self) -> int:
        """How many fields people have decided."""
        return sum(field.state is State.REVIEWED or _by_person(field) for field in self.extraction.fields)

    def find(self, paths: Sequence[str], *, last: bool = False) -> Waiting | None:
        """What waits at the first of those paths that waits; else what waits first, or `last`; None if nothing does."""
        there = {one.path: one for one in chain(self.waits, self.passed)}
        found = next((there[path] for path in paths if path in there), None)
        return found or (self.waits[-1 if last else 0] if self.waits else None)


def lay(extraction: Extraction, blind: Collection[str] = (), wanted: Filter = ALL) -> Desk:
    """The desk of one filing for a reviewer with that filter. `blind` are the paths of the fields that nobody doubts
    and that are asked about blind."""
    held = checks(extraction)
    layout = next((page.id for page in extraction.layouts if page.id), "")
    waits = (*waiting(extraction, held), *(Waiting(path, AUDIT, group_of(path), 0, 0.0) for path in blind))
    pages = sorted({layout.page for layout in extraction.layouts})
    return Desk(
        extraction=extraction, held=held,
        waits=tuple(one for one in waits if on(one, layout, wanted)),
        passed=tuple(one for one in waits if not on(one, layout, wanted)),
        pages=() if extraction.source.kind == "dump" else tuple(pages),
    )


def _row(one: Waiting, field: Field | None) -> Row:
    if one.reason == AUDIT:
        return Row(one.path, *label(one.path), "", ASKED_BLIND, one.settles, pictured=_pictured(field))
    where, what = label(one.path) if field else ("The document", "something to know")
    shown = "" if field is None else said(field)
    return Row(one.path, where, what, shown, REASONS.get(one.reason, ""), one.settles, pictured=_pictured(field))


def _pictured(field: Field | None) -> bool:
    """A dump's field has a box too, in characters and lines."""
    return field is not None and field.page is not None and field.box is not None and field.span is None


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
