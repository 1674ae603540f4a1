"""Tables drawn on the character grid, and rows that a markdown dump prints twice."""

from __future__ import annotations

from extractor.dump import dump_cells
from extractor.layouts import load_layouts

HEAD = """1. Name and Address of Reporting Person *
AMES WALTER
(Last)   (First)   (Middle)
2. Issuer Name and Ticker or Trading Symbol
Elm Corp [ELM]
3. Date of Earliest Transaction (Month/Day/Year)
11/03/2009

Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned
(e.g., puts, calls, warrants, options, convertible securities)

"""
FIRST_HALF = """
+-------------------+------------+-------+-----+---+------+------+
|1. Title of        |2. Conver-  |3.     |4.   |   |5. Number    |
|Derivative Security|sion or     |Trans- |Trans|   |of Derivative|
|(Instr. 3)         |Exercise    |action |Code |   |Securities   |
|                   |Price       |Date   |Code |V  |(A)   |(D)   |
+-------------------+------------+-------+-----+---+------+------+
|Employee Stock     |     $12.50 |11/3/20|  M  |   |      |2,000 |
|Option             |            |     09|     |   |      |      |
+-------------------+------------+-------+-----+---+------+------+
|Warrants           |      $3.00 |       |     |   |      |      |
+-------------------+------------+-------+-----+---+------+------+
"""
SECOND_HALF = """
+-----------------+-----------+-----------+--------------+-------+--------+---------+----+----------+
|1. Title of      |6. Date Exercisable    |7. Title and Amount   |8. Price|9. Number|10. |11. Nature|
|Derivative       |and Expiration Date    |of Underlying         |of      |Owned    |Form|of        |
|Security         |Date       |Expiration |Title         |Amount |Security|Following|    |Indirect  |
|                 |Exercisable|Date       |              |Shares |        |Reported |    |Ownership |
+-----------------+-----------+-----------+--------------+-------+--------+---------+----+----------+
|Employee Stock   |     (1)   |11/03/2015 |Common Stock  |  2,000|     $0 |       0 | D  |          |
|Option           |           |           |              |       |        |         |    |          |
+-----------------+-----------+-----------+--------------+-------+--------+---------+----+----------+
|Warrants         |05/01/2004 |05/01/2014 |Common Stock  |    700|        |     700 | I  |By Trust  |
+-----------------+-----------+-----------+--------------+-------+--------+---------+----+----------+

Explanation of Responses:
(1) Exercisable in full.
"""
Row = dict[str, str]


def rows_of(text: str, group: str = "derivativeTable") -> list[Row]:
    (filing,) = dump_cells(text, load_layouts())
    rows: dict[int, Row] = {}
    for cell in filing.cells:
        if cell.group == group and cell.words:
            rows.setdefault(cell.row, {}).setdefault(
                cell.field.rpartition("/")[2], " ".join(word.text for word in cell.words)
            )
    return [rows[number] for number in sorted(rows)]


def test_a_table_in_two_halves_is_one() -> None:
    option, warrant = rows_of(HEAD + FIRST_HALF + SECOND_HALF)
    assert option["securityTitle"] == "Employee Stock Option"
    assert option["conversionOrExercisePrice"] == "$12.50"
    assert option["transactionDate"] == "11/3/2009"
    assert option["transactionCode"] == "M"
    assert option["transactionShares:D"] == "2,000"
    assert option["expirationDate"] == "11/03/2015"
    assert option["underlyingSecurityShares"] == "2,000"
    assert option["directOrIndirectOwnership"] == "D"
    assert (warrant["exerciseDate"], warrant["natureOfOwnership"]) == ("05/01/2004", "By Trust")
    assert "transactionDate" not in warrant


FALLEN = """
| 1. Title of Derivative Security | 2. Conversion or Exercise Price | 3. Transaction Date | 4. Transaction Code | V \
| (A) | (D) | 6. Date Exercisable | Expiration Date | 7. Title | Amount or Number of Shares | 8. Price \
| 9. Number Owned Following | 10. Ownership Form | 11. Nature |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| Restricted | | | | | | | | | | | | | | |
| Stock | (1) | 09/08/2008 | M | | | 105 | (2) | (2) | Common Stock | 105 | $ 0 | 358 | D | |
| Unit | (1) | 09/08/200B | M | | | 1O5 | (2) | [®] | Common Stock | 105 | $ 0 | 358 | D | |
| Warrants | $3.00 | 09/09/2008 | X | | | 105 | (2) | 05/01/2014 | Common Stock | 105 | $ 0 | 20 | D | |
"""


