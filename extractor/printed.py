"""The form's own printed sentences outside its boxes and tables: recognised, however garbled, so they are not data."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from extractor.shapes import letters

_SENTENCES = (
    "If the form is filed by more than one reporting person, see Instruction 4(b)(v).",
    "Intentional misstatements or omissions of facts constitute Federal Criminal Violations. See 18 "
    "U.S.C. 1001 and 15 "
    "U.S.C. 78ff(a).",
    "See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a).",
    "Violations. See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a).",
    "Note: File three copies of this Form, one of which must be manually signed. If space is "
    "insufficient, see Instruction 6 "
    "for procedure.",
    "Note. File three copies of this form, one of which must be manually signed. If space provided is "
    "insufficient, see "
    "Instruction 6 for procedure.",
    "If space is insufficient, see Instruction 6 for procedure.",
    "If space provided is insufficient, see Instruction 6 for procedure.",
    "space is insufficient, see Instruction 6 for procedure.",
    "Potential persons who are to respond to the collection of information contained in this form are "
    "not required to respond "
    "unless the form displays a currently valid OMB number.",
    "Persons who respond to the collection of information contained in this form are not required to "
    "respond unless the form "
    "displays a currently valid OMB control number.",
    "this form are not required to respond unless the form displays a currently valid OMB control number.",
    "contained in this form are not required to respond unless the form displays a",
    "in this form are not required to respond unless the form displays a currently valid OMB Number.",
    "currently valid OMB control number.",
    "OMB control number.",
    "OMB Number.",
    "Reminder: Report on a separate line for each class of securities beneficially owned directly or indirectly.",
    "owned directly or indirectly.",
    "(Print or Type Responses)",
    "SEC 1474 (9-02)",
    "SEC 1474 (7-96)",
    "Form 4 (continued)",
    "Attach additional sheets if necessary",
    "UNITED STATES SECURITIES AND EXCHANGE COMMISSION Washington, D.C. 20549",
    "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP",
    "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES",
    "Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934 or Section 30(h) of the Investment "
    "Company Act of 1940",
    "Check this box if no longer subject to Section 16. Form 4 or Form 5 obligations may continue. See Instruction "
    "1(b).",
    "OMB APPROVAL OMB Number: 3235-0287 Estimated average burden hours per response... 0.5",
)
_REVISION = r"sec(?:1473|1474|2270)"
"""The SEC's numbers of Forms 3, 4 and 5."""
_NUMBERED = re.compile(_REVISION)
_ALONE = re.compile(rf"(?:form[345])?{_REVISION}\d{{0,4}}|secform[345]")
_FOLDED = tuple(letters(sentence) for sentence in _SENTENCES)

_SIGNATURE_LABELS = tuple(
    letters(text)
    for text in (
        "Signature of Reporting Person",
        "Signature of Reporting Person Date",
    )
)
_LABEL_STARTS = tuple(letters(text) for text in ("Signature of Reporting", "Signature of", "Signatures", "Signature"))
"""The label's first line where it wraps, and the title of the signatures."""
_LABEL_ENDS = tuple(letters(text) for text in ("Reporting Person", "Reporting Person Date", "Person Date", "Person"))
"""How the label goes on below its first line: words that names and notes end with as well."""


@lru_cache(maxsize=2048)
def is_boilerplate(text: str) -> bool:
    """True when the line is one of the form's sentences, or how one begins or ends (a wrapped part of at least 20
    letters)."""
    folded = letters(text)
    if len(folded) < 6:
        return False
    if _ALONE.fullmatch(folded):
        return True
    if process.extractOne(folded, _FOLDED, scorer=fuzz.ratio, score_cutoff=78) is not None:
        return True
    if len(folded) < 20:
        return False
    return _is_one_of(folded, _ends(len(folded))) or any(
        _is_one_of(part, (whole,))
        for whole in _shorter(len(folded))
        for part in (folded[: len(whole)], folded[-len(whole) :])
    )


@lru_cache(maxsize=512)
def _ends(size: int) -> tuple[str, ...]:
    """The beginnings and the ends, of that many letters, of the sentences that have as many."""
    return tuple({part for whole in _FOLDED if len(whole) >= size for part in (whole[:size], whole[-size:])})


@lru_cache(maxsize=512)
def _shorter(size: int) -> tuple[str, ...]:
    """The sentences that a line of that many letters may hold besides a word or two."""
    return tuple([whole for whole in _FOLDED if size * 0.8 < len(whole) < size <= len(whole) + 12])


def shows_revision(text: str) -> bool:
    """Whether a line has the number of a form in it: "SEC 1474 (9-02)"; 1,474 shares are none."""
    return _NUMBERED.search(letters(text)) is not None


@lru_cache(maxsize=2048)
def ends_boilerplate(text: str) -> bool:
    """True when the line is how one of the form's sentences ends, be it one word: what a line before it began."""
    folded = letters(text)
    return len(folded) > 2 and any(fuzz.ratio(folded, sentence[-len(folded) :]) >= 85 for sentence in _FOLDED)


@lru_cache(maxsize=2048)
def goes_on_boilerplate(text: str) -> bool:
    """True when the line stands within one of the form's sentences or ends it: what a line before it began."""
    folded = letters(text)
    return ends_boilerplate(text) or any(
        20 <= len(folded) <= len(sentence) and fuzz.partial_ratio(folded, sentence) >= 85 for sentence in _FOLDED
    )


def is_empty_form(text: str) -> bool:
    """No securities are beneficially owned. (what a Form 3 without holdings prints in place of explanations)"""
    return fuzz.ratio(letters(text), "nosecuritiesarebeneficiallyowned") >= 85


@lru_cache(maxsize=2048)
def is_heading(text: str) -> bool:
    """Explanation of Responses: (also garbled)."""
    folded = letters(text)
    return (
        fuzz.ratio(folded, "explanationofresponses") >= 75
        or fuzz.ratio(folded, "explanationofresponsescontinued") >= 80
    )


@lru_cache(maxsize=2048)
def is_signature_label(text: str, before: str = "") -> bool:
    """True for "** Signature of Reporting Person   Date" and its wrapped parts; `before` is the line above: the label's
    second line goes on with it, unless it holds "Date" and so says it by itself. A sentence's end is none."""
    folded = letters(text)
    if _is_one_of(folded, _SIGNATURE_LABELS):
        return True
    if text[:1].islower() or text.endswith((".", ",", ";")):
        return False
    last = next((word for word in reversed(text.split()) if letters(word)), "")
    dated = last[:1].isupper() and fuzz.ratio(letters(last), "date") >= 75
    if _is_one_of(folded, _LABEL_STARTS) or (dated and _is_one_of(folded, ("date", *_LABEL_ENDS))):
        return True
    return _is_one_of(folded, _LABEL_ENDS) and _is_one_of(letters(before), _LABEL_STARTS[:2])


def _is_one_of(folded: str, known: tuple[str, ...]) -> bool:
    """Whether a folded text is one of those, garbled perhaps."""
    return bool(folded) and process.extractOne(folded, known, scorer=fuzz.ratio, score_cutoff=80) is not None
