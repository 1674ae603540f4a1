"""Prose read once more where its words make no sense: a lone stroke, signs inside a word, a word nobody knows, ink
between two words. An engine of another family reads these with their neighbours, which tell where its reading fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Levenshtein

from extractor.ink import InkedPage, crop
from extractor.labels import Phrase, phrases
from extractor.ocr.engine import CropReader
from extractor.printed import is_boilerplate
from extractor.records import Sheet, Word
from extractor.shapes import is_check
from models.geometry import Box

_PROSE = 3  # words of letters from which a line is prose
_BLANK, _LOST = 1.3, 3.5  # heights between words: a blank at most; where letters may have been lost between them
_MOST = 60  # pieces read again on one page: a bound on time
_LIKELY = 0.7  # the other engine's score from which it is heard
_SURE = 0.8  # the first engine's score from which a capitalised word that nobody knows is a name
_STROKE = 0.45  # heights of a column of ink between two words: less is a speck or a comma's tail
_GARBLED = 0.25  # share of a neighbour's letters that may differ in the two readings

_EDGES = re.compile(r"^[\"'(*\[]+|[\"')*\].,;:”’]+$")
_FIGURE = re.compile(r"\$?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?%?|\d{1,2}/\d{1,2}/\d{2,4}")
_COMPOUND = re.compile(
    r"\d+(?:st|nd|rd|th|k|m)|\d{1,3}(?:[a-z]\d?(?:-\d)?)?(?:\([a-z\d]\)?)*|[A-Z]{1,3}-?\d{1,4}|\d+-[A-Za-z-]+|#\d+",
    re.IGNORECASE,
)
_REACH = 3.0  # heights beside a doubted word at the end of a line where letters may have been lost
_NO_WORDS = frozenset({"/s/", "(e.g.,", "&", "-", "/", "$", "%", "–", "—", "*", "**", "+", "=", "[", "]"})
_ODD = frozenset("[]|{}<>~^=\\!¢§©®°¥£€‘«»?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Neighbouring words of a line that are doubted, and those before and behind them ("" at an end of the line)."""

    words: tuple[Word, ...]
    before: str
    behind: str
    box: Box
    holed: bool


def proofread(sheet: Sheet, page: InkedPage, reader: CropReader, known: frozenset[str]) -> Sheet:
    """The sheet with senseless words of its prose replaced by the other engine's reading, where that makes more sense.
    `known` are words in lower case."""
    pieces = [
        piece
        for phrase in phrases(sheet.words, gap=_LOST)
        if _is_prose(phrase) and not is_boilerplate(phrase.text)
        for piece in _pieces(phrase.words, page, known)
    ][:_MOST]
    pieces = [replace(piece, box=_reaching(piece, sheet.words)) for piece in pieces]
    readings = reader.read_crops([crop(page, piece.box.pad(3, 2)) for piece in pieces], "text")
    dropped: set[int] = set()
    added: list[Word] = []
    for piece, reading in zip(pieces, readings, strict=True):
        said = _between(reading.text, piece.before, piece.behind) if reading.score >= _LIKELY else None
        parts = said.split() if said is not None else []
        fewer = _nonsense(parts, reading.score, known) < _doubts(piece, known)
        if parts and fewer and _keeps_figures(piece.words, parts):
            dropped |= {id(word) for word in piece.words}
            added += _placed(parts, piece, reading.score, reader.name)
    kept = [word for word in sheet.words if id(word) not in dropped]
    return replace(sheet, words=tuple(kept + added))


def _is_prose(phrase: Phrase) -> bool:
    """Mostly words of letters, or signed: no row of a table."""
    worded = sum(sum(c.isalpha() for c in word.text) > 1 for word in phrase.words)
    signed = any(word.text == "/s/" for word in phrase.words)
    return signed or (worded >= _PROSE and 2 * worded >= len(phrase.words))


def _pieces(words: Sequence[Word], page: InkedPage, known: frozenset[str]) -> list[_Piece]:
    """The doubted words of a line, neighbouring ones together."""
    holes = {at for at, (one, other) in enumerate(pairwise(words)) if _ink_between(one.box, other.box, page)}
    doubted = [
        at in holes or at - 1 in holes or not makes_sense(word.text, word.score, known) for at, word in enumerate(words)
    ]
    found, at = [], 0
    while at < len(words):
        end = at
        while end < len(words) and doubted[end] and (end == at or end - 1 in holes or _beside(words, end)):
            end += 1
        if end > at:
            around = words[max(0, at - 1) : end + 1]
            before = words[at - 1].text if at else ""
            behind = words[end].text if end < len(words) else ""
            box = Box.around(word.box for word in around)
            holed = any(hole in holes for hole in range(at, end - 1))
            found.append(_Piece(tuple(words[at:end]), before, behind, box, holed))
        at = max(end, at + 1)
    return found


