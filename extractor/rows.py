"""Rows of a form for a terminal of any width: a table where it fits, else one paragraph a row. Nothing is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

_WORDS = {"Security": 14, "Underlying": 12, "Nature": 6}
"""The columns that may wrap, and how narrow they may become."""


@dataclass(frozen=True, slots=True)
class Rows:
    """`headers` name the columns, ">" before one sets its column to the right; `cells` has a tuple for each row."""

    headers: Sequence[str]
    cells: Sequence[Sequence[Text]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not self.cells:
            yield Text("no rows", style="dim")
            return
        table = self._table()
        wanted = Measurement.get(console, options.update(max_width=10_000), table).minimum
        yield table if wanted <= options.max_width else self._paragraphs()

    def _table(self) -> Table:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim", show_edge=False)
        for header in self.headers:
            name = header.lstrip(">")
            table.add_column(
                name,
                justify="right" if header.startswith(">") else "left",
                no_wrap=name not in _WORDS,
                min_width=_WORDS.get(name),
            )
        for row in self.cells:
            table.add_row(*row)
        return table

    def _paragraphs(self) -> Table:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(style="bold", no_wrap=True)
        grid.add_column()
        for number, row in enumerate(self.cells, 1):
            first, *rest = (
                Text.assemble((_label(header), "dim"), _on_one_line(cell))
                for header, cell in zip(self.headers, row, strict=True)
                if cell or header == self.headers[0]
            )
            grid.add_row(f"{number}.", Text(" · ").join([first, *rest]))
        return grid


def _label(header: str) -> str:
    """What stands before a cell that has no column; the first says itself what it is."""
    name = header.lstrip(">").replace("\n", " ")
    return "" if name == "Security" else f"{name if '/' in name else name.lower()} "


def _on_one_line(cell: Text) -> Text:
    return Text(" / ").join(cell.split("\n"))
