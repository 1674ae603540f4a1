"""The filing as a page-to-markdown program writes it: paragraphs, and pipe tables whose columns it guessed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from extractor.synth.dumps import strokes
from extractor.synth.dumps.columns import Table, cut_points, merged, noisy, pushed, shifted, split
from extractor.synth.dumps.paper import Block, Boxes, Grid, Run, Scene, Words, plain
from extractor.synth.dumps.typeset import fold, heading
from extractor.synth.wording import Column


@dataclass(frozen=True, slots=True)
class _Taste:
    """One program's habits."""

    heading: str
    joined: bool  # the head boxes stand in one table with Table I
    boxes: str  # "table" or "lines"
    breaks: str
    heads: str  # "one", "two" or "lines"
    dash: int
    escape: bool


def markdown(scene: Scene, strength: float, rng: random.Random) -> tuple[str, frozenset[str]]:
    """The dump and the names of what its tables lost."""
    taste = _Taste(
        heading=rng.choice(("", "", "## ", "**")),
        joined=rng.random() < 0.5,
        boxes=rng.choice(("table", "table", "lines")),
        breaks=rng.choice((" ", " ", "<br>")),
        heads=rng.choice(("one", "two", "two")) if strength < 0.5 else rng.choice(("one", "two", "lines")),
        dash=rng.choice((3, 3, 0)),
        escape=rng.random() < 0.5,
    )
    parts: list[str] = []
    lost: frozenset[str] = frozenset()
    blocks = _swallowed(list(scene), rng) if rng.random() < 0.4 * strength else list(scene)
    while blocks:
        block = blocks.pop(0)
        if isinstance(block, Boxes) and taste.boxes == "table" and len(block.rows) > 1:
            if rng.random() < 0.3 * strength:  # the first box is also read on its own, before the table
                parts.append("\n".join(plain(line) for line in block.rows[0][0][:2]))
            table, used = _head_table(block, blocks if taste.joined else [], taste, strength, rng)
            del blocks[:used]
            if used:
                table, gone = _damaged(table, strength, rng)
                lost |= gone
            parts.append(_written(table, taste, rng))
        elif isinstance(block, Boxes):
            parts += ["\n".join(plain(line) for line in content) for row in block.rows for content in row if content]
        elif isinstance(block, Grid):
            table, gone = _damaged(_grid(block, taste, strength, rng), strength, rng)
            lost |= gone
            parts.append(_written(table, taste, rng))
        else:
            parts += _paragraphs(block, taste, strength, rng)
    if strength > 0.4 and rng.random() < strength:
        parts = _displaced(parts, rng)
    return "\n\n".join(part for part in parts if part.strip()) + "\n", lost


def _paragraphs(block: Words, taste: _Taste, strength: float, rng: random.Random) -> list[str]:
    lines = [plain(line) for line in block.lines if plain(line).strip()]
    if not lines:
        return []
    if block.role == "title":
        text = " ".join(lines)
        return [
            text
            if taste.heading == "" or len(text) > 60
            else taste.heading + text + ("**" if taste.heading == "**" else "")
        ]
    if block.role == "note":
        return lines
    if (
        len(lines) == 1 and 60 < len(lines[0]) < 200 and rng.random() < 0.06 + 0.14 * strength
    ):  # a narrow column, as a table
        wrapped = fold(lines[0], 26)
        rows = [
            ("| " + text + " | " + (rng.choice(("1", ".", "")) if rng.random() < 0.3 * strength else "") + " |")
            for text in wrapped
        ]
        return ["\n".join([rows[0], "|---|---|", *rows[1:]])]
    return [" ".join(lines)]


