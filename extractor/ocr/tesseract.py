"""Tesseract, one process a call and one thread a process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import NamedTuple

import cv2
import pytesseract

from extractor.errors import EngineError, TimeLimitError
from extractor.records import Kind, Word
from extractor.upright import Pixels
from models.evidence import Reading
from models.geometry import Box

INSTALL = "install it with 'apt-get install tesseract-ocr' (Debian, Ubuntu) or 'brew install tesseract' (macOS)"

_DIGITS = "0123456789"
_ALPHABETS: dict[str, str] = {
    "shares": _DIGITS + ",.()",
    "money": _DIGITS + "$,./()",
    "date": _DIGITS + "/()-",
    "code": "ABCDEFGHIJKLMNOPSUVWXZ()" + _DIGITS,
    "letter": "ADIV()" + _DIGITS,
}
"""Characters a cell of a kind can hold (digits and parentheses for a footnote mark glued to a letter)."""

_PLACE = ("left", "top", "width", "height")
_COLUMNS = ("level", "page_num", "block_num", "par_num", "line_num", "word_num", *_PLACE, "conf", "text")
_SINGLE_LINE = frozenset({"shares", "money", "date", "code", "letter", "month", "zip", "state", "ticker"})


class Tesseract:
    """The `tesseract` program. `seconds` bounds one call."""

    def __init__(self, seconds: float = 90) -> None:
        # More threads cost 2.4 to 3.4 times the processor time and finish no sooner.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        self._seconds = seconds

    @cached_property
    def name(self) -> str:
        try:
            return f"tesseract {pytesseract.get_tesseract_version()}"
        except (pytesseract.TesseractNotFoundError, OSError) as error:
            raise EngineError(f"Tesseract was not found: {INSTALL}.") from error
        except SystemExit as error:  # what pytesseract raises when the version cannot be parsed
            raise EngineError(f"Tesseract does not tell its version: {INSTALL}.") from error

    def read_page(self, pixels: Pixels, page: int) -> tuple[Word, ...]:
        """Sparse-text pass over a whole page (psm 11)."""
        rows = self._run(pixels, "--psm 11")
        return tuple(
            Word(text, Box(x, y, x + width, y + height), page, score) for _, text, (x, y, width, height), score in rows
        )

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        """All crops in one call: start-up would dominate otherwise."""
        if not crops:
            return ()
        psm = 7 if kind in _SINGLE_LINE else 6
        config = f"--psm {psm}"
        if kind in _ALPHABETS:
            config += f" -c tessedit_char_whitelist={_ALPHABETS[kind]}"
        with tempfile.TemporaryDirectory(prefix="form4-") as folder:
            names = []
            for index, crop in enumerate(crops):
                path = Path(folder) / f"{index}.png"
                cv2.imwrite(str(path), crop, [cv2.IMWRITE_PNG_COMPRESSION, 1])
                names.append(str(path))
            listing = Path(folder) / "crops.txt"
            listing.write_text("\n".join(names))
            rows = self._run(str(listing), config)
        words: list[list[tuple[str, float]]] = [[] for _ in crops]
        for found in rows:
            if not 1 <= found.image <= len(crops):
                raise EngineError(f"Tesseract answered about picture {found.image} of {len(crops)}: {INSTALL}.")
            words[found.image - 1].append((found.text, found.score))
        return tuple(
            Reading(
                text=" ".join(text for text, _ in read),
                score=min((score for _, score in read), default=0.0),
                source="crop",
                engine=self.name,
            )
            for read in words
        )

    def _run(self, image: Pixels | str, config: str) -> list[Found]:
        """The words of one call."""
        try:
            answer = pytesseract.image_to_data(
                image, config=config, output_type=pytesseract.Output.STRING, timeout=self._seconds
            )
            return found_words(answer)
        except pytesseract.TesseractNotFoundError as error:
            raise EngineError(f"Tesseract was not found: {INSTALL}.") from error
        except pytesseract.TesseractError as error:
            raise EngineError(f"Tesseract failed ({error.message[:200].strip()}): check its language data.") from error
        except RuntimeError as error:  # pytesseract's word for a time-out
            raise TimeLimitError(f"Tesseract took longer than {self._seconds:g} s on a page.") from error
        except (OSError, ValueError) as error:
            raise EngineError(f"Tesseract gave no answer that can be understood ({error}): {INSTALL}.") from error


class Found(NamedTuple):
    """A word of an answer: number of its image from 1, text, (x, y, width, height), score in [0, 1]."""

    image: int
    text: str
    place: tuple[int, int, int, int]
    score: float


def found_words(answer: str) -> list[Found]:
    """The words of Tesseract's TSV, in its order; ValueError when it is anything else."""
    header, *lines = answer.rstrip("\n").split("\n")
    if tuple(header.rstrip("\r").split("\t")) != _COLUMNS:
        raise ValueError("not a table of words")
    found = []
    for line in lines:
        fields = line.rstrip("\r").split("\t", len(_COLUMNS) - 1)
        if len(fields) < len(_COLUMNS) - 1:
            raise ValueError(f"{len(fields)} columns in a row")
        text = fields[len(_COLUMNS) - 1].strip() if len(fields) == len(_COLUMNS) else ""
        if not text:
            continue  # a page, a block, a line
        confidence = float(fields[10])
        if not isfinite(confidence):
            raise ValueError(f"a confidence of {confidence}")
        x, y, width, height = (int(field) for field in fields[6:10])
        found.append(Found(int(fields[1]), text, (x, y, width, height), min(max(confidence, 0.0), 100.0) / 100))
    return found
