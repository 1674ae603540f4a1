"""The street lines of an address: which words are the first street's and which the second's.

What is printed decides: a street stands on a line of its own. Where two share a line, or the line breaks are lost, they
are parted by how they look, and said to be a guess where one street might look so as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from extractor.records import Word
from extractor.shapes import is_date, letters, word_set

Setting = Literal["own", "joined", "listed", "lost"]
"""How streets stand: each on its lines; two perhaps in one, with a comma between them; all in one line of a list, where
a comma is as often a street's own; or line breaks are lost."""

STREET_WORDS = word_set(
    "street st avenue ave road rd drive dr lane ln boulevard blvd parkway pkwy place pl court ct way highway "
    "hwy square sq suite ste floor fl building bldg plaza plz circle cir terrace room rm unit apt tower center "
    "centre loop row turnpike broadway walk crossing trail park mailstop ms box penthouse strasse"
)
COMPANY_WORDS = word_set(
    "inc corp corporation co company ltd limited llc lp plc nv sa ag trust group holdings partners fund "
    "bancorp the international technologies systems industries"
)
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z", re.IGNORECASE)
_TRUST_WORDS = word_set("grat grut crut gst trust family irrevocable revocable annuity charitable living dynasty")
_UNITS = word_set("suite ste floor bldg ms")
_IS_NUMBER = re.compile(r"\d[\d-]*")
_NUMBERED = _UNITS | word_set("level room rm unit apt tower building stop")
_FLOORS = frozenset({"floor", "fl"})
_WINDS = word_set("n s e w ne nw se sw north south east west")
_BEGINNINGS = frozenset({"co", "attn"})
_LONGEST = 42
"""Letters of a street: EDGAR takes 40, and a speck or two may be read with them."""
_SAME = 85  # likeness (0-100) of a street to the one another print has


class Streets(NamedTuple):
    """The words of the two streets; `sure` is False where they were parted, or left together, by a guess."""

    first: list[Word]
    second: list[Word]
    sure: bool = True


def is_care_of(text: str) -> bool:
    """ "C/O", or the "%" that says the same."""
    return text == "%" or ("/" in text and letters(text) == "co")


def starts_street(words: Sequence[Word]) -> bool:
    """Whether a street begins with these words: a number, "C/O", "P.O. Box", "Suite"."""
    text = letters(words[0].text)
    pair = text + (letters(words[1].text) if len(words) > 1 else "")
    if (is_care_of(words[0].text) and len(words) > 1) or text in {
        "pobox",
        "attn",
        "suite",
        "ste",
        "floor",
        "bldg",
        "one",
        "box",
    }:
        return True
    if len(words) > 1 and re.fullmatch(r"(?:19|20)\d\d", text) and letters(words[1].text) in _TRUST_WORDS:
        return False  # "DOE 1999 FAMILY TRUST"
    boxed = pair == "po" and len(words) > 2 and letters(words[2].text) == "box"  # "P. O. BOX 12"
    return boxed or pair in {"pobox", "postoffice"} or (bool(text) and text[0].isdigit() and not is_date(words[0].text))


def two_streets(lines: Sequence[Sequence[Word]], setting: Setting, elsewhere: str = "") -> Streets:
    """Street 1 and 2 of the lines of an address between its name and its place. `elsewhere`: the folded letters of
    street 1 as another print of the address has it."""
    flat = [word for line in lines for word in line]
    if not flat:
        return Streets([], [])
    lines = _with_numbers(lines)
    if elsewhere and setting != "own" and (at := street_of(flat, elsewhere)):
        return Streets(flat[:at], flat[at:])
    if setting == "joined" and (at := _joint(lines, flat)):
        return Streets(flat[:at], flat[at:], sure=False)
    if setting == "listed" and len(lines) == 1 and (at := _joint(lines, flat)):
        at = at if _is_cared(flat) or not _fit(flat, len(flat)) else len(flat)
        return Streets(flat[:at], flat[at:], sure=False)
    if setting == "lost" and len(lines) == 1:
        return _by_look(flat)
    at = _second_line(lines)
    return Streets(flat[:at], flat[at:])


def _with_numbers(lines: Sequence[Sequence[Word]]) -> list[Sequence[Word]]:
    """The lines, a number alone on one behind its unit: "TOWER 2, LEVEL" above "16"."""
    out: list[Sequence[Word]] = []
    for line in lines:
        if out and len(line) == 1 and _IS_NUMBER.fullmatch(line[0].text) and letters(out[-1][-1].text) in _NUMBERED:
            out[-1] = [*out[-1], *line]
        else:
            out.append(line)
    return out


def street_end(words: Sequence[Word]) -> int:
    """How many words a street has that another box's text runs on from in the line: up to the first word that ends one
    and is followed by none of a street's ("29 ELM RD., SUITE 7 | FALCON INC", "30TH FLOOR | Falcon Inc"), or behind a
    company in whose care it is. 0 where no street is seen."""
    if is_care_of(words[0].text):
        companies = (at for at in range(3, len(words)) if letters(words[at - 1].text) in COMPANY_WORDS - {"the"})
        return next((at for at in companies if letters(words[at].text) not in COMPANY_WORDS), 0)
    texts = ["", "", *(letters(word.text) for word in words)]
    for at in range(1, len(words)):
        early, before, word = texts[at : at + 3]
        if early in _UNITS and before[:1].isdigit():
            ended = word not in STREET_WORDS  # "SUITE 7"
        elif before in _FLOORS:
            ended = bool(ORDINAL.match(early))
        else:
            ended = before in (STREET_WORDS | _WINDS) - _UNITS or (at > 1 and before[:1].isdigit())
            ended = ended and not word[:1].isdigit()
        if ended and word not in STREET_WORDS | _WINDS | _UNITS | {"of", "the", ""}:
            return at
    return 0


