"""Tables in every format open in the tool they are for, whole or not at all, and always the same bytes."""

from __future__ import annotations

import csv
import datetime
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import OutputError, UsageError
from extractor.export import parquet, xlsx
from extractor.export.formats import TABLE_FORMATS, write_tables, writing
from extractor.export.provenance import TABLES
from extractor.export.sec_layout import SEC_TABLES
from models.extraction import Extraction
from models.form4 import Form4
from tests.filed import filings
from tests.made import LEAVES
from tests.stored import filing, of_file, stored

SALE = "nonDerivativeTable/nonDerivativeTransaction[{}]/"
NAME = "reportingOwner[1]/reportingOwnerId/rptOwnerName"


def sale(period: str = "2011-03-09", shares: str = "12500", price: str = "3.25", title: str = "Common Stock") -> Form4:
    row = SALE.format(1)
    return filing(
        ("documentType", "4"),
        ("periodOfReport", period),
        ("issuer/issuerName", "QUARRY LIGHT CORP"),
        (NAME, "DOE JANE Q"),
        (row + "securityTitle", title),
        (row + "transactionDate", period),
        (row + "transactionAmounts/transactionShares", shares, ("F1",)),
        (row + "transactionAmounts/transactionPricePerShare", price),
        ("footnotes/footnote[1]", "=HYPERLINK(\"http://example.org\")"),
    )


def several() -> list[Extraction]:
    years = ("2009-01-05", "2011-03-09", "2011-07-01")
    return [stored(sale(day), f"{number}.tif") for number, day in enumerate(years)]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", TABLE_FORMATS)
def test_the_same_filings_are_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        paths = write_tables(several(), tmp_path / folder, name)
        assert paths
        assert all(path.exists() for path in paths)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert not list(tmp_path.rglob(".*"))


@pytest.mark.parametrize("name", [name for name, known in TABLE_FORMATS.items() if known.keyed])
def test_the_same_filing_twice_is_there_once(name: str, tmp_path: Path) -> None:
    with writing(tmp_path, name) as tables:
        for extraction in [*several(), *several()]:
            tables.add(extraction)
    assert (tables.filings, tables.duplicates) == (3, 3)


@pytest.mark.parametrize("name", TABLE_FORMATS)
def test_nothing_changes_when_it_fails_halfway(name: str, tmp_path: Path) -> None:
    write_tables(several()[:1], tmp_path, name)
    before = bytes_of(tmp_path)

    def broken() -> Iterator[Extraction]:
        yield from several()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_tables(broken(), tmp_path, name)
    assert bytes_of(tmp_path) == before
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("name", TABLE_FORMATS)
def test_a_full_disk_is_said(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        write_tables(several(), tmp_path / "out", name)
    assert bytes_of(tmp_path) == {}


def test_a_later_run_leaves_no_partition_of_an_earlier_one(tmp_path: Path) -> None:
    write_tables(several(), tmp_path, "parquet")
    write_tables(several()[:1], tmp_path, "parquet")
    assert [path.name for path in (tmp_path / "SUBMISSION").iterdir()] == ["PERIOD_YEAR=2009"]


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from extractor.export.formats import writing\n"
        "with writing(Path(sys.argv[1]), 'csv') as tables: os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=Path(__file__).parents[1], check=False)
    assert list(tmp_path.glob(".form4-*"))
    write_tables(several(), tmp_path, "csv")
    assert not list(tmp_path.glob(".form4-*"))


def test_folders_of_others_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "SUBMISSION").mkdir()
    (tmp_path / "SUBMISSION" / "thesis.doc").write_text("mine")
    with pytest.raises(OutputError, match="other things in it"):
        write_tables(several(), tmp_path, "parquet")
    assert list(bytes_of(tmp_path)) == ["SUBMISSION/thesis.doc"]


def test_unknown_formats_and_missing_packages_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no format of tables"):
        write_tables([], tmp_path, "dbase")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"needs pyarrow, which is missing; install form4 with \[batch\]"):
        write_tables([], tmp_path, "parquet")


