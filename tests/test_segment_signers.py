"""Who signs, and the further owners of a joint filing, cut out of registered pages."""

from __future__ import annotations

from dataclasses import replace

from extractor.records import RulingLine, Word
from extractor.segment.by_hand import typed_names
from extractor.signatures import signature_cells
from models.geometry import Box
from tests.drawn import LEFT, line_of, sheet
from tests.filled_pages import EDGAR, NOTES, cells, filled_head, foot, tables, texts


def test_a_signature_is_known_without_its_label() -> None:
    words, lines, y = tables()
    label = line_of("** Signature of Reporting Person Date", 1000, 0)
    worn = [word for word in foot(y) if word.box.x0 < 1000 or word.text not in {one.text for one in label}]
    found = texts([sheet([*filled_head(), *words, *worn], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "/s/ Jane Q. Doe"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"
    assert ("ownerSignature", 2, "signatureName") not in found


def test_a_date_that_lost_a_stroke_is_known_by_its_column() -> None:
    signed = line_of("/s/ Jane Q. Doe, Attorney-in-Fact", 1000, 100) + line_of("0225/2013", 1500, 100)
    name, date = signature_cells([signed])
    assert [word.text for word in date.words] == ["0225/2013"]
    bare = signature_cells([line_of("/s/ Jane Q. Doe", 1000, 100) + line_of("02252013", 1500, 100)])
    assert [cell.field for cell in bare] == ["signatureName", "signatureDate"]
    assert name.words[-1].text == "Attorney-in-Fact"
    (whole,) = signature_cells([line_of("/s/ Jane Q. Doe 022520/13", 1000, 100)])
    assert [word.text for word in whole.words] == ["/s/", "Jane", "Q.", "Doe", "022520/13"]


def test_a_signature_without_its_label_may_stand_level_with_the_form_s_small_print() -> None:
    words, lines, y = tables()
    heading = line_of("Explanation of Responses:", LEFT, y + 20) + line_of("1. Fully vested.", LEFT, y + 50)
    small = line_of("** Intentional misstatements or omissions of facts constitute", LEFT, y + 100, height=10)
    small += line_of("Federal Criminal Violations. See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a).", LEFT, y + 118, height=10)
    signed = line_of("/s/ Jane Q. Doe", 1000, y + 102) + line_of("03/10/2011", 1450, y + 102)
    found = texts([sheet([*filled_head(), *words, *heading, *small, *signed], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "/s/ Jane Q. Doe"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"
    assert found["footnotes", 1, "footnote"] == "Fully vested."


def test_who_signs_above_a_page_break_signs_though_the_label_stands_below_it() -> None:
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20)
    first += line_of("Elm Trust, By: /s/ Jane", 1000, y + 60) + line_of("03/10/2011", 1450, y + 60)
    first += line_of("Doe, Trustee", 1000, y + 84)
    second = line_of("/s/ John Roe", 1000, 100, 2) + line_of("03/11/2011", 1450, 100, 2)
    second += line_of("** Signature of Reporting Person", 1000, 124, 2) + line_of("Date", 1450, 124, 2)
    found = texts([sheet([*filled_head(), *words, *first], lines), sheet(second, page=2)])
    assert found["ownerSignature", 1, "signatureName"] == "Elm Trust, By: /s/ Jane Doe, Trustee"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"
    assert found["ownerSignature", 2, "signatureName"] == "/s/ John Roe"
    assert ("footnotes", 1, "footnote") not in found


def test_dirt_between_the_lines_of_a_signature_ends_it_not() -> None:
    words, lines, y = tables()
    name, rest = line_of("Elm Trust, By: /s/ Jane", 1000, y + 60), line_of("Doe, Trustee", 1000, y + 84)
    dirt = [replace(word, score=0.3) for word in line_of("— ae Soe —", 690, y + 80)]
    signed = [*name, *line_of("03/10/2011", 1450, y + 60), *dirt, *rest]
    label = line_of("** Signature of Reporting Person", 1000, y + 108) + line_of("Date", 1450, y + 108)
    heading = line_of("Explanation of Responses:", LEFT, y + 20)
    found = texts([sheet([*filled_head(), *words, *heading, *signed, *label], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "Elm Trust, By: /s/ Jane Doe, Trustee"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"


def test_a_signature_s_label_may_stand_level_with_the_next_heading() -> None:
    words, lines, y = tables()
    signed = line_of("Elm Trust, By: Jane", 1000, y + 52) + line_of("03/10/2011", 1450, y + 52)
    signed += line_of("Doe, Trustee", 1000, y + 76)
    label = line_of("** Signature of Reporting Person", 1000, y + 100) + line_of("Date", 1450, y + 100)
    note = line_of("1. Held by a trust.", LEFT, y + 20)
    reminder = line_of(EDGAR.anchor("reminder").text, LEFT, y + 106, height=10)
    found = texts([sheet([*filled_head(), *words, *note, *signed, *label, *reminder], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "Elm Trust, By: Jane Doe, Trustee"


def test_a_wrapped_signature_above_a_page_break_is_known_by_the_column_of_its_date() -> None:
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20) + line_of(NOTES[0], LEFT, y + 50)
    first += line_of("[s/Jane Q. Doe,", 1000, y + 80) + line_of("03/10/2011", 1450, y + 88)
    first += line_of("attorney-in-fact", 1000, y + 98)
    second = line_of("** Signature of Reporting Person", 1000, 100, 2) + line_of("Date", 1450, 100, 2)
    found = texts([sheet([*filled_head(), *words, *first], lines), sheet(second, page=2)])
    assert found["ownerSignature", 1, "signatureName"] == "[s/Jane Q. Doe, attorney-in-fact"
    assert found["ownerSignature", 1, "signatureDate"] == "03/10/2011"
    assert found["footnotes", 1, "footnote"].endswith("to 3.40.")


def test_who_signs_for_an_entity_right_below_the_table_signs() -> None:
    words, lines, y = tables()
    first = line_of("Elm Holdings GP, L.L.C., By: /s/ Jane", 1000, y + 60) + line_of("03/10/2011", 1450, y + 60)
    first += line_of("Doe, Trustee", 1000, y + 84)
    second = line_of("** Signature of Reporting Person", 1000, 100, 2) + line_of("Date", 1450, 100, 2)
    found = texts([sheet([*filled_head(), *words, *first], lines), sheet(second, page=2)])
    assert found["ownerSignature", 1, "signatureName"] == "Elm Holdings GP, L.L.C., By: /s/ Jane Doe, Trustee"


def test_two_signers_are_two() -> None:
    words, lines, y = tables()
    twice = [*foot(y, notes=NOTES[:1]), *line_of("/s/ John Roe", 1000, y + 180), *line_of("03/11/2011", 1450, y + 180)]
    twice += line_of("** Signature of Reporting Person", 1000, y + 204) + line_of("Date", 1450, y + 204)
    found = texts([sheet([*filled_head(), *words, *twice], lines)])
    assert found["ownerSignature", 2, "signatureName"] == "/s/ John Roe"
    assert found["ownerSignature", 2, "signatureDate"] == "03/11/2011"


def test_signers_in_rows_each_wrapped_beside_its_date() -> None:
    """As browsers print them: the date stands at the middle of its name's lines."""
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20)
    names = [
        "Elm GP, L.L.C., By: /s/", "Jane Doe, Authorized", "Person",
        "Elm Trust, By: Elm", "GP, its trustee, By: /s/", "Jane Doe, Authorized", "Person",
        "/s/ John Roe,", "Attorney",
    ]  # fmt: skip
    for n, line in enumerate(names):
        first += line_of(line, 1000, y + 60 + 16 * n)
    for middle, date in ((1, "03/10/2011"), (4.5, "03/11/2011"), (7.5, "03/12/2011")):
        first += line_of(date, 1450, y + 60 + 16 * middle)
    first += line_of("** Signature of Reporting Person", 1000, y + 210) + line_of("Date", 1450, y + 210)
    found = texts([sheet([*filled_head(), *words, *first], lines)])
    signed = [
        (found["ownerSignature", row, "signatureName"], found["ownerSignature", row, "signatureDate"])
        for row in (1, 2, 3)
    ]
    assert signed == [
        ("Elm GP, L.L.C., By: /s/ Jane Doe, Authorized Person", "03/10/2011"),
        ("Elm Trust, By: Elm GP, its trustee, By: /s/ Jane Doe, Authorized Person", "03/11/2011"),
        ("/s/ John Roe, Attorney", "03/12/2011"),
    ]


def test_a_hand_begins_a_signer() -> None:
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20)
    names = ["Elm Trust, By: /s/ Jane", "Doe, General Partner", "/s/ Jane Doe, attorney-in-fact for", "John Roe"]
    for n, line in enumerate(names):
        first += line_of(line, 1000, y + 60 + 34 * n)
    first += line_of("03/10/2011", 1450, y + 60) + line_of("03/10/2011", 1450, y + 128)
    first += line_of("** Signature of Reporting Person", 1000, y + 210) + line_of("Date", 1450, y + 210)
    found = texts([sheet([*filled_head(), *words, *first], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "Elm Trust, By: /s/ Jane Doe, General Partner"
    assert found["ownerSignature", 2, "signatureName"] == "/s/ Jane Doe, attorney-in-fact for John Roe"


def owner_box(y: float, page: int, name: str, begins: bool = True, ends: bool = True) -> list[Word]:
    """Box 1 as printouts repeat it for a further owner; the page break may run through it."""
    words: list[Word] = []
    if begins:
        words += line_of(EDGAR.anchor("box1").text, LEFT, y, page, 10) + line_of(name, LEFT, y + 24, page)
        words += [w for x, text in ((0, "(Last)"), (160, "(First)"), (320, "(Middle)"))
                  for w in line_of(text, LEFT + x, y + 48, page, 10)]  # fmt: skip
        words += line_of("5 OAK STREET", LEFT, y + 72, page)
    if ends:
        words += line_of("(Street)", LEFT, y + 96, page, 10) + line_of("DAYTON", LEFT, y + 120, page)
        words += line_of("OH", LEFT + 160, y + 120, page) + line_of("45402", LEFT + 320, y + 120, page)
        words += [w for x, text in ((0, "(City)"), (160, "(State)"), (320, "(Zip)"))
                  for w in line_of(text, LEFT + x, y + 144, page, 10)]  # fmt: skip
    return words


def test_owners_in_boxes_below_the_tables_and_over_the_page_break() -> None:
    words, lines, y = tables()
    first = [*filled_head(), *words, *owner_box(y + 10, 1, "ROE JOHN"), *owner_box(y + 190, 1, "POE ANN", ends=False)]
    second = [*owner_box(-60, 2, "", begins=False), *owner_box(130, 2, "LOE TIM"), *foot(320, 2)]
    pages = [sheet(first, lines), sheet(second, page=2)]
    found = texts(pages)
    owners = {row: text for (_, row, name), text in found.items() if name == "reportingOwnerId/rptOwnerName"}
    assert owners == {1: "DOE JANE Q", 2: "ROE JOHN", 3: "POE ANN", 4: "LOE TIM"}
    for row in (2, 3, 4):
        assert found["reportingOwner", row, "reportingOwnerAddress/rptOwnerStreet1"] == "5 OAK STREET"
        assert found["reportingOwner", row, "reportingOwnerAddress/rptOwnerCity"] == "DAYTON"
        assert found["reportingOwner", row, "reportingOwnerAddress/rptOwnerZipCode"] == "45402"
    assert {row for group, row, _ in found if group == "derivativeTable"} == {1}
    assert found["footnotes", 1, "footnote"].startswith("The shares were sold")


def test_owners_of_a_joint_filing_follow_on_their_page() -> None:
    words, lines, y = tables()
    joint = [
        *line_of("Joint Filer Information", 600, 60, 2),
        *line_of("Name: ROE JOHN", LEFT, 120, 2),
        *line_of("Address: 5 OAK STREET", LEFT, 150, 2),
        *line_of("DAYTON, OH 45402", LEFT, 180, 2),
    ]
    pages = [sheet([*filled_head(), *words, *foot(y)], lines), sheet(joint, page=2)]
    found = texts(pages)
    assert found["reportingOwner", 2, "reportingOwnerId/rptOwnerName"] == "ROE JOHN"
    assert found["reportingOwner", 2, "reportingOwnerAddress/rptOwnerZipCode"] == "45402"
    assert ("footnotes", 3, "footnote") not in found


def signed_by_hand(typed: str) -> str:
    """What is read where a hand signed on the long rule and `typed` stands below it; the date beside the hand."""
    words, lines, y = tables()
    above = y + 60 + 24 * len(NOTES)
    label = line_of("** Signature of Reporting Person", 1000, above + 56)
    block = [*line_of("Jane Q. Doe", 1010, above), *line_of("03/10/2011", 1450, above)]
    block += line_of(typed, 1000, above + 26)
    rule = RulingLine(990, above + 18, 1430, above + 18, 1)
    rest = [word for word in foot(y) if word.box.x0 < 1000]
    page = sheet([*filled_head(), *words, *rest, *block, *label], [*lines, rule])
    (date,) = (cell for cell in cells([page]) if cell.field == "signatureDate")
    assert [(word.text, word.box.y0) for word in date.words] == [("03/10/2011", above)]
    return texts([page])["ownerSignature", 1, "signatureName"]


def test_a_signature_by_hand_is_typed_with_its_mark_where_the_hand_belongs() -> None:
    assert signed_by_hand("Jane Q. Doe") == "/s/ Jane Q. Doe"
    assert signed_by_hand("Elm Trust, By: Jane Q. Doe, Trustee") == "Elm Trust, By: /s/ Jane Q. Doe, Trustee"
    assert signed_by_hand("Elm Trust; By: Oak, Ltd.; By: Jane Doe") == "Elm Trust; By: Oak, Ltd.; By: /s/ Jane Doe"
    assert signed_by_hand("Elm Trust, By Jane Q. Doe, Its: Trustee") == "/s/ Elm Trust, By Jane Q. Doe, Its: Trustee"


def test_a_date_beside_a_hand_may_name_its_month() -> None:
    typed = line_of("Jane Q. Doe", 1000, 126)
    block = [*line_of("Jane Qoe", 1010, 100), *line_of("March 10, 2011", 1450, 100), *typed]
    (found,) = typed_names(block, block, Box(1100, 152, 1400, 166), [RulingLine(990, 118, 1430, 118, 1)], 1700, 14)
    assert [word.text for word in found] == ["/s/", "Jane", "Q.", "Doe", "March", "10,", "2011"]


def test_a_hand_that_fills_its_rule_is_no_underlined_type() -> None:
    hand = line_of("Jane Q. Doe as attorney-in-fact for Elm GP", 990, 100, height=19)
    typed = line_of("Jane Q. Doe as attorney-in-fact for", 1000, 126) + line_of("Elm GP, L.L.C.", 1000, 148)
    rule = RulingLine(990, 118, hand[-1].box.x1 + 4, 118, 1)
    found = typed_names([*hand, *typed], hand, Box(1100, 172, 1400, 186), [rule], 1700, 14)
    assert [" ".join(word.text for word in line) for line in found] == [
        "/s/ Jane Q. Doe as attorney-in-fact for", "Elm GP, L.L.C."
    ]  # fmt: skip
    below = typed_names([*hand, *line_of("and others", 1000, 126)], hand, Box(1100, 172, 1400, 186), [rule], 1700, 14)
    assert "/s/" not in {word.text for line in below for word in line}


def test_an_underlined_name_of_some_length_is_no_rule_to_sign_on() -> None:
    """As browsers print them: every line of a name, and the date beside its first, underlined from end to end."""
    words, lines, y = tables()
    first = line_of("Explanation of Responses:", LEFT, y + 20)
    names = [
        "Elm Growth Equity Partners Fund V, L.P., By: Jane Q.", "Doe, Authorized Signatory",
        "The Roe Irrevocable Family Trust dated 2001, By: Jane", "Q. Doe, General Partner", "Jane Q. Doe",
    ]  # fmt: skip
    for n, name in enumerate(names):
        at = y + 60 + 24 * n + 4 * (n // 2)  # signers stand a little apart
        typed = line_of(name, 900, at)
        lines.append(RulingLine(900, at + 16, typed[-1].box.x1 + 1, at + 16, 1))
        if n % 2 == 0:
            typed += line_of("03/10/2011", 1360, at, height=16)
            lines.append(RulingLine(1360, at + 16, typed[-1].box.x1 + 1, at + 16, 1))
        first += typed
    first += line_of("** Signature of Reporting Person", 920, y + 210) + line_of("Date", 1360, y + 210)
    found = texts([sheet([*filled_head(), *words, *first], lines)])
    signed = [found["ownerSignature", row, "signatureName"] for row in (1, 2, 3)]
    assert signed == [" ".join(names[:2]), " ".join(names[2:4]), names[4]]
    assert {found["ownerSignature", row, "signatureDate"] for row in (1, 2, 3)} == {"03/10/2011"}


def test_a_name_typed_below_a_hand_may_speak_of_reporting_persons() -> None:
    typed = "Jane Q. Doe, on behalf of John Roe and each"
    words, lines, y = tables()
    above = y + 60
    block = [*line_of("Jane Qoebhaf", 1000, above), *line_of("03/10/2011", 1450, above)]
    block += line_of(typed, 1000, above + 26) + line_of("other reporting person hereunder", 1000, above + 50)
    block += line_of("** Signature of Reporting Person", 1040, above + 76)
    lines += [RulingLine(990, above + 18, 1430, above + 18, 1), RulingLine(1440, above + 18, 1600, above + 18, 1)]
    found = texts([sheet([*filled_head(), *words, *line_of("Remarks:", LEFT, y + 20), *block], lines)])
    assert found["ownerSignature", 1, "signatureName"] == f"/s/ {typed} other reporting person hereunder"


def test_a_signature_by_hand_is_known_by_its_rules_where_no_label_was_read() -> None:
    words, lines, y = tables()
    rest = [word for word in foot(y) if word.box.x0 < 1000]
    for n, name in enumerate(("Jane Q. Doe", "Elm Trust, By: John Roe")):
        at = y + 200 + 120 * n
        rest += line_of("Wl ye", 1010, at, height=24, score=0.1)
        rest += line_of("03/10/2011", 1450, at) + line_of(name, 1000, at + 30)
        rest += line_of("Ome", 1500, at + 48)  # once "Date"
        rest += line_of("Signaawe of Reporting Person", 1150, at + 52)
        lines = [*lines, RulingLine(990, at + 22, 1430, at + 22, 1), RulingLine(1445, at + 22, 1600, at + 22, 1)]
    found = texts([sheet([*filled_head(), *words, *rest], lines)])
    assert found["ownerSignature", 1, "signatureName"] == "/s/ Jane Q. Doe"
    assert found["ownerSignature", 2, "signatureName"] == "Elm Trust, By: /s/ John Roe"
    assert found["ownerSignature", 2, "signatureDate"] == "03/10/2011"
