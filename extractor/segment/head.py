"""The boxes of the form's head: each zone is bounded by the printed labels around it and the upright rules beside it,
or by its nominal place where those are lost."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.boxes import make_cell
from extractor.checkboxes import filers_cells, relationship_cells
from extractor.ink import InkedPage
from extractor.issuer import issuer_cells
from extractor.marks import MARKED, mark_score
from extractor.records import Cell, Kind, Label, Registration, Sheet, Word
from extractor.segment.mark_places import begun, beside_paragraph, filer_places, relationship_places
from extractor.segment.marks import with_marks, with_places, without_print
from extractor.segment.owner_box import owner_box_cells
from extractor.segment.print_removal import without_numbers_of, without_print_of
from extractor.segment.sections import Section
from extractor.segment.text_lines import text_lines
from extractor.segment.titles import title_cells
from extractor.shapes import is_month_name
from models.geometry import Box
from models.layout import Zone

_ELSEWHERE = 0.06  # of the page's width from where a label is expected
_COUNTRY_INCHES = 0.6  # from the labels of the place to that of the country below them; the next box's are farther


def head_cells(section: Section, page: InkedPage, before: int = 0) -> tuple[Cell, ...]:
    """Cells of the head of one page; the owner is row 1, further name-and-address boxes below it are rows 2, 3, …, on
    later pages counted on from the `before` owners found so far.

    `page` shows the marks that no engine reads."""
    sheet, registration = section.sheet, section.registration
    cells: list[Cell] = []
    places = {zone: place for zone in registration.layout.zones if (place := _zone_box(zone, section)) is not None}
    found = [place for zone, place in places.items() if registration.find(zone.label)]
    for zone, place in places.items():
        if zone.kind == "skip":
            continue
        # a place that no label bounds may reach into its neighbour: what stands there is the neighbour's
        taken = [] if place in found else found
        words = [
            word
            for word in sheet.words
            if place.contains(*word.box.center) and not any(other.contains(*word.box.center) for other in taken)
        ]
        cells += _zone_cells(zone, place, words, page, registration)
    return tuple(cells) + further_owners(section, max(before, 1))


def _zone_cells(
    zone: Zone, place: Box, words: Sequence[Word], page: InkedPage, registration: Registration
) -> tuple[Cell, ...]:
    """What one box holds."""
    if zone.kind == "checkbox":
        return (Cell(zone.field, "checkbox", words=(), page=page.number, box=place),)
    if zone.kind == "relationship":
        rest = _without(words, registration.find(zone.label))
        places = relationship_places(rest, place, page)
        marked = with_marks(rest, places, page)
        cells = relationship_cells(text_lines(without_print(marked, places)), 1)
        if {"isOfficer", "isOther"} & set(places):
            inked = {name: mark_score(page, box) >= MARKED for name, box in places.items()}
            titles = title_cells(rest, places, inked, 1)
            cells = (*(cell for cell in cells if cell.kind == "checkbox"), *titles)
        return with_places(cells, "reportingOwnerRelationship/", places, page.number)
    if zone.kind == "filers":
        places = filer_places(words, place, page)
        cells = filers_cells(text_lines(with_marks(words, places, page)))
        return with_places(cells, "groupFiling:", places, page.number)
    if zone.kind == "owner":
        return owner_box_cells(words, place, registration, 1)
    anchor = registration.layout.anchor(zone.label).text
    others = [label for label in registration.labels if len(label.words) >= 2]
    typed = _typed(words, [*registration.find(zone.label), *others], anchor)
    if zone.kind == "issuer":
        return issuer_cells(text_lines(typed))
    if zone.kind in {"date", "month"}:
        typed = [word for word in typed if _of_a_date(word)]
    lines = text_lines(typed)
    kind: Kind = "month" if zone.kind == "month" else "ticker" if zone.kind == "ticker" else "date"
    found = make_cell(zone.field, kind, [word for line in lines for word in line])
    if not found.words and not registration.find(zone.label):
        return (Cell(zone.field, kind, page=page.number),)  # garbled print cannot be told from a garbled date
    if not found.words:
        typed_ids = {id(word) for word in typed}
        printed = [word for word in words if id(word) not in typed_ids]
        return (Cell(zone.field, kind, page=page.number, box=_below_print(place, printed)),)
    return (found,)


def _of_a_date(word: Word) -> bool:
    """Figures, or a month's name: what is typed in a box for a date."""
    return any(c.isdigit() for c in word.text) or is_month_name(word.text.strip(".,"))


