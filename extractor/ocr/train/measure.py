"""How well readers read: crops they never saw, kind by kind and level by level; what they invent where nothing is."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from extractor.ocr.own_grammar import KINDS
from extractor.ocr.train.drawn import Crop
from extractor.records import Kind
from models.evidence import Reading


@dataclass(slots=True)
class Tally:
    """Readings of one engine: right and all by (kind, level); scores with right or wrong; blanks; CPU time in
    milliseconds a crop, programs started included.

    `answers` is one (text, score, right) a crop with text, in order.
    """

    right: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    all: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    answers: list[tuple[str, float, bool]] = field(default_factory=list)
    invented: int = 0
    blanks: int = 0
    milliseconds: float = 0.0

    def share(self, kinds: Sequence[str], levels: Sequence[str]) -> tuple[float, int]:
        """(percent right, how many) over those kinds and levels."""
        keys = [key for key in self.all if key[0] in kinds and key[1] in levels]
        count = sum(self.all[key] for key in keys)
        return (100 * sum(self.right[key] for key in keys) / count if count else float("nan")), count


def tally(read: Callable[[Sequence[Any], Kind], Sequence[Reading]], crops: Sequence[Crop]) -> Tally:
    """What a reader makes of the crops; it is asked kind by kind, as in use."""
    found = Tally()
    answered: dict[int, Reading] = {}
    kinds = list(dict.fromkeys(crop.kind for crop in crops))
    started = sum(os.times()[:4])
    for kind in kinds:
        mine = [index for index, crop in enumerate(crops) if crop.kind == kind]
        asked = cast(Kind, "title" if kind == "text" else kind)
        answered |= dict(zip(mine, read([crops[index].pixels for index in mine], asked), strict=True))
    found.milliseconds = 1000 * (sum(os.times()[:4]) - started) / max(1, len(crops))
    for index, crop in enumerate(crops):
        reading = answered[index]
        if not crop.text:
            found.blanks += 1
            found.invented += bool(reading.text)
            continue
        right = same(reading.text, crop.text, crop.kind)
        found.right[crop.kind, crop.level] += right
        found.all[crop.kind, crop.level] += 1
        found.answers.append((reading.text, reading.score, right))
    return found


def same(read: str, printed: str, kind: str) -> bool:
    """Whether a reading says what is printed: blanks aside, and of codes and letters the case."""
    one, other = "".join(read.split()), "".join(printed.split())
    return one.upper() == other.upper() if kind in ("code", "letter", "state") else one == other


def closed(crops: Sequence[Crop]) -> list[Crop]:
    """The whole crops of kinds with a grammar, and the blanks; those whose ends are cut off are judged apart."""
    return [crop for crop in crops if (crop.kind in KINDS and not crop.cut) or not crop.text]


def area_under_risk(found: Tally) -> float:
    """The mean share of wrong answers among the surest 1, 2, … all of them: 0 when every wrong one is below every right
    one and there are none. NaN without answers."""
    ranked = sorted(found.answers, key=lambda answer: -answer[1])
    wrong, risks = 0, []
    for number, (_, _, right) in enumerate(ranked, start=1):
        wrong += not right
        risks.append(wrong / number)
    return sum(risks) / len(risks) if risks else float("nan")
