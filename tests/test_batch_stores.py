"""Results in an object store, and the journal there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractor.batch.entries import Bin, Entry
from extractor.batch.journal import busy, entries, journal
from extractor.batch.stores import Folder, Remote, is_url, opened
from extractor.errors import OutputError

ROOT = Path(__file__).parents[1]
DUMP = ROOT / "samples/horowitz-2012-02-27/source.md"


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    """A store that speaks S3, and a bucket in it; the environment of this process and its children leads there."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket="paper")
        yield client
    server.stop()


def keys(client: Any, prefix: str) -> list[str]:
    return [found["Key"] for found in client.list_objects_v2(Bucket="paper", Prefix=prefix).get("Contents", ())]


def test_from_store_to_store(s3: Any, form4: Any, tmp_path: Path) -> None:
    s3.upload_file(str(DUMP), "paper", "in/a.md")
    s3.upload_file(str(DUMP), "paper", "in/deep/again.md")
    s3.put_object(Bucket="paper", Key="in/no.txt", Body=b"prose")
    command = ("batch", "s3://paper/in", "-o", "s3://paper/out", "--jobs", "1", "--format", "csv")
    run = form4(*command)
    assert run.code == 4
    assert run.out == ""
    s3.download_file("paper", "out/manifest.parquet", str(tmp_path / "manifest.parquet"))
    rows = pq.read_table(tmp_path / "manifest.parquet").to_pylist()
    assert [(row["input"], row["status"]) for row in rows] == [
        ("s3://paper/in/a.md", "review"),
        ("s3://paper/in/no.txt", "failed"),
        ("s3://paper/in/deep/again.md", "duplicate"),
    ]
    (name,) = rows[0]["outputs"]
    filing = json.loads(s3.get_object(Bucket="paper", Key=f"out/{name}")["Body"].read())
    assert filing["source"]["name"] == "a.md"
    assert filing["form"]["issuer"]["issuerTradingSymbol"]["value"] == "NSSI-OTC"
    assert {"out/form4-batch.json", "out/report.html", "out/report.txt"} <= set(keys(s3, "out/"))
    assert keys(s3, "out/tables/csv/")
    journals = keys(s3, "out/journal/")
    assert form4(*command).code == 4
    assert keys(s3, "out/journal/") == journals, "nothing was read again"
    status = form4("batch", "status", "s3://paper/out")
    assert status.code == 0
    assert "2 different documents read so far" in status.out


def test_a_bucket_that_is_not_there_is_told(s3: Any, form4: Any) -> None:
    assert s3
    run = form4("batch", DUMP, "-o", "s3://nobucket/out", "--jobs", "1")
    assert run.code == 8
    assert "s3://nobucket/out" in run.last
    assert "cannot be written" in run.last


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "Missing option"),
        (("status",), 2, "Missing argument 'OUT'"),
        (("x", "-o", "s4://x/y"), 8, "s4://x/y: Protocol not known"),
        (("s4://a/b", "-o", "out"), 4, "s4://a/b: Protocol not known"),
        (("-", "-o", "out"), 2, "--list -"),
        (("gone.pdf", "-o", "out"), 4, "among them gone.pdf: there is no such file"),
    ],
)
def test_mistakes_are_told(
    form4: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    run = form4("batch", *arguments)
    assert run.code == code
    assert says in run.last
    assert run.out == ""


def test_urls_are_told_from_paths() -> None:
    assert [is_url(name) for name in ("s3://a/b", "memory://x", "file:///a", "a/b", "C:/x", "/a:b//c", "x#1")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert isinstance(opened("memory://x"), Remote)
    assert isinstance(opened("x"), Folder)


def entry(key: str, code: int = 3) -> Entry:
    return Entry(
        key, "f" * 64, code, "2 fields for review", 1.5, "dump", 1, 1, 70, 2, 0, ("form4-edgar-2003",),
        {"balance": 2}, {27: Bin(60, 58, 0.1, 0.09)}, ("json",), (f"filings/{key}.json",),
    )  # fmt: skip


@pytest.mark.parametrize("root", ["memory://journal-test/out", "folder"])
def test_the_journal_gives_back_what_was_added(root: str, tmp_path: Path) -> None:
    store = opened(root if "://" in root else str(tmp_path))
    for keys_ in (("a", "b"), ("b", "c")):
        with journal(store) as kept:
            for key in keys_:
                kept.add(entry(key))
    assert list(entries(store)) == [entry(key) for key in "abbc"]


def test_a_line_that_was_cut_off_is_none(tmp_path: Path) -> None:
    store = Folder(str(tmp_path))
    with journal(store) as kept:
        kept.add(entry("a"))
        kept.add(entry("b"))
    whole = (tmp_path / "journal.jsonl").read_bytes()
    (tmp_path / "journal.jsonl").write_bytes(whole[:-20] + b"")
    with journal(store) as kept:
        kept.add(entry("c"))
    assert list(entries(store)) == [entry("a"), entry("c")]


def test_two_batches_may_not_write_one_place(tmp_path: Path, form4: Any) -> None:
    out = tmp_path / "out"
    shutil.copytree(DUMP.parent, out)
    store = Folder(str(out))
    with journal(store):
        assert busy(store)
        with pytest.raises(OutputError, match="another form4 batch is writing there"):
            journal(store)
        assert form4("batch", DUMP, "-o", out, "--jobs", "1").code == 8
    assert not busy(store)


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path) -> None:
    (tmp_path / "filings/aa").mkdir(parents=True)
    for name in (".form4-x.part", "filings/aa/.form4-y.part", "filings/aa/whole.json"):
        (tmp_path / name).write_text("x")
    Folder(str(tmp_path)).swept()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["whole.json"]


def test_names_of_results_last_from_the_end_of_a_run_on(
    tmp_path: Path, form4: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("extractor.batch.stores.sync_folder", synced.append)
    out = tmp_path / "out"
    assert form4("batch", DUMP, "-o", out, "--jobs", "1").code == 3
    (result,) = out.glob("filings/*/*.json")
    assert synced.count(result.parent) == synced.count(out) == 1
    result.unlink()  # as a power cut before that end may do
    assert form4("batch", DUMP, "-o", out, "--jobs", "1").code == 3
    assert result.is_file()


def test_what_is_not_installed_is_asked_for(tmp_path: Path, form4: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    run = form4("batch", DUMP, "-o", tmp_path / "out")
    assert run.code == 7
    assert run.last == f"form4: {tmp_path}/out: form4 batch needs pyarrow; install it with pip install 'form4[batch]'."
    assert not (tmp_path / "out").exists()
