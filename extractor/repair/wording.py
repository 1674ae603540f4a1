"""The words of names, titles, natures and addresses: as printed, with only unmistakable damage repaired.

A word is changed only when it is no plausible word of its place and one word of the vocabulary is close by known
misreadings. Everything else stays as it was read; near ties become rival candidates.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractor.repair.closed import latin
from extractor.repair.confusions import Confusions
from extractor.repair.english import is_english
from extractor.repair.lexicons import Lexicons
from extractor.repair.weigh import Explanation

_CORE = re.compile(r"([(\"'“‘*,.;:&/-]*)(.*?)([)\"'”’,.;:&/*-]*)$", re.DOTALL)
_ALPHABET = re.compile(r"[A-Za-z]")
_MIXED = re.compile(r"(?=[^A-Za-z]*[A-Za-z])(?=.*[0-9|!\[\]{}¢§©®°¥£€])")
_TYPOGRAPHY = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "‐": "-", "‑": "-", "\u00ad": None}
)
_FIGURES_WITH_LETTERS = re.compile(r"\d[\dOolI]*[OolI][\dOolI]*")
_LITTLE = {
    "0n": "on", "0f": "of", "0r": "or", "1n": "in", "1s": "is", "lf": "If", "ln": "In", "t0": "to", "n0": "no",
    "C0": "CO",
    "ll": "II", "lI": "II", "Il": "II", "lll": "III", "llI": "III", "IIl": "III", "Ill": "III", "lV": "IV", "Vl": "VI",
    "1V": "IV", "Ir": "Jr", "lr": "Jr", "1r": "Jr", "LI.C": "LLC", "LL.C": "LLC", "I.LC": "LLC",
    **dict.fromkeys(("ffb/o", "fb/o", "f/bo", "f/b/0", "fbb/o", "f/b/a", "flb/o", "f/blo", "f/h/o"), "f/b/o"),
    "Lid": "Ltd", "Imc": "Inc", "r.1": "r.l", "I.L.C": "L.L.C", "L.I.C": "L.L.C", "I.I.C": "L.L.C",
}  # fmt: skip
"""Little words that are no others than these, misread."""
_NO_BEGINNING = re.compile(r"l[bcdfghjkmnpqrstvwxz]")  # no word begins so: the l was an I
# Figures and letters that belong together: 10b5-1, 401(k), 52ND, 3M, 10%, A-1, C-2, F5, 12b, 5th, 2nd, 1a.
_COMPOUND = re.compile(
    r"\d+(?:st|nd|rd|th|k|m|b|a|d|s|%)?|\d+[a-z]\d*(?:-\d+)?|401\(?k\)?|[A-Z]{1,3}-?\d{1,4}|\d{1,4}-?[A-Z]{1,2}|"
    r"[A-Za-z]+-\d+[A-Za-z]?|\d+[-/&]\w+|[A-Za-z]+\d{1,2}|x\d+",
    re.IGNORECASE,
)
_STRANGE = 9.0  # cost of a word no one prints ("Convertib1e"), while a known word is one misreading away
_UNKNOWN = 7.0  # cost of an unknown but well-formed word that lies one misreading away from a common one
_WHOLE = 6  # signs from which a figure and an English word are a name of their own
_LONG = 8  # letters from which an unknown word near a known one is hardly a name
_CLIPPED, _CLIPPED_WORD = 2.0, 4  # cost of a lost last letter, letters left of a word that it may be lost from
_FAR = 6.0  # misreadings dearer than this do not speak for another word
_FIGURE_OF = str.maketrans("OolI", "0011")
_LETTER_OF = {
    "0": "oO",
    "1": "liI",
    "5": "sS",
    "8": "B",
    "6": "bG",
    "|": "lI",
    "!": "li",
    "3": "B",
    "2": "zZ",
    "4": "A",
    "9": "g",
}


@dataclass(frozen=True, slots=True)
class WordChoice:
    """One way to take a word: `text` printed at `cost`, `rule` as in a Repair ("" when taken as read)."""

    text: str
    cost: float
    rule: str = ""


_SMALL_L = re.compile(r"\b(?=(?:[A-Z]*l)+[A-Z]*\b)(?=(?:l*[A-Z]){4})[A-Zl]+\b")


_MAC_L = re.compile(r"\b(Ma?c)l(?=[bcdfghjkmnpqrstvwxz])")


def settle_letters(text: str) -> str:
    """Ligatures and soft hyphens spelt out; Cyrillic and Greek look-alikes made Latin inside mostly Latin text; a small
    l among capitals made an I, and before a consonant in names such as MacIver."""
    text = _SMALL_L.sub(lambda found: found[0].replace("l", "I"), text) if "l" in text else text
    text = _MAC_L.sub(r"\1I", text) if "cl" in text else text
    if text.isascii():
        return text
    text = text.translate(_TYPOGRAPHY)
    twin = latin(text)
    letters = [c for c in text if c.isalpha()]
    foreign = sum(latin(c) != c for c in letters)
    if (
        foreign
        and twin.isascii()
        and (foreign * 2 < len(letters) or all(latin(c) != c or c.isascii() for c in letters))
    ):
        return twin
    return twin if foreign and foreign * 3 < len(letters) else text


@lru_cache(maxsize=2048)
def word_choices(
    token: str, vocabulary: frozenset[str], lexicons: Lexicons, confusions: Confusions, strict: bool,
    clipped: bool = False,
) -> tuple[WordChoice, ...]:  # fmt: skip
    """Ways to take one token, cheapest first. In a `strict` place the vocabulary is small and unknown words suspect;
    where words may be `clipped` the edge of a narrow column may have taken the last letter ("Stoc")."""
    as_read = WordChoice(token, 0.0)
    lead, core, tail = core_of(token)
    if len(core) < 2 or not _ALPHABET.search(core):
        return (as_read,)
    if is_known(core, vocabulary):
        return _even_case(lead, core, tail)
    if core in _LITTLE:
        return (WordChoice(lead + _LITTLE[core] + tail, 3.0, "confusion"), WordChoice(token, _STRANGE - 1))
    if _FIGURES_WITH_LETTERS.fullmatch(core) and core[-1] not in "lI":
        figures = core.translate(_FIGURE_OF)
        return (WordChoice(lead + figures + tail, 3.0, "confusion"), WordChoice(token, _STRANGE - 1))
    mixed = bool(_MIXED.match(core) or _NO_BEGINNING.match(core))
    if mixed and _COMPOUND.fullmatch(core) and not _near_known(core, vocabulary, confusions):
        return (as_read,)
    if not mixed and (len(core) < 3 or (not strict and core.lower() in lexicons.real_words)):
        return (as_read,)
    near = _near_words(core, vocabulary, confusions, clipped)
    if not near and mixed and core[0].isdigit() and len(core) >= _WHOLE and is_english(core[1:]):
        return (as_read,)  # "2seventy"
    if not near and mixed:
        near = _letters_for_figures(core)
    if not near:
        return (as_read,)
    doubt = _STRANGE if mixed else _UNKNOWN if strict or len(core) >= _LONG else 0.0
    choices = [WordChoice(lead + text + tail, cost, "confusion") for text, cost in near]
    return tuple(sorted([*choices, WordChoice(token, doubt)], key=lambda choice: choice.cost))[:4]


def is_known(word: str, vocabulary: frozenset[str]) -> bool:
    """True for a word of the vocabulary, also in the genitive."""
    plain = word.lower().replace("’", "'")
    return plain in vocabulary or plain.removesuffix("'s") in vocabulary or plain.removesuffix("'") in vocabulary


@lru_cache(maxsize=2048)
def nearly_known(word: str, vocabulary: frozenset[str]) -> bool:
    """True for an unknown word of five letters or more that two changes make a word of the vocabulary."""
    if len(word) < 5:
        return False
    near = by_length(vocabulary, len(word))
    return process.extractOne(word.lower(), near, scorer=Levenshtein.distance, score_cutoff=2) is not None


def evenly_cased(word: str) -> bool:
    """False for a longer word with capitals strewn into it; an abbreviation in the plural ("RSUs") has none."""
    even = word.islower() or word.isupper() or word[1:].islower() or len(word) < 4 or not word.isalpha()
    return even or (word[:-1].isupper() and word[-1] == "s")


def _even_case(lead: str, core: str, tail: str) -> tuple[WordChoice, ...]:
    """A known word; capitals strewn into it ("cOmMon", "OPtion") are the reader's, unless they begin a second part."""
    as_read = WordChoice(lead + core + tail, 0.0)
    if evenly_cased(core):
        return (as_read,)
    even = core[0] + core[1:].lower()
    return WordChoice(lead + even + tail, 0.5, "case"), WordChoice(as_read.text, 3.0)


