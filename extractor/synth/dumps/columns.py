"""What happens to the columns of a table on its way to markdown: split, merged, shifted cells; all of it can be undone
by who knows the form, but for a side of Table II that moved: those names are reported."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MERGED = {
    ("following", "di"), ("di", "nature"), ("amount", "ad"), ("date", "code"), ("code", "amount"), ("ad", "price"),
    ("exercisable", "expiration"), ("underlying", "underlying_amount"), ("title", "date"), ("price", "following"),
}  # fmt: skip
"""Neighbours that a reader can tell apart when both stand in one cell: their kinds differ, or both are there."""
_SHIFTED = {
    ("date", "deemed"), ("code", "v"), ("amount", "v"), ("following", "price"), ("underlying_amount", "price"), ("di",
    "nature"),
}  # fmt: skip
_CUT = {"title", "underlying", "nature", "officer"}


@dataclass(frozen=True, slots=True)
class Table:
    """Texts in rows; `keys` names the columns ("" for one that came of damage), `head` counts the rows of headings and
    `names` the row of the filing each row prints ("" for headings)."""

    keys: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    head: int
    names: tuple[str, ...]

    def changed(self, rows: Sequence[Sequence[str]]) -> Table:
        return replace(self, rows=tuple(tuple(row) for row in rows))


def cut_points(text: str, first: int, last: int) -> list[int]:
    """Places from `first` up to (not with) `last` where a text may be cut: never inside a tag."""
    return [at for at in range(first, last) if text.rfind("<", 0, at) <= text.rfind(">", 0, at)]


def split(table: Table, rng: random.Random) -> Table:
    """A column falls into two: in some rows its text is cut, and a letter or two may stand on both sides."""
    choices = [at for at, key in enumerate(table.keys) if key in _CUT]
    if not choices:
        return table
    at = rng.choice(choices)
    rows = []
    for number, row in enumerate(table.rows):
        left, right = row[at], ""
        if len(left) > 3 and rng.random() < (0.6 if number < table.head else 0.35):
            overlap = rng.choice((0, 0, 1, 1, 2)) if "<" not in left else 0
            spots = cut_points(left, 2, len(left) - 1)
            spot = rng.choice(spots) if spots else len(left)
            left, right = left[:spot], left[max(0, spot - overlap) :] if spots else ""
        rows.append((*row[:at], left.strip(), right.strip(), *row[at + 1 :]))
    return replace(table, keys=(*table.keys[: at + 1], "", *table.keys[at + 1 :]), rows=tuple(rows))


def merged(table: Table, chance: float, rng: random.Random) -> Table:
    """Two neighbours in one cell, the other left empty."""
    rows = [list(row) for row in table.rows]
    for row in rows[table.head :]:
        for at in range(len(row) - 1):
            both = row[at] and row[at + 1]
            if both and (table.keys[at], table.keys[at + 1]) in _MERGED and rng.random() < chance:
                text, empty = f"{row[at]} {row[at + 1]}", rng.random() < 0.6
                row[at], row[at + 1] = (text, "") if empty else ("", text)
    return table.changed(rows)


def shifted(table: Table, chance: float, rng: random.Random) -> Table:
    """Single cells slip into an empty neighbour."""
    rows = [list(row) for row in table.rows]
    for row in rows[table.head :]:
        for at in range(len(row)):
            for to in (at - 1, at + 1):
                if 0 <= to < len(row) and row[at] and not row[to] and rng.random() < chance:
                    pair = table.keys[at], table.keys[to]
                    if pair in _SHIFTED:
                        row[to], row[at] = row[at], ""
    return table.changed(rows)


def pushed(table: Table, chance: float, rng: random.Random) -> tuple[Table, frozenset[str]]:
    """Rows of values pushed one column to the right from some column on. Returns the names of the sides (A or D) that a
    reader can no longer see."""
    if not any(rng.random() < chance for _ in range(len(table.rows) - table.head)):
        return table, frozenset()
    wide = [[*row, ""] for row in table.rows]
    lost = set()
    for number, row in enumerate(wide):
        if number < table.head or rng.random() < 0.4:
            continue
        at = rng.randrange(1, len(row) - 2)
        row[at:] = ["", *row[at:-1]]
        if "acquired" in table.keys and at <= table.keys.index("disposed") and table.names[number]:
            lost.add(f"{table.names[number]}.ad")
    return replace(table.changed(wide), keys=(*table.keys, "")), frozenset(lost)


def noisy(table: Table, chance: float, rng: random.Random) -> Table:
    """Specks in empty cells: "-", ".", "1" of a rule."""
    rows = [
        [rng.choice(("-", "·", ".", "1", "'", "|")) if not text and rng.random() < chance else text for text in row]
        for row in table.rows
    ]
    kept = [
        row if number < table.head else list(old)
        for number, (row, old) in enumerate(zip(rows, table.rows, strict=True))
    ]
    return table.changed(kept)
