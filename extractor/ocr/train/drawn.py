"""Crops drawn one by one, for volume: a text in a typeface, and what paper, copier and fax do to it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw

from extractor.ocr.train.faces import Face, Part, pick
from extractor.ocr.train.texts import SPLIT_KINDS, drawn_text, text_of_kind
from extractor.ocr.train.worn import worn

if TYPE_CHECKING:
    from extractor.upright import Pixels

Level = Literal["clean", "office", "poor", "fax", "copy"]
LEVELS: tuple[Level, ...] = ("clean", "office", "poor", "fax", "copy")
_SHARES = (10, 22, 20, 27, 21)
_FINE = 3  # letters are drawn this much larger than they are read: strokes wear by fractions of a pixel
_DPI = 200
_BLANKS = 0.07
_CUT = 0.05
_MARK = re.compile(r"(?<=.)\(\d+\)(?:\(\d+\))?$")
_SIZES = tuple(7 + step / 2 for step in range(10))  # points


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture of a cell as the pipeline would cut it (uint8, 0 = ink, about 200 dpi) and what stands in it."""

    pixels: Pixels
    text: str
    kind: str
    level: str
    family: str
    cut: bool = False
    """Whether part of a letter at one of its ends is cut off: what it was may be beyond anybody."""


def draw(
    part: Part, rng: random.Random, kind: str | None = None, level: Level | None = None, cut: float = _CUT
) -> Crop:
    """One crop in a typeface of that part; its kind and level drawn where not given. `cut` is the share of texts of
    which one end is cut off."""
    level = level or rng.choices(LEVELS, _SHARES)[0]
    if kind is None and rng.random() < _BLANKS:
        return blank(rng, level)
    kind, text = drawn_text(rng) if kind is None else (kind, text_of_kind(kind, rng))
    face = pick(part, rng)
    noise = np.random.default_rng(rng.getrandbits(63))
    fine, lost = _set(text, face, rng, cut)
    fine = _beside(fine, rng, face)
    return Crop(_framed(worn(fine, level, rng, noise), rng), text, kind, level, face.family, lost)


def blank(rng: random.Random, level: Level | None = None) -> Crop:
    """A crop with nothing in it but what wear leaves: paper, dirt, the rest of a rule."""
    level = level or rng.choices(LEVELS, _SHARES)[0]
    noise = np.random.default_rng(rng.getrandbits(63))
    canvas = np.zeros((rng.randint(10, 34) * _FINE, rng.randint(8, 200) * _FINE), np.uint8)
    for chance in (0.4, 0.25):  # two rests may meet as the strokes of a letter do
        if rng.random() < chance:
            _rule(canvas, rng)
    if rng.random() < 0.12:  # the foot of the line above
        _remnant(canvas, rng, pick("train", rng))
    return Crop(_framed(worn(canvas, level, rng, noise), rng), "", rng.choice(SPLIT_KINDS), level, "")


