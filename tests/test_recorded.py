"""Whole documents from picture to filing with recorded engines: what comes out is what came out before, and it is true.

`--record` asks the real engines again (where Tesseract and RapidOCR are installed); `--regenerate-goldens` writes down
what comes out now. Both change files under tests/ that belong into the same commit as their reason.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from extractor import pipeline
from extractor.export.ownership import from_xml
from extractor.legible import legibility
from extractor.ocr import engines
from extractor.ocr.replay import Recording, recorded, recording_engines, replayed
from extractor.options import Options
from extractor.pipeline import ReadDocument
from extractor.score import score
from extractor.source import open_source
from models.extraction import Extraction

ROOT = Path(__file__).parents[1]
RECORDED = ROOT / "tests" / "recorded"
GOLDENS = ROOT / "tests" / "goldens"
SAMPLES = {
    folder.name: next(folder.glob("source.*"))
    for folder in sorted((ROOT / "samples").iterdir())
    if (folder / "truth.xml").is_file()
}
CLOSED = frozenset({"date", "shares", "money", "code", "letter", "checkbox", "ticker", "form", "zip", "state"})
Read = tuple[str, ReadDocument, tuple[Extraction, ...]]
_read: dict[str, tuple[ReadDocument, tuple[Extraction, ...]]] = {}


def told(extraction: Extraction) -> dict[str, Any]:
    """What a user relies on: the leaves with their states and marks, the layouts and the doubts; nothing that follows
    from how confidence is fitted."""
    return {
        "layouts": [f"{laid.page} {laid.id}" for laid in extraction.layouts],
        "fields": [
            f"{field.path} = {field.value} {''.join(f'({mark})' for mark in field.footnotes)}[{field.state.value}]"
            for field in extraction.fields
            if field.value is not None or field.footnotes or field.state.value != "blank"
        ],
        "issues": [f"{issue.code} {issue.path or issue.page or ''}" for issue in extraction.issues],
    }


def read(sample: str, record: bool) -> ReadDocument:
    """A sample read by recorded engines; with `record` by the real ones, whose answers are kept."""
    options = Options()
    source = open_source(SAMPLES[sample], options.limits)
    path = RECORDED / f"{sample}.json.gz"
    if not record:
        return pipeline.read(source, options, replayed(Recording.load(path)))
    page, crops, recorders = recording_engines(*engines(options))
    document = pipeline.read(source, options, (page, crops))
    recorded(page, crops, recorders).save(path)
    return document


@pytest.fixture
def document(request: pytest.FixtureRequest) -> Read:
    """A sample's id, the sample as read, its filings; read once."""
    sample: str = request.param
    if sample not in _read:
        made = read(sample, request.config.getoption("--record"))
        _read[sample] = made, pipeline.conclude(made, Options())
    return sample, *_read[sample]


every_sample = pytest.mark.parametrize("document", SAMPLES, indirect=True)


@every_sample
def test_a_document_gives_what_it_gave_before(document: Read, request: pytest.FixtureRequest) -> None:
    sample, _, extractions = document
    found = json.dumps([told(extraction) for extraction in extractions], indent=1, ensure_ascii=False) + "\n"
    golden = GOLDENS / f"{sample}.json"
    if request.config.getoption("--regenerate-goldens"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8"), "see --regenerate-goldens in this file's first lines"


@every_sample
def test_what_was_read_is_true(document: Read) -> None:
    sample, _, (extraction,) = document
    truth_is_told(sample, extraction)


def truth_is_told(sample: str, extraction: Extraction) -> None:
    """Fails unless rows and owners are all there, nearly every value is right, and no number, date, code or mark is
    wrong without a word; of prose a letter may be."""
    folder = SAMPLES[sample].parent
    truth = from_xml((folder / "truth.xml").read_bytes(), sample)
    beside = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    judged = score(truth, extraction.fields, legibility(truth, beside))
    silent = [one for one in judged.outcomes if one.silent]
    prose = [one for one in silent if one.kind not in CLOSED and one.likeness > 0.9]
    assert [f"{one.path}: {one.read!r} for {one.truth!r}" for one in silent if one not in prose] == []
    assert len(prose) <= 2
    assert judged.rows.truth == judged.rows.read == judged.rows.matched
    assert judged.owners.truth == judged.owners.read == judged.owners.matched
    assert sum(one.verdict == "right" for one in judged.outcomes) >= 0.95 * len(judged.outcomes)


@pytest.mark.engine
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_the_real_engines_read_a_clean_sheet() -> None:
    options = Options()
    (extraction,) = pipeline.extract(open_source(SAMPLES["paper-1996-typed"], options.limits), options)
    truth_is_told("paper-1996-typed", extraction)
    assert "tesseract" in extraction.versions


@pytest.mark.parametrize("document", ["edgar-2023-fax"], indirect=True)
def test_a_document_is_drawn_as_it_was_read(document: Read) -> None:
    _, made, extractions = document
    drawn = list(pipeline.overlays(made, extractions))
    assert [number for number, _ in drawn] == [1, 2]
    assert all(picture.startswith(b"\x89PNG") for _, picture in drawn)


def test_recordings_are_small() -> None:
    assert sum(path.stat().st_size for path in RECORDED.glob("*.json.gz")) < 2_000_000
