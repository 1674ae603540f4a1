"""From a document to its filings: the whole story, stage by stage.

A scan and a dump differ only until their cells are read; from there on they are the same thing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from extractor.dump import dump_cells
from extractor.edits import Edit
from extractor.errors import InputError
from extractor.export.assemble import assemble
from extractor.export.cleaned import edits as cleaning
from extractor.ink import InkedPage, inked
from extractor.layouts import load_layouts
from extractor.ocr import Engines, PageReader, engines
from extractor.options import Options
from extractor.pages import load_pages
from extractor.printable import printable
from extractor.read import read_cells
from extractor.records import Cell, Page, ReadCell, RegisteredFiling, Sheet, Source
from extractor.register import register
from extractor.repair.lexicons import load_lexicons
from extractor.repair.propose import propose
from extractor.repair.reconcile import reconcile
from extractor.runs import second_look
from extractor.segment import segment
from extractor.spot import spot_words
from models.evidence import Reading
from models.extraction import Extraction, Issue, PageLayout, SourceInfo

NOT_A_FORM = "this is not a Form 3, 4 or 5, or too little of it can be read: check the document, or scan it again"


@dataclass(frozen=True, slots=True)
class ReadFiling:
    """One filing with every cell read: where a scan and a dump meet."""

    form: str
    layouts: tuple[PageLayout, ...]
    cells: tuple[ReadCell, ...]
    issues: tuple[Issue, ...] = ()


def extract(source: Source | Sequence[Source], options: Options) -> tuple[Extraction, ...]:
    """The filings of one document, in order; several sources are the pages of one document, in the order given.

    Raises InputError when there is no filing in it, and what the stages raise (see errors.py).
    """
    sources = (source,) if isinstance(source, Source) else tuple(source)
    filings = read_dump(sources[0], options) if sources[0].kind == "dump" else read_scan(sources, options)
    if not filings:
        raise InputError(f"{printable(sources[0].name)}: {NOT_A_FORM}.")
    return tuple(conclude(filing, sources, options) for filing in filings)


def clean(source: Source, options: Options) -> tuple[Edit, ...]:
    """The edits that clean a dump, on the offsets of its text, in order. Raises as `extract` does."""
    extractions = extract(source, options)
    fields = [field for extraction in extractions for field in extraction.fields]
    used = {laid.id for extraction in extractions for laid in extraction.layouts}
    layouts = [layout for layout in load_layouts(options.templates) if layout.id in used]
    return cleaning(source.text or "", fields, layouts)


def read_scan(sources: Sequence[Source], options: Options) -> tuple[ReadFiling, ...]:
    """Pages to filings with every cell read."""
    page_reader, crop_readers = engines(options)
    sheets, pages = look(sources, page_reader, crop_readers, options)
    registered, left_out = register(sheets, load_layouts(options.templates))
    notes = tuple(page_issue(number) for number in left_out)
    return tuple(
        read_filing(filing, pages, crop_readers, notes if index == 0 else ())
        for index, filing in enumerate(registered)
    )


def look(
    sources: Sequence[Source], reader: PageReader, crops: Engines, options: Options
) -> tuple[tuple[Sheet, ...], dict[int, InkedPage]]:
    """(every page with what was spotted on it, its doubtful text looked at again; the same pages by number, ready for
    looking into cells)."""
    spotted = spot(sources, reader, options)
    pages = {sheet.page.number: inked(sheet.page, sheet.lines) for sheet in spotted}
    return tuple(look_again(sheet, pages[sheet.page.number], crops) for sheet in spotted), pages


def look_again(sheet: Sheet, page: InkedPage, engines: Engines) -> Sheet:
    """Doubtful text of a page read by the second engine, when there is one of another family."""
    return second_look(sheet, page, engines.second) if engines.second and engines.third else sheet


def read_filing(
    filing: RegisteredFiling, pages: Mapping[int, InkedPage], engines: Engines, issues: tuple[Issue, ...]
) -> ReadFiling:
    """A registered filing with every cell cut and read."""
    cells = read_cells(segment(filing, pages), pages, engines)
    return ReadFiling(form=filing.layout.form, layouts=page_layouts(filing), cells=cells, issues=issues)


def overlays(source: Source, options: Options) -> Iterator[tuple[int, bytes]]:
    """Each page's number and a PNG of it with everything found there, pages without a form included."""
    from extractor.draw import overlay  # draws with Pillow, which a dump never needs

    page_reader, crop_readers = engines(options)
    sheets, pages = look((source,), page_reader, crop_readers, options)
    registered, _ = register(sheets, load_layouts(options.templates))
    filings = (read_filing(filing, pages, crop_readers, ()) for filing in registered)
    fields = [field for filing in filings for field in conclude(filing, (source,), options).fields]
    laid = {laid.page: laid for filing in registered for laid in filing.registrations}
    for sheet in sheets:
        yield sheet.page.number, overlay(sheet, laid.get(sheet.page.number), fields)


