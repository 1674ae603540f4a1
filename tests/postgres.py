"""A PostgreSQL server of the tests' own, when its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    programs: Path
    folder: Path
    port: int
    user: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://form4@127.0.0.1:{self.port}/postgres"

    def database(self, name: str) -> str:
        """A new database; its URL."""
        self._run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "form4", "-c", f"CREATE DATABASE {name}",
                  "postgres")
        return f"postgresql+psycopg://form4@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c fsync=off -c max_connections=200"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", log, "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        """`immediate` is a crash: nothing is written back first."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self.user, str(self.programs / program), *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=60,
        )


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A fresh server; the test is skipped, with the reason, when there can be none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    programs = found[-1].parent if found else Path(str(on_path)).parent
    user: tuple[str, ...] = ()
    folder = Path(tempfile.mkdtemp(prefix="form4-pg-"))
    if os.getuid() == 0:  # it refuses to run as root
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        user = ("setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Postgres(programs, folder, port, user)
    try:
        server._run("initdb", "-D", str(folder / "data"), "-U", "form4", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        yield server
    finally:
        if (folder / "data/postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
