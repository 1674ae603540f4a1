"""Shares below one thousand with three decimals ("318.402"): a lost comma nearly everywhere, and now and then what is
printed. A form's other amounts tell how well its commas can be told from points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.records import ReadCell
from extractor.repair.footnote_marks import split_marks
from models.evidence import Candidate

_POINT = re.compile(r"\d{1,3}\.\d{3}")
_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?")
_COMMAS = 2  # readings of amounts with commas on a form before its points are believed
_SURE = 0.6  # weight of such a number by one reading: one comma in eighty wears to a perfect point, so a person looks


def believed_points(cells: Sequence[ReadCell]) -> frozenset[str]:
    """The number of a filing whose point is a point, if any: two engines say so, nobody read a comma there, commas were
    read in other amounts, and no other amount of the filing is read with such a point."""
    amounts = [_amounts(cell) for cell in cells if cell.cell.kind == "shares"]
    said = {text for texts in amounts for text, _ in texts if _POINT.fullmatch(text)}
    if len(said) != 1:
        return frozenset()
    (number,) = said
    here = [texts for texts in amounts if any(text == number for text, _ in texts)]
    commas = sum(bool(_COMMA.fullmatch(text)) for texts in amounts for text, _ in texts)
    agreed = any(len({engine for text, engine in texts if text == number}) > 1 for texts in here)
    doubted = any("," in text for texts in here for text, _ in texts)
    return frozenset(said) if agreed and not doubted and commas >= _COMMAS else frozenset()


def _amounts(cell: ReadCell) -> list[tuple[str, str]]:
    """What each engine read of an amount, without marks and strokes beside it."""
    return [(split_marks(reading.text, "shares").text.strip(" |[]"), reading.engine) for reading in cell.readings]


def pointed(found: tuple[Candidate, ...], text: str, points: frozenset[str]) -> tuple[Candidate, ...]:
    """The candidates of a reading, led by the number of `points` that its text says, if it says one: alone, or next to
    a part of itself that was boxed twice."""
    tokens = text.strip(" |[]").split()
    number = next((token for token in tokens if token in points), None)
    if number is None or not all(token in number for token in tokens):
        return found
    rest = [one for one in found if one.value != number]
    scale = min(1.0, (1 - _SURE) / max((one.score for one in rest), default=1.0))
    lesser = (one.model_copy(update={"score": one.score * scale}) for one in rest)
    return (Candidate(value=number, score=_SURE), *lesser)
