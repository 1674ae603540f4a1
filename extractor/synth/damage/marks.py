"""What people did to the paper: punch holes, staples, stamps, scribbles, and marks that hide what is below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor.synth.damage.sheet import Pixels, Sheet, gray, rng_of
from models.geometry import Box

STAMPS = (
    ("RECEIVED", "{month} {day:02d} {year}"),
    ("COPY", ""),
    ("FILED", "OFFICE OF RECORDS"),
    ("SCANNED", "{month} {day} {year}"),
    ("CONFIDENTIAL", ""),
    ("ENTERED", "BY ____  {day:02d} {month}"),
    ("DUPLICATE", "FOR YOUR FILES"),
    ("FAXED", "{month} {day:02d}"),
)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def punch_holes(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Two or three holes along the top or a side, a quarter inch wide, the lid's gray behind them."""
    rng = rng_of(seed, 30)
    if strength <= 0:
        return sheet
    pixels = sheet.pixels.copy()
    width, height = sheet.size
    ink, radius = int(rng.integers(20, 150)), sheet.dpi[0] * 0.125
    inset = rng.uniform(0.16, 0.16 + 0.12 * strength)
    if rng.random() < 0.5:
        step = sheet.dpi[0] * 2.75
        spots = [(width / 2 + k * step / 2, inset * sheet.dpi[1]) for k in (-1, 1)]
    else:
        x = inset * sheet.dpi[0] if rng.random() < 0.7 else width - inset * sheet.dpi[0]
        spots = [(x, height / 2 + k * sheet.dpi[1] * 4.25) for k in (-1, 0, 1)]
    for x, y in spots:
        cv2.ellipse(
            pixels, _point(x, y), _point(radius, radius * sheet.dpi[1] / sheet.dpi[0]), 0, 0, 360, ink, -1, cv2.LINE_AA
        )
    return sheet.with_pixels(pixels)


