"""The compound boxes of the form's head: what stands in one printed box becomes the cells of its fields.

Works on lines of `Word` (reading order), knows neither pixels nor dumps, so both routes share it. Nothing is repaired
here: a cell carries the words as read; only the question *which* words belong to *which* field is answered. Where the
print itself is ambiguous the likeliest split is taken; a second print of the same data (Reporting Owners) is another
opinion of the same address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.records import Cell, Group, Kind, Word
from extractor.shapes import is_date, latin, letters, word_set
from extractor.states import COUNTRY_NAMES, is_state_code, is_state_name
from extractor.streets import (
    COMPANY_WORDS,
    ORDINAL,
    STREET_WORDS,
    Setting,
    is_care_of,
    starts_street,
    two_streets,
)
from models.geometry import Box

Line = Sequence[Word]

GUESSED = 0.4
"""Score of a word that stands where it does by a guess."""

_SAINTS = word_set("louis paul petersburg charles cloud joseph augustine george johns john helena albans clair")
_ZIPPISH = re.compile(r"[0-9OoIlSBZ|{$§]{5}(?:-[0-9OoIlSBZ|{$§]{4})?\Z")
US_ZIP = re.compile(r"\d{5}(?:-\d{4})?\Z")
_STATE_ZIP = re.compile(r"([A-Za-z]{3,}[.,])?([A-Z]{2})[.,'’‘`]?(?=\d{5}\b)")
_CITY_STATE = re.compile(r"[A-Za-z]{3,}[.,](?=[A-Z]{2}\Z)")
_RULES = "_-—–|~"
"""What the rest of a ruling line behind an address is read as: letters, signs."""
_POSTAL = re.compile(r"[A-Z0-9¥|\-]{2,8}\Z", re.IGNORECASE)


def make_cell(field: str, kind: Kind, words: Iterable[Word], group: Group = "", row: int = 0) -> Cell:
    """A cell around its words: box and page of a scan or grid, span from the first to the last character of a dump."""
    kept = tuple(words)
    spans = [word.span for word in kept if word.span is not None]
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Cell(
        field=field,
        kind=kind,
        group=group,
        row=row,
        words=kept,
        page=kept[0].page if kept else None,
        box=Box.around([word.box for word in kept]) if kept else None,
        span=(min(starts), max(ends)) if spans else None,
    )


def cut(word: Word, start: int, end: int) -> Word:
    """The part [start, end) of a word's text, with its share of the box and of the span (the whole span when the text
    is not the source's own characters)."""
    length = max(len(word.text), 1)
    x0, y0, x1, y1 = word.box
    box = Box(x0 + (x1 - x0) * start / length, y0, x0 + (x1 - x0) * end / length, y1)
    span = word.span
    if span is not None and span[1] - span[0] == len(word.text):
        span = (span[0] + start, span[0] + end)
    return Word(word.text[start:end], box, word.page, word.score, span, word.engine)


def trimmed(word: Word, characters: str) -> Word:
    """The word without the given characters at its ends."""
    text = word.text
    start, end = len(text) - len(text.lstrip(characters)), len(text.rstrip(characters))
    return word if (start, end) == (0, len(text)) else cut(word, start, max(start, end))


# ---------------------------------------------------------------------------------------------- name and address


