"""Box 1: the name above "(Last) (First) (Middle)", the street above "(Street)", the place above "(City) (State) (Zip)",
on the newest form a country above "(Country)"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz

from extractor.boxes import US_ZIP, cut, make_cell, owner_cells, trimmed
from extractor.labels import key_of
from extractor.records import Cell, Group, Kind, Registration, Word
from extractor.segment.print_removal import without_numbers_of, without_print_of
from extractor.segment.text_lines import text_lines
from extractor.shapes import is_date, letters
from extractor.streets import street_of
from models.geometry import Box

_ROWS = {
    "last": "name", "first": "name", "middle": "name", "street": "street",
    "city": "place", "state": "place", "zip": "place", "country": "country",
}  # fmt: skip
_ORDER = ("name", "street", "place", "country")
_OWNER: Group = "reportingOwner"
_STREETS = ("reportingOwnerAddress/rptOwnerStreet1", "reportingOwnerAddress/rptOwnerStreet2")
_PLACE: tuple[tuple[str, str, Kind], ...] = (
    ("city", "rptOwnerCity", "city"),
    ("state", "rptOwnerState", "state"),
    ("zip", "rptOwnerZipCode", "zip"),
)
_BRACKETED = re.compile(r"[({][^(){}]{1,8}[)}]")
_STATE_ZIP = re.compile(r"[A-Za-z.]+(?=\d)")
_WORN = 0.7  # score of a word below which it may be the ruin of a small label
_LONGEST_LABEL = 8  # letters with its brackets
_NEAR = 3  # letters about a column's beginning in which a state's end is looked for
_JUNK = "*\"'”“’`.,_-—~|"


def owner_box_cells(
    words: Sequence[Word], place: Box, registration: Registration, row: int, goes_on: bool = False
) -> tuple[Cell, ...]:
    """The cells of one name-and-address box: its words (labels among them), its place on the page, the owner's row.

    A name that no engine saw comes back as a cell without words, at the place where it must stand. `goes_on`: the box
    began on the page before, its name stands there.
    """
    labels, tops = _labels(words, registration)
    headings = registration.find("box1")
    heading = [word for label in headings for word in label.words]
    printed = {id(word) for found in labels.values() for word in found} | {id(word) for word in heading}
    for line in text_lines(words):
        if all(id(word) in printed or _BRACKETED.fullmatch(word.text) for word in line):
            printed |= {id(word) for word in line}  # small labels throughout, ruined ones among them
    rest = [word for word in words if id(word) not in printed and word.text.strip(_JUNK) and not _is_sublabel(word)]
    typed = without_print_of(without_numbers_of(rest, headings), registration.layout.anchor("box1").text)
    bands = _bands(text_lines(typed), labels)
    for name in ("name", "place"):
        bands[name] = [line for line in bands[name] if len(bands[name]) == 1 or not _is_speck(line, name)]
    cells = _cells(bands, labels, registration, row, named=not goes_on)
    cells += _unseen(cells, place)
    if "name" in labels and not bands["name"] and not goes_on:
        kept = {id(word) for word in typed}
        above = [word.box.y1 for word in words if id(word) not in kept and word.box.center[1] < tops["name"]]
        top = max((y for y in above if y < tops["name"]), default=place.y0 + 0.4 * (tops["name"] - place.y0))
        box = Box(place.x0, top, place.x1, tops["name"])
        cells.append(Cell("reportingOwnerId/rptOwnerName", "name", _OWNER, row, (), words[0].page, box))
    if bands["country"]:
        country = [word for line in bands["country"] for word in line]
        cells.append(make_cell("reportingOwnerAddress/rptOwnerCountry", "state", country, _OWNER, row))
    return tuple(cells)


def streets_as_listed(boxed: Sequence[Cell], listed: Sequence[Cell]) -> list[Cell]:
    """The cells of the owners' boxes, streets that a comma may join parted or left together as the Reporting Owners
    table has them, each on its line."""
    streets = {cell.row: cell for cell in listed if cell.field == _STREETS[0] and cell.words}
    out = list(boxed)
    for row, street in streets.items():
        own = [cell for cell in out if (cell.group, cell.row) == (_OWNER, row) and cell.field in _STREETS]
        words = [word for cell in own for word in cell.words]
        at = street_of(words, "".join(letters(word.text) for word in street.words)) if words else 0
        if at and at != len(own[0].words):
            first = [*words[: at - 1], trimmed(words[at - 1], ",")] if at < len(words) else words
            place = out.index(own[0])
            kept = [cell for cell in out if cell not in own]
            parted = zip(_STREETS, (first, words[at:]), strict=True)
            made = [make_cell(field, "street", part, _OWNER, row) for field, part in parted if part]
            out = [*kept[:place], *made, *kept[place:]]
    return out


def _cells(
    bands: Mapping[str, Sequence[list[Word]]],
    labels: Mapping[str, Sequence[Word]],
    registration: Registration,
    row: int,
    named: bool = True,
) -> list[Cell]:
    """Name, street and place of the typed lines, by the labels they stand above and by how they look; no name where
    the box is not `named` here."""
    nameless = not named or ("name" in labels and not bands["name"])
    names = bands["name"] if named else []
    if "name" in labels and names:
        names = [
            [word for line in names for word in line],
            [],
        ]  # a line that looks like a street is the name's all the same
    above = [*names, *bands["street"]]
    whole = owner_cells([*above, *bands["place"]], row, has_name=not nameless)
    if "street" not in labels:
        return list(whole)
    columns = _columns(bands["place"]) if bands["place"] else None
    given = sum(len(line) for line in [*above, *bands["place"]])
    complete = sum(len(cell.words) for cell in whole) >= given  # else a city goes on below the middle of its line
    if columns is None and complete and any(cell.field.endswith("rptOwnerState") for cell in whole):
        return list(whole)
    columns = columns or _under(bands["place"], labels, registration)
    placed = [
        make_cell(f"reportingOwnerAddress/{field}", kind, group, _OWNER, row)
        for (_, field, kind), group in zip(_PLACE, columns, strict=True)
        if group
    ]
    return [*owner_cells(above, row, has_place=False, has_name=not nameless), *placed]


def _unseen(cells: Sequence[Cell], place: Box) -> list[Cell]:
    """The state between a city and its ZIP code, or the ZIP code behind a state, that no engine saw: the place on their
    line where it must stand."""
    boxes = {cell.field.rsplit("/", 1)[-1]: cell.box for cell in cells if cell.box is not None}
    city, state, postal = (boxes.get(field) for _, field, _ in _PLACE)
    if city is not None and state is None and postal is not None:
        (_, field, kind), left, right = _PLACE[1], city, postal
    elif city is not None and state is not None and postal is None:
        (_, field, kind), left, right = _PLACE[2], state, None
    else:
        return []
    air = 0.4 * left.height
    x0, x1 = left.x1 + air, (right.x0 if right is not None else place.x1) - air
    if x1 - x0 < left.height or (right is not None and abs(right.center[1] - left.center[1]) > left.height):
        return []
    box = Box(x0, left.y0 - air, x1, left.y1 + air)
    return [Cell(f"reportingOwnerAddress/{field}", kind, _OWNER, cells[0].row, (), cells[0].page, box)]


def _labels(words: Sequence[Word], registration: Registration) -> tuple[dict[str, list[Word]], dict[str, float]]:
    """(the words of each row of small labels, the top of each row), found or garbled."""
    inside = {id(word) for word in words}
    found: dict[str, list[Word]] = {}
    for name, row in _ROWS.items():
        for label in registration.find(name):
            found.setdefault(row, []).extend(word for word in label.words if id(word) in inside)
    taken = {id(word) for row in found.values() for word in row}
    for line in text_lines(words):
        rest = [(word, about) for word in line if id(word) not in taken and (about := _is_sublabel(word))]
        garbled = [_ROWS[about] for _, about in rest]
        level = [row for row, own in found.items() for word in own if any(word is other for other in line)]
        told = level or garbled
        band = max(sorted(set(told)), key=told.count, default="")
        if band and (level or band not in found):
            found.setdefault(band, []).extend(word for word, _ in rest)
    for line in text_lines(words):
        known = any(word is other for own in found.values() for word in own for other in line)
        if not known and all(_BRACKETED.fullmatch(word.text) for word in line) and (lost := _row_of(line, found)):
            found[lost] = list(line)
    for line in text_lines(words):
        for own in found.values():
            labels_there = [word for word in line if any(word is other for other in own)]
            if labels_there:
                own += [word for word in line if word not in own and _is_ruin(word, labels_there)]
    found = {row: found[row] for row in _ORDER if found.get(row)}
    return found, {row: min(word.box.y0 for word in own) for row, own in found.items()}


def _is_ruin(word: Word, labels: Sequence[Word]) -> bool:
    """Whether a word on the line of small labels is what is left of one ("thas (Firs) (Midlle)")."""
    height = median(label.box.height for label in labels)
    at = median(label.box.center[1] for label in labels)
    level = abs(word.box.center[1] - at) < 0.35 * height and word.box.height <= 1.2 * height
    ruined = word.score < _WORN or word.text.startswith("(") or word.text.endswith(")")
    return level and ruined and len(word.text) <= _LONGEST_LABEL


def _is_speck(line: Sequence[Word], row: str) -> bool:
    """Whether a line of a name or a place is dirt: a small letter or two, or a lone figure in a name."""
    text = "".join(word.text for word in line).strip(_JUNK)
    return len(text) <= 2 and (text.islower() or (row == "name" and text.isdigit()))


def _row_of(line: Sequence[Word], found: Mapping[str, Sequence[Word]]) -> str | None:
    """Which row of small labels a line of ruined ones is ("(Bru)"), when the rows that were found leave one place."""
    at = line[0].box.center[1]
    sides = {row: median(word.box.center[1] for word in own) < at for row, own in found.items() if own}
    first = max((_ORDER.index(row) + 1 for row, above in sides.items() if above), default=0)
    last = min((_ORDER.index(row) for row, above in sides.items() if not above), default=0)
    return _ORDER[first] if last - first == 1 else None


def _is_sublabel(word: Word) -> str | None:
    """Which of the small labels a garbled word in parentheses is ("(Sweet)", "irs)")."""
    text = word.text
    if not any(c in text for c in "(){}"):
        return None
    parts = [key for part in re.split(r"[(){}/]+", text) if (key := key_of(part))]
    together = len(parts) > 1 and text.lstrip(".:").startswith(("(", ")", "{"))  # "(Last)(First)(Middle)" read as one
    if not parts or any(len(part) > 8 for part in parts) or (len(text) > 9 and not together):
        return None
    if len(parts[0]) <= 2 and text.startswith(("(", "{")) and text.endswith((")", "}")):
        return next((name for name in _ROWS if name[0] == parts[0][0]), None)  # "(L)" is what is left of "(Last)"
    best = max(_ROWS, key=lambda name: max(fuzz.ratio(part, name) for part in parts))
    return best if max(fuzz.ratio(part, best) for part in parts) >= 60 else None


def _bands(lines: Sequence[list[Word]], labels: Mapping[str, Sequence[Word]]) -> dict[str, list[list[Word]]]:
    """The typed lines by the row of labels they stand above; those below the last row belong to nobody."""
    levels = [(row, median(word.box.center[1] for word in labels[row])) for row in _ORDER if row in labels]
    levels = _with_lost_row(levels)
    bands: dict[str, list[list[Word]]] = {row: [] for row in _ORDER}
    for line in lines:
        at = median(word.box.center[1] for word in line)
        band = next((row for row, level in levels if at < level), None)
        if band is None:
            last = levels[-1][0] if levels else ""
            # rows below a lost label: their order is all there is
            band = {"": "name", "name": "street", "street": "place"}.get(last)
        if band is not None:
            bands[band].append(line)
    return bands


def _with_lost_row(levels: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The rows' levels with a lost one between two that were found: the rows are about equally high."""
    out = list(levels[:1])
    for (upper, above), (row, level) in pairwise(levels):
        lost = _ORDER[_ORDER.index(upper) + 1 : _ORDER.index(row)]
        out += [(name, above + (level - above) * n / (len(lost) + 1)) for n, name in enumerate(lost, start=1)]
        out.append((row, level))
    return out


