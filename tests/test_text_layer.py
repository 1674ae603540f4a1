"""A PDF's own text: one more opinion of a cell, as far as it agrees with the pixels."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from extractor.records import Cell, Source, Word
from extractor.text_layer import layer_readings, layer_words
from models.evidence import Reading
from models.geometry import Box

WORDS = ["Elm Trust", "04/05/2006", "1,250", "12.50", "Common Stock", "D", "Acme Mining", "9,000", "Jane Q. Doe"]


def pdf(lines: list[str], rotation: int = 0) -> Source:
    """One letter page, a line each 100 points down from y = 100, x = 72."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(612, 792 + 200))
    canvas.setPageRotation(rotation)
    for n, line in enumerate(lines):
        canvas.drawString(72, 792 + 100 - 100 * n, line)
    canvas.save()
    return Source(name="page.pdf", kind="pdf", media="application/pdf", sha256="", data=data.getvalue())


def cells(texts: list[str]) -> tuple[list[Cell], list[Box | None], list[Reading | None]]:
    """Cells as the page engine read them, where `pdf` prints its lines, at 200 dots an inch."""
    made, inks, read = [], [], []
    for n, text in enumerate(texts):
        box = Box(190, 270 * n + 230, 700, 270 * n + 300)
        made.append(Cell("issuer/issuerName", "name", "", 0, (Word(text, box, 1, 0.9),), 1, box))
        inks.append(box)
        read.append(Reading(text=text, score=0.95, source="page", engine="page 1"))
    return made, inks, read


def layer(texts: list[str]) -> list[Word]:
    return [Word(text, Box(200, 270 * n + 240, 400, 270 * n + 290), 1) for n, text in enumerate(texts)]


def test_words_stand_where_they_are_printed() -> None:
    found = layer_words(pdf(["Elm Trust", "1,250"]), 1, 1700)
    assert [word.text for word in found] == ["Elm", "Trust", "1,250"]
    assert abs(found[0].box.x0 - 200) < 4
    assert 250 < found[0].box.y0 < found[0].box.y1 < 282
    assert found[2].box.y0 > found[0].box.y1 + 200


def test_a_gap_parts_words_as_a_blank_does_and_narrow_letters_leave_none() -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(612, 792))
    canvas.setFont("Courier", 10)
    canvas.drawString(72, 700, "ill.1,i")
    canvas.drawString(72 + 7 * 6 + 4, 700, "OH")
    canvas.save()
    source = Source(name="x", kind="pdf", media="application/pdf", sha256="", data=data.getvalue())
    assert [word.text for word in layer_words(source, 1, 1700)] == ["ill.1,i", "OH"]


def test_a_turned_page_or_one_that_is_none_brings_no_words() -> None:
    assert layer_words(pdf(["Elm Trust"], rotation=90), 1, 1700) == ()
    assert layer_words(pdf(["Elm Trust"]), 7, 1700) == ()
    assert layer_words(Source(name="x", kind="pdf", media="application/pdf", sha256="", data=b"%PDF-1.4"), 1, 9) == ()


def test_a_layer_says_what_the_page_engine_misread() -> None:
    made, inks, read = cells([*WORDS[:-1], "Jane O. Doe"])
    said = layer_readings(made, inks, read, {1: layer(WORDS)})
    assert said[8].text == "Jane Q. Doe"
    assert said[8].source == "text-layer"
    assert 0.85 < said[8].score < 0.9, "as sure as it agrees: with eight of nine"


def test_a_layer_that_says_something_else_is_not_heard() -> None:
    made, inks, read = cells(WORDS)
    garbage = [*WORDS[:3], "x", "Coaaon", "0", "Aeme", "9,0", "lane"]
    assert layer_readings(made, inks, read, {1: layer(garbage)}) == {}


def test_too_few_cells_judge_no_layer() -> None:
    made, inks, read = cells(WORDS[:4])
    assert layer_readings(made, inks, read, {1: layer(WORDS)}) == {}


def test_a_note_is_read_between_its_words_not_before_them() -> None:
    made, inks, read = cells(WORDS)
    first = [Word("Held", Box(300, 5000, 360, 5030), 1, 0.9), Word("trust", Box(480, 5000, 560, 5030), 1, 0.9)]
    second = Word("for", Box(200, 5040, 240, 5070), 1, 0.9)
    note = Cell("footnote", "footnote", "footnotes", 1, (*first, second), 1, Box(200, 5000, 560, 5070))
    places = [("(1)", 240, 5002), ("Held", 300, 5002), ("by", 390, 5002), ("trust", 480, 5002), ("for", 200, 5042)]
    words = [Word(text, Box(x, y, x + 40, y + 25), 1) for text, x, y in places]
    said = layer_readings([*made, note], [*inks, None], [*read, None], {1: [*layer(WORDS), *words]})
    assert said[9].text == "Held by trust for"
