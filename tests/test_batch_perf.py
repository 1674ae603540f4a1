"""The page on speed says what its numbers say, and what measures is right where it can be checked."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor import pipeline
from extractor.bench import perf
from extractor.bench.perf_page import written
from extractor.options import Options
from extractor.source import open_source

ROOT = Path(__file__).parents[1]


def test_the_page_is_written_from_its_numbers() -> None:
    found = json.loads((ROOT / "docs/performance.json").read_text(encoding="utf-8"))
    assert (ROOT / "docs/performance.md").read_text(encoding="utf-8") == written(found)
    assert min(found["page"]["ratio_both"], found["page"]["ratio_first"]) > 1


def test_stages_are_timed_and_put_back() -> None:
    before = {name: getattr(pipeline, name) for name in perf.STAGES}
    stages: dict[str, float] = {}
    options = Options()
    source = open_source(ROOT / "samples/horowitz-2012-02-27/source.md", options.limits)
    with perf.profiled(stages):
        seconds, _ = perf.spent(lambda: pipeline.extract(source, options))
    assert {"propose", "reconcile", "assemble"} == set(stages)
    assert 0 < sum(stages.values()) <= seconds
    assert {name: getattr(pipeline, name) for name in perf.STAGES} == before


def test_time_of_children_counts_and_waiting_does_not() -> None:
    burning = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    assert perf.spent(lambda: perf.quiet(["python3", "-c", burning]))[0] >= 0.3
    assert perf.spent(lambda: time.sleep(0.2))[0] < 0.1


def test_memory_is_that_of_the_process_that_asks() -> None:
    """Also when a larger process started it."""
    asking = "from extractor.bench.perf import largest; before = largest(); held = b'x' * 150_000_000; "
    command = [sys.executable, "-c", asking + "print(before, largest() - before, len(held))"]
    before, grown, _ = map(float, subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.split())
    assert before < 500
    assert grown == pytest.approx(143, abs=20)