def owner_cells(
    lines: Sequence[Line],
    row: int,
    setting: Setting | None = None,
    has_place: bool = True,
    has_name: bool = True,
    street: str = "",
) -> tuple[Cell, ...]:
    """Box 1 without its printed labels: name line(s), street line(s), city/state/zip. `row` numbers the owner (from 1).

    An empty line may stand where "(Last) (First) (Middle)" or "(Street)" was printed: the name ends at the first one.
    Everything in one line ("HOROWITZ COREY M 6 BROOKLAWN DRIVE WESTPORT, CT 06880") is split by how the words look.

    `setting` is how the streets stand; where nobody knows (None), the comma behind the city tells EDGAR's older
    printout, which joins them. `street`: the folded letters of street 1 as another print of the address has it. Streets
    that were parted by a guess have words of a low score, and both a cell.
    `has_place` False: city, state and ZIP stand elsewhere; `has_name` False: the name does.
    """
    lines = [_without_dirt(line) for line in _without_repeats(lines)]
    labelled = next((i for i, line in enumerate(lines) if not line and any(lines[:i])), None)
    body = [_parted(line) for line in lines if line]
    below_label = [not before for before, line in pairwise([[], *lines]) if line]  # the first stands below one, too
    if not body:
        return ()
    before_label = sum(1 for line in lines[:labelled] if line) if labelled is not None else None
    place = _find_place(body) if has_place else None
    place_line, rest = len(body), body
    city: list[Word] = []
    state: list[Word] = []
    postal: list[Word] = []
    if place is not None:
        place_line, at, width = place
        line = body[place_line]
        state, postal = line[at : at + width], [trimmed(word, "_") for word in line[at + width :]]
        city_from = _city_start(line[:at]) if place_line == 0 or len(body) == 1 else 0
        city = line[city_from:at]
        rest = body[:place_line] + ([line[:city_from]] if city_from else [])
        if not at and _is_plain(rest[-1]):  # "SAN" / "CA 94104" / "FRANCISCO": the state beside the middle of its city
            below = body[place_line + 1 : place_line + 2]
            city = [*rest.pop(), *(word for line in below if _is_plain(line) for word in line)]
        elif len(rest) > 2 and not city_from and not below_label[place_line] and _is_wrapped_city(rest):
            city = [*rest.pop(), *city]
    elif has_place and len(body) > 2 and sum(below_label) > 2 and below_label[-1]:
        *rest, city = body  # "ST. PETER PORT GY1 3JJ" above "(City)": a place without a state
    joined = bool(city) and city[-1].text.endswith(",")
    name, streets = _name_and_streets(rest, before_label) if has_name else ([], rest)
    likely: Setting = "lost" if len(body) == 1 else setting or ("joined" if joined else "own")
    first, second, sure = two_streets(streets, likely, street)
    guessed = not sure and setting is not None
    if guessed:
        first, second = ([replace(word, score=min(word.score, GUESSED)) for word in part] for part in (first, second))
    country = [word for word in postal if letters(word.text) in COUNTRY_NAMES]
    postal = [word for word in postal if word not in country]
    found: list[tuple[str, Kind, Sequence[Word]]] = [
        ("reportingOwnerId/rptOwnerName", "name", name),
        ("reportingOwnerAddress/rptOwnerStreet1", "street", _without_comma(first) if second else first),
        ("reportingOwnerAddress/rptOwnerStreet2", "street", second),
        ("reportingOwnerAddress/rptOwnerCity", "city", _without_comma(city)),
        ("reportingOwnerAddress/rptOwnerState", "state", _without_comma(state)),
        ("reportingOwnerAddress/rptOwnerZipCode", "zip", postal[:3]),
        ("reportingOwnerAddress/rptOwnerCountry", "text", country),
    ]
    return tuple(
        make_cell(field, kind, words, "reportingOwner", row)
        for field, kind, words in found
        if words or (guessed and kind == "street")
    )


def _without_dirt(line: Line) -> list[Word]:
    """The line without the rests of rules at its end, nor a lone sign behind a ZIP code."""
    kept = list(line)
    while kept and not kept[-1].text.strip(_RULES):
        kept.pop()
    if len(kept) > 2 and len(kept[-1].text) == 1 and US_ZIP.match(kept[-2].text):
        kept.pop()
    return [*kept[:-1], trimmed(kept[-1], _RULES)] if kept and kept[-1].text[0].isdigit() else kept


def _parted(line: Line) -> list[Word]:
    """The line's words, a state apart from what it was read with: "MA.02128", "DETROIT,MI48277", "YORK.NY 10005"."""
    out: list[Word] = []
    for word, following in pairwise([*line, None]):
        assert word is not None
        glued = _STATE_ZIP.match(word.text)
        if glued and is_state_code(glued[2]):
            ends = [0, *([glued.end(1)] if glued[1] else []), glued.end(), len(word.text)]
        elif following and US_ZIP.match(following.text) and (ahead := _CITY_STATE.match(word.text)):
            ends = [0, ahead.end(), len(word.text)]
        else:
            ends = [0, len(word.text)]
        pieces = [cut(word, start, end) for start, end in pairwise(ends)]
        out += [*(trimmed(piece, ".'’‘`") for piece in pieces[:-1]), pieces[-1]]
    return out


def _without_repeats(lines: Sequence[Line]) -> list[Line]:
    """A line read twice in a row (inside a table and above it) counts once."""
    out: list[Line] = []
    for line in lines:
        folded = "".join(letters(word.text) for word in line)
        if not (out and folded and fuzz.ratio(folded, "".join(letters(word.text) for word in out[-1])) >= 90):
            out.append(line)
    return out


def _without_comma(words: Sequence[Word]) -> Sequence[Word]:
    """The words without a comma at their end; a word that is nothing else falls away."""
    if not words:
        return words
    last = trimmed(words[-1], ",")
    return [*words[:-1], last] if last.text else words[:-1]


