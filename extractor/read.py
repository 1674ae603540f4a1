"""Opinions of every cell: the page pass first, our own reader's on figures, dates and codes; a second engine's on the
cell's own crop where these two do not agree and on names and addresses, and the page engine's on the crop where no two
of all do. A PDF's own text is one more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from statistics import median

from rapidfuzz import fuzz

from extractor.ink import InkedPage, crop, crop_of_text, ink_box, underlined, with_lost_glyphs
from extractor.marks import MARKED, UNMARKED, mark_score
from extractor.ocr.engine import CropReader, Engines
from extractor.records import HAND, Cell, Kind, ReadCell, Word
from extractor.shapes import letters
from extractor.text_layer import layer_readings
from extractor.underlines import alike_without_tails, restored
from extractor.upright import Pixels
from models.codes import STATES
from models.evidence import Reading
from models.geometry import Box

_CLOSED: frozenset[Kind] = frozenset({"shares", "money", "date", "month", "code", "letter", "zip"})
"""Kinds whose every cell deserves a second opinion: a silently wrong one is the worst we can ship."""
_OWN_WORDS: frozenset[Kind] = frozenset({"name", "ticker", "street", "city", "text", "signature"})
"""Words that no list holds and hardly a rule bears out: only a second pair of eyes can, however clear they look."""
_UNDERLINED: frozenset[Kind] = frozenset({"name", "signature"})
"""What forms print on underlines."""
_NEVER: frozenset[Kind] = frozenset({"footnote", "remarks", "checkbox", "form"})
_IN_PARENTHESES = re.compile(r"\s*\(([^()]{2,8})\)\s*")
_SMALL_LABELS = ("last", "first", "middle", "street", "city", "state")
_CLOSING = frozenset({"", "j", "1", "i", "l"})
"""What a closing bracket is taken for."""
_NEIGHBOUR = 4  # letters that a crop shows besides from which they are another field's, and no letters lost on the page
_LETTER = 0.6  # heights of a line that the narrowest letters take
_LIKELY = 0.7  # a crop's score from which the tails it shows are believed
_SURE = 0.80  # page-pass score from which titles and natures, of few and known words, need no second opinion


def read_cells(cells: Sequence[Cell], pages: Mapping[int, InkedPage], engines: Engines) -> tuple[ReadCell, ...]:
    """Every cell with its readings, best trusted first, and whether there is ink in it."""
    inks = [_ink(cell, pages) for cell in cells]
    first = [_page_reading(cell, engines.page) for cell in cells]
    asked = [
        index
        for index, (cell, ink, reading) in enumerate(zip(cells, inks, first, strict=True))
        if ink is not None and _wants_more(cell, reading, ink)
    ]
    ours = _crop_readings([index for index in asked if cells[index].kind in _CLOSED], cells, inks, pages, engines.own)
    # two engines with eyes of their own settle a cell; and an engine never confirms itself: what it already read on the
    # page goes to the other one
    open_ = [index for index in asked if not _two_agree(first[index], ours.get(index))]
    own = {index for index in open_ if engines.second and _engine(first[index]) == engines.second.name}
    second = _crop_readings([index for index in open_ if index not in own], cells, inks, pages, engines.second, True)
    differing = [
        index
        for index in open_
        if cells[index].kind in _CLOSED and not _two_agree(first[index], second.get(index), ours.get(index))
    ]
    third = _crop_readings(sorted({*differing, *own}), cells, inks, pages, engines.third)
    for index, reading in second.items():
        first[index] = _with_tails(cells[index], first[index], reading, inks[index], pages)
    layer = layer_readings(cells, inks, first, {number: page.layer for number, page in pages.items()})
    second, third, layer = (
        {
            index: _witness(cells[index], _without_small_labels(_with_blanks(reading, first[index]), first[index]),
                            first[index], inks[index], pages)
            for index, reading in readings.items()
        }
        for readings in (second, third, layer)
    )
    result = []
    for index, cell in enumerate(cells):
        if cell.kind == "checkbox":
            result.append(_checkbox(cell, pages, engines.page))
            continue
        opinions = (first[index], second.get(index), third.get(index), ours.get(index), layer.get(index))
        readings = tuple(reading for reading in opinions if reading is not None and reading.text)
        result.append(ReadCell(cell, readings, bool(readings) or inks[index] is not None))
    return tuple(result)


def _ink(cell: Cell, pages: Mapping[int, InkedPage]) -> Box | None:
    """The ink of a cell: in a table or empty box wherever it is, else where its words are."""
    if cell.page is None or cell.box is None or cell.kind in _NEVER:
        return None
    page = pages[cell.page]
    if cell.group in {"nonDerivativeTable", "derivativeTable"} or not cell.words:
        found = ink_box(page, cell.box)
        if found is None and cell.words:
            return Box.around(word.box for word in cell.words)
        return found
    return with_lost_glyphs(page, Box.around(word.box for word in cell.words))


def _page_reading(cell: Cell, engine: str) -> Reading | None:
    if not cell.words:
        return None
    text = " ".join(word.text for word in cell.words)
    by = max(cell.words, key=lambda word: len(word.text)).engine or engine
    return Reading(text=text, score=min(word.score for word in cell.words), source="page", engine=by)


def _without_small_labels(reading: Reading, other: Reading | None) -> Reading:
    """The reading of a crop without the small labels of the line above ("(Last)(First) 12 Elm Street"), which the page
    pass saw apart."""
    if other is None or "(" in other.text:
        return reading
    text = reading.text
    while (label := _IN_PARENTHESES.match(text)) and _is_small_label(label[1]):
        text = text[label.end() :]
    return reading.model_copy(update={"text": text}) if text else reading


def _is_small_label(text: str) -> bool:
    return max(fuzz.ratio(letters(text), label) for label in _SMALL_LABELS) >= 70


def _with_blanks(reading: Reading, other: Reading | None) -> Reading:
    """The reading with the other's blanks where the letters are the same: recognisers of lines drop blanks."""
    if other is None or len(other.text.split()) <= len(reading.text.split()):
        return reading
    same = "".join(other.text.split()).lower() == "".join(reading.text.split()).lower()
    return reading.model_copy(update={"text": other.text}) if same else reading


