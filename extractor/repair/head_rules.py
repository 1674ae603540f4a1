"""What the head of the form says about itself: ticker and venue, month and dates, filers, relationship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor.boxes import GUESSED, US_ZIP
from extractor.repair import columns as at
from extractor.repair.fields import Choice, value_of
from extractor.repair.opinions import filled, is_guess, unreadable
from extractor.repair.sheet import DOCUMENT_TYPE, MANY_FILERS, ONE_FILER, ORIGINAL, PERIOD, Sheet
from models.evidence import Repair
from models.extraction import Issue

TICKER = "issuer/issuerTradingSymbol"
VENUES = ("OTCBB", "OTCQB", "OTCQX", "OTC", "OB", "PK", "BB", "NYSE", "NASDAQ", "AMEX", "TSXV", "TSX")
"""Venues that filers write behind a symbol, longest first where one ends in another."""
_EITHER = ("isDirector", "isTenPercentOwner")
"""Boxes of which neighbouring marks are those of either."""

FAINT = 0.9
"""Score of an empty box up to which there is something in it."""


def ticker(choice: Choice) -> Choice:
    """A symbol of more than five letters that ends in a venue is SYMBOL-VENUE with its hyphen lost (B7); shorter ones
    are left alone. The hyphen stays doubtful: the reading itself does not show it."""
    candidate = choice.candidate
    if candidate is None or candidate.value is None or candidate.repairs:
        return choice
    symbol = candidate.value
    venue = next((venue for venue in VENUES if symbol.endswith(venue)), "")
    root = symbol.removesuffix(venue)
    if not (venue and len(symbol) > 5 and symbol.isalpha() and symbol.isupper() and 1 <= len(root) <= 5):
        return choice
    value = f"{root}-{venue}"
    reason = f"A symbol has at most five letters; {venue} is where it is traded: {root} + {venue}."
    return replace(
        choice, candidate=candidate.model_copy(update={"value": value}),
        repairs=(*choice.repairs, Repair(rule="ticker.venue", before=symbol, after=value, reason=reason)),
        others=(*choice.others, candidate), doubtful=True,
    )

def period(sheet: Sheet, choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """Monthly forms print a month where later forms print a day. The filing's period is then the earliest transaction
    in that month; without one, and for the month of an original filing, the first of the month, for review."""
    out = dict(choices)
    for path in (PERIOD, ORIGINAL):
        proposal, choice = sheet.cells.get(path), choices.get(path)
        if proposal is None or choice is None or proposal.cell.kind != "month" or choice.candidate is None:
            continue
        month = choice.candidate.value
        if month is None or len(month) != len("1999-07"):
            continue
        day = _earliest(sheet, choices, month) if path == PERIOD else None
        reason = "the earliest transaction of the month" if day else "the first of the month: no day is printed"
        repair = Repair(rule="month.to-day", before=month, after=day or f"{month}-01", reason=reason)
        candidate = choice.candidate.model_copy(update={"value": day or f"{month}-01"})
        out[path] = replace(choice, candidate=candidate, repairs=(*choice.repairs, repair), doubtful=day is None)
    return out


def amended(sheet: Sheet, choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """The choices, the form's type in doubt where box 4 holds what nobody can read: a date, or a stamp across it."""
    original = sheet.cells.get(ORIGINAL)
    if original is None or not unreadable(original) or DOCUMENT_TYPE not in choices:
        return dict(choices)
    return {**choices, DOCUMENT_TYPE: replace(choices[DOCUMENT_TYPE], doubtful=True)}


def _earliest(sheet: Sheet, choices: Mapping[str, Choice], month: str) -> str | None:
    days = []
    for row in sheet.rows:
        choice = choices.get(row.path(at.DATE)) if at.DATE in row.cells else None
        value = choice.candidate.value if choice and choice.candidate else None
        if value and value.startswith(month):
            days.append(value)
    return min(days, default=None)


def filers(sheet: Sheet) -> tuple[Issue, ...]:
    """The joint box is ticked exactly when there is more than one owner (C7)."""
    one, many = (_ticked(sheet, box) for box in (ONE_FILER, MANY_FILERS))
    if many and not one and sheet.owners == 1:
        return (_filers("More than one reporting person is ticked, and only one was found."),)
    if one and not many and sheet.owners > 1:
        return (_filers(f"One reporting person is ticked, and {sheet.owners} were found."),)
    if one and many:
        return (_filers("Both are ticked, one reporting person and more than one."),)
    if sheet.filers and not one and not many:
        return (_filers("Neither one reporting person nor more than one was seen ticked."),)
    return ()


def _filers(message: str) -> Issue:
    return Issue(code="filers.count", severity="doubt", path="reportingOwner", message=message)


def _ticked(sheet: Sheet, box: str) -> bool:
    proposal = sheet.filers.get(box)
    return proposal is not None and filled(proposal) and proposal.candidates[0].value == "1"


def relationship(sheet: Sheet, choices: Mapping[str, Choice]) -> tuple[Issue, ...]:
    """Every owner is at least one of director, officer, ten-percent owner, other (C1)."""
    issues = []
    for number in range(1, sheet.owners + 1):
        base = f"reportingOwner[{number}]/reportingOwnerRelationship"
        boxes = [f"{base}/{box}" for box in ("isDirector", "isOfficer", "isTenPercentOwner", "isOther")]
        there = [choices[box].candidate for box in boxes if box in choices]
        if there and not any(candidate is None or candidate.value == "1" for candidate in there):
            issues.append(Issue(code="relationship.none", severity="doubt", path=base,
                                message="None of the boxes for the relationship to the issuer is ticked."))
    return tuple(issues)


