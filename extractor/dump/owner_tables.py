"""The Reporting Owners table of a dump: names and addresses, marks and titles under the relationship headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.boxes import GUESSED, make_cell, owner_cells
from extractor.dump.lines import TextLine
from extractor.dump.vocabulary import NO_NAMES
from extractor.printed import is_boilerplate
from extractor.records import Cell, Word
from extractor.shapes import is_check, latin, letters, word_set
from extractor.streets import STREET_WORDS, Setting, is_care_of

_RELATION_LABELS = ("director", "owner", "officer", "other")
_RELATION_FIELDS = ("isDirector", "isTenPercentOwner", "isOfficer", "isOther")
_UNTOLD = "?"
"""In place of a field: a mark under one of the headings, nobody knows which."""
_CELL = 10.0  # of a markdown table, in the units of TextLine.at
_ADDRESS_WIDTH = 22  # characters that names and addresses have left of the marks, where columns were kept
_OWNER_HEADER = word_set("relationships reporting owner owners name address director 10 officer other person")


def owner_table_cells(lines: Sequence[TextLine]) -> tuple[Cell, ...]:
    """The Reporting Owners table: name and address of every owner, and the marks and titles under the relationship
    headings. Where columns are lost, marks and titles are told by what they look like."""
    parts = [part for line in lines for part in map(_without_specks, line.unfolded())]
    body = [part for part in parts if part.words and not is_boilerplate(part.text[:400])]
    headed = [_is_owner_header(line) for line in body]
    header = [line for line, is_header in zip(body, headed, strict=True) if is_header]
    data = [line for line, is_header in zip(body, headed, strict=True) if not is_header]
    if not data:
        return ()
    placed = _relation_places(header)
    split = [_split_owner_line(line, placed) for line in data]
    owners: list[tuple[list[list[Word]], dict[str, list[Word]]]] = []
    for left, marks in split:
        if not owners or _begins_owner(left, marks if owners[-1][1] else {}, owners[-1][0]):
            owners.append(([], {}))
        if left:
            owners[-1][0].append(left)
        for name, words in marks.items():
            owners[-1][1].setdefault(name, []).extend(words)
    cells: list[Cell] = []
    setting: Setting = "lost" if lines_lost(lines) else "own"
    for row, (address, marks) in enumerate((owner for owner in owners if owner[0]), start=1):
        cells += owner_cells(address, row, setting)
        if marks or placed is not None:  # where columns are lost, no mark found is no box left empty
            cells += _relation_cells(_told(marks, address[0]), row)
    return tuple(cells)


def lines_lost(lines: Sequence[TextLine]) -> bool:
    """Whether what stands in lines one below the other comes in one: rows of a table that never break a line."""
    rows = [line for line in lines if line.table]
    return bool(rows) and not any(line.breaks for line in rows)


def _told(marks: dict[str, list[Word]], name: Sequence[Word]) -> dict[str, list[Word]]:
    """A mark whose heading is lost: a person is oftenest a director, a company a 10 % owner."""
    if _UNTOLD not in marks:
        return marks
    company = any(letters(word.text) in _COMPANY for word in name)
    told = {field: words for field, words in marks.items() if field != _UNTOLD}
    return {**told, "isTenPercentOwner" if company else "isDirector": marks[_UNTOLD]}


def owner_names(owners: Sequence[Cell]) -> frozenset[str]:
    """The folded words of the owners' names among the cells of the Reporting Owners table."""
    named = [cell for cell in owners if cell.field.endswith("rptOwnerName")]
    words = {letters(word.text) for cell in named for word in cell.words if not any(ch.isdigit() for ch in word.text)}
    return frozenset(words - {""}) - NO_NAMES


def _without_specks(line: TextLine) -> TextLine:
    """Without dirt at either end of a line outside tables."""
    if line.table:
        return line
    start, end = 0, len(line.words)
    while start < end and _is_speck(line.words[start].text) and not is_care_of(line.words[start].text):
        start += 1
    while end > start and _is_speck(line.words[end - 1].text):
        end -= 1
    return line if end - start == len(line.words) else line.part(start, end)


def _is_speck(text: str) -> bool:
    return not letters(text) and is_check(text) is None


