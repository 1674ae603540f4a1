"""How fast, on this machine, in one run: `python -m extractor.bench.perf` measures and writes docs/performance.md.

Times are processor seconds, of this process and all it starts, on one core; a machine that is busy with other things
lengthens the wall clock, not these. Only what is said to be wall clock is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import Any

from extractor import pipeline
from extractor.apart import Apart, spare_loaded
from extractor.batch.executors import executor, guarded
from extractor.bench.clock import processor, quiet, spent
from extractor.bench.perf_peers import peers
from extractor.bench.perf_scale import long_run, scaling
from extractor.errors import ExtractorError
from extractor.options import Options
from extractor.source import open_source
from extractor.synth.make import make

BOTH, FIRST = Options(), Options(engines=("tesseract",))
LOOKS = ("edgar-2003", "edgar-2016", "edgar-2023")
DUMPS = ("layout-light", "markdown-light", "ocr-text-medium", "ascii-light")

STAGES = (
    "load_pages", "spot_words", "second_look", "register", "segment", "read_cells", "propose", "reconcile", "assemble",
)  # fmt: skip
"""What the pipeline calls, in this order; each is a name in pipeline.py."""

CHILD = (
    "import resource, subprocess, sys; subprocess.run(['tesseract', sys.argv[1], '-', '--psm', '11'], "
    "capture_output=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
)
"""Tells the megabytes of Tesseract: asked by a small process, since a child's count begins with its parent's."""


def measure(pages: int, dumps: int, many: int = 0, environment: Path | None = None) -> dict[str, Any]:
    """All figures, as plain JSON. `pages` scans and `dumps` text dumps are made for it, `many` dumps for one long run
    (0: none); `environment` is the virtual environment of peers (see perf_peers.py)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scans, texts = made_pages(folder, pages), made_dumps(folder, dumps)
        load = os.getloadavg()[0]
        cores = os.cpu_count() or 1
        found: dict[str, Any] = {"cores": cores, "busy": round(load, 1), "pages": len(scans), "dumps": len(texts)}
        found["scaling"] = scaling({"dumps": texts, "pages": scans}, {"dumps": 4, "pages": 2})
        if many:
            found["long"] = long_run(made_dumps(folder / "many", many), cores)
        with one_core():
            found["start"] = start_up(texts[0])
            found["page"], found["stages"] = page(scans)
            found["peers"] = peers(scans, environment)
            found["text"] = text(texts)
            found["linear"] = linear(texts)
            found["memory"] = memory(scans[0], texts)
        found["busy_after"] = round(os.getloadavg()[0], 1)
    return found


