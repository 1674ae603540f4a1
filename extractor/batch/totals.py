"""What many documents add up to: the numbers of the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.batch.entries import SUREST, Bin
from extractor.batch.ledger import Row
from extractor.printable import printable

_EXAMPLES = 3
_SLOWEST = 5
STATUSES = ("clean", "review", "failed", "duplicate")


@dataclass(slots=True)
class Cause:
    """Documents that failed for one reason."""

    code: int
    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Totals:
    """Sums over the rows of a manifest. Duplicates count as inputs and as nothing else. `durations` has for each
    document read, ever, its whole milliseconds rounded to two digits, as often as there are."""

    statuses: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    filings: int = 0
    fields: int = 0
    doubtful: int = 0
    seconds: float = 0.0
    layouts: Counter[str] = field(default_factory=Counter)
    repairs: Counter[str] = field(default_factory=Counter)
    causes: dict[tuple[int, str], Cause] = field(default_factory=dict)
    bins: dict[int, Bin] = field(default_factory=dict)
    durations: Counter[float] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    worst_codes: set[int] = field(default_factory=set)

    @property
    def inputs(self) -> int:
        return self.statuses.total()

    @property
    def documents(self) -> int:
        """Different documents that were read."""
        return self.statuses["clean"] + self.statuses["review"]

    @property
    def coverage(self) -> float:
        """The share of fields that nobody needs to look at."""
        return 1 - self.doubtful / self.fields if self.fields else 0.0

    @property
    def unreviewed_error(self) -> float | None:
        """The share expected wrong among values that go unreviewed, by their calibrated confidences."""
        free = sum(one.unreviewed for one in self.bins.values())
        return sum(one.wrong_unreviewed for one in self.bins.values()) / free if free else None

    def risk(self) -> list[tuple[float, float]]:
        """(share of values taken, surest first; share expected wrong among them), a point a bin of confidence."""
        whole = sum(one.fields for one in self.bins.values())
        taken, wrong, points = 0, 0.0, []
        for place in range(SUREST, -1, -1):
            one = self.bins.get(place)
            if one is not None:
                taken, wrong = taken + one.fields, wrong + one.wrong
                points.append((taken / whole, wrong / taken))
        return points

    def covered(self, error: float) -> float:
        """The share of values that could be taken, surest first, if that share of them may be wrong."""
        return max((share for share, risk in self.risk() if risk <= error), default=0.0)


def totals(rows: Iterable[Row]) -> Totals:
    """The sums over all rows."""
    found = Totals()
    for row in rows:
        found.statuses[row.status] += 1
        found.worst_codes.add(row.entry.code)
        if row.original is None:
            _add(found, row)
    return found


def _add(found: Totals, row: Row) -> None:
    entry = row.entry
    if entry.status == "failed":
        cause = found.causes.setdefault((entry.code, _general(entry.cause)), Cause(entry.code))
        cause.count += 1
        if len(cause.examples) < _EXAMPLES:
            cause.examples.append(row.name)
        return
    found.kinds[entry.kind] += 1
    found.pages += entry.pages
    found.filings += entry.filings
    found.fields += entry.fields
    found.doubtful += entry.doubtful
    found.seconds += entry.seconds
    found.layouts.update(entry.layouts or ["none recognised"])
    found.repairs.update(entry.repairs)
    found.durations[float(f"{entry.seconds * 1000:.2g}")] += 1
    found.slowest = sorted([*found.slowest, (entry.seconds, row.name)], reverse=True)[:_SLOWEST]
    for place, one in entry.sureness.items():
        before = found.bins.get(place, Bin())
        found.bins[place] = Bin(
            before.fields + one.fields,
            before.unreviewed + one.unreviewed,
            before.wrong + one.wrong,
            before.wrong_unreviewed + one.wrong_unreviewed,
        )


def _general(cause: str) -> str:
    """The cause without what is particular to one document, so that equal ones are counted together."""
    return re.sub(r"\d[\d,.]*\d", "N", printable(cause)).rstrip(".")