def _columns(lines: Sequence[Sequence[Word]]) -> list[list[Word]] | None:
    """Three groups set apart on the first line, each with what wraps below it; None when there are not three."""
    line, *wrapped = lines
    height = max(word.box.height for word in line)
    groups: list[list[Word]] = [[line[0]]]
    for before, word in pairwise(line):
        if word.box.x0 - before.box.x1 > 1.8 * height:
            groups.append([])
        groups[-1].append(word)
    if len(groups) != 3 or len(groups[1]) > 3 or any(is_date(word.text) for word in groups[2]):
        return None
    borders = [group[0].box.x0 - height for group in groups[1:]]
    for word in (word for below in wrapped for word in below):
        groups[sum(word.box.x0 >= border for border in borders)].append(word)
    return groups


def _under(
    lines: Sequence[Sequence[Word]], labels: Mapping[str, Sequence[Word]], registration: Registration
) -> list[list[Word]]:
    """City, state and ZIP by the label below which a word begins; two columns with a gap are city and state."""
    printed = {id(word): word for word in labels.get("place", ())}
    xs = {
        name: min(word.box.x0 for word in own)
        for name, *_ in _PLACE
        if (own := [w for label in registration.find(name) for w in label.words if id(w) in printed])
        or (own := [w for w in printed.values() if _is_sublabel(w) == name])
    }
    borders = [xs.get(name, _nominal_left(name, registration)) for name in ("state", "zip")]
    groups: list[list[Word]] = [[], [], []]
    for line in lines:
        for word in line:
            for part in (part for half in _parted(word, xs.get("state")) for part in _parted(half, xs.get("zip"))):
                reach = 0.6 * part.box.height
                groups[sum(part.box.x0 >= border - reach for border in borders)].append(part)
    if not groups[2] and groups[1] and US_ZIP.match(groups[1][-1].text):
        groups[2].append(groups[1].pop())  # the state beside it was not seen
    return groups


def _parted(word: Word, border: float | None) -> list[Word]:
    """A word in two where a column begins within it: a city that runs into its state, or a state into its ZIP code,
    which begins with its first figure. Neither part is sure."""
    reach = 0.6 * word.box.height
    if border is None or not word.box.x0 < border - 2 * reach < border + reach < word.box.x1:
        return [word]
    at = round(len(word.text) * (border - word.box.x0) / word.box.width)
    figures = _STATE_ZIP.match(word.text)
    at = figures.end() if figures and abs(figures.end() - at) <= _NEAR else at
    left, right = cut(word, 0, at), cut(word, at, len(word.text))
    return [
        replace(left, box=word.box._replace(x1=border - 1), score=0.0),
        replace(right, box=word.box._replace(x0=border - 1), score=0.0),
    ]


def _nominal_left(name: str, registration: Registration) -> float:
    """Where a lost label should begin; at infinity when the layout does not say."""
    at = registration.layout.anchor(name).at
    place = registration.place(at) if at is not None else None
    return place.x0 if place is not None else float("inf")
