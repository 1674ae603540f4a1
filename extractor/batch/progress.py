"""How far a batch is: a bar on a terminal, a plain line every few seconds anywhere else."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from extractor.batch.inputs import count
from extractor.batch.report import duration
from extractor.batch.run import Show, Tally
from extractor.cli_report import say

_PLAIN = 5.0  # seconds between two plain lines
_DRAWN = 0.2  # seconds between two looks of the bar at the numbers


@contextmanager
def progress(inputs: Sequence[str]) -> Iterator[Show]:
    """Gives the function that shows how far a run over these inputs is. How many there are is counted meanwhile."""
    total: list[int] = []
    threading.Thread(target=lambda: total.append(count(inputs)), daemon=True).start()
    if sys.stderr.isatty():
        with _bar(total) as show:
            yield show
    else:
        yield _plain(total)


def counts(tally: Tally) -> str:
    """`12 clean, 3 for review, 1 failed, 2 duplicates`."""
    said = f"{tally.clean:,} clean, {tally.review:,} for review, {tally.failed:,} failed"
    return said + (f", {tally.duplicate:,} duplicate{'s' * (tally.duplicate != 1)}" if tally.duplicate else "")


def left(tally: Tally, total: Sequence[int]) -> float | None:
    """Seconds until the end at the rate so far; None when nobody can tell yet."""
    if not total or not tally.read or tally.inputs > total[0]:
        return None
    return (total[0] - tally.inputs) * tally.seconds / tally.read


def _plain(total: Sequence[int]) -> Show:
    said = time.monotonic()

    def show(tally: Tally) -> None:
        nonlocal said
        if time.monotonic() - said < _PLAIN:
            return
        said = time.monotonic()
        of = f" of {total[0]:,}" if total and total[0] >= tally.inputs else ""
        rest = left(tally, total)
        end = f", {duration(rest)} left" if rest is not None else ""
        say(f"{tally.inputs:,}{of} done ({counts(tally)}), {tally.read / tally.seconds:.3g} a second{end}")

    return show


@contextmanager
def _bar(total: Sequence[int]) -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    words = TextColumn("{task.fields[words]}", markup=False)
    bar = Progress(BarColumn(bar_width=30), MofNCompleteColumn(), words, console=Console(stderr=True), transient=True)
    drawn = 0.0
    with bar:
        task = bar.add_task("", total=None, words="")

        def show(tally: Tally) -> None:
            nonlocal drawn
            if time.monotonic() - drawn < _DRAWN:
                return
            drawn = time.monotonic()
            rest = left(tally, total)
            end = f" · {duration(rest)} left" if rest is not None else ""
            words = f"{tally.read / max(tally.seconds, 0.1):.3g}/s{end} · {counts(tally)}"
            bar.update(task, completed=tally.inputs, total=total[0] if total else None, words=words)

        yield show
