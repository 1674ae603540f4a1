"""Tables cut into rows and columns: rules may be lost or added, rows wrap and go on over the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.records import Cell, RegisteredFiling, RulingLine, Sheet, Word
from extractor.register import register
from extractor.segment.grid import column_edges, level_rules
from extractor.segment.sections import sections
from extractor.segment.tables import table_cells, table_grid
from models.geometry import Box
from models.layout import Layout
from tests.drawn import LAYOUTS, LEFT, RIGHT, laid_out, level, line_of, sheet, tabled, upright

EDGAR = LAYOUTS["form4-edgar-2016"]
TABLE = next(table for table in EDGAR.tables if table.field == "nonDerivativeTable")
COLUMNS = [column.field for column in TABLE.columns]
SALE = ["Common Stock", "03/09/2011", "", "S", "", "12,500", "D", "$3.25", "1,000,000", "D", ""]
GIFT = ["Class A", "03/10/2011", "", "G", "V", "40", "D", "$0", "999,960", "I", "Trust"]
HELD = ["Preferred", "", "", "", "", "", "", "", "700", "D", ""]
ROWS = [SALE, GIFT, HELD]
TOP = 640.0


def head(layout: Layout = EDGAR, page: int = 1) -> list[Word]:
    """The labels of the form's head and of the table's title."""
    names = [anchor.id for anchor in layout.anchors if anchor.at is not None]
    return laid_out(layout, page, only=names)


def filing(sheets: Sequence[Sheet]) -> RegisteredFiling:
    ((found,), left_out) = register(sheets, tuple(LAYOUTS.values()))
    assert left_out == ()
    assert found.layout.id == EDGAR.id
    return found


def rows_of(sheets: Sequence[Sheet]) -> list[list[str]]:
    """Table I as a list of rows of texts, column by column."""
    found = filing(sheets)
    grids = [
        grid
        for part in sections(found.sheets, found.registrations)
        if part.kind == "nonDerivativeTable" and (grid := table_grid(part, TABLE)) is not None
    ]
    cells = table_cells(grids, "nonDerivativeTable")
    return as_rows(cells)


def as_rows(cells: Sequence[Cell]) -> list[list[str]]:
    texts = {(cell.row, cell.field): " ".join(word.text for word in cell.words) for cell in cells}
    return [[texts[row, name] for name in COLUMNS] for row in sorted({row for row, _ in texts})]


def first_page(rows: Sequence[Sequence[str]] = ROWS, without: Sequence[int] = ()) -> Sheet:
    """A page whose Table I has those rows; `without` names rules to leave out."""
    words, lines, bottom = tabled(TABLE, rows, TOP)
    after = line_of("Explanation of Responses:", LEFT, bottom + 60)
    kept = [line for n, line in enumerate(lines) if n not in without]
    return sheet([*head(), *words, *after], kept)


def plain(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[text.replace("\n", " ") for text in row] for row in rows]


def test_rows_and_columns_come_out_as_printed() -> None:
    assert rows_of([first_page()]) == ROWS


def test_a_reference_typed_in_a_column_ends_no_table() -> None:
    """ "See Explanation of Responses", wrapped in a narrow column, has the notes' heading on a line of its own."""
    held = [*HELD[:-1], "See\nExplanation of\nResponses"]
    assert rows_of([first_page([SALE, held, GIFT])]) == plain([SALE, held, GIFT])


def test_the_next_title_is_not_above_the_rows() -> None:
    """Table II's title was not read, its second line was: it stands below the rows of Table I."""
    page = first_page()
    bottom = max(line.y1 for line in page.lines)
    second = line_of("(e.g., puts, calls, warrants, options, convertible securities)", LEFT, bottom + 10)
    assert rows_of([replace(page, words=(*page.words, *second))])[: len(ROWS)] == plain(ROWS)


def test_a_row_that_wraps_is_one_row() -> None:
    wrapped = [["Common\nStock, par", *SALE[1:10], "By\nspouse"], GIFT]
    assert rows_of([first_page(wrapped)]) == plain(wrapped)


