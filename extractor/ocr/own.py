"""Our own reader of cells: a small recogniser trained on made crops of Form 4 cells, with the grammar of each kind.

It reads numbers, prices, dates, codes and other closed kinds; free text it leaves to others. Its weights lie beside
this file. Numpy, OpenCV and onnxruntime are all it needs.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.errors import EngineError
from extractor.ocr.own_beam import Text, texts
from extractor.ocr.own_grammar import KINDS, grammar_of
from extractor.ocr.own_letters import CLASSES, classes_of
from extractor.ocr.own_looks import looks, mean
from extractor.ocr.own_normalise import HEIGHT, Line, lines
from extractor.records import Kind
from extractor.upright import Pixels
from models.evidence import Reading

WEIGHTS = Path(__file__).with_name("own.onnx")
CARD = Path(__file__).with_name("own.json")

GATE = 0.7
"""The score below which a reading is no opinion: on empty cells the reader invents, but never so surely."""

WAY = 3
"""Counts the ways in which the same weights were made to read: what is kept of an older one is not taken for this."""

_LIKELY = 0.001  # probability from which a further text is worth a thought
_LONE = 0.8  # probability that a text of a single character needs
_STROKES = {("1", "shares"), ("1", "money"), ("I", "code"), ("J", "code"), ("L", "code")}
"""Texts that a rest of a rule with a speck beside it, or a corner of two, spells as well as print does, and oftener."""
_DOUBT = 0.9  # probability below which a crop is looked at again
_TOGETHER = 16  # lines the net sees at once
_ROUNDED = 16  # columns that widths are rounded up to, so that lines of like width go together
_RARE = {
    "shares": re.compile(r"[1-9]\d{0,2}\.\d{3}( ?\(\d+\))*"),
    "money": re.compile(r"\$? ?\d{1,3}(,\d{3})+( ?\(\d+\))*"),
    "date": re.compile(r"[A-Za-z]+ ?\d{1,2} \d{4}( ?\(\d+\))*"),
}
"""What a worn comma or point makes of figures, by kind."""
_RARITY = 0.05
_RARE_MOST = 0.6
"""As sure as a rare text can be: one comma in eighty is worn to a perfect point, and that is oftener than such texts
are printed. It is a candidate, no opinion."""
_MARKED = 0.5  # probability from which a raised mark is believed
_SURE = 0.9  # probability from which what is read without a grammar, and is of it, needs no second search
_STRANGE = 0.02  # share of its own free reading that a reading within the grammar needs to be believed


def available() -> bool:
    """Whether the weights are there and the package that runs them is installed."""
    return WEIGHTS.exists() and importlib.util.find_spec("onnxruntime") is not None


class OwnReader:
    """One thread. The net is loaded at the first crop. `weights` is an ONNX file made by `extractor.ocr.train`; with a
    `gate` of 0 whatever is read is told, dirt included."""

    def __init__(self, weights: Path = WEIGHTS, gate: float = GATE) -> None:
        self._weights, self._gate = weights, gate

    @cached_property
    def name(self) -> str:
        card = self._weights.with_suffix(".json")
        try:
            return f"own {json.loads(card.read_text(encoding='utf-8'))['version']}/{WAY}"
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EngineError(f"{card}: our own reader's card is unreadable ({error}): reinstall form4.") from error

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        """The likeliest text of each crop in the grammar of the kind, its probability as the score, and what else it
        may be; empty below the gate and for kinds without a grammar. EngineError when the weights are missing or
        broken."""
        if kind not in KINDS:
            return tuple(self._reading(()) for _ in crops)
        best = self.read_best(crops, kind)
        return tuple(self._reading(_no_dirt(found, kind) if self._gate else found) for found in best)

    def read_best(self, crops: Sequence[Pixels], kind: Kind, most: int = 5) -> tuple[tuple[Text, ...], ...]:
        """The likeliest texts of each crop with their probabilities, best first, whatever the gate. Where the picture
        speaks against all that a cell of this kind can say, what it says without a grammar; empty where nothing is."""
        found = self._texts([lines(crop) for crop in crops], kind, most)
        doubtful = [index for index, texts in enumerate(found) if texts and texts[0].share < _DOUBT]
        anew = zip(*(looks(crops[index]) for index in doubtful), strict=True)
        again = [self._texts(look, kind, most) for look in anew]
        for place, index in enumerate(doubtful):
            found[index] = mean([found[index], *(look[place] for look in again)], most)
        return tuple(found)

    def probabilities(self, lines: Sequence[Pixels]) -> tuple[NDArray[np.float32], ...]:
        """(columns, classes) of every normalised line."""
        return tuple(self._told(lines))

    def _texts(self, seen: Sequence[Sequence[Line]], kind: Kind, most: int) -> list[tuple[Text, ...]]:
        told = self._told([picture for found in seen for line in found for picture in _pictures(line)])
        return [_read_crop(found, told, kind, most) for found in seen]

    def _reading(self, found: Sequence[Text]) -> Reading:
        best, *others = found if found and found[0].share >= self._gate else (Text("", 0.0),)
        likely = tuple((other.text, min(other.share, 1.0)) for other in others if other.share >= _LIKELY)
        return Reading(text=best.text, score=best.share, source="crop", engine=self.name, others=likely)

    def _told(self, lines: Sequence[Pixels]) -> Iterator[NDArray[np.float32]]:
        order = sorted(range(len(lines)), key=lambda index: lines[index].shape[1])
        told: dict[int, NDArray[np.float32]] = {}
        for start in range(0, len(order), _TOGETHER):
            together = order[start : start + _TOGETHER]
            width = -(-max(lines[index].shape[1] for index in together) // _ROUNDED) * _ROUNDED
            ink = np.zeros((len(together), 1, HEIGHT, width), np.float32)
            for row, index in enumerate(together):
                ink[row, 0, :, : lines[index].shape[1]] = lines[index]
            try:
                (scores,) = self._session.run(None, {"ink": ink / np.float32(255)})
            except Exception as error:  # whatever onnxruntime raises
                raise EngineError(f"Our own reader failed ({error}): reinstall the package onnxruntime.") from error
            for row, index in enumerate(together):
                told[index] = _shares(scores[row])
        yield from (told[index] for index in range(len(lines)))

    @cached_property
    def _session(self) -> Any:
        try:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 4
            return onnxruntime.InferenceSession(str(self._weights), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # whatever a broken installation raises
            raise EngineError(f"Our own reader could not start ({error}): reinstall form4 and onnxruntime.") from error


def _no_dirt(found: tuple[Text, ...], kind: Kind) -> tuple[Text, ...]:
    """The texts, unless they are a single mark that dirt or the rest of a rule may be: one that no cell of the kind
    holds, or a doubtful one."""
    if not found or len(found[0].text) > 1:
        return found
    credible = _fits(found[0].text, kind) and found[0].share >= _LONE and (found[0].text, kind) not in _STROKES
    return found if credible else ()


def _shares(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _pictures(line: Line) -> tuple[Pixels, ...]:
    return (line.whole, *(line.apart or ()))


def _read_crop(found: Sequence[Line], told: Iterator[NDArray[np.float32]], kind: Kind, most: int) -> tuple[Text, ...]:
    """The texts of a crop of these lines; `told` goes on with what the net says of their pictures. Raised marks are
    read by themselves, and lines as a whole where that makes no mark or where it says the same more surely."""
    wholes, parted = [], []
    for line in found:
        wholes.append(next(told))
        parted.append(wholes[-1] if line.apart is None else np.concatenate([next(told), next(told)]))
    whole = _read_lines(wholes, kind, most)
    if all(line.apart is None for line in found):
        return whole
    apart = _read_lines(parted, kind, most)
    if not apart or apart[0].share < _MARKED or not _marked(apart[0].text) or not _fits(apart[0].text, kind):
        return whole
    same = bool(whole) and whole[0].text.replace(" ", "") == apart[0].text.replace(" ", "")
    return whole if same and whole[0].share > apart[0].share else apart


def _marked(text: str) -> bool:
    """Whether a value and a mark behind it were read, and no mark alone."""
    return text.endswith((")", "]")) and not text.startswith(("(", "["))


def _read_lines(lines: Sequence[NDArray[np.float32]], kind: Kind, most: int) -> tuple[Text, ...]:
    """The texts of all lines together where such stand in a cell ("March 5," above "2004"), else what each may say."""
    if len(lines) > 1 and kind in KINDS:
        between = np.zeros((1, CLASSES), np.float32)
        between[0, classes_of(" ")] = 1
        rows = [row for line in lines for row in (between, line)]
        together = _read(np.concatenate(rows[1:]), kind, most)
        if together and together[0].text and _fits(together[0].text, kind):
            return tuple(each for each in together if each.text)
    return _joined([_read(line, kind, most) for line in lines], most)


def _fits(text: str, kind: Kind) -> bool:
    return kind in KINDS and grammar_of(kind).accepts(text)


def _read(probabilities: NDArray[np.float32], kind: Kind, most: int) -> tuple[Text, ...]:
    """The texts of one line."""
    free = texts(probabilities, most=most)
    if kind not in KINDS:
        return free
    grammar = grammar_of(kind)
    if free and free[0].share >= _SURE and grammar.accepts(free[0].text) and not _rare(free[0].text, kind):
        return tuple(each for each in free if grammar.accepts(each.text))  # nothing likely is left to find
    inside = likelier(texts(probabilities, grammar, most=most), kind)
    return inside if inside and inside[0].share >= _STRANGE * free[0].share else free


def _rare(text: str, kind: Kind) -> bool:
    return kind in _RARE and _RARE[kind].fullmatch(text) is not None


def likelier(found: tuple[Text, ...], kind: Kind) -> tuple[Text, ...]:
    """The texts with their shares weighed by how often such a text is printed in a cell of the kind: a worn comma and a
    worn point look alike, but 12.345 shares are a rarity beside 12,345."""
    if kind not in _RARE or not found:
        return found
    odd = [_rare(each.text, kind) for each in found]
    weighed = [each.share * (_RARITY if its else 1.0) for each, its in zip(found, odd, strict=True)]
    scale = sum(each.share for each in found) / sum(weighed)
    ranked = [
        Text(each.text, min(weight * scale, _RARE_MOST if its else 1.0))
        for each, weight, its in zip(found, weighed, odd, strict=True)
    ]
    return tuple(sorted(ranked, key=lambda each: -each.share))


def _joined(lines: Sequence[tuple[Text, ...]], most: int) -> tuple[Text, ...]:
    """The texts of a crop of several lines: all that its lines can say together."""
    ways: list[Text] = [Text("", 1.0)]
    for line in lines:
        ways = [
            Text(f"{before.text} {after.text}".strip(), before.share * after.share) for before in ways for after in line
        ]
        ways = sorted(ways, key=lambda way: -way.share)[:most]
    return tuple(way for way in ways if way.text)
