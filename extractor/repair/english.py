"""General English words and how usual each is, alone and beside another: the lists of a spelling library."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter

_LIST = "frequency_dictionary_en_82_765.txt"
_PAIRS = "frequency_bigramdictionary_en_243_342.txt"
_USUAL_SHORT = 30_000_000
"""Times that a word of up to three letters is counted in the library's texts: rarer ones are more often wrecks of
usual ones ("ina", "tbe") than words."""
_USUAL = 1_000_000  # times of a word that any text may have
_SHORT = 3
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly")
_BEGINNINGS = ("re", "non", "un", "pre", "sub")
_EVERYDAY = 1e9  # times from which a word, or a pair of words, is as usual as any
_UNUSUAL = 3e6  # times of a pair that the list leaves out, at most
_BEGUN = 3  # letters by which pairs are found


@lru_cache(maxsize=1)
def english() -> Mapping[str, int]:
    """Words in lower case and how often each was counted."""
    lines = files("symspellpy").joinpath(_LIST).read_text(encoding="utf-8-sig").splitlines()
    counted = (line.split() for line in lines)
    return {word: int(times) for word, times in counted if len(word) > _SHORT or int(times) >= _USUAL_SHORT}


def is_english(word: str) -> bool:
    """Whether the list has the word or, of a longer one, what it is made of by an ending or a syllable before it."""
    plain = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    known = english()
    if plain in known:
        return True
    return any(
        stem in known
        for stem in (*(plain.removesuffix(e) for e in _ENDINGS), *(plain.removeprefix(b) for b in _BEGINNINGS))
        if len(stem) > _SHORT + 1
    )


@lru_cache(maxsize=1)
def usual_words() -> frozenset[str]:
    """The longer words that are counted often enough to be met in any text."""
    return frozenset(word for word, count in english().items() if count >= _USUAL and len(word) > _SHORT)


def times(word: str) -> int:
    """How often a word in lower case was counted; 0 for one that is not on the list."""
    return english().get(word, 0)


def rarity(word: str) -> float:
    """How much less is to be expected of a word than of an everyday one, as -ln of a probability, flattened: texts of
    one trade have their own usual words."""
    return 0.25 * max(0.0, math.log(_EVERYDAY / max(1, times(word.lower()))))


@lru_cache(maxsize=4096)
def pair_rarity(one: str, other: str) -> float:
    """The same of two words that follow one another."""
    key = f"{one.lower()} {other.lower()} "
    listed, key = _pairs().get(key[:_BEGUN], ""), f"\n{key}"
    at = listed.find(key)
    counted = int(listed[at + len(key) : listed.index("\n", at + 1)]) if at >= 0 else _UNUSUAL
    return 0.25 * max(0.0, math.log(_EVERYDAY / counted))


@lru_cache(maxsize=1)
def _pairs() -> Mapping[str, str]:
    """The list as it is, a pair and its times a line, by the pairs' first letters: a table of all takes half a second,
    and to look through the whole list for one pair as long as a tenth of a dump."""
    lines = sorted(files("symspellpy").joinpath(_PAIRS).read_text(encoding="utf-8-sig").splitlines())
    return {begun: "\n" + "\n".join(same) + "\n" for begun, same in groupby(lines, itemgetter(slice(_BEGUN)))}


@lru_cache(maxsize=32)
def words_of_about(length: int) -> tuple[str, ...]:
    """The words that are at most two letters longer or shorter."""
    return tuple(sorted(word for word in english() if abs(len(word) - length) <= 2))
