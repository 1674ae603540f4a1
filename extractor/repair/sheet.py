"""The whole filing laid out: every proposal at its path in the SEC's ownership XML, in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from extractor.records import Cell, Group, Kind, Proposal
from extractor.repair.columns import TABLE_ONE, TABLE_TWO
from extractor.repair.opinions import filled, merge, unreadable
from extractor.repair.rows import Row, lay_rows
from models.evidence import Candidate
from models.extraction import Issue

DOCUMENT_TYPE, PERIOD, ORIGINAL = "documentType", "periodOfReport", "dateOfOriginalSubmission"
ONE_FILER, MANY_FILERS = "groupFiling:one", "groupFiling:many"

HEAD = (
    DOCUMENT_TYPE, PERIOD, ORIGINAL, "noSecuritiesOwned", "notSubjectToSection16", "form3HoldingsReported",
    "form4TransactionsReported", "issuer/issuerCik", "issuer/issuerName", "issuer/issuerTradingSymbol",
    "issuer/issuerForeignTradingSymbol",
)
OWNER = (
    "reportingOwnerId/rptOwnerCik", "reportingOwnerId/rptOwnerName",
    *(f"reportingOwnerAddress/rptOwner{part}" for part in (
        "NonUSAddressFlag", "Street1", "Street2", "City", "State", "ZipCode", "StateDescription", "GoodAddress",
        "NonUSStateTerritory", "Country")),
    *(f"reportingOwnerRelationship/{part}" for part in (
        "isDirector", "isOfficer", "isTenPercentOwner", "isOther", "officerTitle", "otherText")),
)
_MOST_NOTES = 99  # EDGAR's limit
FLAGS = frozenset(
    ("noSecuritiesOwned", "notSubjectToSection16", "form3HoldingsReported", "form4TransactionsReported", "aff10b5One",
     *(field for field in OWNER if "/is" in field))
)
_BOXES = frozenset(field for field in OWNER if "/is" in field)
"""Printed beside one another: where three were found the fourth was garbled."""
SIGNATURE = ("signatureName", "signatureDate")
OF_EVERY_FORM = (PERIOD, "issuer/issuerName", "issuer/issuerTradingSymbol")
STATE, ZIP = "reportingOwnerAddress/rptOwnerState", "reportingOwnerAddress/rptOwnerZipCode"
OF_EVERY_OWNER = (
    "reportingOwnerId/rptOwnerName", "reportingOwnerAddress/rptOwnerStreet1", "reportingOwnerAddress/rptOwnerCity",
    STATE, ZIP,
)
"""What no filer leaves empty: where nothing was found it is looked for by a person. Abroad a place may have no ZIP."""
KINDS: Mapping[str, Kind] = {
    PERIOD: "date", "issuer/issuerName": "name", "issuer/issuerTradingSymbol": "ticker",
    "reportingOwnerId/rptOwnerName": "name", "reportingOwnerAddress/rptOwnerStreet1": "street",
    "reportingOwnerAddress/rptOwnerCity": "city", STATE: "state", ZIP: "zip",
    "signatureName": "signature", "signatureDate": "date",
}
AFTER_OWNERS = ("aff10b5One",)
REMARKS = "remarks"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filing before its values are chosen. `notes` maps footnote ids ("F1") to the text their readings favour;
    `filers` are the two boxes individual/joint, which have no place in the XML."""

    form: str
    cells: Mapping[str, Proposal]
    rows: tuple[Row, ...]
    notes: Mapping[str, str]
    owners: int
    filers: Mapping[str, Proposal]


