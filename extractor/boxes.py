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

from rapidfuzz import fuzz

from extractor.records import Cell, Group, Kind, Word
from extractor.shapes import is_check, is_date, latin, letters, word_set
from extractor.states import COUNTRY_NAMES, is_state_code, is_state_name
from models.geometry import Box

Line = Sequence[Word]

_STREET_WORDS = word_set(
    "street st avenue ave road rd drive dr lane ln boulevard blvd parkway pkwy place pl court ct way highway "
    "hwy square sq suite ste floor fl building bldg plaza plz circle cir terrace room rm unit apt tower center "
    "centre loop row turnpike broadway walk crossing trail park mailstop ms box penthouse strasse"
)
_COMPANY_WORDS = word_set(
    "inc corp corporation co company ltd limited llc lp plc nv sa ag trust group holdings partners fund "
    "bancorp the international technologies systems industries"
)
_STRAY = frozenset({"j", "i", "l", "1", ""})  # what is left of a closing bracket
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z", re.IGNORECASE)
_ZIPPISH = re.compile(r"[0-9OoIlSBZ|]{5}(?:-[0-9OoIlSBZ|]{4})?\Z")
_POSTAL = re.compile(r"[A-Z0-9¥|\-]{2,8}\Z", re.IGNORECASE)
_TICKER = re.compile(r"[A-Z0-9][A-Z0-9.\-/:]{0,9}\Z")


