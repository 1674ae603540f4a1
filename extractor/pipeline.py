"""From a document to its filings: the whole story, stage by stage.

A scan and a dump differ only until their cells are read; from there on they are the same thing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from extractor.answers import Answers, answered, standing
from extractor.dump import dump_cells
from extractor.edits import Edit
from extractor.errors import InputError
from extractor.export.assemble import assemble
from extractor.export.cleaned import edits as cleaning
from extractor.export.validity import faults, unknown_ciks
from extractor.fitted import fitted
from extractor.ink import inked
from extractor.layouts import load_layouts
from extractor.link.twins import Linked, with_twins
from extractor.ocr import Engines, PageReader, engines
from extractor.options import Options
from extractor.pages import load_pages
from extractor.printable import printable
from extractor.proof import proofread
from extractor.read import read_cells
from extractor.records import Cell, ReadCell, RegisteredFiling, Registration, Sheet, Source
from extractor.register import register
from extractor.repair.boilerplate import boilerplate_edits, load_sentences
from extractor.repair.english import usual_words
from extractor.repair.fields import Considered
from extractor.repair.lexicons import load_lexicons
from extractor.repair.opinions import as_read
from extractor.repair.propose import propose
from extractor.repair.reconcile import consider_all, reconcile
from extractor.runs import second_look
from extractor.segment import segment
from extractor.spot import spot_words
from extractor.underlines import with_tails
from extractor.versions import version
from models.evidence import PLAIN_TEXT, Reading
from models.extraction import Extraction, Issue, PageLayout, SourceInfo
from models.field import State
from models.review import Correction

NOT_A_FORM = "this is not a Form 3, 4 or 5, or too little of it can be read: check the document, or scan it again"
INK_KEPT = 8
"""Pages of a document whose ink is kept from the first look to the reading of cells; of more it is made anew."""
MIXED = "pages of one document are all scans or all text dumps; give the others by themselves"


@dataclass(frozen=True, slots=True)
class ReadFiling:
    """One filing with every cell read: where a scan and a dump meet."""

    form: str
    layouts: tuple[PageLayout, ...]
    cells: tuple[ReadCell, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document whose cells are read. Of a scan also all its pages with what was spotted on them, and the layouts
    that lie on them."""

    sources: tuple[Source, ...]
    filings: tuple[ReadFiling, ...]
    sheets: tuple[Sheet, ...] = ()
    registrations: tuple[Registration, ...] = ()


def extract(source: Source | Sequence[Source], options: Options) -> tuple[Extraction, ...]:
    """The filings of one document, in order; several sources are the pages of one document, in the order given.

    Raises InputError when there is no filing in it, and what the stages raise (see errors.py).
    """
    return conclude(read(source, options), options)


def read(
    source: Source | Sequence[Source], options: Options, readers: tuple[PageReader, Engines] | None = None
) -> ReadDocument:
    """The same document with its cells read and nothing decided; no filings when there are none in it. `readers` stand
    in for the engines that the options name."""
    sources = (source,) if isinstance(source, Source) else tuple(source)
    dumps = sum(source.kind == "dump" for source in sources)
    if 0 < dumps < len(sources):
        raise InputError(f"{printable(sources[0].name)}: {MIXED}.")
    return read_dump(sources, options) if dumps else read_scan(sources, options, readers)


def conclude(
    document: ReadDocument, options: Options, corrections: Sequence[Sequence[Correction]] = (),
    linked: Sequence[Linked] = (),
) -> tuple[Extraction, ...]:
    """Readings to filings, in order; InputError when there is none. `corrections` are what people said of each filing,
    oldest first: their word holds, and all else is decided anew around it. `linked` is what other documents say of
    each."""
    if not document.filings:
        raise InputError(f"{printable(document.sources[0].name)}: {NOT_A_FORM}.")
    said = (*corrections, *(() for _ in document.filings))
    others = (*linked, *(None for _ in document.filings))
    return tuple(
        conclude_filing(filing, document, options, standing(about), other)
        for filing, about, other in zip(document.filings, said, others, strict=False)
    )


def overlays(document: ReadDocument, extractions: Sequence[Extraction]) -> Iterator[tuple[int, bytes]]:
    """Each page's number and a PNG of it with everything found there, pages without a form included; none of a dump."""
    from extractor.draw import overlay  # draws with Pillow, which a dump never needs

    fields = [field for extraction in extractions for field in extraction.fields]
    laid = {registration.page: registration for registration in document.registrations}
    for sheet in document.sheets:
        yield sheet.page.number, overlay(sheet, laid.get(sheet.page.number), fields)


