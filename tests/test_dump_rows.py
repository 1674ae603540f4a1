"""Rows of a dump's tables: broken in two, printed over several lines."""

from __future__ import annotations

import pytest

from extractor.dump import dump_cells
from extractor.dump.lines import read_lines
from extractor.dump.stitches import stitched
from extractor.layouts import load_layouts

HEAD = """\
FORM 4
1. Name and Address of Reporting Person *
DOE JOHN
(Last) (First) (Middle)
12 ELM STREET
(Street)
AUSTIN, TX 78750
(City) (State) (Zip)
Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of Security 2. Transaction 2A. Deemed 3. Transaction 4. Securities Acquired 5. Amount of 6. Ownership 7. Nature
(Instr. 3) Date Execution Date, Code (A) or Disposed Of (D) Securities Form: Direct of Indirect
Code V Amount (A) or (D) Price
"""


def rows_of(lines: str) -> list[dict[str, str]]:
    (filing,) = dump_cells(HEAD + lines, load_layouts())
    rows: dict[int, dict[str, str]] = {}
    for cell in filing.cells:
        if cell.group == "nonDerivativeTable":
            text = " ".join(word.text for word in cell.words)
            rows.setdefault(cell.row, {})[cell.field.rpartition("/")[2]] = text
    return [rows[number] for number in sorted(rows)]


WHOLE = {
    "securityTitle": "Common Units",
    "transactionDate": "12/06/2002",
    "transactionCode": "S",
    "transactionShares": "74,657",
    "transactionAcquiredDisposedCode": "D",
    "transactionPricePerShare": "$6.5",
    "sharesOwnedFollowingTransaction": "212,560",
    "directOrIndirectOwnership": "D",
}


@pytest.mark.parametrize(
    "halves",
    [
        "S D $6.5 212,560\nCommon Units 12/06/2002 74,657 D\n",
        "Common Units 12/06/2002 74,657 D\nS D $6.5 212,560\n",
        "12/06/2002 S 74,657 $6.5\nCommon Units D 212,560 D\n",
    ],
)
def test_a_row_broken_in_two_is_one_row(halves: str) -> None:
    following = "Common Units 12/07/2002 M 200 A $4.25 212,760 D\n"
    rows = rows_of(halves + following)
    assert [row["transactionDate"] for row in rows] == ["12/06/2002", "12/07/2002"]
    assert rows[0] == WHOLE


def test_whole_rows_stay_apart() -> None:
    rows = rows_of("Common Units 12/06/2002 S 74,657 D $6.5 212,560 D\nCommon Units 500 I By Trust\nUnits 40 D\n")
    assert [row["sharesOwnedFollowingTransaction"] for row in rows] == ["212,560", "500", "40"]


def test_a_holding_with_a_misread_number_is_a_row_of_its_own() -> None:
    rows = rows_of("Common Units 14,400 I By Trust\nCommon Units 6O0 I By LLC\nCommon Units 165;800 I By Spouse\n")
    assert [row["sharesOwnedFollowingTransaction"] for row in rows] == ["14,400", "6O0", "165;800"]
    assert [row["natureOfOwnership"] for row in rows] == ["By Trust", "By LLC", "By Spouse"]


def test_a_holding_of_nothing_is_a_row() -> None:
    rows = rows_of("Common Units 0 (1) D\nSeries A Units Q (2) D\nUnits 0 0\nCommon Units 14,400 I By Trust\n")
    assert [row["sharesOwnedFollowingTransaction"] for row in rows] == ["0 (1)", "Q (2)", "0", "14,400"]


def test_a_title_goes_on_below_until_its_bracket_is_closed() -> None:
    row = "Trust Units 12/06/2002 S 100 D $6.5 {} I See note\n(rights {}\nto buy)\n"
    rows = rows_of(row.format("900 (9)", "1)(3)") + row.format("800", "(2)(3)") + row.format("700", "(2)(3)"))
    assert [row["securityTitle"] for row in rows] == ["Trust Units (rights to buy)"] * 3
    assert [row["natureOfOwnership"] for row in rows] == ["See note 1)(3)", "See note (2)(3)", "See note (2)(3)"]


def test_a_par_value_with_a_fraction_is_part_of_the_title() -> None:
    title = "Common Units, $1 2/3 Par Value"
    rows = rows_of(f"{title} 12/06/2002 S 100 D $6.5 900 D\n{title} 8,198.53 (1) I By Trust\n")
    assert [row["securityTitle"] for row in rows] == [title, title]


def test_the_code_of_a_transaction_reported_late_is_no_number() -> None:
    (row,) = rows_of("Common Units 09/18/2026 4G 2,202 D $0 22,165 D\n")
    assert (row["transactionDate"], row["transactionCode"]) == ("09/18/2026", "4G")


def test_a_price_broken_at_its_point_is_one_price() -> None:
    (row,) = rows_of("Common Units 09/18/2026 P 100 A $3. 50 1,700 D\n")
    assert (row["transactionPricePerShare"], row["sharesOwnedFollowingTransaction"]) == ("$3. 50", "1,700")