def streets(sheet: Sheet, choices: Mapping[str, Choice]) -> tuple[dict[str, Choice], tuple[Issue, ...]]:
    """The choices, the streets in doubt that nothing but a guess parted, or left together, and an issue for each."""
    out, issues = dict(choices), []
    for number in range(1, sheet.owners + 1):
        paths = [f"reportingOwner[{number}]/reportingOwnerAddress/rptOwnerStreet{street}" for street in (1, 2)]
        read = [reading for path in paths if path in sheet.cells for reading in sheet.cells[path].readings]
        if not is_guess(read, GUESSED) or read[0].source != "dump":
            continue
        out |= {path: replace(out[path], doubtful=True) for path in paths if path in out}
        issues.append(Issue(code="address.lines", severity="doubt", path=paths[0],
                            message="Where a line of the address ends is lost: it may be one street, or two."))
    return out, tuple(issues)


def places(sheet: Sheet, choices: Mapping[str, Choice]) -> tuple[dict[str, Choice], tuple[Issue, ...]]:
    """The choices, a city in doubt that stands before a ZIP code without a state, which it may hold ("RENONEVADA"), and
    an issue for each."""
    out, issues = dict(choices), []
    for number in range(1, sheet.owners + 1):
        base = f"reportingOwner[{number}]/reportingOwnerAddress/rptOwner"
        city, state, postal = (choices.get(base + field) for field in ("City", "State", "ZipCode"))
        if city is None or not value_of(city) or value_of(state) or not US_ZIP.match(value_of(postal)):
            continue
        out[f"{base}City"] = replace(city, doubtful=True)
        issues.append(Issue(code="address.place", severity="doubt", path=f"{base}City",
                            message="There is a ZIP code and no state: the city may hold the state's letters."))
    return out, tuple(issues)


def titles(sheet: Sheet, choices: Mapping[str, Choice]) -> tuple[dict[str, Choice], tuple[Issue, ...]]:
    """The choices, those in doubt of which nothing tells whether they are an officer's or the other relationship's, and
    an issue for each: a title with a slash where "Other" is not ticked (EDGAR prints the other text behind one), and a
    tick at "Other" where the officer's option beside it was not found."""
    out, issues = dict(choices), []
    for number in range(1, sheet.owners + 1):
        base = f"reportingOwner[{number}]/reportingOwnerRelationship"
        title, other, officer, ticked, director = (
            choices.get(f"{base}/{field}")
            for field in ("officerTitle", "otherText", "isOfficer", "isOther", "isDirector")
        )
        if " / " in value_of(title) and not value_of(other):
            message = "What stands behind the slash may be the text for “Other”."
        elif value_of(ticked) == "1" and officer is None and director is not None and value_of(director) != "1":
            message = "The tick may be that of “Officer”, whose own words were not found."
        elif value_of(ticked) == "1" and not value_of(other) and not (other and other.candidate is None):
            message = "“Other” is ticked and nothing is specified."
        else:
            continue
        paths = (f"{base}/{field}" for field in ("officerTitle", "otherText", "isOther"))
        out |= {path: replace(out[path], doubtful=True) for path in paths if path in out}
        issues.append(Issue(code="relationship.untold", severity="doubt", path=base, message=message))
    return out, tuple(issues)


def guessed_boxes(sheet: Sheet, choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """The choices, those of an owner's relationship in doubt whose heading is lost and was guessed by what stands
    there; a director's tick may be a 10 % owner's then, and the other way round."""
    out = dict(choices)
    for path in choices:
        proposal = sheet.cells.get(path)
        if "/reportingOwnerRelationship/" not in path or proposal is None or not filled(proposal):
            continue
        if is_guess(proposal.readings, GUESSED) and proposal.readings[0].source == "dump":
            base, _, box = path.rpartition("/")
            boxes = _EITHER if box in _EITHER else (box,)
            out |= {other: replace(out[other], doubtful=True) for one in boxes if (other := f"{base}/{one}") in out}
    return out


def faint_boxes(sheet: Sheet, choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """The choices of a scan, boxes in doubt that were taken for empty though there is some ink in them: it is a worn
    mark nearly always."""
    out = dict(choices)
    for path, choice in choices.items():
        read = sheet.cells[path].readings if path in sheet.cells else ()
        checkbox = path in sheet.cells and sheet.cells[path].cell.kind == "checkbox"
        if checkbox and is_guess(read, FAINT) and read[0].source != "dump" and not any(one.text for one in read):
            out[path] = replace(choice, doubtful=True)
    return out


def transactions(sheet: Sheet) -> tuple[Issue, ...]:
    """A Form 4 reports a transaction unless its filer leaves Section 16 (C8); Forms 5 with holdings alone are real."""
    leaving = sheet.cells.get("notSubjectToSection16")
    exits = leaving is not None and filled(leaving) and leaving.candidates[0].value == "1"
    if not sheet.form.startswith("4") or exits or any(row.kind == "transaction" for row in sheet.rows):
        return ()
    return (Issue(code="transactions.none", severity="doubt", message="No transaction was found on the form."),)
