"""`form4 convert`: stored extractions in any format, and tables that grow."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from extractor.export.json import from_json, to_json
from extractor.export.provenance import TABLES
from models.extraction import Extraction
from models.form4 import Form4
from tests.filed import filings
from tests.stored import filing, of_file, stored

SALE = "nonDerivativeTable/nonDerivativeTransaction[1]/"

# The header of the SEC's own files where it differs from its metadata: no contact, AFF10B5ONE, another name.
SHIPPED = [
    "ACCESSION_NUMBER", "FILING_DATE", "PERIOD_OF_REPORT", "DATE_OF_ORIG_SUB", "NO_SECURITIES_OWNED",
    "NOT_SUBJECT_SEC16", "FORM3_HOLDINGS_REPORTED", "FORM4_TRANS_REPORTED", "DOCUMENT_TYPE", "ISSUERCIK", "ISSUERNAME",
    "ISSUERTRADINGSYMBOL", "REMARKS", "AFF10B5ONE",
]  # fmt: skip
FILED = "0001967680-24-000113\t31-JUL-2024\t29-JUL-2024\t\t\t0\t\t\t4\t0001967680\tVeralto Corp\tVLTO\t\t0"


def form(title: str = "Common Stock") -> Form4:
    return filing(
        ("documentType", "4"),
        ("periodOfReport", "2011-03-09"),
        ("issuer/issuerName", "QUARRY LIGHT CORP"),
        ("aff10b5One", "1"),
        (SALE + "securityTitle", title),
        (SALE + "transactionCoding/transactionCode", "S", ("F1",)),
        ("footnotes/footnote[1]", "=1+1"),
    )


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """Writes the JSON of an extraction of that document."""

    def write(name: str, content: bytes | None = None) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_json(stored(form(), name)) if content is None else content)
        return path

    return write


def rows(path: Path, delimiter: str = "\t") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_json_to_lines_and_back_is_the_same_bytes(form4: Any, store: Any, tmp_path: Path) -> None:
    originals = {path.name: path.read_bytes() for path in (store("a.json"), store("b.json"))}
    assert form4("convert", tmp_path / "in", "-o", tmp_path / "all.jsonl").code == 0
    lines = (tmp_path / "all.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == ["a.json", "b.json"]
    run = form4("convert", tmp_path / "all.jsonl", "-o", tmp_path / "back", "--format", "json")
    assert (run.code, run.err) == (0, "")
    assert {path.name: path.read_bytes() for path in (tmp_path / "back").iterdir()} == originals


def test_real_filings_survive_the_way_through_lines(form4: Any, tmp_path: Path) -> None:
    paths = filings()[:20]
    if not paths:
        pytest.skip("the real filings are not at hand")
    made = [of_file(path) for path in paths]
    (tmp_path / "in").mkdir()
    for number, extraction in enumerate(made):
        (tmp_path / "in" / f"{number:02}.json").write_bytes(to_json(extraction))
    out = form4("convert", tmp_path / "in", "--format", "jsonl").out
    assert [from_json(line) for line in out.splitlines()] == made


def test_every_format_at_once(form4: Any, store: Any, tmp_path: Path) -> None:
    store("a.json")
    store("b.json")
    every = ("json", "xml", "text", "jsonl", "sec-tsv", "parquet", "csv", "xlsx")
    run = form4("convert", tmp_path / "in", "-o", tmp_path / "out", *(f"--format={name}" for name in every))
    assert (run.code, run.out, run.err) == (0, "", "")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "a.json", "a.xml", "a.txt", "b.json", "b.xml", "b.txt", "filings.jsonl", "filings.xlsx",
        *(f"{table.name}{suffix}" for table in TABLES for suffix in (".tsv", ".csv", "")),
    }  # fmt: skip
    assert etree.parse(tmp_path / "out" / "a.xml").findtext("issuer/issuerName") == "QUARRY LIGHT CORP"
    assert rows(tmp_path / "out" / "FOOTNOTES.csv", ",")[0]["FOOTNOTE_TXT"] == "'=1+1"
    assert rows(tmp_path / "out" / "FOOTNOTES.tsv")[0]["FOOTNOTE_TXT"] == "=1+1"


def test_formulas_as_printed_when_asked(form4: Any, store: Any, tmp_path: Path) -> None:
    form4("convert", store("a.json"), "-o", tmp_path, "--format", "csv", "--no-safe")
    assert rows(tmp_path / "FOOTNOTES.csv", ",")[0]["FOOTNOTE_TXT"] == "=1+1"


def test_a_named_file_is_written_and_nothing_beside_it(form4: Any, store: Any, tmp_path: Path) -> None:
    store("a.json")
    assert form4("convert", tmp_path / "in", "-o", tmp_path / "mine.xlsx").code == 0
    assert form4("convert", tmp_path / "in" / "a.json", "-o", tmp_path / "mine.xml").code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"in", "mine.xlsx", "mine.xml"}


def test_one_filing_goes_to_standard_output(
    form4: Any, store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store("a.json")
    assert form4("convert", path, "--format", "xml").out.startswith("<?xml")
    assert "QUARRY LIGHT CORP" in form4("convert", path, "--format", "text").out
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(path.read_bytes())))
    run = form4("convert", "-", "--format", "json")
    assert run.out.encode() == path.read_bytes()
    store("b.json")
    run = form4("convert", tmp_path / "in", "--format", "xml")
    assert (run.code, run.out) == (2, "")
    assert "give -o FOLDER" in run.last


def test_bad_files_cost_no_others_and_are_said(form4: Any, store: Any, tmp_path: Path) -> None:
    store("a.json")
    store("broken.json", b'{"form4": "1", "source": ')
    store("else.json", b'{"status": "clean"}')
    good = to_json(stored(form(), "x")).replace(b"\n", b" ").strip()
    store("lines.jsonl", good + b'\n{"form4": "1"}\n' + good.replace(b'"x"', b'"y"') + b"\n")
    run = form4("convert", tmp_path / "in", "-o", tmp_path / "out", "--format", "jsonl")
    assert run.code == 4
    names = [json.loads(line)["source"]["name"] for line in (tmp_path / "out/filings.jsonl").read_text().splitlines()]
    assert names == ["a.json", "x", "y"]
    said = run.err.splitlines()
    assert "broken.json is no extraction of form4" in said[0]
    assert "lines.jsonl, line 2 is no extraction of form4" in said[1]
    assert said[2].endswith("1 JSON file in folders holds no extraction: left out.")
    assert "2 of 5 documents could not be read" in said[3]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b"{}", "is no extraction of form4"),
        (b"[1, 2", "is no extraction of form4"),
        (b"\xff\xfe\x00", "is no extraction of form4"),
        (b"[" * 100_000, "is no extraction of form4"),
        (b'{"form4": "1"}\n' * 3, "line 3 is no extraction of form4"),
    ],
)
def test_what_is_no_extraction_is_refused(content: bytes, cause: str, form4: Any, store: Any, tmp_path: Path) -> None:
    older = tmp_path / "out" / "SUBMISSION.tsv"
    older.parent.mkdir()
    older.write_text("older")
    run = form4("convert", store("a.json", content), "-o", older.parent, "--format", "sec-tsv")
    assert run.code == 4
    assert cause in run.err
    assert "Traceback" not in run.err
    assert [path.name for path in older.parent.iterdir()] == ["SUBMISSION.tsv"]
    assert older.read_text() == "older"


def test_mistakes_of_the_command_line(form4: Any, store: Any, tmp_path: Path) -> None:
    path = store("a.json")
    assert "say what to convert to" in form4("convert", path).last
    assert "say what to convert to" in form4("convert", path, "-o", tmp_path / "out").last
    assert "give -o FOLDER" in form4("convert", path, "--format", "parquet").last
    assert "sec-tsv only" in form4("convert", path, "-o", tmp_path, "--format", "csv", "--append").last
    assert form4("convert", tmp_path / "missing.json", "--format", "json").code == 4
    run = form4("convert", path, "-o", path, "--format", "json")
    assert (run.code, "overwrite the input" in run.last) == (8, True)
    (tmp_path / "file").write_text("")
    assert "a file stands where a folder is needed" in form4(
        "convert", path, "-o", tmp_path / "file", "--format", "csv"
    ).last
    (tmp_path / "empty").mkdir()
    assert "no extraction in it" in form4("convert", tmp_path / "empty", "--format", "json").last


def test_equal_stems_get_the_folder_s_name(form4: Any, store: Any, tmp_path: Path) -> None:
    store("one/a.json")
    store("two/a.json")
    form4("convert", tmp_path / "in", "-o", tmp_path / "out", "--format", "xml")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.xml", "two-a.xml"]


def shipped(folder: Path, end: str = "\n", *, last: str = "\n") -> Path:
    """A quarter as the SEC ships it: the two tables whose header is not as in the metadata."""
    folder.mkdir()
    (folder / "SUBMISSION.tsv").write_bytes(f"{chr(9).join(SHIPPED)}{end}{FILED}{last}".encode())
    table = next(table for table in TABLES if table.name == "NONDERIV_TRANS")
    header = [name.replace("EQUITY_SWAP_INVOLVED_FN", "EQUITY_SWAP_TRANS_CD_FN") for name in table.header]
    (folder / "NONDERIV_TRANS.tsv").write_bytes(f"{chr(9).join(header)}{end}".encode())
    return folder


@pytest.mark.parametrize(("end", "last"), [("\n", "\n"), ("\n", ""), ("\r\n", "\r\n")])
def test_filings_are_written_on_to_the_sec_s_own_files(
    end: str, last: str, form4: Any, store: Any, tmp_path: Path
) -> None:
    folder = shipped(tmp_path / "2024q3", end, last=last)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run = form4("convert", store("a.json"), "-o", folder, "--format", "sec-tsv", "--append")
    assert (run.code, run.err) == (0, "")
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert all(after[name].startswith(data) for name, data in before.items())
    assert after["SUBMISSION.tsv"].count(end.encode()) == 3
    filed, ours = rows(folder / "SUBMISSION.tsv")
    assert list(ours) == SHIPPED
    assert filed["ISSUERNAME"] == "Veralto Corp"
    assert (ours["ISSUERNAME"], ours["AFF10B5ONE"], ours["FILING_DATE"]) == ("QUARRY LIGHT CORP", "1", "")
    (sale,) = rows(folder / "NONDERIV_TRANS.tsv")
    assert (sale["TRANS_CODE"], sale["EQUITY_SWAP_TRANS_CD_FN"]) == ("S", "F1")
    assert rows(folder / "PROVENANCE.tsv")[0]["ACCESSION_NUMBER"] == ours["ACCESSION_NUMBER"]
    again = form4("convert", store("a.json"), store("b.json"), "-o", folder, "--format", "sec-tsv", "--append")
    assert "1 filing was there already" in again.last
    assert len(rows(folder / "SUBMISSION.tsv")) == 3
    assert len(rows(folder / "SOURCE.tsv")) == 2


def test_growing_tables_are_those_of_one_run(form4: Any, store: Any, tmp_path: Path) -> None:
    first, second = store("a.json"), store("b.json")
    form4("convert", first, second, "-o", tmp_path / "at-once", "--format", "sec-tsv")
    for path in (first, second, first):
        form4("convert", path, "-o", tmp_path / "grown", "--format", "sec-tsv", "--append")
    for table in TABLES:
        grown = (tmp_path / "grown" / f"{table.name}.tsv").read_bytes()
        assert grown == (tmp_path / "at-once" / f"{table.name}.tsv").read_bytes()


def test_files_that_are_no_such_table_are_not_touched(form4: Any, store: Any, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "SUBMISSION.tsv").write_text("NAME\tVALUE\n")
    run = form4("convert", store("a.json"), "-o", folder, "--format", "sec-tsv", "--append")
    assert (run.code, "not the SEC's SUBMISSION (it has NAME)" in run.last) == (8, True)
    (folder / "SUBMISSION.tsv").write_text("ACCESSION_NUMBER\tISSUERNAME\n")
    run = form4("convert", store("a.json"), "-o", folder, "--format", "sec-tsv", "--append")
    assert "it lacks PERIOD_OF_REPORT" in run.last
    assert [path.name for path in folder.iterdir()] == ["SUBMISSION.tsv"]


def test_a_folder_that_holds_the_outcome_is_not_read_again(form4: Any, store: Any, tmp_path: Path) -> None:
    store("a.json")
    for _ in range(2):
        assert form4("convert", tmp_path / "in", "-o", tmp_path / "in", "--format", "jsonl").code == 0
    assert len((tmp_path / "in" / "filings.jsonl").read_bytes().splitlines()) == 1


def test_conversion_loses_no_state(form4: Any, tmp_path: Path) -> None:
    shares = SALE + "transactionAmounts/transactionShares"
    made: Extraction = stored(form(), "a.json", unreadable=[shares])
    (tmp_path / "a.json").write_bytes(to_json(made))
    form4("convert", tmp_path / "a.json", "-o", tmp_path / "out", "--format", "sec-tsv")
    (row,) = [row for row in rows(tmp_path / "out" / "PROVENANCE.tsv") if row["PATH"] == shares]
    assert (row["STATE"], row["VALUE"], row["RAW"], row["COLUMN_NAME"]) == ("unreadable", "", "#?#", "TRANS_SHARES")
    assert rows(tmp_path / "out" / "NONDERIV_TRANS.tsv")[0]["TRANS_SHARES"] == ""
