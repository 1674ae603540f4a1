"""The pictures of a batch's report, as SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from extractor.batch.totals import Totals

INK, PALE, WARN = "#1f3a5f", "#9db4cc", "#b5482a"


def course(points: Sequence[tuple[float, int]], pages: float) -> bytes:
    """Documents read against time; `pages` a document on average, for the second scale."""
    figure, axes = _axes()
    minutes = points[-1][0] > 300
    axes.plot([at / 60 if minutes else at for at, _ in points], [count for _, count in points], color=INK)
    axes.set_xlabel("minutes" if minutes else "seconds")
    axes.set_ylabel("documents read")
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    if pages > 1.05:
        other = axes.secondary_yaxis("right", functions=(lambda y: y * pages, lambda y: y / pages))
        other.set_ylabel("pages")
    return _svg(figure)


def durations(totals: Totals) -> bytes:
    """How long documents took, on a logarithmic scale."""
    import numpy as np

    figure, axes = _axes()
    seconds = np.array([max(value, 1) / 1000 for value in totals.durations])
    low, high = np.log10(seconds.min()) - 0.05, np.log10(seconds.max()) + 0.05
    weights = np.array(list(totals.durations.values()))
    axes.hist(seconds, bins=np.logspace(low, high, 30), weights=weights, color=PALE, edgecolor=INK, linewidth=0.5)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.xaxis.set_minor_formatter(lambda value, _: f"{value:g}" if f"{value:e}"[0] in "25" else "")
    axes.tick_params(axis="x", which="minor", labelsize=7)
    axes.set_xlabel("seconds a document")
    axes.set_ylabel("documents")
    return _svg(figure)


def risk(totals: Totals, max_error: float) -> bytes:
    """The share expected wrong against the share of values taken, surest first."""
    figure, axes = _axes()
    points = totals.risk()
    axes.plot([100 * share for share, _ in points], [100 * error for _, error in points], color=INK, marker=".")
    axes.axhline(100 * max_error, color=WARN, linewidth=0.8, linestyle="--")
    axes.annotate(
        "--max-error", (0, 100 * max_error), xytext=(2, 3), textcoords="offset points", fontsize=8, color=WARN
    )
    axes.set_xlim(0, 101)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("% of values taken, the surest first")
    axes.set_ylabel("% of them expected wrong")
    return _svg(figure)


def _axes() -> tuple[Any, Any]:
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "form4"  # else the same picture has other bytes each time
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5.2, 3.4))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _svg(figure: Any) -> bytes:
    from matplotlib import pyplot

    out = io.BytesIO()
    figure.tight_layout()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    return out.getvalue()