@lru_cache(maxsize=2048)
def core_of(token: str) -> tuple[str, str, str]:
    """(leading punctuation, the word, trailing punctuation) of a token."""
    match = _CORE.match(token)
    if match is None:
        return "", token, ""
    return match[1], match[2], match[3]


def _near_known(core: str, vocabulary: frozenset[str], confusions: Confusions) -> bool:
    """A number with letters behind it ("3M", "5th") stays; "0ld", "1nvestors" and "Convertib1e" are words."""
    worth_asking = len(core) > 3 or (len(core) == 3 and core[0] in "01")
    return worth_asking and bool(_near_words(core, vocabulary, confusions))


def _near_words(
    core: str, vocabulary: frozenset[str], confusions: Confusions, clipped: bool = False
) -> list[tuple[str, float]]:
    """Words of the vocabulary that could have been printed where `core` was read, by misreadings of the table,
    or had its last letter `clipped`."""
    plain = core.lower()
    reach = 1 if len(core) < 5 else 2 if len(core) < 9 else 3
    listed = process.extract(
        plain, by_length(vocabulary, len(core)), scorer=Levenshtein.distance, score_cutoff=reach, limit=12
    )
    found: dict[str, float] = {}
    for word, _, _ in listed:
        if word.isalpha() and word == re.sub("[^a-z]", "", plain):
            continue  # the same letters: its signs are the filer's
        for cased in cases_of(word, core):
            cut = clipped and len(core) >= _CLIPPED_WORD and cased[:-1] == core
            cost = min(confusions.distance(cased, core, _FAR), _CLIPPED if cut else math.inf)
            if cost <= _FAR:
                found[cased] = cost
    ranked = sorted(found.items(), key=lambda item: item[1])
    best: dict[str, tuple[str, float]] = {}
    for text, cost in ranked:
        best.setdefault(text.lower(), (text, cost))
    return list(best.values())[:3]


