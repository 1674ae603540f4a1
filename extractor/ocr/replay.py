"""Engines that answer from a recording instead of reading: the whole pipeline runs in seconds and without any OCR
program, and always alike.

A picture is known by its pixels. One that differs by next to nothing (another build of OpenCV rounds a gray level
differently, a cell is cut with another white border) is known by its ink: it may differ along the fringe of letters.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import itertools
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, TypeVar

import cv2
import numpy as np
from pydantic import Field, ValidationError

from extractor.errors import EngineError
from extractor.ocr.engine import CropReader, Engines, PageReader
from extractor.records import Kind, Word
from extractor.upright import Pixels
from models.evidence import Reading, Record
from models.geometry import Box

HOW_TO_RECORD = "record it again where the engines are installed: python -m pytest tests/test_recorded.py --record"

_DARK = {1: 128, 4: 200}  # gray level below which a pixel is ink, by how much the picture was made smaller
_PAGE, _CROP = 4, 1  # how many times smaller a picture is kept


class Picture(Record):
    """What a picture is known by: a hash of its pixels, and its ink without the paper around it, as packed bits in rows
    and columns."""

    sha: str
    shape: tuple[int, int]
    bits: str

    @classmethod
    def of(cls, pixels: Pixels, smaller: int) -> Self:
        """`pixels` uint8 (H, W), 0 = ink; `smaller` tells how many times the kept ink is reduced."""
        ink = _ink(pixels, smaller)
        shape = f"{pixels.shape[0]}x{pixels.shape[1]} "
        digest = hashlib.sha256(shape.encode() + np.ascontiguousarray(pixels).tobytes()).hexdigest()[:24]
        bits = base64.b64encode(np.packbits(ink).tobytes()).decode()
        return cls(sha=digest, shape=(ink.shape[0], ink.shape[1]), bits=bits)

    @cached_property
    def ink(self) -> Pixels:
        """1 where there is ink, in a frame two pixels wide."""
        rows, columns = self.shape
        flat = np.unpackbits(np.frombuffer(base64.b64decode(self.bits), np.uint8), count=rows * columns)
        return np.pad(flat.reshape(rows, columns), 2)

    def difference(self, other: Picture) -> float:
        """Pixels by which the ink differs, laid on one another as well as one pixel's play allows; infinite where it
        differs by more than the fringe of a stroke, so for any other letter."""
        if any(abs(a - b) > 1 for a, b in zip(self.shape, other.shape, strict=True)):
            return float("inf")
        best = float("inf")
        for down, right in itertools.product((-1, 0, 1), repeat=2):
            moved = np.roll(other.ink, (down, right), axis=(0, 1))
            rows, columns = (min(a, b) for a, b in zip(self.ink.shape, moved.shape, strict=True))
            apart = self.ink[:rows, :columns] ^ moved[:rows, :columns]
            count = int(apart.sum())
            if count < best and not cv2.erode(apart, np.ones((2, 2), np.uint8)).any():
                best = count
        return best


class RecordedPage(Record):
    """A page and its words as (text, x0, y0, x1, y1, score); pixels of the page."""

    picture: Picture
    words: tuple[tuple[str, float, float, float, float, float], ...]


class RecordedCrop(Record):
    """A crop, the kind it was asked as, and the answer."""

    picture: Picture
    kind: Kind
    text: str
    score: float
    others: tuple[tuple[str, float], ...] = ()


_Shown = TypeVar("_Shown", RecordedPage, RecordedCrop)


class EngineRecording(Record):
    """Everything one engine was asked about one document, with its answers."""

    name: str
    pages: tuple[RecordedPage, ...] = ()
    crops: tuple[RecordedCrop, ...] = ()


class Recording(Record):
    """One document's engines: `page` reads pages, the others, names of `engines` too, are asked about crops."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    page: str
    second: str | None
    third: str | None
    own: str | None = None
    engines: tuple[EngineRecording, ...]

    def save(self, path: Path) -> None:
        """Packed JSON; the same recording gives the same bytes."""
        path.write_bytes(gzip.compress(self.model_dump_json(by_alias=True).encode(), compresslevel=9, mtime=0))

    @classmethod
    def load(cls, path: Path) -> Recording:
        """What `save` wrote; EngineError when it is missing or something else."""
        try:
            return cls.model_validate_json(gzip.decompress(path.read_bytes()))
        except (OSError, EOFError, ValidationError, ValueError) as error:
            raise EngineError(f"{path.name} is no recording of OCR engines: {HOW_TO_RECORD}.") from error


