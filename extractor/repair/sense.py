"""How much sense a text makes as the whole of what was printed in its place: words that were cut off, or that hold a
neighbour's too, seldom do."""

from __future__ import annotations

from itertools import pairwise

from extractor.records import Kind
from extractor.repair.lexicons import load_lexicons

CUT, PLAIN, LISTED = 0, 1, 2
"""It looks like a part, or like two things in one; nothing to say about it; the vocabulary knows it as a whole."""

_SUBJECT: dict[str, str] = {"title": "title", "nature": "nature", "officerTitle": "officer", "otherText": "other"}
_WHOLE = frozenset({"name", "title", "nature", "street", "city", "text", "signature"})
_JOINING = frozenset(
    (*("of", "for", "to", "by", "and", "or", "the", "a", "an", "in", "on"), *("with", "from", "par", "at", "&", "-"))
)
"""No text ends in one of these."""
_SIGNS = frozenset("|[]{}<>~_=^\\¢§©®°¥£€")
_LEGAL = frozenset(
    (*("inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "lp", "llc"), *("trust", "bancorp"),
     *("group", "holdings", "na", "sa", "ag", "nv"))
)
"""What a company is, not what it is called."""


def sense(kind: Kind, field: str, value: str | None) -> int:
    """CUT, PLAIN or LISTED, for values of the kinds that hold words; PLAIN for all others."""
    if value is None or kind not in _WHOLE:
        return PLAIN
    name = field.rpartition("/")[2]
    subject = _SUBJECT.get(kind, _SUBJECT.get(name, ""))
    if value.lower() in load_lexicons().phrases.get(subject, ()):
        return LISTED
    words = value.split()
    bare = [word.strip(".,;:()").lower() for word in words]
    if not bare or set(value) & _SIGNS or value.count("(") != value.count(")"):
        return CUT
    if bare[-1] in _JOINING or value.rstrip()[-1] in ",;:-&(":
        return CUT
    if kind == "name" and (len(words) < 2 or all(word in _LEGAL or len(word) < 3 for word in bare)):
        return CUT
    if kind == "title" and (len(words) < 2 or words[0][0].islower() != words[-1][0].islower()):
        return CUT
    if kind == "street" and (len(words) < 2 or _addresses(bare) > 1):
        return CUT
    return PLAIN


def _addresses(words: list[str]) -> int:
    """How many house numbers stand in front of words: more than one where two lines of an address ran together."""
    return sum(
        one.isdigit() and other.isalpha() and len(other) > 2 for one, other in pairwise(words)
    )