def _beside(words: Sequence[Word], at: int) -> bool:
    """Whether no more than a blank stands between a word and the one before it."""
    box = words[at].box
    return box.x0 - words[at - 1].box.x1 < _BLANK * box.height


def _reaching(piece: _Piece, words: Sequence[Word]) -> Box:
    """The place of a piece; where a line ends in a doubted word, as far on as its lost letters may stand."""
    box = piece.box
    level, reach = box.center[1], _REACH * box.height
    beside = [word.box for word in words if word.box.y0 < level < word.box.y1]
    x0, x1 = box.x0, box.x1
    if not piece.before:
        x0 = max([x0 - reach, 0.0, *(other.x1 + 3 for other in beside if other.x1 < x0 + 2)])
    if not piece.behind:
        x1 = min([x1 + reach, *(other.x0 - 3 for other in beside if other.x0 > x1 - 2)])
    return Box(min(x0, box.x0), box.y0, max(x1, box.x1), box.y1)


def makes_sense(text: str, score: float, known: frozenset[str]) -> bool:
    """Whether a word of prose is one: known, a name, a figure, a usual sign."""
    if text in _NO_WORDS or "_" in text or is_check(text) is not None:
        return True
    core = _EDGES.sub("", text)
    if not core or set(core) & _ODD:
        return False
    if any(c.isdigit() for c in core):
        return bool(_FIGURE.fullmatch(core)) or bool(_COMPOUND.fullmatch(core))
    if not core.isascii():
        return False
    if text.endswith(":"):
        score = 0.0  # a name is no heading: "Cla:" was Class
    parts = [part for part in re.split(r"[-/&.()]+", core) if part]
    return all(_is_word(part, score, known) or (len(part) == 1 and part.isalpha() and len(parts) > 1) for part in parts)


def _is_word(part: str, score: float, known: frozenset[str]) -> bool:
    plain = part.lower()
    if len(part) == 1:
        return part == "a" or part.isupper()
    if plain in known or plain.removesuffix("'s").removesuffix("'") in known:
        return True
    return part[0].isupper() and score >= _SURE


def _ink_between(one: Box, other: Box, page: InkedPage) -> bool:
    """Whether a letter's stroke stands between two words, in the box of neither."""
    x0, x1 = int(one.x1) + 2, int(other.x0) - 2
    y0, y1 = int(min(one.y0, other.y0)), int(max(one.y1, other.y1)) + 1
    if x1 <= x0 or y1 - y0 < 4:
        return False
    columns = (page.ink[y0:y1, x0:x1] > 0).sum(axis=0)
    return bool(np.any(columns >= _STROKE * (y1 - y0)))


def _between(text: str, before: str, behind: str) -> str | None:
    """What stands in a reading between two words known to be at its ends; None when they are not there."""
    places = [at for at, c in enumerate(text) if not c.isspace()]
    bare = "".join(text[at] for at in places)
    start, left = _length(bare, before), _length(bare[::-1], behind[::-1])
    if start is None or left is None or start > len(bare) - left:
        return None
    inner = places[start : len(bare) - left]
    return text[inner[0] : inner[-1] + 1] if inner else ""


def _length(bare: str, word: str) -> int | None:
    """How many letters at the beginning spell the word, a few of them perhaps otherwise; None when they do not."""
    if not any(c.isalnum() for c in word):
        return len(word) if bare.startswith(word) else 0
    options = [
        (Levenshtein.distance(bare[:size].lower(), word.lower()), abs(size - len(word)), size)
        for size in range(max(0, len(word) - 2), min(len(bare), len(word) + 2) + 1)
    ]
    if not options:
        return None
    distance, _, size = min(options)
    return size if distance <= _GARBLED * len(word) else None


def _keeps_figures(words: Sequence[Word], parts: Sequence[str]) -> bool:
    """Whether all figures of the words are among those of the other reading, in their order: it may add lost ones."""
    there = iter(c for part in parts for c in part if c.isdigit())
    return all(c in there for word in words for c in word.text if c.isdigit())


def _nonsense(parts: Sequence[str], score: float, known: frozenset[str]) -> int:
    return sum(not makes_sense(part, score, known) for part in parts)


def _doubts(piece: _Piece, known: frozenset[str]) -> int:
    return piece.holed + sum(not makes_sense(word.text, word.score, known) for word in piece.words)


def _placed(parts: Sequence[str], piece: _Piece, score: float, engine: str) -> list[Word]:
    """The words of the other reading, over the width of those they stand for as their lengths have it."""
    box = Box.around(word.box for word in piece.words)
    total = sum(len(part) for part in parts) + len(parts) - 1
    result, at = [], box.x0
    for part in parts:
        width = box.width * len(part) / total
        own = Box(at, box.y0, at + width, box.y1)
        result.append(Word(part, own, piece.words[0].page, score, engine=engine))
        at += width + box.width / total
    return result
