"""Blobs in a folder and in an object store: the same promises."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import s3fs

from extractor.errors import UsageError
from extractor.service import blobs as blob_store
from extractor.service.blobs import BlobError, Blobs, BlobsFullError, MissingBlobError, open_blobs
from tests.served import client, sent, site_at, work_off

BUCKET = "form4-documents"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """moto's S3 with a bucket; its endpoint."""
    pytest.importorskip("moto", reason="moto is not installed")
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    endpoint = f"http://127.0.0.1:{port}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="x",
                 aws_secret_access_key="x").create_bucket(Bucket=BUCKET)
    yield endpoint
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blobs:
    if request.param == "folder":
        return open_blobs(f"file://{tmp_path}/blobs")
    return bucket(request.getfixturevalue("s3"), monkeypatch)


def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Blobs:
    for name, value in (("AWS_ENDPOINT_URL", endpoint), ("AWS_ACCESS_KEY_ID", "x"), ("AWS_SECRET_ACCESS_KEY", "x"),
                        ("AWS_DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    return open_blobs(f"s3://{BUCKET}")


def test_put_take_get_remove(blobs: Blobs, tmp_path: Path) -> None:
    blobs.put("one/run-1/page-1.png", b"first")
    blobs.put("one/run-1/page-1.png", b"second")
    file = tmp_path / "upload"
    file.write_bytes(b"source")
    blobs.take("one/source", file)
    blobs.put("two/source", b"other")
    assert blobs.get("one/run-1/page-1.png") == b"second"
    assert blobs.get("one/source") == b"source"
    assert {"one", "two"} <= set(blobs.folders())
    blobs.remove("one")
    blobs.remove("one")
    with pytest.raises(MissingBlobError):
        blobs.get("one/source")
    assert blobs.get("two/source") == b"other"
    blobs.probe()


@pytest.mark.parametrize("key", ["../x", "/x", "a/../b", "a//b", "", "a/.hidden", "a\x00b", "a b"])
def test_a_key_is_one_of_ours(tmp_path: Path, key: str) -> None:
    blobs = open_blobs(f"file://{tmp_path}/blobs")
    for use in (lambda: blobs.put(key, b"x"), lambda: blobs.get(key), lambda: blobs.remove(key)):
        with pytest.raises(BlobError):
            use()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_from_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = open_blobs(f"file://{tmp_path}/blobs")
    for code, kind in ((errno.ENOSPC, BlobsFullError), (errno.EIO, BlobError)):
        def fails(_path: Path, _data: bytes, code: int = code) -> None:
            raise OSError(code, "no")

        monkeypatch.setattr(blob_store, "write_whole", fails)
        with pytest.raises(kind):
            blobs.put("one/source", b"x")


def test_a_store_that_is_away_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        away = bucket(f"http://127.0.0.1:{nobody.getsockname()[1]}", monkeypatch)
        away._files.retries = 1
        with pytest.raises(BlobError, match="cannot be used"):
            away.get("one/source")


def test_an_unknown_kind_of_url_is_refused() -> None:
    with pytest.raises(UsageError, match="--blobs"):
        open_blobs("nothing-known://x")


def test_a_document_lives_in_a_bucket(tmp_path: Path, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket(s3, monkeypatch)
    site = site_at(tmp_path, blobs=f"s3://{BUCKET}/some/prefix")
    asking = client(site)
    document = sent(asking)
    work_off(site, monkeypatch)
    assert asking.get(f"/v1/documents/{document}").json()["state"] == "review"
    path = asking.get("/v1/review").json()["doubts"][0]["path"]
    decided = asking.patch(
        f"/v1/documents/{document}/fields/{path}", headers={"If-Match": "1"}, json={"decision": "accept"}
    )
    assert decided.status_code == 200
    assert asking.delete(f"/v1/documents/{document}").status_code == 204
    assert site.blobs.folders() == []
    assert not (tmp_path / "blobs").exists()
    site.close()
