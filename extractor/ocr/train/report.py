"""`python -m extractor.ocr.train.report`: our own reader beside Tesseract and RapidOCR, on typefaces it never saw.

Cells cut from whole made pages and crops drawn one by one, kind known; what readers are worth together; what ours
makes of text that is cut off and of blank cells. Writes report.json and report.md into a folder, where what the other
engines read is kept; docs/recogniser.json is the same once more.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from extractor.bench.tidy import tidy
from extractor.calibration import risk_coverage
from extractor.ocr import engines
from extractor.ocr.cached import CachedCrops, Memory
from extractor.ocr.own import GATE, WEIGHTS, OwnReader
from extractor.ocr.own_grammar import KINDS, grammar_of
from extractor.ocr.train.card import scores, table
from extractor.ocr.train.drawn import Crop, blank, draw
from extractor.ocr.train.measure import Tally, area_under_risk, closed, tally
from extractor.ocr.train.pages import cut
from extractor.ocr.train.together import Curves, bare, curves, together
from extractor.options import Options
from extractor.records import Kind

_TIMED = 100
_APART = 1000  # between the seeds of what is reported on and of what is tuned on: weights are trained with small ones
_ASKED = ("shares", "money", "date", "code", "letter")
_POINTS = 60  # of a curve, at most
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    folder: Annotated[Path, typer.Option(help="where results go, and what engines read is kept")] = Path("out/reader"),
    weights: Annotated[Path, typer.Option(help="the weights to judge")] = WEIGHTS,
    seed: Annotated[int, typer.Option(help="decides the crops")] = 991,
    filings: Annotated[int, typer.Option(help="made filings that cells are cut from")] = 60,
    drawn: Annotated[int, typer.Option(help="drawn crops")] = 800,
    blanks: Annotated[int, typer.Option(help="blank crops")] = 5000,
    severed: Annotated[int, typer.Option(help="drawn crops of which an end is cut off")] = 400,
    tuned: Annotated[int, typer.Option(help="made filings of the tuning part, to learn what scores mean")] = 30,
    docs: Annotated[Path | None, typer.Option(help="where recogniser.json, which pages quote, goes as well")] = None,
) -> None:
    """Measures and writes report.json and report.md."""
    folder.mkdir(parents=True, exist_ok=True)
    rng, other = random.Random(f"report {seed}"), random.Random(f"tuned {seed}")
    cells = list(cut(seed, filings, "report"))
    sets = {
        "cells cut from pages": (cells, list(cut(seed + _APART, tuned, "tuning"))),
        "drawn crops, harder": (
            [draw("report", rng) for _ in range(drawn)], [draw("tune", other) for _ in range(drawn)]
        ),
    }  # fmt: skip
    told: dict[str, Any] = {
        "seed": seed, "filings": filings, "tuned": tuned, "date": date.today().isoformat(),
        "reader": OwnReader(weights).name, "gate": GATE, "sets": {},
    }  # fmt: skip
    for name, (crops, tuning) in sets.items():
        told["sets"][name] = _compared(_whole(crops), _whole(tuning), weights, folder)
    ends = [crop for _ in range(severed) if (crop := draw("report", rng, rng.choice(_ASKED), cut=1.0)).cut]
    told["severed"] = {
        "left out": sum(1 for crop in cells if crop.cut and crop.kind in KINDS),
        "crops": len(ends),
        "rules": rules(read(ends, weights, folder), ends, said(ends, weights)),
    }
    empty = [*(crop for crop in cells if not crop.text), *(blank(rng) for _ in range(blanks))][:blanks]
    told["blanks"] = invented(empty, weights)
    (folder / "report.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(page(told), encoding="utf-8")
    if docs is not None:
        (docs / "recogniser.json").write_text(tidy(told) + "\n", encoding="utf-8")
    typer.echo(page(told))


def _whole(crops: Sequence[Crop]) -> list[Crop]:
    return [crop for crop in closed(crops) if crop.text]


def _compared(crops: Sequence[Crop], tuning: Sequence[Crop], weights: Path, folder: Path) -> dict[str, Any]:
    """The readers one by one and together on crops; what their scores mean is learned from others."""
    tallies = read(crops, weights, folder)
    shares = curves(read(tuning, weights, folder), tuning, KINDS)
    return {
        "scores": scores(tallies, KINDS),
        "together": scores(_joined(tallies, crops, shares), KINDS),
        "rules": rules(tallies, crops, said(crops, weights)),
        "risk": {reader: round(100 * area_under_risk(found), 3) for reader, found in tallies.items()},
        "curves": {reader: _points(found) for reader, found in tallies.items()},
    }


def _joined(tallies: dict[str, Tally], crops: Sequence[Crop], shares: Curves) -> dict[str, Tally]:
    """Every two readers, and all of them: "tesseract + rapidocr"."""
    names = sorted(tallies, reverse=True)
    chosen = [pair for size in range(2, len(names) + 1) for pair in combinations(names, size)]
    return {
        " + ".join(some): together({name: tallies[name] for name in some}, crops, shares) for some in chosen
    }  # fmt: skip


def _points(found: Tally) -> list[tuple[float, float]]:
    """(percent of the crops taken, the surest first; percent of them wrong)."""
    curve = risk_coverage([(score, right) for _, score, right in found.answers])
    step = -(-len(curve) // _POINTS)
    return [(round(100 * one.coverage, 2), round(100 * one.risk, 3)) for one in (*curve[::step], curve[-1])]


def read(crops: Sequence[Crop], weights: Path, folder: Path) -> dict[str, Tally]:
    """What every reader makes of the crops, ours without its gate; the others are timed on a few they read anew."""
    _, others = engines(Options())
    memory = Memory(folder / "readings.sqlite")
    tallies = {"ours": tally(OwnReader(weights, gate=0.0).read_crops, crops)}
    for engine in (others.second, others.third):
        if engine is not None:
            tallies[engine.name.split()[0]] = tally(CachedCrops(engine, memory).read_crops, crops)
            tallies[engine.name.split()[0]].milliseconds = tally(engine.read_crops, crops[:_TIMED]).milliseconds
    return tallies


def said(crops: Sequence[Crop], weights: Path) -> Tally:
    """What our reader says in use."""
    return tally(OwnReader(weights).read_crops, crops)


def rules(tallies: dict[str, Tally], crops: Sequence[Crop], spoken: Tally) -> dict[str, dict[str, float]]:
    """For rules that accept a reading: percent of the crops accepted, and percent of those that are wrong. `spoken` is
    what our reader says in use."""
    ours = tallies["ours"].answers
    others = {name: found.answers for name, found in tallies.items() if name != "ours"}
    accepted: dict[str, list[bool]] = {"ours, in use": [right for text, _, right in spoken.answers if text]}
    accepted |= {f"ours ≥ {gate}": [] for gate in (0.9, 0.99)}
    for index, (text, score, right) in enumerate(ours):
        fits = bool(text) and grammar_of(crops[index].kind).accepts(text)
        for gate in (0.9, 0.99):
            if score >= gate and fits:
                accepted[f"ours ≥ {gate}"].append(right)
        for name, answers in others.items():
            if text and bare(answers[index][0]) == bare(text):
                accepted.setdefault(f"ours = {name}", []).append(right)
                if spoken.answers[index][0]:
                    accepted.setdefault(f"ours, in use = {name}", []).append(right)
    names = list(others)
    for one, other in pairwise(names):
        pairs = zip(others[one], others[other], strict=True)
        accepted[f"{one} = {other}"] = [a[2] for a, b in pairs if a[0] and bare(a[0]) == bare(b[0])]
    either = [any(answers[index][2] for answers in others.values()) for index in range(len(ours))]
    any_right = sum(right or either[index] for index, (_, _, right) in enumerate(ours))
    told = {name: (len(found), len(found) - sum(found)) for name, found in accepted.items()}
    told |= {"some other right": (sum(either), 0), "any right": (any_right, 0)}
    return {
        name: {"accepted": round(100 * taken / len(ours), 2), "wrong": round(100 * wrong / max(1, taken), 3)}
        for name, (taken, wrong) in told.items()
    }


def invented(empty: Sequence[Crop], weights: Path) -> dict[str, Any]:
    """On how many of the blank crops our reader reads something, and says it; each is asked as a cell of five kinds."""
    told: dict[str, Any] = {"crops": len(empty)}
    pixels = [crop.pixels for crop in empty]
    for kind in _ASKED:
        seen = OwnReader(weights, gate=0.0).read_crops(pixels, cast(Kind, kind))
        likely = [one for one, reading in zip(pixels, seen, strict=True) if reading.text and reading.score >= GATE]
        spoken = OwnReader(weights).read_crops(likely, cast(Kind, kind))
        counts = {"without a gate": sum(bool(reading.text) for reading in seen),
                  "in use": sum(bool(reading.text) for reading in spoken)}  # fmt: skip
        told[kind] = counts
    return told


def page(told: dict[str, Any]) -> str:
    """The report for people."""
    lines = [f"# {told['reader']}: {told['filings']} filings, seed {told['seed']}", ""]
    for name, found in told["sets"].items():
        lines += [f"## {name}", "", *table(found["scores"]), "", *_rules(found["rules"])]
        lines += ["", *table(found["together"])]
        risks = ", ".join(f"{reader} {risk}" for reader, risk in found["risk"].items())
        lines += ["", f"Area under risk and coverage (%): {risks}.", ""]
    cut_off = told["severed"]
    lines += ["## Text that is cut off at an end", "",
              f"{cut_off['left out']} cells of pages were left out for it. Of {cut_off['crops']} drawn crops:", "",
              *_rules(cut_off["rules"]), ""]  # fmt: skip
    blanks = told["blanks"]
    lines += ["## Blank cells", "", f"Of {blanks['crops']} crops with nothing in them, text was invented on:", ""]
    for kind in _ASKED:
        counts = ", ".join(f"{count} {how}" for how, count in blanks[kind].items())
        lines.append(f"* asked as {kind}: {counts}")
    return "\n".join(lines) + "\n"


def _rules(told: dict[str, dict[str, float]]) -> list[str]:
    rows = [f"| {rule} | {row['accepted']:.1f} | {row['wrong']:.2f} |" for rule, row in told.items()]
    return ["| accepted when | of all % | of those wrong % |", "| --- | ---: | ---: |", *rows]


if __name__ == "__main__":
    app()
