"""How our own reader is made: the same seed gives the same crops and the same weights, and the result can be run."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from extractor.ocr.own_letters import LETTERS, classes_of
from extractor.ocr.train import texts
from tests.drawn import written

pytest.importorskip("reportlab")
needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None or importlib.util.find_spec("onnx") is None,
    reason="training needs PyTorch and onnx (the extra train)",
)


def test_texts_are_of_letters_that_the_reader_knows() -> None:
    rng = random.Random(1)
    seen = {texts.drawn_text(rng) for _ in range(3000)}
    assert {kind for kind, _ in seen} == set(texts.SPLIT_KINDS)
    assert all(text and set(text) <= set(LETTERS) and text == text.strip() for _, text in seen)


def test_closed_kinds_are_written_in_their_grammar() -> None:
    """What is trained on is what the beam may say, but for words that stand in for a value and torn marks."""
    from extractor.ocr.own_grammar import KINDS, grammar_of

    rng = random.Random(2)
    for kind in KINDS:
        drawn = [texts.text_of_kind(kind, rng) for _ in range(400)]
        accepted = sum(grammar_of(kind).accepts(text) for text in drawn)
        assert accepted >= 0.95 * len(drawn), (kind, [t for t in drawn if not grammar_of(kind).accepts(t)][:10])


def test_no_family_is_in_two_parts() -> None:
    from extractor.ocr.train.faces import FAMILIES

    parts = [{family for families in sorts.values() for family in families} for sorts in FAMILIES.values()]
    assert sum(len(part) for part in parts) == len(set.union(*parts))


def test_a_chunk_is_decided_by_its_seed_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.ocr.train import batches
    from extractor.ocr.train.batches import SIZE, _fresh, chunk

    monkeypatch.setattr(batches, "_SORTED", 2)  # of two batches, not of eight: to draw them takes long
    _fresh.cache_clear()
    one = chunk(5, 3)
    _fresh.cache_clear()
    again, other = chunk(5, 3), chunk(6, 3)
    assert [batch.ink.tobytes() for batch in one] == [batch.ink.tobytes() for batch in again]
    assert [batch.classes.tobytes() for batch in one] == [batch.classes.tobytes() for batch in again]
    assert [batch.ink.tobytes() for batch in one] != [batch.ink.tobytes() for batch in other]
    for batch in one:
        assert batch.ink.shape[:2] == (SIZE, 24)
        assert batch.lengths.sum() == len(batch.classes)
        assert (2 * batch.lengths.max() + 2) / 2 <= batch.ink.shape[2]
    _fresh.cache_clear()


def test_cells_are_cut_where_values_are_printed() -> None:
    """A clean page: every cell has ink, and the values of one filing come with their kinds."""
    from extractor.ocr.own_normalise import normalised
    from extractor.ocr.train.pages import cut_filing

    crops = list(cut_filing(3, 0, "tuning"))
    assert {"shares", "date", "code", "letter"} <= {crop.kind for crop in crops if crop.text}
    assert {crop.level for crop in crops} == {"clean"}
    assert all(normalised(crop.pixels) is not None for crop in crops if crop.text)


def test_a_tally_counts_by_kind_and_level() -> None:
    from extractor.ocr.train.drawn import Crop
    from extractor.ocr.train.measure import area_under_risk, same, tally
    from models.evidence import Reading

    pixels = np.full((20, 20), 255, np.uint8)
    crops = [
        Crop(pixels, "12", "shares", "fax", ""), Crop(pixels, "$3", "money", "fax", ""),
        Crop(pixels, "", "shares", "fax", ""), Crop(pixels, "15", "shares", "clean", ""),
    ]  # fmt: skip
    answers = {"shares": iter(("1 2", "7", "16")), "money": iter(("$3",))}

    def read(asked: object, kind: str) -> list[Reading]:
        return [
            Reading(text=next(answers[kind]), score=0.5, source="crop", engine="e")
            for _ in asked  # type: ignore[attr-defined]
        ]

    found = tally(read, crops)  # type: ignore[arg-type]
    assert found.share(("shares", "money"), ("fax",)) == (100, 2)
    assert found.share(("shares",), ("fax", "clean")) == (50, 2)
    assert (found.blanks, found.invented) == (1, 1)
    assert 0 < area_under_risk(found) < 1
    assert same("m", "M", "code")
    assert not same("m", "M", "ticker")


def test_text_that_is_cut_off_is_marked_and_judged_apart() -> None:
    from extractor.ocr.train.drawn import draw
    from extractor.ocr.train.measure import closed

    rng = random.Random(4)
    drawn = [draw("train", rng, "date", "clean", cut=share) for share in (0.0, 1.0) for _ in range(12)]
    cut = [crop for crop in drawn if crop.cut]
    assert not any(crop.cut for crop in drawn[:12])
    assert len(cut) == 12
    assert not {id(crop) for crop in cut} & {id(crop) for crop in closed(drawn)}


def test_readers_together_say_what_most_probability_stands_behind() -> None:
    pytest.importorskip("sklearn")
    from extractor.ocr.train.drawn import Crop
    from extractor.ocr.train.measure import Tally
    from extractor.ocr.train.together import curves, together

    pixels = np.full((20, 20), 255, np.uint8)
    crops = [Crop(pixels, "1", "shares", "fax", "") for _ in range(100)]
    sure = Tally(answers=[("1", 0.9, True)] * 90 + [("7", 0.3, False)] * 10)
    vain = Tally(answers=[("1", 0.99, True)] * 60 + [("7", 0.99, False)] * 40)
    shares = curves({"sure": sure, "vain": vain}, crops, ("shares",))
    assert shares["sure", "shares"](0.9) > shares["vain", "shares"](0.99) > shares["sure", "shares"](0.3)
    asked = {
        "sure": Tally(answers=[("12", 0.9, True), ("$ 3", 0.3, False), ("", 0.0, False)]),
        "vain": Tally(answers=[("17", 0.99, False), ("8", 0.99, True), ("", 0.0, False)]),
        "third": Tally(answers=[("17", 0.99, False), ("3", 0.99, False), ("", 0.0, False)]),
    }
    shares = {**shares, ("third", "shares"): lambda _: 0.1}  # type: ignore[dict-item]
    found = together(asked, crops[:3], shares)
    assert [text for text, _, _ in found.answers] == ["12", "8", ""]
    assert found.share(("shares",), ("fax",)) == (pytest.approx(200 / 3), 3)


@needs_torch
@pytest.mark.slow
def test_training_goes_on_where_it_was_and_can_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off and resumed gives the weights of one go; the file exported says what the net says."""
    import torch

    from extractor.ocr.own import WAY, OwnReader
    from extractor.ocr.train import batches, loop
    from extractor.ocr.train.card import named
    from extractor.ocr.train.export import LARGEST_DIFFERENCE, differences, export

    monkeypatch.setattr(batches, "SIZE", 8)  # little to draw, and little to learn from
    batches._fresh.cache_clear()
    some = batches.chunk(5, 3)
    batches._fresh.cache_clear()

    def fed(_seed: int, start: int) -> Iterator[tuple[int, batches.Batch]]:
        yield from ((number, some[number % len(some)]) for number in range(start, 100))

    monkeypatch.setattr(loop, "batches", fed)
    torch.set_num_threads(1)
    told: list[str] = []

    class BrokenOff(Exception):  # noqa: N818  # a hand on the switch
        pass

    def broken_off(line: str) -> None:
        told.append(line)
        if len(told) == 3:
            raise BrokenOff

    whole = loop.train(loop.Plan(3, 0, 6, tmp_path / "whole.pt"), told.append, lambda _: "checked")
    assert told == ["checked"]
    told.clear()
    with pytest.raises(BrokenOff):
        loop.train(loop.Plan(3, 0, 6, tmp_path / "parts.pt", every=0), broken_off, lambda _: "checked")
    parts = loop.train(loop.Plan(3, 0, 6, tmp_path / "parts.pt"), told.append, lambda _: "checked")
    assert told[3].startswith("goes on after 3 batches")
    for one, other in zip(whole.average.state_dict().values(), parts.average.state_dict().values(), strict=True):
        assert torch.equal(one, other)
    export(whole.average, tmp_path / "own.onnx")
    named(tmp_path / "own.onnx", "test")
    line = np.zeros((24, 70), np.uint8)
    line[6:20, 10:14] = 255
    assert differences(whole.average, tmp_path / "own.onnx", [line]) <= LARGEST_DIFFERENCE
    (reading,) = OwnReader(tmp_path / "own.onnx", gate=0.0).read_crops([written("12")], "shares")
    assert reading.engine == f"own test/{WAY}"


def test_batches_come_in_their_order_from_a_process_of_their_own() -> None:
    from extractor.ocr.train.batches import batches, chunk

    expected = chunk(5, 3)
    with closing(batches(5, 26)) as feed:
        found = [next(feed) for _ in range(3)]
    assert [number for number, _ in found] == [26, 27, 28]
    for (_, batch), wanted in zip(found, expected[2:], strict=False):
        assert np.array_equal(batch.ink, wanted.ink)
        assert np.array_equal(batch.classes, wanted.classes)


def test_training_without_its_packages_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from typer.testing import CliRunner

    from extractor.ocr.train.__main__ import app

    monkeypatch.setitem(sys.modules, "torch", None)
    ran = CliRunner().invoke(app, ["--out", str(tmp_path / "out")])
    assert ran.exit_code == 2
    assert "pip install 'form4[train,synth]'" in ran.output
    assert not (tmp_path / "out").exists()


def test_characters_have_classes() -> None:
    assert len(set(classes_of(LETTERS))) == len(LETTERS)
    assert min(classes_of(LETTERS)) == 1
