"""What follows the tables: the Reporting Owners table, signatures, notes, remarks, joint filers on extra pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz import fuzz

from extractor.boxes import make_cell, owner_cells
from extractor.joint_filers import is_joint_heading, joint_filer_cells
from extractor.labels import key_of, phrases
from extractor.notes import footnote_cells
from extractor.records import Cell, Label, Sheet, Word
from extractor.segment.by_hand import signing_rules, typed_names, unread_label
from extractor.segment.margins import without_specks
from extractor.segment.sections import Section
from extractor.segment.tables import TableGrid
from extractor.segment.text_lines import text_lines, text_of
from extractor.shapes import letters
from extractor.signatures import date_at, is_signed, signature_cells, stands_apart
from extractor.signers import signer_lines
from models.geometry import Box

_LEGIBLE = 0.5  # an engine's score of what may be a name
_LABEL = ("signature", "of", "reporting", "person", "date")
_ANOTHER = 60  # likeness below which a word is none of a label's
_SHORT = 0.35  # share of a line that is left free only where its paragraph ends


def owner_table_cells(grids: Sequence[TableGrid]) -> tuple[Cell, ...]:
    """The Reporting Owners table: name and address in the first column, marks or titles in the others."""
    cells: list[Cell] = []
    row = 0
    for grid in grids:
        for band in grid.bands:
            boxes = grid.boxes(band)
            words = [[w for w in grid.section.words if box.contains(*w.box.center)] for box in boxes]
            if not words[0]:
                continue
            row += 1
            cells += owner_cells(text_lines(words[0]), row, "own")
            for column, box, found in zip(grid.table.columns[1:], boxes[1:], words[1:], strict=True):
                cells += _relation(column.field, box, found, row, grid.section.sheet.page.number)
    return tuple(cells)


def _relation(field: str, box: Box, words: Sequence[Word], row: int, page: int) -> list[Cell]:
    """A relationship column holds an X, or for officers and others the title itself."""
    typed = [word for line in text_lines(words) for word in line if any(c.isalnum() for c in word.text)]
    text = text_of(typed)
    cells = [Cell(field, "checkbox", "reportingOwner", row, tuple(typed), page, box)]
    if len(text.strip("_ .")) > 2:
        title = {"isOfficer": "officerTitle", "isOther": "otherText"}.get(field.rsplit("/", 1)[-1])
        if title is not None:
            cells.append(make_cell(f"reportingOwnerRelationship/{title}", "text", typed, "reportingOwner", row))
    return cells


def signature_section_cells(sections: Sequence[Section]) -> tuple[Cell, ...]:
    """The Signatures section of the 2003 printout."""
    return signature_cells([without_specks(line) for section in sections for line in text_lines(section.words)])


def signature_blocks(sections: Sequence[Section]) -> tuple[tuple[Cell, ...], set[int]]:
    """(signature cells, ids of the words they and their labels took) of the forms that sign beside or below the notes:
    the name stands above its "** Signature of Reporting Person", the date above "Date"."""
    lines: list[list[Word]] = []
    taken: set[int] = set()
    for section in sections:
        labels = [
            label
            for label in section.registration.find("signature")
            if section.y0 <= label.box.y0 < section.y1  # the next heading may stand level with its lower half
            and label.box.width > 6 * label.box.height
            and not _runs_on(label, section.words)
        ]
        labels += _unread(section, labels)
        if not labels:
            signed = _signed_before_the_break(section)
            lines += signed
            taken |= {id(word) for line in signed for word in line}
        previous = section.y0
        for label in sorted(labels, key=lambda label: label.box.y0):
            block = _block(section, label, previous)
            previous = label.box.y1
            sheet = section.sheet
            height = _letter_height(section, label)
            width = sheet.page.pixels.shape[1]
            kept = typed_names(block, section.words, label.box, sheet.lines, width, height)
            taken |= {id(word) for word in (*block, *label.words)}
            taken |= {id(word) for word in section.words if _beside(word, label)}
            lines += [without_specks(line) for line in signer_lines(kept)]
            lines.append(list(label.words))
    if not lines:
        lines = [line for section in sections for line in _unlabelled(section)]
        taken |= {id(word) for line in lines for word in line}
    return signature_cells(lines), taken


def _runs_on(label: Label, words: Sequence[Word]) -> bool:
    """Whether a sentence goes on beside what looks like the label ("an admission that the reporting person is …")."""
    own, height = {id(word) for word in label.words}, label.box.height
    return any(
        id(word) not in own
        and len(key := key_of(word.text)) > 2
        and max(fuzz.ratio(key, part) for part in _LABEL) < _ANOTHER
        and abs(word.box.center[1] - label.box.center[1]) < 0.4 * height
        and min(abs(word.box.x0 - label.box.x1), abs(label.box.x0 - word.box.x1)) < 0.7 * height
        for word in words
    )


def _unread(section: Section, labels: Sequence[Label]) -> list[Label]:
    """Labels that were not read, below the rules that one signs on."""
    if section.kind not in {"explanation", "other"}:
        return []
    height = median([word.box.height for word in section.words]) if section.words else 0.0
    rules = [
        rule for rule in signing_rules(section.sheet.lines, section.words, section.sheet.page.pixels.shape[1])
        if section.y0 < rule.y0 < section.y1
    ]  # fmt: skip
    tops = [label.box.y0 for label in labels]
    return [
        unread_label(rule, height)
        for rule, below in zip(rules, [*rules[1:], None], strict=False)
        if not any(rule.y0 < top < (below.y0 if below else section.y1) for top in tops)
    ]


def _unlabelled(section: Section) -> list[list[Word]]:
    """What stands right of the notes, perhaps level with one, and is signed, or a name with a date behind it: where no
    label of a signature was read."""
    left = 0.25 * section.sheet.page.pixels.shape[1]
    lines = [_right_of(without_specks(line), left) for line in text_lines(section.words)]
    return [line for line in lines if len(line) >= 3 and (is_signed(line) or _is_name_and_date(line))]


def _right_of(line: Sequence[Word], left: float) -> list[Word]:
    """The words of a line from its first column that begins right of x `left` on."""
    for at, word in enumerate(line):
        if word.box.x0 > left and (not at or stands_apart(line, at)):
            return list(line[at:])
    return []


def _signed_before_the_break(section: Section) -> list[list[Word]]:
    """Lines at the end of a page that sign, their label being on the next: all that stand right of the notes down
    there, where one of them has a date and, in front of it, a "/s/" or a column of its own."""
    left = 0.25 * section.sheet.page.pixels.shape[1]
    lines = [line for every in text_lines(section.words) if (line := without_specks(every))]
    first = next((at + 1 for at in range(len(lines) - 1, -1, -1) if lines[at][0].box.x0 <= left), 0)
    columns = section.kind in {"explanation", "other"}  # a table has dates in columns, too
    signed = any(_signs(line, columns) for line in lines[first:])
    return signer_lines(lines[first:]) if signed else []


def _signs(line: Sequence[Word], columns: bool) -> bool:
    date = date_at(line)
    if date is None:
        return False
    if not date[0]:
        return columns
    by_hand = any(is_signed([word]) for word in line)  # behind an entity's name and "By:", too
    return by_hand or (columns and stands_apart(line, date[0]))


def _is_name_and_date(line: Sequence[Word]) -> bool:
    date = date_at(line)
    name = line[: date[0]] if date is not None else []
    return len(name) >= 2 and all(word.text[0].isupper() for word in name)


def _block(section: Section, label: Label, previous: float) -> list[Word]:
    """The words above a signature label: upwards, as long as what stands there begins right of the notes, until a gap
    of more than two lines."""
    height = _letter_height(section, label)
    width = section.sheet.page.pixels.shape[1]
    left = max(label.box.x0 - 0.16 * width, 0.25 * width)
    above = [word for word in section.words if previous <= word.box.center[1] < label.box.y0 - 1]
    block: list[Word] = []
    top = label.box.y0
    for phrase in sorted(phrases(above, gap=2.5), key=lambda phrase: -phrase.box.center[1]):
        box = phrase.box
        if box.x1 < left or not any(_is_legible(word) for word in phrase.words):
            continue  # another column, or dirt
        if box.x0 < left or top - box.y1 > 2.6 * height:
            break
        block += phrase.words
        top = min(top, box.y0)
    return block


def _is_legible(word: Word) -> bool:
    """Whether a word is a word or a number, and no stroke or speck."""
    return sum(c.isalnum() for c in word.text) >= 3 and word.score >= _LEGIBLE


def _letter_height(section: Section, label: Label) -> float:
    """How high a line is near a label, which an engine may have boxed too flat."""
    near = [word.box.height for word in section.words if abs(word.box.center[1] - label.box.center[1]) < 200]
    return max(label.box.height, median(near) if near else 0.0, 8.0)


def _beside(word: Word, label: Label) -> bool:
    """The rest of the label's line: "**" and "Date"."""
    return abs(word.box.center[1] - label.box.center[1]) < label.box.height and word.box.x0 > label.box.x0 - 40


