"""How high rows are, where columns have places: whose the lines between two rows are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.boxes import GUESSED
from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import TextLine
from extractor.dump.wraps import FRACTION, Row, is_indirect, joined
from extractor.records import Word
from extractor.shapes import letters, word_set

_NEAR = 5
"""Lines next to a row that may stand above it; those farther off belong to the row before."""
_UNFINISHED = word_set(
    "nonqualified qualified restricted class series director employee performance deferred incentive phantom "
    "convertible depositary american ordinary appreciation common par value to of and the in for nonstatutory"
)
"""Words that a title hardly ends with."""
_NATURE = 1.5
"""What speaks against a nature of ownership where securities are held directly, and against none where they are not."""
_LOPSIDED = 0.4
"""What speaks against a line more above the middle of a row than below it, in a column that is empty in the middle."""
_NEVER_BEGINS = word_set("of and in to lp llc inc ltd ii iii iv v vi jr sr")
_NEVER_ENDS = word_set("of and the in to by for with a an as at under held dated")
"""Words of natures of ownership ("held in trust for the / benefit of the owner's child")."""
_TOLD = 0.3
"""Where the next best split of the lines between two rows costs no more than this, nothing tells whose natures are."""
_NOUNS = word_set("stock shares share units unit preferred common options option notes warrants interest interests")
_HALVES = frozenset({"employeestock", "directorstock", "performancestock", "nonemployeedirectorstock"})
"""Beginnings of "… Stock Option" that end in a word which titles do end with."""
_NEVER_FIRST = word_set("buy right unit units shares appreciation interest")


class _Title(NamedTuple):
    """The places of a column of titles, or of natures: from `x0` to before `x1`, in the units of TextLine.at; `column`
    its number."""

    column: int
    x0: float
    x1: float
    nature: bool = False


def share_by_place(
    rows: list[Row], fragments: list[list[TextLine]], columns: Sequence[LogicalColumn], known: set[str]
) -> None:
    """Give the lines between two rows to the one above or the one below, where the places of columns are known;
    `known` are folded titles of securities.

    Lines before the first row can only be its own, those after the last row its. Forms set the cells of a row at its
    top or in its middle, all rows alike: both are tried, every split between two rows is weighed by whether titles
    begin and end as titles do and whether the row lies as its table's rows lie, and the better whole is taken. An empty
    line parts rows. Where another split would do as well, the natures of both rows are a guess.
    """
    if not rows:
        return
    alone = {
        letters(joined(row.filled.get(0, ())))
        for row, before, after in zip(rows, fragments, fragments[1:], strict=False)
        if not before and not after
    }
    whole = (known | alone) - {""}
    places = _text_places(columns)
    held = [_held(row, tuple(columns)) for row in rows]
    ways = (_cuts(rows, fragments, places, held, whole, centred) for centred in (False, True))
    way = min(ways, key=lambda way: round(way.cost, 6))
    rows[0].above = fragments[0]
    rows[-1].below = fragments[-1]
    for row, following, lines, cut in zip(rows, rows[1:], fragments[1:], way.cuts, strict=False):
        row.below, following.above = list(lines[:cut]), list(lines[cut:])
    natures = [place for place in places if place.nature]
    for at in way.untold:
        _doubt(rows[at], natures)
        _doubt(rows[at + 1], natures)


def _doubt(row: Row, places: Sequence[_Title]) -> None:
    """Its words at these places, in all its lines, as words that stand where they do by a guess."""
    for place in places:
        if place.column in row.filled:
            row.filled[place.column] = [_guessed(word) for word in row.filled[place.column]]
        for lines in (row.above, row.below):
            for number, line in enumerate(lines):
                inside = {id(word) for word in _inside(line, place)}
                words = tuple(_guessed(word) if id(word) in inside else word for word in line.words)
                lines[number] = replace(line, words=words)


def _guessed(word: Word) -> Word:
    return replace(word, score=min(word.score, GUESSED))


def _held(row: Row, columns: tuple[LogicalColumn, ...]) -> str:
    """How the securities are held: "D" or "I", "" where the row does not say."""
    said = any(columns[at].role == "di" for at in row.filled)
    return ("I" if is_indirect(row, columns) else "D") if said else ""


def _text_places(columns: Sequence[LogicalColumn]) -> tuple[_Title, ...]:
    """Where titles stand, the security's and the underlying one's, and the nature of ownership."""
    out: list[_Title] = []
    for number, column in enumerate(columns):
        if column.kind not in {"title", "nature"} or column.span is None:
            continue
        before = columns[number - 1].span if number else None
        after = columns[number + 1].span if number + 1 < len(columns) else None
        x0 = (before[1] + column.span[0]) / 2 if before else float("-inf")
        x1 = (column.span[1] + after[0]) / 2 if after else float("inf")
        out.append(_Title(number, x0, max(x1, x0), column.kind == "nature"))
    return tuple(out)


class _Way(NamedTuple):
    """A way to share out the lines between rows: what it costs, how many lines of each gap belong to the row above, and
    the gaps that another way shares out differently at hardly more."""

    cost: float
    cuts: list[int]
    untold: list[int]


def _cuts(
    rows: Sequence[Row], fragments: Sequence[Sequence[TextLine]], places: tuple[_Title, ...], held: Sequence[str],
    known: set[str], centred: bool,
) -> _Way:  # fmt: skip
    """The best way, for rows set in the middle or at the top."""
    gaps = fragments[1 : len(rows)]
    last = fragments[len(rows)] if len(fragments) > len(rows) else ()
    above_of: dict[int, Sequence[TextLine]] = {0: fragments[0]}
    steps: list[dict[tuple[int, int], float]] = []  # of each row: what it costs with these cuts above and below it
    for at, row in enumerate(rows):
        lines = gaps[at] if at < len(gaps) else last
        least = max(0, len(lines) - _NEAR) if at < len(gaps) else len(lines)
        gap = {cut: _gap_cost(rows[at + 1], lines, cut) if at < len(gaps) else 0.0
               for cut in range(least, len(lines) + 1)}  # fmt: skip
        steps.append({
            (upper, cut): more + _row_cost(row, above, lines[:cut], places, held[at], known, centred)
            for upper, above in above_of.items() for cut, more in gap.items()
        })  # fmt: skip
        above_of = {cut: lines[cut:] for cut in gap}
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # the cheapest way to each cut below the row at hand
    ways = []
    for step in steps:
        reached: dict[int, tuple[float, list[int]]] = {}
        for (upper, cut), more in step.items():
            offer = best[upper][0] + more, [*best[upper][1], cut]
            if cut not in reached or offer[0] < reached[cut][0]:
                reached[cut] = offer
        best = reached
        ways.append(best)
    cost, path = min(best.values(), key=lambda end: (round(end[0], 6), [-cut for cut in end[1]]))
    untold = []
    rest = dict.fromkeys(best, 0.0)  # the cheapest way on from each cut
    for at in range(len(gaps) - 1, -1, -1):
        following: dict[int, float] = {}
        for (upper, cut), more in steps[at + 1].items():
            following[upper] = min(following.get(upper, float("inf")), more + rest[cut])
        rest = following
        others = (ways[at][cut][0] + more for cut, more in rest.items() if cut != path[at])
        if min(others, default=float("inf")) < cost + _TOLD:
            untold.append(at)
    return _Way(cost, path[:-1], untold)


def _gap_cost(following: Row, lines: Sequence[TextLine], cut: int) -> float:
    if not lines:
        return 0.0
    starts = [line.blank_before for line in (*lines, following.line)]
    blank = next((at for at, empty in enumerate(starts) if empty), None)
    return 0.0 if blank is None or cut == blank else 3.0


def _row_cost(
    row: Row, above: Sequence[TextLine], below: Sequence[TextLine], places: tuple[_Title, ...], held: str,
    known: set[str], centred: bool,
) -> float:  # fmt: skip
    """How unlike a row it is with these lines above and below: by where it lies in them, and by its titles."""
    uneven = len(below) - len(above)
    # of an even number of lines one more stands below a row set in the middle
    cost = 0.8 * min(abs(uneven), abs(uneven - 1)) if centred else 0.6 * len(above)
    for place in places:
        over = [words for line in above if (words := _inside(line, place))]
        under = [words for line in below[:_NEAR] if (words := _inside(line, place))]
        own = row.filled.get(place.column, [])
        words = [*(word for line in over for word in line), *own, *(word for line in under for word in line)]
        if centred and not own:
            cost += _LOPSIDED * abs(len(over) - len(under))  # around an empty middle both halves are as high
        if place.nature:
            cost += _NATURE if held and bool(words) != (held == "I") else 0.0
            cost += _nature_cost(words)
            continue
        cost += _title_cost(words, known) * (1.0 if place.column == 0 else 0.6)
    return cost


def _inside(line: TextLine, place: _Title) -> list[Word]:
    return [word for word, at in zip(line.words, line.at, strict=True) if place.x0 <= at < place.x1]


def _nature_cost(words: Sequence[Word]) -> float:
    """What speaks against these words being one whole nature of ownership."""
    if not words:
        return 0.0
    first, last = (letters(word.text) for word in (words[0], words[-1]))
    return (1.5 if first in _NEVER_BEGINS else 0.0) + (1.5 if last in _NEVER_ENDS else 0.0)


def _title_cost(words: Sequence[Word], known: set[str]) -> float:
    """What speaks against these words being one whole title."""
    if not words:
        return 2.0
    text = joined(words)
    if letters(text) in known:
        return -3.0
    first, last = words[0].text, letters(words[-1].text)
    continued = first[:1].islower() or first[:1] in "()$." or FRACTION.fullmatch(first) is not None
    cost = 2.0 if continued or letters(first) in _NEVER_FIRST else 0.0
    cut = last in _UNFINISHED or words[-1].text[-1] in ",-"
    named = any(letters(word.text) in _NOUNS for word in words)
    lettered = not named and len(words) > 1 and letters(words[-2].text) in {"class", "series"}  # "Series Seed"
    cut = cut or letters(text) in _HALVES
    cost += 1.5 if cut or lettered else 0.0
    return cost + 1.5 * abs(text.count("(") - text.count(")"))
