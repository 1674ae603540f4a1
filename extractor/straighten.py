"""Undo what a feeder, a lens or a copier's glass did to a page's shape: bend it so that its rules run straight.

The slopes of the ruling lines, which were level or upright on the form, are fitted by a plane over the page; what they
add up to is how far each pixel moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractor.records import Page, RulingLine

_LEAST_RULES = 6  # of a direction: fewer do not tell a bent page from a crooked stroke
_LEAST_INCHES = 0.4
_STEEPEST = 0.06  # more is no rule of an upright page
_WORTH_INCHES = 0.012  # pixels that moved less than this may stay


def straighten(page: Page, lines: Sequence[RulingLine]) -> Page:
    """The page with its rules made straight, level and upright; the same page when they are already, or are too few."""
    height, width = page.pixels.shape
    level = _slopes([line for line in lines if line.horizontal], page.dpi)
    upright = _slopes([line for line in lines if not line.horizontal], page.dpi)
    xs = np.arange(width, dtype=np.float32) - width / 2
    ys = np.arange(height, dtype=np.float32) - height / 2
    down = _moved(level, xs[None, :], ys[:, None], across=False, centre=(width / 2, height / 2))
    right = _moved(upright, xs[None, :], ys[:, None], across=True, centre=(width / 2, height / 2))
    if max(np.abs(down).max(), np.abs(right).max()) < _WORTH_INCHES * page.dpi:
        return page
    shape = (height, width)
    map_x = np.broadcast_to(np.arange(width, dtype=np.float32)[None, :] + right, shape)
    map_y = np.broadcast_to(np.arange(height, dtype=np.float32)[:, None] + down, shape)
    pixels = cv2.remap(
        page.pixels,
        np.ascontiguousarray(map_x, np.float32),
        np.ascontiguousarray(map_y, np.float32),
        cv2.INTER_LINEAR,
        borderValue=255,
    )
    return replace(page, pixels=pixels.astype(np.uint8, copy=False), layer=())


def _slopes(lines: Sequence[RulingLine], dpi: float) -> np.ndarray:
    """Rows of (slope, x, y, length) of the rules that are long enough to have one: how far a level rule falls per pixel
    to the right, how far an upright one leans right per pixel down."""
    rows = []
    for line in lines:
        run, drift = line.x1 - line.x0, line.y1 - line.y0
        if not line.horizontal:
            run, drift = drift, run
        if run >= _LEAST_INCHES * dpi and abs(drift / run) < _STEEPEST:
            rows.append((drift / run, (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2, run))
    return np.array(rows, np.float64).reshape(-1, 4)


def _moved(slopes: np.ndarray, xs: np.ndarray, ys: np.ndarray, across: bool, centre: tuple[float, float]) -> np.ndarray:
    """How far a pixel at (x, y) from the centre has to be fetched from: the slope plane summed up along the rules."""
    if len(slopes) < _LEAST_RULES:
        return np.zeros((1, 1), np.float32)
    x, y = slopes[:, 1] - centre[0], slopes[:, 2] - centre[1]
    scale = max(centre)
    features = np.stack([np.ones_like(x), x / scale, y / scale], axis=1)
    weights = np.sqrt(slopes[:, 3])
    keep = np.ones(len(slopes), bool)
    plane = np.zeros(3)
    for _ in range(3):
        ridge = np.diag([0.0, 0.3, 0.05]) * weights[keep].sum()
        normal = (features[keep] * weights[keep, None]).T @ features[keep] + ridge
        plane = np.linalg.solve(normal, (features[keep] * weights[keep, None]).T @ slopes[keep, 0])
        off = np.abs(features @ plane - slopes[:, 0])
        limit = max(3 * float(np.median(off[keep])), 0.002)
        if (off < limit).sum() < _LEAST_RULES:
            break
        keep = off < limit
    constant, by_x, by_y = plane[0], plane[1] / scale, plane[2] / scale
    if across:  # upright rules: summed up along y
        return np.asarray((constant + by_x * xs) * ys + by_y * ys * ys / 2, np.float32)
    return np.asarray((constant + by_y * ys) * xs + by_x * xs * xs / 2, np.float32)
