"""`python -m extractor.ocr.train.report`: our own reader beside Tesseract and RapidOCR, on typefaces it never saw.

Cells cut from whole made pages and crops drawn one by one, kind known; what all invent on blank cells; what they are
worth together. Writes report.json and report.md into a folder; what the other engines read is kept there.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from extractor.ocr import engines
from extractor.ocr.cached import CachedCrops, Memory
from extractor.ocr.own import GATE, WEIGHTS, OwnReader
from extractor.ocr.own_grammar import KINDS, grammar_of
from extractor.ocr.train.card import scores, table
from extractor.ocr.train.drawn import Crop, blank, draw
from extractor.ocr.train.measure import Tally, area_under_risk, closed, tally
from extractor.ocr.train.pages import cut
from extractor.options import Options

SPLIT = "report"
_TIMED = 100
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    folder: Annotated[Path, typer.Option(help="where results go, and what engines read is kept")] = Path("out/reader"),
    weights: Annotated[Path, typer.Option(help="the weights to judge")] = WEIGHTS,
    seed: Annotated[int, typer.Option(help="decides the crops")] = 991,
    filings: Annotated[int, typer.Option(help="made filings that cells are cut from")] = 60,
    drawn: Annotated[int, typer.Option(help="drawn crops")] = 800,
    blanks: Annotated[int, typer.Option(help="blank crops")] = 5000,
) -> None:
    """Measures and writes report.json and report.md."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"report {seed}")
    cells = closed(list(cut(seed, filings, SPLIT)))  # type: ignore[arg-type]  # one of the halves
    sets = {
        "cells cut from pages": [crop for crop in cells if crop.text],
        "drawn crops, harder": [crop for crop in closed([draw("report", rng) for _ in range(drawn)]) if crop.text],
    }
    empty = [*(crop for crop in cells if not crop.text), *(blank(rng) for _ in range(blanks))][:blanks]
    told: dict[str, Any] = {"seed": seed, "filings": filings, "reader": OwnReader(weights).name, "sets": {}}
    for name, crops in sets.items():
        tallies = read(crops, weights, folder)
        told["sets"][name] = {
            "scores": scores(tallies, KINDS),
            "rules": rules(tallies, crops),
            "risk": {reader: round(100 * area_under_risk(found), 3) for reader, found in tallies.items()},
        }
    told["blanks"] = invented(empty, weights)
    (folder / "report.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(page(told), encoding="utf-8")
    typer.echo(page(told))


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


def rules(tallies: dict[str, Tally], crops: Sequence[Crop]) -> dict[str, dict[str, float]]:
    """For rules that accept a reading: percent of the crops accepted, and percent of those that are wrong."""
    ours = tallies["ours"].answers
    others = {name: found.answers for name, found in tallies.items() if name != "ours"}
    accepted: dict[str, list[bool]] = {f"ours ≥ {gate}": [] for gate in (0.7, 0.9, 0.99)}
    for index, (text, score, right) in enumerate(ours):
        fits = bool(text) and grammar_of(crops[index].kind).accepts(text)
        for gate in (0.7, 0.9, 0.99):
            if score >= gate and fits:
                accepted[f"ours ≥ {gate}"].append(right)
        for name, answers in others.items():
            if text and _bare(answers[index][0]) == _bare(text):
                accepted.setdefault(f"ours = {name}", []).append(right)
    names = list(others)
    for one, other in pairwise(names):
        pairs = zip(others[one], others[other], strict=True)
        accepted[f"{one} = {other}"] = [a[2] for a, b in pairs if a[0] and _bare(a[0]) == _bare(b[0])]
    either = [any(answers[index][2] for answers in others.values()) for index in range(len(ours))]
    any_right = sum(right or either[index] for index, (_, _, right) in enumerate(ours))
    told = {
        name: {"accepted": 100 * len(found) / len(ours), "wrong": 100 * (len(found) - sum(found)) / max(1, len(found))}
        for name, found in accepted.items()
    }
    told["some other right"] = {"accepted": 100 * sum(either) / len(ours), "wrong": 0.0}
    told["any right"] = {"accepted": 100 * any_right / len(ours), "wrong": 0.0}
    return told


def invented(empty: Sequence[Crop], weights: Path) -> dict[str, Any]:
    """On how many of the blank crops our reader says something, by gate; each is asked as a cell of two kinds."""
    told: dict[str, Any] = {"crops": len(empty)}
    for kind in ("shares", "letter"):
        best = OwnReader(weights, gate=0.0).read_crops([crop.pixels for crop in empty], kind)
        told[kind] = {str(gate): sum(bool(r.text) and r.score >= gate for r in best) for gate in (0.0, 0.5, GATE, 0.9)}
    return told


def page(told: dict[str, Any]) -> str:
    """The report for people."""
    lines = [f"# {told['reader']}: {told['filings']} filings, seed {told['seed']}", ""]
    for name, found in told["sets"].items():
        lines += [f"## {name}", "", *table(found["scores"]), "", "| accepted when | of all % | of those wrong % |",
                  "| --- | ---: | ---: |"]  # fmt: skip
        lines += [f"| {rule} | {row['accepted']:.1f} | {row['wrong']:.2f} |" for rule, row in found["rules"].items()]
        risks = ", ".join(f"{reader} {risk}" for reader, risk in found["risk"].items())
        lines += ["", f"Area under risk and coverage (%): {risks}.", ""]
    blanks = told["blanks"]
    lines += ["## Blank cells", "", f"Of {blanks['crops']} crops with nothing in them, text was invented on:", ""]
    for kind in ("shares", "letter"):
        counts = ", ".join(f"{count} at gate {gate}" for gate, count in blanks[kind].items())
        lines.append(f"* asked as {kind}: {counts}")
    return "\n".join(lines) + "\n"


def _bare(text: str) -> str:
    return "".join(text.split()).lstrip("$").upper()


if __name__ == "__main__":
    app()
