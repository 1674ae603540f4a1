"""Whole phrases of a small vocabulary (titles, natures, officers' titles) aligned with a damaged reading.

A phrase may repair what single words cannot: words clipped at a cell's edge ("mmon tock"), split over cells, or printed
twice with two readings ("(right to (fight to buy) Uuy)"). What was read well stays as it was read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from extractor.repair.confusions import Confusions
from extractor.repair.lexicons import Lexicons
from extractor.repair.weigh import Explanation
from extractor.repair.wording import core_of, evenly_cased, is_known
from models.evidence import PLAIN_TEXT

_LIKENESS = 55  # rapidfuzz ratio (0-100) from which a phrase is looked at closely
_SHORTLIST = 10
_CLIPPED, _DOUBLED, _SPLIT = 2.0, 1.5, 1.0  # costs of the three kinds of damage to a word
_UNREAD_WORD = 6.0  # a word of the phrase of which nothing was read
_STRAY_WORD = 7.0  # a word read that the phrase does not have
_JUNK = 2.5  # the same for what is hardly a word
_WORD_LIMIT = 9.0
_LONG_WORD, _LONG_WORD_MORE = 4.5, 2.0  # one or two odd letters in a long word, however odd
_MARK = re.compile(r"\(\d{1,2}\)")
_SECTION = re.compile(r"\d{1,3}[a-z]?(?:-\d{1,2})?(?:\([A-Za-z0-9]{1,3}\))+")
"""A section of the law ("13(d)", "16b-3(d)"): whole as it stands, so nothing that strayed in."""
# What a near phrase costs the reading as it stands:
_STRANGE_WORD = 5.0  # for each word that is none of the vocabulary
_REPEATED = 6.0  # for words that come twice
_CLOSE = 6.0  # when three quarters of the phrase were read to the letter
_PER_WORD = 3.0  # a phrase is close when its cost stays below this for each of its words
_DROPPED = frozenset({"title", "nature"})
"""Texts of narrow columns, of which short words are lost without a trace."""
TYPED = frozenset({"text", PLAIN_TEXT})
"""Readers that lose no words."""
_SON_OF = re.compile(r"(?:Ma?c|De|Di|Du|La|Le|Van|Fitz)[A-Z][a-z]+")
_SOUND = 4  # letters of a word that is hardly dirt
_MOST_OF_IT = 3  # words of a phrase that tell it without the one that is lacking
_LACKING, _LACKED = 0.6, 1.0  # costs of what is likelier and less likely, the text as read and with the word it lacks
JOINING = frozenset(
    (*("of", "for", "to", "by", "and", "or", "the", "a", "an", "in", "on"), *("with", "from", "par", "at", "&", "-"))
)
"""No text ends in one of these."""


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase of the lexicon laid on the reading: the text with well-read words as read, and how sure that is.

    `doubt` is what the phrase's closeness costs the reading as it stands: the more of the phrase was read to the
    letter, the less likely is it that something else was meant.
    """

    explanation: Explanation
    doubt: float
    close: bool


def phrase_matches(
    tokens: list[str], subject: str, vocabulary: frozenset[str], lexicons: Lexicons, confusions: Confusions
) -> list[PhraseMatch]:
    """Phrases of the lexicon that the damaged `tokens` may be. Where every token is a word of the vocabulary, the one
    phrase that has a word more, if there is one."""
    phrases = lexicons.phrases[subject]
    if not tokens or len(tokens) > 16 or " ".join(tokens).lower() in phrases:
        return []
    strange = [token for token in tokens if not _is_known(token, vocabulary)]
    if not strange and not _repeats(tokens):
        if confusions.engine in TYPED:
            return _with_a_letter_more(tokens, phrases) if subject == "title" else []
        return _with_a_word_more(tokens, phrases) if subject in _DROPPED else []
    total = sum(count for _, count in phrases.values())
    found: list[PhraseMatch] = []
    listed = process.extract(
        " ".join(tokens).lower(), tuple(phrases), scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=_SHORTLIST
    )
    for phrase, _, _ in listed:
        printed, count = phrases[phrase]
        aligned = _align(tuple(tokens), tuple(printed.split()), confusions, strange)
        if aligned is None or aligned.cost > _PER_WORD * len(aligned.words):
            continue
        text = " ".join(aligned.words)
        reason = f"the closest wording in the form's vocabulary is “{printed}”"
        rarity = -math.log(count / total) / 2
        letters = sum(len(word) for word in printed.split())
        doubt = len(strange) * _STRANGE_WORD + (_REPEATED if _repeats(tokens) else 0.0) if strange else _REPEATED
        nearly = aligned.read * 10 >= letters * 9 and aligned.cost <= _LONG_WORD + _LONG_WORD_MORE
        close = len(aligned.words) > 2 and (nearly or aligned.exact * 4 >= letters * 3)
        explanation = Explanation(text, aligned.cost + rarity, text, "lexicon", reason)
        found.append(PhraseMatch(explanation, doubt + (_CLOSE if close else 0.0), close))
    return found


