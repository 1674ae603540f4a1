"""Cells with a closed alphabet: codes, A/D and D/I letters, check boxes, the form's number, state and ZIP."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from extractor.repair.confusions import Confusions
from extractor.repair.weigh import Explanation, candidates
from models.codes import DOCUMENT_TYPES, STATES, TRANSACTION_CODES, US_STATES
from models.evidence import Candidate

_LOOK_ALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТХУЗаеорсухіѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧοı×",
    "ABCEHIJKMOPSTXY3aeopcyxisABEZHIKMNOPTYXoiX",
)
_WORDS = {
    "direct": "D", "indirect": "I", "acquired": "A", "acquisition": "A", "disposed": "D", "disposition": "D",
}  # fmt: skip
_RARE = {"H": 3.0, "O": 3.0, "E": 2.5, "L": 2.0, "W": 2.5, "Z": 2.5, "U": 2.5, "K": 1.0, "I": 1.5, "X": 0.5, "D": 0.5}
"""What a code's rarity adds to its cost when another letter was read (S, A, M, P, F, G are the common ones)."""

_TICKED = re.compile(r"[_\[({|\-—–. ]*(?:[xX×✓✔☒☑✗✘]|[xX]{2})[_\])}|\-—–. ]*|true|yes|y|1", re.IGNORECASE)
_TICKED_LABEL = re.compile(r"(?:[_\[(] ?)+[xX×✓✔☒☑](?: ?[_\])])+ ?[A-Za-z1(].*")
_EMPTY_LABEL = re.compile(r"(?:_{2,}|\[ ?\]|\( ?\)|[□☐◻]) ?[A-Za-z1(].*")
_EMPTY = re.compile(r"[_\-—–. ]*|[\[({|][_. ]*[\])}|]|□|☐|◻|o|O|0|false|no|n", re.IGNORECASE)
_LABELS = re.compile(
    r"director|officer|other|10 ?%|owner|\(.*?\)|form filed by|more than|one reporting person|check this box.*|"
    r"[a-z]{4,}",
    re.IGNORECASE,
)

_OWN_LABELS = re.compile(
    r"\b(?:director|officer|other|10 ?%|owner|give|title|tile|below|specify)\b|\(.*?\)", re.IGNORECASE
)


def latin(text: str) -> str:
    """Cyrillic and Greek capitals that look Latin, and the dotless i, as their Latin twins."""
    return text if text.isascii() else text.translate(_LOOK_ALIKES)


