"""From a source to its pages: rasterized, gray, at one resolution in both directions, upright."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from extractor.clean import even_light
from extractor.errors import EncryptedError, EngineError, InputError, TimeLimitError
from extractor.options import Options
from extractor.records import Page, Source
from extractor.upright import Pixels, upright

_POINTS = 72.0  # a PDF's unit: points an inch
_ORIENTATION = 0x0112  # the EXIF tag; 5 to 8 are quarter turns
_DEFAULT_DPI = 200.0  # for an image that does not say, when its size fits no sheet


def load_pages(source: Source, options: Options) -> Iterator[Page]:
    """The pages of a scan or PDF, one at a time, numbered from 1; text may still stand on its head (see spot.py).

    Raises InputError when nothing in it can be drawn, EncryptedError when a password is needed.
    """
    draw = _pdf_pages if source.media == "application/pdf" else _image_pages
    for number, pixels in enumerate(draw(source, options), start=1):
        turned, _ = upright(even_light(pixels))
        yield Page(number, float(options.dpi), turned)


def _pdf_pages(source: Source, options: Options) -> Iterator[Pixels]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data, password=source.password)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedError(f"{source.name} is encrypted: give its password with --password.") from error
        yield from _poppler_pages(source, options)
        return
    try:
        for index in range(min(len(document), options.limits.pages)):
            page = document[index]
            width, height = page.get_size()
            scale = _bounded(options.dpi / _POINTS, width * height, options)
            yield _gray(page.render(scale=scale, grayscale=True).to_numpy().squeeze())
    finally:
        document.close()


def _poppler_pages(source: Source, options: Options) -> Iterator[Pixels]:
    """The second opinion on a PDF that the first renderer refuses."""
    import pdf2image
    from pdf2image.exceptions import (
        PDFInfoNotInstalledError,
        PDFPageCountError,
        PDFPopplerTimeoutError,
        PDFSyntaxError,
    )
    from PIL import Image

    try:
        pages = pdf2image.pdfinfo_from_bytes(source.data, userpw=source.password or "")["Pages"]
        for number in range(1, min(int(pages), options.limits.pages) + 1):
            drawn = pdf2image.convert_from_bytes(
                source.data,
                dpi=options.dpi,
                grayscale=True,
                first_page=number,
                last_page=number,
                userpw=source.password or "",
                timeout=round(options.limits.engine_seconds),
            )
            if drawn and min(drawn[0].size) > 1:  # pdftoppm draws an oversize page as 1 x 1, silently
                yield np.asarray(drawn[0].convert("L"))
    except PDFInfoNotInstalledError as error:
        raise EngineError(
            "poppler was not found: install it with 'apt-get install poppler-utils' (Debian, Ubuntu) or "
            "'brew install poppler' (macOS)."
        ) from error
    except PDFPopplerTimeoutError as error:
        seconds = options.limits.engine_seconds
        raise TimeLimitError(f"{source.name}: poppler took longer than {seconds:g} s to draw a page.") from error
    except (PDFPageCountError, PDFSyntaxError, KeyError, ValueError, OSError, Image.DecompressionBombError) as error:
        raise InputError(f"{source.name} is a PDF too damaged to draw: scan or export it again.") from error


def _image_pages(source: Source, options: Options) -> Iterator[Pixels]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(source.data))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"{source.name} is not a readable image: convert it to PNG, TIFF or PDF.") from error
    drawn = 0
    for index in range(min(getattr(image, "n_frames", 1), options.limits.pages)):
        try:
            image.seek(index)
            if image.width * image.height > options.limits.page_pixels:
                continue  # judged by its header: nothing is decoded to find out
            dpi = _resolution(image)
            if image.getexif().get(_ORIENTATION, 1) > 4:
                dpi = dpi[::-1]  # stored lying on its side: its rows are the sheet's columns
            pixels = _flat(ImageOps.exif_transpose(image) or image)
        except (OSError, EOFError, ValueError, Image.DecompressionBombError):
            continue  # one broken directory of many: the others still count
        drawn += 1
        yield _resampled(pixels, dpi, options.dpi)
    if not drawn:
        raise InputError(
            f"{source.name} holds no readable picture of at most {options.limits.page_pixels / 1e6:g} megapixels: "
            "scan or export it again, at 300 dpi or less."
        )


def _flat(frame: Any) -> Pixels:
    """Gray pixels of any Pillow image: 16-bit scaled, transparency on white."""
    if frame.mode.startswith(("I", "F")):
        values = np.asarray(frame, dtype=np.float64)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        return np.clip(values / top * 255, 0, 255).astype(np.uint8)
    if "A" in frame.mode or "transparency" in frame.info:
        from PIL import Image

        layered = frame.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        frame = Image.alpha_composite(paper, layered)
    return _gray(np.asarray(frame.convert("L")))


def _resolution(image: Any) -> tuple[float, float]:
    """Dots an inch across and down: the file's word when it is plausible, else what makes it a letter or A4 sheet."""
    across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    if 60 <= across <= 1250 and 60 <= down <= 1250:
        return across, down
    width, height = image.size
    guess = max(width, height) / 11.0
    return (guess, guess) if 60 <= guess <= 1250 else (_DEFAULT_DPI, _DEFAULT_DPI)


def _resampled(pixels: Pixels, dpi: tuple[float, float], target: int) -> Pixels:
    """At the target resolution in both directions; a page never grows or shrinks beyond reason."""
    fx, fy = target / dpi[0], target / dpi[1]
    if abs(fx - 1) < 0.01 and abs(fy - 1) < 0.01:
        return pixels
    interpolation = cv2.INTER_AREA if fx * fy < 1 else cv2.INTER_CUBIC
    return cv2.resize(pixels, None, fx=fx, fy=fy, interpolation=interpolation).astype(np.uint8, copy=False)


def _bounded(scale: float, area: float, options: Options) -> float:
    """The scale, made smaller when the page would have more pixels than allowed (a sheet of 200 inches)."""
    most = float(options.limits.page_pixels / max(area, 1)) ** 0.5
    return float(min(scale, most))


def _gray(pixels: Any) -> Pixels:
    return np.ascontiguousarray(pixels, dtype=np.uint8)
