"""Labels of the head that go on in the line below, among what is typed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.dump.labels import words_of
from extractor.dump.lines import TextLine
from extractor.dump.vocabulary import BoxId
from extractor.shapes import is_check, letters, word_set

_OPTION_WORDS = word_set("owner specify below title give reporting person persons than one more")
"""What the options of the check boxes wrap to."""


def carried_words(line: TextLine, taken: set[int], boxes: Iterable[BoxId]) -> set[int]:
    """Words of cells that hold nothing but the rest of a label, or of a check box's option, that wrapped."""
    cells: dict[int, list[int]] = {}
    for at, cell in enumerate(line.cells):
        cells.setdefault(cell, []).append(at)
    known = [words_of(box) for box in boxes]
    out: set[int] = set()
    for places in cells.values():
        texts = [letters(line.words[at].text) for at in places]
        if taken.intersection(places) or not any(texts):
            continue
        if any(is_check(line.words[at].text) is not None for at in places):
            continue
        if any(all(not text or text in words for text in texts) for words in (*known, _OPTION_WORDS)):
            out.update(places)
    return out


def carried_ends(line: TextLine, taken: set[int], rests: Sequence[tuple[str, ...]]) -> set[int]:
    """Words at the start of the line, or at its end, that go on with the labels of the line before: "* Symbol" before a
    name, "to Issuer" behind a ticker."""
    if not rests:
        return set()
    words, at = line.words, 0
    for rest in rests:
        while at < len(words) and words[at].text in {"*", "|"}:
            at += 1
        said = tuple(letters(word.text) for word in words[at : at + len(rest)])
        at += len(rest) if rest and said == rest else 0
    last = rests[-1]
    size = len(last) if last and tuple(letters(word.text) for word in words[-len(last) :]) == last else 0
    return {*range(at), *range(max(at, len(words) - size), len(words))} - taken
