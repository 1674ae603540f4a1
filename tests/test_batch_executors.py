"""Executors: documents of each thread are read in a process apart, which dies, hangs and ends without harm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.batch import executors
from extractor.batch.executors import executor, guarded, places
from extractor.errors import EngineError, InputError, TimeLimitError
from tests.test_apart import die, whoami
from tests.test_programs import gone


def number(_: int) -> int:
    return guarded("a", 20, whoami)


def dying(_: int) -> int:
    guarded("a.pdf", 20, die, signal.SIGKILL)
    return 0


def hanging(folder: str, name: str) -> int:
    return guarded(name, 300, hang, folder, name)


def hang(folder: str, name: str) -> int:
    (Path(folder) / name).write_text(str(os.getpid()))
    time.sleep(300)
    return 0


def slow(_: int) -> int:
    return guarded("a.pdf", 1.5, time.sleep, 300)  # type: ignore[func-returns-value]


def test_documents_are_read_apart_and_a_process_that_dies_costs_one() -> None:
    with executor(2) as pool:
        assert places(pool) == 2
        first = set(pool.map(number, range(6)))
        assert os.getpid() not in first
        assert len(first) <= 2
        with pytest.raises(InputError, match=r"a\.pdf: reading it broke off \(killed by signal 9\)"):
            pool.submit(dying, 0).result()
        with pytest.raises(TimeLimitError):
            pool.submit(slow, 0).result()
        assert len(list(pool.map(number, range(6)))) == 6
    assert all(gone(process) for process in first)


def threads() -> int:
    import cv2
    import numpy as np

    image = np.zeros((2000, 2000), np.uint8)
    cv2.medianBlur(image, 5)
    return len(os.listdir("/proc/self/task")) if Path("/proc/self/task").is_dir() else 0  # noqa: PTH208


def counted(_: int) -> tuple[int, int]:
    return guarded("a", 60, cv2_threads), guarded("a", 60, threads)


def cv2_threads() -> int:
    import cv2

    return cv2.getNumThreads()


def test_a_document_has_one_thread() -> None:
    with executor(1) as pool:
        told, running = pool.submit(counted, 0).result()
    assert told == 1
    assert running <= 2, "itself and the one that watches its parent"


def test_processes_are_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "RENEWED", 2)
    with executor(1) as pool:
        found = list(pool.map(number, range(5)))
    assert found[0] == found[1] != found[2] == found[3] != found[4]
    assert all(gone(process) for process in found)


def loaded() -> tuple[bool, int, int]:
    """Whether what reads is there although nobody asked for it yet; this process's threads and the one it copies."""
    return "extractor.pipeline" in sys.modules, threads_now(), os.getppid()


def threads_now() -> int:
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208


def begun(_: int) -> tuple[bool, int, int]:
    return guarded("a", 60, loaded)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks /proc")
def test_a_new_process_is_a_copy_that_has_loaded_what_reads() -> None:
    """Asked in a process of its own: one has one process that it copies, and a test before may have started it."""
    asked = subprocess.run(
        [sys.executable, "-c", "from tests.test_batch_executors import copies; copies()"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    (there, running, copied), (again, _, same), (_, _, other), asking = json.loads(asked.stdout)
    assert there
    assert again
    assert running == 2, "itself and the one that watches"
    assert copied == same != asking
    assert other not in (copied, asking)


def copies() -> None:
    """Prints two processes of an executor, a third after the one they were copied from was killed, and itself."""
    executors.RENEWED = 1
    with executor(1) as pool:
        found = list(pool.map(begun, range(2)))
        os.kill(found[0][2], signal.SIGKILL)
        found.append(pool.submit(begun, 0).result())
    print(json.dumps([*found, os.getpid()]))


def test_stopping_drops_what_is_read_and_what_waits(tmp_path: Path) -> None:
    begun = []

    def interrupted() -> None:
        with executor(2) as pool:
            for name in "abcd":
                pool.submit(hanging, str(tmp_path), name)
            while len(list(tmp_path.iterdir())) < 2 or not all(path.read_text() for path in tmp_path.iterdir()):
                time.sleep(0.02)
            begun.append(time.monotonic())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - begun[0] < 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert all(gone(int(path.read_text())) for path in tmp_path.iterdir())


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", 0.5)
    with (
        pytest.raises(EngineError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers"),
        executor(1, "tcp://127.0.0.1:9"),
    ):
        pass
