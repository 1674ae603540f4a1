"""Foreign programs: heard, bounded, and gone with all they started when the call ends."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from extractor.programs import GroupPopen, ProgramTimeoutError, run_program


def gone(pid: int) -> bool:
    """Whether the process has ended (a dead one that nobody waited for counts)."""
    for _ in range(40):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_what_it_said_and_how_it_ended() -> None:
    ended = run_program(["sh", "-c", "echo out; echo err >&2; exit 3"], 20)
    assert (ended.code, ended.out, ended.err, ended.why) == (3, "out\n", "err\n", "err")


def test_a_signal_is_named() -> None:
    assert run_program(["sh", "-c", "kill -SEGV $$"], 20).why == "killed by signal 11"


def test_what_is_no_text_is_heard_too() -> None:
    assert "\ufffd" in run_program(["sh", "-c", r"printf '\377\376'"], 20).out


def test_a_flood_of_words_is_cut_off() -> None:
    ended = run_program(["sh", "-c", "head -c 30000000 /dev/zero"], 60)
    assert len(ended.out) == 1_000_000


def test_time_is_over_for_its_children_too(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(ProgramTimeoutError):
        run_program(["sh", "-c", f"sleep 300 & echo $! > {tmp_path}/child; wait"], 0.5)
    assert time.monotonic() - started < 5
    assert gone(int((tmp_path / "child").read_text()))


def test_a_child_that_outlives_its_parent_holds_nobody_up(tmp_path: Path) -> None:
    started = time.monotonic()
    assert run_program(["sh", "-c", f"sleep 300 & echo $! > {tmp_path}/child; echo done"], 60).out == "done\n"
    assert time.monotonic() - started < 20
    assert gone(int((tmp_path / "child").read_text()))


def test_a_program_that_closes_its_ears_still_has_to_end() -> None:
    with pytest.raises(ProgramTimeoutError):
        run_program(["sh", "-c", "exec >&- 2>&-; sleep 300"], 0.5)


def test_what_is_not_there_cannot_be_started() -> None:
    with pytest.raises(FileNotFoundError):
        run_program(["no-such-program-anywhere"], 1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_it_starts_leaves_no_process(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    start = subprocess.Popen._execute_child  # type: ignore[attr-defined] # the moment between the fork and our knowing
    started: list[subprocess.Popen[bytes]] = []

    def interrupted(program: subprocess.Popen[bytes], *arguments: Any) -> None:
        start(program, *arguments)
        started.append(program)
        signal.raise_signal(number)

    monkeypatch.setattr(subprocess.Popen, "_execute_child", interrupted)
    before = signal.signal(number, stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_program(["sh", "-c", "sleep 300 & sleep 300"], 60)
        assert signal.getsignal(number) is stop
    finally:
        signal.signal(number, before)
    assert gone(started[0].pid)


def test_a_signal_while_handlers_are_put_back_loses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(number: int, _: object) -> None:
        raise KeyboardInterrupt(number)

    put = signal.signal
    before = [(number, put(number, stop)) for number in (signal.SIGINT, signal.SIGTERM)]

    def interrupted(number: int, handler: Any) -> Any:
        """Ctrl-C as soon as its handler is back, before that of SIGTERM is."""
        was = put(number, handler)
        if handler is stop:
            signal.raise_signal(number)
        return was

    monkeypatch.setattr(signal, "signal", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt, match=str(int(signal.SIGINT))):
            run_program(["true"], 20)
        with pytest.raises(KeyboardInterrupt, match=str(int(signal.SIGTERM))):
            signal.raise_signal(signal.SIGTERM)
    finally:
        for number, handler in before:
            put(number, handler)


def test_a_program_that_nobody_waited_for_is_gone_when_forgotten() -> None:
    program = GroupPopen(["sh", "-c", "sleep 300"])
    pid = program.pid
    del program
    assert gone(pid)
