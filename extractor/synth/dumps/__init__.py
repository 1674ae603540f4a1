"""Text dumps of a filing, of every kind, each as damaged as asked for; what a dump no longer tells is listed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from extractor.synth.dumps import typed
from extractor.synth.dumps.ascii import ascii_text, overrun
from extractor.synth.dumps.ledger import destroyed_names, invisible_names, lost_names
from extractor.synth.dumps.markdown import markdown
from extractor.synth.dumps.paper import Scene
from extractor.synth.dumps.scene import scene
from extractor.synth.dumps.scene_head import Look, Style
from extractor.synth.dumps.sgml import enveloped
from extractor.synth.dumps.wear import Rates, clipped, twice, without_labels, worn
from extractor.synth.printed import Hand
from models.form4 import Form4

Kind = Literal["markdown", "layout", "ocr-text", "hocr", "ascii"]
Strength = Literal["light", "medium", "heavy"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STRENGTHS: dict[Strength, float] = {"light": 0.15, "medium": 0.5, "heavy": 1.0}
"""How strong, as a number in (0, 1]."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump and what stands beside its truth, in the short names of `extractor.legible`: `destroyed` what damage took,
    `invisible` what this kind of print does not show, `precision` dates shown to the month only."""

    text: str
    destroyed: tuple[str, ...] = ()
    invisible: tuple[str, ...] = ()
    precision: dict[str, str] = field(default_factory=dict)

    @property
    def beside(self) -> dict[str, Any]:
        """The JSON object to write beside the truth."""
        return {"destroyed": list(self.destroyed), "invisible": list(self.invisible), "precision": self.precision}


def dump(form: Form4, kind: Kind, strength: Strength, seed: int) -> Dump:
    """The filing as a text dump; the same arguments give the same dump."""
    who = form.issuer.issuer_name.value, form.period_of_report.text, len(form.non_derivative_table)
    rng = random.Random(f"{kind} {strength} {seed} {who}")
    force = STRENGTHS[strength]
    style = _style(form, kind, rng)
    clean = scene(form, style, rng)
    if kind == "ascii" and rng.random() < 0.6:
        clean = enveloped(clean, form, rng)
    seen, text, gone = _WRITERS[kind](clean, force, rng)
    lost = lost_names(seen) | gone
    return Dump(
        text=text,
        destroyed=destroyed_names(form, lost),
        invisible=invisible_names(form, clean),
        precision={"period_of_report": "month", "date_of_original_submission": "month"} if style.look == "7-96" else {},
    )


def _style(form: Form4, kind: Kind, rng: random.Random) -> Style:
    """Revision and habits that fit the filing's time and the kind of dump."""
    period = form.period_of_report.value
    year = period.year if period else 2010
    if kind == "ascii":
        look: Look = "7-96" if (year < 2002 or (year == 2002 and period is not None and period.month < 9)) else "9-02"
        if look == "7-96" and (form.document_type.value or "")[:1] != "4":
            look = "9-02"
        hand = Hand(
            dates=rng.choice(("full", "short", "short", "dashes")), commas=rng.random() < 0.85,
            dollar=rng.choice(("$", "$", "")), exact=rng.random() < 0.5, fractions=year < 2001 and rng.random() < 0.5,
            zero=rng.choice(("0", "-0-", "0")),
        )  # fmt: skip
        return Style(look, hand, check="X", empty=rng.choice(("[ ]", "( )", "__")), glued=False)
    look = "2016" if form.aff10b5_one.value is not None or year >= (2016 if rng.random() < 0.8 else 2012) else "2003"
    hand = Hand(dollar=rng.choice(("$", "$ ")) if kind == "markdown" else "$", exact=rng.random() < 0.3)
    empty = rng.choice(("__", "__", "")) if look == "2016" else "__"
    return Style(
        look, hand, check=rng.choice(("X", "X", "x")), empty=empty, glued=look == "2003" and rng.random() < 0.6
    )


def _rates(force: float, labels: float = 1.0, values: float = 1.0) -> Rates:
    return Rates(
        labels=0.11 * force * force * labels, words=0.16 * force * values, letters=0.3 * force * values,
        numbers=0.11 * force * values, dates=0.11 * force * values, marks=0.5 * force * values,
    )  # fmt: skip


def _markdown(clean: Scene, force: float, rng: random.Random) -> tuple[Scene, str, frozenset[str]]:
    fallen = twice(clean, 0.5 * force, rng)
    seen = worn(clipped(fallen, 0.05 * force, rng), _rates(force), rng)
    text, lost = markdown(without_labels(seen, 0.06 * force, rng), force, rng)
    return seen, text, lost


def _layout(clean: Scene, force: float, rng: random.Random) -> tuple[Scene, str, frozenset[str]]:
    # Born-digital: letters are right, their places are not. One heavy dump in two comes from an older OCR's text layer.
    seen = worn(clean, _rates(force * 0.6), rng) if force > 0.7 and rng.random() < 0.5 else clean
    return seen, *typed.layout(without_labels(seen, 0.04 * force, rng), force, rng)


def _ocr_text(clean: Scene, force: float, rng: random.Random) -> tuple[Scene, str, frozenset[str]]:
    seen = worn(clean, _rates(force, labels=1.6), rng)
    return seen, *typed.ocr_text(without_labels(seen, 0.08 * force, rng), force, rng)


def _hocr(clean: Scene, force: float, rng: random.Random) -> tuple[Scene, str, frozenset[str]]:
    seen = worn(clean, _rates(force, labels=1.4), rng)
    return seen, *typed.hocr(without_labels(seen, 0.05 * force, rng), force, rng)


def _ascii(clean: Scene, force: float, rng: random.Random) -> tuple[Scene, str, frozenset[str]]:
    seen = overrun(clean, force, rng)
    return seen, ascii_text(seen, force, rng), frozenset()


_WRITERS = {"markdown": _markdown, "layout": _layout, "ocr-text": _ocr_text, "hocr": _hocr, "ascii": _ascii}

__all__ = ["KINDS", "STRENGTHS", "Dump", "Kind", "Strength", "dump"]
