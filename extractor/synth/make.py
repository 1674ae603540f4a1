"""Documents with known truth, in bulk: the paper or the dump, the filing behind it, and what of it can be seen."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extractor.export.ownership import to_xml
from extractor.synth import engine_text
from extractor.synth.damage import LEVELS, damage
from extractor.synth.dumps import KINDS, STRENGTHS, Dump, Kind, Strength, dump
from extractor.synth.dumps.ledger import destroyed_names
from extractor.synth.filings import Filing, make_filing, make_series
from extractor.synth.printed import form_number
from extractor.synth.render import LAYOUTS, Rendered, render
from extractor.synth.spelled import all_of, lost_values, unseen_rows, unspoken
from extractor.synth.split import Split, drawing
from extractor.synth.write import Container, write
from models.form4 import Form4

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TEXTS = (*KINDS, engine_text.KIND)
"""Kinds of text dumps."""
DAMAGES: tuple[str, ...] = ("pdf", *LEVELS, *(f"{kind}-{strength}" for kind in TEXTS for strength in STRENGTHS))
"""What may become of a filing: a born-digital PDF, a scan of that level, or a text dump of that kind and strength."""

_DPI = 300.0  # of pages before damage
SUFFIXES = {"markdown": "md", "hocr": "hocr"}
CONTAINERS: dict[str, tuple[Container, ...]] = {"L3": ("tiff", "pdf"), "L4": ("pdf", "tiff", "png")}
COLUMNS = (
    "id",
    "look",
    "level",
    "form",
    "files",
    "pages",
    "rows",
    "owners",
    "footnotes",
    "rotated",
    "destroyed",
    "mistakes",
    "seed",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One made document: its files, its truth and what stands beside the truth. `rotation` in degrees clockwise;
    `pages` is 0 for a dump."""

    files: tuple[Path, ...]
    filing: Filing
    layout: str
    damage: str
    pages: int
    rotation: int
    beside: dict[str, Any]


