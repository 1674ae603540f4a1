"""Cut the pages of a filing into its sections: head, Table I, Table II, owners, signatures, notes; a section goes on
over the page break until the next heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.records import Registration, Sheet, Word

SectionKind = Literal[
    "head", "nonDerivativeTable", "derivativeTable", "reportingOwner", "signatures", "explanation", "other"
]

_OPENS: dict[str, SectionKind] = {
    "table1": "nonDerivativeTable",
    "table2": "derivativeTable",
    "owners": "reportingOwner",
    "signatures": "signatures",
    "explanation": "explanation",
    "remarks": "explanation",
    "reminder": "other",
    "persons": "other",
}
_TABLES = frozenset({"nonDerivativeTable", "derivativeTable", "reportingOwner"})


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
    for sheet, registration in zip(sheets, registrations, strict=True):
        if registration.matrix is not None and result:
            current = "head"
        height = float(sheet.page.pixels.shape[0])
        cuts: list[tuple[float, SectionKind, bool]] = [(0.0, current, False)]
        for y, opened in _openings(registration):
            if opened == "other" and cuts[-1][1] not in _TABLES:
                continue  # a reminder among the notes does not end them
            if opened == cuts[-1][1] == "explanation":
                continue  # remarks stand in the notes' section
            cuts.append((y, opened, True))
        for (y0, kind, titled), (y1, *_) in zip(cuts, [*cuts[1:], (height, "other", False)], strict=True):
            if y1 - y0 > 2:
                result.append(Section(kind, sheet, registration, y0, y1, titled))
        current = cuts[-1][1]
    return tuple(result)


def _openings(registration: Registration) -> list[tuple[float, SectionKind]]:
    """(top, section opened) of the headings of a page, top to bottom. Prose may hold the words of a short heading, so
    one that is not alone on its line does not count (the words of a match are all there is of the heading)."""
    found = []
    for label in registration.labels:
        if label.anchor in _OPENS and label.score >= 0.85:
            found.append((label.box.y0 - 2, _OPENS[label.anchor]))
    return sorted(found)