def test_duckdb_queries_the_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    write_tables([*several(), stored(filing((NAME, "NO DATE")), "9.tif")], tmp_path, "parquet")

    def ask(query: str) -> list[tuple[Any, ...]]:
        for table in TABLES:
            query = query.replace(f"<{table.name}>", f"read_parquet('{tmp_path}/{table.name}/*/*.parquet')")
        return list(duckdb.sql(query).fetchall())

    value = ask("SELECT sum(TRANS_SHARES * TRANS_PRICEPERSHARE) FROM <NONDERIV_TRANS> WHERE PERIOD_YEAR = 2011")
    assert value == [(Decimal(81250),)]
    assert ask("SELECT TRANS_DATE FROM <NONDERIV_TRANS> ORDER BY 1")[0] == (datetime.date(2009, 1, 5),)
    assert ask("SELECT PERIOD_YEAR, count(*) FROM <SUBMISSION> GROUP BY 1 ORDER BY 1") == [(0, 1), (2009, 1), (2011, 2)]
    joined = ask(
        "SELECT t.TRANS_SHARES, p.VALUE, p.CONFIDENCE, p.STATE, s.SOURCE_NAME FROM <NONDERIV_TRANS> t"
        " JOIN <PROVENANCE> p ON p.ACCESSION_NUMBER = t.ACCESSION_NUMBER AND p.TABLE_NAME = 'NONDERIV_TRANS'"
        " AND p.ROW_KEY = CAST(t.NONDERIV_TRANS_SK AS VARCHAR) AND p.COLUMN_NAME = 'TRANS_SHARES'"
        " JOIN <SOURCE> s ON s.ACCESSION_NUMBER = t.ACCESSION_NUMBER ORDER BY 5"
    )
    assert joined == [(Decimal(12500), "12500", 0.99, "read", f"{number}.tif") for number in range(3)]
    assert ask("SELECT count(*) FROM <DERIV_HOLDING>") == [(0,)]  # an empty table is there with its columns