class ReplayReader:
    """Answers as the recorded engine did, pages and crops alike. EngineError for a picture it never saw."""

    def __init__(self, recording: EngineRecording) -> None:
        self._pages = recording.pages
        self._crops = recording.crops
        self._name = recording.name
        self._by_sha = {(crop.kind, crop.picture.sha): crop for crop in recording.crops}

    @property
    def name(self) -> str:
        """The recorded engine's name and version: results look as if it had read."""
        return self._name

    def read_page(self, pixels: Pixels, page: int) -> tuple[Word, ...]:
        """The recorded words of that page, wherever it stands in the document now."""
        picture = Picture.of(pixels, _PAGE)
        exact = next((known for known in self._pages if known.picture.sha == picture.sha), None)
        known = exact or _nearest(picture, self._pages)
        if known is None:
            raise EngineError(f"This page was never shown to {self._name}: {HOW_TO_RECORD}.")
        return tuple(Word(text, Box(x0, y0, x1, y1), page, score) for text, x0, y0, x1, y1, score in known.words)

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        """The recorded answers for crops asked as that kind, in order."""
        return tuple(self._crop(crop, kind) for crop in crops)

    def _crop(self, crop: Pixels, kind: Kind) -> Reading:
        picture = Picture.of(crop, _CROP)
        known = self._by_sha.get((kind, picture.sha))
        known = known or _nearest(picture, [other for other in self._crops if other.kind == kind])
        if known is None:
            raise EngineError(f"This {kind} cell was never shown to {self._name}: {HOW_TO_RECORD}.")
        return Reading(text=known.text, score=known.score, source="crop", engine=self._name, others=known.others)


class Recorder:
    """Passes everything on to a real engine and remembers the answers."""

    def __init__(self, engine: PageReader | CropReader) -> None:
        self._engine = engine
        self._pages: dict[str, RecordedPage] = {}
        self._crops: dict[tuple[Kind, str], RecordedCrop] = {}

    @property
    def name(self) -> str:
        """The engine's own."""
        return self._engine.name

    def read_page(self, pixels: Pixels, page: int) -> tuple[Word, ...]:
        """As the engine reads it."""
        words: tuple[Word, ...] = self._engine.read_page(pixels, page)  # type: ignore[union-attr] # asked of page readers
        picture = Picture.of(pixels, _PAGE)
        told = tuple((word.text, *word.box, word.score) for word in words)
        self._pages[picture.sha] = RecordedPage(picture=picture, words=told)
        return words

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        """As the engine reads them."""
        readings: tuple[Reading, ...] = self._engine.read_crops(crops, kind)  # type: ignore[union-attr] # as above
        for crop, reading in zip(crops, readings, strict=True):
            picture = Picture.of(crop, _CROP)
            recorded = RecordedCrop(
                picture=picture, kind=kind, text=reading.text, score=reading.score, others=reading.others
            )
            self._crops[kind, picture.sha] = recorded
        return readings

    def recording(self) -> EngineRecording:
        """What was asked so far, in the order first asked."""
        return EngineRecording(name=self.name, pages=tuple(self._pages.values()), crops=tuple(self._crops.values()))


def recording_engines(page: PageReader, crops: Engines) -> tuple[Recorder, Engines, list[Recorder]]:
    """(page reader, crop readers, all recorders) around real engines; one that has two parts gets one recorder."""
    recorders: dict[int, Recorder] = {}

    def around(engine: PageReader | CropReader) -> Recorder:
        return recorders.setdefault(id(engine), Recorder(engine))

    reader = around(page)
    asked = (None if engine is None else around(engine) for engine in (crops.second, crops.third, crops.own))
    return reader, Engines(crops.page, *asked), list(recorders.values())


def recorded(page: PageReader, crops: Engines, recorders: Iterable[Recorder]) -> Recording:
    """The recording of a document that was read with `recording_engines`."""
    return Recording(
        schema=1,
        page=page.name,
        second=crops.second.name if crops.second else None,
        third=crops.third.name if crops.third else None,
        own=crops.own.name if crops.own else None,
        engines=tuple(recorder.recording() for recorder in recorders),
    )


def replayed(recording: Recording) -> tuple[ReplayReader, Engines]:
    """(page reader, crop readers) that answer from a recording, in the parts the real engines had."""
    readers = {engine.name: ReplayReader(engine) for engine in recording.engines}
    asked = (recording.second, recording.third, recording.own)
    missing = {recording.page, *asked} - {None, *readers}
    if missing:
        raise EngineError(f"The recording lacks {', '.join(sorted(map(str, missing)))}: {HOW_TO_RECORD}.")
    return readers[recording.page], Engines(recording.page, *(readers[name] if name else None for name in asked))


def _nearest(picture: Picture, known: Iterable[_Shown]) -> _Shown | None:
    """The recorded thing whose picture differs least, when that is next to nothing."""
    ranked = ((picture.difference(one.picture), index, one) for index, one in enumerate(known))
    apart, _, best = min(ranked, default=(float("inf"), 0, None))
    return best if apart < float("inf") else None


def _ink(pixels: Pixels, smaller: int) -> Pixels:
    """1 where there is ink, without the paper around it; a single 0 when there is none."""
    if smaller > 1:
        height, width = (max(1, side // smaller) for side in pixels.shape)
        pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    ink = (pixels < _DARK[smaller]).astype(np.uint8)
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return np.zeros((1, 1), np.uint8)
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
