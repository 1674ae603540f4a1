"""Small pages for tests of the scan route: drawn with Pillow's own typeface, so alike on every machine; and made words
at the places where a layout has its labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor.layouts import load_layouts
from extractor.records import Page, RulingLine, Sheet, Word
from models.geometry import Box
from models.layout import Layout, Table

Pixels = NDArray[np.uint8]
PROSE = "The quick brown fox sold 1,250 shares of common stock to the lazy dog on March 9 for $3.25 each"
LAYOUTS = {layout.id: layout for layout in load_layouts()}


def text_page(width: int = 850, height: int = 1100, lines: int = 40, size: int = 14, rules: int = 4) -> Pixels:
    """A page of prose at 100 dots an inch with a few ruling lines: uint8, 0 = ink."""
    image = Image.new("L", (width, height), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=size)
    step = (height - 100) // lines
    for n in range(lines):
        pen.text((60, 50 + n * step), PROSE[n % 7 :], fill=0, font=font)
    for n in range(rules):
        y = 46 + n * step * 3
        pen.line((50, y, width - 50, y), fill=0, width=2)
    return np.asarray(image)


def written(text: str, size: int = 24, margin: int = 8) -> Pixels:
    """One or more lines of text, cut out closely."""
    font = ImageFont.load_default(size=size)
    box = ImageDraw.Draw(Image.new("L", (1, 1))).multiline_textbbox((0, 0), text, font=font)
    image = Image.new("L", (round(box[2]) + 2 * margin, round(box[3]) + 2 * margin), 255)
    ImageDraw.Draw(image).multiline_text((margin, margin), text, fill=0, font=font)
    return np.asarray(image)


def blank_page(number: int = 1, width: int = 1700, height: int = 2200, dpi: float = 200) -> Page:
    return Page(number, dpi, np.full((height, width), 255, np.uint8))


def line_of(text: str, x: float, y: float, page: int = 1, height: float = 14, *, score: float = 0.95) -> list[Word]:
    """The words of a text set from (x, y) on, each letter half as wide as high."""
    words = []
    for part in text.split():
        width = 0.55 * height * len(part)
        words.append(Word(part, Box(x, y, x + width, y + height), page, score))
        x += width + 0.5 * height
    return words


def laid_out(
    layout: Layout, page: int = 1, *, left: float = 100, top: float = 200, scale: float = 1500, only: Iterable[str] = ()
) -> list[Word]:
    """The printed labels of a layout's first page as words, at their places; those without a place stand at its foot.
    `only` names the anchors wanted (all when empty)."""
    wanted = set(only)
    words: list[Word] = []
    foot = top + 0.9 * scale
    for anchor in layout.anchors:
        if wanted and anchor.id not in wanted:
            continue
        if anchor.at is not None:
            words += line_of(anchor.text, left + anchor.at.x0 * scale, top + anchor.at.y0 * scale, page, 10)
        else:
            words += line_of(anchor.text, left, foot, page, 10)
            foot += 24
    return words


def sheet(words: Sequence[Word], lines: Sequence[RulingLine] = (), page: int = 1) -> Sheet:
    return Sheet(blank_page(page), tuple(lines), tuple(words))


def level(y: float, x0: float, x1: float, page: int = 1) -> RulingLine:
    return RulingLine(x0, y, x1, y, page)


def upright(x: float, y0: float, y1: float, page: int = 1) -> RulingLine:
    return RulingLine(x, y0, x, y1, page)


LEFT, RIGHT = 100.0, 1600.0


def tabled(
    table: Table, rows: Sequence[Sequence[str]], top: float, page: int = 1, *, header: bool = True, tall: float = 60
) -> tuple[list[Word], list[RulingLine], float]:
    """(words, rules, bottom) of a table as wide as the form: its headings wrapped word by word, a rule above and below
    the heading and below each row. A row has a text for each column, its lines parted by "\\n"."""
    xs = [LEFT + (RIGHT - LEFT) * x for x in (*(c.span[0] for c in table.columns), 1.0)]
    words: list[Word] = []
    levels = [top]
    if header:
        for column, x0 in zip(table.columns, xs, strict=False):
            for n, part in enumerate(column.header.split()):
                words += line_of(part, x0 + 4, top + 4 + 12 * n, page, 9)
        levels.append(top + 12 * max(len(column.header.split()) for column in table.columns) + 12)
    for row in rows:
        y = levels[-1]
        for text, x0 in zip(row, xs, strict=False):
            for n, part in enumerate(text.split("\n")):
                words += line_of(part, x0 + 5, y + 8 + 20 * n, page, 12)
        levels.append(y + tall)
    lines = [level(y, LEFT, RIGHT, page) for y in levels] + [upright(x, top, levels[-1], page) for x in xs]
    return words, lines, levels[-1]
