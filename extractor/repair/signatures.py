"""What the signatures say about themselves: how many there are, and who signs for whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from extractor.repair.fields import Choice
from extractor.repair.opinions import is_guess
from extractor.repair.sheet import Sheet
from extractor.shapes import word_set
from extractor.signatures import BY_HAND
from models.evidence import Repair
from models.extraction import Issue

_BY = re.compile(r"by ?: ?(?=\S)", re.IGNORECASE)
_SLASH = re.compile(r"/s/", re.IGNORECASE)


_ENTITY = word_set(
    "inc corp corporation co company llc lp ltd plc gp trust grat fund partners partnership investors holdings capital "
    "management group foundation bank"
)


def by_oneself(choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """In a dump, where nothing parts what was printed from what was typed: "By:" before the name of an owner who is a
    person, alone, is the label of the line. A person signs "By:" for another, an entity by itself."""
    names = [
        _words(choice.candidate.value or "")
        for path, choice in choices.items()
        if path.endswith("/rptOwnerName") and choice.candidate is not None
    ]
    persons = [name for name in names if not name & _ENTITY]
    out = dict(choices)
    for path, choice in choices.items():
        candidate = choice.candidate
        if not path.endswith("/signatureName") or candidate is None or candidate.value is None:
            continue
        label = _BY.match(candidate.value)
        if label is None:
            continue
        value = candidate.value[label.end() :]
        signed = _words(_SLASH.sub(" ", value))
        if not any(len(signed) > 1 and signed == name for name in persons):
            continue
        reason = "A reporting person signs for nobody else here: By: is the label of the line."
        repair = Repair(rule="signature.label", before=candidate.value, after=value, reason=reason)
        out[path] = replace(
            choice, candidate=candidate.model_copy(update={"value": value}), repairs=(*choice.repairs, repair)
        )
    return out


def by_hand(sheet: Sheet, choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """The choices, names below a hand in doubt: whether who types the XML writes "/s/" or "By: /s/" for the hand, or
    leaves it out, the paper does not show."""
    out = dict(choices)
    for path, choice in choices.items():
        proposal = sheet.cells.get(path)
        read = proposal.readings if proposal is not None and path.endswith("/signatureName") else ()
        if is_guess(read, BY_HAND) and read[0].source != "dump":
            out[path] = replace(choice, doubtful=True)
    return out


def _words(name: str) -> frozenset[str]:
    """The words of a name in any order and without initials: owners are printed last name first, and sign first name
    first."""
    return frozenset(re.findall(r"\w{2,}", name.casefold()))


def unsigned(sheet: Sheet) -> tuple[Issue, ...]:
    """Every owner signs (Form 4, General Instruction 7). One may sign for all: then a person has seen it. Where more
    sign than were found, owners may have been lost with a page or a table's end."""
    signed = len({path.partition("/")[0] for path in sheet.cells if path.startswith("ownerSignature")})
    if signed == sheet.owners:
        return ()
    if signed > sheet.owners:
        found = "person was" if sheet.owners == 1 else "persons were"
        return (
            Issue(code="signatures.count", severity="doubt", path="reportingOwner",
                  message=f"{signed} sign, and {sheet.owners} reporting {found} found."),
        )
    found = "One signature was" if signed == 1 else f"{signed} signatures were"
    return (
        Issue(code="signatures.count", severity="doubt", path="ownerSignature",
              message=f"{found} found for {sheet.owners} reporting persons."),
    )
