"""The text route on the two real dumps: every value lands in its cell, damage and all; spans point at it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from extractor.dump import DumpFiling, dump_cells
from extractor.layouts import load_layouts

SAMPLES = Path(__file__).parents[1] / "samples"


def read(name: str) -> tuple[str, DumpFiling]:
    text = (SAMPLES / name / "source.md").read_text(encoding="utf-8")
    (filing,) = dump_cells(text, load_layouts())
    return text, filing


def said(filing: DumpFiling) -> dict[tuple[str, int, str], list[str]]:
    out: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for cell in filing.cells:
        out[cell.group, cell.row, cell.field.rsplit("/", 1)[-1]].append(" ".join(word.text for word in cell.words))
    return out


@pytest.mark.parametrize("name", ["horowitz-2012-11-01", "horowitz-2012-02-27"])
def test_head_and_tail(name: str) -> None:
    _, filing = read(name)
    assert (filing.form, filing.layout) == ("4", "form4-edgar-2003")
    found = said(filing)
    assert set(found["reportingOwner", 1, "rptOwnerName"]) == {"HOROWITZ COREY M"}
    assert set(found["reportingOwner", 1, "rptOwnerStreet1"]) == {"6 BROOKLAWN DRIVE"}
    assert set(found["reportingOwner", 1, "rptOwnerCity"]) == {"WESTPORT"}
    assert set(found["reportingOwner", 1, "rptOwnerState"]) == {"CT"}
    assert set(found["reportingOwner", 1, "rptOwnerZipCode"]) == {"06880"}
    assert len(found["reportingOwner", 1, "rptOwnerName"]) == 2  # box 1 and the Reporting Owners table
    assert found["", 0, "issuerName"] == ["NETWORK 1 SECURITY SOLUTIONS INC"]
    assert set(found["reportingOwner", 1, "officerTitle"]) == {"CEO & Chairman"}
    for flag in ("isDirector", "isTenPercentOwner", "isOfficer"):
        assert any(found["reportingOwner", 1, flag])
    assert not any(found["reportingOwner", 1, "isOther"])
    assert found["", 0, "groupFiling:one"] == ["_X_"]
    assert found["", 0, "groupFiling:many"] == [""]
    assert len([key for key in found if key[0] == "footnotes"]) == 2
    assert found["ownerSignature", 1, "signatureName"] == ["By: /s/ Corey M. Horowitz"]


def test_the_grant() -> None:
    _, filing = read("horowitz-2012-11-01")
    found = said(filing)
    assert found["", 0, "issuerTradingSymbol"] == ["NSSIOTC"]
    assert found["", 0, "periodOfReport"] == ["11/01/2012"]
    assert not any(group == "nonDerivativeTable" for group, _, _ in found)
    row = {field: texts for (group, number, field), texts in found.items() if (group, number) == ("derivativeTable", 1)}
    assert row == {
        "securityTitle": ["Option to purchase common stock (right to buy)"],
        "conversionOrExercisePrice": ["$ 1.19"],
        "transactionDate": ["11/01/2012(1)"],
        "transactionCode": ["A"],
        "transactionShares:A": ["500,000"],
        "exerciseDate": ["11/30/2012 [©]"],
        "expirationDate": ["11/01/202"],
        "underlyingSecurityTitle": ["mmon tock"],
        "underlyingSecurityShares": ["500,000"],
        "transactionPricePerShare": ["$ 0"],
        "sharesOwnedFollowingTransaction": ["0"],
        "directOrIndirectOwnership": ["D"],
    }


def test_the_exercise() -> None:
    _, filing = read("horowitz-2012-02-27")
    found = said(filing)
    assert found["", 0, "issuerTradingSymbol"] == ["NSSI-OTC"]
    columns = ("transactionCode", "transactionShares", "transactionPricePerShare", "sharesOwnedFollowingTransaction")
    rows = [[found["nonDerivativeTable", number, field] for field in columns] for number in (1, 2, 3)]
    assert rows == [
        [["М"], ["375,000"], ["$ 0.68"], ["1,791,454"]],
        [["F"], ["246,951 (1)"], ["$ 1.39"], ["1,544,503"]],
        [[], [], [], ["2,171,372"]],
    ]
    assert found["nonDerivativeTable", 3, "natureOfOwnership"] == ["See footnote (2)"]
    assert not any((group, number) == ("nonDerivativeTable", 4) for group, number, _ in found)
    # the row of Table II was printed twice: one row, two opinions
    assert not any((group, number) == ("derivativeTable", 2) for group, number, _ in found)
    assert found["derivativeTable", 1, "transactionShares:D"] == ["275 000", "375,000"]
    assert found["derivativeTable", 1, "transactionDate"] == ["02/27/2012", "02/2//2012"]
    assert found["derivativeTable", 1, "securityTitle"][0] == "Option to purchase common stock (right to buy)"
    assert found["derivativeTable", 1, "conversionOrExercisePrice"] == ["$ 0.08"]


@pytest.mark.parametrize("name", ["horowitz-2012-11-01", "horowitz-2012-02-27"])
def test_spans_point_into_the_source(name: str) -> None:
    text, filing = read(name)
    for cell in filing.cells:
        for word in cell.words if cell.kind != "checkbox" else ():  # a title in the Officer column counts as its X
            assert word.span is not None
            start, end = word.span
            printed = text[start:end]
            assert printed[0] == word.text[0] or printed.startswith(("\\", "(<", "|")), (printed, word.text)
        if cell.words:
            assert cell.span is not None
            assert cell.span[0] <= min(word.span[0] for word in cell.words if word.span)
