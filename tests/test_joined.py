"""Several files that are pages of one document."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import pipeline
from extractor.errors import InputError
from extractor.options import Options
from extractor.source import open_source

SAMPLES = Path(__file__).parents[1] / "samples"
OPTIONS = Options()


def test_a_dump_in_two_files_is_the_dump(tmp_path: Path) -> None:
    whole = SAMPLES / "horowitz-2012-02-27" / "source.md"
    lines = whole.read_text(encoding="utf-8").split("\n")
    parts = [tmp_path / "p1.md", tmp_path / "p2.md"]
    parts[0].write_text("\n".join(lines[:40]), encoding="utf-8")
    parts[1].write_text("\n".join(lines[40:]), encoding="utf-8")
    (alone,) = pipeline.extract(open_source(str(whole), OPTIONS.limits), OPTIONS)
    (joined,) = pipeline.extract([open_source(str(part), OPTIONS.limits) for part in parts], OPTIONS)
    assert joined.fields == alone.fields
    assert joined.source.name == "p1.md"


def test_a_scan_and_a_dump_are_no_document() -> None:
    mixed = ("edgar-2023-fax/source.tif", "horowitz-2012-02-27/source.md")
    sources = [open_source(str(SAMPLES / name), OPTIONS.limits) for name in mixed]
    with pytest.raises(InputError, match="all scans or all text dumps"):
        pipeline.extract(sources, OPTIONS)
