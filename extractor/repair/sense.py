"""How much sense a text makes as the whole of what was printed in its place: words that were cut off or misspelt, or
that hold a neighbour's too, seldom do."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from extractor.records import Kind
from extractor.repair.lexicons import load_lexicons
from extractor.repair.phrases import JOINING
from extractor.repair.text import vocabulary_of
from extractor.repair.wording import core_of, is_known, nearly_known
from extractor.shapes import is_month_name

CUT, PLAIN, LISTED = 0, 1, 2
"""It looks like a part, misspelt, or like two things in one; nothing to say about it; the vocabulary knows it as a
whole."""

_SUBJECT: dict[str, str] = {
    "title": "title", "nature": "nature", "officerTitle": "officer", "otherText": "other", "name": "name",
    "street": "street", "city": "city", "signature": "signature", "footnote": "note", "remarks": "note",
}  # fmt: skip
_WORDED = frozenset({"name", "title", "nature", "street", "city", "text", "signature", "footnote", "remarks"})
_NOTES = frozenset({"footnote", "remarks"})
_SIGNS = frozenset("|[]{}<>~_=^\\¢§©®°¥£€")
_LEGAL = frozenset(
    (*("inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "lp", "llc"), *("trust", "bancorp"),
     *("group", "holdings", "na", "sa", "ag", "nv"))
)  # fmt: skip
"""What a company is, not what it is called."""


_OPEN = frozenset({"dated", "dtd", "value", "u/a", "u/a/d", "fbo", "f/b/o"})
"""What something else always follows: "par value", "Trust, dated"."""

_RUN_TOGETHER = re.compile(r"[A-Za-z]{3,}\d{2}")
_LETTERED = frozenset({"class", "series", "type", "tranche", "plan", "schedule", "exhibit"})
"""Behind which a title may end in a letter."""

_INITIAL = re.compile(r"/s/|[A-Z]\.?")
"""Behind which a signature goes on."""


@lru_cache(maxsize=2048)
def sense(kind: Kind, field: str, value: str | None) -> int:
    """CUT, PLAIN or LISTED, for values of the kinds that hold words; PLAIN for all others."""
    if value is None or kind not in _WORDED:
        return PLAIN
    subject = _SUBJECT.get(kind, _SUBJECT.get(field.rpartition("/")[2], "note"))
    if value.lower() in load_lexicons().phrases.get(subject, ()):
        return LISTED
    words = value.split()
    bare = [word.strip(".,;:()").lower() for word in words]
    if not bare or set(value) & _SIGNS or value.count("(") != value.count(")"):
        return CUT
    if (bare[-1] in JOINING and words[-1] != "A") or value.rstrip()[-1] in ",;:-&(" or _misspelt(words, kind, subject):
        return CUT
    if kind == "name" and (len(words) < 2 or all(word in _LEGAL or len(word) < 3 for word in bare)):
        return CUT
    if kind in ("title", "nature") and (bare[-1] in _OPEN or is_month_name(bare[-1])):
        return CUT
    if kind == "title" and ("$," in value or any(word.endswith("'s") for word in bare)):
        return CUT
    if kind == "signature" and (words[0][-1] == "," or _INITIAL.fullmatch(words[-1])):
        return CUT
    if kind == "signature" and max(bare.count("/s/"), bare.count("by")) > 1:
        return CUT
    if kind == "name" and any(one == "co" and len(other) > 2 and other not in _LEGAL for one, other in pairwise(bare)):
        return CUT  # the "C/O" of the line below
    if kind == "title" and (len(words) < 2 or words[0][0].islower() != words[-1][0].islower()):
        return CUT
    if kind == "title" and len(bare[-1]) == 1 and bare[-1].isalpha() and bare[-2] not in _LETTERED:
        return CUT
    if kind == "street" and (len(words) < 2 or _addresses(bare) > 1):
        return CUT
    return PLAIN


def _addresses(words: list[str]) -> int:
    """How many house numbers stand in front of words: more than one where two lines of an address ran together."""
    return sum(one.isdigit() and other.isalpha() and len(other) > 2 for one, other in pairwise(words))


def _misspelt(words: list[str], kind: Kind, subject: str) -> bool:
    """Whether a word is one letter or two away from a common one; in a note also a short one nobody knows; in a name a
    full stop behind a word that is no abbreviation, where a comma was printed."""
    vocabulary = vocabulary_of(subject, load_lexicons())
    for place, word in enumerate(words):
        core = core_of(word)[1]
        if _RUN_TOGETHER.search(core):
            return True
        if not core.isalpha() or is_known(core, vocabulary):
            continue
        if nearly_known(core, vocabulary) and not core.istitle():
            return True
        if kind in _NOTES and core.islower() and len(core) < 5:
            return True
        if kind in ("name", "signature") and word.endswith(".") and len(core) > 4 and place < len(words) - 1:
            return True
    return False
