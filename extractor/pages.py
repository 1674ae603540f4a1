"""From a source to its pages: rasterized, gray, at one resolution in both directions, upright."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.borders import without_borders
from extractor.clean import even_light
from extractor.errors import InputError
from extractor.options import Options
from extractor.records import Page, Source
from extractor.text_layer import layer_words
from extractor.upright import upright

_LEAST_INCHES = 1.0  # what is narrower holds no form, and no stage is made for it (pdftoppm's 1 x 1 for a giant sheet)


def load_pages(source: Source, options: Options) -> Iterator[Page]:
    """The pages of a scan or PDF, one at a time, with their numbers in it (from 1); a page that cannot be drawn is left
    out. Text may still stand on its head (see spot.py).

    Raises InputError when nothing in it can be drawn, EncryptedError when a password is needed.
    """
    if source.media == "application/pdf":
        from extractor.pdf_pages import pdf_pages as drawn_pages
    else:
        from extractor.image_pages import image_pages as drawn_pages
    drawn = False
    for number, pixels in drawn_pages(source, options):
        if min(pixels.shape) < _LEAST_INCHES * options.dpi:
            continue
        drawn = True
        turned, degrees = upright(even_light(without_borders(pixels)))
        layer = layer_words(source, number, pixels.shape[1]) if source.kind == "pdf" and degrees == 0 else ()
        yield Page(number, float(options.dpi), turned, layer)
    if not drawn:
        raise InputError(f"{source.name} {_why_nothing(source, options)}")


def to_png(page: Page) -> bytes:
    """The page as a gray PNG, pixel by pixel."""
    import cv2  # with the pixels already there

    done, data = cv2.imencode(".png", page.pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    assert done, "gray bytes are always a PNG"
    return data.tobytes()


def _why_nothing(source: Source, options: Options) -> str:
    if source.kind == "pdf":
        return "is a PDF too damaged to draw: scan or export it again."
    most = options.limits.page_pixels / 1e6
    return (
        f"is damaged, or holds no readable picture of a page of at most {most:g} megapixels: scan or export it again, "
        "at 300 dpi."
    )
