"""The cells of another document with the same filing, as further prints of this document's cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.link.portraits import Row
from extractor.link.rows import paired
from extractor.records import Cell, Group, Proposal, ReadCell
from extractor.repair import columns as at
from extractor.repair.lexicons import Lexicons
from extractor.repair.opinions import filled
from extractor.repair.propose import propose
from extractor.siblings import Siblings
from models.evidence import Repair
from models.extraction import Issue

_TABLES: tuple[Group, ...] = ("nonDerivativeTable", "derivativeTable")
_GROUPS: tuple[Group, ...] = (*_TABLES, "reportingOwner", "footnotes", "ownerSignature")
_COUNTED: Mapping[Group, str] = {**dict.fromkeys(_TABLES, "a row"), "reportingOwner": "an owner"}

_ANOTHER = 0.5
"""Weight of an amount that only other documents have in its column."""

Address = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Twin:
    """Another document with the same filing: its name and its cells."""

    document: str
    cells: tuple[ReadCell, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What other documents say of one filing: those that hold the same filing, and those that hold its siblings."""

    twins: tuple[Twin, ...] = ()
    siblings: Siblings | None = None


def with_twins(
    cells: Sequence[ReadCell], twins: Sequence[Twin], lexicons: Lexicons
) -> tuple[tuple[Proposal, ...], tuple[Issue, ...]]:
    """Proposals from a filing's own cells and those of its twins, each a further opinion of the same field; and issues
    that name the twins, and rows only they have.

    A value that the filing's own document does not say by itself carries a repair that names who does. Places stay the
    own document's.
    """
    own = propose(cells, lexicons)
    mine = {proposal.cell.address: proposal for proposal in own}
    unseen: dict[Address, ReadCell] = {}
    others: list[tuple[ReadCell, ...]] = []
    said: dict[Address, list[tuple[str, Proposal]]] = {}
    lonely: Counter[tuple[str, int]] = Counter()
    issues: list[Issue] = []
    for twin in twins:
        theirs = propose(twin.cells, lexicons)
        ours_of = _rows(own, theirs)
        moved = [
            replace(read, cell=cell)
            for read in twin.cells
            if (cell := _moved(read.cell, ours_of)) is not None
            and (_telling(read) or cell.address in mine)
        ]
        others.append((*moved, *_silent(own, moved, ours_of)))
        for read in moved:
            if read.cell.address not in mine:
                unseen.setdefault(read.cell.address, ReadCell(read.cell, (), ink=False))
        for proposal in theirs:
            if (cell := _moved(proposal.cell, ours_of)) is not None:
                said.setdefault(cell.address, []).append((twin.document, proposal))
        for group in _COUNTED:
            missing = _by_row(own, group).keys() - {row for (where, _), row in ours_of.items() if where == group}
            lonely.update((group, row) for row in missing)
        issues += _told(twin.document, own, theirs, ours_of)
    merged = propose((*cells, *unseen.values()), lexicons, others)
    explained = (_explained(one, mine.get(one.cell.address), said) for one in merged)
    voted = (_outvoted(one, lonely[one.cell.group, one.cell.row]) for one in explained)
    return tuple(_behind(one) if _in_another_column(one.cell, mine) else one for one in voted), tuple(issues)


def _outvoted(proposal: Proposal, without: int) -> Proposal:
    """The proposal of a row that so many other documents do not have: they were asked, and did not agree."""
    agree, asked = proposal.agreement
    return replace(proposal, agreement=(agree, asked + without)) if without and asked else proposal


def _behind(proposal: Proposal) -> Proposal:
    """The proposal, no match for one that its document makes itself."""
    candidates = (one.model_copy(update={"score": one.score * _ANOTHER}) for one in proposal.candidates)
    return replace(proposal, candidates=tuple(candidates))


def _silent(
    own: Sequence[Proposal], moved: Sequence[ReadCell], ours_of: Mapping[tuple[str, int], int]
) -> list[ReadCell]:
    """Blanks for the values of ours that the other document does not have, in rows that it has."""
    there = {read.cell.address for read in moved}
    rows = {(group, row) for (group, _), row in ours_of.items()} | {("", 0)}
    return [
        ReadCell(replace(one.cell, words=(), page=None, box=None, span=None), (), ink=False)
        for one in own
        if filled(one) and one.cell.address not in there and one.cell.address[:2] in rows
    ]


