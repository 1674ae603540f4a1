"""Real filings as perfect proposals: what the reading stages would hand over if they made no mistake."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from extractor.records import Cell, Group, Kind, Proposal
from models.evidence import Candidate

FILINGS = Path(__file__).parents[1].parent / "shared" / "data" / "filings"
TABLES = ("nonDerivativeTable", "derivativeTable")
KINDS: dict[str, Kind] = {
    "securityTitle": "title", "underlyingSecurityTitle": "title", "natureOfOwnership": "nature",
    "transactionDate": "date", "deemedExecutionDate": "date", "exerciseDate": "date", "expirationDate": "date",
    "periodOfReport": "date", "signatureDate": "date", "dateOfOriginalSubmission": "date",
    "transactionShares": "shares", "sharesOwnedFollowingTransaction": "shares", "underlyingSecurityShares": "shares",
    "transactionPricePerShare": "money", "conversionOrExercisePrice": "money", "transactionCode": "code",
    "transactionAcquiredDisposedCode": "letter", "directOrIndirectOwnership": "letter",
    "isDirector": "checkbox", "isOfficer": "checkbox", "isTenPercentOwner": "checkbox", "isOther": "checkbox",
    "notSubjectToSection16": "checkbox", "aff10b5One": "checkbox", "noSecuritiesOwned": "checkbox",
    "rptOwnerState": "state", "rptOwnerZipCode": "zip", "rptOwnerCity": "city", "rptOwnerName": "name",
    "issuerName": "name", "issuerTradingSymbol": "ticker", "footnote": "footnote", "remarks": "remarks",
    "signatureName": "signature", "officerTitle": "text", "otherText": "text",
}
"""Kinds of what is printed on the form; elements not named here have no place on it."""

Printed = tuple[Group, int, str, str, tuple[str, ...]]
"""Group, row, field, text and footnotes of a printed cell."""


def filings() -> list[Path]:
    """The real filings at hand; empty in a checkout without them."""
    return sorted(FILINGS.glob("*.xml"))


def proposals_of(path: Path, score: float = 0.97) -> tuple[str, list[Proposal]]:
    """The form ("3", "4", "5") and a proposal for every printed cell of a filing, blank ones included."""
    root = ET.parse(path).getroot()
    form = (root.findtext("documentType") or "4").strip()[0]
    return form, [made for cell in _cells(root) if (made := _proposal(cell, score)) is not None]


def _cells(root: ET.Element) -> Iterator[Printed]:
    for tag in ("periodOfReport", "dateOfOriginalSubmission", "notSubjectToSection16", "aff10b5One",
                "noSecuritiesOwned", "remarks"):
        if root.find(tag) is not None:
            yield "", 0, tag, root.findtext(tag) or "", ()
    for child in root.findall("issuer/*"):
        yield "", 0, f"issuer/{child.tag}", child.text or "", ()
    repeated: tuple[tuple[Group, str], ...] = (("reportingOwner",) * 2, ("ownerSignature",) * 2)
    for group, tag in repeated:
        for row, element in enumerate(root.findall(tag), start=1):
            for field, leaf in _leaves(element, ""):
                yield group, row, field, leaf.text or "", ()
    for note in root.findall("footnotes/footnote"):
        yield "footnotes", int(note.get("id", "F0")[1:]), "footnote", " ".join((note.text or "").split()), ()
    for table in TABLES:
        rows = [row for row in root.findall(f"{table}/*") if row.tag.endswith(("Transaction", "Holding"))]
        for number, row in enumerate(rows, start=1):
            yield from _row(table, number, row)


def _leaves(element: ET.Element, prefix: str) -> Iterator[tuple[str, ET.Element]]:
    for child in element:
        if child.tag in KINDS:
            yield prefix + child.tag, child
        else:
            yield from _leaves(child, f"{prefix}{child.tag}/")


def _row(table: str, number: int, row: ET.Element) -> Iterator[Printed]:
    sign = row.findtext("transactionAmounts/transactionAcquiredDisposedCode/value")
    group: Group = "derivativeTable" if table == "derivativeTable" else "nonDerivativeTable"
    for field, leaf in _leaves(row, ""):
        value = (leaf.findtext("value") if leaf.find("value") is not None else leaf.text) or ""
        notes = tuple(mark.get("id", "") for mark in leaf.findall("footnoteId"))
        if leaf.tag == "transactionCode":
            swap = row.findtext("transactionCoding/equitySwapInvolved") in ("1", "true")
            value += "/K" if swap else ""
            notes = tuple(mark.get("id", "") for mark in row.findall("transactionCoding/footnoteId"))
        column = f"{field}:{sign}" if table == "derivativeTable" and leaf.tag == "transactionShares" else field
        if not (table == "derivativeTable" and leaf.tag == "transactionAcquiredDisposedCode"):
            yield group, number, column, value, notes


def _proposal(printed: Printed, score: float) -> Proposal | None:
    group, row, field, text, notes = printed
    kind = KINDS.get(field.partition(":")[0].rpartition("/")[2], "text")
    text = " ".join(text.split())
    value: str | None = text or None
    if value and kind in ("shares", "money"):
        plain = format(Decimal(value), "f")
        value = plain.rstrip("0").rstrip(".") if "." in plain else plain
        text = f"{Decimal(value):,f}" if kind == "shares" else f"$ {Decimal(value):,f}"
    elif value and kind == "date":
        value = value[:10]
    elif value and kind == "checkbox":
        value = str(int(value in ("1", "true")))
    elif kind in ("city", "street", "text", "name") and not value:
        return None
    cell = Cell(field=field, kind=kind, group=group, row=row)
    return Proposal(cell, text, (Candidate(value=value, score=score),), notes)
