"""Take the scanner's dark border off a page: what its lid or glass shows beside the paper.

A border is no ink, but it looks like a picture to an engine that reads whole pages (most of the words beside one are
then lost), runs level where the page is crooked, and darkens the paper near it.
"""

from __future__ import annotations

import cv2
import numpy as np

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
    thick = max(3, round(_THICK * longer))
    dark = (pixels < _DARK * paper).astype(np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8), borderType=cv2.BORDER_REPLICATE)
    mask = np.zeros(solid.shape, np.uint8)
    for quarters in range(4):
        found = _from_left(np.rot90(solid, quarters), longer)
        mask = np.maximum(mask, np.rot90(found, -quarters))
    if not mask.any():
        return pixels
    fringe = cv2.dilate(mask, np.ones((2 * thick + 1, 2 * thick + 1), np.uint8))
    clean = pixels.copy()
    clean[fringe > 0] = round(paper)
    return clean


def _from_left(solid: Pixels, longer: int) -> Pixels:
    """1 where unbroken ink runs in from the left edge over a good part of its length, and not too far."""
    width = solid.shape[1]
    start, deep = max(1, round(_BEGINS * longer)), max(2, round(_DEEP * width))
    strip = solid[:, : deep + 1].copy()
    strip[:, :start] = strip[:, :start].max(axis=1, keepdims=True)
    run = np.minimum.accumulate(strip, axis=1)
    result = np.zeros(solid.shape, np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(run, connectivity=8)
    for label in range(1, count):
        rows = int(stats[label, cv2.CC_STAT_HEIGHT])
        through = int((labels[:, -1] == label).sum())  # of a border along another side, or of no border at all
        if rows >= _LONG * longer and through < rows / 2:
            result[:, : deep + 1][labels == label] = 1
    return result
