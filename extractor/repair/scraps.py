"""Scraps of what stands beside it in a value of the head: a label of the form's own print, a signature's date;
figures within words; sentences cut short; and what looks like no value of its kind (see strange.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.repair.fields import Choice, path_tail, value_of
from extractor.repair.strange import column_texts, strange_in
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
_PROSE = ("footnotes/", "remarks")
_FIGURED = re.compile(r"\b[A-Za-z]+\d+[a-z]+|\b[A-Z]+\d[A-Z]{3,}")  # "Aggre9ator", "E5PLANADE"
_FAR_OFF = re.compile(r"(?<=[a-z] \d, )20[5-9]\d\b|(?<=[a-z] \d\d, )20[5-9]\d\b")
_DATE = re.compile(r"\d+ ?/ ?\d.*")  # of the column beside the signature
_NO_END = word_set("of the by to a an and or for with its as at from which that this such each is are was were be")
"""Words that no sentence ends with, in any of the SEC's filings we have."""


def scraps(choices: Mapping[str, Choice]) -> tuple[dict[str, Choice], tuple[Issue, ...]]:
    """The choices, those that hold a scrap in doubt, and an issue for each of them."""
    out, issues = dict(choices), []
    titles = column_texts(choices)
    for path, choice in choices.items():
        value, tail = value_of(choice), path_tail(path)
        if tail in _HEAD and (scrap := scrap_in(value)):
            message = f"Part of the form's own print seems to stand in it: {scrap}."
        elif tail == _SIGNED and (dated := _DATE.search(value)):
            message = f"A date seems to stand in it: {dated.group()}."
        elif (tail in _NAMED or tail.startswith(_PROSE)) and (figured := _FIGURED.search(value)):
            message = f"A figure stands in a word: {figured.group()}."
        elif (tail == _SIGNED or tail.startswith(_PROSE)) and (last := _unfinished(value)):
            message = f"It ends with “{last}”: what follows seems to be lost."
        elif tail.startswith(_PROSE) and (year := _FAR_OFF.search(value)):
            message = f"No filing speaks of the year {year.group()}: a figure of it may be misread."
        elif strange := strange_in(tail, value, choice, titles):
            message = strange
        else:
            continue
        out[path] = replace(choice, doubtful=True)
        issues.append(Issue(code="value.strange", severity="doubt", path=path, message=message))
    return out, tuple(issues)


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
