"""Places of the head: a city that wraps, a state that runs into its postal code, a country below; a box whose label
is lost leaves its neighbour what is its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from extractor.ink import inked
from extractor.layouts import load_layouts
from extractor.records import Page, Sheet
from extractor.register import register
from extractor.segment.head import head_cells
from extractor.segment.owner_box import owner_box_cells
from extractor.segment.sections import sections
from models.geometry import Box
from tests.test_head_boxes import BOX, HEAD, LAYOUT, owner, registered, said, words_of


def test_a_city_wraps_below_a_place_that_is_complete_without_it() -> None:
    found = owner(
        (10, 120, "ROE GILES"), (10, 160, "1151 CANAL STREET"), (10, 212, "SAN"), (60, 212, "CALIFORNIA"),
        (130, 212, "94144"), (10, 226, "FRANCISCO"),
        labels=(*BOX[:2], (10, 240, "(City)"), (60, 240, "(State)"), (130, 240, "(Zip)")),
    )  # fmt: skip
    assert (found["rptOwnerCity"], found["rptOwnerState"], found["rptOwnerZipCode"]) == (
        "SAN FRANCISCO", "CALIFORNIA", "94144"
    )  # fmt: skip
    assert found["rptOwnerStreet1"] == "1151 CANAL STREET"


def test_a_state_that_runs_into_its_postal_code_ends_before_the_first_figure() -> None:
    found = owner(
        (10, 120, "ROE GILES"), (10, 160, "6897 PARKWAY SQUARE"), (10, 220, "AMSTERDAM"),
        (90, 220, "NETHERLANDS1017 CA"),
        labels=(*BOX[:2], (10, 240, "(City)"), (90, 240, "(State)"), (160, 240, "(Zip)")),
    )  # fmt: skip
    assert (found["rptOwnerCity"], found["rptOwnerState"], found["rptOwnerZipCode"]) == (
        "AMSTERDAM", "NETHERLANDS", "1017 CA"
    )  # fmt: skip


def test_worn_words_among_small_labels_and_specks_are_no_name_and_no_place() -> None:
    labels = ((10, 140, "thas\t(Firs)\t(Midlle)"), *BOX[1:])
    typed = ((10, 120, "ROE GILES"), (10, 160, "1 ELM ST."), (10, 212, "RENO\tNV\t89501"), (10, 226, "cm"))
    worn = [
        replace(word, score=0.5) if word.text == "thas" else word for word in words_of(HEAD[1], *labels, *typed)
    ]
    _, registration = registered([*words_of(*HEAD[:1], *HEAD[2:]), *worn])
    found = said(owner_box_cells(worn, Box(0, 95, 390, 300), registration, 1))
    assert (found["rptOwnerName"], found["rptOwnerCity"], found["rptOwnerState"]) == ("ROE GILES", "RENO", "NV")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_country_below_the_place_is_in_the_box_of_any_size(scale: float) -> None:
    """The row of the country is as high as the form is printed large."""
    box = (*BOX, (10, 282, "(Country)"), (10, 120, "ROE GILES"), (10, 160, "1 ELM ST."), (10, 262, "IRELAND"))
    words = words_of(*HEAD[:6], *box, (10, 220, "DUBLIN\tIRELAND\tD02 X285"), (300, 320, HEAD[6][2]))
    large = [replace(word, box=Box(*(scale * edge for edge in word.box))) for word in words]
    newest = next(layout for layout in load_layouts() if layout.id == "form4-edgar-2026")
    page = Page(1, 100 * scale, np.full((2400, 2600), 255, np.uint8))
    (filing,), _ = register([Sheet(page, (), tuple(large))], [newest])
    (head, *_) = sections(filing.sheets, filing.registrations)
    assert said(head_cells(head, inked(page, ())))["rptOwnerCountry"] == "IRELAND"


def test_a_box_whose_label_is_lost_leaves_its_neighbour_its_date() -> None:
    lines = [line for line in HEAD if not line[2].startswith("4.")]
    words = words_of(*lines, *BOX, (10, 120, "ROE GILES"), (400, 215, "05/11/2026"))
    (filing,), _ = register([Sheet(Page(1, 100, np.full((1000, 1200), 255, np.uint8)), (), tuple(words))], [LAYOUT])
    (head, *_) = sections(filing.sheets, filing.registrations)
    found = said(head_cells(head, inked(head.sheet.page, ())))
    assert (found["periodOfReport"], found["dateOfOriginalSubmission"]) == ("05/11/2026", "")
