"""Dumps that keep or lose the page's geometry: `pdftotext -layout`, plain OCR text, hOCR."""

from __future__ import annotations

import html
import random

from extractor.synth.dumps.paper import Grid, Scene
from extractor.synth.dumps.typeset import Measure, Row, lay, painted


def layout(scene: Scene, strength: float, rng: random.Random) -> tuple[str, frozenset[str]]:
    """Columns held apart by blanks. Stronger: tighter sheets, columns that drift from line to line, lines that come
    out as two, blanks squeezed to two or three."""
    measure = Measure(
        width=rng.choice((150, 170, 190, 210)) - int(50 * strength),
        upright=rng.choice(("top", "middle")),
        numbers=rng.choice(("left", "center", "right")),
        gap=2 if strength > 0.6 else rng.choice((2, 3, 4)),
        loose=rng.random() < 0.5,
    )
    page = lay(scene, measure, rng)
    page = _apart(_drifted(page, strength, rng), strength, rng)
    squeezed = rng.random() < strength - 0.35
    lines = [_squeezed(row, rng) if squeezed else painted(row) for row in page]
    return _with_pages(lines, rng), told_by_column(scene) if squeezed else frozenset()


def ocr_text(scene: Scene, strength: float, rng: random.Random) -> tuple[str, frozenset[str]]:
    """One line a printed line, blanks single; rules read as bars and dashes, dirt as lone signs."""
    measure = Measure(width=rng.choice((150, 180, 200)), upright=rng.choice(("top", "middle")))
    lines = []
    for row in _apart(lay(scene, measure, rng), strength * 0.7, rng):
        line = (" | " if rng.random() < 0.45 * strength else " ").join(text for _, text in row)
        if line and rng.random() < 0.12 * strength:
            line = rng.choice(("| ", "' ", ". ", "_ ", "— ")) + line
        if line and rng.random() < 0.15 * strength:
            line += rng.choice((" |", " i", " .", "_", " ‘", " —", " ]"))
        if line or rng.random() < 0.2:
            lines.append(line)
        if rng.random() < 0.05 * strength:
            lines.append(rng.choice(("i", "|", "— |", "oo", ". :", "rs", "______", "a", "~ .", "ee ee", "\\")))
    return "\n".join(lines) + "\n", told_by_column(scene)


def hocr(scene: Scene, strength: float, rng: random.Random) -> tuple[str, frozenset[str]]:
    """What OCR programs write as hOCR: words with their boxes in pixels and a confidence, in lines, in areas."""
    measure = Measure(width=rng.choice((160, 180, 200)), upright=rng.choice(("top", "middle")), gap=3)
    page = _apart(lay(scene, measure, rng), strength * 0.5, rng)
    across, down, left, top = rng.choice(((12, 34, 110, 120), (10, 30, 80, 90), (13, 40, 150, 140)))
    size = (left * 2 + measure.width * across, top * 2 + len(page) * down)
    parts = [_HOCR_HEAD.format(width=size[0], height=size[1])]
    word_number = 0
    for number, row in enumerate(page):
        if not row:
            continue
        words = []
        for start, text in row:
            for at, word in _word_starts(text):
                word_number += 1
                x0 = left + (start + at) * across + rng.randint(-2, 2)
                y0 = top + number * down + rng.randint(-3, 3)
                box = (x0, y0, x0 + len(word) * across - 2, y0 + int(down * 0.6))
                words.append(
                    (word, box, max(0, min(99, int(rng.gauss(93 - 14 * strength, 5 + 12 * strength)))), word_number)
                )
        if not words:
            continue
        around = (
            min(w[1][0] for w in words),
            min(w[1][1] for w in words),
            max(w[1][2] for w in words),
            max(w[1][3] for w in words),
        )
        spans = "\n".join(
            f"      <span class='ocrx_word' id='word_1_{n}' "
            f"title='bbox {_box(b)}; x_wconf {score}'>{html.escape(word)}</span>"
            for word, b, score, n in words
        )
        parts.append(
            f"   <div class='ocr_carea' id='block_1_{number}' title=\"bbox {_box(around)}\">\n"
            f"    <p class='ocr_par' id='par_1_{number}' lang='eng' title=\"bbox {_box(around)}\">\n"
            f"     <span class='ocr_line' id='line_1_{number}' "
            f'title="bbox {_box(around)}; baseline 0 -6; x_size 28">\n'
            f"{spans}\n     </span>\n    </p>\n   </div>"
        )
    parts.append("  </div>\n </body>\n</html>\n")
    return "\n".join(parts), frozenset()


_HOCR_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name='ocr-capabilities' content='ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_wconf'/>
 </head>
 <body>
  <div class='ocr_page' id='page_1' title='image "scan.tif"; bbox 0 0 {width} {height}; ppageno 0; scan_res 200 200'>"""


def told_by_column(scene: Scene) -> frozenset[str]:
    """What only the place in Table II tells, and is gone when blanks are: the side of a number, and which of the two
    dates a lone one is."""
    gone = set()
    for block in scene:
        if not isinstance(block, Grid) or block.id != "table_ii":
            continue
        keys = [column.key for column in block.columns]
        for row in block.rows:
            filled = {
                key: content[0][0].name
                for key, content in zip(keys, row, strict=True)
                if content and content[0][0].name
            }
            for key in ("acquired", "disposed"):
                if key in filled:
                    gone.add(filled[key].partition(".")[0] + ".ad")
            dates = [filled[key] for key in ("exercisable", "expiration") if key in filled]
            if len(dates) == 1:
                gone.add(dates[0])
    return frozenset(gone)


def _box(box: tuple[int, int, int, int]) -> str:
    return " ".join(str(max(0, value)) for value in box)


def _word_starts(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in text.split(" "):
        if word:
            found.append((at, word))
        at += len(word) + 1
    return found


def _drifted(page: list[Row], strength: float, rng: random.Random) -> list[Row]:
    """Whole lines pushed sideways by a few characters, and single columns by one or two."""
    drifted = []
    for row in page:
        push = rng.randint(-3, 3) if rng.random() < 0.25 * strength else 0
        drifted.append(
            [
                (max(0, start + push + (rng.randint(-2, 2) if rng.random() < 0.3 * strength else 0)), text)
                for start, text in row
            ]
        )
    return drifted


def _apart(page: list[Row], strength: float, rng: random.Random) -> list[Row]:
    """Some lines of several columns come out as two lines: what stood a hair higher comes first."""
    parted: list[Row] = []
    for row in page:
        if len(row) > 3 and rng.random() < 0.12 * strength:
            higher = {at for at in range(len(row)) if rng.random() < 0.35}
            parted += [[row[at] for at in sorted(higher)], [part for at, part in enumerate(row) if at not in higher]]
        else:
            parted.append(row)
    return parted


def _squeezed(row: Row, rng: random.Random) -> str:
    return rng.choice(("  ", "   ")).join(text for _, text in row)


def _with_pages(lines: list[str], rng: random.Random) -> str:
    """A form feed where the sheet was full."""
    full = rng.randint(68, 90)
    text = "\n".join(lines) + "\n"
    if len(lines) > full:
        text = "\n".join(lines[:full]) + "\n\f" + "\n".join(lines[full:]) + "\n\f"
    return text
