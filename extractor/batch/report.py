"""What a batch did, for people: as text, and as one HTML page without scripts that needs no network.

Both are made of the same sections, so that they cannot say different things.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.batch import plots
from extractor.batch.run import Tally
from extractor.batch.totals import STATUSES, Totals
from extractor.options import Options
from extractor.printable import printable

_MOST = 15  # rows of a table; the rest is in the manifest
_ERRORS = (0.001, 0.003, 0.005, 0.01, 0.02, 0.05)
_KINDS = {"scan": "pictures", "pdf": "PDF", "dump": "text dumps"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences, a table (its first row are the headings; numbers stand right), pictures by name."""

    title: str
    words: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    pictures: tuple[tuple[str, bytes], ...] = ()


def sections(totals: Totals, tally: Tally, options: Options, places: str, version: str) -> list[Section]:
    """The report; `places` says in words where documents were read."""
    found = [
        Section(f"Batch of {count(totals.inputs, 'input')}", _opening(totals, tally, options, places, version)),
        Section("What became of them", table=_statuses(totals)),
        _throughput(totals, tally),
        _coverage(totals, options),
    ]
    if totals.layouts:
        found.append(Section("Revisions found", table=_counted(totals.layouts.most_common(), "layout", "documents")))
    if totals.repairs:
        found.append(Section("Commonest repairs", table=_counted(totals.repairs.most_common(_MOST), "rule", "repairs")))
    found.append(_failures(totals))
    return found


def _opening(totals: Totals, tally: Tally, options: Options, places: str, version: str) -> tuple[str, ...]:
    kinds = ", ".join(f"{number:,} {_KINDS.get(kind, kind)}" for kind, number in totals.kinds.most_common())
    earlier = totals.inputs - totals.statuses["duplicate"] - tally.read
    said = [
        f"form4 {version}, --max-error {options.max_error:.2%}, {options.dpi} dpi; {places}.",
        f"{count(totals.documents, 'document')} read ({kinds}): {count(totals.pages, 'page')}, "
        f"{count(totals.filings, 'filing')}, {count(totals.fields, 'field')}."
        if totals.documents
        else "No document could be read.",
    ]
    if earlier > 0 and tally.kept:
        said.append(f"Read by an earlier run and taken as it stands: {count(tally.kept, 'document')}.")
    if tally.other:
        said.append(f"{count(tally.other, 'submission')} of other forms in bulk texts left out.")
    return tuple(said)


def _statuses(totals: Totals) -> tuple[tuple[str, ...], ...]:
    meaning = {
        "clean": "nothing to look at",
        "review": "a field or an issue is for review",
        "failed": "could not be read",
        "duplicate": "the same bytes as another input",
    }
    rows = [
        (name, f"{totals.statuses[name]:,}", share(totals.statuses[name], totals.inputs), meaning[name])
        for name in STATUSES
    ]
    return (("status", "inputs", "%", "meaning"), *rows)


def _throughput(totals: Totals, tally: Tally) -> Section:
    if not tally.read:
        return Section("Throughput", ("Nothing was left to read in this run.",))
    seconds = max(tally.seconds, 0.001)
    words = [
        f"{count(tally.read, 'document')} and {count(tally.pages, 'page')} in {duration(seconds)}: "
        f"{tally.read / seconds:.3g} documents and {tally.pages / seconds:.3g} pages a second.",
    ]
    if totals.slowest:
        slow = "; ".join(f"{printable(name)} {duration(took)}" for took, name in totals.slowest[:3])
        words.append(f"Slowest: {slow}.")
    points = [(0.0, 0), *tally.course, (seconds, tally.read)]
    pictures = [("documents read over time", plots.course(points, tally.pages / tally.read))]
    if totals.durations:
        pictures.append(("how long documents took", plots.durations(totals)))
    return Section("Throughput", tuple(words), pictures=tuple(pictures))


def _coverage(totals: Totals, options: Options) -> Section:
    if not totals.bins:
        return Section("Coverage and risk", ("No values, so nothing to say of them.",))
    error = totals.unreviewed_error
    expected = (
        f"Among values that nobody reviews, {error:.2%} are expected wrong, by their calibrated confidences."
        if error is not None
        else "Every value is for review."
    )
    words = (
        f"{totals.coverage:.1%} of {count(totals.fields, 'field')} need no look; {totals.doubtful:,} are for review. "
        f"{share(totals.statuses['clean'], totals.documents)}% of the documents are clean.",
        expected,
        "Confidence is an estimate, fitted on made documents; review a sample before you rely on it.",
    )
    table = tuple((f"{error:.1%}", f"{100 * totals.covered(error):.1f}") for error in _ERRORS)
    return Section(
        "Coverage and risk",
        words,
        (("wrong values tolerated", "% of values that could go unreviewed"), *table),
        (("expected error by coverage", plots.risk(totals, options.max_error)),),
    )


