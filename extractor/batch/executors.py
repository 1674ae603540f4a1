"""Where documents are read: any `concurrent.futures.Executor`, and on each of its threads a process apart.

A thread of an executor only waits: the document itself is opened and read in a process (see apart.py) that a hostile
one may hang or kill, and that is renewed after some documents so that memory stays flat. This holds for the threads of
this process and for those of a Dask worker alike.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from extractor.apart import Apart
from extractor.errors import EngineError
from extractor.printable import printable
from extractor.versions import version

RENEWED = 1000
"""Documents after which a process apart is renewed."""

_LOADED = "extractor.batch.loaded"  # what the process that is copied has imported by then

_PATIENCE = 20.0  # seconds to wait for a cluster's first worker
_GRACE = 2.0  # seconds between asking processes to end and killing them

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class _Staff:
    """The processes apart of one executor, and whether it is stopping."""

    aparts: list[Apart] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class _Desk:
    """What one thread reads with: its process, and how many documents it has read."""

    staff: _Staff
    apart: Apart | None = None
    read: int = 0


_here = threading.local()


def guarded(name: str, seconds: float, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`work(*args, **kwargs)` in the process apart of this thread; called in the work that is given to an executor.

    `name` is the document, for sentences; `seconds` its time limit. Raises what the work raises and what `Apart.run`
    adds, EngineError where no process can be started, CancelledError when the executor is being stopped.
    """
    desk = _desk()
    if desk.staff.stopping.is_set():
        raise CancelledError
    if desk.apart is not None and desk.read >= RENEWED:
        desk.apart.close()
        desk.read = 0
    if desk.apart is None:
        desk.apart = Apart()
        desk.staff.aparts.append(desk.apart)
    desk.read += 1
    try:
        return desk.apart.run(name, seconds, work, *args, **kwargs)
    except Exception:
        if desk.staff.stopping.is_set():
            raise CancelledError from None  # its process was ended, not the document's fault
        raise


def _desk() -> _Desk:
    desk: _Desk | None = getattr(_here, "desk", None)
    if desk is None:
        if multiprocessing.current_process().daemon:
            raise EngineError(
                "this Dask worker may not start processes; start it with DASK_DISTRIBUTED__WORKER__DAEMON=False in its "
                "environment, or with --no-nanny."
            )
        _prepared()
        desk = _here.desk = _Desk(_Staff())
    return desk


def _prepared() -> None:
    """For processes started from now on. They are copies of one that has loaded what reading takes: a new one costs
    next to nothing. Documents share the cores; the threads of one would only stand in the way of others."""
    multiprocessing.set_forkserver_preload([_LOADED])
    for name in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"):
        os.environ.setdefault(name, "1")


class Processes(ThreadPoolExecutor):
    """An executor of this machine: `jobs` threads, each with a process apart. Leaves no process behind."""

    def __init__(self, jobs: int) -> None:
        _prepared()
        self._staff = _Staff()
        super().__init__(jobs, "form4-reader", initializer=_begin, initargs=(self._staff,))
        self.places = jobs

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            for apart in self._staff.aparts:
                apart.close()

    def stop(self) -> None:
        """Ends everything at once: what is being read is dropped."""
        self._staff.stopping.set()
        super().shutdown(wait=False, cancel_futures=True)
        begun = time.monotonic()
        while any(thread.is_alive() for thread in self._threads):
            for apart in self._staff.aparts:
                apart.interrupt(kill=time.monotonic() - begun > _GRACE)
            time.sleep(0.05)
        self.shutdown()


def _begin(staff: _Staff) -> None:
    _here.desk = _Desk(staff)


@contextmanager
def executor(jobs: int, dask: str | None = None) -> Iterator[Executor]:
    """An executor with `jobs` processes on this machine or, with `dask` (`tcp://host:port`), of that cluster. Leaving
    it waits for what was submitted; an exception (Ctrl-C too) ends it at once.

    EngineError when the cluster does not answer, has no workers, or its workers run another form4.
    """
    if dask is not None:
        with _cluster(dask) as pool:
            yield pool
        return
    processes = Processes(jobs)
    try:
        yield processes
    except BaseException:
        processes.stop()
        raise
    processes.shutdown()


def places(pool: Executor) -> int:
    """How many documents the executor reads at a time, now: workers of a cluster come and go."""
    if isinstance(pool, Processes):
        return pool.places
    client = getattr(pool, "_client", None)  # distributed's executor does not tell its client otherwise
    return max(1, sum(client.nthreads().values())) if client is not None else (os.cpu_count() or 1)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineError("--dask needs dask.distributed; install it with pip install 'form4[batch]'.") from error
    shown = printable(address)
    try:
        client: Any = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise EngineError(f"{shown}: no Dask scheduler answers there; start one, or check the address.") from error
    try:
        _examine(client, shown)
        pool = client.get_executor(pure=False)
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False)  # cancels what waits; a worker finishes what it reads
            raise
        pool.shutdown()
    finally:
        client.close(timeout=_GRACE)


def _examine(client: Any, shown: str) -> None:
    """EngineError unless the cluster has workers and all have this form4."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        found = client.run(version)
    except (TimeoutError, OSError) as error:
        raise EngineError(f"{shown}: the cluster has no workers; start some (docs/scale.md).") from error
    except ImportError as error:
        raise EngineError(f"{shown}: its workers do not have form4; install version {version()} there.") from error
    other = sorted(set(found.values()) - {version()})
    if other:
        raise EngineError(f"{shown}: workers run form4 {other[0]}, this is {version()}; install the same everywhere.")
