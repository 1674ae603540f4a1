"""Where the marks of the relationship box can stand, though words are boxed as an engine pleased."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.ink import InkedPage, inked
from extractor.marks import MARKED, UNMARKED, mark_score
from extractor.records import Cell, Page, Word
from extractor.segment.mark_places import relationship_places
from extractor.segment.marks import with_places
from models.geometry import Box

ZONE = Box(20, 20, 780, 160)
LABELS = {"Director": (120, 60), "10% Owner": (480, 60), "Officer (give title below)": (120, 110),
          "Other (specify below)": (480, 110)}  # fmt: skip


def form(*marked: str) -> np.ndarray:
    """The four labels with an underscore before each, a cross on those of the labels given."""
    pixels = np.full((200, 800), 255, np.uint8)
    for label, (x, y) in LABELS.items():
        cv2.putText(pixels, label, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.55, 0, 2)
        cv2.line(pixels, (x - 80, y + 2), (x - 20, y + 2), 0, 1)
        if label in marked:
            cv2.line(pixels, (x - 56, y - 12), (x - 44, y), 0, 2)
            cv2.line(pixels, (x - 56, y), (x - 44, y - 12), 0, 2)
    return pixels


def words_of(early: str) -> list[Word]:
    """The labels' words as they stand; those of one label boxed from its underscore on, their width shared out."""
    found = []
    for label, (x, y) in LABELS.items():
        begins, width = (x - 80, 80 + 9.4 * len(label)) if label == early else (x, 9.4 * len(label))
        at = 0
        for text in label.split(" "):
            x0, x1 = (begins + width * place / len(label) for place in (at, at + len(text)))
            found.append(Word(text, Box(x0, y - 13, x1, y + 2), 1))
            at += len(text) + 1
    return found


def places(page: InkedPage, early: str) -> dict[str, float]:
    return {
        field: mark_score(page, place) for field, place in relationship_places(words_of(early), ZONE, page).items()
    }


@pytest.mark.parametrize("early", ["", *LABELS])
def test_a_mark_boxed_with_its_label_is_found(early: str) -> None:
    page = inked(Page(1, 200.0, form("Director", "Other (specify below)")), ())
    scores = places(page, early)
    assert scores["isDirector"] >= MARKED
    assert scores["isOther"] >= MARKED
    assert max(scores["isOfficer"], scores["isTenPercentOwner"]) <= UNMARKED


def test_a_mark_in_anothers_place_is_not_this_ones() -> None:
    mine, its = Box(100, 100, 140, 120), Box(400, 100, 440, 120)
    stray = Cell("reportingOwnerRelationship/isOther", "checkbox", "reportingOwner", 1, (Word("X", mine, 1),), 1, mine)
    cells = with_places([stray], "reportingOwnerRelationship/", {"isOfficer": mine, "isOther": its}, 1)
    assert [cell.words for cell in cells if cell.field.endswith("isOther")] == [()]
