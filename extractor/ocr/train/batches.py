"""Batches in an order that the seed alone decides, made one step ahead by a process of their own."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from queue import Empty, Full
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.ocr.own_letters import classes_of
from extractor.ocr.own_normalise import HEIGHT, normalised_lines
from extractor.ocr.train.drawn import Crop, draw

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 64
"""Crops in a batch."""

_SORTED = 8  # batches that are sorted by width together, so that little of a batch is empty columns
_FILING = 4  # one chunk in so many holds the cells of a whole filing: they cost forty times as much
_SEEN = 3  # chunks that a crop is in: to draw one costs as much as to learn from it
_AHEAD = 24
_ROOM = 2.2  # columns of the output a character needs at least, repetitions apart


Line = tuple["NDArray[np.uint8]", list[int]]
"""A normalised line and the classes of what stands on it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """uint8 (N, 24, width) ink, and the classes of each text one after the other with their counts."""

    ink: NDArray[np.uint8]
    classes: NDArray[np.int64]
    lengths: NDArray[np.int64]


def chunk(seed: int, number: int) -> list[Batch]:
    """The batches of one chunk of the endless row that the seed decides."""
    rng = random.Random(f"chunk {seed} {number}")
    lines = [line for before in range(_SEEN) for line in _fresh(seed, number - before)][: SIZE * _SORTED]
    lines.sort(key=lambda line: line[0].shape[1])
    batches = [collated(lines[start : start + SIZE]) for start in range(0, len(lines), SIZE)]
    rng.shuffle(batches)
    return batches


@lru_cache(maxsize=_SEEN)
def _fresh(seed: int, number: int) -> tuple[Line, ...]:
    """The lines that a chunk is the first to hold."""
    rng = random.Random(f"crops {seed} {number}")
    lines: list[Line] = []
    if number % _FILING == 0:
        from extractor.ocr.train.pages import cut_filing

        cells = (sample(crop) for crop in cut_filing(seed, abs(number) // _FILING, "tuning"))
        lines = [line for line in cells if line is not None][:SIZE]
    while len(lines) < -(-SIZE * _SORTED // _SEEN):
        line = sample(draw("train", rng))
        if line is not None:
            lines.append(line)
    return tuple(lines)


def sample(crop: Crop) -> Line | None:
    """A crop as the net takes it, with its classes; None where nothing is left of the ink or too little of it to hold
    the text, and where the text may stand in several lines."""
    found = normalised_lines(crop.pixels)
    if not found or (crop.text and len(found) > 1):
        return None
    ink = found[0]
    text = " ".join(crop.text.split())
    repeated = sum(one == other for one, other in pairwise(text))
    if (ink.shape[1] + 1) // 2 < len(text) + repeated + 2 or ink.shape[1] < _ROOM * len(text):
        return None
    return ink, classes_of(text)


def collated(lines: Sequence[Line]) -> Batch:
    """One batch, empty columns behind the shorter lines."""
    width = -(-max(ink.shape[1] for ink, _ in lines) // 16) * 16
    ink = np.zeros((len(lines), HEIGHT, width), np.uint8)
    for row, (line, _) in enumerate(lines):
        ink[row, :, : line.shape[1]] = line
    classes = np.array([number for _, numbers in lines for number in numbers], np.int64)
    return Batch(ink, classes, np.array([len(numbers) for _, numbers in lines], np.int64))


def batches(seed: int, start: int) -> Generator[tuple[int, Batch]]:
    """(number of the batch, batch) from batch `start` on, without end; closing the iterator ends the maker."""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue(_AHEAD)
    maker = context.Process(target=_make, args=(seed, start // _SORTED, queue, os.getpid()), daemon=True)
    maker.start()
    try:
        number = start // _SORTED * _SORTED
        while True:
            try:
                batch = queue.get(timeout=5)
            except Empty:
                if not maker.is_alive():
                    raise ChildProcessError("the process that draws crops has ended") from None
                continue
            if number >= start:
                yield number, batch
            number += 1
    finally:
        maker.terminate()
        maker.join()


def _make(seed: int, number: int, queue: Any, parent: int) -> None:
    import cv2

    cv2.setNumThreads(1)
    while True:
        for batch in chunk(seed, number):
            while True:
                try:
                    queue.put(batch, timeout=5)
                    break
                except Full:
                    if os.getppid() != parent:  # it was killed: nobody will ask again
                        return
        number += 1