def parse_code(text: str, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for a transaction code as printed: the letter, with a form type before it on a Form 5 ("4A"), "/K" for
    an equity swap and " V" for an early report behind it ("J/K", "G V", a lone "V")."""
    read = latin(text).strip(" .,'`_|()[]*-") or latin(text).strip()
    compact = re.sub(r"[\s/.\-]+", "", read)
    found: list[Explanation] = []
    for printed, cost in _letters(compact, "".join(TRANSACTION_CODES) + "KV345", confusions):
        match = re.fullmatch(r"([345]?)([A-JL-UW-Z])(K?)(V?)|([KV])", printed)
        if not match or (match[2] and match[2] not in TRANSACTION_CODES):
            continue
        value = match[5] or match[1] + match[2] + ("/K" if match[3] else "") + (" V" if match[4] else "")
        rare = _RARE.get(match[2] or "", 0.0) if cost else 0.0
        if match[1] and compact[:1] not in "345":
            continue
        found.append(_explained(text, value, printed, compact, cost + rare))
    return candidates(text, found)


def parse_letter(text: str, alphabet: str, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for one letter out of `alphabet` ("AD" acquired or disposed, "DI" direct or indirect)."""
    read = latin(text).strip()
    word = re.sub(r"[^a-z]", "", read.lower())
    if len(word) > 4 and (letter := _WORDS.get(word)) and letter in alphabet:
        return candidates(text, [Explanation(letter, 0.0, read)])
    bare = read.strip("()[]{} .,_'`*") or read
    if len(bare) == 1:
        found = [_explained(text, p, p, bare, cost) for p, cost in _letters(bare, alphabet, confusions) if len(p) == 1]
        if bare not in alphabet:
            listed = {explanation.value for explanation in found}
            rest = [letter for letter in alphabet if letter not in listed]
            found += [_explained(text, letter, letter, bare, confusions.cost(letter, bare)) for letter in rest]
        return candidates(text, found)
    both = [part for part in re.split(r"[\s,;/|()]+", bare) if part]
    if len(both) > 1 and all(len(part) == 1 and part in alphabet for part in both):
        return candidates(text, [Explanation(p, 0.7, p, "several-letters", "the cell holds several") for p in both])
    if both and len(both[0]) == 1:  # a neighbour's text ran into the cell
        reason = "the rest belongs to the cell beside it"
        near = [(p, cost) for p, cost in _letters(both[0], alphabet, confusions) if len(p) == 1]
        return candidates(text, [Explanation(p, cost + 0.5, p, "neighbour", reason) for p, cost in near], 0.02)
    found = [
        Explanation(printed, cost, printed, "confusion")
        for printed, cost in _letters(bare, alphabet, confusions)
        if len(printed) == 1 and len(bare) <= 3
    ]
    return candidates(text, found)


def parse_checkbox(text: str, worded: bool = False) -> tuple[Candidate, ...]:
    """Candidates "1" (crossed) and "0" (empty) for a check box, its brackets or underscores and its label. A `worded`
    box is one where words may stand in place of the cross (an officer's title in the Reporting Owners table)."""
    read = latin(text).strip()
    if _TICKED.fullmatch(read) or _TICKED_LABEL.fullmatch(read):
        return candidates(text, [Explanation("1", 0.0, "X")])
    if _EMPTY.fullmatch(read) or _EMPTY_LABEL.fullmatch(read):
        return candidates(text, [Explanation("0", 0.0, "")])
    if worded and len(re.findall(r"[A-Za-z]", _OWN_LABELS.sub(" ", read))) >= 2:
        return candidates(text, [Explanation("1", 0.05, "X", "words-in-box", "words stand in place of a cross")])
    bare = " ".join(_LABELS.sub(" ", read).split()).strip(" :;,.*")
    if _TICKED.fullmatch(bare):
        return candidates(text, [Explanation("1", 0.0, "X")])
    if _EMPTY.fullmatch(bare):
        return candidates(text, [Explanation("0", 0.0, "")])
    core = bare.strip("_-—–[](){}|. ")
    if not core:
        return candidates(text, [Explanation("0", 0.1, "", "stray-mark", "lines and brackets without a cross")])
    if len(core) <= 2:
        like = core[0] in "KkYyVv%*#><HNRwW8&4"
        crossed = "the mark looks like a cross" if like else "something is marked in the box"
        cost = 0.3 if like else 0.8
        return candidates(
            text,
            [
                Explanation("1", cost, "X", "confusion", crossed),
                Explanation("0", -math.log(1 - math.exp(-cost)), "", "stray-mark", "the mark may be a stray stroke"),
            ],
        )
    return candidates(
        text,
        [
            Explanation("0", 0.9, "", "neighbour", "text of a neighbour, no cross"),
            Explanation("1", 1.2, "X", "confusion", "something stands in the box"),
        ],
    )


def parse_form(text: str) -> tuple[Candidate, ...]:
    """Candidates for the form's number: "4", "4/A", … out of words such as "FORM 4"."""
    match = re.search(r"(?<![\d.])([345])\s*(/?\s*A\b)?", latin(text))
    if not match:
        return ()
    value = match[1] + ("/A" if match[2] else "")
    return candidates(text, [Explanation(value, 0.0, value)]) if value in DOCUMENT_TYPES else ()


def parse_state(text: str, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for EDGAR's two-character state or country code, also out of a printed name ("CALIFORNIA")."""
    read = latin(text).strip(" .,")
    code = read.upper()
    if code in STATES:
        near = [(p, cost) for p, cost in _letters(code, _STATE_GLYPHS, confusions, 4) if p in US_STATES and p != code]
        abroad = code[0] + _FIGURES_LIKE.get(code[1], "")
        if code in US_STATES and abroad in STATES:  # "Al": a letter and a figure are a country
            near.append((abroad, _ABROAD))
        return candidates(text, [Explanation(code, 0.0), *(_explained(text, p, p, read, cost) for p, cost in near)])
    if (named := _BY_NAME.get(" ".join(code.replace(".", "").split()))) is not None:
        return candidates(text, [Explanation(named, 0.0)])
    compact = re.sub(r"[\s.,]+", "", code)
    if compact in STATES:
        return candidates(
            text, [Explanation(compact, 0.1, compact, "separator", "points or blanks between the letters")]
        )
    if len(compact) > 4:
        return _state_by_name(text, code)
    found = [
        _explained(text, p, p, compact, cost + (0.0 if p in US_STATES else 1.5))
        for p, cost in _letters(compact, _STATE_GLYPHS, confusions)
        if p in STATES
    ]
    return candidates(text, found)


def parse_zip(text: str, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for a postal code: five figures, five and four, or what another country prints."""
    read = latin(text).strip(" .,;")
    if re.fullmatch(r"\d{5}(?:-\d{4})?", read):
        near = islice(confusions.one_figure_off(read), 5)
        return candidates(
            text, [Explanation(read, 0.0, read), *(Explanation(p, cost, p, "confusion", why) for cost, p, why in near)]
        )
    if scrap := re.fullmatch(r"(\d{5}(?:-\d{4})?) (?:\(?[A-Za-z]{1,4}\)|\d)", read):
        reason = "a small label or a stroke of a rule stands behind it"
        return candidates(text, [Explanation(scrap[1], 0.7, scrap[1], "label", reason)])
    compact = re.sub(r"\s*[-–—~_]\s*", "-", read)
    if re.fullmatch(r"[\d ]+(?:-[\d ]+)?", read) and re.fullmatch(
        r"\d{5}(?:-\d{4})?", together := read.replace(" ", "")
    ):
        return candidates(text, [Explanation(together, 0.1, together, "separator", "a blank between the figures")])
    figures = sum(c.isdigit() for c in compact)
    found: list[Explanation] = []
    if re.fullmatch(r"\d{9}", compact):
        found.append(Explanation(compact, 0.0, compact))
    elif figures >= 3 and sum(c.isalpha() for c in compact) < figures and 4 < len(compact) < 13:
        for printed, cost in confusions.decode(compact, "0123456789-", width=20):
            if re.fullmatch(r"\d{5}(?:-\d{4})?", printed):
                found.append(_explained(text, printed, printed, read, max(cost, 0.1)))
    if not found and re.search(r"[^\w .\-/]|_", read):
        for printed, cost in confusions.decode(read.upper(), _POSTAL, width=6):
            if len(printed) == len(read):
                found.append(_explained(text, printed, printed, read, max(cost, 0.1)))
    if read and (not found or not re.search(r"[OlISB|¥£$§©®]", read)):
        found.append(Explanation(read, 0.0 if not found else 2.0, read))
    return candidates(text, found)


def _letters(read: str, alphabet: str, confusions: Confusions, limit: float = 12.0) -> Iterable[tuple[str, float]]:
    """Decodings of a short cell; a lone letter in the wrong case is read for certain."""
    if not read or len(read) > 6:
        return []
    if read not in alphabet and read.upper() != read and all(c in alphabet for c in read.upper()):
        read = read.upper()
    return confusions.decode(read, alphabet, width=12, limit=limit)


def _explained(text: str, value: str, printed: str, read: str, cost: float) -> Explanation:
    if cost == 0:
        reads_alike = text.isascii() or latin(text) == text
        reason = "" if reads_alike else "a Cyrillic or Greek letter that looks like it"
        return Explanation(value, 0.0, printed, "" if reads_alike else "look-alike", reason)
    return Explanation(value, cost, printed, "confusion", f"“{read}” is a likely misreading of “{printed}”")


def _state_by_name(text: str, name: str) -> tuple[Candidate, ...]:
    from rapidfuzz import fuzz, process

    near = process.extract(name, _BY_NAME.keys(), scorer=fuzz.ratio, score_cutoff=80, limit=3)
    return candidates(text, _named(near))


def _named(near: Iterable[tuple[str, float, object]]) -> Iterator[Explanation]:
    for found, score, _ in near:
        yield Explanation(_BY_NAME[found], (100 - score) / 8, found, "lexicon", f"the closest state is {found}")


@lru_cache(maxsize=1)
def _glyphs() -> str:
    return "".join(sorted(set("".join(STATES))))


_FIGURES_LIKE = {"O": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"}
_ABROAD = 3.9  # what it costs to take a state's letter for a figure
_POSTAL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -"
_STATE_GLYPHS = _glyphs()
_BY_NAME = {name: code for code, name in reversed(STATES.items())}
