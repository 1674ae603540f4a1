"""Where the check marks of the relationship and filing boxes can stand: left of their printed labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.ink import InkedPage
from extractor.labels import key_of
from extractor.marks import MARKED, mark_score
from extractor.records import Cell, Group, Word
from extractor.segment.mark_places import relation_of
from models.geometry import Box

_MARKLIKE = re.compile(r"[_\-—~.]*[xX×✓✔»*<>\[\]]*[xX]?[_\-—~.]*")
_SMALL_PRINT = "checkallapplicable givetitlebelow specifybelow titlebelow"


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
        if not mark and relation_of([word], 0) is None and "10" not in word.text and key_of(word.text) != "owner":
            above_title = word.box.center[1] < max(lowest + 0.5 * word.box.height, top + 0.45 * (bottom - top))
            if above_title:
                continue
        key = key_of(word.text)
        among = word.box.center[1] < lowest + 1.6 * word.box.height
        small = len(key) >= 2 and fuzz.partial_ratio(key, _SMALL_PRINT) >= 85 and len(key) <= len(_SMALL_PRINT)
        label = relation_of([word], 0) is not None or "10" in word.text or key == "owner"
        if among and small and not label:
            continue
        kept.append(word)
    return kept


def _in_any(word: Word, places: dict[str, Box]) -> bool:
    return any(box.pad(4).contains(*word.box.center) for box in places.values())


def with_places(cells: Sequence[Cell], prefix: str, places: dict[str, Box], page: int) -> tuple[Cell, ...]:
    """The cells, each check box also as a place to look for ink: a mark the engine did not read is no blank, and one
    that stands in another box's place is not this one's."""
    result: list[Cell] = []
    group: Group = "reportingOwner" if prefix.startswith("reportingOwner") else ""
    row = 1 if group else 0
    for cell in cells:
        name = cell.field.removeprefix(prefix)
        others = {other: box for other, box in places.items() if other != name}
        if cell.kind != "checkbox" or name not in places or (cell.words and not _in_any(cell.words[0], others)):
            result.append(cell)
    for name, box in places.items():
        result.append(Cell(prefix + name, "checkbox", group, row, (), page, box))
    return tuple(result)
