"""Wrapped lines of text whose columns are lost, parted among the titles of a row and the nature of its ownership."""

from __future__ import annotations

import pytest

from extractor.dump.decode import LogicalColumn
from extractor.dump.dust import without_dust
from extractor.dump.lines import TextLine, read_lines
from extractor.dump.looks import look
from extractor.dump.parted import parted
from extractor.dump.stitches import stitched

DERIVATIVES = (
    LogicalColumn("securityTitle", "title", 1.0),
    LogicalColumn("underlyingSecurityTitle", "title", 1.0),
    LogicalColumn("nature", "nature", 0.2),
)
HOLDINGS = (DERIVATIVES[0], DERIVATIVES[2])
KNOWN = frozenset({"classaordinaryshares", "commonstockparvalue001", "commonunits"})


def line_of(text: str) -> TextLine:
    return read_lines(text)[0]


def told(
    text: str, columns: tuple[LogicalColumn, ...], *read: str, indirect: bool = True, known: frozenset[str] = KNOWN
) -> list[str]:
    so_far = {number: line_of(words).words for number, words in enumerate(read) if words}
    parts = dict(parted(line_of(text), columns, so_far, known, indirect) or [])
    return [" ".join(word.text for word in parts.get(number, ())) for number in range(len(columns))]


@pytest.mark.parametrize(
    ("text", "read", "parts"),
    [
        ("Class A See", ("", "", ""), ["", "Class A", "See"]),
        ("Stock Units Shares of", ("Restricted", "Class A Ordinary", "See Explanation"),
         ["Stock Units", "Shares", "of"]),
        ("Responses", ("Restricted Stock Units", "Common Units", "See Explanation of"), ["", "", "Responses"]),
        ("Option (Right Stock, par", ("Employee Stock", "Common", ""), ["Option (Right", "Stock, par", ""]),
        ("to Buy) value $0.01", ("Stock Option (Right", "Common Stock, par", ""), ["to Buy)", "value $0.01", ""]),
        ("Buy) Units", ("Options (Right to", "Common", ""), ["Buy)", "Units", ""]),
        ("Common Stock", ("Option to Purchase", "Common Units", ""), ["Common Stock", "", ""]),
        ("(Right to Stock (1)(3)", ("Put Option", "Common", "See note"), ["(Right to", "Stock", "(1)(3)"]),
        ("$0.01 per share share LLC (1)", ("Series H Stock, par value", "Common Units, par value $0.01 per", "By Elm"),
         ["$0.01 per share", "share", "LLC (1)"]),
        ("Class B Class A By Elm II", ("", "", ""), ["Class B", "Class A", "By Elm II"]),
        ("(Right to Stock (2)", ("Put Option", "Common", ""), ["(Right to", "Stock (2)", ""]),
    ],
)  # fmt: skip
def test_parts_of_three_columns(text: str, read: tuple[str, ...], parts: list[str]) -> None:
    assert told(text, DERIVATIVES, *read, indirect=bool(read[2]) or "See" in text or "By" in text) == parts


def test_a_title_that_is_not_whole_goes_on_where_a_nature_is() -> None:
    known = frozenset({"commonstockparvalue001"})
    assert told("va1ue $0.01 Partnership", HOLDINGS, "Common Stock, par", "By Limited", known=known) == [
        "va1ue $0.01", "Partnership",
    ]  # fmt: skip
    assert told("Shares", HOLDINGS, "Class A Ordinary", "By Family Foundation", known=frozenset()) == ["Shares", ""]


def test_lines_with_more_than_text_are_not_parted() -> None:
    assert parted(line_of("Stock 02/14/2007"), HOLDINGS, {}, frozenset(), True) is None


def test_a_blank_in_an_amount_outside_tables_is_none() -> None:
    assert [w.text for w in stitched(line_of("Common 7,20 0 $0 362")).words] == ["Common", "7,200", "$0", "362"]
    assert [w.text for w in stitched(line_of("400 1,244 100 D")).words] == ["400", "1,244", "100", "D"]


def test_a_round_letter_behind_a_dollar_sign_is_a_price() -> None:
    assert [look(text) for text in ("$O", "$Q", "$OK")] == ["money", "money", "word"]


def test_a_line_of_dirt_is_none() -> None:
    assert [without_dust(line_of(text)).text for text in ("rs", "of", "a", "Sr")] == ["", "of", "", "Sr"]
