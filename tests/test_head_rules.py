"""How many file, sign and are ticked: what does not add up is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.records import Proposal
from models.evidence import Reading, Source
from models.field import Field, State
from tests.printed_cells import proposal, run


def owner(row: int) -> list[Proposal]:
    return [
        proposal("reportingOwnerId/rptOwnerName", f"OWNER {row}", group="reportingOwner", row=row),
        proposal("reportingOwnerRelationship/isDirector", "1", group="reportingOwner", row=row),
    ]


def signature(row: int) -> list[Proposal]:
    return [
        proposal("signatureName", f"/s/ Owner {row}", group="ownerSignature", row=row),
        proposal("signatureDate", "2012-02-29", group="ownerSignature", row=row),
    ]


@pytest.mark.parametrize(
    ("owners", "one", "many", "told"),
    [
        (1, "1", "0", None),
        (2, "0", "1", None),
        (1, "0", "1", "only one was found"),
        (2, "1", "0", "2 were found"),
        (1, "1", "1", "Both are ticked"),
        (1, "0", "0", "Neither"),
    ],
)
def test_boxes_of_filers(owners: int, one: str, many: str, told: str | None) -> None:
    cells = [cell for row in range(1, owners + 1) for cell in (*owner(row), *signature(row))]
    _, issues = run([*cells, proposal("groupFiling:one", one), proposal("groupFiling:many", many)])
    found = issues.get("filers.count")
    assert found is None if told is None else told in (found or "")


def relation(**said: str) -> list[Proposal]:
    return [
        proposal(f"reportingOwnerRelationship/{field}", value, group="reportingOwner", row=1,
                 kind="checkbox" if field.startswith("is") else "text")
        for field, value in said.items()
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"isOfficer": "1", "isOther": "0", "officerTitle": "Executive Officer of / Elm Subsidiary"}, True),
        ({"isOfficer": "1", "isOther": "1", "officerTitle": "Director", "otherText": "of / by deputies"}, False),
        ({"isOfficer": "1", "isOther": "0", "officerTitle": "CEO/President"}, False),
        ({"isDirector": "0", "isOther": "1", "otherText": "Vice President"}, True),  # the officer's option is lost
        ({"isDirector": "0", "isOfficer": "0", "isOther": "1", "otherText": "Trustee"}, False),
        ({"isOther": "1", "otherText": "Trustee"}, False),  # a page that names what applies alone
    ],
)
def test_what_may_be_an_officers_or_anothers_goes_to_review(said: dict[str, str], told: bool) -> None:
    fields, issues = run(relation(**said))
    assert ("relationship.untold" in issues) is told
    title = "officerTitle" if "officerTitle" in said else "otherText"
    assert fields[f"reportingOwner[1]/reportingOwnerRelationship/{title}"].needs_review or not told


def test_a_form_without_the_boxes_says_nothing_of_them() -> None:
    assert "filers.count" not in run([*owner(1), *signature(1)])[1]


@pytest.mark.parametrize(("owners", "signed", "told"), [(1, 1, False), (3, 3, False), (2, 3, True), (3, 2, True)])
def test_signatures_and_owners(owners: int, signed: int, told: bool) -> None:
    cells = [cell for row in range(1, owners + 1) for cell in owner(row)]
    cells += [cell for row in range(1, signed + 1) for cell in signature(row)]
    assert ("signatures.count" in run(cells)[1]) is told


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("By: /s/ Jane Q. Doe", "/s/ Jane Q. Doe"),
        ("BY:JANE Q DOE", "JANE Q DOE"),
        ("By: /s/ John Roe, Attorney-in-Fact", "By: /s/ John Roe, Attorney-in-Fact"),
        ("By: /s/ Jane Q. Doe, by power of attorney", "By: /s/ Jane Q. Doe, by power of attorney"),
        ("Doe Holdings LLC, By: /s/ Jane Q. Doe", "Doe Holdings LLC, By: /s/ Jane Q. Doe"),
        ("By: Jane Doe", "Jane Doe"),
        ("By: Doe", "By: Doe"),
    ],
)
def test_who_signs_for_himself_needs_no_by_in_a_dump(printed: str, value: str) -> None:
    signed = signature_of("DOE JANE Q", printed, "dump")
    assert signed.value == value
    assert [repair.rule for repair in signed.repairs] == (["signature.label"] if value != printed else [])
    assert signature_of("DOE JANE Q", printed, "page").value == printed


def test_an_entity_signs_by_itself() -> None:
    printed = "By: /s/ Doe Capital II, L.P."
    assert signature_of("Doe Capital II, L.P.", printed, "dump").value == printed


def signature_of(owner: str, printed: str, source: Source) -> Field:
    name = proposal("reportingOwnerId/rptOwnerName", owner, group="reportingOwner", row=1)
    signature = proposal("signatureName", printed, group="ownerSignature", row=1)
    reading = Reading(text=printed, score=0.9, source=source, engine="text")
    fields, _ = run([name, replace(signature, readings=(reading,))])
    return fields["ownerSignature[1]/signatureName"]



@pytest.mark.parametrize(("lost", "told"), [(("isOfficer",), True), (("isOfficer", "isOther"), False), ((), False)])
def test_the_one_box_of_four_that_was_not_found_is_for_a_person(lost: tuple[str, ...], told: bool) -> None:
    boxes = ("isDirector", "isOfficer", "isTenPercentOwner", "isOther")
    fields, _ = run([
        proposal("reportingOwnerId/rptOwnerName", "OWNER", group="reportingOwner", row=1),
        *(proposal(f"reportingOwnerRelationship/{box}", "1", group="reportingOwner", row=1)
          for box in boxes if box not in lost),
    ])  # fmt: skip
    path = "reportingOwner[1]/reportingOwnerRelationship/isOfficer"
    assert (path in fields and fields[path].state is State.UNREADABLE) is told


@pytest.mark.parametrize(("score", "told"), [(0.8, True), (1.0, False)])
def test_an_empty_box_with_some_ink_in_it_is_for_a_person(score: float, told: bool) -> None:
    box = proposal("aff10b5One", "0", kind="checkbox")
    reading = Reading(text="", score=score, source="page", engine="ink")
    fields, _ = run([replace(box, readings=(reading,))])
    assert fields["aff10b5One"].needs_review or not told


def test_other_without_words_is_for_a_person() -> None:
    ticked = [proposal(f"reportingOwnerRelationship/{box}", value, group="reportingOwner", row=1, kind="checkbox")
              for box, value in (("isDirector", "1"), ("isOfficer", "0"), ("isTenPercentOwner", "0"), ("isOther", "1"))]
    fields, issues = run([proposal("reportingOwnerId/rptOwnerName", "OWNER", group="reportingOwner", row=1), *ticked])
    assert fields["reportingOwner[1]/reportingOwnerRelationship/isOther"].needs_review
    assert "relationship.untold" in issues
