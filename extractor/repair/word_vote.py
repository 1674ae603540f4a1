"""Two engines' readings of a name or an address, word by word: a word that one of them made nonsense of gives way to
one of the form's own words that the other has in its place."""

from __future__ import annotations

from rapidfuzz import fuzz

from extractor.repair.lexicons import Lexicons
from extractor.repair.wording import core_of

_ALIKE = 50  # rapidfuzz ratio (0-100) from which two words are readings of one
_SHORT = 3  # letters from which a word is told by them


def voted(surer: str, other: str, lexicons: Lexicons) -> str | None:
    """The surer reading with the other's words where only those are the form's; None when there is none to take, or the
    words do not stand against each other one by one."""
    ours, theirs = surer.split(), other.split()
    if len(ours) != len(theirs):
        return None
    taken = [
        their if not _is_own(our, lexicons) and _is_own(their, lexicons) and _alike(our, their) else our
        for our, their in zip(ours, theirs, strict=True)
    ]
    return " ".join(taken) if taken != ours else None


def _is_own(token: str, lexicons: Lexicons) -> bool:
    core = core_of(token)[1].lower()
    return len(core) >= _SHORT and any(core in words for words in lexicons.words.values())


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(core_of(one)[1].lower(), core_of(other)[1].lower()) >= _ALIKE
