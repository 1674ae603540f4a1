"""What stands in a page's margins and is no part of the form: a fax machine's head line, a browser's head and foot
lines, page numbers, the holes it was filed by."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from statistics import median

from extractor.records import Sheet, Word
from extractor.segment.text_lines import text_lines, text_of
from extractor.shapes import letters

_MARGIN_INCHES = 0.75
_HOLE_INCHES = 0.2  # a punched hole is wider and higher, a sign of any form is not
_TIME = re.compile(r"\b\d{1,2}:\d{2}(?!\d)")
_DAY = re.compile(r"\d{1,2}[/\-.]\d{1,2}[/\-.]\d{2,4}|\b[A-Z][A-Za-z]{2}[\-. ]{1,2}\d{1,2}[\-, ]{1,2}\d{2,4}")
_PAGE = re.compile(
    r"\b(?:[Pp]age|PAGE|[Pp]g|(?<!\.)P)\.?\s?\d{1,3}(?:\s?(?:of|OF|/)\s?\d{1,3})?\b|(?<![\d/])\d{1,3}\s?/\s?\d{1,3}(?![\d/])"
)
_PHONE = re.compile(r"\b\d{3}[\s.\-]\d{3}[\s.\-]\d{4}\b")
_MACHINE = re.compile(r"\b(?:https?:?|www\.|FROM|From|sent by|FAX|Fax|TO)\b\s?:?|file:/|\.html?\b")
_ADDRESS = re.compile(r"https?:|file:/|www\.|/edgar/|/xslF\d|\d\.xml\b|/doc\d\.xml")
_NUMBER = re.compile(r"[\-– ]*\d{1,3}[\-– ]*")


def without_margins(sheet: Sheet, running: Collection[str] = ()) -> Sheet:
    """The sheet without the lines at its upper and lower edge that a machine printed there, without those of its
    upper edge that are among `running`, and without what was read in punched holes."""
    dpi, height = sheet.page.dpi, sheet.page.pixels.shape[0]
    reach = _MARGIN_INCHES * dpi
    edge = [word for word in sheet.words if word.box.y1 < reach or word.box.y0 > height - reach]
    dropped = {
        id(word)
        for line in text_lines(edge)
        if is_machine_print(line) or (line[0].box.y1 < reach and letters(text_of(line)) in running)
        for word in line
    } | {id(word) for word in sheet.words if _is_hole(word, dpi, sheet.page.pixels.shape[1])}
    return replace(sheet, words=tuple(word for word in sheet.words if id(word) not in dropped)) if dropped else sheet


def _is_hole(word: Word, dpi: float, width: int) -> bool:
    """Whether a word is one sign as large as a punched hole, at the left or right edge."""
    large = min(word.box.width, word.box.height) > _HOLE_INCHES * dpi
    reach = _MARGIN_INCHES * dpi
    return large and len(word.text) == 1 and (word.box.x1 < reach or word.box.x0 > width - reach)


def head_lines(sheet: Sheet) -> frozenset[str]:
    """The letters of each line at the upper edge: a browser prints the title there again on every page."""
    edge = [word for word in sheet.words if word.box.y1 < _MARGIN_INCHES * sheet.page.dpi]
    return frozenset(letters(text_of(line)) for line in text_lines(edge))


def is_machine_print(line: Sequence[Word]) -> bool:
    """Whether a line at a page's edge is a fax machine's or browser's, or a lone page number: two of a time, a day, a
    page, a telephone number and the words of machines."""
    text = text_of(line)
    if _NUMBER.fullmatch(text.strip()):
        return True
    if _ADDRESS.search(text):
        return True
    return sum(bool(pattern.search(text)) for pattern in (_TIME, _DAY, _PAGE, _PHONE, _MACHINE)) >= 2


def without_specks(line: Sequence[Word]) -> list[Word]:
    """The line without what an engine made of dust and strokes: a sign or two of which it was not sure, set apart from
    the text or far from its size."""
    if len(line) < 2:
        return list(line)
    height = median(word.box.height for word in line)
    kept: list[Word] = []
    for at, word in enumerate(line):
        letters = sum(c.isalnum() for c in word.text)
        sized = 0.4 * height < word.box.height < 1.9 * height
        gaps = [word.box.x0 - line[at - 1].box.x1] if at else []
        gaps += [line[at + 1].box.x0 - word.box.x1] if at + 1 < len(line) else []
        apart = min(gaps) > 2.2 * height
        if letters <= 2 and word.score < 0.6 and (apart or not sized):
            continue
        kept.append(word)
    return kept
