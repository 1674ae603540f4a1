"""What is named becomes documents, one after the other, and each has a fingerprint."""

from __future__ import annotations

import hashlib
import io
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path

import fsspec
import pytest

from extractor.batch import fingerprints as module
from extractor.batch.fingerprints import bytes_of, fingerprints
from extractor.batch.inputs import count, documents
from extractor.options import Limits

LIMITS = Limits()


def names(*named: str) -> list[str]:
    return [document.name for document in documents(named)]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some files in folders; names are relative to it."""
    for name in ("b/2.tif", "b/1.pdf", "b/deep/er/3.TXT", "a.md", "b/.hidden.pdf", ".git/x.txt", "b/program.exe"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "b/loop").symlink_to(tmp_path, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_are_walked_by_name_and_without_loops(tree: Path) -> None:
    assert names(".") == ["a.md", "b/1.pdf", "b/2.tif", "b/deep/er/3.TXT"]
    assert names("b/program.exe", "gone") == ["b/program.exe", "gone"], "what is named itself is taken"
    assert count(["."]) == 4
    assert next(iter(documents([str(tree)]))).name == str(tree / "a.md")


def test_the_output_of_a_batch_is_no_input(tree: Path) -> None:
    for name in ("form4-batch.json", "journal.jsonl", "report.txt", "filings/ab/abc.txt"):
        (tree / "b/out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / "b/out" / name).write_text("x")
    assert names(".") == ["a.md", "b/1.pdf", "b/2.tif", "b/deep/er/3.TXT"]
    assert names(f"file://{tree}/b") == [f"file://{tree}/b/{name}" for name in ("1.pdf", "2.tif", "deep/er/3.TXT")]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("b/*.pdf", ["b/1.pdf"]),
        ("**/*.TXT", ["b/deep/er/3.TXT"]),
        ("*/[12].*", ["b/1.pdf", "b/2.tif"]),
        ("b/*", ["b/1.pdf", "b/2.tif", "b/program.exe"]),
        ("?.md", ["a.md"]),
    ],
)
def test_globs(tree: Path, pattern: str, found: Sequence[str]) -> None:
    assert names(pattern) == found
    assert names(f"{tree}/{pattern}") == [f"{tree}/{name}" for name in found]


def test_what_leads_nowhere_is_an_input_with_its_problem(tree: Path) -> None:
    (tree / "empty").mkdir()
    for name, says in (("*.xyz", "no file matches"), ("@none.txt", "cannot be read"), ("nosuch://x", "check the URL")):
        (document,) = documents([name])
        assert says in str(document.problem)
    assert names("empty") == []
    (only,) = fingerprints(documents(["gone.pdf"]), LIMITS)
    assert "there is no such file" in str(only.problem)


def test_lists_of_names(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "list").write_text("# of boxes\n\nb/1.pdf\n  b  \n")
    assert names("@list") == ["b/1.pdf", "b/1.pdf", "b/2.tif", "b/deep/er/3.TXT"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("a.md\n"))
    assert names("@-") == ["a.md"]
    (tree / "binary").write_bytes(b"a.md\n\0\0\0\n")
    *_, last = documents(["@binary"])
    assert "no list of names" in str(last.problem)


def test_urls(tree: Path) -> None:
    store = fsspec.filesystem("memory")
    place = f"/{uuid.uuid4().hex}"
    for name in ("x/1.pdf", "x/y/2.txt", "x/3.exe"):
        store.pipe_file(f"{place}/{name}", name.encode())
    assert names(f"memory://{place}/x") == [f"memory://{place}/x/1.pdf", f"memory://{place}/x/y/2.txt"]
    assert names(f"memory://{place}/x/*.pdf") == [f"memory://{place}/x/1.pdf"]
    assert names(f"file://{tree}/b") == [f"file://{tree}/b/{name}" for name in ("1.pdf", "2.tif", "deep/er/3.TXT")]
    (one,) = fingerprints(documents([f"memory://{place}/x/1.pdf"]), LIMITS)
    assert one.sha256 == hashlib.sha256(b"x/1.pdf").hexdigest()
    (gone,) = fingerprints(documents([f"memory://{place}/x/none.pdf"]), LIMITS)
    assert "there is no such file" in str(gone.problem)


@pytest.mark.usefixtures("tree")
def test_fingerprints_keep_the_order_though_stores_answer_late() -> None:
    store = fsspec.filesystem("memory")
    place = f"/{uuid.uuid4().hex}"
    for number in range(200):
        store.pipe_file(f"{place}/{number:03}.txt", b"%d" % number)
    found = [one.document.name for one in fingerprints(documents(["a.md", f"memory://{place}", "b"]), LIMITS)]
    assert found == ["a.md", *(f"memory://{place}/{n:03}.txt" for n in range(200)), *names("b")]


def submission(number: int, kind: str = "4", filler: int = 0) -> bytes:
    return (
        f"<SEC-DOCUMENT>{number:010}-98-000001.txt : 19980101\n<SEC-HEADER>x\nACCESSION NUMBER:\t\t{number}\n"
        f"CONFORMED SUBMISSION TYPE:\t{kind}\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>{kind}\n<TEXT>\n"
        + "words <SEC-DOCUMENT> in a line\n" * filler
        + "</TEXT>\n</DOCUMENT>\n</SEC-DOCUMENT>\n"
    ).encode()


@pytest.mark.parametrize("block", [97, 1 << 20])
def test_bulk_text_is_cut_into_its_submissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(module, "_BLOCK", block)
    parts = [submission(1), submission(2, "10-K", 30), submission(3, "4/A", 11), submission(4, filler=3)]
    bulk = tmp_path / "bulk.txt"
    bulk.write_bytes(b"".join(parts))
    found = list(fingerprints(documents([str(bulk)]), LIMITS))
    assert [one.document.name for one in found] == [f"{bulk}#{number}" for number in (1, 2, 3, 4)]
    assert [one.other for one in found] == [False, True, False, False]
    assert [bytes_of(one.document, LIMITS) for one in found] == parts
    assert [one.sha256 for one in found if not one.other] == [
        hashlib.sha256(parts[place]).hexdigest() for place in (0, 2, 3)
    ]
    alone = tmp_path / "alone.txt"
    alone.write_bytes(parts[2])
    assert [one.document.name for one in fingerprints(documents([str(alone)]), LIMITS)] == [str(alone)]


def test_bulk_text_may_be_larger_than_a_document_may(tmp_path: Path) -> None:
    bulk = tmp_path / "bulk.txt"
    bulk.write_bytes(submission(1) + submission(2, filler=200) + submission(3))
    small = Limits(file_bytes=2000)
    first, second, third = fingerprints(documents([str(bulk)]), small)
    assert first.sha256
    assert third.sha256
    assert len(bytes_of(second.document, small)) == 2001, "one byte too many, so that reading it refuses it"