def test_a_price_of_nothing_does_not_run_into_the_number_behind_it() -> None:
    (row,) = rows_of("Common Units 09/18/2026 A 100 A $0 700 D\n")
    assert (row["transactionPricePerShare"], row["sharesOwnedFollowingTransaction"]) == ("$0", "700")


def test_the_amount_stands_under_the_letter_right_above_it() -> None:
    text = """\
FORM 4
1. Name and Address of Reporting Person *
DOE JOHN
(Last) (First) (Middle)
Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of     2.          3.           4.           5. Number of      6. Date Exercisable and  7. Title and
Derivative      Conversion  Transaction  Transaction  Derivative        Expiration Date          Amount of
Security        or          Date         Code         Securities        (Month/Day/Year)         Underlying
(Instr. 3)      Exercise    (Month/Day/  (Instr. 8)   Acquired (A)                               Securities
                Price of    Year)                     or Disposed of
                Derivative                            (D)               Date         Expiration             Am
                Security                 Code    V    (A)      (D)      Exercisable  Date        Title      Sh
Restricted        (1)       04/29/2015   M                     660      (5)          (5)         Common     66
Phantom Stock     (3)       04/29/2015   A            465               (3)          (3)         Common     46
"""
    (filing,) = dump_cells(text, load_layouts())
    fields = {cell.row: cell.field for cell in filing.cells if "/transactionShares:" in cell.field}
    assert [fields[row][-2:] for row in (1, 2)] == [":D", ":A"]


def test_a_code_read_as_a_figure_is_no_part_of_the_number_behind_it() -> None:
    (row,) = rows_of("Common Units 09/18/2026 5 300 D $12.85 700 D\n")
    assert (row["transactionCode"], row["transactionShares"]) == ("5", "300")


def test_a_par_value_in_the_line_below_belongs_to_the_title() -> None:
    (row,) = rows_of("Common Units, par 500 D\nvalue\n$0.01\n")
    assert row["securityTitle"] == "Common Units, par value $0.01"


def test_a_round_d_read_as_nothing_is_the_ownership() -> None:
    (row,) = rows_of("Common Units 09/18/2026 A 100 A $3.50 700 0\n")
    assert (row["sharesOwnedFollowingTransaction"], row["directOrIndirectOwnership"]) == ("700", "0")


def test_the_last_word_of_a_printed_sentence_is_no_part_of_a_title() -> None:
    row = "Common Units 12/06/2002 S 74,657 D $10.5 2,000 D\n"
    reminder = "Reminder: Report on a separate line for e-ch class of securities beneficially owned directly or"
    (read,) = rows_of(f"{row}{reminder}\nindirectly.\n")
    assert read["securityTitle"] == "Common Units"


@pytest.mark.parametrize(
    ("left", "right", "title"),
    [
        ("Series B C", "Common Stock", "Series B Common Stock"),
        ("Ordinary", "y Shares", "Ordinary Shares"),
        ("Class C", "Common Stock", "Class C Common Stock"),
        ("Common Stock", "K", "Common Stock K"),
    ],
)
def test_letters_that_both_cells_show_are_printed_once(left: str, right: str, title: str) -> None:
    (line,) = read_lines(f"| {left} | {right} |\n|---|---|")
    assert stitched(line).text == title


def test_a_row_of_which_only_the_title_can_be_read_is_no_part_of_the_row_before() -> None:
    rows = rows_of("Common Units 12/07/2002 S 200 D $4.25 212,760 D\nCommon Units ee a ee ee\n")
    assert [row["securityTitle"] for row in rows] == ["Common Units", "Common Units"]
    assert "sharesOwnedFollowingTransaction" not in rows[1]


def test_a_date_with_more_letters_than_figures_left_is_no_part_of_the_title() -> None:
    (row,) = rows_of("Common Units oasos/r997 u 500 A $0.36 15,400 D\n")
    assert (row["securityTitle"], row["transactionDate"]) == ("Common Units", "oasos/r997")
    assert row["sharesOwnedFollowingTransaction"] == "15,400"


def test_a_row_with_the_form_s_own_number_of_shares_is_a_row() -> None:
    rows = rows_of("Common Units 1,474 D\nCommon Units 2,270 I By Trust\n(Over) SEC 1474 (7-96)\n")
    assert [row["sharesOwnedFollowingTransaction"] for row in rows] == ["1,474", "2,270"]


OPTIONS = """\
Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned
1. Title of Derivative Security 2. Conversion or Exercise Price 3. Transaction Date 4. Transaction Code
5. Number of Derivative Securities 6. Date Exercisable and Expiration Date 7. Title and Amount of Underlying Securities
Code V (A) (D) Exercisable Date Title Shares
"""


