"""Where results go, and that they appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import OutputError, UsageError
from extractor.output import (
    Destination,
    distinct_stems,
    formats_of,
    plan,
    refuse_input,
    without_page_mark,
    write_whole,
)


def test_one_input_and_one_format_go_to_standard_output() -> None:
    assert plan(["a/b.pdf"], None, 1) == [Destination("b")]
    assert Destination("b").path(".json", 1, 2) is None


@pytest.mark.parametrize(("inputs", "files"), [(["a.pdf", "b.pdf"], 1), (["a.pdf"], 2)])
def test_several_files_need_a_folder(inputs: list[str], files: int) -> None:
    with pytest.raises(UsageError, match="-o FOLDER"):
        plan(inputs, None, files)


def test_a_folder_is_made_and_files_are_named_after_the_input(tmp_path: Path) -> None:
    first, second = plan(["x/a.pdf", "y/b.md"], str(tmp_path / "deep" / "out"), 1)
    assert (tmp_path / "deep" / "out").is_dir()
    assert list((tmp_path / "deep" / "out").iterdir()) == []
    assert first.path(".json", 1, 1) == tmp_path / "deep/out/a.json"
    assert second.path(".xml", 2, 2) == tmp_path / "deep/out/b-2.xml"


def test_a_named_file_is_that_file_and_two_filings_are_numbered(tmp_path: Path) -> None:
    (target,) = plan(["a.pdf"], str(tmp_path / "mine.xml"), 1)
    assert target.path(".xml", 1, 1) == tmp_path / "mine.xml"
    assert target.path(".xml", 2, 2) == tmp_path / "mine-2.xml"


def test_one_input_to_an_existing_folder_goes_into_it(tmp_path: Path) -> None:
    (target,) = plan(["a.pdf"], str(tmp_path), 1)
    assert target.path(".json", 1, 1) == tmp_path / "a.json"


def test_a_file_in_no_folder_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"):
        plan(["a.pdf"], str(tmp_path / "no" / "a.json"), 1)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_is_needed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match="a folder is needed"):
        plan(["a.pdf", "b.pdf"], str(tmp_path / "out"), 1)
    assert (tmp_path / "out").read_text() == "mine"


def test_a_place_nobody_can_write_is_refused_before_the_work() -> None:
    with pytest.raises(OutputError):
        plan(["a.pdf"], "/proc/a.json", 1)
    with pytest.raises(OutputError):
        plan(["a.pdf", "b.pdf"], "/proc/out", 1)


@pytest.mark.parametrize(
    ("inputs", "stems"),
    [
        (["x/a.pdf", "y/b.pdf"], ["a", "b"]),
        (["x/a.pdf", "y/a.pdf", "b.pdf"], ["x-a", "y-a", "b"]),
        (["1/x/a.pdf", "2/x/a.pdf"], ["1-x-a", "2-x-a"]),
        (["x/A.pdf", "y/a.pdf"], ["x-A", "y-a"]),
        (["-", "x.tif"], ["stdin", "x"]),
    ],
)
def test_equal_stems_get_their_parents_before_them(inputs: list[str], stems: list[str]) -> None:
    assert distinct_stems(inputs) == stems


def test_same_stem_in_the_same_folder_is_told_apart_by_its_suffix() -> None:
    first, second = distinct_stems(["x/a.pdf", "x/a.png"])
    assert first.endswith("a-pdf")
    assert second.endswith("a-png")


_PATHS = st.from_regex(r"([a-cA-C]{1,2}/){0,3}[abAB-]{1,3}(\.(pdf|png))?", fullmatch=True)


@given(st.lists(_PATHS, max_size=8, unique=True))
def test_no_two_inputs_ever_share_a_file(inputs: list[str]) -> None:
    stems = distinct_stems(inputs)
    assert len({stem.casefold() for stem in stems}) == len(inputs)
    assert not any("/" in stem for stem in stems)


@pytest.mark.parametrize(
    ("stem", "bare"),
    [("scan-p1", "scan"), ("scan_1", "scan"), ("scan page-1", "scan"), ("page-1", "page-1"), ("form4-p01", "form4"),
     ("form4", "form4"), ("x.page2", "x"), ("2012-11-01-p1", "2012-11-01")],
)
def test_a_joined_document_is_named_without_its_page_mark(stem: str, bare: str) -> None:
    assert without_page_mark(stem) == bare


def test_formats_are_chosen_or_follow_the_suffix() -> None:
    assert formats_of(["xml", "json", "xml"], None) == ("xml", "json")
    assert formats_of([], Path("a.XML")) == ("xml",)
    assert formats_of([], Path("a.out")) == ("json",)
    assert formats_of(["json"], Path("a.xml")) == ("json",)


def test_the_input_is_never_overwritten_by_whatever_name(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text("dump")
    (tmp_path / "link").symlink_to(document)
    os.link(document, tmp_path / "hard")
    for name in ("a.txt", "link", "hard", "./a.txt"):
        with pytest.raises(OutputError, match="overwrite the input"):
            refuse_input(tmp_path / name, ["-", "missing", str(document)])
    refuse_input(tmp_path / "b.txt", [str(document)])


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.json"
    write_whole(target, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_permissions_follow_the_mask_and_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    mask = os.umask(0o027)
    try:
        write_whole(target, b"1")
    finally:
        os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o640
    target.chmod(0o600)
    write_whole(target, b"2")
    assert target.stat().st_mode & 0o777 == 0o600


def test_links_are_written_through_and_devices_straight(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_whole(tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"x"
    write_whole(Path("/dev/null"), b"x")
    assert Path("/dev/null").is_char_device()
