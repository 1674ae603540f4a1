"""The check boxes of the form's head: which mark belongs to which label, and the titles typed beneath.

Like extractor/boxes.py: lines of `Word` in, cells out, on scans and dumps alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.boxes import Line, cut, make_cell
from extractor.records import Cell, Word
from extractor.shapes import is_check, latin, letters, word_set
from models.geometry import Box

_RELATION_NOISE = word_set(
    "owner give title below specify check all applicable issuer relationship of reporting person persons to "
    "tile fitle titlebelow describe text title5 10owner percent"
)
_MARK_EDGES = re.compile(r"[_\-—–]*[\[(☐☒]?[_—–]*[xXХх✓]?[_—–]+[\])]?|[\[(]\s*[xXХх✓]?\s*[\])]|[☐☒☑✓✔]")


_TEN_LEFT = re.compile(r"(?=[^\d%]*[\d%])[\d%.\-]{1,4}")
_LIKE_OWNER = 80  # likeness (0-100) of a garbled "Owner"
_LINE = re.compile(r"[_\-—–]+")


def _pieces(line: Line) -> list[Word]:
    """The words of a line with glued marks cut off: "_X_DirectorX_10%" → "_X_", "Director", "X_", "10%"; "(" "X" ")"
    becomes one mark."""
    out: list[Word] = []
    for word in line:
        start = 0
        text = word.text
        for found in _MARK_EDGES.finditer(text):
            if found.start() > start:
                out.append(cut(word, start, found.start()))
            out.append(cut(word, found.start(), found.end()))
            start = found.end()
        if start < len(text):
            out.append(cut(word, start, len(text)))
    return _with_lost_ten(_rejoined(_unglued(out)))


def _unglued(words: Iterable[Word]) -> Iterable[Word]:
    for word in words:
        folded = latin(word.text)
        if "X" not in folded and ")" not in folded:
            yield word
        elif re.match(r"[X][DO1][a-z0-9]", folded):  # XDirector, XOfficer: the blanks around the X are gone
            yield cut(word, 0, 1)
            yield cut(word, 1, len(word.text))
        elif re.search(r"[a-z]X\Z", folded):  # DirectorX
            yield cut(word, 0, len(word.text) - 1)
            yield cut(word, len(word.text) - 1, len(word.text))
        elif glued := re.search(r"[a-z]\)(?=[A-Z])", folded):  # below)Other
            yield cut(word, 0, glued.end())
            yield cut(word, glued.end(), len(word.text))
        else:
            yield word


def _with_lost_ten(words: Sequence[Word]) -> list[Word]:
    """ "% Owner", "0 Owner" and "1-% O-ner" are what is left of "10% Owner"."""
    out = list(words)
    for at, (word, following) in enumerate(pairwise(words)):
        if _TEN_LEFT.fullmatch(word.text) and fuzz.ratio(letters(following.text), "owner") >= _LIKE_OWNER:
            known = letters(following.text) == "owner"
            out[at : at + 2] = [replace(word, text="10%"), following if known else replace(following, text="Owner")]
    return out


def _rejoined(words: Iterable[Word]) -> list[Word]:
    out: list[Word] = []
    for word in words:
        previous = out[-1].text if out else ""
        if (
            out
            and previous in {"[", "(", "[X", "(X", "[x", "(x"}
            and word.text[:1] in {"x", "X", "]", ")", "Х"}
            and len(word.text) <= 2
        ):
            last = out[-1]
            span = (last.span[0], word.span[1]) if last.span and word.span else None
            out[-1] = replace(last, text=previous + word.text, box=Box.around((last.box, word.box)), span=span)
        elif previous in {"x", "X"} and _LINE.fullmatch(word.text):  # "x __": a cross on the line of its label
            continue
        else:
            out.append(word)
    return out


def _relation(piece: str) -> str | None:
    text = letters(piece)
    if (text.startswith(("10", "1o", "io", "l0")) and ("%" in piece or text.endswith(("owner", "ovvner")))) or (
        "%" in piece and re.match(r"\W*\d\d%", piece)
    ):
        return "isTenPercentOwner"
    if len(text) < 4:
        return None
    best = max(("director", "officer", "other"), key=lambda label: fuzz.ratio(text, label))
    if best == "other" and text in {"owner"}:
        return None
    return (
        {"director": "isDirector", "officer": "isOfficer", "other": "isOther"}[best]
        if fuzz.ratio(text, best) >= 78
        else None
    )


def relationship_cells(lines_with_labels: Sequence[Line], row: int) -> tuple[Cell, ...]:
    """Box "Relationship of Reporting Person(s) to Issuer", labels included (they tell which mark is whose).

    One check-box cell per label found (no words: the box is empty), and what was typed beneath as officer title and/or
    other text.
    """
    rows = [part for line in lines_with_labels for part in _parted(_own(_pieces(line)))]
    _carry_marks(rows)
    marks: dict[str, Word | None] = {}
    typed: list[list[Word]] = []
    waiting: list[tuple[str, Word]] = []  # labels whose mark may stand on the next line, beside "below)"
    for whole in rows:
        pieces = _after_a_wrapped_label(whole, waiting, marks)
        labels = [
            (at, name)
            for at, piece in enumerate(pieces)
            if (name := _relation(piece.text)) and not _in_prose(pieces, at)
        ]
        if labels and (len(labels) > 1 or _is_label_line(pieces)) and not _goes_on(pieces, labels, typed, marks):
            _attach_marks(pieces, labels, marks, waiting)
            continue
        if waiting and any(_near(piece.text, "below") for piece in pieces):
            leftover = _marks_below(pieces, waiting, marks)
            waiting = []
        else:
            leftover = pieces
        text = _without_noise(leftover, bool(typed))
        if text:
            typed.append(text)
    cells = [
        make_cell(f"reportingOwnerRelationship/{name}", "checkbox", [mark] if mark else [], "reportingOwner", row)
        for name, mark in marks.items()
    ]
    return (*cells, *_title_cells(typed, marks, row))


def _own(pieces: list[Word]) -> list[Word]:
    """Without what is printed for all the boxes ("(Check all applicable)", however garbled) and without the options of
    the next box ("Form filed by …") or a lone speck."""
    filed = next((at for at, piece in enumerate(pieces) if _near(piece.text, "filed")), None)
    if filed and _near(pieces[filed - 1].text, "form"):
        pieces = pieces[: filed - 1]
    for at in range(len(pieces) - 2):
        together = "".join(letters(piece.text) for piece in pieces[at : at + 3])
        if fuzz.ratio(together, "checkallapplicable") >= 75:
            pieces = pieces[:at] + pieces[at + 3 :]
            break
    return [piece for piece in pieces if piece.text not in {"i", "j", "l", "."}]


def _carry_marks(rows: list[list[Word]]) -> None:
    """A mark at the end of a line whose label wrapped to the next: "(give title below) X" over "Other (specify"."""
    for row, following in pairwise(rows):
        left_over = len(row) > 1 and is_check(row[-1].text) is not None and _near(row[-2].text, "below")
        if left_over and following and _relation(following[0].text):
            following.insert(0, row.pop())


def _parted(pieces: list[Word]) -> list[list[Word]]:
    """The printed boxes, and what was typed below them where all of it stands in one line."""
    specify = next((at for at, piece in enumerate(pieces) if _near(piece.text, "specify")), len(pieces))
    end = next((at + 1 for at in range(specify, len(pieces)) if _near(pieces[at].text, "below")), len(pieces))
    return [part for part in (pieces[:end], pieces[end:]) if part]


def _goes_on(
    pieces: Sequence[Word],
    labels: Sequence[tuple[int, str]],
    typed: Sequence[Sequence[Word]],
    marks: dict[str, Word | None],
) -> bool:
    """ "Director" below "Vice Chairman / Advisory" is the end of a title, not the box again."""
    said = pieces[labels[0][0]].text.rstrip(",")
    alone = len(pieces) <= 2 and len(labels) == 1 and labels[0][1] in marks and said.isalpha()
    return bool(typed) and alone and not any(is_check(piece.text) is not None for piece in pieces)


def _without_noise(pieces: Sequence[Word], going_on: bool) -> list[Word]:
    """What was typed, without pieces of the printed labels. "owner" and "below" are also the ends of typed texts
    ("Former 10% owner", "See explanation below"); `going_on`: a typed line stands above."""
    out: list[Word] = []
    for piece in pieces:
        if (
            not _is_relation_noise(piece)
            or (piece.text in {"owner", "below"} and out)
            or (going_on and _relation(piece.text) and piece.text.isalpha())
        ):
            out.append(piece)
    return out


def _in_prose(pieces: Sequence[Word], at: int) -> bool:
    """ "Chief Operating Officer", "Director of Sales": a title, not a label."""
    if any(_near(piece.text, word) for piece in pieces for word in ("give", "specify")):
        return False
    before = pieces[at - 1].text if at else ""
    after = pieces[at + 1].text if at + 1 < len(pieces) else ""
    return (
        len(letters(before)) > 2
        and is_check(before) is None
        and _relation(before) is None
        and not _near(before, "owner")
        and letters(before) not in _RELATION_NOISE
    ) or letters(after) == "of"


def _near(text: str, word: str) -> bool:
    return fuzz.ratio(letters(text), word) >= 75


def _is_label_line(pieces: Sequence[Word]) -> bool:
    others = [p for p in pieces if _relation(p.text) is None and is_check(p.text) is None and not _is_relation_noise(p)]
    return len(others) <= 1


def _is_relation_noise(piece: Word) -> bool:
    text = letters(piece.text)
    if text in {"of", "the", "to"}:
        return False
    if piece.text == "Line)":  # "(Check Applicable" / "Line)"
        return True
    if not text:
        return piece.text not in {"&", "/", ",", "-", "–"}
    if is_check(piece.text) is not None and len(text) <= 1:
        return True
    if piece.text[0] in "([{" and len(text) >= 4 and fuzz.ratio(text, "check") >= 75:
        return True
    if len(text) >= 4 and (piece.text[0] in "([{") != (piece.text[-1] in ")]}") and _resembles_option(text):
        return True
    return text in _RELATION_NOISE or any(
        fuzz.ratio(text, word) >= 84 for word in ("applicable", "specify", "below", "relationship", "filingcheck")
    )


def _resembles_option(text: str) -> bool:
    """A piece of "(give title below)", "(specify below)": a lone bracket makes a misread one likely enough."""
    return max(fuzz.ratio(text, word) for word in ("below", "specify", "give")) >= 70


def _attach_marks(
    pieces: Sequence[Word],
    labels: Sequence[tuple[int, str]],
    marks: dict[str, Word | None],
    waiting: list[tuple[str, Word]],
) -> None:
    first, last = labels[0][0], labels[-1][0]
    before_first = any(is_check(piece.text) is not None for piece in pieces[:first])
    after_last = [p for p in pieces[last + 1 :] if is_check(p.text) and letters(p.text)]
    trailing = bool(after_last) and not before_first and not any(_near(p.text, "below") for p in pieces[last + 1 :])
    for number, (at, name) in enumerate(labels):
        if trailing:
            end = labels[number + 1][0] if number + 1 < len(labels) else len(pieces)
            near = [p for p in pieces[at + 1 : end] if is_check(p.text) is not None]
        else:
            start = labels[number - 1][0] + 1 if number else 0
            near = [p for p in pieces[start:at] if is_check(p.text) is not None][-1:]
            if (
                not near
                and at > start
                and len(pieces[at - 1].text) <= 3
                and re.search(r"[xX\[\]]", pieces[at - 1].text)
            ):
                near = [pieces[at - 1]]
        mark = next((p for p in near if is_check(p.text) or re.search(r"[xX]", p.text)), None)
        if mark is not None or name not in marks:
            marks[name] = mark
        if mark is None and name in {"isOfficer", "isOther"} and not any(_near(p.text, "below") for p in pieces):
            waiting.append((name, pieces[at]))


def _marks_below(pieces: list[Word], waiting: Sequence[tuple[str, Word]], marks: dict[str, Word | None]) -> list[Word]:
    """ "Officer (give title" may have its mark one line lower, beside "below)": the nearest label above it by x."""
    leftover = []
    for piece in pieces:
        if is_check(piece.text) and letters(piece.text):
            name = min(waiting, key=lambda item: abs(item[1].box.x0 - piece.box.x0))[0]
            marks[name] = piece
        else:
            leftover.append(piece)
    return leftover


def _after_a_wrapped_label(
    pieces: list[Word], waiting: list[tuple[str, Word]], marks: dict[str, Word | None]
) -> list[Word]:
    """ "X below)  Other (specify below)": the mark is that of the "Officer (give title" above; what stands behind."""
    first = next((at for at, piece in enumerate(pieces) if _relation(piece.text)), len(pieces))
    end = next((at + 1 for at in range(first) if _near(pieces[at].text, "below")), 0)
    if not waiting or not end or first == len(pieces) or any(_near(p.text, "title") for p in pieces[:end]):
        return pieces
    _marks_below(pieces[:end], waiting, marks)
    waiting.clear()
    return pieces[end:]


def _title_cells(typed: Sequence[Sequence[Word]], marks: dict[str, Word | None], row: int) -> list[Cell]:
    words = [word for line in typed for word in line]
    if not words:
        return []
    title, other = "reportingOwnerRelationship/officerTitle", "reportingOwnerRelationship/otherText"
    officer, another = marks.get("isOfficer") is not None, marks.get("isOther") is not None
    slash = next((i for i, word in enumerate(words) if word.text == "/"), None)
    if officer and slash:
        # EDGAR prints both texts with a slash between them; without the other's mark the title may have it itself
        parts = (words[:slash], words[slash + 1 :]) if another else (words, [])
        return [
            make_cell(field, "text", part, "reportingOwner", row)
            for field, part in zip((title, other), parts, strict=True)
        ]
    return [make_cell(other if another and not officer else title, "text", words, "reportingOwner", row)]


def filers_cells(lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Box "Individual or Joint/Group Filing", labels included: a check-box cell for one and one for many."""
    marks: dict[str, Word | None] = {}
    for line in lines:
        pieces = _pieces(line)
        filed = [at for at, p in enumerate(pieces) if _near(p.text, "filed") or _near(p.text, "formfiled")]
        for number, at in enumerate(filed):
            end = filed[number + 1] - 1 if number + 1 < len(filed) else len(pieces)
            many = any(_near(p.text, "more") or _near(p.text, "than") for p in pieces[at : end + 1])
            one = any(_near(p.text, "one") for p in pieces[at:end])
            start = filed[number - 1] + 1 if number else 0
            near = [p for p in pieces[start:at] if is_check(p.text) and letters(p.text)]
            if many or one:
                name = "many" if many else "one"
                if near or name not in marks:
                    marks[name] = near[-1] if near else None
    return tuple(make_cell(f"groupFiling:{name}", "checkbox", [mark] if mark else []) for name, mark in marks.items())
