"""Where check marks can stand: left of their printed labels, as far as other print leaves room.

Labels are found by their words, however garbled; one that was lost is put where the others leave its place in the
form's arrangement. Letters that an engine boxed too large are measured again by their ink.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz

from extractor.ink import InkedPage
from extractor.labels import key_of
from extractor.records import Word
from extractor.segment.legends import (
    SHORT_WORD,
    TALLEST,
    WORD,
    Legend,
    ahead,
    begins_by_ink,
    ends_in_ink,
    inked_rows,
    unframed,
)
from extractor.segment.text_lines import text_lines
from models.geometry import Box

_RELATIONS = {"director": "isDirector", "officer": "isOfficer", "other": "isOther", "owner": "isTenPercentOwner"}
_CLUES = {"isOfficer": ("give", "title"), "isOther": ("specify",), "isTenPercentOwner": ("10", "1o", "owner")}
_GOES_ON = ("give", "title", "below", "specify", "owner")  # first words of a label's further lines
_COLUMN = ("isDirector", "isOfficer", "isTenPercentOwner", "isOther")  # order where they stand one below the other
_GRID = {"isDirector": (0, 0), "isTenPercentOwner": (0, 1), "isOfficer": (1, 0), "isOther": (1, 1)}  # row, column
_SURE, _LIKELY = 80, 55  # similarity of a label alone, and beside words that go with it
_MARK = 2.2  # letter heights that a mark with its box is wide, at least
_REACH = 4.2  # letter heights that a mark stands left of its label at most
_MARK_SIGNS = frozenset("_-—–~.=[]|(){}xX×✓✔»*□☐☒ ")


def relation_of(line: Sequence[Word], at: int, least: float = _SURE) -> str | None:
    """Which relationship's label a word of a line is (field below reportingOwnerRelationship), by its similarity."""
    key = key_of(line[at].text).lstrip("x")
    for name, field in _RELATIONS.items():
        if fuzz.ratio(key[: len(name) + 1], name) >= least:
            if name == "owner" and not (at and any(c in line[at - 1].text for c in "1%0")):
                return None
            return field
    return None


def relationship_places(words: Sequence[Word], zone: Box, page: InkedPage) -> dict[str, Box]:
    """Field below reportingOwnerRelationship -> the blank before its label ("Director", "10% Owner", "Officer (give
    title below)", "Other (specify below)"); no place for a label that was neither read nor follows from others."""
    found = _in_order(_relations(words, unframed(page, zone)))
    return _places(_completed(found, zone), words, zone, page)


def filer_places(words: Sequence[Word], zone: Box, page: InkedPage) -> dict[str, Box]:
    """ "one" / "many" -> the blank before "Form filed by One …" / "Form filed by More than One …"."""
    found: dict[str, Legend] = {}
    clear: set[str] = set()  # those whose mark was not read as part of them
    for line in text_lines(words):
        keys = [key_of(word.text) for word in line]
        start = next((i for i, key in enumerate(keys) if fuzz.ratio(key.lstrip("x"), "form") >= 60), None)
        if start is None:
            start = next((i for i, key in enumerate(keys) if len(key) >= 3), None)
        if start is None or len(line) < start + 3:
            continue
        rest = "".join(keys[start:])
        many, one = fuzz.partial_ratio("bymorethan", rest), fuzz.partial_ratio("filedbyone", rest)
        if max(many, one) >= 70:
            name = "many" if many >= one else "one"
            found.setdefault(name, _legend(line, start, "form", page))
            if line[start].text[:1] not in _MARK_SIGNS:
                clear.add(name)
    if len(found) == 2 and found["one"].y > found["many"].y:
        return {}
    if len(found) == 2 and len(clear) == 1:
        x = found[next(iter(clear))].x
        found = {name: replace(legend, x=x) for name, legend in found.items()}
    places = _places(found, words, zone, page)
    if len(found) == 1:
        name, legend = next(iter(found.items()))
        step, other = (1, "many") if name == "one" else (-1, "one")
        y = legend.y + step * 1.9 * legend.height  # lines stand closer than two letter heights, or a little wider
        lost = replace(legend, y=y, last=y)
        both = {name: legend, other: lost}
        places = _places(both, words, zone, page)
    return places


