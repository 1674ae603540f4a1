"""A text dump as lines of words: un-markdowned, on a character grid, each word with its place in the source text."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from extractor.dump.strokes import Stretch, stretches
from extractor.dump.tags import blanked, untagged
from extractor.records import Word
from models.geometry import Box

MAX_WORDS = 60_000
"""Words read at most (a Form 4 has two thousand): what follows in a hostile file is left out."""

MAX_LETTERS = 400
"""Characters of a word read at most: nothing on a form is as long."""

_TWO = r"(?:\d\d?|\|\d|\d\|)"
_APART = r"(?:/ ?| /|\\?\|)"
_PIECE = re.compile(
    rf"(?<![\w/|\\.,])(?=[\d|/\\]{{1,8}}[ |]){_TWO}{_APART}{_TWO}{_APART}(?:19|20)\d\d(?=[^\w/]|\Z)[^\s|]*"
    r"|[^\s|]+(?:(?<=\\)\|[^\s|]*)*|\|"
)
"""A word, or a stroke by itself. A date is one word even where a blank or a stroke stands in it ("06/ 04/2024",
"03/17|2026"); an escaped stroke ("199.11\\|6") is a sign of its word."""
_PLAIN_PIECE = re.compile(r"[^\s|]+(?:(?<=\\)\|[^\s|]*)*|\|")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!$|<>~&%])")
_DELIMITER = re.compile(r"\s*\|?[\s:|\-]*-{2,}[\s:|\-]*\|[\s:|\-]*\Z|\s*\|(?:\s*:?-+:?\s*\|)+\s*\Z")
_MARKED = re.compile(r"[<\\&*`#]")
_RULE = re.compile(r"[\s\-=_+*.~|]+\Z")
_WORD = re.compile(
    r"<span[^>]{0,40}class=['\"]ocrx?_word['\"][^>]{0,200}"
    r"title=['\"][^'\"]{0,60}?bbox (\d+) (\d+) (\d+) (\d+)([^'\"]{0,60})['\"]"
    r"[^>]{0,200}>(.{0,300}?)</span>",
    re.DOTALL,
)
_PAGE = re.compile(r"class=['\"]ocr_page['\"]")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_box = partial(tuple.__new__, Box)  # a third of the time that Box(…) takes, which goes through Python
_LONG_RULE = 12  # underscores: a shorter stroke may be an empty check box


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line. `at` gives each word its place across the line: ten times its pipe column in a markdown table, else its
    character column; `cells` numbers the stretches between pipes or wide gaps that the words stand in.

    `text` is that of its words. `table` says the line is a row of a markdown table; `blank_before` that an empty line
    stands above it; `rule` are the stretches of the rule drawn right above it; `breaks` the words before which a cell
    breaks its line ("<br>").
    """

    number: int
    words: tuple[Word, ...]
    at: tuple[float, ...]
    cells: tuple[int, ...]
    table: bool = False
    blank_before: bool = False
    rule: tuple[Stretch, ...] = ()
    breaks: frozenset[int] = frozenset()
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", " ".join([word.text for word in self.words]))

    def part(self, start: int, end: int) -> TextLine:
        """The words [start, end) of the line."""
        return self.only(range(start, end))

    def only(self, kept: Sequence[int], words: Sequence[Word] | None = None) -> TextLine:
        """The line with the words of those indices, or with `words` in their places."""
        words = [self.words[i] for i in kept] if words is None else words
        at, cells = tuple([self.at[i] for i in kept]), tuple([self.cells[i] for i in kept])
        breaks = frozenset([new for new, old in enumerate(kept) if old in self.breaks])
        return TextLine(self.number, tuple(words), at, cells, self.table, self.blank_before, self.rule, breaks)

    def unfolded(self) -> list[TextLine]:
        """The row as printed: its cells' first lines, their second lines, and so on."""
        if not self.breaks:
            return [self]
        lines: dict[int, list[int]] = {}
        level, cell = 0, -1
        for index in range(len(self.words)):
            level = 0 if self.cells[index] != cell else level + (index in self.breaks)
            cell = self.cells[index]
            lines.setdefault(level, []).append(index)
        return [replace(self.only(kept), breaks=frozenset()) for _, kept in sorted(lines.items())]


def read_lines(text: str) -> tuple[TextLine, ...]:
    """The lines of a dump that hold words. hOCR is recognised by its word spans; tags and markdown are taken off."""
    if "ocrx_word" in text or "ocr_word" in text:
        lines = tuple(_hocr_lines(text))
        if lines:
            return lines
    return tuple(_plain_lines(text))


