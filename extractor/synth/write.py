"""Damaged pages as files: image-only PDF, multi-page TIFF, a set of PNG or JPEG files, at their true resolution."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from PIL import Image

from extractor.synth.damage import DamagedPages

Container = Literal["pdf", "tiff", "png", "jpeg"]
CONTAINERS: tuple[Container, ...] = get_args(Container)


def write(
    damaged: DamagedPages,
    folder: Path,
    stem: str,
    container: Container,
    *,
    quality: int = 80,
    colour: bool = False,
) -> tuple[Path, ...]:
    """The pages in an existing folder: STEM.pdf, STEM.tif, or one STEM-pN.png / STEM-pN.jpg a page (STEM.… for a single
    one); the paths in page order.

    Bilevel pages are stored as such: CCITT group 4 in PDF and TIFF, one bit in PNG; a JPEG cannot and holds them gray.
    Gray pages are JPEG (`quality`) in PDF and TIFF; with `colour` they come as a colour scan of yellowish paper. Files
    carry the resolution, across and down.
    """
    tinted = colour and not damaged.bilevel
    images = [_image(page, damaged.bilevel and container != "jpeg", tinted) for page in damaged.pages]
    if not images:
        raise ValueError("no pages to write")
    if container == "pdf":
        path = folder / f"{stem}.pdf"
        packing: dict[str, Any] = {} if damaged.bilevel else {"quality": quality}
        images[0].save(path, save_all=True, append_images=images[1:], dpi=damaged.dpi, **packing, **_STILL)
        return (path,)
    if container == "tiff":
        path = folder / f"{stem}.tif"
        packing = {"compression": "group4"} if damaged.bilevel else {"compression": "jpeg", "quality": quality}
        images[0].save(path, save_all=True, append_images=images[1:], dpi=damaged.dpi, **packing)
        return (path,)
    suffix = "png" if container == "png" else "jpg"
    paths = tuple(
        folder / (f"{stem}.{suffix}" if len(images) == 1 else f"{stem}-p{n}.{suffix}")
        for n in range(1, len(images) + 1)
    )
    for image, path in zip(images, paths, strict=True):
        if container == "png":
            image.save(path, dpi=damaged.dpi, compress_level=3)  # noise does not pack any better for longer work
        else:
            image.save(path, dpi=tuple(round(value) for value in damaged.dpi), quality=quality)
    return paths


_PAPER = (1.0, 0.985, 0.92)
"""Red, green and blue of white paper as cheap scanners see it."""
_STILL: dict[str, Any] = {"creationDate": None, "modDate": None, "producer": ""}
"""No clock in the PDF: the same pages give the same bytes."""


def _image(page: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], bilevel: bool, tinted: bool) -> Image.Image:
    image = Image.fromarray(page)
    if tinted:
        return Image.merge("RGB", [image.point([round(value * tint) for value in range(256)]) for tint in _PAPER])
    return image.convert("1", dither=Image.Dither.NONE) if bilevel else image
