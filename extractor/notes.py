"""What stands below the tables: explanations of responses and remarks.

Lines of `Word` in, cells out, like extractor/boxes.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from rapidfuzz import fuzz

from extractor.boxes import cut, make_cell
from extractor.printed import goes_on_boilerplate, is_boilerplate, is_empty_form, is_heading, is_signature_label
from extractor.records import Cell, Word
from extractor.shapes import latin, letters
from extractor.signatures import is_signed

Line = Sequence[Word]

_NOTE = re.compile(r"[\-•*·]?\s*[\[({]\s*([0-9lIiOoSsBzZ]{1,2})\s*[\])}]?\.?")
_NOTE_GARBLED = re.compile(r"[({\[]?[QGBSZIO©®@&?¢%][)}\]]\Z")
_NOTE_CLOSED = re.compile(r"[^\s([{]{1,3}[)}\]]\Z")
_BRACKETED = re.compile(r"[(\[](\d{1,2})[)\]]\Z")
_NOTE_DOT = re.compile(r"([0-9lI]{1,2})[.)]\Z")
_DOUBTED = 0.6  # an engine's score below which a sign or two are dirt
_FEW, _SHORT, _SCRAP = 4, 5, 3  # words, letters of each, letters of all behind a note that may be dirt
_NO_EVIDENCE = 0.3  # an engine's score below which a number only tells that there is one
_STROKES, _LIKE_REMARKS = 2, 70  # strokes before "Remarks:"; likeness of the word alone on its line, 0 to 100
_CLOSED = re.compile(r"\([A-Z]{2,3}\)\Z")
_LAST_WORD = re.compile(r"[(\"']?(?:[a-z]{3,}|[\d,./-]+\d)\)?\.")
"""A state in brackets, behind an entity's name: "(DE)"; no sentence ends with it."""
_MOST_NOTES = 99  # EDGAR's limit: what follows belongs to the last one
_DIGITS = str.maketrans("lIiOoSsBzZ", "1110055822")


def _text(line: Line) -> str:
    return " ".join(word.text for word in line)


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
    printed = Counter(started[0] for line in lines if line and (started := _note_start(line, 0, after_remarks=False)))
    ended, headed, formal, signing = True, False, False, False
    margin = min((line[0].box.x0 for line in lines if len(line) > 2), default=0.0)
    for index, line in enumerate(lines):
        text = _text(line)
        if not line or not letters(text) or _is_dirt(line, margin):
            continue
        if is_heading(text):
            ended, headed, signing = True, True, False
            continue
        within = current is not None and not ended
        empty = remarks is None and text[0].isalpha() and is_empty_form(text)
        if empty or (formal and goes_on_boilerplate(text)) or _is_print(line, within):
            current = None
            ended = formal = True
            continue
        formal = False
        rest = remarks_start(line)
        if rest is not None:
            current = remarks = list(line[rest:])
            signing = False
            continue
        started = _note_start(line, len(notes) + 1, after_remarks=remarks is not None)
        if started is None and index in paragraphs and notes and current is notes[-1][1] and not signing:
            started = (len(notes) + 1, _without_scrap(line)) if _says_something(line) else None
        if started is None and ended and not signing and remarks is None and len(notes) + 1 not in printed:
            started = _ruined_start(line, len(notes) + 1)
        if started is None and headed and not notes and not signing and remarks is None and 1 not in printed:
            started = (1, _without_scrap(line)) if _is_prose(line) and not is_signature_label(text) else None
        if within and started is not None and _goes_on(started, line, len(notes) + 1, printed):
            started = None  # "described in footnote", "(2) above"
        ended = line[-1].text[-1] in ".)!?;:\"'" and not _CLOSED.search(line[-1].text)
        if started is None and remarks is None and not signing:
            started = _worn_start(line, len(notes) + 1, printed)
        if started is not None and _is_empty(started[1]):
            continue
        if started is not None and len(notes) < _MOST_NOTES:
            (number, current), signing = started, False
            unread = notes and line[0].score < _NO_EVIDENCE
            notes.append((notes[-1][0] + 1 if unread else number, current))
        elif is_signed(line) or is_signature_label(text, _text(lines[index - 1]) if index else ""):
            signing = True
            current = None
        elif current is not None and not signing:
            current.extend(line)
    whole = [(number, _without_dirt(_from_its_first_word(words))) for number, words in _renumbered(notes)]
    cells = [make_cell("footnote", "footnote", words, "footnotes", number) for number, words in whole if words]
    return (*cells, *([make_cell("remarks", "remarks", remarks)] if remarks else []))


