"""Words of a form's head at made places, for tests of its boxes."""

from __future__ import annotations

import numpy as np

from extractor.records import Cell, Page, Sheet, Word
from models.geometry import Box


def words_of(*lines: tuple[float, float, str]) -> list[Word]:
    """Words of lines (x, y, text): letters 6 wide and 10 high, "\\t" is a wide gap."""
    found = []
    for x, y, text in lines:
        at = x
        for part in text.split(" "):
            pieces = part.split("\t")
            for number, piece in enumerate(pieces):
                if number:
                    at += 60
                if piece:
                    found.append(Word(piece, Box(at, y, at + 6 * len(piece), y + 10), 1))
                    at += 6 * len(piece)
            at += 6
    return found


def sheet_of(words: list[Word], number: int = 1) -> Sheet:
    return Sheet(Page(number, 100, np.full((1000, 1200), 255, np.uint8)), (), tuple(words))


def said(cells: tuple[Cell, ...]) -> dict[str, str]:
    return {cell.field.rsplit("/", 1)[-1]: " ".join(word.text for word in cell.words) for cell in cells}
