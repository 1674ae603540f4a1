"""Words of the head's printed labels that OCR garbled, as they are printed: "1. Narne", "(speciify", "befow)", "oll".

What a filer typed is never touched: a word is mended only where the label's next or last word stands beside it, or
where its bracket and its length leave no doubt. So the rules behind it need not know each way in which a label breaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from extractor.dump.lines import TextLine
from extractor.dump.vocabulary import HEAD_LABELS
from extractor.records import Word
from extractor.shapes import fold, is_check, letters

_PRINTED = (
    *(label.text for label in HEAD_LABELS),
    "Relationship of Reporting Person(s) to Issuer (Check all applicable)",
    "Director 10% Owner",
    "Officer (give title below) Other (specify below)",
    "Individual or Joint/Group Filing (Check Applicable Line)",
    "Form filed by One Reporting Person",
    "Form filed by More than One Reporting Person",
    "Reporting Owner Name / Address",
    "Reporting Owners",
)
_BRACKETED = frozenset({"street", "middle", "below", "specify", "applicable"})
"""Words that stand at a bracket and that nobody types there."""
_NUMBER = "#"
"""Stands for the number of a box."""
_LONG = 4
_SURE = 7
_PASSES = 4
_ALIKE = str.maketrans(
    {"c": "o", "e": "o", "a": "o", "0": "o", "i": "l", "1": "l", "f": "l", "t": "l", "j": "l", "r": "l",
     "u": "n", "m": "nn", "w": "vv", "y": "v", "h": "n", "b": "n", "5": "s", "9": "g", "d": "ol"}
)  # fmt: skip
_EDGES = re.compile(r"([\W_]*(?:[xX]_+)?)(.*?)([\W_]*)\Z", re.DOTALL)
_NUMBERED = re.compile(r"[\[(|]?\d{1,2}[.,]\Z")
_GLUED = re.compile(r"_+[xX]_(__+)\Z")
_LOST = str.maketrans("", "", ".-~'\"`")
"""At a mended word's edges these stand for letters of it."""


@lru_cache(maxsize=2048)
def outline(text: str) -> str:
    """What is left of folded letters when the ink runs or fades: alike for words that OCR takes for one another."""
    return text.replace("rn", "m").translate(_ALIKE)


def _words(text: str) -> list[str]:
    parts = (part.strip("().,*'") for part in text.replace("/", " ").split())
    return [part for part in parts if letters(part)]


_SPELT = {letters(word): word for text in _PRINTED for word in _words(text) if len(letters(word)) > 1}

@lru_cache(maxsize=64)
def _outlines(size: int) -> tuple[tuple[str, str, int], ...]:
    """Words of the labels that a word with an outline of that size may be: each with its own outline and how many of
    its strokes may be another's."""
    known = ((word, outline(word), 1 if len(word) < _SURE else len(word) // 4) for word in _SPELT)
    return tuple((word, printed, reach) for word, printed, reach in known if abs(len(printed) - size) <= reach)


_PAIRS = frozenset(
    (letters(left), letters(right))
    for text in _PRINTED
    for left, right in zip(_words(text), _words(text)[1:], strict=False)
) | {(_NUMBER, letters(label.text.split()[0])) for label in HEAD_LABELS if label.text[0] != "("}
"""What follows what in the labels."""


def _core(text: str) -> str:
    """A word without the signs at its edges."""
    found = _EDGES.match(text)
    return found[2] if found else text


def mended(line: TextLine) -> TextLine:
    """The line with the garbled words of labels as they are printed; the words keep their places and spans. One mended
    word may tell the next."""
    for _ in range(_PASSES):
        before, line = line, _mended(line)
        if line is before:
            break
    return line


def _mended(line: TextLine) -> TextLine:
    meant = [_meant(word.text) for word in line.words]
    words = list(line.words)
    for at, word in enumerate(line.words):
        if word.text[:1] == "_" and (glued := _GLUED.match(word.text)):
            words[at] = replace(word, text=glued[1])  # the first mark is that of an option that is lost
        if not meant[at] or meant[at] == (_NUMBER,) or letters(_core(word.text)) in meant[at]:
            continue
        found = _beside(line.words, meant, at) or _by_bracket(word.text, meant[at])
        if found is not None:
            words[at] = _spelt(word, found)
    return line if words == list(line.words) else replace(line, words=tuple(words))


@lru_cache(maxsize=2048)
def _meant(text: str) -> tuple[str, ...]:
    """The printed words that a word may be, the likeliest first; `_NUMBER` for a number like a box's."""
    core = _core(text)
    folded = letters(core)
    if _NUMBERED.match(text):
        return (_NUMBER,)
    if folded in _SPELT:
        return (folded,)
    if len(folded) < 2 or is_check(text) is not None or "/" in core:
        return ()
    own = outline(re.sub(r"\W+", "-", fold(core)))
    near = []
    for word, printed, reach in _outlines(len(own)):
        away = Levenshtein.distance(own, printed, score_cutoff=reach)
        if away <= reach:
            near.append((away, word))
    return tuple(word for _, word in sorted(near))


def _beside(words: Sequence[Word], meant: Sequence[tuple[str, ...]], at: int) -> str | None:
    """The printed word at `at` that goes with what stands before or behind it: with one long word, or with a short one
    on either side; a short word of which not even the outline is left needs two that are sure."""
    text = words[at].text
    for word in meant[at]:
        short = len(word) < _LONG
        if short and _core(text).isupper() and _SPELT[word].islower():
            continue  # "CT." is no worn "or"
        points = 0 if short or not _is_bracketed(text) else 1
        for beside, order in ((at - 1, -1), (at + 1, 1)):
            for other in meant[beside] if 0 <= beside < len(words) else ():
                whole = letters(words[beside].text) == other or (len(other) > _LONG and meant[beside] == (other,))
                whole |= other == _NUMBER
                pair = (other, word) if order < 0 else (word, other)
                if pair in _PAIRS and (whole or len(word) + len(other) >= 3 * _LONG):
                    points += 2 if short or other in {_NUMBER, "10"} or len(other) >= _LONG else 1
                    break
        if points >= (4 if short and outline(letters(text)) != outline(word) else 2):
            return word
    return None


def _is_bracketed(text: str) -> bool:
    return text[:1] in "({[" or text[-1:] in ")}]"


def _by_bracket(text: str, meant: Sequence[str]) -> str | None:
    if len(letters(text)) < _LONG or not _is_bracketed(text):
        return None
    symbol = _core(text).isupper()  # "[MFEW]" is no worn "below)"
    return next((word for word in meant if word in _BRACKETED and not (symbol and _SPELT[word].islower())), None)


def _spelt(word: Word, printed: str) -> Word:
    found = _EDGES.match(word.text)
    before, after = (found[1].translate(_LOST), found[3].translate(_LOST).strip("%")) if found else ("", "")
    return replace(word, text=f"{before}{_SPELT[printed]}{after}")
