"""Run a foreign program: for so long, heard so far, and never outliving the call. Whatever it started goes with it."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import IO, Any

_MOST_HEARD = 1_000_000  # bytes of an output stream that are kept: programs answer in files, and say little
_GLANCE = 0.2  # seconds between two looks at whether the program has ended while a child of it holds its output open


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit code (negative: the signal that killed it) and the beginning of what it said."""

    code: int
    out: str
    err: str

    @property
    def why(self) -> str:
        """The end in words, for a sentence: what it said last, else its exit code or signal."""
        said = " ".join((self.err or self.out).split())[:200]
        if self.code < 0:
            return f"killed by signal {-self.code}" + (f", {said}" if said else "")
        return said or f"exit code {self.code}"


class GroupPopen(subprocess.Popen[bytes]):
    """A process for libraries that start programs themselves: in a group of its own, which dies as a whole, and never
    waited for without end."""

    longest: float | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # More threads than one cost 2.4 to 3.4 times the work and finish no sooner.
        options["env"] = (options.get("env") or os.environ) | {"OMP_THREAD_LIMIT": "1"}
        try:
            with _signals_held():
                super().__init__(*arguments, process_group=0, **options)
        except BaseException:
            _kill_group(self)
            raise

    def __del__(self, *arguments: Any, **options: Any) -> None:
        """Whoever was interrupted between starting the process and waiting for it leaves nothing running either."""
        if self.returncode is None:
            _kill_group(self)
        super().__del__(*arguments, **options)

    def communicate(self, input: bytes | None = None, timeout: float | None = None) -> tuple[bytes, bytes]:  # noqa: A002 # the base class's name
        """Like the base class's; whatever the end, nothing of the group is left."""
        try:
            return super().communicate(input, self.longest if timeout is None else timeout)
        finally:
            _kill_group(self)


class ProgramTimeoutError(Exception):
    """The program was stopped because its time was over."""


def run_program(command: Sequence[str], seconds: float) -> Ended:
    """Runs `command` without input and waits for its end.

    It has a process group of its own, and the whole group is killed when the call ends, however it ends. Raises
    OSError when it cannot be started and ProgramTimeoutError after `seconds`.
    """
    program = GroupPopen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert program.stdout is not None
        assert program.stderr is not None
        out, err = _heard(program, (program.stdout, program.stderr), time.monotonic() + seconds)
    finally:
        _kill_group(program)
        program.__exit__(None, None, None)  # closes its streams and waits for it
    return Ended(program.returncode, out, err)


def _heard(program: subprocess.Popen[bytes], streams: Sequence[IO[bytes]], deadline: float) -> list[str]:
    """What the program said on each stream until it ended."""
    said = [bytearray() for _ in streams]
    with selectors.DefaultSelector() as selector:
        for stream, kept in zip(streams, said, strict=True):
            os.set_blocking(stream.fileno(), False)
            selector.register(stream, selectors.EVENT_READ, kept)
        while selector.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise ProgramTimeoutError(str(program.args))
            ready = selector.select(min(left, _GLANCE))
            if not ready and program.poll() is not None:
                break  # it has ended; what it left behind keeps the stream open
            for key, _ in ready:
                part = os.read(key.fd, 65_536)
                if not part:
                    selector.unregister(key.fileobj)
                key.data.extend(part[: _MOST_HEARD - len(key.data)])
    try:
        program.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise ProgramTimeoutError(str(program.args)) from error
    return [bytes(kept).decode("utf-8", "replace") for kept in said]


def _kill_group(program: subprocess.Popen[bytes]) -> None:
    """Kills what is left of the program's process group."""
    if getattr(program, "pid", None):  # none: it never started
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """Ctrl-C and SIGTERM come after the block instead of within it. Between a fork and the line that knows the child's
    number an exception would leave a child that nobody knows."""
    if threading.current_thread() is not threading.main_thread():  # signals interrupt no other thread
        yield
        return
    came: list[int] = []
    both = (signal.SIGINT, signal.SIGTERM)
    before = {n: handler for n in both if callable(handler := signal.getsignal(n))}  # what else is no exception
    holding = True

    def hold(arrived: int, frame: FrameType | None) -> None:
        if holding:
            came.append(arrived)
        else:  # one came between two of the last lines, and its exception left the other with us
            before[signal.Signals(arrived)](arrived, frame)

    try:
        for number in before:
            signal.signal(number, hold)
        yield
    finally:
        holding = False
        for number, handler in before.items():
            signal.signal(number, handler)
        for arrived in came:
            signal.raise_signal(arrived)


def bounded(seconds: float) -> type[GroupPopen]:
    """GroupPopen for a library that forgets to give some of its programs a time."""
    return type("BoundedPopen", (GroupPopen,), {"longest": seconds})
