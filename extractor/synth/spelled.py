"""What of a filing an engine's text still spells: values of the tables where they were printed, all others anywhere.

A value is lost when a person who has the text alone could not tell it: a digit wrong, a letter for a code gone, a check
mark that became something else. Misreadings everybody knows (O for 0, l for 1) lose nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from rapidfuzz import fuzz

from extractor.synth.dumps.ledger import row_names, short_name
from extractor.synth.engine_text import Line
from extractor.synth.places import Places
from models.form4 import Form4
from models.geometry import Box
from models.paths import flatten

_ALIKE = str.maketrans("OoQDIl|!iSsBZz", "00001111155822")
_MARKS = re.compile(r"(?:\(\d+\))+$", re.ASCII)
_NUMBERS = frozenset({"shares", "price", "following", "conv_price", "underlying_shares"})
_DATES = frozenset({"trans_date", "deemed_date", "exercise_date", "expiration_date"})
_LETTERS = frozenset({"code", "ad", "di", "voluntary"})
_TEXT, _PROSE = 84, 88  # likeness (0-100) from which a person knows the words again
_LONG = 4  # figures that nothing else spells by chance
_AROUND = 18.0  # pixels of a clean page (300 dpi) around a printed value where its words may lie
_CHECKED = {
    "is_director": r"Direct", "is_ten_percent": r"10\s?% ?Ow", "is_officer": r"Officer \(", "is_other": r"Other \(",
    "not_subject_to_section16": r"Check this", "aff10b5_one": r"Check this",
    "form3_holdings_reported": r"Form 3", "form4_transactions_reported": r"Form 4",
}  # fmt: skip
_BEFORE = 9  # characters before a label in which its cross stands


def lost_values(form: Form4, places: Places, pages: Sequence[Sequence[Line]], dpi: float) -> frozenset[str]:
    """Short names of the values, and of the marks of notes ("owners[0].fn.name#2"), that the lines no longer spell;
    `pages` are lines with boxes in pixels of the clean pages at `dpi`."""
    words = [[word for line in page for word in line] for page in pages]
    boxes = {name: (page, box.pad(_AROUND * dpi / 300)) for name, (page, box) in places.pixels(dpi).items()}
    near = {
        name: [text for text, at in words[page - 1] if _within(at, box)] for name, (page, box) in boxes.items()
    }
    lost = {name for name, printed in places.texts.items() if not _spells(name, near[name], _MARKS.sub("", printed))}
    whole = "\n".join(" ".join(text for text, _ in line) for page in pages for line in page)
    names = row_names(form)
    for item in flatten(form):
        name = short_name(item.path, names)
        if name is None:
            continue
        head, _, leaf = name.rpartition(".")
        noted = f"{head}.fn.{leaf}" if head else ""
        for note in item.footnotes:
            seen = " ".join(near[noted]) if noted in near else ""
            if not re.search(rf"[(\[{{]\s?{note[1:]}\s?[)\]}}]", seen):
                lost.add(f"{noted}#{note[1:]}")
        elsewhere = item.value is not None and name not in places.texts and name not in places.boxes
        if elsewhere and not _told(name, item.value or "", whole):
            lost.add(name)
    return frozenset(lost)


def unspoken(lost: Iterable[str]) -> frozenset[str]:
    """Of the lost names those that only a blank would tell, D where no nature stands: a blank that was not read and one
    that was not printed look the same."""
    return frozenset(name for name in lost if name.endswith(".di"))


def unseen_rows(places: Places, lost: Iterable[str]) -> frozenset[str]:
    """Of the rows ("derivative[2]") those of which no number and no date is left: nobody knows that they are there."""
    gone = frozenset(lost)
    values: dict[str, list[str]] = {}
    for name in places.texts:
        row, _, leaf = name.rpartition(".")
        if leaf in _NUMBERS | _DATES:
            values.setdefault(row, []).append(name)
    rows = {name.rpartition(".")[0] for name in places.texts}
    return frozenset(row for row in rows if gone.issuperset(values.get(row, ())))


def all_of(form: Form4, rows: Iterable[str]) -> frozenset[str]:
    """The names of everything in the rows, and of what kind they are."""
    asked, names = frozenset(rows), row_names(form)
    found = (short_name(item.path, names) for item in flatten(form))
    inside = {name for name in found if name is not None and name.rpartition(".")[0] in asked}
    return frozenset(inside | {f"{row}.kind" for row in asked})


def _within(at: Box, box: Box) -> bool:
    x, y = at.center
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _spells(name: str, words: Sequence[str], printed: str) -> bool:
    leaf, seen = name.rpartition(".")[2], "".join(words)
    if leaf in _LETTERS:
        return any(re.sub(r"[^A-Za-z]", "", word).upper() == printed.upper() for word in words)
    figures = _digits(printed)
    if leaf in _NUMBERS | _DATES and re.search(r"\d", printed):
        return figures in _digits(seen) if len(figures) >= _LONG else any(_digits(word) == figures for word in words)
    return fuzz.ratio(_letters(seen), _letters(printed)) >= _TEXT


def _told(name: str, value: str, text: str) -> bool:
    leaf = name.rpartition(".")[2]
    if leaf in _CHECKED:
        return value != "1" or any(
            re.search(r"[xX]", text[max(0, label.start() - _BEFORE) : label.start()])
            for label in re.finditer(_CHECKED[leaf], text)
        )
    if leaf in ("date", "period_of_report", "date_of_original_submission"):
        return _dated(date.fromisoformat(value[:10]), text)
    if leaf == "document_type":
        return True
    if leaf in ("state", "ticker", "zip"):
        return re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", text, re.IGNORECASE) is not None
    if len(value) <= 3:
        return True  # flags of old filings and the like
    return fuzz.partial_ratio(_letters(value), _letters(text)) >= (_PROSE if leaf in ("text", "remarks") else _TEXT)


def _dated(day: date, text: str) -> bool:
    figures = rf"(?<!\d)0?{day.month}\D{{1,2}}(?:0?{day.day}\D{{1,2}})?(?:{day.year}|{day.year % 100:02d})(?!\d)"
    words = rf"{day:%b}[a-z.]*\s*{day.day}\D{{1,3}}{day.year}"
    return re.search(figures, text) is not None or re.search(words, text, re.IGNORECASE) is not None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.translate(_ALIKE))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
