"""Boxes of the head that stand elsewhere than a layout has them, and labels that wrap further than it knows."""

from __future__ import annotations

from dataclasses import replace

from extractor.boxes import make_cell
from extractor.ink import inked
from extractor.layouts import load_layouts
from extractor.records import RulingLine
from extractor.register import register
from extractor.segment.head import head_cells
from extractor.segment.mark_places import relationship_places
from extractor.segment.sections import sections
from extractor.segment.titles import title_cells, titles_as_listed
from models.geometry import Box
from tests.head_words import said, sheet_of, words_of
from tests.test_boxes import lines_of


def test_boxes_that_stand_elsewhere_end_at_the_rules_around_them() -> None:
    layout = next(one for one in load_layouts() if one.id == "form3-edgar-2016")
    printed = (
        (100, 0, "INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES"),
        (10, 100, "1. Name and Address of Reporting Person*"),
        (400, 100, "2. Date of Event Requiring Statement (Month/Day/Year)"),
        (400, 170, "3. Issuer Name and Ticker or Trading Symbol"),
        (400, 240, "5. If Amendment, Date of Original Filed (Month/Day/Year)"),
        (800, 100, "4. Relationship of Reporting Person(s) to Issuer"),
        (300, 360, "Table I - Non-Derivative Securities Beneficially Owned"),
    )
    typed = ((402, 125, "04/15/2020"), (402, 195, "CORVID GLASS INC [ CVDG ]"), (830, 180, "Chief Legal Officer"))
    marks = ((810, 135, "Director"), (810, 160, "X Officer (give title below)"), (1000, 135, "10% Owner"))
    whole = sheet_of(words_of(*printed, *typed, *marks))
    (filing,), _ = register([whole], [layout])
    rules = tuple(RulingLine(x, 90, x, 350, 1) for x in (5, 395, 795, 1195))
    sheet = replace(filing.sheets[0], lines=rules)
    (head, *_) = sections([sheet], [filing.registrations[0]])
    found = said(tuple(cell for cell in head_cells(head, inked(sheet.page, sheet.lines)) if cell.words))
    assert found["issuerName"] == "CORVID GLASS INC"
    assert found["issuerTradingSymbol"] == "CVDG"
    assert found["officerTitle"] == "Chief Legal Officer"
    assert found["periodOfReport"] == "04/15/2020"


def test_a_label_of_three_lines_has_its_mark_beside_the_middle_one() -> None:
    labels = words_of(
        (40, 20, "Director"), (140, 20, "10% Owner"),
        (40, 40, "Officer"), (40, 54, "(give title"), (40, 68, "below)"), (140, 40, "Other (specify below)"),
        (40, 88, "Executive Vice"), (40, 102, "President"),
    )  # fmt: skip
    sheet = sheet_of(labels)
    places = relationship_places(labels, Box(10, 10, 300, 120), inked(sheet.page, ()))
    assert places["isOfficer"].contains(30, 73)
    assert not places["isOfficer"].contains(30, 90)
    titles = title_cells(labels, places, {"isOfficer": True}, 1)
    assert said(titles) == {"officerTitle": "Executive Vice President"}


def test_a_text_is_called_what_the_owners_table_calls_it() -> None:
    """A mark that could not be read leaves the text below "Other" to the officer; the table has a column for it."""
    title, other = "reportingOwnerRelationship/officerTitle", "reportingOwnerRelationship/otherText"
    head = [make_cell(title, "text", line, "reportingOwner", 1) for line in lines_of("Member of a grcup")]
    listed = [make_cell(other, "text", line, "reportingOwner", 1) for line in lines_of("Member of a group")]
    assert [cell.field for cell in titles_as_listed(head, listed)] == [other]
    assert titles_as_listed(listed, listed) == listed
    assert titles_as_listed(head, [replace(listed[0], row=2)]) == head
