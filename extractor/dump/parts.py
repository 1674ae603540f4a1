"""The parts of a filing in a dump: where the head ends, where each table, the owners, signatures and notes begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractor.dump.lines import TextLine
from extractor.dump.titles import header_start, is_owner_table, part_title, told_by_headings
from extractor.printed import is_boilerplate
from extractor.shapes import date_likeness, letters, number_likeness

Lines = list[TextLine]


@dataclass(slots=True)
class Parts:
    """One filing's lines by part; a continued table's lines are appended. `boxes` are those of further owners, below
    the tables; `owners` is the table of them."""

    head: Lines = field(default_factory=list)
    tables: dict[str, list[Lines]] = field(default_factory=dict)
    boxes: Lines = field(default_factory=list)
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
        yield from self.boxes
        yield from self.owners
        yield from self.signatures
        yield from self.explanation
        yield from self.joint


_NO_HEADING = TextLine(0, (), (), ())
"""Stands where a part's heading is lost."""
_LIKE, _LIKE_LABEL = 70, 80  # likeness (0-100) of a garbled heading, and a label, to the one that must come next
_PROSE = 0.4
"""Share of words in lower case that sentences have at least."""
_LEAST_PROSE, _SENTENCE = 0.25, 12
"""The same and the words of a line that is a sentence, whatever names stand in it, if it has no numbers of columns."""
_MAX_LABEL_LINE = 600
"""Characters of a line that labels are looked for in: a longer line is data or hostile."""

_MAX_BOX_LABEL = 45
"""Letters of a line that holds the label of box 1 alone, worn or not."""


def split_parts(lines: Sequence[TextLine]) -> list[Parts]:
    """The filings found, in order. A new one begins where a head begins after tables or notes of the one before."""
    filings = [Parts()]
    current = filings[-1].head
    pending: Lines = []
    for index, line in enumerate(lines):
        folded = letters(line.text[:_MAX_LABEL_LINE])
        filing = filings[-1]
        begun = bool(filing.tables or filing.explanation)
        if begun and _is_form_start(folded):
            pending = [*pending[-24:], line]
        if begun and _is_owner_label(folded) and (filing.explanation or filing.owners or _new_head(pending, line)):
            filings.append(Parts())
            filing, current = filings[-1], filings[-1].head
            current.extend(item for item in pending if line.number - item.number < 40)
            pending = []
        elif filing.tables and not filing.explanation and _is_owner_box(folded):
            current = filing.boxes
        part = part_title(folded, filing.tables)
        if part is None and filing.tables and current is not filing.head and is_owner_table(folded):
            part = "owners"
        if part is None and current is filing.owners and (signed := _signed_below(current, line, folded)):
            filing.signatures.extend(signed)
            current = filing.signatures
            continue
        if part is None and line.table and (told := _told(lines, index)) is not None:
            # titles and tables are out of order: the headings say which is which
            if told != "head" and current is not _block(filing, told):
                filing.tables.setdefault(told, []).append([])
                current = filing.tables[told][-1]
            elif told == "head" and filing.tables and not any(any(map(len, b)) for b in filing.tables.values()):
                current = filing.head
        if part is None and current is not filing.head and current is not filing.explanation and _begins_notes(line):
            current = filing.explanation
            current.append(line)
            continue
        headers = None if part else header_start(folded, filing.tables)
        if headers and not (current is not filing.head and filing.tables.get(headers)):
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


def _signed_below(owners: Lines, line: TextLine, folded: str) -> Lines:
    """The lines that begin the signatures below the table of the owners, their heading garbled or lost: it, or the rows
    above "Signature of Reporting Person", which the owners' lines lose. Empty where none begin."""
    if not line.table:
        return [line] if fuzz.ratio(folded, "signatures") >= _LIKE else []
    label = len(folded) < _MAX_BOX_LABEL and fuzz.partial_ratio("signatureofreportingperson", folded) >= _LIKE_LABEL
    return [_NO_HEADING, *_last_table(owners), line] if label else []


def _last_table(lines: Lines) -> Lines:
    """The rows of the last table of the lines, which are taken away."""
    start = next((at for at in range(len(lines) - 1, 0, -1) if lines[at].blank_before), len(lines))
    taken = lines[start:]
    del lines[start:]
    return taken


def _told(lines: Sequence[TextLine], index: int) -> str | None:
    """What the headings of the markdown table say that begins in the line; None in its other lines."""
    line = lines[index]
    if index and lines[index - 1].table and not line.blank_before:
        return None
    end = next((at for at in range(index + 1, len(lines)) if not lines[at].table or lines[at].blank_before), len(lines))
    return told_by_headings(lines[index:end])


def _block(filing: Parts, name: str) -> Lines | None:
    """The last block of a table."""
    blocks = filing.tables.get(name)
    return blocks[-1] if blocks else None


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


def _is_owner_box(folded: str) -> bool:
    """The label of a name-and-address box and nothing else on its line."""
    return len(folded) < _MAX_BOX_LABEL and _is_owner_label(folded)


def _has_owner(filing: Parts) -> bool:
    return any(_is_owner_label(letters(line.text[:_MAX_LABEL_LINE])) for line in filing.head)


def _head_rest(line: TextLine) -> TextLine | None:
    """What stands left of a table's title in its line: "(City) (State) (Zip)"."""
    for at, word in enumerate(line.words):
        if re.match(r"tab[il1]e|tob[il]e", letters(word.text)):
            return line.part(0, at) if at else None
    return None


def _begins_notes(line: TextLine) -> bool:
    """The first note, or the form's own notes above it, where the heading of the explanation is lost."""
    if line.table or len(line.words) < 5:
        return False
    first, second = line.words[0].text, line.words[1].text
    if first.strip("-") in {"*", "**"}:
        return is_boilerplate(line.text[:400])
    if not re.match(r"[(\[]?1[.)\]]\Z", first):
        return False
    prose = sum(word.text[:1].islower() for word in line.words) / len(line.words)
    numbered = any(re.match(r"\d{1,2}[A-Za-z]?\.\Z", word.text) for word in line.words[1:])  # as headings are
    if prose >= _LEAST_PROSE and len(line.words) >= _SENTENCE and not numbered and letters(second) != "name":
        return True
    titled = fuzz.ratio(letters(second), "title") >= 60
    if not second[:1].isupper() or titled or (first == "1." and prose < _PROSE):
        return False  # headings have such numbers as well
    figures = sum(len(word.text) > 1 and number_likeness(word.text.lstrip("$")) >= 0.6 for word in line.words[1:7])
    return figures < 2 and not any(date_likeness(word.text) >= 0.5 for word in line.words[1:4])
