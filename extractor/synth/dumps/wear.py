"""Reading mistakes all over a scene: labels, words, numbers, dates, letters and footnote marks, each at its own
rate."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace

from extractor.synth.dumps import strokes
from extractor.synth.dumps.paper import Cell, Grid, Run, Scene, each_run, runs

_DATES = (
    "date",
    "trans_date",
    "deemed_date",
    "exercise_date",
    "expiration_date",
    "period_of_report",
    "date_of_original_submission",
)
_NUMBERS = (
    "shares", "price", "following", "conv_price", "underlying_shares", "total_value", "following_value",
    "underlying_value",
)  # fmt: skip
_LETTERS = ("code", "ad", "di", "voluntary")
_WORDS = (
    "title", "nature", "name", "street1", "street2", "city", "officer_title", "other_text", "underlying_title",
    "issuer_name",
    "text", "remarks",
)  # fmt: skip
_CLIPPED = ("title", "underlying_title", "officer_title", "nature")
_NEEDED = ("Table", "Officer", "Other (", "Form filed")
"""Words without which a reader could not tell which box is checked, or which table this is."""
_BOXES = ("is_director", "is_ten_percent", "is_officer", "is_other")


@dataclass(frozen=True, slots=True)
class Rates:
    """Mistakes: per word of the form's own text, and per value of each kind (0 … 1)."""

    labels: float = 0.0
    words: float = 0.0
    letters: float = 0.0
    numbers: float = 0.0
    dates: float = 0.0
    marks: float = 0.0


def worn(scene: Scene, rates: Rates, rng: random.Random) -> Scene:
    """The scene as a poor reader saw it."""

    def read(run: Run) -> Run:
        if not run.text.strip() or run.lost:
            return run
        if not run.name:
            return replace(run, text=strokes.label(run.text, rates.labels, rng)) if len(run.text) > 3 else run
        seen = _value(run, rates, rng)
        return replace(run, text=seen.text, lost=run.lost or seen.lost)

    return each_run(scene, read)


def _value(run: Run, rates: Rates, rng: random.Random) -> strokes.Read:
    leaf = run.name.rpartition(".")[2]
    plain = strokes.Read(run.text)
    if ".fn." in run.name:
        return strokes.mark(run.text, rng) if rng.random() < rates.marks else plain
    if leaf in _DATES:
        return strokes.date(run.text, rng) if rng.random() < rates.dates else plain
    if leaf in _NUMBERS:
        return strokes.number(run.text, rng) if rng.random() < rates.numbers else plain
    if leaf in _LETTERS or (leaf in _BOXES and len(run.text) == 1):
        return strokes.letter(run.text, rng) if rng.random() < rates.letters else plain
    if leaf in _WORDS:
        return strokes.words(run.text, rng) if rng.random() < rates.words else plain
    return plain


def without_labels(scene: Scene, chance: float, rng: random.Random) -> Scene:
    """Whole labels gone, each with that chance; what is longer than a box label (legends, titles) stays."""

    def keep(run: Run) -> Run:
        box_label = not run.name and 12 < len(run.text) < 60 and not any(word in run.text for word in _NEEDED)
        return replace(run, text="") if box_label and rng.random() < chance else run

    return each_run(scene, keep)


def clipped(scene: Scene, chance: float, rng: random.Random) -> Scene:
    """Text cut off at the left edge of its cell: the first letters of each line are gone ("mmon tock"). What the same
    words elsewhere on the form tell is not lost."""
    said = Counter(run.text for run in runs(scene) if _leaf(run) in _CLIPPED)

    def cut(run: Run) -> Run:
        if _leaf(run) not in _CLIPPED or len(run.text) < 6 or rng.random() >= chance:
            return run
        text = " ".join(
            word[min(rng.randint(1, 2), len(word) - 1) :] if at < 2 else word
            for at, word in enumerate(run.text.split(" "))
        )
        return replace(run, text=text, lost=run.lost or said[run.text] < 2)

    return each_run(scene, cut)


def twice(scene: Scene, chance: float, rng: random.Random) -> Scene:
    """Tall rows of the second table fall apart: a row of print a line of the title, and the values read twice, in two
    neighbouring rows. To be done before `worn`, which reads each of them on its own."""
    return tuple(
        replace(
            block,
            rows=tuple(part for row in block.rows for part in (_fallen(row, rng) if rng.random() < chance else [row])),
        )
        if isinstance(block, Grid) and block.id == "table_ii"
        else block
        for block in scene
    )


def _fallen(row: tuple[Cell, ...], rng: random.Random) -> list[tuple[Cell, ...]]:
    (title,) = row[0] if len(row[0]) == 1 else ((Run(""),),)
    if not title[0].name or len(title[0].text.split()) < 3:
        return [row]
    words = title[0].text.split()
    cuts = [" ".join(words[at : at + 1 + (len(words) > 6)]) for at in range(0, len(words), 1 + (len(words) > 6))]
    empty: Cell = ()
    at = rng.randrange(1, len(cuts)) if len(cuts) > 2 else 1
    parts = []
    for number, piece in enumerate(cuts):
        marks = title[1:] if number == len(cuts) - 1 else ()
        first: Cell = ((Run(piece, title[0].name), *marks),)
        parts.append((first, *row[1:]) if number in (at - 1, at) else (first, *(empty for _ in row[1:])))
    return parts


def _leaf(run: Run) -> str:
    return run.name.rpartition(".")[2]
