"""What the boxes of a form's head hold, gathered line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractor.dump.vocabulary import BoxId
from extractor.records import Word
from extractor.shapes import letters

_PLACES = ("last", "first", "middle", "street", "city", "state", "zip", "country")
_PLACE_LABEL = re.compile(
    r"\(?(?:last|first|middle|street|city|state|zip|country)\)\Z|\((?:city|zip|state|street|last|cit)\Z",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\([A-Za-z]{3,8}\)\Z")
_LIKE_PLACE = 60  # likeness (0-100) to a small label from which a word in brackets among others is one
_OWNER_LABEL = ("and", "address", "of", "reporting", "person")
LEFT: frozenset[str] = frozenset({"owner", "last", "street", "city"})
RIGHT: frozenset[str] = frozenset({"relation", "filers"})
BREAKS: frozenset[str] = frozenset({"last", "street", "city"})


def _is_place_label(text: str, alone: bool) -> bool:
    """ "(Street)", "(Zip)" and the like, misread or not: such a word is no part of an address. `alone`: only words in
    brackets stand beside it; among others "(Jersey)" is a name's."""
    if _PLACE_LABEL.match(text):
        return True
    folded = letters(text)
    if _BRACKETED.match(text):
        return alone or max(fuzz.ratio(folded, place) for place in _PLACES) >= _LIKE_PLACE
    bracketed = text[:1] in "({[" or text[-1:] in ")}]"
    return bracketed and len(folded) >= 4 and fuzz.ratio(folded, "street") >= 72


def _without_label(words: list[Word]) -> list[Word]:
    """Without what was left of "1. Name and Address of Reporting Person *" at the start of a line."""
    if len(words) < 3 or not re.match(r"[1Il][.,]\Z", words[0].text) or fuzz.ratio(letters(words[1].text), "name") < 60:
        return words
    at = 2
    while at < len(words) and max(fuzz.ratio(letters(words[at].text), word) for word in _OWNER_LABEL) >= 75:
        at += 1
    return words[at:]


@dataclass(slots=True)
class Boxes:
    """The lines of words of each box; `owners` has one entry per name-and-address box."""

    owners: list[list[list[Word]]] = field(default_factory=list)
    texts: dict[BoxId, list[list[Word]]] = field(default_factory=dict)
    whole: int | None = None
    """How many lines the present owner had when the label below its city was read."""

    def add(self, box: BoxId, words: Sequence[Word]) -> None:
        framed = bool(words) and words[0].text == words[-1].text == "|"  # else a rule may be the ticker's bracket
        kept = [
            word for word in words if word.text != "|" or (box == "issuer" and word is not words[-1] and not framed)
        ]
        if box in BREAKS and not kept:
            self._follow(box)
        if box in LEFT:
            alone = all(_BRACKETED.match(word.text) for word in kept)
            kept = [
                word
                for word in kept
                if not _is_place_label(word.text, alone) and letters(word.text) + word.text[-1:] != ")"
            ]
            if box == "owner":
                kept = _without_label(kept)
            kept = [word for word in kept if fuzz.ratio(letters(word.text), "monthdayyear") < 80]
            texts = [letters(word.text) for word in kept]
            if kept and not any(texts):
                return  # a stroke to write on
            if kept and len(kept) <= 3 and all(len(text) <= 2 and not text.isdigit() for text in texts):
                return  # specks read as letters
            if not self.owners:
                self.owners.append([])
            said = [word.text for word in kept]
            if kept and any([word.text for word in line] == said for line in self.owners[-1]):
                return  # read twice: above a table and in it
            if kept or (self.owners[-1] and self.owners[-1][-1]):
                self.owners[-1].append(kept)
        elif kept:
            self.texts.setdefault(box, []).append(kept)

    def next_owner(self) -> None:
        if not self.owners or any(self.owners[-1]):
            self.owners.append([])
        self.whole = None

    def _follow(self, box: BoxId) -> None:
        """A "(Last) (First) (Middle)" below a whole address: the lines between are the name of one more owner,
        whose own label is lost."""
        if box == "last" and self.whole is not None and any(self.owners[-1][self.whole :]):
            name = self.owners[-1][self.whole :]
            del self.owners[-1][self.whole :]
            self.owners.append(name)
            self.whole = None
        elif box == "city" and self.owners:
            self.whole = len(self.owners[-1]) + 1  # the empty line that the label leaves
