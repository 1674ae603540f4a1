"""Footnote marks split from values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.repair.footnote_marks import split_marks


@pytest.mark.parametrize(
    ("text", "kind", "rest", "footnotes", "marks"),
    [
        ("246,951 (<u>1)</u>", "shares", "246,951", ("F1",), ()), ("(1) 4,588", "shares", "4,588", ("F1",), ()),
        ("11/01/2012(1)", "date", "11/01/2012", ("F1",), ()), ("11/30/2012 [©]", "date", "11/30/2012", (), ("[©]",)),
        ("(1)(2)", "money", "", ("F1", "F2"), ()), ("(1,2)", "date", "", ("F1", "F2"), ()), ("¹", "date",
        "", ("F1",), ()),
        ("16,670¹", "shares", "16,670", ("F1",), ()), ("$116.87 <sup>(1)</sup>", "money", "$116.87", ("F1",), ()),
        ("12/31/2020$^{(1)}$", "date", "12/31/2020", ("F1",), ()), ("Common Stock(2)", "title",
        "Common Stock", ("F2",), ()),
        ("See footnote (2)", "nature", "See footnote", ("F2",), ()),
        ("See Notes (2)", "nature", "See Notes", ("F2",), ()),
        ("Incentive Stock Option4)", "title", "Incentive Stock Option", ("F4",), ()),
        ("D(1)", "letter", "D", ("F1",), ()),
        ("Option (right to buy)(3)", "title", "Option (right to buy)", ("F3",), ()), ("8,050 @", "shares",
        "8,050", (), ("@",)),
        ("5,000 1)", "shares", "5,000", ("F1",), ()), ("4,172 F3", "shares", "4,172", ("F3",), ()),
        ("375,000 2", "shares", "375,000", (), ("2",)), ("12.50 '", "money", "12.50", (), ("'",)),
        ("By 401(k) Plan 3)", "nature", "By 401(k) Plan", ("F3",), ()), ("By Trust (4", "nature",
        "By Trust", ("F4",), ()),
        ("See footnote (1)(1)", "nature", "See footnote (1)", ("F1",), ()),
        ("By Elm LLC (1)(2)'(5)", "nature", "By Elm LLC", ("F1", "F2", "F5"), ()),
        ("Elm, LP (1)2)(3)<u>8)</u>{9", "nature", "Elm, LP", ("F1", "F2", "F3", "F8", "F9"), ()),
        ("Elm Fund 2 (3)4(7)", "nature", "Elm Fund 2", ("F3", "F4", "F7"), ()),
        ("Stock Units <sup>4</sup>", "title", "Stock Units", ("F4",), ()),
        ("By Spouse?", "nature", "By Spouse", (), ("?",)), ("0(4x5)", "shares", "0", ("F4", "F5"), ()),
    ],
)  # fmt: skip
def test_marks_are_split_from_values(
    text: str, kind: str, rest: str, footnotes: tuple[str, ...], marks: tuple[str, ...]
) -> None:
    marked = split_marks(text, kind)
    assert (marked.text, marked.footnotes, marked.marks) == (rest, footnotes, marks)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("(1,000)", "shares"), ("By 401(k)", "nature"), ("Option (Series 2)", "title"),
     ("Trust 1", "nature"),
     ("Option (right to buy)", "title"), ("Rule 16b-3(d)", "nature"),
     ("[AAPL]", "ticker"), ("(SIRI)", "ticker"), ("See footnotes (1) and (2)", "nature"), ("12 5/8", "money"),
     ("By Spouse's IRA", "nature"), ("2/7/0 0", "date"), ("[X]", "checkbox"), ("I", "letter"), ("F", "code")],
)  # fmt: skip
def test_what_looks_like_a_mark_and_is_none(text: str, kind: str) -> None:
    assert split_marks(text, kind).text == text


@given(
    st.integers(1, 10**9),
    st.integers(1, 99),
    st.sampled_from(["{v}({n})", "{v} ({n})", "({n}) {v}", "{v} <u>({n})</u>"]),
)
def test_a_mark_is_never_part_of_a_number(number: int, note: int, form: str) -> None:
    marked = split_marks(form.format(v=f"{number:,}", n=note), "shares")
    assert (marked.text, marked.footnotes) == (f"{number:,}", (f"F{note}",))
