"""A ruined word of a title or a nature told by the words beside it: "Comron Shares", "(right to bey)", "no per value".

The form's vocabulary says which words follow which. A word nobody knows is taken for the one that is near it and stands
there; between two words that a phrase has it beside, it may be further off, or be a word that makes no sense there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from extractor.repair.english import is_english
from extractor.repair.lexicons import Lexicons
from extractor.repair.phrases import JOINING
from extractor.repair.wording import WordChoice, cases_of, core_of, is_known

_AMOUNT = re.compile(r"[\d.,$]+\Z")
_TOLD, _AS_READ = 0.7, 4.5  # costs of the word that fits, and of what was read
_SHORT = 4  # letters up to which a word is told by both its neighbours alone
STROKES = frozenset("ilj|!:")
"""What the rest of a column's rule beside a title or a nature is read as."""
_FAR = 0.45  # share of its letters in which a word between two neighbours may differ


def fitting(
    tokens: Sequence[str], choices: Sequence[tuple[WordChoice, ...]], vocabulary: frozenset[str], subject: str,
    lexicons: Lexicons,
) -> list[tuple[WordChoice, ...]]:  # fmt: skip
    """The ways to take each word of a title or nature, those that fit their neighbours in place of the others."""
    words, out = list(tokens), list(choices)
    for at in range(len(words)):
        if told := _told(words, at, vocabulary, subject, lexicons):
            out[at], words[at] = told, told[0].text  # the next word may be told by this one
    return out


def _told(
    tokens: Sequence[str], at: int, vocabulary: frozenset[str], subject: str, lexicons: Lexicons
) -> tuple[WordChoice, ...]:
    """Ways to take the word at `at`, the one that fits its neighbours first; none where it is known or nothing fits."""
    lead, core, tail = core_of(tokens[at])
    if len(core) < 2 or "-" in core or is_known(core, vocabulary) or _AMOUNT.match(core):
        return ()
    word = core.lower()
    before, after = (core_of(tokens[i])[1].lower() if 0 <= i < len(tokens) else "" for i in (at - 1, at + 1))
    between, follows = _places(subject, lexicons)
    named = subject == "nature" and core[0].isupper() and at > 0  # whose trust it is
    middles = between.get((before, after), frozenset()) if (before and after) or (len(tokens) > 1 and not named) else ()
    reach = len(word) if len(word) == 2 and len(middles) == 1 and before and after else round(_FAR * len(word))
    told = _nearest(word, middles, max(1, reach))
    if not told and len(word) > _SHORT and not is_english(word) and not named:
        beside = {a for a, b in follows if b == after} | {b for a, b in follows if a == before}
        told = _nearest(word, beside, 1 if len(word) < 6 else 2)
    if not told:
        return ()
    cased = cases_of(told, core)[-1 if told in JOINING else 0]
    return WordChoice(lead + cased + tail, _TOLD, "lexicon"), WordChoice(tokens[at], _AS_READ)


def without_strokes(tokens: Sequence[str]) -> list[str]:
    """The tokens without rests of rules at both ends; at least one is left."""
    kept = list(tokens)
    while len(kept) > 1 and kept[0] in STROKES:
        del kept[0]
    while len(kept) > 1 and kept[-1] in STROKES:
        del kept[-1]
    return kept


def _nearest(word: str, known: Collection[str], reach: int) -> str:
    """The one known word that is nearest, within `reach` changes; "" where there is none, or two."""
    ranked = sorted((Levenshtein.distance(word, other), other) for other in known)
    if not ranked or ranked[0][0] > reach or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return ""
    return ranked[0][1]


@lru_cache(maxsize=16)
def _places(
    subject: str, lexicons: Lexicons
) -> tuple[dict[tuple[str, str], frozenset[str]], frozenset[tuple[str, str]]]:
    """(the words that stand between two others, "" before the first and behind the last; which word follows which) in
    the subject's phrases."""
    between: dict[tuple[str, str], set[str]] = {}
    follows: set[tuple[str, str]] = set()
    for phrase in lexicons.phrases[subject]:
        words = ["", *(core_of(word)[1] for word in phrase.split()), ""]
        follows.update(pairwise(words[1:-1]))
        for one, middle, other in zip(words, words[1:], words[2:], strict=False):
            between.setdefault((one, other), set()).add(middle)
    return {pair: frozenset(middles) for pair, middles in between.items()}, frozenset(follows)
