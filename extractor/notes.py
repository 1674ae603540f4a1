"""What stands below the tables: explanations of responses, remarks, signatures, and the owners of continuation pages.

Lines of `Word` in, cells out, like extractor/boxes.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rapidfuzz import fuzz

from extractor.boxes import cut, make_cell
from extractor.printed import is_boilerplate, is_signature_label
from extractor.records import Cell, Word
from extractor.shapes import date_likeness, is_month_name, latin, letters

Line = Sequence[Word]

_NOTE = re.compile(r"[\-•*·]?\s*[\[({]\s*([0-9lIiOoSsBzZ]{1,2})\s*[\])}]?\.?")
_NOTE_GARBLED = re.compile(r"[({\[]?[QGBSZIO©®@&?¢%][)}\]]\Z")
_NOTE_DOT = re.compile(r"([0-9lI]{1,2})[.)]\Z")
_NO_EVIDENCE = 0.3  # an engine's score below which a number only tells that there is one
_MOST_NOTES = 99  # EDGAR's limit: what follows belongs to the last one
_DIGITS = str.maketrans("lIiOoSsBzZ", "1110055822")
_SIGNED = re.compile(r"[/\\|Il(]?[/\\|Il]?[sS$5][/\\|Il]\Z|/s/")


def _text(line: Line) -> str:
    return " ".join(word.text for word in line)


# ---------------------------------------------------------------------------------------------- footnotes, remarks


def footnote_cells(lines: Sequence[Line], paragraphs: Collection[int] = ()) -> tuple[Cell, ...]:
    """Lines of "Explanation of Responses" (with or without the heading, to the end of the page): one cell per note and
    one for the remarks. A note begins with "(1)", "1." or "- (2)"; other lines go on with the one before.

    `row` is the number of the note; a number misread, or read twice, is put right by its place in the sequence.
    `paragraphs`: indices of lines that begin a paragraph by where they stand, so one among the notes begins a note
    even when its number was not read.
    """
    notes: list[tuple[int, list[Word]]] = []
    remarks: list[Word] | None = None
    current: list[Word] | None = None
    signing = False
    printed = {started[0] for line in lines if line and (started := _note_start(line, 0, after_remarks=False))}
    ended = True
    for index, line in enumerate(lines):
        text = _text(line)
        if not line or not letters(text):
            continue
        if is_heading(text) or is_boilerplate(text):
            current = None if not is_heading(text) else current
            continue
        if _starts_form_note(line):
            current = None
            continue
        rest = remarks_start(line)
        if rest is not None:
            remarks = list(line[rest:])
            current = remarks
            signing = False
            continue
        started = _note_start(line, len(notes) + 1, after_remarks=remarks is not None)
        if started is None and index in paragraphs and notes and current is notes[-1][1] and not signing:
            bare = line[0].text.isdigit() and len(line[0].text) <= 2 and len(line) > 1  # misread or not: a number
            started = (len(notes) + 1, list(line[1:] if bare else line))
        if started is None and ended and not signing and remarks is None and len(notes) + 1 not in printed:
            started = _ruined_start(line, len(notes) + 1)
        ended = line[-1].text[-1] in ".)!?;:\"'"
        if started is None and not notes and remarks is None and len(line) > 1 and line[0].text == "1" and not signing:
            started = (1, list(line[1:]))  # the full stop of the very first number was lost
        if started is not None and len(notes) < _MOST_NOTES:
            number, words = started
            if notes and line[0].score < _NO_EVIDENCE:
                number = notes[-1][0] + 1
            current = words
            notes.append((number, words))
        elif (is_signature_label(text) and len(line) > 1) or is_signed(line):
            signing = True
            current = None
        elif current is not None and not signing:
            current.extend(line)
    cells = [
        make_cell("footnote", "footnote", words, "footnotes", number) for number, words in _renumbered(notes) if words
    ]
    if remarks:
        cells.append(make_cell("remarks", "remarks", remarks))
    return tuple(cells)


def is_heading(text: str) -> bool:
    """Explanation of Responses: (also garbled)."""
    folded = letters(text)
    return (
        fuzz.ratio(folded, "explanationofresponses") >= 75
        or fuzz.ratio(folded, "explanationofresponsescontinued") >= 80
    )


def remarks_start(line: Line) -> int | None:
    """How many words "Remarks:" takes at the start of the line; None when it does not start so."""
    first = line[0].text
    if (
        letters(first).startswith("remark")
        and len(letters(first)) <= 7
        and (":" in first or len(line) == 1 or line[1].text == ":")
    ):
        return 2 if len(line) > 1 and line[1].text == ":" else 1
    return None


def begins_note(line: Line) -> bool:
    """Whether a line begins like a note: "(1) …", "1. …"."""
    return len(line) > 2 and _note_start(line, 99, after_remarks=False) is not None


def _starts_form_note(line: Line) -> bool:
    """The form's own notes are marked * and **."""
    first = line[0].text.strip("-•") or (line[1].text if len(line) > 1 else "")
    head = letters(_text(line))[:24]
    return bool(re.match(r"[*+]{1,2}\Z", first)) and (
        max(fuzz.ratio(head, start) for start in ("iftheformisfiledbymoreth", "intentionalmisstatementso")) >= 60
    )


