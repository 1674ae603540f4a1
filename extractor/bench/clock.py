"""What work costs: processor seconds of a process and all it starts, and the wall clock."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Callable, Sequence


def processor() -> float:
    """Processor seconds so far of this process and of its children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """(processor seconds, wall clock seconds) of the work."""
    begun, wall = processor(), time.monotonic()
    work()
    return processor() - begun, time.monotonic() - wall


def quiet(command: Sequence[str]) -> int:
    """Runs a program with one thread, its words thrown away; its exit code."""
    environment = os.environ | {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, check=False, env=environment).returncode
