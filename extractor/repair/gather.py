"""The rules that apply to one filing: which cells of its sheet each ties together.

Structure (which rows form a running balance, which exercise stands in both tables) is read off the readings' own
favourites, tolerant of a misread here and there; the values themselves are left to the joint choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from extractor.repair import columns as at
from extractor.repair.balances import balances
from extractor.repair.note_numbers import parts, price_range, share_numbers
from extractor.repair.opinions import best
from extractor.repair.rows import Row
from extractor.repair.rules.amounts import Equal, EqualSums
from extractor.repair.rules.balance import AtLeast
from extractor.repair.rules.dates import Earliest, InMonth, NotBefore, SameDay, Soon, Term
from extractor.repair.rules.letters import Nature, SameWords, Sign, Together, Zip
from extractor.repair.rules.names import Signs
from extractor.repair.rules.notes import NetExercise, Parts, Within
from extractor.repair.rules.prices import Alike, Eighths, Positive
from extractor.repair.rules.rule import Rule, Value, parsed
from extractor.repair.sheet import PERIOD, Sheet

DECIMAL_PRICES = date(2001, 4, 9)
"""From this day on listed prices are in cents (B6)."""

EXERCISES = frozenset("MXCO")

MOST_SUMMED = 8
"""Rows that one sum may run over."""


def gather(sheet: Sheet) -> tuple[Rule, ...]:
    """All rules of a filing, in no order that matters."""
    return (
        *_rows(sheet), *_titles(sheet), *balances(sheet), *_exercises(sheet), *_sums(sheet), *_dates(sheet),
        *_head(sheet),
    )


def favourite(sheet: Sheet, path: str) -> Value:
    """The value the readings favour for a path; None when blank, unreadable or not on the form."""
    proposal = sheet.cells.get(path)
    candidate = best(proposal) if proposal else None
    return parsed(proposal.cell.kind, candidate.value) if proposal and candidate else None


def row_notes(sheet: Sheet, row: Row) -> dict[str, str]:
    """Texts of the footnotes that any cell of the row refers to, by id."""
    ids = dict.fromkeys(note for field in row.cells for note in sheet.cells[row.path(field)].footnotes)
    return {note: sheet.notes[note] for note in ids if note in sheet.notes}


def _rows(sheet: Sheet) -> Iterator[Rule]:
    for row in sheet.rows:
        cells = {field: row.path(field) for field in row.cells}
        if at.DIRECT in cells and at.NATURE in cells:
            yield Nature((cells[at.DIRECT], cells[at.NATURE]))
        if at.EXERCISABLE in cells and at.EXPIRES in cells:
            yield NotBefore("exercise-before-expiration", (cells[at.EXERCISABLE], cells[at.EXPIRES]),
                            "exercisable and expiration date", hard=False)
        if row.kind == "holding":
            continue
        if at.CODE in cells and at.ACQUIRED_DISPOSED in cells:
            yield Sign(row.table, (cells[at.CODE], cells[at.ACQUIRED_DISPOSED]))
        if row.table == at.TABLE_ONE and at.CODE in cells and at.PRICE in cells:
            yield Positive((cells[at.CODE], cells[at.PRICE]))
        if {at.AMOUNT, at.ACQUIRED_DISPOSED, at.OWNED} <= cells.keys():
            yield AtLeast((cells[at.AMOUNT], cells[at.ACQUIRED_DISPOSED], cells[at.OWNED]))
        if at.AMOUNT in cells:
            sums = {total: words for note, text in row_notes(sheet, row).items()
                    for total, words in parts(note, text).items()}
            if sums:
                yield Parts((cells[at.AMOUNT],), sums)
        if at.PRICE in cells:
            for note in sheet.cells[cells[at.PRICE]].footnotes:
                if limits := price_range(sheet.notes.get(note, "")):
                    yield Within((cells[at.PRICE],), *limits, note)
        if at.AMOUNT in cells and at.UNDERLYING in cells:
            yield Equal("column-5-and-7", (cells[at.AMOUNT], cells[at.UNDERLYING]),
                        "column 5 and column 7", alarm="none")
        if at.DATE in cells and at.EXPIRES in cells:
            yield Term((cells[at.DATE], cells[at.EXPIRES]))
            yield NotBefore("transaction-before-expiration", (cells[at.DATE], cells[at.EXPIRES]),
                            "transaction and expiration date", hard=False, alarm="note")
        day = favourite(sheet, cells.get(at.DATE, ""))
        if isinstance(day, date) and day < DECIMAL_PRICES and at.PRICE in cells:
            yield Eighths((cells[at.PRICE],))


def _titles(sheet: Sheet) -> Iterator[Rule]:
    titles = {
        table: [row.path(at.TITLE) for row in sheet.rows if row.table == table and at.TITLE in row.cells]
        for table in (at.TABLE_ONE, at.TABLE_TWO)
    }
    for table in titles.values():
        yield from (SameWords(pair) for pair in pairwise(table))
    underlying = [row.path(at.UNDERLYING_TITLE) for row in sheet.rows if at.UNDERLYING_TITLE in row.cells]
    yield from (SameWords(pair) for pair in pairwise(underlying))
    if titles[at.TABLE_ONE] and underlying:
        yield from (SameWords((titles[at.TABLE_ONE][0], path)) for path in underlying)


def _exercises(sheet: Sheet) -> Iterator[Rule]:
    """Exercises printed in both tables (E3, E4), and what their footnotes say was handed over for them (E8)."""
    ones = [row for row in sheet.rows if row.table == at.TABLE_ONE and row.kind == "transaction"]
    for one, two in _mirrored(sheet):
        if {at.AMOUNT} <= one.cells.keys() & two.cells.keys():
            yield Equal("exercise-mirror", (one.path(at.AMOUNT), two.path(at.AMOUNT)),
                        "exercised shares in Table I and II")
        if at.PRICE in one.cells and at.STRIKE in two.cells:
            yield Equal("price-is-strike", (one.path(at.PRICE), two.path(at.STRIKE)),
                        "price in Table I and exercise price in Table II")
        if at.DATE in one.cells and at.DATE in two.cells:
            yield Earliest((one.path(at.DATE), two.path(at.DATE)), alone=True, hard=False, alarm="none",
                           name="exercise-date")
        if not {at.AMOUNT, at.STRIKE} <= two.cells.keys():
            continue
        for paid in ones:
            if paid.cells.keys() >= {at.PRICE, at.AMOUNT} and favourite(sheet, paid.path(at.CODE)) in ("F", "D", "S"):
                for note, text in row_notes(sheet, paid).items():
                    for number in share_numbers(text)[:6]:
                        yield NetExercise((paid.path(at.PRICE), two.path(at.AMOUNT), two.path(at.STRIKE)), number, note)


def _sums(sheet: Sheet) -> Iterator[Rule]:
    """Exercises of one code that stand on more rows of one table than of the other."""
    for code in sorted(EXERCISES):
        sides = [
            [row.path(at.AMOUNT) for row in sheet.rows
             if row.table == table and at.AMOUNT in row.cells and row.kind == "transaction"
             and favourite(sheet, row.path(at.CODE)) == code]
            for table in (at.TABLE_ONE, at.TABLE_TWO)
        ]
        one, two = sides
        if one and two and len(one) != len(two) and len(one) + len(two) <= MOST_SUMMED:
            yield EqualSums((*one, *two), len(one))


def _mirrored(sheet: Sheet) -> list[tuple[Row, Row]]:
    """Rows of Table I and Table II that tell of one exercise: same code, and most of amount, price, day in common."""
    ones = [row for row in sheet.rows if row.table == at.TABLE_ONE and _exercise(sheet, row)]
    twos = [row for row in sheet.rows if row.table == at.TABLE_TWO and _exercise(sheet, row)]
    scored = sorted(
        ((_likeness(sheet, one, two), -abs(i - j), -i, -j) for i, one in enumerate(ones) for j, two in enumerate(twos)),
        reverse=True,
    )
    lonely = len(ones) == len(twos) == 1
    pairs: list[tuple[Row, Row]] = []
    taken: set[tuple[str, int]] = set()
    for score, _, i, j in scored:
        if score < (1 if lonely else 2) or ("one", -i) in taken or ("two", -j) in taken:
            continue
        taken |= {("one", -i), ("two", -j)}
        pairs.append((ones[-i], twos[-j]))
    return pairs


def _exercise(sheet: Sheet, row: Row) -> bool:
    return row.kind == "transaction" and favourite(sheet, row.path(at.CODE)) in EXERCISES


def _likeness(sheet: Sheet, one: Row, two: Row) -> int:
    """How much two rows have in common: 0 with different codes; a value among the other's candidates counts."""
    if favourite(sheet, one.path(at.CODE)) != favourite(sheet, two.path(at.CODE)):
        return 0
    shared = 0
    for left, right, worth in ((at.AMOUNT, at.AMOUNT, 2), (at.PRICE, at.STRIKE, 1), (at.DATE, at.DATE, 1)):
        first, second = _options(sheet, one.path(left)), _options(sheet, two.path(right))
        shared += worth * bool(first & second)
    return shared


