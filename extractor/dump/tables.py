"""Tables I and II of a dump: printed lines to rows of the form, and rows to cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from extractor.boxes import make_cell, trimmed
from extractor.dump.columns import (
    TRANSACTION_ROLES,
    header_share,
    is_data,
    logical_columns,
    place_columns,
    split_header,
)
from extractor.dump.decode import LogicalColumn, decode, look
from extractor.dump.lines import TextLine
from extractor.printed import is_boilerplate
from extractor.records import Cell, Group, Kind, Word
from extractor.shapes import date_likeness, letters, number_likeness, without_marks
from models.codes import TRANSACTION_CODES
from models.layout import Column, Table

GRID_PITCH = 8.0
TABLE_PITCH = 10.0
_TEXT = frozenset({"title", "nature", "text"})
MAX_ROWS = 120
_POOR = 0.9
"""Cost per word above which a line is poorly understood (good lines cost about 0.2, shifted ones 0.5)."""
_AMOUNT = ("transactionShares:A", "transactionShares:D")


@dataclass(slots=True)
class Row:
    """A row being gathered: the words of each column (by index), line by line; `twins` are other prints of the same row;
    `repeated` columns as they read with the parts that stand twice."""

    line: TextLine
    filled: dict[int, list[Word]] = field(default_factory=dict)
    above: list[TextLine] = field(default_factory=list)
    below: list[TextLine] = field(default_factory=list)
    twins: list[Row] = field(default_factory=list)
    repeated: dict[int, list[Word]] = field(default_factory=dict)


def table_cells(
    blocks: Sequence[Sequence[TextLine]], table: Table, columns_kept: bool, titles: set[str] | None = None
) -> tuple[Cell, ...]:
    """The cells of one table; `blocks` are its lines, one block per page it goes on. Rows count through all blocks.

    `titles` are folded titles of securities known so far (Table I's are the underlying securities of Table II), used
    where columns are lost; those found here are added.
    """
    titles = set() if titles is None else titles
    rows: list[Row] = []
    logical = logical_columns(table)
    for block in blocks:
        rows += _block_rows(block, table, logical, columns_kept, titles)
        if len(rows) > MAX_ROWS:
            break
    group: Group = "nonDerivativeTable" if table.field == "nonDerivativeTable" else "derivativeTable"
    cells: list[Cell] = []
    for number, row in enumerate(rows[:MAX_ROWS], start=1):
        for reading in (row, *row.twins):
            cells += _row_cells(reading, table, logical, group, number, placed=columns_kept or row.line.table)
    return tuple(cells)


def _block_rows(
    block: Sequence[TextLine],
    table: Table,
    logical: tuple[LogicalColumn, ...],
    columns_kept: bool,
    titles: set[str],
) -> list[Row]:
    body = [
        line for line in block if not is_boilerplate(line.text[:400]) and any(letters(word.text) for word in line.words)
    ]
    header, data = split_header(body, table)
    data = _until_end(data, table)
    if not data:
        return []
    in_table = sum(line.table for line in data) * 2 > len(data)
    pitch = TABLE_PITCH if in_table else GRID_PITCH if columns_kept else 0.0
    columns = place_columns(logical, table, [line for line in header if line.table == in_table]) if pitch else logical
    if pitch and columns is logical:
        pitch = 0.0
    rows: list[Row] = []
    fragments: list[list[TextLine]] = [[]]
    for line in (_prepared(line) for line in data):
        if not line.words:
            continue
        row = _main_row(line, columns, pitch) if _may_be_main(line) else None
        if row is None:
            fragments[-1].append(line)
        else:
            rows.append(row)
            fragments.append([])
    rows, fragments = _without_twins(rows, fragments, columns)
    _share_fragments(rows, fragments)
    # rows held directly have no nature: their titles, wholly known, tell title from nature in the others
    for row in sorted(rows, key=lambda row: _indirect(row, columns)):
        _take_fragments(row, columns, pitch, titles)
        if not _indirect(row, columns) and row.filled.get(0):
            titles.add(letters(_joined(row.filled[0])))
    return rows


def _until_end(lines: list[TextLine], table: Table) -> list[TextLine]:
    """Lines up to where something else begins that has no title of its own."""
    for index, line in enumerate(lines):
        folded = letters(line.text[:300])
        if folded.startswith(("remark", "reminder", "explanationof")) or "persons who respond" in line.text.lower():
            return lines[:index]
        if ("1474" in folded and "sec" in folded) or folded in {"over", "page2", "page1"}:
            continue
        if index and header_share(line, table) >= 0.9 and len(folded) > 120:
            return lines[:index]
    return [line for line in lines if not ("1474" in letters(line.text[:80]) and len(line.words) <= 5)]


def _prepared(line: TextLine) -> TextLine:
    """Without stray rules and specks; pipes outside tables only part the words."""
    words = (
        line.words
        if line.table
        else tuple(word if look(word.text) == "mark" else trimmed(word, "|[]{}\u2018\u2019'") for word in line.words)
    )
    keep = [index for index, word in enumerate(words) if letters(word.text) or look(word.text) in {"mark", "dollar"}][
        :160
    ]
    if len(keep) == len(line.words) and words is line.words:
        return line
    return TextLine(
        line.number,
        tuple(words[i] for i in keep),
        tuple(line.at[i] for i in keep),
        tuple(line.cells[i] for i in keep),
        line.table,
        line.blank_before,
    )


def _may_be_main(line: TextLine) -> bool:
    """Has more than wrapped text: a date, an amount of its own, or two single letters."""
    texts = _texts(line)
    if any(text != word.text for text, word in zip(texts, line.words, strict=True)):
        line = replace(line, words=tuple(replace(w, text=t) for w, t in zip(line.words, texts, strict=True)))
    if is_data(line):
        return True
    kinds = [look(word.text) for word in line.words]
    return line.table and kinds.count("letter") + kinds.count("number") >= 2 and len(kinds) >= 4


def _texts(line: TextLine) -> list[str]:
    """The words as the decoder takes them: "$.01" of "$.01 par value" is part of a title, not a price."""
    texts = [word.text for word in line.words]
    for at, text in enumerate(texts):
        following = letters(texts[at + 1]) if at + 1 < len(texts) else ""
        before = letters(texts[at - 1]) if at else ""
        if (look(text) in {"money", "number"}) and (
            following == "par" or (before in {"value", "of"} and look(text) == "money")
        ):
            texts[at] = "par"
    return texts


def _main_row(line: TextLine, columns: tuple[LogicalColumn, ...], pitch: float) -> Row | None:
    """The line read as a whole row, transaction or holding, whichever costs less; None when it is only part of one."""
    texts = _texts(line)
    holding = [i for i, column in enumerate(columns) if column.role not in TRANSACTION_ROLES]
    # without places nothing tells the (A) column from (D): all amounts go to the first
    closed = frozenset() if pitch else frozenset({_AMOUNT[1]})
    cost, path = decode(texts, line.at, line.cells, columns, occupied=closed, pitch=pitch)
    if len(holding) < len(columns):
        dated = sum(1 for text in texts if look(text) == "date")
        if dated == 0 or any(column.role == "exerciseDate" for column in columns):
            as_holding, held = decode(texts, line.at, line.cells, [columns[i] for i in holding], pitch=pitch)
            if as_holding <= cost - (1.5 if _transacted(columns, path, line) else 0.0):
                cost, path = as_holding, [holding[i] for i in held]
    row = Row(line)
    if cost > _POOR * len(texts):
        # hardly a row of this table: its words are kept, marked as poorly understood
        line = replace(line, words=tuple(replace(word, score=min(word.score, 0.3)) for word in line.words))
    for index, word in zip(path, line.words, strict=True):
        row.filled.setdefault(index, []).append(word)
    roles = {columns[index].role for index in row.filled if columns[index].kind not in _TEXT}
    if len(roles) < 2 and not roles & {"sharesOwnedFollowingTransaction", "transactionDate"}:
        return None
    dates = {"exerciseDate", "expirationDate"}
    if (
        roles <= {*dates, "conversionOrExercisePrice", "underlyingSecurityShares"}
        and len(roles) < 3
        and not dates <= roles
    ):
        return None
    if not any(_solid(columns[index], words) for index, words in row.filled.items()):
        return None
    return row


def _transacted(columns: tuple[LogicalColumn, ...], path: Sequence[int], line: TextLine) -> bool:
    """A date and one of the transaction codes stand where they belong."""
    found = {columns[index].role: word.text for index, word in zip(path, line.words, strict=True)}
    code = letters(without_marks(found.get("transactionCode", "")))
    return date_likeness(found.get("transactionDate", "")) >= 0.5 and code.upper() in TRANSACTION_CODES


def _solid(column: LogicalColumn, words: Sequence[Word]) -> bool:
    if column.kind in _TEXT:
        return False
    text = words[0].text
    return date_likeness(text) >= 0.5 or number_likeness(text.lstrip("$")) >= 0.6 or look(text) in {"money", "dollar"}


# ---------------------------------------------------------------------------------------------- rows over several lines


def _without_twins(
    rows: list[Row], fragments: list[list[TextLine]], columns: tuple[LogicalColumn, ...]
) -> tuple[list[Row], list[list[TextLine]]]:
    """A row printed twice with two readings becomes one row with a twin."""
    kept: list[Row] = []
    between: list[list[TextLine]] = [fragments[0]]
    for row, after in zip(rows, fragments[1:], strict=True):
        if kept and not between[-1] and _is_twin(kept[-1], row, columns):
            kept[-1].twins.append(row)
            between[-1] = after
        else:
            kept.append(row)
            between.append(after)
    return kept, between


def _is_twin(first: Row, second: Row, columns: tuple[LogicalColumn, ...]) -> bool:
    """Same values but for misread characters, and a sign that they are one row: a title in two parts, or damage."""
    compared = same = damaged = 0
    for index, column in enumerate(columns):
        left, right = (_joined(row.filled.get(index, ())) for row in (first, second))
        if column.kind in _TEXT:
            continue
        if not left or not right:
            continue
        compared += 1
        a, b = letters(left), letters(right)
        if a == b:
            same += 1
            damaged += left.replace(" ", "") != right.replace(" ", "")
        elif (
            (len(a) >= 2
            and len(a) == len(b)
            and sum(x != y for x, y in zip(a, b, strict=True)) == 1)
            or (column.kind == "date" and fuzz.ratio(left, right) >= 80)
        ):
            broken = column.kind == "date" and min(date_likeness(left), date_likeness(right)) < 1
            grouped = column.kind == "shares" and (" " in left) != (" " in right)
            damaged += 1 if broken or grouped else 0
            if not (broken or grouped):
                return False
        else:
            return False
    titles = [_joined(row.filled.get(0, ())) for row in (first, second)]
    parted = titles[0] != titles[1] and fuzz.ratio(letters(titles[0]), letters(titles[1])) < 70
    return compared >= 3 and same * 2 >= compared and (parted or damaged > 0)


def _joined(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _share_fragments(rows: list[Row], fragments: list[list[TextLine]]) -> None:
    """Give the lines between two rows to the one above or the one below.

    Lines before the first row can only be its own, those after the last row its. Between two rows every split is tried:
    a row's title should begin like a title and end like one, and where titles are centred on their row the parts above
    and below should be as long. An empty line parts rows.
    """
    if not rows:
        return
    rows[0].above = fragments[0]
    centred = bool(fragments[0]) and len(fragments[0]) <= 12
    known = {
        letters(_joined(row.filled.get(0, ())))
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


def _row_cost(row: Row, below: Sequence[TextLine], centred: bool, known: set[str]) -> float:
    cost = 0.0
    if centred:
        cost += 0.8 * abs(len(row.above) - len(below))
    else:
        cost += 0.9 * max(0, len(row.above) - len(below))
    whole = _title_of(row, row.above, below)
    if whole in known:
        cost -= 3.0
    opened = sum(line.text.count("(") - line.text.count(")") for line in [*row.above, row.line, *below])
    cost += 1.5 * abs(opened) if opened else 0.0
    last = (below[-1] if below else row.line).words[0].text if below or row.filled.get(0) else ""
    if last.lower() in {"to", "of", "and", "the", "par", "in", "for"}:
        cost += 0.8
    return cost


def _start_cost(row: Row, above: Sequence[TextLine], known: set[str]) -> float:
    first = above[0].words[0].text if above else (row.filled[0][0].text if row.filled.get(0) else "")
    cost = 0.0
    if not first or first[:1].islower() or first[:1] in "()":
        cost += 2.0
    if not above and _title_of(row, (), ()) in known:
        cost -= 1.0
    return cost + 0.05 * len(above)


def _title_of(row: Row, above: Sequence[TextLine], below: Sequence[TextLine]) -> str:
    parts = [line.text for line in above] + [_joined(row.filled.get(0, ()))] + [line.text for line in below]
    return letters(" ".join(parts))


def _take_fragments(row: Row, columns: tuple[LogicalColumn, ...], pitch: float, titles: set[str]) -> None:
    """The words of a row's other lines go to its columns, text before amounts; lines above come first."""
    occupied = frozenset(columns[index].role for index in row.filled)
    if not pitch:
        occupied |= {_AMOUNT[1]}
    above: dict[int, list[Word]] = {}
    below: dict[int, list[Word]] = {}
    once = _without_repeats(row.below) if row.line.table else row.below
    dropped = [line for line in row.below if all(line is not kept for kept in once)]
    indirect = _indirect(row, columns)
    own = letters(_joined(row.filled.get(0, ())))
    for lines, target in ((row.above, above), (once, below)):
        for line in lines:
            so_far = {
                index: [*above.get(index, []), *row.filled.get(index, []), *below.get(index, [])]
                for index in range(len(columns))
            }
            if target is above:
                so_far = dict(above)
            for index, words in _fragment(line, columns, occupied, pitch, so_far, indirect, titles, own):
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
                line = line.part(size, len(texts))
                texts = texts[size:]
            elif len("".join(texts)) >= 3 and len(texts) <= size and out[-1] is not lines[0]:
                if fuzz.ratio("".join(before[size - len(texts) :]), "".join(texts)) >= 65:
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
    if columns[index].kind in _TEXT or not own:
        row.filled[index] = [*above.get(index, []), *own, *below.get(index, [])]
    else:
        row.filled[index] = [*own, *above.get(index, []), *below.get(index, [])]


def _indirect(row: Row, columns: tuple[LogicalColumn, ...]) -> bool:
    for index, words in row.filled.items():
        if columns[index].role == "di":
            return letters(words[0].text)[:1] in {"i", "1", "l"}
    return True


def _fragment(
    line: TextLine,
    columns: tuple[LogicalColumn, ...],
    occupied: frozenset[str],
    pitch: float,
    so_far: dict[int, list[Word]],
    indirect: bool,
    titles: set[str],
    own: str,
) -> list[tuple[int, list[Word]]]:
    usable = [
        index
        for index, column in enumerate(columns)
        if (column.kind in _TEXT and (column.kind != "nature" or indirect)) or column.role not in occupied
    ]
    if not pitch:
        texts = _split_text(line, columns, so_far, indirect, titles, own)
        if texts is not None:
            return texts
    _, path = decode(
        _texts(line),
        line.at,
        line.cells,
        [columns[i] for i in usable],
        occupied=occupied,
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


_TITLE_HINTS = frozenset(
    ["option", "options", "right", "buy", "purchase", "employee", "qualified", "nonqualified", "non", "restricted", "units", "unit", "phantom", "performance", "warrant", "warrants", "preferred", "convertible", "series", "director", "deferred", "to", "incentive", "note", "notes", "appreciation", "rights"]
)


def _split_text(
    line: TextLine,
    columns: tuple[LogicalColumn, ...],
    so_far: dict[int, list[Word]],
    indirect: bool,
    titles: set[str],
    own: str,
) -> list[tuple[int, list[Word]]] | None:
    """A wrapped line of text whose columns are lost: title on the left, then underlying title or nature. None when it
    holds more than text. Known titles of securities tell where one ends and the other begins."""
    if any(look(word.text) not in {"word", "letter", "noise", "number", "money"} for word in line.words):
        return None
    words = list(line.words)
    later = [
        i for i, column in enumerate(columns) if i and column.kind in _TEXT and (column.kind != "nature" or indirect)
    ]
    second = next((i for i in later if columns[i].role == "underlyingSecurityTitle"), later[-1] if later else 0)
    if not later:
        return [(0, words)]
    gap = next((i for i in range(1, len(words)) if line.cells[i] != line.cells[i - 1]), None)
    if gap is not None:
        return [(0, words[:gap]), (second, words[gap:])]
    ahead = letters(_joined(so_far.get(second if columns[second].kind == "title" else 0, ())))
    if columns[second].kind == "title":
        # the longest end of the line that goes on with a known title
        cut = next((i for i in range(len(words)) if _goes_on(ahead, words[i:], titles)), None)
        if cut is None:
            cut = _hinted(words, "(" in _joined(so_far.get(0, ())))
        elif cut == 0 and _hinted(words, False) == len(words):
            cut = len(words)
    else:
        cut = next((i for i in range(len(words), 0, -1) if _goes_on(ahead, words[:i], titles)), 0)
        if cut == 0 and own not in titles and not so_far.get(second):
            cut = len(words)
    return [(i, part) for i, part in ((0, words[:cut]), (second, words[cut:])) if part]


def _goes_on(ahead: str, words: Sequence[Word], titles: set[str]) -> bool:
    """Whether the words go on with a known title after the letters `ahead`."""
    whole = ahead + letters(_joined(words))
    return any(title != ahead and title.startswith(whole) for title in titles)


def _hinted(words: Sequence[Word], opened: bool) -> int:
    """How many words at the start are words of derivative titles."""
    for at, word in enumerate(words):
        if not (letters(word.text) in _TITLE_HINTS or "(" in word.text or (")" in word.text and opened)):
            return at
    return len(words)


# ---------------------------------------------------------------------------------------------- cells

_KINDS: dict[str, Kind] = {
    "title": "title",
    "nature": "nature",
    "date": "date",
    "shares": "shares",
    "money": "money",
    "code": "code",
    "letter": "letter",
    "text": "text",
}


def _row_cells(
    row: Row, table: Table, columns: tuple[LogicalColumn, ...], group: Group, number: int, placed: bool
) -> list[Cell]:
    cells = []
    for index in sorted(row.filled):
        words = row.filled[index]
        column: Column = table.columns[index]
        name = column.field
        if columns[index].role in _AMOUNT and not placed:
            name = name.rsplit(":", 1)[0]
        if words:
            cells.append(make_cell(name, _KINDS[column.kind], words, group, number))
        if index in row.repeated:
            cells.append(make_cell(name, _KINDS[column.kind], row.repeated[index], group, number))
    return cells
