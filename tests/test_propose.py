"""Several opinions of one field made one proposal."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records import Cell, Kind, Proposal, ReadCell
from extractor.repair.lexicons import load_lexicons
from extractor.repair.propose import propose
from extractor.repair.word_vote import voted
from models.evidence import Reading

LEXICONS = load_lexicons()


def said(text: str, engine: str = "tesseract", score: float = 0.95) -> Reading:
    return Reading(text=text, score=score, source="crop", engine=engine)


def cell(kind: Kind, *readings: Reading, field: str = "x", ink: bool = True) -> ReadCell:
    return ReadCell(Cell(field=field, kind=kind), readings, ink)


def one(*cells: ReadCell) -> Proposal:
    (proposal,) = propose(cells, LEXICONS)
    return proposal


def test_blank_unreadable_zero_and_footnote_only_are_four_answers() -> None:
    blank = one(cell("money", ink=False))
    unreadable = one(cell("money", said("")))
    zero = one(cell("money", said("$ 0")))
    note = one(cell("money", said("(3)")))
    assert [candidate.value for candidate in blank.candidates] == [None]
    assert unreadable.candidates == ()
    assert zero.candidates[0].value == "0"
    assert (note.candidates[0].value, note.footnotes) == (None, ("F3",))


def test_an_empty_check_box_says_no() -> None:
    assert one(cell("checkbox", ink=False)).candidates[0].value == "0"


def test_a_figure_in_a_word_that_looks_like_a_letter_is_that_letter() -> None:
    signed = one(cell("signature", said("/s/ Elm Quirre9ator LP"), field="signatureName"))
    assert signed.candidates[0].value == "/s/ Elm Quirregator LP"


def test_agreement_is_counted_and_certain() -> None:
    proposal = one(cell("shares", said("16,670"), said("16,670", "rapidocr")))
    assert (proposal.candidates[0].value, proposal.candidates[0].score, proposal.agreement) == ("16670", 1.0, (2, 2))


def test_disagreement_keeps_both() -> None:
    proposal = one(cell("money", said("$ 0.08"), said("$ 0.68", "rapidocr")))
    assert {candidate.value for candidate in proposal.candidates[:2]} == {"0.08", "0.68"}
    assert all(0.2 < candidate.score < 0.7 for candidate in proposal.candidates[:2])
    assert proposal.agreement == (1, 2)


def test_what_else_an_engine_thought_of_is_a_candidate() -> None:
    doubtful = Reading(
        text="2,345(4)", score=0.9, source="crop", engine="own", others=(("2,845(4)", 0.05), ("2,345(6)", 0.02))
    )
    alone = one(cell("shares", doubtful))
    assert [candidate.value for candidate in alone.candidates[:2]] == ["2345", "2845"]
    assert alone.candidates[1].score < 0.1
    assert one(cell("shares", doubtful, said("2,845(4)"))).candidates[0].value == "2845"
    proposal = one(cell("shares", doubtful, said("2,745(4)")))
    assert {candidate.value for candidate in proposal.candidates[:3]} == {"2345", "2745", "2845"}


def test_an_engine_that_is_sure_of_nothing_is_heard_too() -> None:
    unsure = Reading(text="2,345", score=0, source="crop", engine="own", others=(("2,845", 0), ("2,745", 0.1)))
    assert {candidate.value for candidate in one(cell("shares", unsure)).candidates} > {"2345", "2745"}


def test_two_of_three_outvote_the_third() -> None:
    proposal = one(cell("money", said("$ 0.08"), said("$ 0.68", "rapidocr"), said("$0.68", "own")))
    assert proposal.candidates[0].value == "0.68"
    assert proposal.raw == "$ 0.08"
    assert proposal.agreement == (2, 3)


def test_a_fax_comma_read_as_a_point_is_settled_by_the_other_engine() -> None:
    proposal = one(cell("shares", said("375.000", "rapidocr"), said("375,000")))
    assert proposal.candidates[0].value == "375000"


def test_a_mark_read_by_one_engine_is_enough() -> None:
    proposal = one(cell("date", said("11/30/2012 [©]"), said("11/30/2012(2)", "rapidocr")))
    assert (proposal.footnotes, proposal.marks) == (("F2",), ())


def test_an_unreadable_mark_is_handed_on() -> None:
    proposal = one(cell("date", said("11/30/2012 [©]")))
    assert (proposal.candidates[0].value, proposal.footnotes, proposal.marks) == ("2012-11-30", (), ("[©]",))


def test_cells_of_one_address_are_opinions_of_one_field() -> None:
    first = cell("name", said("HOR0WITZ AMY"), field="reportingOwnerId/rptOwnerName")
    second = cell("name", said("HOROWITZ AMY"), field="reportingOwnerId/rptOwnerName")
    proposal = one(first, second)
    assert proposal.candidates[0].value == "HOROWITZ AMY"
    assert proposal.raw == "HOR0WITZ AMY"


def test_a_print_of_the_field_that_is_empty_does_not_blank_the_other() -> None:
    proposal = one(cell("name", ink=False), cell("name", said("Larkspur Jo")))
    assert proposal.candidates[0].value == "Larkspur Jo"


def test_addresses_keep_their_order() -> None:
    cells = [cell("shares", said("1"), field=name) for name in ("b", "a", "c")]
    assert [proposal.cell.field for proposal in propose([*cells, cells[1]], LEXICONS)] == ["b", "a", "c"]


def test_every_repair_says_why() -> None:
    readings = ("246,95l", "02/2//2012", "Comrnon Stock", "[ABCDOTC]", "S0.68")
    for kind, text in zip(("shares", "date", "title", "ticker", "money"), readings, strict=True):
        proposal = one(cell(kind, said(text)))  # type: ignore[arg-type]
        assert all(len(repair.reason) > 10 for candidate in proposal.candidates for repair in candidate.repairs)
        assert proposal.candidates[0].repairs


@given(
    st.sampled_from(["shares", "money", "date", "code", "letter", "checkbox", "ticker", "title", "name"]),
    st.lists(
        st.tuples(st.text(max_size=20), st.floats(0, 1), st.sampled_from(["tesseract", "rapidocr", "dump"])), max_size=3
    ),
    st.booleans(),
)
def test_whatever_is_read_a_proposal_is_well_formed(
    kind: Kind, readings: list[tuple[str, float, str]], ink: bool
) -> None:
    proposal = one(cell(kind, *(said(text, engine, score) for text, score, engine in readings), ink=ink))
    scores = [candidate.score for candidate in proposal.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 12
    assert proposal.agreement[0] <= proposal.agreement[1]
    if not ink:
        assert proposal.candidates


@pytest.mark.slow
def test_a_typical_filing_takes_milliseconds() -> None:
    rows = [
        cell(kind, said(text.format(n=n)), field=field)
        for n in range(20)
        for field, kind, text in (
            ("securityTitle", "title", "Common Stock"), ("transactionDate", "date", "03/0{n}/2012"),
            ("transactionShares", "shares", "1{n},5{n}1"), ("price", "money", "$1{n}.{n}4"), ("direct", "letter", "D"),
            ("owned", "shares", "9{n},1{n}7"), ("nature", "nature", "By Trust"),
        )
    ]  # fmt: skip
    cells = [replace(read, cell=replace(read.cell, row=number)) for number, read in enumerate(rows)]
    begin = time.process_time()
    propose(cells, LEXICONS)
    assert time.process_time() - begin < 0.25  # 10 ms on an idle machine


def test_a_damaged_reading_yields_to_a_clean_one() -> None:
    proposal = one(cell("shares", said("275 000")), cell("shares", said("375,000")))
    assert proposal.candidates[0].value == "375000"
    assert "275000" in {candidate.value for candidate in proposal.candidates}


def test_a_clipped_text_supports_the_whole() -> None:
    proposal = one(cell("title", said("Stock")), cell("title", said("Common Stock")))
    assert proposal.candidates[0].value == "Common Stock"
    assert proposal.candidates[0].score > 0.9
    signed = one(cell("signature", said("Anne R")), cell("signature", said("/s/ Anne R. Roebuck")))
    assert signed.candidates[0].value == "/s/ Anne R. Roebuck"


def test_a_title_in_the_officer_column_is_a_cross() -> None:
    title = one(cell("checkbox", said("CEO & Chairman"), field="reportingOwnerRelationship/isOfficer"))
    label = one(cell("checkbox", said("__ Officer (give title below)"), field="reportingOwnerRelationship/isOfficer"))
    assert (title.candidates[0].value, label.candidates[0].value) == ("1", "0")


def test_an_engine_that_repeats_itself_is_one_opinion() -> None:
    """Tesseract reads 108 on the page and 108 on the crop, another engine 100: one against one, and doubtful."""
    page = Reading(text="108", score=0.76, source="page", engine="tesseract 5")
    second = Reading(text="100", score=0.999, source="crop", engine="rapidocr 3")
    again = page.model_copy(update={"score": 0.74, "source": "crop"})
    proposal = one(ReadCell(Cell(field="amount", kind="shares"), (page, second, again), ink=True))
    assert proposal.agreement == (1, 2)
    assert proposal.candidates[0].value == "100"
    assert proposal.candidates[0].score < 0.8


def test_ink_in_a_check_box_that_is_neither_a_mark_nor_nothing_is_no_answer() -> None:
    found = one(cell("checkbox"))
    assert (found.candidates, found.raw) == ((), "?")


def amounts(*texts: tuple[str, ...]) -> list[str | None]:
    """What a filing's amounts of shares come to, each read so by the engines in order."""
    cells = [
        cell("shares", *map(said, told, ("tesseract", "rapidocr")[: len(told)]), field=f"x{row}")
        for row, told in enumerate(texts)
    ]
    return [proposal.candidates[0].value for proposal in propose(cells, LEXICONS)]


