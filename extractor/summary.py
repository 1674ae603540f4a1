"""One extraction as a person reads it: the filing, what was repaired and why, and what is doubted."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.places import place
from extractor.printable import printable
from extractor.rows import Rows
from extractor.sheet import DOUBTED, LOST, REPAIRED, Sheet, lines
from models.extraction import Extraction
from models.field import Field, State
from models.form4 import Form4, Row
from models.paths import row_paths

_INDENT = (0, 0, 0, 2)


def summary_text(extraction: Extraction, width: int = 120) -> str:
    """The summary as plain text, lines at most `width` characters wide."""
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(summary(extraction))
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def summary(extraction: Extraction) -> RenderableType:
    """The summary for rich to print. All text of the document is shown inert: no markup, no control characters."""
    form, sheet = extraction.form, Sheet.of(extraction)
    notes = [Text.assemble((f"({note.id.removeprefix('F')}) ", "dim"), sheet.show(f"footnotes/footnote[{number}]"))
             for number, note in enumerate(form.footnotes, 1)]
    remarks = sheet.show("remarks")
    return Group(
        _title(extraction),
        _head(form, sheet),
        _heading("Table I: non-derivative securities"),
        _table_i(form, sheet),
        _heading("Table II: derivative securities"),
        _table_ii(form, sheet),
        *_section("Footnotes", notes),
        *_section("Remarks", [remarks] if remarks else []),
        *_section("Repaired (*)", _repairs(extraction.fields)),
        *_section("For review (?)", [_doubt(field) for field in extraction.fields if field.needs_review]),
        *_section("Issues", _issues(extraction)),
    )


def percent(confidence: float) -> str:
    """A confidence in per cent, rounded down: what is not certain never shows as 100 %."""
    return f"{Decimal(str(confidence * 100)).quantize(Decimal('0.1'), ROUND_FLOOR).normalize():f} %"


def _title(extraction: Extraction) -> Text:
    source, kind = extraction.source, extraction.form.document_type.text or "4"
    title = Text(f"Form {printable(kind)} · {printable(source.name)}", style="bold")
    layouts = dict.fromkeys(layout.id or "no layout recognised" for layout in extraction.layouts)
    notes = [source.kind, f"{source.pages} page{'s' if source.pages != 1 else ''}", *map(printable, layouts)]
    title.append("   " + " · ".join(notes), style="not bold dim")
    doubtful = sum(field.needs_review for field in extraction.fields)
    title.append(*(f"   {doubtful} for review", DOUBTED) if doubtful else ("   nothing for review", "not bold green"))
    return title


def _head(form: Form4, sheet: Sheet) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    symbol = sheet.show("issuer/issuerTradingSymbol")
    grid.add_row("Issuer", Text.assemble(sheet.show("issuer/issuerName"), *(("  [", symbol, "]") if symbol else ())))
    for number in range(1, len(form.reporting_owner) + 1):
        grid.add_row("Owner" if number == 1 else "", _owner(f"reportingOwner[{number}]/", sheet))
    grid.add_row("Date", sheet.show("periodOfReport"))
    if amended := sheet.show("dateOfOriginalSubmission"):
        grid.add_row("Amends", amended)
    if ticked := _ticked(sheet):
        grid.add_row("Boxes", ticked)
    for number in range(1, len(form.owner_signature) + 1):
        path = f"ownerSignature[{number}]/"
        signed = Text.assemble(sheet.show(path + "signatureName"), "  ", sheet.show(path + "signatureDate"))
        grid.add_row("Signed" if number == 1 else "", signed)
    return Padding(grid, _INDENT)


def _ticked(sheet: Sheet) -> Text:
    boxes = (
        ("notSubjectToSection16", "no longer subject to Section 16"),
        ("aff10b5One", "Rule 10b5-1 plan"),
        ("noSecuritiesOwned", "no securities owned"),
        ("form3HoldingsReported", "Form 3 holdings reported"),
        ("form4TransactionsReported", "Form 4 transactions reported"),
    )
    return _listed(" · ", *(sheet.ticked(path, Text(label)) for path, label in boxes))


def _owner(path: str, sheet: Sheet) -> Text:
    base = path + "reportingOwnerAddress/rptOwner"
    state = _listed(" ", sheet.show(base + "State"), sheet.show(base + "ZipCode"))
    where = _listed(
        ", ", *(sheet.show(base + line) for line in ("Street1", "Street2", "City")), state, sheet.show(base + "Country")
    )
    return lines(sheet.show(path + "reportingOwnerId/rptOwnerName"), where, _role(path, sheet))


def _role(path: str, sheet: Sheet) -> Text:
    base = path + "reportingOwnerRelationship/"
    title, other = sheet.show(base + "officerTitle"), sheet.show(base + "otherText")
    boxes = (
        ("isDirector", Text("director")),
        ("isOfficer", Text.assemble("officer", *((" (", title, ")") if title else ()))),
        ("isTenPercentOwner", Text("10 % owner")),
        ("isOther", Text.assemble("other", *((" (", other, ")") if other else ()))),
    )
    return _listed(" · ", *(sheet.ticked(base + name, label) for name, label in boxes))


def _table_i(form: Form4, sheet: Sheet) -> RenderableType:
    headers = ("Security", "Date", "Code", ">Amount", "A/D", ">Price", ">Owned\nafter", "D/I", "Nature")
    cells = [
        (
            sheet.show(path + "securityTitle"),
            _dates(path, sheet),
            _code(path, row, sheet),
            *_amounts(path, sheet),
            sheet.show(path + "transactionAmounts/transactionPricePerShare"),
            *_owned(path, sheet),
        )
        for path, row in _rows(form, "nonDerivativeTable")
    ]
    return Padding(Rows(headers, cells), _INDENT)


def _table_ii(form: Form4, sheet: Sheet) -> RenderableType:
    headers = (
        "Security", ">Exercise\nprice", "Date", "Code", ">Number", "A/D", "Exercisable\nto expiration", "Underlying",
        ">Price", ">Owned\nafter", "D/I", "Nature",
    )
    cells = [
        (
            sheet.show(path + "securityTitle"),
            sheet.show(path + "conversionOrExercisePrice"),
            _dates(path, sheet),
            _code(path, row, sheet),
            *_amounts(path, sheet),
            lines(sheet.show(path + "exerciseDate"), sheet.show(path + "expirationDate")),
            lines(
                sheet.show(path + "underlyingSecurity/underlyingSecurityTitle"),
                sheet.either(path + "underlyingSecurity/", "underlyingSecurityShares", "underlyingSecurityValue"),
            ),
            sheet.show(path + "transactionAmounts/transactionPricePerShare"),
            *_owned(path, sheet),
        )
        for path, row in _rows(form, "derivativeTable")
    ]
    return Padding(Rows(headers, cells), _INDENT)


def _rows(form: Form4, table: str) -> Iterator[tuple[str, Row]]:
    """The rows of one table, each with the beginning of its leaves' paths."""
    return ((f"{path}/", row) for path, row in row_paths(form) if path.startswith(f"{table}/"))


