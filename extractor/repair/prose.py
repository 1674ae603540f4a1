"""Sentences of notes: words that nobody knows, blanks that were lost or stand in a figure, signs that end a sentence.

A name is never made: a word with a capital is looked at only where a sentence begins and goes on in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractor.repair.confusions import Confusions
from extractor.repair.english import is_english, pair_rarity, rarity, times, words_of_about
from extractor.repair.lexicons import Lexicons
from extractor.repair.wording import WordChoice, by_length, cases_of, core_of, is_known, word_choices

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_BLANKS = (
    (re.compile(rf"\b({_MONTH} [0-3]) (\d[,.] (?:19|20)\d\d)\b"), r"\1\2"),  # "March 1 1, 2005"
    (re.compile(r"(\$\d{1,5}\.) (\d{2,4})(?=[,.;)]|\s)"), r"\1\2"),  # "$3. 0637"
    (re.compile(r"(\$\d{1,5}\.\d{2}) (\d{2})(?=[,.;)]| (?:to|through|per|and|or|inclusive)\b)"), r"\1\2"),
    (re.compile(r"\b([a-z]{3,})(\d{1,3}(?:,\d{3})*)\b(?![-/(])"), r"\1 \2"),  # "and130"
    (re.compile(r"\$(\d{1,2},\d{3}(?:\.\d+)?)(?= (?:shares|units|options|restricted|RSUs)\b)"), r"5\1"),
    (re.compile(r"\b(1) (1,\d{3})(?= (?:shares|units)\b)"), r"\1\2"),  # "1 1,937 shares"
    (re.compile(r"\b(\d{1,3},) (\d{3})(?= (?:shares|units)\b)"), r"\1\2"),  # "1, 078 shares"
    (re.compile(r"(\$1) (1\.\d{2,4})\b"), r"\1\2"),  # "$1 1.162"
    (re.compile(r"\b([Ii]ssuer) of (?=a security holder)"), r"\1 or "),
    (re.compile(r"\b([a-z]+|[\d.]+), (?=The (?:sale|share|[Rr]eporting|price|total|option|unit)s?\b)"), r"\1. "),
    (re.compile(r"\b([a-z]{3,}|\d{3,}),\Z"), r"\1."),
    (re.compile(r"\A(Bach) (?=unit|share|option|restricted|RSU|warrant)"), "Each "),
    (re.compile(r"\A([Ss]ate) (?=under|of|pursuant|effected|made)"), "Sale "),
)
"""What notes never say, beside what they do: (what shows it, what was printed). Blanks inside figures or lost before
one; a dollar sign for a 5; commas for full stops; two words that begin notes, and are others, misread."""

_DAY = re.compile(r"[\dlIiOoSst|]{1,2}[,.]")
_DAY_OF = str.maketrans("lIiOoSst|", "111005511")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_PRICE = re.compile(r"\(?[SB](\d{1,5}\.\d{2,4}.*)")
_RULE_OF = re.compile(r"\d{3,4}-\d")
_CITED = ("10b5-1", "16b-3", "16a-1", "16a-13", "12b-2", "13d-1", "144")
"""Rules that notes cite; a number without its letter is one of these, misread."""

_NO_NOUNS = frozenset(
    ["in", "of", "to", "by", "at", "for", "from", "with", "and", "or", "the", "each", "is", "are", "was", "were", "on"]
)
"""Words that no article stands before."""

_COUNTED = frozenset({"form", "for", "of", "part", "exhibit", "footnote", "note"})
"""Words that a number stands behind."""

_LITTLE = _NO_NOUNS | {"a", "an", "as", "be", "has", "have", "its", "not", "per", "such", "that", "this", "will"}
"""Words beside which a blank is lost: two short others together are as often a compound that no list has."""

_THIN = frozenset("iljtf")
_FURTHEST = 11.0  # cost of the misreadings that a word is put right by, at most; for three letters …
_FURTHEST_SHORT = 7.0
_LEAD = 1.2  # cost by which the likeliest word must be ahead of the next
_NO_WORD = 3.5  # and what it costs more that nobody's word was printed
_PARTED, _PARTED_ONE = 3.0, 5.5  # cost of a lost blank, and of one before or behind a lone letter
_EVERYDAY = 20_000_000  # times from which a sentence may begin with a word, rather than with a name like it
_TWO_WORDS = 6  # letters of both from which words are no compound
_LIKELY_PART = 3_000_000  # times from which an English word may have lost the blank beside it
_GENERAL = 1.0  # cost of an English word that is none of the form's
_SHORTEST, _BETTER = 4, 0.6  # letters of an English word that is doubted, and by how much another fits better
_OPEN = 0.7  # cost of the likelier word where a second comes about as close


def with_blanks(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text of a note with its blanks, and what no note says, put right, and the (before, after) pairs."""
    changed: list[tuple[str, str]] = []
    for shows, printed in _BLANKS:
        for found in shows.finditer(text):
            if found[1].isalpha() and not is_english(found[1]):
                continue
            after = found.expand(printed)
            changed.append((found[0], after))
    for before, after in changed:
        text = text.replace(before, after, 1)
    return text, changed


