"""Names and addresses: blanks inside words and numbers, a care-of without its stroke or blank, and the form's small
labels that were read with them."""

from __future__ import annotations

import re
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.repair.english import is_english
from extractor.repair.wording import core_of, is_known

_LABELS = ("last", "first", "middle", "street", "city", "state", "zip")
_LIKE, _LIKE_SHORT = 60, 57  # likeness (0-100) to a label from which a word in a bracket is one
_IN_BRACKETS = re.compile(r"[^\w\s]*\(?([A-Za-z]{1,7})\)[^\w\s]*|\(([A-Za-z]{1,7})\)?[.,]?")
_CARE_OF = re.compile(
    r"(?:[Cc]/[Oo0] ?|[Cc][Oo]:? )[‘'’]?(?=[A-Z])(?!(?:R(?:OA)?D|H(?:IGH)?WA?Y|LINE)\b)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d \d{3}(?= [A-Z][a-z]{2,}| [A-Z]{3,})")
_STRAY = re.compile(r"[a-z]{1,8}(?= \d{2,5} [A-Z])")
_PARTICLES = frozenset(
    ["de", "del", "den", "der", "di", "du", "la", "le", "les", "van", "von", "y", "e", "and", "of", "dtd", "the", "for"]
)
"""Small words of names."""


def joined(text: str, subject: str, vocabulary: frozenset[str]) -> tuple[str, list[tuple[str, str]]]:
    """The text of a name or address with its blanks where they belong, and the (before, after) pairs."""
    changed: list[tuple[str, str]] = []
    if subject == "street":
        if (care := _CARE_OF.match(text)) and not text.startswith(("C/O ", "c/o ")):
            colon = ": " if ":" in care[0] else " "
            changed.append((care[0], ("c/o" if care[0][0] == "c" else "C/O") + colon))
        if (number := _NUMBER.match(text)) is not None:
            changed.append((number[0], number[0].replace(" ", "")))
    words = text.split()
    changed += [
        (f"{one} {other}", one + other)
        for one, other in pairwise(words)
        if _is_one(one, other, vocabulary)
    ]
    for before, after in changed:
        text = text.replace(before, after, 1)
    return text, changed


def _is_one(one: str, other: str, vocabulary: frozenset[str]) -> bool:
    """Whether two pieces are one word: the second begins small and the first is no word, together they are; or the
    first is a lone capital, which no name goes on from in small letters."""
    left, right = core_of(one)[1], core_of(other)[1]
    if not (one.endswith(left) and other.startswith(right) and left.isalpha() and right.isalpha() and right.islower()):
        return False
    if right in _PARTICLES or not left[:1].isupper():
        return False
    if len(left) == 1 and left not in "AI" and not is_english(right):
        return len(right) > 2
    return min(len(left) - 1, len(right)) > 1 and not _is_word(left, vocabulary) and _is_word(left + right, vocabulary)


def _is_word(word: str, vocabulary: frozenset[str]) -> bool:
    return is_known(word, vocabulary) or is_english(word)


def without_labels(text: str, subject: str) -> str:
    """The text without the small labels of the form at its ends ("(First), 12 Elm St.", "OSLO (Cay)"), and a street
    without the remains of one before its number ("tiasti 4768 …")."""
    words = text.split()
    while len(words) > 1 and (_is_label(words[0]) or (_is_label(words[1]) and _is_wreck(words[0]))):
        words = words[1:]
    while len(words) > 1 and _is_label(words[-1]):
        words = words[:-1]
    kept = " ".join(words)
    if subject == "street" and (stray := _STRAY.match(kept)) and _is_wreck(stray[0]):
        kept = kept[stray.end() :].strip()
    return kept


def _is_wreck(word: str) -> bool:
    return word.isalpha() and word.islower() and not is_english(word)


def _is_label(word: str) -> bool:
    found = _IN_BRACKETS.fullmatch(word)
    if found is None:
        return re.fullmatch(r"[^\w\s]+", word) is not None and word in {",", ".", "|", "'", "‘"}
    said = (found[1] or found[2]).lower()
    return any(fuzz.ratio(said, label) >= (_LIKE_SHORT if len(said) < 4 else _LIKE) for label in _LABELS)
