"""What the boxes of a form's head hold, gathered line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractor.dump.vocabulary import BoxId
from extractor.records import Word
from extractor.shapes import letters

_PLACE_LABEL = re.compile(
    r"\(?(?:last|first|middle|street|city|state|zip|country)\)\Z|\((?:city|zip|state|street|last|cit)\Z|"
    r"\([A-Z][a-z]{2,7}\)\Z",
    re.IGNORECASE,
)
LEFT: frozenset[str] = frozenset({"owner", "last", "street", "city"})
RIGHT: frozenset[str] = frozenset({"relation", "filers"})
BREAKS: frozenset[str] = frozenset({"last", "street", "city"})


@dataclass(slots=True)
class Boxes:
    """The lines of words of each box; `owners` has one entry per name-and-address box."""

    owners: list[list[list[Word]]] = field(default_factory=list)
    texts: dict[BoxId, list[list[Word]]] = field(default_factory=dict)

    def add(self, box: BoxId, words: Sequence[Word]) -> None:
        framed = bool(words) and words[0].text == words[-1].text == "|"  # else a rule may be the ticker's bracket
        kept = [
            word for word in words if word.text != "|" or (box == "issuer" and word is not words[-1] and not framed)
        ]
        if box in LEFT:
            kept = [
                word
                for word in kept
                if not _PLACE_LABEL.match(word.text) and letters(word.text) + word.text[-1:] != ")"
            ]
            kept = [word for word in kept if fuzz.ratio(letters(word.text), "monthdayyear") < 80]
            texts = [letters(word.text) for word in kept]
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
