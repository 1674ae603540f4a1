"""Addresses in care of the issuer: what stands behind "C/O" and comes close to the name in box 2 is that name.

The little sign is ruined easily ("CO", "C/0", glued to the name); box 2 is printed large. A name that differs in a word
that makes sense is another company's and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from extractor.records import Proposal
from extractor.repair.lexicons import load_lexicons
from extractor.repair.opinions import best
from extractor.shapes import letters
from models.evidence import Candidate, Repair

ISSUER = "issuer/issuerName"
_STREET = re.compile(r"/rptOwnerStreet[12]\Z")
_SIGN = re.compile(r"(?:(?:[^\w\s]+|\S*[()]\S*) +){0,3}[^\w(]*[Cc] ?[/|lIi1jJ\\]{0,2} ?[OoQ0D][^\w]*")
"""The ruins of "C/O", with those of the small labels above it in front."""
_WHOLE = re.compile(r"[Cc]/[Oo] \w")
_SHORT = 8  # letters of a name below which nearness tells nothing
_LONGEST = 40  # signs that EDGAR takes of a street: what is longer it cuts off, and prints so
_ENDING = 4  # letters of "Inc", "Corp", "PLC"
_SAME, _NEAR = 0.9, 0.6  # scores where only blanks and signs differ, and where words nobody knows do


def in_care_of(cells: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """The proposals, streets that name the issuer led by its name as box 2 has it; what was read stays a candidate."""
    issuer = best(cells[ISSUER]) if ISSUER in cells else None
    if issuer is None or issuer.value is None or len(letters(issuer.value)) < _SHORT:
        return dict(cells)
    streets = {path: cells[path] for path in cells if _STREET.search(path) and not cells[path].fixed}
    said = next((name for one in streets.values() if (name := _told(one, issuer.value))), None)
    if said is not None and not _agreed(cells[ISSUER]) and not cells[ISSUER].fixed:
        reason = f"The address is in care of “{said}”, the issuer by all but a few letters."
        return {**cells, ISSUER: _with(cells[ISSUER], said, _NEAR, reason)}
    return {**cells, **{path: _led(proposal, issuer.value) for path, proposal in streets.items()}}


def _told(street: Proposal, issuer: str) -> str | None:
    """The issuer's name as a street has it that everybody read alike, where it is box 2's but for misread words, and in
    letters of the same size."""
    first = best(street)
    if first is None or first.value is None or not (_agreed(street) and _WHOLE.match(first.value)):
        return None
    theirs, ours = _behind(first.value).split(), issuer.split()
    near = len(theirs) == len(ours) and all(map(_may_be, ours, theirs)) and letters(issuer) != letters("".join(theirs))
    return " ".join(theirs) if near and "".join(theirs).isupper() == issuer.isupper() else None


def _agreed(proposal: Proposal) -> bool:
    """Whether two readers at least said the same, and nobody else anything else."""
    agree, asked = proposal.agreement
    return agree == asked > 1


def _with(proposal: Proposal, value: str, score: float, reason: str) -> Proposal:
    """The proposal led by a value that another box bears out."""
    first = proposal.candidates[0]
    repair = Repair(rule="care-of-issuer", before=first.value or "", after=value, reason=reason)
    scale = min(1.0, (1 - score) / first.score)
    rest = (one.model_copy(update={"score": one.score * scale}) for one in proposal.candidates if one.value != value)
    return replace(proposal, candidates=(Candidate(value=value, score=score, repairs=(repair,)), *rest))


def _led(proposal: Proposal, issuer: str) -> Proposal:
    first = best(proposal)
    if first is None or first.value is None:
        return proposal
    if _WHOLE.match(first.value) and _likeness(first.value, issuer) == _SAME and _blanks(first.value, issuer):
        return proposal
    texts = [first.value, *(reading.text for reading in proposal.readings)]
    score, text = max(((_likeness(text, issuer), text) for text in texts), key=lambda one: one[0])
    value = _mended(text, issuer, any("C" in _sign(text) for text in texts))
    if not score or value.casefold() == first.value.casefold() or len(value) > _LONGEST:
        return proposal
    if score == _NEAR and _agreed(proposal) and _WHOLE.match(first.value):
        return proposal
    reason = f"The issuer's name in box 2 is “{issuer}”, and the address is in its care."
    return _with(proposal, value, score, reason)


def _mended(text: str, issuer: str, capital: bool) -> str:
    """The address line: its own words where they are the issuer's, else box 2's in the letters of the line."""
    behind = _behind(text).split()
    large = sum(sign.islower() for sign in "".join(behind)) <= 2
    names = [word.upper() if large else word for word in issuer.split()]
    if len(behind) == len(names):
        names = [own if letters(own) == letters(name) else name for own, name in zip(behind, names, strict=True)]
    return " ".join(["C/O" if capital or large else "c/o", *names])


def _sign(text: str) -> str:
    """What may be "C/O" at the beginning of a text, with what stands before it."""
    found = _SIGN.match(text)
    return found[0] if found else ""


def _behind(text: str) -> str:
    sign = _sign(text)
    return text[len(sign) :] if sign else ""


def _blanks(text: str, issuer: str) -> bool:
    """Whether the line has as many words behind its sign as the name."""
    return len(_behind(text).split()) == len(issuer.split())


def _likeness(text: str, issuer: str) -> float:
    """How surely a text is "C/O" and the issuer's name: 0 for anything else."""
    behind = _behind(text)
    if not letters(behind):
        return 0.0
    if letters(behind) == letters(issuer):
        return _SAME
    ours, theirs = behind.split(), issuer.split()
    if len(ours) == len(theirs):
        return _NEAR if all(map(_may_be, ours, theirs)) else 0.0
    ends = len(theirs[-1]) <= _ENDING and letters(theirs[-1]) in load_lexicons().everything
    if ends and list(map(letters, ours)) == list(map(letters, theirs[:-1])) and len(ours) > 1:
        return _NEAR  # the box ends before "Co"
    glued = len(ours) < len(theirs) and any(len(word) > max(map(len, theirs)) for word in ours)
    return _NEAR if glued and Levenshtein.distance(letters(behind), letters(issuer)) <= 1 else 0.0


def _may_be(read: str, said: str) -> bool:
    """Whether a word of the issuer's name may have been read like that: one that nobody knows, one or two letters off,
    or cut off."""
    ours, theirs = letters(read), letters(said)
    if ours == theirs:
        return True
    if len(theirs) < 3 or any(sign.isdigit() for sign in theirs) or set(theirs) <= set("ivx"):
        return False
    if len(ours) > 1 and theirs.startswith(ours) and len(theirs) - len(ours) <= 2:
        return True
    known = ours in load_lexicons().everything
    return not known and Levenshtein.distance(ours, theirs) <= (2 if len(theirs) > 5 else 1)
