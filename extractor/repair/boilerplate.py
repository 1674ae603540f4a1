"""The form's own printed text mended where it was garbled: a closed set of sentences aligned with a dump.

A sentence is only believed where most of its words stand in order; then the words between them that are neither words
of the form nor numbers, and that are near enough to what should stand there, are mended. Values are never touched.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

import templates
from extractor.edits import Edit

_SENTENCES = Path(templates.__file__).with_name("boilerplate.json")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_GARBLED = 0.35  # most of its length that a sentence may differ by and still be this sentence
_KEPT = 0.45  # least share of the words (of the part that is there) that must stand letter by letter
_PART = 6  # words that a part of a longer sentence must have
_SLACK = 3  # words that may be lost or come in between over a sentence
_ALIKE = 0.5  # least likeness of a single word to the one printed there; rapidfuzz ratio, 0 to 1
_CLEARLY = 0.72  # from which one right neighbour is enough; below, both must be right
_LONG = 5  # letters that a word so unlike the printed one must have
_BESIDE = 40  # characters: a neighbour farther off is none (a table's bars and rules may lie between)
_FAR = 160  # characters: a part of the sentence farther off stands somewhere else


class Token(NamedTuple):
    """A word of the dump: folded, and where it stands (character offsets, half open)."""

    folded: str
    start: int
    end: int


class _Place(NamedTuple):
    """A sentence found in the dump: pairs of (token, word of the sentence), and how many of them are the same."""

    pairs: tuple[tuple[int, str], ...]
    kept: int


@lru_cache(maxsize=1)
def load_sentences() -> tuple[str, ...]:
    """The printed sentences of every revision of the form."""
    return tuple(json.loads(_SENTENCES.read_text(encoding="utf-8"))["sentences"])


def boilerplate_edits(text: str, sentences: Sequence[str], taken: Iterable[tuple[int, int]] = ()) -> tuple[Edit, ...]:
    """Edits (character offsets of `text`, in order, none overlapping) that mend the form's print. `taken` are the spans
    [start, end) of values: no word in them is looked at."""
    tokens = _tokens(text, taken)
    phrases = [tuple(word.group() for word in _WORD.finditer(sentence)) for sentence in sentences]
    vocabulary = frozenset(word.casefold() for phrase in phrases for word in phrase)
    claimed: dict[int, Edit | None] = {}
    for place in sorted(_places(tokens, phrases), key=lambda place: -place.kept):
        printed = dict(place.pairs)
        for index, word in place.pairs:
            if index not in claimed:
                sure = _is_sure(tokens, index, printed) and tokens[index].folded not in vocabulary
                claimed[index] = _edit(text, tokens[index], word) if sure else None
    return tuple(edit for _, edit in sorted(claimed.items()) if edit is not None)


def _tokens(text: str, taken: Iterable[tuple[int, int]]) -> list[Token]:
    spans = sorted(taken)
    starts = [start for start, _ in spans]
    tokens = []
    for word in _WORD.finditer(text):
        nth = bisect_right(starts, word.end() - 1) - 1
        if nth < 0 or spans[nth][1] <= word.start():
            tokens.append(Token(word.group().casefold(), word.start(), word.end()))
    return tokens


def _places(tokens: Sequence[Token], phrases: Sequence[tuple[str, ...]]) -> Iterator[_Place]:
    """Where each sentence stands: begun at the words it has in common with the dump, then aligned word by word."""
    pairs_at: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in range(len(tokens) - 1):
        pairs_at[tokens[index].folded, tokens[index + 1].folded].append(index)
    for phrase in phrases:
        if len(phrase) < 3:
            continue
        folded = [word.casefold() for word in phrase]
        starts = {index - place for place, pair in enumerate(pairwise(folded)) for index in pairs_at.get(pair, ())}
        last = -len(phrase) - 1
        for start in sorted(starts):
            if start - last > 1 and (found := _aligned(tokens, phrase, start)) is not None:
                yield found
                last = start


def _aligned(tokens: Sequence[Token], phrase: tuple[str, ...], start: int) -> _Place | None:
    """The sentence laid on the tokens from about `start` on, if enough of it is there."""
    first, last = max(0, start - 1), min(len(tokens), start + len(phrase) + _SLACK)
    window = range(first, last)
    folded = [word.casefold() for word in phrase]
    rows, columns = len(folded), len(window)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            alike = _likeness(tokens[window[j]].folded, folded[i])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike if alike else 0.0)
    pairs: list[tuple[int, str]] = []
    i = j = 0
    while i < rows and j < columns:
        alike = _likeness(tokens[window[j]].folded, folded[i])
        if alike and best[i][j] == best[i + 1][j + 1] + alike:
            pairs.append((window[j], phrase[i]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return _believed(tokens, phrase, pairs)


def _believed(tokens: Sequence[Token], phrase: tuple[str, ...], pairs: list[tuple[int, str]]) -> _Place | None:
    pairs = _densest(tokens, pairs)
    kept = sum(tokens[index].folded == word.casefold() for index, word in pairs)
    if kept < min(3, len(phrase) - 1) or len(pairs) < min(_PART, len(phrase)):
        return None
    read = " ".join(tokens[index].folded for index, _ in pairs)
    printed = " ".join(word.casefold() for _, word in pairs)
    if Levenshtein.normalized_distance(read, printed) > _GARBLED:
        return None
    return _Place(tuple(pairs), kept)


def _densest(tokens: Sequence[Token], pairs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The run of pairs where the sentence stands most nearly unbroken, with the garbled words at its ends."""
    best, best_sum, begin, running = (0, 0), 0.0, 0, 0.0
    for nth, (index, word) in enumerate(pairs):
        if nth:
            before = pairs[nth - 1][0]
            far = tokens[index].start - tokens[before].end > _FAR
            running -= _KEPT * (index - before - 1) + (len(pairs) if far else 0)
        if running < 0:
            begin, running = nth, 0.0
        running += 1 - _KEPT if tokens[index].folded == word.casefold() else -_KEPT / 2
        if running > best_sum:
            best, best_sum = (begin, nth + 1), running
    first, last = best
    if first and pairs[first][0] - pairs[first - 1][0] == 1:
        first -= 1
    if last < len(pairs) and last and pairs[last][0] - pairs[last - 1][0] == 1:
        last += 1
    return pairs[first:last]