def test_the_columns_of_a_half_without_headings_stand_side_by_side() -> None:
    bare = """
+-----------------+-----------+----------+--------------+-------+---------+----+----------+
|Employee Stock   |11/03/2009 |    (1)   |Common Stock  |  2,000|       0 | D  |          |
|Option           |           |          |              |       |         |    |          |
+-----------------+-----------+----------+--------------+-------+---------+----+----------+
|Warrants         |05/01/2004 |    (2)   |Common Stock  |    700|     700 | D  |          |
+-----------------+-----------+----------+--------------+-------+---------+----+----------+
"""
    rows = rows_of(HEAD + FIRST_HALF + bare)
    assert [(row["exerciseDate"], row["expirationDate"]) for row in rows] == [
        ("11/03/2009", "(1)"), ("05/01/2004", "(2)"),
    ]  # fmt: skip


def test_the_last_figure_of_a_date_that_slipped_into_the_next_column_is_the_date_s() -> None:
    typed = HEAD + """
 1. Title of     2. Conv.  3. Date    6. Date Exercisable 7. Title and  9. Number   10.
 Derivative      Price     (Month/    Exercisa- Expirati- Amount        Owned       Form
 Security                  Day/Year)  ble       on Date   Title  Shares Following
 --------------- --------- ---------- --------- --------- ------ ------ ----------- ----
 Option              $2.50            02/13/202 12/20/202 Common    900         900 D
                                      0                 0 Stock
 Warrants            $2.50            02/13/202 12/20/202 Common    800         800 D
                                      0                  0 Stock
"""
    assert [(row["expirationDate"], row["underlyingSecurityTitle"]) for row in rows_of(typed)] == [
        ("12/20/2020", "Common Stock")
    ] * 2


def test_a_row_that_fell_apart_is_one_row() -> None:
    rows = rows_of(HEAD + FALLEN)
    assert [row["securityTitle"] for row in rows] == ["Restricted Stock Unit", "Warrants"]


def test_like_rows_with_whole_titles_are_two() -> None:
    rows = rows_of(
        HEAD
        + FALLEN.replace("| Restricted | | | | | | | | | | | | | | |\n", "")
        .replace("200B", "2008")
        .replace("1O5", "105")
        .replace("[®]", "(2)")
        .replace("| Unit | (1) | 09/08/2008", "| Unit | (1) | 09/09/2008")
    )
    assert len(rows) == 3


def test_owners_below_the_table_of_the_head() -> None:
    head = """
| 1. Name and Address of Reporting Person * AMES WALTER (Last) (First) (Middle) | 2. Issuer Name and Ticker or \
Trading Symbol Elm Corp [ELM] | 5. Relationship of Reporting Person(s) to Issuer |
|---|---|---|
| 12 ELM STREET (Street) | 3. Date of Earliest Transaction (Month/Day/Year) 11/03/2009 | |
| DOVER, DE 19901 (City) (State) (Zip) | | 6. Individual or Joint/Group Filing(Check Applicable Line) |

1. Name and Address of Reporting Person *
THE AMES TRUST
(Last)   (First)   (Middle)
12 ELM STREET
(Street)
DOVER   DE   19901
(City)   (State)   (Zip)
"""
    owners = rows_of(head, "reportingOwner")
    assert [owner["rptOwnerName"] for owner in owners] == ["AMES WALTER", "THE AMES TRUST"]
    assert owners[1]["rptOwnerZipCode"] == "19901"


def test_a_title_typed_in_the_line_of_the_boxes() -> None:
    text = HEAD.replace(
        "3. Date",
        "5. Relationship of Reporting Person(s) to Issuer (Check all applicable) __ Director "
        "__ 10% Owner _X_ Officer (give title below) __ Other (specify below) Chief Technology Officer\n3. Date",
    )
    (owner,) = rows_of(text, "reportingOwner")
    assert owner["officerTitle"] == "Chief Technology Officer"
