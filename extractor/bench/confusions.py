"""How often a glyph is read as another: truth and readings laid side by side, glyph by glyph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from rapidfuzz.distance import Levenshtein

from extractor.bench.run import Pair
from extractor.repair.confusions import load_confusions

ALIKE = 0.72  # texts less alike than this were not read from the same ink
PRIOR = 400  # glyphs that the table as it was counts for
LEAST = 3  # times that a misreading must be seen before it is believed
_WORDS = frozenset({"text", "title", "nature", "name", "street", "city", "signature", "footnote", "remarks", "zip"})


@dataclass
class Counts:
    """Of one reader: how often each glyph was printed, and how often read as what."""

    printed: Counter[str] = field(default_factory=Counter)
    read: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def count(pairs: Iterable[Pair]) -> dict[str, Counts]:
    """Counts by reader. Texts that differ in more than a few glyphs are left out: they lay elsewhere."""
    found: dict[str, Counts] = defaultdict(Counts)
    for pair in pairs:
        printed, read = _as_printed(pair), " ".join(pair.read.split())
        if not printed or not read or Levenshtein.normalized_similarity(printed, read) < ALIKE:
            continue
        counts = found[pair.reader]
        counts.printed.update(printed)
        for one, other in misread(printed, read):
            counts.read[one][other] += 1
    return dict(found)


def misread(printed: str, read: str) -> Iterator[tuple[str, str]]:
    """(printed, read) of the stretches that differ, when both are one or two glyphs long."""
    start = (0, 0)
    held: list[tuple[str, str]] = []
    for op in Levenshtein.opcodes(printed, read):
        if op.tag == "equal":
            continue
        one, other = printed[op.src_start : op.src_end], read[op.dest_start : op.dest_end]
        if held and (op.src_start, op.dest_start) == start:  # a replacement told in two steps
            held[-1] = (held[-1][0] + one, held[-1][1] + other)
        else:
            held.append((one, other))
        start = (op.src_end, op.dest_end)
    for one, other in held:
        if len(one) == len(other) > 2:
            yield from ((a, b) for a, b in zip(one, other, strict=True) if a != b)
        elif 1 <= len(one) <= 2 and 1 <= len(other) <= 2:
            yield one, other


def _as_printed(pair: Pair) -> str:
    """The canonical value as it most likely stood on the paper, going by signs that no reader invents."""
    if pair.kind in _WORDS:
        return " ".join(pair.printed.split())
    if pair.kind in ("shares", "money"):
        try:
            number = Decimal(pair.printed)
        except InvalidOperation:
            return ""
        text = f"{number:,}" if any(sign in pair.read for sign in ",.;'") and number >= 1000 else f"{number}"
        return "$" + text if pair.read.lstrip()[:1] in ("$", "S", "s") else text
    if pair.kind == "date" and len(pair.printed) == len("1999-07-19"):
        year, month, day = pair.printed.split("-")
        return f"{month}/{day}/{year}"
    return ""


RAREST = 0.00001
"""No confusion is impossible, however often the glyph was read well."""

OWN = "own"
"""The name of our own reader."""

Rows = dict[str, dict[str, float]]


def fitted(counts: Mapping[str, Counts], old: Mapping[str, Rows]) -> dict[str, Rows]:
    """reader → printed → {read: probability}, the old table counting for PRIOR glyphs of each; kinds of dumps are one
    reader, "text", since a dump does not say what made it."""
    merged: dict[str, Counts] = defaultdict(Counts)
    for reader, found in counts.items():
        if reader == OWN:
            continue  # its grammar writes well-formed values: its errors are none of single glyphs
        target = merged[reader if reader in ("tesseract", "rapidocr") else "text"]
        target.printed.update(found.printed)
        for one, others in found.read.items():
            target.read[one].update(others)
    readers = sorted({*merged, *old})
    return {reader: _probabilities(reader, merged[reader], old.get(reader, {})) for reader in readers}


def _probabilities(reader: str, counts: Counts, habits: Rows) -> Rows:
    """What was seen often enough, and the reader's known habits as far as what was seen bears them out."""
    known = load_confusions(reader)
    out: Rows = {}
    for printed in sorted({*counts.read, *habits}):
        shown = min(counts.printed[glyph] for glyph in printed)
        others = counts.read.get(printed, Counter())
        row = {}
        for read in sorted({*others, *habits.get(printed, {})}, key=lambda read: (-others[read], read)):
            before = known.substituted.get(printed, {}).get(read, known.generic)
            if others[read] >= LEAST or read in habits.get(printed, {}):
                row[read] = max(RAREST, round((others[read] + PRIOR * before) / (shown + PRIOR), 5))
        if row:
            out[printed] = row
    return out


def table(old: Mapping[str, Any], counts: Mapping[str, Counts], source: Mapping[str, Any]) -> dict[str, Any]:
    """templates/confusions.json with the part of the engines fitted; the common part stays."""
    glyphs = {reader: sum(found.printed.values()) for reader, found in sorted(counts.items())}
    return {**old, "about": ABOUT, "fitted": {**source, "glyphs": glyphs}, "engines": fitted(counts, old["engines"])}


ABOUT = (
    "How likely one printed glyph (or pair) is read as another. printed -> {read: probability}. "
    "The common part is an estimate that no engine contradicts; the engines' parts are counted by `form4 fit`."
)


def most_common(counts: Mapping[str, Counts], size: int = 24) -> list[tuple[str, str, int, float]]:
    """(printed, read, times, share of its prints) of single glyphs over all readers, most frequent first."""
    together = Counter({
        (one, other): sum(found.read[one][other] for found in counts.values() if one in found.read)
        for found_ in counts.values() for one, others in found_.read.items() for other in others
        if len(one) == len(other) == 1
    })  # fmt: skip
    shown: Counter[str] = Counter()
    for found in counts.values():
        shown.update(found.printed)
    return [(one, other, times, times / max(1, shown[one])) for (one, other), times in together.most_common(size)]