def _with_a_word_more(tokens: list[str], phrases: Mapping[str, tuple[str, int]]) -> list[PhraseMatch]:
    """The phrase that `tokens` are with one word left out, if it is the only one: engines drop short words ("See",
    "of") from narrow columns. What reads like a whole stays likelier than what nobody read."""
    words = [token.lower() for token in tokens]
    longer = [printed for phrase, (printed, _) in phrases.items() if _left_out(words, phrase.split()) is not None]
    if len(longer) != 1:
        return []
    (printed,) = longer
    at = _left_out(words, printed.lower().split())
    lost = printed.split()[at or 0]
    text = " ".join([*tokens[:at], lost.upper() if " ".join(tokens).isupper() else lost, *tokens[at:]])
    reason = f"the only wording like it in the form's vocabulary is “{printed}”"
    cut = words[-1] in JOINING or len(tokens) >= _MOST_OF_IT
    cost, doubt = (_LACKING, _LACKED) if cut else (_LACKED, _LACKING)
    return [PhraseMatch(Explanation(text, cost, text, "lexicon", reason), doubt, close=False)]


def _with_a_letter_more(tokens: list[str], phrases: Mapping[str, tuple[str, int]]) -> list[PhraseMatch]:
    """The phrase that `tokens` are without its last letter, if they are none themselves: a column's edge cuts one."""
    text = " ".join(tokens)
    longer = [printed for phrase, (printed, _) in phrases.items() if phrase[:-1] == text.lower()]
    if not longer:
        return []
    whole = text + (longer[0][-1].upper() if text.isupper() else longer[0][-1])
    reason = f"the form's vocabulary has “{longer[0]}” only"
    return [PhraseMatch(Explanation(whole, _LACKED, whole, "lexicon", reason), _LACKING, close=False)]


def _left_out(words: list[str], phrase: list[str]) -> int | None:
    """The place of the one word of a phrase that `words` lack, None when they lack more or are something else."""
    if len(phrase) != len(words) + 1:
        return None
    return next((at for at in range(len(phrase)) if phrase[:at] + phrase[at + 1 :] == words), None)


def _is_known(token: str, vocabulary: frozenset[str]) -> bool:
    core = core_of(token)[1]
    if _MARK.fullmatch(token):
        return False
    return len(core) < 2 or is_known(core, vocabulary) or not any(c.isalpha() for c in core)


def _is_junk(token: str) -> bool:
    """Ink that was taken for letters ("ol", "eo)"), or a footnote mark of the cell beside it."""
    return bool(_MARK.fullmatch(token)) or (len(token) <= 4 and token == token.lower() and "$" not in token)


def _is_sound(token: str) -> bool:
    """A word as words are printed, whether anybody knows it or not."""
    core = core_of(token)[1]
    return len(core) >= _SOUND and core.isalpha() and (evenly_cased(core) or _SON_OF.fullmatch(core) is not None)


def _repeats(tokens: list[str]) -> bool:
    """True when words come twice in a row of up to six: a row printed twice."""
    seen = [token.strip("()").lower() for token in tokens]
    return any(len(word) > 2 and word in seen[at + 1 : at + 6] for at, word in enumerate(seen))


class _Read(NamedTuple):
    """One word of a phrase as it was read: cost, its text (None: nothing of the phrase), letters read, and the sound
    word that is left out for it."""

    cost: float
    text: str | None
    letters: int
    dropped: str = ""


class _Aligned(NamedTuple):
    """Cost so far, the text, how many letters of the phrase were read at all, and read to the letter; whether a sound
    word was left out, and whether a word that nobody read was put in."""

    cost: float
    words: list[str]
    read: int
    exact: int
    dropped: bool = False
    unread: bool = False


