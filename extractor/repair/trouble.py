"""How much of a document, and of the neighbourhood of a cell, was not read cleanly or is doubted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from extractor.records import Proposal
from extractor.repair import columns as at
from extractor.repair.confidence import Surroundings
from extractor.repair.fields import Choice
from extractor.repair.opinions import unreadable
from extractor.repair.rows import Row, mandatory
from extractor.repair.sheet import Sheet

FAIR, SURE = 0.8, 0.99
"""Scores from which a reading, and a repaired one, count as clean."""

FEW = 3
"""Cells that a neighbourhood is filled up with, so that one bad neighbour of one is not all of it."""

DERIVED = (at.FORM_TYPE, at.SWAP)
"""Cells made of another cell: they would count its damage twice."""


def surroundings(sheet: Sheet, choices: Mapping[str, Choice]) -> dict[str, Surroundings]:
    """The surroundings of every cell of the sheet, by path."""
    trouble = troubles(sheet)
    near_all = Counter([_near(path) for path in sheet.cells])
    near_doubted = Counter([_near(path) for path in sheet.cells if choices[path].doubtful])
    everywhere = sum(near_doubted.values())
    whole = {path: share for row in sheet.rows for path, share in _filled(sheet, row, choices).items()}
    out = {}
    for path in sheet.cells:
        own, near = int(choices[path].doubtful), _near(path)
        out[path] = Surroundings(
            *trouble[path],
            doubts=(everywhere - own) / max(1, len(sheet.cells) - 1),
            near_doubts=(near_doubted[near] - own) / (near_all[near] - 1 + FEW),
            row=whole.get(path, 1.0),
        )
    return out


def _filled(sheet: Sheet, row: Row, choices: Mapping[str, Choice]) -> dict[str, float]:
    """For every cell of a row the share of the row's mandatory columns that hold a value or a note."""
    columns = mandatory(row.table, row.kind, sheet.form)
    held = 0
    for field in columns:
        if field in row.cells:
            candidate = choices[row.path(field)].candidate
            held += bool((candidate and candidate.value is not None) or row.cells[field].footnotes)
    return dict.fromkeys(map(row.path, row.cells), held / len(columns))


def troubles(sheet: Sheet) -> dict[str, tuple[float, float]]:
    """For each path the share (0 to 1) of other cells of the document, and of its own row, owner or note, that were not
    read cleanly. Blank cells count for neither."""
    said = {path: not _clean(cell) for path, cell in sheet.cells.items() if _telling(path, cell)}
    near_all = Counter([_near(path) for path in said])
    near_bad = Counter([_near(path) for path, bad in said.items() if bad])
    everywhere = sum(said.values())
    out = {}
    for path in sheet.cells:
        own, there = int(said.get(path, False)), int(path in said)
        near = _near(path)
        out[path] = (
            (everywhere - own) / max(1, len(said) - there),
            (near_bad[near] - own) / (near_all[near] - there + FEW),
        )
    return out


def _telling(path: str, cell: Proposal) -> bool:
    if not cell.agreement[1]:
        return False  # never found, so neither read well nor badly
    return (bool(cell.raw.strip()) or bool(cell.candidates and cell.candidates[0].value)) and not path.endswith(DERIVED)


def _clean(cell: Proposal) -> bool:
    if unreadable(cell) or not cell.candidates:
        return False
    agree, asked = cell.agreement
    first = cell.candidates[0]
    # A repair that leaves no doubt (a look-alike letter) is no damage to speak of.
    return agree == asked and first.score >= (SURE if first.repairs else FAIR)


@lru_cache(maxsize=2048)  # filings have the same paths
def _near(path: str) -> str:
    return path.rpartition("]")[0] or path.partition("/")[0]
