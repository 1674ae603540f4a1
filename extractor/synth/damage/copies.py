"""Machines that see black and white only: the photocopier and the fax."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractor.synth.damage.geometry import laid, resampled
from extractor.synth.damage.sheet import Pixels, Sheet, rng_of, smooth_field

SENDERS = (
    "CORP SECRETARY",
    "STOCK PLAN ADMIN",
    "LAW OFFICES",
    "GENERAL COUNSEL",
    "INVESTOR RELATIONS",
    "SHAREHOLDER SVCS",
    "",
)
STYLES = (
    "{month:02d}/{day:02d}/{year}  {hour:02d}:{minute:02d}   {phone}       {sender}          PAGE {page:02d}/{of:02d}",
    "{name} {day:2d} '{short:02d} {hour:02d}:{minute:02d}{half}M {sender} {phone}        P.{page}/{of}",
    "Sent by: {sender}     {phone};   {month:02d}/{day:02d}/{short:02d} {clock}{half}M;  #{job};  Page {page}/{of}",
    "{short:02d}/{month:02d}/{day:02d}  {name} {hour:02d}:{minute:02d} FAX {phone}     {sender}        [{page:03d}",
)
NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def photocopy(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """One pass through a copier: a hard contrast curve that fattens strokes, background haze in clouds, dirt on the
    glass in lines and specks, a slight shift and shrink."""
    rng = rng_of(seed, 40)
    if strength <= 0:
        return sheet
    shrink = 1 - 0.008 * strength * rng.random()
    shift = rng.normal(0, 0.012, 2) * strength * sheet.dpi
    seen = laid(sheet, np.array([[shrink, 0, shift[0]], [0, shrink, shift[1]], [0, 0, 1.0]]))
    soft = cv2.GaussianBlur(seen.pixels, (0, 0), max(0.3, sheet.points(0.28) * (0.4 + 0.6 * strength)))
    height, width = soft.shape
    clouds = smooth_field((height // 16 + 1, width // 16 + 1), 4, rng)
    haze = cv2.resize(clouds, (width, height)) * 22 * strength
    threshold = 182 + 18 * strength * rng.uniform(-0.7, 1)  # far above the middle: copiers keep thin strokes
    steep = 1.6 + 2.2 * strength
    contrasted = np.clip((soft.astype(np.float32) - threshold - haze) * steep + 128, 0, 255).astype(np.uint8)
    if rng.random() < strength:  # toner fog: fine dots, thicker where the drum is worn
        dots = np.frombuffer(rng.bytes(height * width), dtype=np.uint8).reshape(height, width)
        density = cv2.resize(np.clip(smooth_field(clouds.shape, 3, rng) - 0.15, 0, 1), (width, height)) * 26 * strength
        contrasted = np.where(dots < density, np.minimum(contrasted, 120), contrasted)
    for _ in range(int(rng.integers(0, 1 + round(3 * strength)))):  # a scratch on the glass runs down every copy
        x = int(rng.integers(0, width))
        contrasted[:, x : x + 1 + int(sheet.points(0.2))] = np.minimum(
            contrasted[:, x : x + 1 + int(sheet.points(0.2))], 150
        )
    return replace(seen, pixels=contrasted)


def bilevel(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Black or white, nothing between: an adaptive threshold as machines have it; `strength` moves it towards darker or
    lighter copies than true."""
    rng = rng_of(seed, 41)
    around = cv2.blur(
        sheet.pixels, (int(sheet.points(30)) | 1, int(sheet.points(30) * sheet.dpi[1] / sheet.dpi[0]) | 1)
    )
    level = np.clip(around.astype(np.float32) * (0.82 + 0.06 * strength * rng.uniform(-1, 1)), 70, 215)
    return sheet.with_pixels(np.where(sheet.pixels > level, 255, 0).astype(np.uint8))


def fax(sheet: Sheet, strength: float, seed: int, *, fine: bool = True) -> Sheet:
    """Over the telephone line: 204x196 (fine) or 204x98 dots an inch, bilevel, with speckle, streaks down the page
    where the sender's glass is dirty, and lines that are lost or repeated."""
    rng = rng_of(seed, 42)
    seen = resampled(sheet, (204.0, 196.0 if fine else 98.0))
    pixels = bilevel(seen, strength, seed).pixels
    height, width = pixels.shape
    specks = rng.random((height, width), dtype=np.float32)
    pixels[specks < 0.0016 * strength] = 0
    pixels[specks > 1 - 0.0022 * strength] = 255
    for _ in range(int(rng.poisson(0.9 * strength))):
        x, start = int(rng.integers(0, width)), int(rng.integers(0, height // 2))
        stop = height if rng.random() < 0.6 else int(rng.integers(start, height))
        pixels[start:stop, x][rng.random(stop - start) < rng.uniform(0.35, 1)] = 0
    for _ in range(int(rng.poisson(1.2 * strength))):  # a burst of line noise: one line of dashes
        y, x = int(rng.integers(0, height)), int(rng.integers(0, width // 2))
        dashes = np.repeat(rng.random(width // 9 + 1) < 0.6, 9)[: width - x]
        pixels[y, x : x + len(dashes)][dashes] = 0
    rows = np.arange(height)
    for _ in range(int(rng.poisson((3 if fine else 1) * strength))):  # a line lost, the one above repeated
        y = int(rng.integers(1, height))
        rows[y] = rows[y - 1]
    return replace(seen, pixels=np.ascontiguousarray(pixels[rows]))


def fax_header(sheet: Sheet, seed: int, page: int, of: int) -> Sheet:
    """The receiver's line along the top edge: date, sender, number, page (counted from 1) of how many."""
    rng = rng_of(seed, 43)  # of the document: the same on every page, but for the page number
    year = int(rng.integers(1995, 2013))
    hour = int(rng.integers(7, 20))
    minute = (int(rng.integers(0, 60)) + page // 2) % 60
    text = STYLES[int(rng.integers(len(STYLES)))].format(
        month=int(rng.integers(1, 13)), day=int(rng.integers(1, 29)), year=year, short=year % 100, hour=hour,
        minute=minute,
        clock=f"{(hour - 1) % 12 + 1}:{minute:02d}", half="A" if hour < 12 else "P", name=NAMES[int(rng.integers(12))],
        phone=f"{rng.integers(201, 990)} {rng.integers(200, 990)} {rng.integers(0, 10000):04d}",
        sender=SENDERS[int(rng.integers(len(SENDERS)))], job=int(rng.integers(10, 999)), page=page, of=of,
    )  # fmt: skip
    font = ImageFont.load_default_imagefont()
    line = Image.new("L", (int(font.getlength(text)) + 4, 13), 255)
    ImageDraw.Draw(line).text((1, 1), text, 0, font=font)
    across = max(1, round(sheet.dpi[0] / 100))
    down = max(1, round(sheet.dpi[1] / 100))
    printed: Pixels = np.repeat(np.repeat(np.asarray(line, np.uint8), down, 0), across, 1)
    pixels = sheet.pixels.copy()
    top, left = int(0.06 * sheet.dpi[1]), int(0.3 * sheet.dpi[0])
    part = pixels[top : top + printed.shape[0], left : left + printed.shape[1]]
    part[:] = np.minimum(np.where(part > 0, 255, 255), printed[: part.shape[0], : part.shape[1]])
    return sheet.with_pixels(pixels)
