"""Crops cut from whole pages: made filings, printed, worn as pages wear, and cut by their true geometry, so that they
carry what drawn crops lack: rules and what removing them leaves, neighbours, typing that misses its box. A value of
which wear or the cell's end took letters is marked `cut`: nobody can read it there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractor.clean import even_light
from extractor.ink import InkedPage, crop, ink_box, inked
from extractor.lines import find_lines
from extractor.ocr.train.drawn import Crop
from extractor.records import Page
from extractor.synth.damage import DamagedPages, damage
from extractor.synth.filings import make_filing
from extractor.synth.make import rasterized
from extractor.synth.render import LAYOUTS, render
from extractor.synth.split import Split, drawing
from models.geometry import Box

if TYPE_CHECKING:
    from extractor.upright import Pixels

WEAR = {"L0": "clean", "L1": "office", "L2": "poor", "L3": "fax", "L4": "copy"}
"""Levels of page damage by the names crops have for them."""

_KINDS = {
    "shares": "shares", "following": "shares", "underlying_shares": "shares", "price": "money", "conv_price": "money",
    "trans_date": "date", "deemed_date": "date", "exercise_date": "date", "expiration_date": "date", "code": "code",
    "voluntary": "code", "ad": "letter", "di": "letter", "title": "text", "underlying_title": "text", "nature": "text",
}  # fmt: skip
_PRINTED, _READ = 300.0, 200.0  # dots an inch of clean pages, and of what is read
_INSET = 0.012  # inches kept off the cell's rules
_LOST = 0.03  # inches by which ink may be narrower than it was printed before a letter is missing
_ROOM = 0.02  # inches around a printed value that belong to its cell


def cut(seed: int, count: int, split: Split) -> Iterator[Crop]:
    """The cells of `count` filings, names and typefaces from that half of the invented world; looks and levels take
    turns. The same arguments on the same machine give the same crops."""
    for number in range(count):
        yield from cut_filing(seed, number, split)


def cut_filing(seed: int, number: int, split: Split) -> Iterator[Crop]:
    """The cells of one of them."""
    own = seed * 1_000_003 + number
    layout, level = LAYOUTS[number % len(LAYOUTS)], tuple(WEAR)[number % len(WEAR)]
    with drawing(split):
        rendered = render(make_filing(own, layout).form, layout, own)
    pages = rasterized(rendered.pdf, _PRINTED)
    worn = damage(pages, level, own, dpi=_PRINTED)  # type: ignore[arg-type]  # a level
    boxes = rendered.places.pixels(_READ)
    straight = [_straight(worn, index, page.shape) for index, page in enumerate(pages)]
    printed = [_inked(_smaller(page), index) for index, page in enumerate(pages)]
    for name, text in rendered.places.texts.items():
        page, box = boxes[name]
        whole = ink_box(printed[page - 1], box.pad(_ROOM * _READ), _INSET)
        ink = ink_box(straight[page - 1], box.pad(_ROOM * _READ), _INSET)
        if whole is not None and ink is not None:
            cut_off = bool(ink.width < whole.width - _LOST * _READ)
            seen = crop(straight[page - 1], ink.pad(0.015 * _READ))
            yield Crop(seen, text, _KINDS[name.rpartition(".")[2]], WEAR[level], layout, cut_off)
    rng = random.Random(f"cut {own}")
    for page_number, inked_page in enumerate(straight, start=1):
        taken = [box for page, box in boxes.values() if page == page_number]
        yield from _blanks(inked_page, printed[page_number - 1], taken, rng, WEAR[level], layout)


def _straight(worn: DamagedPages, index: int, shape: tuple[int, ...]) -> InkedPage:
    """A worn page laid back where it was, at the resolution of reading, its light made even and its rules taken out."""
    scale = _READ / _PRINTED
    back = np.diag([scale, scale, 1.0]) @ np.linalg.inv(worn.matrices[index])
    size = (round(shape[1] * scale), round(shape[0] * scale))
    pixels = cv2.warpPerspective(even_light(worn.pages[index]), back, size, flags=cv2.INTER_AREA, borderValue=255)
    return _inked(pixels.astype(np.uint8, copy=False), index)


def _smaller(page: Pixels) -> Pixels:
    """A page as printed, at the resolution of reading."""
    scale = _READ / _PRINTED
    return cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _inked(pixels: Pixels, index: int) -> InkedPage:
    page = Page(index + 1, _READ, pixels)
    return inked(page, find_lines(page))


def _blanks(
    page: InkedPage, printed: InkedPage, taken: list[Box], rng: random.Random, level: str, layout: str
) -> Iterator[Crop]:
    """Places as large as cells beside the values where nothing is printed but rules, and a little ink is found."""
    height, width = page.pixels.shape
    for _ in range(40):
        if not taken:
            return
        like = rng.choice(taken)
        x = like.x0 + rng.uniform(-2.5, 2.5) * (like.x1 - like.x0)
        y = like.y0 + rng.uniform(-4, 4) * (like.y1 - like.y0)
        box = Box(x, y, x + like.x1 - like.x0, y + like.y1 - like.y0)
        if x < 0 or y < 0 or box.x1 > width or box.y1 > height:
            continue
        rows, columns = slice(round(box.y0), round(box.y1)), slice(round(box.x0), round(box.x1))
        part = page.ink[rows, columns]
        near = box.pad(_ROOM * _READ)  # wear moves print a little
        if printed.ink[max(0, round(near.y0)) : round(near.y1), max(0, round(near.x0)) : round(near.x1)].any():
            continue
        if part.size and 0 < np.count_nonzero(part) < 0.004 * part.size:
            yield Crop(crop(page, box), "", "shares", level, layout)