def note_cells(sections: Sequence[Section], taken: set[int]) -> tuple[Cell, ...]:
    """Footnotes and remarks, over all pages; `taken` are the ids of words that belong to signatures."""
    lines: list[list[Word]] = []
    paragraphs: set[int] = set()
    for section in sections:
        own = [without_specks(line) for line in text_lines(w for w in section.words if id(w) not in taken)]
        own = [line for line in own if line]
        paragraphs |= {len(lines) + index for index in _paragraph_starts(own)}
        lines += own
    return footnote_cells(lines, paragraphs)


def _paragraph_starts(lines: Sequence[Sequence[Word]]) -> set[int]:
    """Lines whose first word would have fitted on the line before, which ends a sentence or by far the margin: so it
    did not wrap."""
    margin = max((line[-1].box.x1 for line in lines), default=0.0)
    starts = set()
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        letter = median(word.box.width / max(len(word.text), 1) for word in line)
        room = margin - before[-1].box.x1
        ended = before[-1].text[-1] in '.)?!"'
        fits = line[0].box.width + 3 * letter < room and line[0].text[0].isupper()
        numbered = line[0].text.isdigit() and len(line[0].text) <= 2 and room > 8 * letter
        short = room > _SHORT * (margin - before[0].box.x0)
        if (ended and (fits or numbered)) or (short and fits):
            starts.add(index)
    return starts


