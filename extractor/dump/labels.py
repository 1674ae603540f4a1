"""Find the labels of the form's boxes in the lines of the head, however garbled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.dump.lines import TextLine
from extractor.dump.vocabulary import HEAD_LABELS, TAIL_WORDS, BoxId
from extractor.records import Word
from extractor.shapes import is_check, letters, word_set

_LONGEST = 400
_WORN, _NEARLY = 6, 82  # letters of a word of a label that may have lost one, and its likeness then
_CUTOFF = 76
_LONG_TAILS = ("monthdayyear", "applicable", "filedmonthdayyear")
_BRACKETED = frozenset({"last", "city", "street"})
_KEYS = frozenset(key for label in HEAD_LABELS for key in label.keys)
_PLACES = ("last", "first", "middle", "street", "city", "state", "zip")


class FoundLabel(NamedTuple):
    """A label at words [start, end) of a line; not `whole`: only its beginning, the rest wraps to the next line."""

    box: BoxId
    start: int
    end: int
    score: float
    whole: bool = True


def find_labels(line: TextLine) -> list[FoundLabel]:
    """The labels in a line, left to right, without overlap (the better one wins)."""
    texts = [letters(word.text) for word in line.words]
    folded, owner = "".join(texts), [at for at, text in enumerate(texts) for _ in text]
    if len(folded) < 4 or len(folded) > _LONGEST:
        return []
    found: list[FoundLabel] = []
    there = {key for key in _KEYS if key in folded}
    for label in HEAD_LABELS if there else ():
        if there.isdisjoint(label.keys) or len(folded) < 0.7 * len(label.folded):
            continue
        offset = 0
        while True:  # a label may stand twice in a line of two boxes
            match = fuzz.partial_ratio_alignment(label.folded, folded[offset:], score_cutoff=_CUTOFF)
            if match is None or match.dest_end - match.dest_start < 0.6 * len(label.folded):
                break
            start, end = _whole_words(owner, offset + match.dest_start, offset + match.dest_end)
            end = _without_number(line.words, start, end)
            start = _at_number(line, start, end)
            end = _before_check(line.words, start, end) if label.box not in {"relation", "filers"} else end
            if label.box in _BRACKETED:
                bracketed = [at for at in range(start, end) if _is_bracketed(line.words[at].text)]
                if not any(word.text[:1] in "({[" or word.text[-1:] in ")}]" for word in line.words[start:end]):
                    break
                start, end = bracketed[0], bracketed[-1] + 1
            start, end = _extended(line, start, end, label.box)
            found.append(FoundLabel(label.box, start, end, match.score + len(label.folded) / 10))
            offset += match.dest_end
            if len(folded) - offset < 0.7 * len(label.folded):
                break
    found += _begun_labels(line, texts, found)
    found.sort(key=lambda item: -item.score)
    kept: list[FoundLabel] = []
    for item in found:
        if all(item.end <= other.start or item.start >= other.end for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _is_bracketed(text: str) -> bool:
    """A word of "(Last) (First) (Middle)", its brackets lost perhaps; a value beside it is none."""
    return text[:1] in "({[" or text[-1:] in ")}]" or any(fuzz.ratio(letters(text), word) >= 75 for word in _PLACES)


def _begun_labels(line: TextLine, texts: Sequence[str], found: Sequence[FoundLabel]) -> list[FoundLabel]:
    """Labels that wrap in a narrow box: a number and the start of one ("5. If Amendment," over "Date of Original"),
    alone in its stretch or before the label of the next box. `texts` are the line's words, folded."""
    starts = [at for at in range(len(line.words)) if not at or line.cells[at] != line.cells[at - 1]]
    stretches = [*pairwise([*starts, len(line.words)])]
    stretches += [(start, label.start) for label in found for start, end in stretches if start < label.start < end]
    return [label for start, end in stretches if (label := _begun(texts, start, end)) is not None]


def _begun(texts: Sequence[str], start: int, end: int) -> FoundLabel | None:
    text = "".join(texts[start:end])
    body = text.lstrip("0123456789")
    if body == "irs" and text != body:
        return FoundLabel("irs", start, end, 70, whole=False)  # of the box for an entity's number
    if 8 <= len(text) <= 40 and text[0].isdigit():
        for label in HEAD_LABELS:
            size = len(body)
            if 8 <= size < 0.8 * len(label.folded) and fuzz.ratio(body, label.folded[:size]) >= 85:
                return FoundLabel(label.box, start, end, 70 + size / 10, whole=False)
    return None


