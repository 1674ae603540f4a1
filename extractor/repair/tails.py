"""Names on underlines: the line hides tails, and taken out it takes them along: y is read as v, g as a, j as i, Q as O.
Where the form has the same word with its tail once more, in an owner's name or a signature or in another reading of
this one, that is how it is printed: tails are lost far more often than lent. A word that nobody knows may also be a
known one that lost its tails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product

from extractor.records import Proposal
from extractor.repair.lexicons import load_lexicons
from extractor.repair.opinions import best
from extractor.repair.sheet import Sheet
from models.evidence import Candidate, Repair

_TAILED = {"v": "y", "a": "gq", "o": "qpg", "c": "g", "i": "j", "l": "j", "t": "j", "1": "j"}
"""What a letter may be printed as that was read without its tail …"""
_CAPITAL = {"O": "Q", "I": "J", "T": "J", "L": "J", "1": "J"}
"""… and a capital: the others have none."""
_MOST = 2  # tails lost in one word
_LONG = 5  # letters from which a word nobody knows may be a known one; of a shorter one many are near
_WORD = re.compile(r"[^\W_]+")
_TOLD, _KNOWN, _AS_READ = 0.6, 0.45, 0.3
"""Scores of a name that the form has elsewhere, of one of known words, and of what was read then."""


def told(sheet: Sheet) -> Sheet:
    """The sheet of a scan, its owners' names and signatures with the tails that were lost on underlines, as candidates
    before what was read; where only the tail itself speaks for it, both names are left open."""
    names = {path: proposal for path, proposal in sheet.cells.items() if _is_name(path, proposal)}
    said = {path: _said(proposal) for path, proposal in names.items()}
    cells = dict(sheet.cells)
    for path, proposal in names.items():
        elsewhere = [placed for other, words in said.items() if other != path for placed in words]
        cells[path] = _mended(proposal, elsewhere)
    return replace(sheet, cells=cells)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word and the one before it, in lower case; `sure` in capitals, whose y and g no line touches."""

    word: str
    before: str
    sure: bool


def _is_name(path: str, proposal: Proposal) -> bool:
    named = path.endswith(("/rptOwnerName", "/signatureName")) and not proposal.fixed
    return named and all(reading.source != "dump" for reading in proposal.readings)


def _said(proposal: Proposal) -> tuple[_Placed, ...]:
    first = best(proposal)
    return _words(first.value or "") if first is not None else ()


def _words(text: str) -> tuple[_Placed, ...]:
    words = _WORD.findall(text)
    return tuple(
        _Placed(word.lower(), before.lower(), word.isupper()) for word, before in zip(words, ["", *words], strict=False)
    )


def _mended(proposal: Proposal, elsewhere: Sequence[_Placed]) -> Proposal:
    """The proposal, each candidate with its tails before it, and what was read behind them all."""
    proposal = replace(proposal, candidates=tuple(_whole(one, elsewhere) for one in proposal.candidates))
    first = best(proposal)
    if first is None or first.value is None:
        return proposal
    doubted = _rival(first, elsewhere)
    if doubted is not None:
        mine = first.model_copy(update={"score": min(first.score, _TOLD)})
        rest = tuple(one.model_copy(update={"score": min(one.score, _AS_READ)}) for one in proposal.candidates[1:])
        return replace(proposal, candidates=(mine, doubted, *rest))
    read = [placed for reading in proposal.readings for placed in _words(reading.text)]
    found = [_with_tails(one, elsewhere, read) for one in proposal.candidates]
    if found[0] is first:
        return proposal
    asread = [one.model_copy(update={"score": min(one.score, _AS_READ)}) for one in proposal.candidates]
    candidates: dict[str | None, Candidate] = {}
    for one in (*found, *asread):
        candidates.setdefault(one.value, one)
    bare = _bare(found[0].value or "")
    agree = sum(_bare(reading.text) == bare for reading in proposal.readings)
    asked = proposal.agreement[1]
    return replace(proposal, candidates=tuple(candidates.values()), agreement=(min(agree, asked), asked))


