"""Turn a page the right way: quarter turns and skew, judged at low resolution before anything else looks at it."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

MAX_SKEW_DEGREES = 6.0
_WORKING_HEIGHT = 900  # rows: a text line is still 6 to 10 pixels high, a letter page about 80 dpi
_EDGE = 0.02  # of the working height: what lies so near to a page's edge is its shadow, and runs with the glass


def upright(pixels: Pixels) -> tuple[Pixels, float]:
    """The page with its text lines horizontal, and the degrees (counter-clockwise) it was turned by.

    Text lines may still run upside down: only reading tells (see spot.py). The background grows white where the page
    had no paper.
    """
    ink = _small_ink(pixels)
    level, level_skew = _best_skew(ink)
    turned, turned_skew = _best_skew(np.ascontiguousarray(np.rot90(ink)))
    quarter, skew = (90, turned_skew) if turned > level * 1.15 else (0, level_skew)
    result = np.ascontiguousarray(np.rot90(pixels)) if quarter else pixels
    skew = skew if abs(skew) > 0.08 else 0.0
    return (rotate(result, skew) if skew else result), quarter + skew


def levelled(pixels: Pixels) -> Pixels:
    """The page with its skew undone, whichever of its sides is up."""
    _, skew = _best_skew(_small_ink(pixels))
    return rotate(pixels, skew) if abs(skew) > 0.08 else pixels


def rotate(pixels: Pixels, degrees: float) -> Pixels:
    """Turned counter-clockwise about the centre, same size, white where nothing was."""
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    return turned.astype(np.uint8, copy=False)


def ink_mask(pixels: Pixels, window: int = 31, offset: int = 12) -> Pixels:
    """255 where there is ink, 0 on paper; the threshold follows the local background (uneven light, gray copies)."""
    return cv2.adaptiveThreshold(
        pixels, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window | 1, offset
    ).astype(np.uint8, copy=False)


def _small_ink(pixels: Pixels) -> Pixels:
    """Ink (1, paper 0) of the page at working height, without blots and dark borders: what is larger than a letter, and
    what lies along the edges, which is straight where a page is crooked and would outvote a few lines of text."""
    scale = _WORKING_HEIGHT / max(pixels.shape)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    mask = ink_mask(small, window=25, offset=10)
    blots = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    mask[cv2.dilate(blots, np.ones((5, 5), np.uint8)) > 0] = 0
    edge = round(_EDGE * _WORKING_HEIGHT)
    mask[:edge] = mask[-edge:] = mask[:, :edge] = mask[:, -edge:] = 0
    return (mask > 0).astype(np.uint8)


def _best_skew(ink: Pixels) -> tuple[float, float]:
    """(sharpness of the row profile at the best angle, that angle in degrees counter-clockwise).

    Rules of both directions would vote for both orientations; so long straight runs are taken out when judging
    orientation (only text lines stay), but they help to find the angle.
    """
    angle = _sharpest(ink, np.arange(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES + 0.1, 0.5))
    for step in (0.2, 0.05):
        angle = _sharpest(ink, [angle + k * step for k in range(-3, 4)])
    level = _shear(ink, angle)
    runs = cv2.bitwise_or(
        cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, 25), np.uint8)),
        cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((25, 1), np.uint8)),
    )
    level[cv2.dilate(runs, np.ones((3, 3), np.uint8)) > 0] = 0
    profile = _row_sums(level)
    return float(np.square(np.diff(profile)).sum() / max(profile.sum(), 1)), float(angle)


def _sharpest(ink: Pixels, angles: Iterable[float]) -> float:
    """The angle with the sharpest row profile; the smallest of equals, so that an empty page is not turned."""
    return max((_sharpness(ink, angle), -abs(angle), angle) for angle in angles)[2]


def _sharpness(ink: Pixels, degrees: float) -> float:
    profile = _row_sums(_shear(ink, degrees))
    return float(np.square(np.diff(profile)).sum())


def _row_sums(ink: Pixels) -> NDArray[np.float64]:
    return cv2.reduce(ink, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel().astype(np.float64)


def _shear(ink: Pixels, degrees: float) -> Pixels:
    """A vertical shear stands in for a small rotation: cheaper, and the row profile is the same."""
    height, width = ink.shape
    slope = np.tan(np.radians(degrees))
    matrix = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float64)
    return cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST).astype(np.uint8, copy=False)
