"""The documents that are tuned on and reported on: planned by name, made when first needed, kept on disk.

Tuning and report documents share no filer, issuer, typeface or seed (see synth/split.py), and one look is kept out of
tuning altogether.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.export.ownership import from_xml
from extractor.legible import Legibility, legibility
from extractor.synth import engine_text
from extractor.synth.damage import LEVELS
from extractor.synth.dumps import KINDS, STRENGTHS
from extractor.synth.filings import make_filing
from extractor.synth.make import make_document, write_truth
from extractor.synth.render import LAYOUTS
from extractor.synth.split import Split, drawing
from models.form4 import Form4

OTHER_FORMS = ("edgar-2003", "edgar-2016")
"""Looks that Forms 3 and 5 have too; a quarter of the documents there are such."""

HELD_OUT = "paper-2026"
"""The look that has a renderer to itself and that nothing is ever tuned on."""

SCANS: tuple[str, ...] = ("pdf", *LEVELS)
TYPED: tuple[str, ...] = tuple(f"{engine_text.KIND}-{strength}" for strength in STRENGTHS)
"""Dumps that an engine typed from a scan: counted with the scans, since each has to be printed, worn and read."""
_MADE_UP: tuple[str, ...] = tuple(f"{kind}-{strength}" for strength in STRENGTHS for kind in KINDS)
DUMPS: tuple[str, ...] = (*_MADE_UP, *TYPED)

RUIN = 0.1
"""Share of scanned pages with a value that nobody can read: saying so is right, any value for it is wrong."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One document of a split, before it is made; `turn` counts documents of equal look and damage from 0."""

    split: Split
    look: str
    damage: str
    turn: int
    seed: int

    @property
    def id(self) -> str:
        return f"{self.split}-{self.look}-{self.damage}-{self.turn:03d}-{self.seed}".lower()

    @property
    def own_seed(self) -> int:
        """Follows from the name alone: more documents never change those there are."""
        return int.from_bytes(hashlib.sha256(self.id.encode()).digest()[:4]) >> 1

    @property
    def form(self) -> str:
        """"3", "4" or "5"."""
        return {0: "3", 1: "5"}.get(self.own_seed % 8, "4") if self.look in OTHER_FORMS else "4"


@dataclass(frozen=True, slots=True)
class Made:
    """A made document: its files in page order, its truth, and what of it the paper shows."""

    planned: Planned
    files: tuple[Path, ...]
    truth: Form4
    paper: Legibility


def plan(split: Split, scans: int, dumps: int, seed: int) -> tuple[Planned, ...]:
    """`scans` documents of each look and level, and of each strength of text typed from them; `dumps` of each look and
    other kind of dump; turn by turn, so that every beginning of the plan is balanced. The tuning split lacks the look
    that is held out."""
    looks = [look for look in LAYOUTS if split == "report" or look != HELD_OUT]
    return tuple(
        Planned(split, look, damage, turn, seed)
        for turn in range(max(scans, dumps))
        for damages, count in ((_MADE_UP, dumps), ((*SCANS, *TYPED), scans))
        if turn < count
        for damage in damages
        for look in looks
    )


def thinned(planned: Sequence[Planned], count: int) -> tuple[Planned, ...]:
    """About `count` of the documents, spread evenly over looks and damages."""
    if count >= len(planned):
        return tuple(planned)
    ranked = sorted(planned, key=lambda one: (one.turn, hashlib.sha256(one.id.encode()).digest()))
    chosen: list[Planned] = []
    looks: dict[str, int] = {}
    damages: dict[str, int] = {}
    while len(chosen) < count:
        one = min(ranked, key=lambda p: (looks.get(p.look, 0) + damages.get(p.damage, 0), p.turn))
        ranked.remove(one)
        chosen.append(one)
        looks[one.look] = looks.get(one.look, 0) + 1
        damages[one.damage] = damages.get(one.damage, 0) + 1
    return tuple(chosen)


def made(planned: Planned, folder: Path) -> Made:
    """The document, made below `folder` unless it is there already."""
    home = folder / "documents" / planned.id
    if not (home / "truth.xml").is_file():
        _make(planned, home)
    truth = from_xml((home / "truth.xml").read_bytes(), planned.id)
    beside = json.loads((home / "truth.json").read_text(encoding="utf-8"))
    files = tuple(home / name for name in beside["files"])
    return Made(planned, files, truth, legibility(truth, beside))


def _make(planned: Planned, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    with drawing(planned.split):
        filing = make_filing(planned.own_seed, planned.look, number=planned.form)
        document = make_document(filing, planned.look, planned.damage, planned.own_seed, home, "document", ruin=RUIN)
    document.beside["files"] = [path.name for path in document.files]
    write_truth(document, home / "truth.part", home / "truth.json")
    (home / "truth.part").rename(home / "truth.xml")  # last: a document cut off in the making is made again


def names_in(planned: Sequence[Planned], folder: Path) -> Iterator[tuple[str, str]]:
    """("owner" or "issuer", name) of everyone who files in these documents."""
    for one in planned:
        truth = made(one, folder).truth
        yield "issuer", truth.issuer.issuer_name.value or ""
        yield from (("owner", owner.reporting_owner_id.rpt_owner_name.value or "") for owner in truth.reporting_owner)
