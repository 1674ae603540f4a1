"""`form4 batch` through the real command line: what comes out, what a second run does, what a kill costs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor.synth.make import make
from tests.badinputs.running import Result, form4

pytestmark = pytest.mark.slow  # begins first

ROOT = Path(__file__).parents[1]
COUNT = 14


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of made dumps, one of them twice."""
    folder = tmp_path_factory.mktemp("dumps")
    make(COUNT, 5, ("edgar-2003", "edgar-2016"), ("layout-light", "ascii-light"), folder, (), 0.0)
    paths = sorted((folder / "input").iterdir())
    shutil.copy(paths[3], folder / "input" / "zz-again.txt")
    return folder / "input"


@pytest.fixture(scope="module")
def undisturbed(dumps: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a batch over them gives that nobody disturbs."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run = batch(folder, dumps, "--format", "sec-tsv", "--format", "xml")
    assert run.code == 3
    return folder / "out"


def batch(folder: Path, *arguments: object, **how: object) -> Result:
    run = form4(["batch", *map(str, arguments), "-o", "out", "--jobs", "2"], folder, **how)  # type: ignore[arg-type]
    assert run.faults() == []
    return run


def rows(out: Path) -> list[dict[str, object]]:
    return pq.read_table(out / "manifest.parquet").to_pylist()  # type: ignore[no-any-return]


def lasting(out: Path) -> dict[str, object]:
    """Everything a batch wrote that may not depend on when it was run: files by name, rows without times."""
    found: dict[str, object] = {
        str(path.relative_to(out)): path.read_bytes()
        for part in ("filings", "tables")
        for path in sorted((out / part).rglob("*"))
        if path.is_file()
    }
    found["rows"] = [{key: value for key, value in row.items() if key != "seconds"} for row in rows(out)]
    return found


def test_every_input_has_a_row_and_its_files(undisturbed: Path, dumps: Path) -> None:
    found = rows(undisturbed)
    assert [row["input"] for row in found] == sorted(str(path) for path in dumps.iterdir())
    assert [row["number"] for row in found] == list(range(1, COUNT + 2))
    *firsts, again = found
    assert (again["status"], again["duplicate_of"]) == ("duplicate", found[3]["input"])
    assert again["outputs"] == found[3]["outputs"]
    for row in firsts:
        assert row["status"] in ("clean", "review")
        assert (row["exit_code"] == 3) == (row["status"] == "review") == bool(row["reason"])
        json_file, xml_file = row["outputs"]  # type: ignore[misc]
        extraction = json.loads((undisturbed / json_file).read_text())
        assert extraction["source"]["sha256"] == row["sha256"]
        assert len(extraction["fields"]) == row["fields"]
        assert sum(field["needs_review"] for field in extraction["fields"]) == row["doubtful_fields"]
        assert extraction["layouts"][0]["id"] == row["template"]
        assert (undisturbed / xml_file).read_text().startswith("<?xml")
    table = (undisturbed / "tables/sec-tsv/SUBMISSION.tsv").read_text().splitlines()
    assert len(table) == COUNT + 1


def test_killed_again_and_again_it_ends_as_if_undisturbed(undisturbed: Path, dumps: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extractor", "batch", str(dumps), "-o", "out", "--jobs", "2"]
    command += ["--format", "sec-tsv", "--format", "xml"]
    journal = tmp_path / "out/journal.jsonl"
    for least in (2, 7):
        running = subprocess.Popen(
            command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        wait_for(lambda least=least: journal.exists() and journal.read_bytes().count(b"\n") >= least)  # type: ignore[misc]
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    with journal.open("ab") as file:
        file.write(b'{"key":"cut off')
    done = journal.read_bytes().count(b"\n")
    assert not (tmp_path / "out/manifest.parquet").exists()
    run = form4(command[3:], tmp_path)
    assert run.code == 3
    assert lasting(tmp_path / "out") == lasting(undisturbed)
    lines = [line for line in journal.read_text().splitlines() if not line.startswith('{"key":"cut')]
    assert len(lines) == len({json.loads(line)["key"] for line in lines}) == COUNT, "what was done is not done twice"
    assert done >= 7


def wait_for(condition: object, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_whole_files_and_no_process(dumps: Path, tmp_path: Path, number: int) -> None:
    asked = []

    def interrupt(running: subprocess.Popen[bytes]) -> None:
        journal = tmp_path / "out/journal.jsonl"
        wait_for(lambda: journal.exists() and journal.read_bytes().count(b"\n") >= 2)
        asked.append(time.monotonic())
        running.send_signal(number)

    run = batch(tmp_path, dumps, during=interrupt)
    assert time.monotonic() - asked[0] < 5
    assert run.code == 130
    assert run.last == "form4: interrupted; files that were written are whole, and a batch goes on where it stopped."
    for path in (tmp_path / "out/filings").rglob("*"):
        assert path.is_dir() or json.loads(path.read_text())["form4"] == "1"
    assert "Stopped before its end" in form4(["batch", "status", "out"], tmp_path).out.decode()


def test_one_bad_document_costs_no_other(dumps: Path, tmp_path: Path) -> None:
    good = [path for path in sorted(dumps.iterdir()) if b"<SEC-" not in path.read_bytes()][:2]
    inputs = tmp_path / "in"
    inputs.mkdir()
    for path in good:
        shutil.copy(path, inputs)
    (inputs / "a-zip.pdf").write_bytes(b"PK\x03\x04 nothing")
    (inputs / "b-<b>empty<b>\x1b[31m.txt").write_bytes(b"")
    (inputs / "c-prose.txt").write_text("Nothing of a form in it.")
    envelope = b"<SEC-DOCUMENT>x.txt\nCONFORMED SUBMISSION TYPE:\t%s\n<TEXT>\n%s\n</TEXT>\n</SEC-DOCUMENT>\n"
    parts = [(b"4", good[0].read_bytes()), (b"10-K", b"words"), (b"4", good[1].read_bytes())]
    (inputs / "d-bulk.txt").write_bytes(b"".join(envelope % part for part in parts))
    run = batch(tmp_path, "in", "gone.pdf", "in/*.txt", "--format", "jsonl")
    assert run.code == 6
    assert run.last.startswith("form4: ")
    found = {str(row["input"]): row for row in rows(tmp_path / "out")}
    assert len(found) == 8, "a file named twice is one input"
    alone = [found[f"in/{path.name}"]["exit_code"] for path in good]
    assert set(alone) <= {0, 3}
    assert [found[f"in/d-bulk.txt#{number}"]["exit_code"] for number in (1, 3)] == alone
    assert "1 submission of other forms in bulk texts left out" in (tmp_path / "out/report.txt").read_text()
    codes = {name.rsplit("/", 1)[-1][:6]: row["exit_code"] for name, row in found.items()}
    assert (codes["a-zip."], codes["b-<b>e"], codes["c-pros"], codes["gone.p"]) == (6, 4, 4, 4)
    assert found["gone.pdf"]["reason"] == "there is no such file; check the name."
    assert sum(row["status"] in ("clean", "review") for row in found.values()) == 4
    assert (tmp_path / "out/tables/jsonl/filings.jsonl").read_text().count("\n") == 4
    page = (tmp_path / "out/report.html").read_text()
    assert "<script" not in page
    assert "<b>empty" not in page
    assert "&lt;b&gt;empty&lt;b&gt;\\x1b[31m.txt" in page
    assert "\x1b" not in page + (tmp_path / "out/report.txt").read_text()
    again_does_nothing(tmp_path, "in", "gone.pdf", "in/*.txt", "--format", "jsonl")


def again_does_nothing(folder: Path, *arguments: str) -> None:
    """A second run reads nothing, and everything stands as before."""
    before, journal = lasting(folder / "out"), (folder / "out/journal.jsonl").read_bytes()
    assert batch(folder, *arguments).code == 6
    assert lasting(folder / "out") == before
    assert (folder / "out/journal.jsonl").read_bytes() == journal
    assert "Nothing was left to read in this run." in (folder / "out/report.txt").read_text()
    status = form4(["batch", "status", "out"], folder)
    assert status.code == 0
    assert "Finished" in status.out.decode()
    assert "2 failed" not in status.out.decode().splitlines()[0]


def test_a_place_that_cannot_be_written_is_told_before_the_work(dumps: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    run = batch(tmp_path, dumps)
    assert run.code == 8
    assert "a folder is needed" in run.last
    assert form4(["batch", "status", "nowhere"], tmp_path).code == 4
    assert form4(["batch", "-o", "o"], tmp_path).code == 2


def test_a_temporary_folder_with_a_long_name_costs_nothing_but_time(dumps: Path, tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    (tmp_path / "in").mkdir()
    shutil.copy(next(path for path in sorted(dumps.iterdir()) if b"<SEC-" not in path.read_bytes()), tmp_path / "in")
    run = form4(["batch", "in", "-o", "out"], tmp_path, env={"TMPDIR": str(deep)})
    assert (run.faults(), run.code in (0, 3)) == ([], True)
    assert len(list((tmp_path / "out/filings").rglob("*.json"))) == 1
