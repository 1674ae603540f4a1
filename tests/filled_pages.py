"""Pages of a form for tests of the scan route: its head filled in, its tables, notes and a signature, as made words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.ink import inked
from extractor.records import Cell, RegisteredFiling, RulingLine, Sheet, Word
from extractor.register import register
from extractor.segment import segment
from tests.drawn import LAYOUTS, LEFT, laid_out, line_of, sheet, tabled

EDGAR = LAYOUTS["form4-edgar-2016"]
SCALE, TOP = 1500.0, 200.0
NOTES = [
    "(1) The shares were sold in several trades at prices from 3.10 to 3.40.",
    "(2) Held by a trust of which the reporting",
    "person is the trustee.",
    "Remarks:",
    "Exhibit 24 is attached.",
]


def typed(zone: str, *lines: str, right: float = 0.01, down: float = 0.02) -> list[Word]:
    """Lines typed into a box of the head, `right` and `down` of its corner in units of the form."""
    place = next(zone_.at for zone_ in EDGAR.zones if zone_.field == zone)
    x, y = LEFT + (place.x0 + right) * SCALE, TOP + (place.y0 + down) * SCALE
    return [word for n, line in enumerate(lines) for word in line_of(line, x, y + n * 22, height=12)]


def head() -> list[Word]:
    return laid_out(EDGAR, only=[anchor.id for anchor in EDGAR.anchors if anchor.at is not None])


def filled_head() -> list[Word]:
    """The head of a form, filled in."""
    owner = [
        *typed("reportingOwner", "DOE JANE Q", down=0.022),
        *typed("reportingOwner", "12 ELM ROAD", down=0.075),
        *typed("reportingOwner", "DAYTON", down=0.14),
        *typed("reportingOwner", "OH", right=0.16, down=0.14),
        *typed("reportingOwner", "45402", right=0.25, down=0.14),
    ]
    return [
        *head(),
        *owner,
        *typed("issuer", "QUARRY LIGHT CORP [ QLTC ]"),
        *typed("periodOfReport", "03/09/2011"),
        *typed("reportingOwnerRelationship", "Director", "Officer (give title below)", right=0.02, down=0.03),
        *typed("reportingOwnerRelationship", "10% Owner", "Other (specify below)", right=0.16, down=0.03),
    ]


def tables(top: float = 640, page: int = 1, rows: int = 1) -> tuple[list[Word], list[RulingLine], float]:
    words: list[Word] = []
    lines: list[RulingLine] = []
    y = top
    for table, row in (
        (EDGAR.tables[0], ["Common Stock", "03/09/2011", "", "S", "", "12,500", "D", "$3.25", "1,000", "D", ""]),
        (
            EDGAR.tables[1],
            ["Option", "$3.25", "03/09/2011", "", "M", "", "", "500", "", "", "Common", "500", "$0", "0", "D", ""],
        ),
    ):
        if table.field == "derivativeTable":
            words += line_of(EDGAR.anchor("table2").text, 500, y + 10, page, 10)
            y += 40
        found, rules, y = tabled(table, [row] * (rows if table.field == "derivativeTable" else 1), y, page)
        words += found
        lines += rules
    return words, lines, y


def foot(y: float, page: int = 1, notes: Sequence[str] = NOTES) -> list[Word]:
    words = line_of("Explanation of Responses:", LEFT, y + 20, page)
    for n, line in enumerate(notes):
        words += line_of(line, LEFT, y + 50 + 24 * n, page)
    below = y + 60 + 24 * len(notes)
    words += line_of("/s/ Jane Q. Doe", 1000, below, page) + line_of("03/10/2011", 1450, below, page)
    words += line_of("** Signature of Reporting Person", 1000, below + 24, page) + line_of(
        "Date", 1450, below + 24, page
    )
    return words


def one_page() -> list[Sheet]:
    words, lines, y = tables()
    return [sheet([*filled_head(), *words, *foot(y)], lines)]


def filing(sheets: Sequence[Sheet]) -> RegisteredFiling:
    ((found,), _) = register(sheets, (EDGAR,))
    return found


def cells(sheets: Sequence[Sheet]) -> tuple[Cell, ...]:
    return segment(filing(sheets), {one.page.number: inked(one.page, one.lines) for one in sheets})


def texts(sheets: Sequence[Sheet]) -> dict[tuple[str, int, str], str]:
    """What stands in the cells that hold words."""
    found: defaultdict[tuple[str, int, str], str] = defaultdict(str)
    for cell in cells(sheets):
        if cell.words and not found[cell.address]:
            found[cell.address] = " ".join(word.text for word in cell.words)
    return dict(found)
