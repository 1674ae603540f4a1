"""Amounts and prices: from a reading to plain decimals.

Clean forms: 16,670 · 16670 · 14,225.8819 · $0.68 · $ 0 · .275 · 12 5/8 · $1/2 · -0-. Everything else is decoded against
the figures' own alphabet, with the separators' grammar as the judge of what is well formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

from extractor.repair.confusions import Confusions
from extractor.repair.weigh import LIMIT, Explanation, candidates, explain_glyphs
from models.evidence import Candidate

_GROUPED = r"\d{1,3}(?:,\d{3})+"
_CLEAN = re.compile(rf"(\$?) ?((?:{_GROUPED}|\d+)(?:\.\d{{1,4}})?|\.\d{{1,4}})")
_NO_SIGNS = str.maketrans("", "", " ,.")
_LOOSE = re.compile(r"(\$?)((?:\d[\d,]*)?(?:\.\d{1,8})?)\.?")
_FRACTION = re.compile(rf"(\$?) ?(?:({_GROUPED}|\d{{1,7}})[ -])?(\d{{1,2}})/(\d{{1,2}})")
_VULGAR = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅓": "1/3", "⅔": "2/3"}
_UNIT = re.compile(r" ?(?:shares|share|shs\.?|sh\.?|units|per share|/ ?share|/sh|each)\.?$", re.IGNORECASE)
_NOTHING = frozenset({"n/a", "na", "n.a.", "n.a", "none", "nil", "-", "--", "---", "—", "–", "n/a.", "not applicable"})
_LARGEST = Decimal("999999999999.9999")  # the SEC's own bound
_DIGITS = "0123456789"
_LIKE_FIGURES = frozenset("OoQlI|S$. ")
_DENOMINATORS = frozenset({2, 3, 4, 5, 8, 10, 16, 32, 64})

# Costs (-ln) of a printed number looking like this, from what filers print:
_BAD_GROUPS = 6.0  # "12,34"
_LEADING_ZERO = 4.0  # "0123"
_MANY_DECIMALS = 4.0  # more than the schema's four
_THOUSANDTHS = 6.5  # shares as "246.951": nearly always a comma that lost its tail on a scan …
_PRINTED_THOUSANDTHS = 4.0  # … but in text oftener a fraction of a share: for the rules to tell
_FRACTIONAL_SHARES = 2.5
_RAISED_FIGURE = 4.0  # "16,6701": a footnote mark without its brackets


def parse_number(text: str, kind: str, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for an amount of shares (kind "shares") or a price (kind "money"); values are plain decimals.

    `text` has no footnote marks any more. Empty when no number can be seen in it.
    """
    text = text.strip()
    clean = _CLEAN.fullmatch(text)
    if clean and faults(clean[2], kind) == 0:
        return candidates(text, _near(text, clean[2], kind, confusions))
    if text.lower() in _NOTHING:
        return candidates(text, [Explanation(None, 0.4, "", "no-figure", "words or a dash stand for no figure")])
    odd = sum(not (c in _DIGITS or c in ".,$ ") for c in text)
    return candidates(text, _explanations(text, kind, confusions), 0.002 * 0.03 ** max(0, odd - 1))


def canonical(number: str) -> str:
    """Plain decimal of a number with separators: "1,234.50" → "1234.50", ".275" → "0.275", "007" → "7"."""
    whole, point, decimals = number.replace(",", "").partition(".")
    return (whole.lstrip("0") or "0") + (point + decimals if decimals else "")


def faults(number: str, kind: str) -> float:
    """How unlike a printed number of that kind it is, as a cost; 0 is well formed."""
    whole, _, decimals = number.partition(".")
    cost = 0.0
    if "," in whole and not re.fullmatch(_GROUPED, whole):
        cost += _BAD_GROUPS
    if len(whole) > 1 and whole[0] == "0":
        cost += _LEADING_ZERO
    if len(decimals) > 4:
        cost += _MANY_DECIMALS
    if kind == "shares" and len(decimals) == 3 and "," not in whole and 0 < len(whole) <= 3 and whole != "0":
        cost += _THOUSANDTHS
    return cost