def _find_place(body: Sequence[Line]) -> tuple[int, int, int] | None:
    """Where the state stands: (line, first word, how many words), searched from the end; None when no line has one."""
    for index in range(len(body) - 1, -1, -1):
        line = body[index]
        for at in range(len(line) - 1, 0, -1):
            after = line[at + 1 :]
            comma = line[at - 1].text.endswith(",")
            code = latin(line[at].text).strip(".,")
            cared = not after and is_care_of(line[0].text)  # "C/O Falcon Management Co., LL", cut
            if is_state_code(code, loose=comma) and _is_postal(after, strict=not comma) and not cared:
                return index, at, 1
            if not after and _is_country_code(code) and index and not _looks_street(line):
                return index, at, 1  # EDGAR's "HONG KONG K3": many countries have no postal code
        if index > 1 and is_state_code(latin(line[0].text)) and len(line) > 1 and _is_postal(line[1:], strict=True):
            return index, 0, 1  # its city stands above
        for width in (2, 1):
            for at in range(1, len(line) - width + 1):
                name = "".join(letters(word.text) for word in line[at : at + width])
                city = any(char.isalpha() for word in line[:at] for char in word.text)  # none in "6 Washington Court"
                if city and is_state_name(name) and _is_postal(line[at + width :], strict=True):
                    return index, at, width
    return _before_zip(body)


def _before_zip(body: Sequence[Line]) -> tuple[int, int, int] | None:
    """The last line below another that ends in a US ZIP code and is no street: its state was misread, or lost."""
    for index in range(len(body) - 1, 0, -1):
        line = body[index]
        if len(line) < 2 or not US_ZIP.match(line[-1].text) or any(c.isdigit() for c in line[0].text):
            continue
        misread = len(line) > 2 and len(line[-2].text.strip(".,")) <= 2
        at = len(line) - 2 if misread else len(line) - 1
        if not _looks_street(line[:at]):
            return index, at, int(misread)
    return None


def _is_country_code(code: str) -> bool:
    """One of EDGAR's codes of countries that no word looks like: a letter and a digit."""
    return is_state_code(code) and code[0].isalpha() and code[1].isdigit()


def _is_postal(words: Sequence[Word], strict: bool) -> bool:
    texts = [word.text.rstrip(".,;:'_") for word in words if letters(word.text) not in COUNTRY_NAMES]
    if not texts:
        return not strict
    if len(texts) > 3 or sum(map(len, texts)) > 11:
        return False
    if len(texts) == 1 and _ZIPPISH.match(texts[0]):
        return True
    return any(ch.isdigit() for text in texts for ch in text) and all(_POSTAL.match(text) for text in texts)


def _city_start(words: Sequence[Word]) -> int:
    """Where the city begins in "6 BROOKLAWN DRIVE WESTPORT," (one line holds it all): after the last word that ends a
    street; else the last word is the city."""
    last = 0
    for index, word in enumerate(words[:-1]):
        text = letters(word.text)
        if text == "st" and last == index and letters(words[index + 1].text) in _SAINTS:
            continue  # "… LANE ST. LOUIS"
        if (
            text in STREET_WORDS
            or ORDINAL.match(text)
            or (any(ch.isdigit() for ch in text) and not is_date(word.text))
        ):
            last = index + 1
        elif index == last and last and len(text) == 1 and letters(words[index - 1].text) in STREET_WORDS:
            last = index + 1  # BLDG. D
    return last if last else max(len(words) - 1, 0)


def _is_wrapped_city(rest: Sequence[Line]) -> bool:
    """The line above the state is the first half of a long city's name ("MOUNTAIN" / "VIEW CA 94043")."""
    return _is_plain(rest[-1]) and any(_looks_street(line) for line in rest[1:-1])


def _is_plain(line: Line) -> bool:
    """A word or two that may be (half of) a city's name."""
    return len(line) <= 2 and all(word.text.isalpha() and letters(word.text) not in STREET_WORDS for word in line)


def _looks_street(words: Sequence[Word]) -> bool:
    texts = [letters(word.text) for word in words]
    return starts_street(words) or (
        len(texts) > 1
        and any(text in STREET_WORDS for text in texts[1:])
        and not (COMPANY_WORDS.intersection(texts) or any(is_date(word.text) for word in words))
    )


def _name_and_streets(rest: list[list[Word]], before_label: int | None) -> tuple[list[Word], list[list[Word]]]:
    if not rest:
        return [], []
    if before_label:
        street_at = next((i for i in range(1, min(before_label, len(rest))) if starts_street(rest[i])), before_label)
        head, tail = rest[:street_at], rest[street_at:]
        return [word for line in head for word in line], [line for line in tail if line]
    if len(rest) == 1 or any(
        starts_street(rest[0][i:]) for i in range(1, len(rest[0])) if is_care_of(rest[0][i].text)
    ):
        line = rest[0]
        for at in range(1, len(line)):
            if starts_street(line[at:]):
                return line[:at], [line[at:], *rest[1:]]
        return line, rest[1:]
    lines_of_name = 1
    while (
        lines_of_name < len(rest) - 1
        and not _looks_street(rest[lines_of_name])
        and any(_looks_street(line) for line in rest[lines_of_name + 1 :])
    ):
        lines_of_name += 1
    return [word for line in rest[:lines_of_name] for word in line], rest[lines_of_name:]
