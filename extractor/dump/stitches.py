"""What a table cut in two: words at the edge of a cell, put together where the whole is a word of securities' titles;
amounts, and days in words, that a line break parts from what they belong to.

Both cells may show the letters at the edge: "Ser | eries" is Series, "St | tock" Stock, "Op | tion" Option; and one of
them may show the whole word besides: "Series B C | Common", "Ordinary | y Shares".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.dump.lines import TextLine
from extractor.dump.wraps import DATED
from extractor.records import Word
from extractor.shapes import is_month_name, letters, word_set
from models.geometry import Box

_WORDS = word_set(
    "common stock class series preferred ordinary shares share depositary american restricted deferred performance "
    "director employee option options right rights purchase nonqualified qualified incentive units unit warrant "
    "warrants convertible beneficial interest appreciation phantom limited partnership voting subordinate notes "
    "indirect direct trust spouse family footnote retirement partnership rsu rsus explanation responses"
)
_OVERLAP = 2
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})*,(?:\d \d\d|\d\d \d| \d{3})\Z")
"""An amount with a blank within its last group or at either end of it."""
_IN_CELL = re.compile(rf"{_AMOUNT.pattern}|(?:\d \d\d?|\d\d \d),\d{{3}}(?:,\d{{3}})*(?:\.\d+)?\Z")
"""The same at the beginning of a cell, where no word stands whose figure the first might be."""
_NAMED = word_set("class series")
_REST_OF_DAY = re.compile(r"(?:[A-Z][a-z]{2,8}\.? )?(?:\d{1,2}, ?)?(?:19|20)\d\d|\d{1,2}/\d{1,2}/\d{2,4}")
_NEAR = 14.0
"""Characters that the words of one narrow column begin from one another at most."""


def stitched(line: TextLine) -> TextLine:
    """The line with such words whole, in the cell of their first part, and with amounts whole in which a blank stands:
    "7,20 0", and in a table's cell by itself "1 5,266"."""
    if len(line.words) < 2:
        return line
    line = _with_whole_amounts(line)
    if not line.table:
        return line
    kept: list[int] = []
    words: list[Word] = []
    for at, word in enumerate(line.words):
        if words and line.cells[at] == line.cells[kept[-1]] + 1:
            more = at + 1 < len(line.words) and line.cells[at + 1] == line.cells[at]
            whole = _whole(words[-1], word) or _shown_twice(words, word, more)
            if whole is not None:
                words[-1] = whole
                continue
        kept.append(at)
        words.append(word)
    return line if len(kept) == len(line.words) else line.only(kept, words)


def _with_whole_amounts(line: TextLine) -> TextLine:
    kept: list[int] = []
    words: list[Word] = []
    for at, word in enumerate(line.words):
        opens = line.table and bool(kept) and line.cells[: kept[-1] + 1].count(line.cells[at]) == 1
        pattern = _IN_CELL if opens else _AMOUNT
        if words and pattern.match(f"{words[-1].text} {word.text}") and line.cells[at] == line.cells[kept[-1]]:
            words[-1] = _together(words[-1], word, words[-1].text + word.text)
            continue
        kept.append(at)
        words.append(word)
    return line if len(kept) == len(line.words) else line.only(kept, words)


def _together(first: Word, second: Word, text: str) -> Word:
    span = (first.span[0], second.span[1]) if first.span and second.span else None
    return Word(text, Box.around((first.box, second.box)), first.page, first.score, span)


def _shown_twice(words: Sequence[Word], second: Word, more: bool) -> Word | None:
    """The whole one of two words at a cell's edge when the other is its first or last letter or two; `more` words stand
    behind the second. A letter behind "Class" is its name."""
    first, before = words[-1], letters(words[-2].text) if len(words) > 1 else ""
    short, long = sorted((first, second), key=lambda word: len(word.text))
    if len(short.text) > _OVERLAP or not short.text.isalpha() or letters(long.text) not in _WORDS:
        return None
    if short is first:
        return second if long.text.startswith(short.text) and before and before not in _NAMED else None
    return first if more and long.text.endswith(short.text) else None


def _whole(first: Word, second: Word) -> Word | None:
    left, right = first.text, second.text
    if letters(left) in _WORDS or not left[-1].isalpha() or not right[0].isalpha() or not right[0].islower():
        return None
    for overlap in range(min(_OVERLAP, len(left), len(right)), -1, -1):
        if letters(left[len(left) - overlap :]) == letters(right[:overlap]):
            text = left + right[overlap:]
            if letters(text) in _WORDS:
                return _together(first, second, text)
    return None


def goes_on_a_day(before: str, line: TextLine) -> bool:
    """Whether a line holds nothing but the rest of a day that the word before it begins, a month or "dated", or that
    its own first word does ("u/a/d 10/16/12")."""
    if line.table:
        return False
    first, _, rest = line.text.partition(" ")
    begun = before in DATED or is_month_name(before)
    own = letters(first) in DATED and _REST_OF_DAY.fullmatch(rest) is not None
    return own or (begun and _REST_OF_DAY.fullmatch(line.text) is not None)


def stands_below(line: TextLine, above: TextLine) -> bool:
    """Whether a line stands in the column of the last words of the one above."""
    return abs(line.at[0] - above.at[-1]) <= _NEAR


def gone_on(line: TextLine, following: TextLine) -> TextLine:
    """A line with the words of the next, which go on with its last ones, in their places."""
    last = len(line.words) - 1
    return replace(
        line,
        words=(*line.words, *following.words),
        at=(*line.at, *(line.at[last] for _ in following.words)),
        cells=(*line.cells, *(line.cells[last] for _ in following.words)),
    )