def _head_table(
    boxes: Boxes, following: list[Block], taste: _Taste, strength: float, rng: random.Random
) -> tuple[Table, int]:
    """The head boxes as rows of a table; with Table I below when its blocks are next. The count of blocks used."""
    used = 0
    below: Table | None = None
    caption = ""
    if len(following) > 1 and isinstance(following[1], Grid) and isinstance(following[0], Words):
        caption = " ".join(plain(line) for line in following[0].lines)
        below, used = _grid(following[1], taste, strength, rng), 2
    width = len(below.keys) if below else 3
    places = (0, min(width - 2, max(1, width // 4)), max(2, width - max(1, width // 3)))
    rows = []
    for row in boxes.rows:
        texts = [""] * width
        for place, content in zip(places, row, strict=True):
            texts[place] = taste.breaks.join(text for line in content if (text := plain(line).strip()))
            if place and width > 5 and len(texts[place]) > 8 and rng.random() < 0.25 * strength:
                spots = cut_points(texts[place], len(texts[place]) * 2 // 3, len(texts[place]))
                spot = rng.choice(spots or [len(texts[place])])
                side = place + 1 if place + 1 < width else place
                if side != place and not texts[side]:
                    overlap = 0 if "<" in texts[place] else rng.choice((0, 1, 2))
                    texts[side] = texts[place][max(0, spot - overlap) :]
                    texts[place] = texts[place][:spot]
        rows.append(tuple(texts))
    if below is None:
        return Table(("",) * width, tuple(rows), 1, ("",) * len(rows)), used
    title = [""] * width
    title[places[1]] = caption
    if strength > 0.3 and rng.random() < strength:
        spot, overlap = rng.randrange(len(caption) // 3, len(caption) - 3), rng.choice((0, 1, 2))
        title[places[1]], title[places[2]] = caption[:spot], caption[spot - overlap :]
    all_rows = (*rows, tuple(title), *below.rows)
    return Table(below.keys, all_rows, len(rows) + 1 + below.head, ("",) * (len(rows) + 1) + below.names), used


def _swallowed(blocks: list[Block], rng: random.Random) -> list[Block]:
    """The legend below Table I read as one more row of it, cut wherever a column of the table ends."""
    for at, block in enumerate(blocks[:-1]):
        after = blocks[at + 1]
        if isinstance(block, Grid) and block.id == "table_i" and isinstance(after, Words) and len(block.columns) > 4:
            text, width, cells = " ".join(map(plain, after.lines)), len(block.columns), []
            for _ in range(width - 1):
                size = rng.randint(0, 2 * len(text) // width)
                cells.append(text[: size + rng.choice((0, 1))].strip())
                text = text[size:]
            row = tuple(((Run(piece),),) if piece else () for piece in (*cells, text.strip()))
            return [*blocks[:at], replace(block, rows=(*block.rows, row)), *blocks[at + 2 :]]
    return blocks


def _grid(block: Grid, taste: _Taste, strength: float, rng: random.Random) -> Table:
    keys = tuple(column.key for column in block.columns)
    heads = [] if block.id == "signatures" else _headings(block.columns, taste, strength, rng)
    rows, names = [], []
    for row in block.rows:
        rows.append(
            tuple(taste.breaks.join(text for line in content if (text := plain(line).strip())) for content in row)
        )
        names.append(_row_name(row))
    return Table(keys, (*heads, *rows), len(heads), ("",) * len(heads) + tuple(names))


def _row_name(row: tuple[tuple[tuple[Run, ...], ...], ...]) -> str:
    for content in row:
        for line in content:
            for run in line:
                if "[" in run.name:
                    return run.name.partition(".")[0]
    return ""


def _headings(columns: tuple[Column, ...], taste: _Taste, strength: float, rng: random.Random) -> list[tuple[str, ...]]:
    garbled = 0.25 * max(0.0, strength - 0.25)

    def said(text: str) -> str:
        return strokes.label(text.replace("\n", " "), garbled, rng)

    groups = [
        column.group if at == 0 or columns[at - 1].group != column.group else "" for at, column in enumerate(columns)
    ]
    if taste.heads == "one":
        return [tuple(said(f"{group} {column.label}".strip()) for group, column in zip(groups, columns, strict=True))]
    if taste.heads == "two":
        first = tuple(
            said(group if column.group else column.label) for group, column in zip(groups, columns, strict=True)
        )
        second = tuple(said(column.label) if column.group else "" for column in columns)
        return [first, second]
    widths = [max(8, min(16, len(column.label) // 2)) for column in columns]
    starts = [sum(widths[:at]) for at in range(len(widths))]
    lines = []
    for row in heading(columns, starts, widths):
        texts = [""] * len(columns)
        for start, text in row:
            at = max(i for i, begin in enumerate(starts) if begin <= start)
            if rng.random() < 0.08 * strength and 0 < at < len(columns) - 1:
                at += rng.choice((-1, 1))  # a line of a label strays into the next column
            texts[at] = f"{texts[at]} {said(text)}".strip()
        lines.append(tuple(texts))
    return lines


def _damaged(table: Table, strength: float, rng: random.Random) -> tuple[Table, frozenset[str]]:
    if strength <= 0 or len(table.keys) < 3:
        return table, frozenset()
    table = merged(table, 0.06 * strength, rng)
    table = shifted(table, 0.12 * strength, rng)
    lost: frozenset[str] = frozenset()
    if len(table.keys) > 5:
        table, lost = pushed(table, 0.12 * max(0.0, strength - 0.3), rng)
    for _ in range(2):
        if rng.random() < 0.5 * strength:
            table = split(table, rng)
    return noisy(table, 0.015 * strength, rng), lost


def _written(table: Table, taste: _Taste, rng: random.Random) -> str:
    rows = [[text.replace("|", "\\|") for text in row] for row in table.rows]
    if taste.escape:
        rows = [[text.replace("$", "\\$") for text in row] for row in rows]
    if not rows:
        return ""
    dashes = ["-" * (taste.dash or rng.randint(2, 26)) for _ in table.keys]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join(dashes) + "|", *lines[1:]])


def _displaced(parts: list[str], rng: random.Random) -> list[str]:
    """One paragraph of the head comes out a few places too early or too late."""
    movable = [at for at, part in enumerate(parts[:12]) if not part.startswith("|")]
    if movable:
        at = rng.choice(movable)
        part = parts.pop(at)
        parts.insert(max(0, min(len(parts), at + rng.choice((-2, -1, 1, 2)))), part)
    return parts
