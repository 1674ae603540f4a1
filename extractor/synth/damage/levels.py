"""Damage as it comes: recipes from a clean print (L0) to a copy of a copy (L4), and turned pages (L5).

A recipe is data: which effects, in the order paper meets them, how likely each is and how strong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np

from extractor.synth.damage import copies, geometry, ink, light, marks
from extractor.synth.damage.sheet import Effect, Matrix, Pixels, Sheet, rng_of
from models.geometry import Box

Level = Literal["L0", "L1", "L2", "L3", "L4", "L5"]
LEVELS: tuple[Level, ...] = get_args(Level)

EFFECTS: Mapping[str, Effect] = {
    "skew": geometry.skew, "scale": geometry.scale, "perspective": geometry.perspective, "warp": geometry.warp,
    "crop": geometry.crop, "blur": ink.blur, "bold": ink.bold, "eroded": ink.eroded, "low toner": ink.low_toner,
    "dropouts": ink.dropouts, "noise": ink.noise, "speckle": ink.speckle, "jpeg": ink.jpeg,
    "uneven light": light.uneven_light, "gray paper": light.gray_paper, "bleed-through": light.bleed_through,
    "dark border": light.dark_border, "punch holes": marks.punch_holes, "staple": marks.staple, "stamp": marks.stamp,
    "scribble": marks.scribble, "photocopy": copies.photocopy, "bilevel": copies.bilevel,
}  # fmt: skip
"""Every effect by the name it has in a manifest."""


@dataclass(frozen=True, slots=True)
class Step:
    """One effect of a recipe: how likely, and between which strengths (evenly)."""

    effect: str
    chance: float
    weakest: float
    strongest: float


_PAPER = (Step("punch holes", 0.25, 0.3, 1), Step("staple", 0.3, 0.3, 1))
RECIPES: Mapping[Level, tuple[Step, ...]] = {
    "L0": (),
    "L1": (
        *_PAPER,
        Step("low toner", 0.2, 0.1, 0.3), Step("bold", 0.3, 0.1, 0.4), Step("stamp", 0.08, 0.2, 0.6),
        Step("scribble", 0.06, 0.2, 0.6), Step("skew", 0.9, 0.02, 0.3), Step("scale", 0.3, 0.05, 0.3),
        Step("warp", 0.3, 0.05, 0.2), Step("bleed-through", 0.25, 0.1, 0.4), Step("gray paper", 0.4, 0.1, 0.5),
        Step("uneven light", 0.4, 0.05, 0.3), Step("blur", 0.9, 0.08, 0.22), Step("dark border", 0.15, 0.1, 0.5),
        Step("noise", 1, 0.08, 0.3), Step("jpeg", 0.8, 0.05, 0.45),
    ),
    "L2": (
        *_PAPER,
        Step("low toner", 0.5, 0.2, 0.6), Step("dropouts", 0.5, 0.2, 0.7), Step("eroded", 0.25, 0.1, 0.5),
        Step("bold", 0.25, 0.2, 0.7), Step("stamp", 0.2, 0.2, 0.9), Step("scribble", 0.15, 0.2, 1),
        Step("crop", 0.2, 0.3, 1), Step("skew", 1, 0.1, 0.6), Step("perspective", 0.3, 0.1, 0.5),
        Step("scale", 0.5, 0.2, 1), Step("warp", 0.6, 0.1, 0.6), Step("bleed-through", 0.5, 0.3, 1),
        Step("gray paper", 0.6, 0.2, 0.7), Step("uneven light", 0.8, 0.2, 0.8),
        Step("blur", 1, 0.15, 0.4), Step("dark border", 0.4, 0.3, 1),
        Step("noise", 1, 0.15, 0.5), Step("speckle", 0.3, 0.05, 0.4), Step("jpeg", 0.9, 0.3, 0.85),
    ),
    "L3": (
        Step("punch holes", 0.1, 0.3, 1), Step("staple", 0.1, 0.3, 1), Step("low toner", 0.3, 0.1, 0.4),
        Step("bold", 0.4, 0.1, 0.5), Step("stamp", 0.15, 0.05, 0.4), Step("scribble", 0.15, 0.2, 1),
        Step("skew", 0.9, 0.05, 0.5), Step("scale", 0.8, 0.2, 0.9), Step("warp", 0.4, 0.05, 0.3),
        Step("blur", 1, 0.1, 0.3),
    ),
    "L4": (
        *_PAPER,
        Step("stamp", 0.4, 0.05, 0.4), Step("scribble", 0.4, 0.3, 1), Step("dropouts", 0.3, 0.1, 0.5),
        Step("crop", 0.2, 0.3, 1), Step("photocopy", 1, 0.2, 0.5), Step("skew", 0.9, 0.05, 0.45),
        Step("warp", 0.4, 0.05, 0.3),
        Step("photocopy", 1, 0.3, 0.8), Step("scale", 0.5, 0.1, 0.5), Step("speckle", 1, 0.1, 0.6),
        Step("dark border", 0.7, 0.3, 1), Step("blur", 0.8, 0.1, 0.3), Step("noise", 0.5, 0.05, 0.25),
        Step("bilevel", 0.3, 0.1, 0.8), Step("jpeg", 0.5, 0.1, 0.6),
    ),
}  # fmt: skip
"""L5 is L1, turned."""


@dataclass(frozen=True, slots=True)
class DamagedPages:
    """Pages as a machine hands them on. `dpi` is (across, down) of every page as stored; `rotation` says by how many
    degrees clockwise they were turned; `bilevel` that they are 0 and 255 only. `ruined` (one tuple a page) are boxes in
    pixels of the clean pages where nothing can be read; `matrices` (3x3, one a page) map clean pixels to these; `steps`
    names what was done to each page, with its strength."""

    pages: tuple[Pixels, ...] = field(repr=False, compare=False)
    level: Level
    seed: int
    dpi: tuple[float, float]
    rotation: int
    bilevel: bool
    ruined: tuple[tuple[Box, ...], ...]
    matrices: tuple[Matrix, ...] = field(repr=False, compare=False)
    steps: tuple[tuple[tuple[str, float], ...], ...]

    def ruined_fields(self, boxes: Mapping[str, tuple[int, Box]], share: float = 0.2) -> tuple[str, ...]:
        """Those of the given fields (path → page counted from 1, box in clean pixels) that lie under a ruined box by at
        least that share of their area."""
        return tuple(
            path
            for path, (page, box) in boxes.items()
            if any(box.intersect(lost).area > share * box.area for lost in self.ruined[page - 1])
        )


def damage(
    pages: Sequence[Pixels],
    level: Level,
    seed: int,
    *,
    dpi: float = 300,
    ruin: float = 0.0,
    targets: Sequence[Sequence[Box]] = (),
) -> DamagedPages:
    """Clean gray pages (uint8 (H, W), 0 = ink, at `dpi`) as they come out of life.

    With a probability of `ruin` a page also gets one mark that hides what is under it, on one of its `targets`
    (boxes in clean pixels, one sequence a page) when there are any; `ruined` reports it.
    Without `ruin` a person can read it all.
    """
    whole = rng_of(seed, LEVELS.index(level))
    recipe = RECIPES["L1" if level == "L5" else level]
    # Pages of one document went through the same machine on the same day: most choices are made once for all.
    chosen = tuple(step for step in recipe if whole.random() < step.chance)
    fine = bool(whole.random() < 0.8)
    quarters = int(whole.integers(1, 4)) if level == "L5" else 0
    crisp = level in ("L1", "L5") and whole.random() < 0.1  # some offices scan straight to black and white
    sheets, steps = [], []
    for number, clean in enumerate(pages, start=1):
        rng = rng_of(seed, LEVELS.index(level), number)
        sheet, done = Sheet(clean, (dpi, dpi)), []
        if rng.random() < ruin:
            sheet = marks.hidden(sheet, 0.6, _seed(rng), targets[number - 1] if targets else ())
            done.append(("hidden", 0.6))
        sheet = _resolved(sheet, level)
        for step in chosen:
            strength = round(float(rng.uniform(step.weakest, step.strongest)), 3)
            sheet = EFFECTS[step.effect](sheet, strength, _seed(rng))
            done.append((step.effect, strength))
        if level == "L3":
            strength = round(float(rng.uniform(0.2, 1) if fine else rng.uniform(0.1, 0.5)), 3)
            sheet = copies.fax(sheet, strength, _seed(rng), fine=fine)
            sheet = copies.fax_header(sheet, seed, number, len(pages))
            done.append(("fax 204x196" if fine else "fax 204x98", strength))
        if crisp:
            sheet = copies.bilevel(sheet, 0.3, _seed(rng))
            done.append(("bilevel", 0.3))
        sheet = geometry.turn(sheet, quarters)
        lost = geometry.off_the_page(clean, sheet.matrix, sheet.size)
        sheets.append(replace(sheet, ruined=sheet.ruined + lost))
        steps.append(tuple(done))
    ends_bilevel = level == "L3" or crisp or any(step.effect == "bilevel" for step in chosen)
    if ends_bilevel:  # JPEG after the threshold leaves grays that a bilevel file cannot hold
        sheets = [sheet.with_pixels(np.where(sheet.pixels > 127, 255, 0).astype(np.uint8)) for sheet in sheets]
    return DamagedPages(
        pages=tuple(sheet.pixels for sheet in sheets),
        level=level,
        seed=seed,
        dpi=sheets[0].dpi if sheets else (dpi, dpi),
        rotation=90 * quarters,
        bilevel=ends_bilevel,
        ruined=tuple(sheet.ruined for sheet in sheets),
        matrices=tuple(sheet.matrix for sheet in sheets),
        steps=tuple(steps),
    )


def _resolved(sheet: Sheet, level: Level) -> Sheet:
    """The sheet at the resolution its level is scanned at: 300, or 200 for poor scans and copies; the fax machine
    samples for itself."""
    if level in ("L2", "L4"):
        return geometry.resampled(sheet, (200.0, 200.0))
    return geometry.resampled(sheet, (300.0, 300.0)) if sheet.dpi != (300.0, 300.0) and level != "L0" else sheet


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(2**31))
