"""A filing as print in reading order: runs of text that know which value they spell, in lines, boxes and tables.

Damage works on this, writers turn it into a dump. So what a dump has destroyed is not guessed afterwards: it is what no
run spells any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from extractor.synth.wording import Column


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of print. `name` is the short name of the value it spells (see `extractor.legible`; a footnote mark adds
    "#" and the note's number), "" for the form's own words. `lost`: what stands here no longer tells the value to
    somebody who sees nothing else."""

    text: str
    name: str = ""
    lost: bool = False


Line = tuple[Run, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Lines on their own; `role` says what they are for ("sgml" is not wrapped)."""

    lines: tuple[Line, ...]
    role: Literal["title", "legend", "label", "note", "sgml"] = "legend"


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of the form's head, row by row, three to a row (fewer where one is wide or empty)."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its columns and, cell by cell, its rows."""

    id: Literal["table_i", "table_ii", "owners", "signatures"]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = Words | Boxes | Grid
Scene = tuple[Block, ...]


def cell(*runs: Run) -> Cell:
    """A cell of one line; empty when there are no runs with text or name."""
    kept = tuple(run for run in runs if run.text or run.name)
    return (kept,) if kept else ()


def plain(line: Line) -> str:
    return "".join(run.text for run in line)


def cell_text(content: Cell) -> str:
    """All lines of a cell, joined by blanks."""
    return " ".join(text for text in map(plain, content) if text)


def runs(scene: Scene) -> Iterator[Run]:
    """Every run of the scene, in reading order."""
    for block in scene:
        cells = [block.lines] if isinstance(block, Words) else [cell for row in block.rows for cell in row]
        for content in cells:
            for line in content:
                yield from line


def each_run(scene: Scene, change: Callable[[Run], Run]) -> Scene:
    """The scene with every run changed; blocks, lines and cells stay as they are."""

    def cell_of(content: Cell) -> Cell:
        return tuple(tuple(change(run) for run in line) for line in content)

    return tuple(
        replace(block, lines=cell_of(block.lines))
        if isinstance(block, Words)
        else replace(block, rows=tuple(tuple(map(cell_of, row)) for row in block.rows))
        for block in scene
    )
