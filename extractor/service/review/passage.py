"""A dump as a reviewer sees it: its lines, with the places of fields marked, and what was repaired where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.printable import printable
from extractor.service.review.wording import label
from models.field import Field

WHOLE = 1500
"""Lines up to which a dump is shown whole."""

AROUND = 20
"""Lines shown before and after a field where it is not."""

_PIECE = re.compile(r"[^|\s](?:[^|\n]*[^|\s])?")
"""What stands between the rules of a drawn table, or on one line."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters of one line; `path` and `state` when a field was read there."""

    text: str
    path: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the dump by its number (from 1). `skipped`: lines left out before it."""

    number: int
    parts: tuple[Part, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repair with the line it was made on."""

    line: int
    where: str
    before: str
    after: str
    reason: str


def state_of(field: Field) -> str:
    """How the page colours a field: by what a person has to do with it, then by its state."""
    return "doubt" if field.needs_review else field.state.value


def passage(text: str, fields: Sequence[Field], around: int = AROUND, whole: int = WHOLE) -> tuple[Line, ...]:
    """The lines of a dump with its fields' places; of a long one only those near fields."""
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    spans = _apart(fields, text)
    wanted: set[int] | None = None
    if len(starts) > whole:
        wanted = set()
        for start, end, _ in spans:
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
            wanted.update(range(max(0, first - around), min(len(starts), last + around + 1)))
    return tuple(_lines(text, starts, spans, wanted))


def near(text: str, span: tuple[int, int], lines: int = 1) -> tuple[str, str, str]:
    """The field's place in large: what stands before it, the place itself and what follows, `lines` lines around it."""
    start, end = span
    first, last = start, end
    for _ in range(lines + 1):
        first = text.rfind("\n", 0, first)
        if first < 0:
            break
    for _ in range(lines + 1):
        last = text.find("\n", last + 1)
        if last < 0:
            break
    tail = text[end : last if last >= 0 else len(text)]
    return _shown(text[first + 1 : start]), _shown(text[start:end]), _shown(tail)


def repaired(text: str, fields: Sequence[Field]) -> tuple[Repaired, ...]:
    """Every repair of the dump's fields, in the order of the text."""
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    found = []
    for field in fields:
        if field.span is not None:
            line = bisect_right(starts, field.span[0])
            where = " · ".join(label(field.path))
            found += [
                Repaired(line, where, printable(one.before), printable(one.after), printable(one.reason))
                for one in field.repairs
            ]
    return tuple(sorted(found, key=lambda one: one.line))


def _apart(fields: Sequence[Field], text: str) -> list[tuple[int, int, Field]]:
    """The places of the fields in order, none overlapping: what is smaller lies on top, and is kept."""
    places = [(start, end, field) for field in fields for start, end in _places(field, text) if end > start]
    kept: list[tuple[int, int, Field]] = []
    for start, end, field in sorted(places, key=lambda one: (one[1] - one[0], not one[2].needs_review, one[0])):
        if all(end <= one or start >= two for one, two, _ in kept):
            kept.append((start, end, field))
    return sorted(kept, key=lambda one: one[0])


def _places(field: Field, text: str) -> Iterator[tuple[int, int]]:
    """Where a field stands: its span; of one that runs over cells or lines the pieces whose words were read as its."""
    if field.span is None:
        return
    start, inside = field.span[0], text[slice(*field.span)]
    words = set(field.raw.split())
    pieces = [one for one in _PIECE.finditer(inside) if words.issuperset(one.group().split())]
    if len(pieces) < 2:
        yield field.span
    for one in pieces if len(pieces) > 1 else ():
        yield start + one.start(), start + one.end()


def _lines(
    text: str, starts: Sequence[int], spans: Sequence[tuple[int, int, Field]], wanted: set[int] | None
) -> Iterator[Line]:
    skipped = 0
    first = 0  # the first span that may still reach into the line
    for index, start in enumerate(starts):
        end = starts[index + 1] - 1 if index + 1 < len(starts) else len(text)
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        if wanted is not None and index not in wanted:
            skipped += 1
            continue
        yield Line(index + 1, tuple(_parts(text, start, end, spans[first:])), skipped)
        skipped = 0


def _parts(text: str, start: int, end: int, spans: Sequence[tuple[int, int, Field]]) -> Iterator[Part]:
    at = start
    for first, last, field in spans:
        if first >= end:
            break
        left, right = max(first, at), min(last, end)
        if right <= left:
            continue
        if left > at:
            yield Part(_shown(text[at:left]))
        yield Part(_shown(text[left:right]), field.path, state_of(field))
        at = right
    if at < end:
        yield Part(_shown(text[at:end]))


def _shown(text: str) -> str:
    """Text with its line feeds and blanks, and nothing else that moves a cursor."""
    return "\n".join(printable(line.replace("\t", "    ")) for line in text.replace("\r", "").split("\n"))
