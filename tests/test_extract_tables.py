"""Tables straight from documents: `form4 extract --format parquet` and its kin, on the sample dumps."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
DUMPS = [SAMPLES / name / "source.md" for name in ("horowitz-2012-02-27", "horowitz-2012-11-01")]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_one_set_of_tables_for_the_run(form4: Any, tmp_path: Path) -> None:
    run = form4("extract", *DUMPS, "-o", tmp_path, "--format", "sec-tsv", "--format", "json")
    assert run.code == 3
    assert len(list(tmp_path.glob("*.json"))) == 2
    head = rows(tmp_path / "SUBMISSION.tsv")
    assert [row["PERIOD_OF_REPORT"] for row in head] == ["27-FEB-2012", "01-NOV-2012"]
    assert {row["ISSUERNAME"] for row in head} == {"NETWORK 1 SECURITY SOLUTIONS INC"}
    traded = rows(tmp_path / "NONDERIV_TRANS.tsv")
    assert [(row["TRANS_CODE"], row["TRANS_SHARES"], row["TRANS_SHARES_FN"]) for row in traded] == [
        ("M", "375000.0", ""),
        ("F", "246951.0", "F1"),
    ]
    (strike,) = [
        row
        for row in rows(tmp_path / "PROVENANCE.tsv")
        if row["COLUMN_NAME"] == "CONV_EXERCISE_PRICE" and row["VALUE"] == "0.68"
    ]
    assert (strike["RAW"], strike["STATE"], strike["NEEDS_REVIEW"]) == ("$ 0.08", "repaired", "1")
    assert "confusion: “$ 0.08” → “$ 0.68”" in strike["REPAIRS"]


def test_what_converting_later_gives_is_the_same(form4: Any, tmp_path: Path) -> None:
    form4("extract", *DUMPS, "-o", tmp_path / "at-once", "--format", "csv", "--format", "json")
    form4("convert", tmp_path / "at-once", "-o", tmp_path / "later", "--format", "csv")
    for later in (tmp_path / "later").iterdir():
        assert later.read_bytes() == (tmp_path / "at-once" / later.name).read_bytes()


def test_filings_of_one_document_keep_their_numbers_when_alone(form4: Any, tmp_path: Path) -> None:
    document = tmp_path / "two.md"
    document.write_bytes(b"".join(path.read_bytes() for path in DUMPS))
    form4("extract", document, "-o", tmp_path / "both", "--format", "sec-tsv", "--format", "json")
    numbers = [row["ACCESSION_NUMBER"] for row in rows(tmp_path / "both" / "SUBMISSION.tsv")]
    assert len(set(numbers)) == 2
    form4("convert", tmp_path / "both" / "two-2.json", "-o", tmp_path / "second", "--format", "sec-tsv")
    assert [row["ACCESSION_NUMBER"] for row in rows(tmp_path / "second" / "SUBMISSION.tsv")] == numbers[1:]


def test_reading_goes_on_after_parquet_was_written(tmp_path: Path) -> None:
    """Arrow reserves a gigabyte; the memory that a document may take is counted without it."""
    script = """
import sys, pyarrow as pa
pa.array(["x"] * 1000)
from extractor import cli
for format_ in ("parquet", "json"):
    assert cli.run(["extract", *sys.argv[2:], "-o", sys.argv[1], "--format", format_]) == 3
"""
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), *map(str, DUMPS)],
        cwd=SAMPLES.parent, env={**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "mimalloc"}, check=False,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_one_workbook_by_name(form4: Any, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    form4("extract", *DUMPS, "-o", tmp_path / "all.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["all.xlsx"]
    assert openpyxl.load_workbook(tmp_path / "all.xlsx")["SUBMISSION"].max_row == 3


def test_tables_need_a_place(form4: Any, tmp_path: Path) -> None:
    run = form4("extract", DUMPS[0], "--format", "csv")
    assert (run.code, run.out, "give -o FOLDER" in run.last) == (2, "", True)
    run = form4("extract", DUMPS[0], "-o", tmp_path / "all.xlsx", "--overlay")
    assert (run.code, "pictures of the pages need a folder" in run.last) == (2, True)


def test_older_tables_stay_when_nothing_could_be_read(form4: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("This is a letter and no form at all.")
    (tmp_path / "SUBMISSION.csv").write_text("older")
    run = form4("extract", tmp_path / "a.txt", "-o", tmp_path, "--format", "csv")
    assert run.code == 4
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "SUBMISSION.csv"}
    assert (tmp_path / "SUBMISSION.csv").read_text() == "older"