def _is_owner_header(line: TextLine) -> bool:
    texts = [letters(word.text) for word in line.words if letters(word.text)]
    known = sum(
        1
        for text in texts
        if text in _OWNER_HEADER
        or (len(text) >= 4 and max(fuzz.ratio(text, word) for word in _OWNER_HEADER) >= 75)
        or (len(text) >= 2 and any(word.startswith(text) or word.endswith(text) for word in _OWNER_HEADER))
    )
    return bool(texts) and known >= 0.7 * len(texts) and len(texts) <= 12


def _relation_places(header: Sequence[TextLine]) -> list[tuple[float, float]] | None:
    """Where the four relationship headings stand, in the units of TextLine.at; None when columns are lost."""
    for line in header:
        found: list[tuple[float, float]] = []
        wanted = list(_RELATION_LABELS)
        for at, word in zip(line.at, line.words, strict=True):
            text = letters(word.text)
            if len(found) < 4 and (
                fuzz.ratio(text, wanted[len(found)]) >= 75
                or (len(text) >= 3 and wanted[len(found)].startswith(text) and line.table)
                or (len(found) == 1 and text.startswith("10"))
            ):
                if len(found) == 1 and text == "owner" and not line.table:
                    continue  # of "Reporting Owner Name"
                found.append((at, at + (1 if line.table else len(word.text))))
        apart = all(right[0] - left[1] >= 2 for left, right in pairwise(found))
        if len(found) == 4 and (line.table or (apart and found[0][0] >= _ADDRESS_WIDTH)):
            return found
    return None


