"""What the lamp and the paper added: uneven light, bleed-through, gray paper, dark borders."""

from __future__ import annotations

import cv2
import numpy as np

from extractor.synth.damage.sheet import Sheet, gray, rng_of, smooth_field


def uneven_light(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """A shadow to one side and clouds of gray: the paper falls to 55 % of white at worst, the print with it."""
    rng = rng_of(seed, 20)
    height, width = sheet.pixels.shape
    small = (max(2, height // 16), max(2, width // 16))  # smooth: no need to think in full resolution
    rows, columns = np.mgrid[0 : small[0], 0 : small[1]].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * columns / small[1] + np.sin(angle) * rows / small[0]
    slope = (slope - slope.min()) / max(1e-6, float(np.ptp(slope)))
    shade = 0.28 * slope + 0.17 * (0.5 + 0.5 * smooth_field(small, 3, rng))
    lamp = cv2.resize((1 - strength * np.clip(shade, 0, 0.45)).astype(np.float32), (width, height))
    lit = gray(cv2.multiply(sheet.pixels, lamp, dtype=cv2.CV_8U))
    return sheet.with_pixels(lit)


def gray_paper(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Recycled or yellowed paper: white falls to 200 with a fibre grain."""
    rng = rng_of(seed, 21)
    height, width = sheet.pixels.shape
    fibre = smooth_field((height // 4 + 1, width // 4 + 1), 400, rng) * 6 - 28
    tint = cv2.resize(fibre, (width, height)) * strength
    tinted = gray(cv2.add(sheet.pixels, tint, dtype=cv2.CV_8U))
    return sheet.with_pixels(np.maximum(np.minimum(sheet.pixels, tinted), np.minimum(sheet.pixels, 60)))


def bleed_through(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """The other side shines through: this page's own print, mirrored, moved and blurred, at up to 22 % of its black."""
    rng = rng_of(seed, 22)
    height, width = sheet.pixels.shape
    back = cv2.GaussianBlur(sheet.pixels[:, ::-1], (0, 0), sheet.points(0.8))
    back = np.roll(
        back, (int(rng.integers(-height // 4, height // 4)), int(rng.integers(-width // 8, width // 8))), (0, 1)
    )
    mixed = gray(cv2.addWeighted(sheet.pixels, 1, back, 0.22 * strength, -0.22 * strength * 255))
    return sheet.with_pixels(mixed)


def dark_border(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """The open lid: black bands along one to three sides, up to 0.2 inch wide and slightly askew."""
    rng = rng_of(seed, 23)
    if strength <= 0:
        return sheet
    pixels = sheet.pixels.copy()
    height, width = pixels.shape
    for side in rng.permutation(4)[: int(rng.integers(1, 4))]:
        near, far = rng.uniform(0.02, 0.2, 2) * strength
        ink = int(rng.integers(0, 45))
        if side in (0, 2):  # left, right
            near, far = near * sheet.dpi[0], far * sheet.dpi[0]
            band = np.array([[0, 0], [near, 0], [far, height], [0, height]])
            band[:, 0] = width - band[:, 0] if side == 2 else band[:, 0]
        else:
            near, far = near * sheet.dpi[1], far * sheet.dpi[1]
            band = np.array([[0, 0], [0, near], [width, far], [width, 0]])
            band[:, 1] = height - band[:, 1] if side == 3 else band[:, 1]
        cv2.fillPoly(pixels, [band.round().astype(np.int32)], ink)
    return sheet.with_pixels(pixels)
