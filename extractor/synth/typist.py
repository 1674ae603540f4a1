"""Ink on a sheet of paper: what the printer printed (rules, labels) and what somebody typed into it afterwards.

Coordinates are points from the top left corner. Typing sits a little off the printed boxes (the sheet was fed by hand),
and its baseline wanders.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth

from extractor.synth.typefaces import Typeface


@dataclass(slots=True)
class Press:
    """The printed form: straight rules and labels, by reportlab's canvas."""

    canvas: Any
    height: float
    face: Typeface
    size: float
    rule: float = 0.8

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(self.rule)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(self.rule)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0)

    def label(
        self,
        x: float,
        y: float,
        text: str,
        factor: float = 1,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
    ) -> float:
        """One line with its baseline at y; returns where it ends. What stands between tildes is in the italic face."""
        size = self.size * factor
        parts = [(part, italic or n % 2 == 1) for n, part in enumerate(text.split("~"))]
        total = sum(float(stringWidth(part, self.face.style(bold, leaning), size)) for part, leaning in parts)
        x -= {"left": 0.0, "center": total / 2, "right": total}[align]
        for part, leaning in parts:
            font = self.face.style(bold, leaning)
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, self.height - y, part)
            x += float(stringWidth(part, font, size))
        return x

    def block(
        self, x: float, y: float, width: float, text: str, factor: float = 1, align: str = "left", bold: bool = False
    ) -> float:
        """Lines wrapped to a width, the first baseline at y; returns the baseline after the last."""
        for line in wrapped(text, self.face.style(bold), self.size * factor, width):
            at = {"left": x, "center": x + width / 2, "right": x + width}[align]
            self.label(at, y, line, factor, bold, align=align)
            y += self.size * factor * 1.12
        return y


@dataclass(slots=True)
class Typist:
    """The typing: one face and size, `astray` points off to the right and down on this sheet, words wandering by up to
    `wander` points."""

    canvas: Any
    height: float
    face: Typeface
    size: float
    rng: random.Random
    astray: tuple[float, float] = (0.0, 0.0)
    wander: float = 0.0
    bold: bool = False

    @property
    def font(self) -> str:
        return self.face.style(self.bold)

    @property
    def leading(self) -> float:
        return self.size * 1.18

    def width(self, text: str) -> float:
        return float(stringWidth(text, self.font, self.size))

    def lines(self, text: str, width: float) -> list[str]:
        return wrapped(text, self.font, self.size, width)

    def type(self, x: float, y: float, text: str, align: str = "left") -> None:
        """One line with its baseline near y."""
        x -= {"left": 0.0, "center": self.width(text) / 2, "right": self.width(text)}[align]
        x, y = x + self.astray[0], y + self.astray[1]
        blank = self.width(" ")
        self.canvas.setFont(self.font, self.size)
        for word in text.split(" "):
            if word:
                off = self.rng.uniform(-self.wander, self.wander)
                self.canvas.drawString(x, self.height - y - off, word.replace("\xa0", " "))
            x += self.width(word) + blank

    def type_lines(self, x: float, y: float, lines: Sequence[str]) -> None:
        """Several lines, the first baseline at y."""
        for number, line in enumerate(lines):
            self.type(x, y + number * self.leading, line)


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """Text broken into lines at blanks (not at no-break spaces), and inside a word only where it is wider than the line
    and no number: nobody cuts a number in two, it runs over the rule instead. At least one line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if stringWidth(joined, font, size) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            line = word
            while stringWidth(line, font, size) > width and len(line) > 1 and not any(c.isdigit() for c in line):
                cut = max(n for n in range(1, len(line)) if n == 1 or stringWidth(line[:n], font, size) <= width)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines
