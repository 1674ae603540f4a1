"""The parts of a filing in a dump: where the head ends, where each table, the owners, signatures and notes begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractor.dump.lines import TextLine
from extractor.dump.vocabulary import JOINT_TITLES, PART_TITLES, TABLE_1, TABLE_2
from extractor.shapes import date_likeness, letters, number_likeness

Lines = list[TextLine]


@dataclass(slots=True)
class Parts:
    """One filing's lines by part. `start` is the first line of the filing; a continued table's lines are appended."""

    head: Lines = field(default_factory=list)
    tables: dict[str, list[Lines]] = field(default_factory=dict)
    owners: Lines = field(default_factory=list)
    signatures: Lines = field(default_factory=list)
    explanation: Lines = field(default_factory=list)
    joint: Lines = field(default_factory=list)

    @property
    def lines(self) -> Iterator[TextLine]:
        yield from self.head
        for blocks in self.tables.values():
            for block in blocks:
                yield from block
        yield from self.owners
        yield from self.signatures
        yield from self.explanation
        yield from self.joint


_MAX_LABEL_LINE = 600
"""Characters of a line that labels are looked for in: a longer line is data or hostile."""


def split_parts(lines: Sequence[TextLine]) -> list[Parts]:
    """The filings found, in order. A new one begins where a head begins after tables or notes of the one before."""
    filings = [Parts()]
    current = filings[-1].head
    pending: Lines = []
    for line in lines:
        folded = letters(line.text[:_MAX_LABEL_LINE])
        filing = filings[-1]
        begun = bool(filing.tables or filing.explanation)
        if begun and _is_form_start(folded):
            pending.append(line)
            if len(pending) > 25:
                pending = pending[-25:]
        if begun and _is_owner_label(folded) and (filing.explanation or filing.owners or _new_head(pending, line)):
            filings.append(Parts())
            filing, current = filings[-1], filings[-1].head
            current.extend(item for item in pending if line.number - item.number < 40)
            pending = []
        part = part_title(folded, filing)
        if part is None and filing.tables and current is not filing.head and _is_owner_table(folded):
            part = "owners"
        if part is None and current is not filing.head and current is not filing.explanation and _begins_notes(line):
            current = filing.explanation
            current.append(line)
            continue
        headers = None if part else _header_start(folded, filing)
        if part is None and (told := _mistitled(current, filing, line)):
            # the titles of the tables and the tables are out of order: the headings say which is which
            filing.tables[told[0]].pop()
            filing.tables.setdefault(told[1], []).append(current)
        elif headers and not (current is not filing.head and filing.tables.get(headers)):
            filing.tables.setdefault(headers, []).append([])
            current = filing.tables[headers][-1]
        if part is None:
            current.append(line)
            continue
        before = _head_rest(line)
        if part in {"nonDerivativeTable", "derivativeTable"}:
            if before is not None and current is filing.head:
                filing.head.append(before)
            blocks = filing.tables.setdefault(part, [])
            blocks.append([])
            current = blocks[-1]
        else:
            current = getattr(filing, part)
            current.append(line)
    return [filing for filing in filings if filing.tables or _has_owner(filing)] or filings[:1]


def _new_head(pending: Lines, line: TextLine) -> bool:
    return any(line.number - item.number < 40 for item in pending)


def _is_form_start(folded: str) -> bool:
    return len(folded) < 200 and (
        "unitedstatessecurities" in folded
        or "securitiesandexchangecommission" in folded
        or folded.startswith(("form3", "form4", "form5", "secform", "typ", "printortype"))
        or "statementofchanges" in folded
        or "initialstatement" in folded
        or "filedpursuant" in folded
    )


def _is_owner_label(folded: str) -> bool:
    return len(folded) >= 26 and fuzz.partial_ratio("nameandaddressofreportingperson", folded, score_cutoff=82) > 0


def _has_owner(filing: Parts) -> bool:
    return any(_is_owner_label(letters(line.text[:_MAX_LABEL_LINE])) for line in filing.head)


def _head_rest(line: TextLine) -> TextLine | None:
    """What stands left of a table's title in its line: "(City) (State) (Zip)"."""
    for at, word in enumerate(line.words):
        if re.match(r"tab[il1]e|tob[il]e", letters(word.text)):
            return line.part(0, at) if at else None
    return None


def part_title(folded: str, filing: Parts) -> str | None:
    """Which part a line opens; None for an ordinary line."""
    if "deriv" in folded or "securit" in folded:
        table = _table_title(folded, filing)
        if table:
            return table
    if folded == "owners":
        return "owners"
    for part, title in PART_TITLES:
        if abs(len(folded) - len(title)) <= 4 and fuzz.ratio(folded, title) >= 80 and "person" not in folded:
            return part
    if (folded.startswith("explanationofresponse") and len(folded) < 40) or folded == "explanationof":
        return "explanation"
    if folded.startswith(JOINT_TITLES) and len(folded) < 60:
        return "joint"
    return None