def note_choices(
    tokens: Sequence[str], vocabulary: frozenset[str], lexicons: Lexicons, confusions: Confusions
) -> list[tuple[WordChoice, ...]]:
    """Ways to take each word of a note, cheapest first."""
    out = []
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        found = _figure(token, before, behind, confusions)
        if not found:
            found = word_choices(token, vocabulary, lexicons, confusions, False)
            if not found[0].rule:
                found = _sensible(token, before, behind, lexicons, confusions) or found
        out.append(found)
    return out


def _figure(token: str, before: str, behind: str, confusions: Confusions) -> tuple[WordChoice, ...]:
    """A day with letters for figures behind its month, a price with a letter for its $, the number of a rule, a stroke
    for a 1."""
    if token.rstrip(".,;") == "|" and before.lower() in _COUNTED:
        return WordChoice(token.replace("|", "1"), 0.5, "confusion"), WordChoice(token, 4.0)
    if _DAY.fullmatch(token) and _YEAR.match(behind) and re.fullmatch(_MONTH, before):
        day = token[:-1].translate(_DAY_OF)
        if 1 <= int(day) <= 31 and day != token[:-1]:
            return WordChoice(f"{day},", 3.0, "confusion"), WordChoice(token, 6.0)
    if price := _PRICE.fullmatch(token):
        lead = "(" if token[0] == "(" else ""
        return WordChoice(f"{lead}${price[1]}", 3.0, "confusion"), WordChoice(token, 6.0)
    lead, core, tail = core_of(token)
    if core_of(behind)[1] in _CITED and core != "Rule" and Levenshtein.distance(core, "Rule") == 1:
        return WordChoice(lead + "Rule" + tail, 3.0, "confusion"), WordChoice(token, 6.0)
    cites = before.lower() in {"rule", "rules"} or behind.lower().startswith(("plan", "trading"))
    if cites and _RULE_OF.fullmatch(core) and core not in _CITED:
        cost, rule = min((confusions.distance(rule, core), rule) for rule in _CITED)
        if cost <= _FURTHEST:
            return WordChoice(lead + rule + tail.rstrip("‘’'"), cost, "confusion"), WordChoice(token, cost + 2)
    return ()


@lru_cache(maxsize=2048)
def _sensible(
    token: str, before: str, behind: str, lexicons: Lexicons, confusions: Confusions
) -> tuple[WordChoice, ...]:
    """Ways to take a word that is none, by its neighbours; () for any other."""
    lead, core, tail = core_of(token)
    begins = (not before or (before.endswith(".") and before[:-1].islower())) and behind[:1].islower()
    written = core.islower() or (begins and core[:1].isupper() and core[1:].islower())
    if len(core) < 3 or not (core.isascii() and core.isalpha() and written):
        return ()
    own = lexicons.words.get("note", frozenset())
    beside = core_of(before)[1] if before[-1:].isalpha() else "", core_of(behind)[1] if not tail else ""
    if core.islower() and core not in own and is_english(core):
        meant = _meant(core, beside, own, confusions)
        others = [WordChoice(lead + word + tail, price, "confusion") for word, price in meant]
        return (*others, WordChoice(token, meant[0][1] + _OPEN)) if meant else ()
    if is_english(core) or is_known(core, lexicons.everything if core[0].isupper() else lexicons.real_words | own):
        return ()
    near = _near(core, own, confusions)
    if core[0].isupper():
        near = [(word, cost) for word, cost in near if word.lower() in own or times(word.lower()) >= _EVERYDAY]
    found = [(text, cost + _strange(text, *beside)) for text, cost in near] if len(near) > 1 else near
    found = sorted([*found, *_parted(core, own, beside[1].lower())], key=lambda choice: choice[1])
    furthest = _FURTHEST_SHORT if len(core) == 3 else _FURTHEST
    if not found or found[0][1] > furthest:
        return ()
    cost = found[0][1]
    alone = (len(found) == 1 or found[1][1] - cost >= _LEAD) and not _typed(core.lower(), found[0][0].lower())
    as_read = WordChoice(token, cost + (_NO_WORD if alone else -_OPEN))
    others = [WordChoice(lead + other + tail, price, "confusion") for other, price in found[:3]]
    return tuple(sorted([*others, as_read], key=lambda choice: choice.cost))


