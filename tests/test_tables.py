"""A filing in the SEC's tables: the right columns, the right values, nothing lost in silence."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from extractor.export.delimited import csv_cell, inert, sec_cell, sec_number, sec_widths
from extractor.export.formats import write_tables
from extractor.export.provenance import TABLES, table_rows
from extractor.export.sec_layout import SEC_TABLES, SUBMISSION
from extractor.export.sec_tables import accession_number, as_it_is, plain
from models.form4 import Form4
from tests.filed import filings
from tests.forms import forms
from tests.stored import filing, of_file, stored

COLUMNS = Path(__file__).parents[1].parent / "shared" / "form4" / "insider_dataset_columns.md"
SALE = "nonDerivativeTable/nonDerivativeTransaction[1]/"


def read(path: Path, delimiter: str = "\t") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def published() -> dict[str, list[tuple[str, str, int]]]:
    """Column, type and length by table, as the SEC's metadata has them."""
    found = {}
    for section in COLUMNS.read_text(encoding="utf-8").split("\n## ")[1:]:
        rows = re.findall(r"^\| \d+ \| `(\w+)` \| ([^|]+?) \| *(\d*) *\|", section, re.MULTILINE)
        found[section.split(".tsv")[0]] = [(name, kind, int(width or 0)) for name, kind, width in rows]
    return found


def test_columns_types_and_lengths_are_the_sec_s() -> None:
    if not COLUMNS.exists():
        pytest.skip("the SEC's metadata is not at hand")
    types = {"number": "NUMBER", "integer": "NUMBER", "date": "date (DD-MON-YYYY)"}
    ours = {
        table.name: [(c.name, types.get(c.kind, "string"), c.width) for c in table.columns] for table in SEC_TABLES
    }
    assert ours == published()


def test_the_tables_have_their_columns() -> None:
    counts = {table.name: len(table.columns) for table in SEC_TABLES}
    assert counts == {
        "SUBMISSION": 17, "REPORTINGOWNER": 13, "NONDERIV_TRANS": 28, "NONDERIV_HOLDING": 14,
        "DERIV_TRANS": 42, "DERIV_HOLDING": 26, "FOOTNOTES": 3, "OWNER_SIGNATURE": 3,
    }  # fmt: skip
    assert all(len(set(table.header)) == len(table.header) for table in TABLES)
    assert all(table.header[0] == "ACCESSION_NUMBER" for table in TABLES)


# Below: column → place in the XML, written down once more, so that a wrong leaf in the layout shows.
HEAD = {
    "DOCUMENT_TYPE": "documentType", "ISSUERCIK": "issuer/issuerCik", "ISSUERNAME": "issuer/issuerName",
    "ISSUERTRADINGSYMBOL": "issuer/issuerTradingSymbol", "REMARKS": "remarks",
    "PERIOD_OF_REPORT": "periodOfReport", "DATE_OF_ORIG_SUB": "dateOfOriginalSubmission",
    "NOT_SUBJECT_SEC16": "notSubjectToSection16", "NO_SECURITIES_OWNED": "noSecuritiesOwned",
}  # fmt: skip
OWNER = {
    "RPTOWNERCIK": "reportingOwnerId/rptOwnerCik", "RPTOWNERNAME": "reportingOwnerId/rptOwnerName",
    "RPTOWNER_TITLE": "reportingOwnerRelationship/officerTitle",
    "RPTOWNER_TXT": "reportingOwnerRelationship/otherText",
    "RPTOWNER_STREET1": "reportingOwnerAddress/rptOwnerStreet1", "RPTOWNER_CITY": "reportingOwnerAddress/rptOwnerCity",
    "RPTOWNER_STATE": "reportingOwnerAddress/rptOwnerState",
    "RPTOWNER_ZIPCODE": "reportingOwnerAddress/rptOwnerZipCode",
}  # fmt: skip
ROW = {
    "SECURITY_TITLE": "securityTitle", "CONV_EXERCISE_PRICE": "conversionOrExercisePrice",
    "TRANS_DATE": "transactionDate", "DEEMED_EXECUTION_DATE": "deemedExecutionDate",
    "TRANS_TIMELINESS": "transactionTimeliness", "TRANS_SHARES": "transactionAmounts/transactionShares",
    "TRANS_TOTAL_VALUE": "transactionAmounts/transactionTotalValue",
    "TRANS_PRICEPERSHARE": "transactionAmounts/transactionPricePerShare",
    "TRANS_ACQUIRED_DISP_CD": "transactionAmounts/transactionAcquiredDisposedCode",
    "EXCERCISE_DATE": "exerciseDate", "EXERCISE_DATE": "exerciseDate", "EXPIRATION_DATE": "expirationDate",
    "UNDLYNG_SEC_TITLE": "underlyingSecurity/underlyingSecurityTitle",
    "UNDLYNG_SEC_SHARES": "underlyingSecurity/underlyingSecurityShares",
    "UNDLYNG_SEC_VALUE": "underlyingSecurity/underlyingSecurityValue",
    "SHRS_OWND_FOLWNG_TRANS": "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "VALU_OWND_FOLWNG_TRANS": "postTransactionAmounts/valueOwnedFollowingTransaction",
    "DIRECT_INDIRECT_OWNERSHIP": "ownershipNature/directOrIndirectOwnership",
    "NATURE_OF_OWNERSHIP": "ownershipNature/natureOfOwnership",
}  # fmt: skip
CODING = {
    "TRANS_FORM_TYPE": "transactionCoding/transactionFormType", "TRANS_CODE": "transactionCoding/transactionCode",
    "EQUITY_SWAP_INVOLVED": "transactionCoding/equitySwapInvolved",
}  # fmt: skip
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


