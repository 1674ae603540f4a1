"""Find printed labels among words, however garbled: the form's own text is a closed vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from rapidfuzz import fuzz, process

from extractor.records import Word
from models.geometry import Box

_ENOUGH = 80.0  # similarity (0..100) from which a phrase is taken for a label
_ENOUGH_WORN = 87.0  # the same, of letters told apart by their outline alone
_LONG = 14  # letters of a label that is still told from others by outlines
_OVERLAP = 1.4  # letter heights that the boxes of two words of a line may share: engines box some too wide
_SHORT = 8  # letters; shorter labels must match nearly exactly, so many short words look alike


@dataclass(frozen=True, slots=True)
class Phrase:
    """Neighbouring words of one line, left to right. `key` is their text without blanks and signs, in lower case;
    `starts` tells where each word begins in it."""

    words: tuple[Word, ...]
    key: str
    starts: tuple[int, ...]

    @property
    def box(self) -> Box:
        return Box.around(word.box for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label found on a page: its text as printed by the form, the words that spell it, similarity in [0, 1]."""

    text: str
    words: tuple[Word, ...]
    score: float

    @property
    def box(self) -> Box:
        return Box.around(word.box for word in self.words)


def phrases(words: Sequence[Word], gap: float = 1.3) -> tuple[Phrase, ...]:
    """Words joined to phrases: on one line, no farther apart than `gap` times the letter height."""
    if not words:
        return ()
    typical = median(word.box.height for word in words)
    open_runs: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.x0):
        best: list[Word] | None = None
        best_distance = gap * typical
        for run in open_runs:
            last = run[-1].box
            distance = word.box.x0 - last.x1
            level = abs(_level(word.box) - _level(last))
            if -_OVERLAP * typical < distance < best_distance and level < 0.5 * typical:
                best, best_distance = run, distance
        if best is None:
            open_runs.append([word])
        else:
            best.append(word)
    return tuple(sorted((_phrase(run) for run in open_runs), key=lambda phrase: (phrase.box.y0, phrase.box.x0)))


def find_labels(found: Sequence[Phrase], texts: Sequence[str]) -> tuple[LabelMatch, ...]:
    """Every place where one of the label texts stands; several places may match one text, a long label may match by its
    first line only. Where a label is not found by its letters, a long one is looked for by their outlines."""
    if not found or not texts:
        return ()
    matches = _spelt(found, texts, _ENOUGH)
    known = {match.text for match in matches}
    outlined = [replace(phrase, key=outline(phrase.key)) for phrase in found]
    lost = [text for text in texts if text not in known and len(key_of(text)) >= _LONG]
    return (*matches, *_spelt(outlined, lost, _ENOUGH_WORN))


def _spelt(found: Sequence[Phrase], texts: Sequence[str], enough: float) -> tuple[LabelMatch, ...]:
    """The labels that are spelt by phrases, or by outlines of phrases when more than usual is asked for."""
    if not texts:
        return ()
    keys = [key_of(text) if enough == _ENOUGH else outline(key_of(text)) for text in texts]
    scores = process.cdist(keys, [phrase.key for phrase in found], scorer=fuzz.partial_ratio, score_cutoff=enough)
    return tuple(
        match
        for row, (text, key) in enumerate(zip(texts, keys, strict=True))
        for column, phrase in enumerate(found)
        if scores[row][column] >= enough and (match := _match(text, key, phrase, enough)) is not None
    )


def best_apart(matches: Sequence[LabelMatch]) -> tuple[LabelMatch, ...]:
    """The matches that win where several claim the same word: the closer first, the longer when equally close."""
    taken: set[int] = set()
    kept = []
    for match in sorted(matches, key=lambda match: (-round(match.score, 2), -len(match.words))):
        own = {id(word) for word in match.words}
        if not own & taken:
            taken |= own
            kept.append(match)
    return tuple(sorted(kept, key=lambda match: (match.box.y0, match.box.x0)))


def key_of(text: str) -> str:
    """Letters and digits only, lower case."""
    return "".join(c for c in text.lower() if c.isalnum())


_OUTLINES = str.maketrans("acosgq069nmuhijltf1kb8", "eeeeeeeee" + "nnnn" + "llllll" + "hhh")


def outline(key: str) -> str:
    """A key with the letters that a copy of a copy makes alike (bowls, arches, uprights) as one; of the same length."""
    return key.translate(_OUTLINES)


def is_label_text(phrase: Phrase, texts: Sequence[str]) -> bool:
    """Whether a phrase is a piece of one of the label texts (a wrapped line of it, "(Month/Day/Year)")."""
    if len(phrase.key) < 4:
        return False
    return any(
        len(phrase.key) <= len(key) + 2 and fuzz.partial_ratio(phrase.key, key) >= 86
        for key in (key_of(text) for text in texts)
    )


def _match(text: str, key: str, phrase: Phrase, enough: float) -> LabelMatch | None:
    """The words of the phrase that spell the label, or its beginning; None when it is too little or too different."""
    if len(key) <= len(phrase.key):
        alignment = fuzz.partial_ratio_alignment(key, phrase.key)
        if alignment is None:
            return None
        start, end = alignment.dest_start, alignment.dest_end
        score = alignment.score
    else:
        # a wrapped label: the phrase is its first line
        start, end = 0, len(phrase.key)
        if end < max(6, min(16, 0.3 * len(key))) or (len(key) < 20 and end < 0.75 * len(key)):
            return None
        score = fuzz.ratio(phrase.key, key[:end])
    need = enough if len(key) >= _SHORT else 90.0
    if score < need:
        return None
    words = tuple(
        word
        for word, begin, stop in zip(phrase.words, phrase.starts, (*phrase.starts[1:], len(phrase.key)), strict=True)
        if stop > begin and min(stop, end) - max(begin, start) > 0.5 * (stop - begin)
    )
    if not words:
        return None
    spelt = "".join(word.text for word in words)
    if len(key) < _SHORT and text.startswith("(") and not any(c in spelt for c in "()[]{}"):
        return None  # a company called First is no label
    if len(key) < _SHORT and fuzz.ratio(key, "".join(key_of(word.text) for word in words)) < need:
        return None  # "first" inside "firstname", "state" inside "states"
    return LabelMatch(text, words, score / 100)


def _phrase(run: list[Word]) -> Phrase:
    key, starts = "", []
    for word in run:
        starts.append(len(key))
        key += key_of(word.text)
    return Phrase(tuple(run), key, tuple(starts))


def _level(box: Box) -> float:
    return (box.y0 + box.y1) / 2
