"""Our own reader with the weights that come with it, and without."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.errors import EngineError
from extractor.ink import inked
from extractor.ocr import Engines, engines
from extractor.ocr.own import CARD, GATE, WAY, WEIGHTS, OwnReader, available, likelier
from extractor.ocr.own_beam import Text
from extractor.ocr.own_grammar import grammar_of
from extractor.ocr.own_letters import BLANK, CLASSES
from extractor.ocr.own_looks import looks, mean
from extractor.ocr.own_normalise import Line
from extractor.options import Options
from extractor.read import read_cells
from extractor.records import Cell, Kind, Page
from extractor.upright import Pixels
from models.evidence import Reading
from models.geometry import Box
from tests.drawn import written
from tests.test_own_normalise import raised

needs_weights = pytest.mark.skipif(not available(), reason="the weights of our own reader or onnxruntime are missing")

PRINTED = (
    ("shares", ("1,250", "45,000", "375,000", "1,791,454", "7", "2,171,372")),
    ("money", ("$14.35", "0.68", "$1.39", "22.75", "$0")),
    ("date", ("02/27/2012", "07/19/1999", "12/31/2004", "01/05/2026")),
    ("code", ("M", "F", "S", "P")),
    ("letter", ("A", "D")),
    ("zip", ("06880", "10017")),
)


@needs_weights
@pytest.mark.parametrize(("kind", "texts"), PRINTED, ids=[kind for kind, _ in PRINTED])
def test_plain_crops_are_read(kind: str, texts: tuple[str, ...]) -> None:
    readings = OwnReader().read_crops([written(text, size=24) for text in texts], kind)  # type: ignore[arg-type]
    assert [reading.text for reading in readings] == list(texts)
    assert all(GATE <= reading.score <= 1 and reading.source == "crop" for reading in readings)


@needs_weights
def test_crops_are_read_alike_alone_and_together_and_again() -> None:
    texts = ("1,250", "9", "12,345,678", "0.68", "31,415.9265", "100")
    crops = [written(text, size=24) for text in texts]
    together = OwnReader(gate=0.0).read_crops(crops, "shares")
    assert together == OwnReader(gate=0.0).read_crops(crops, "shares")
    for crop, reading in zip(crops, together, strict=True):
        (alone,) = OwnReader(gate=0.0).read_crops([crop], "shares")
        assert alone.text == reading.text
        assert alone.score == pytest.approx(reading.score, abs=0.05)


@needs_weights
def test_best_texts_are_ranked_and_of_the_kind() -> None:
    (best,) = OwnReader().read_best([written("$14.35", size=20)], "money")
    assert best[0].text == "$14.35"
    assert [text.share for text in best] == sorted((text.share for text in best), reverse=True)
    assert all(grammar_of("money").accepts(text.text) for text in best)
    assert sum(text.share for text in best) <= 1 + 1e-6


@needs_weights
def test_nothing_is_read_where_nothing_is() -> None:
    blank, dirt = np.full((40, 120), 255, np.uint8), np.full((40, 120), 255, np.uint8)
    dirt[::9, ::11] = 0
    for kind in ("shares", "money", "date", "code", "letter"):
        readings = OwnReader().read_crops([blank, dirt], kind)  # type: ignore[arg-type]
        assert [(reading.text, reading.score) for reading in readings] == [("", 0.0), ("", 0.0)]


@needs_weights
def test_two_lines_are_one_reading() -> None:
    (reading,) = OwnReader(gate=0.0).read_crops([written("4,500\n(1)", size=24)], "shares")
    assert reading.text == "4,500 (1)"


@needs_weights
def test_a_raised_mark_is_read_with_its_value() -> None:
    crops = [raised("12,500", "(3)"), raised("45,000", "(12)")]
    assert [reading.text for reading in OwnReader().read_crops(crops, "shares")] == ["12,500(3)", "45,000(12)"]
    (letter,) = OwnReader(gate=0.0).read_crops([raised("D", "(2)")], "letter")
    assert letter.text == "D(2)"


class Silent(OwnReader):
    """A net that sees letters nowhere."""

    def _told(self, lines: Sequence[Pixels]) -> Iterator[NDArray[np.float32]]:
        nothing = np.zeros((12, CLASSES), np.float32)
        nothing[:, BLANK] = 1
        return iter([nothing] * len(lines))


def test_dirt_set_like_a_raised_mark_is_nothing() -> None:
    one = raised("12,500", "(3)")
    assert Silent(gate=0.0).read_best([one, np.vstack([one, one])], "shares") == ((), ())


class Wavering(OwnReader):
    """At first glance a 4,250 of that probability, later ever an 1,250."""

    def __init__(self, first: float) -> None:
        super().__init__(gate=0.0)
        self.first, self.asked = first, list[int]()

    def _texts(self, seen: Sequence[Sequence[Line]], kind: Kind, most: int) -> list[tuple[Text, ...]]:  # noqa: ARG002
        self.asked.append(len(seen))
        if len(self.asked) == 1:
            return [(Text("4,250", self.first), Text("1,250", 1 - self.first)) for _ in seen]
        return [(Text("1,250", 0.9),) for _ in seen]


def test_what_is_read_with_doubt_is_looked_at_again() -> None:
    crop = written("1,250", size=24)
    doubtful, sure = Wavering(0.6), Wavering(0.95)
    (found,) = doubtful.read_best([crop], "shares")
    further = len(looks(crop))
    assert doubtful.asked == [1] * (1 + further)
    assert [text.text for text in found] == ["1,250", "4,250"]
    assert found[0].share == pytest.approx((0.4 + further * 0.9) / (1 + further))
    assert found[1].share == pytest.approx(0.6 / (1 + further))
    assert sure.read_best([crop], "shares")[0][0] == Text("4,250", 0.95)
    assert sure.asked == [1]


def test_a_text_that_a_look_does_not_have_loses_its_share() -> None:
    found = mean([(Text("1,250", 0.8), Text("1.250", 0.2)), (Text("1,250", 0.6),), ()], most=1)
    assert found == (Text("1,250", pytest.approx(1.4 / 3)),)


@needs_weights
def test_lines_of_one_value_are_read_together() -> None:
    """Alone the first is no date, and its comma would be lost."""
    (reading,) = OwnReader().read_crops([written("March 15,\n2004", size=24)], "date")
    assert reading.text == "March 15, 2004"


@needs_weights
@pytest.mark.parametrize(("kind", "text"), [("shares", "1"), ("code", "L")])
def test_lone_strokes_are_no_opinion(kind: Kind, text: str) -> None:
    """A rest of a rule and a speck look like it, and the corner of two rules."""
    (reading,) = OwnReader().read_crops([written(text, size=24)], kind)
    assert reading.text == ""


@needs_weights
def test_the_card_tells_where_the_weights_come_from() -> None:
    card = json.loads(CARD.read_text(encoding="utf-8"))
    assert WEIGHTS.stat().st_size == card["bytes"] <= 5_000_000
    assert card["difference"] <= 2e-3
    assert card["crops"] > 100_000
    assert {"version", "date", "seed", "minutes", "parameters", "scores"} <= card.keys()
    parts = card["typefaces"]
    assert not set(parts["train"]) & {*parts["tune"], *parts["report"]}
    assert not set(parts["tune"]) & set(parts["report"])
    assert OwnReader().name == f"own {card['version']}/{WAY}"


@pytest.mark.parametrize("kind", ["text", "name", "title", "footnote", "nature", "signature", "checkbox"])
def test_free_text_is_left_to_others(kind: str, tmp_path: Path) -> None:
    """It has no vote there, and its weights are not even asked for."""
    (tmp_path / "own.json").write_text('{"version": "7"}')
    reader = OwnReader(tmp_path / "own.onnx")
    (reading,) = reader.read_crops([written("Common Stock")], kind)  # type: ignore[arg-type]
    assert (reading.text, reading.score, reading.engine) == ("", 0.0, f"own 7/{WAY}")


def test_missing_and_broken_weights_are_told(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    with pytest.raises(EngineError, match=r"own\.json: .*reinstall"):
        _ = OwnReader(tmp_path / "own.onnx").name
    (tmp_path / "own.json").write_text('["no card"]')
    with pytest.raises(EngineError, match=r"own\.json: .*reinstall"):
        _ = OwnReader(tmp_path / "own.onnx").name
    (tmp_path / "own.json").write_text('{"version": "7"}')
    with pytest.raises(EngineError, match="could not start"):
        OwnReader(tmp_path / "own.onnx").read_crops([written("1,250")], "shares")
    (tmp_path / "own.onnx").write_bytes(b"no weights")
    with pytest.raises(EngineError, match="could not start"):
        OwnReader(tmp_path / "own.onnx").read_crops([written("1,250")], "shares")


def test_a_rare_form_gives_way_to_a_common_one() -> None:
    """A worn comma is read as a point; 12.345 shares are a rarity, a price of 12,345 too."""
    found = (Text("12.345", 0.6), Text("12,345", 0.3), Text("12,346", 0.05))
    shares = likelier(found, "shares")
    assert [text.text for text in shares] == ["12,345", "12,346", "12.345"]
    assert shares[0].share == pytest.approx(0.95 * 0.3 / (0.3 + 0.05 + 0.05 * 0.6))
    assert likelier(found, "money")[0].text == "12.345"
    assert likelier((Text("12,345", 0.6), Text("12.345", 0.3)), "money")[0].text == "12.345"
    sure = (Text("12.345", 0.99), Text("12,345", 0.001))
    assert likelier(sure, "shares")[0].text == "12.345"
    assert likelier(sure, "shares")[0].share < GATE  # one comma in eighty is worn to a perfect point
    assert likelier(found, "date") == found
    assert likelier((), "shares") == ()


class Clerk:
    """Answers every crop alike and remembers the kinds it was asked about."""

    def __init__(self, says: str) -> None:
        self.says, self.asked = says, list[Kind]()

    @property
    def name(self) -> str:
        return f"clerk of {self.says}"

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        self.asked.append(kind)
        return tuple(Reading(text=self.says, score=0.9, source="crop", engine=self.name) for _ in crops)


def test_it_is_asked_about_closed_kinds_and_speaks_last() -> None:
    page = np.full((400, 800), 255, np.uint8)
    shown = written("1,250", 28)
    page[100 : 100 + shown.shape[0], 150 : 150 + shown.shape[1]] = shown
    pages = {1: inked(Page(1, 200.0, page), ())}
    place = Box(140, 90, 150 + shown.shape[1] + 10, 110 + shown.shape[0])
    kinds: tuple[Kind, ...] = ("shares", "date", "title")
    cells = [Cell("x", kind, "nonDerivativeTable", 1, (), 1, place) for kind in kinds]
    ours = Clerk("ours")
    found = read_cells(cells, pages, Engines("page", Clerk("second"), Clerk("third"), ours))
    assert ours.asked == ["shares", "date"]
    assert [[reading.text for reading in one.readings] for one in found] == [
        ["second", "third", "ours"], ["second", "third", "ours"], ["second"],
    ]  # fmt: skip
    without = read_cells(cells, pages, Engines("page", Clerk("second"), Clerk("third")))
    assert [[reading.text for reading in one.readings] for one in without] == [
        ["second", "third"], ["second", "third"], ["second"],
    ]  # fmt: skip


def test_it_reads_only_where_options_name_it() -> None:
    pytest.importorskip("rapidocr")
    assert engines(Options(engines=("tesseract", "rapidocr")))[1].own is None
    assert (engines(Options())[1].own is not None) == available()
