"""Where the paper lay: skew, scale, perspective, warp, cropped margins, turned pages, resampling."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.synth.damage.sheet import Matrix, Pixels, Sheet, gray, rng_of
from models.geometry import Box

PAPER = 255


def laid(sheet: Sheet, matrix: Matrix, size: tuple[int, int] | None = None, lid: int = PAPER) -> Sheet:
    """The sheet seen through a 3x3 matrix (pixel → new pixel); outside the paper lies the scanner's lid."""
    pixels = gray(
        cv2.warpPerspective(
            sheet.pixels,
            matrix,
            size or sheet.size,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=lid,
        )
    )
    return replace(sheet, pixels=pixels, matrix=matrix @ sheet.matrix)


def about_centre(sheet: Sheet, linear: Matrix) -> Matrix:
    """A 2x2 linear map applied about the middle of the sheet, as 3x3."""
    width, height = sheet.size
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    matrix = np.eye(3)
    matrix[:2, :2] = linear
    matrix[:2, 2] = middle - linear @ middle
    return matrix


def skew(sheet: Sheet, strength: float, seed: int, lid: int = PAPER) -> Sheet:
    """Fed askew: up to 5 degrees either way at strength 1, true by the paper's own measure (unequal axes too)."""
    degrees = 5 * strength * float(rng_of(seed, 1).choice([-1.0, 1.0]))
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    ratio = sheet.dpi[1] / sheet.dpi[0]
    return laid(sheet, about_centre(sheet, np.array([[cosine, -sine / ratio], [sine * ratio, cosine]])), lid=lid)


def scale(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Reduced or enlarged on the glass: up to 6 %, and a little more one way than the other."""
    rng = rng_of(seed, 2)
    overall = 1 - 0.06 * strength * rng.uniform(0.3, 1)  # photocopiers shrink to keep the margins
    across, down = overall * (1 + 0.01 * strength * rng.uniform(-1, 1, 2))
    return laid(sheet, about_centre(sheet, np.diag([across, down])))


def perspective(sheet: Sheet, strength: float, seed: int, lid: int = PAPER) -> Sheet:
    """Photographed at an angle: corners move inwards by up to 5 % of the page."""
    rng = rng_of(seed, 3)
    width, height = sheet.size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float32)
    moved = corners + inwards * (rng.uniform(0, 0.05 * strength, (4, 2)) * np.array([width, height])).astype(np.float32)
    matrix: Matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32)).astype(np.float64)
    return laid(sheet, matrix, lid=lid)


def warp(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Paper that does not lie flat and a feeder that does not pull evenly: lines wander by up to 4 points."""
    rng = rng_of(seed, 4)
    width, height = sheet.size
    reach = np.array([sheet.points(4) * strength, sheet.points(4) * strength * sheet.dpi[1] / sheet.dpi[0]])
    coarse = (rng.uniform(-1, 1, (5, 4, 2)) * reach).astype(np.float32)
    shift = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    pixels = gray(
        cv2.remap(sheet.pixels, columns + shift[..., 0], rows + shift[..., 1], cv2.INTER_LINEAR, borderValue=PAPER)
    )
    return sheet.with_pixels(pixels)


def crop(sheet: Sheet, strength: float, seed: int) -> Sheet:
    """Cropped margins: the window slides by up to 0.35 inch each way and cuts paper off, but stops short of the print.
    The size stays."""
    rng = rng_of(seed, 5)
    rows, columns = ((sheet.pixels < 128).sum(axis) > 3 for axis in (1, 0))
    wanted = 0.35 * strength * rng.uniform(-1, 1, 2) * sheet.dpi
    across, down = (
        _short_of(float(shift), has_ink, room=0.05 * dpi)
        for shift, has_ink, dpi in zip(wanted, (columns, rows), sheet.dpi, strict=True)
    )
    return laid(sheet, np.array([[1, 0, across], [0, 1, down], [0, 0, 1]], dtype=np.float64))


def turn(sheet: Sheet, quarters: int) -> Sheet:
    """Turned clockwise by that many quarters."""
    quarters %= 4
    width, height = sheet.size
    once = {
        0: np.eye(3),
        1: np.array([[0, -1, height - 1], [1, 0, 0], [0, 0, 1]]),
        2: np.array([[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]]),
        3: np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]]),
    }[quarters]
    return replace(
        sheet,
        pixels=np.ascontiguousarray(np.rot90(sheet.pixels, -quarters)),
        dpi=sheet.dpi[::-1] if quarters % 2 else sheet.dpi,
        matrix=once @ sheet.matrix,
    )


def resampled(sheet: Sheet, dpi: tuple[float, float]) -> Sheet:
    """The same paper at another resolution (across, down), averaged as a sensor does."""
    across, down = dpi[0] / sheet.dpi[0], dpi[1] / sheet.dpi[1]
    if across == down == 1:
        return sheet
    width, height = sheet.size
    size = max(1, round(width * across)), max(1, round(height * down))
    how = cv2.INTER_AREA if across <= 1 and down <= 1 else cv2.INTER_LINEAR
    pixels = gray(cv2.resize(sheet.pixels, size, interpolation=how))
    return replace(
        sheet, pixels=pixels, dpi=dpi, matrix=np.diag([size[0] / width, size[1] / height, 1.0]) @ sheet.matrix
    )


def off_the_page(clean: Pixels, matrix: Matrix, size: tuple[int, int]) -> tuple[Box, ...]:
    """Where print of the clean page fell outside a page of that size (width, height) seen through `matrix`: boxes in
    clean pixels, found on a grid of 8."""
    grid = 8
    height, width = clean.shape
    coarse = cv2.resize(clean, (max(1, width // grid), max(1, height // grid)), interpolation=cv2.INTER_AREA)
    rows, columns = np.nonzero(coarse < 200)
    seen = matrix @ np.stack(
        [(columns + 0.5) * width / coarse.shape[1], (rows + 0.5) * height / coarse.shape[0], np.ones(len(rows))]
    )
    x, y = seen[0] / seen[2], seen[1] / seen[2]
    lost = (x < 0) | (y < 0) | (x >= size[0]) | (y >= size[1])
    if not lost.any():
        return ()
    mask = np.zeros(coarse.shape, np.uint8)
    mask[rows[lost], columns[lost]] = 255
    joined = cv2.dilate(mask, np.ones((3, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    return tuple(
        Box(float(x0 * grid), float(y0 * grid), float((x0 + across) * grid), float((y0 + down) * grid))
        for x0, y0, across, down, _ in stats[1:]
    )


def _short_of(shift: float, has_ink: NDArray[np.bool_], room: float) -> float:
    """The shift, cut down so that ink along the axis stays that far inside."""
    inked = np.nonzero(has_ink)[0]
    if not len(inked):
        return shift
    return float(np.clip(shift, min(0.0, room - inked[0]), max(0.0, len(has_ink) - room - inked[-1])))