def lay_out(proposals: Sequence[Proposal], form: str) -> tuple[Sheet, tuple[Issue, ...]]:
    """Lays proposals out as form "3", "4" or "5"; issues name what was left out or is missing."""
    groups: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        groups.setdefault(proposal.cell.group, []).append(proposal)
    alone = _fields(groups.get("", []))
    filers = {field: alone.pop(field) for field in (ONE_FILER, MANY_FILERS) if field in alone}
    rows_one, issues_one = lay_rows(TABLE_ONE, groups.get(TABLE_ONE, []), form)
    rows_two, issues_two = lay_rows(TABLE_TWO, groups.get(TABLE_TWO, []), form)
    notes, issues_notes = _notes(groups.get("footnotes", []))
    alone[DOCUMENT_TYPE] = _document_type(alone, form)
    owners = _complete("reportingOwner", groups.get("reportingOwner", []), OWNER, OF_EVERY_OWNER)
    for field in OF_EVERY_FORM:
        alone.setdefault(field, not_found(Cell(field=field, kind=KINDS[field])))
    cells = dict(
        chain(
            _in_order("", alone, HEAD),
            owners.items(),
            _in_order("", alone, AFTER_OWNERS),
            ((row.path(field), cell) for row in rows_one + rows_two for field, cell in row.cells.items()),
            notes.items(),
            _in_order("", alone, (REMARKS,)),
            _complete("ownerSignature", groups.get("ownerSignature", []), SIGNATURE, SIGNATURE).items(),
        )
    )
    texts = {
        f"F{number}": note.candidates[0].value or ""
        for number, note in enumerate(notes.values(), start=1)
        if filled(note)
    }
    owner_count = len({path.partition("/")[0] for path in owners})
    sheet = Sheet(form, cells, rows_one + rows_two, texts, owner_count, filers)
    return sheet, issues_one + issues_two + issues_notes


def _fields(proposals: Sequence[Proposal]) -> dict[str, Proposal]:
    opinions: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        opinions.setdefault(proposal.cell.field, []).append(proposal)
    return {field: merge(said) for field, said in opinions.items()}


def _in_order(prefix: str, cells: Mapping[str, Proposal], order: Sequence[str]) -> Iterator[tuple[str, Proposal]]:
    for field in order:
        if field in cells:
            yield prefix + field, _flag(cells[field]) if field in FLAGS else cells[field]


def _flag(cell: Proposal) -> Proposal:
    """A box without a mark says "0"; only a box with something nobody could read stays open."""
    if not cell.candidates:
        return cell if cell.raw.strip() else replace(cell, candidates=(Candidate(value="0", score=0.9),))
    kept: dict[str, Candidate] = {}
    for candidate in cell.candidates:
        value = candidate.value or "0"
        kept.setdefault(value, candidate.model_copy(update={"value": value}))
    return replace(cell, candidates=tuple(kept.values()))


def _repeated(element: str, proposals: Sequence[Proposal], order: Sequence[str]) -> Iterator[tuple[str, Proposal]]:
    """Owners and signatures, numbered anew without gaps; those with nothing in any cell are left out."""
    index = 0
    for number in sorted({proposal.cell.row for proposal in proposals}):
        cells = _fields([proposal for proposal in proposals if proposal.cell.row == number])
        telling = (cell for field, cell in cells.items() if field not in FLAGS)
        if not any(filled(cell) or unreadable(cell) for cell in telling):
            continue
        index += 1
        yield from _in_order(f"{element}[{index}]/", cells, order)


def _complete(
    element: Group, proposals: Sequence[Proposal], order: Sequence[str], needed: Sequence[str]
) -> dict[str, Proposal]:
    """As `_repeated`, at least one of them, and each with all that every one has: what was not found there is printed
    somewhere, and must be looked for."""
    found = dict(_repeated(element, proposals, order))
    count = len({path.partition("/")[0] for path in found})
    out: dict[str, Proposal] = {}
    for index in range(1, max(1, count) + 1):
        for field in order:
            path = f"{element}[{index}]/{field}"
            said = found.get(path)
            missing = said is None or not (filled(said) or unreadable(said))
            if missing and field in needed and not (field == ZIP and _is_abroad(out[f"{element}[{index}]/{STATE}"])):
                blank = Cell(field=field, kind=KINDS[field], group=element, row=index)
                out[path] = not_found(said.cell if said is not None else blank)
            elif said is not None:
                out[path] = said
            elif field in _BOXES and index == 1 and all(f"{element}[1]/{box}" in found for box in _BOXES - {field}):
                out[path] = not_found(Cell(field=field, kind="checkbox", group=element, row=index))
    return out