def remarks_start(line: Line) -> int | None:
    """How many words "Remarks:" takes at the start of the line; None when it does not start so."""
    at = next((at for at, word in enumerate(line) if letters(word.text)), len(line) - 1)
    if at > _STROKES:
        return None
    first, rest = line[at].text, line[at + 1 :]
    folded = letters(first)
    if folded.startswith("remark") and len(folded) <= 7 and (":" in first or not rest or rest[0].text == ":"):
        return at + 2 if rest and rest[0].text == ":" else at + 1
    alone = not rest and first.rstrip("_~-")[-1:] in {":", ";"}
    alike = fuzz.ratio(folded.replace("rn", "m"), "remarks") >= _LIKE_REMARKS
    return at + 1 if alone and abs(len(folded) - 7) <= 1 and alike else None


def _goes_on(started: tuple[int, list[Word]], line: Line, expected: int, printed: Mapping[int, int]) -> bool:
    """Whether a line whose first words look like the number of a note goes on with the sentence above it: a number in
    brackets, and nothing or a small letter behind it, that a note has already or begins another line, or a small letter
    behind one that is not the next ("in twelve / (12) equal installments")."""
    number, words = started
    if not line[0].text.startswith(("(", "[")):
        return False
    begins, told = (bool(words) and test(words[0].text[:1]) for test in (str.isupper, str.islower))
    return not begins and (number < expected or printed.get(number, 0) > 1 or (told and number > expected))


def begins_note(line: Line) -> bool:
    """Whether a line begins like a note: "(1) …", "1. …"."""
    return len(line) > 2 and _note_start(line, 99, after_remarks=False) is not None


def _is_print(line: Line, within: bool) -> bool:
    """Whether a line is one of the form's sentences or begins one; `within` a sentence of a note, small letters go on
    with that, be they words of the form."""
    text = _text(line)
    return (is_boilerplate(text) and not (within and text[0].islower())) or _starts_form_note(line)


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
    if len(words) > 2 and _is_sign(words[0].text) and (numbered := _BRACKETED.match(words[1].text)):
        words = words[1:] if int(numbered[1]) in {expected, expected + 1} else words
    if len(words) > 2 and words[1].text == "." and re.fullmatch(r"[0-9lI]{1,2}[.)]?", words[0].text):
        # the stop came off the number ("2 .", "3. .")
        number = int(words[0].text.strip(".)").translate(_DIGITS))
        if number and (number <= expected + 1 or not after_remarks):
            return number, words[2:]
    if len(words) > 2 and words[0].text == "." and words[1].text[:1].isupper():
        return expected, words[1:]  # only the stop is left of the number
    first = words[0]
    text = latin(first.text)
    if text in {"(", "["} and len(words) > 2 and (torn := re.match(r"([0-9lI]{1,2})[)\]]", words[1].text)):
        number, rest = int(torn[1].translate(_DIGITS)), words[2:]
        if torn.end() < len(words[1].text):
            rest = [cut(words[1], torn.end(), len(words[1].text)), *rest]
        return (number, rest) if number else None
    found = _NOTE.match(text)
    if found and (found.end() == len(text) or text[found.end() - 1] in ")]}"):
        number = int(found[1].translate(_DIGITS))
        rest = words[1:]
        if found.end() < len(text):
            rest = [cut(first, found.end(), len(first.text)), *rest]
        return (number, rest) if number else None
    if _NOTE_CLOSED.match(text) and str(expected) in text and len(words) > 2:
        return expected, words[1:]  # "(3)" read "G3)"
    if _NOTE_GARBLED.match(text) and expected > 1 and len(words) > 2 and words[1].text[:1].isupper():
        return expected, words[1:]  # "(2)" read "Q)"
    found = _NOTE_DOT.match(text)
    if found and len(words) > 1:
        number = int(found[1].translate(_DIGITS))
        if number and (number <= expected + 1 or not after_remarks):
            return number, words[1:]
    return None


def _is_dirt(line: Line, margin: float) -> bool:
    """A line of one or two signs that an engine doubts, or that stands out into the margin."""
    word = line[0]
    out = word.box.x0 < margin - 2 * word.box.height
    small = len(line) == 1 and len(word.text) <= 2 and (word.score < _DOUBTED or out)
    return small or re.fullmatch(r"\d{1,2} \.", _text(line)) is not None


