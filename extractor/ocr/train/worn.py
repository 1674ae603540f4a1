"""What happens to the ink of one crop between the typewriter and the scanner, fast: each step touches one small array.

Made apart from the damage of whole pages (`extractor.synth.damage`), so that what is trained on the one can be judged
on the other.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.upright import Pixels

_FINE = 3


def worn(ink: Pixels, level: str, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """Ink (255) on nothing at 600 dpi as gray pixels (0 = ink) at about 200 dpi, worn as that level is."""
    fine = _strokes(ink, level, rng, noise)
    if level == "clean":
        return _reduced(255 - fine, rng)
    if level == "fax":
        return _faxed(fine, rng, noise)
    if level == "copy":
        return _copied(fine, rng, noise)
    return _scanned(fine, level == "poor", rng, noise)


def _strokes(ink: Pixels, level: str, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """Thinner, fatter or moth-eaten."""
    if level == "clean":
        return ink
    hard = level in ("poor", "fax", "copy")
    chance = rng.random()
    if chance < 0.30:
        ink = cv2.dilate(ink, _kernel(rng.choice((2, 3, 3, 4, 5) if hard else (2, 3))))  # type: ignore[assignment]
    elif chance < (0.52 if hard else 0.40):
        thin = cv2.erode(ink, _kernel(rng.choice((2, 3, 3) if hard else (2, 2, 3))))
        share = rng.uniform(0.3, 0.75)  # a hairline grows pale, it does not vanish
        ink = cv2.addWeighted(thin, share, ink, 1 - share, 0)  # type: ignore[assignment]
    if hard and rng.random() < 0.3:  # toner that did not stick
        grain = rng.choice((2, 3, 4))
        coarse = noise.random((ink.shape[0] // grain + 1, ink.shape[1] // grain + 1), dtype=np.float32)
        holes = (coarse > rng.uniform(0.01, 0.09)).astype(np.uint8)
        ink = cv2.multiply(ink, cv2.resize(holes, ink.shape[::-1], interpolation=cv2.INTER_NEAREST))  # type: ignore[assignment]
    return ink.astype(np.uint8, copy=False)


def _kernel(size: int) -> NDArray[np.uint8]:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)).astype(np.uint8)


def _reduced(gray: Pixels, rng: random.Random, across: float = 1.0, down: float = 1.0) -> Pixels:
    """At reading size, its pixels laid anywhere over the letters, a little askew. Gray in, gray out."""
    height, width = gray.shape
    scale = 1 / _FINE
    new = (max(4, round(width * scale * across)), max(4, round(height * scale * down)))
    if rng.random() < 0.5:
        turn = rng.gauss(0, 0.004)
        matrix = np.array([[1, -turn, rng.uniform(-1.5, 1.5)], [turn, 1, rng.uniform(-1.5, 1.5) - turn * width / 2]])
        gray = cv2.warpAffine(gray, matrix, (width, height), borderValue=int(gray[0, 0]))  # type: ignore[assignment]
    return cv2.resize(gray, new, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _blurred(gray: Pixels, least: float, most: float, rng: random.Random) -> Pixels:
    sigma = rng.uniform(least, most)
    return cv2.GaussianBlur(gray, (0, 0), sigma, sigmaY=sigma * rng.uniform(0.9, 1.3)).astype(np.uint8, copy=False)


def _scanned(ink: Pixels, poor: bool, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """A gray scan: pale ink on paper that is not white, blur, noise, JPEG."""
    dark = rng.uniform(0.35, 1.0) if poor else rng.uniform(0.6, 1.0)
    paper = rng.uniform(190, 255) if poor else rng.uniform(225, 255)
    if poor and rng.random() < 0.4:  # toner that fails in lanes
        lane = np.interp(np.arange(ink.shape[1]), np.linspace(0, ink.shape[1], 5), noise.uniform(0.5, 1, 5))
        ink = (ink * lane[None, :]).astype(np.uint8)
    gray = (paper - ink * (dark * paper / 255)).astype(np.uint8)
    gray = _reduced(_blurred(gray, 1.0 if poor else 0.6, 4.2 if poor else 2.4, rng), rng)
    shade = noise.normal(0, rng.uniform(2, 13) if poor else rng.uniform(0, 6), gray.shape).astype(np.float32)
    gray = np.clip(gray + shade, 0, 255).astype(np.uint8)
    if poor and rng.random() < 0.3:
        gray = _dirty(gray, rng.uniform(0.0005, 0.004), noise)
    if rng.random() < (0.7 if poor else 0.5):
        gray = _jpeg(gray, rng.randint(22, 75) if poor else rng.randint(55, 92))
    if rng.random() < 0.12:
        gray = _bilevel(gray, rng, noise)
    return gray


def _jpeg(gray: Pixels, quality: int) -> Pixels:
    done, data = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8) if done else gray


def _dirty(gray: Pixels, share: float, noise: np.random.Generator) -> Pixels:
    """Specks of one or two pixels, some of them white."""
    specks = noise.random(gray.shape, dtype=np.float32)
    gray = np.where(specks < share, np.uint8(20), np.where(specks > 1 - share / 2, np.uint8(255), gray))
    wide = noise.random(gray.shape, dtype=np.float32) < share / 4
    wide[:, 1:] |= wide[:, :-1]
    return np.where(wide, np.uint8(20), gray).astype(np.uint8)


def _bilevel(gray: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """Black or white; the threshold drifts over the crop."""
    paper, ink = int(np.percentile(gray, 85)), int(gray.min())
    middle = ink + (paper - ink) * rng.uniform(0.38, 0.78)
    span = max(1, paper - ink)
    inked = float(np.clip((paper - gray.astype(np.float32)) / span, 0, 1).mean())
    if float((gray < middle).mean()) < 0.55 * inked:  # machines see to it that most of the ink is kept
        middle = ink + span * 0.78
    drift = np.interp(np.arange(gray.shape[1]), np.linspace(0, gray.shape[1], 4), noise.normal(0, 10, 4))
    return np.where(gray > middle + drift[None, :], 255, 0).astype(np.uint8)


def _faxed(ink: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """204 x 196 or 204 x 98 dots an inch, black or white, with the line's noise; made square as pages are."""
    dark = rng.uniform(0.55, 1.0)
    gray = _blurred((255 - ink * dark).astype(np.uint8), 0.8, 3.4, rng)
    coarse = rng.random() < 0.28
    dots = _reduced(gray, rng, 1.02, 0.49 if coarse else 0.98)
    dots = _bilevel(dots, rng, noise)
    if rng.random() < 0.8:
        dots = _dirty(dots, rng.uniform(0.0003, 0.0035), noise)
        dots = np.where(dots < 128, 0, 255).astype(np.uint8)
    height, width = dots.shape
    if rng.random() < 0.06:  # a dirty spot on the glass
        x = rng.randrange(width)
        dots[:, x][noise.random(height) < rng.uniform(0.3, 1)] = 0
    if rng.random() < 0.05:  # a burst on the line
        y = rng.randrange(height)
        dots[y][np.repeat(noise.random(width // 9 + 1) < 0.6, 9)[:width]] = 0
    if rng.random() < 0.08 and height > 6:  # a line lost
        y = rng.randrange(1, height)
        dots[y] = dots[y - 1]
    how = rng.choice((cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC))
    size = (max(4, round(width * 200 / 204)), max(4, round(height * 200 / (98 if coarse else 196))))
    if coarse or rng.random() < 0.7:
        dots = cv2.resize(dots, size, interpolation=how).astype(np.uint8)
    if rng.random() < 0.4:  # made straight: every edge gets gray
        matrix = np.array([[1, rng.gauss(0, 0.004), rng.random()], [rng.gauss(0, 0.004), 1, rng.random()]])
        dots = cv2.warpAffine(dots, matrix, dots.shape[::-1], borderValue=255).astype(np.uint8)
    return dots


def _copied(ink: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """Through a copier, mostly twice: blur, a hard curve that fattens, haze, dots of toner."""
    gray = (255 - ink * rng.uniform(0.6, 1.0)).astype(np.uint8)
    for _ in range(2 if rng.random() < 0.75 else 1):
        soft = _blurred(gray, 0.8, 3.2, rng).astype(np.float32)
        level = rng.uniform(150, 208)
        gray = np.clip((soft - level) * rng.uniform(1.6, 4.0) + 128, 0, 255).astype(np.uint8)
    gray = _reduced(gray, rng)
    if rng.random() < 0.6:
        dots = noise.random(gray.shape, dtype=np.float32) < rng.uniform(0.0005, 0.03) * rng.random()
        gray = np.where(dots, np.minimum(gray, np.uint8(rng.randint(60, 150))), gray).astype(np.uint8)
    if rng.random() < 0.5:
        gray = _dirty(gray, rng.uniform(0.0003, 0.003), noise)
    if rng.random() < 0.6:
        gray = _blurred(gray, 0.3, 1.0, rng)
    if rng.random() < 0.5:
        shade = noise.normal(0, rng.uniform(1, 7), gray.shape).astype(np.float32)
        gray = np.clip(gray + shade, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        return _bilevel(gray, rng, noise)
    if rng.random() < 0.5:
        gray = _jpeg(gray, rng.randint(35, 88))
    return gray
