"""Lines of a dump: markdown off, spans kept, tables and columns told apart; hostile text stays linear."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.dump import dump_cells
from extractor.dump.lines import has_columns, read_lines
from extractor.layouts import load_layouts


def test_markdown_comes_off_and_spans_stay() -> None:
    text = "| Common Stock, \\$.01 | 246,951 (<u>1)</u> | **Total** |\n|---|---|---|\n## A &amp; B\n"
    rows = read_lines(text)
    assert [[word.text for word in line.words] for line in rows] == [
        ["Common", "Stock,", "$.01", "246,951", "(1)", "Total"],
        ["A", "&", "B"],
    ]
    assert rows[0].table
    assert rows[0].cells == (0, 0, 0, 1, 1, 2)
    printed = [text[word.span[0] : word.span[1]] for word in rows[0].words if word.span]
    assert printed == ["Common", "Stock,", "\\$.01", "246,951", "(<u>1)</u>", "**Total**"]


def test_a_date_in_pieces_is_one_word() -> None:
    (line,) = read_lines("Option 03 / 23 / 2016 5")
    assert [word.text for word in line.words] == ["Option", "03/23/2016", "5"]
    assert line.words[1].span == (7, 21)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Stock 06/ 04/2024 A 4,633", ["Stock", "06/04/2024", "A", "4,633"]),
        ("Stock 06/04 /2024, A", ["Stock", "06/04/2024,", "A"]),
        ("Stock | 03/17|2026 | S", ["Stock", "|", "03/17|2026", "|", "S"]),
        ("Stock 09/|0/2014 S", ["Stock", "09/|0/2014", "S"]),
        ("300|08/14/2017|P", ["300", "|", "08/14/2017", "|", "P"]),
        ("6 04/2024 5/ 6", ["6", "04/2024", "5/", "6"]),
    ],
)
def test_a_date_with_a_blank_or_a_stroke_in_it_is_one_word(line: str, words: list[str]) -> None:
    (read,) = read_lines(line)
    assert [word.text for word in read.words] == words
    for word in read.words:
        assert word.span is not None
        assert line[slice(*word.span)].replace(" ", "") == word.text


def test_a_date_behind_an_escaped_stroke_is_one_word() -> None:
    (read,) = read_lines("| Stock | 08\\|14/2017 | P |\n|---|---|---|")
    assert [word.text for word in read.words] == ["Stock", "08|14/2017", "P"]


def test_columns_are_trusted_only_where_gaps_vary() -> None:
    layout = "\n".join(f"Name{'':>{9 + n}}Date{'':>{4 + 2 * n}}Code{'':>{20 - n}}Amount" for n in range(6))
    squeezed = "\n".join("Name   Date   Code   Amount" for _ in range(6))
    assert has_columns(read_lines(layout))
    assert not has_columns(read_lines(squeezed))
    assert not has_columns(read_lines("Name Date Code Amount\n" * 6))


def test_hocr_words_stand_in_lines_by_their_boxes() -> None:
    def word(x0: int, y0: int, x1: int, y1: int, text: str) -> str:
        return f"<span class='ocrx_word' id='w' title='bbox {x0} {y0} {x1} {y1}; x_wconf 90'>{text}</span>\n"

    # two columns that Tesseract put into two blocks: lines come back whole
    text = (
        "<div class='ocr_page' title='bbox 0 0 2000 1000'>\n"
        + word(100, 100, 200, 120, "Common")
        + word(210, 101, 300, 121, "Stock")
        + word(100, 150, 180, 170, "Option")
        + word(900, 102, 1000, 122, "06/12/2000")
        + word(900, 151, 1000, 171, "&amp;")
        + "</div>"
    )
    rows = read_lines(text)
    assert [[item.text for item in line.words] for line in rows] == [["Common", "Stock", "06/12/2000"], ["Option", "&"]]
    assert rows[0].cells == (0, 0, 1)
    assert [text[item.span[0] : item.span[1]] for item in rows[0].words if item.span] == [
        "Common",
        "Stock",
        "06/12/2000",
    ]


@given(st.text(max_size=400))
@settings(max_examples=60)
def test_any_text_is_read_with_spans_inside_it(text: str) -> None:
    for filing in dump_cells(text, load_layouts()):
        for cell in filing.cells:
            for word in cell.words:
                assert word.span is not None
                assert 0 <= word.span[0] <= word.span[1] <= len(text)


HEAD = "1. Name and Address of Reporting Person *\nDOE JANE\n2. Issuer Name and Ticker or Trading Symbol\nX [Y]\n\
3. Date of Earliest Transaction (Month/Day/Year)\n1/2/2003\n"
TABLE = "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned\n"
HOSTILE = {
    "pipes": ("", "|"),
    "lines of pipes": ("", "|" * 50 + "\n"),
    "columns": ("| ", "a | "),
    "one long word": ("", "a"),
    "one long line": ("", "ab 12 "),
    "lines of one word": ("", "a \n"),
    "control characters": ("", "\x0b\x0c\x1c\x85 "),
    "tabs": ("", "\ta"),
    "boxes": (HEAD + TABLE, "+---+---+---+---+---+\n|a|b|c|d|e|\n"),
    "a rule of crossings": (HEAD + TABLE, "+-"),
    "drawn rows": (HEAD + TABLE + "+---+---+---+---+---+---+\n", "|Opt |$1.0|1/2/2003|M|100 |D|\n"),
    "rows": (
        HEAD + TABLE + "| 1. Title of Derivative Security | 4. Code |\n|---|---|\n",
        "| Opt | $1 | 1/2/2003 | M |\n",
    ),
    "labels": ("", "1. Name and Address of Reporting Person * "),
    "lines of labels": ("", "1. Name and Address of Reporting Person *\n"),
    "titles": ("", "Table I - Non-Derivative Securities "),
    "notes": (HEAD + "Explanation of Responses:\n", "(1) Note\n"),
    "signatures": (HEAD + "Signatures\n", "/s/ Jane Doe 1/2/2003\n"),
    "signature labels": (HEAD + "Explanation of Responses:\n", "Jane Doe\n**Signature of Reporting Person\n"),
    "line breaks": (HEAD + "| ", "a<br>"),
    "tags": ("", "<a <b "),
    "hOCR": ("", "<span class='ocrx_word' title='bbox 1 2 3 4'>a</span>"),
    "hOCR cut off": ("", "<span class='ocrx_word' title='"),
    "dates in pieces": ("", "1 / 2 / 2003 "),
    "marks": ("", "__X__"),
    "forms": ("", HEAD + TABLE),
    "joint filers": (HEAD + "Joint Filer Information\n", "Name: A B\nAddress: 1 Elm St\n"),
    "owners": (HEAD + TABLE + "Reporting Owners\n", "A B\n1 Elm St\nDover, DE 19901\n"),
}
"""What a hostile text begins with, and what it repeats."""


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_hostile_text_and_no_faster(kind: str) -> None:
    start, unit = HOSTILE[kind]
    layouts = load_layouts()

    def seconds(size: int) -> float:
        text = start + unit * (size // len(unit))
        took = []
        for _ in range(3):  # the best of three: what else the machine does is not the text's fault
            began = time.process_time()
            dump_cells(text, layouts)
            took.append(time.process_time() - began)
        return min(took)

    small = max(seconds(10_000), 0.03)
    assert seconds(40_000) < 16 * small


def test_one_line_of_fifty_megabytes_is_read_in_seconds() -> None:
    began = time.process_time()
    dump_cells("a" * 50_000_000, load_layouts())
    assert time.process_time() - began < 10


def test_a_row_of_a_table_that_a_line_break_cut_in_two_is_one_row() -> None:
    text = "| /s/ Jane Doe | 08/07/2020 |\n|---|---|\n| Elm Fund LP, By: /s/ Ada Holt,\nPartner | 08/07/2020 |\n"
    last = read_lines(text)[-1]
    assert (last.text, last.table, last.cells[-1]) == ("Elm Fund LP, By: /s/ Ada Holt, Partner 08/07/2020", True, 1)
    assert all(word.span and text[slice(*word.span)] == word.text for word in last.words)
    assert len(read_lines("| Elm Fund LP\nPartner |\n")) == 2  # no table