def _set(text: str, face: Face, rng: random.Random, share: float) -> tuple[Pixels, bool]:
    """The text as ink (255) on nothing, at 600 dpi, with room around it; and whether one of its ends is cut off."""
    size = round(rng.choice(_SIZES) / 72 * _DPI * _FINE)
    typed = face.sort == "typewriter" and rng.random() < 0.45
    spaced = 0.0 if rng.random() < 0.75 else rng.uniform(-0.035, 0.12) * size
    left, room = rng.randint(6, 18), max(8, size // 4)
    raised = len(text)
    if (mark := _MARK.search(text)) and rng.random() < 0.6:
        raised = mark.start()
    small = round(size * rng.uniform(0.56, 0.76))
    canvas = _by_letters(text, face, size, spaced, rng if typed else None, raised, small)
    _struck_through(canvas, rng)
    cut = len(text) > 1 and rng.random() < share
    if cut:
        last = _glyph(face, small if raised < len(text) else size, text[-1])
        canvas = _cut(canvas, last.ink.shape[1], _glyph(face, size, text[0]).ink.shape[1], rng)
    wide = rng.uniform(0.88, 1.12) if rng.random() < 0.3 else 1.0
    if wide != 1.0:
        width = max(3, round(canvas.shape[1] * wide))
        canvas = cv2.resize(canvas, (width, canvas.shape[0]), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
    out = np.zeros((canvas.shape[0] + 2 * room, canvas.shape[1] + 2 * left), np.uint8)
    out[room : room + canvas.shape[0], left : left + canvas.shape[1]] = canvas
    if rng.random() < 0.05:  # underlined
        y = min(out.shape[0] - 4, room + canvas.shape[0] + rng.randint(2, 8))
        out[y : y + rng.randint(2, 5), left : out.shape[1] - left] = 255
    return out, cut


def _struck_through(canvas: Pixels, rng: random.Random) -> None:
    """What taking a rule out takes out of the letters that it ran through."""
    height, width = canvas.shape
    chance = rng.random()
    if chance < 0.02:
        x = rng.randrange(width) if rng.random() < 0.4 else max(0, width - rng.randint(3, max(4, height)))
        canvas[:, x : x + rng.randint(2, 11)] = 0
    elif chance < 0.035:
        y = rng.choice((rng.randint(0, height // 5), height - 1 - rng.randint(0, height // 4)))
        canvas[y : y + rng.randint(2, 6)] = 0


def _cut(canvas: Pixels, last: int, first: int, rng: random.Random) -> Pixels:
    """The text without part of its last letter, or of its first; their widths in pixels. What is left may be any of
    several letters, and the reader is to learn just that."""
    if rng.random() < 0.7:
        return np.ascontiguousarray(canvas[:, : canvas.shape[1] - round(rng.uniform(0.1, 0.75) * last)])
    return np.ascontiguousarray(canvas[:, round(rng.uniform(0.1, 0.75) * first) :])


def _by_letters(
    text: str, face: Face, size: int, spaced: float, typist: random.Random | None, raised: int | None = None,
    small: int = 0,
) -> Pixels:
    """Letter after letter: closer or further apart, or struck by a machine that hits high and low, hard and soft; from
    the place `raised` on `small` (pixels) and high, as footnote marks are."""
    lift = 0 if raised is None else round(1.12 * (size - small))
    glyphs = [_glyph(face, size if raised is None or n < raised else small, text[n]) for n in range(len(text))]
    pad = size // 3
    canvas = np.zeros((size * 2, int(sum(glyph.advance + spaced for glyph in glyphs)) + 2 * pad + size), np.uint8)
    x, base = float(pad), int(size * 1.35)
    for n, glyph in enumerate(glyphs):
        drawn, at_x, at_y = glyph.ink, round(x) + glyph.left, base + glyph.top
        if raised is not None and n >= raised:
            at_y -= lift
        if typist is not None:
            at_x += round(typist.gauss(0, 0.018 * size))
            at_y += round(typist.gauss(0, 0.022 * size))
            drawn = (drawn * np.float32(typist.uniform(0.62, 1.0))).astype(np.uint8)
        at_x, at_y = max(0, at_x), max(0, at_y)
        part = canvas[at_y : at_y + drawn.shape[0], at_x : at_x + drawn.shape[1]]
        np.maximum(part, drawn[: part.shape[0], : part.shape[1]], out=part)
        x += glyph.advance + spaced
    rows, columns = np.flatnonzero(canvas.any(axis=1)), np.flatnonzero(canvas.any(axis=0))
    return canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else canvas[:4, :4]


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One letter: its ink, where that lies from the pen and the baseline, how far the pen goes on (all in pixels)."""

    ink: Pixels
    left: int
    top: int
    advance: float


@lru_cache(maxsize=200_000)
def _glyph(face: Face, size: int, letter: str) -> _Glyph:
    font = face.font(size)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(letter, anchor="ls"))
    if right <= left or bottom <= top:
        return _Glyph(np.zeros((0, 0), np.uint8), 0, 0, float(font.getlength(letter)))
    picture = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(picture).text((-left, -top), letter, 255, font=font, anchor="ls")
    return _Glyph(np.asarray(picture), left, top, float(font.getlength(letter)))


def _beside(canvas: Pixels, rng: random.Random, face: Face) -> Pixels:
    """What else got into the crop: rests of rules, the line above or below, a neighbour cell's letter."""
    chance = rng.random()
    if chance < 0.10:
        _rule(canvas, rng)
    elif chance < 0.15:
        canvas = _remnant(canvas, rng, face)
    elif chance < 0.17:  # the print runs out of the crop a little
        cut = rng.randint(1, 5)
        canvas = canvas[:, : canvas.shape[1] - cut * _FINE] if rng.random() < 0.5 else canvas[cut * _FINE :]
        canvas = np.ascontiguousarray(canvas)
    return canvas


def _rule(canvas: Pixels, rng: random.Random) -> None:
    """A straight rest of a rule at one of the sides."""
    height, width = canvas.shape
    thick = rng.randint(2, 8)
    if rng.random() < 0.5:
        y = rng.choice((rng.randint(0, 5), max(0, height - thick - rng.randint(0, 5))))
        start = rng.randint(0, width // 2)
        canvas[y : y + thick, start : rng.randint(start, width)] = 255
    else:
        x = rng.choice((rng.randint(0, 4), max(0, width - thick - rng.randint(0, 4))))
        start = rng.randint(0, height // 2)
        canvas[start : rng.randint(start, height), x : x + thick] = 255


def _remnant(canvas: Pixels, rng: random.Random, face: Face) -> Pixels:
    """Feet or heads of the letters of a neighbouring line, cut off by the crop's edge."""
    drawn = _by_letters(text_of_kind(rng.choice(("shares", "text", "date")), rng), face, 70, 0.0, None)
    seen = min(rng.randint(6, 18), drawn.shape[0])
    gap = rng.randint(6, 20)
    taller = np.zeros((canvas.shape[0] + seen + gap, canvas.shape[1]), np.uint8)
    wide = min(drawn.shape[1], taller.shape[1])
    if rng.random() < 0.5:
        taller[seen + gap :] = canvas
        taller[:seen, :wide] = drawn[-seen:, :wide]
    else:
        taller[: canvas.shape[0]] = canvas
        part = drawn[:seen, :wide]
        taller[taller.shape[0] - part.shape[0] :, :wide] = part
    return taller


def _framed(pixels: Pixels, rng: random.Random) -> Pixels:
    """Mostly as cells are cut: the light made even, a white border around."""
    if rng.random() < 0.85:
        paper = int(np.percentile(pixels, 85))
        if 100 < paper < 255:
            pixels = cv2.LUT(pixels, np.minimum(np.arange(256) * 255 // paper, 255).astype(np.uint8)).astype(np.uint8)
    if rng.random() < 0.2:
        return pixels
    return cv2.copyMakeBorder(pixels, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=255).astype(np.uint8, copy=False)