WELL = (("12,500", "12,500"), ("1,250", "1,250"))


def test_a_point_that_engines_agree_on_stays_where_they_read_commas_well() -> None:
    assert amounts(("318.402", "318.402"), *WELL)[0] == "318.402"
    assert amounts(("318 318.402", "318.402 (2)"), ("318.402", "318.402"), *WELL)[:2] == ["318.402"] * 2


@pytest.mark.parametrize(
    "others",
    [(), WELL[:1], (*WELL, ("7.125", "7,125")), (*WELL, ("318.402", "318,402"))],
    ids=["no commas", "one engine", "another point", "a comma here"],
)
def test_else_a_point_between_groups_of_three_is_a_comma(others: tuple[tuple[str, ...], ...]) -> None:
    one_alone = ("318.402",) if others == WELL[:1] else ("318.402", "318.402")
    assert amounts(one_alone, *others)[0] == "318402"


def test_a_sum_of_the_form_may_still_want_the_comma() -> None:
    (proposal, *_) = propose(
        [cell("shares", said("318.402"), said("318.402", "rapidocr")), cell("shares", said("9,100"), said("9,100", "x"),
         field="y")], LEXICONS)  # fmt: skip
    assert {"318.402", "318402"} <= {candidate.value for candidate in proposal.candidates[:2]}


