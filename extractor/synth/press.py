"""From flowing parts to a PDF: page size, margins, and the lines a browser prints above and below a page."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4, landscape, letter
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet and its margins, in points; `caption` and `address` are a browser's page head and foot, or empty."""

    size: tuple[float, float]
    left: float
    top: float
    right: float
    bottom: float
    caption: str = ""
    address: str = ""

    @property
    def width(self) -> float:
        return self.size[0] - self.left - self.right


def choose_paper(rng: random.Random, title: str, turned: bool) -> Paper:
    """A sheet as office printers have it; `turned` is landscape."""
    size = A4 if rng.random() < 0.1 else letter
    size = landscape(size) if turned else size
    left = rng.uniform(22, 46)
    furniture = rng.random() < 0.3
    return Paper(
        size, left, rng.uniform(28, 46), left * rng.uniform(0.9, 1.1), rng.uniform(30, 48),
        title if furniture else "",
        f"https://www.sec.gov/Archives/edgar/data/{rng.randrange(10**5, 2 * 10**6)}/"
        f"{rng.randrange(10**17, 10**18):018d}/xslF345X0{rng.randrange(2, 6)}/doc4.xml" if furniture else "",
    )  # fmt: skip


def to_pdf(story: Sequence[Any], paper: Paper) -> bytes:
    """The story set on as many sheets as it needs; the same story gives the same bytes."""
    out = io.BytesIO()
    frame = Frame(
        paper.left, paper.bottom, paper.width, paper.size[1] - paper.top - paper.bottom,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def furniture(canvas: Any, document: Any) -> None:
        if paper.caption:
            width, height = paper.size
            canvas.setFont("Helvetica", 7)
            canvas.drawString(20, height - 18, paper.caption)
            canvas.drawRightString(width - 20, 14, str(document.page))
            canvas.drawString(20, 14, paper.address)

    document = BaseDocTemplate(out, pagesize=paper.size, invariant=1, title="", author="")
    document.addPageTemplates([PageTemplate("sheet", [frame], onPage=furniture)])
    document.build(list(story))
    return out.getvalue()
