"""Scraps of what stands beside it in a value of the head: a label of the form's own print, a signature's date;
figures within words; sentences cut short; what no city, name or ZIP code looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.repair.fields import Choice, path_tail
from extractor.shapes import word_set
from models.extraction import Issue

_PRINTED = (
    "name and address", "of reporting person", "issuer name and", "ticker or trading", "trading symbol",
    "date of earliest", "earliest transaction", "date of transaction", "person(s) to issuer",
    "relationship of reporting", "(check all applicable)", "if amendment, date", "date of original",
    "month/day/year", "individual or joint", "joint/group filing", "statement for month",
)  # fmt: skip
"""Neighbouring words of the labels of the head, as Forms 3, 4 and 5 of every revision print them."""
_CLOSE = 85.0  # likeness of a stretch of the value to such words
_NUMBER = re.compile(r"(?:^|\s)[1-7]\. ?[A-Z][a-z]")  # a box's number before its label
_HEAD = frozenset({
    "issuer/issuerName", "reportingOwnerId/rptOwnerName", "reportingOwnerAddress/rptOwnerStreet1",
    "reportingOwnerAddress/rptOwnerStreet2", "reportingOwnerAddress/rptOwnerCity",
    "reportingOwnerRelationship/officerTitle", "reportingOwnerRelationship/otherText",
})  # fmt: skip
_SIGNED = "signatureName"
_NAMED = _HEAD | {_SIGNED}
_LETTERED = _NAMED | {
    "securityTitle", "underlyingSecurity/underlyingSecurityTitle", "ownershipNature/natureOfOwnership",
}  # fmt: skip
_PROSE = ("footnotes/", "remarks")
_FIGURED = re.compile(r"\b[A-Za-z]+\d+[a-z]+|\b[A-Z]+\d[A-Z]{3,}")  # "Aggre9ator", "E5PLANADE"
_AMOUNT_IN_TITLE = re.compile(
    r"(?<![\d$.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?\b|(?<![\d$.,])\d+\.\d{3,}|\d/\Z"
    r"|(?<!value )(?<!of )(?<!at )(?<!\()\$\d[\d.,]*(?! ?(?:\d/\d+ )?par)(?![\d.,])|\$0\.0\Z|(?<![\d$.,])0\d+\b"
)
"""Of another column: "Common Stock, no par value 378.5233"; a par value is the title's own, with its sign."""
_TWICE = r"[A-Za-z]([a-z]{1,4}) \1[a-z]*\b"
"""Letters that both sides of a cell's edge show: "Med edia", "Acquisition n Corp"."""
_MIXED = re.compile(r"\b[A-Z]+0[A-Za-z]+\b|\b[A-Z]{2,}0\b|\b[A-Z]+l[A-Z]+\b")  # "C0X", "CF0", "HlLL"
_STRANGE = {
    "rptOwnerCity": (re.compile(r"\d|[A-Z]l[A-Z]|\s[A-Z]\Z"), "no city is written so"),
    "rptOwnerZipCode": (re.compile(r"\A\d{1,3}\Z"), "no postal code is so short"),
    "issuerName": (
        re.compile(rf"\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|{_TWICE}| - [a-z]{{2,5}}\Z|\bReporting\Z"),
        "a date, a symbol, a label or letters that stand twice are in it",
    ),
    "issuerTradingSymbol": (
        re.compile(rf"{_TWICE}|([A-Z]{{1,4}}) \2(?:[A-Z]|\b)|\A[A-Z][a-z]+\Z"),
        "a word, or letters that stand twice, are in it",
    ),
    "securityTitle": (_AMOUNT_IN_TITLE, "an amount stands in it that is not a par value"),
    "underlyingSecurityTitle": (_AMOUNT_IN_TITLE, "an amount stands in it that is not a par value"),
    "rptOwnerName": (re.compile(r"(?i)\A\d+ .*\b(?:street|avenue|road|drive|suite|blvd|lane)\b"), "it is a street"),
}
"""Last step of a field's path -> what shows that another one's words, or a figure for a letter, stand there."""
_COLUMNS = ("ecurityTitle", "natureOfOwnership")
"""Ends of the paths of texts in narrow columns, whose edge may take a letter."""
_OFTEN_ZERO = ("transactionPricePerShare", "sharesOwnedFollowingTransaction")
_DATE = re.compile(r"\d+ ?/ ?\d.*")  # of the column beside the signature
_NO_END = word_set("of the by to a an and or for with its as at from which that this such each is are was were be")
"""Words that no sentence ends with, in any of the SEC's filings we have."""


def scraps(choices: Mapping[str, Choice]) -> tuple[dict[str, Choice], tuple[Issue, ...]]:
    """The choices, those that hold a scrap in doubt, and an issue for each of them."""
    out, issues = dict(choices), []
    titles = {
        choice.candidate.value
        for path, choice in choices.items()
        if path.endswith(_COLUMNS) and choice.candidate and choice.candidate.value
    }
    for path, choice in choices.items():
        value, tail = (choice.candidate.value if choice.candidate else None) or "", path_tail(path)
        if tail in _HEAD and (scrap := scrap_in(value)):
            message = f"Part of the form's own print seems to stand in it: {scrap}."
        elif tail == _SIGNED and (dated := _DATE.search(value)):
            message = f"A date seems to stand in it: {dated.group()}."
        elif (tail in _NAMED or tail.startswith(_PROSE)) and (figured := _FIGURED.search(value)):
            message = f"A figure stands in a word: {figured.group()}."
        elif (tail == _SIGNED or tail.startswith(_PROSE)) and (last := _unfinished(value)):
            message = f"It ends with “{last}”: what follows seems to be lost."
        elif strange := _strange(tail, value):
            message = strange
        elif path.endswith(_COLUMNS) and (longer := next((one for one in titles if one[:-1] == value), "")):
            message = f"Another row has it with one letter more: {longer}."
        elif _worn_zero(tail, value, choice):
            message = "A lone 6 is as often a worn 0, and nothing on the form tells which."
        elif tail in _LETTERED and (figured := _MIXED.search(value)):
            message = f"A sign stands for a letter much like it: {figured.group()}."
        else:
            continue
        out[path] = replace(choice, doubtful=True)
        issues.append(Issue(code="label.inside", severity="doubt", path=path, message=message))
    return out, tuple(issues)


def _strange(tail: str, value: str) -> str:
    """What is strange about a value of that field; "" when nothing is."""
    shows, why = _STRANGE.get(tail.rpartition("/")[2], (None, ""))
    return f"It does not look like one: {why}." if shows is not None and shows.search(value) else ""


def _worn_zero(tail: str, value: str, choice: Choice) -> bool:
    """Whether an amount is what zeros are often taken for, where zeros are common and no rule bears it out."""
    return tail.endswith(_OFTEN_ZERO) and value == "6" and choice.supports == (0, 0) and not choice.chosen_by


def _unfinished(value: str) -> str:
    """The last word of a sentence or a signature, where none ends with it; "" elsewhere."""
    last = value.rpartition(" ")[2]
    return last if " " in value and (last.lower().rstrip(",:") in _NO_END or last[-1:] in {",", "("}) else ""


@lru_cache(maxsize=2048)
def scrap_in(value: str) -> str:
    """What of a value looks like the form's own print; "" when nothing does."""
    folded = value.lower()
    for printed in _PRINTED:
        if len(folded) >= len(printed):
            found = fuzz.partial_ratio_alignment(printed, folded, score_cutoff=_CLOSE)
            if found is not None:
                return value[found.dest_start : found.dest_end].strip()
    number = _NUMBER.search(value)
    return number.group().strip() if number else ""
