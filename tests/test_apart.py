"""Work in a process apart: its answer comes back, its death, its hunger and its delay do not."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.apart import Apart
from extractor.errors import EncryptedError, InputError, TimeLimitError
from tests.test_programs import gone


def whoami() -> int:
    return os.getpid()


def die(number: int) -> None:
    os.kill(os.getpid(), number)
    time.sleep(60)


def locked(name: str) -> None:
    raise EncryptedError(f"{name}: locked.")


def mistaken() -> None:
    raise LookupError("a bug\nof ours")


def eat() -> int:
    return len(bytearray(2_000_000_000))


def engine(folder: str) -> None:
    """Runs a program as the engines do: in a process group of its own."""
    from extractor.programs import run_program

    run_program(["sh", "-c", f"echo $$ > {folder}/leader; sleep 300 & echo $! > {folder}/child; wait"], 300)


def test_the_answer_comes_from_one_warm_process() -> None:
    with Apart() as apart:
        first = apart.run("a", 20, whoami)
        assert first == apart.run("b", 20, whoami) != os.getpid()
    assert gone(first)


def test_what_is_loaded_is_walked_through_once() -> None:
    with Apart() as apart:
        before = apart.run("a", 20, gc.get_freeze_count)
        assert apart.run("b", 20, gc.get_freeze_count) > before


def test_errors_of_ours_come_back_as_they_are() -> None:
    with Apart() as apart, pytest.raises(EncryptedError, match=r"^a\.pdf: locked\.$"):
        apart.run("a.pdf", 20, locked, "a.pdf")


def test_a_mistake_of_ours_brings_its_trace() -> None:
    with Apart() as apart, pytest.raises(RuntimeError, match="LookupError: a bug") as error:
        apart.run("a", 20, mistaken)
    assert "in mistaken" in error.value.__notes__[0]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGXCPU])
def test_a_death_is_said_and_the_next_document_is_read(number: int) -> None:
    with Apart() as apart:
        with pytest.raises(InputError, match=rf"^a\.pdf: .*killed by signal {int(number)}"):
            apart.run("a.pdf", 20, die, number)
        assert apart.run("b", 20, whoami)


def test_time_is_over_for_its_engines_too(tmp_path: Path) -> None:
    with Apart() as apart:
        with pytest.raises(TimeLimitError, match=r"a\.pdf: not done after 1\.5 s.*--document-seconds"):
            apart.run("a.pdf", 1.5, engine, str(tmp_path))
        assert apart.run("b", 20, whoami)
    assert gone(int((tmp_path / "leader").read_text()))
    assert gone(int((tmp_path / "child").read_text()))


def test_memory_has_a_bound() -> None:
    with Apart(memory=1_000_000_000) as apart:
        with pytest.raises(MemoryError):
            apart.run("a", 20, eat)
        assert apart.run("b", 20, whoami)


@pytest.mark.parametrize("threads", [1, 2])
def test_nothing_stays_when_the_parent_is_killed(tmp_path: Path, threads: int) -> None:
    """Neither a copy of it nor, where it has several threads, one of the process kept for copying."""
    code = (
        "import threading, time; from extractor.apart import Apart; from tests.test_apart import engine; "
        f"[threading.Thread(target=time.sleep, args=(300,), daemon=True).start() for _ in range({threads - 1})]; "
        f"Apart().run('a', 300, engine, {str(tmp_path)!r})"
    )
    root = Path(__file__).parents[1]
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=root)
    for _ in range(300):
        if (tmp_path / "child").exists() and (tmp_path / "child").read_text():
            break
        time.sleep(0.1)
    below = descendants(parent.pid)
    parent.kill()
    parent.wait()
    time.sleep(2)
    assert below
    assert all(gone(process) for process in below)
    assert gone(int((tmp_path / "leader").read_text()))
    assert gone(int((tmp_path / "child").read_text()))


def descendants(process: int) -> list[int]:
    """The processes below this one."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found