def _whole(candidate: Candidate, elsewhere: Sequence[_Placed]) -> Candidate:
    """The candidate with the two parts of a word put together that another name has whole."""
    words, read = {placed.word for placed in elsewhere}, candidate.value or ""
    for one, other in pairwise(_WORD.findall(read)):
        if (one + other).lower() in words and not {one.lower(), other.lower()} & words:
            value = read.replace(f"{one} {other}", one + other)
            repair = Repair(rule="split-word", before=read, after=value, reason="Another name has the word whole.")
            return candidate.model_copy(update={"value": value, "repairs": (*candidate.repairs, repair)})
    return candidate


def _with_tails(candidate: Candidate, elsewhere: Sequence[_Placed], readings: Sequence[_Placed]) -> Candidate:
    """The candidate with the tails that its words have in other names or in readings of this one; itself where none
    was lost."""
    known, others = load_lexicons().everything, {placed.word for placed in elsewhere}
    words = others | {placed.word for placed in readings}
    pairs = {(placed.word, placed.before) for placed in (*elsewhere, *readings)}
    read = candidate.value or ""
    value, supported = read, True
    for found, before in reversed(_placed(read)):
        word = found[0].lower()
        if word in known and len(word) > 1:
            continue
        twins = list(dict.fromkeys(_printed(found[0])))
        here = [twin for twin in twins if ((twin, before) in pairs if len(word) == 1 else twin in words)]
        likely = [twin for twin in twins if len(word) >= _LONG and word not in others and twin in known]
        meant = here or _in_capitals(word, elsewhere) or likely
        if len(meant) == 1:
            supported = supported and (bool(here) or meant[0] in others)
            value = value[: found.start()] + _cased(meant[0], found[0]) + value[found.end() :]
    if value == read:
        return candidate
    reason = "another print or reading of the name has them" if supported else "the word is a known one with them"
    repair = Repair(rule="lost-tail", before=read, after=value, reason=f"Underlines hide tails; {reason}.")
    score = min(candidate.score, _TOLD if supported else _KNOWN)
    return Candidate(value=value, score=score, repairs=(*candidate.repairs, repair))


def _in_capitals(word: str, elsewhere: Sequence[_Placed]) -> list[str]:
    """The words that another name has in capitals, whose V no line makes a Y, of which the line may have made this."""
    if len(word) < _LONG or word in {placed.word for placed in elsewhere}:
        return []
    return list(dict.fromkeys(placed.word for placed in elsewhere if placed.sure and word in _printed(placed.word)))


def _rival(candidate: Candidate, elsewhere: Sequence[_Placed]) -> Candidate | None:
    """The candidate without a tail that it has and another name, in small letters too, has not: the line may as well
    have lent it one. None when there is no such word."""
    read, known = candidate.value or "", load_lexicons().everything
    bare = {placed.word for placed in elsewhere if not placed.sure and placed.word not in known}
    agreed = {placed.word for placed in elsewhere}
    for found, _ in _placed(read):
        word = found[0]
        if len(word) == 1 or word.isupper() or word.lower() in agreed or word.lower() in known:
            continue
        twin = next((one for one in sorted(bare) if len(one) == len(word) and word.lower() in _printed(one)), None)
        if twin is not None:
            value = read[: found.start()] + _cased(twin, word) + read[found.end() :]
            return Candidate(value=value, score=_AS_READ, repairs=candidate.repairs)
    return None


def _placed(text: str) -> list[tuple[re.Match[str], str]]:
    """The words of a text, each with the one before it in lower case."""
    found = list(_WORD.finditer(text))
    return list(zip(found, ["", *(one[0].lower() for one in found)], strict=False))


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text)).lower()


def _printed(word: str) -> Iterator[str]:
    """What a word may be printed as that lost some tails, in lower case."""
    options = [_CAPITAL.get(c, "") if c.isupper() or word.isupper() else _TAILED.get(c, "") for c in word]
    places = [at for at, letters in enumerate(options) if letters]
    for count in range(1, _MOST + 1):
        for chosen in combinations(places, count):
            for letters in product(*(options[at] for at in chosen)):
                spelt = list(word)
                for at, letter in zip(chosen, letters, strict=True):
                    spelt[at] = letter
                yield "".join(spelt).lower()


def _cased(word: str, model: str) -> str:
    """The word with capitals where the model of the same length has them, a figure's as the rest of it has."""
    return "".join(
        letter.upper() if like.isupper() or (like.isdigit() and model[-1].isupper()) else letter
        for letter, like in zip(word, model, strict=True)
    )