def has_columns(lines: Sequence[TextLine]) -> bool:
    """Whether character columns mean anything: `pdftotext -layout` sets text with gaps of many widths; where every gap
    is one blank (or always the same few), the columns are lost."""
    gaps: dict[int, int] = {}
    for line in lines:
        if not line.table:
            for (_, _, end, _), (start, _, _, _) in pairwise([word.box for word in line.words]):
                if start - end > 1 and (gap := round(start - end)) >= 2:
                    gaps[gap] = gaps.get(gap, 0) + 1
    total = sum(gaps.values())
    return total >= 8 and len(gaps) >= 4 and max(gaps.values()) < 0.8 * total


# ---------------------------------------------------------------------------------------------- plain and markdown


def _plain_lines(text: str) -> Iterator[TextLine]:
    raw: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        start, above = raw.pop() if _ends_a_row(raw, line) else (position, "")
        raw.append((start, f"{above}\n{line}" if above else line))
        position += len(line) + 1
    tables = _table_rows([line for _, line in raw])
    blank = False
    budget = MAX_WORDS
    rule: tuple[Stretch, ...] = ()
    for number, (start, line) in enumerate(raw):
        if tables[number] is None or not line.strip():
            blank = blank or not line.strip()
            continue
        found = _split(line, start, number, bool(tables[number]), blank)
        if found.words:
            yield replace(found, rule=rule) if rule else found
            blank, rule = False, ()
            budget -= len(found.words)
            if budget <= 0:
                return
        elif not tables[number]:
            rule = stretches(line[:400]) or rule


def _ends_a_row(before: Sequence[tuple[int, str]], line: str) -> bool:
    """Whether a row of a markdown table that a line break cut in two goes on in the line."""
    if "|" not in line or not line.rstrip().endswith("|") or line.lstrip()[0] == "|" or len(before) < 2:
        return False
    above, row = (raw.strip() for _, raw in before[-2:])
    return above[:1] == above[-1:] == "|" and row[:1] == "|" != row[-1]


def _table_rows(lines: Sequence[str]) -> list[bool | None]:
    """Per line: True in a markdown table, False elsewhere, None for a table's delimiter row."""
    out: list[bool | None] = [False] * len(lines)
    start = 0
    while start < len(lines):
        if not lines[start].lstrip().startswith("|"):
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].lstrip().startswith("|"):
            end += 1
        if start and lines[start - 1].lstrip().startswith("+--"):
            start = end
            continue  # a box drawn with strokes
        delimiters = [i for i in range(start, end) if "--" in lines[i] and _DELIMITER.match(lines[i][:2000])]
        delimiters = delimiters or [
            i for i in range(start, end) if set(lines[i]) <= set("|-: \r") and lines[i].count("-") > 1
        ]
        ruled = (
            bool(delimiters)
            or sum(lines[i].count("|") >= 3 and lines[i].rstrip().endswith("|") for i in range(start, end)) > 2
        )
        if ruled and (delimiters or not _aligned(lines[start:end])):
            for i in range(start, end):
                out[i] = None if i in delimiters else True
        start = end
    return out


def _aligned(lines: Sequence[str]) -> bool:
    """Boxes drawn with pipes on a character grid: the pipes stand under each other, with room between them."""
    places: dict[int, int] = {}
    for line in lines:
        for at, ch in enumerate(line[:400]):
            if ch == "|":
                places[at] = places.get(at, 0) + 1
    inner = [count for at, count in places.items() if at]
    return (
        bool(inner)
        and max(inner) >= 0.7 * len(lines)
        and len(lines[0]) > 60
        and sum("   " in line for line in lines) > len(lines) / 2
    )


def _split(line: str, start: int, number: int, table: bool, blank: bool) -> TextLine:
    if _RULE.match(line[:4000]) and ("_" * _LONG_RULE in line or "___" not in line):
        return TextLine(number, (), (), (), table, blank)
    tabbed, place, seen = "\t" in line, 0, 0
    masked = blanked(line)
    broken = deque(found.start() for found in _BREAK.finditer(line)) if table and "<" in line else deque()
    breaks: set[int] = set()
    words: list[Word] = []
    at: list[float] = []
    cells: list[int] = []
    column, cell, last_end = -1 if table else 0, 0, None
    dated = "19" in masked or "20" in masked  # looking for dates takes most of the time
    marked = _MARKED.search(masked) is not None
    for found in (_PIECE if dated else _PLAIN_PIECE).finditer(masked):
        piece, begin = found[0], found.start()
        if piece == "|":
            column += 1
            cell += 1
            last_end = None
            if not table:
                words.append(_word("|", begin, begin + 1, start, number))
                at.append(float(begin))
                cells.append(cell)
                cell += 1
            continue
        piece = piece[:MAX_LETTERS]
        cleaned = _clean(piece) if marked and _MARKED.search(piece) else piece
        if (marked or dated) and not (cleaned := cleaned.replace(" ", "")):
            continue
        x0, x1 = begin, begin + len(piece)
        end = x1
        if tabbed:
            place = _after_tabs(line[seen:x0], place)
            seen = x0
            x0, x1 = place, place + x1 - x0
        if last_end is not None and not table and x0 - last_end >= 2:
            cell += 1
        last_end = x1
        if broken and broken[0] < begin:
            breaks.add(len(words))
            while broken and broken[0] < begin:
                broken.popleft()
        words.append(Word(cleaned, _box((x0, number, x1, number + 1)), 1, 1.0, (start + begin, start + end)))
        at.append(column * 10.0 if table else float(x0))
        cells.append(column if table else cell)
        if len(words) > MAX_WORDS:
            break
    whole = TextLine(number, tuple(words), tuple(at), tuple(cells), table, blank, breaks=frozenset(breaks))
    return _with_whole_dates(whole)


