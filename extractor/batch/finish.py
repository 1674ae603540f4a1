"""The end of a batch: from what was read to manifest, tables and report."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from extractor.batch import manifest
from extractor.batch.ledger import Ledger
from extractor.batch.report import Section, as_html, as_text, sections
from extractor.batch.run import Tally
from extractor.batch.stores import Folder, Store
from extractor.batch.totals import Totals, totals
from extractor.export.formats import writing
from extractor.export.json import from_json
from extractor.options import Options
from extractor.versions import version
from models.extraction import Extraction

REPORT = ("report.html", "report.txt")


def finish(
    store: Store, ledger: Ledger, tally: Tally, options: Options, tables: Sequence[str], places: str
) -> tuple[Totals, list[Section]]:
    """Writes the tables, the manifest and the report, and gives the numbers and words of the latter."""
    with tempfile.TemporaryDirectory(prefix="form4-") as name:
        aside = Path(name)
        if tables:
            _tables(store, ledger, tables, aside)
        manifest.write(ledger.rows(), aside / manifest.NAME)
        store.put(manifest.NAME, (aside / manifest.NAME).read_bytes())
    found = totals(ledger.rows())
    told = sections(found, tally, options, places, version())
    store.put(REPORT[0], as_html(told))
    store.put(REPORT[1], as_text(told).encode("utf-8", "replace"))
    return found, told


def _tables(store: Store, ledger: Ledger, tables: Sequence[str], aside: Path) -> None:
    """All tables in one pass over the filings. To a folder they are written where they belong; for an object store,
    beside first."""
    base = store.path if isinstance(store, Folder) else aside
    with ExitStack() as stack:
        open_ = [stack.enter_context(writing(base / "tables" / form, form)) for form in tables]
        for extraction in _filings(store, ledger):
            for one in open_:
                one.add(extraction)
    if not isinstance(store, Folder):
        for path in sorted(path for path in (aside / "tables").rglob("*") if path.is_file()):
            store.put(path.relative_to(aside).as_posix(), path.read_bytes())


def _filings(store: Store, ledger: Ledger) -> Iterator[Extraction]:
    """Every filing once, in the order of the inputs."""
    for row in ledger.rows():
        if row.original is None:
            for name in row.entry.filing_files:
                yield from_json(store.get(name), name)