@lru_cache(maxsize=512)
def by_length(vocabulary: frozenset[str], length: int) -> tuple[str, ...]:
    """The words of a vocabulary that are at most two letters longer or shorter, in their order."""
    return tuple(sorted(word for word in vocabulary if abs(len(word) - length) <= 2 and len(word) > 1))


def cases_of(word: str, model: str) -> tuple[str, ...]:
    """The lower-case `word` in the cases that `model` may have been printed in: UPPER when most of it is, else Capital
    and lower. A model that begins with a letter settles it."""
    letters = [c for c in model if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    capital = word[:1].upper() + word[1:]
    if upper * 2 > len(letters) and (upper > 1 or len(word) <= 2):
        return (word.upper(),)
    if model[0].isupper():
        return (capital,)
    if model[0].isalpha() and model[0] not in "lij":
        return (word,)
    return (capital, word)


def _letters_for_figures(core: str) -> list[tuple[str, float]]:
    """A word with a stray figure inside and no known word near: the letters that look like the figure."""
    letters = sum(c.isalpha() for c in core)
    odd = [at for at, c in enumerate(core) if not c.isalpha() and c not in "-'./&"]
    if letters < 3 or len(odd) > 2 or any(core[at] not in _LETTER_OF for at in odd) or len(odd) * 2 >= letters:
        return []
    if odd and all(at >= len(core.rstrip("0123456789")) for at in odd):
        return []  # figures at the end of a word are a number: "Fund2"
    upper = sum(c.isupper() for c in core) * 2 > letters
    options = []
    for at in odd:
        wanted = [c for c in _LETTER_OF[core[at]] if c.isupper() == (upper or at == 0)]
        options.append(wanted or list(_LETTER_OF[core[at]].upper() if upper else _LETTER_OF[core[at]].lower()))
    found = []
    for nth, picked in enumerate(product(*options)):
        text = list(core)
        for at, letter in zip(odd, picked, strict=True):
            text[at] = letter
        found.append(("".join(text), 4.0 + 0.7 * nth))
    return found[:3]


def combinations(choices: list[tuple[WordChoice, ...]], limit: int = 12) -> list[tuple[str, float, bool]]:
    """(text, cost, changed) of the likeliest ways to take all tokens together, best first."""
    best: list[tuple[list[str], float, bool]] = [([], 0.0, False)]
    for options in choices:
        grown = [
            ([*words, option.text], cost + option.cost, changed or bool(option.rule))
            for words, cost, changed in best
            for option in options
        ]
        best = sorted(grown, key=lambda item: item[1])[:limit]
    return [(" ".join(words), cost, changed) for words, cost, changed in best]


def explanations(read: str, tokens: list[str], choices: list[tuple[WordChoice, ...]], base: float) -> list[Explanation]:
    """The explanations of a text whose tokens were taken one by one; `base` is the cost of what was done before."""
    literal = " ".join(tokens)
    found = []
    for text, cost, changed in combinations(choices):
        if changed:
            rule = "case" if text.lower() == literal.lower() else "confusion"
            reason = "capitals inside a word" if rule == "case" else ""
            found.append(Explanation(text, base + cost, text, rule, reason))
        elif literal == read:
            found.append(Explanation(text, base + cost, text))
        else:
            found.append(Explanation(text, base + cost, text, "split-word", "a blank was lost, or stands in a word"))
    return found
