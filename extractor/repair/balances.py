"""Running balances: which rows count on from one another, and in which way the filer keeps the total.

Filers print the balance after each row, the final total on every row, or the newest row first; what most of the
bucket's readings agree with is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.repair import columns as at
from extractor.repair.note_numbers import besides
from extractor.repair.opinions import best
from extractor.repair.rows import Row
from extractor.repair.rules.amounts import Equal
from extractor.repair.rules.balance import Balance
from extractor.repair.rules.rule import Rule, Value, parsed, spelt
from extractor.repair.sheet import Sheet

ALIKE = 88
"""Similarity (0 to 100) of two titles that are one security read twice."""

Quad = tuple[str, str, str, str]


def balances(sheet: Sheet) -> tuple[Rule, ...]:
    """The rules of every bucket: rows of one security, owned in one way, of one table."""
    rules: list[Rule] = []
    for bucket in buckets(sheet):
        rules.extend(_bucket_rules(sheet, bucket))
    return tuple(rules)


def buckets(sheet: Sheet) -> tuple[tuple[Row, ...], ...]:
    """Transaction rows that share title, D/I and nature (and, in Table II, strike and expiration), in printed order."""
    found: list[tuple[tuple[str, ...], list[Row]]] = []
    for row in sheet.rows:
        if row.kind == "holding" or not {at.AMOUNT, at.ACQUIRED_DISPOSED, at.OWNED} <= row.cells.keys():
            continue
        key = _key(sheet, row)
        for known, rows in found:
            if known[1:] == key[1:] and one_security(known[0], key[0]):
                rows.append(row)
                break
        else:
            found.append((key, [row]))
    return tuple(tuple(rows) for _, rows in found)


def first_of(sheet: Sheet, rows: Sequence[Row]) -> Row | None:
    """The row of a bucket that moved first; None where every row shows the final total, which tells of no first one."""
    return (rows[0], rows[-1], None)[_way(_ways(sheet, rows))] if len(rows) > 1 else rows[0]


def last_of(sheet: Sheet, rows: Sequence[Row]) -> Row:
    """The row of a bucket that says what is owned in the end."""
    return rows[0] if len(rows) > 1 and _way(_ways(sheet, rows)) == 1 else rows[-1]


def account_of(sheet: Sheet, row: Row) -> tuple[str, ...]:
    """Title, table, nature (letters and digits alone, "i" for what is indirect without one) and, in Table II, strike
    and expiration of a row's shares."""
    title, table, direct, nature, *series = _key(sheet, row)
    if series:
        series[0] = spelt(parsed("money", series[0])) or ""
    return (title, table, nature or ("i" if direct == "I" else ""), *series)


def one_security(one: str, two: str) -> bool:
    """True when two titles name one security, allowing for misread letters but not for another class or series:
    "Class A" and "Class B" differ."""
    if _skeleton(one) == _skeleton(two):
        return True
    if _short_words(one) != _short_words(two):
        return False
    return fuzz.ratio(_skeleton(one), _skeleton(two)) >= ALIKE


def _short_words(title: str) -> list[str]:
    """Words of one or two letters or with figures in them: what tells classes and series apart."""
    words = "".join(sign if sign.isalnum() else " " for sign in title.lower()).split()
    return [word for word in words if len(word) <= 2 or any(sign.isdigit() for sign in word)]


def _key(sheet: Sheet, row: Row) -> tuple[str, ...]:
    """Title first, which is compared fuzzily. Ownership is indirect when its nature is printed, whatever letter was
    read (C3)."""
    nature = _skeleton(_text(sheet, row, at.NATURE))
    direct = "I" if nature else _text(sheet, row, at.DIRECT)
    series = () if row.table == at.TABLE_ONE else (_text(sheet, row, at.STRIKE), _text(sheet, row, at.EXPIRES))
    return (_text(sheet, row, at.TITLE), row.table, direct, nature, *series)


def _text(sheet: Sheet, row: Row, field: str) -> str:
    proposal = sheet.cells.get(row.path(field))
    candidate = best(proposal) if proposal else None
    return (candidate.value if candidate else None) or ""


def _skeleton(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _bucket_rules(sheet: Sheet, rows: Sequence[Row]) -> list[Rule]:
    ways = _ways(sheet, rows)
    return ways[_way(ways)][1]


def _way(ways: Sequence[tuple[int, list[Rule]]]) -> int:
    """0: a running total in printed order, 1: the newest row first, 2: the final total on every row. Where no pair fits
    in any way the rows are still most likely a running balance, in printed order."""
    return max(range(len(ways)), key=lambda way: ways[way][0])


def _ways(sheet: Sheet, rows: Sequence[Row]) -> list[tuple[int, list[Rule]]]:
    """For each way to keep the total how many pairs of rows fit it, and its rules."""
    forward = [_quad(before, row, row) for before, row in pairwise(rows)]
    backward = [_quad(after, before, before) for before, after in pairwise(rows)]
    gaps = besides(sheet.notes)
    totals = [row.path(at.OWNED) for row in rows]
    said = _values(sheet, totals)
    return [
        _chain(sheet, forward, gaps, rows[0].table),
        _chain(sheet, backward, gaps, rows[0].table),
        (
            sum(one is not None and one == two for one, two in pairwise(said)),
            [Equal("one-total", pair, "every row shows the final total") for pair in pairwise(totals)],
        ),
    ]


def _quad(before: Row, moved: Row, after: Row) -> Quad:
    """Owned before, amount, sign, owned after."""
    return before.path(at.OWNED), moved.path(at.AMOUNT), moved.path(at.ACQUIRED_DISPOSED), after.path(at.OWNED)


def _chain(
    sheet: Sheet, quads: Sequence[Quad], gaps: dict[Decimal, str], table: str
) -> tuple[int, list[Rule]]:
    """How many balances of a running total hold as read, and their rules."""
    held = [Balance(quad, gaps).holds(_values(sheet, quad)) is True for quad in quads]
    certain = table == at.TABLE_ONE or sum(held) * 2 > len(held)
    return sum(held), [
        Balance(quad, gaps, hard=sum(held) - held[place] >= 2, certain=certain) for place, quad in enumerate(quads)
    ]


def _values(sheet: Sheet, paths: Sequence[str]) -> tuple[Value, ...]:
    values = []
    for path in paths:
        proposal = sheet.cells[path]
        candidate = best(proposal)
        values.append(parsed(proposal.cell.kind, candidate.value) if candidate else None)
    return tuple(values)