def test_what_opens_a_title_is_no_heading_and_stays_with_the_row_below() -> None:
    (filing,) = dump_cells(
        f"{HEAD}{OPTIONS}Director Series B\nStock Option $5.45 10/14/2024 M 200 10/14/2022 10/14/31 Common 200 $0 0 D\n"
        "(Right to Stock\nBuy)\nEmployee\nStock Option $36.71 10/14/2024 M 300 10/14/2022 10/14/31 Common 300 $0 0 D\n"
        "(Right to Stock\nBuy)\n", load_layouts()
    )  # fmt: skip
    titles = [" ".join(word.text for word in cell.words) for cell in filing.cells
              if cell.group == "derivativeTable" and cell.field == "securityTitle"]  # fmt: skip
    assert [title.split()[0] for title in titles] == ["Director", "Employee"]


NARROW = """\
                                           Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned

 1. Title of   2.          3.           4.           5. Number of     6. Date Exercisable and  7. Title and Amount   8.
 Derivative    Conversion  Transaction  Transaction  Derivative       Expiration Date          of Securities         of
 Security      or          Date         Code         Securities       (Month/Day/Year)         Underlying            De
 (Instr. 3)    Exercise    (Month/Day/  (Instr. 8)   Acquired (A) or                           Derivative Security   Se
               Price of    Year)                     Disposed of (D)                           (Instr. 3 and 4)      (I
               Derivative                            (Instr. 3, 4                                         Amount or
            Security                                 and 5)          Date         Expiration              Number of
                                        Code      V  (A)  (D)        Exercisable  Date        Title       Shares
 Option        $0.92       06/19/2026   M                 2,198      06/19/2027   06/19/2030  Common      2,198      $0
 Option        $2          06/23/2026   A            358             06/23/2027   06/23/2031  Common      358        $0
"""


def test_the_letters_right_above_their_columns_place_them() -> None:
    (filing,) = dump_cells(HEAD + NARROW, load_layouts())
    placed = {cell.field.rpartition(":")[2]: " ".join(word.text for word in cell.words) for cell in filing.cells
              if "transactionShares:" in cell.field}  # fmt: skip
    assert placed == {"D": "2,198", "A": "358"}


def test_a_number_with_a_figure_that_nobody_could_read_makes_a_row() -> None:
    table = "| Common Units |  |  |  |  | 307,500 | I | By LLC |\n| Common Units |  |  |  |  | ?,286 | I | By Trust |\n"
    headings = "Title of Security | Transaction Date | Code | Amount | Price | 5. Amount of Securities | Form | Nature"
    rows = rows_of(f"| {headings} |\n{'|---' * 8}|\n{table}")
    assert [row["sharesOwnedFollowingTransaction"] for row in rows] == ["307,500", "?,286"]


def test_a_title_printed_over_rows_of_a_table_begins_anew() -> None:
    headings = "Title of Security | Transaction Date | Code | Amount | (A) or (D) | Price | 5. Amount | Form"
    main = "12/07/2002 | M | {} | A | $0 | 212,760 | D |"
    title = ("Restricted", "Stock", "Units", "(RSU)", "(Class", "A)")
    rows = [
        f"| {word} | {main.format(amount) if word in '(RSU) (Class' else '| | | | | | |'}\n"
        for amount in (200, 300) for word in title
    ]  # fmt: skip
    read = rows_of(f"| {headings} |\n{'|---' * 8}|\n{''.join(rows)}")
    assert [row["securityTitle"] for row in read] == [" ".join(title)] * 2


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("1 5,266", "15,266"),
        ("51 1,040.25", "511,040.25"),
        ("7,20 0", "7,200"),
        (r"199.11\|6", "199.11|6"),
    ],
)
def test_an_amount_alone_in_a_tables_cell_is_one_word(printed: str, amount: str) -> None:
    rows = read_lines(f"| Stock | {printed} | D |\n|---|---|---|\n| Series 1 5,266 | 12 | D |\n")
    words = [[word.text for word in stitched(line).words] for line in rows]
    assert words == [["Stock", amount, "D"], ["Series", "1", "5,266", "12", "D"]]


@pytest.mark.parametrize(
    ("line", "owned"),
    [("Common Stock, no par value 568.9858 I See footnote (3)", "568.9858"),
     ("Common Stock !,006 \u0406 By Trust", "!,006")],
)  # fmt: skip
def test_a_holding_behind_a_par_value_or_in_worn_signs_is_a_row(line: str, owned: str) -> None:
    *_, held = rows_of(f"Common Stock 12/06/2002 S 1,000 D $24.66 17,020 D\n{line}\n")
    assert held["sharesOwnedFollowingTransaction"] == owned


def test_a_day_of_a_holdings_nature_is_no_transactions() -> None:
    _, held = rows_of(
        "Common Stock 12/06/2002 S 1,000 D $24.66 17,020 D\n"
        "Common Stock, par 2,400 I By Holt Revocable\nvalue $0.01 Trust dtd 4/26/95\n"
    )
    assert "transactionDate" not in held
    assert held["sharesOwnedFollowingTransaction"] == "2,400"
