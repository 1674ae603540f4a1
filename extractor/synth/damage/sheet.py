"""A sheet of paper on its way through scanners: its pixels, their resolution, and where its points came from.

Everything a sheet has suffered is a function Sheet → Sheet of a strength in [0, 1] and a seed. Strength 0 leaves the
sheet as it is; strength 1 is the worst that still leaves every field readable to a person, unless `ruined` says
otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from models.geometry import Box

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`pixels` uint8 (H, W), 0 = ink. `dpi` is (across, down). `matrix` 3x3 maps a pixel of the clean page to this one
    (warping, a few pixels at most, is left out). `ruined` are boxes of the clean page, in its pixels, where nobody can
    read what was printed."""

    pixels: Pixels = field(repr=False, compare=False)
    dpi: tuple[float, float]
    matrix: Matrix = field(repr=False, compare=False, default_factory=lambda: np.eye(3))
    ruined: tuple[Box, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    def points(self, points: float) -> float:
        """Length in pixels (across) of that many typographic points."""
        return points * self.dpi[0] / 72

    def with_pixels(self, pixels: Pixels) -> Sheet:
        return replace(self, pixels=pixels)


Effect = Callable[[Sheet, float, int], Sheet]
"""Sheet, strength in [0, 1], seed → Sheet. The same arguments give the same pixels."""


def gray(values: object) -> Pixels:
    """What OpenCV gave back, as the gray pixels it is."""
    return np.asarray(values, dtype=np.uint8)


def rng_of(*seeds: int) -> np.random.Generator:
    """A generator of its own for each sequence of non-negative seeds."""
    return np.random.default_rng(list(seeds))


def smooth_field(shape: tuple[int, int], cells: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """A smooth random landscape over (H, W) with mean near 0 and values in about [-1, 1]: `cells` hills along the
    shorter side."""
    import cv2

    height, width = shape
    unit = max(1.0, min(height, width) / cells)
    rows, columns = max(2, round(height / unit) + 1), max(2, round(width / unit) + 1)
    coarse = rng.uniform(-1, 1, (rows, columns)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
