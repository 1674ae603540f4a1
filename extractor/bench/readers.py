"""What our own reader adds to the other engines, for docs/accuracy.md, from docs/recogniser.json, which
`python -m extractor.ocr.train.report` writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PICTURE = "accuracy-readers.png"
_SET = "cells cut from pages"
_COLUMNS = {
    "tesseract": "T", "rapidocr": "R", "ours": "own", "tesseract + rapidocr": "T, R",
    "tesseract + ours": "T, own", "rapidocr + ours": "R, own", "tesseract + rapidocr + ours": "all three",
}  # fmt: skip
_COLORS = {"ours": "#b5482a", "rapidocr": "#1f3a5f", "tesseract": "#9db4cc"}


def section(told: Mapping[str, Any]) -> Iterator[str]:
    """Lines of Markdown; `told` is what the report wrote."""
    found = told["sets"][_SET]
    scores = found["scores"] | found["together"]
    yield "### What our own reader adds"
    yield ""
    yield (
        f"Percent of {scores['ours']['right']['all']['all'][1]} cells read exactly, cut from {told['filings']} made "
        "filings in typefaces our reader never saw, the kind of the cell known; T is Tesseract, R RapidOCR, own our "
        f"reader (weights {told['reader'].split()[-1]}). Where several are asked, the text counts that the largest sum "
        "of probabilities stands behind, each reader's score turned into the share that is right at such a score in "
        f"cells of the same kind of {told['tuned']} other filings, in the typefaces of tuning. This is a plain rule to "
        "compare readers by; the pipeline weighs them with everything else it knows."
    )
    yield ""
    yield "| kind | level | cells | " + " | ".join(_COLUMNS.values()) + " |"
    yield "| --- | --- | ---: |" + " ---: |" * len(_COLUMNS)
    for kind, row in scores["ours"]["right"].items():
        for level, (_, count) in row.items():
            cells = (f"{scores[reader]['right'][kind][level][0]:.1f}" for reader in _COLUMNS)
            yield f"| {kind} | {level} | {count} | " + " | ".join(cells) + " |"
    yield ""
    whole = {reader: scores[reader]["right"]["all"]["all"][0] for reader in _COLUMNS}
    yield (
        f"So by this rule it brings Tesseract from {whole['tesseract']:.1f} to {whole['tesseract + ours']:.1f} %, "
        f"RapidOCR from {whole['rapidocr']:.1f} to {whole['rapidocr + ours']:.1f} % and both from "
        f"{whole['tesseract + rapidocr']:.1f} to {whole['tesseract + rapidocr + ours']:.1f} %; alone it stands at "
        f"{whole['ours']:.1f} %."
    )
    yield ""
    risks = "; ".join(
        f"{_COLUMNS[reader]} {risk:g} % area under the curve, {found['scores'][reader]['milliseconds']:.1f} ms a cell"
        for reader, risk in found["risk"].items()
    )
    yield f"How far each score can be trusted, and what a reading costs on one thread: {risks}."
    yield ""
    yield f"![Share of wrong cells against share of cells taken, by reader]({PICTURE})"
    yield ""
    yield (
        "How the reader is made, where it falls short and what it does with text that is cut off and with blank cells "
        "stands in [recogniser.md](recogniser.md)."
    )
    yield ""


def draw(told: Mapping[str, Any], folder: Path) -> str:
    """The risk and coverage of each score as a picture in that folder; its name."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(5.4, 4.0))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for reader, points in told["sets"][_SET]["curves"].items():
        taken, wrong = zip(*points, strict=True)
        axes.plot(taken, wrong, color=_COLORS[reader], label="our own reader" if reader == "ours" else reader)
    axes.set_xlabel("% of cells taken, the surest first")
    axes.set_ylabel("% of them wrong")
    axes.set_title("Risk and coverage of each reader's score", fontsize=10)
    axes.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(folder / PICTURE, dpi=90, metadata={"Software": None})
    plt.close(figure)
    return PICTURE