@contextmanager
def one_core() -> Iterator[None]:
    """Everything inside, and what it starts, runs on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def made_pages(folder: Path, count: int) -> list[Path]:
    """Pages of made scans (L0 and L1), each a PNG as it was scanned."""
    from PIL import Image, ImageSequence

    make(count, 11, LOOKS, ("L0", "L1"), folder / "scans", (), 0.0)
    pages: list[Path] = []
    for path in sorted((folder / "scans/input").iterdir()):
        if path.suffix == ".pdf":
            continue
        with Image.open(path) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                pages.append(folder / f"{path.stem}-{number}.png")
                frame.save(pages[-1], dpi=picture.info.get("dpi", (200, 200)))
    return pages[:count]


def made_dumps(folder: Path, count: int) -> list[Path]:
    make(count, 12, LOOKS, DUMPS, folder / "dumps", (), 0.0)
    return sorted((folder / "dumps/input").iterdir())


def read(path: Path, options: Options) -> None:
    """A document read; a page that is no form by itself (a second page) costs the same up to there."""
    try:
        pipeline.extract(open_source(path, options.limits), options)
    except ExtractorError:
        return


def all_read(paths: Sequence[Path]) -> None:
    for path in paths:
        read(path, BOTH)


def page(scans: Sequence[Path]) -> tuple[dict[str, Any], dict[str, float]]:
    """Seconds a page: plain Tesseract, ours with one engine and with both, and the same by stage."""
    for options in (FIRST, BOTH):
        read(scans[0], options)  # engines load once
    floor = {path: spent(partial(tesseract, path))[0] for path in scans}
    first = {path: spent(partial(read, path, FIRST))[0] for path in scans}
    stages: dict[str, float] = {}
    with profiled(stages):
        both = {path: spent(partial(read, path, BOTH))[0] for path in scans}
    whole = sum(both.values())
    stages["rest"] = whole - sum(stages.values())
    return {
        "floor": statistics.mean(floor.values()),
        "first": statistics.mean(first.values()),
        "both": statistics.mean(both.values()),
        "ratio_first": statistics.median(first[path] / floor[path] for path in scans),
        "ratio_both": statistics.median(both[path] / floor[path] for path in scans),
    }, {name: seconds / len(scans) for name, seconds in stages.items()}


def tesseract(path: Path) -> None:
    """What anything that reads with Tesseract pays at least: one pass, sparse text, hOCR-free."""
    command = ["tesseract", str(path), "-", "--psm", "11"]
    subprocess.run(command, env=os.environ | {"OMP_THREAD_LIMIT": "1"}, capture_output=True, check=False)


@contextmanager
def profiled(stages: dict[str, float]) -> Iterator[None]:
    """Adds up in `stages` the processor seconds of each stage that the pipeline runs inside; a stage's own share, what
    stages inside it take left out."""
    stack: list[float] = []

    def timed(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(stage)
        def run(*args: Any, **kwargs: Any) -> Any:
            begun = processor()
            stack.append(0.0)
            result = stage(*args, **kwargs)
            if name == "load_pages":  # drawn one by one, as they are asked for
                result = list(result)
            took = processor() - begun
            stages[name] = stages.get(name, 0.0) + took - stack.pop()
            if stack:
                stack[-1] += took
            return result

        return run

    before = {name: getattr(pipeline, name) for name in STAGES}
    for name, stage in before.items():
        setattr(pipeline, name, timed(name, stage))
    try:
        yield
    finally:
        for name, stage in before.items():
            setattr(pipeline, name, stage)


def text(texts: Sequence[Path]) -> dict[str, float]:
    """Dumps a second of processor time, their mean size, and what 5 KB would cost at the same rate a byte."""
    for path in texts[:3]:
        read(path, BOTH)
    spare_loaded()  # as in a process apart that has read its first
    seconds, _ = spent(lambda: all_read(texts))
    size = sum(path.stat().st_size for path in texts) / len(texts)
    return {"rate": len(texts) / seconds, "bytes": size, "rate_5k": len(texts) / seconds * size / 5000}


def linear(texts: Sequence[Path]) -> list[tuple[int, float]]:
    """(bytes, seconds) of documents that hold one, two, four … filings."""
    some = b"".join(path.read_bytes() + b"\n" for path in texts[:4])
    found = []
    with tempfile.TemporaryDirectory() as name:
        for times in (1, 2, 4, 8):
            path = Path(name) / f"{times}.txt"
            path.write_bytes(some * times)
            found.append((path.stat().st_size, min(spent(partial(read, path, BOTH))[0] for _ in range(2))))
    return found


def memory(scan: Path, texts: Sequence[Path]) -> dict[str, float]:
    """Megabytes that a process which reads ever held, by what it reads with; Tesseract runs beside it."""
    found = {}
    for name, paths, options in (
        ("dumps", texts[:10], BOTH),
        ("pages, Tesseract alone", [scan], FIRST),
        ("pages, both engines", [scan], BOTH),
    ):
        with executor(1) as pool:
            found[name] = pool.submit(_apart, paths, options).result()
    child = subprocess.run([sys.executable, "-c", CHILD, str(scan)], capture_output=True, check=True, text=True)
    return found | {"(Tesseract, beside those)": float(child.stdout)}


def _apart(paths: Sequence[Path], options: Options) -> float:
    for path in paths:
        guarded(path.name, 600, read, path, options)
    return guarded("its memory", 60, largest)


def largest() -> float:
    """The most megabytes this process ever held. (What getrusage tells is also that of the process it came from.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def start_up(dump: Path) -> dict[str, float]:
    """Processor seconds of whole commands, start of Python included; wall clock for a process apart to answer."""
    program = [sys.executable, "-m", "extractor"]

    def answered() -> None:
        with Apart() as apart:
            apart.run("start", 60, largest)

    return {
        "form4 --version": spent(lambda: quiet([*program, "--version"]))[0],
        "form4 extract, one dump": spent(lambda: quiet([*program, "extract", str(dump), "-o", os.devnull]))[0],
        "a process apart (wall clock)": spent(answered)[1],
    }


if __name__ == "__main__":
    from extractor.bench.perf_page import main

    main()
