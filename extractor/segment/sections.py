"""Cut the pages of a filing into its sections: head, Table I, Table II, owners, signatures, notes; a section goes on
over the page break until the next heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from extractor.labels import key_of
from extractor.records import Label, Registration, Sheet, Word
from extractor.segment.headers import table_headers
from extractor.segment.margins import head_lines, without_margins

SectionKind = Literal[
    "head", "ownerBoxes", "nonDerivativeTable", "derivativeTable", "reportingOwner", "signatures", "explanation",
    "other",
]  # fmt: skip

_OPENS: dict[str, SectionKind] = {
    "box1": "ownerBoxes",
    "table1": "nonDerivativeTable",
    "table2": "derivativeTable",
    "owners": "reportingOwner",
    "signatures": "signatures",
    "explanation": "explanation",
    "remarks": "explanation",
    "reminder": "other",
    "persons": "other",
    "joint": "explanation",
    "misstatements": "explanation",
    "note": "explanation",
}
_TITLE_INCHES = 0.8  # a table's title stands no farther above its header
_TABLES = frozenset({"nonDerivativeTable", "derivativeTable", "reportingOwner"})
_COLUMNS = 4  # upright rules at one level: a table, not the frame of a page or streaks
_TAIL = frozenset({"owners", "signatures", "explanation", "remarks"})
"""Short headings: only a line that begins with one, below the head, is one."""
_NO_OWNERS = "reportingperson"
"""What comes near the heading "Reporting Owners" and may begin a wrapped line of a signature or of prose."""
_FORM_NOTES = frozenset({"joint", "misstatements", "note"})
"""Sentences printed among the notes; they tell of a heading that was lost. On paper the first stands below Table I."""


@dataclass(frozen=True, slots=True)
class Section:
    """A horizontal strip of a page, [y0, y1) in its pixels; `titled` when it begins with its own heading there."""

    kind: SectionKind
    sheet: Sheet
    registration: Registration
    y0: float
    y1: float
    titled: bool

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words, labels included."""
        return tuple(word for word in self.sheet.words if self.y0 <= word.box.center[1] < self.y1)


def sections(sheets: Sequence[Sheet], registrations: Sequence[Registration]) -> tuple[Section, ...]:
    """The sections in reading order."""
    result: list[Section] = []
    current: SectionKind = "head"
    running: frozenset[str] = frozenset()
    for whole, registration in zip(sheets, registrations, strict=True):
        sheet = without_margins(whole, running)
        if registration.matrix is not None:
            running = head_lines(whole)
            current = "head"
        height = float(sheet.page.pixels.shape[0])
        cuts: list[tuple[float, SectionKind, bool]] = [(0.0, current, False)]
        for y, kind_opened, anchor in _openings(sheet, registration, current):
            early = anchor in _FORM_NOTES and cuts[-1][1] in {"head", "nonDerivativeTable", "other"}
            opened: SectionKind = "other" if early else kind_opened
            if (opened == cuts[-1][1] and opened in {"explanation", "reportingOwner", "ownerBoxes"}) or (
                opened == "other" and cuts[-1][1] not in _TABLES
            ):
                continue  # remarks stand in the notes' section, a reminder among the notes does not end them
            if opened == "ownerBoxes" and cuts[-1][1] not in _TABLES:
                continue  # boxes above the tables belong to the head
            cuts.append((y, opened, True))
        for (y0, kind, titled), (y1, *_) in zip(cuts, [*cuts[1:], (height, "other", False)], strict=True):
            if y1 - y0 > 2:
                result.append(Section(kind, sheet, registration, y0, y1, titled))
        current = cuts[-1][1]
    return tuple(result)


