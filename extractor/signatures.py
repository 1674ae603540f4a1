"""Signatures: lines of a name with its "/s/" and a date, one or several to a hand.

Lines of `Word` in, cells out, like extractor/boxes.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.boxes import make_cell
from extractor.printed import is_boilerplate, is_heading, is_signature_label
from extractor.records import Cell, Word
from extractor.shapes import date_likeness, is_month_name, letters, word_set

Line = Sequence[Word]

_SCRAP = 3  # letters
_CAPACITY = word_set(
    "attorney attorneyinfact power fact trustee under partner manager member director officer lp llc llp ltd inc gp"
)
_LIKE_A_DATE, _IN_ITS_COLUMN = 0.5, 0.4
_APART = 3.0  # heights between a name and its date, in a column of its own
_MONTH_OR_DAY = re.compile(r"\d{1,2}/\Z")
_STROKELESS = re.compile(r"(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:19|20)\d\d")
_SIGNED = re.compile(r"[/\\|Il(]?[/\\|Il]?[sS$5][/\\|Il]\Z|/s/")


def is_signed(line: Line) -> bool:
    """Has a "/s/" (or its ruins), as a signature line does."""
    return any(_SIGNED.match(word.text) for word in line[:3])


BY_HAND = 0.5
"""The score of a name below a hand: some who type XML leave the "/s/" out, and a person should see it."""
_OF_A_TRUST = frozenset({"uad", "dated", "dtd", "ua", "ud", "utd"})
"""Words behind which a date is a trust's own."""


def date_at(line: Line) -> tuple[int, int] | None:
    """The date that ends the line, as (first word, last word + 1); dates inside a trust's name do not count."""
    for end in range(len(line), max(len(line) - 3, 0), -1):
        word = line[end - 1]
        # a date that lost a stroke ("0225/2013") is known by its column
        least = _LIKE_A_DATE if end < 2 or not stands_apart(line, end - 1) else _IN_ITS_COLUMN
        like = date_likeness(word.text) >= least or _STROKELESS.fullmatch(word.text)
        if like and not _in_a_name(line, end - 1):
            torn = end > 1 and _MONTH_OR_DAY.match(line[end - 2].text) and word.text.count("/") == 1
            return (end - 2 if torn else end - 1), end
        if end >= 3 and re.match(r"\d{4}\Z", letters(word.text)) and is_month_name(line[end - 3].text):
            return end - 3, end
    return None


def stands_apart(line: Line, at: int) -> bool:
    """Whether a date, words of the line from `at` on, stands in a column of its own behind the name."""
    return line[at].box.x0 - line[at - 1].box.x1 > _APART * line[at].box.height


def _in_a_name(line: Line, at: int) -> bool:
    """A trust's date: "u/a/d 01/18/2010", "dated as of 3/4/1999", a blank or two behind the words."""
    if at and stands_apart(line, at):
        return False
    before = letters(line[at - 1].text) if at else ""
    return before in _OF_A_TRUST or (
        before == "of" and at > 1 and letters(line[at - 2].text) == "as"
    )


def signature_cells(lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Signature lines (labels may be among them): a name and a date cell per signer, row counting from 1.

    A name may wrap over lines; the date stands beside its first, middle or last one.
    """
    signers: list[tuple[list[Word], list[Word]]] = []
    name: list[Word] = []
    date: list[Word] = []

    def close() -> None:
        if name or date:
            signers.append((list(name), list(date)))
        name.clear()
        date.clear()

    above = ""
    for line in lines:
        text, before = " ".join(word.text for word in line), above
        above = text
        if not letters(text) or is_boilerplate(text):
            continue
        if is_signature_label(text, before) or is_heading(text):
            close()
            continue
        words = [word for word in line if not re.fullmatch(r"[|_*=~\-–—]+", word.text)]
        words = _without_labels(words)
        if not words or _is_dirt(words):
            continue
        at = date_at(words)
        if at and not at[0] and name and letters(name[-1].text) in _OF_A_TRUST:
            at = None  # "… Revocable Trust dtd" / "2/15/89"
        if (date and at is not None) or (is_signed(words) and _has_signed(name) and not _goes_on(name, words)):
            close()  # one date and one hand to a signature: this is the next one
        name.extend(words[: at[0]] if at else words)
        if at:
            date.extend(words[at[0] : at[1]])
    close()
    cells = []
    for row, (who, when) in enumerate((signer for signer in signers if signer[1] or _may_be_named(signer[0])), start=1):
        if who:
            cells.append(make_cell("signatureName", "signature", who, "ownerSignature", row))
        if when:
            cells.append(make_cell("signatureDate", "date", when, "ownerSignature", row))
    return tuple(cells)


def _may_be_named(name: Line) -> bool:
    """Whether what has no date beside it may be somebody's name, and no stroke or two."""
    return sum(len(letters(word.text)) for word in name) >= _SCRAP


def _has_signed(name: Line) -> bool:
    """Whether a name has its "/s/": an entity's ("ELM FAMILY LIMITED PARTNERSHIP, By:") still waits for it."""
    return any(_SIGNED.match(word.text) for word in name) and letters(name[-1].text) != "by"


def _goes_on(name: Line, words: Line) -> bool:
    """Whether an entity's name goes on with the one who signs for it: "… Limited, its Manager,", "By: /s/ …"."""
    return name[-1].text.endswith(",") and letters(words[0].text) == "by"


def _is_dirt(words: Line) -> bool:
    """A line of one or two small letters: no name goes on so, but for "jr" and "ii"; or one of scraps below a date. A
    capacity goes on in small letters, in words ("its managing member")."""
    sizes = [len(letters(word.text)) for word in words]
    spoken = sum(size for size in sizes if size > _SCRAP)
    if len(words) > 1 and not any(map(_may_be_signed, words)) and 3 * spoken < sum(sizes):
        return True
    folded = letters(words[0].text)
    small = len(words) == 1 and len(folded) <= 2 and words[0].text.strip(".,").islower()
    return small and folded not in {"jr", "sr", "ii", "iv", "md"}


def _may_be_signed(word: Word) -> bool:
    """A word of a signer's name or capacity, or a date."""
    text = word.text
    folded = letters(text)
    if folded in _CAPACITY or (len(folded) >= _SCRAP and folded.isdecimal()):
        return True
    return len(folded) > _SCRAP and (text[:1].isupper() or not text.isalpha())


def _without_labels(words: list[Word]) -> list[Word]:
    """ "Date:" and "Signature:" printed in front of what was filled in."""
    folded = [letters(word.text) for word in words]
    for at in range(len(words) - 2):
        if (
            folded[at] in {"signature", "signarure"}
            and folded[at + 1] == "of"
            and fuzz.ratio(folded[at + 2], "reporting") > 75
        ):
            words = words[:at] + words[at + 4 :]
            break
    return [word for word in words if not (letters(word.text) in {"date", "dated"} and word.text.endswith(":"))]