def begun(label: Sequence[Word], words: Sequence[Word], texts: Mapping[str, str]) -> str | None:
    """Which of the texts (by name) the paragraph says that a label's words begin; the likest."""
    first = text_lines(label)[0]
    height = float(np.median([word.box.height for word in first]))
    x, top = first[0].box.x0, first[0].box.y0
    column = Box(x - 0.9 * height, top - 0.3 * height, x + 28 * height, top + 8 * height)
    inside = [word for word in words if column.contains(*word.box.center)]
    said = "".join(key_of(word.text) for line in text_lines(inside) for word in line)
    keys = {name: key_of(text) for name, text in texts.items()}
    return max(keys, key=lambda name: fuzz.ratio(keys[name], said[: len(keys[name])]), default=None)


def beside_paragraph(label: Sequence[Word], words: Sequence[Word], end: float, dpi: float) -> Box:
    """The blank left of a paragraph ("Check this box if …", `label` its words that were found) that ends above `end`:
    a drawn box stands level with its middle, or with its first line when the next ones run on below the box."""
    first = text_lines(label)[0]
    height = min(float(np.median([word.box.height for word in first])), TALLEST * dpi)
    x = _text_left(first, words, height)
    level = last = float(np.median([word.box.center[1] for word in first]))
    left, limit, pitch = x - 5 * height, end - 0.3 * height, 2.2 * height + 2
    for word in sorted(words, key=lambda word: word.box.center[1]):
        at = word.box.center[1]
        if at < level + 0.6 * height:
            continue
        if at - last > pitch or at > limit:
            break
        if abs(word.box.x0 - x) < 0.9 * height:
            if at - last > 0.6 * height:
                pitch = min(pitch, 1.4 * (at - last))
            last = max(last, at)
        elif word.box.x0 < x - 0.9 * height and word.box.x1 > left and _prints(word):
            limit = min(limit, at - 0.6 * height)  # the paragraph runs on below its box
            break
    top = level - 1.3 * height
    for word in words:
        at = word.box.center[1]
        if at < level - 0.6 * height and word.box.x0 < x - height and word.box.x1 > x - 3 * height and _prints(word):
            top = max(top, at + 0.5 * min(word.box.height, 1.5 * height))
    bottom = min(last + 0.9 * height, limit)
    return Box(left, top, x - 0.1 * height, max(bottom, top + height))


def _text_left(first: Sequence[Word], words: Sequence[Word], height: float) -> float:
    """Where a paragraph's text begins, by its first line and the next: a box may have been read as part of the first
    word, or the first word not as part of the label."""
    x, level = first[0].box.x0 + ahead(first[0], first), first[0].box.center[1]
    for word in sorted(words, key=lambda word: -word.box.x0):
        if abs(word.box.center[1] - level) < 0.5 * height and 0 < x - word.box.x1 < height and _prints(word):
            x = word.box.x0
    below = [w for w in words if 0.6 * height < w.box.center[1] - level < 2.2 * height + 2 and w.box.x1 > x - height]
    next_x = min((word.box.x0 for word in below), default=x)
    return next_x if 0.9 * height < next_x - x < 4 * height else x


def _relations(words: Sequence[Word], page: InkedPage) -> dict[str, Legend]:
    """The labels that were read, each at its best place: the surest, the upper one of two equally sure."""
    best: dict[str, tuple[float, Legend]] = {}
    heights = [y1 - y0 for word in words if _prints(word) for y0, y1 in [inked_rows(page, word.box)]]
    height = float(np.median(heights)) if heights else 0.0
    for line in text_lines(words):
        for at, word in enumerate(line):
            clue = _clue(line, at)
            field = relation_of(line, at, _LIKELY if clue else _SURE)
            if clue and field != clue:
                field = clue if relation_of([*line[:at], word], at, 40) == clue else None
            if field is None or _in_prose(line, at):
                continue
            start = at - 1 if field == "isTenPercentOwner" else at
            name = "10" if start < at else next(n for n, f in _RELATIONS.items() if f == field)
            legend = _measured(_legend(line, start, name, page), line[start : at + 1], name, height, page)
            score = 2.0 if clue else 1.0
            if field not in best or score > best[field][0]:
                best[field] = (score, _with_last_line(legend, words))
    return _aligned({field: legend for field, (_, legend) in best.items()})


