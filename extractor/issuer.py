"""Box 2: the issuer's name and its ticker, in brackets, after a separator, or with brackets lost.

Like extractor/boxes.py: lines of `Word` in, cells out, on scans and dumps alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from extractor.boxes import Line, cut, make_cell, trimmed
from extractor.records import Cell, Word
from extractor.shapes import latin, letters, word_set
from extractor.streets import COMPANY_WORDS
from models.codes import STATES

_STRAY = frozenset({"j", "i", "l", "1", ""})  # what is left of a closing bracket
_OPENED = frozenset({"I", "l", "1", "|", "(", "r", "f", "t"})  # what is left of an opening one
_STROKES = frozenset({"I", "l", "i", "1", "|", "!", "("})  # what is left of either, on both sides of a symbol
_SPECK = 0.6  # heights of what is typed below which a lone sign is dirt
_NONE = frozenset({"none", "n/a", "n.a.", "-"})
_TICKER = re.compile(r"[A-Z0-9][A-Z0-9.\-/:]{0,9}\Z")
_PLAIN_SYMBOL = re.compile(r"[A-Z]{2,5}(?:[-.:](?:OTC|OB|PK|BB|OTCBB|OTCQB|OTCQX|NYSE|NASDAQ|AMEX|TSX))?[,;/]?\Z")
_NUMBER = re.compile(r"(?!19|20)\d{4}")
_SUFFIXES = word_set("inc corp corporation co company ltd limited llc lp plc trust nv sa ag")
_LAST = word_set("inc corp corporation ltd limited llc lp plc")
"""Suffixes behind which "SA" or "AG" is no second one."""
_ON_A_MARKET = re.compile(r"(?:NYSE|NASDAQ|NASD|AMEX|OTC[A-Z]*|TSXV?|LSE|ASX):[A-Z.]*\Z")
"""A symbol with its market in front: "NASDAQ:AMAR"."""
_NO_SYMBOLS = word_set("ii iii iv vi vii viii ix xi xii new usa us uk sa ag nv se de spa kg gmbh fund bank")
"""What stands in capitals behind "Inc", "Corp" or "Trust" without being a symbol."""


def issuer_cells(lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Box 2 without its label: the issuer's name and, in brackets or after a separator, the ticker.

    Brackets may be lost or misread (`| roLN J`, `[NEEI`, `-. GRT-OTC`); a ticker is split off only on good evidence.
    """
    words = _boxed_once([word for line in _without_specks(lines) for word in line if word.text.strip("_~")])
    if not words:
        return ()
    name, ticker = _framed(words) or _split_ticker(words)
    name = _said_once(name)
    cells = [make_cell("issuer/issuerName", "name", name)] if name else []
    if ticker:
        cells.append(make_cell("issuer/issuerTradingSymbol", "ticker", ticker))
    return tuple(cells)


def _without_specks(lines: Sequence[Line]) -> list[Line]:
    """The lines without those of one sign that is far lower than what is typed: dirt below the name."""
    heights = [word.box.height for line in lines for word in line]
    typed = median(heights) if heights else 0.0
    return [
        line
        for line in lines
        if len(line) != 1 or len(line[0].text) != 1 or line[0].box.height > _SPECK * typed or len(lines) == 1
    ]


def _boxed_once(words: list[Word]) -> list[Word]:
    """The words without an end of another that a second engine boxed by itself, inside the other's box."""
    return [
        word
        for word in words
        if not any(
            other.text.endswith(word.text) and len(other.text) > len(word.text) and other.box.contains(*word.box.center)
            for other in words
        )
    ]


def _framed(words: Sequence[Word]) -> tuple[list[Word], list[Word]] | None:
    """Name and symbol where a stroke stands on either side of the symbol ("Acme Company I ACME I", "Acme /DE/| ACME |
    -"): what is left of both brackets, with specks behind them. None where a bracket was read, which tells more."""
    parted = [part for word in words for part in _parted(word)]
    if any(sign in word.text for word in words for sign in "[{]}"):
        return None
    for at in range(len(parted) - 2, max(1, len(parted) - 4) - 1, -1):
        symbol, behind = parted[at], parted[at + 1 :]
        if (
            at > 1
            and behind[0].text in _STROKES | {"J", "L", ")"}
            and all(len(word.text) == 1 for word in behind)
            and len(letters(symbol.text)) > 1
            and letters(symbol.text) not in _NO_SYMBOLS
            and _is_symbol([symbol])
        ):
            first = _symbols_from(parted[: at + 1]) or at
            if first > 1 and parted[first - 1].text in _STROKES:
                return parted[: first - 1], parted[first : at + 1]
    return None


