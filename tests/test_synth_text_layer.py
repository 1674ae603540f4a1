"""A text layer behind a scan lies on the print it belongs to, and is as wrong as asked for."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.synth.damage import damage
from extractor.synth.text_layer import old_ocr, printed_words, write_searchable


@pytest.fixture(scope="module")
def pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(612, 792))
    for row in range(12):
        canvas.drawString(72, 700 - 24 * row, f"Common Stock 02/1{row % 10}/2011 S {row},750 D")
    canvas.save()
    return made.getvalue()


def test_words_of_a_pdf_have_ink_in_their_boxes(pdf: bytes) -> None:
    (words,) = printed_words(pdf, 100)
    pixels = np.array(pypdfium2.PdfDocument(pdf)[0].render(scale=100 / 72, grayscale=True).to_pil())
    assert [text for text, _ in words[:6]] == ["Common", "Stock", "02/10/2011", "S", "0,750", "D"]
    for _, box in words:
        assert pixels[int(box.y0) : int(box.y1) + 1, int(box.x0) : int(box.x1) + 1].min() < 128


@pytest.mark.parametrize("level", ["L1", "L3"])
def test_a_true_layer_lies_on_the_damaged_print(pdf: bytes, level: str, tmp_path: Path) -> None:
    page = np.array(pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil())
    damaged = damage([page], level, 4, dpi=200)  # type: ignore[arg-type]
    (words,) = printed_words(pdf, 200)
    layer = old_ocr(words, damaged, 1, 0.0, 1)
    assert [text for text, _ in layer] == [text for text, _ in words]
    for _, box in layer:
        assert damaged.pages[0][int(box.y0) : int(box.y1) + 2, int(box.x0) : int(box.x1) + 2].min() < 150
    path = write_searchable(damaged, [layer], tmp_path / "scan.pdf")
    document = pypdfium2.PdfDocument(path)
    assert "Common Stock" in document[0].get_textpage().get_text_range().replace("\r\n", " ")
    assert document[0].get_size()[0] == pytest.approx(damaged.pages[0].shape[1] / damaged.dpi[0] * 72, abs=0.1)


def test_a_garbage_layer_is_garbage(pdf: bytes) -> None:
    damaged = damage([np.full((220, 170), 255, np.uint8)], "L0", 1, dpi=20)
    (words,) = printed_words(pdf, 20)
    layer = old_ocr(words, damaged, 1, 1.0, 3)
    assert len(layer) < len(words)
    right = {text for text, _ in words}
    assert sum(text in right for text, _ in layer) < 0.75 * len(layer)