def _in_another_column(cell: Cell, mine: Mapping[Address, Proposal]) -> bool:
    """Whether our document has this amount in another column, under (D) instead of (A): which of them is right a count
    of two cannot tell, so ours stands first and the sign in doubt."""
    group, row, field = cell.address
    alone = mine.get(cell.address)
    return (alone is None or not filled(alone)) and field.startswith(at.AMOUNT) and any(
        other != field and (group, row, other) in mine and filled(mine[group, row, other])
        for other in (at.AMOUNT, f"{at.AMOUNT}:A", f"{at.AMOUNT}:D")
    )


def _telling(read: ReadCell) -> bool:
    return any(reading.text.strip() for reading in read.readings)


def _rows(own: Sequence[Proposal], theirs: Sequence[Proposal]) -> dict[tuple[str, int], int]:
    """(group, their row) → our row."""
    found: dict[tuple[str, int], int] = {}
    for group in _GROUPS:
        ours_by, theirs_by = _by_row(own, group), _by_row(theirs, group)
        mine, its = list(ours_by), list(theirs_by)
        for i, j in paired(list(ours_by.values()), list(theirs_by.values())).items():
            found[group, its[j]] = mine[i]
    return found


def _by_row(proposals: Sequence[Proposal], group: Group) -> dict[int, Row]:
    rows: dict[int, dict[str, str]] = {}
    for proposal in proposals:
        if proposal.cell.group == group:
            values = rows.setdefault(proposal.cell.row, {})
            if proposal.candidates and proposal.candidates[0].value is not None:
                values[proposal.cell.field] = proposal.candidates[0].value
    return {number: values for number, values in rows.items() if values}


def _moved(cell: Cell, ours_of: Mapping[tuple[str, int], int]) -> Cell | None:
    """The cell at our row, without its place in the other document; None when we have no such row."""
    row = ours_of.get((cell.group, cell.row)) if cell.group else 0
    return None if row is None else replace(cell, row=row, words=(), page=None, box=None, span=None)


def _explained(
    proposal: Proposal, alone: Proposal | None, said: Mapping[Address, Sequence[tuple[str, Proposal]]]
) -> Proposal:
    """The merged proposal at the place of its own document's cell; candidates other than what that document says by
    itself name the documents that say so."""
    before = alone.candidates[0].value if alone and alone.candidates else None
    raw = alone.raw if alone else ""
    candidates = []
    for candidate in proposal.candidates:
        names = [
            document
            for document, theirs in said.get(proposal.cell.address, ())
            if theirs.candidates and theirs.candidates[0].value == candidate.value
        ]
        if candidate.value is not None and candidate.value != before and names:
            repair = Repair(
                rule="link.same-filing", before=raw, after=candidate.value,
                reason=f"{' and '.join(names)}, the same filing, {'say' if names[1:] else 'says'} so",
            )  # fmt: skip
            candidates.append(candidate.model_copy(update={"repairs": (*candidate.repairs, repair)}))
        else:
            candidates.append(candidate)
    return replace(proposal, candidates=tuple(candidates), cell=alone.cell if alone else proposal.cell)


def _told(
    document: str, own: Sequence[Proposal], theirs: Sequence[Proposal], ours_of: Mapping[tuple[str, int], int]
) -> list[Issue]:
    """That the document is a twin, and which rows and owners only one of the two has."""
    mine = {proposal.cell.address: proposal for proposal in own}
    shared = alike = 0
    for proposal in theirs:
        cell = _moved(proposal.cell, ours_of)
        ours = mine.get(cell.address) if cell else None
        if ours and ours.candidates and proposal.candidates and proposal.candidates[0].value is not None:
            shared += 1
            alike += ours.candidates[0].value == proposal.candidates[0].value
    issues = [
        Issue(code="link.same-filing", severity="note",
              message=f"{document} holds the same filing: {alike} of {shared} fields that it has are read alike there, "
              "and each was asked about all of them.")
    ]  # fmt: skip
    for group, one in _COUNTED.items():
        found = {row for (where, _), row in ours_of.items() if where == group}
        unknown = [row for number, row in _by_row(theirs, group).items() if (group, number) not in ours_of]
        alone = [row for number, row in _by_row(own, group).items() if number not in found]
        missing = f"{document}, the same filing, has {one} that was not found here"
        extra = f"{one.capitalize()} was found here that {document}, the same filing, does not have"
        issues += [_row("missing", missing, group, row) for row in unknown if len(row) > 2]
        issues += [_row("alone", extra, group, row) for row in alone if len(row) > 2]
    return issues


def _row(code: str, message: str, group: Group, row: Row) -> Issue:
    return Issue(code=f"link.row-{code}", severity="doubt", path=group, message=f"{message}: "
                 f"{' | '.join(value for value in row.values() if value != '0')}.")  # fmt: skip