def _witness(
    cell: Cell, reading: Reading, first: Reading | None, ink: Box | None, pages: Mapping[int, InkedPage]
) -> Reading:
    """The reading of a name's crop, spelt as on the page where the two say the same but for signs, for what a crop may
    lack (tails that went with an underline) and what it may hold besides (a neighbour's words)."""
    if cell.kind not in _OWN_WORDS or first is None or cell.page is None or ink is None:
        return reading
    reading = _signed_by_hand(cell, reading)
    if letters(reading.text) == letters(first.text):
        return reading.model_copy(update={"text": first.text})  # a crop has the comma of "Portland, OR" at its end
    tailless = alike_without_tails(reading.text, first.text) and underlined(pages[cell.page], ink)
    if tailless or _holds_besides(cell.kind, reading.text, first.text):
        return reading.model_copy(update={"text": first.text})
    return reading


def _signed_by_hand(cell: Cell, reading: Reading) -> Reading:
    """The reading with the "/s/" that stands for a hand, where it stands on the page, and no surer than that is: the
    crop holds what is typed."""
    hand = next((word for word in cell.words if word.engine == HAND), None)
    if hand is None or "/s/" in reading.text:
        return reading
    at = max((by.end() for by in re.finditer(r"(?i)\bby[:;.]\s*", reading.text)), default=0)
    signed = f"{reading.text[:at]}/s/ {reading.text[at:]}"
    return reading.model_copy(update={"text": signed, "score": min(reading.score, hand.score)})


def _with_tails(
    cell: Cell, first: Reading | None, other: Reading, ink: Box | None, pages: Mapping[int, InkedPage]
) -> Reading | None:
    """The page's reading of an underlined name with the tails that the reading of its crop has: there the line is left
    in, which takes tails with it."""
    if first is None or cell.kind not in _UNDERLINED or cell.page is None or ink is None or other.score < _LIKELY:
        return first
    if not underlined(pages[cell.page], ink):
        return first
    return first.model_copy(update={"text": " ".join(restored(first.text.split(), other.text))})


