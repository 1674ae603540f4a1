"""How likely a value was printed where something else was read."""

from __future__ import annotations

import math
from decimal import Decimal

from extractor.records import Proposal
from extractor.repair.confusions import Confusions, load_confusions
from extractor.repair.rules.rule import Value, shown

KNOWN = 7.2
"""Largest cost (-ln probability) at which a value counts as one known misreading away: one listed confusion or one
lost separator or sign, not two, nor one that the table does not know."""

POSSIBLE = 12.0
"""Beyond this cost a value is no reading of what stands there."""


def misread_cost(value: Value, proposal: Proposal, table: Confusions | None = None) -> float:
    """Cheapest cost (-ln probability) of reading `value` as any of the readings; inf when it is out of
    reach, or a person said what stands there."""
    if proposal.fixed:
        return math.inf
    confusions = table or load_confusions()
    printed = _spellings(value)
    read = {_figures(reading.text) for reading in proposal.readings} or {_figures(proposal.raw)}
    read.update(_figures(shown(_number(candidate.value))) for candidate in proposal.candidates[:1])
    costs = (
        confusions.distance(spelling, text, limit=POSSIBLE)
        for spelling in printed
        for text in read
        if text and abs(len(spelling) - len(text)) <= 2
    )
    return min(costs, default=math.inf)


def _number(text: str | None) -> Value:
    try:
        return Decimal(text) if text else text
    except ArithmeticError:
        return text


def _figures(text: str) -> str:
    return text.strip().lstrip("$ ").strip()


def _spellings(value: Value) -> tuple[str, ...]:
    if isinstance(value, Decimal):
        text, cents = shown(value), f"{value:,.2f}"
        texts = (text, cents) if Decimal(cents.replace(",", "")) == value else (text,)
        return tuple(dict.fromkeys((*texts, *(one.replace(",", "") for one in texts))))
    return (shown(value),)
