"""The words the SEC prints on Forms 3, 4 and 5: columns of the tables by revision, and the legends round them.

A `Column.key` names what stands in the column (see `printed.Row`); `group` is the heading it shares with neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FormNumber = Literal["3", "4", "5"]


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """What differs between the three forms."""

    title: str
    omb: str
    hours: str
    sheet: str
    table_i: str
    table_ii: str
    date_box: str


_CHANGES_I = "Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned"
_CHANGES_II = "Derivative Securities Acquired, Disposed of, or Beneficially Owned"
EXAMPLES = ("e.g.", ", puts, calls, warrants, options, convertible securities")

LEGENDS: dict[FormNumber, Legend] = {
    "3": Legend(
        "INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES",
        "3235-0104",
        "0.5",
        "1473",
        "Non-Derivative Securities Beneficially Owned",
        "Derivative Securities Beneficially Owned",
        "2. Date of Event Requiring Statement (Month/Day/Year)",
    ),
    "4": Legend(
        "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP",
        "3235-0287",
        "0.5",
        "1474",
        _CHANGES_I,
        _CHANGES_II,
        "3. Date of Earliest Transaction (Month/Day/Year)",
    ),
    "5": Legend(
        "ANNUAL STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP",
        "3235-0362",
        "1.0",
        "2270",
        _CHANGES_I,
        _CHANGES_II,
        "3. Statement for Issuer's Fiscal Year Ended (Month/Day/Year)",
    ),
}

EXIT = "Check this box if no longer subject to Section 16. Form 4 or Form 5 obligations may continue."
PLAN = (
    "Check this box to indicate that a transaction was made pursuant to a contract, instruction or written plan for "
    "the purchase or sale of equity securities of the issuer that is intended to satisfy the affirmative defense "
    "conditions of Rule 10b5-1(c)."
)
PLAN_PAPER = (
    "Check this box to indicate that a transaction was made pursuant to a contract, instruction or written plan that "
    "is intended to satisfy the affirmative defense conditions of Rule 10b5-1(c)."
)
REMINDER = "Reminder: Report on a separate line for each class of securities beneficially owned directly or indirectly."
COPIES = "Note: File three copies of this Form, one of which must be manually signed."
FELONY = "Intentional misstatements or omissions of facts constitute Federal Criminal Violations"
STATUTE = "18 U.S.C. 1001 and 15 U.S.C. 78ff(a)."
RESPOND = (
    "ersons who respond to the collection of information contained in this form are not required to respond unless "
    "the form displays a currently valid OMB"
)

_CODE_4 = "{n}. Transaction Code\n(Instr. 8)"
_AMOUNTS = "4. Securities Acquired (A) or Disposed {of} (D)\n(Instr. 3, 4 and 5)"
_NUMBERS = "5. Number of Derivative Securities Acquired (A) or Disposed of (D)\n(Instr. 3, 4 and 5)"
_DATES = "{n}. Date Exercisable and Expiration Date\n(Month/Day/Year)"
_UNDERLYING = "{n}. Title and Amount of Securities Underlying Derivative Security\n(Instr. {i})"


def table_i(form: FormNumber, deemed: bool = True, monthly: bool = False) -> tuple[Column, ...]:
    """Columns of Table I. `deemed` has column 2A (from 2002); `monthly` asks for month-end holdings (before 2002)."""
    if form == "3":
        return (
            Column("title", "1. Title of Security\n(Instr. 4)"),
            Column("following", "2. Amount of Securities Beneficially Owned\n(Instr. 4)"),
            Column("di", "3. Ownership Form: Direct (D) or Indirect (I)\n(Instr. 5)"),
            Column("nature", "4. Nature of Indirect Beneficial Ownership\n(Instr. 5)"),
        )
    amounts = _AMOUNTS.format(of="of" if monthly else "Of")
    code = _CODE_4.format(n=3)
    columns = [
        Column("title", "1. Title of Security\n(Instr. 3)"),
        Column("date", "2. Transaction Date\n(Month/Day/Year)"),
        Column("deemed", "2A. Deemed Execution Date, if any\n(Month/Day/Year)"),
        *((Column("code", code),) if form == "5" else (Column("code", "Code", code), Column("v", "V", code))),
        Column("amount", "Amount", amounts),
        Column("ad", "(A) or (D)", amounts),
        Column("price", "Price", amounts),
        Column("following", f"5. Amount of Securities Beneficially Owned {_when(form, monthly)}\n(Instr. 3 and 4)"),
        Column("di", "6. Ownership Form: Direct (D) or Indirect (I)\n(Instr. 4)"),
        Column("nature", "7. Nature of Indirect Beneficial Ownership\n(Instr. 4)"),
    ]
    return tuple(column for column in columns if deemed or column.key != "deemed")


def table_ii(form: FormNumber, deemed: bool = True, monthly: bool = False) -> tuple[Column, ...]:
    """Columns of Table II; see `table_i`."""
    if form == "3":
        dates, under = _DATES.format(n=2), _UNDERLYING.format(n=3, i="4")
        return (
            Column("title", "1. Title of Derivative Security\n(Instr. 4)"),
            Column("exercisable", "Date Exercisable", dates),
            Column("expiration", "Expiration Date", dates),
            Column("underlying", "Title", under),
            Column("underlying_amount", "Amount or Number of Shares", under),
            Column("strike", "4. Conversion or Exercise Price of Derivative Security"),
            Column("di", "5. Ownership Form: Direct (D) or Indirect (I)\n(Instr. 5)"),
            Column("nature", "6. Nature of Indirect Beneficial Ownership\n(Instr. 5)"),
        )
    dates, under, code = _DATES.format(n=6), _UNDERLYING.format(n=7, i="3 and 4"), _CODE_4.format(n=4)
    columns = [
        Column("title", "1. Title of Derivative Security\n(Instr. 3)"),
        Column("strike", "2. Conversion or Exercise Price of Derivative Security"),
        Column("date", "3. Transaction Date\n(Month/Day/Year)"),
        Column("deemed", "3A. Deemed Execution Date, if any\n(Month/Day/Year)"),
        *((Column("code", code),) if form == "5" else (Column("code", "Code", code), Column("v", "V", code))),
        Column("acquired", "(A)", _NUMBERS),
        Column("disposed", "(D)", _NUMBERS),
        Column("exercisable", "Date Exercisable", dates),
        Column("expiration", "Expiration Date", dates),
        Column("underlying", "Title", under),
        Column("underlying_amount", "Amount or Number of Shares", under),
        Column("price", "8. Price of Derivative Security\n(Instr. 5)"),
        Column(
            "following", f"9. Number of Derivative Securities Beneficially Owned {_when(form, monthly)}\n(Instr. 4)"
        ),
        Column("di", "10. Ownership Form of Derivative Security: Direct (D) or Indirect (I)\n(Instr. 4)"),
        Column("nature", "11. Nature of Indirect Beneficial Ownership\n(Instr. 4)"),
    ]
    return tuple(column for column in columns if deemed or column.key != "deemed")


def _when(form: FormNumber, monthly: bool) -> str:
    if form == "5":
        return "at end of Issuer's Fiscal Year"
    return "at End of Month" if monthly else "Following Reported Transaction(s)"
