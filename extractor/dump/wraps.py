"""Rows printed over several lines: which wrapped line belongs to which row, and which of its words to which column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.dump.decode import LogicalColumn, decode
from extractor.dump.lines import TextLine
from extractor.dump.looks import look
from extractor.dump.parted import parted
from extractor.records import Word
from extractor.shapes import letters, word_set

WHOLE_TITLE = 8
"""Letters that tell a title from a word of it ("Common Stock", not "Stock")."""
DATED = word_set("dated dtd date uad uta udt")
"""Words before a day that is a trust's or an agreement's."""
FRACTION = re.compile(r"\d/\d{1,2}")
TEXT_KINDS = frozenset({"title", "nature", "text"})
AMOUNTS = ("transactionShares:A", "transactionShares:D")


@dataclass(slots=True)
class Row:
    """A row being gathered: the words of each column (by index), line by line; `twins` are other prints of the same
    row; `repeated` columns as they read with the parts that stand twice; `cost` what its own line costs as a row."""

    line: TextLine
    filled: dict[int, list[Word]] = field(default_factory=dict)
    above: list[TextLine] = field(default_factory=list)
    below: list[TextLine] = field(default_factory=list)
    twins: list[Row] = field(default_factory=list)
    repeated: dict[int, list[Word]] = field(default_factory=dict)
    cost: float = 0.0


def plain_texts(line: TextLine) -> list[str]:
    """The words as the decoder takes them: "$.01" of "$.01 par value" is part of a title, not a price, and "4/26/95" of
    "Trust dtd 4/26/95" of a nature."""
    texts = [word.text for word in line.words]
    for at, text in enumerate(texts):
        if at and letters(texts[at - 1]) in DATED and look(text) == "date":
            texts[at] = "dated"
            continue
        if look(text) not in {"money", "number"} and not FRACTION.fullmatch(text):
            continue
        ahead = next((after for after in texts[at + 1 :] if not FRACTION.fullmatch(after)), "")  # "$1 2/3 par value"
        following = letters(ahead)
        said = texts[max(0, at - 3) : at]  # "$1 par value" has its amount
        before = letters(said[-1]) if said and letters(said[0]) not in {"par", "no"} else ""  # "no par value 568.98"
        if following == "par" or (
            before in {"value", "of"} and (look(text) == "money" or (before == "value" and "." in text))
        ):
            texts[at] = "par"
    return texts


def shared_start(first: TextLine, second: TextLine) -> list[Word]:
    """The words of the first line that the second begins with, too."""
    both = zip(first.words, second.words, strict=False)
    return [word for word, _ in takewhile(lambda pair: letters(pair[0].text) == letters(pair[1].text), both)]


def joined(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def share_fragments(rows: list[Row], fragments: list[list[TextLine]]) -> None:
    """Give the lines between two rows to the one above or the one below, where columns are lost (else: heights.py).

    Lines before the first row can only be its own, those after the last row its. Between two rows every split is tried:
    a row's title should begin like a title and end like one, and where titles are centred on their row the parts above
    and below should be as long. An empty line parts rows.
    """
    if not rows:
        return
    rows[0].above = fragments[0]
    centred = bool(fragments[0]) and len(fragments[0]) <= 12
    known = {
        letters(joined(row.filled.get(0, ())))
        for row, before, after in zip(rows, fragments, fragments[1:], strict=False)
        if not before and not after
    } - {""}
    for index, lines in enumerate(fragments[1:]):
        row = rows[index]
        following = rows[index + 1] if index + 1 < len(rows) else None
        if following is None:
            row.below = lines
            continue
        if not lines:
            continue
        if row.line.table and bool(row.twins) != bool(following.twins):
            # a row that was printed twice fell apart into the words of its title
            row.below, following.above = (lines, []) if row.twins else ([], lines)
            continue
        costs = []
        for cut in range(len(lines) + 1):
            cost = _row_cost(row, lines[:cut], centred, known) + _start_cost(following, lines[cut:], known)
            blank = next(
                (
                    i
                    for i in range(1, len(lines) + 1)
                    if (lines[i].blank_before if i < len(lines) else following.line.blank_before)
                ),
                None,
            )
            if lines[0].blank_before:
                blank = 0
            if blank is not None and not row.line.table:
                cost += 0.0 if cut == blank else 3.0
            costs.append((cost, cut))
        _, cut = min(costs, key=lambda item: (round(item[0], 6), -item[1]))
        row.below, following.above = list(lines[:cut]), list(lines[cut:])


_TITLE_ENDS = word_set("stock unit units option options buy right rights warrant warrants shares rsus purchase")

_TITLE_OPENERS = word_set(
    "restricted class series director employee nonqualified nonstatutory performance deferred incentive phantom "
    "convertible dividend"
)
"""Words that a title begins with, or goes on with where it is not whole yet."""
_TITLE_STARTS = _TITLE_OPENERS | word_set("common warrants warrant preferred option options")
_HANGING = word_set("to of and the par in for")
"""Words that no title ends with."""


def _row_cost(row: Row, below: Sequence[TextLine], centred: bool, known: set[str]) -> float:
    cost = 0.0
    if centred:
        cost += 0.8 * abs(len(row.above) - len(below))
    else:
        cost += 0.9 * max(0, len(row.above) - len(below))
    whole = _title_of(row, row.above, below)
    if whole in known:
        cost -= 3.0
    cost += 1.5 * abs(sum(_opened(line) for line in [*row.above, row.line, *below]))
    if row.line.table and row.filled.get(0):
        first = (row.above[0] if row.above else row.line).words[0]
        if any(line.cells[0] == 0 and letters(line.words[0].text) == letters(first.text) for line in below):
            cost += 2.0  # the next title begins there
    last = below[-1].words[-1].text if below else row.line.words[0].text if row.filled.get(0) else ""
    spoken = [joined(row.filled.get(0, ())), *(line.text for line in below)]
    for before, line in zip(spoken, below, strict=False):
        whole_before = letters(before.rpartition(" ")[2]) in _TITLE_ENDS
        cost += 1.2 if whole_before and letters(line.words[0].text) in _TITLE_OPENERS else 0.0
    unfinished = not below and bool(row.filled.get(0)) and row.filled[0][-1].text.lower() in _HANGING
    if last.lower() in _HANGING or unfinished:
        cost += 0.8
    if row.line.table and row.twins:
        ending = (below[-1] if below else row.twins[-1].line).words[0].text
        cost += 0.0 if letters(ending) in _TITLE_ENDS else 0.8
    return cost


def _opened(line: TextLine) -> int:
    """How many more brackets the line opens than it closes, those of footnote marks aside, which lose one easily."""
    texts = [word.text for word in line.words if look(word.text) != "mark"]
    return sum(text.count("(") - text.count(")") for text in texts)


def _start_cost(row: Row, above: Sequence[TextLine], known: set[str]) -> float:
    first = above[0].words[0].text if above else (row.filled[0][0].text if row.filled.get(0) else "")
    cost = 0.0
    if not first or first[:1].islower() or first[:1] in "()":
        cost += 2.0
    if not above and _title_of(row, (), ()) in known:
        cost -= 1.0
    if row.line.table and row.twins and letters(first) not in _TITLE_STARTS:
        cost += 0.8
    return cost + 0.05 * len(above)


def _title_of(row: Row, above: Sequence[TextLine], below: Sequence[TextLine]) -> str:
    parts = [line.text for line in above] + [joined(row.filled.get(0, ()))] + [line.text for line in below]
    return letters(" ".join(parts))


class Frame(NamedTuple):
    """What the rows of one block share: columns with their places, the step between columns (0: places mean nothing),
    and the folded titles of securities known so far."""

    columns: tuple[LogicalColumn, ...]
    pitch: float
    titles: set[str]


class Reach(NamedTuple):
    """How far a row is read when a wrapped line comes: words by column, roles filled, whether it is held
    indirectly (so that there is a nature)."""

    words: dict[int, list[Word]]
    occupied: frozenset[str]
    indirect: bool


def take_fragments(row: Row, frame: Frame) -> None:
    """The words of a row's other lines go to its columns, text before amounts; lines above come first."""
    columns = frame.columns
    occupied = frozenset(columns[index].role for index in row.filled)
    if not frame.pitch:
        occupied |= {AMOUNTS[1], "deemedExecutionDate"}  # a deemed day stands beside its transaction's
    above: dict[int, list[Word]] = {}
    below: dict[int, list[Word]] = {}
    once = _without_repeats(row.below) if row.line.table else row.below
    dropped = [line for line in row.below if all(line is not kept for kept in once)]
    indirect = is_indirect(row, columns)
    for lines, target in ((row.above, above), (once, below)):
        for line in lines:
            so_far = {
                index: [*above.get(index, []), *row.filled.get(index, []), *below.get(index, [])]
                for index in range(len(columns))
            }
            if target is above:
                so_far = dict(above)
            for index, words in _fragment(line, frame, Reach(so_far, occupied, indirect)):
                target.setdefault(index, []).extend(words)
    for index in sorted({*above, *below}):
        for twin in row.twins:
            _wrap(twin, index, above, below, columns)
        _wrap(row, index, above, below, columns)
    if row.twins:
        _whole_title(row, above, below)
    if dropped and row.filled.get(0):
        # the title with its repeated parts is the other opinion
        row.repeated[0] = [*row.filled[0], *(word for line in dropped for word in line.words)]


