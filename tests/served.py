"""A service to test with: a site in a folder, its app without a socket, workers in this process, real ones apart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service's packages are not installed (form4[serve])")

import httpx

with warnings.catch_warnings(action="ignore"):  # it asks for a successor of httpx that is not out yet
    from fastapi.testclient import TestClient

from extractor.service import worker as working
from extractor.service.app import create_app
from extractor.service.settings import Settings
from extractor.service.site import Site, open_site
from extractor.service.store import keys, migrate
from extractor.service.store.schema import Role
from extractor.service.work import read_document
from extractor.service.worker import Worker

ROOT = Path(__file__).parents[1]
DUMP = (ROOT / "samples/horowitz-2012-02-27/source.md").read_bytes()
FINAL = ("done", "review", "failed", "parked")


def dump(number: int) -> bytes:
    """A dump that differs from every other number's, and says the same."""
    return DUMP + f"\n<!-- {number} -->\n".encode()


def site_at(folder: Path, **settings: Any) -> Site:
    """A site with its tables, quick to try again."""
    chosen = {"poll_seconds": 0.02, "retry_seconds": 0.0, "free_mb": 1, **settings}
    site = open_site(Settings(data=folder, **chosen))
    migrate.upgrade(site.store)
    return site


def key(site: Site, role: Role = Role.ADMIN, workspace: str = "default", label: str = "A. Reviewer") -> str:
    """A new key's secret."""
    with site.store.write() as session:
        return keys.create(session, workspace, role, label)[1]


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def client(site: Site, secret: str | None = None) -> TestClient:
    """The app, asked with that key (a new admin's unless told). What is an error of ours comes back as 500."""
    held = key(site) if secret is None else secret
    return TestClient(create_app(site), headers=bearer(held) if held else {}, raise_server_exceptions=False)


def sent(asking: Any, data: bytes = DUMP, name: str = "filing.md") -> str:
    """Sends a document; its id."""
    answer = asking.post("/v1/documents", params={"name": name}, content=data)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


class Here(Executor):
    """An executor that does the work at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


def read_here(_name: str, _seconds: float, data: bytes, options: Any) -> Any:
    return read_document(data, _name, options)


def work_off(site: Site, monkeypatch: pytest.MonkeyPatch, reading: Callable[..., Any] = read_here) -> Worker:
    """One worker of this process reads until nothing more can be claimed; `reading` stands in for the process apart."""
    monkeypatch.setattr(working, "read_guarded", reading)
    worker = Worker(site, Here())
    while True:
        worker._fill()
        if not worker.hands:
            return worker
        worker._settle(0)


@dataclass
class Served:
    """A real server in a process of its own."""

    folder: Path
    environment: dict[str, str]
    url: str = ""
    key: str = ""
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(default_factory=Path)

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        out = self.folder / "out.txt"
        with out.open("wb") as told, self.log.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "extractor", "serve", "--port", "0"], cwd=ROOT, stdout=told, stderr=said,
                env=self.environment, start_new_session=True,
            )
        wait_for(lambda: "form4 serves" in out.read_text(), 30, self.log)
        lines = out.read_text().splitlines()
        self.url = lines[0].split()[-1]
        if len(lines) > 1:
            self.key = lines[1].split()[-1]
        wait_for(self._answers, 20, self.log)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=5, verify=False).status_code == 200
        except httpx.HTTPError:
            return False

    def client(self, timeout: float = 30) -> httpx.Client:
        """Without certificates: there is no TLS here, and to load them takes longer than to ask."""
        return httpx.Client(base_url=self.url, headers=bearer(self.key), timeout=timeout, verify=False)

    def kill(self, sign: int = signal.SIGKILL, *, group: bool = True) -> None:
        """kill -9 of the server; of its worker too, with `group`."""
        assert self.process is not None
        if group:
            os.killpg(self.process.pid, sign)
        else:
            os.kill(self.process.pid, sign)
        self.process.wait(20)

    def stop(self) -> int:
        """Ends it as one should; its exit code."""
        if self.process is None or self.process.poll() is not None:
            return 0
        self.process.terminate()
        try:
            return self.process.wait(25)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def wait_for(true: Callable[[], bool], seconds: float, log: Path | None = None) -> None:
    """Waits until it is true; fails with the log's end when it does not become so."""
    end = time.monotonic() + 5 * seconds  # what is waited for is judged, not the machine
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"not so after {seconds} s: {log.read_text()[-3000:] if log and log.exists() else ''}")
        time.sleep(0.1)


@contextmanager
def served(folder: Path, **settings: object) -> Iterator[Served]:
    """A server that is to be started; nothing of it is left at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORM4_")}
    chosen = {
        "data": folder / "data", "workers": 1, "lease_seconds": 2, "poll_seconds": 0.1, "retry_seconds": 0.1,
        "free_mb": 1, **settings,
    }
    environment |= {f"FORM4_{name.upper()}": str(value) for name, value in chosen.items()}
    server = Served(folder, environment, log=folder / "log.txt")
    try:
        yield server
    finally:
        server.stop()
