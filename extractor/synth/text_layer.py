"""Scans with a text layer from an older OCR: words nobody sees behind the picture, some of them wrong or out of
place."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from extractor.synth.damage import DamagedPages
from extractor.synth.dumps import strokes
from extractor.text_layer import placed_words
from models.geometry import Box

Placed = tuple[str, Box]
"""A word and its box in pixels."""


def printed_words(pdf: bytes, dpi: float) -> tuple[tuple[Placed, ...], ...]:
    """The words of a born-digital PDF, page by page, with their boxes in pixels of a page rasterized at that
    resolution."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(tuple(placed_words(page, dpi)) for page in document)
    finally:
        document.close()


def old_ocr(
    words: Sequence[Placed], damaged: DamagedPages, page: int, strength: float, seed: int
) -> tuple[Placed, ...]:
    """The clean page's words where they came to lie on page `page` (from 1) of the damaged ones, as a poor reader read
    them. Strength 0 is right; 1 is garbage: most words wrong, a fifth missing, boxes off by a line."""
    rng = random.Random(f"{seed} {page}")
    matrix = damaged.matrices[page - 1]
    drift = rng.uniform(-0.9, 0.9) * strength
    layer = []
    for text, box in words:
        if rng.random() < 0.2 * strength:
            continue
        corners = matrix @ [[box.x0, box.x1, box.x1, box.x0], [box.y0, box.y0, box.y1, box.y1], [1, 1, 1, 1]]
        xs, ys = corners[0] / corners[2], corners[1] / corners[2]
        down = drift * float(np.ptp(ys))
        seen = Box(float(xs.min()), float(ys.min()) + down, float(xs.max()), float(ys.max()) + down)
        layer.append((_misread(text, strength, rng), seen))
    return tuple(layer)


def write_searchable(
    damaged: DamagedPages, layers: Sequence[Sequence[Placed]], path: Path, *, quality: int = 80
) -> Path:
    """An image PDF with an invisible text layer a page (boxes in pixels of the damaged page)."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    for pixels, layer in zip(damaged.pages, layers, strict=True):
        across, down = 72 / damaged.dpi[0], 72 / damaged.dpi[1]
        width, height = pixels.shape[1] * across, pixels.shape[0] * down
        canvas.setPageSize((width, height))
        stored = io.BytesIO()
        Image.fromarray(pixels).save(stored, "JPEG", quality=quality)
        canvas.drawImage(ImageReader(stored), 0, 0, width, height)
        for text, box in layer:
            size = max(1.0, box.height * down)
            natural = stringWidth(text, "Helvetica", size)
            if natural <= 0:
                continue
            line = canvas.beginText(box.x0 * across, height - box.y1 * down)
            line.setTextRenderMode(3)  # neither filled nor stroked: there, but unseen
            line.setFont("Helvetica", size)
            line.setHorizScale(100 * max(0.01, box.width * across / natural))
            line.textOut(text)
            canvas.drawText(line)
        canvas.showPage()
    canvas.save()
    return path


def _misread(text: str, strength: float, rng: random.Random) -> str:
    if rng.random() >= 0.8 * strength:
        return text
    if any(character.isdigit() for character in text):
        return (strokes.date if "/" in text else strokes.number)(text, rng).text
    return strokes.label(text, 1.0, rng) or text
