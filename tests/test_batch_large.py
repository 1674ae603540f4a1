"""A large mixed batch, killed twice, ends as an undisturbed one. FORM4_BATCH says how many documents (make torture)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.synth.make import make
from tests.badinputs.running import form4
from tests.test_batch import ROOT, lasting, rows, wait_for

DUMPS = ("layout-light", "markdown-medium", "ocr-text-heavy", "ascii-light", "hocr-light")


@pytest.mark.torture
def test_a_large_mixed_batch_killed_twice(tmp_path: Path) -> None:
    count = int(os.environ.get("FORM4_BATCH", "2000"))
    scans = max(2, count // 100)
    make(count - scans, 21, ("edgar-2003", "edgar-2016", "edgar-2023"), DUMPS, tmp_path / "dumps", (), 0.0)
    make(scans, 22, ("edgar-2003", "edgar-2016"), ("pdf", "L0", "L1"), tmp_path / "scans", (), 0.0)
    inputs = [tmp_path / "dumps/input", tmp_path / "scans/input"]
    first = sorted(inputs[0].iterdir())[0]
    shutil.copy(first, inputs[1] / f"again{first.suffix}")
    (inputs[1] / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing\n%%EOF\n")
    command = [
        "batch",
        *map(str, inputs),
        "-o",
        "out",
        "--jobs",
        "2",
        "--format",
        "sec-tsv",
        "--document-seconds",
        "600",
    ]

    killed = tmp_path / "killed"
    killed.mkdir()
    journal = killed / "out/journal.jsonl"
    for part in (0.2, 0.6):
        running = subprocess.Popen(
            [sys.executable, "-m", "extractor", *command], cwd=killed, stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
        )  # fmt: skip
        wait_for(lambda least=part * count: journal.exists() and journal.read_bytes().count(b"\n") > least, 7200)  # type: ignore[misc]
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    resumed = form4(command, killed, wall=7200)
    assert resumed.code == 4, resumed.last
    assert resumed.faults() == []

    calm = tmp_path / "calm"
    calm.mkdir()
    undisturbed = form4(command, calm, wall=7200)
    assert undisturbed.code == 4
    assert lasting(killed / "out") == lasting(calm / "out")
    found = [row["status"] for row in rows(calm / "out")]
    assert (found.count("failed"), found.count("duplicate")) == (1, 1)
    assert len(found) >= count + 2
