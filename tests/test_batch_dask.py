"""A batch on a cluster: a scheduler and two workers as separate processes, one of them killed halfway."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractor.batch import executors, run
from extractor.batch.entries import Entry
from extractor.batch.executors import executor, guarded, places
from extractor.batch.journal import journal
from extractor.batch.ledger import Ledger
from extractor.batch.stores import opened
from extractor.batch.work import Item
from extractor.errors import EngineError
from extractor.options import Options
from extractor.synth.make import make
from tests.test_apart import whoami
from tests.test_programs import gone

ROOT = Path(__file__).parents[1]
COUNT = 16


@contextmanager
def dask(*arguments: str, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`dask …` in a session of its own; whatever it started ends with it."""
    settings = {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False", **environment}
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=log.parent, env=os.environ | settings, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def cluster(folder: Path, workers: int, **environment: str) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its workers."""
    address_file = folder / "scheduler.json"
    with ExitStack() as stack:
        stack.enter_context(
            dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                 "--scheduler-file", str(address_file), log=folder / "scheduler.log")
        )  # fmt: skip
        until = time.monotonic() + 180
        while not address_file.exists() or not address_file.read_text().endswith("}"):
            assert time.monotonic() < until
            time.sleep(0.1)
        address = json.loads(address_file.read_text())["address"]
        yield (
            address,
            [
                stack.enter_context(
                    dask("worker", address, "--nthreads", "1", "--no-dashboard",
                         log=folder / f"worker{number}.log", **environment)
                )
                for number in range(workers)
            ],
        )  # fmt: skip


def number() -> tuple[int, int]:
    return os.getpid(), guarded("a", 30, whoami)


@pytest.mark.slow
def test_a_worker_that_is_lost_loses_nothing(tmp_path: Path, form4: Any) -> None:
    make(COUNT, 7, ("edgar-2003",), ("layout-light",), tmp_path / "made", (), 0.0)
    journal = tmp_path / "out/journal.jsonl"
    with cluster(tmp_path, 2) as (address, workers):
        with executor(1, address) as pool:
            pool._client.wait_for_workers(2, timeout=60)  # type: ignore[attr-defined]
            assert places(pool) == 2
            worker, apart = pool.submit(number).result()
            assert len({os.getpid(), worker, apart}) == 3

        def kill() -> None:
            while not journal.exists() or journal.read_bytes().count(b"\n") < 5:
                time.sleep(0.02)
            os.killpg(workers[0].pid, signal.SIGKILL)  # the worker and what watches over it

        threading.Thread(target=kill, daemon=True).start()
        command = ("batch", tmp_path / "made/input", "-o", tmp_path / "out", "--dask", address)
        ended = form4(*command)
        assert workers[0].wait(5) == -signal.SIGKILL
        assert ended.code == 3, ended.err
        rows = pq.read_table(tmp_path / "out/manifest.parquet").to_pylist()
        assert len(rows) == COUNT
        assert {row["status"] for row in rows} <= {"clean", "review"}
        keys = [json.loads(line)["key"] for line in journal.read_text().splitlines()]
        assert len(keys) == len(set(keys)) == COUNT, "every document ends exactly once"
        written = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out/filings").rglob("*.json"))
        assert written == sorted(name for row in rows for name in row["outputs"])
        assert form4(*command).code == 3
        assert journal.read_text().count("\n") == COUNT
    until = time.monotonic() + 10
    while not gone(apart) and time.monotonic() < until:
        time.sleep(0.1)
    assert gone(apart)


@pytest.mark.slow
def test_a_cluster_that_cannot_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", 1.0)
    with cluster(tmp_path, 0) as (address, _):
        with pytest.raises(EngineError, match="the cluster has no workers"), executor(1, address):
            pass
        log = tmp_path / "late.log"
        monkeypatch.setattr(executors, "_PATIENCE", 60.0)
        with (
            dask("worker", address, "--nthreads", "1", log=log, DASK_DISTRIBUTED__WORKER__DAEMON="True"),
            executor(1, address) as pool,
            pytest.raises(EngineError, match="WORKER__DAEMON=False"),
        ):
            pool.submit(number).result()


def test_workers_of_another_version_are_refused() -> None:
    class Client:
        def wait_for_workers(self, *_: object, **__: object) -> None: ...

        def run(self, work: object) -> dict[str, str]:
            assert work is executors.version
            return {"tcp://a": executors.version(), "tcp://b": "0.0.0"}

    with pytest.raises(EngineError, match=r"cluster: workers run form4 0\.0\.0, this is .*; install the same"):
        executors._examine(Client(), "cluster")


class Cluster(ThreadPoolExecutor):
    """One place, as a cluster's."""

    def __init__(self) -> None:
        super().__init__(1)
        self.tasks: list[int] = []

    def submit(self, work: Any, items: Any) -> Any:  # type: ignore[override]
        self.tasks.append(len(items))
        return super().submit(work, items)


@pytest.mark.parametrize(("seconds", "most"), [(0.025, 10), (3.0, 1)])
def test_quick_documents_go_several_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, most: int
) -> None:
    """And every one has its own outcome."""
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(f"{number}")

    def read(items: list[Item]) -> list[Entry]:
        return [Entry(item.key, item.sha256, 0, seconds=seconds) for item in items]

    monkeypatch.setattr(run, "read_items", read)
    monkeypatch.setattr(run, "places", lambda _: 1)
    (tmp_path / "out").mkdir()
    store = opened(str(tmp_path / "out"))
    with Cluster() as pool, Ledger() as ledger, journal(store) as kept:
        tally = run.Tally()
        request = run.Request([str(tmp_path)], ("json",), Options(), 1)
        run._Run(request, store, ledger, tally, lambda _: None, kept, pool).whole()
        assert [row.status for row in ledger.rows()] == ["clean"] * 40
    assert sum(pool.tasks) == tally.read == 40
    assert max(pool.tasks) == 1 if most == 1 else 1 < max(pool.tasks) <= most
