"""Dumps as Tesseract types scanned forms: rulings glued to words, noise, wrapped columns, headings on every page."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.dump import dump_cells
from extractor.dump.dust import without_dust, without_scraps
from extractor.dump.lines import read_lines
from extractor.dump.rulings import unruled
from extractor.layouts import load_layouts
from extractor.repair.closed import parse_checkbox
from extractor.repair.confidence import MEDIA, Evidence, calibration, medium
from extractor.shapes import date_likeness

HEAD = """\
FORM 4
1. Name and Address of Reporting Person* 2. Issuer Name and Ticker or Trading Symbol 5. Relationship of Reporting
Doe Jane Elm Works Inc [ELMW] (Check all applicable)
3. Date of Earliest Transaction (Month/Day/Year)
06/06/2022
"""
ONE = """\
Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of Security 2. Transaction Date 3. Transaction Code 4. Securities Acquired (A) or Disposed Of (D)
5. Amount of Securities Beneficially Owned 6. Ownership Form: Direct (D) or Indirect (I) 7. Nature of Indirect
Code V Amount (A) or (D) Price
"""
TWO = """\
Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of Derivative Security 2. Conversion or Exercise Price 3. Transaction Date 4. Transaction Code
5. Number of Derivative Securities 6. Date Exercisable and Expiration Date 7. Title and Amount of Underlying Securities
Code V (A) (D) Date Exercisable Expiration Date Title Amount or Number of Shares
"""


def rows_of(text: str, table: str = "nonDerivativeTable") -> list[Mapping[str, str]]:
    """The rows of a table, by the last part of their fields."""
    (filing,) = dump_cells(HEAD + text, load_layouts())
    cells = [cell for cell in filing.cells if cell.group == table and cell.words]
    return [
        {
            cell.field.rpartition("/")[2].partition(":")[0]: " ".join(word.text for word in cell.words)
            for cell in cells
            if cell.row == row
        }
        for row in range(1, max((cell.row for cell in cells), default=0) + 1)
    ]


def test_rulings_read_as_brackets_part_the_columns() -> None:
    (row,) = rows_of(ONE + "Common Stock |06/06/2022| | F | | 80 [D[$51.23] 16,722 ]D\n")
    assert row == {
        "securityTitle": "Common Stock", "transactionDate": "06/06/2022", "transactionCode": "F",
        "transactionShares": "80", "transactionAcquiredDisposedCode": "D", "transactionPricePerShare": "$51.23",
        "sharesOwnedFollowingTransaction": "16,722", "directOrIndirectOwnership": "D",
    }  # fmt: skip


def test_a_footnote_mark_in_brackets_is_no_ruling() -> None:
    (line,) = read_lines("500[1] [2] D[$33]")
    assert [word.text for word in unruled(line).words] == ["500[1]", "[2]", "D", "$33"]


def test_parts_of_a_word_keep_their_place_in_the_text() -> None:
    (line,) = read_lines("200[a]")
    assert [word.span for word in unruled(line).words] == [(0, 3), (4, 5)]


def test_a_row_with_a_price_is_a_transaction_though_its_date_is_lost() -> None:
    (row,) = rows_of(ONE + "Common Stock wave | = 1s | jee ID [$265.71 |240,050\n")
    assert row["transactionPricePerShare"] == "$265.71"
    assert row["sharesOwnedFollowingTransaction"] == "240,050"


def test_headings_printed_again_on_the_next_page_end_no_table() -> None:
    again = ONE.split("\n", 1)[1]
    first, second = "06/06/2022 S 100 D $5.00 900 D\n", "06/06/2022 S 50 D $5.10 850 D\n"
    rows = rows_of(f"{ONE}Common Stock {first}{again}Common Stock {second}")
    assert [row["sharesOwnedFollowingTransaction"] for row in rows] == ["900", "850"]


def test_a_day_of_trading_is_no_expiration_date() -> None:
    one = ONE + "Class A Common 06/06/2022 C 1,626 A $0 9,000 D\n"
    two = TWO + "Convertible Notes (5) 06/06/2022 (6: 1,626 (5) (5) Class A 1,626\n"
    (row,) = rows_of(one + two, "derivativeTable")
    assert row["transactionDate"] == "06/06/2022"
    assert "expirationDate" not in row or row["expirationDate"].startswith("(")


def test_wrapped_titles_are_told_apart_by_the_titles_of_table_i() -> None:
    text = f"""{ONE}Series B Common Stock 06/06/2022 M 17,714 A $23.87 53,909 D
{TWO}Non-Qualified Series B
Stock Option $23.87 06/06/2022 M 17,714 06/08/2016 06/08/2025 Common 17,714
(right to buy) Stock
"""
    (row,) = rows_of(text, "derivativeTable")
    assert row["securityTitle"] == "Non-Qualified Stock Option (right to buy)"
    assert row["underlyingSecurityTitle"] == "Series B Common Stock"


def test_the_end_of_an_underlying_title_is_taken_from_above_the_next_row() -> None:
    text = f"""{ONE}Series B Common Stock 06/06/2022 M 100 A $1.00 500 D
{TWO}Warrants $1.00 06/06/2022 M 100 06/08/2016 06/08/2025 Series B 100
Common
Stock
Options $2.00 06/06/2022 M 300 06/08/2016 06/08/2025 Series B 300
Common
Stock
"""
    rows = rows_of(text, "derivativeTable")
    assert [row["underlyingSecurityTitle"] for row in rows] == ["Series B Common Stock"] * 2
    assert [row["securityTitle"] for row in rows] == ["Warrants", "Options"]


def test_noise_says_nothing_and_names_do() -> None:
    lines = ["Se ee a ee es oo Cee SS cae", "ee", "— . ,", "Elm Fund III GP, L.L.C.,", "Li Bo Yu Xu", "___ X"]
    kept = [" ".join(word.text for word in without_dust(line).words) for line in read_lines("\n".join(lines))]
    assert kept[:3] == ["", "", ""]
    assert kept[3:] == ["Elm Fund III GP, L.L.C.,", "Li Bo Yu Xu", "___ X"]


def test_dashes_of_any_length_stand_beside_a_cross() -> None:
    for text in ("—x__", "–X_..", "xX"):
        assert [(c.value, c.score) for c in parse_checkbox(text)] == [("1", 1.0)], text


def test_a_date_run_together_is_a_date_and_a_number_is_none() -> None:
    assert date_likeness("os3i2009") == 0.5
    assert date_likeness("20002009") == date_likeness("1,152,009") == 0


def test_scraps_at_the_ends_of_a_line_of_the_head_go_and_crosses_stay() -> None:
    lines = ["ee Vice Chairman se", "х Director", "Weatherby Ulrich en", "Estate of"]
    kept = [" ".join(word.text for word in without_scraps(line).words) for line in read_lines("\n".join(lines))]
    assert kept == ["Vice Chairman", "х Director", "Weatherby Ulrich", "Estate of"]


def test_a_text_without_columns_is_plain_and_judged_apart() -> None:
    row = "Common Stock 06/06/2022 F 80 D $51.23 16,722 D\n"
    (plain,) = dump_cells(HEAD + ONE + row, load_layouts())
    (ruled,) = dump_cells(HEAD + ONE + "| Common Stock | 06/06/2022 |\n|---|---|\n| F | 80 |\n", load_layouts())
    assert (plain.plain, ruled.plain) == (True, False)
    assert medium(Evidence(kind="shares", source="dump", plain=True)) == "text"
    assert medium(Evidence(kind="shares", source="dump")) == "dump"
    assert {f"{one} {kinds}" for one in MEDIA for kinds in ("words", "figures")} <= set(calibration().models)
