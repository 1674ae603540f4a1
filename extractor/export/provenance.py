"""What the SEC's tables have no place for: where each value comes from, how sure it is, and what is doubted."""

from __future__ import annotations

import math
from collections.abc import Iterator

from extractor.export.sec_layout import ACCESSION, SEC_TABLES, Column, Table
from extractor.export.sec_tables import AS_PUBLISHED, Fit, Layout, Place, Row, SecRows, Value, plain, sec_rows
from models.extraction import Extraction
from models.field import Field

SOURCE = Table(
    "SOURCE",
    "",
    (
        ACCESSION,
        Column("SYNTHETIC_ACCESSION", "flag"),
        Column("SOURCE_NAME", "text"),
        Column("SOURCE_SHA256", "code"),
        Column("SOURCE_KIND", "code"),
        Column("SOURCE_PAGES", "integer"),
        Column("LAYOUTS", "text"),
        Column("FIELDS", "integer"),
        Column("FIELDS_FOR_REVIEW", "integer"),
        Column("ISSUES_FOR_REVIEW", "integer"),
        Column("VERSIONS", "text"),
    ),
)

PROVENANCE = Table(
    "PROVENANCE",
    "",
    (
        ACCESSION,
        Column("PATH", "text"),
        Column("TABLE_NAME", "code"),
        Column("ROW_KEY", "code"),
        Column("COLUMN_NAME", "code"),
        Column("RAW", "text"),
        Column("VALUE", "text"),
        Column("STATE", "code"),
        Column("CONFIDENCE", "real"),
        Column("NEEDS_REVIEW", "flag"),
        Column("FOOTNOTES", "text"),
        Column("PAGE", "integer"),
        Column("BOX_X0", "real"),
        Column("BOX_Y0", "real"),
        Column("BOX_X1", "real"),
        Column("BOX_Y1", "real"),
        Column("SPAN_START", "integer"),
        Column("SPAN_END", "integer"),
        Column("REPAIRS", "text"),
        Column("NOTE", "text"),
    ),
)

ISSUES = Table(
    "ISSUES",
    "",
    (
        ACCESSION,
        Column("CODE", "code"),
        Column("SEVERITY", "code"),
        Column("PATH", "text"),
        Column("PAGE", "integer"),
        Column("MESSAGE", "text"),
    ),
)

OWN_TABLES: tuple[Table, ...] = (SOURCE, PROVENANCE, ISSUES)
"""The tables beside the SEC's."""

TABLES: tuple[Table, ...] = (*SEC_TABLES, *OWN_TABLES)
"""Every table that is written, the SEC's first."""

_MOST = 2**53  # what every reader holds exactly; no page or offset comes near


def table_rows(extraction: Extraction, fit: Fit, layout: Layout = AS_PUBLISHED) -> dict[str, tuple[Row, ...]]:
    """The filing's rows by the name of their table, the SEC's and ours; `fit` says what a cell can hold."""
    sec = sec_rows(extraction, fit, layout)
    own = {
        SOURCE.name: (_source(extraction, sec.accession),),
        PROVENANCE.name: tuple(_provenance(extraction, sec)),
        ISSUES.name: tuple(
            (sec.accession, plain(issue.code), issue.severity, issue.path, _whole(issue.page), plain(issue.message))
            for issue in extraction.issues
        ),
    }
    return {**sec.rows, **{table.name: _fitted(table, own[table.name], fit) for table in OWN_TABLES}}


def _fitted(table: Table, rows: tuple[Row, ...], fit: Fit) -> tuple[Row, ...]:
    return tuple(
        tuple(fit(column, value)[0] for column, value in zip(table.columns, row, strict=True)) for row in rows
    )


def _source(extraction: Extraction, accession: str) -> Row:
    source = extraction.source
    layouts = dict.fromkeys(layout.id for layout in extraction.layouts if layout.id)
    return (
        accession,
        True,
        plain(source.name),
        plain(source.sha256),
        source.kind,
        _whole(source.pages),
        plain(", ".join(layouts)) or None,
        len(extraction.fields),
        sum(field.needs_review for field in extraction.fields),
        sum(issue.severity == "doubt" for issue in extraction.issues),
        plain(", ".join(f"{name} {number}" for name, number in sorted(extraction.versions.items()))) or None,
    )


def _provenance(extraction: Extraction, sec: SecRows) -> Iterator[Row]:
    nowhere = Place("", "", "")
    for field in extraction.fields:
        place = sec.places.get(field.path, nowhere)
        start, end = field.span or (None, None)
        yield (
            sec.accession,
            plain(field.path),
            place.table or None,
            place.key or None,
            place.column or None,
            plain(field.raw) or None,
            None if field.value is None else plain(field.value),
            field.state.value,
            None if field.confidence is None else round(field.confidence, 6),
            field.needs_review,
            ", ".join(field.footnotes) or None,
            _whole(field.page),
            *(_box(field)),
            _whole(start),
            _whole(end),
            _repairs(field) or None,
            place.note or None,
        )


def _box(field: Field) -> tuple[Value, Value, Value, Value]:
    if field.box is None or not all(math.isfinite(side) for side in field.box):
        return None, None, None, None
    x0, y0, x1, y1 = (round(side, 1) for side in field.box)
    return x0, y0, x1, y1


def _repairs(field: Field) -> str:
    """The repairs in words, in the order they were made."""
    return plain(
        "; ".join(
            f"{repair.rule}: “{repair.before}” → “{repair.after}” ({repair.reason})"
            for repair in field.repairs
        )
    )


def _whole(number: int | None) -> int | None:
    return number if number is not None and abs(number) < _MOST else None
