"""Take the scanner's dark border off a page: what its lid or glass shows beside the paper.

A border is no ink, but it looks like a picture to an engine that reads whole pages (most of the words beside one are
then lost), runs level where the page is crooked, and darkens the paper near it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.upright import Pixels

_DARK = 0.55  # of the paper's light
_THICK = 0.0025  # of the page's longer side: thicker than a rule, about 1/40 inch
_DEEP = 0.12  # of a side: no border reaches farther into the page
_LONG = 0.1  # of the longer side: no letter, blot or hole is as long
_BEGINS = 0.006  # of the longer side: what lies so near to the edge is on it


def without_borders(pixels: Pixels) -> Pixels:
    """The page with dark borders painted as paper; one without any comes back unchanged."""
    longer = max(pixels.shape)
    paper = float(np.percentile(pixels[::8, ::8], 75))
    clean = pixels
    for quarters in range(4):
        side = np.rot90(pixels, quarters)
        strip = side[:, : max(2, round(_DEEP * side.shape[1])) + 1] < _DARK * paper
        border = _from_left(strip, longer)
        if border is None:
            continue
        clean = pixels.copy() if clean is pixels else clean
        np.rot90(clean, quarters)[:, : strip.shape[1]][border > 0] = round(paper)
    return clean


def _from_left(dark: NDArray[np.bool_], longer: int) -> Pixels | None:
    """1 where unbroken ink runs in from the left edge of a strip over a good part of its length, not across all of it,
    and at the fringe of that; None when there is none."""
    start = max(1, round(_BEGINS * longer))
    if dark[:, :start].any(axis=1).sum() < _LONG * longer:
        return None
    thick = max(3, round(_THICK * longer))
    strip = cv2.morphologyEx(
        dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8), borderType=cv2.BORDER_REPLICATE
    ).astype(np.uint8, copy=False)
    strip[:, :start] = strip[:, :start].max(axis=1, keepdims=True)
    run = np.minimum.accumulate(strip, axis=1)
    border = np.zeros_like(run)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(run, connectivity=8)
    for label in range(1, count):
        rows = int(stats[label, cv2.CC_STAT_HEIGHT])
        through = int((labels[:, -1] == label).sum())  # of a border along another side, or of no border at all
        if rows >= _LONG * longer and through < rows / 2:
            border[labels == label] = 1
    fringe = np.ones((2 * thick + 1, 2 * thick + 1), np.uint8)
    return cv2.dilate(border, fringe).astype(np.uint8, copy=False) if border.any() else None
