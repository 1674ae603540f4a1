"""How OCR mistakes print for other print: look-alikes in words, numbers, dates, single letters and footnote marks.

Every function returns the text as read and whether the value is lost: True when somebody who sees only this text cannot
tell what was printed.
"""

from __future__ import annotations

import random
from typing import NamedTuple

CYRILLIC = dict(zip("AaBCcEeHIiKMOoPpSsTXxyJ", "АаВСсЕеНІіКМОоРрЅѕТХхуЈ", strict=True))
IN_WORDS = {"o": "0", "O": "0", "l": "1", "I": "l", "S": "5", "B": "8", "Z": "2", "g": "9", "i": "ı", "s": "5"}
"""A digit or a stranger inside a word: the word's other letters tell what it was."""
IN_NUMBERS = {"0": "OoQD", "1": "lI|!", "5": "S", "8": "B", "2": "Z", "6": "G", "9": "g", "7": "?"}
"""A letter inside a number: the alphabet tells what it was (7 → ? does not)."""
WRONG_DIGITS = {"6": "0", "3": "2", "8": "3", "0": "6", "9": "3", "4": "1", "7": "1", "1": "7", "5": "6", "2": "7"}
"""A digit for a digit: only the rest of the form can tell."""
IN_LABELS = (
    ("R", "P"), ("s", "r"), ("t", "f"), ("l", "f"), ("r", "f"), ("m", "rn"), ("rn", "m"), ("ti", "b"), ("h", "b"),
    ("c", "e"),
    ("e", "c"), ("d", "cl"), ("cl", "d"), ("w", "vv"), ("ri", "n"), ("in", "m"), ("ur", "m"), ("u", "n"), ("n", "u"),
    ("a", "o"), ("tl", "d"), ("f", "t"), ("y", "v"), ("li", "h"), ("I", "l"), ("D", "O"), ("S", "5"), ("tt", "ll"),
)  # fmt: skip
LOST_MARKS = ("[©]", "°", "!", "'", "*", "®", "[®]", "()", "”", "?", "(*)", "[!]", "«")
KEPT_MARKS = (
    "<u>{n})</u>",
    "({n}",
    "{n})",
    "[{n}]",
    "<sup>({n})</sup>",
    "{{{n}}}",
    "<sup>{n}</sup>",
    "( {n})",
    "(<u>{n})</u>",
)


_GONE = "\0"


class Read(NamedTuple):
    text: str
    lost: bool = False


def label(text: str, rate: float, rng: random.Random) -> str:
    """The form's own words, garbled: about `rate` mistakes a word; a word in forty of the garbled ones goes missing."""
    words = text.split(" ")
    for at, word in enumerate(words):
        if len(word) < 3 or rng.random() >= rate:
            continue
        if rng.random() < 0.025:
            words[at] = _GONE
            continue
        for _ in range(1 + (rng.random() < 0.3)):
            fits = [(old, new) for old, new in IN_LABELS if old in words[at]]
            if fits and rng.random() < 0.75:
                old, new = rng.choice(fits)
                spots = [i for i in range(len(words[at])) if words[at].startswith(old, i)]
                spot = rng.choice(spots)
                words[at] = words[at][:spot] + new + words[at][spot + len(old) :]
            else:
                spot = rng.randrange(len(words[at]))
                words[at] = (
                    words[at][:spot] + rng.choice(("", "", words[at][spot] * 2, "l", "-", ".")) + words[at][spot + 1 :]
                )
    return " ".join(word for word in words if word is not _GONE)


