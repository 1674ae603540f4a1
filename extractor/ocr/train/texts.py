"""What may stand in a cell, by its kind, in every habit of writing it that people have."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from extractor.synth import vocabulary as words
from models.codes import STATES, TRANSACTION_CODES

SPLIT_KINDS = ("shares", "money", "date", "month", "code", "letter", "zip", "state", "ticker", "text")
_SHARE = (23, 19, 19, 2, 8, 7, 3, 2, 3, 14)  # of a hundred crops

_LABELS = (
    "Direct", "Indirect", "(A) or (D)", "Amount", "Price", "Code", "V", "Date Exercisable", "Expiration Date", "Title",
    "Amount or Number of Shares", "1. Title of Security (Instr. 3)", "2. Transaction Date", "(Month/Day/Year)",
    "(Instr. 3 and 4)", "(Instr. 8)", "(Instr. 4)", "6. Ownership Form:", "or Indirect (I)", "Beneficial Ownership",
    "Reported Transaction(s)", "3A. Deemed Execution Date, if any", "5. Number of Derivative Securities", "10% Owner",
    "Officer (give title below)", "Other (specify below)", "Form filed by One Reporting Person", "(Street)", "(City)",
    "(State)", "(Zip)", "(Last)", "(First)", "(Middle)", "Explanation of Responses:", "Remarks:", "and/or",
)  # fmt: skip
_TITLES = (
    "Common Stock", "COMMON STOCK", "Class A Common Stock", "Class B Common Stock, par value $.01", "Common Shares",
    "Ordinary Shares", "Stock Option (right to buy)", "Employee Stock Option (Right to Buy)", "Restricted Stock Units",
    "Phantom Stock", "Series A Preferred Stock", "Common Stock, $0.001 par value", "Option to purchase", "Warrants",
    "Performance Share Units", "Depositary Shares", "Common Units", "LP Units", "Convertible Notes", "OP Units",
)  # fmt: skip
_NATURES = (
    "By Spouse", "By Trust", "By 401(k)", "By Family Trust", "By Son", "By IRA", "See footnote", "See Footnote (1)",
    "By LLC", "By Wife", "as custodian for child", "401(k) Plan", "By ESOP", "Held in trust", "By Partnership", "N/A",
)  # fmt: skip
_NONE = ("N/A", "n/a", "None", "-", "--", "-0-", "Immed.", "Immediately", "Current", "*", "(1)", "various")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_FIRST_DAY = date(1985, 1, 1)


def drawn_text(rng: random.Random) -> tuple[str, str]:
    """(kind, text) of one crop, in the shares training uses."""
    kind = rng.choices(SPLIT_KINDS, _SHARE)[0]
    return kind, text_of_kind(kind, rng)


def text_of_kind(kind: str, rng: random.Random) -> str:
    """One text that a cell of that kind may hold, printable ASCII."""
    text = _MAKERS[kind](rng)
    marks = {"shares": 0.18, "money": 0.18, "date": 0.15, "code": 0.15, "letter": 0.08, "text": 0.05}
    if rng.random() < marks.get(kind, 0.0):
        text += rng.choice(("", " ")) + _mark(rng)
    return text


def _mark(rng: random.Random) -> str:
    number = rng.choice((1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, rng.randint(10, 45)))
    mark = rng.choice((f"({number})",) * 12 + (f"({number}", f"[{number}]", f"{number})"))
    return mark + (f"({number + 1})" if rng.random() < 0.12 else "")


def _digits(rng: random.Random, least: int, most: int) -> str:
    count = rng.randint(least, most)
    first = rng.choice("123456789")
    style = rng.random()
    if style < 0.12:  # round numbers
        return first + rng.choice("00005") * (count - 1)
    if style < 0.18:  # rows of equal figures are what CTC drops
        return first + "".join(rng.choice((first, rng.choice("0123456789"))) for _ in range(count - 1))
    return first + "".join(rng.choice("0123456789") for _ in range(count - 1))


def _grouped(digits: str) -> str:
    return f"{int(digits):,}" if digits else "0"


def _shares(rng: random.Random) -> str:
    if rng.random() < 0.05:
        return rng.choice(("0", "0", "-0-", "1", "0.0000", "00"))
    digits = _digits(rng, 1, rng.choice((4, 6, 7, 7, 9)))
    text = _grouped(digits) if rng.random() < 0.75 else digits
    if rng.random() < 0.16:
        places = rng.choice((1, 2, 3, 3, 4, 4))
        if places == 3 and len(digits) < 4 and rng.random() < 0.95:
            places = 4  # 12.345 shares are a rarity beside 12,345
        text += "." + "".join(rng.choice("0123456789") for _ in range(places))
    if rng.random() < 0.02:
        text = f"({text})"
    return text


def _money(rng: random.Random) -> str:
    sign = rng.choice(("$", "$", "$", "$ ", "", ""))
    style = rng.random()
    if style < 0.07:
        return rng.choice(("0", "$0", "$0.00", "$ 0", "-0-", "$0.0", "0.00", "$.00"))
    if style < 0.20:
        whole = rng.choice(("", str(rng.randint(1, 99)), str(rng.randint(100, 2500))))
        below = rng.choice((2, 4, 8, 8, 16, 16, 32, 64))
        part = f"{rng.randint(1, below - 1)}/{below}"
        return sign + (whole + rng.choice((" ", " ", "-")) if whole else "") + part
    digits = _digits(rng, 1, rng.choice((1, 2, 2, 2, 3, 3, 5)))
    if style < 0.30:
        digits = rng.choice(("", "0"))
    places = rng.choice((0, 1, *(2,) * 10, 3, 4, 4, 4)) if digits else rng.choice((2, 2, 3, 4))
    whole = _grouped(digits) if digits and rng.random() < 0.8 else digits
    tail = "." + "".join(rng.choice("0123456789") for _ in range(places)) if places else ""
    return (sign + whole + tail) or "0"


def _day(rng: random.Random) -> date:
    return _FIRST_DAY + timedelta(days=rng.randint(0, 16800))


def _date(rng: random.Random) -> str:
    day = _day(rng)
    style = rng.random()
    if style < 0.02:
        return rng.choice(_NONE)
    if style < 0.55:
        return f"{day:%m/%d/%Y}"
    if style < 0.70:
        return f"{day.month}/{day.day}/{day.year % 100:02d}"
    if style < 0.76:
        return f"{day:%m/%d/%y}"
    if style < 0.82:
        return f"{day.month}/{day.day}/{day.year}"
    if style < 0.88:
        return rng.choice((f"{day.month}-{day.day}-{day.year % 100:02d}", f"{day:%m-%d-%Y}", f"{day:%Y-%m-%d}"))
    if style < 0.90:
        return f"{day.month}.{day.day}.{day.year % 100:02d}"
    month = _MONTHS[day.month - 1]
    month = rng.choice((month, month[:3], month[:3] + ".", month.upper(), month[:3].upper()))
    return rng.choice(
        (f"{month} {day.day}, {day.year}", f"{day.day}-{month}-{day.year % 100:02d}", f"{day.day} {month} {day.year}")
    )


def _month(rng: random.Random) -> str:
    day = _day(rng)
    month = _MONTHS[day.month - 1]
    return rng.choice((f"{day:%m/%Y}", f"{day.month}/{day.year % 100:02d}", f"{day:%m/%y}", f"{month} {day.year}",
                       f"{month[:3]}-{day.year % 100:02d}", f"{month.upper()} {day.year}"))  # fmt: skip


def _code(rng: random.Random) -> str:
    letter = rng.choice(tuple(TRANSACTION_CODES))
    style = rng.random()
    if style < 0.70:
        return letter
    if style < 0.80:
        return rng.choice(("4", "5", "3")) + letter
    if style < 0.90:
        return f"{letter}/K" if rng.random() < 0.5 else f"{letter} V"
    return rng.choice(("V", "K", f"({letter})", f"{letter}V"))


def _letter(rng: random.Random) -> str:
    return rng.choice("AADDII") if rng.random() < 0.9 else rng.choice(("(A)", "(D)", "(I)", "X", "X", "V"))


def _zip(rng: random.Random) -> str:
    text = "".join(rng.choice("0123456789") for _ in range(5))
    if rng.random() < 0.2:
        text += "-" + "".join(rng.choice("0123456789") for _ in range(4))
    if rng.random() < 0.05:
        return f"{rng.choice('ABCEGHJK')}{rng.randint(0, 9)}{rng.choice('ABCE')} 1X{text[0]}"
    return text


def _ticker(rng: random.Random) -> str:
    text = "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(rng.randint(1, 5)))
    style = rng.random()
    if style < 0.1:
        return f"{text}.{rng.choice('AB')}"
    if style < 0.25:
        return rng.choice((f"[{text}]", f"[ {text} ]", f"({text})", f"NYSE: {text}", f"Nasdaq: {text}"))
    return text


def _text(rng: random.Random) -> str:
    text = rng.choice(_PHRASES)(rng)
    style = rng.random()
    text = text.upper() if style < 0.12 else text.lower() if style < 0.16 else text
    if len(text) > 26:  # a line of a cell, not a paragraph
        start = rng.choice([0, 0, *(n + 1 for n, c in enumerate(text[:-8]) if c == " ")])
        text = text[start : start + rng.randint(12, 30)].strip()
    return text


def _name(rng: random.Random) -> str:
    last, first = rng.choice(words.SURNAMES), rng.choice(words.GIVEN)
    return rng.choice((f"{last}, {first} {rng.choice('ABCDEFGHJKLMNPRSTW')}.", f"{first} {last}", f"{last} {first}"))


def _company(rng: random.Random) -> str:
    first, second = rng.choice(words.COMPANY_FIRST), rng.choice(words.COMPANY_SECOND)
    return f"{first} {second} {rng.choice(words.COMPANY_LAST)}"


def _street(rng: random.Random) -> str:
    ends = ("Street", "Ave.", "Road", "Drive, Suite 200", "Blvd", "Lane", "P.O. Box 12", "ST", "PLACE", "22nd Floor")
    return f"{rng.randint(1, 9999)} {rng.choice(words.SURNAMES)} {rng.choice(ends)}"


def _random(rng: random.Random) -> str:
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" * 2 + "!\"#$%&'()*+,-./:;<=>?@[]_"
    return "".join(rng.choice(signs) for _ in range(rng.randint(1, 9)))


_PHRASES: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: rng.choice(_LABELS),
    lambda rng: rng.choice(_LABELS),
    lambda rng: rng.choice(_TITLES),
    lambda rng: rng.choice(_TITLES),
    lambda rng: rng.choice(_NATURES),
    lambda rng: rng.choice((*words.OFFICER_TITLES, *words.OTHER_TEXTS)),
    _name,
    _company,
    _street,
    _random,
    _random,
)

_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "shares": _shares, "money": _money, "date": _date, "month": _month, "code": _code, "letter": _letter, "zip": _zip,
    "state": lambda rng: rng.choice(tuple(STATES)), "ticker": _ticker, "text": _text,
}  # fmt: skip