def _holds_besides(kind: Kind, said: str, seen: str) -> bool:
    """Whether a crop shows what was seen and something else: another field's words, the bracket round a ticker, the
    ticker behind a name, the state behind a city."""
    if not letters(seen):
        return False
    before, found, behind = letters(said).partition(letters(seen))
    if not found:
        return False
    if kind == "ticker" and not before and behind in _CLOSING:
        return True
    if kind == "name" and not before and "[" in said and "[" not in seen:
        return True
    if kind == "city" and not before and behind.upper() in STATES:
        return True
    return len(before) + len(behind) >= _NEIGHBOUR


def _engine(reading: Reading | None) -> str:
    return reading.engine if reading is not None else ""


def _wants_more(cell: Cell, reading: Reading | None, ink: Box) -> bool:
    if cell.kind in _NEVER:
        return False
    if cell.kind in _CLOSED or cell.kind in _OWN_WORDS:
        return True
    return reading is None or reading.score < _SURE or _stands_out(ink, cell.words)


def _stands_out(ink: Box, words: Sequence[Word]) -> bool:
    """Whether a cell's ink reaches a letter beyond what was read of it: "By" is short and easily dropped."""
    if not words:
        return False
    seen = Box.around(word.box for word in words)
    letter = _LETTER * median(word.box.height for word in words)
    return max(seen.x0 - ink.x0, ink.x1 - seen.x1, seen.y0 - ink.y0, ink.y1 - seen.y1) > letter


def _crop_readings(
    asked: Sequence[int],
    cells: Sequence[Cell],
    inks: Sequence[Box | None],
    pages: Mapping[int, InkedPage],
    engine: CropReader | None,
    lines: bool = False,
) -> dict[int, Reading]:
    """Readings by cell index, crops of one kind in one call; `lines` for an engine that reads over underlines."""
    if engine is None:
        return {}
    by_kind: dict[Kind, list[int]] = {}
    for index in asked:
        by_kind.setdefault(cells[index].kind, []).append(index)
    found: dict[int, Reading] = {}
    for kind, indices in by_kind.items():
        crops: list[Pixels] = []
        for index in indices:
            ink, page_number = inks[index], cells[index].page
            if ink is None or page_number is None:
                continue
            page = pages[page_number]
            margin = 0.015 * page.dpi
            lined = kind in _UNDERLINED and lines
            crops.append(crop_of_text(page, ink, margin, margin) if lined else crop(page, ink.pad(margin)))
        found |= dict(zip(indices, engine.read_crops(crops, kind), strict=True))
    return found


def _agree(one: Reading | None, other: Reading | None) -> bool:
    """Whether two readings say the same, blanks and a leading $ aside."""
    if one is None or other is None or not one.text or not other.text:
        return False
    return _bare(one.text) == _bare(other.text)


def _two_agree(*readings: Reading | None) -> bool:
    """Whether any two of the readings, each of another engine, say the same."""
    return any(_agree(one, other) for one, other in combinations(readings, 2))


def _bare(text: str) -> str:
    return "".join(text.split()).lstrip("$").rstrip(".")


def _checkbox(cell: Cell, pages: Mapping[int, InkedPage], engine: str) -> ReadCell:
    """A box is marked by its ink; words read there ("_X_") are a second opinion."""
    reading = _page_reading(cell, engine)
    if reading is not None:
        return ReadCell(cell, (reading,), True)
    if cell.page is None or cell.box is None:
        return ReadCell(cell, (), False)
    score = mark_score(pages[cell.page], cell.box)
    if score >= MARKED:
        return ReadCell(cell, (Reading(text="X", score=min(1.0, score), source="ink", engine="ink"),), True)
    if score <= UNMARKED:
        return ReadCell(cell, (Reading(text="", score=1 - score, source="ink", engine="ink"),), False)
    return ReadCell(cell, (), True)
