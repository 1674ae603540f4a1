"""Words cut in two where cells meet, put together again, and words that lost the blank between them, parted."""

from __future__ import annotations

import re

from extractor.repair.wording import core_of, is_known

_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word may end within one: "ClassA", "ACommon". Not before a bracket: filers type "Option(Right to Buy)"."""


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


def part_glued_words(tokens: list[str], vocabulary: frozenset[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Tokens that are no word, and two or three known words end to end, parted: "ClassA", "ClassACommon". Returns the
    tokens and the (before, after) pairs."""
    out: list[str] = []
    parted: list[tuple[str, str]] = []
    for token in tokens:
        parts = _SEAM.split(token)
        cores = [core_of(part)[1] for part in parts]
        known = all((len(core) == 1 and core.isalpha()) or is_known(core, vocabulary) for core in cores)
        if 1 < len(parts) < 4 and known and max(map(len, cores)) > 3 and not is_known(core_of(token)[1], vocabulary):
            parted.append((token, " ".join(parts)))
            out.extend(parts)
        else:
            out.append(token)
    return out, parted