def as_sec(column: str, text: str | None) -> str:
    """What the XML says, as the SEC writes it in its tables."""
    text = (text or "").strip()
    if "DATE" in column or column == "PERIOD_OF_REPORT":
        return f"{text[8:10]}-{MONTHS[int(text[5:7]) - 1]}-{text[:4]}" if text else ""
    if text and re.search("PRICE|SHARES|VALUE|SHRS|VALU", column):
        return str(sec_number(Decimal(text)))
    if column in ("NOT_SUBJECT_SEC16", "NO_SECURITIES_OWNED", "EQUITY_SWAP_INVOLVED"):
        return {"true": "1", "false": "0"}.get(text, text)
    return " ".join(text.split())


def differences(root: ET.Element, tables: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    def compare(row: dict[str, str], column: str, expected: str) -> Iterator[str]:
        if " ".join(row[column].split()) != expected:
            yield f"{column}: {row[column]!r} is not {expected!r}"

    (head,) = tables["SUBMISSION"]
    for column, path in HEAD.items():
        yield from compare(head, column, as_sec(column, root.findtext(path)))
    pairs = [("REPORTINGOWNER", "reportingOwner"), ("FOOTNOTES", "footnotes/footnote"),
             ("OWNER_SIGNATURE", "ownerSignature")]  # fmt: skip
    elements = {
        "NONDERIV_TRANS": "nonDerivativeTable/nonDerivativeTransaction",
        "NONDERIV_HOLDING": "nonDerivativeTable/nonDerivativeHolding",
        "DERIV_TRANS": "derivativeTable/derivativeTransaction", "DERIV_HOLDING": "derivativeTable/derivativeHolding",
    }  # fmt: skip
    for table, path in [*pairs, *elements.items()]:
        if len(tables[table]) != len(root.findall(path)):
            yield f"{table}: {len(tables[table])} rows, not {len(root.findall(path))}"
    for row, owner in zip(tables["REPORTINGOWNER"], root.findall("reportingOwner"), strict=True):
        for column, path in OWNER.items():
            yield from compare(row, column, as_sec(column, owner.findtext(path)))
        ticked = [
            word
            for word in ("Director", "Officer", "TenPercentOwner", "Other")
            if (owner.findtext(f"reportingOwnerRelationship/is{word}") or "").strip() in ("1", "true")
        ]
        yield from compare(row, "RPTOWNER_RELATIONSHIP", ",".join(ticked))
    for row, note in zip(tables["FOOTNOTES"], root.findall("footnotes/footnote"), strict=True):
        yield from compare(row, "FOOTNOTE_ID", note.get("id", ""))
        yield from compare(row, "FOOTNOTE_TXT", " ".join((note.text or "").split()))
    for row, signature in zip(tables["OWNER_SIGNATURE"], root.findall("ownerSignature"), strict=True):
        yield from compare(row, "OWNERSIGNATURENAME", " ".join((signature.findtext("signatureName") or "").split()))
    for table, path in elements.items():
        for row, element in zip(tables[table], root.findall(path), strict=True):
            for column in row.keys() & ROW.keys():
                leaf = element.find(ROW[column])
                yield from compare(row, column, as_sec(column, None if leaf is None else leaf.findtext("value")))
                marks = [] if leaf is None else [mark.get("id", "") for mark in leaf.findall("footnoteId")]
                yield from compare(row, f"{column}_FN", ", ".join(dict.fromkeys(marks)))
            for column in row.keys() & CODING.keys():
                yield from compare(row, column, as_sec(column, element.findtext(CODING[column])))
            marks = [mark.get("id", "") for mark in element.findall("transactionCoding/footnoteId")]
            bearer = "EQUITY_SWAP_INVOLVED_FN" if table.endswith("TRANS") else "TRANS_FORM_TYPE_FN"
            yield from compare(row, bearer, ", ".join(marks))


def test_real_filings_come_out_as_filed(tmp_path: Path) -> None:
    paths = filings()
    if not paths:
        pytest.skip("the real filings are not at hand")
    extractions = {path: of_file(path) for path in paths}
    write_tables(extractions.values(), tmp_path, "sec-tsv")
    by_filing: dict[str, dict[str, list[dict[str, str]]]] = {}
    for table in SEC_TABLES:
        for row in read(tmp_path / f"{table.name}.tsv"):
            found = by_filing.setdefault(row["ACCESSION_NUMBER"], {name.name: [] for name in SEC_TABLES})
            found[table.name].append(row)
    assert len(by_filing) == len(paths)
    wrong = [
        f"{path.name} {difference}"
        for path, extraction in extractions.items()
        for difference in differences(ET.parse(path).getroot(), by_filing[accession_number(extraction)])
    ]
    assert wrong == []


@settings(max_examples=50)
@given(forms)
def test_any_filing_fits_the_sec_s_columns(form: Form4) -> None:
    rows = table_rows(stored(form), sec_widths)
    for table in TABLES:
        for row in rows[table.name]:
            assert len(row) == len(table.columns)
            for column, value in zip(table.columns, row, strict=True):
                assert not column.width or len(sec_cell(value)) <= column.width, column.name
    assert len(rows["NONDERIV_TRANS"]) + len(rows["NONDERIV_HOLDING"]) == len(form.non_derivative_table)
    assert len(rows["DERIV_TRANS"]) + len(rows["DERIV_HOLDING"]) == len(form.derivative_table)
    owners = [row[:2] for row in rows["REPORTINGOWNER"]]
    assert len(owners) == len(form.reporting_owner)


def one(form: Form4, table: str, **chosen: Any) -> dict[str, str]:
    """The first row of a table as the SEC's files have it."""
    fit = chosen.pop("fit", sec_widths)
    rows = table_rows(stored(form, **chosen), fit)[table]
    header = next(known for known in TABLES if known.name == table).header
    return dict(zip(header, map(sec_cell, rows[0]), strict=True))


def test_blank_unreadable_zero_and_a_footnote_stay_apart() -> None:
    price = SALE + "transactionAmounts/transactionPricePerShare"
    shares = SALE + "transactionAmounts/transactionShares"
    after = SALE + "postTransactionAmounts/sharesOwnedFollowingTransaction"
    form = filing((SALE + "securityTitle", "Common"), (price, None, ("F1", "F2")), (after, "0"))
    row = one(form, "NONDERIV_TRANS", unreadable=[shares])
    assert (row["TRANS_PRICEPERSHARE"], row["TRANS_PRICEPERSHARE_FN"]) == ("", "F1, F2")
    assert (row["TRANS_SHARES"], row["SHRS_OWND_FOLWNG_TRANS"]) == ("", "0.0")
    states = {r[1]: r[7] for r in table_rows(stored(form, unreadable=[shares]), as_it_is)["PROVENANCE"]}
    assert (states[shares], states[price], states[after]) == ("unreadable", "blank", "read")


def test_words_are_cut_and_codes_left_out_and_it_is_said() -> None:
    state = "reportingOwner[1]/reportingOwnerAddress/rptOwnerState"
    name = "reportingOwner[1]/reportingOwnerId/rptOwnerName"
    form = filing((name, "N" * 300), (state, "CALIFORNIA"), (SALE + "securityTitle", "Common " * 30))
    owner = one(form, "REPORTINGOWNER")
    assert (len(owner["RPTOWNERNAME"]), owner["RPTOWNER_STATE"]) == (255, "")
    notes = {row[1]: row[-1] for row in table_rows(stored(form), sec_widths)["PROVENANCE"]}
    assert notes[state] == "left out of RPTOWNER_STATE: 10 characters, it holds 2"
    assert notes[name] == "cut in RPTOWNERNAME: 300 characters, it holds 255"
    values = {row[1]: row[6] for row in table_rows(stored(form), sec_widths)["PROVENANCE"]}
    assert (values[state], values[name]) == ("CALIFORNIA", "N" * 300)
    assert one(form, "REPORTINGOWNER", fit=as_it_is)["RPTOWNER_STATE"] == "CALIFORNIA"


def test_footnotes_are_cut_between_ids() -> None:
    marks = tuple(f"F{number}" for number in range(1, 100))
    form = filing((SALE + "transactionDate", "2011-03-09", marks))
    shown = one(form, "NONDERIV_TRANS")["TRANS_DATE_FN"]
    assert len(shown) <= 255
    assert shown.split(", ") == list(marks[: shown.count(",") + 1])


def test_the_number_of_a_filing_is_ours_and_stays() -> None:
    first, second = stored(filing(("documentType", "4")), page=1), stored(filing(("documentType", "4")), page=3)
    numbers = [accession_number(first), accession_number(second)]
    assert numbers[0] != numbers[1]
    assert all(re.fullmatch(r"F4-[0-9a-f]{16}-\d", number) and len(number) <= 25 for number in numbers)
    assert not any(re.fullmatch(r"\d{10}-\d{2}-\d{6}", number) for number in numbers)
    assert accession_number(second) == numbers[1]


def test_owners_without_a_cik_have_different_keys() -> None:
    ids = "reportingOwner[{}]/reportingOwnerId/rptOwnerName"
    form = filing((ids.format(1), "A"), (ids.format(2), "B"), ("reportingOwner[3]/reportingOwnerId/rptOwnerCik", "77"))
    rows = table_rows(stored(form), sec_widths)["REPORTINGOWNER"]
    assert [row[1] for row in rows] == ["UNKNOWN001", "UNKNOWN002", "0000000077"]


def test_provenance_leads_to_row_and_column() -> None:
    shares = SALE + "transactionAmounts/transactionShares"
    rows = table_rows(stored(filing((shares, "12"), ("aff10b5One", "1"))), as_it_is)
    places = {row[1]: row[2:5] for row in rows["PROVENANCE"]}
    assert places[shares] == ("NONDERIV_TRANS", str(rows["NONDERIV_TRANS"][0][1]), "TRANS_SHARES")
    assert places["aff10b5One"] == (None, None, None)  # the SEC's layout has no column for it
    assert places["documentType"] == (SUBMISSION.name, None, "DOCUMENT_TYPE")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("250000", "250000.0"), ("39.80", "39.8"), ("0", "0.0"), ("0.00", "0.0"), ("0.1234", "0.1234"), ("-2", "-2.0")],
)
def test_numbers_are_written_as_the_sec_writes_them(number: str, shown: str) -> None:
    assert sec_number(Decimal(number)) == shown


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])
def test_formulas_are_made_inert(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert csv_cell(inert(Decimal("-5"))) == "-5"
    assert inert("Common = stock") == "Common = stock"


def test_text_is_one_line_of_characters() -> None:
    assert plain(' a\tb\r\nc\x00\x1b[31m "d"\udc80 ') == 'a b  c  [31m "d"?'
