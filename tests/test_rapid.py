"""The second engine: its known habits undone, crops cut into lines. Its models are not needed here."""

from __future__ import annotations

import string
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.ocr.rapid import RapidRecogniser, known_habits, split_lines
from tests.drawn import written


@pytest.mark.parametrize(
    ("kind", "read", "meant"),
    [
        ("code", "m", "M"),
        ("letter", "d", "D"),
        ("state", "ny", "NY"),
        ("date", "11.01.2012", "11/01/2012"),
        ("date", "11:01:2012", "11/01/2012"),
        ("date", "11/01/2012(1).", "11/01/2012(1)."),
        ("money", "S3.25", "$3.25"),
        ("money", "s12", "$12"),
        ("money", "3.25", "3.25"),
        ("shares", "S3", "S3"),
        ("text", "S3.25 a.b", "S3.25 a.b"),
        ("title", "Series S3", "Series S3"),
        ("name", "DES MOÍNES HOLDINĆS", "DES MOINES HOLDINCS"),
    ],
)
def test_known_habits_are_undone_where_they_are_known(kind: Any, read: str, meant: str) -> None:
    assert known_habits(read, kind) == meant


@given(st.text(), st.sampled_from(["code", "letter", "state", "date", "money", "shares", "text", "name"]))
def test_undoing_twice_changes_nothing_more(text: str, kind: Any) -> None:
    once = known_habits(text, kind)
    assert known_habits(once, kind) == once


@given(st.text(string.digits + ",()"), st.sampled_from(["shares", "money", "date", "text"]))
def test_plain_numbers_stay(text: str, kind: Any) -> None:
    assert known_habits(text, kind) == text


@pytest.mark.parametrize("text", ["1,250", "Common Stock", "i", "(1)", "Übung", "a\nb", "Common\nStock,\npar value"])
def test_a_crop_has_the_lines_it_shows(text: str) -> None:
    lines = split_lines(written(text, size=28))
    assert len(lines) == len(text.split("\n"))


def test_no_ink_is_no_line() -> None:
    assert split_lines(np.full((40, 100), 255, np.uint8)) == []
    assert split_lines(np.full((1, 1), 255, np.uint8)) == []


def test_lines_keep_all_their_ink() -> None:
    crop = written("Jpg\nqÄy", size=30)
    first, second = split_lines(crop)
    assert (first < 140).sum() + (second < 140).sum() >= (crop < 140).sum()


@given(st.binary(min_size=1, max_size=400), st.integers(1, 20))
def test_any_picture_can_be_split(data: bytes, width: int) -> None:
    rows = max(1, len(data) // width)
    crop = np.resize(np.frombuffer(data, np.uint8), (rows, width))
    assert all(line.shape[1] == width and line.shape[0] >= 3 for line in split_lines(crop))


def test_a_crop_is_read_line_by_line_and_as_sure_as_its_least_sure_line() -> None:
    answers = iter([("Common", 0.9), ("", 0.0), ("Stock", 0.6)])

    def engine(_: Any, **flags: bool) -> SimpleNamespace:
        assert flags == {"use_det": False, "use_cls": False, "use_rec": True}
        text, score = next(answers)
        return SimpleNamespace(txts=(text,), scores=(score,))

    reader = RapidRecogniser()
    reader.__dict__.update(_engine=engine, name="rapidocr 0")
    (reading,) = reader.read_crops([written("Common\nAAAA\nStock", size=28)], "title")
    assert (reading.text, reading.score, reading.engine) == ("Common Stock", 0.6, "rapidocr 0")


@pytest.mark.parametrize("result", [None, SimpleNamespace(txts=None, scores=None), SimpleNamespace(txts=(), scores=())])
def test_no_answer_is_an_empty_reading(result: Any) -> None:
    reader = RapidRecogniser()
    reader.__dict__.update(_engine=lambda _, **__: result, name="rapidocr 0")
    (reading,) = reader.read_crops([written("12")], "shares")
    assert (reading.text, reading.score) == ("", 0.0)