@lru_cache(maxsize=2048)
def _likeness(read: str, printed: str) -> float:
    """1 for the same word, less for a garbled one, 0 for another."""
    if read == printed:
        return 1.0
    if read.isdigit() or printed.isdigit() or min(len(read), len(printed)) < 3:
        return 0.0
    alike = fuzz.ratio(read, printed) / 100
    return alike * 0.8 if alike >= _ALIKE else 0.0


def _is_sure(tokens: Sequence[Token], index: int, printed: dict[int, str]) -> bool:
    """True for a garbled word: its neighbours are as printed, and it is not merely cut, nor glued to the next."""
    read, wanted = tokens[index].folded, printed[index].casefold()
    if len(read) - len(wanted) >= 2 and (read.startswith(wanted) or read.endswith(wanted)):
        return False
    if len(wanted) - len(read) >= 2 and (wanted.startswith(read) or wanted.endswith(read)):
        return False
    sides = [_right_beside(tokens, index, step, printed) for step in (-1, 1)]
    for step in (-1, 1):
        if 0 <= index + step < len(tokens):
            other = tokens[index + step].folded
            if wanted in (other + read, read + other):
                return False  # cut where two cells meet
    missing = sum(index + step not in printed for step in (-1, 1))  # at the sentence's own end
    if fuzz.ratio(read, wanted) / 100 >= _CLEARLY:
        return any(sides)
    return min(len(read), len(wanted)) >= _LONG and sum(sides) + min(missing, 1) == 2


def _right_beside(tokens: Sequence[Token], index: int, step: int, printed: dict[int, str]) -> bool:
    other = index + step
    if other not in printed or tokens[other].folded != printed[other].casefold():
        return False
    left, right = sorted((index, other))
    return tokens[right].start - tokens[left].end <= _BESIDE


def _edit(text: str, token: Token, printed: str) -> Edit | None:
    read = text[token.start : token.end]
    after = printed.upper() if read.isupper() and len(read) > 1 else printed
    return (
        None
        if read.casefold() == printed.casefold()
        else Edit(offset=token.start, before=read, after=after, rule="printed-text")
    )