def test_a_word_of_the_form_is_taken_from_the_reading_that_has_it() -> None:
    assert voted("Elm Co., LLC, By: /s/ Jane Roe, Truste", "Elm Co, 11C, By: /S/ Jane Roe, Trustee", LEXICONS) == (
        "Elm Co., LLC, By: /s/ Jane Roe, Trustee"
    )
    assert voted("Quern Logistics Lid", "Quem Logistics Ltd", LEXICONS) == "Quern Logistics Ltd"
    assert voted("Jane Roe", "Jane Doe", LEXICONS) is None, "names are nobody's words"
    assert voted("Jane Roe Manager", "Jane Manager", LEXICONS) is None


def test_dirt_that_one_engine_adds_in_doubt_is_no_end_that_the_other_clipped() -> None:
    sure = said("Doe Jane", "rapidocr", 0.99)
    assert one(cell("name", said("Doe Jane a mae", score=0.18), sure)).candidates[0].value == "Doe Jane"
    assert one(cell("name", said("Doe Jane Quentin", score=0.9), sure)).candidates[0].value == "Doe Jane Quentin"


def test_the_readings_of_a_name_vote_word_by_word() -> None:
    proposal = one(cell("signature", said("/S/ Jane Q. Doe, Trustee", score=0.9),
                        said("/s/ Jane O. Doe, Truste", "rapidocr", 0.99)))  # fmt: skip
    assert proposal.candidates[0].value == "/s/ Jane O. Doe, Trustee"
    assert "/S/ Jane Q. Doe, Trustee" in {candidate.value for candidate in proposal.candidates}
    assert proposal.agreement[0] < proposal.agreement[1]