def _options(sheet: Sheet, path: str) -> frozenset[Value]:
    proposal = sheet.cells.get(path)
    values = (parsed(proposal.cell.kind, candidate.value) for candidate in proposal.candidates) if proposal else ()
    return frozenset(value for value in values if value is not None)


def _dates(sheet: Sheet) -> Iterator[Rule]:
    rows = [row for row in sheet.rows if at.DATE in row.cells]
    dates = [row.path(at.DATE) for row in rows]
    period = sheet.cells.get(PERIOD)
    if sheet.form.startswith("4") and period is not None:
        for path in dates:
            if period.cell.kind == "month":
                yield InMonth((PERIOD, path))
            else:
                yield Earliest((PERIOD, path), alone=len(dates) == 1)
    known = [(day, path) for path in dates if isinstance(day := favourite(sheet, path), date)]
    for path in sheet.cells:
        if path.startswith("ownerSignature") and path.endswith("signatureDate"):
            if period is not None and period.cell.kind == "date":
                yield NotBefore("signed-after-event", (PERIOD, path), "box 3 and signature")
                if sheet.form.startswith("3"):
                    yield Soon((PERIOD, path), usual=12)
            for day in dates:
                yield NotBefore("signed-after", (day, path), "transaction and signature")
            if known and sheet.form.startswith("4"):
                yield Soon((max(known)[1], path), usual=45 if period and period.cell.kind == "month" else 10)
    for one, two in pairwise(dates):
        yield SameDay((one, two))
    for row in rows:
        if at.DEEMED in row.cells:
            yield Soon((row.path(at.DATE), row.path(at.DEEMED)), usual=5, name="deemed-soon")
    yield from _prices_of_a_day(sheet, rows)


