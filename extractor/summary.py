"""One extraction as a person reads it: the filing, what was repaired and why, and what is doubted."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.leaves import DOUBTED, LOST, REPAIRED, Leaves, lines
from extractor.places import place
from extractor.printable import percent, printable
from extractor.rows import Rows
from models.extraction import Extraction
from models.field import Field, State
from models.form4 import Form4, Row
from models.paths import row_paths

_INDENT = (0, 0, 0, 2)
_DOT = Text("·", "dim")


def summary_text(extraction: Extraction, width: int = 120) -> str:
    """The summary as plain text, lines at most `width` characters wide."""
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(summary(extraction))
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def summary(extraction: Extraction) -> RenderableType:
    """The summary for rich to print. All text of the document is shown inert: no markup, no control characters."""
    form, leaves = extraction.form, Leaves.of(extraction)
    notes = [
        (Text(f"({note.id.removeprefix('F')})", "dim"), leaves.show(f"footnotes/footnote[{number}]"))
        for number, note in enumerate(form.footnotes, 1)
    ]
    remarks = leaves.show("remarks")
    return Group(
        _title(extraction),
        _head(form, leaves),
        _heading("Table I: non-derivative securities"),
        _table_i(form, leaves),
        _heading("Table II: derivative securities"),
        _table_ii(form, leaves),
        *_section("Footnotes", notes),
        *_section("Remarks", [(Text(), remarks)] if remarks else []),
        *_section("Repaired (*)", [(_DOT, line) for line in _repairs(extraction.fields)]),
        *_section("For review (?)", [(_DOT, _doubt(field)) for field in extraction.fields if field.needs_review]),
        *_section("Issues", _issues(extraction)),
    )


def _title(extraction: Extraction) -> Text:
    source, kind = extraction.source, extraction.form.document_type.text or "4"
    title = Text(f"Form {printable(kind)} · {printable(source.name)}", style="bold")
    layouts = dict.fromkeys(layout.id or "no layout recognised" for layout in extraction.layouts)
    notes = [source.kind, f"{source.pages} page{'s' if source.pages != 1 else ''}", *map(printable, layouts)]
    title.append("   " + " · ".join(notes), style="not bold dim")
    doubtful = sum(field.needs_review for field in extraction.fields)
    title.append(*(f"   {doubtful} for review", DOUBTED) if doubtful else ("   nothing for review", "not bold green"))
    return title


def _head(form: Form4, leaves: Leaves) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    symbol = leaves.show("issuer/issuerTradingSymbol")
    grid.add_row("Issuer", Text.assemble(leaves.show("issuer/issuerName"), *(("  [", symbol, "]") if symbol else ())))
    for number in range(1, len(form.reporting_owner) + 1):
        grid.add_row("Owner" if number == 1 else "", _owner(f"reportingOwner[{number}]/", leaves))
    grid.add_row("Date", leaves.show("periodOfReport"))
    if amended := leaves.show("dateOfOriginalSubmission"):
        grid.add_row("Amends", amended)
    if ticked := _ticked(leaves):
        grid.add_row("Boxes", ticked)
    for number in range(1, len(form.owner_signature) + 1):
        path = f"ownerSignature[{number}]/"
        signed = Text.assemble(leaves.show(path + "signatureName"), "  ", leaves.show(path + "signatureDate"))
        grid.add_row("Signed" if number == 1 else "", signed)
    return Padding(grid, _INDENT)


def _ticked(leaves: Leaves) -> Text:
    boxes = (
        ("notSubjectToSection16", "no longer subject to Section 16"),
        ("aff10b5One", "Rule 10b5-1 plan"),
        ("noSecuritiesOwned", "no securities owned"),
        ("form3HoldingsReported", "Form 3 holdings reported"),
        ("form4TransactionsReported", "Form 4 transactions reported"),
    )
    return _listed(" · ", *(leaves.ticked(path, Text(label)) for path, label in boxes))


def _owner(path: str, leaves: Leaves) -> Text:
    base = path + "reportingOwnerAddress/rptOwner"
    state = _listed(" ", leaves.show(base + "State"), leaves.show(base + "ZipCode"))
    where = _listed(
        ", ",
        *(leaves.show(base + line) for line in ("Street1", "Street2", "City")),
        state,
        leaves.show(base + "Country"),
    )
    return lines(leaves.show(path + "reportingOwnerId/rptOwnerName"), where, _role(path, leaves))


def _role(path: str, leaves: Leaves) -> Text:
    base = path + "reportingOwnerRelationship/"
    title, other = leaves.show(base + "officerTitle"), leaves.show(base + "otherText")
    boxes = (
        ("isDirector", Text("director")),
        ("isOfficer", Text.assemble("officer", *((" (", title, ")") if title else ()))),
        ("isTenPercentOwner", Text("10 % owner")),
        ("isOther", Text.assemble("other", *((" (", other, ")") if other else ()))),
    )
    return _listed(" · ", *(leaves.ticked(base + name, label) for name, label in boxes))


def _table_i(form: Form4, leaves: Leaves) -> RenderableType:
    headers = ("Security", "Date", "Code", ">Amount", "A/D", ">Price", ">Owned\nafter", "D/I", "Nature")
    cells = [
        (
            leaves.show(path + "securityTitle"),
            _dates(path, leaves),
            _code(path, row, leaves),
            *_amounts(path, leaves),
            leaves.show(path + "transactionAmounts/transactionPricePerShare"),
            *_owned(path, leaves),
        )
        for path, row in _rows(form, "nonDerivativeTable")
    ]
    return Padding(Rows(headers, cells), _INDENT)


def _table_ii(form: Form4, leaves: Leaves) -> RenderableType:
    headers = (
        "Security", ">Exercise\nprice", "Date", "Code", ">Number", "A/D", "Exercisable\nto expiration", "Underlying",
        ">Price", ">Owned\nafter", "D/I", "Nature",
    )
    cells = [
        (
            leaves.show(path + "securityTitle"),
            leaves.show(path + "conversionOrExercisePrice"),
            _dates(path, leaves),
            _code(path, row, leaves),
            *_amounts(path, leaves),
            lines(leaves.show(path + "exerciseDate"), leaves.show(path + "expirationDate")),
            lines(
                leaves.show(path + "underlyingSecurity/underlyingSecurityTitle"),
                leaves.either(path + "underlyingSecurity/", "underlyingSecurityShares", "underlyingSecurityValue"),
            ),
            leaves.show(path + "transactionAmounts/transactionPricePerShare"),
            *_owned(path, leaves),
        )
        for path, row in _rows(form, "derivativeTable")
    ]
    return Padding(Rows(headers, cells), _INDENT)


def _rows(form: Form4, table: str) -> Iterator[tuple[str, Row]]:
    """The rows of one table, each with the beginning of its leaves' paths."""
    return ((f"{path}/", row) for path, row in row_paths(form) if path.startswith(f"{table}/"))


