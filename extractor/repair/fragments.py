"""Words cut in two where cells meet, put together again."""

from __future__ import annotations

from extractor.repair.wording import core_of


def join_split_words(tokens: list[str], vocabulary: frozenset[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Neighbouring fragments put together where that makes a known word: "Stoc k", or with the overlap of two cells,
    "Chairma an". Returns the tokens and the (before, after) pairs."""
    out: list[str] = []
    joined: list[tuple[str, str]] = []
    for token in tokens:
        if out and (whole := _joined(out[-1], token, vocabulary)):
            joined.append((f"{out[-1]} {token}", whole))
            out[-1] = whole
        else:
            out.append(token)
    return out, joined


def _joined(left: str, right: str, vocabulary: frozenset[str]) -> str | None:
    lead, a, _ = core_of(left)
    _, b, tail = core_of(right)
    if not a or not b or not left.endswith(a) or not right.startswith(b) or not (a.isalpha() and b.isalpha()):
        return None
    known_a, known_b = a.lower() in vocabulary, b.lower() in vocabulary
    if known_a and known_b:
        return None
    if b[0].isupper() and not (a.isupper() and b.isupper()):
        return None  # "Mc Lean": the second is a word of its own
    for overlap in range(min(3, len(a), len(b)) + 1):
        if overlap and a[-overlap:].lower() != b[:overlap].lower():
            continue
        whole = a + b[overlap:]
        if len(whole) > 3 and whole.lower() in vocabulary and (not overlap or len(whole) > len(a)):
            return lead + whole + tail
    return None
