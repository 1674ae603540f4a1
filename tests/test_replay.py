"""Recorded engines: they answer as the real ones did, for the very picture or one hardly different."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from extractor.errors import EngineError
from extractor.ocr.engine import Engines
from extractor.ocr.replay import Recorder, Recording, recorded, recording_engines, replayed
from extractor.records import Kind, Word
from models.evidence import Reading
from models.geometry import Box
from tests.drawn import text_page, written


class Clerk:
    """Reads pages and crops; tells how dark the picture is."""

    name = "clerk 1.0"

    def read_page(self, pixels: np.ndarray, page: int) -> tuple[Word, ...]:
        return (Word(f"{pixels.mean():.1f}", Box(1, 2, 3.5, 4), page, 0.5),)

    def read_crops(self, crops: Sequence[np.ndarray], kind: Kind) -> tuple[Reading, ...]:
        return tuple(
            Reading(text=f"{kind} {crop.mean():.1f}", score=0.25, source="crop", engine=self.name) for crop in crops
        )


class Reader2(Clerk):
    name = "second 2.0"


PAGE = text_page()
NUMBERS = [written(text) for text in ("1,234", "1,284", "7.50", "")]


@pytest.fixture(scope="module")
def recording() -> Recording:
    clerk = Clerk()
    page, crops, recorders = recording_engines(clerk, Engines(clerk.name, Reader2(), clerk))
    page.read_page(PAGE, 1)
    for reader in (crops.second, crops.third):
        assert reader is not None
        reader.read_crops(NUMBERS, "shares")
        reader.read_crops(NUMBERS[:1], "money")
    return recorded(page, crops, recorders)


def test_the_answers_are_the_engines_own(recording: Recording, tmp_path: Path) -> None:
    recording.save(tmp_path / "one.json.gz")
    page, crops = replayed(Recording.load(tmp_path / "one.json.gz"))
    clerk, second = Clerk(), Reader2()
    assert page.name == crops.page == "clerk 1.0"
    assert page.read_page(PAGE, 7) == clerk.read_page(PAGE, 7)
    assert crops.second is not None
    assert crops.third is not None
    assert crops.second.read_crops(NUMBERS, "shares") == second.read_crops(NUMBERS, "shares")
    assert crops.third.read_crops(NUMBERS[:1], "money") == clerk.read_crops(NUMBERS[:1], "money")
    assert crops.third.read_crops([], "money") == ()


def test_the_same_recording_gives_the_same_bytes(recording: Recording, tmp_path: Path) -> None:
    for name in ("a", "b"):
        recording.save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_rounding_and_white_borders_make_no_difference(recording: Recording) -> None:
    page, crops = replayed(recording)
    assert crops.second is not None
    noise = np.random.default_rng(5).integers(-3, 4, NUMBERS[0].shape)
    rounded = np.clip(NUMBERS[0].astype(int) + noise, 0, 255).astype(np.uint8)
    bordered = np.pad(NUMBERS[0], 6, constant_values=255)
    for crop in (rounded, bordered):
        (reading,) = crops.second.read_crops([crop], "shares")
        assert reading.text == Reader2().read_crops(NUMBERS[:1], "shares")[0].text
    assert page.read_page(np.where(PAGE > 252, 254, PAGE).astype(np.uint8), 1)[0].box == Box(1, 2, 3.5, 4)


@pytest.mark.parametrize("text", ["1,235", "1,334", "1,23", "1.234", "9,999,999", "Common Stock"])
def test_another_number_is_unknown(recording: Recording, text: str) -> None:
    _, crops = replayed(recording)
    assert crops.second is not None
    with pytest.raises(EngineError, match=r"never shown to second 2\.0: record it again .*--record"):
        crops.second.read_crops([written(text)], "shares")


def test_another_kind_or_page_is_unknown(recording: Recording) -> None:
    page, crops = replayed(recording)
    assert crops.second is not None
    with pytest.raises(EngineError, match="This date cell"):
        crops.second.read_crops(NUMBERS[:1], "date")
    with pytest.raises(EngineError, match="This page"):
        page.read_page(np.ascontiguousarray(PAGE[::-1]), 1)


@pytest.mark.parametrize("content", [b"", b"not packed", b"\x1f\x8b\x08\x00garbage"])
def test_a_broken_recording_says_how_to_record(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.json.gz"
    with pytest.raises(EngineError, match=r"broken\.json\.gz is no recording.*--record"):
        Recording.load(path)
    path.write_bytes(content)
    with pytest.raises(EngineError, match=r"broken\.json\.gz is no recording.*--record"):
        Recording.load(path)


def test_a_recording_without_one_of_its_engines_is_refused(recording: Recording) -> None:
    with pytest.raises(EngineError, match=r"lacks second 2\.0"):
        replayed(recording.model_copy(update={"engines": recording.engines[:1]}))


def test_recording_changes_no_answer() -> None:
    recorder = Recorder(Clerk())
    assert recorder.read_crops(NUMBERS, "shares") == Clerk().read_crops(NUMBERS, "shares")
    assert recorder.read_page(PAGE, 3) == Clerk().read_page(PAGE, 3)
