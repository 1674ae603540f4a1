"""Two readings of one line, word by word: a word that makes no sense gives way to one that does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Opcode

from extractor.records import Word

_PROSE = 4  # words of letters from which a line is prose: tables and boxes are read once more, cell by cell
_ALIKE = 60  # likeness (0-100) of two readings of one word
_HEARD, _SURE = 0.2, 0.8  # the first engine's score from which its word is heard, and one with a capital
_CORE = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_THOUSANDS = re.compile(r"\(?\d{1,3}(?:,\d{3})+\)?[.,;:]?")


def voted(second: Sequence[str], first: Sequence[Word], known: frozenset[str]) -> list[str]:
    """The words of the second engine's reading of a line, in prose those that nobody knows as the first engine has
    them where that is a word, two words or a number with thousands. `first` are the line's words left to right, `known`
    words in lower case."""
    if sum(bool(_CORE.search(part)) for part in second) < _PROSE:
        return list(second)
    ends = [0, *accumulate(len(word.text) for word in first)]
    steps = Levenshtein.opcodes("".join(second), "".join(word.text for word in first))
    out, at = [], 0
    for part in second:
        start, end = across(steps, at), across(steps, at + len(part))
        at += len(part)
        mine = first[ends.index(start) : ends.index(end)] if start in ends and end in ends else ()
        out += [word.text for word in mine] if _better(part, mine, known) else [part]
    return out


def _better(part: str, mine: Sequence[Word], known: frozenset[str]) -> bool:
    """Whether the first engine's words make more sense than the second's one."""
    if not mine or len(mine) > 2 or "".join(word.text for word in mine) == part == mine[0].text:
        return False
    if len(mine) == 1 and _THOUSANDS.fullmatch(mine[0].text):  # a comma loses its tail, a point grows none
        return part == mine[0].text.replace(",", ".")
    if _is_known(part, known) or not all(_is_known(word.text, known) for word in mine):
        return False
    if any(word.score < (_SURE if word.text.strip("(\"'")[:1].isupper() else _HEARD) for word in mine):
        return False
    return fuzz.ratio(part.lower(), "".join(word.text for word in mine).lower()) >= _ALIKE


def _is_known(text: str, known: frozenset[str]) -> bool:
    core = _CORE.search(text)
    return core is not None and sum(c.isalnum() for c in text) == sum(c.isalnum() for c in core[0]) and all(
        part in known for part in re.split("['-]", core[0].lower().removesuffix("'s"))
    )


def across(steps: Iterable[Opcode], at: int) -> int:
    """The place in the second text that stands against place `at` of the first."""
    landed = 0
    for step in steps:
        if step.src_start <= at < step.src_end:
            return int(min(step.dest_start + (at - step.src_start), step.dest_end))
        if at >= step.src_end:
            landed = step.dest_end
    return int(landed)