def test_a_date_whose_year_stands_on_the_next_printed_line_is_one_row() -> None:
    """Typed forms go on in the row below: "May 15," there has its "2003", a long title its last word."""
    above = ["Common Stock of the Series A, without par value", "September 15, (1)", *SALE[2:]]
    below = ["(restricted)", "2003", *[""] * 9]
    other = ["Class B", "September 16, (2)", *GIFT[2:]]
    joined = [f"{one} {more}".strip() for one, more in zip(above, below, strict=True)]
    found = rows_of([first_page([above, below, other, ["", "2OO3", *[""] * 9]])])
    assert found == [joined, ["Class B", "September 16, (2) 2OO3", *GIFT[2:]]]


def test_the_end_of_a_title_with_dirt_beside_it_is_no_row() -> None:
    """What a worn page shows of its rules ("|", "H i") makes no row of the line on which a long title ends."""
    above = ["Common Stock of the Series A, without par value", "September", *SALE[2:]]
    below = ["(restricted)", "15, 2003", "", "|", "", "H i", "", "—", "", "", ""]
    (one, other) = rows_of([first_page([above, below, GIFT])])
    assert one == ["Common Stock of the Series A, without par value (restricted)", "September 15, 2003", *SALE[2:]]
    assert other == GIFT


def test_the_end_of_a_nature_with_a_stroke_beside_it_is_no_row() -> None:
    """No row begins without a title; words that just fail to fit leave the cell's air at its right."""
    held = [*HELD[:-1], "By self as"]
    below = [*[""] * 9, "|", "guardian"]
    assert rows_of([first_page([held, below])]) == [[*held[:-1], "By self as guardian"]]


def test_a_row_that_wraps_into_words_of_the_header_is_none_of_it() -> None:
    """ "Shares (Series D" below a row is no header, so what stands above it is none either."""
    above, below = ["Depositary", *SALE[1:]], ["Amount of Securities Owned", *[""] * 10]
    assert rows_of([first_page([above, below])])[0][1:] == SALE[1:]


@pytest.mark.parametrize(("column", "text"), [(3, "M"), (9, "|"), (5, "7"), (8, "$")])
def test_the_end_of_a_title_with_a_figure_or_a_letter_beside_it_is_a_row(column: int, text: str) -> None:
    above = ["Common Stock of the Series A, without par value", *SALE[1:]]
    below = ["(restricted)", *[""] * 10]
    below[column] = text
    assert len(rows_of([first_page([above, below])])) == 2


def test_a_year_below_a_whole_date_is_a_row_of_its_own() -> None:
    assert len(rows_of([first_page([SALE, ["", "2003", *[""] * 9]])])) == 2


@pytest.mark.parametrize("lost", range(16), ids=lambda n: f"rule {n}")
def test_any_one_rule_may_be_lost(lost: int) -> None:
    """Rules 0 to 4 are level (heading, rows), the others upright."""
    assert rows_of([first_page(without=[lost])]) == ROWS


def test_the_first_row_is_not_lost_with_the_rule_above_it() -> None:
    wrapped = [["Common\nStock, par", *SALE[1:10], "By\nspouse"], GIFT]
    assert rows_of([first_page(wrapped, without=[1])]) == plain(wrapped)


def test_all_upright_rules_may_be_lost() -> None:
    assert rows_of([first_page(without=range(5, 17))]) == ROWS


def test_all_rules_may_be_lost() -> None:
    assert rows_of([first_page(without=range(17))]) == ROWS


@pytest.mark.parametrize("x", [350.0, 800.0, 1210.0])
@pytest.mark.parametrize("tall", [60.0, 100.0])
def test_a_streak_of_the_fax_is_no_column(x: float, tall: float) -> None:
    page = first_page()
    streaked = replace(page, lines=(*page.lines, upright(x, TOP + 100, TOP + 100 + tall)))
    assert rows_of([streaked]) == ROWS


def test_doubled_rules_count_once() -> None:
    page = first_page()
    doubled = [replace(line, x0=line.x0 + 3, x1=line.x1 + 3, y0=line.y0 + 3, y1=line.y1 + 3) for line in page.lines]
    assert rows_of([replace(page, lines=(*page.lines, *doubled))]) == ROWS


