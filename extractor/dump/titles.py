"""What opens a part of the form: its title, however garbled, or, where that is lost or stands elsewhere, headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process

from extractor.dump.lines import TextLine
from extractor.dump.vocabulary import PART_TITLES, TABLE_1, TABLE_2
from extractor.joint_filers import is_joint_heading
from extractor.shapes import letters, word_set

_TITLED = re.compile(r"deriv|secur|tab[il1]|benef|acqui|dispos")
"""What a table's title has of itself when it is garbled."""
_WHOLE, _LIKE = 78, 80
"""Likeness (0-100) of a whole title to the form's, and of what is left of "Derivative Securities" in it."""
_APART = 2.5
"""Points by which a title must be likelier one table's than the other's, where neither is named plainly."""
_FEW_ROWS = 14
_ONLY_DERIVATIVE = word_set("derivative conversion exercise exercisable expiration underlying")
_ANY_TABLE = word_set("title security transaction execution deemed acquired disposed beneficially ownership nature")
_OWNERS = "reportingowner"
_HEAD_LABELS = ("nameandaddressofreportingperson", "issuernameandticker", "dateofearliesttransaction")


def part_title(folded: str, known: Collection[str]) -> str | None:
    """Which part a line (folded to letters) opens; None for an ordinary line. `known`: the tables there are already."""
    if _TITLED.search(folded):
        table = _table_title(folded, known)
        if table:
            return table
    if folded == "owners":
        return "owners"
    for part, title in PART_TITLES:
        if abs(len(folded) - len(title)) <= 4 and fuzz.ratio(folded, title) >= 80 and "person" not in folded:
            return part
    if (folded.startswith("explanationofresponse") and len(folded) < 40) or folded == "explanationof":
        return "explanation"
    if is_joint_heading(folded):
        return "joint"
    return None


def header_start(folded: str, known: Collection[str]) -> str | None:
    """The table whose column headings begin in the line, for a table whose title is lost."""
    if "2" not in folded:
        return None  # the number of the second column
    if "derivativeTable" not in known and fuzz.partial_ratio("titleofderivative", folded, score_cutoff=88):
        return "derivativeTable"
    if (
        not known
        and ("2transact" in folded or "2amount" in folded)
        and fuzz.partial_ratio("titleofsecurity", folded, score_cutoff=85)
    ):
        return "nonDerivativeTable"
    return None


def is_owner_table(folded: str) -> bool:
    """The headings of the Reporting Owners table, whose title is lost."""
    related = fuzz.partial_ratio("relationships", folded, score_cutoff=70) > 0
    named = fuzz.ratio(folded[: len(_OWNERS)], _OWNERS) >= 80
    return len(folded) < 90 and named and related


def told_by_headings(rows: Sequence[TextLine]) -> str | None:
    """The part that a markdown table is, by the labels and headings in its first rows; None when they do not tell."""
    words: set[str] = set()
    for row in rows[:_FEW_ROWS]:
        folded = letters(row.text[:600])
        if is_owner_table(folded):
            return None
        if any(fuzz.partial_ratio(label, folded, score_cutoff=80) for label in _HEAD_LABELS if len(folded) > 20):
            return "head"
        if part_title(folded, ()) is not None:
            break
        words |= {letters(word.text) for word in row.words[:60]}
    derivative = _among(words, _ONLY_DERIVATIVE)
    if len(derivative) + len(_among(words, _ANY_TABLE)) < 4:
        return None
    return "derivativeTable" if len(derivative) >= 3 else "nonDerivativeTable"


def _among(words: Collection[str], known: Collection[str]) -> set[str]:
    """Those of the known words that are among the words, garbled perhaps."""
    found = (process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=80) for word in words if len(word) > 4)
    return {best[0] for best in found if best is not None}


def _table_title(folded: str, known: Collection[str]) -> str | None:
    if len(folded) < 18 or len(folded) > 400:
        return None
    if re.search(r"tab[il1]e[il1|]{0,2}nonderiv|^.{0,3}tab[il1]e[il1]{0,2}n[o0c][nrui]de", folded):
        return "nonDerivativeTable"
    if (
        re.match(r".{0,3}tab[il1]e[il1|]{2}de", folded)
        and fuzz.partial_ratio("derivativesecurities", folded[:40]) >= 65
    ):
        return "derivativeTable"
    if re.match(r"[il1|]{2}deriv", folded):
        return "derivativeTable"  # its first word is lost
    owned = "owned" in folded or "acqui" in folded or "dispos" in folded or "benefic" in folded
    named = re.search(r"tab[il1]e[il1|]", folded) is not None
    if not (owned or named) or (not named and len(_without_examples(folded)) > 110):
        return None
    if fuzz.partial_ratio("nonderivativesecurities", folded) >= 88 and (
        named or fuzz.partial_ratio(TABLE_1[0][:60], folded) >= 75 or fuzz.ratio(TABLE_1[1], folded) >= 75
    ):
        return "nonDerivativeTable"
    if named and "nonderiv" not in folded and fuzz.partial_ratio("tableiiderivativesecurities", folded) >= 84:
        # "Table I" of a misread "II": the second title is Table II's
        return "derivativeTable"
    return _likelier_title(_without_examples(folded), known)


def _likelier_title(folded: str, known: Collection[str]) -> str | None:
    """The table that a whole title names, garbled or short of a word; None when it is no title."""
    first, second = (max(fuzz.ratio(folded, title) for title in titles) for titles in (TABLE_1, TABLE_2))
    named = "deriv" in folded or fuzz.partial_ratio("table", folded[:8]) >= 75
    if max(first, second) < _WHOLE or not (named or fuzz.partial_ratio("derivativesecurities", folded) >= _LIKE):
        return None
    if abs(first - second) >= _APART:
        return "nonDerivativeTable" if first > second else "derivativeTable"
    return "nonDerivativeTable" if "nonDerivativeTable" not in known else "derivativeTable"


def _without_examples(folded: str) -> str:
    """A title without "(e.g., puts, calls, warrants, options, convertible securities)"."""
    found = fuzz.partial_ratio_alignment("egputscallswarrantsoptions", folded, score_cutoff=75)
    return folded[: found.dest_start] if found is not None and found.dest_start > 20 else folded
