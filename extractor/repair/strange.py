"""What looks like no value of its kind: another column's words in it, a sign for a letter, a letter that the edge of a
column took or showed twice, a figure that zeros are taken for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from extractor.repair.fields import Choice

_LETTERED = frozenset({
    "issuer/issuerName", "reportingOwnerId/rptOwnerName", "reportingOwnerAddress/rptOwnerStreet1",
    "reportingOwnerAddress/rptOwnerStreet2", "reportingOwnerAddress/rptOwnerCity",
    "reportingOwnerRelationship/officerTitle", "reportingOwnerRelationship/otherText", "signatureName",
    "securityTitle", "underlyingSecurity/underlyingSecurityTitle", "ownershipNature/natureOfOwnership",
})  # fmt: skip
"""Texts in words, in which a figure seldom stands for itself."""
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


def column_texts(choices: Mapping[str, Choice]) -> frozenset[str]:
    """What the filing's rows say in their narrow columns of text."""
    found = (choice.candidate.value for path, choice in choices.items() if path.endswith(_COLUMNS) and choice.candidate)
    return frozenset(filter(None, found))


def strange_in(tail: str, value: str, choice: Choice, columns: Collection[str]) -> str:
    """In a sentence what is strange about the value of a field, whose path ends in `tail`; "" when nothing is.
    `columns`: the filing's texts in narrow columns."""
    shows, why = _STRANGE.get(tail.rpartition("/")[2], (None, ""))
    if shows is not None and shows.search(value):
        return f"It does not look like one: {why}."
    if tail.endswith(_COLUMNS) and (longer := next((one for one in columns if one[:-1] == value), "")):
        return f"Another row has it with one letter more: {longer}."
    if _worn_zero(tail, value, choice):
        return "A lone 6 is as often a worn 0, and nothing on the form tells which."
    if tail in _LETTERED and (figured := _MIXED.search(value)):
        return f"A sign stands for a letter much like it: {figured.group()}."
    return ""


def _worn_zero(tail: str, value: str, choice: Choice) -> bool:
    """Whether an amount is what zeros are often taken for, where zeros are common and no rule bears it out."""
    return tail.endswith(_OFTEN_ZERO) and value == "6" and choice.supports == (0, 0) and not choice.chosen_by
