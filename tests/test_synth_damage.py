"""Damage: the same seed gives the same pixels, strength 0 leaves print alone, and what is hidden is reported."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from extractor.synth.damage import EFFECTS, LEVELS, RECIPES, Level, Sheet, damage
from extractor.synth.damage.geometry import off_the_page, resampled, skew, turn
from extractor.synth.damage.marks import hidden
from extractor.synth.write import CONTAINERS, write
from models.geometry import Box

Pixels = NDArray[np.uint8]


def printed_page(width: int = 850, height: int = 1100) -> Pixels:
    """A page at 100 dpi with a frame, lines of words and a solid spot at (600, 800) to find again."""
    page = np.full((height, width), 255, np.uint8)
    cv2.rectangle(page, (60, 60), (width - 60, height - 60), 0, 2)
    for y in range(100, height - 100, 30):
        cv2.putText(
            page, "Common Stock 02/14/2011 S 1,234 D", (90, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 1, cv2.LINE_AA
        )
    cv2.rectangle(page, (590, 790), (610, 810), 0, -1)
    return page


PAGE = printed_page()


@pytest.mark.parametrize("name", EFFECTS)
def test_an_effect_is_a_function_of_strength_and_seed(name: str) -> None:
    sheet = Sheet(PAGE, (100.0, 100.0))
    before = PAGE.copy()
    once, again = EFFECTS[name](sheet, 0.6, 5), EFFECTS[name](sheet, 0.6, 5)
    assert np.array_equal(once.pixels, again.pixels)
    assert np.array_equal(PAGE, before), "the page given must stay as it was"
    assert once.pixels.dtype == np.uint8
    assert not np.array_equal(once.pixels, PAGE), "a strength of 0.6 is visible"


@pytest.mark.parametrize("name", sorted(set(EFFECTS) - {"jpeg", "bilevel"}))
def test_strength_zero_leaves_the_sheet_as_it_is(name: str) -> None:
    after = EFFECTS[name](Sheet(PAGE, (100.0, 100.0)), 0.0, 9)
    assert np.abs(after.pixels.astype(int) - PAGE).max() <= 2


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_reproducible_and_says_what_it_did(level: Level) -> None:
    pages = [cv2.resize(printed_page(height=height), (1700, 2 * height)) for height in (420, 540)]
    one, two = (damage(pages, level, 11, dpi=200) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one.pages, two.pages, strict=True))
    assert one.steps == two.steps
    assert {name for step in one.steps[0] for name in step[:1]} <= {
        *EFFECTS, "fax 204x196", "fax 204x98",
    }  # fmt: skip
    assert not any(one.ruined), "without `ruin` everything can be read"
    if one.bilevel:
        assert all(set(np.unique(page)) <= {0, 255} for page in one.pages)
    if level != "L0":
        other = damage(pages, level, 12, dpi=200)
        assert one.steps != other.steps


def test_levels_have_their_resolutions() -> None:
    pages = [PAGE[:80, :200]]
    assert damage(pages, "L1", 1, dpi=100).dpi == (300, 300)
    assert damage(pages, "L2", 1, dpi=100).dpi == (200, 200)
    faxes = {damage(pages, "L3", seed, dpi=100).dpi for seed in range(25)}
    assert faxes == {(204.0, 196.0), (204.0, 98.0)}
    turned = {damage(pages, "L5", seed, dpi=100).rotation for seed in range(25)}
    assert turned == {90, 180, 270}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_matrix_finds_a_printed_spot_again(level: Level, seed: int) -> None:
    done = damage([PAGE], level, seed, dpi=100)
    x, y, w = done.matrices[0] @ [600, 800, 1]
    x, y = x / w, y / w
    assert done.pages[0][round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2].mean() < 150


def test_a_hidden_field_is_reported_and_cannot_be_read() -> None:
    field = Box(200, 300, 330, 312)
    done = damage([PAGE, PAGE], "L2", 3, dpi=100, ruin=1, targets=[[field], [field]])
    fields = {"a": (1, field), "b": (2, field), "c": (2, Box(500, 600, 560, 612))}
    assert done.ruined_fields(fields) == ("a", "b")
    page = hidden(Sheet(PAGE, (100.0, 100.0)), 0.6, 7, [field]).pixels
    assert not np.array_equal(page[300:312, 200:330], PAGE[300:312, 200:330])


def test_print_that_falls_off_the_page_is_reported() -> None:
    moved = np.array([[1.0, 0, -150], [0, 1, 0], [0, 0, 1]])
    lost = off_the_page(PAGE, moved, (850, 1100))
    assert lost
    assert max(box.x1 for box in lost) <= 170
    assert off_the_page(PAGE, np.eye(3), (850, 1100)) == ()


def test_skew_keeps_right_angles_on_paper_when_axes_are_unequal() -> None:
    sheet = skew(resampled(Sheet(PAGE, (100.0, 100.0)), (204.0, 98.0)), 1, 2)
    across, down = sheet.matrix[:2, 0] / sheet.dpi, sheet.matrix[:2, 1] / sheet.dpi
    assert abs(across @ down) < 1e-9


def test_turning_four_times_is_no_turn() -> None:
    sheet = Sheet(PAGE, (204.0, 98.0))
    turned = sheet
    for _ in range(4):
        turned = turn(turned, 1)
    assert np.array_equal(turned.pixels, PAGE)
    assert np.allclose(turned.matrix, np.eye(3))
    assert turn(sheet, 1).dpi == (98.0, 204.0)


def test_strokes_survive_every_level() -> None:
    """At least most of the print is still darker than its surroundings: nobody tuned a recipe into a blank page."""
    for level, recipe in RECIPES.items():
        assert recipe == () or len(recipe) > 5
        done = damage([cv2.resize(PAGE, (2550, 3300))], level, 4)
        page, matrix = done.pages[0], done.matrices[0]
        back = cv2.warpPerspective(page, np.linalg.inv(matrix), (2550, 3300), borderValue=255)
        ink = cv2.resize(PAGE, (2550, 3300)) < 60
        near = cv2.blur(back, (41, 41))
        assert (back[ink] < near[ink]).mean() > 0.8, level


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("level", ["L1", "L3"])
def test_files_keep_pages_and_resolution(tmp_path: Path, container: str, level: Level) -> None:
    seed = next(
        seed for seed in range(99) if level == "L1" or damage([PAGE[:80, :200]], "L3", seed, dpi=100).dpi[1] == 98
    )
    done = damage([PAGE[:300], PAGE[300:600]], level, seed, dpi=100)
    paths = write(done, tmp_path, "doc", container)  # type: ignore[arg-type]
    if container == "pdf":
        document = pypdfium2.PdfDocument(paths[0])
        assert len(document) == 2
        width, height = document[0].get_size()
        assert width == pytest.approx(done.pages[0].shape[1] / done.dpi[0] * 72, abs=0.1)
        assert height == pytest.approx(done.pages[0].shape[0] / done.dpi[1] * 72, abs=0.1)
        packed = paths[0].read_bytes()
        assert (b"CCITTFaxDecode" in packed) == done.bilevel
    elif container == "tiff":
        with Image.open(paths[0]) as image:
            assert image.n_frames == 2  # type: ignore[attr-defined]
            assert image.info["dpi"] == pytest.approx(done.dpi, abs=0.1)
            assert image.info["compression"] == ("group4" if done.bilevel else "jpeg")
            if done.bilevel:
                assert np.array_equal(np.asarray(image.convert("L")), done.pages[0])
    else:
        assert [path.name for path in paths] == [f"doc-p{n}.{'png' if container == 'png' else 'jpg'}" for n in (1, 2)]
        with Image.open(paths[1]) as image:
            assert image.info["dpi"] == pytest.approx(done.dpi, abs=0.5)
            if container == "png":
                assert np.array_equal(np.asarray(image.convert("L")), done.pages[1])


def test_writing_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no pages"):
        write(damage([], "L0", 1), tmp_path, "doc", "pdf")
