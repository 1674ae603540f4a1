"""The words that a PDF brings with its picture: what a program typed, or what an older OCR made of a scan. One more
opinion of a cell, as good as it agrees with the pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.records import Cell, Source, Word
from extractor.shapes import letters
from models.evidence import Reading
from models.geometry import Box

ENGINE = "text-layer"

_POINTS = 72.0  # a PDF's unit: points an inch
_MOST = 40_000  # characters of a page; more are no form's
_GAP = 0.25  # heights of a letter between two that are of two words, though no blank stands there
_SURE = 0.8  # an engine's score of what it read on the page, from which the layer is judged by it
_JUDGES = 8  # cells from which it is
_TRUSTED = 0.6  # share of them in which a layer that is worth hearing says the same


def layer_words(source: Source, number: int, width: int) -> tuple[Word, ...]:
    """The words of page `number` (from 1) of a PDF, in pixels of the page drawn `width` pixels wide; () for a page
    without any, for one that is turned, and for one that cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data, password=source.password)
        try:
            page = document[number - 1]
            if page.get_rotation():
                return ()
            placed = placed_words(page, _POINTS * width / page.get_width())
            return tuple(Word(text, box, number, 1.0, engine=ENGINE) for text, box in placed)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError, OverflowError, ZeroDivisionError):
        return ()


def placed_words(page: Any, dpi: float) -> Iterator[tuple[str, Box]]:
    """The words of a page of pypdfium2 with their boxes in pixels at that resolution: characters joined up to blanks,
    gaps, and to where the line changes."""
    text_page = page.get_textpage()
    height, scale = page.get_height(), dpi / _POINTS
    text: list[str] = []
    boxes: list[Box] = []
    end = 0.0
    for at in range(min(text_page.count_chars(), _MOST)):
        letter = text_page.get_text_range(at, 1)
        left, bottom, right, top = text_page.get_charbox(at)
        box = Box(left * scale, (height - top) * scale, right * scale, (height - bottom) * scale)
        ends = not letter.strip()
        start, _, stop, tall = text_page.get_charbox(at, loose=True)  # with the room that the typeface gives it
        gap = start - end > _GAP * (tall - bottom)
        jumps = bool(boxes) and (gap or box.x0 < boxes[-1].x0 or box.y0 > boxes[-1].y1)
        end = stop
        if (ends or jumps) and text:
            yield "".join(text), Box.around(boxes)
            text, boxes = [], []
        if not ends:
            text.append(letter)
            boxes.append(box)
    if text:
        yield "".join(text), Box.around(boxes)


def layer_readings(
    cells: Sequence[Cell], inks: Sequence[Box | None], first: Sequence[Reading | None],
    layers: Mapping[int, Sequence[Word]],
) -> dict[int, Reading]:
    """What the layers of the pages say in the cells, by index. `inks` is where the cells' ink lies, `first` what was
    read on the page: a layer that says something else where that is sure is not heard, and any is as sure as it
    agrees."""
    said: dict[int, dict[int, str]] = {}
    for index, (cell, ink) in enumerate(zip(cells, inks, strict=True)):
        layer = layers.get(cell.page, ()) if cell.page is not None and cell.kind != "checkbox" else ()
        text = _inside(layer, [ink] if ink is not None else _lines(cell.words)) if layer else ""
        if text and cell.page is not None:
            said.setdefault(cell.page, {})[index] = text
    found: dict[int, Reading] = {}
    for texts in said.values():
        judged = [
            letters(text) == letters(reading.text)
            for index, text in texts.items()
            if (reading := first[index]) is not None and reading.score >= _SURE
        ]
        trust = sum(judged) / len(judged) if len(judged) >= _JUDGES else 0.0
        if trust >= _TRUSTED:
            found |= {
                index: Reading(text=text, score=round(trust, 3), source="text-layer", engine=ENGINE)
                for index, text in texts.items()
            }
    return found


def _inside(layer: Sequence[Word], places: Sequence[Box]) -> str:
    """The words whose middle lies in one of the places."""
    return " ".join(word.text for word in layer if any(place.contains(*word.box.center) for place in places))


def _lines(words: Sequence[Word]) -> list[Box]:
    """Where the lines of a note lie, its number left out."""
    lines: list[list[Box]] = []
    for word in words:
        if not lines or word.box.x0 < lines[-1][-1].x0:
            lines.append([])
        lines[-1].append(word.box)
    return [Box.around(line) for line in lines]
