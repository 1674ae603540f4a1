"""Days of a dump's rows that look for their column: deemed, exercisable, expiring."""

from __future__ import annotations

from extractor.boxes import GUESSED
from extractor.dump.columns import logical_columns
from extractor.dump.days import expire, is_years_off
from extractor.dump.lines import read_lines
from extractor.dump.wraps import Row
from extractor.layouts import load_layouts

LAYOUT = next(layout for layout in load_layouts() if layout.id == "form4-edgar-2003")
TABLE = next(table for table in LAYOUT.tables if table.field == "derivativeTable")
COLUMNS = logical_columns(TABLE)
AT = {column.role: at for at, column in enumerate(COLUMNS)}


def test_a_day_years_from_the_transaction_is_no_deemed_one() -> None:
    path = [AT["transactionDate"], AT["deemedExecutionDate"]]
    assert is_years_off(COLUMNS, path, read_lines("11/19/2007 11/19/2011")[0])
    assert not is_years_off(COLUMNS, path, read_lines("12/31/1999 01/03/2000")[0])


def test_a_lone_day_expires_at_a_guess() -> None:
    (line,) = read_lines("07/26/2036")
    row = Row(line, filled={AT["exerciseDate"]: list(line.words)})
    expire(row, COLUMNS)
    assert [(word.text, word.score) for word in row.filled[AT["expirationDate"]]] == [("07/26/2036", GUESSED)]
    assert AT["exerciseDate"] not in row.filled


def test_with_an_expiration_nothing_moves() -> None:
    line, other = read_lines("07/26/2027\n(3)")
    row = Row(line, filled={AT["exerciseDate"]: list(line.words), AT["expirationDate"]: list(other.words)})
    expire(row, COLUMNS)
    assert row.filled[AT["exerciseDate"]] == list(line.words)
