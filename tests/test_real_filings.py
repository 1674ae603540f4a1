"""Real filings, printed as dumps of every kind: their names, addresses, titles and notes are worded as no generator
would. Forms 3 and 5 have tables and boxes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import pipeline
from extractor.export.ownership import from_xml
from extractor.legible import legibility
from extractor.options import Options
from extractor.score import Outcome, Verdict, score
from extractor.source import open_source
from extractor.synth.filings import Filing
from extractor.synth.make import make_document
from tests.filed import FILINGS

LOOKS = ("edgar-2003", "edgar-2016")
KINDS = ("markdown-light", "layout-light", "ascii-light", "hocr-light")
EVERY = 5
"""Of the real filings of a form every so many-th is read here; all of them would take minutes."""


def outcomes(form: str, folder: Path) -> list[Outcome]:
    """Every field judged of some real filings, each in one look and one kind of dump in turn."""
    judged: list[Outcome] = []
    options = Options(max_error=0.005)
    for number, path in enumerate(sorted(FILINGS.glob(f"{form}_*.xml"))[::EVERY]):
        truth = from_xml(path.read_bytes(), path.name)
        home = folder / str(number)
        home.mkdir()
        made = make_document(Filing(truth), LOOKS[number % 2], KINDS[number // 2 % 4], number, home, "document")
        (read,) = pipeline.extract(open_source(made.files[0], options.limits), options)
        judged += score(truth, read.fields, legibility(truth, made.beside)).outcomes
    return [outcome for outcome in judged if not outcome.destroyed]


@pytest.mark.skipif(not FILINGS.is_dir(), reason="the shared filings are not beside this checkout")
@pytest.mark.parametrize(("form", "right", "silent"), [("3", 0.97, 0.01), ("4", 0.975, 0.01), ("5", 0.975, 0.01)])
def test_real_filings_are_read_right_or_shown(form: str, right: float, silent: float, tmp_path: Path) -> None:
    judged = outcomes(form, tmp_path)
    assert len(judged) > 150
    assert sum(one.verdict is Verdict.RIGHT for one in judged) / len(judged) >= right
    assert sum(one.silent for one in judged) / len(judged) <= silent
