"""The overlay: a picture of the page, larger by its legend, that tells states apart and survives any box."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from extractor.draw import overlay
from extractor.records import Page, RulingLine, Sheet
from models.field import Field, State
from models.geometry import Box

SHEET = Sheet(Page(1, 200.0, np.full((300, 400), 255, np.uint8)), (RulingLine(10, 50, 390, 50, 1),), ())
PATH = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"


def field(box: Box, state: State = State.READ, page: int = 1, review: bool = False) -> Field:
    value = "12500" if state in (State.READ, State.REPAIRED) else None
    return Field(path=PATH, value=value, state=state, confidence=0.97, needs_review=review, page=page, box=box)


def drawn(*fields: Field) -> Image.Image:
    return Image.open(io.BytesIO(overlay(SHEET, None, fields)))


def test_the_page_is_drawn_whole_under_a_legend() -> None:
    picture = drawn()
    assert (picture.format, picture.width) == ("PNG", 400)
    assert 300 < picture.height < 360
    assert round(picture.info["dpi"][0]) == 200


@pytest.mark.parametrize(
    "shown", [field(Box(20, 80, 200, 160), state) for state in (State.READ, State.BLANK, State.UNREADABLE)]
    + [field(Box(20, 80, 200, 160), review=True)],
)
def test_each_state_looks_its_own_way(shown: Field) -> None:
    others = [field(Box(20, 80, 200, 160), State.READ), field(Box(20, 80, 200, 160), State.UNREADABLE)]
    assert drawn(shown).tobytes() != drawn().tobytes()
    assert all(other == shown or drawn(other).tobytes() != drawn(shown).tobytes() for other in others)


def test_fields_of_other_pages_are_left_out() -> None:
    assert drawn(field(Box(20, 80, 200, 160), page=2)).tobytes() == drawn().tobytes()


_NUMBER = st.floats(-1000, 1000)


@given(st.builds(Box, _NUMBER, _NUMBER, _NUMBER, _NUMBER))
def test_any_box_can_be_drawn(box: Box) -> None:
    assert drawn(field(box)).width == 400