def test_slanted_rules_are_followed() -> None:
    page = first_page()
    slanted = tuple(
        replace(line, y1=line.y1 + 6) if line.horizontal else replace(line, x1=line.x1 + 3) for line in page.lines
    )
    assert rows_of([replace(page, lines=slanted)]) == ROWS


def test_an_empty_table_has_no_rows() -> None:
    assert rows_of([first_page([])]) == []


def test_a_row_unlike_any_other_is_kept() -> None:
    """Nothing is a row's own judge: what was filled in counts, wherever."""
    odd = [[""] * 8 + ["1,200", "", ""], SALE]
    assert rows_of([first_page(odd)]) == odd


def test_a_title_between_rules_above_a_worn_header_stays_table_two_s() -> None:
    """All that can be read of a header is the title in its frame, whose words are Table I's as well."""
    first = first_page()
    y = max(line.y1 for line in first.lines) + 30
    title = line_of("Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned", 400, y + 10)
    title += line_of("(e.g., puts, calls, warrants, options, convertible securities)", 400, y + 34)
    worn = line_of("Tanencton Dute Emerdie Seourtes Darven Exprd Banef", LEFT + 10, y + 80)
    rules = [level(at, LEFT, RIGHT) for at in (y, y + 60, y + 140)]
    page = replace(first, words=(*first.words, *title, *worn), lines=(*first.lines, *rules))
    found = filing([page])
    kinds = [part.kind for part in sections(found.sheets, found.registrations)]
    assert kinds[:3] == ["head", "nonDerivativeTable", "derivativeTable"]


# ---------------------------------------------------------------------------------------------- over the page break


def second_page(rows: Sequence[Sequence[str]], above: Sequence[Word] = (), header: bool = False) -> Sheet:
    words, lines, bottom = tabled(TABLE, rows, 160, page=2, header=header)
    after = line_of("Explanation of Responses:", LEFT, bottom + 60, 2)
    return sheet([*above, *words, *after], lines, page=2)


def unended(page: Sheet) -> Sheet:
    """The first page of a table that goes on: nothing stands below it."""
    return replace(page, words=tuple(word for word in page.words if word.text not in {"Explanation", "of", "Responses:"}
                                     or word.box.y0 < TOP))  # fmt: skip


@pytest.mark.parametrize("header", [False, True])
def test_a_table_goes_on_over_the_page(header: bool) -> None:
    pages = [unended(first_page([SALE, GIFT])), second_page([HELD], header=header)]
    assert rows_of(pages) == [SALE, GIFT, HELD]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    rest = ["par value", *[""] * 9, "for Ann"]
    whole = [GIFT[0] + " par value", *GIFT[1:10], GIFT[10] + " for Ann"]
    pages = [unended(first_page([SALE, GIFT])), second_page([rest, HELD])]
    assert rows_of(pages) == [SALE, whole, HELD]


def test_a_fax_header_is_no_row() -> None:
    stamp = line_of("03/10/2011 16:40 FAX 212 555 0147 LEGAL DEPT P.02/03", 300, 40, 2)
    pages = [unended(first_page([SALE, GIFT])), second_page([HELD], above=stamp)]
    assert rows_of(pages) == [SALE, GIFT, HELD]


def test_the_filing_numbers_rows_over_all_pages() -> None:
    pages = [unended(first_page([SALE, GIFT])), second_page([HELD])]
    found = filing(pages)
    grids = [
        grid
        for part in sections(found.sheets, found.registrations)
        if part.kind == "nonDerivativeTable" and (grid := table_grid(part, TABLE)) is not None
    ]
    cells = table_cells(grids, "nonDerivativeTable")
    assert {(cell.page, cell.row) for cell in cells} == {(1, 1), (1, 2), (2, 3)}
    assert all(cell.box is not None and cell.group == "nonDerivativeTable" for cell in cells)


# ------------------------------------------------------------------------------------------------------------ rules

REGION = Box(100, 0, 1100, 400)