def _whole_title(row: Row, above: dict[int, list[Word]], below: dict[int, list[Word]]) -> None:
    """A title that runs on through both prints of its row: the parts in reading order."""
    parts = [_own(each, 0, above, below) for each in (row, *row.twins)]
    seen: set[str] = set()
    for part in parts:
        folded = {letters(word.text) for word in part}
        if folded & seen:
            return
        seen |= folded
    row.filled[0] = [*above.get(0, []), *(word for part in parts for word in part), *below.get(0, [])]
    for twin in row.twins:
        twin.filled.pop(0, None)


def _without_repeats(lines: Sequence[TextLine]) -> list[TextLine]:
    """Wrapped parts that were read twice, once: "(right to" + "(fight to buy)" + "Uuy)" is "(right to" + "buy)"."""
    out: list[TextLine] = []
    for line in lines:
        texts = [letters(word.text) for word in line.words]
        if out:
            before = [letters(word.text) for word in out[-1].words]
            size = len(before)
            if (
                sum(map(len, before)) >= 5
                and len(texts) > size
                and fuzz.ratio("".join(before), "".join(texts[:size])) >= 75
            ):
                out.append(line.part(size, len(texts)))
                continue
            tail = "".join(before[size - len(texts) :])
            again = len("".join(texts)) >= 3 and len(texts) <= size and fuzz.ratio(tail, "".join(texts)) >= 65
            if again and out[-1] is not lines[0]:
                continue
        out.append(line)
    return out


