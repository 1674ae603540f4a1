"""Even out a page's light: what the lamp, the copier's drum or the paper's colour did, undone before anyone reads."""

from __future__ import annotations

import cv2
import numpy as np

from extractor.upright import Pixels

_CELL = 16  # pixels: the background is judged on a grid this much coarser than the page
_EVEN = 6.0  # gray levels: a background that varies less, and is this white, is left alone

_WHITE = 0.92  # share of the background's light from which everything is paper
_LEAST_CONTRAST = 0.2  # paler ink than this is not made darker any further


def even_light(pixels: Pixels) -> Pixels:
    """The page with its background white everywhere and its ink as dark as it is against that background.

    Bilevel and evenly lit pages come back unchanged.
    """
    height, width = pixels.shape
    coarse = cv2.resize(pixels, (max(1, width // _CELL), max(1, height // _CELL)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(coarse, np.ones((3, 3), np.uint8)), 5)
    low, high = np.percentile(paper, (2, 98))
    if high - low < _EVEN and low > 255 - 2 * _EVEN:
        return pixels
    background = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 2), (width, height), interpolation=cv2.INTER_LINEAR)
    flat = pixels.astype(np.float32) / np.maximum(background.astype(np.float32), 40.0)
    # stretch so that the darkest ink is nearly black and paper with its grain is white; a sheet with hardly any ink has
    # its grain for the darkest, which must not become ink
    darkest = min(float(np.percentile(flat[::4, ::4], 0.5)), _WHITE - _LEAST_CONTRAST)
    stretched = (flat - darkest) / (_WHITE - darkest)
    return np.clip(stretched * 255, 0, 255).astype(np.uint8)