def _worn_start(line: Line, expected: int, printed: Collection[int]) -> tuple[int, list[Word]] | None:
    """A note whose number lost its full stop, or shows a comma for it, a scrap of dirt in front of it or not; the very
    first one even before a small letter."""
    words = list(line)
    if len(words) > 3 and _is_sign(words[0].text) and words[0].text not in "$*":
        words = words[1:]
    if len(words) < 2 or not re.fullmatch(rf"{expected}[.,;:]?", words[0].text):
        return None
    if expected == 1 or (len(words) > 2 and words[1].text[:1].isupper() and expected not in printed):
        return expected, words[1:]
    return None


def _is_prose(line: Line) -> bool:
    """A sentence or its beginning, not a stamp or a scrawl."""
    text = _text(line)
    sure = sum(word.score for word in line) / len(line)
    return len(line) > 2 and len(letters(text)) > 11 and any(c.islower() for c in text) and sure >= _DOUBTED


def _is_empty(note: Line) -> bool:
    """Whether signs alone stand behind a number ("2. ."), as specks of the margin do."""
    return bool(note) and not letters(_text(note))


def _says_something(line: Line) -> bool:
    """Whether a line without a number may begin a note: a sign or two, or what no engine could read, is dirt."""
    return len(letters(_text(line))) > _SCRAP and sum(word.score for word in line) / len(line) >= _NO_EVIDENCE


def _without_scrap(line: Line) -> list[Word]:
    """The line without a number, read or not, in front of its first word."""
    words = list(line)
    if len(words) > 2 and (words[1].text[:1].isupper() or not letters(words[1].text)):
        mark = words[0].text
        word = mark.isalpha() and (len(mark) > 2 or (mark[0].isupper() and (len(mark) == 2 or mark in "AI")))
        if not word and len(mark) < 5 and mark[0] not in "$\"'\u201c":
            return words[1:]
    return words


def _from_its_first_word(words: list[Word]) -> list[Word]:
    """A note without the signs between its number and its text."""
    start = next((at for at, word in enumerate(words) if letters(word.text) or len(word.text) > 1), 0)
    return words[start:]


def _without_dirt(words: list[Word]) -> list[Word]:
    """A note without what stands behind its last full stop, where that is no sentence: a lone stroke, a few short words
    that an engine doubts, longer ones that it could not read, one with a comma behind it. A stop behind a capitalised
    word ("Inc.") ends no sentence."""
    if len(words) > 2 and re.fullmatch(r"[b-z][.,]?|[»«|~°=_]+", words[-1].text):
        words = words[:-1]
    stops = [at for at, word in enumerate(words) if _LAST_WORD.fullmatch(word.text)]
    rest = words[stops[-1] + 1 :] if stops else []
    if not 0 < len(rest) <= _FEW or rest[-1].text.endswith(".") or any(
        len(word.text) > _SHORT and word.score >= _NO_EVIDENCE for word in rest
    ):
        return words
    doubted = min(word.score for word in rest) < _DOUBTED or sum(len(word.text) for word in rest) < _SCRAP
    doubted = doubted or (len(rest) == 1 and rest[0].text.endswith(","))
    return words[: stops[-1] + 1] if doubted else words


def _is_speck(text: str) -> bool:
    """What OCR makes of a ruling's end or of dirt in the margin."""
    return text in {"'", "\u2018", "\u2019", "`", "|", "\u2014", "_", "~", "°", "\\"}


def _is_sign(text: str) -> bool:
    """One sign that is neither a letter nor a figure."""
    return len(text) == 1 and not text.isalnum()


def _ruined_start(line: Line, expected: int) -> tuple[int, list[Word]] | None:
    """A note whose number cannot be read: a scrap of one in front of a sentence ("(- The units", "-3. Each unit")."""
    if len(line) < 3 or not line[1].text.lstrip("'\u2018\u2019")[:1].isupper():
        return None
    scrap = line[0].text
    word = scrap.isalpha() and (len(scrap) > 1 or scrap.isupper())
    plain = word or len(scrap) > 4 or scrap in {"*", "**", "-", "\u2022"} or scrap[:1] == "$"
    entity = len(scrap) == 4 and scrap[:-1].isalpha()  # "LLC."
    return None if plain or entity else (expected, list(line[1:]))


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