def _is_abroad(state: Proposal) -> bool:
    """Whether a state's code is a foreign country's or province's: those have a digit."""
    return filled(state) and any(char.isdigit() for char in state.candidates[0].value or "")


def not_found(cell: Cell) -> Proposal:
    """What every form says and this one was not seen to say."""
    return Proposal(cell=cell, raw="(not found)", candidates=(), agreement=(0, 0))


def _notes(proposals: Sequence[Proposal]) -> tuple[dict[str, Proposal], tuple[Issue, ...]]:
    """Footnotes by path; the index is the printed number, since notes are numbered without gaps: a lost one comes as
    unreadable. When most numbers are missing, or one is higher than there can be notes, the numbering itself is misread
    and the notes are counted instead."""
    said: dict[int, list[Proposal]] = {}
    for proposal in proposals:
        if filled(proposal) or unreadable(proposal):
            said.setdefault(proposal.cell.row, []).append(proposal)
    if not said:
        return {}, ()
    numbers = sorted(said)
    gaps = numbers[-1] - len(numbers)
    if numbers[0] < 1 or numbers[-1] > _MOST_NOTES or gaps > len(numbers):
        return (
            {f"footnotes/footnote[{index}]": merge(said[number]) for index, number in enumerate(numbers, start=1)},
            (Issue(code="footnotes.numbering", severity="doubt", path="footnotes",
                   message=f"Footnotes are numbered {', '.join(map(str, numbers))}; they were counted from 1."),),
        )
    out: dict[str, Proposal] = {}
    issues: list[Issue] = []
    for number in range(1, numbers[-1] + 1):
        path = f"footnotes/footnote[{number}]"
        if number in said:
            out[path] = merge(said[number])
            continue
        cell = Cell(field="footnote", kind="footnote", group="footnotes", row=number)
        out[path] = not_found(cell)
        issues.append(Issue(code="footnotes.missing", severity="doubt", path=path,
                            message=f"Footnote ({number}) was not found; the notes run to ({numbers[-1]})."))
    return out, tuple(issues)


def _figures(text: str) -> int:
    """Digits of a text: a month and a year have four at least, the rests of a label hardly any."""
    return sum(char.isdigit() for char in text)


def _document_type(alone: Mapping[str, Proposal], form: str) -> Proposal:
    """"4", or "4/A" when box 4 (date of the original filing) is filled (C7): the title says "4" in either case."""
    printed, original = alone.get(DOCUMENT_TYPE), alone.get(ORIGINAL)
    amended = original is not None and (filled(original) or (unreadable(original) and _figures(original.raw) >= 4))
    if printed is not None and filled(printed) and ("/" in (printed.candidates[0].value or "") or not amended):
        return printed
    plain = (printed.candidates[0].value if printed and filled(printed) else form) or form
    source = original if amended and original is not None else printed
    cell = replace(source.cell if source else Cell(field=DOCUMENT_TYPE, kind="form"), field=DOCUMENT_TYPE, kind="form")
    if not amended or original is None:
        return Proposal(cell=cell, raw=plain, candidates=(Candidate(value=plain, score=0.99),))
    value = plain if "/" in plain else f"{plain}/A"
    # Something unreadable in box 4 makes an amendment likely, no more.
    said = (Candidate(value=value, score=original.candidates[0].score if filled(original) else 0.6),)
    other = () if filled(original) or value == plain else (Candidate(value=plain, score=0.4),)
    return Proposal(cell=cell, raw=plain, candidates=said + other)
