"""Pages as a browser prints them: runs of text in boxes, tables whose columns widen with what they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph, Table

from extractor.synth.places import Places
from extractor.synth.printed import Entry, Row
from extractor.synth.typefaces import Typeface
from extractor.synth.wording import Column
from models.geometry import Box

_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}


@dataclass(frozen=True, slots=True)
class Ink:
    """How a run of text is set; size in points."""

    face: Typeface
    size: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    leading: float = 1.15
    color: Color = black

    @property
    def font(self) -> str:
        return self.face.style(self.bold, self.italic)

    def set(self, markup: str) -> Paragraph:
        """A paragraph of reportlab markup (escape values with `plain`)."""
        return Paragraph(markup, self.style)

    def width(self, text: str) -> float:
        return float(stringWidth(text, self.font, self.size))

    def scaled(self, factor: float) -> Ink:
        return replace(self, size=self.size * factor)

    @property
    def style(self) -> ParagraphStyle:
        return ParagraphStyle(
            "run",
            fontName=self.font,
            fontSize=self.size,
            leading=self.size * self.leading,
            splitLongWords=0,
            alignment=_ALIGN[self.align],
            textColor=self.color,
        )


def plain(text: str) -> str:
    """Text as markup; line breaks stay."""
    return escape(text).replace("\n", "<br/>")


def italics(face: Typeface, text: str) -> str:
    return f'<font name="{face.italic}">{plain(text)}</font>'


def bold(face: Typeface, text: str) -> str:
    return f'<font name="{face.bold}">{plain(text)}</font>'


class _Placed(Paragraph):  # type: ignore[misc]  # reportlab ships no types
    """A value that notes where it was drawn."""

    note: Callable[[int, Box], None] | None = None

    def draw(self) -> None:
        super().draw()
        if self.note is not None:
            x, y = self.canv.absolutePosition(0, 0)
            top = self.canv._pagesize[1]
            self.note(self.canv.getPageNumber(), Box(x, top - y - self.height, x + self.width, top - y))


def marked(entry: Entry, ink: Ink, raised: float = 0.36) -> _Placed:
    """A value with its footnote marks, raised by that share of the size."""
    marks = ""
    if entry.notes:
        marks = f'<super rise="{ink.size * raised:.2f}" size="{ink.size * 0.68:.2f}">{entry.marks}</super>'
    return _Placed(plain(entry.text) + marks, ink.style)


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table of the form is set. `widths` are the column widths asked for, as shares of the whole, where known."""

    head: Ink
    data: Ink
    rule: float = 0.8
    color: Color = black
    padding: float = 2
    centered: frozenset[str] = frozenset()
    middle: bool = False
    low_heads: bool = True
    widths: Mapping[str, float] | None = None


def form_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    look: TableLook,
    width: float,
    title: Paragraph | None,
    repeat: bool,
    table: str,
    places: Places,
) -> Table:
    """A table of the form with its two-storey header; `repeat` prints the header again on the next page. Where the
    values come to stand goes to `places`, under the name of `table`."""
    grouped = any(column.group for column in columns)
    first = 1 if title is not None else 0
    head = first + (2 if grouped else 1)
    cells: list[list[Any]] = [["" for _ in columns] for _ in range(head)]
    style: list[tuple[Any, ...]] = _rules(look)
    if title is not None:
        cells[0][0] = title
        style += [("SPAN", (0, 0), (-1, 0)), ("ALIGN", (0, 0), (-1, 0), "CENTER")]
    for x, column in enumerate(columns):
        if not column.group:
            cells[first][x] = look.head.set(plain(column.label))
            if grouped:
                style.append(("SPAN", (x, first), (x, first + 1)))
            continue
        cells[first + 1][x] = replace(look.head, align="center" if look.low_heads else "left").set(plain(column.label))
        if x == 0 or columns[x - 1].group != column.group:
            last = max(i for i, other in enumerate(columns) if other.group == column.group)
            cells[first][x] = look.head.set(plain(column.group))
            style.append(("SPAN", (x, first), (last, first)))
    style.append(("VALIGN", (0, first), (-1, first), "TOP"))
    if grouped:
        style.append(("VALIGN", (0, first + 1), (-1, first + 1), "BOTTOM"))
    center = replace(look.data, align="center")
    for number, row in enumerate(rows):
        values = [marked(row.get(c.key, Entry()), center if c.key in look.centered else look.data) for c in columns]
        for column, value in zip(columns, values, strict=True):
            value.note = partial(places.add, table, number, column.key, row.get(column.key, Entry()))
        cells.append(values)
    style.append(("VALIGN", (0, head), (-1, -1), "MIDDLE" if look.middle else "TOP"))
    style.append(("NOSPLIT", (0, 0), (-1, min(head, len(cells) - 1))))
    widths = column_widths(columns, rows, look, width)
    return Table(cells, colWidths=widths, repeatRows=head if repeat else 0, style=style)


