"""One full-page pass of the first engine: the words anchors are found among, and a first opinion of every cell."""

from __future__ import annotations

import numpy as np

from extractor.lines import find_lines, without_lines
from extractor.ocr.engine import PageReader
from extractor.records import Page, RulingLine, Word
from extractor.straighten import straighten
from extractor.upright import ink_mask, levelled

_GRAIN = 0.25  # share of ink in a square inch that print never has
_ALL_OVER = 0.8  # share of the page's square inches
_SURE = 0.7  # an engine's score from which a word of letters is hardly an accident
_UPRIGHT_SHARE = 0.55  # a page on its head gives far fewer sure words than this, any upright one more
_FEW = 12  # words below which a page is hardly read
_BLANK = 0.0005  # share of ink below which there is nothing to set up
_SIDEWAYS_SHARE = 0.35  # columns of letters may look like lines: with fewer, a page lies on its side


def spot_words(page: Page, reader: PageReader) -> tuple[Page, tuple[RulingLine, ...], tuple[Word, ...]]:
    """The page (straightened; turned over when it stood on its head, set up when it lay on its side after all), its
    ruling lines and its words.

    Long lines are taken out first: they hide a table's values from the engine.
    """
    if _is_grain(page):
        return page, (), ()
    best = _read(page, reader)
    if not best[2] and _is_blank(page):
        return best
    for quarters, least in ((2, _UPRIGHT_SHARE), (1, _SIDEWAYS_SHARE), (3, _SIDEWAYS_SHARE)):
        if _sure_share(best[2]) >= least:
            break
        best = max(best, _read(_turned(page, quarters), reader), key=lambda found: _sure_share(found[2]))
    return best


def _read(page: Page, reader: PageReader) -> tuple[Page, tuple[RulingLine, ...], tuple[Word, ...]]:
    """The page straightened, its rules, and the words on it."""
    lines = find_lines(page)
    straight = straighten(page, lines)
    if straight is not page:
        page, lines = straight, find_lines(straight)
    return page, lines, reader.read_page(without_lines(page, lines), page.number)


def _turned(page: Page, quarters: int) -> Page:
    """The page turned counter-clockwise by so many quarters, its lines level."""
    if not quarters:
        return page
    pixels = np.ascontiguousarray(np.rot90(page.pixels, quarters), dtype=np.uint8)
    return Page(page.number, page.dpi, levelled(pixels) if quarters % 2 else pixels)


def _sure_share(words: tuple[Word, ...]) -> float:
    """Share of the words of three letters or more that the engine is sure of. A page with next to none of them is
    judged by all its words, if they are as many: four scraps, or nothing, may be all that an engine makes of a full
    page on its side."""
    letters = [word for word in words if sum(c.isalpha() for c in word.text) >= 3]
    told = letters if len(letters) >= _FEW else words
    return sum(word.score >= _SURE for word in told) / max(len(told), _FEW)


def _is_blank(page: Page) -> bool:
    """Whether there is hardly any ink on the page: a letter or two, dust."""
    return float((ink_mask(page.pixels) > 0).mean()) < _BLANK


def _is_grain(page: Page) -> bool:
    """Whether the page is inked all over as no writing is: grain, static, a picture of dots. There is nothing to read
    in it, and an engine would look for it for minutes. In the worst scans of forms 3 tiles of 100 are inked so."""
    ink, side = ink_mask(page.pixels) > 0, round(page.dpi)
    height, width = (size // side * side for size in ink.shape)
    if not height or not width:
        return False
    tiles = ink[:height, :width].reshape(height // side, side, width // side, side).mean(axis=(1, 3))
    return float((tiles > _GRAIN).mean()) > _ALL_OVER
