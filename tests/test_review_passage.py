"""A dump on the reviewer's desk: every character of it, the fields' places marked."""

from __future__ import annotations

import pytest

pytest.importorskip("fastapi", reason="the service's packages are not installed (form4[serve])")

from hypothesis import given
from hypothesis import strategies as st

from extractor.service.review.passage import near, passage, repaired
from models.field import Field, State
from tests.made import extraction
from tests.test_review_checks import STRIKE, horowitz


def test_a_passage_is_the_text_with_its_fields_marked() -> None:
    text = "Price\n| $ 0.08 | M |\nend"
    field = horowitz().fields[0].model_copy(update={"path": STRIKE, "span": (8, 14), "needs_review": True})
    lines = passage(text, [field])
    assert ["".join(part.text for part in line.parts) for line in lines] == text.split("\n")
    marked = [part for line in lines for part in line.parts if part.path]
    assert [(part.text, part.path, part.state) for part in marked] == [("$ 0.08", STRIKE, "doubt")]
    assert near(text, (8, 14)) == ("Price\n| ", "$ 0.08", " | M |\nend")


def test_a_title_over_several_lines_leaves_the_cells_between_to_their_fields() -> None:
    text = "| Option | | 2012 |\n| to buy | 0.08 | M |"
    title = Field(path="footnotes/footnote[1]", value="x", raw="Option to buy", state=State.READ, span=(2, 28))
    price = Field(path=STRIKE, value="0.08", raw="0.08", state=State.READ, span=(31, 35))
    wide = title.model_copy(update={"span": (2, 36)})
    for fields in ([title, price], [price, wide]):
        marked = [(part.text, part.path) for line in passage(text, fields) for part in line.parts if part.path]
        assert marked == [("Option", title.path), ("to buy", title.path), ("0.08", STRIKE)]


@given(st.text("ab \n\t\x1b|", max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 12)), max_size=6))
def test_whatever_the_spans_no_character_is_lost(text: str, places: list[tuple[int, int]]) -> None:
    fields = [
        Field(path=f"footnotes/footnote[{number}]", value="x", state=State.READ, span=(at, at + length))
        for number, (at, length) in enumerate(places, 1)
    ]
    lines = passage(text, fields)
    plain = text.replace("\t", "    ").replace("\x1b", "\\x1b")
    assert "\n".join("".join(part.text for part in line.parts) for line in lines) == plain


def test_of_a_long_dump_the_lines_near_fields_are_shown() -> None:
    text = "\n".join(f"line {number}" for number in range(5000))
    at = text.index("line 2500")
    field = Field(path="issuer/issuerName", value="x", state=State.READ, span=(at, at + 9))
    lines = passage(text, [field])
    assert [line.number for line in lines] == list(range(2481, 2522))
    assert lines[0].skipped == 2480


def test_repairs_are_listed_with_their_lines() -> None:
    text = "a\nb\n$ 0.08"
    field = next(field for field in extraction().fields if field.repairs).model_copy(update={"span": (4, 10)})
    (found,) = repaired(text, [field])
    assert (found.line, found.before, found.after) == (3, "8.25", "3.25")
