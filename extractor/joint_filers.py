"""The owners of continuation pages ("Joint Filer Information"): lines of `Word` in, cells out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from rapidfuzz import fuzz

from extractor.boxes import Line, cut, make_cell, owner_cells, trimmed
from extractor.records import Cell, Word
from extractor.shapes import letters

_ROLES = {
    "director": "isDirector", "officer": "isOfficer", "other": "isOther", "owner": "isTenPercentOwner",
}  # fmt: skip
_HEADINGS = ("jointfiler", "additionalreportingperson", "additionalfiler")
_HEADING = 60  # letters of a heading at most
_ALIKE = 75  # similarity (0-100) from which a word is a role's; "owner" and "other" are less alike
_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")
_ROLE_WORDS = 3  # of a line that is all relationship
_KEYS = ("name", "address", "relationship", "designatedfiler", "issuer", "date", "signature")


def is_joint_heading(folded: str) -> bool:
    """Whether a line (folded to letters) is the heading of such pages, and not a sentence about them ("… Joint Filer
    Information, incorporated herein by reference.")."""
    return folded.startswith(_HEADINGS) and len(folded) < _HEADING and "incorporated" not in folded


def joint_filer_cells(lines: Sequence[Line], first_row: int, known: Sequence[Cell] = ()) -> tuple[Cell, ...]:
    """ "Joint Filer Information" pages ("Name: … Address: … Relationship: …"): owner cells, rows from `first_row`.
    Among the cells `known` the first owner's street is the one they mostly share."""
    boxed = (cell for cell in known if cell.row == 1 and cell.field == "reportingOwnerAddress/rptOwnerStreet1")
    street = next(("".join(letters(word.text) for word in cell.words) for cell in boxed), "")
    people: list[dict[str, list[list[Word]]]] = []
    key = ""
    for line in lines:
        if not line:
            continue
        found = _key(line)
        if found is not None:
            key, rest = found
            if key == "name":
                people.append({})
            if people and rest:
                people[-1].setdefault(key, []).append(rest)
        elif people and _is_ten_percent(line):
            key = "relationship"  # the word itself was lost
            people[-1].setdefault(key, []).append(list(line))
        elif people and key:
            people[-1].setdefault(key, []).append(list(line))
    cells: list[Cell] = []
    for row, person in enumerate((p for p in people if p.get("name")), start=first_row):
        cells.extend(owner_cells([*person["name"], [], *person.get("address", [])], row, "listed", street=street))
        for words in person.get("relationship", []):
            cells += _typed_titles(words, row)
            marks: dict[str, Word] = {}
            for word in _without_titles(words):
                if (role := _role(word)) is not None:
                    marks.setdefault(role, replace(word, text="X"))  # the word itself is the mark
            for role in ("isDirector", "isTenPercentOwner", "isOfficer", "isOther"):
                if role in marks:
                    field = f"reportingOwnerRelationship/{role}"
                    cells.append(make_cell(field, "checkbox", [marks[role]], "reportingOwner", row))
    return tuple(cells)


def _role(word: Word) -> str | None:
    """The relationship that a word tells of, however its figures were read ("16% Owner")."""
    said = letters(word.text)
    if "%" in word.text:
        return "isTenPercentOwner"
    best = max(_ROLES, key=lambda role: fuzz.ratio(said, role))
    return _ROLES[best] if fuzz.ratio(said, best) >= _ALIKE else None


def _is_ten_percent(line: Line) -> bool:
    """ "10% Owner", the word before it lost or run into it."""
    short = 2 <= len(line) <= _ROLE_WORDS
    return short and "%" in line[-2].text and _role(line[-1]) == "isTenPercentOwner"


def _title_places(words: Sequence[Word]) -> list[tuple[int, int]]:
    """[first, end) of the words in parentheses, one after the other: "Officer (SVP), Other (Trustee)"."""
    places: list[tuple[int, int]] = []
    at = 0
    while (opened := next((i for i in range(at, len(words)) if words[i].text.startswith(_OPEN)), None)) is not None:
        depths = accumulate(_opened(word) for word in words[opened:])
        ends = [i for i, depth in enumerate(depths, opened) if depth <= 0]
        behind = [i for i in range(len(words) - 1, opened - 1, -1) if words[i].text.rstrip(",;")[-1:] in _CLOSE]
        at = [*ends[:1], *behind[:1], len(words) - 1][0] + 1
        places.append((opened, at))
    return places


def _opened(word: Word) -> int:
    """How many brackets a word opens more than it closes."""
    return sum((char in _OPEN) - (char in _CLOSE) for char in word.text)


def _without_titles(words: Sequence[Word]) -> Sequence[Word]:
    """What stands outside the parentheses: "Other (Advisory Director)" is no director."""
    inside = {at for opened, end in _title_places(words) for at in range(opened, end)}
    return [word for at, word in enumerate(words) if at not in inside]


def _typed_titles(words: Sequence[Word], row: int) -> list[Cell]:
    """The titles typed in parentheses after "Officer" or "Other": "Director; Officer (EVP & CFO)"."""
    cells = []
    for opened, end in _title_places(words):
        if opened:
            title = _unwrapped([*words[opened : end - 1], trimmed(words[end - 1], ",;")])
            field = "otherText" if _role(words[opened - 1]) == "isOther" else "officerTitle"
            cells.append(make_cell(f"reportingOwnerRelationship/{field}", "text", title, "reportingOwner", row))
    return cells


def _unwrapped(words: Sequence[Word]) -> list[Word]:
    """Without the parentheses around the whole; "13(d)" within keeps its own."""
    first, *others = words
    if first.text[0] in "([{":
        first = cut(first, 1, len(first.text))
    *before, last = first, *others
    if sum(sign in ")]}" for sign in last.text) > sum(sign in "([{" for sign in last.text) and last.text[-1] in ")]}":
        last = cut(last, 0, len(last.text) - 1)
    return [word for word in (*before, last) if word.text]


def _key(line: Line) -> tuple[str, list[Word]] | None:
    """ "Name:", "Name of Joint Filer:", "Address of …:", "Relationship … to Issuer:" at the start of a line; the colon
    of a key in one word may be read as a semicolon."""
    first = letters(line[0].text)
    best = max(_KEYS, key=lambda key: fuzz.ratio(first, key))
    likeness = fuzz.ratio(first, best)
    if line[0].text.endswith(";") and likeness >= _ALIKE:
        return best, list(line[1:])
    colon = next((at for at, word in enumerate(line[:8]) if word.text.endswith(":")), None)
    if colon is None:
        return None
    if likeness < 70:
        return "other", list(line[colon + 1 :])
    return best, list(line[colon + 1 :])