def joint_pages(sections: Sequence[Section]) -> list[Sheet]:
    """Sheets that name further owners, below a heading of their own or as "Name: … Address: …"."""
    return [section.sheet for section in sections if _joint_filers_at(section) is not None]


def above_joint_filers(section: Section) -> Section:
    """What of a section stands above the list of further owners."""
    at = _joint_filers_at(section)
    return section if at is None else replace(section, y1=max(at, section.y0))


def _joint_filers_at(section: Section) -> float | None:
    """Where on the page the list of further owners begins; None for a section without one. A sentence that speaks of
    "Joint Filer Information" in an exhibit is none."""
    lines = [(line[0].box.y0, text_of(line)) for line in text_lines(section.words)]
    begins = {key: [y for y, text in lines if text.lower().startswith(key)] for key in ("name:", "address:")}
    headed = [y for y, text in lines if is_joint_heading(letters(text))]
    listed = [y for y, text in lines if letters(text).startswith(("name", "address"))]
    headed = [y for y in headed if any(other > y for other in listed)]
    named = begins["name:"][:1] if begins["address:"] else []
    return min([*headed, *named], default=None)


def joint_cells(sections: Sequence[Section], first_row: int, known: Sequence[Cell]) -> tuple[Cell, ...]:
    """Owners named on "Joint Filer Information" pages; `sections` are those of such pages."""
    return joint_filer_cells([line for part in sections for line in text_lines(part.words)], first_row, known)
