"""Two hundred documents at once: each is accepted or told to come again, and reviewers hardly notice."""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import httpx

from tests.served import DUMP, Served, bearer, dump, sent, served, wait_for

UPLOADS = 200
_WORTH_NOTICING = 0.25  # seconds a page may take whatever it took before: below, what else the machine does counts


Answer = tuple[int, str, str]
"""Of an upload: the status, the document's id ("" when it was refused), Retry-After."""


async def storm(url: str, key: str) -> list[Answer]:
    """Sends all documents at once."""
    limits = httpx.Limits(max_connections=UPLOADS)
    async with httpx.AsyncClient(base_url=url, headers=bearer(key), limits=limits, timeout=60) as asking:
        answers = await asyncio.gather(
            *(
                asking.post("/v1/documents", content=dump(number), params={"name": f"{number}.md"})
                for number in range(UPLOADS)
            )
        )
    return [
        (answer.status_code, answer.json().get("id", ""), answer.headers.get("Retry-After", "")) for answer in answers
    ]


def stormed(url: str, key: str) -> list[Answer]:
    return asyncio.run(storm(url, key))


def asked(asking: httpx.Client) -> float:
    """Seconds until the review page is there."""
    begun = time.perf_counter()
    answer = asking.get("/review")
    assert answer.status_code == 200
    assert "horowitz.md" in answer.text
    return time.perf_counter() - begun


def during(server: Served, asking: httpx.Client) -> tuple[list[Answer], list[float]]:
    """The storm comes from another process; meanwhile the page is asked for, over and over."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
        apart.submit(p95, [0.0, 0.0]).result()  # it has started, and this file is loaded there
        storming = apart.submit(stormed, server.url, server.key)
        seconds = []
        while not storming.done():
            seconds.append(asked(asking))
        return storming.result(), seconds


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]


def test_two_hundred_at_once(tmp_path: Path) -> None:
    with served(tmp_path, workers=1) as server:
        server.start()
        asking = server.client()
        assert asking.post("/sign-in", data={"key": server.key}).status_code == 303
        first = sent(asking, DUMP, "horowitz.md")
        wait_for(lambda: asking.get(f"/v1/documents/{first}").json()["state"] == "review", 40, server.log)
        quiet = p95([asked(asking) for _ in range(40)][10:])
        answers, seconds = during(server, asking)
        accepted = {document for status, document, _ in answers if status == 202}
        refused = [after for status, _, after in answers if status == 503]
        print(f"{len(accepted)} accepted, {len(refused)} refused; p95 {quiet * 1e3:.0f} ms idle, "
              f"{p95(seconds) * 1e3:.0f} ms under load ({len(seconds)} asked)")
        assert {status for status, _, _ in answers} <= {202, 503}
        assert len(accepted) + len(refused) == UPLOADS
        assert len(accepted) >= 64
        assert all(int(after) > 0 for after in refused)
        listed = asking.get("/v1/documents", params={"limit": 500}).json()["documents"]
        assert accepted <= {one["id"] for one in listed}
        assert p95(seconds) <= max(3 * quiet, _WORTH_NOTICING)
