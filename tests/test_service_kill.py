"""kill -9 of servers, workers and databases: what was accepted ends once, whatever dies in between."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from extractor.service.store.connect import open_store
from extractor.service.store.migrate import upgrade
from tests.postgres import postgres
from tests.served import FINAL, ROOT, Served, dump, served, wait_for

pytestmark = pytest.mark.slow  # begins first

MANY = 6


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[tuple[str, Any]]:
    """A database's URL ("" for the embedded one) and its server."""
    if request.param == "sqlite":
        yield "", None
        return
    with postgres() as server:
        url = server.database("kill")
        store = open_store(url)
        upgrade(store)
        store.close()
        yield url, server


def documents(server: Served) -> list[dict[str, Any]]:
    with server.client() as asking:
        found: list[dict[str, Any]] = asking.get("/v1/documents", params={"limit": 500}).json()["documents"]
    return found


def settled(server: Served, ids: set[str]) -> bool:
    return {one["id"] for one in documents(server) if one["state"] in FINAL} >= ids


def send_until(server: Served, numbers: list[int], accepted: dict[int, str]) -> None:
    """Sends documents until the server dies; remembers those that were accepted."""
    with server.client() as asking:
        for number in numbers:
            if number in accepted:
                continue
            with contextlib.suppress(httpx.HTTPError):
                answer = asking.post("/v1/documents", content=dump(number), params={"name": f"{number}.md"})
                if answer.status_code == 202:
                    accepted[number] = answer.json()["id"]


def test_killed_again_and_again(tmp_path: Path, database: tuple[str, Any]) -> None:
    """The server with its worker is killed in the middle of uploads and of reading, and the database with it."""
    url, keeper = database
    accepted: dict[int, str] = {}
    numbers = list(range(MANY))
    chance = random.Random(4)
    with served(tmp_path, database=url, workers=2) as server:
        server.start()
        for _ in range(2):
            send_until(server, chance.sample(numbers, 4), accepted)
            time.sleep(chance.uniform(0.2, 2))
            server.kill()
            if keeper is not None:
                keeper.stop()
                keeper.start()
            server.start()
        send_until(server, numbers, accepted)
        assert set(accepted) == set(numbers)
        wait_for(lambda: settled(server, set(accepted.values())), 60, server.log)
        found = documents(server)
        assert sorted(one["id"] for one in found) == sorted(accepted.values())
        assert {one["state"] for one in found} == {"review"}
        with server.client() as asking:
            for one in found:
                filings = asking.get(f"/v1/documents/{one['id']}").json()["filings"]
                assert [filing["number"] for filing in filings] == [1]
                assert asking.get(f"/v1/documents/{one['id']}/extraction").status_code == 200
        assert server.stop() == 0
    assert no_process_of(tmp_path) == []


def test_a_killed_worker_is_replaced_and_its_document_read(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        server.start()
        accepted: dict[int, str] = {}
        send_until(server, [1, 2], accepted)
        wait_for(lambda: any(one["state"] == "working" for one in documents(server)), 20, server.log)
        for worker in workers_of(tmp_path):
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        wait_for(lambda: settled(server, set(accepted.values())), 40, server.log)
        assert {one["state"] for one in documents(server)} == {"review"}
        assert "worker-died" in server.log.read_text()


def test_a_worker_ends_when_its_server_is_killed(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        server.start()
        wait_for(lambda: "worker-started" in server.log.read_text(), 20, server.log)
        server.kill(group=False)
        wait_for(lambda: no_process_of(tmp_path) == [], 15, server.log)


def test_stopping_is_quick_clean_and_keeps_the_queue(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        server.start()
        accepted: dict[int, str] = {}
        send_until(server, [1, 2, 3, 4], accepted)
        wait_for(lambda: any(one["state"] == "working" for one in documents(server)), 20, server.log)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 10
        assert no_process_of(tmp_path) == []
        store = open_store(f"sqlite:///{tmp_path}/data/form4.sqlite")
        with store.read() as session:
            states = session.execute(text("SELECT state, tries FROM document WHERE finished IS NULL")).all()
        store.close()
        assert all(tuple(row) == ("queued", 0) for row in states)
        assert "Traceback" not in server.log.read_text()


def test_workers_of_two_machines_share_a_queue(tmp_path: Path) -> None:
    """A server without a worker of its own, and two workers started by themselves; one of them is killed."""
    with served(tmp_path, workers=0) as server:
        server.start()
        environment = {**server.environment, "FORM4_WORKERS": "1"}
        started = [
            subprocess.Popen([sys.executable, "-m", "extractor", "worker"], cwd=ROOT, env=environment,
                             stderr=subprocess.DEVNULL, start_new_session=True)
            for _ in range(2)
        ]
        try:
            accepted: dict[int, str] = {}
            send_until(server, list(range(4)), accepted)
            wait_for(lambda: any(one["state"] == "review" for one in documents(server)), 30, server.log)
            os.killpg(started[0].pid, signal.SIGKILL)
            wait_for(lambda: settled(server, set(accepted.values())), 40, server.log)
            assert {one["state"] for one in documents(server)} == {"review"}
            started[1].terminate()
            assert started[1].wait(15) == 0
        finally:
            for process in started:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def no_process_of(folder: Path) -> list[int]:
    """The processes that were started for the service in that folder and still run."""
    mark = f"FORM4_DATA={folder}/data".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0") and (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


def workers_of(folder: Path) -> list[int]:
    return [pid for pid in no_process_of(folder) if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
