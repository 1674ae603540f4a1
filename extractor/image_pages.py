"""The pages of a picture in gray: one, or as many as a TIFF has."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from extractor.errors import InputError
from extractor.options import Options
from extractor.records import Source
from extractor.sniff import DAMAGED
from extractor.upright import Pixels

Image.MAX_IMAGE_PIXELS = None  # each page is judged by its header here: one limit, ours

_ORIENTATION = 0x0112  # the EXIF tag; 5 to 8 are quarter turns
_DEFAULT_DPI = 200.0  # for an image that does not say, when its size fits no sheet
_LEAST_DPI, _MOST_DPI = 60, 1250
_LARGEST_SHEET = 24.0  # inches: a resolution that makes a longer sheet is none (a camera's 72)
_LETTER = 11.0
_BAND = 4_000_000  # pixels made gray at a time: all of a large colour picture twice would not fit


def image_pages(source: Source, options: Options) -> Iterator[tuple[int, Pixels]]:
    """(number from 1, pixels at the options' resolution) of each page that can be read, one at a time.

    Raises InputError when it is no picture; what is broken or larger than the limit is left out.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Pillow, about what a file has wrong: it is read as far as it goes
        try:
            image = Image.open(io.BytesIO(source.data))
        except (UnidentifiedImageError, *DAMAGED) as error:
            raise InputError(f"{source.name} is not a readable image: convert it to PNG, TIFF or PDF.") from error
        for number in range(1, min(frames(image), options.limits.pages) + 1):
            pixels = _page(image, number, options)
            if pixels is not None:
                yield number, pixels


def frames(image: Any) -> int:
    """How many pages an open picture has; the frames of an animation and a photo's previews are none."""
    if image.format != "TIFF":
        return 1
    try:
        return int(image.n_frames)
    except DAMAGED:
        return 1


def _page(image: Any, number: int, options: Options) -> Pixels | None:
    try:
        image.seek(number - 1)
        if image.width * image.height > options.limits.page_pixels:
            return None  # judged by its header: nothing is decoded to find out
        dpi = _resolution(image)
        if image.getexif().get(_ORIENTATION, 1) > 4:
            dpi = dpi[::-1]  # stored lying on its side: its rows are the sheet's columns
        image.load()
        return _resampled(_flat(ImageOps.exif_transpose(image) or image), dpi, options.dpi)
    except DAMAGED:
        return None  # one broken directory of many: the others still count


def _flat(frame: Any) -> Pixels:
    """Gray pixels of any Pillow image: 16-bit scaled, transparency on white."""
    width, height = frame.size
    top = 255.0
    if frame.mode.startswith(("I", "F")):
        top = 65535.0 if float(frame.getextrema()[1]) > 255 else 255.0
    flat = np.empty((height, width), np.uint8)
    rows = max(1, _BAND // max(width, 1))
    for start in range(0, height, rows):
        end = min(start + rows, height)
        flat[start:end] = _flat_band(frame.crop((0, start, width, end)), top)
    return flat


def _flat_band(band: Any, top: float) -> Pixels:
    if band.mode.startswith(("I", "F")):
        values = np.asarray(band, dtype=np.float32)
        scaled: Pixels = np.clip(np.nan_to_num(values) / top * 255, 0, 255).astype(np.uint8)
        return scaled
    if "A" in band.mode or "a" in band.mode or "transparency" in band.info:
        layered = band.convert("RGBA")
        band = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    return np.asarray(band.convert("L"), dtype=np.uint8)


def _resolution(image: Any) -> tuple[float, float]:
    """Dots an inch across and down: the file's word when it is plausible, else what makes it a letter or A4 sheet."""
    across, down = _told(image)
    width, height = image.size
    plausible = all(_LEAST_DPI <= value <= _MOST_DPI for value in (across, down))
    if plausible and max(width / across, height / down) <= _LARGEST_SHEET:
        return across, down
    guess = max(width, height) / _LETTER
    return (guess, guess) if guess >= _LEAST_DPI else (_DEFAULT_DPI, _DEFAULT_DPI)


def _told(image: Any) -> tuple[float, float]:
    """What the file says of its resolution; zero when it says nothing that is a number."""
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    except DAMAGED:
        return 0.0, 0.0
    return across, down


def _resampled(pixels: Pixels, dpi: tuple[float, float], target: int) -> Pixels:
    """At the target resolution in both directions."""
    fx, fy = target / dpi[0], target / dpi[1]
    if abs(fx - 1) < 0.01 and abs(fy - 1) < 0.01:
        return pixels
    size = max(1, round(pixels.shape[1] * fx)), max(1, round(pixels.shape[0] * fy))
    interpolation = cv2.INTER_AREA if fx * fy < 1 else cv2.INTER_CUBIC
    return cv2.resize(pixels, size, interpolation=interpolation).astype(np.uint8, copy=False)
