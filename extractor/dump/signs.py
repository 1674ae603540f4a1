"""Which of Table II's two amount columns, (A) or (D), an amount is in, where a dump moved the words of its row."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.dump.decode import LogicalColumn, distance
from extractor.dump.lines import TextLine
from extractor.dump.wraps import AMOUNTS
from extractor.shapes import latin, letters, without_marks

_DISPOSED = frozenset("MCXOEH")
_ACQUIRED = frozenset("AP")
"""Codes with which a derivative is nearly always disposed of, or acquired (F1; restricted units may be earned by M);
others go either way."""
_MOVED = 0.8
"""What the places of a moved row cost at least: two of its words beside their columns, or one a step away."""


def signed(line: TextLine, path: Sequence[int], columns: Sequence[LogicalColumn], pitch: float) -> list[int]:
    """The row's path (a column for each word) with an amount in the column that its code asks for, when words of the
    row stand beside their columns, as far away as this one would stand from that."""
    roles = [column.role for column in columns]
    if not pitch or AMOUNTS[0] not in roles or AMOUNTS[1] not in roles:
        return list(path)
    codes = [word.text for word, at in zip(line.words, path, strict=True) if roles[at] == "transactionCode"]
    code = letters(without_marks(latin(codes[0]))).upper() if codes else ""
    wanted = AMOUNTS[1] if code in _DISPOSED else AMOUNTS[0] if code in _ACQUIRED else None
    amounts = {roles[at] for at in path if roles[at] in AMOUNTS}
    if wanted is None or not amounts or wanted in amounts:
        return list(path)
    to = roles.index(wanted)
    away = [
        distance(at, len(word.text), columns[column], pitch)
        for at, word, column in zip(line.at, line.words, path, strict=True)
    ]
    near = all(
        distance(at, len(word.text), columns[to], pitch) <= max(away)
        for at, word, column in zip(line.at, line.words, path, strict=True)
        if roles[column] in AMOUNTS
    )
    moved = sum(away) >= _MOVED
    return [to if roles[column] in AMOUNTS else column for column in path] if near and moved else list(path)
