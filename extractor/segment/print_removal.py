"""What is typed in a box: its words without the form's own print."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.labels import Phrase, is_label_text, key_of, phrases
from extractor.records import Label, Word

_SMALL_PRINT = (
    "(Month/Day/Year)",
    "(Month/Year)",
    "(Check all applicable)",
    "(Check Applicable Line)",
    "(Voluntary)",
    "Line)",
    "Applicable",
    "(give title below)",
    "(specify below)",
    "(Zip/Postal Code)",
    "3a. Foreign Trading Symbol",  # of Form 3 since 2026, within the issuer's box
)
_GLUED = 68.0  # similarity from which the beginning of a phrase is taken for the label it should be


def without_print_of(words: Sequence[Word], label_text: str) -> list[Word]:
    """The words that are not print: not the label, garbled or run together with what was typed, not a wrapped rest of
    it, not small print. Order is kept."""
    printed = {id(word) for phrase in phrases(words) for word in _print_words(phrase, label_text)}
    return [word for word in words if id(word) not in printed]


def without_numbers_of(words: Sequence[Word], labels: Sequence[Label]) -> list[Word]:
    """The words without the number that a label begins with, where it was read apart from its label, and wrongly ("4."
    for "1."): a scrap right before the label, level with it."""
    firsts = [label.words[0].box for label in labels]
    return [
        word
        for word in words
        if len(word.text) > 3 or not any(
            abs(word.box.center[1] - first.center[1]) < 0.5 * first.height
            and 0 <= first.x0 - word.box.x1 < 1.5 * first.height
            for first in firsts
        )
    ]


def _print_words(phrase: Phrase, label_text: str) -> Sequence[Word]:
    if is_label_text(phrase, (label_text, *_SMALL_PRINT)):
        return phrase.words
    return _beginning(phrase, key_of(label_text))


def _beginning(phrase: Phrase, key: str) -> Sequence[Word]:
    """The words at the start of a phrase that spell the label."""
    if len(key) < 10 or len(phrase.key) < 0.6 * len(key):
        return ()
    best, words = _GLUED, 0
    for count, end in enumerate((*phrase.starts[1:], len(phrase.key)), start=1):
        if end > 1.3 * len(key):
            break
        score = fuzz.ratio(phrase.key[:end], key)
        if score > best:
            best, words = score, count
    return phrase.words[:words]