def read_dump(source: Source, options: Options) -> tuple[ReadFiling, ...]:
    """Text to filings; a dump's words are its only reading."""
    return tuple(
        ReadFiling(
            form=filing.form,
            layouts=(PageLayout(page=1, id=filing.layout, score=filing.score),),
            cells=tuple(dump_reading(cell) for cell in filing.cells),
        )
        for filing in dump_cells(source.text or "", load_layouts(options.templates))
    )


def conclude(filing: ReadFiling, sources: Sequence[Source], options: Options) -> Extraction:
    """Readings to values: propose candidates, choose among them by the form's algebra, assemble the filing."""
    proposals = propose(filing.cells, load_lexicons(options.lexicon))
    fields, issues = reconcile(proposals, filing.form, options)
    return Extraction(
        source=source_info(sources, filing),
        layouts=filing.layouts,
        form=assemble(fields),
        fields=fields,
        issues=(*filing.issues, *issues),
        options=options.model_dump(mode="json", exclude={"password", "templates", "lexicon"}),
        versions=versions(filing),
    )


def spot(sources: Sequence[Source], reader: PageReader, options: Options) -> tuple[Sheet, ...]:
    """Every page of the sources, upright, with its rules and words; numbered through."""
    pages = (page for source in sources for page in load_pages(source, options))
    return tuple(_sheet(replace(page, number=number), reader) for number, page in enumerate(pages, start=1))


def _sheet(page: Page, reader: PageReader) -> Sheet:
    return Sheet(*spot_words(page, reader))


def dump_reading(cell: Cell) -> ReadCell:
    """A dump's cell with its one reading."""
    text = " ".join(word.text for word in cell.words)
    if not text:
        return ReadCell(cell, (), ink=False)
    return ReadCell(cell, (Reading(text=text, score=1.0, source="dump", engine="text"),), ink=True)


def page_layouts(filing: RegisteredFiling) -> tuple[PageLayout, ...]:
    """Which layout lies on which page; the first page's score is the filing's."""
    return tuple(
        PageLayout(page=r.page, id=r.layout.id, score=round(filing.score if index == 0 else r.score, 3))
        for index, r in enumerate(filing.registrations)
    )


def page_issue(number: int) -> Issue:
    """A page that is no part of any form."""
    return Issue(
        code="page-left-out",
        severity="doubt",
        page=number,
        message=f"Page {number} is not part of a form (a fax cover, an exhibit?) and was left out.",
    )


def source_info(sources: Sequence[Source], filing: ReadFiling) -> SourceInfo:
    """What was read; the pages of a joined document count together."""
    first = sources[0]
    digest = first.sha256 if len(sources) == 1 else hashlib.sha256(b"".join(s.data for s in sources)).hexdigest()
    pages = 1 if first.kind == "dump" else max((layout.page for layout in filing.layouts), default=1)
    return SourceInfo(name=first.name, sha256=digest, kind=first.kind, pages=pages)


def versions(filing: ReadFiling) -> dict[str, str]:
    """This program's version and the engines that gave readings."""
    names = sorted({reading.engine for cell in filing.cells for reading in cell.readings})
    engines_used = dict(name.split(" ", 1) for name in names if " " in name)
    return {"form4": own_version(), **engines_used}


@lru_cache(maxsize=1)
def own_version() -> str:
    """The installed version; "0" in a checkout that was never installed."""
    try:
        return version("form4")
    except PackageNotFoundError:
        return "0"
