"""From the net's columns to texts with their probabilities: a prefix beam search that walks only where a grammar goes.

The score of a text is the probability of all the ways the columns could spell it, not that of the likeliest one: it is
what can be trusted (and what falls when two texts share it).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.ocr.own_grammar import Grammar
from extractor.ocr.own_letters import BLANK, LETTERS, text_of


class Text(NamedTuple):
    """One text and its probability in [0, 1]."""

    text: str
    share: float


class _Way(NamedTuple):
    """Ways to a prefix that end in no character, and that end in its last one; the grammar's state behind it."""

    empty: float
    inked: float
    state: int


def texts(
    probabilities: NDArray[Any], grammar: Grammar | None = None, width: int = 8, least: float = 1e-4, most: int = 5
) -> tuple[Text, ...]:
    """The likeliest texts of one line, best first, `most` of them at most; of the grammar only, where one is given.

    `probabilities` is (columns, classes), each row a distribution. `width` prefixes are kept at each column, and
    characters below `least` are not looked at; with a wide beam and 0 the shares are exact. Blanks at the ends of a
    text and doubled ones are not told apart, their shares are one. Empty when nothing of the grammar fits.
    """
    ways: dict[tuple[int, ...], _Way] = {(): _Way(1.0, 0.0, 0)}
    logs = 0.0
    seen = probabilities > least
    seen[:, BLANK] = False
    for column, inked in enumerate(np.any(seen, axis=1).tolist()):
        row = probabilities[column]
        rest = float(row[BLANK])
        if not inked:
            ways = {prefix: _Way((way.empty + way.inked) * rest, 0.0, way.state) for prefix, way in ways.items()}
        else:
            shown = [(int(number), float(row[number])) for number in np.flatnonzero(seen[column])]
            ways = _stepped(ways, rest, shown, grammar)
        if len(ways) > width:
            best = sorted(ways.items(), key=lambda item: -(item[1].empty + item[1].inked))
            ways = dict(best[:width])
        total = max((way.empty + way.inked for way in ways.values()), default=0.0)
        if total <= 0.0:
            return ()
        if total < 1e-60:  # a very long line
            ways = {p: _Way(way.empty / total, way.inked / total, way.state) for p, way in ways.items()}
            logs += float(np.log(total))
    scale = float(np.exp(logs))
    found: dict[str, float] = {}
    for prefix, way in ways.items():
        text = " ".join(text_of(prefix).split())
        if grammar is None or grammar.accepts(text):
            found[text] = found.get(text, 0.0) + (way.empty + way.inked) * scale
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Text(text, min(share, 1.0)) for text, share in ranked[:most])


def _stepped(
    ways: dict[tuple[int, ...], _Way], rest: float, shown: list[tuple[int, float]], grammar: Grammar | None
) -> dict[tuple[int, ...], _Way]:
    """All ways one column further."""
    empties: dict[tuple[int, ...], float] = {}
    inkeds: dict[tuple[int, ...], float] = {}
    states: dict[tuple[int, ...], int] = {}
    for prefix, (empty, inked, state) in ways.items():
        total = empty + inked
        empties[prefix] = empties.get(prefix, 0.0) + total * rest
        states[prefix] = state
        last = prefix[-1] if prefix else BLANK
        for number, share in shown:
            came = total
            if number == last:  # the same stroke goes on; the same character anew only after nothing
                inkeds[prefix] = inkeds.get(prefix, 0.0) + inked * share
                came = empty
            if came <= 0.0:
                continue
            longer = (*prefix, number)
            known = states.get(longer)
            if known is None:
                known = 0 if grammar is None else _next(grammar, state, prefix, number)
                if known < 0:
                    continue
                states[longer] = known
            inkeds[longer] = inkeds.get(longer, 0.0) + came * share
    return {
        prefix: _Way(empties.get(prefix, 0.0), inkeds.get(prefix, 0.0), states[prefix])
        for prefix in empties.keys() | inkeds.keys()
    }


def _next(grammar: Grammar, state: int, prefix: tuple[int, ...], number: int) -> int:
    """The grammar's state one character on. It does not see blanks at the start, a second one after a first, nor one
    behind what may be the whole."""
    character = LETTERS[number - 1]
    if character == " " and (not prefix or LETTERS[prefix[-1] - 1] == " "):
        return state
    after = grammar.step(state, character)
    return state if after < 0 and character == " " and grammar.complete(state) else after
