"""What a user may choose about an extraction; recorded in every result."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr

from models.evidence import Record


class Limits(Record):
    """Bounds that a hostile document may not cross."""

    file_bytes: int = 50_000_000
    pages: int = 100
    page_pixels: int = 100_000_000
    engine_seconds: float = 90
    document_seconds: float = 120


class Options(Record):
    """Choices for one extraction. `max_error` is the share of wrong values tolerated among fields not sent to review
    (0.003 is 0.3 %); `dpi` is the resolution pages are read at; `templates` an own folder of layouts."""

    max_error: float = Field(default=0.003, gt=0, lt=1)
    dpi: int = Field(default=200, ge=100, le=600)
    templates: Path | None = None
    lexicon: Path | None = None
    password: SecretStr | None = None
    engines: tuple[str, ...] = ("tesseract", "rapidocr", "own")
    limits: Limits = Limits()
