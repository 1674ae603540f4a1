"""Tesseract, one process a call and one thread a process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

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
        for number, text, _, score in rows:
            words[number - 1].append((text, score))
        return tuple(
            Reading(
                text=" ".join(text for text, _ in found),
                score=min((score for _, score in found), default=0.0),
                source="crop",
                engine=self.name,
            )
            for found in words
        )

    def _run(self, image: Pixels | str, config: str) -> list[tuple[int, str, tuple[int, int, int, int], float]]:
        """(image number from 1, text, (x, y, width, height), score in [0, 1]) of each word."""
        try:
            data = pytesseract.image_to_data(
                image, config=config, output_type=pytesseract.Output.DICT, timeout=self._seconds
            )
        except pytesseract.TesseractNotFoundError as error:
            raise EngineError(f"Tesseract was not found: {INSTALL}.") from error
        except pytesseract.TesseractError as error:
            raise EngineError(f"Tesseract failed ({error.message[:200].strip()}): check its language data.") from error
        except RuntimeError as error:  # pytesseract's word for a time-out
            raise TimeLimitError(f"Tesseract took longer than {self._seconds:g} s on a page.") from error
        return [
            (page, text.strip(), (x, y, width, height), min(max(float(conf), 0.0), 100.0) / 100)
            for page, text, x, y, width, height, conf in zip(
                data["page_num"],
                data["text"],
                data["left"],
                data["top"],
                data["width"],
                data["height"],
                data["conf"],
                strict=True,
            )
            if text.strip()
        ]
