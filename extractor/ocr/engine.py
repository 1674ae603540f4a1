"""What an OCR engine must do. Engines never change after they are made and hold no document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extractor.records import Kind, Word
from extractor.upright import Pixels
from models.evidence import Reading


class PageReader(Protocol):
    """Reads a whole page: words with their boxes."""

    @property
    def name(self) -> str:
        """Engine and version, as it stands in results."""

    def read_page(self, pixels: Pixels, page: int) -> tuple[Word, ...]:
        """Words of uint8 (H, W) pixels (0 = ink), boxes in their pixels; EngineError when the engine fails."""


class CropReader(Protocol):
    """Reads single cells cut from a page."""

    @property
    def name(self) -> str:
        """Engine and version, as it stands in results."""

    def read_crops(self, crops: Sequence[Pixels], kind: Kind) -> tuple[Reading, ...]:
        """One reading a crop, in order; the text is empty where nothing was read. `kind` tells the alphabet.
        EngineError when the engine fails."""


@dataclass(frozen=True, slots=True)
class Engines:
    """Crop readers in the order they are asked; `page` names the engine of the page pass. `own`, where there is one, is
    asked about every cell of a closed kind, before `third`, and what it says stands last."""

    page: str
    second: CropReader | None
    third: CropReader | None
    own: CropReader | None = None
