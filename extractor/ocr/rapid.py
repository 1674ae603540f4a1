"""RapidOCR's recogniser (PP-OCR, onnxruntime) on crops cut by us: another family than Tesseract, so its agreement is
worth much. Detection and rotation are switched off; the models come with the package, nothing is downloaded."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import cv2
import numpy as np

from extractor.errors import EngineError
from extractor.records import Kind
from extractor.upright import Pixels
from models.evidence import Reading

_UPPER = frozenset({"code", "letter", "state"})


def available() -> bool:
    """Whether the optional package is installed."""
    return importlib.util.find_spec("rapidocr") is not None


class RapidRecogniser:
    """Recognition only, one thread. The engine is loaded at the first crop."""

    @cached_property
    def name(self) -> str:
        return f"rapidocr {importlib.metadata.version('rapidocr')}"

    @cached_property
    def _engine(self) -> Any:
        try:
            import logging

            from rapidocr import RapidOCR

            logging.getLogger("RapidOCR").setLevel(logging.ERROR)
            return RapidOCR(
                params={
                    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                    "Global.log_level": "error",
                }
            )
        except Exception as error:  # whatever a broken installation raises: without it we still read, less surely
            raise EngineError(f"RapidOCR could not start ({error}): reinstall the package rapidocr.") from error

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        """One reading a crop; a crop of several lines is read line by line."""
        return tuple(self._read(crop, kind) for crop in crops)

    def _read(self, crop: Pixels, kind: Kind) -> Reading:
        texts: list[str] = []
        scores: list[float] = []
        for line in split_lines(crop):
            # the flags of a call stick to the engine: all are given every time
            result = self._engine(cv2.cvtColor(line, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True)
            text = (result.txts or ("",))[0] if result is not None else ""
            score = (result.scores or (0.0,))[0] if result is not None else 0.0
            if text.strip():
                texts.append(text.strip())
                scores.append(float(score))
        text = known_habits(" ".join(texts), kind)
        return Reading(text=text, score=min(scores, default=0.0), source="crop", engine=self.name)


def known_habits(text: str, kind: Kind) -> str:
    """Undo what this engine is known to do to cells of a kind: lower-case lone letters, "." or ":" for "/", S for $;
    and specks over capitals that it takes for accents, of which EDGAR knows none (its filings are ASCII)."""
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if kind in _UPPER:
        return text.upper()
    if kind == "date":
        return re.sub(r"(?<=\d)[.:](?=\d)", "/", text)
    if kind == "money":
        return re.sub(r"^[Ss](?=\d)", "$", text)
    return text


def split_lines(crop: Pixels) -> list[Pixels]:
    """The text lines of a crop, top to bottom (the recogniser knows single lines only)."""
    ink = crop < 140
    rows = ink.sum(axis=1) > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    bands = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 3]
    if not bands:
        return []
    merged = [bands[0]]
    tallest = max(b - a for a, b in bands)
    for a, b in bands[1:]:
        last = merged[-1]
        if a - last[1] <= 1 or min(b - a, last[1] - last[0]) < 0.35 * tallest:
            merged[-1] = (last[0], b)  # an accent, a dot, a superscript
        else:
            merged.append((a, b))
    height = crop.shape[0]
    return [np.ascontiguousarray(crop[max(0, a - 4) : min(height, b + 4)]) for a, b in merged]