def _note_start(line: Line, expected: int, after_remarks: bool) -> tuple[int, list[Word]] | None:
    words = list(line)
    if len(words) > 1 and (words[0].text in {"-", "•", "*", "·", "–"} or _is_speck(words[0].text)):
        words = words[1:]
    if len(words) > 2 and words[1].text == "." and re.fullmatch(r"[0-9lI]{1,2}[.)]?", words[0].text):
        # the stop came off the number ("2 .", "3. .")
        number = int(words[0].text.strip(".)").translate(_DIGITS))
        if number and (number <= expected + 1 or not after_remarks):
            return number, words[2:]
    if len(words) > 2 and words[0].text == "." and words[1].text[:1].isupper():
        return expected, words[1:]  # only the stop is left of the number
    first = words[0]
    text = latin(first.text)
    if text in {"(", "["} and len(words) > 2 and re.match(r"[0-9lI]{1,2}[)\]]", words[1].text):
        text, words = text + words[1].text, [words[1], *words[1:]]
        first = words[0]
        return int(re.sub(r"\D", "", text.translate(_DIGITS)) or 0), words[2:]
    found = _NOTE.match(text)
    if found and (found.end() == len(text) or text[found.end() - 1] in ")]}"):
        number = int(found[1].translate(_DIGITS))
        rest = words[1:]
        if found.end() < len(text):
            rest = [cut(first, found.end(), len(first.text)), *rest]
        return (number, rest) if number else None
    if _NOTE_GARBLED.match(text) and expected > 1 and len(words) > 2 and words[1].text[:1].isupper():
        return expected, words[1:]  # "(2)" read "Q)"
    found = _NOTE_DOT.match(text)
    if found and len(words) > 1:
        number = int(found[1].translate(_DIGITS))
        if number and (number <= expected + 1 or not after_remarks):
            return number, words[1:]
    return None


def _is_speck(text: str) -> bool:
    """What OCR makes of a ruling's end or of dirt in the margin."""
    return text in {"'", "\u2018", "\u2019", "`", "|", "\u2014", "_", "~", "°", "\\"}


def _ruined_start(line: Line, expected: int) -> tuple[int, list[Word]] | None:
    """A note whose number cannot be read: a scrap of one in front of a sentence ("(- The units", "-3. Each unit")."""
    if len(line) < 3 or not line[1].text[:1].isupper():
        return None
    scrap = line[0].text
    plain = scrap.isalpha() or len(scrap) > 4 or scrap in {"*", "**", "-", "\u2022"} or scrap[:1] == "$"
    return None if plain else (expected, list(line[1:]))


def _renumbered(notes: Sequence[tuple[int, list[Word]]]) -> list[tuple[int, list[Word]]]:
    """Notes count 1, 2, 3 …: a number out of order that its neighbours contradict takes the number of its place."""
    out: list[tuple[int, list[Word]]] = []
    for index, (number, words) in enumerate(notes):
        expected = out[-1][0] + 1 if out else 1
        following = notes[index + 1][0] if index + 1 < len(notes) else None
        wrong = number != expected and (number < expected or following is None or following <= number)
        ends = following is None and number > expected
        out.append((expected if wrong and not ends else number, words))
    return out


# ---------------------------------------------------------------------------------------------- signatures


def is_signed(line: Line) -> bool:
    """Has a "/s/" (or its ruins), as a signature line does."""
    return any(_SIGNED.match(word.text) for word in line[:3])


def date_at(line: Line) -> tuple[int, int] | None:
    """The date that ends the line, as (first word, last word + 1); dates inside a trust's name do not count."""
    for end in range(len(line), max(len(line) - 3, 0), -1):
        word = line[end - 1]
        if date_likeness(word.text) >= 0.5 and not _in_a_name(line, end - 1):
            return end - 1, end
        if end >= 3 and re.match(r"\d{4}\Z", letters(word.text)) and is_month_name(line[end - 3].text):
            return end - 3, end
    return None


def _in_a_name(line: Line, at: int) -> bool:
    """A trust's date: "u/a/d 01/18/2010", "dated as of 3/4/1999"."""
    before = letters(line[at - 1].text) if at else ""
    return before in {"uad", "dated", "dtd", "ua", "ud", "utd"} or (
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

    for line in lines:
        text = _text(line)
        if not letters(text) or is_boilerplate(text):
            continue
        if is_signature_label(text):
            if name or date:
                close()
            continue
        words = [word for word in line if not re.fullmatch(r"[|_*=~\-–—]+", word.text)]
        words = _without_labels(words)
        if not words or _is_dirt(words):
            continue
        at = date_at(words)
        before = words[: at[0]] if at else words
        if (date and at is not None) or (is_signed(words) and _has_signed(name)):
            close()  # one date and one hand to a signature: this is the next one
        name.extend(before)
        if at:
            date.extend(words[at[0] : at[1]])
    close()
    cells = []
    for row, (who, when) in enumerate((signer for signer in signers if signer[0] or signer[1]), start=1):
        if who:
            cells.append(make_cell("signatureName", "signature", who, "ownerSignature", row))
        if when:
            cells.append(make_cell("signatureDate", "date", when, "ownerSignature", row))
    return tuple(cells)


def _has_signed(name: Line) -> bool:
    """Whether a name has its "/s/": an entity's ("ELM FAMILY LIMITED PARTNERSHIP, By:") still waits for it."""
    return any(_SIGNED.match(word.text) for word in name) and letters(name[-1].text) != "by"


def _is_dirt(words: Line) -> bool:
    """A line of one or two small letters: no name goes on so, but for "jr" and "ii"."""
    folded = letters(words[0].text)
    small = len(words) == 1 and len(folded) <= 2 and words[0].text.strip(".,").islower()
    return small and folded not in {"jr", "sr", "ii", "iv", "md"}


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