def _below_print(place: Box, printed: Sequence[Word]) -> Box:
    """The part of a box below its label."""
    bottom = max((word.box.y1 for word in printed), default=place.y0 + 0.4 * place.height)
    return Box(place.x0, min(bottom, place.y1), place.x1, place.y1)


def further_owners(section: Section, row: int) -> tuple[Cell, ...]:
    """Printouts repeat box 1 for each further owner of a joint filing, in the head or below the tables; `row` is the
    last owner's so far."""
    registration = section.registration
    tops = sorted(registration.find("box1"), key=lambda label: label.box.y0)
    first = _zone_box(next(zone for zone in registration.layout.zones if zone.kind == "owner"), section)
    cells: list[Cell] = []
    if first is None and not section.titled:  # the page break may run through a box
        width = section.sheet.page.pixels.shape[1]
        place = Box(0, section.y0, width, min([*(label.box.y0 - 2 for label in tops), section.y1]))
        words = [word for word in section.sheet.words if place.contains(*word.box.center)]
        if any(place.contains(*label.box.center) for name in ("street", "city") for label in registration.find(name)):
            cells += owner_box_cells(words, place, registration, row, goes_on=True)
    for label in tops:
        if first is not None and label.box.y0 < first.y1 - 4:
            continue
        row += 1
        below = [other.box.y0 for other in tops if other.box.y0 > label.box.y0 + 8]
        bottom = min([*below, section.y1])
        x1 = first.x1 if first is not None else label.box.x0 + 0.4 * section.sheet.page.pixels.shape[1]
        place = Box(label.box.x0 - 12, label.box.y0 - 2, x1, bottom)
        words = [word for word in section.sheet.words if place.contains(*word.box.center)]
        cells += owner_box_cells(words, place, registration, row)
    return tuple(cells)


def _typed(words: Sequence[Word], labels: Sequence[Label], label_text: str) -> list[Word]:
    """The words that are not print: not of a label that was found, nor what else the form prints in the box."""
    return without_print_of(without_numbers_of(_without(words, labels), labels), label_text)


def _without(words: Sequence[Word], labels: Sequence[Label]) -> list[Word]:
    printed = {id(word) for label in labels for word in label.words}
    return [word for word in words if id(word) not in printed]


def _zone_box(zone: Zone, section: Section) -> Box | None:
    """The zone on the page: left and right at the nearest upright rules, top at its label, bottom at the next label
    below; None without a registration."""
    registration, sheet = section.registration, section.sheet
    nominal = registration.place(zone.at)
    if nominal is None:
        return None
    if zone.kind == "checkbox":
        return _checkbox_place(zone, nominal, section)
    own = _nearest(registration.find(zone.label), nominal)
    top = own.box.y0 - 3 if own is not None else nominal.y0
    shift = top - nominal.y0
    x0, x1 = _snap(nominal.x0, nominal, sheet), _snap(nominal.x1, nominal, sheet)
    if own is not None:
        x0, x1 = _framed(own.box, nominal, sheet) or (min(x0, own.box.x0 - 2), x1)
    below = [
        label.box.y0
        for name in _bounding(zone, registration)
        for label in registration.find(name)
        if label.box.y0 > top + 8 and label.box.x0 < x1 - 5 and label.box.x1 > x0 + 5
    ]
    expected = nominal.y1 + shift
    bottom = min(below, default=expected)
    if zone.kind == "owner":
        bottom = _owner_bottom(registration, top, x0, x1, _COUNTRY_INCHES * sheet.page.dpi) or bottom
    else:
        bottom = min([bottom, *_floors(sheet, Box(x0, top, x1, expected))])
    return Box(x0, top, x1, min(bottom - 1, section.y1))


