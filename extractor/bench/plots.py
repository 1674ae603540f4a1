"""The pictures of docs/accuracy.md, drawn from the numbers of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

INK, PALE, WARN = "#1f3a5f", "#9db4cc", "#b5482a"


def draw(results: Mapping[str, Any], folder: Path) -> tuple[str, ...]:
    """Writes the PNG files into the folder and gives their names; the same numbers give the same pictures."""
    import matplotlib as mpl

    mpl.use("Agg")
    pictures = {
        "accuracy-reliability.png": _reliability,
        "accuracy-risk.png": _risk,
        "accuracy-confusions.png": _confusions,
    }
    for name, picture in pictures.items():
        picture(results, folder / name)
    return tuple(pictures)


def _saved(figure: Any, path: Path) -> None:
    import matplotlib.pyplot as plt

    figure.tight_layout()
    figure.savefig(path, dpi=90, metadata={"Software": None})
    plt.close(figure)


def _axes(width: float, height: float) -> tuple[Any, Any]:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(width, height))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _reliability(results: Mapping[str, Any], path: Path) -> None:
    """Said against true, both as the odds that matter: the share that is wrong, on a logarithmic axis."""
    figure, axes = _axes(5.4, 4.4)
    bins: Sequence[Sequence[float]] = results["calibration"]["reliability"]
    said = [max(1 - row[3], 1e-4) for row in bins]
    seen = [max(1 - row[4], 1e-4) for row in bins]
    axes.plot([1e-4, 1], [1e-4, 1], color=PALE, linewidth=1, zorder=1)
    axes.scatter(
        said, seen, s=[12 + 60 * (row[2] / max(r[2] for r in bins)) ** 0.5 for row in bins], color=INK, zorder=2
    )
    for x, y, row in zip(said, seen, bins, strict=True):
        axes.annotate(f"{int(row[2])}", (x, y), textcoords="offset points", xytext=(6, -9), fontsize=7, color="#555")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("wrong, as the confidence says")
    axes.set_ylabel("wrong in truth")
    axes.set_title(f"Reliability: expected calibration error {results['calibration']['ece']:.4f}", fontsize=10)
    _saved(figure, path)


def _risk(results: Mapping[str, Any], path: Path) -> None:
    figure, axes = _axes(5.4, 4.0)
    points = results["calibration"]["risk_coverage"]
    axes.plot([100 * x for x, _ in points], [100 * y for _, y in points], color=INK)
    axes.axhline(0.5, color=WARN, linewidth=0.8, linestyle="--")
    axes.set_xlabel("% of fields taken, the surest first")
    axes.set_ylabel("% of them wrong")
    axes.set_title("Risk and coverage", fontsize=10)
    _saved(figure, path)


def _confusions(results: Mapping[str, Any], path: Path) -> None:
    import numpy as np

    rows = results["confusions"]
    printed, read = sorted({row[0] for row in rows}), sorted({row[1] for row in rows})
    grid = np.zeros((len(printed), len(read)))
    for one, other, _, part in rows:
        grid[printed.index(one), read.index(other)] = part
    figure, axes = _axes(6.2, 5.0)
    shown = axes.imshow(np.log10(np.maximum(grid, 1e-5)), cmap="Blues", aspect="auto")
    axes.set_xticks(range(len(read)), [_named(glyph) for glyph in read], fontsize=8)
    axes.set_yticks(range(len(printed)), [_named(glyph) for glyph in printed], fontsize=8)
    axes.set_xlabel("read")
    axes.set_ylabel("printed")
    axes.set_title("The most frequent misreadings", fontsize=10)
    figure.colorbar(shown, ax=axes, label="log10 of the share of prints")
    _saved(figure, path)


def _named(glyph: str) -> str:
    return {" ": "blank", "$": r"\$"}.get(glyph, glyph)