def _dates(path: str, leaves: Leaves) -> Text:
    deemed = leaves.show(path + "deemedExecutionDate")
    return lines(leaves.show(path + "transactionDate"), Text.assemble(deemed, (" deemed", "dim")) if deemed else deemed)


def _code(path: str, row: Row, leaves: Leaves) -> Text:
    """The code as the paper shows it, K and V behind it."""
    if row.kind == "holding":
        return Text("holding", style="dim")
    swap = leaves.ticked(path + "transactionCoding/equitySwapInvolved", Text("K"))
    return _listed(
        " ", leaves.show(path + "transactionCoding/transactionCode"), swap, leaves.show(path + "transactionTimeliness")
    )


def _amounts(path: str, leaves: Leaves) -> tuple[Text, Text]:
    base = path + "transactionAmounts/"
    return (
        leaves.either(base, "transactionShares", "transactionTotalValue"),
        leaves.show(base + "transactionAcquiredDisposedCode"),
    )


def _owned(path: str, leaves: Leaves) -> tuple[Text, Text, Text]:
    return (
        leaves.either(
            path + "postTransactionAmounts/", "sharesOwnedFollowingTransaction", "valueOwnedFollowingTransaction"
        ),
        leaves.show(path + "ownershipNature/directOrIndirectOwnership"),
        leaves.show(path + "ownershipNature/natureOfOwnership"),
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
    line.append("  " + ("no confidence given" if field.confidence is None else f"{percent(field.confidence)} % sure"))
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


def _issues(extraction: Extraction) -> list[tuple[Text, Text]]:
    """What is doubted and noted; of what the XML cannot say only how much that is."""
    listed = []
    for issue in extraction.issues:
        if issue.code.startswith("xml-"):
            continue
        where = f"{place(issue.path)}: " if issue.path else f"page {issue.page}: " if issue.page else ""
        mark = Text("!", DOUBTED) if issue.severity == "doubt" else _DOT
        listed.append((mark, Text.assemble((where, "dim"), printable(issue.message))))
    if broken := sum(issue.code == "xml-not-valid" for issue in extraction.issues):
        said = f"The XML breaks the SEC's schema in {broken} place{'s' if broken > 1 else ''}; the JSON names them."
        listed.append((_DOT, Text(said)))
    return listed


def _quoted(text: str) -> str:
    """`text` in quotation marks, cut after 120 characters."""
    shown = printable(" ".join(text.split()))
    return f"“{shown if len(shown) <= 120 else shown[:119] + '…'}”"


def _listed(separator: str, *parts: Text) -> Text:
    return Text(separator).join(part for part in parts if part)


def _heading(title: str) -> Text:
    return Text("\n" + title, style="bold")


def _section(title: str, listed: Sequence[tuple[Text, Text]]) -> list[RenderableType]:
    """A heading and what is listed below it as (mark, line); long lines go on beside their marks."""
    if not listed:
        return []
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in listed:
        grid.add_row(*row)
    return [_heading(title), Padding(grid, _INDENT)]