def _parted(word: Word) -> list[Word]:
    """A word and the upright stroke at its end or beginning apart."""
    length = len(word.text)
    if length > 1 and word.text[-1] == "|":
        return [cut(word, 0, length - 1), cut(word, length - 1, length)]
    if length > 1 and word.text[0] == "|":
        return [cut(word, 0, 1), cut(word, 1, length)]
    return [word]


def _said_once(name: list[Word]) -> list[Word]:
    """The name without what two engines boxed twice behind a bracket ("Acme Mining Co [AC Mining Co")."""
    at = next((at for at, word in enumerate(name) if at and word.text[0] == "["), len(name))
    before = {letters(word.text) for word in name[:at]}
    return name[:at] if all(letters(word.text) in before for word in name[at + 1 :]) else name


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
        closed = _closing(tail)
        if closed is not None:
            last = tail[closed]
            inner = tail[:closed] + ([cut(last, 0, len(last.text) - 1)] if len(last.text) > 1 else [])
            if inner and inner[0].text[0] in "[(" and inner[-1].text[-1] in "])":
                # the filer's own brackets: with the printed ones around them it stays clear whose they are
                whole = [cut(words[at], offset, len(words[at].text)), *words[at + 1 :]]
                return head, whole[: closed + 1 + len(whole) - len(tail)]
            return head, inner
        if len(tail) <= 3:
            return head, [word for word in tail if letters(word.text) not in _STRAY or len(tail) == 1]
    if opened is None and (unopened := _closed_only(words)) is not None:
        return unopened
    several = _symbols_from(words) or _on_a_market(words) or _behind_suffix(words)
    if several is not None:
        dash = several > 1 and re.fullmatch(r"[-–—/;|.,:]{1,3}", words[several - 1].text)
        return words[: several - 1 if dash else several], words[several:]
    for at in range(len(words) - 1, 0, -1):
        # separators: a dash, slash, semicolon or stray rule standing alone between name and symbol
        text, tail = words[at].text, words[at + 1 :]
        if re.fullmatch(r"[-–—/;|.,:]{1,3}", text) and tail and (_is_symbol(tail) or _of_one_issuer(tail)):
            stray = len(tail) > 1 and letters(tail[-1].text) in _STRAY
            return words[:at], tail[:-1] if stray else tail
        if (
            at == len(words) - 1
            and re.search(r"[,;/]\Z", words[at - 1].text)
            and _is_symbol(words[at:])
            and _mixed(words[:at])
        ):
            last = trimmed(words[at - 1], ",;/")
            return [*words[: at - 1], *([last] if last.text else [])], words[at:]
    if len(words) > 2 and words[-1].text.lower() in {"none", "n/a"}:
        return words[:-1], words[-1:]
    if (
        len(words) > 1
        and _is_symbol(words[-1:])
        and not _is_number(words[-1:])
        and _mixed(words[:-1])
        and 1 <= len(letters(words[-1].text)) <= 5
    ):
        return words[:-1], words[-1:]
    return words, []


def _closed_only(words: list[Word]) -> tuple[list[Word], list[Word]] | None:
    """Name and symbol where only the closing bracket was read ("Acme Company I ACME ]"); what is left of the opening
    one is dropped."""
    last = words[-1]
    if last.text[-1] not in "]}":
        return None
    body = words[:-1] if len(last.text) == 1 else [*words[:-1], cut(last, 0, len(last.text) - 1)]
    if len(body) < 2 or not _TICKER.match(body[-1].text):
        return None
    head = body[:-2] if body[-2].text in _OPENED and len(body) > 2 else body[:-1]
    return head, body[-1:]


def _symbols_from(words: Sequence[Word]) -> int | None:
    """Where "BMTA, BMTB" begins: symbols of one issuer's classes at the end, alike but for their last letter."""
    start = len(words) - 1
    last = words[start].text.strip("])|.")
    if not re.fullmatch(r"[A-Z]{2,5}", last):
        return None
    while start > 1:
        before = words[start - 1].text
        if not re.fullmatch(r"[A-Z]{2,5}[,;/]", before) or before[:2] != last[:2] or len(before) != len(last) + 1:
            break
        start -= 1
    return start if start < len(words) - 1 else None


