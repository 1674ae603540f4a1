"""Tables drawn on the character grid: rules ("+----+---+", "---- ---", "<S> <C>") say where every column stands.

Where a rule was drawn nothing needs guessing but which heading each stretch of it is. A table too wide for the page is
drawn in two halves, each with the titles of its rows; the halves are put together again here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from extractor.dump.columns import Headings, header_gains, header_share, is_data
from extractor.dump.decode import LogicalColumn
from extractor.dump.lines import TextLine
from extractor.dump.looks import first_cost, look
from extractor.dump.strokes import Stretch
from extractor.dump.wraps import TEXT_KINDS, Row, joined
from extractor.records import Word
from extractor.shapes import date_likeness, letters
from models.geometry import Box

_LEAST = 4  # stretches that make a table of this form
_MOVED = 2.5  # characters by which a stretch of the same table may be off
_HEADER = 0.6
_BESIDE = 0.1
"""What speaks for two stretches side by side being columns side by side."""


@dataclass(slots=True)
class _Part:
    """A table, or half of one, between two rules that differ: its stretches, its heading, its lines. `boxed`: the
    heading stands in a box, which is still open."""

    stretches: tuple[Stretch, ...]
    header: list[TextLine] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    boxed: bool = False


def drawn_rows(lines: Sequence[TextLine], heads: Headings, columns: Sequence[LogicalColumn]) -> list[Row] | None:
    """The rows of a drawn table, words by index of column; None when it is not drawn, or its rules make no sense."""
    if not any(len(line.rule) >= _LEAST for line in lines):
        return None
    parts = [part for part in _parts(lines, heads) if part.lines]
    rows: list[Row] = []
    filled: set[int] = set()
    for part in parts:
        places = _places(part, heads, columns)
        if places is None:
            return None
        found = [_row(group, part.stretches, places, columns) for group in _groups(part, places, columns)]
        found = [row for row in found if row.filled]
        own = set(places) - {0}
        if rows and len(own & filled) * 3 < len(own):
            _put_together(rows, found)
        else:
            rows += found
        filled |= own
    return rows


def _parts(lines: Sequence[TextLine], heads: Headings) -> list[_Part]:
    """The lines between rules that differ. A heading stands above its rule, or below it in a box."""
    parts: list[_Part] = []
    waiting: list[TextLine] = []
    for line in lines:
        if len(line.rule) >= _LEAST and not (parts and _alike(parts[-1].stretches, line.rule)):
            header = waiting if not parts else _taken_header(parts[-1], heads)
            parts.append(_Part(line.rule, list(header)))
        if not parts:
            waiting.append(line)
            continue
        part = parts[-1]
        part.boxed = bool(not part.lines and (part.boxed and not line.rule))
        if not part.lines and not is_data(line) and header_share(line, heads) >= _HEADER:
            part.boxed = part.boxed or bool(line.rule and line.words[0].text == "|")
            part.header.append(line)
        else:
            (part.header if part.boxed else part.lines).append(line)
    return parts


def _alike(one: Sequence[Stretch], other: Sequence[Stretch]) -> bool:
    return len(one) == len(other) and all(abs(a[0] - b[0]) <= _MOVED for a, b in zip(one, other, strict=True))


def _taken_header(part: _Part, heads: Headings) -> list[TextLine]:
    """The heading of the next part, which stands at the end of this one."""
    start = len(part.lines)
    while start and not is_data(part.lines[start - 1]) and header_share(part.lines[start - 1], heads) >= _HEADER:
        start -= 1
    taken = part.lines[start:]
    del part.lines[start:]
    return taken


def _stretch_of(at: float, end: float, stretches: Sequence[Stretch]) -> int:
    """The stretch that a word [at, end) overlaps most, else the nearest."""
    for index, (x0, x1) in enumerate(stretches):
        if x0 <= at and end <= x1:  # stretches never overlap
            return index

    def apart(index: int) -> tuple[float, float]:
        x0, x1 = stretches[index]
        overlap = min(end, x1) - max(at, x0)
        return -overlap, abs((at + end) / 2 - (x0 + x1) / 2)

    return min(range(len(stretches)), key=apart)


def _words_by_stretch(
    line: TextLine, stretches: Sequence[Stretch], columns: Sequence[LogicalColumn] = ()
) -> dict[int, list[Word]]:
    """`columns`, one a stretch, when known: a word that slipped to the gap between two goes where it fits."""
    found: dict[int, list[Word]] = {}
    last = -1
    for word, at in zip(line.words[:160], line.at, strict=False):
        if word.text == "|":
            continue
        index = _stretch_of(at, at + len(word.text), stretches)
        if columns and len(word.text) <= 2:
            x0, x1 = stretches[index]
            near = index + 1 if at + len(word.text) > x1 else index - 1 if at < x0 else index
            if near != index and 0 <= near < len(columns) and near >= last:
                index = min((index, near), key=lambda i: first_cost(word.text, columns[i].role, columns[i].kind))
        found.setdefault(index, []).append(word)
        last = index
    return found


def _places(part: _Part, heads: Headings, columns: Sequence[LogicalColumn]) -> list[int] | None:
    """The column that each stretch is: the order is kept, headings and contents vote."""
    count, width = len(part.stretches), len(columns)
    if count > width:
        return None
    gains = [[0.0] * width for _ in range(count)]
    for line in part.header:
        for index, words in _words_by_stretch(line, part.stretches).items():
            for c, gain in enumerate(header_gains([word.text for word in words], heads)):
                gains[index][c] += gain
    contents: list[list[str]] = [[] for _ in range(count)]
    for line in part.lines[:60]:
        for index, words in _words_by_stretch(line, part.stretches).items():
            contents[index].append(words[0].text)
    for index, texts in enumerate(contents):
        for c, column in enumerate(columns):
            if texts:
                cost = sum(first_cost(text, column.role, column.kind) for text in texts) / len(texts)
                gains[index][c] += 1.0 - min(cost, 4.0)
    best = [[float("-inf")] * width for _ in range(count)]
    back = [[0] * width for _ in range(count)]
    for index in range(count):
        top, top_at = (0.0, -1) if not index else (float("-inf"), -1)
        for c in range(index, width - (count - index) + 1):
            if index and best[index - 1][c - 1] > top:
                top, top_at = best[index - 1][c - 1], c - 1
            best[index][c], back[index][c] = top + gains[index][c], top_at
            beside = best[index - 1][c - 1] + _BESIDE if index else float("-inf")
            if beside > top:
                best[index][c], back[index][c] = beside + gains[index][c], c - 1
    c = max(range(width), key=best[-1].__getitem__)
    path = [c]
    for index in range(count - 1, 0, -1):
        path.append(c := back[index][c])
    return path[::-1]


def _groups(part: _Part, places: Sequence[int], columns: Sequence[LogicalColumn]) -> list[list[TextLine]]:
    """The lines of each row: what stands between two rules; else a row begins where values begin."""
    ruled = sum(bool(line.rule) for line in part.lines) > 1 or len(part.lines) == 1
    groups: list[list[TextLine]] = []
    previous = 0
    for line in part.lines:
        values, titled = _begun(line, part.stretches, places, columns)
        if not values and not titled and not line.rule and not groups:
            continue
        if (
            not groups
            or (line.rule and (values or titled or not groups[-1]))
            or (not ruled and (values >= 2 or (values and titled) or (line.blank_before and (titled or values))))
            or (ruled and previous >= 2 and values >= 2)
        ):
            groups.append([])
        groups[-1].append(line)
        previous = values
    return groups


def _begun(
    line: TextLine, stretches: Sequence[Stretch], places: Sequence[int], columns: Sequence[LogicalColumn]
) -> tuple[int, bool]:
    """(how many columns of the line hold a value of their own, whether the title's column holds something)."""
    values, titled = 0, False
    for index, words in _words_by_stretch(line, stretches, [columns[place] for place in places]).items():
        column = columns[places[index]]
        if column.kind in TEXT_KINDS:
            titled = titled or places[index] == 0
        elif column.kind == "date":
            values += date_likeness(joined(words)) >= 0.5 or any("/" in word.text for word in words)
        elif look(words[0].text) != "mark":
            values += bool(letters(words[0].text))
    return values, titled


def _row(
    group: Sequence[TextLine], stretches: Sequence[Stretch], places: Sequence[int], columns: Sequence[LogicalColumn]
) -> Row:
    row = Row(group[0])
    for line in group:
        for index, words in _words_by_stretch(line, stretches, [columns[place] for place in places]).items():
            kept = [word for word in words if letters(word.text) or look(word.text) in {"mark", "dollar"}]
            before = row.filled.get(places[index - 1], []) if index else []
            open_date = len(before) == 1 and columns[places[index - 1]].kind == "date"
            if kept and open_date and date_likeness(before[0].text) < 1 and _goes_on(before[0], kept[0]):
                before.append(kept.pop(0))  # slipped into the next column
            if kept:
                row.filled.setdefault(places[index], []).extend(kept)
    for index, words in row.filled.items():
        if columns[index].kind == "date" and len(words) > 1:
            row.filled[index] = _whole_date(words)
    return row


def _whole_date(words: list[Word]) -> list[Word]:
    """ "9/28/2" over "3": a date that its column had no room for."""
    first, second = words[:2]
    if _goes_on(first, second):
        span = (first.span[0], second.span[1]) if first.span and second.span else None
        box = Box.around((first.box, second.box))
        return [Word(first.text + second.text, box, first.page, first.score, span), *words[2:]]
    return words


def _goes_on(first: Word, second: Word) -> bool:
    """Whether a date goes on in the figures below it."""
    figures = second.text.isdigit() and len(second.text) <= 3 and second.box.y0 > first.box.y0
    return figures and date_likeness(first.text + second.text) >= 1


def _put_together(rows: list[Row], halves: Sequence[Row]) -> None:
    """The second half of each row to its first: in order when they are as many, else by their titles."""
    start = 0
    for nth, half in enumerate(halves):
        at: int | None = nth
        if len(rows) != len(halves):
            title = _title(half)
            at = next((i for i in range(start, len(rows)) if fuzz.ratio(_title(rows[i]), title) >= 80), None)
        if at is None:
            continue
        start = at + 1
        for index, words in half.filled.items():
            if index not in rows[at].filled:
                rows[at].filled[index] = [replace(word) for word in words]


def _title(row: Row) -> str:
    return letters(joined(row.filled.get(0, ())))