def _own(row: Row, index: int, above: dict[int, list[Word]], below: dict[int, list[Word]]) -> list[Word]:
    wrapped = {id(word) for part in (above, below) for word in part.get(index, [])}
    return [word for word in row.filled.get(index, []) if id(word) not in wrapped]


def _wrap(
    row: Row, index: int, above: dict[int, list[Word]], below: dict[int, list[Word]], columns: tuple[LogicalColumn, ...]
) -> None:
    own = row.filled.get(index, [])
    if columns[index].kind in TEXT_KINDS or not own:
        row.filled[index] = [*above.get(index, []), *own, *below.get(index, [])]
    else:
        row.filled[index] = [*own, *above.get(index, []), *below.get(index, [])]


def is_indirect(row: Row, columns: tuple[LogicalColumn, ...]) -> bool:
    """Whether the row's D/I column says I; true when it says nothing."""
    for index, words in row.filled.items():
        if columns[index].role == "di":
            return letters(words[0].text)[:1] in {"i", "1", "l"}
    return True


def _fragment(line: TextLine, frame: Frame, reach: Reach) -> list[tuple[int, list[Word]]]:
    columns, pitch, _ = frame
    usable = [
        index
        for index, column in enumerate(columns)
        if (column.kind in TEXT_KINDS and (column.kind != "nature" or reach.indirect))
        or column.role not in reach.occupied
    ]
    letter = "di" not in reach.occupied and any(look(word.text) == "letter" for word in line.words)
    if not pitch and not letter:
        parts = parted(line, columns, reach.words, frame.titles, reach.indirect)
        if parts is not None:
            return parts
    _, path = decode(
        plain_texts(line),
        line.at,
        line.cells,
        [columns[i] for i in usable],
        occupied=reach.occupied,
        fragment=True,
        pitch=pitch,
    )
    out: list[tuple[int, list[Word]]] = []
    for local, word in zip(path, line.words, strict=True):
        index = usable[local]
        if out and out[-1][0] == index:
            out[-1][1].append(word)
        else:
            out.append((index, [word]))
    return out
