"""The pages of a PDF drawn in gray: by PDFium, and by poppler what PDFium refuses. Nothing in it is followed or run."""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extractor.errors import EncryptedError, EngineError, ExtractorError, InputError, TimeLimitError
from extractor.options import Options
from extractor.programs import bounded
from extractor.records import Source
from extractor.upright import Pixels

POPPLER = (
    "poppler was not found: install it with 'apt-get install poppler-utils' (Debian, Ubuntu) or "
    "'brew install poppler' (macOS)."
)
_POINTS = 72.0  # a PDF's unit: points an inch
_LARGEST_SHEET = 24.0  # inches: what is longer is no paper but a wrong unit, and is drawn as long as a letter sheet
_LETTER = 11.0
_LETTER_POINTS = (612.0, 792.0)


def pdf_pages(source: Source, options: Options) -> Iterator[tuple[int, Pixels]]:
    """(number from 1, pixels at the options' resolution) of each page that can be drawn, one at a time.

    Raises EncryptedError when a password is needed; what cannot be drawn is left out.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data, password=source.password)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedError(f"{source.name} is encrypted: give its password with --password.") from error
        yield from _by_poppler(source, options, None)
        return
    try:
        for number in range(1, min(len(document), options.limits.pages) + 1):
            pixels = _by_pdfium(document, number, options)
            if pixels is not None:
                yield number, pixels
                continue
            try:
                yield from _by_poppler(source, options, [number])
            except ExtractorError:
                continue  # neither can draw it: the other pages still count
    finally:
        document.close()


def _by_pdfium(document: Any, number: int, options: Options) -> Pixels | None:
    import pypdfium2

    try:
        page = document[number - 1]
        try:
            drawn = page.render(scale=_dpi(page.get_size(), options) / _POINTS, grayscale=True)
            height, width = drawn.height, drawn.width
            return np.ascontiguousarray(drawn.to_numpy().reshape(height, width), dtype=np.uint8)
        finally:
            page.close()
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        return None


def _dpi(points: tuple[float, float], options: Options) -> float:
    """The resolution to draw a page of this size at: the options', less for a sheet beyond reason."""
    width, height = (max(side, 1.0) / _POINTS for side in points)
    dpi = float(options.dpi)
    if max(width, height) > _LARGEST_SHEET:
        dpi *= _LETTER / max(width, height)
    return min(dpi, math.sqrt(options.limits.page_pixels / (width * height)))


def _by_poppler(source: Source, options: Options, numbers: Sequence[int] | None) -> Iterator[tuple[int, Pixels]]:
    """The second opinion; all pages when `numbers` is None. A password is not handed on: others could read it in the
    list of processes."""
    with tempfile.TemporaryDirectory(prefix="form4-") as folder:
        file = Path(folder) / "document.pdf"
        file.write_bytes(source.data)
        sizes = _poppler_sizes(source, file, options)
        for number in list(sizes)[: options.limits.pages] if numbers is None else numbers:
            dpi = _dpi(sizes.get(number, _LETTER_POINTS), options)
            pixels = _poppler_page(source, file, number, dpi, options)
            if pixels is not None:
                yield number, pixels


def _poppler_sizes(source: Source, file: Path, options: Options) -> dict[int, tuple[float, float]]:
    """Page number → its size in points, as poppler tells them."""
    from pdf2image.exceptions import PDFPageCountError

    try:
        told = _poppler(source, options, "pdfinfo_from_path", str(file), first_page=1, last_page=options.limits.pages)
    except PDFPageCountError as error:
        raise InputError(f"{source.name} is a PDF too damaged to draw: scan or export it again.") from error
    sizes = dict.fromkeys(range(1, min(int(told["Pages"]), options.limits.pages) + 1), _LETTER_POINTS)
    for key, value in told.items():
        page = re.fullmatch(r"Page\s+(\d{1,9})\s+size", key)
        size = re.match(r"(\d+\.?\d*) x (\d+\.?\d*) ", str(value))
        if page and size:
            sizes[int(page[1])] = float(size[1]), float(size[2])
    return sizes


def _poppler_page(source: Source, file: Path, number: int, dpi: float, options: Options) -> Pixels | None:
    from PIL import Image

    try:
        drawn = _poppler(
            source,
            options,
            "convert_from_path",
            str(file),
            dpi=dpi,
            grayscale=True,
            first_page=number,
            last_page=number,
        )
        # what pdftoppm cannot draw it leaves out, or draws as one pixel, silently
        if not drawn or min(drawn[0].size) <= 1:
            return None
        return np.ascontiguousarray(drawn[0].convert("L"), dtype=np.uint8)
    except (OSError, ValueError, IndexError, SyntaxError, Image.DecompressionBombError):
        return None  # half written


def _poppler(source: Source, options: Options, what: str, *arguments: Any, **chosen: Any) -> Any:
    """A call of pdf2image, whose programs run in groups that die as a whole."""
    from pdf2image import pdf2image
    from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPopplerTimeoutError, PopplerNotInstalledError

    seconds = options.limits.engine_seconds
    vars(pdf2image)["Popen"] = bounded(seconds)
    try:
        return getattr(pdf2image, what)(*arguments, timeout=seconds, **chosen)
    except PDFPopplerTimeoutError as error:
        raise TimeLimitError(f"{source.name}: poppler took longer than {seconds:g} s to draw a page.") from error
    except (PDFInfoNotInstalledError, PopplerNotInstalledError) as error:
        raise EngineError(POPPLER) from error
