"""The page on speed says what its numbers say, and what measures is right where it can be checked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor import pipeline
from extractor.bench import clock, perf, perf_peers
from extractor.bench.perf_page import written
from extractor.bench.perf_scale import Done, held, rate
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
        seconds, _ = clock.spent(lambda: pipeline.extract(source, options))
    assert {"propose", "reconcile", "assemble"} == set(stages)
    assert 0 < sum(stages.values()) <= seconds
    assert {name: getattr(pipeline, name) for name in perf.STAGES} == before


def test_time_of_children_counts_and_waiting_does_not() -> None:
    burning = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    assert clock.spent(lambda: clock.quiet(["python3", "-c", burning]))[0] >= 0.3
    assert clock.spent(lambda: time.sleep(0.2))[0] < 0.1


def test_memory_is_that_of_the_process_that_asks() -> None:
    """Also when a larger process started it."""
    asking = "from extractor.bench.perf import largest; before = largest(); held = b'x' * 150_000_000; "
    command = [sys.executable, "-c", asking + "print(before, largest() - before, len(held))"]
    before, grown, _ = map(float, subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.split())
    assert before < 500
    assert grown == pytest.approx(143, abs=20)


def test_memory_of_a_run_is_that_of_all_its_processes() -> None:
    """A process below the one that is asked about counts as well."""
    holding = "import time; held = b'x' * 100_000_000; print('ready', flush=True); time.sleep(60)"
    above = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {holding!r}])"
    with subprocess.Popen([sys.executable, "-c", above], stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found, _ = held(process.pid)
        os.killpg(process.pid, signal.SIGKILL)
    assert found == pytest.approx(110, abs=25)


def test_peers_that_are_not_there_or_fail_are_not_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perf_peers, "RAPID", "raise SystemExit(1)")
    found = perf_peers.peers([tmp_path / "1.png", tmp_path / "2.png"], tmp_path)
    assert len(found) == 3
    assert set(found.values()) == {None}


def test_the_page_tells_a_long_run_and_what_two_processes_do() -> None:
    found = json.loads((ROOT / "docs/performance.json").read_text(encoding="utf-8"))
    two = {"rates": {"1": 20.0, "2": 39.0}, "works": {"1": 0.04, "2": 0.041}, "factor": 1.95}
    tenth = {"rate": 38.0, "megabytes": 300.0}
    text = written(found | {"scaling": {"dumps, dask": two},
                            "long": {"documents": 10000, "jobs": 2, "first": tenth, "last": tenth}})  # fmt: skip
    assert "| dumps, dask | 20.00 | 39.00 | 1.95 | 40 | 41 |" in text
    assert "10,000 made dumps" in text
    assert "| last tenth | 38.0 | 300 |" in text


def test_what_one_does_while_the_other_has_nothing_left_is_not_counted() -> None:
    alone = [Done(10.0, 12.0, 1.0), Done(12.0, 14.0, 1.0), Done(14.0, 16.0, 1.0)]
    assert rate(10.0, alone) == pytest.approx(0.5)
    other = [Done(10.0, 13.0, 1.0), Done(13.0, 17.0, 1.0)]
    assert rate(10.0, [*alone, *other]) == pytest.approx((2 + 1 + 1 / 4) / 4)
