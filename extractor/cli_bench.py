"""`form4 bench` and `form4 fit`: measuring on made documents, and learning from others."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from extractor.cli_report import say
from extractor.errors import UsageError
from extractor.output import write_whole

QUICK = (26, 1)
"""Scans in all, and dumps of each look and kind and strength, in a quick run."""

SEEDS = (1, 3)
"""Seeds of the documents that the accuracy page is measured on."""

RULED = 120
"""Documents that the rules are left out on, one by one."""

README = Path("README.md")
MARKS = ("<!-- figures of docs/accuracy.json -->\n", "<!-- end of figures -->\n")


def today() -> str:
    """The date that results are marked with: SOURCE_DATE_EPOCH's when it is set, so that runs can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today()).isoformat()


def bench(
    docs: Path, folder: Path, *, seeds: Sequence[int] | None, scans: int, dumps: int, jobs: int, quick: bool,
    keep: bool,
) -> int:  # fmt: skip
    """Measures on the report split and writes accuracy.md, accuracy.json and pictures into `docs`. What is made and
    read is kept in `folder`. As many documents are made of every one of the `seeds` (the usual ones when None)."""
    _needs("matplotlib", "bench")
    from extractor.bench import ablation, readers
    from extractor.bench.budgets import budgets
    from extractor.bench.documents import DUMPS, plan, thinned
    from extractor.bench.page import headline, page
    from extractor.bench.plots import draw
    from extractor.bench.results import summary
    from extractor.bench.run import MAX_ERROR, Setting, measure
    from extractor.repair.confidence import calibration

    chosen = tuple(dict.fromkeys(seeds or (SEEDS[:1] if quick else SEEDS)))
    counts = (1, QUICK[1]) if quick else (scans, dumps)
    everything = [one for seed in chosen for one in plan("report", *counts, seed)]
    paper = [one for one in everything if one.damage not in DUMPS]
    paper = list(thinned(paper, QUICK[0])) if quick else paper
    planned = [*paper, *(one for one in everything if one.damage in DUMPS)]
    setting = Setting(_ready(folder), keep=keep)
    measured = list(_told(measure(planned, setting, jobs), len(planned)))
    some = thinned(paper, max(8, len(paper) // 4))
    size = "--quick" if quick else f"--scans {scans} --dumps {dumps}"
    results = {
        "command": f"form4 bench {size} {' '.join(f'--seed {seed}' for seed in chosen)}",
        "date": today(),
        "seeds": list(chosen),
        "max_error": MAX_ERROR,
        "fitted": _source(calibration().fitted.model_dump()),
        **summary(measured),
        "budgets": budgets(measured),
        "ablation": ablation.steps(some, setting, jobs),
        "rules": ablation.rules(thinned(planned, RULED), replace(setting, keep=True), jobs),
    }
    docs.mkdir(parents=True, exist_ok=True)
    from extractor.bench.tidy import tidy

    write_whole(docs / "accuracy.json", (tidy(results) + "\n").encode())
    recogniser = _recogniser(docs)
    write_whole(docs / "accuracy.md", page(results, recogniser).encode())
    draw(results, docs)
    if recogniser:
        readers.draw(recogniser, docs)
    _quote(headline(results), docs.parent / README)
    say(f"{len(measured)} documents measured; see {docs / 'accuracy.md'}")
    return 0


def _recogniser(docs: Path) -> dict[str, Any] | None:
    """What was measured of our own reader last, where anything was."""
    path = docs / "recogniser.json"
    if not path.is_file():
        return None
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def fit(
    out: Path, folder: Path, *, seed: int, scans: int, dumps: int, jobs: int, on: str | None, keep: bool,
    corrections: Path | None = None, dumps_seed: int | None = None,
) -> int:
    """Learns from the tuning split, and from what people corrected, and writes confidence.json and confusions.json
    into `out`."""
    _needs("sklearn", "fit")
    from extractor.bench import reviewed
    from extractor.bench.confusions import count, table
    from extractor.bench.documents import HELD_OUT, plan
    from extractor.bench.fit_confidence import as_json
    from extractor.bench.fit_confidence import fit as fitted
    from extractor.bench.run import Setting, imitates, measure
    from extractor.bench.tidy import tidy

    people = list(reviewed.examples(corrections)) if corrections is not None else []
    apart = dumps_seed if dumps_seed is not None else seed
    planned = (*plan("tuning", scans, 0, seed), *plan("tuning", 0, dumps, apart))
    setting = Setting(_ready(folder), keep=keep)
    measured = list(_told(measure(planned, setting, jobs), len(planned)))
    marked = on or today()
    examples = [*(example for one in measured if not imitates(one) for example in one.examples), *people]
    try:
        besides = f"; made-up dumps of seed {apart}" if apart != seed else ""
        calibration = fitted(examples, marked, seed, HELD_OUT, besides)
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    write_whole(out / "confidence.json", (tidy(as_json(calibration)) + "\n").encode())
    old = out / "confusions.json"
    if old.is_file():
        source = {"date": marked, "split": "tuning", "seed": seed, "documents": len(measured)}
        counts = count(pair for one in measured for pair in one.pairs)
        write_whole(old, (tidy(table(json.loads(old.read_text("utf-8")), counts, source)) + "\n").encode())
    also = f", {len(people)} of the fields as people corrected them" if people else ""
    say(f"fitted to {len(examples)} fields of {len(measured)} documents{also}; {calibration.fitted.note}.")
    return 0


def _quote(text: str, readme: Path) -> None:
    """Writes the headline between the marks in the README beside the folder of the page, when there are any."""
    whole = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    if all(mark in whole for mark in MARKS):
        before, rest = whole.split(MARKS[0], 1)
        write_whole(readme, (before + MARKS[0] + text + MARKS[1] + rest.split(MARKS[1], 1)[1]).encode())


def _told(measured: Iterator[Any], count: int) -> Iterator[Any]:
    """The same, with a line on standard error for every tenth part."""
    for number, one in enumerate(measured, 1):
        if number * 10 // count != (number - 1) * 10 // count:
            say(f"{number} of {count} documents")
        yield one


def _source(told: dict[str, Any]) -> str:
    return (
        f"{told['documents']} documents of the {told['split']} split, seed {told['seed']}, {told['fields']} fields "
        f"of which {told['wrong']} wrong, on {told['date']}; {told['note']}."
    )


def _ready(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # documents run side by side; threads of one would only be in their way
    return folder.resolve()


def _needs(package: str, extra: str) -> None:
    from importlib.util import find_spec

    missing = [name for name in (package, "reportlab") if find_spec(name) is None]
    if missing:
        raise UsageError(f"{', '.join(missing)} is not installed: pip install 'form4[synth,{extra}]'.")
