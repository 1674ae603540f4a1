"""Trading symbols: free text of ten characters at most, printed between the form's own brackets.

The filer's own brackets inside the printed ones stay ("[(SIRI)]" is (SIRI)). A venue glued to a symbol ("NSSIOTC") is
taken off when the whole is longer than any symbol; five letters or fewer are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.repair.closed import latin
from extractor.repair.confusions import Confusions
from extractor.repair.weigh import Explanation, candidates, explain_glyphs
from models.evidence import Candidate

VENUES = (
    "OTCBB", "OTCQB", "OTCQX", "OTCPK", "OTCMKTS", "OTC", "OB", "PK", "BB", "NASDAQ", "NASD", "NASDQ", "NYSEMKT",
    "NYSEARCA", "NYSE", "AMEX", "ASE", "TSXV", "TSX", "CSE", "LSE", "ASX", "NMS", "NNM",
)  # fmt: skip
"""Markets that filers print behind a symbol."""

LONGEST_SYMBOL = 5
_LONGEST = 10  # the schema's bound on the whole field
_GLUED_BRACKET = 3.0  # cost of a closing bracket read as a letter: no symbol loses one on a single reading
_POINTED = re.compile(r"([A-Z]{2,5}),([A-Z]{1,2})|([A-Z]{2,5}(?:\.[A-Z]{1,2})?)[.,]")
"""A point read as a comma; a speck behind a symbol."""
_OPENING, _CLOSING = "[({", "])}"


def parse_ticker(text: str, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for the trading symbol; `text` is the cell, with or without its printed brackets."""
    read = " ".join(latin(text).split())
    inner, torn = unbracketed(read)
    if not inner:
        return ()
    return candidates(text, _explanations(read, inner, torn, confusions), 0.02)


def unbracketed(text: str) -> tuple[str, bool]:
    """The text without one pair of printed brackets, square ones first; True when only one of the pair was there."""
    text = text.strip(" '`\"_|") if len(text) > 1 else text
    opened, closed = text[:1] in tuple(_OPENING), text[-1:] in tuple(_CLOSING)
    if opened and closed:
        return text[1:-1].strip(" |"), False
    if opened and not any(c in text for c in _CLOSING):
        return text[1:].strip(), True
    if closed and not any(c in text for c in _OPENING):
        return text[:-1].strip(), True
    return text.strip(), False


def glued_venue(symbol: str) -> str | None:
    """SYMBOL-VENUE for a symbol of more than five letters that ends in a venue, else None."""
    if len(symbol) <= LONGEST_SYMBOL or not symbol.isalpha() or not symbol.isupper():
        return None
    for venue in sorted(VENUES, key=len, reverse=True):
        base = symbol.removesuffix(venue)
        if base != symbol and 1 <= len(base) <= LONGEST_SYMBOL:
            return f"{base}-{venue}"
    return None


def _explanations(read: str, inner: str, torn: bool, confusions: Confusions) -> Iterator[Explanation]:
    split = glued_venue(inner)
    if split and len(split) <= _LONGEST:
        reason = f"a symbol has five letters at most: {split.partition('-')[2]} is the market it is traded on"
        yield Explanation(split, 0.5, split, "glued-venue", reason)
        yield Explanation(inner, 1.0, inner)
        return
    figure = _odd_figure(inner)
    doubtful = torn or figure or len(inner) > _LONGEST or any(c in inner for c in "|!\\°©{}")
    if (closed := re.fullmatch(r"([A-Z][A-Z0-9.\-]*) ?([JIl1|!])", inner)) and not torn:
        apart, last = " " in inner, closed[2]
        reason = f"“{last}” is a likely misreading of the closing bracket"
        yield Explanation(closed[1], 0.3 if apart else _GLUED_BRACKET, closed[1], "brackets", reason)
        doubtful = doubtful or apart
    if pointed := _POINTED.fullmatch(inner):
        clear = ".".join(part for part in pointed.groups() if part)
        yield Explanation(clear, 0.3, clear, "separator", "no symbol holds a comma, or ends in a point")
        doubtful = True
    yield Explanation(inner, 1.2 if doubtful else 0.0, inner)
    if (split := _short_venue(inner)) is not None:
        yield Explanation(split, 3.0, split, "glued-venue", "the last letters may be the market it is traded on")
    if torn and len(inner) > 1:
        side = (inner[0], inner[1:]) if read[-1] in _CLOSING else (inner[-1], inner[:-1])
        if side[0] in "1Il|J!":
            reason = f"“{side[0]}” is a likely misreading of the missing bracket"
            yield Explanation(side[1].strip(), 0.7, side[1].strip(), "brackets", reason)
    elif figure or any(c in inner for c in "|!"):
        for printed, cost in confusions.decode(inner.upper(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-/ ", width=8):
            if len(printed) == len(inner):
                rarer = 0.0 if set(inner) & set("01|!") else 1.0  # capitals are read as 0 and 1 far oftener
                reason = explain_glyphs(inner, printed)
                yield Explanation(printed, max(0.5, cost - 3.0) + rarer, printed, "confusion", reason)


def _short_venue(symbol: str) -> str | None:
    """For a symbol short enough to be one: SYMBOL-VENUE all the same, if a long venue ends it. Only ever a rival."""
    if len(symbol) > LONGEST_SYMBOL or not symbol.isupper():
        return None
    for venue in ("OTC", "NYSE", "AMEX", "TSX"):
        base = symbol.removesuffix(venue)
        if base != symbol and base:
            return f"{base}-{venue}"
    return None


def _odd_figure(symbol: str) -> bool:
    """One figure among capitals: symbols have hardly any, with a point, a stroke or a dash in them or none."""
    letters = re.sub(r"[-./]", "", symbol)
    return bool(re.fullmatch(r"[A-Z]*[015826][A-Z]+|[A-Z]+[015826][A-Z]*", letters)) and len(letters) > 1
