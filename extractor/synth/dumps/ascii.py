"""The filing as it was typed for EDGAR before 2003: 80 characters a line, tables up to 132, with or without rules."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from extractor.synth.dumps.paper import Boxes, Cell, Grid, Run, Scene, Words, each_run, plain
from extractor.synth.dumps.typeset import Measure, Row, columns_of, fold, heading, painted, table_row
from extractor.synth.wording import Column

_NARROW, _WIDE = 80, 132
_OVERRUN = (
    "title",
    "underlying_title",
    "nature",
    "shares",
    "following",
    "underlying_shares",
    "trans_date",
    "expiration_date",
)


def overrun(scene: Scene, force: float, rng: random.Random) -> Scene:
    """Values whose last character the next column overprinted."""

    def cut(run: Run) -> Run:
        if run.name.rpartition(".")[2] not in _OVERRUN or len(run.text) < 5 or rng.random() >= 0.025 * force:
            return run
        return replace(run, text=run.text[:-1], lost=True)

    return each_run(scene, cut)


def ascii_text(scene: Scene, force: float, rng: random.Random) -> str:
    """The scene as typed. Stronger: columns that drift, headings left out, dates wrapped, a page break inside a table,
    Table II in two halves."""
    drawn = rng.choice(("tagged", "ruled", "bare"))
    listed = rng.random() < 0.5
    halves = rng.random() < 0.45 * force
    lines: list[str] = []
    for block in scene:
        if isinstance(block, Words):
            lines += _words(block)
        elif isinstance(block, Boxes):
            wide = any(len(plain(line)) > _NARROW // 3 - 3 for row in block.rows for line in row[0] if line[0].name)
            # A street cut in two where the box ends would no longer tell one line of the address from the next.
            lines += _listed(block) if listed or wide else _boxed(block, ruled=drawn == "ruled")
        elif block.id == "signatures":
            lines += _signatures(block)
        else:
            for part in _halves(block) if halves and block.id == "table_ii" else [block]:
                lines += _table(part, drawn, force, rng)
        lines.append("")
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return text.replace("\n\n\n", "\n\n")


def _words(block: Words) -> list[str]:
    if block.role == "sgml":
        return [plain(line) for line in block.lines]
    lines = []
    for line in block.lines:
        for part in fold(plain(line), _NARROW - 2):
            lines.append(part.center(_NARROW) if block.role == "title" else part)
    return lines


def _listed(block: Boxes) -> list[str]:
    """Box after box, down the page: its label, its content indented below."""
    lines: list[str] = []
    cells = [row[at] for at in range(3) for row in block.rows if at < len(row)]
    for content in cells:
        for line in content:
            text = plain(line).strip()
            label = not any(run.name for run in line)
            lines += [part if label else "     " + part for part in fold(text, _NARROW - 6)]
        if content:
            lines.append("")
    return lines


def _boxed(block: Boxes, ruled: bool) -> list[str]:
    share = _NARROW // 3 - 1
    rule = "+" + "+".join("-" * share for _ in range(3)) + "+"
    lines = [rule] if ruled else ["_" * _NARROW]
    for row in block.rows:
        columns = [[part for line in content for part in fold(plain(line), share - 2)] for content in row]
        columns += [[]] * (3 - len(columns))
        for at in range(max(map(len, columns), default=0)):
            parts = [(column[at] if at < len(column) else "").ljust(share - 1) for column in columns]
            lines.append(("| " + "| ".join(parts) + "|") if ruled else " " + "  ".join(parts))
        lines.append(rule if ruled else "_" * _NARROW)
    return lines


def _signatures(block: Grid) -> list[str]:
    lines = []
    for name, day in ((" ".join(map(plain, row[0])), " ".join(map(plain, row[1]))) for row in block.rows):
        if name == "Signature of Reporting Person":
            lines += ["  " + "_" * 40 + "     " + "_" * 12, f"  **{name:<43}{day}", ""]
        else:
            parts = fold(name, 42)
            lines += [f"  {parts[0] if parts else '':<45}{day}", *("  " + part for part in parts[1:])]
    return lines


def _halves(block: Grid) -> list[Grid]:
    """The wide table cut in two, the title standing before each half."""
    keys = [column.key for column in block.columns]
    at = keys.index("exercisable")
    first = replace(block, columns=block.columns[:at], rows=tuple(row[:at] for row in block.rows))
    second = replace(
        block, columns=(block.columns[0], *block.columns[at:]), rows=tuple((row[0], *row[at:]) for row in block.rows)
    )
    # A mark on the title is printed once: the second half repeats the bare words.
    bare = tuple(
        (tuple(tuple(run for run in line if ".fn." not in run.name) for line in row[0]), *row[1:])
        for row in second.rows
    )
    return [first, replace(second, rows=bare)]


def _table(block: Grid, drawn: str, force: float, rng: random.Random) -> list[str]:
    gap = 1 if len(block.columns) > 10 else 2
    widths = columns_of(block.columns, block.rows, _WIDE - 2, gap, least_word=6)
    if force > 0.4:
        widths = [
            _tight(width, column, [row[at] for row in block.rows], rng, force)
            for at, (width, column) in enumerate(zip(widths, block.columns, strict=True))
        ]
    starts = [1 + sum(widths[:at]) + gap * at for at in range(len(widths))]
    measure = Measure(width=_WIDE, gap=gap, numbers=rng.choice(("left", "right")))
    heads = [] if rng.random() < 0.12 * force else heading(block.columns, starts, widths)
    rows = [table_row(block.columns, row, starts, widths, measure) for row in block.rows]
    end = starts[-1] + widths[-1]
    if drawn == "ruled":
        edges = [start - 1 for start in starts]
        rule = "".join("+" if at in edges or at == end else "-" for at in range(end + 1))
        lines = [rule, *(_ruled(row, edges, end) for row in heads), rule] if heads else [rule]
        for row in rows:
            lines += [*(_ruled(line, edges, end) for line in row), rule]
        return lines
    lines = [painted(row) for row in heads]
    under = painted([(start, "-" * width) for start, width in zip(starts, widths, strict=True)])
    if drawn == "tagged":
        tags = painted([(start - 1 if at else 0, "<C>" if at else "<S>") for at, start in enumerate(starts)])
        lines = ["<TABLE>", "<CAPTION>", *lines, tags]
    else:
        lines.append(under)
    broken = rng.randrange(1, len(rows)) if len(rows) > 2 and rng.random() < 0.35 * force else -1
    for at, row in enumerate(rows):
        if at == broken:
            lines += ["<PAGE>", ""]
        lines += [painted(_drift(line, force, rng)) for line in row]
        if rng.random() < 0.4:
            lines.append("")
    return [*lines, "</TABLE>"] if drawn == "tagged" else lines


def _tight(width: int, column: Column, cells: Sequence[Cell], rng: random.Random, force: float) -> int:
    """Some typists gave dates too little room: "2/7/00" stands as "2/7/0" above "0"."""
    longest = max((len(plain(line)) for content in cells for line in content), default=0)
    if column.key in ("date", "exercisable", "expiration") and 6 <= longest <= 10 and rng.random() < 0.2 * force:
        return min(width, longest - 1)
    return width


def _drift(row: Row, force: float, rng: random.Random) -> Row:
    return [
        (max(0, start + (rng.choice((-1, 1)) if at and rng.random() < 0.15 * force else 0)), text)
        for at, (start, text) in enumerate(row)
    ]


def _ruled(row: Row, edges: Sequence[int], end: int) -> str:
    line = painted(row).ljust(end + 1)
    below = {
        at for start, text in row for at in range(start, start + len(text))
    }  # a shared heading runs across the rules
    return "".join("|" if (at in edges or at == end) and at not in below else letter for at, letter in enumerate(line))