def _header_start(folded: str, filing: Parts) -> str | None:
    """The first line of a table's column headers, for a table whose title is lost."""
    if (
        "derivativeTable" not in filing.tables
        and fuzz.partial_ratio("titleofderivative", folded) >= 88
        and "2" in folded
    ):
        return "derivativeTable"
    if (
        not filing.tables
        and fuzz.partial_ratio("titleofsecurity", folded) >= 85
        and ("2transact" in folded or "2amount" in folded)
    ):
        return "nonDerivativeTable"
    return None


def _without_examples(folded: str) -> str:
    """A title without "(e.g., puts, calls, warrants, options, convertible securities)"."""
    found = fuzz.partial_ratio_alignment("egputscallswarrantsoptions", folded, score_cutoff=75)
    return folded[: found.dest_start] if found is not None and found.dest_start > 20 else folded


def _mistitled(current: Lines, filing: Parts, line: TextLine) -> tuple[str, str] | None:
    """(the table whose title stands above, the one whose headings stand here) when they are not the same, and nothing
    but titles has been read of it."""
    if not line.table or len(current) > 3:
        return None
    above = next((name for name, blocks in filing.tables.items() if blocks and blocks[-1] is current), None)
    if above is None:
        return None
    folded = letters(line.text[:_MAX_LABEL_LINE])
    derivative = (
        fuzz.partial_ratio("titleofderivative", folded) >= 88 or fuzz.partial_ratio("conversionor", folded) >= 90
    )
    if above == "nonDerivativeTable" and derivative and fuzz.partial_ratio("exerciseprice", folded) >= 85:
        return above, "derivativeTable"
    plain = fuzz.partial_ratio("titleofsecurity", folded) >= 88 and not derivative
    if above == "derivativeTable" and plain and fuzz.partial_ratio("ownershipform", folded) >= 85:
        return above, "nonDerivativeTable"
    return None


def _begins_notes(line: TextLine) -> bool:
    """The first note, or the form's own notes above it, where the heading of the explanation is lost."""
    if line.table or len(line.words) < 5:
        return False
    first = line.words[0].text
    if re.match(r"[(\[]1[)\]]\Z", first) and line.words[1].text[:1].isupper():
        figures = sum(number_likeness(word.text.lstrip("$")) >= 0.6 for word in line.words[1:7])
        return figures < 2 and not any(date_likeness(word.text) >= 0.5 for word in line.words[1:4])
    return first.strip("-") in {"*", "**"} and letters(line.text[:60]).startswith(("iftheform", "intentionalmis"))


def _is_owner_table(folded: str) -> bool:
    """The headings of the Reporting Owners table, whose title is lost."""
    related = fuzz.partial_ratio("relationships", folded, score_cutoff=70) > 0
    return len(folded) < 90 and folded.startswith("reportingowner") and related


def _table_title(folded: str, filing: Parts) -> str | None:
    if len(folded) < 18 or len(folded) > 400:
        return None
    if re.search(r"tab[il1]e[il1|]{0,2}nonderiv", folded):
        return "nonDerivativeTable"
    if (
        re.match(r".{0,3}tab[il1]e[il1|]{2}de", folded)
        and fuzz.partial_ratio("derivativesecurities", folded[:40]) >= 65
    ):
        return "derivativeTable"
    non = fuzz.partial_ratio("nonderivativesecurities", folded)
    plain = fuzz.partial_ratio("tableiiderivativesecurities", folded)
    owned = "owned" in folded or "acqui" in folded or "dispos" in folded or "benefic" in folded
    named = re.search(r"tab[il1]e[il1|]", folded) is not None
    if not (owned or named) or (not named and len(_without_examples(folded)) > 110):
        return None
    if non >= 88 and (
        named or fuzz.partial_ratio(TABLE_1[0][:60], folded) >= 75 or fuzz.ratio(TABLE_1[1], folded) >= 75
    ):
        return "nonDerivativeTable"
    if plain >= 84 and named and "nonderiv" not in folded:
        # "Table I" of a misread "II": the second title is Table II's
        return "derivativeTable"
    folded = _without_examples(folded)
    whole = max(fuzz.ratio(folded, title) for title in (*TABLE_1, *TABLE_2))
    if whole >= 78 and "deriv" in folded:
        return "nonDerivativeTable" if "nonDerivativeTable" not in filing.tables else "derivativeTable"
    return None
