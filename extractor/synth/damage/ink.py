"""What happened to the strokes: blur, bold, erosion, dropouts, low toner, noise, speckle, JPEG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from extractor.synth.damage.sheet import Pixels, Sheet, gray, rng_of, smooth_field


def blur(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Out of focus by up to a point, a little more along the feed than across it."""
    sigma = sheet.points(1.0) * strength * float(rng_of(seed, 10).uniform(0.7, 1))
    if sigma < 0.05:
        return sheet
    pixels = gray(cv2.GaussianBlur(sheet.pixels, (0, 0), sigma, sigmaY=sigma * 1.15 * sheet.dpi[1] / sheet.dpi[0]))
    return sheet.with_pixels(pixels)


def bold(sheet: Sheet, strength: float, _seed: int) -> Sheet:
    """Strokes run fat: ink spreads by up to half a point on each side."""
    return _spread(sheet, strength, cv2.erode)  # the minimum over a neighbourhood: dark grows


def eroded(sheet: Sheet, strength: float, _seed: int) -> Sheet:
    """Strokes run thin: ink recedes, never so far that a hairline disappears."""
    return _spread(sheet, strength * 0.6, cv2.dilate)


def low_toner(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Print grows pale in broad lanes along the page; at most to a mid gray."""
    rng = rng_of(seed, 13)
    height, width = sheet.pixels.shape
    lane = 0.5 + 0.5 * smooth_field((2, width), 1, rng)[:1] + 0.15 * smooth_field((height, width), 6, rng)
    pale = np.clip(lane, 0, 1) * (0.62 * strength)
    return sheet.with_pixels(_clipped(255 - (255 - sheet.pixels.astype(np.float32)) * (1 - pale)))


def dropouts(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Pinholes in the print: toner that did not stick, up to 6 % of the ink, in grains below a third of a point."""
    rng = rng_of(seed, 14)
    height, width = sheet.pixels.shape
    grain = max(1.0, sheet.points(0.3))
    coarse = rng.random((max(1, int(height / grain)), max(1, int(width / grain))), dtype=np.float32)
    holes = cv2.resize(
        (coarse < 0.06 * strength).astype(np.uint8) * 255, (width, height), interpolation=cv2.INTER_LINEAR
    )
    return sheet.with_pixels(np.maximum(sheet.pixels, holes))


def noise(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Sensor noise: a deviation of up to 26 gray levels, with a grain of about a pixel."""
    height, width = sheet.pixels.shape
    table = np.clip(128 + 26 * strength * ndtri((np.arange(256) + 0.5) / 256), 0, 255).astype(np.uint8)
    grain = np.frombuffer(rng_of(seed, 15).bytes(height * width), dtype=np.uint8).reshape(height, width)
    wave = cv2.LUT(grain, table)
    mixed = gray(cv2.addWeighted(sheet.pixels, 1, wave, 1, -128))
    return sheet.with_pixels(mixed)


def speckle(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Dirt: dark specks of one to three pixels, up to 1 in 900 pixels, and a few white ones in the print."""
    rng = rng_of(seed, 16)
    pixels = sheet.pixels.copy()
    height, width = pixels.shape
    count = int(height * width * strength / 900)
    for value, share in ((20, 0.8), (255, 0.2)):
        many = int(count * share)
        rows, columns = rng.integers(0, height, many), rng.integers(0, width, many)
        large = rng.random(many) < 0.25
        pixels[rows, columns] = value
        pixels[np.minimum(rows[large] + 1, height - 1), columns[large]] = value
        pixels[rows[large], np.minimum(columns[large] + 1, width - 1)] = value
    return sheet.with_pixels(pixels)


def jpeg(sheet: Sheet, strength: float, _seed: int) -> Sheet:
    """Saved as JPEG once: quality 92 down to 22."""
    done, data = cv2.imencode(".jpg", sheet.pixels, [cv2.IMWRITE_JPEG_QUALITY, round(92 - 70 * strength)])
    if not done:  # an empty page; OpenCV has no more to say
        return sheet
    pixels = gray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))
    return sheet.with_pixels(pixels)


def _spread(sheet: Sheet, strength: float, extreme: Callable[..., object]) -> Sheet:
    """A morphological step of a fractional radius: between the whole pixels, the two neighbours are mixed."""
    radius = sheet.points(0.5) * strength
    whole, part = int(radius), radius - int(radius)

    def stepped(pixels: Pixels, by: int) -> Pixels:
        if by == 0:
            return pixels
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
        return gray(extreme(pixels, kernel))

    less, more = stepped(sheet.pixels, whole), stepped(sheet.pixels, whole + 1)
    mixed = gray(cv2.addWeighted(less, 1 - part, more, part, 0))
    return sheet.with_pixels(mixed)


def _clipped(values: NDArray[np.floating[Any]]) -> Pixels:
    return gray(np.clip(values, 0, 255).astype(np.uint8))