def test_pieces_of_a_level_rule_count_together() -> None:
    pieces: list[RulingLine] = [level(100, 100, 400), level(102, 420, 800), level(101, 820, 1100), level(200, 100, 300)]
    assert level_rules(pieces, REGION) == pytest.approx([101], abs=1)


def test_a_rule_counts_only_within_the_table() -> None:
    assert level_rules([level(100, -2000, 300)], REGION) == ()


@pytest.mark.parametrize("shift", [0.0, 4.0, -9.0])
def test_columns_are_where_the_rules_are(shift: float) -> None:
    region = Box(LEFT, 0, RIGHT, 400)
    xs = [LEFT + (RIGHT - LEFT) * x + shift for x in (*(c.span[0] for c in TABLE.columns), 1.0)]
    found = column_edges(TABLE, [upright(x, 0, 400) for x in xs], region, [None] * len(TABLE.columns))
    assert [edge.top for edge in found] == pytest.approx(xs, abs=1)


def test_columns_on_the_next_page_are_as_wide_as_before() -> None:
    """A browser makes columns as wide as what they hold, and the headings that tell it stand on the page before."""
    before = [LEFT + (RIGHT - LEFT) * (i / len(TABLE.columns)) ** 2 for i in range(len(TABLE.columns) + 1)]
    drawn = [upright(x + 3, 0, 400) for i, x in enumerate(before) if i not in (4, 7)]
    found = column_edges(TABLE, drawn, Box(LEFT, 0, RIGHT, 400), [None] * len(TABLE.columns), before)
    assert [edge.top for edge in found] == pytest.approx(before, abs=5)


def test_columns_without_rules_are_where_the_layout_has_them() -> None:
    found = column_edges(TABLE, [], Box(LEFT, 0, RIGHT, 400), [None] * len(TABLE.columns))
    nominal = [LEFT + (RIGHT - LEFT) * x for x in (*(c.span[0] for c in TABLE.columns), 1.0)]
    assert [edge.top for edge in found] == pytest.approx(nominal)


def blank(**texts: str) -> list[str]:
    """A row of blanks but for the columns named by their last element."""
    return [texts.get(name.rpartition("/")[2].partition(":")[0], "") for name in COLUMNS]


LONG = "Non-Qualified Common Stock Options granted in May"


def test_text_typed_on_into_the_next_rows_is_one_row() -> None:
    rows = [[LONG, *SALE[1:]], blank(securityTitle="(right to buy)", sharesOwnedFollowingTransaction="(1)"), GIFT]
    assert rows_of([first_page(rows)]) == [[f"{LONG} (right to buy)", *SALE[1:8], "1,000,000 (1)", *SALE[9:]], GIFT]


def test_a_title_typed_on_in_words_of_the_header_leaves_the_row_above_a_row() -> None:
    rows = [SALE, blank(securityTitle="Securities Owned Direct or Amount of Securities Indirect"), GIFT]
    read = rows_of([first_page(rows)])
    assert (read[0][1:8], read[-1]) == (SALE[1:8], GIFT)


def test_a_text_that_had_room_goes_on_with_nothing() -> None:
    rows = [SALE, blank(securityTitle="Preferred"), GIFT]
    assert rows_of([first_page(rows)]) == rows


def test_a_header_nobody_can_read_is_no_row() -> None:
    """Right below its title a table has its header: several lines of words without figures."""
    page = first_page()
    bottom = next(word.box.y0 for word in page.words if word.text == "03/09/2011") - 8
    header = [word for word in page.words if TOP < word.box.y0 < bottom]
    worn = [replace(word, text="~" * len(word.text)) if word in header else word for word in page.words]
    above = level(min(word.box.y0 for word in header) - 6, LEFT, RIGHT)
    assert rows_of([replace(page, words=tuple(worn), lines=(above, *page.lines))]) == plain(ROWS)


def test_a_single_row_over_the_page_has_the_columns_of_the_rows_before() -> None:
    """The rules between its columns are too short to be found, and a browser had made the columns as it liked."""
    before, after = first_page(), second_page([GIFT])
    lines = [line for line in after.lines if line.horizontal]
    assert rows_of([unended(before), replace(after, lines=tuple(lines))]) == plain([*ROWS, GIFT])