def make_cell(field: str, kind: Kind, words: Iterable[Word], group: Group = "", row: int = 0) -> Cell:
    """A cell around its words: box and page of a scan or grid, span from the first to the last character of a dump."""
    kept = tuple(words)
    spans = [word.span for word in kept if word.span is not None]
    return Cell(
        field=field,
        kind=kind,
        group=group,
        row=row,
        words=kept,
        page=kept[0].page if kept else None,
        box=Box.around(word.box for word in kept) if kept else None,
        span=(min(s for s, _ in spans), max(e for _, e in spans)) if spans else None,
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
    return replace(word, text=word.text[start:end], box=box, span=span)


def trimmed(word: Word, characters: str) -> Word:
    """The word without the given characters at its ends."""
    text = word.text
    start, end = len(text) - len(text.lstrip(characters)), len(text.rstrip(characters))
    return word if (start, end) == (0, len(text)) else cut(word, start, max(start, end))


# ---------------------------------------------------------------------------------------------- name and address


def owner_cells(
    lines: Sequence[Line], row: int, own_lines: bool = False, has_place: bool = True
) -> tuple[Cell, ...]:
    """Box 1 without its printed labels: name line(s), street line(s), city/state/zip. `row` numbers the owner (from 1).

    An empty line may stand where "(Last) (First) (Middle)" or "(Street)" was printed: the name ends at the first one.
    Everything in one line ("HOROWITZ COREY M 6 BROOKLAWN DRIVE WESTPORT, CT 06880") is split by how the words look.

    `own_lines`: street 1 and 2 have a line each (the Reporting Owners table), so commas do not divide them.
    `has_place` False: city, state and ZIP stand elsewhere.
    """
    lines = _without_repeats(lines)
    labelled = next((i for i, line in enumerate(lines) if not line and any(lines[:i])), None)
    body = [list(line) for line in lines if line]
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
        state, postal = line[at : at + width], line[at + width :]
        city_from = _city_start(line[:at]) if place_line == 0 or len(body) == 1 else 0
        city = line[city_from:at]
        rest = body[:place_line] + ([line[:city_from]] if city_from else [])
        if len(rest) > 2 and not city_from and _is_wrapped_city(rest):
            city = [*rest.pop(), *city]
    joined = bool(city) and city[-1].text.endswith(",") and not own_lines
    name, streets = _name_and_streets(rest, before_label)
    first, second = _two_streets(streets, joined)
    country = [word for word in postal if letters(word.text) in COUNTRY_NAMES]
    postal = [word for word in postal if word not in country]
    found: list[tuple[str, Kind, Sequence[Word]]] = [
        ("reportingOwnerId/rptOwnerName", "name", name),
        ("reportingOwnerAddress/rptOwnerStreet1", "street", first),
        ("reportingOwnerAddress/rptOwnerStreet2", "street", second),
        ("reportingOwnerAddress/rptOwnerCity", "city", _without_comma(city)),
        ("reportingOwnerAddress/rptOwnerState", "state", _without_comma(state)),
        ("reportingOwnerAddress/rptOwnerZipCode", "zip", postal[:3]),
        ("reportingOwnerAddress/rptOwnerCountry", "text", country),
    ]
    return tuple(make_cell(field, kind, words, "reportingOwner", row) for field, kind, words in found if words)


def _without_repeats(lines: Sequence[Line]) -> list[Line]:
    """A line read twice in a row (inside a table and above it) counts once."""
    out: list[Line] = []
    for line in lines:
        folded = "".join(letters(word.text) for word in line)
        if not (out and folded and fuzz.ratio(folded, "".join(letters(word.text) for word in out[-1])) >= 90):
            out.append(line)
    return out


def _without_comma(words: Sequence[Word]) -> Sequence[Word]:
    return [*words[:-1], trimmed(words[-1], ",")] if words else words


def _find_place(body: Sequence[Line]) -> tuple[int, int, int] | None:
    """Where the state stands: (line, first word, how many words), searched from the end; None when no line has one."""
    for index in range(len(body) - 1, -1, -1):
        line = body[index]
        for at in range(len(line) - 1, 0, -1):
            after = line[at + 1 :]
            comma = line[at - 1].text.endswith(",")
            code = latin(line[at].text).strip(".,")
            if is_state_code(code, loose=comma) and _is_postal(after, strict=not comma):
                return index, at, 1
        for width in (2, 1):
            for at in range(1, len(line) - width + 1):
                name = "".join(letters(word.text) for word in line[at : at + width])
                if is_state_name(name) and line[at + width :] and _is_postal(line[at + width :], strict=True):
                    return index, at, width
    return None


def _is_postal(words: Sequence[Word], strict: bool) -> bool:
    texts = [word.text for word in words if letters(word.text) not in COUNTRY_NAMES]
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
        if (
            text in _STREET_WORDS
            or _ORDINAL.match(text)
            or (any(ch.isdigit() for ch in text) and not is_date(word.text))
        ):
            last = index + 1
        elif index == last and last and len(text) == 1 and letters(words[index - 1].text) in _STREET_WORDS:
            last = index + 1  # BLDG. D
    return last if last else max(len(words) - 1, 0)


def _is_wrapped_city(rest: Sequence[Line]) -> bool:
    """The line above the state is the first half of a long city's name ("MOUNTAIN" / "VIEW CA 94043")."""
    last = rest[-1]
    plain = len(last) <= 2 and all(word.text.isalpha() and letters(word.text) not in _STREET_WORDS for word in last)
    return plain and any(_looks_street(line) for line in rest[1:-1])


def _starts_street(words: Sequence[Word]) -> bool:
    text = letters(words[0].text)
    pair = text + (letters(words[1].text) if len(words) > 1 else "")
    if (text in {"co", "attn"} and "/" in words[0].text) or text in {
        "pobox",
        "attn",
        "suite",
        "ste",
        "floor",
        "bldg",
        "one",
        "box",
    }:
        return True
    return pair in {"pobox", "postoffice"} or (bool(text) and text[0].isdigit() and not is_date(words[0].text))


def _looks_street(words: Sequence[Word]) -> bool:
    texts = [letters(word.text) for word in words]
    return _starts_street(words) or (
        len(texts) > 1
        and any(text in _STREET_WORDS for text in texts[1:])
        and not (_COMPANY_WORDS.intersection(texts) or any(is_date(word.text) for word in words))
    )


def _name_and_streets(rest: list[list[Word]], before_label: int | None) -> tuple[list[Word], list[list[Word]]]:
    if not rest:
        return [], []
    if before_label:
        street_at = next((i for i in range(1, before_label) if _starts_street(rest[i])), before_label)
        head, tail = rest[:street_at], rest[street_at:]
        return [word for line in head for word in line], [line for line in tail if line]
    if len(rest) == 1 or any(
        _starts_street(rest[0][i:]) for i in range(1, len(rest[0])) if "/" in rest[0][i].text[1:2]
    ):
        line = rest[0]
        for at in range(1, len(line)):
            if _starts_street(line[at:]):
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


def _two_streets(streets: list[list[Word]], joined: bool) -> tuple[list[Word], list[Word]]:
    """Street 1 and 2. EDGAR's older printout joins them with a comma (and wraps); the newer one gives each its line.
    The comma after the city tells the two apart."""
    if not streets:
        return [], []
    flat = [word for line in streets for word in line]
    if len(streets) == 1 and letters(flat[0].text) == "co":
        # one line out of a table cell: "C/O ACME INC 12 ELM ST, SUITE 5" has lost its line break
        for at in range(2, len(flat)):
            if flat[at - 1].text.endswith(","):
                break
            if _starts_street(flat[at:]) and "/" not in flat[at].text:
                return flat[:at], flat[at:]
    if joined:
        for at, word in enumerate(flat[:-1]):
            following = flat[at + 1]
            if word.text.endswith(",") and letters(following.text) not in _COMPANY_WORDS:
                return [*flat[:at], trimmed(word, ",")], flat[at + 1 :]
    if len(streets) > 1:
        return list(_without_comma(streets[0])), flat[len(streets[0]) :]
    for at in range(1, len(flat)):
        if letters(flat[at].text) in {"suite", "ste", "floor", "bldg", "ms"} or (
            _ORDINAL.match(flat[at].text) and letters(flat[min(at + 1, len(flat) - 1)].text) == "floor"
        ):
            return list(_without_comma(flat[:at])), flat[at:]
    return flat, []


# ---------------------------------------------------------------------------------------------- issuer and ticker


def issuer_cells(lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Box 2 without its label: the issuer's name and, in brackets or after a separator, the ticker.

    Brackets may be lost or misread (`| roLN J`, `[NEEI`, `-. GRT-OTC`); a ticker is split off only on good evidence.
    """
    words = [word for line in lines for word in line if word.text.strip("_~")]
    if not words:
        return ()
    name, ticker = _split_ticker(words)
    cells = [make_cell("issuer/issuerName", "name", name)] if name else []
    if ticker:
        cells.append(make_cell("issuer/issuerTradingSymbol", "ticker", ticker))
    return tuple(cells)


def _split_ticker(words: list[Word]) -> tuple[list[Word], list[Word]]:
    slashed = re.fullmatch(r"/([A-Z0-9.]{3,6})/", words[-1].text)
    if slashed and len(words) > 1:
        # a typed "/SMED/" is a symbol; "/DE/" and "/IN/" are EDGAR's states of incorporation, part of the name
        return words[:-1], [cut(words[-1], 1, len(words[-1].text) - 1)]
    opened = _last_open(words)
    if opened is not None:
        at, offset = opened
        head = words[:at] + ([cut(words[at], 0, offset)] if offset else [])
        tail = ([cut(words[at], offset + 1, len(words[at].text))] if len(words[at].text) > offset + 1 else []) + words[
            at + 1 :
        ]
        closed = next((i for i in range(len(tail) - 1, -1, -1) if tail[i].text[-1] in "])}"), None)
        if closed is not None:
            last = tail[closed]
            inner = tail[:closed] + ([cut(last, 0, len(last.text) - 1)] if len(last.text) > 1 else [])
            return head, inner
        if len(tail) <= 3:
            return head, [word for word in tail if letters(word.text) not in _STRAY or len(tail) == 1]
    for at in range(len(words) - 1, 0, -1):
        # separators: a dash, slash, semicolon or stray rule standing alone between name and symbol
        text, tail = words[at].text, words[at + 1 :]
        if re.fullmatch(r"[-–—/;|.,:]{1,3}", text) and tail and _is_symbol(tail):
            stray = len(tail) > 1 and letters(tail[-1].text) in _STRAY
            return words[:at], tail[:-1] if stray else tail
        if (
            at == len(words) - 1
            and re.search(r"[,;/]\Z", words[at - 1].text)
            and _is_symbol(words[at:])
            and _mixed(words[:at])
        ):
            return [*words[: at - 1], trimmed(words[at - 1], ",;/")], words[at:]
    if len(words) > 1 and _is_symbol(words[-1:]) and _mixed(words[:-1]) and 1 <= len(letters(words[-1].text)) <= 5:
        return words[:-1], words[-1:]
    return words, []


def _last_open(words: Sequence[Word]) -> tuple[int, int] | None:
    """The bracket that opens the ticker: (word, offset), square before round, the last that is no part of a name."""
    for brackets in ("[{", "("):
        for at in range(len(words) - 1, -1, -1):
            offset = max(words[at].text.rfind(ch) for ch in brackets)
            if offset >= 0:
                while offset and words[at].text[offset - 1] in brackets:
                    offset -= 1  # the filer's own brackets stay inside the form's
                doubled = offset == 0 and at > 1 and words[at - 1].text in {"[", "{"}
                inside = len("".join(letters(word.text) for word in words[at:]))
                if at and inside <= 24:
                    return (at - 1, 0) if doubled else (at, offset)
    return None


def _is_symbol(words: Sequence[Word]) -> bool:
    texts = [latin(word.text) for word in words if word.text.strip("|]).;,")]
    if not 1 <= len(texts) <= 2:
        return False
    symbol = texts[0].strip("|[](){}.,;'\"")
    if letters(symbol) in _COMPANY_WORDS or symbol.startswith("/") or symbol.endswith("/"):
        return False
    upper = sum(ch.isupper() for ch in symbol)
    return (
        bool(_TICKER.match(symbol.upper()))
        and upper * 2 >= len(letters(symbol))
        and (len(texts) == 1 or len(texts[1]) == 1)
    )


def _mixed(words: Sequence[Word]) -> bool:
    """True when the name is not in capitals throughout, so that an all-capital word at its end stands out."""
    return any(len(word.text) > 2 and any(ch.islower() for ch in word.text) for word in words)


# ---------------------------------------------------------------------------------------------- check boxes

_RELATIONS = (
    ("isDirector", ("director",)),
    ("isTenPercentOwner", ("10", "10owner", "tenowner")),
    ("isOfficer", ("officer",)),
    ("isOther", ("other",)),
)
_RELATION_NOISE = word_set(
    "owner give title below specify check all applicable issuer relationship of reporting person persons to "
    "tile fitle titlebelow describe text title5 10owner percent"
)
_MARK_EDGES = re.compile(r"[_\-—–]*[\[(☐☒]?[_—–]*[xXХх✓]?[_—–]+[\])]?|[\[(]\s*[xXХх✓]?\s*[\])]|[☐☒☑✓✔]")


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
    return _rejoined(_unglued(out))


def _unglued(words: Iterable[Word]) -> Iterable[Word]:
    for word in words:
        folded = latin(word.text)
        if re.match(r"[X][DO1][a-z0-9]", folded):  # XDirector, XOfficer: the blanks around the X are gone
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
        else:
            out.append(word)
    return out


def _relation(piece: str) -> str | None:
    text = letters(piece)
    if (text.startswith(("10", "1o", "io", "l0")) and ("%" in piece or text.endswith(("owner", "ovvner")))) or re.match(
        r"\W*\d\d%", piece
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
    rows = [_pieces(line) for line in lines_with_labels]
    marks: dict[str, Word | None] = {}
    typed: list[list[Word]] = []
    waiting: list[tuple[str, Word]] = []  # labels whose mark may stand on the next line, beside "below)"
    for pieces in rows:
        labels = [
            (at, name)
            for at, piece in enumerate(pieces)
            if (name := _relation(piece.text)) and not _in_prose(pieces, at)
        ]
        if labels and (len(labels) > 1 or _is_label_line(pieces)):
            _attach_marks(pieces, labels, marks, waiting)
            continue
        if waiting and any(_near(piece.text, "below") for piece in pieces):
            leftover = _marks_below(pieces, waiting, marks)
            waiting = []
        else:
            leftover = pieces
        text = [piece for piece in leftover if not _is_relation_noise(piece)]
        if text:
            typed.append(text)
    cells = [
        make_cell(f"reportingOwnerRelationship/{name}", "checkbox", [mark] if mark else [], "reportingOwner", row)
        for name, mark in marks.items()
    ]
    return (*cells, *_title_cells(typed, marks, row))


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
    if not text:
        return piece.text not in {"&", "/", ",", "-", "–"}
    if is_check(piece.text) is not None and len(text) <= 1:
        return True
    return text in _RELATION_NOISE or any(
        fuzz.ratio(text, word) >= 84 for word in ("applicable", "specify", "below", "relationship")
    )


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


def _title_cells(typed: Sequence[Sequence[Word]], marks: dict[str, Word | None], row: int) -> list[Cell]:
    words = [word for line in typed for word in line]
    if not words:
        return []
    title, other = "reportingOwnerRelationship/officerTitle", "reportingOwnerRelationship/otherText"
    officer, another = marks.get("isOfficer") is not None, marks.get("isOther") is not None
    if officer and another:
        slash = next((i for i, word in enumerate(words) if word.text == "/"), None)
        if slash:
            return [
                make_cell(title, "text", words[:slash], "reportingOwner", row),
                make_cell(other, "text", words[slash + 1 :], "reportingOwner", row),
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