def pictures(document: ReadDocument) -> Iterator[tuple[int, bytes]]:
    """Each page's number and a PNG of it as it was read: upright, one pixel for one of the fields' boxes; none of a
    dump."""
    from extractor.pages import to_png

    for sheet in document.sheets:
        yield sheet.page.number, to_png(sheet.page)


def clean(source: Source, options: Options) -> tuple[Edit, ...]:
    """The edits that clean a dump, on the offsets of its text, in order. Raises as `extract` does."""
    extractions = extract(source, options)
    fields = [field for extraction in extractions for field in extraction.fields]
    return cleaning(source.text or "", fields, lambda text, taken: boilerplate_edits(text, load_sentences(), taken))


def read_scan(
    sources: tuple[Source, ...], options: Options, readers: tuple[PageReader, Engines] | None = None
) -> ReadDocument:
    """Pages to filings with every cell read."""
    page_reader, crop_readers = readers or engines(options)
    return read_sheets(sources, look(sources, page_reader, crop_readers, options), crop_readers, options)


def read_sheets(
    sources: tuple[Source, ...], sheets: tuple[Sheet, ...], crop_readers: Engines, options: Options
) -> ReadDocument:
    """What was spotted on the pages to filings with every cell read."""
    registered, left_out = register(sheets, load_layouts(options.templates))
    missing = (*missing_pages(sources, sheets), *damages(sources))
    filings = tuple(
        read_filing(filing, crop_readers, () if index else left_out, () if index else missing)
        for index, filing in enumerate(registered)
    )
    laid = tuple(registration for filing in registered for registration in filing.registrations)
    return ReadDocument(sources, filings, sheets, laid)


def look(sources: Sequence[Source], reader: PageReader, crops: Engines, options: Options) -> tuple[Sheet, ...]:
    """Every page with what was spotted on it, its doubtful text looked at again."""
    known = known_words(options.lexicon, options.templates)
    return tuple(look_again(sheet, crops, known) for sheet in spot(sources, reader, options))


@lru_cache(maxsize=4)
def known_words(lexicon: Path | None, templates: Path | None) -> frozenset[str]:
    """The vocabulary and the words that the form itself prints, in lower case."""
    labels = [anchor.text for layout in load_layouts(templates) for anchor in layout.anchors]
    printed = " ".join([*labels, *load_sentences()])
    return load_lexicons(lexicon).everything | frozenset(re.findall(r"[a-z]{2,}", printed.lower()))


def look_again(sheet: Sheet, engines: Engines, known: frozenset[str]) -> Sheet:
    """Doubtful, senseless and underlined text of a page read by the second engine, when there is one of another family;
    `known` words make sense."""
    if not (engines.second and engines.third):
        return sheet
    ink = inked(sheet.page, sheet.lines)
    kept = replace(sheet, words=fitted(sheet.words, ink), ink=ink if sheet.page.number <= INK_KEPT else None)
    looked = second_look(kept, ink, engines.second, known | usual_words())
    return with_tails(proofread(looked, ink, engines.second, known), engines.second)


def read_filing(
    filing: RegisteredFiling, engines: Engines, left_out: Sequence[int], missing: Sequence[Issue]
) -> ReadFiling:
    """A registered filing with every cell cut and read; `left_out`: numbers of the pages that are part of no filing,
    `missing` what the document does not hold although it should."""
    # of the filing's own pages only: memory
    pages = {sheet.page.number: sheet.ink or inked(sheet.page, sheet.lines) for sheet in filing.sheets}
    return ReadFiling(
        form=filing.layout.form,
        layouts=(*page_layouts(filing), *(PageLayout(page=number, id=None, score=0.0) for number in left_out)),
        cells=read_cells(segment(filing, pages), pages, engines),
        issues=(*(page_issue(number) for number in left_out), *missing),
    )


def read_dump(sources: tuple[Source, ...], options: Options) -> ReadDocument:
    """Text to filings; a dump's words are its only reading. The texts of several sources follow one another, a line
    feed between them, and spans run through."""
    text = "\n".join(source.text or "" for source in sources)
    filings = tuple(
        ReadFiling(
            form=filing.form,
            layouts=(PageLayout(page=1, id=filing.layout, score=filing.score),),
            cells=tuple(dump_reading(cell, filing.plain) for cell in filing.cells),
        )
        for filing in dump_cells(text, load_layouts(options.templates))
    )
    return ReadDocument(sources, filings)


