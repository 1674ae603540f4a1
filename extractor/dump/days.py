"""Which of a row's days stands in which column: traded, deemed executed, exercisable, expiring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.boxes import GUESSED
from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import TextLine
from extractor.dump.looks import day_of
from extractor.dump.wraps import Row
from extractor.shapes import date_likeness

TRADED, DEEMED, EXERCISE, EXPIRATION = "transactionDate", "deemedExecutionDate", "exerciseDate", "expirationDate"


def is_years_off(columns: Sequence[LogicalColumn], path: Sequence[int], line: TextLine) -> bool:
    """Whether what was taken for the deemed execution is another day: years away from the transaction."""
    found = {columns[index].role: day_of(word.text) for index, word in zip(path, line.words, strict=True)}
    deemed, traded = found.get(DEEMED), found.get(TRADED)
    return deemed is not None and traded is not None and abs(int(deemed[-2:]) - int(traded[-2:])) not in {0, 1, 99}


def expire(row: Row, columns: Sequence[LogicalColumn]) -> None:
    """A lone day whose columns are lost is oftener the expiration's than the exercise's: moved there, at a guess."""
    roles = [column.role for column in columns]
    if EXERCISE not in roles or roles.index(EXPIRATION) in row.filled:
        return
    words = row.filled.get(roles.index(EXERCISE), [])
    if len(words) == 1 and date_likeness(words[0].text) >= 0.5:
        row.filled[roles.index(EXPIRATION)] = [replace(word, score=min(word.score, GUESSED)) for word in words]
        del row.filled[roles.index(EXERCISE)]