def words(text: str, rng: random.Random) -> Read:
    """A name, title or sentence with one or two letters misread so that the word still tells them."""
    spots = [
        i for i in range(1, len(text))
        if text[i] in IN_WORDS and text[i - 1].isalpha() and (i + 1 == len(text) or text[i + 1].isalpha())
        and not (text[i] == "I" and "I" in (text[i - 1], text[i + 1 : i + 2]))  # III and II stay apart
    ]  # fmt: skip
    foreign = [i for i, letter in enumerate(text) if letter in CYRILLIC]
    changed = list(text)
    if spots and rng.random() < 0.6:
        for spot in rng.sample(spots, min(len(spots), 1 + len(text) // 60)):
            changed[spot] = IN_WORDS[text[spot]]
    elif foreign:
        for spot in rng.sample(foreign, min(len(foreign), rng.randint(1, 3))):
            changed[spot] = CYRILLIC[text[spot]]
    return Read("".join(changed))


def letter(text: str, rng: random.Random) -> Read:
    """A lone letter (code, A or D, D or I, X) read as its look-alike of another alphabet or kind."""
    choices = [CYRILLIC[text]] if text in CYRILLIC else []
    choices += {"I": ["l", "1", "|"], "S": ["5", "$"], "D": ["0", "O"], "X": ["x", "×", "Х"], "G": ["6"]}.get(text, [])
    return Read(rng.choice(choices)) if choices else Read(text)


def number(text: str, rng: random.Random) -> Read:
    """Shares or dollars: commas lost or turned, letters for digits, a digit wrong, a digit gone."""
    digits = [i for i, character in enumerate(text) if character.isdigit()]
    if not digits:
        return Read(text)
    kind = rng.choices(("comma", "letter", "digit", "gone", "gap"), (5, 4, 2, 1, 2))[0]
    if kind == "comma" and "," in text:
        turned = rng.choice((" ", " ", "", ".", ", ", ";", "'"))
        # 246.951 could be dollars and mills, 1.791.454 could not; and without their commas digits still say it all
        return Read(text.replace(",", turned), lost=turned == "." and text.count(",") == 1 and "." not in text)
    if kind == "gap" and len(text) > 3:
        spot = rng.choice(digits[1:] or digits)
        return Read(text[:spot] + " " + text[spot:])
    spot = rng.choice(digits)
    if kind in ("comma", "gap", "letter"):
        fits = IN_NUMBERS.get(text[spot], "")
        if not fits:
            return Read(text)
        read = rng.choice(fits)
        return Read(text[:spot] + read + text[spot + 1 :], lost=read == "?")
    if kind == "digit":
        return Read(text[:spot] + WRONG_DIGITS[text[spot]] + text[spot + 1 :], lost=True)
    return Read(text[:spot] + text[spot + 1 :], lost=True) if len(digits) > 1 else Read(text)


def date(text: str, rng: random.Random) -> Read:
    """A date: letters for digits, separators turned into 7 and 1 or lost, a 7 or 1 into a separator, an end cut off."""
    slashes = [i for i, character in enumerate(text) if character == "/"]
    fixed = len(text) == 10 and len(slashes) == 2
    kind = rng.choices(("letter", "separator", "slashed", "cut", "digit", "gap"), (4, 3, 2, 2, 1, 2))[0]
    if (
        kind == "separator" and fixed
    ):  # two digits, a stroke, two digits, a stroke, four digits: the stroke's place tells
        spot = rng.choice(slashes)
        return Read(text[:spot] + rng.choice("71|Il") + text[spot + 1 :])
    if kind == "slashed":
        spots = [i for i, character in enumerate(text) if character in "71"]
        if spots:
            spot = rng.choice(spots)
            return Read(text[:spot] + "/" + text[spot + 1 :], lost=True)
    if kind == "cut":
        return Read(text[:-1] if rng.random() < 0.6 else text[1:], lost=True)
    spots = [i for i, character in enumerate(text) if character.isdigit()]
    if kind == "gap" and slashes:
        return Read(text.replace("/", " / ") if rng.random() < 0.5 else text.replace("/", "/ ", 1))
    if not spots:
        return Read(text)
    spot = rng.choice(spots)
    if kind == "digit":
        return Read(text[:spot] + WRONG_DIGITS[text[spot]] + text[spot + 1 :], lost=True)
    fits = IN_NUMBERS.get(text[spot], "").replace("?", "")
    return Read(text[:spot] + rng.choice(fits) + text[spot + 1 :]) if fits else Read(text)


def mark(text: str, rng: random.Random) -> Read:
    """A footnote mark "(2)": set in markup, half of it gone, or a sign nobody can read."""
    if rng.random() < 0.35:
        return Read(rng.choice(LOST_MARKS), lost=True)
    return Read(rng.choice(KEPT_MARKS).format(n=text.strip("()")))