def _prices_of_a_day(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Rule]:
    """Neighbouring rows of one day at market: sales, purchases, shares withheld (E10)."""
    market = [row for row in rows if row.table == at.TABLE_ONE and at.PRICE in row.cells
              and favourite(sheet, row.path(at.CODE)) in ("P", "S", "F")]
    for one, two in pairwise(market):
        if favourite(sheet, one.path(at.DATE)) == favourite(sheet, two.path(at.DATE)):
            yield Alike((one.path(at.PRICE), two.path(at.PRICE)))


def _head(sheet: Sheet) -> Iterator[Rule]:
    signatures = [path for path in sheet.cells if path.endswith("/signatureName")]
    for number in range(1, sheet.owners + 1):
        owner = f"reportingOwner[{number}]/reportingOwner"
        for flag, text, what in (("isOfficer", "officerTitle", "Officer"), ("isOther", "otherText", "Other")):
            cells = (f"{owner}Relationship/{flag}", f"{owner}Relationship/{text}")
            if all(cell in sheet.cells for cell in cells):
                yield Together(what, cells)
        cells = (f"{owner}Address/rptOwnerState", f"{owner}Address/rptOwnerZipCode")
        if all(cell in sheet.cells for cell in cells):
            yield Zip(cells)
        yield from (Signs((f"{owner}Id/rptOwnerName", path)) for path in signatures)


