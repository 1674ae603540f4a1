"""Underlined text: taking the line out takes the tails of g, j, p, q, y and of commas with it, and the feet of b and Z
where it touches them; what is left reads as a, i, o, v, stops, h and 7. The line left in, another engine sees them; its
reading gives them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.ink import framed
from extractor.ocr.engine import CropReader
from extractor.records import RulingLine, Sheet, Word
from models.geometry import Box

_LONGEST = 0.45  # of the page's width: longer rules are the form's
_COVERED = 0.5  # share of the line that has words standing on it
_REACH_INCHES = 0.03  # between the feet of the letters and their line
_TAILED = frozenset("gjpqyJQ,;bZ")
_STUMPS = str.maketrans("gqoecαāyuprvjJlITQ0,;:bZ", "aaaaaaannnnniiiiiOO...h7")
"""What characters look like without their tails, b and Z without their feet: those of one stump are one."""
_LIKELY = 0.7  # the engine's score from which its reading is heard


def with_tails(sheet: Sheet, reader: CropReader) -> Sheet:
    """The sheet with the letters of underlined words corrected where their tails were taken for the line's."""
    runs = [(box, found) for line in sheet.lines if (found := _standing_on(line, sheet)) for box in [_run(line, found)]]
    readings = reader.read_crops([framed(sheet.page.pixels, box) for box, _ in runs], "text")
    changed: dict[int, Word] = {}
    for (_, words), reading in zip(runs, readings, strict=True):
        if reading.score < _LIKELY:
            continue
        for word, text in zip(words, restored([word.text for word in words], reading.text), strict=True):
            if text != word.text:
                changed[id(word)] = replace(word, text=text)
    return replace(sheet, words=tuple(changed.get(id(word), word) for word in sheet.words))


def restored(words: Sequence[str], other: str) -> tuple[str, ...]:
    """The words with characters replaced by the tailed ones that another reading of the same text has in their place;
    nothing else is taken over, and nothing from a reading that differs much."""
    own, theirs = "".join(words), "".join(other.split())
    if fuzz.ratio(own, theirs) < 60:
        return tuple(words)
    letters = list(own)
    for block in Levenshtein.opcodes(own.translate(_STUMPS), theirs.translate(_STUMPS)):
        if block.tag == "equal":
            for at, tailed in enumerate(theirs[block.dest_start : block.dest_end], start=block.src_start):
                figure = own[at].isdigit() and not own[at + 1 : at + 2].isalpha()  # a 7 of a date is no Z
                if tailed in _TAILED and (own[at] not in _TAILED or tailed in "gq") and not figure:
                    letters[at] = tailed
    result, at = [], 0
    for word in words:
        result.append("".join(letters[at : at + len(word)]))
        at += len(word)
    return tuple(result)


def alike_without_tails(one: str, other: str) -> bool:
    """Whether two readings say the same but for tails, and signs as small as they, that went with an underline."""
    return _stump(one) == _stump(other)


def _stump(text: str) -> str:
    return "".join(c for c in text.translate(_STUMPS) if c.isalnum())


def _standing_on(line: RulingLine, sheet: Sheet) -> list[Word]:
    """The words that a short line underlines, left to right; none when it is a rule of the form."""
    length = line.x1 - line.x0
    if not line.horizontal or length > _LONGEST * sheet.page.pixels.shape[1]:
        return []
    reach = _REACH_INCHES * sheet.page.dpi
    level = (line.y0 + line.y1) / 2
    words = [
        word
        for word in sheet.words
        if min(word.box.x1, line.x1) - max(word.box.x0, line.x0) > 0.5 * word.box.width
        and abs(level - word.box.y1) < reach
    ]
    covered = sum(word.box.width for word in words)
    return sorted(words, key=lambda word: word.box.x0) if covered >= _COVERED * length else []


def _run(line: RulingLine, words: Sequence[Word]) -> Box:
    """The text above its line, and the tails below it."""
    box = Box.around(word.box for word in words)
    height = max(word.box.height for word in words)
    level = max(line.y0, line.y1)
    return Box(min(box.x0, line.x0) - 4, box.y0 - 0.25 * height, max(box.x1, line.x1) + 4, level + 0.45 * height)
