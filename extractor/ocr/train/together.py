"""What readers are worth together: of all that they say, the text that the most probability stands behind.

A score means something else with every reader, so each is turned into the share that is right at such a score, by
reader and kind, rising with the score, as it was on crops of the tuning typefaces. Readers that say the same add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractor.ocr.train.drawn import Crop
from extractor.ocr.train.measure import Tally

Curves = Mapping[tuple[str, str], Callable[[float], float]]
"""By reader and kind: the share right at a score."""

_ENOUGH = 60  # crops of a kind from which it gets a curve of its own
_LEAST, _MOST = 0.01, 0.999  # no sample says never or always


def curves(tallies: Mapping[str, Tally], crops: Sequence[Crop], kinds: Sequence[str]) -> Curves:
    """From what the readers made of tuning crops; kinds that are rare there share one curve."""
    found: dict[tuple[str, str], Callable[[float], float]] = {}
    for reader, tally in tallies.items():
        told = list(zip(crops, tally.answers, strict=True))
        for kind in kinds:
            mine = [answer for crop, answer in told if crop.kind == kind and answer[0]]
            if len(mine) < _ENOUGH:
                mine = [answer for _, answer in told if answer[0]]
            found[reader, kind] = _curve([score for _, score, _ in mine], [right for _, _, right in mine])
    return found


def together(tallies: Mapping[str, Tally], crops: Sequence[Crop], shares: Curves) -> Tally:
    """The choice of these readers, crop by crop; as score the mean over the readers of what stands behind it."""
    found = Tally(milliseconds=sum(tally.milliseconds for tally in tallies.values()))
    for index, crop in enumerate(crops):
        behind: dict[str, list[tuple[float, bool]]] = {}
        for reader, tally in tallies.items():
            text, score, right = tally.answers[index]
            if text:
                behind.setdefault(bare(text), []).append((shares[reader, crop.kind](score), right))
        text, votes = max(behind.items(), key=lambda one: sum(share for share, _ in one[1]), default=("", []))
        right = max(votes, key=lambda vote: vote[0])[1] if votes else False
        found.right[crop.kind, crop.level] += right
        found.all[crop.kind, crop.level] += 1
        found.answers.append((text, sum(share for share, _ in votes) / len(tallies), right))
    return found


def bare(text: str) -> str:
    """What two readings are compared by: no blanks, no dollar sign before it, no case."""
    return "".join(text.split()).lstrip("$").upper()


def _curve(scores: Sequence[float], right: Sequence[bool]) -> Callable[[float], float]:
    from sklearn.isotonic import IsotonicRegression

    fitted: Any = IsotonicRegression(y_min=_LEAST, y_max=_MOST, out_of_bounds="clip").fit(scores, right)
    return lambda score: float(fitted.predict([score])[0])