def street_of(flat: Sequence[Word], street: str) -> int:
    """How many words of the line are the street that another print has (folded); 0 where none are."""
    alike = [fuzz.ratio("".join(letters(word.text) for word in flat[:at]), street) for at in range(1, len(flat) + 1)]
    best = max(range(len(alike)), key=alike.__getitem__)
    return best + 1 if alike[best] >= _SAME else 0


def _is_cared(words: Sequence[Word]) -> bool:
    """Whether a street names in whose care mail goes, or for whose attention."""
    return is_care_of(words[0].text) or letters(words[0].text) in _BEGINNINGS


def _joint(lines: Sequence[Sequence[Word]], flat: Sequence[Word]) -> int:
    """Where the second street begins behind the comma that joins it to the first; 0 where nothing tells so."""
    if (
        len(lines) > 1
        and starts_street(lines[1])
        and not any(
            word.text.endswith(",") and letters(after.text) not in COMPANY_WORDS for word, after in pairwise(lines[0])
        )
        and _is_cared(lines[0])
    ):
        return 0
    commas = (at for at in range(1, len(flat)) if flat[at - 1].text.endswith(","))
    return next((at for at in commas if letters(flat[at].text) not in COMPANY_WORDS), 0)


def _second_line(lines: Sequence[Sequence[Word]]) -> int:
    """How many words stand before the line that the second street begins with: a first line may wrap."""
    if len(lines) == 1:
        return len(lines[0])
    begins = next((at for at in range(len(lines) - 1, 1, -1) if starts_street(lines[at])), 1)
    begins = 1 if starts_street(lines[1]) else begins
    ends = [sum(map(len, lines[:at])) for at in range(len(lines))]
    flat = [word for line in lines for word in line]
    fitting = [at for at in range(1, len(lines)) if _fit(flat, ends[at])]
    return ends[begins if begins in fitting or not fitting else fitting[0]]


def _fit(flat: Sequence[Word], at: int) -> bool:
    """Whether both parts are as short as EDGAR takes them."""
    return all(len(" ".join(word.text for word in part)) <= _LONGEST for part in (flat[:at], flat[at:]))


def _by_look(flat: list[Word]) -> Streets:
    """Streets whose line break is lost: the second begins with a number behind a name, else with a suite or floor."""
    cared = _is_cared(flat)
    if cared or not starts_street(flat):
        numbered = [at for at in range(2 if cared else 1, len(flat)) if _is_begun(flat, at) and _fit(flat, at)]
        if numbered:
            at = numbered[0]
            return Streets(flat[:at], flat[at:], len(numbered) == 1 and not flat[at - 1].text.endswith(","))
    at = next((at for at in range(1, len(flat)) if _is_unit(flat, at)), len(flat))
    if not _fit(flat, len(flat)):
        return Streets(flat[:at], flat[at:], sure=False)
    if at == len(flat):
        return Streets(flat, [], sure=_is_whole(flat, cared))
    if flat[at - 1].text.endswith(","):
        return Streets(flat, [], sure=False)  # what separates them is the street's own comma
    return Streets(flat[:at], flat[at:], sure=False)


def _is_begun(flat: Sequence[Word], at: int) -> bool:
    """Whether a street with a number, or a box, begins at a word behind others."""
    text, before = letters(flat[at].text), letters(flat[at - 1].text)
    if text in _UNITS or ORDINAL.match(text) or before in {*STREET_WORDS, "o"} or "/" in flat[at].text:
        return False
    following = letters(flat[at + 1].text) if at + 1 < len(flat) else ""
    return bool(following) and following not in COMPANY_WORDS and starts_street(flat[at:])


def _is_unit(flat: Sequence[Word], at: int) -> bool:
    """Whether a suite, a floor or the like begins at a word."""
    text = letters(flat[at].text)
    pair = text + (letters(flat[at + 1].text) if at + 1 < len(flat) else "")
    if text in {"tower", "t0wer"} and pair[5:].isdigit():
        return True  # "TOWER 2, LEVEL 14", not "One Elm Tower"
    floor = ORDINAL.match(text) is not None and pair.endswith(("floor", "fl"))
    return text in _UNITS or pair in {"mailstop", "pobox"} or floor or re.match(r"#\d", flat[at].text) is not None


def _is_whole(flat: Sequence[Word], cared: bool) -> bool:
    """Whether a line is one street, with nothing behind it that might be another's."""
    last = letters(flat[-1].text)
    if cared:
        return last in COMPANY_WORDS
    ended = last in STREET_WORDS | _WINDS or last.isdigit() or ORDINAL.match(last) is not None
    return ended and starts_street(flat)
