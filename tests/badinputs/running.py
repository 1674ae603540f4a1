"""Run the real command line on something bad, bounded, and say all that it did and left behind."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MARK = "FORM4_TEST_RUN"


@dataclass(frozen=True)
class Result:
    """Exit code, output, processor seconds and largest process in megabytes; what stayed behind: names of temporary
    files, command lines of processes."""

    code: int
    out: bytes
    err: str
    seconds: float
    wall: float
    megabytes: float
    files: tuple[str, ...]
    processes: tuple[str, ...]

    @property
    def last(self) -> str:
        return self.err.rstrip("\n").rsplit("\n", 1)[-1]

    def faults(self) -> list[str]:
        """What may never happen, whatever the input."""
        found = [f"left behind: {name}" for name in (*self.files, *self.processes)]
        if "Traceback" in self.err:
            found.append("a traceback")
        if self.code == 1 or self.code < 0:
            found.append(f"exit code {self.code}: {self.last}")
        if self.code not in (0, 130) and not (self.last.startswith("form4: ") and self.last.endswith((".", "?"))):
            found.append(f"no sentence at the end: {self.last!r}")
        if any(ord(char) < 32 and char != "\n" for char in self.err):
            found.append("control characters on standard error")
        if self.code not in (0, 3) and self.out:
            found.append("output although it failed")
        return found


def form4(
    arguments: Sequence[str | Path],
    folder: Path,
    *,
    wall: float = 600,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    during: Callable[[subprocess.Popen[bytes]], None] | None = None,
) -> Result:
    """`form4` with these arguments; `folder` is for its temporary files and what it says. `during` may disturb it."""
    temporary, heard, said = folder / "tmp", folder / "stdout", folder / "stderr"
    temporary.mkdir(exist_ok=True)
    (folder / "stdin").write_bytes(stdin)
    mark = uuid.uuid4().hex
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT), _MARK: mark} | dict(env or {})
    environment.pop("FORM4_PASSWORD", None)
    started = time.monotonic()
    with (folder / "stdin").open("rb") as given, heard.open("wb") as out, said.open("wb") as err:
        program = subprocess.Popen(
            [sys.executable, "-m", "extractor", *map(str, arguments)],
            stdin=given, stdout=out, stderr=err, env=environment, cwd=folder, preexec_fn=_bounded,  # noqa: PLW1509 - one thread
        )  # fmt: skip
        if during is not None:
            during(program)
        status, usage = _waited(program, started + wall)
    code = os.waitstatus_to_exitcode(status)
    program.returncode = code
    return Result(
        code,
        heard.read_bytes(),
        said.read_text(encoding="utf-8", errors="replace"),
        usage.ru_utime + usage.ru_stime,
        time.monotonic() - started,
        usage.ru_maxrss / 1024,
        tuple(sorted(str(path.relative_to(temporary)) for path in temporary.rglob("*"))),
        _alive(mark),
    )


def _bounded() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever started the tests in the background ignores it
    resource.setrlimit(resource.RLIMIT_AS, (6_000_000_000, 6_000_000_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000_000, 500_000_000))


def _waited(program: subprocess.Popen[bytes], deadline: float) -> tuple[int, resource.struct_rusage]:
    while time.monotonic() < deadline:
        pid, status, usage = os.wait4(program.pid, os.WNOHANG)
        if pid:
            return status, usage
        time.sleep(0.02)
    program.send_signal(signal.SIGKILL)
    _, status, usage = os.wait4(program.pid, 0)
    return status, usage


def _alive(mark: str) -> tuple[str, ...]:
    """Processes of that run that still live; they get a moment to end."""
    for _ in range(20):
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if f"{_MARK}={mark}".encode() in (entry / "environ").read_bytes():
                    found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
            except OSError:
                continue
        if not found:
            return ()
        time.sleep(0.05)
    return tuple(found)