def staple(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """A staple in a corner: the wire, its holes, and the soft shadow of the fold."""
    rng = rng_of(seed, 31)
    if strength <= 0:
        return sheet
    unit = sheet.dpi[0]
    pixels = sheet.pixels.copy()
    right = rng.random() < 0.25
    x, y = rng.uniform(0.2, 0.35) * unit, rng.uniform(0.18, 0.3) * unit
    angle = rng.uniform(-0.9, 0.9)
    x = pixels.shape[1] - x if right else x
    half = 0.22 * unit * np.array([np.cos(angle), np.sin(angle)])
    soft = np.zeros(pixels.shape, np.uint8)[: int(0.9 * unit)]
    cv2.line(
        soft,
        _point(*(np.array([x, y]) - half * 1.6)),
        _point(*(np.array([x, y]) + half * 1.6)),
        int(90 * strength),
        int(0.09 * unit),
    )
    soft = gray(cv2.GaussianBlur(soft, (0, 0), 0.04 * unit))
    pixels[: len(soft)] = gray(cv2.subtract(pixels[: len(soft)], soft))
    cv2.line(
        pixels,
        _point(*(np.array([x, y]) - half)),
        _point(*(np.array([x, y]) + half)),
        70,
        max(2, int(0.018 * unit)),
        cv2.LINE_AA,
    )
    return sheet.with_pixels(pixels)


def stamp(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """A rubber stamp anywhere on the page, worn and pale enough that the print below stays readable."""
    rng = rng_of(seed, 32)
    if strength <= 0:
        return sheet
    top, below = STAMPS[int(rng.integers(len(STAMPS)))]
    below = below.format(
        month=MONTHS[int(rng.integers(12))], day=int(rng.integers(1, 29)), year=int(rng.integers(1994, 2027))
    )
    face = _stamp_face(top, below, sheet.dpi[0], rng)
    width, height = sheet.size
    spots = [
        (int(rng.uniform(0, max(1, width - face.shape[1]))), int(rng.uniform(0, max(1, height * 0.95 - face.shape[0]))))
        for _ in range(4)
    ]
    spot = min(spots, key=lambda at: _covered(sheet.pixels, face, at))  # clerks look for room, and do not find much
    darkness = 0.2 + 0.27 * strength  # of black: the print below is darker than the stamp
    return sheet.with_pixels(_laid_over(sheet.pixels, face, spot, darkness))


def scribble(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """A pen at work: initials, a loop round something, a tick, thin, so that print stays readable."""
    rng = rng_of(seed, 33)
    if strength <= 0:
        return sheet
    pixels = sheet.pixels.copy()
    width, height = sheet.size
    pen, ink = max(1, round(sheet.points(rng.uniform(0.5, 0.8)))), int(rng.integers(30, 110))
    for _ in range(1 + int(rng.random() < strength)):
        middle = min(
            (np.array([rng.uniform(0.1, 0.9) * width, rng.uniform(0.08, 0.95) * height]) for _ in range(4)),
            key=lambda at: _print_near(sheet, at),
        )
        kind = int(rng.integers(3))
        if kind == 0:
            path = middle + _handwriting(rng) * sheet.dpi[0] * rng.uniform(0.5, 0.9)
        elif kind == 1:
            turns = np.linspace(0, 2 * np.pi * rng.uniform(1.05, 1.3), 60)
            oval = np.stack([np.cos(turns) * rng.uniform(0.4, 0.9), np.sin(turns) * rng.uniform(0.12, 0.22)], 1)
            path = middle + oval * (1 + 0.1 * np.sin(turns * 1.7))[:, None] * sheet.dpi[0]
        else:
            path = middle + np.array([[-0.08, 0], [0, 0.1], [0.22, -0.25]]) * sheet.dpi[0]
        cv2.polylines(pixels, [path.round().astype(np.int32)], False, ink, pen, cv2.LINE_AA)
    return sheet.with_pixels(pixels)


def hidden(sheet: Sheet, strength: float, seed: int, targets: Sequence[Box] = ()) -> Sheet:
    """A mark nobody can read through: a blot, a marker bar, correction fluid or a crossed-out patch, reported in
    `ruined`. With `targets` (boxes in the clean page's pixels) it falls on one of them, else anywhere."""
    rng = rng_of(seed, 34)
    if strength <= 0:
        return sheet
    width, height = sheet.size
    if targets:
        goal = targets[int(rng.integers(len(targets)))]
        x0, y0 = (sheet.matrix @ [goal.x0, goal.y0, 1])[:2]
        x1, y1 = (sheet.matrix @ [goal.x1, goal.y1, 1])[:2]
        grow = sheet.points(2)
        box = Box(max(0, x0 - grow), max(0, y0 - grow), min(width, x1 + grow), min(height, y1 + grow))
    else:
        across, down = (
            rng.uniform(0.5, 0.5 + strength) * sheet.dpi[0],
            rng.uniform(0.14, 0.14 + 0.1 * strength) * sheet.dpi[1],
        )
        x0, y0 = rng.uniform(0.05, 0.9) * (width - across), rng.uniform(0.15, 0.9) * (height - down)
        box = Box(x0, y0, x0 + across, y0 + down)
    pixels = sheet.pixels.copy()
    kind = int(rng.integers(3))
    if kind == 0:
        cv2.rectangle(pixels, _point(box.x0, box.y0), _point(box.x1, box.y1), int(rng.integers(0, 40)), -1)
    elif kind == 1:
        cv2.rectangle(pixels, _point(box.x0, box.y0), _point(box.x1, box.y1), int(rng.integers(235, 256)), -1)
    else:
        many = int(np.ceil(box.width / max(1.0, sheet.points(1.2))))
        xs = np.linspace(box.x0, box.x1, 2 * many)
        ys = np.where(np.arange(2 * many) % 2, box.y0, box.y1) + rng.normal(0, box.height * 0.06, 2 * many)
        path = np.stack([xs, ys], 1).round().astype(np.int32)
        for offset in (0, round(sheet.points(0.9))):
            cv2.polylines(
                pixels,
                [path + np.array([offset, 0], np.int32)],
                False,
                15,
                max(2, round(sheet.points(1.1))),
                cv2.LINE_AA,
            )
    back = np.linalg.inv(sheet.matrix)
    (a, b), (c, d) = (back @ [box.x0, box.y0, 1])[:2], (back @ [box.x1, box.y1, 1])[:2]
    return replace(sheet, pixels=pixels, ruined=(*sheet.ruined, Box(float(a), float(b), float(c), float(d))))


def _stamp_face(top: str, below: str, dpi: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """The worn rubber of a stamp: 0 … 1, 1 where it inks."""
    large, small = ImageFont.load_default(size=0.26 * dpi), ImageFont.load_default(size=0.15 * dpi)
    face = Image.new("L", (int(3.2 * dpi), int(1.0 * dpi)), 0)
    draw = ImageDraw.Draw(face)
    centre = face.width / 2
    draw.text((centre, 0.36 * dpi), top, 255, font=large, anchor="mm", stroke_width=round(0.008 * dpi))
    if below:
        draw.text((centre, 0.68 * dpi), below, 255, font=small, anchor="mm")
    x0, y0, x1, y1 = face.getbbox() or (0, 0, 1, 1)
    pad = round(0.07 * dpi)
    if rng.random() < 0.7:
        draw.rectangle((x0 - pad, y0 - pad, x1 + pad, y1 + pad), outline=255, width=round(0.022 * dpi))
    face = face.crop((x0 - 2 * pad, y0 - 2 * pad, x1 + 2 * pad, y1 + 2 * pad))
    turned = np.asarray(
        face.rotate(float(rng.uniform(-18, 18)), expand=True, resample=Image.Resampling.BILINEAR), np.float32
    )
    grain = max(1, round(0.008 * dpi))
    worn = rng.random((turned.shape[0] // grain + 1, turned.shape[1] // grain + 1)).astype(np.float32)
    wear = cv2.resize(worn, turned.shape[::-1], interpolation=cv2.INTER_LINEAR)
    inked: NDArray[np.float32] = turned / 255 * np.clip(1.7 * wear + 0.25, 0, 1)
    return inked


def _laid_over(pixels: Pixels, face: NDArray[np.float32], at: tuple[int, int], darkness: float) -> Pixels:
    x, y = at
    result = pixels.copy()
    part = result[y : y + face.shape[0], x : x + face.shape[1]]
    fit = face[: part.shape[0], : part.shape[1]]
    part[:] = np.minimum(part, 255 * (1 - darkness * fit)).astype(np.uint8)
    return result


def _covered(pixels: Pixels, face: NDArray[np.float32], at: tuple[int, int]) -> float:
    """How much print a face laid there would touch, in pixels."""
    x, y = at
    part = pixels[y : y + face.shape[0], x : x + face.shape[1]]
    return float((face[: part.shape[0], : part.shape[1]] * (part < 128)).sum())


def _print_near(sheet: Sheet, at: NDArray[np.float64]) -> int:
    """Pixels of print within a third of an inch."""
    reach = int(sheet.dpi[0] / 3)
    x, y = int(at[0]), int(at[1])
    return int((sheet.pixels[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach] < 128).sum())


def _handwriting(rng: np.random.Generator) -> NDArray[np.float64]:
    """Initials: a pen that swings while it moves to the right; about one unit wide."""
    time = np.linspace(0, 1, 90)
    swing = sum(
        rng.uniform(0.3, 1)
        * np.sin(2 * np.pi * (rng.uniform(2, 9) * time + rng.random()))[:, None]
        * rng.uniform(-1, 1, 2)
        for _ in range(4)
    )
    path: NDArray[np.float64] = np.stack([time, np.zeros_like(time)], 1) + np.asarray(swing) * np.array([0.07, 0.16])
    return path


def _point(x: float, y: float) -> tuple[int, int]:
    return round(x), round(y)
