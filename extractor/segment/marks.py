"""Where the check marks of the relationship and filing boxes can stand: left of their printed labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.ink import InkedPage
from extractor.labels import key_of
from extractor.marks import MARKED, mark_score
from extractor.records import Cell, Group, Word
from extractor.segment.text_lines import text_lines
from models.geometry import Box

_MARKLIKE = re.compile(r"[_\-—~.]*[xX×✓✔»*<>\[\]]*[xX]?[_\-—~.]*")
_SMALL_PRINT = "checkallapplicable givetitlebelow specifybelow titlebelow"
_RELATIONS = {"director": "isDirector", "officer": "isOfficer", "other": "isOther", "owner": "isTenPercentOwner"}


def relationship_places(words: Sequence[Word]) -> dict[str, Box]:
    """Field below reportingOwnerRelationship -> the blank before its label ("Director", "10% Owner", "Officer (give
    title below)", "Other (specify below)"); labels that were not read have no place."""
    places: dict[str, Box] = {}
    lines = text_lines(words)
    for number, line in enumerate(lines):
        for at, _word in enumerate(line):
            field = _relation(line, at)
            if field is None or field in places:
                continue
            start = at - 1 if field == "isTenPercentOwner" and at and "1" in line[at - 1].text else at
            below = lines[number + 1] if number + 1 < len(lines) else []
            places[field] = _before(line, start, wraps=_wraps(below, line[start]))
    return places


def filer_places(words: Sequence[Word]) -> dict[str, Box]:
    """ "one" / "many" -> the blank before "Form filed by One …" / "Form filed by More than One …"."""
    places: dict[str, Box] = {}
    for line in text_lines(words):
        keys = [key_of(word.text) for word in line]
        start = next((i for i, key in enumerate(keys) if fuzz.ratio(key.lstrip("x"), "form") >= 75), None)
        if start is None or len(line) < start + 3:
            continue
        rest = "".join(keys[start:])
        many = fuzz.partial_ratio("bymorethan", rest) >= 75
        if many or fuzz.partial_ratio("filedbyone", rest) >= 75:
            places.setdefault("many" if many else "one", _before(line, start, wraps=False))
    return places


def with_marks(words: Sequence[Word], places: dict[str, Box], page: InkedPage) -> list[Word]:
    """The words with what the engine made of marks replaced by an X where ink shows a mark."""
    kept = [word for word in words if not _MARKLIKE.fullmatch(word.text) or not _in_any(word, places)]
    for box in places.values():
        score = mark_score(page, box)
        if score >= MARKED:
            middle = box.center[1]
            size = min(box.height, 18.0)
            # next to its label, so that it is nobody else's
            mark = Box(box.x1 - size, middle - size / 2, box.x1 - 1, middle + size / 2)
            kept.append(Word("X", mark, page.number, score))
    return kept


def without_print(words: Sequence[Word], places: dict[str, Box]) -> list[Word]:
    """The words without the small print among the labels ("(give title below)", garbled or not): what was typed as a
    title stands below the last label, in the lower part of the box."""
    if not words:
        return []
    top = min(word.box.y0 for word in words)
    bottom = max(word.box.y1 for word in words)
    lowest = max((box.center[1] for box in places.values()), default=top)
    kept = []
    for word in words:
        mark = word.text == "X"
        if not mark and _relation([word], 0) is None and "10" not in word.text and key_of(word.text) != "owner":
            above_title = word.box.center[1] < max(lowest + 0.5 * word.box.height, top + 0.45 * (bottom - top))
            if above_title:
                continue
        key = key_of(word.text)
        among = word.box.center[1] < lowest + 1.6 * word.box.height
        small = len(key) >= 2 and fuzz.partial_ratio(key, _SMALL_PRINT) >= 85 and len(key) <= len(_SMALL_PRINT)
        label = _relation([word], 0) is not None or "10" in word.text or key == "owner"
        if among and small and not label:
            continue
        kept.append(word)
    return kept


def _in_any(word: Word, places: dict[str, Box]) -> bool:
    return any(box.pad(4).contains(*word.box.center) for box in places.values())


def with_places(cells: Sequence[Cell], prefix: str, places: dict[str, Box], page: int) -> tuple[Cell, ...]:
    """The cells, each check box also as a place to look for ink: a mark the engine did not read is no blank."""
    result: list[Cell] = []
    group: Group = "reportingOwner" if prefix.startswith("reportingOwner") else ""
    row = 1 if group else 0
    for cell in cells:
        if cell.kind != "checkbox" or cell.words or cell.field.removeprefix(prefix) not in places:
            result.append(cell)
    for name, box in places.items():
        result.append(Cell(prefix + name, "checkbox", group, row, (), page, box))
    return tuple(result)


def _relation(line: Sequence[Word], at: int) -> str | None:
    """Which relationship's label this word is."""
    key = key_of(line[at].text).lstrip("x")
    for name, field in _RELATIONS.items():
        if fuzz.ratio(key[: len(name) + 1], name) >= 80:
            if name == "owner" and not (at and any(c in line[at - 1].text for c in "1%0")):
                return None
            return field
    return None


def _wraps(below: Sequence[Word], label: Word) -> bool:
    """Whether the label goes on in the line below ("Officer (give title / below)"): its mark then stands between."""
    return any(
        fuzz.ratio(key_of(word.text), "below") >= 75 and abs(word.box.x0 - label.box.x0) < 3 * label.box.height
        for word in below
    )


def _before(line: Sequence[Word], at: int, wraps: bool) -> Box:
    """The blank left of a word, as far as the word before it."""
    label = line[at].box
    height = max(label.height, 8.0)
    left = label.x0 - 3.6 * height
    for word in line[:at]:
        if sum(c.isalpha() for c in word.text) > 2 or word.text.rstrip(")").isdigit():
            left = max(left, word.box.x1 + 1)
    reach = 0.45 * height
    return Box(left, label.y0 - reach, label.x0 - 0.08 * height, label.y1 + (1.3 * height if wraps else reach))
