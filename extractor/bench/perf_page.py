"""docs/performance.md: the figures of extractor/bench/perf.py as people read them."""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.bench.perf import STAGES, measure
from extractor.bench.tidy import tidy
from extractor.versions import version

_WORDS = {
    "load_pages": "draw and decode the page",
    "spot_words": "turn upright, find lines, one pass of Tesseract",
    "second_look": "doubtful ink read again by the second engine",
    "register": "lay a layout on it",
    "segment": "cut cells",
    "read_cells": "read cells again",
    "propose": "candidates",
    "reconcile": "choose by the form's rules, confidence",
    "assemble": "the filing",
    "rest": "the rest (checks against the schema, opening)",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures (or takes kept figures) and writes the page and its numbers."""
    parser = argparse.ArgumentParser(prog="python -m extractor.bench.perf", description="Measures speed and memory.")
    parser.add_argument("-o", "--output", type=Path, default=Path("docs"))
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--dumps", type=int, default=60)
    parser.add_argument("--many", type=int, default=0, help="dumps of one long run (10000: minutes)")
    parser.add_argument("--peers", type=Path, help="a virtual environment with OCRmyPDF and img2table")
    parser.add_argument("--page-only", action="store_true", help="write the page anew from performance.json")
    chosen = parser.parse_args(arguments)
    kept = chosen.output / "performance.json"
    if chosen.page_only:
        found = json.loads(kept.read_text(encoding="utf-8"))
    else:
        command = f"python -m extractor.bench.perf --pages {chosen.pages} --dumps {chosen.dumps}"
        command += f" --many {chosen.many}" * bool(chosen.many) + " --peers …" * bool(chosen.peers)
        found = {"command": command, "version": version(), "python": platform.python_version()}
        chosen.output.mkdir(parents=True, exist_ok=True)  # before minutes of work, not after
        found |= _rounded(measure(chosen.pages, chosen.dumps, chosen.many, chosen.peers))
        kept.write_text(tidy(found) + "\n", encoding="utf-8")
    (chosen.output / "performance.md").write_text(written(found), encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value


def written(found: Mapping[str, Any]) -> str:
    """The page."""
    return (
        "\n\n".join(
            [
                "# Performance",
                _about(found),
                "## A page",
                _page(found),
                "Where the time goes, both engines:",
                _stages(found),
                "## Text dumps",
                _text(found),
                "## Start-up and memory",
                _table(("", "seconds"), [(name, f"{took:.2f}") for name, took in found["start"].items()]),
                _table(
                    ("a process that reads", "MB at its largest"),
                    [(name, f"{megabytes:.0f}") for name, megabytes in found["memory"].items()],
                ),
                "## Several processes",
                _scaling(found),
            ]
        )
        + "\n"
    )


def _about(found: Mapping[str, Any]) -> str:
    text = (
        f"form4 {found['version']}, Python {found['python']}, {found['pages']} made pages (L0 and L1), "
        f"{found['dumps']} made dumps. Measured by `make perf` (`{found['command']}`) in one run. Times are processor "
        "seconds on one core, of the process and of all it starts. Compare ratios, not seconds: another machine has "
        "others."
    )
    if _busy(found):
        text += (
            f" **The machine was busy with other work in this run** (load {found['busy']} before, "
            f"{found['busy_after']} after, on {found['cores']} cores): shared caches lengthen even processor time, and "
            "what is wall clock (several processes) says little."
        )
    return text


def _busy(found: Mapping[str, Any]) -> bool:
    return bool(max(found["busy"], found["busy_after"]) > found["cores"])


def _page(found: Mapping[str, Any]) -> str:
    page, floor = found["page"], found["page"]["floor"]
    rows = [
        ("`tesseract PAGE - --psm 11` (the floor)", f"{floor:.2f}", "1.0", "text"),
        ("form4, Tesseract alone", f"{page['first']:.2f}", f"{page['first'] / floor:.2f}", "fields"),
        ("form4, both engines (the default)", f"{page['both']:.2f}", f"{page['both'] / floor:.2f}", "fields"),
    ]
    absent = []
    for name, took in found["peers"].items():
        if took is None:
            absent.append(name)
        else:
            rows.append((name, f"{took:.2f}", f"{took / floor:.2f}", "text"))
    table = _table(("", "seconds a page", "times the floor", "gives"), rows)
    note = f"Not installed, so not measured: {', '.join(absent)}." if absent else ""
    ratio = (
        f"The goal is 1.6 times the floor. Page by page, the median is {page['ratio_first']:.2f} with Tesseract alone "
        f"and {page['ratio_both']:.2f} with both."
    )
    return f"{table}\n\n{ratio} {note}".rstrip()


def _stages(found: Mapping[str, Any]) -> str:
    stages = found["stages"]
    whole = sum(stages.values())
    rows = [
        (f"`{name}`", _WORDS[name], f"{stages[name]:.3f}", f"{100 * stages[name] / whole:.1f}")
        for name in (*STAGES, "rest")
        if name in stages
    ]
    return _table(("stage", "", "seconds a page", "%"), rows)


def _text(found: Mapping[str, Any]) -> str:
    text, linear = found["text"], found["linear"]
    first = linear[0][1] / linear[0][0]
    rows = [
        (f"{size:,}", f"{took:.2f}", f"{1000 * took / (size / 1000):.1f}", f"{took / size / first:.2f}")
        for size, took in linear
    ]
    words = (
        f"{text['rate']:.1f} dumps of {text['bytes'] / 1000:.1f} KB a second and core, as many bytes a second as "
        f"{text['rate_5k']:.1f} of 5 KB (the goal is 150). Time and length, several filings in one document:"
    )
    return f"{words}\n\n" + _table(("bytes", "seconds", "ms a KB", "against the first"), rows)


def _scaling(found: Mapping[str, Any]) -> str:
    rows = [
        (name, *(f"{one['rates'][jobs]:.2f}" for jobs in "12"), f"{one['factor']:.2f}",
         *(f"{1000 * one['works'][jobs]:.0f}" for jobs in "12"))
        for name, one in found["scaling"].items()
    ]  # fmt: skip
    words = (
        "Processes are there before the clock starts; Dask is a scheduler and workers as processes of their own on "
        "this machine. The goal is that two do 1.9 times the work of one. If they hindered one another, processor time "
        "a document would grow."
    )
    if _busy(found):
        words += " The wall clock of a machine that is busy with other work tells nothing of this: measure again."
    head = ("", "a second, one", "two", "times", "processor ms each, one", "two")
    return f"{_table(head, rows)}\n\n{words}{_long(found)}"


def _long(found: Mapping[str, Any]) -> str:
    if "long" not in found:
        return ""
    run = found["long"]
    what = {"dumps a second": ("rate", 1, 1), "MB": ("megabytes", 1, 0), "processor ms each": ("processor", 1000, 1)}
    told = {head: one for head, one in what.items() if one[0] in run["first"]}
    rows = [
        (f"{name} tenth", *(f"{times * run[name][key]:.{places}f}" for key, times, places in told.values()))
        for name in ("first", "last")
    ]
    words = (
        f"One run of `form4 batch` over {run['documents']:,} made dumps, {run['jobs']} processes; memory is that of "
        "all of them together, shared pages counted once:"
    )
    return f"\n\n{words}\n\n" + _table(("", *told), rows)



def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    numeric = [
        all(row[place].replace(",", "").replace(".", "").isdigit() for row in rows) for place in range(len(head))
    ]
    rule = " | ".join("---:" if right else "---" for right in numeric)
    lines = [" | ".join(head), rule, *(" | ".join(row) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines)
