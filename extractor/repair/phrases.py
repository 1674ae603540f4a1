"""Whole phrases of a small vocabulary (titles, natures, officers' titles) aligned with a damaged reading.

A phrase may repair what single words cannot: words clipped at a cell's edge ("mmon tock"), split over cells, or printed
twice with two readings ("(right to (fight to buy) Uuy)"). What was read well stays as it was read.
"""

from __future__ import annotations

import math
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from extractor.repair.confusions import Confusions
from extractor.repair.lexicons import Lexicons
from extractor.repair.weigh import Explanation
from extractor.repair.wording import cased_like

_LIKENESS = 55  # rapidfuzz ratio (0-100) from which a phrase is looked at closely
_SHORTLIST = 10
_CLIPPED, _DOUBLED, _SPLIT = 2.0, 1.5, 1.0  # costs of the three kinds of damage to a word
_UNREAD_WORD = 6.0  # a word of the phrase of which nothing was read
_STRAY_WORD = 7.0  # a word read that the phrase does not have
_WORD_LIMIT = 9.0
_PER_WORD = 3.0  # a phrase is close when its cost stays below this for each of its words


def phrase_explanations(
    read: str, tokens: list[str], subject: str, vocabulary: frozenset[str], lexicons: Lexicons, confusions: Confusions
) -> list[Explanation]:
    """Phrases of the lexicon that the damaged `tokens` may be; none when every token is a word of the vocabulary."""
    phrases = lexicons.phrases[subject]
    if " ".join(tokens).lower() in phrases or not tokens or len(tokens) > 16:
        return []
    unknown = sum(not _is_known(token, vocabulary) for token in tokens)
    if not unknown and not _repeats(tokens):
        return []
    total = sum(count for _, count in phrases.values())
    found: list[Explanation] = []
    listed = process.extract(
        " ".join(tokens).lower(), tuple(phrases), scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=_SHORTLIST
    )
    for phrase, _, _ in listed:
        printed, count = phrases[phrase]
        aligned = _align(tuple(tokens), tuple(printed.split()), confusions)
        if aligned is None:
            continue
        cost, words = aligned
        rarity = -math.log(count / total) / 2
        if cost <= _PER_WORD * len(words):
            text = " ".join(words)
            reason = f"the closest title of the form's vocabulary is “{printed}”"
            found.append(Explanation(text, cost + rarity, text, "lexicon", reason))
    return found


def _is_known(token: str, vocabulary: frozenset[str]) -> bool:
    core = token.strip("()[],.;:'\"*$%#&-/").lower().removesuffix("'s")
    return len(core) < 2 or core in vocabulary or not any(c.isalpha() for c in core)


def _repeats(tokens: list[str]) -> bool:
    """True when words come twice in a row of up to six: a row printed twice."""
    seen = [token.strip("()").lower() for token in tokens]
    return any(len(word) > 2 and word in seen[at + 1 : at + 6] for at, word in enumerate(seen))


def _align(
    tokens: tuple[str, ...], phrase: tuple[str, ...], confusions: Confusions
) -> tuple[float, list[str]] | None:
    """Cheapest cost of reading `phrase` as `tokens`, and the text with well-read words kept as read; None when the
    phrase explains too little of what was read."""
    # state: (tokens used, words used) → cost, text so far, letters of the phrase that were read
    table: dict[tuple[int, int], tuple[float, list[str], int]] = {(0, 0): (0.0, [], 0)}

    def offer(key: tuple[int, int], cost: float, words: list[str], read: int) -> None:
        if cost < table.get(key, (math.inf, [], 0))[0]:
            table[key] = (cost, words, read)

    for i in range(len(tokens) + 1):
        for j in range(len(phrase) + 1):
            if (i, j) not in table:
                continue
            cost, words, read = table[i, j]
            if i < len(tokens):
                twice = any(_resembles(tokens[i], word) for word in phrase[max(0, j - 4) : j + 5])
                offer((i + 1, j), cost + (_DOUBLED if twice else _STRAY_WORD), words, read)
            if j < len(phrase):
                offer((i, j + 1), cost + _UNREAD_WORD, [*words, phrase[j]], read)
            if i < len(tokens) and j < len(phrase):
                extra, text, letters = _word(tokens[i], phrase[j], confusions)
                offer((i + 1, j + 1), cost + extra, [*words, text], read + letters)
            if i + 1 < len(tokens) and j < len(phrase):
                extra, text, letters = _word(_overlapped(tokens[i], tokens[i + 1], phrase[j]), phrase[j], confusions)
                offer((i + 2, j + 1), cost + extra + _SPLIT, [*words, text], read + letters)
    cost, words, read = table.get((len(tokens), len(phrase)), (math.inf, [], 0))
    letters = sum(len(word) for word in phrase)
    return (cost, words) if math.isfinite(cost) and read * 2 > letters else None


@lru_cache(maxsize=8192)
def _word(token: str, word: str, confusions: Confusions) -> tuple[float, str, int]:
    """(cost, text, letters read) of reading the phrase's `word` as `token`."""
    plain, wanted = token.lower(), word.lower()
    if plain == wanted:
        return 0.0, token, len(word)
    cased = cased_like(wanted, token) if token.strip("()").isupper() and len(token.strip("()")) > 1 else word
    if len(plain) >= 3 and len(plain) * 2 >= len(wanted) and (wanted.endswith(plain) or wanted.startswith(plain)):
        return _CLIPPED, cased, len(plain)
    distance = Levenshtein.distance(plain, wanted)
    if distance > max(1, len(wanted) // 2):
        return math.inf, cased, 0
    return min(confusions.distance(wanted, plain), _WORD_LIMIT * distance), cased, len(wanted) - distance


def _resembles(token: str, word: str) -> bool:
    return fuzz.ratio(token.strip("()").lower(), word.strip("()").lower()) >= 60


def _overlapped(left: str, right: str, word: str) -> str:
    """`left` and `right` put together with the overlap that comes closest to `word`."""
    joins = [left + right[k:] for k in range(min(3, len(right)) + 1) if not k or left[-k:].lower() == right[:k].lower()]
    return min(joins, key=lambda text: Levenshtein.distance(text.lower(), word.lower()))
