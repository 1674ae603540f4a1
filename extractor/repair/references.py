"""Footnote marks tied to notes: every reference resolves, every note is referred to (C6).

A garbled superscript is the note that nobody refers to. Which, when there are several, follows from the order in which
notes are first referred to (they are numbered as they come) and from what the note is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.repair import columns as at
from extractor.repair.opinions import filled
from extractor.repair.sheet import Sheet
from models.evidence import Repair
from models.extraction import Issue

TOPICS: Mapping[str, tuple[str, ...]] = {
    at.EXERCISABLE: ("vest", "exercisab", "instal", "anniversar", "become"),
    at.EXPIRES: ("expir", "expiration", "no expiration", "terminat"),
    at.PRICE: ("price", "weighted", "average", "ranging", "range", "purchased at", "sold at", "full information"),
    at.STRIKE: ("convert", "conversion", "one-for-one", "1-for-1", "each restricted", "each unit", "exercise price"),
    at.NATURE: ("trust", "llc", "l.p.", "spouse", "held by", "owned by", "disclaim", "partner", "indirect", "held in"),
    at.DIRECT: ("trust", "llc", "spouse", "held by", "owned by", "disclaim", "indirect"),
    at.AMOUNT: ("withh", "tax", "net", "grant", "award", "restricted", "deliver", "forfeit", "shares"),
    at.CODE: ("withh", "10b5-1", "plan", "pursuant", "exempt", "gift", "swap"),
    at.OWNED: ("includ", "reflect", "total", "balance", "dividend", "split", "purchase plan"),
    at.TITLE: ("unit", "class", "each", "represent", "security", "stock"),
    at.DATE: ("pursuant", "agreement", "date", "plan", "reported", "granted"),
    at.UNDERLYING: ("convert", "adjust", "number of shares"),
}
"""Words of notes that usually hang on a column."""


@dataclass(frozen=True, slots=True)
class References:
    """Footnote ids by path where they differ from what was read, the repairs that led there, and what is doubtful;
    `unsure` paths go to review."""

    footnotes: Mapping[str, tuple[str, ...]]
    repairs: Mapping[str, Repair]
    unsure: frozenset[str]
    issues: tuple[Issue, ...]


def tie(sheet: Sheet) -> References:
    """Ties unreadable marks, then blank cells that need a note, to notes that nobody refers to."""
    known = {path: proposal.footnotes for path, proposal in sheet.cells.items() if proposal.footnotes}
    notes = sum(path.startswith("footnotes/") for path in sheet.cells)
    ids = [f"F{number}" for number in range(1, notes + 1)]
    strange = [(path, note) for path, said in known.items() for note in said if ids and note not in ids]
    known |= {path: tuple(note for note in known[path] if note in ids) for path, _ in strange}
    referred = {note for said in known.values() for note in said}
    free = [note for note in ids if note not in referred]
    tied: dict[str, tuple[str, ...]] = {}
    repairs: dict[str, Repair] = {}
    unsure: set[str] = set()
    issues: list[Issue] = []
    marked = [(path, mark) for path, proposal in sheet.cells.items() for mark in proposal.marks]
    marked += [(path, f"({note[1:]})") for path, note in strange]  # a number that no note has was misread
    for path, mark in [*marked, *_unexplained(sheet)]:
        fitting = _fitting(sheet, path, free, {**known, **tied}, bool(mark)) if free else []
        if not fitting and not mark:
            continue
        fitting = fitting or _repeated(sheet, path, known)
        if not fitting:
            unsure.add(path)
            issues.append(_unread_mark(sheet, path, mark))
            continue
        note = fitting[0]
        sole = free == [note] and len(marked) == 1 and bool(mark)
        why = (
            "is the only footnote nothing else refers to" if sole
            else "fits its place and subject best" if note in free
            else "stands on the other rows of the column"
        )
        if note in free:
            free.remove(note)
        tied[path] = tuple(dict.fromkeys((*tied.get(path, known.get(path, ())), note)))
        repairs[path] = Repair(rule="footnote.reference", before=mark, after=f"({note[1:]})",
                               reason=f"Footnote ({note[1:]}) {why}.")
        if not sole:
            unsure.add(path)
    issues.extend(_orphan(sheet, note) for note in free)
    if free == ids:  # nothing refers to any: what is taken for notes may be the remarks
        unsure.update(f"footnotes/footnote[{note[1:]}]" for note in free)
    return References(tied, repairs, frozenset(unsure), (*issues, *_dangling(sheet, ids, tied)))


def _unexplained(sheet: Sheet) -> list[tuple[str, str]]:
    """Cells that are blank without a note, though they may be only with one."""
    return [
        (row.path(field), "")
        for row in sheet.rows
        for field in at.FOOTNOTE_ONLY
        if field in row.cells and not filled(row.cells[field]) and not row.cells[field].footnotes
        and not row.cells[field].marks
    ]


def _fitting(
    sheet: Sheet, path: str, free: Sequence[str], known: Mapping[str, tuple[str, ...]], marked: bool
) -> list[str]:
    """Free notes, best first: within the order of first references, then by subject. A cell without any mark takes
    only a note that fits its column in both ways."""
    low, high = _window(sheet, path, known)
    within = [note for note in free if low < int(note[1:]) < high]
    words = TOPICS.get(path.rpartition("]/")[2], ())

    def subject(note: str) -> int:
        text = sheet.notes.get(note, "").lower()
        return sum(word in text for word in words)

    pool = within or (list(free) if marked else [])
    ranked = sorted(pool, key=lambda note: (-subject(note), int(note[1:])))
    return ranked if marked else [note for note in ranked if subject(note)]


def _repeated(sheet: Sheet, path: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The note that other rows have in this column, when they agree on one: first rows that say the same there."""
    table, column = path.partition("/")[0], path.rpartition("]/")[2]
    value = sheet.cells[path].candidates[0].value if sheet.cells[path].candidates else None
    same: set[str] = set()
    any_row: set[str] = set()
    for other, notes in known.items():
        if other != path and other.startswith(f"{table}/") and other.endswith(f"]/{column}"):
            any_row.update(notes)
            first = sheet.cells[other].candidates
            if value is not None and first and first[0].value == value:
                same.update(notes)
    return next((list(notes) for notes in (same, any_row) if len(notes) == 1), [])


