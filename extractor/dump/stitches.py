"""Words that the edge of a table's cell cut in two, put together where the whole is a word of securities' titles.

Both cells may show the letters at the edge: "Ser | eries" is Series, "St | tock" Stock, "Op | tion" Option.
"""

from __future__ import annotations

from extractor.dump.lines import TextLine
from extractor.records import Word
from extractor.shapes import letters, word_set
from models.geometry import Box

_WORDS = word_set(
    "common stock class series preferred ordinary shares share depositary american restricted deferred performance "
    "director employee option options right rights purchase nonqualified qualified incentive units unit warrant "
    "warrants convertible beneficial interest appreciation phantom limited partnership voting subordinate notes "
    "indirect direct trust spouse family footnote retirement partnership"
)
_OVERLAP = 2


def stitched(line: TextLine) -> TextLine:
    """The line of a table with such words whole, in the cell of their first part."""
    if not line.table or len(line.words) < 2:
        return line
    kept: list[int] = []
    words: list[Word] = []
    for at, word in enumerate(line.words):
        if words and line.cells[at] == line.cells[kept[-1]] + 1 and (whole := _whole(words[-1], word)) is not None:
            words[-1] = whole
            continue
        kept.append(at)
        words.append(word)
    return line if len(kept) == len(line.words) else line.only(kept, words)


def _whole(first: Word, second: Word) -> Word | None:
    left, right = first.text, second.text
    if letters(left) in _WORDS or not left[-1].isalpha() or not right[0].isalpha() or not right[0].islower():
        return None
    for overlap in range(min(_OVERLAP, len(left), len(right)), -1, -1):
        if letters(left[len(left) - overlap :]) == letters(right[:overlap]):
            text = left + right[overlap:]
            if letters(text) in _WORDS:
                span = (first.span[0], second.span[1]) if first.span and second.span else None
                return Word(text, Box.around((first.box, second.box)), first.page, first.score, span)
    return None
