"""Several processes: what two do in the time of one, on this machine and as workers of a Dask cluster; and whether a
long run stays as fast and as small as it began."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from extractor import pipeline
from extractor.batch.executors import executor, guarded
from extractor.batch.run import documents_a_task
from extractor.bench.clock import spent
from extractor.errors import ExtractorError
from extractor.options import Options
from extractor.source import open_source

_SETTINGS = {
    "WORKER__DAEMON": "False", "WORKER__PROFILE__ENABLED": "False", "WORKER__MEMORY__MONITOR_INTERVAL": "1s",
    "ADMIN__TICK__INTERVAL": "1s", "ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
}  # fmt: skip
"""What docs/scale.md sets for a cluster."""

_PATIENCE = 60.0  # seconds for a scheduler to say where it is


def scaling(what: Mapping[str, Sequence[Path]], times: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """For each kind of documents, with one and two processes of this machine ("local") and as workers ("dask"):
    documents a second of wall clock while all are at work, and processor seconds a document, which two free cores would
    share. The processes are there and warm before the clock starts; each document is read so many `times`, on a cluster
    in tasks as `form4 batch` makes them."""
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for where in ("local", "dask"):
            for jobs in (1, 2):
                with ExitStack() as stack:
                    address = stack.enter_context(cluster(Path(folder), jobs)) if where == "dask" else None
                    pool = stack.enter_context(executor(jobs, address))
                    for name, paths in what.items():
                        warm = list(pool.map(_read, paths[: 4 * jobs]))
                        pace = statistics.mean(one.seconds for one in warm)
                        together = documents_a_task(pace) if where == "dask" else 1
                        begun, works = time.monotonic(), list(paths) * times[name]
                        tasks = [works[start : start + together] for start in range(0, len(works), together)]
                        done = [one for task in pool.map(_read_all, tasks) for one in task]
                        entry = found.setdefault(f"{name}, {where}", {"rates": {}, "works": {}})
                        entry["rates"][str(jobs)] = rate(begun, done)
                        entry["works"][str(jobs)] = statistics.mean(one.worked for one in done)
    for entry in found.values():
        entry["factor"] = entry["rates"]["2"] / entry["rates"]["1"]
    return found


class Done(NamedTuple):
    """A document that was read: when it was begun and ended, on the clock of this machine, and processor seconds."""

    begun: float
    ended: float
    worked: float

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


def rate(begun: float, done: Sequence[Done]) -> float:
    """Documents a second until the last one is begun: after that some have nothing left to do. One that was on its way
    then counts by the share that was done."""
    until = max(one.begun for one in done)
    shares = (min(1.0, (until - one.begun) / one.seconds) for one in done)
    return sum(shares) / (until - begun)


def _read_all(paths: Sequence[Path]) -> list[Done]:
    return [_read(path) for path in paths]


def _read(path: Path) -> Done:
    """One document, read in a process apart."""
    begun = time.monotonic()
    worked = guarded(path.name, 600, _seconds, path)
    return Done(begun, time.monotonic(), worked)


def _seconds(path: Path) -> float:
    return spent(partial(_extracted, path))[0]


def _extracted(path: Path) -> None:
    options = Options()
    try:
        pipeline.extract(open_source(path, options.limits), options)
    except ExtractorError:  # a second page is no form by itself; it costs the same up to there
        return


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """The address of a Dask scheduler with workers of one thread, started as docs/scale.md says."""
    known = folder / f"scheduler-{workers}.json"
    with ExitStack() as stack:
        stack.enter_context(
            _dask(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file",
                  str(known))
        )  # fmt: skip
        until = time.monotonic() + _PATIENCE
        while not known.exists() or not known.read_text().endswith("}"):
            if time.monotonic() > until:
                raise TimeoutError("the Dask scheduler did not start")
            time.sleep(0.1)
        address = json.loads(known.read_text())["address"]
        stack.enter_context(
            _dask(folder, "worker", address, "--nworkers", str(workers), "--nthreads", "1", "--no-dashboard")
        )
        yield address


@contextmanager
def _dask(folder: Path, *arguments: str) -> Iterator[None]:
    environment = os.environ | {f"DASK_DISTRIBUTED__{name}": value for name, value in _SETTINGS.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments], cwd=folder, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def long_run(paths: Sequence[Path], jobs: int) -> dict[str, Any]:
    """`form4 batch` over files, watched from outside: documents a second, processor seconds a document and megabytes
    (both of all its processes) in the first and the last tenth of its documents, start and report left out. The files
    are read in a mixed order that is the same each time: by name, its tenths would tell of kinds."""
    mixed, total = list(paths), len(paths)
    random.Random(total).shuffle(mixed)
    seen: list[tuple[float, int, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        out, named = Path(folder) / "out", Path(folder) / "names.txt"
        named.write_text("".join(f"{path}\n" for path in mixed))
        command = [sys.executable, "-m", "extractor", "batch", f"@{named}", "-o", str(out), "--jobs", str(jobs)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        journal, lines, offset = out / "journal.jsonl", 0, 0
        while process.poll() is None:
            time.sleep(0.2)
            if journal.exists():
                with journal.open("rb") as file:
                    file.seek(offset)
                    new = file.read()
                lines, offset = lines + new.count(b"\n"), offset + len(new)
            if 0 < lines < total:
                seen.append((time.monotonic(), lines, *held(process.pid)))
    tenth = lines / 10
    parts = {
        "first": [one for one in seen if 0.1 * tenth <= one[1] <= 1.1 * tenth],
        "last": [one for one in seen if one[1] >= 9 * tenth],
    }
    return {"documents": lines, "jobs": jobs, **{name: _part(part) for name, part in parts.items()}}


def _part(seen: Sequence[tuple[float, int, float, float]]) -> dict[str, float]:
    seconds, documents, _, worked = (last - first for first, last in zip(seen[0], seen[-1], strict=True))
    size = statistics.mean(megabytes for _, _, megabytes, _ in seen)
    return {"rate": documents / seconds, "megabytes": size, "processor": worked / documents}


def held(process: int) -> tuple[float, float]:
    """Megabytes that a process and all below it hold, pages they share counted in a part each; and processor seconds
    they worked so far, those that ended included."""
    total, seconds = 0.0, 0.0
    parents: dict[int, list[tuple[int, float]]] = {}
    tick = os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        worked = sum(map(int, parts[11:15])) / tick
        parents.setdefault(int(parts[1]), []).append((int(stat.parent.name), worked))
        if int(stat.parent.name) == process:
            seconds = worked
    waiting = [process]
    while waiting:
        one = waiting.pop()
        for child, worked in parents.get(one, []):
            waiting.append(child)
            seconds += worked
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(rollup.split("\nPss:")[1].split()[0]) / 1024
        except (OSError, IndexError):  # it has just ended
            continue
    return total, seconds