def least_width(columns: Sequence[Column], rows: Sequence[Row], look: TableLook) -> float:
    """The narrowest this table can be set without breaking a word."""
    return sum(narrowest for narrowest, _ in _needs(columns, rows, look))


def column_widths(columns: Sequence[Column], rows: Sequence[Row], look: TableLook, width: float) -> list[float]:
    """Automatic table layout as browsers do it: no column below its longest word, the rest by what was asked for or,
    where nothing was asked, by how much each column has to say."""
    needs = _needs(columns, rows, look)
    least = [narrowest for narrowest, _ in needs]
    spare = width - sum(least)
    if spare <= 0:
        return [each * width / sum(least) for each in least]
    if look.widths is not None:
        wanted = [max(look.widths.get(c.key, 0.05) * width - low, 0) for c, low in zip(columns, least, strict=True)]
    else:
        wanted = [most - low for low, most in needs]
    total = sum(wanted) or 1
    return [low + spare * want / total for low, want in zip(least, wanted, strict=True)]


def _needs(columns: Sequence[Column], rows: Sequence[Row], look: TableLook) -> list[tuple[float, float]]:
    """For each column its narrowest (longest word) and its widest (longest line, a header broken in three) width."""
    needs = []
    for column in columns:
        label = column.label
        longest = max(look.head.width(word) for word in label.split())
        one_line = max(max(look.head.width(line) for line in label.split("\n")) / 3, longest)
        for row in rows:
            held = row.get(column.key, Entry())
            marks = look.data.width(held.marks) * 0.68
            words = held.text.split()
            longest = max([longest, *(look.data.width(word) for word in words[:-1])])
            longest = max(longest, (look.data.width(words[-1]) if words else 0) + marks)
            one_line = max(one_line, look.data.width(held.text) + marks)
        needs.append((longest + 2 * look.padding + 1, one_line + 2 * look.padding + 1))
    for group in {column.group for column in columns if column.group}:
        under = [x for x, column in enumerate(columns) if column.group == group]
        longest = max(look.head.width(word) for word in group.split()) + 2 * look.padding + 1
        missing = (longest - sum(needs[x][0] for x in under)) / len(under)
        if missing > 0:
            for x in under:
                needs[x] = (needs[x][0] + missing, max(needs[x][1], needs[x][0] + missing))
    return needs


def _rules(look: TableLook) -> list[tuple[Any, ...]]:
    pad = look.padding
    return [
        ("GRID", (0, 0), (-1, -1), look.rule, look.color),
        ("LEFTPADDING", (0, 0), (-1, -1), pad),
        ("RIGHTPADDING", (0, 0), (-1, -1), pad),
        ("TOPPADDING", (0, 0), (-1, -1), pad * 0.7),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad * 0.9),
    ]


def stack(
    cells: Sequence[Sequence[Any]], widths: Sequence[float], style: Sequence[tuple[Any, ...]] = (), **more: Any
) -> Table:
    """A borderless table for laying things side by side."""
    bare = [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return Table([list(row) for row in cells], colWidths=list(widths), style=[*bare, *style], **more)


def height(parts: Sequence[Any], width: float) -> float:
    """What these flowables need, one below the other."""
    return float(sum(part.wrap(width, 10_000)[1] for part in parts))
