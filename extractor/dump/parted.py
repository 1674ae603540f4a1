"""A wrapped line of text whose columns are lost: which of its words go on with the row's title, which with the title of
what underlies it, which with the nature of its ownership."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import TextLine
from extractor.dump.looks import look
from extractor.dump.mended import outline
from extractor.records import Word
from extractor.shapes import letters, word_set

DERIVATIVE = word_set(
    "option options right rights buy purchase employee qualified nonqualified non restricted units unit phantom rsu "
    "performance warrant warrants convertible director deferred to incentive note notes appreciation debentures rsus "
    "debenture swap forward put call obligation"
)
"""Words of the titles of derivatives, and of no others."""
_PLAIN = word_set(
    "common stock share shares class series ordinary preferred par value depositary american beneficial interest of "
    "interests unit units voting non capital subordinate adr ads adss nonvoting per a b c d"
)
"""Words of all titles of securities."""
_OF_DERIVATIVES = re.compile("option|right|stockunit|shareunit|warrant|convert|restricted|phantom|notes?$|rsu|deferred")
_NATURES = word_set("by see through as in held spouse custodian trust indirect owned")
_UNFINISHED = word_set(
    "nonqualified qualified restricted class series director employee performance deferred incentive phantom "
    "convertible depositary american ordinary appreciation par to of and the in for by see as through limited family "
    "held owned a common purchase explanation"
)
"""Words that neither a title nor the nature of an ownership ends with, or hardly."""
_MOST = 24  # words of such a line at most: longer ones are no part of a row
_TEXT = frozenset({"word", "letter", "noise", "number", "money"})
_SECURITIES = (_PLAIN | DERIVATIVE) - _NATURES - {"of", "to"}
_STRANGE = 0.9
"""What a word costs that has no business where it stands, and a title that is left unfinished."""
_UNTOLD = 0.6
"""What a cut costs that no gap shows, and a gap that is none."""

Parts = list[tuple[int, list[Word]]]


def parted(
    line: TextLine, columns: Sequence[LogicalColumn], read: Mapping[int, Sequence[Word]], titles: Collection[str],
    indirect: bool,
) -> Parts | None:  # fmt: skip
    """The words of the line by column (its number), in order; None when the line holds more than text and, at its end,
    footnote marks. `read` is what the row's lines say so far, by column, `titles` are folded titles of securities known
    so far; only what is held indirectly has a nature."""
    words = list(line.words)
    while words and look(words[-1].text) == "mark":
        words.pop()
    marks = list(line.words[len(words) :])
    if not words or len(words) > _MOST or any(look(word.text) not in _TEXT and word.text != "II" for word in words):
        return None
    numbers = [0]
    numbers += [i for i, column in enumerate(columns) if column.role == "underlyingSecurityTitle"]
    numbers += [i for i, column in enumerate(columns) if column.kind == "nature" and indirect]
    known: dict[str, set[str]] = {"derivative": set(), "underlying": set(), "title": set()}
    for title in filter(None, titles):
        known["derivative" if _OF_DERIVATIVES.search(title) else "underlying"].add(outline(title))
        known["title"].add(outline(title))
    gaps = {at for at in range(1, len(words)) if line.cells[at] != line.cells[at - 1]}
    kinds = [_kind(columns, number) for number in numbers]
    best: tuple[float, tuple[int, ...]] | None = None
    for cuts in _ways(len(words), len(numbers) - 1):
        told = len({cut for cut in cuts if 0 < cut < len(words)} ^ gaps) if gaps else 0
        cost = _UNTOLD * told
        for number, kind, (start, end) in zip(numbers, kinds, pairwise((0, *cuts, len(words))), strict=True):
            cost += _cost(kind, read.get(number, ()), words[start:end], known.get(kind, ()))
        if best is None or cost < best[0] - 1e-9:
            best = cost, cuts
    ends = pairwise((0, *(best[1] if best else ()), len(words)))
    parts = [(number, words[a:b]) for number, (a, b) in zip(numbers, ends, strict=True) if b > a]
    if marks:  # of the last column that says anything
        last = numbers[-1] if read.get(numbers[-1]) else parts[-1][0]
        said = parts.pop()[1] if parts[-1][0] == last else []
        parts.append((last, [*said, *marks]))
    return parts


def _ways(count: int, cuts: int) -> list[tuple[int, ...]]:
    """All ways to cut so many words into columns, most words first."""
    if cuts == 0:
        return [()]
    return [(*rest, last) for last in range(count, -1, -1) for rest in _ways(last, cuts - 1)]


def _kind(columns: Sequence[LogicalColumn], number: int) -> str:
    if columns[number].kind == "nature":
        return "nature"
    derivative = any(column.role == "underlyingSecurityTitle" for column in columns)
    return "derivative" if derivative and number == 0 else "underlying" if derivative else "title"


def _cost(kind: str, read: Sequence[Word], words: Sequence[Word], known: Collection[str]) -> float:
    """What speaks against a column that says `read` going on with these words, or ending there."""
    ahead = outline(letters("".join(word.text for word in read)))
    last = letters(read[-1].text) if read else ""
    whole = kind != "nature" and ahead in known and last not in {"par"}
    open_value = _lacks_value(read)
    if not words:
        if not read:
            return 0.8 if kind == "nature" else 0.3
        begun = open_value or any(title != ahead and title.startswith(ahead) for title in known)
        return _STRANGE if (last in _UNFINISHED or begun) and not whole else 0.0
    if kind == "nature":
        return _nature_cost(read, words)
    text = ahead + outline(letters("".join(word.text for word in words)))
    if any(title != ahead and title.startswith(text) for title in known):
        return 0.0
    opened = "(" in "".join(word.text for word in read)
    cost = 0.1 + (1.0 if whole else 0.0)
    # oftenest it is one of the securities known
    cost += _STRANGE if kind == "underlying" and known and not open_value else 0.0
    for word in words:
        said = letters(word.text)
        figure = look(word.text) in {"money", "number"} or said in {"par", "value"}
        if said in DERIVATIVE or "(" in word.text or (")" in word.text and opened):
            cost += 0.0 if kind != "underlying" else _STRANGE
        elif said in _PLAIN or figure:
            cost += 0.3 if last != "purchase" and not open_value and kind == "derivative" else 0.0
        else:
            cost += _STRANGE
        opened |= "(" in word.text
    return cost


def _lacks_value(read: Sequence[Word]) -> bool:
    """Whether a title breaks off at "per", or at "par value", which neither "no" nor an amount stands before."""
    said = [word.text for word in read[-3:]]
    if said and letters(said[-1]) == "per":
        return True
    par = [letters(text) for text in said[-2:]] == ["par", "value"]
    return par and (len(said) < 3 or (letters(said[0]) != "no" and look(said[0]) not in {"money", "number"}))


def _nature_cost(read: Sequence[Word], words: Sequence[Word]) -> float:
    first, last = letters(words[0].text), letters(read[-1].text) if read else ""
    cost = 0.2 if read and last not in _UNFINISHED else 0.0
    if not read and first not in _NATURES:
        cost += 2.0
    return cost + sum(_STRANGE for word in words if letters(word.text) in _SECURITIES)