def _after_tabs(text: str, column: int) -> int:
    """The column that text beginning in `column` ends in, tabs standing every eight."""
    for part in text.split("\t")[:-1]:
        column = (column + len(part)) // 8 * 8 + 8
    return column + len(text.rpartition("\t")[2])


def _with_whole_dates(line: TextLine) -> TextLine:
    """ "03 / 23 / 2016" becomes one word (its span holds the blanks)."""
    words = line.words
    if " / " not in f" {line.text} ":
        return line
    keep: list[int] = []
    out: list[Word] = []
    index = 0
    while index < len(words):
        parts = [word.text for word in words[index : index + 5]]
        if (
            len(parts) == 5
            and parts[1] == parts[3] == "/"
            and all(len(p) in {1, 2, 4} and p[0].isalnum() for p in parts[::2])
            and parts[0][-1].isdigit()
        ):
            first, last = words[index], words[index + 4]
            span = (first.span[0], last.span[1]) if first.span and last.span else None
            out.append(Word("".join(parts), Box.around((first.box, last.box)), 1, 1.0, span))
            keep.append(index)
            index += 5
        else:
            out.append(words[index])
            keep.append(index)
            index += 1
    return line.only(keep, out)


def _word(text: str, x0: int, x1: int, start: int, number: int) -> Word:
    return Word(text, Box(x0, number, x1, number + 1), 1, 1.0, (start + x0, start + x1))


def _clean(piece: str) -> str:
    """One word without markdown: `\\$` → `$`, `(<u>1)</u>` → `(1)`, `**Signatures**` → `Signatures`, `&amp;` → `&`."""
    piece = untagged(piece)
    if "\\" in piece:
        piece = _ESCAPE.sub(r"\1", piece)
    if "&" in piece and ";" in piece:
        piece = html.unescape(piece).strip()
    if piece.startswith("**") and len(piece) > 2:
        piece = piece.lstrip("*")
    if piece.endswith("**") and len(piece) > 2:
        piece = piece.rstrip("*")
    if piece.startswith("`") or piece.endswith("`"):
        piece = piece.strip("`")
    return "" if piece and set(piece) <= {"#"} else piece


# ---------------------------------------------------------------------------------------------- hOCR


def _hocr_lines(text: str) -> Iterator[TextLine]:
    pages = [found.start() for found in _PAGE.finditer(text)]
    words: list[tuple[int, float, float, float, float, str, tuple[int, int]]] = []
    page = 0
    for found in _WORD.finditer(text):
        while page < len(pages) and pages[page] < found.start():
            page += 1
        inner = untagged(html.unescape(untagged(found[6]))).strip()
        if inner:
            x0, y0, x1, y1 = (float(found[i]) for i in range(1, 5))
            words.append((page, x0, y0, x1, y1, inner, found.span(6)))
            if len(words) >= MAX_WORDS:
                break
    if not words:
        return
    widths = sorted((x1 - x0) / len(t) for _, x0, _, x1, _, t, _ in words)
    heights = sorted(y1 - y0 for _, _, y0, _, y1, _, _ in words)
    unit, height = max(widths[len(widths) // 2], 1.0), max(heights[len(heights) // 2], 1.0)
    words.sort(key=lambda word: (word[0], (word[2] + word[4]) / 2))
    rows: list[list[tuple[int, float, float, float, float, str, tuple[int, int]]]] = []
    middle = 0.0
    for word in words:
        center = (word[2] + word[4]) / 2
        if rows and rows[-1][0][0] == word[0] and center - middle <= 0.5 * height:
            rows[-1].append(word)
            middle += (center - middle) / len(rows[-1])
        else:
            rows.append([word])
            middle = center
    for number, row in enumerate(rows):
        row.sort(key=lambda word: word[1])
        line: list[Word] = []
        cells: list[int] = []
        cell = 0
        for _, x0, _, x1, _, inner, span in row:
            box = Box(x0 / unit, number, x1 / unit, number + 1)
            if line and box.x0 - line[-1].box.x1 >= 1.6:
                cell += 1
            line.append(Word(inner, box, 1, 1.0, span))
            cells.append(cell)
        yield TextLine(number, tuple(line), tuple(word.box.x0 for word in line), tuple(cells))
