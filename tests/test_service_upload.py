"""Documents on their way in: limits while they arrive, a full queue, a full disk, names that are no paths."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from extractor.service import receive
from extractor.service.blobs import BlobError, BlobsFullError
from extractor.service.site import Site
from extractor.service.store.connect import StoreFullError
from tests.served import client, dump, sent, served, site_at, work_off


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = site_at(tmp_path, max_mb=0.01, queue=3)
    yield made
    made.close()


def left_behind(site: Site) -> list[Path]:
    return [*site.settings.incoming.glob("*"), *(site.blobs.folder or Path()).glob("*")]


def test_raw_and_form_and_the_same_bytes_again(site: Site) -> None:
    asking = client(site)
    first = asking.post("/v1/documents", content=b"text", params={"name": "a.md"})
    again = asking.post("/v1/documents", files={"file": ("other.md", b"text")})
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["id"] == again.json()["id"]
    assert again.json()["name"] == "a.md"
    assert first.headers["Location"] == f"/v1/documents/{first.json()['id']}"
    assert asking.get(f"/v1/documents/{first.json()['id']}/source").content == b"text"
    assert list(site.settings.incoming.iterdir()) == []


@pytest.mark.parametrize(("name", "label"), [
    ("../../etc/passwd", "passwd"), ("C:\\scans\\a.pdf", "a.pdf"), ("a\x1b[31mb\n.pdf", None), ("", "document"),
    ("/", "document"), ("<script>alert(1)</script>.pdf", "script>.pdf"), ("x" * 900, "x" * 200), ("..", ".."),
])
def test_a_name_is_a_label(site: Site, name: str, label: str | None) -> None:
    asking = client(site)
    told = asking.post("/v1/documents", content=b"text", params={"name": name}).json()
    assert label is None or told["name"] == label
    assert told["name"].isprintable()
    assert [path.name for path in (site.blobs.folder or Path()).iterdir()] == [told["id"]]


def test_too_large_is_told_while_it_arrives(site: Site) -> None:
    asking = client(site)
    arrived = 0

    def stream() -> Iterator[bytes]:  # no length is announced
        nonlocal arrived
        for _ in range(1000):
            arrived += 1000
            yield b"x" * 1000

    assert asking.post("/v1/documents", content=b"x" * 10_001).status_code == 413
    assert asking.post("/v1/documents", files={"file": ("a", b"x" * 10_001)}).status_code == 413
    assert asking.post("/v1/documents", files={"file": ("a", b"x" * 200_000)}).status_code == 413
    assert asking.post("/v1/documents", content=stream()).status_code == 413
    assert asking.post("/v1/documents", content=b"x" * 10_000).status_code == 202
    assert len(left_behind(site)) == 1


def test_a_stream_is_cut_off_at_the_limit(tmp_path: Path) -> None:
    """A sender that never ends is stopped after the limit, not after its end."""
    with served(tmp_path, workers=0, max_mb=1) as server:
        server.start()
        sent_bytes = 0

        def endless() -> Iterator[bytes]:
            nonlocal sent_bytes
            for _ in range(4000):
                sent_bytes += 65_536
                yield b"x" * 65_536

        with server.client() as asking:
            with suppress(httpx.WriteError):  # it hung up while we were sending: that is what we ask for
                assert asking.post("/v1/documents", content=endless()).status_code == 413
            assert sent_bytes < 40e6
            assert asking.get("/v1/documents").json()["documents"] == []


@pytest.mark.parametrize("request_", [
    {"content": b""}, {"files": {"file": ("a", b"")}},
    {"content": b"junk", "headers": {"content-type": "multipart/form-data"}},
    {"content": b"--x\r\nbroken", "headers": {"content-type": "multipart/form-data; boundary=x"}},
    {"files": [("file", ("a", b"a")), ("file", ("b", b"b"))]},
])
def test_what_is_no_document_is_refused(site: Site, request_: dict[str, Any]) -> None:
    answer = client(site).post("/v1/documents", **request_)
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")
    assert left_behind(site) == []


def test_a_full_queue_says_when_to_come_again(site: Site) -> None:
    asking = client(site)
    for number in range(3):
        sent(asking, dump(number))
    answer = asking.post("/v1/documents", content=b"one more")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert len(asking.get("/v1/documents").json()["documents"]) == 3


def test_a_nearly_full_disk_takes_nothing_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 99, 1))
    asking = client(site)
    assert asking.post("/v1/documents", content=b"text").status_code == 507
    assert any("disk is nearly full" in problem for problem in asking.get("/readyz").json()["problems"])


def test_a_disk_that_fills_up_meanwhile(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(receive, "_store", no_room)
    answer = client(site).post("/v1/documents", content=b"text")
    assert (answer.status_code, "disk is full" in answer.json()["detail"]) == (507, True)
    assert left_behind(site) == []


@pytest.mark.parametrize(("error", "code"), [
    (BlobError("the bucket is away."), 503), (BlobsFullError("full."), 507), (StoreFullError("full."), 507),
])
def test_a_store_that_fails_leaves_nothing_half_done(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fails(*_: object) -> None:
        raise error

    asking = client(site)
    monkeypatch.setattr(site.blobs, "take", fails)
    answer = asking.post("/v1/documents", content=b"text")
    assert answer.status_code == code
    assert "Retry-After" in answer.headers
    monkeypatch.undo()
    assert left_behind(site) == []
    assert asking.get("/v1/documents").json()["documents"] == []


def test_a_database_that_fails_leaves_no_blob(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.service.store import documents

    def fails(*_: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    asking = client(site)
    monkeypatch.setattr(documents, "accepted", fails)
    assert asking.post("/v1/documents", content=b"text").status_code == 507
    assert left_behind(site) == []


def test_lists_come_in_pages(tmp_path: Path) -> None:
    site = site_at(tmp_path)
    asking = client(site)
    ids = [sent(asking, dump(number), f"{number}.md") for number in range(7)]
    found: list[str] = []
    cursor = None
    while True:
        page = asking.get("/v1/documents", params={"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
        found += [document["id"] for document in page["documents"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == ids[::-1]
    assert [one["name"] for one in asking.get("/v1/documents", params={"q": "3.MD"}).json()["documents"]] == ["3.md"]
    assert asking.get("/v1/documents", params={"state": "done"}).json()["documents"] == []
    for wrong in ("x", "AAAA", "YSBi"):
        assert asking.get("/v1/documents", params={"cursor": wrong}).status_code == 422
    site.close()


def test_what_crashes_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    from extractor.service.server import sweep

    site = site_at(tmp_path)
    kept = sent(client(site))
    work_off(site, monkeypatch)
    site.blobs.put(f"{kept}/run-0/kept.json", b"of a worker that lost its lease")
    site.blobs.put("nobodys-document/source", b"x")
    site.blobs.put("fresh-document/source", b"x")
    upload = site.settings.incoming / "upload-old"
    upload.write_bytes(b"x")
    folder = site.blobs.folder
    assert folder is not None
    for path in (upload, folder / "nobodys-document", folder / kept):
        os.utime(path, (0, 0))
    sweep(site)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["fresh-document", kept])
    assert sorted(path.name for path in (folder / kept).iterdir()) == ["run-1", "source"]
    assert not upload.exists()
    site.close()
