"""Reading the documents of a split: what came out, how right it was, and the evidence behind every field.

Pixels are shown to an engine once; readings of cells are kept as long as the program that cut them stays the same.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import extractor
import models
import templates
from extractor import pipeline
from extractor.bench.documents import Made, Planned, made
from extractor.compare import canonical, leaf_name
from extractor.errors import ExtractorError
from extractor.ocr import Engines, PageReader, engines
from extractor.ocr.cached import cached
from extractor.options import Options
from extractor.pipeline import ReadFiling
from extractor.repair.confidence import Evidence
from extractor.score import NEVER_PRINTED, Score, Verdict, score
from extractor.source import open_source
from models.field import Field

MAX_ERROR = 0.005
"""The share of wrong values tolerated among fields not sent to review that everything here is judged at."""

NOT_RECOGNISED = "not recognised as a form"

STAGES = ("page", "crop", "two", "all")
"""Who reads: the page pass alone, the same engine on crops as well, a second engine too, our own reader besides."""


@dataclass(frozen=True, slots=True)
class Example:
    """One field that was read: what supports it, whether it was right, whether rules sent it to review."""

    document: str
    look: str
    damage: str
    path: str
    evidence: Evidence
    right: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """What was printed (canonical) in a field of that kind and what a reader made of it: an engine by its name, or a
    kind of dump."""

    reader: str
    kind: str
    printed: str
    read: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One document read and judged. `failed` is the sentence it was refused with; nothing of it is silent then."""

    planned: Planned
    score: Score
    examples: tuple[Example, ...]
    pairs: tuple[Pair, ...] = ()
    failed: str = ""


def imitates(one: Measured) -> bool:
    """Whether the document imitates a text that an engine typed; there are typed ones to learn confidence from."""
    return one.planned.damage.startswith("ocr-text-")


@dataclass(frozen=True, slots=True)
class Setting:
    """How documents are read: where things are kept, which stage of readers, and what is left out to see its worth.
    `keep` uses readings of cells though the program has changed since."""

    folder: Path
    stage: str = "all"
    repair: bool = True
    without: frozenset[str] = frozenset()
    keep: bool = False


def measure(planned: Sequence[Planned], setting: Setting, jobs: int = 1) -> Iterator[Measured]:
    """Each document read and judged, in order, by `jobs` processes."""
    if jobs == 1:
        yield from (measure_one(one, setting) for one in planned)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(measure_one, planned, [setting] * len(planned))


def measure_one(planned: Planned, setting: Setting) -> Measured:
    """One document made, read and judged."""
    document = made(planned, setting.folder)
    filings = cells_of(document, setting)
    if not filings:
        return Measured(planned, _told(score(document.truth, (), document.paper)), (), failed=NOT_RECOGNISED)
    options = Options(max_error=MAX_ERROR)
    every = [pipeline.consider(filing, options, repair=setting.repair, without=setting.without) for filing in filings]
    considered = max(every, key=len)  # a part taken for a filing of its own is lost
    fields = tuple(one.field for one in considered)
    judged = score(document.truth, fields, document.paper)
    verdicts = {outcome.at: outcome.verdict is Verdict.RIGHT for outcome in judged.outcomes if outcome.at}
    examples = tuple(
        Example(planned.id, planned.look, planned.damage, one.field.path, one.evidence, right, one.evidence.doubtful)
        for one in considered
        if one.field.confidence is not None and (right := _right(one.field, verdicts)) is not None
    )
    said = {outcome.at: outcome.truth for outcome in judged.outcomes if outcome.at and not outcome.destroyed}
    medium = planned.damage.rpartition("-")[0]
    pairs = tuple(
        Pair(medium or reading.engine.partition(" ")[0], one.evidence.kind, printed, reading.text)
        for one in considered
        if (printed := said.get(one.field.path))
        for reading in one.readings
        if reading.source != "ink"
    )
    return Measured(planned, judged, examples, pairs)


def _right(field: Field, verdicts: dict[str, bool]) -> bool | None:
    """Whether the field is right; None for what the paper does not show. A blank nobody judged is a right one."""
    if field.path in verdicts:
        return verdicts[field.path]
    if leaf_name(field.path) in NEVER_PRINTED or canonical(field.path, field.value) is not None:
        return None
    return True


def _told(judged: Score) -> Score:
    """A document that was refused: its user knows that nothing was read."""
    outcomes = tuple(outcome.model_copy(update={"needs_review": True}) for outcome in judged.outcomes)
    return judged.model_copy(update={"outcomes": outcomes})


def cells_of(document: Made, setting: Setting) -> tuple[ReadFiling, ...]:
    """The document's filings with every cell read; none when it was refused."""
    kept = setting.folder / "cells" / f"{document.planned.id}-{setting.stage}.pickle"
    stamp = fingerprint()
    if kept.is_file():
        known: tuple[str, tuple[ReadFiling, ...]] = pickle.loads(kept.read_bytes())
        if known[0] == stamp or setting.keep:
            return known[1]
    options = Options()
    filings: tuple[ReadFiling, ...] = ()
    try:
        sources = [open_source(path, options.limits) for path in document.files]
        filings = pipeline.read(sources, options, _readers(setting.folder, setting.stage)).filings
    except ExtractorError:
        pass  # refused, as its user would be told: nothing was read
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_bytes(pickle.dumps((stamp, filings)))
    part.rename(kept)
    return filings


@cache
def _readers(folder: Path, stage: str) -> tuple[PageReader, Engines]:
    page, crops = engines(Options())
    own = crops.third or crops.second  # the page reader itself, on crops
    chosen = {
        "page": Engines(crops.page, None, None),
        "crop": Engines(crops.page, own, None),
        "two": Engines(crops.page, crops.second, crops.third),
        "all": crops,
    }
    return cached((page, chosen[stage]), folder / "readings.sqlite")


@cache
def fingerprint() -> str:
    """Of the program that cuts and reads cells; what decides about them (repair, measuring) is left out."""
    digest = hashlib.sha256()
    apart: Set[str] = {"repair", "bench", "synth", "export", "service"}
    for package in (extractor, models, templates):
        root = Path(package.__path__[0])
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.suffix in (".py", ".yaml") and inside.parts[0] not in apart and not path.name.startswith("cli"):
                digest.update(f"{root.name}/{inside}".encode() + path.read_bytes())
    return digest.hexdigest()