def _near(text: str, number: str, kind: str, confusions: Confusions) -> Iterator[Explanation]:
    """The clean reading itself, then what it would be with one figure misread."""
    yield Explanation(canonical(number), 0.0, text)
    lead = text[: len(text) - len(number)]
    for cost, printed, reason in islice(confusions.one_figure_off(number), LIMIT - 1):
        if printed[0] != "0" or printed[1:2] in (".", ""):
            yield Explanation(canonical(printed), cost, lead + printed, "confusion", reason)
    if kind == "money" and "$" not in text and number[0] in "583" and _CLEAN.fullmatch(number[1:]):
        yield Explanation(canonical(number[1:]), confusions.cost("$", number[0]), "$" + number[1:], "confusion")
    if "." in number and "," not in number and len(number.partition(".")[2]) == 3 and number[0] not in "0.":
        yield Explanation(number.replace(".", ""), confusions.cost(",", ".") + 2, number.replace(".", ","), "separator")
    if kind == "money" and number.count(",") == 1 and "." not in number:
        yield Explanation(number.replace(",", "."), confusions.cost(".", ","), number.replace(",", "."), "separator")


def _explanations(text: str, kind: str, confusions: Confusions) -> Iterator[Explanation]:
    bare = text
    for sign, words in _VULGAR.items():
        bare = bare.replace(sign, f" {words}")
    bare = " ".join(_UNIT.sub("", bare).replace("⁄", "/").split())
    if bare in ("-0-", "—0—", "–0–", "- 0 -"):
        yield Explanation("0", 0.0, text)
        return
    brackets = re.fullmatch(r"[(\[{] ?(.*\d.*?) ?[)\]}]", bare)
    if brackets:
        bare = brackets[1]
    if (quotient := _fraction(bare)) is not None:
        yield Explanation(quotient, 0.0, text)
        return
    if "/" in bare and (worn := list(_worn_fraction(bare, text, confusions))):
        yield from worn
        return
    if brackets and (clean := _CLEAN.fullmatch(bare)) and not faults(clean[2], kind):
        yield Explanation(canonical(clean[2]), 0.1, bare, "brackets", "the amount stands in brackets")
        return
    yield from _decoded(bare, kind, confusions)


def _decoded(text: str, kind: str, confusions: Confusions) -> Iterator[Explanation]:
    figures = sum(c in _DIGITS for c in text)
    letters = sum(c.isalpha() for c in text)
    if len(text) > 28 or letters > figures + 2 or not (figures or all(c in _LIKE_FIGURES for c in text)):
        return
    compact = re.sub(r"(?<=[$.,]) | (?=[.,])", "", text)
    for printed, cost in confusions.decode(compact, _DIGITS + ".,$", width=60):
        match = _LOOSE.fullmatch(printed)
        if not match or not match[2]:
            continue
        number = match[2]
        kept = sum(c in _DIGITS for c in number)
        if Decimal(canonical(number)) > _LARGEST or kept < figures - 1:
            continue
        doubt = faults(number, kind)
        if kind == "shares" and "." in number:
            as_read = printed == text and doubt == _THOUSANDTHS and confusions.engine.startswith("text")
            doubt = _PRINTED_THOUSANDTHS if as_read else doubt + _FRACTIONAL_SHARES
        if kind == "shares" and match[1]:
            doubt += 2.0
        if kind == "money" and "$" in text and not match[1]:
            doubt += 4.0  # the dollar sign was read: it may not be taken for something else
        changed = printed != compact or compact != text
        if compact.count(".") > printed.count(".") and len(number.partition(".")[2]) == 3:
            doubt += _THOUSANDTHS  # one point was a comma: so was the other
        signs = text.translate(_NO_SIGNS) == printed.translate(_NO_SIGNS)
        rule = ("separator" if signs else "confusion") if changed else ""
        yield Explanation(canonical(number), cost + doubt, printed, rule, explain_glyphs(compact, printed))
    if (raised := re.fullmatch(rf"(\$?)({_GROUPED}(?:\.\d\d)?)\d", compact)) and "." not in compact[-3:]:
        reason = "the last figure stands outside the groups of three: a raised footnote mark"
        yield Explanation(canonical(raised[2]), _RAISED_FIGURE, raised[1] + raised[2], "raised-figure", reason)


def _fraction(text: str) -> str | None:
    match = _FRACTION.fullmatch(text)
    if not match:
        return None
    above, below = int(match[3]), int(match[4])
    if below not in _DENOMINATORS or above >= below:
        return None
    quotient = Decimal((match[2] or "0").replace(",", "")) + Decimal(above) / Decimal(below)
    if quotient > _LARGEST:
        return None
    return canonical(str(quotient.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize().__format__("f")))


def _worn_fraction(text: str, before: str, confusions: Confusions) -> Iterator[Explanation]:
    for printed, cost in confusions.decode(text, _DIGITS + "$/- ", width=60):
        if (quotient := _fraction(printed)) is not None:
            yield Explanation(quotient, cost, printed, "" if printed == before else "confusion")