def _meant(
    core: str, beside: tuple[str, str], own: frozenset[str], confusions: Confusions
) -> list[tuple[str, float]]:
    """Words of the form's notes a letter away from an English one that is none of theirs, with their costs, where they
    go with those beside it far better ("security bolder")."""
    if len(core) < _SHORTEST:
        return []
    near = [word for word in by_length(own, len(core))
            if word.isalpha() and Levenshtein.distance(word, core, score_cutoff=1) == 1]
    odd = _strange(core, *beside)
    costs = [(word, confusions.distance(word, core, _FURTHEST_SHORT), _strange(word, *beside)) for word in near]
    fits = [(word, cost) for word, cost, less in costs if cost <= _FURTHEST_SHORT and odd - less >= _BETTER]
    return sorted(((word, cost) for word, cost in fits if not _typed(core, word)), key=lambda choice: choice[1])


def _typed(read: str, word: str) -> bool:
    """Whether a letter inside a word is missing, or one too many, that is too wide to be lost or seen in dirt: filers
    mistype, too."""
    gone = [word[at] for at in range(1, len(word) - 1) if word[:at] + word[at + 1 :] == read]
    more = [read[at] for at in range(1, len(read) - 1) if read[:at] + read[at + 1 :] == word]
    return any(letter.isalpha() and letter not in _THIN for letter in (*gone[:1], *more[:1]))


def _strange(word: str, before: str, behind: str) -> float:
    """How little a word goes with those beside it; only to be compared with another word's in the same place. The
    form's own words are in no list of pairs and go with any."""
    if not times(word.lower()):
        return 0.0
    return (pair_rarity(before, word) if before else 0.0) + (pair_rarity(word, behind) if behind else 0.0)


def _near(core: str, own: frozenset[str], confusions: Confusions) -> list[tuple[str, float]]:
    """Words that may have been printed for `core`, with their costs; `own` are words of the form's notes."""
    reach = 1 if len(core) < 4 else 2
    listed = process.extract(core.lower(), words_of_about(len(core)), scorer=Levenshtein.distance,
                             score_cutoff=reach, limit=80)
    words = {word for word, _, _ in listed}
    words |= {word for word in by_length(own, len(core))
              if word.isalpha() and Levenshtein.distance(word, core.lower(), score_cutoff=reach) <= reach}
    best = []
    for word in sorted(words):
        general = rarity(word) + (0.0 if word in own else _GENERAL)
        cost, cased = min((confusions.distance(cased, core, _FURTHEST + 1), cased) for cased in cases_of(word, core))
        if cost + general <= _FURTHEST + 1:
            best.append((cased, cost + general))
    return best


def _parted(core: str, own: frozenset[str], behind: str) -> list[tuple[str, float]]:
    """Two usual words that lost the blank between them, with their costs."""
    out = []
    for at in range(1, len(core)):
        parts = core[:at], core[at:]
        if not all(part == "a" or (len(part) > 1 and (part in own or times(part) >= _LIKELY_PART)) for part in parts):
            continue
        if not (_LITTLE & {*parts} or min(map(len, parts)) >= _TWO_WORDS) or (parts[1] == "a" and behind in _NO_NOUNS):
            continue
        cost = _PARTED_ONE if "a" in parts else _PARTED
        cost += sum(rarity(part) + (0.0 if part in own else _GENERAL) for part in parts if part != "a")
        out.append((" ".join(parts), cost))
    return out