def _framed(label: Box, nominal: Box, sheet: Sheet) -> tuple[float, float] | None:
    """(left, right) of the ruled box around a label that stands elsewhere than this layout has it: printouts arrange
    the same boxes differently; None where it stands as expected, or without upright rules on both sides."""
    if abs(label.x0 - nominal.x0) < _ELSEWHERE * sheet.page.pixels.shape[1]:
        return None
    passing = [
        (line.x0 + line.x1) / 2
        for line in sheet.lines
        if not line.horizontal and line.y0 < label.y1 and line.y1 > label.y1 + label.height
    ]
    left = max((x for x in passing if x < label.x0 + 4), default=None)
    right = min((x for x in passing if x > label.x1 - 4), default=None)
    return None if left is None or right is None else (left, right)


def _floors(sheet: Sheet, box: Box) -> list[float]:
    """Level rules from side to side of a box, well below its top: one of them is its floor. What underlines a name as
    wide as the box stops short of its sides."""
    reach = 0.005 * sheet.page.pixels.shape[1]
    return [
        min(line.y0, line.y1)
        for line in sheet.lines
        if line.horizontal
        and line.x0 < box.x0 + reach
        and line.x1 > box.x1 - reach
        and box.y0 + max(0.45 * box.height, 0.15 * sheet.page.dpi) < line.y0 < box.y1 + box.height
    ]


def _bounding(zone: Zone, registration: Registration) -> list[str]:
    """Labels that end a zone: other boxes' and the table's title."""
    return [other.label for other in registration.layout.zones if other.label != zone.label] + ["table1", "box1"]


def _owner_bottom(registration: Registration, top: float, x0: float, x1: float, reach: float) -> float | None:
    """Below the "(City) (State) (Zip)" line of this box, and "(Country)" which stands within `reach` of it."""
    ends = [
        label.box.y1
        for name in ("city", "state", "zip", "country")
        for label in registration.find(name)
        if label.box.y0 > top and x0 - 5 <= label.box.x0 < x1
    ]
    if not ends:
        return None
    first = min(ends)
    return max(end for end in ends if end - first < reach) + 3


def _nearest(labels: Sequence[Label], nominal: Box) -> Label | None:
    return min(
        labels,
        key=lambda label: abs(label.box.x0 - nominal.x0) + abs(label.box.y0 - nominal.y0),
        default=None,
    )


def _snap(x: float, nominal: Box, sheet: Sheet) -> float:
    """The upright rule nearest to x that passes the zone; x itself when there is none near."""
    reach = 0.035 * sheet.page.pixels.shape[1]
    near = [
        (line.x0 + line.x1) / 2
        for line in sheet.lines
        if not line.horizontal
        and abs((line.x0 + line.x1) / 2 - x) < reach
        and min(line.y1, nominal.y1) - max(line.y0, nominal.y0) > 0.3 * nominal.height
    ]
    return min(near, key=lambda at: abs(at - x), default=x)


def _checkbox_place(zone: Zone, nominal: Box, section: Section) -> Box:
    """Left of the paragraph that its label begins, or the nominal place where that was not found."""
    registration, sheet = section.registration, section.sheet
    names = [other.label for other in registration.layout.zones if other.kind == "checkbox"]
    texts = {name: registration.layout.anchor(name).text for name in names}
    starts = [label for name in names for label in registration.find(name)]
    # the paragraphs begin alike ("Check this box"): the label found on one may be another's
    own = _nearest([label for label in starts if begun(label.words, sheet.words, texts) == zone.label], nominal)
    if own is None:
        return nominal
    below = [label.box.y0 for label in starts if label.box.y0 > own.box.y1]
    return beside_paragraph(own.words, sheet.words, min(below, default=section.y1), sheet.page.dpi)
