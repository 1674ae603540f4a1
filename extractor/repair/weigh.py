"""From ways to explain a reading to candidates: the likeliest first, each with the repairs that led there."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import TypeAdapter
from rapidfuzz.distance import Levenshtein

from models.evidence import Candidate

LIMIT = 12
"""Most candidates kept for one reading."""

_CANDIDATES = TypeAdapter(tuple[Candidate, ...])
_CLOSEST_RIVAL = 0.05  # a well-formed reading outweighs whatever it might be a misreading of
_UNEXPLAINED = 0.0006  # weight of "printed something else altogether": keeps a lone far-fetched candidate low


class Explanation(NamedTuple):
    """`value` was printed as `printed` and read as something else at `cost` (-ln of a probability). `rule` names the
    change, "" for none (the reading is taken as it stands, though `cost` may doubt it)."""

    value: str | None
    cost: float
    printed: str = ""
    rule: str = ""
    reason: str = ""


def candidates(read: str, found: Iterable[Explanation], unexplained: float = _UNEXPLAINED) -> tuple[Candidate, ...]:
    """Candidates of one reading, each value once at its cheapest explanation, best first, LIMIT at most.

    A reading taken as it stands at no cost scores 1.0 and its rivals at most 0.05. Otherwise scores are the shares of
    the explanations' weights, with `unexplained` as the weight of all we did not think of.
    """
    best: dict[str | None, Explanation] = {}
    for explanation in found:
        known = best.get(explanation.value)
        if known is None or explanation.cost < known.cost:
            best[explanation.value] = explanation
    ranked = sorted(best.values(), key=lambda explanation: explanation.cost)[:LIMIT]
    if not ranked:
        return ()
    weights = [math.exp(-explanation.cost) for explanation in ranked]
    if ranked[0].cost == 0 and not ranked[0].rule:
        scores = [1.0, *(min(weight, _CLOSEST_RIVAL) for weight in weights[1:])]
    else:
        total = sum(weights) + unexplained
        scores = [weight / total for weight in weights]
    made = [
        {"value": explanation.value, "score": max(score, 1e-9), "repairs": _repairs(read, explanation)}
        for explanation, score in zip(ranked, scores, strict=True)
    ]
    return _CANDIDATES.validate_python(made)  # all at once: one by one they take three times as long


def _repairs(read: str, explanation: Explanation) -> tuple[dict[str, str], ...]:
    """What a Repair is made of, none where the reading is taken as it stands."""
    if not explanation.rule:
        return ()
    reason = explanation.reason or explain_glyphs(read, explanation.printed)
    return ({"rule": explanation.rule, "before": read, "after": explanation.printed, "reason": reason},)


def explain_glyphs(read: str, printed: str) -> str:
    """The differences between what was read and what is believed printed, in words."""
    parts = []
    for before, after in _differences(read, printed):
        if before and after:
            parts.append(f"“{before}” is a likely misreading of “{after}”")
        elif after:
            parts.append(f"“{after}” was lost in reading")
        else:
            parts.append(f"“{before}” is a stray mark" if before.strip() else "a blank does not belong there")
    return "; ".join(dict.fromkeys(parts))


def _differences(read: str, printed: str) -> list[tuple[str, str]]:
    """(read, printed) of the stretches that differ; neighbouring changes are one."""
    out: list[tuple[str, str]] = []
    end = -1
    for op in Levenshtein.opcodes(read, printed):
        if op.tag == "equal":
            continue
        before, after = read[op.src_start : op.src_end], printed[op.dest_start : op.dest_end]
        if out and op.src_start == end:
            out[-1] = (out[-1][0] + before, out[-1][1] + after)
        else:
            out.append((before, after))
        end = op.src_end
    return out
