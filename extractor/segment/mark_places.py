"""Where check marks can stand: left of their printed labels, as far as other print leaves room.

Labels are found by their words, however garbled; one that was lost is put where the others leave its place in the
form's arrangement. Letters that an engine boxed too large are measured again by their ink.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz

from extractor.ink import InkedPage
from extractor.labels import key_of
from extractor.records import Word
from extractor.segment.text_lines import text_lines
from models.geometry import Box

_RELATIONS = {"director": "isDirector", "officer": "isOfficer", "other": "isOther", "owner": "isTenPercentOwner"}
_CLUES = {"isOfficer": ("give", "title"), "isOther": ("specify",), "isTenPercentOwner": ("10", "1o", "owner")}
_COLUMN = ("isDirector", "isOfficer", "isTenPercentOwner", "isOther")  # order where they stand one below the other
_GRID = {"isDirector": (0, 0), "isTenPercentOwner": (0, 1), "isOfficer": (1, 0), "isOther": (1, 1)}  # row, column
_SURE, _LIKELY = 80, 55  # similarity of a label alone, and beside words that go with it
_TALLEST = 0.12  # inches: no label's letters are higher
_REACH = 4.2  # letter heights that a mark stands left of its label at most
_MARK_SIGNS = frozenset("_-—–~.=[]|(){}xX×✓✔»*□☐☒ ")


@dataclass(frozen=True, slots=True)
class Legend:
    """The printed label of a check box: where its first letter begins, the middle of its first and of its last line,
    how high its letters are (page pixels)."""

    x: float
    y: float
    last: float
    height: float


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
    found = _in_order(_relations(words, page))
    return _places(_completed(found, zone), words, zone)


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
    places = _places(found, words, zone)
    if len(found) == 1:
        name, legend = next(iter(found.items()))
        step, other = (1, "many") if name == "one" else (-1, "one")
        y = legend.y + step * 1.9 * legend.height  # lines stand closer than two letter heights, or a little wider
        lost = replace(legend, y=y, last=y)
        both = {name: legend, other: lost}
        places = _places(both, words, zone)
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
    height = min(float(np.median([word.box.height for word in first])), _TALLEST * dpi)
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
    x, level = first[0].box.x0 + _ahead(first[0], first), first[0].box.center[1]
    for word in sorted(words, key=lambda word: -word.box.x0):
        if abs(word.box.center[1] - level) < 0.5 * height and 0 < x - word.box.x1 < height and _prints(word):
            x = word.box.x0
    below = [w for w in words if 0.6 * height < w.box.center[1] - level < 2.2 * height + 2 and w.box.x1 > x - height]
    next_x = min((word.box.x0 for word in below), default=x)
    return next_x if 0.9 * height < next_x - x < 4 * height else x


def _relations(words: Sequence[Word], page: InkedPage) -> dict[str, Legend]:
    """The labels that were read, each at its best place: the surest, the upper one of two equally sure."""
    best: dict[str, tuple[float, Legend]] = {}
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
            legend = _legend(line, start, name, page)
            score = 2.0 if clue else 1.0
            if field not in best or score > best[field][0]:
                best[field] = (score, _with_last_line(legend, words))
    return {field: legend for field, (_, legend) in best.items()}


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
    y0, y1 = _inked_rows(page, word.box._replace(x0=x))
    return Legend(x, (y0 + y1) / 2, (y0 + y1) / 2, y1 - y0)


def _ahead(word: Word, line: Sequence[Word]) -> float:
    """How much wider a word's box is than its letters need, by the other words of its line: its mark or box was taken
    for a part of it. 0 when it is not clearly wider."""
    others = [other.box.width / len(other.text) for other in line if other is not word and len(other.text) >= 4]
    if not others:
        return 0.0
    spare = word.box.width - float(np.median(others)) * len(key_of(word.text))
    return spare if spare > 0.4 * word.box.width else 0.0


def _inked_rows(page: InkedPage, box: Box) -> tuple[float, float]:
    """The rows of a word by its ink: engines often box a word far too high."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in box)
    tallest = _TALLEST * page.dpi
    level = box.center[1]
    part = page.ink[y0:y1, x0:x1]
    if box.height > 0.085 * page.dpi and part.size:
        inked = (part > 0).mean(axis=1) > 0.1
        edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
        runs = [(a + y0, b + y0) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 0.03 * page.dpi]
        if runs:
            top, bottom = min(runs, key=lambda run: abs((run[0] + run[1]) / 2 - level))
            if bottom - top <= tallest:
                return float(top), float(bottom)
    height = min(max(box.height, 0.05 * page.dpi), tallest)
    return level - height / 2, level + height / 2


def _with_last_line(legend: Legend, words: Sequence[Word]) -> Legend:
    """A label may go on in the line below ("Officer (give title / below)"): its mark then stands between."""
    for word in words:
        down = word.box.center[1] - legend.y
        ends = max(fuzz.ratio(key_of(word.text), end) for end in ("below", "title")) >= 70
        level = abs(word.box.x0 - legend.x) < 0.5 * legend.height
        if ends and level and 0.7 * legend.height < down < 2.3 * legend.height:
            return replace(legend, last=word.box.center[1])
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


def _places(legends: Mapping[str, Legend], words: Sequence[Word], zone: Box) -> dict[str, Box]:
    return {name: _place(legend, legends.values(), words, zone) for name, legend in legends.items()}


def _place(own: Legend, legends: Collection[Legend], words: Sequence[Word], zone: Box) -> Box:
    """The blank left of a legend: half way to the legends above and below it, and no farther than other print."""
    height = own.height
    left = max(zone.x0, own.x - _REACH * height)
    right = own.x - 0.08 * height
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
            if word.box.x1 < own.x + 0.3 * height:  # else it is the label, run together with its mark
                left = max(left, min(word.box.x1 + 1, right - height))
        elif away < 0:
            top = max(top, min(word.box.center[1] + 0.5 * high, own.y - 0.5 * height))
        else:
            bottom = min(bottom, max(word.box.center[1] - 0.5 * high, own.y + 0.5 * height))
    return Box(left, top, right, max(bottom, top + height))


def _prints(word: Word) -> bool:
    """Whether a word is print or typing, not what an engine makes of a mark or of its box."""
    return sum(c.isalpha() for c in word.text) >= 4