def _window(sheet: Sheet, path: str, known: Mapping[str, tuple[str, ...]]) -> tuple[int, int]:
    """The last note referred to before this cell and the first one first referred to after it, exclusive bounds."""
    low, high, passed = 0, 100, False
    for other in sheet.cells:
        if other == path:
            passed = True
            continue
        for note in known.get(other, ()):
            number = int(note[1:]) if note[1:].isdigit() else 0
            if not passed:
                low = max(low, number)
            elif number > low:
                high = min(high, number)
    return low, high


def _unread_mark(sheet: Sheet, path: str, mark: str) -> Issue:
    return Issue(code="footnotes.unread-mark", severity="doubt", path=path, page=sheet.cells[path].cell.page,
                 message=f"“{mark}” looks like a footnote mark and no footnote is left for it.")


def _orphan(sheet: Sheet, note: str) -> Issue:
    path = f"footnotes/footnote[{note[1:]}]"
    return Issue(code="footnotes.unreferenced", severity="doubt", path=path, page=sheet.cells[path].cell.page,
                 message=f"Nothing refers to footnote ({note[1:]}); its mark was lost.")


def _dangling(sheet: Sheet, ids: Sequence[str], tied: Mapping[str, tuple[str, ...]]) -> list[Issue]:
    return [
        Issue(code="footnotes.unknown", severity="doubt", path=path, page=proposal.cell.page,
              message=f"The mark ({note[1:]}) refers to no footnote; there are {len(ids)}.")
        for path, proposal in sheet.cells.items()
        for note in proposal.footnotes
        if note not in ids and path not in tied
    ]