def _dates(path: str, sheet: Sheet) -> Text:
    deemed = sheet.show(path + "deemedExecutionDate")
    return lines(sheet.show(path + "transactionDate"), Text.assemble(deemed, (" deemed", "dim")) if deemed else deemed)


def _code(path: str, row: Row, sheet: Sheet) -> Text:
    """The code as the paper shows it, K and V behind it."""
    if row.kind == "holding":
        return Text("holding", style="dim")
    swap = sheet.ticked(path + "transactionCoding/equitySwapInvolved", Text("K"))
    return _listed(
        " ", sheet.show(path + "transactionCoding/transactionCode"), swap, sheet.show(path + "transactionTimeliness")
    )


def _amounts(path: str, sheet: Sheet) -> tuple[Text, Text]:
    base = path + "transactionAmounts/"
    return (
        sheet.either(base, "transactionShares", "transactionTotalValue"),
        sheet.show(base + "transactionAcquiredDisposedCode"),
    )


def _owned(path: str, sheet: Sheet) -> tuple[Text, Text, Text]:
    return (
        sheet.either(
            path + "postTransactionAmounts/", "sharesOwnedFollowingTransaction", "valueOwnedFollowingTransaction"
        ),
        sheet.show(path + "ownershipNature/directOrIndirectOwnership"),
        sheet.show(path + "ownershipNature/natureOfOwnership"),
    )


def _repairs(fields: Sequence[Field]) -> list[Text]:
    return [
        Text.assemble(
            (place(field.path) + ": ", "dim"),
            _quoted(repair.before),
            " → ",
            (_quoted(repair.after), REPAIRED),
            (f"  {printable(repair.reason)}", "dim"),
        )
        for field in fields
        for repair in field.repairs
    ]


def _doubt(field: Field) -> Text:
    lost = field.state is State.UNREADABLE
    said = field.state.value if field.value is None else _quoted(field.value)
    line = Text.assemble((place(field.path) + ": ", "dim"), (said, LOST if lost else DOUBTED))
    line.append("  " + ("no confidence given" if field.confidence is None else f"{percent(field.confidence)} sure"))
    others = [
        "blank" if candidate.value is None else _quoted(candidate.value)
        for candidate in field.candidates
        if candidate.value != field.value
    ]
    if others:
        line.append("; or " + ", ".join(others[:3]))
    if field.raw.strip() and field.raw != field.value:
        line.append(f"; read {_quoted(field.raw)}", style="dim")
    return line


def _issues(extraction: Extraction) -> list[Text]:
    listed = []
    for issue in extraction.issues:
        where = f"{place(issue.path)}: " if issue.path else f"page {issue.page}: " if issue.page else ""
        mark = ("! ", DOUBTED) if issue.severity == "doubt" else ("· ", "dim")
        listed.append(Text.assemble(mark, (where, "dim"), printable(issue.message)))
    return listed


def _quoted(text: str) -> str:
    """`text` in quotation marks, cut after 120 characters."""
    shown = printable(" ".join(text.split()))
    return f"“{shown if len(shown) <= 120 else shown[:119] + '…'}”"


def _listed(separator: str, *parts: Text) -> Text:
    return Text(separator).join(part for part in parts if part)


def _heading(title: str) -> Text:
    return Text("\n" + title, style="bold")


def _section(title: str, listed: Sequence[Text]) -> list[RenderableType]:
    return [_heading(title), *(Padding(line, _INDENT) for line in listed)] if listed else []