def _align(
    tokens: tuple[str, ...], phrase: tuple[str, ...], confusions: Confusions, strange: Collection[str]
) -> _Aligned | None:
    """The cheapest way to have read `phrase` as `tokens`; None when the phrase explains too little of what was read.
    A `strange` token that is printed as words are is the filer's own (a name, say) and never left out."""
    table: dict[tuple[int, int], _Aligned] = {(0, 0): _Aligned(0.0, [], 0, 0)}

    def offer(at: tuple[int, int], before: _Aligned, word: _Read) -> None:
        cost = before.cost + word.cost
        if at not in table or cost < table[at].cost:
            words = before.words if word.text is None else [*before.words, word.text]
            exact = before.exact + (word.letters if word.cost == 0 else 0)
            unread = before.unread or bool(word.text and not word.letters)
            dropped = before.dropped or bool(word.dropped)
            table[at] = _Aligned(cost, words, before.read + word.letters, exact, dropped, unread)

    for i in range(len(tokens) + 1):
        stray, sound = _stray(tokens[i], strange) if i < len(tokens) else (math.inf, False)
        for j in range(len(phrase) + 1):
            here = table.get((i, j))
            if here is None or here.cost > _PER_WORD * len(phrase):
                continue
            if i < len(tokens):
                twice = any(_resembles(tokens[i], word) for word in phrase[max(0, j - 4) : j + 5])
                offer((i + 1, j), here, _Read(_DOUBLED if twice else stray, None, 0, tokens[i] if sound else ""))
            if j == len(phrase):
                continue
            offer((i, j + 1), here, _Read(_UNREAD_WORD, phrase[j], 0))
            if i < len(tokens):
                offer((i + 1, j + 1), here, _word(tokens[i], phrase[j], confusions))
            if i + 1 < len(tokens):
                whole = _word(_overlapped(tokens[i], tokens[i + 1], phrase[j]), phrase[j], confusions)
                offer((i + 2, j + 1), here, whole._replace(cost=whole.cost + _SPLIT))
    end = table.get((len(tokens), len(phrase)))
    letters = sum(len(word) for word in phrase)
    if end is None or (end.dropped and end.unread):  # a word of the filer's own, where the phrase has another
        return None
    return end if math.isfinite(end.cost) and end.read * 2 > letters else None


def _stray(token: str, strange: Collection[str]) -> tuple[float, bool]:
    """The cost of leaving a token out, and whether it is a sound word."""
    sound = _is_sound(token)
    own = _SECTION.fullmatch(token) or (sound and token in strange)
    return _JUNK if _is_junk(token) else math.inf if own else _STRAY_WORD, sound


@lru_cache(maxsize=2048)
def _word(token: str, word: str, confusions: Confusions) -> _Read:
    """The phrase's `word` read as `token`."""
    plain, wanted = token.lower(), word.lower()
    if plain == wanted:
        return _Read(0.0, token, len(word))
    shown = word.upper() if token.strip("()").isupper() and len(token.strip("()")) > 1 else word
    if len(plain) >= 3 and len(plain) * 2 >= len(wanted) and (wanted.endswith(plain) or wanted.startswith(plain)):
        return _Read(_CLIPPED, shown, len(plain))
    distance = Levenshtein.distance(plain, wanted)
    if distance > max(1, len(wanted) // 2):
        return _Read(math.inf, shown, 0)
    cost = min(confusions.distance(wanted, plain), _WORD_LIMIT * distance)
    if len(wanted) >= 6 and distance * 5 <= len(wanted):
        cost = min(cost, _LONG_WORD + _LONG_WORD_MORE * (distance - 1))
    return _Read(cost, shown, len(wanted) - distance)


@lru_cache(maxsize=2048)
def _resembles(token: str, word: str) -> bool:
    return fuzz.ratio(token.strip("()").lower(), word.strip("()").lower()) >= 60


def _overlapped(left: str, right: str, word: str) -> str:
    """`left` and `right` put together with the overlap that comes closest to `word`."""
    joins = [left + right[k:] for k in range(min(3, len(right)) + 1) if not k or left[-k:].lower() == right[:k].lower()]
    return min(joins, key=lambda text: Levenshtein.distance(text.lower(), word.lower()))