def _on_a_market(words: Sequence[Word]) -> int | None:
    """Where "NASDAQ:AMAR" or "NASDAQ: AMAR" begins at the end of the box."""
    for at in range(max(1, len(words) - 2), len(words)):
        if _ON_A_MARKET.match(words[at].text) and (words[at].text[-1] == ":") == (at + 1 < len(words)):
            return at
    return None


def _behind_suffix(words: Sequence[Word]) -> int | None:
    """Where the symbols of a box without brackets begin: capitals behind the last word that a company's name ends
    with ("CALVERT FOODS & CO CVT", "Calvert Vision LP CVT CVTP", "Calvert Trust CVT-OTC")."""
    start = len(words)
    if start > 2 and _is_number(words[-1:]) and letters(words[-2].text) in _SUFFIXES:
        return start - 1
    while start > 2 and len(words) - start < 3 and _PLAIN_SYMBOL.match(words[start - 1].text):
        plain = letters(words[start - 1].text)
        second = plain in {"sa", "ag"} and letters(words[start - 2].text) in _LAST
        if not second and (plain in _NO_SYMBOLS or plain in COMPANY_WORDS or plain.upper() in STATES):
            break
        start -= 1
    return start if start < len(words) and letters(words[start - 1].text) in _SUFFIXES else None


def _last_open(words: Sequence[Word]) -> tuple[int, int] | None:
    """The bracket that opens the ticker: (word, offset), square before round, the last that is no part of a name."""
    for brackets in ("[{", "("):
        for at in range(len(words) - 1, -1, -1):
            offset = max(words[at].text.rfind(ch) for ch in brackets)
            if offset >= 0:
                while offset and words[at].text[offset - 1] in brackets:
                    offset -= 1  # the filer's own brackets stay inside the form's
                doubled = offset == 0 and at > 1 and words[at - 1].text in {"[", "{"}
                closed = _closing(words[at:]) if brackets == "[{" else None
                end = len(words) if closed is None else at + closed + 1
                inside = len("".join(letters(word.text) for word in words[at:end]))
                if at and inside <= 24:
                    return (at - 1, 0) if doubled else (at, offset)
    return None


def _closing(tail: Sequence[Word]) -> int | None:
    """The word that closes the ticker: the first square bracket (what follows is another box's), else the last one."""
    square = next((i for i, word in enumerate(tail) if word.text[-1] == "]"), None)
    if square is not None:
        return square + (square + 1 < len(tail) and tail[square + 1].text == "]")
    return next((i for i in range(len(tail) - 1, -1, -1) if tail[i].text[-1] in ")}"), None)


def _is_none(words: Sequence[Word]) -> bool:
    """ "none", "n/a" and "-", which filers type where there is no symbol."""
    return len(words) == 1 and words[0].text.lower() in _NONE


def _is_number(words: Sequence[Word]) -> bool:
    """A symbol of four figures, as in Tokyo and Hong Kong; a year is rather a name's."""
    return len(words) == 1 and bool(_NUMBER.fullmatch(words[0].text.strip(".,;|")))


def _is_symbol(words: Sequence[Word]) -> bool:
    if _is_none(words) or _is_number(words):
        return True
    texts = [latin(word.text) for word in words if word.text.strip("|]).;,")]
    if not 1 <= len(texts) <= 2:
        return False
    symbol = texts[0].strip("|[](){}.,;'\"")
    if letters(symbol) in COMPANY_WORDS or symbol.startswith("/") or symbol.endswith("/"):
        return False
    upper = sum(ch.isupper() for ch in symbol)
    return (
        bool(_TICKER.match(symbol.upper()))
        and upper * 2 >= len(letters(symbol))
        and (len(texts) == 1 or len(letters(texts[1])) <= 1)
    )


def _of_one_issuer(words: Sequence[Word]) -> bool:
    """ "CVT CVTP": symbols of one issuer's classes, which begin alike."""
    return 1 < len(words) < 4 and all(
        _PLAIN_SYMBOL.match(word.text) and word.text[:2] == words[0].text[:2] for word in words
    )


def _mixed(words: Sequence[Word]) -> bool:
    """True when the name is not in capitals throughout, so that an all-capital word at its end stands out."""
    return any(len(word.text) > 2 and any(ch.islower() for ch in word.text) for word in words)
