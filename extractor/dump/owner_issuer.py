"""Where in a line of the head the owner's name ends and the issuer's begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from extractor.dump.gathered import Boxes
from extractor.records import Word
from extractor.shapes import letters
from extractor.streets import is_care_of


def has_symbol(words: Sequence[Word]) -> bool:
    """A name and a ticker in square brackets at its end: the issuer's box, and no other."""
    closed = len(words) > 1 and words[-1].text.endswith("]")
    return closed and any(word.text.startswith("[") for word in words[-4:])


_SAME_COMPANY = 92  # likeness (0-100) of a name to the one that an address is in care of
_TOLD = 2  # words of a signature that tell where the name of its signer ends
_SHOUTED = 3  # letters: shorter words may stand in capitals in any name ("LLC")
_ENDS_NAME = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "lp", "llc", "inc", "trust", "plc", "ltd", "corp"}
)


def owner_and_issuer(
    words: list[Word], cells: list[int], boxes: Boxes, names: frozenset[str]
) -> tuple[list[Word], list[Word]]:
    """ "HOROWITZ COREY M NETWORK 1 SECURITY SOLUTIONS INC [NSSI-OTC]": split at a gap, else after a likely name."""
    named = bool(boxes.owners and any(boxes.owners[-1]))
    opened = next((i for i, word in enumerate(words) if re.match(r"[\[(|]", word.text)), len(words))
    issued = "".join(word.text for line in boxes.texts.get("issuer", []) for word in line)
    closing = next((i for i, word in enumerate(words) if word.text.endswith("]")), None)
    if "[" in issued and "]" not in issued and closing is not None:
        return [], words[: closing + 1]
    if closing is not None and 0 < closing < len(words) - 1 and not named:
        behind = words[closing + 1 :]
        if sum(is_one_of(word, names) for word in behind) * 2 >= len(behind):
            return behind, words[: closing + 1]  # the issuer's box was read first
    at = next((i for i in range(len(cells)) if cells[i] != cells[0]), len(cells))
    if at < len(cells) and at <= opened and words[at].text != "|":
        return words[:at], words[at:]
    rule = next((i for i, word in enumerate(words) if word.text == "|" and i), None)
    if rule is not None and not named and has_symbol([word for word in words[rule + 1 :] if word.text != "|"]):
        return words[:rule], words[rule + 1 :]
    if named and "issuer" in boxes.texts:
        return ([], words) if re.search(r"[\[\]]", words[-1].text) and len(words) <= 3 else (words, [])
    if opened <= 1 or (named and len(words) > 2 and words[-2].text in {"/", "-", "–"} and words[-1].text.isupper()):
        return [], words
    if opened == len(words) and len(words) <= 3:
        return words, []
    known = [is_one_of(word, names) for word in words]
    if sum(known[:opened]) < _TOLD:
        known = [False] * len(words)  # "Attorney-in-Fact for Mr. Doe" tells too little
    best = min(range(1, min(opened, 9) + 1), key=lambda at: _split_cost(words, at, opened, known))
    return words[:best], words[best:]


def is_one_of(word: Word, names: frozenset[str]) -> bool:
    text = letters(word.text)
    return text in names or (
        len(text) >= 4 and process.extractOne(text, names, scorer=fuzz.ratio, score_cutoff=80) is not None
    )


def _split_cost(words: Sequence[Word], at: int, opened: int, known: Sequence[bool]) -> float:
    """Cost of a name of `at` words: three are usual; a single letter, "Jr." or "TRUST" ends one; initials do not begin
    an issuer's. `known`: the words that somebody signed with."""
    cost = abs(at - 3) * 1.0
    if any(known[:opened]):
        strange = sum(
            not name and letters(word.text) not in _ENDS_NAME for word, name in zip(words[:at], known, strict=False)
        )
        cost = abs(at - 3) * 0.3 + 2.0 * (sum(known[at:opened]) + strange)
    last = letters(words[at - 1].text)
    if len(last) == 1 or last in _ENDS_NAME:
        cost -= 2.0
    if at < opened:
        following = letters(words[at].text)
        if len(following) == 1 or following in _ENDS_NAME:
            cost += 3.0
        if words[at].text[:1].islower():
            cost += 1.0
        if _is_shouted(words[:at]) != _is_shouted(words[at:opened]) and _even(words[:at]) and _even(words[at:opened]):
            cost -= 2.5
    else:
        cost += 4.0
    return cost


def _is_shouted(words: Sequence[Word]) -> bool:
    """Set in capitals, as one of two names beside one another often is."""
    return "".join(word.text for word in words).isupper()


def _even(words: Sequence[Word]) -> bool:
    """All of them set in capitals, or none that could be."""
    long = [word.text for word in words if sum(map(str.isalpha, word.text)) > _SHOUTED]
    return bool(long) and len({text.isupper() for text in long}) == 1


def part_by_care_of(boxes: Boxes) -> None:
    """Moves the border between the first owner's name and the issuer's to where the name begins that the address is in
    care of: "DOE JANE ANN FALCON, INC." above "C/O FALCON, INC."."""
    lines = boxes.owners[0] if boxes.owners else []
    issuer = boxes.texts.get("issuer", [[]])[0]
    cared = next((line[1:] for line in lines[1:] if line and is_care_of(line[0].text)), [])
    if not (lines and lines[0] and issuer and cared):
        return
    words = [*lines[0], *issuer]
    opened = next((at for at, word in enumerate(words) if word.text[:1] in "[("), len(words))
    said = "".join(letters(word.text) for word in cared)
    alike = {at: fuzz.ratio("".join(letters(word.text) for word in words[at:opened]), said) for at in range(1, opened)}
    best = max(alike, key=alike.__getitem__, default=0)
    if best and alike[best] >= _SAME_COMPANY and abs(best - len(lines[0])) in {1, 2}:
        lines[0][:], issuer[:] = words[:best], words[best:]