def _split_owner_line(
    line: TextLine, placed: list[tuple[float, float]] | None
) -> tuple[list[Word], dict[str, list[Word]]]:
    """(name and address words, words by relationship field)."""
    left: list[Word] = []
    marks: dict[str, list[Word]] = {}
    words = [
        (word, at, cell) for word, at, cell in zip(line.words, line.at, line.cells, strict=True) if word.text != "|"
    ]
    if placed is not None and (line.table or (words and words[-1][1] >= placed[0][0] - 12)):
        start = placed[0][0] - (5 if line.table else 10)
        previous: tuple[int, str] | None = None
        last = -1
        for read, at, cell in words:
            word = read
            # a heading may be set a cell too far right
            ticked = line.table and cell > 0 and is_check(word.text) is not None
            begun = not line.table and not left and at < placed[0][0] - 2 and is_check(word.text) is None
            glued = previous is None and cell == last and len(letters(word.text)) > 1  # "HOLDING CO" is no mark
            last = cell
            if (at < start and not ticked) or begun or (glued and not line.table):
                left.append(word)
                continue
            if previous is not None and previous[0] == cell and is_check(word.text) is None:
                name = previous[1]
            else:
                middle = at + (0 if line.table else len(word.text) / 2)
                nearest = min(range(4), key=lambda i: abs((placed[i][0] + placed[i][1]) / 2 - middle))
                if is_check(word.text) is None and nearest < 2:
                    if left and previous is None and not line.table:
                        left.append(word)
                        continue
                    nearest = 2
                name = _RELATION_FIELDS[nearest]
                if nearest < 2 and line.table and int(placed[0][0] // _CELL) == int(placed[1][0] // _CELL) == cell:
                    name, word = _UNTOLD, replace(word, score=GUESSED)  # below "Director Owner" in one cell
            marks.setdefault(name, []).append(word)
            previous = (cell, name)
        return left, marks
    return _split_by_look(words, line.table)


_ROLE_WORDS = word_set(
    "chief vice president officer secretary treasurer executive senior evp svp vp ceo cfo coo controller general "
    "counsel chairman group see employee advisory member director principal managing trustee remarks former interim "
    "pres exec corporate cao cto"
)


def _split_by_look(words: Sequence[tuple[Word, float, int]], table: bool) -> tuple[list[Word], dict[str, list[Word]]]:
    """Without columns: a name, then marks, then a title ("Berman Jerome Daniel X Controller/PAO").

    Which heading a single mark stood under is lost.
    """
    texts = [word for word, _, _ in words]
    wide = 2 * _CELL if table else float("inf")
    apart = next((i for i in range(1, len(words)) if words[i][1] - words[i - 1][1] >= wide), None)
    if apart is not None and not any(_is_mark(text) for text in texts) and _is_role(texts[apart:]):
        return list(texts[:apart]), {_titled(texts[apart:]): list(texts[apart:])}
    at = next((i for i in range(1, len(texts)) if _is_mark(texts[i])), None)
    if at is not None:
        count = 0
        while at + count < len(texts) and _is_mark(texts[at + count]):
            count += 1
        marks: dict[str, list[Word]] = {}
        if count == 2:
            marks = {"isDirector": [texts[at]], "isTenPercentOwner": [texts[at + 1]]}
        else:
            marks = {_UNTOLD: [replace(texts[at], score=GUESSED)]}
        if texts[at + count :]:
            marks[_titled(texts[at + count :])] = list(texts[at + count :])
        return list(texts[:at]), marks
    cared = bool(texts) and is_care_of(texts[0].text)  # "C/O FALCON GROUP INC"
    role = next(
        (
            i
            for i in range(2, len(texts))
            if _is_role(texts[i:])
            and (not cared or (i > 2 and (letters(texts[i - 1].text) in _ENDS or _refers(texts[i:]))))
        ),
        None,
    )
    figures = any(ch.isdigit() for word in texts[:role] for ch in word.text)
    if role is not None and (not figures or letters(texts[role - 1].text) in STREET_WORDS or _ends_unit(texts[:role])):
        title = texts[role:]
        if letters(title[0].text) == "see":  # it says neither which box it stands in
            title = [replace(word, score=GUESSED) for word in title]
        return list(texts[:role]), {_titled(title): list(title)}
    return list(texts), {}


def _refers(words: Sequence[Word]) -> bool:
    """Whether words are a title told elsewhere: "See Remarks", "See explanation below"."""
    said = [letters(word.text) for word in words[:2]]
    return said[0] == "see" and said[1:] in (["remarks"], ["explanation"])


def _ends_unit(words: Sequence[Word]) -> bool:
    """Whether words end as a street does: "… SUITE 307"."""
    before, last = (letters(word.text) for word in words[-2:])
    return last.isdigit() and before in {"suite", "bldg", "floor", "unit", "room", "level", "stop", "box", "apt"}


def _is_role(words: Sequence[Word]) -> bool:
    return letters(re.split(r"[/,]", words[0].text)[0]) in _ROLE_WORDS


def _titled(words: Sequence[Word]) -> str:
    """Under which heading a title stands, by its words: a member of a group, a former owner, a director of something
    else or a trustee is no officer."""
    first, second = (letters(word.text) for word in (*words, *words[-1:])[:2])
    other = first in {"member", "former", "trustee", "advisory"} or (first == "director" and second in {"by", "of"})
    other = other or (first == "see" and second == "explanation")  # "(specify below)"
    return "isOther" if other else "isOfficer"


_COMPANY = word_set(
    "llc lp inc corp ltd trust fund partners partnership capital holdings company co plc group management estate gp "
    "grat foundation ventures investors family revocable irrevocable associates equity"
)


_ENDS = word_set("llc lp inc corp ltd trust co plc group llp")
"""Words that the name of a company ends with."""


def _is_mark(word: Word) -> bool:
    return latin(word.text).strip("_-.|") in {"X", "x", "XX", "Xx", "xX", "xx", "[X]", "(X)", "☒"}


def _begins_owner(left: Sequence[Word], marks: dict[str, list[Word]], address: list[list[Word]]) -> bool:
    """A new owner: the address before is whole (it has a ZIP), or this line has marks besides those before it."""
    if not left or not address or is_care_of(left[0].text):
        return False
    if any(cell.field.endswith("State") for cell in owner_cells(address, 1)):
        return True
    return bool(marks) and len(address) >= 2 and not left[0].text[:1].isdigit()  # a street is no name


def _relation_cells(marks: dict[str, list[Word]], row: int) -> list[Cell]:
    cells: list[Cell] = []
    base = "reportingOwnerRelationship/"
    guessed = any(word.score == GUESSED for words in marks.values() for word in words)
    for name in _RELATION_FIELDS:
        words = marks.get(name, [])
        if words or not guessed or name in _RELATION_FIELDS[:2]:  # the mark may as well be the other's
            # a title in the Officer column is the mark
            mark = [word for word in words if is_check(word.text)] or [replace(word, text="X") for word in words[:1]]
            cells.append(make_cell(base + name, "checkbox", mark, "reportingOwner", row))
    for name, text in (("isOfficer", "officerTitle"), ("isOther", "otherText")):
        typed = [word for word in marks.get(name, []) if is_check(word.text) is None]
        if typed:
            cells.append(make_cell(base + text, "text", typed, "reportingOwner", row))
    return cells
