"""The text route on made dumps with known truth: nearly every printed value stands in its own cell."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rapidfuzz import fuzz

from extractor.dump import dump_cells
from extractor.layouts import load_layouts
from extractor.shapes import letters

MADE = Path(__file__).parents[1].parent / "shared" / "data" / "dumps_made"
TABLES = ("nonDerivativeTable", "derivativeTable")
SKIPPED = {"transactionFormType", "equitySwapInvolved", "transactionTimeliness", "rptOwnerCik", "issuerCik"}
Address = tuple[str, int, str]

pytestmark = pytest.mark.skipif(not MADE.exists(), reason="the made dumps lie beside the repository, not in it")


def truth_of(path: Path) -> dict[Address, str]:
    root = ElementTree.parse(path).getroot()
    found: dict[Address, str] = {}

    def walk(element: ElementTree.Element, group: str, row: int, prefix: str) -> None:
        for child in element:
            name = f"{prefix}/{child.tag}" if prefix else child.tag
            if any(part.tag not in {"value", "footnoteId"} for part in child):
                walk(child, group, row, name)
            elif child.tag not in SKIPPED and child.tag != "footnoteId":
                value = child.find("value")
                text = (value.text if value is not None else child.text) or ""
                if text.strip():
                    found[group, row, name] = text.strip()

    for table in TABLES:
        for row, element in enumerate(root.find(table) or [], start=1):
            walk(element, table, row, "")
    for row, owner in enumerate(root.findall("reportingOwner"), start=1):
        for part in ("reportingOwnerId", "reportingOwnerAddress"):
            walk(owner.find(part) or ElementTree.Element(part), "reportingOwner", row, part)
    for note in root.findall("footnotes/footnote"):
        found["footnotes", int((note.get("id") or "F0")[1:]), "footnote"] = note.text or ""
    for row, signature in enumerate(root.findall("ownerSignature"), start=1):
        walk(signature, "ownerSignature", row, "")
    found["", 0, "issuer/issuerName"] = root.findtext("issuer/issuerName") or ""
    return found


def same(field: str, truth: str, read: str) -> bool:
    read = re.sub(r"\s*[\[(]\d+[\])]$", "", read) or read
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", truth)
    if date:
        truth = f"{date[2]}/{date[3]}/{date[1]}"
    elif re.search(r"Shares|Price|Value|shares", field):
        try:
            return Decimal(truth) == Decimal(re.sub(r"[$, ]", "", read))
        except InvalidOperation:
            pass
    return fuzz.ratio(letters(truth), letters(read)) >= 80  # characters are damaged on purpose; places are what counts


@pytest.mark.parametrize(("look", "least"), [("pdftotext-layout", 0.97), ("markdown", 0.97)])
def test_values_stand_in_their_cells(look: str, least: float) -> None:
    total = right = rows = rows_found = 0
    with (MADE / "manifest.csv").open(encoding="utf-8") as file:
        ids = [line["id"] for line in csv.DictReader(file) if line["look"] == look]
    for made in ids:
        truth = truth_of(MADE / "truth" / f"{made}.xml")
        (filing,) = dump_cells((MADE / "input" / f"{made}.txt").read_text(encoding="utf-8"), load_layouts())
        found: dict[Address, list[str]] = defaultdict(list)
        for cell in filing.cells:
            text = " ".join(word.text for word in cell.words)
            found[cell.group, cell.row, cell.field.split(":")[0]].append(text)
        for (group, row, field), value in truth.items():
            if group == "derivativeTable" and field.endswith("AcquiredDisposedCode"):
                continue  # Table II has no such column
            total += 1
            right += any(same(field, value, text) for text in found[group, row, field])
        rows += sum(truth.get((table, row, "securityTitle")) is not None for table in TABLES for row in range(1, 31))
        rows_found += len({(group, row) for (group, row, _), texts in found.items() if group in TABLES and texts})
    assert right >= least * total, f"{right} of {total}"
    assert rows_found == rows