def _measured(legend: Legend, label: Sequence[Word], name: str, height: float, page: InkedPage) -> Legend:
    """A relationship's legend as its ink says: letters as high as others' of the box, and what is boxed with its first
    words (a mark, its underscore) no part of it; a first letter that was not read is."""
    box = Box.around(word.box for word in label)
    if legend.height < 0.75 * height:
        legend = replace(legend, y=box.center[1], last=box.center[1], height=height)
    near = 0.5 * legend.height
    short, lost = len(label) > 1, key_of(label[0].text)[:1] in name[1:3]
    least, before = SHORT_WORD if short else WORD, 1.2 if lost and not short else 0.3
    begins = begins_by_ink(page, box, legend.y, legend.height, least, before)
    if begins is None or (begins < legend.x - near and not lost):
        return legend
    # "10%" is short: without the word beside it, no wider than a mark
    moved = abs(begins - legend.x) > near
    return replace(legend, x=begins if moved else legend.x, sure=not (moved and short))


def _aligned(found: dict[str, Legend]) -> dict[str, Legend]:
    """The legends with one that is not sure moved to where the sure one of its column begins."""
    result = dict(found)
    for column in (0, 1):
        own = [field for field, (_, at) in _GRID.items() if at == column and field in found]
        for field, other in zip(own, reversed(own), strict=True):
            away = abs(found[other].x - found[field].x) / found[field].height
            if found[other].sure and not found[field].sure and 0.8 < away < 6:
                result[field] = replace(found[field], x=found[other].x)
    return result


def _clue(line: Sequence[Word], at: int) -> str | None:
    """The relationship that the next word tells of: "give" follows Officer, "specify" follows Other."""
    if at + 1 >= len(line):
        return None
    key = key_of(line[at + 1].text)
    for field in ("isOfficer", "isOther"):
        if any(fuzz.ratio(key, word) >= 70 for word in _CLUES[field][:1]):
            return field
    return None


def _in_prose(line: Sequence[Word], at: int) -> bool:
    """ "Chief Operating Officer", "Director of Sales": typed, not printed."""
    word = line[at]
    if at + 1 < len(line) and key_of(line[at + 1].text) == "of":
        return True
    if at == 0 or relation_of(line, at) == "isTenPercentOwner":
        return False
    before = line[at - 1]
    close = word.box.x0 - before.box.x1 < 0.9 * min(word.box.height, before.box.height)
    return close and _prints(before) and fuzz.ratio(key_of(before.text), "owner") < 75


def _legend(line: Sequence[Word], at: int, name: str, page: InkedPage) -> Legend:
    """The legend that begins with a word; a mark run together with it ("_X_Form") is not part of it."""
    word = line[at]
    x, text = word.box.x0, word.text
    alignment = fuzz.partial_ratio_alignment(name, text.lower())
    begins = alignment.dest_start if alignment is not None else 0
    if 0 < begins < len(text) and set(text[:begins]) <= _MARK_SIGNS:
        x += word.box.width * begins / len(text)
    if name == "10":
        owner = line[at + 1].box  # as wide as "10% " is long, and a little more: the 1 is easily lost
        x = min(x, owner.x0 - 0.72 * owner.width)
    y0, y1 = inked_rows(page, word.box._replace(x0=x))
    return Legend(x, (y0 + y1) / 2, (y0 + y1) / 2, y1 - y0)


def _with_last_line(legend: Legend, words: Sequence[Word]) -> Legend:
    """A label may go on in the lines below ("Officer (give / title / below)"): its mark then stands between."""
    going_on = [word for word in words if any(fuzz.ratio(key_of(word.text), part) >= 70 for part in _GOES_ON)]
    for word in sorted(going_on, key=lambda word: word.box.center[1]):
        level = word.box.center[1]
        below = 0.7 * legend.height < level - legend.last < 2.3 * legend.height
        if below and abs(word.box.x0 - legend.x) < 0.5 * legend.height:
            legend = replace(legend, last=level)
    return legend


