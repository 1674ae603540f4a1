"""A form that nobody filled in gives no value but what is printed on it: never an invented field."""

from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.ocr.engine import Engines
from extractor.options import Options
from extractor.records import Source
from models.layout import Layout
from tests.drawn import LAYOUTS, laid_out, sheet

SOURCE = Source(name="blank.pdf", sha256="0" * 64, kind="pdf", media="application/pdf", data=b"")


BLANK = [layout for layout in LAYOUTS.values() if layout.form != "3"]  # made labels of Form 3 run into each other


@pytest.mark.parametrize("layout", BLANK, ids=lambda layout: layout.id)
def test_a_blank_form_is_a_blank_form(layout: Layout) -> None:
    document = pipeline.read_sheets((SOURCE,), (sheet(laid_out(layout)),), Engines("spotter 1", None, None), Options())
    (found,) = pipeline.conclude(document, Options())
    said = {field.path: field.value for field in found.fields if field.value not in (None, "0")}
    assert said in ({}, {"documentType": layout.form})