def _whole_words(owner: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Words of which at least half lies in the letters [start, end)."""
    counts: dict[int, int] = {}
    for index in owner[start:end]:
        counts[index] = counts.get(index, 0) + 1
    kept = [index for index, count in counts.items() if count * 2 >= owner.count(index)]
    return (min(kept), max(kept) + 1) if kept else (owner[start], owner[start] + 1)


def _without_number(words: Sequence[Word], start: int, end: int) -> int:
    """The number of the next box ("| 4.") is not the end of this label."""
    while end - 1 > start and len(letters(words[end - 1].text)) <= 2 and letters(words[end - 1].text).isdigit():
        end -= 1
    return end


def _before_check(words: Sequence[Word], start: int, end: int) -> int:
    """ "(Check all applicable)" behind a rule is the next box's."""
    check = next((at for at in range(start + 1, end) if letters(words[at].text) == "check"), None)
    return end if check is None or words[check - 1].text != "|" else check - 1


def _at_number(line: TextLine, start: int, end: int) -> int:
    """What stands in the cell before that of the box's number ("… Trust | 2. Issuer Name") is no part of the label."""
    numbered = (at for at in range(start + 1, min(start + 3, end)) if line.cells[at] != line.cells[at - 1])
    return next((at for at in numbered if re.match(r"\d{1,2}[.,]\Z", line.words[at].text)), start)


def _extended(line: TextLine, start: int, end: int, box: BoxId) -> tuple[int, int]:
    """With the box number before it ("1.", "3,", "[4.") and the tail words after it ("(Month/Day/Year)", "*"); behind a
    gap "(Check all applicable)" is the next box's."""
    words = line.words
    if box in _BRACKETED:
        return start, end
    if (
        start
        and not letters(words[start].text)[:2].rstrip("a").isdigit()
        and len(letters(words[start - 1].text)) <= 2
        and (letters(words[start - 1].text)[:1].isdigit() or words[start - 1].text[-1:] in ".,")
    ):
        start -= 1
    while end < len(words):
        text = letters(words[end].text)
        raw = words[end].text
        if text == "check" and line.cells[end] != line.cells[end - 1]:
            break
        if (
            (not text and raw in {"*", "**", "-", "–", "”", '"', "°", "~", "§", ":", "+"})
            or (text in tail_of(box) and not (text == "line" and raw.isupper()))
            or (len(text) >= 8 and max(fuzz.ratio(text, word) for word in _LONG_TAILS) >= 78)
        ):
            end += 1
        else:
            break
    return start, end


@lru_cache(maxsize=32)
def words_of(box: BoxId) -> frozenset[str]:
    """The words of a box's labels, folded: what a label that wrapped may go on with."""
    return (
        frozenset(
            letters(word)
            for label in HEAD_LABELS
            if label.box == box
            for word in label.text.replace("/", " / ").split()
        )
        | tail_of(box)
    )


def rest_of(label: FoundLabel, last: str) -> tuple[str, ...]:
    """The folded words of a label that follow its last one in the line: those that may wrap to the next line."""
    spelt = [[letters(word) for word in known.text.split()] for known in HEAD_LABELS if known.box == label.box]
    return next((tuple(words[words.index(last) + 1 :]) for words in spelt if last in words), ())


_OF_NAMES = word_set("check all line day month year code country an entity if")
"""Tail words that no label of a name goes on with, while a name may begin so ("ALL AMERICAN …", "DAY ONE …")."""


def tail_of(box: BoxId) -> frozenset[str]:
    """The words that may go on after the label of a box."""
    return TAIL_WORDS - _OF_NAMES if box in {"issuer", "owner"} else TAIL_WORDS


def without_tail(words: Sequence[Word], more: frozenset[str] = TAIL_WORDS) -> list[Word]:
    """The rest of a label that wrapped ("Line)", "(Month/Day/Year)", "Issuer") taken off the start of its next line."""
    at = 0
    while (
        at < len(words)
        and (_is_tail(letters(words[at].text), more) or not letters(words[at].text))
        and is_check(words[at].text) is None
    ):
        at += 1
    return list(words[at:])


def _is_tail(text: str, more: frozenset[str]) -> bool:
    """Whether a word is one of a label's, a letter of a longer one misread perhaps."""
    worn = (word for word in more if abs(len(word) - len(text)) <= 1 and len(word) >= _WORN)
    return text in more or any(fuzz.ratio(text, word) >= _NEARLY for word in worn)


def in_trust(words: Sequence[Word], at: int) -> bool:
    """A date in a trust's name ("U/A/D 01/18/2010")."""
    return at > 0 and letters(words[at - 1].text) in {"uad", "dated", "dtd", "ua", "ud", "utd"}
