"""Rulings that an engine read as brackets and glued to the words beside them: "200[a]" is 200 and A, "[p|$5]" D and $5.

They part the columns of a table as pipes do. A footnote mark in brackets ("[1]") is none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.boxes import cut
from extractor.dump.lines import TextLine
from extractor.records import Word
from extractor.shapes import is_mark, without_marks

_RULING = re.compile(r"[\[\]{}]")
_BETWEEN = re.compile(r"[^\[\]{}]+")


def unruled(line: TextLine) -> TextLine:
    """The line with such words parted, each part in a cell of its own; a row of a markdown table as it is."""
    if line.table or not any(_RULING.search(word.text) for word in line.words):
        return line
    words: list[Word] = []
    at: list[float] = []
    cells: list[int] = []
    shift = 0  # cells that were found so far
    for word, place, cell in zip(line.words, line.at, line.cells, strict=True):
        parts = _parts(word)
        ruled = parts != [word]
        shift += ruled and bool(cells) and cells[-1] == cell + shift
        for number, part in enumerate(parts):
            shift += number > 0
            words.append(part)
            at.append(place + part.box.x0 - word.box.x0)
            cells.append(cell + shift)
        shift += ruled
    return replace(line, words=tuple(words), at=tuple(at), cells=tuple(cells), breaks=frozenset())


def _parts(word: Word) -> list[Word]:
    text = word.text
    if not _RULING.search(without_marks(text)) or is_mark(text):
        return [word]
    return [cut(word, *found.span()) for found in _BETWEEN.finditer(text)] or [word]