def test_duckdb_finds_in_the_parquet_what_was_filed(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    paths = filings()
    if not paths:
        pytest.skip("the real filings are not at hand")
    extractions = [of_file(path) for path in paths]
    write_tables(extractions, tmp_path, "parquet")
    files = f"read_parquet('{tmp_path}/NONDERIV_TRANS/*/*.parquet')"
    rows = [row for found in extractions for row in found.form.non_derivative_table if row.kind == "transaction"]
    bought = sum(row.transaction_amounts.transaction_shares.value or Decimal(0) for row in rows)
    assert duckdb.sql(f"SELECT count(*), sum(TRANS_SHARES) FROM {files}").fetchall() == [(len(rows), bought)]
    days = [row.transaction_date.value for row in rows]
    ends = (min(day for day in days if day), max(day for day in days if day))
    assert duckdb.sql(f"SELECT min(TRANS_DATE), max(TRANS_DATE) FROM {files}").fetchall() == [ends]


def test_pandas_and_polars_read_the_parquet(tmp_path: Path) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    write_tables(several(), tmp_path, "parquet")
    for table in TABLES:
        frame = pandas.read_parquet(tmp_path / table.name)
        assert tuple(frame.columns) == (*table.header, "PERIOD_YEAR")
    rows = polars.read_parquet(tmp_path / "NONDERIV_TRANS")
    assert rows.schema["TRANS_SHARES"] == polars.Decimal(18, 6)
    assert rows.schema["TRANS_DATE"] == polars.Date
    assert rows["TRANS_SHARES"].sum() == Decimal(37500)


def test_memory_and_open_files_have_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    polars = pytest.importorskip("polars")
    monkeypatch.setattr(parquet, "_OPEN_FILES", 4)
    monkeypatch.setattr(parquet, "_GROUP_ROWS", 5)
    monkeypatch.setattr(parquet, "_HELD_ROWS", 30)
    many = [stored(sale(f"{1996 + number % 7}-03-09"), f"{number}.tif") for number in range(40)]
    write_tables(many, tmp_path, "parquet")
    rows = polars.read_parquet(tmp_path / "SUBMISSION")
    assert rows.group_by("PERIOD_YEAR").len().sort("PERIOD_YEAR")["len"].to_list() == [6, 6, 6, 6, 6, 5, 5]
    assert rows["ACCESSION_NUMBER"].n_unique() == 40


def test_a_number_that_parquet_cannot_hold_is_left_out_and_said(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    write_tables([stored(sale(shares="1234567890123", price="0.1234567"))], tmp_path, "parquet")
    (row,) = polars.read_parquet(tmp_path / "NONDERIV_TRANS").to_dicts()
    assert (row["TRANS_SHARES"], row["TRANS_PRICEPERSHARE"]) == (None, None)
    notes = polars.read_parquet(tmp_path / "PROVENANCE").filter(polars.col("NOTE").is_not_null())
    assert notes["VALUE"].to_list() == ["1234567890123", "0.1234567"]
    assert notes["NOTE"][0].startswith("left out of TRANS_SHARES")


@pytest.mark.parametrize("reader", ["csv", "pandas", "duckdb"])
def test_the_tsv_is_read_by_everyone_whatever_the_text(reader: str, tmp_path: Path) -> None:
    title = 'Class "A"\tCommon\r\nStock\x00, "unclosed \u2028 =1+1'
    write_tables([stored(sale(title=title))], tmp_path, "sec-tsv")
    path = tmp_path / "NONDERIV_TRANS.tsv"
    assert path.read_bytes().count(b"\n") == 2
    expected = 'Class "A" Common  Stock , "unclosed   =1+1'
    if reader == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file, delimiter="\t")
        assert row["SECURITY_TITLE"] == expected
        assert (row["TRANS_DATE"], row["TRANS_SHARES"], row["TRANS_SHARES_FN"]) == ("09-MAR-2011", "12500.0", "F1")
    elif reader == "pandas":
        frame = pytest.importorskip("pandas").read_csv(path, sep="\t")
        assert frame["SECURITY_TITLE"].tolist() == [expected]
    else:
        found = pytest.importorskip("duckdb").read_csv(str(path), sep="\t", header=True)
        assert found.project("SECURITY_TITLE").fetchall() == [(expected,)]


def test_every_sheet_opens_with_its_types(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    (path,) = write_tables(several(), tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [table.name for table in TABLES]
    sheet = book["NONDERIV_TRANS"]
    row = dict(zip(*list(sheet.iter_rows(values_only=True))[:2], strict=True))
    assert row["TRANS_DATE"] == datetime.datetime(2009, 1, 5)
    assert (row["TRANS_SHARES"], row["TRANS_PRICEPERSHARE"], row["TRANS_SHARES_FN"]) == (12500, 3.25, "F1")
    assert row["SHRS_OWND_FOLWNG_TRANS"] is None


def test_a_long_table_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
    (path,) = write_tables(several(), tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert {"SUBMISSION", "SUBMISSION 2"} <= set(book.sheetnames)
    rows = [
        row
        for name in ("SUBMISSION", "SUBMISSION 2")
        for row in book[name].iter_rows(min_row=2, values_only=True)
    ]
    assert len(rows) == 3


def test_what_a_sheet_cannot_hold_exactly_is_text(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    note = "x" * 40_000
    form = filing(
        ("periodOfReport", "0812-01-01"),
        (SALE.format(1) + "transactionAmounts/transactionShares", "123456789012.123456"),
        ("footnotes/footnote[1]", note),
    )
    (path,) = write_tables([stored(form)], tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book["SUBMISSION"]["C2"].value == "0812-01-01"
    shares = [cell.value for cell in book["NONDERIV_TRANS"][1]].index("TRANS_SHARES")
    assert book["NONDERIV_TRANS"][2][shares].value == "123456789012.123456"
    assert book["FOOTNOTES"]["C2"].value == note[:32_766]


@pytest.mark.parametrize(("name", "safe"), [("csv", None), ("csv", False), ("xlsx", None), ("xlsx", False),
                                            ("sec-tsv", None), ("sec-tsv", True)])  # fmt: skip
def test_formulas_are_made_inert_where_asked(name: str, safe: bool | None, tmp_path: Path) -> None:
    write_tables([stored(sale())], tmp_path, name, safe=safe)
    formula = '=HYPERLINK("http://example.org")'
    if name == "xlsx":
        cell = pytest.importorskip("openpyxl").load_workbook(tmp_path / "filings.xlsx")["FOOTNOTES"]["C2"]
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        found = cell.value
    else:
        path, delimiter = (tmp_path / "FOOTNOTES.csv", ",") if name == "csv" else (tmp_path / "FOOTNOTES.tsv", "\t")
        with path.open(encoding="utf-8", newline="") as file:
            found = next(csv.DictReader(file, delimiter=delimiter))["FOOTNOTE_TXT"]
    inert = TABLE_FORMATS[name].safe if safe is None else safe
    assert found == (f"'{formula}" if inert else formula)


def test_csv_has_plain_dates_and_numbers(tmp_path: Path) -> None:
    write_tables([stored(filing(*LEAVES))], tmp_path, "csv")
    with (tmp_path / "DERIV_TRANS.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["TRANS_DATE"], row["TRANS_SHARES"], row["SHRS_OWND_FOLWNG_TRANS"]) == ("2011-03-09", "12500", "0")
    assert (row["EXCERCISE_DATE"], row["EXCERCISE_DATE_FN"]) == ("", "F1")
    assert {path.stem for path in tmp_path.iterdir()} == {table.name for table in TABLES}
    assert len(SEC_TABLES) == 8