def _failures(totals: Totals) -> Section:
    if not totals.causes:
        return Section("Failures", ("None.",))
    worst = sorted(totals.causes.items(), key=lambda item: (-item[1].count, item[0]))
    rows = [
        (str(code), f"{cause.count:,}", text, ", ".join(printable(name) for name in cause.examples))
        for (code, text), cause in worst[:_MOST]
    ]
    words = (f"The {_MOST} commonest causes of {len(worst)}.",) if len(worst) > _MOST else ()
    return Section("Failures", words, (("exit code", "inputs", "cause", "for example"), *rows))


def _counted(counts: Sequence[tuple[str, int]], what: str, number: str) -> tuple[tuple[str, ...], ...]:
    return ((what, number), *((printable(name), f"{times:,}") for name, times in counts))


def count(number: int, what: str) -> str:
    """`1 page`, `2,000 pages`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def share(part: int, whole: int) -> str:
    """In per cent, one digit."""
    return f"{100 * part / whole:.1f}" if whole else "0.0"


def duration(seconds: float) -> str:
    """`4.2 s`, `3 min 20 s`, `2 h 05 min`."""
    if seconds < 100:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02} min"


def as_text(found: Sequence[Section]) -> str:
    """The report as plain text, pictures left out."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(
        width=110, color_system=None, force_terminal=False, legacy_windows=False, record=True, file=_nowhere()
    )
    for section in found:
        console.print(Text(section.title))
        console.print(Text("=" * len(section.title) if section is found[0] else "-" * len(section.title)))
        for sentence in section.words:
            console.print(Text(sentence))
        if section.table:
            table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
            for place, heading in enumerate(section.table[0]):
                right = _numeric(section.table, place)
                table.add_column(Text(heading), justify="right" if right else "left", overflow="fold")
            for row in section.table[1:]:
                table.add_row(*(Text(cell) for cell in row))
            console.print(table)
        console.print()
    return "".join(line.rstrip() + "\n" for line in console.export_text().splitlines()).rstrip("\n") + "\n"


def _nowhere() -> Any:
    import io

    return io.StringIO()


def _numeric(table: Sequence[Sequence[str]], place: int) -> bool:
    return all(row[place].replace(",", "").replace(".", "").rstrip("%").isdigit() for row in table[1:])


_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2733; background: #fff; max-width: 60rem; margin: 2rem auto;
  padding: 0 1.2rem; }
h1 { font-size: 1.5rem; margin-bottom: .4rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; color: #1f3a5f; }
p { margin: .3rem 0; } img { display: block; max-width: 32rem; width: 100%; height: auto; margin-top: .6rem; }
table { border-collapse: collapse; margin-top: .6rem; } th { text-align: left; font-weight: 600; color: #4a5a6a; }
th, td { padding: .2rem 1.2rem .2rem 0; border-bottom: 1px solid #e3e8ee; vertical-align: top; }
td { overflow-wrap: anywhere; } th.number { text-align: right; }
td.number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; white-space: nowrap; }
"""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def as_html(found: Sequence[Section]) -> bytes:
    """The report as one page; every word of a document or a name is text in it, whatever it holds."""
    from lxml import html
    from lxml.html import builder as e

    body = e.BODY()
    for section in found:
        body.append(e.H1(section.title) if section is found[0] else e.H2(section.title))
        body.extend(e.P(sentence) for sentence in section.words)
        if section.table:
            body.append(_table(section.table))
        for name, picture in section.pictures:
            body.append(e.IMG(alt=name, src="data:image/svg+xml;base64," + base64.b64encode(picture).decode()))
    head = e.HEAD(
        e.META(charset="utf-8"),
        e.META({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        e.META(name="viewport", content="width=device-width"),
        e.TITLE(f"form4: {found[0].title}"),
        e.STYLE(_STYLE),
    )
    page = e.HTML(head, body, lang="en")
    return html.tostring(  # type: ignore[no-any-return]
        page, doctype="<!DOCTYPE html>", encoding="utf-8", pretty_print=True
    )


def _table(table: Sequence[Sequence[str]]) -> Any:
    from lxml.html import builder as e

    marks = [{"class": "number"} if _numeric(table, place) else {} for place in range(len(table[0]))]
    head = e.TR(*(e.TH(cell, mark) for cell, mark in zip(table[0], marks, strict=True)))
    rows = [e.TR(*(e.TD(cell, mark) for cell, mark in zip(row, marks, strict=True))) for row in table[1:]]
    return e.TABLE(e.THEAD(head), e.TBODY(*rows))