def make(
    count: int,
    seed: int,
    layouts: Sequence[str],
    damages: Sequence[str],
    out: Path,
    given: Sequence[Form4] = (),
    ruin: float = 0.0,
    split: Split | None = None,
    series: int = 1,
) -> tuple[Document, ...]:
    """Writes `count` documents below `out`: input/ID.…, truth/ID.xml, truth/ID.json, manifest.csv. Layouts and damages
    take turns (each layout meets each damage); the same arguments on the same machine write the same files. `given`
    filings are printed instead of invented ones, Forms 3 and 5 on EDGAR's paper only. `ruin` is the share of scanned
    pages with a value nobody can read; `split` draws names and typefaces from one half of them only. With `series` each
    so many documents are filings of one owner and issuer, on one layout, that follow one another. ValueError for an
    unknown layout or damage."""
    for known, asked in ((LAYOUTS, layouts), (DAMAGES, damages)):
        for name in asked:
            if name not in known:
                raise ValueError(f"unknown {name!r}; known are {', '.join(known)}")
    if not layouts or not damages:
        raise ValueError("at least one layout and one damage are needed")
    (out / "input").mkdir(parents=True, exist_ok=True)
    (out / "truth").mkdir(exist_ok=True)
    made = []
    with (out / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        manifest = csv.writer(file)
        manifest.writerow(COLUMNS)
        follow: tuple[Filing, ...] = ()
        for number in range(count):
            group, place = divmod(number, series)
            turn, nth = divmod(group, len(layouts))
            layout, hurt = layouts[nth], damages[(turn * series + place) % len(damages)]
            own = seed * 1_000_003 + number
            name = f"{layout}-{hurt}-{number:04d}".lower()
            with drawing(split):
                if given:
                    filing = Filing(given[number % len(given)])
                    if form_number(filing.form) != "4" and layout.startswith("paper-"):
                        layout = "edgar-2003"
                elif series > 1:
                    if not place:
                        follow = make_series(own, layout, series)
                    filing = follow[place]
                else:
                    filing = make_filing(own, layout)
                document = make_document(filing, layout, hurt, own, out / "input", name, ruin=ruin)
            write_truth(document, out / "truth" / f"{name}.xml", out / "truth" / f"{name}.json")
            manifest.writerow(_row(name, own, document))
            made.append(document)
    return tuple(made)


def make_document(
    filing: Filing,
    layout: str,
    hurt: str,
    seed: int,
    folder: Path,
    stem: str,
    container: Container | None = None,
    ruin: float = 0.0,
) -> Document:
    """One document in an existing folder, as STEM.… (see `make`); `container` is drawn where none is given."""
    form = filing.form
    kind, _, strength = hurt.rpartition("-")
    if kind in TEXTS and strength in STRENGTHS:
        dumped = _dumped(form, layout, kind, strength, seed)
        path = folder / f"{stem}.{SUFFIXES.get(kind, 'txt')}"
        path.write_text(dumped.text, encoding="utf-8")
        return Document((path,), filing, layout, hurt, 0, 0, dumped.beside | _mistakes(filing))
    rendered = render(form, layout, seed)
    if hurt == "pdf":
        path = folder / f"{stem}.pdf"
        path.write_bytes(rendered.pdf)
        return Document((path,), filing, layout, hurt, len(list(_sizes(rendered.pdf))), 0, _beside(rendered, filing))
    pages = rasterized(rendered.pdf, _DPI)
    boxes = rendered.places.pixels(_DPI)
    targets = [[box for page, box in boxes.values() if page == number] for number in range(1, len(pages) + 1)]
    damaged = damage(pages, hurt, seed, dpi=_DPI, ruin=ruin, targets=targets)  # type: ignore[arg-type]  # a level
    rng = random.Random(f"container {seed}")
    drawn = rng.choice(CONTAINERS.get(hurt, ("pdf", "tiff", "png", "jpeg")))
    files = write(damaged, folder, stem, container or drawn, quality=rng.randint(60, 90))
    beside = _beside(rendered, filing, damaged.ruined_fields(boxes))
    return Document(files, filing, layout, hurt, len(pages), damaged.rotation, beside)


def _dumped(form: Form4, layout: str, kind: str, strength: Strength, seed: int) -> Dump:
    if kind == engine_text.KIND:
        return reread(form, layout, strength, seed)
    return dump(form, cast(Kind, kind), strength, seed)


def reread(form: Form4, layout: str, strength: Strength, seed: int) -> Dump:
    """The filing printed in that look, scanned, and typed by Tesseract; what the text no longer tells is destroyed."""
    rendered = render(form, layout, seed)
    damaged = damage(rasterized(rendered.pdf, _DPI), engine_text.level_of(strength, seed), seed, dpi=_DPI)
    text, lines = engine_text.typed(damaged, seed)
    lost = lost_values(form, rendered.places, lines, _DPI)
    unseen = all_of(form, unseen_rows(rendered.places, lost))
    destroyed = {*destroyed_names(form, lost), *unspoken(lost), *unseen}
    return Dump(text, tuple(sorted(destroyed)), rendered.invisible, rendered.precision)


def write_truth(document: Document, xml: Path, beside: Path) -> None:
    """The filing as ownership XML, and the file that says what of it can be seen."""
    xml.write_bytes(to_xml(document.filing.form))
    beside.write_text(json.dumps(document.beside, indent=1) + "\n", encoding="utf-8")


def rasterized(pdf: bytes, dpi: float) -> list[NDArray[np.uint8]]:
    """The pages of a PDF as gray pixels (H, W), 0 = ink."""
    import numpy as np
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            np.array(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L"), dtype=np.uint8)
            for page in document
        ]
    finally:
        document.close()


def _sizes(pdf: bytes) -> Iterator[tuple[float, float]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        yield from (page.get_size() for page in document)
    finally:
        document.close()


def _beside(rendered: Rendered, filing: Filing, destroyed: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "destroyed": sorted(destroyed),
        "invisible": list(rendered.invisible),
        "precision": rendered.precision,
    } | _mistakes(filing)


def _mistakes(filing: Filing) -> dict[str, Any]:
    """The filer's own mistakes: printed so, true, and contradicting the form's rules."""
    if not filing.mistakes:
        return {}
    return {
        "mistakes": [{"path": m.path, "printed": m.printed, "meant": m.meant, "what": m.what} for m in filing.mistakes]
    }


def _row(name: str, seed: int, document: Document) -> tuple[object, ...]:
    form = document.filing.form
    return (
        name,
        document.layout,
        document.damage,
        form.document_type.value,
        ";".join(path.name for path in document.files),
        document.pages,
        f"{len(form.non_derivative_table)}+{len(form.derivative_table)}",
        len(form.reporting_owner),
        len(form.footnotes),
        document.rotation,
        len(document.beside["destroyed"]),
        len(document.filing.mistakes),
        seed,
    )