def _in_order(found: Mapping[str, Legend]) -> dict[str, Legend]:
    """Without what cannot be a label where it stands: a typed title ("Director of …") below the labels."""
    kept = dict(found)
    for upper, lower in (("isDirector", "isOfficer"), ("isTenPercentOwner", "isOther")):
        if upper in kept and lower in kept and kept[upper].y > kept[lower].y + 0.5 * kept[lower].height:
            del kept[upper]
    return kept


def _completed(found: Mapping[str, Legend], zone: Box) -> dict[str, Legend]:
    """The legends with the lost ones where the others leave them: two rows of two, or one column of four."""
    if not 2 <= len(found) < 4:
        return dict(found)
    return _by_column(found, zone) if _stacked(found) else _by_grid(found, zone)


def _stacked(found: Mapping[str, Legend]) -> bool:
    """Whether the labels stand one below the other: some two that share a row of the grid do not share a level."""
    heights = [legend.height for legend in found.values()]
    xs = [legend.x for legend in found.values()]
    columns = {_GRID[field][1] for field in found}
    return len(columns) == 2 and max(xs) - min(xs) < 3 * max(heights)


def _by_grid(found: Mapping[str, Legend], zone: Box) -> dict[str, Legend]:
    result = dict(found)
    for field, (row, column) in _GRID.items():
        beside = next((legend for name, legend in found.items() if _GRID[name][0] == row), None)
        along = next((legend for name, legend in found.items() if _GRID[name][1] == column), None)
        if field not in result and beside is not None and along is not None and zone.contains(along.x, beside.y):
            last = max(beside.last, beside.y)
            result[field] = Legend(along.x, beside.y, last, min(beside.height, along.height))
    return result


def _by_column(found: Mapping[str, Legend], zone: Box) -> dict[str, Legend]:
    ranks = np.array([_COLUMN.index(field) for field in found], float)
    levels = np.array([legend.y for legend in found.values()])
    step, first = np.polyfit(ranks, levels, 1)
    sample = min(found.values(), key=lambda legend: legend.height)
    result = dict(found)
    for rank, field in enumerate(_COLUMN):
        y = float(first + step * rank)
        if field not in result and step > sample.height and zone.contains(sample.x, y):
            result[field] = replace(sample, y=y, last=y)
    return result


def _places(legends: Mapping[str, Legend], words: Sequence[Word], zone: Box, page: InkedPage) -> dict[str, Box]:
    return {name: _place(legend, legends.values(), words, zone, page) for name, legend in legends.items()}


def _place(own: Legend, legends: Collection[Legend], words: Sequence[Word], zone: Box, page: InkedPage) -> Box:
    """The blank left of a legend: half way to the legends above and below it, and no farther than other print."""
    height = own.height
    right = own.x - 0.08 * height
    # a zone that leaves no room for a mark lies too far to the right
    left = max(own.x - _REACH * height, min(zone.x0, right - _MARK * height))
    top, bottom = own.y - 1.3 * height, own.last + 0.9 * height
    for other in legends:
        if abs(other.x - own.x) > 6 * height:
            continue
        if other.y < own.y - 0.6 * height:
            top = max(top, (other.last + own.y) / 2 if other.last < own.y else own.y - 0.6 * height)
        elif other.y > own.y + 0.6 * height:
            bottom = min(bottom, (own.last + other.y) / 2 if own.last < other.y else other.y - 0.6 * height)
    for word in words:
        if not _prints(word) or word.box.x0 >= right - 0.5 * height or word.box.x1 <= left:
            continue
        away = word.box.center[1] - own.y
        high = min(word.box.height, height)
        if abs(away) < 0.6 * height:
            # else it is the label, run together with its mark
            labels = relation_of([word], 0) is not None
            if word.box.x1 < own.x + 0.3 * height and not labels and ends_in_ink(page, word.box, height):
                left = max(left, min(word.box.x1 + 1, right - _MARK * height))
        elif away < 0:
            top = max(top, min(word.box.center[1] + 0.5 * high, own.y - 0.5 * height))
        else:
            bottom = min(bottom, max(word.box.center[1] - 0.5 * high, own.y + 0.5 * height))
    return Box(left, top, right, max(bottom, top + height))


def _prints(word: Word) -> bool:
    """Whether a word is print or typing, not what an engine makes of a mark or of its box."""
    return sum(c.isalpha() for c in word.text) >= 4
