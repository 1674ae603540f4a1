"""Tesseract, one process a call and one thread a process."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import groupby
from math import isfinite
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import cv2

from extractor.errors import EngineError, TimeLimitError
from extractor.programs import Ended, GroupPopen, ProgramTimeoutError, run_program
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


class _BrokenOffError(EngineError):
    """A division by zero, which some worn lines have version 5.3.0 attempt where a cell's characters are few."""


class Tesseract:
    """The `tesseract` program. `seconds` bounds one call."""

    def __init__(self, seconds: float = 90) -> None:
        self._seconds = seconds

    @cached_property
    def name(self) -> str:
        ended = self._ended(["tesseract", "--version"])
        told = re.match(r"\s*tesseract\s+v?(\d[\w.\-]{0,40})", ended.out or ended.err)
        if ended.code or told is None:
            raise EngineError(f"Tesseract does not tell its version ({ended.why}): {INSTALL}.")
        return f"tesseract {told[1].rstrip('.-')}"

    def read_page(self, pixels: Pixels, page: int) -> tuple[Word, ...]:
        """Sparse-text pass over a whole page (psm 11)."""
        rows = self._run([pixels], ["--psm", "11"])
        return tuple(
            Word(text, Box(x, y, x + width, y + height), page, score)
            for _, text, (x, y, width, height), score, _ in rows
        )

    def type_page(self, pixels: Pixels, mode: int, dpi: float) -> tuple[tuple[Word, ...], ...]:
        """The lines a plain-text run in that page mode (psm) prints, in its order; scores in [0, 1], page 1."""
        rows = self._run([pixels], ["--psm", str(mode), "--dpi", str(round(dpi))])
        return tuple(
            tuple(
                Word(text, Box(x, y, x + width, y + height), 1, score)
                for _, text, (x, y, width, height), score, _ in line
            )
            for _, line in groupby(rows, key=lambda found: found.line)
        )

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        """All crops in one call: start-up would dominate otherwise."""
        if not crops:
            return ()
        psm = 7 if kind in _SINGLE_LINE else 6
        config = ["--psm", str(psm)]
        if kind in _ALPHABETS:
            config += ["-c", f"tessedit_char_whitelist={_ALPHABETS[kind]}"]
        rows = self._rows(crops, config)
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

    def _rows(self, crops: Sequence[Pixels], config: Sequence[str]) -> list[Found]:
        """As `_run`, without words of a crop that Tesseract itself breaks off over."""
        try:
            return self._run(crops, config)
        except _BrokenOffError:
            if len(crops) == 1:
                return []
        half = len(crops) // 2
        after = self._rows(crops[half:], config)
        return [*self._rows(crops[:half], config), *(found._replace(image=found.image + half) for found in after)]

    def _run(self, pictures: Sequence[Pixels], config: Sequence[str]) -> list[Found]:
        """The words of one call, which reads the pictures in order."""
        with tempfile.TemporaryDirectory(prefix="form4-") as name:
            folder = Path(name)
            written = [folder / f"{index}.png" for index in range(len(pictures))]
            for path, pixels in zip(written, pictures, strict=True):
                if not cv2.imwrite(str(path), pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1]):
                    raise EngineError(f"{folder}: no picture could be written for Tesseract; is the disk full?")
            asked = written[0]
            if len(written) > 1:
                asked = folder / "pictures.txt"
                asked.write_text("\n".join(map(str, written)))
            answer = folder / "answer"
            self._read(str(asked), str(answer), [*config, "-c", "tessedit_create_tsv=1"])
            try:
                return found_words(answer.with_suffix(".tsv").read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise EngineError(f"Tesseract gave no answer that can be understood ({error}): {INSTALL}.") from error

    def _read(self, asked: str, answer: str, config: Sequence[str]) -> None:
        """Has Tesseract write its words beside `answer`."""
        starter = _pytesseract()
        try:
            starter.run_tesseract(
                asked, answer, extension="tsv", lang=None, config=shlex.join(config), timeout=self._seconds
            )
        except starter.TesseractNotFoundError as error:
            raise EngineError(f"Tesseract was not found: {INSTALL}.") from error
        except starter.TesseractError as error:
            why = Ended(error.status, "", error.message).why
            fault = _BrokenOffError if error.status == -signal.SIGFPE else EngineError
            raise fault(f"Tesseract failed ({why}): check its language data.") from error
        except RuntimeError as error:  # what pytesseract raises when the time is over
            raise TimeLimitError(f"Tesseract took longer than {self._seconds:g} s on a page.") from error
        except OSError as error:
            raise EngineError(f"Tesseract could not be started ({error.strerror}): {INSTALL}.") from error

    def _ended(self, command: Sequence[str]) -> Ended:
        try:
            return run_program(command, self._seconds)
        except ProgramTimeoutError as error:
            raise TimeLimitError(f"Tesseract took longer than {self._seconds:g} s on a page.") from error
        except FileNotFoundError as error:
            raise EngineError(f"Tesseract was not found: {INSTALL}.") from error
        except OSError as error:
            raise EngineError(f"Tesseract could not be started ({error.strerror}): {INSTALL}.") from error


@cache
def _pytesseract() -> Any:
    """pytesseract's own module, its programs started in groups that die as a whole: by itself it ends only the
    process it started, not what that started."""
    from pytesseract import pytesseract

    pytesseract.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": GroupPopen})
    return pytesseract


class Found(NamedTuple):
    """A word of an answer: number of its image from 1, text, (x, y, width, height), score in [0, 1], and its line by
    numbers of block, paragraph and line."""

    image: int
    text: str
    place: tuple[int, int, int, int]
    score: float
    line: tuple[int, int, int]


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
        block, paragraph, line_number = (int(field) for field in fields[2:5])
        score = min(max(confidence, 0.0), 100.0) / 100
        found.append(Found(int(fields[1]), text, (x, y, width, height), score, (block, paragraph, line_number)))
    return found