def conclude_filing(
    filing: ReadFiling, document: ReadDocument, options: Options, answers: Answers | None = None,
    linked: Linked | None = None,
) -> Extraction:
    """Readings to values: propose candidates, choose among them by the form's algebra, assemble the filing."""
    lexicons, told = load_lexicons(options.lexicon), tuple[Issue, ...]()
    if linked and linked.twins:
        proposals, told = with_twins(filing.cells, linked.twins, lexicons)
    else:
        proposals = propose(filing.cells, lexicons)
    siblings = linked.siblings if linked else None
    fields, issues = reconcile(proposals, filing.form, options, filing.layouts[0].score, answers, siblings)
    form = assemble(fields)
    unreadable = frozenset(field.path for field in fields if field.state is State.UNREADABLE)
    return Extraction(
        source=source_info(document),
        layouts=filing.layouts,
        form=form,
        fields=fields,
        issues=answered(
            (*filing.issues, *told, *issues, *unknown_ciks(form), *faults(form, unreadable)), answers or {}
        ),
        options=options.model_dump(mode="json", exclude={"password", "templates", "lexicon"}),
        versions=versions(filing),
    )


def consider(
    filing: ReadFiling, options: Options, *, repair: bool = True, without: Set[str] = frozenset()
) -> tuple[Considered, ...]:
    """The fields of `conclude` with the evidence behind each, for fitting and measuring. `repair` False leaves out
    candidates that were not read as they stand, `without` the rules of those names."""
    proposals = propose(filing.cells, load_lexicons(options.lexicon))
    said = proposals if repair else as_read(proposals)
    return consider_all(said, filing.form, options, filing.layouts[0].score, without)[0]


def spot(sources: Sequence[Source], reader: PageReader, options: Options) -> Iterator[Sheet]:
    """Every page of the sources that can be drawn, upright, with its rules and words; numbered through, the others
    counted."""
    before = 0
    for source in sources:
        last = 0
        for page in load_pages(source, options):
            last = page.number
            yield Sheet(*spot_words(replace(page, number=before + last), reader))
        before += max(source.pages, last)


def dump_reading(cell: Cell, plain: bool) -> ReadCell:
    """A dump's cell with its one reading, as sure as the place of its words is; `plain`: columns are lost."""
    text = " ".join(word.text for word in cell.words)
    if not text:
        return ReadCell(cell, (), ink=False)
    score = min(word.score for word in cell.words)
    engine = PLAIN_TEXT if plain else "text"
    return ReadCell(cell, (Reading(text=text, score=score, source="dump", engine=engine),), ink=True)


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


def missing_pages(sources: Sequence[Source], sheets: Sequence[Sheet]) -> tuple[Issue, ...]:
    """The pages that the sources promise and that could not be drawn."""
    drawn = {sheet.page.number for sheet in sheets}
    promised = max(sum(source.pages for source in sources), max(drawn, default=0))
    return tuple(
        Issue(
            code="page-unreadable",
            severity="doubt",
            page=number,
            message=f"Page {number} is damaged or too large to draw; nothing on it was read.",
        )
        for number in range(1, promised + 1)
        if number not in drawn
    )


def damages(sources: Sequence[Source]) -> tuple[Issue, ...]:
    """What the sources have plainly lost."""
    return tuple(
        Issue(code="document-damaged", severity="doubt", message=f"{printable(source.name)} {source.damage}.")
        for source in sources
        if source.damage
    )


def source_info(document: ReadDocument) -> SourceInfo:
    """What was read; the pages of a joined document count together."""
    first, *others = document.sources
    digest = hashlib.sha256(b"".join(s.data for s in document.sources)).hexdigest() if others else first.sha256
    return SourceInfo(name=first.name, sha256=digest, kind=first.kind, pages=_pages(document))


def _pages(document: ReadDocument) -> int:
    """How many pages the document has, those that could not be drawn included; 1 for a dump."""
    numbers = (sheet.page.number for sheet in document.sheets)
    return max(sum(source.pages for source in document.sources), max(numbers, default=1))


def versions(filing: ReadFiling) -> dict[str, str]:
    """This program's version and the engines that gave readings."""
    names = sorted({reading.engine for cell in filing.cells for reading in cell.readings})
    return {"form4": version(), **dict(name.split(" ", 1) for name in names if " " in name)}
