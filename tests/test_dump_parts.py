"""Where the parts of a filing begin in a dump: garbled titles, and titles and tables out of order."""

from __future__ import annotations

import pytest

from extractor.dump.dust import without_dust
from extractor.dump.lines import read_lines
from extractor.dump.parts import split_parts
from extractor.dump.titles import part_title
from extractor.shapes import letters

PLAIN = """\
| 1. Title of Security (Instr. 3) | 2. Transaction Date | 3. Transaction Code | 4. Securities Acquired (A) or Disposed |
|---|---|---|---|
| Common Stock | 05/23/2003 | C | 600 |
"""
DERIVATIVE = """\
| 1. Title of | 2. Conversion or | 3. Trausoction | 6. Date Exercisable and |
|---|---|---|---|
| Derivative | Exercise Price | Date | Expiration Date |
| Option | $10.30 | 03/04/2025 | 03/04/2029 |
"""
HEAD = """\
| 1. Name and Address of Reporting Person * DOE JOHN | 2. Issuer Name and Ticker or Trading Symbol ACME INC [ ACM ] |
|---|---|
| 12 ELM STREET | 3. Date of Earliest Transaction (Month/Day/Year) 05/23/2003 |
"""
TITLE_1 = "Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned\n"
TITLE_2 = "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned\n"


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("Tablc I - Non-Denvabve Securities Acqnired, Disposed of, or Beneficially Owned", "nonDerivativeTable"),
        ("Tabc I - Non-Denvotive Securities Acquired, -isposed of, or Beneficially Owned", "nonDerivativeTable"),
        ("Table I - Nou-Derivabve Securities Acquired, Disposed t, or Beneficially Owned", "nonDerivativeTable"),
        ("Table I - Non-Deivabve Securities Acquired, Disposed of, or Beneficially Owned", "nonDerivativeTable"),
        ("Table I - Securities Acquired, Disposed of, or Beneficially Owned", "nonDerivativeTable"),
        ("Table II - Dcrivative Secunties Acquired, Disposed of, or Beneficially Owned", "derivativeTable"),
        ("Toble II - Defivative Securities Acquired, Disposeel of, or Bencficiafly Ownel", "derivativeTable"),
        ("Tobfe II - Denvotive Securities Acquired, Dispored of, or Beneficially Owned", "derivativeTable"),
        ("II - Derivative Securities Aequired, Disposed of, or Beneficially Owned i", "derivativeTable"),
    ],
)
def test_garbled_titles_open_their_table(text: str, table: str) -> None:
    assert part_title(letters(text), ()) == table


def test_the_second_line_of_a_title_opens_nothing() -> None:
    for before in ("", "(State) "):
        rest = letters(f"{before}Securities Acquired, Disposed of, or Beneficially Owned")
        assert part_title(rest, ("nonDerivativeTable",)) is None


@pytest.mark.parametrize("order", [(TITLE_1, PLAIN, DERIVATIVE, TITLE_2), (TITLE_2, PLAIN, TITLE_1, DERIVATIVE)])
def test_headings_tell_what_a_table_is(order: tuple[str, ...]) -> None:
    (filing,) = split_parts(read_lines("\n".join((HEAD, *order))))
    plain, derivative = (
        " ".join(line.text for block in filing.tables[name] for line in block)
        for name in ("nonDerivativeTable", "derivativeTable")
    )
    assert "Common Stock" in plain
    assert "Common Stock" not in derivative
    assert "Option" in derivative
    assert "Option" not in plain


def test_a_head_below_the_title_of_the_first_table_is_the_head() -> None:
    (filing,) = split_parts(read_lines("\n".join((TITLE_1, HEAD, PLAIN))))
    assert any("DOE JOHN" in line.text for line in filing.head)
    assert not any("DOE" in line.text for block in filing.tables["nonDerivativeTable"] for line in block)


@pytest.mark.parametrize(
    "note",
    ["1. The Reporting Person holds 30,000 shares of the issuer and of its subsidiary.",
     "1. Converted at 1 for 1 without payment.",
     "1. 13,906,601 of the total reported securities are owned by a subsidiary of the issuer.",
     "1. On November 22, 2017, Mr. Moss gave Class B Common Stock to the Ada Moss Annuity Trust IX for his children."],
)  # fmt: skip
def test_a_first_note_begins_the_notes_where_their_heading_is_lost(note: str) -> None:
    (filing,) = split_parts(read_lines("\n".join((HEAD, TITLE_1, PLAIN, "oo", note))))
    assert [line.text for line in filing.explanation] == [note]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("| /s/ John Doe, by power of attorney | i", "| /s/ John Doe, by power of attorney |"),
        ("ACME INC [ ACM ]", "ACME INC [ ACM ]"),
        ("— American Depositary Shares ‘ ]", "American Depositary Shares"),
        ("_ Director", "_ Director"),
        ("By Trust (", "By Trust ("),
    ],
)
def test_specks_at_the_ends_of_a_line_fall_away(text: str, kept: str) -> None:
    (line,) = read_lines(text)
    assert without_dust(line).text == kept