def _openings(sheet: Sheet, registration: Registration, current: SectionKind) -> list[tuple[float, SectionKind, str]]:
    """(top, section opened, anchor) of the headings of a page, top to bottom.

    A table's header tells which table it is better than its title, and opens it when the title was not read.
    """
    found = []
    head_ends = _head_end(registration)
    owners_in_table = any(table.field == "reportingOwner" for table in registration.layout.tables)
    for label in registration.labels:
        if label.anchor not in _OPENS or label.score < 0.85:
            continue
        if label.anchor == "box1" and (label.box.y0 < head_ends or owners_in_table):
            continue
        if label.anchor in _TAIL and (label.box.y0 < head_ends or not _is_heading(label, sheet, registration)):
            continue
        if label.anchor in _FORM_NOTES and len(label.words) < 6:
            continue
        found.append((label.box.y0 - 2, _OPENS[label.anchor], label.anchor))
    found += _second_lines(registration, found)
    reach = _TITLE_INCHES * sheet.page.dpi
    for header in table_headers(sheet, registration.layout):
        second = any(  # only the title of Table II goes on with "(e.g., puts, calls …"
            label.score >= 0.9 and header.y0 - reach < label.box.y0 < header.y1
            for label in registration.find("table2-eg")
        )
        kind: SectionKind = "derivativeTable" if second or header.field == "derivativeTable" else "nonDerivativeTable"
        title = max(
            (one for one in found if header.y0 - reach < one[0] < header.y1 and one[1] in _TABLES), default=None
        )
        if title is not None:
            found[found.index(title)] = (title[0], kind, title[2])
            continue
        before = max((one for one in found if one[0] < header.y0), default=(0.0, current, ""))
        if before[1] != kind:
            found.append((header.y0 - 1, kind, ""))
    return sorted(found)


def _second_lines(
    registration: Registration, found: Sequence[tuple[float, SectionKind, str]]
) -> list[tuple[float, SectionKind, str]]:
    """Table II where only the second line of its title was read ("(e.g., puts, calls …"): from the line above it on."""
    return [
        (y, "derivativeTable", label.anchor)
        for label in registration.find("table2-eg")
        if label.score >= 0.9
        and (y := label.box.y0 - 1.5 * label.box.height)
        and not any(anchor == "table2" and abs(other - y) < 4 * label.box.height for other, _, anchor in found)
    ]


def _head_end(registration: Registration) -> float:
    """Above it stands the head, where "See Remarks" may be typed as a title; 0 on a page without one."""
    if registration.matrix is None:
        return 0.0
    titles = [label.box.y0 for name in ("table1", "table2") for label in registration.find(name)]
    zones = [place.y1 for zone in registration.layout.zones if (place := registration.place(zone.at)) is not None]
    return min([*titles, max(zones, default=0.0)])


def _is_heading(label: Label, sheet: Sheet, registration: Registration) -> bool:
    """Whether a heading begins its line, and is there in full or alone: "See explanation below" is prose. What stands
    between the columns of a table is typed there ("See Explanation of Responses", wrapped)."""
    whole = key_of(registration.layout.anchor(label.anchor).text)
    read = key_of("".join(word.text for word in label.words))
    if label.anchor == "owners" and fuzz.ratio(read, _NO_OWNERS) > fuzz.ratio(read, whole):
        return False
    full = len(read) >= 0.7 * len(whole)
    box = label.box
    if label.words[0].text[:1].islower():
        return False  # "… and each other / reporting person hereunder"
    if label.anchor != "owners" and _among_columns(label, sheet):  # the owners' own table has its heading in it
        return False
    level = [
        word.box
        for word in sheet.words
        if abs(word.box.center[1] - box.center[1]) < 0.5 * box.height and len(key_of(word.text)) > 1
    ]
    reach = 3 * box.height
    before = any(0 <= box.x0 - other.x1 < reach for other in level)
    after = any(0 <= other.x0 - box.x1 < reach for other in level)
    return not before and (full or not after)


def _among_columns(label: Label, sheet: Sheet) -> bool:
    """Whether upright rules pass on both sides of a label, more than a frame has."""
    x, y = label.box.center
    sides = [line.x0 < x for line in sheet.lines if not line.horizontal and line.y0 < y < line.y1]
    return len(sides) >= _COLUMNS and any(sides) and not all(sides)
