"""Extractions as JSON Lines, `filings.jsonl`: one object a line, the same as `to_json` writes."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.export.json import as_object
from models.extraction import Extraction

FILE = "filings.jsonl"


def to_line(extraction: Extraction) -> bytes:
    """The extraction as one line of JSON, its line end included."""
    return (json.dumps(as_object(extraction), ensure_ascii=False, separators=(",", ":")) + "\n").encode(
        "utf-8", "replace"
    )


class Lines:
    """Writes extractions to a file in `folder`."""

    def __init__(self, folder: Path, _safe: bool) -> None:
        self._file = (folder / FILE).open("wb")

    def write(self, extraction: Extraction) -> None:
        """Adds an extraction."""
        self._file.write(to_line(extraction))

    def close(self) -> None:
        """Nothing more comes."""
        self._file.close()
