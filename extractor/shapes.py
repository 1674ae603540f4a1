"""How the tokens of a filing are spelt: is this a date, an amount, a footnote mark, a check mark? Tolerant of OCR.

Pure questions about one token; nothing here repairs or parses. Shared by the text route and the compound boxes.
"""

from __future__ import annotations

import re
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """The blank-separated words of a text, as a set."""
    return frozenset(text.split())


_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕıΑΒΕΖΗΙΚΜΝΟΡΤΥΧο×–—−‐‑’‘“”″´`",
    "ABESIJKMHOPCTYXaeopcyxijsiABEZHIKMNOPTYXoX-----''\"\"\"''",
)
_NO_LETTERS = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
_DIGITISH = str.maketrans("OoQDlI|i!SsBZzgbG", "00001111155822966")

_DATE = re.compile(r"\d{1,2}[/\-.]\d{1,2}[/\-.](?:\d{4}|\d{2})\Z")
_DATE_NEAR = re.compile(r"[\d/]{1,3}[/\-.,1lI|7][\d/]{1,3}[/\-.,1lI|7][\d/]{2,5}\Z")
_RUN_TOGETHER = re.compile(r"[01]?\d/?[0-3]?\d/?(?:199|20[0-3])\d\Z")
"""A date whose slashes were lost or read as figures, once its letters are figures: "os3i2009"."""
_MONTH_YEAR = re.compile(r"\d{1,2}[/\-](?:\d{4}|\d{2})\Z")
_ZIP_PLUS_4 = re.compile(r"\d{5}-\d{4}\Z")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?\Z|\.\d+\Z")
_NUMBER_NEAR = re.compile(r"[\d,.'·;:]{1,20}\Z")
_TRAILING_MARKS = re.compile(r"(?:[(\[{]\s*(?:\d{1,2}|[©*°lI|])\s*[)\]}]?(?:[,;]?))+\Z")
_MARK = re.compile(
    r"(?:[(\[{]\d{1,2}[)\]}:;]?,?|\d{1,2}[)\]}],?)+\Z|[(\[{][©*°®@lI|!'?][)\]}]\Z|[©®@°][)\]]?\Z|F\d{1,2}\Z"
)
_MONTHS = word_set(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov "
    "november dec december"
)
_CHECKED = re.compile(r"[\[({|]?[_\-.=~]*(?:[Xx][xX]|[xX✓✔☒☑✗✘■⊠])[_\-.=~]*[\])}|]?\Z")
_UNCHECKED = re.compile(r"[\[({|]?[_\-.=~—–]+[\])}|]?\Z|[☐□◻▢]\Z|[\[(][oO0Cc]{0,2}[\])]\Z|[\[(]?[oO0C][oO0C]?[\])]?\Z")


def fold(text: str) -> str:
    """Lower case, look-alike letters of other alphabets as Latin; same length as `text`."""
    return text.translate(_LOOKALIKES).lower() if not text.isascii() else text.lower()


@lru_cache(maxsize=2048)
def letters(text: str) -> str:
    """Only the folded letters and digits: what fuzzy matching of labels compares."""
    if text.isascii():
        return text.lower().translate(_NO_LETTERS)  # ten times as fast, and nearly all text is
    return "".join(filter(str.isalnum, fold(text)))


def digitish(text: str) -> str:
    """Letters that are read for digits as those digits ("l05O" is "1050"); same length as `text`."""
    return text.translate(_DIGITISH)


def latin(text: str) -> str:
    """Look-alike letters of other alphabets as Latin, case kept; same length as `text`."""
    return text if text.isascii() else text.translate(_LOOKALIKES)


@lru_cache(maxsize=2048)
def without_marks(text: str) -> str:
    """`353(1)` → `353`: footnote marks glued to the end taken off; a lone mark stays."""
    bare = _TRAILING_MARKS.sub("", text)
    return bare or text


def is_date(text: str) -> bool:
    """A well-formed date (marks glued to it allowed): 11/01/2012, 7-19-99, 2012-11-01, 11/01/2012(1)."""
    bare = without_marks(text).rstrip(",;")
    return bool(_DATE.match(bare) or _ISO.match(bare))


@lru_cache(maxsize=2048)
def date_likeness(text: str) -> float:
    """How much a token looks like a printed date: 1 well-formed, about 0.7 damaged (02/2//2012, O2/23/2004), 0 not."""
    bare = without_marks(latin(text)).strip(",;[]|()'\"")
    if _DATE.match(bare) or _ISO.match(bare):
        return 1.0
    if _RUN_TOGETHER.match(bare.translate(_DIGITISH)) and not bare.isdigit() and "," not in bare:
        return 0.5
    if not 6 <= len(bare) <= 12 or bare.count(",") > 1 or _ZIP_PLUS_4.match(bare):
        return 0.0
    digits = bare.translate(_DIGITISH)
    separators = digits.count("/") + digits.count("-")
    if _DATE.match(digits):
        return 0.85
    if separators and _DATE_NEAR.match(digits):
        return 0.75 if separators >= 2 else 0.5
    figures = sum(ch.isdigit() for ch in digits)
    if separators >= 2 and figures >= 4 and len(bare) - figures - separators <= 2:
        return 0.6
    if separators == 1 and figures >= 6 and len(bare) - figures - separators <= 1:
        return 0.4
    if separators == 1 and figures >= 6 and sum(ch.isdigit() for ch in bare) >= 3 and len(bare) - figures - 1 <= 2:
        return 0.3
    return 0.0


def is_month(text: str) -> bool:
    """A month and year: 7/1999, 07/99."""
    return bool(_MONTH_YEAR.match(text.rstrip(",;")))


def is_month_name(text: str) -> bool:
    return letters(text) in _MONTHS


@lru_cache(maxsize=2048)
def number_likeness(text: str) -> float:
    """How much a token looks like an amount without a dollar sign: 1 well-formed, lower when damaged, 0 not."""
    bare = without_marks(latin(text)).strip("[]|'\";:*")
    if not bare:
        return 0.0
    if _NUMBER.match(bare):
        return 1.0
    if _NUMBER_NEAR.match(bare) and any(ch.isdigit() for ch in bare):
        return 0.8
    digits = bare.translate(_DIGITISH)
    figures = sum(ch.isdigit() for ch in bare)
    if figures and figures * 2 >= len(bare) and _NUMBER_NEAR.match(digits):
        return 0.6
    return 0.0


def is_money(text: str) -> bool:
    """Begins with a dollar sign and goes on with a number (or is the sign alone: `$ 0.68` is two tokens)."""
    bare = text.lstrip("([|'\"")
    return bare[:1] == "$" and (len(bare) == 1 or number_likeness(bare[1:]) > 0)


def is_mark(text: str) -> bool:
    """A footnote mark standing alone, or its ruins: (1), [2], (1)(2), 1), 1)(2, [©]."""
    return bool(_MARK.match(latin(text)))


@lru_cache(maxsize=2048)
def is_check(text: str) -> bool | None:
    """True for a marked box ([X], _X_, ☒), False for an empty one ([ ], ___, ☐), None for anything else."""
    bare = latin(text)
    if _CHECKED.match(bare):
        return True
    return False if _UNCHECKED.match(bare) else None
