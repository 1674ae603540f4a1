"""A scan of the filing as the text dump that a real engine makes of it: Tesseract over its worn pages, line by line,
with all it loses, invents and puts into the wrong line."""

from __future__ import annotations

import random

import cv2
import numpy as np

from extractor.ocr.tesseract import Tesseract
from extractor.synth.damage import DamagedPages, Level
from extractor.synth.damage.sheet import Matrix
from extractor.synth.dumps import Strength
from extractor.synth.text_layer import Placed
from models.geometry import Box

KIND = "tesseract"
"""The kind of such a dump, beside those of `extractor.synth.dumps`."""

_LEVELS: dict[Strength, tuple[Level, ...]] = {
    "light": ("L0", "L1", "L1"),
    "medium": ("L1", "L2", "L2"),
    "heavy": ("L3", "L3", "L4"),
}
_MODES = (6, 6, 6, 4)
"""Tesseract's page modes that keep the lines of a table together: one block, and one column of text."""

Line = tuple[Placed, ...]


def level_of(strength: Strength, seed: int) -> Level:
    """The wear of the pages behind a dump of that strength."""
    return random.Random(f"engine text {seed}").choice(_LEVELS[strength])


def typed(damaged: DamagedPages, seed: int) -> tuple[str, tuple[tuple[Line, ...], ...]]:
    """The dump, and its lines page by page; boxes are in pixels of the clean pages. The same pages give the same text
    with the same Tesseract."""
    mode = random.Random(f"page mode {seed}").choice(_MODES)
    pages = [_lines(damaged, index, mode) for index in range(len(damaged.pages))]
    text = "\n\f".join("\n".join(" ".join(word for word, _ in line) for line in page) + "\n" for page in pages)
    return text, tuple(pages)


def _lines(damaged: DamagedPages, index: int, mode: int) -> tuple[Line, ...]:
    across, down = damaged.dpi
    square = max(across, down)
    scale = np.diag([square / across, square / down, 1.0])
    pixels = cv2.resize(damaged.pages[index], None, fx=scale[0, 0], fy=scale[1, 1], interpolation=cv2.INTER_CUBIC)
    lines = Tesseract().type_page(np.asarray(pixels, dtype=np.uint8), mode, square)
    back = np.asarray(np.linalg.inv(scale @ damaged.matrices[index]), dtype=np.float64)
    return tuple(tuple((word.text, _laid_back(back, word.box)) for word in line) for line in lines)


def _laid_back(back: Matrix, box: Box) -> Box:
    """A box of the worn page on the clean one."""
    corners = back @ [[box.x0, box.x1, box.x1, box.x0], [box.y0, box.y0, box.y1, box.y1], [1, 1, 1, 1]]
    xs, ys = corners[0] / corners[2], corners[1] / corners[2]
    return Box(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
