"""OCR engines behind two small protocols: one reads pages, the others crops. A missing optional engine costs accuracy,
not function."""

from __future__ import annotations

from functools import lru_cache

from extractor.ocr.engine import CropReader, Engines, PageReader
from extractor.options import Options

__all__ = ["CropReader", "Engines", "PageReader", "engines"]


def engines(options: Options) -> tuple[PageReader, Engines]:
    """(the reader of pages, the readers of crops) that the options name and that are installed.

    EngineError when Tesseract, which reads the pages, is missing.
    """
    return _made(options.engines, options.limits.engine_seconds)


@lru_cache(maxsize=4)
def _made(names: tuple[str, ...], seconds: float) -> tuple[PageReader, Engines]:
    from extractor.ocr import own, rapid
    from extractor.ocr.tesseract import Tesseract

    tesseract = Tesseract(seconds)
    second: CropReader | None = rapid.RapidRecogniser() if "rapidocr" in names and rapid.available() else None
    third: CropReader | None = tesseract
    if second is None:
        second, third = tesseract, None
    ours = own.OwnReader() if "own" in names and own.available() else None
    return tesseract, Engines(tesseract.name, second, third, ours)
