"""Work on a stranger's document in a process apart: it may hang, crash or eat memory there and harm nobody.

The process holds no document between two pieces of work and stays warm for the next one. It leads a process group that
the programs it runs do not belong to (they have their own, see programs.py): it ends them when it is told to stop.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import resource
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess, ForkServerProcess, SpawnProcess
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, ParamSpec, Self, TypeVar

from extractor.errors import BrokenOffError, ExtractorError, TimeLimitError

MEMORY = 1_400_000_000
"""Bytes of data segments a process apart may hold; beyond, it is refused more. Filings need a third of it."""

_YOUNG = 10_000  # new objects between two looks for cycles; 700 when Python starts

_GRACE = 2.0  # seconds between asking the process to stop and killing it
_AGAIN = 0.2  # seconds until a start that failed is tried again

P = ParamSpec("P")
T = TypeVar("T")


class Apart:
    """A process apart; a context manager that leaves no process behind. One piece of work at a time."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, name: str, seconds: float, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work(*args, **kwargs)` gives, worked out in the process. `name` is the document, for sentences.

        Raises what the work raises, TimeLimitError after `seconds`, and BrokenOffError when the process died.
        `work` is a function of a module; its arguments and what it gives or raises can be pickled.
        """
        line = self._started()
        try:
            line.send((work, args, kwargs))
            if not line.poll(seconds):
                raise TimeLimitError(
                    f"{name}: not done after {seconds:g} s; give fewer pages, or raise the limit with "
                    "--document-seconds."
                )
            good, result = line.recv()
        except (EOFError, ConnectionError):
            why = f"reading it broke off ({self._ended()}); check the document, or export it again."
            raise BrokenOffError(f"{name}: {why}") from None
        except BaseException:  # out of time, or interrupted: whatever it does now is for nothing
            self.close()
            raise
        if good:
            return result  # type: ignore[no-any-return]  # what `work` gave
        error, trace = result
        if isinstance(error, MemoryError):
            self.close()  # what it holds on to is anybody's guess
        if not isinstance(error, ExtractorError):
            error.add_note(trace)
        raise error

    def start(self) -> None:
        """Starts the process, when there is none: best while this one has a single thread."""
        self._started()

    def interrupt(self, *, kill: bool = False) -> None:
        """Asks the process to end (or ends it), from any thread: whoever waits for its work gets a BrokenOffError."""
        process = self._process
        if process is not None:
            with contextlib.suppress(ValueError, OSError):  # closed or gone meanwhile
                process.kill() if kill else process.terminate()

    def close(self) -> None:
        """Ends the process and what it runs."""
        process, self._process = self._process, None
        line, self._line = self._line, None
        if line is not None:
            line.close()
        if process is None:
            return
        try:
            process.terminate()
            process.join(_GRACE)
        finally:  # a second Ctrl-C waits for nothing
            process.kill()
            process.join()

    def _started(self) -> Connection:
        """The line to the process, which is started when there is none."""
        if self._line is not None and self._process is not None and self._process.is_alive():
            return self._line
        self.close()
        # A copy of this process is ready at once; with several threads it could inherit a lock that nobody frees, so
        # that a process kept for it, with one thread, is copied.
        copied: type[BaseProcess] = ForkProcess if threading.active_count() == 1 else ForkServerProcess
        try:
            self._process = self._begun(copied)
        except (OSError, EOFError):  # the process that is copied was just ended by somebody; another takes its place
            time.sleep(_AGAIN)
            try:
                self._process = self._begun(copied)
            except (OSError, EOFError):
                # It cannot be asked: its socket stands in TMPDIR, whose path may be too long for one. A process of its
                # own loads everything anew.
                self._process = self._begun(SpawnProcess)
        assert self._line is not None
        return self._line

    def _begun(self, kind: type[BaseProcess]) -> BaseProcess:
        """A new process at the other end of `_line`."""
        self._line, theirs = multiprocessing.Pipe()
        process = kind(target=_serve, args=(theirs, self._line, self._memory, dict(os.environ)), daemon=True)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C ends this process, nothing below
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
        return process

    def _ended(self) -> str:
        """How the process ended, in words."""
        process = self._process
        if process is not None:
            process.join(_GRACE)
        code = process.exitcode if process is not None else None
        self.close()
        if code is not None and code < 0:
            return f"killed by signal {-code}"
        return f"exit code {code}"


def _serve(line: Connection, parents: Connection, memory: int, environment: Mapping[str, str]) -> None:
    """The life of the process: work after work, until the other end of the line is closed."""
    parents.close()
    os.environ.update(environment)  # the process that is copied has that of when it began
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it tells us to stop
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, _stop)
    _bound(memory)
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    first = True
    while True:
        try:
            work, args, kwargs = line.recv()
        except (EOFError, OSError):
            return
        line.send(_done(work, args, kwargs))
        if first:
            spare_loaded()
            first = False


def spare_loaded() -> None:
    """Tells the garbage collector that all there is by now stays: to walk through lexicons, models and engines every
    few documents, a million objects, costs an eighth of the time of a dump. Records make no cycles, so that it need not
    look often either."""
    gc.freeze()
    gc.set_threshold(_YOUNG)


def _done(work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, work(*args, **kwargs)
    except Exception as error:  # the edge of the process: the parent raises it again
        trace = traceback.format_exc()
        error.__cause__ = error.__context__ = None
        return False, (_sendable(error), trace)


def _sendable(error: Exception) -> Exception:
    """The error itself when it can be pickled and has no surprises, else one that says the same."""
    if isinstance(error, ExtractorError | MemoryError):
        return error
    return RuntimeError(f"{type(error).__name__}: {error}")


def _stop(*_: object) -> NoReturn:
    """Unwinds the stack, so that programs are ended and temporary files removed on the way."""
    raise SystemExit(0)


def _watch(copied: int) -> None:
    """Stops this process when the one it works for, or the one it is a copy of, has gone without a word (kill -9)."""
    client = multiprocessing.parent_process()
    while os.getppid() == copied and client is not None and client.is_alive():
        client.join(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)


def _inherited() -> int:
    """Bytes of data that a copy of its parent begins with (Arrow alone reserves a gigabyte): no document's doing."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    return 0


def _bound(memory: int) -> None:
    """A hostile document runs into a MemoryError before the machine runs out."""
    with contextlib.suppress(OSError, ValueError):  # where the system knows no such limit
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = memory + _inherited()
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
