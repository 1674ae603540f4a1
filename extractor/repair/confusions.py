"""How glyphs are misread: a weighted table, the distance it defines, and the likeliest printed texts behind a reading.

All costs are -ln(probability): 0 for "read as printed", larger for rarer mistakes, additive over a text. The table is
data (templates/confusions.json), so that it can be fitted from aligned truth and readings.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path

import templates

_TABLE = Path(templates.__file__).with_name("confusions.json")
_PAIR = 2  # longest printed or read glyph group in the table that the distance looks at
_NONE: Mapping[str, float] = {}
_LONGEST = 60  # glyphs of a figure, a date or a code with all that stood around it


@dataclass(frozen=True, eq=False)
class Confusions:
    """One table: `substituted[printed][read]`, `lost[printed]`, `spurious[read]` and `generic` are probabilities.

    Compared and hashed by identity: a table is loaded once per engine and shared.
    """

    engine: str
    substituted: Mapping[str, Mapping[str, float]] = field(repr=False)
    lost: Mapping[str, float] = field(repr=False)
    spurious: Mapping[str, float] = field(repr=False)
    generic: float
    printed_for: Mapping[str, tuple[tuple[str, float], ...]] = field(repr=False)
    """read → (printed, cost), cheapest first: the inverse of `substituted`."""

    def cost(self, printed: str, read: str) -> float:
        """Cost of reading the glyph (or pair) `printed` as `read`; "" for nothing there."""
        if printed == read:
            return 0.0
        if not read:
            return -math.log(self.lost.get(printed, self.lost["*"])) if len(printed) == 1 else math.inf
        if not printed:
            return -math.log(self.spurious.get(read, self.spurious["*"])) if len(read) == 1 else math.inf
        share = self.substituted.get(printed, {}).get(read)
        if share is None:
            return -math.log(self.generic) if len(printed) == len(read) == 1 else math.inf
        return -math.log(share)

    def known(self, printed: str, read: str) -> bool:
        """True when the table itself lists this misreading."""
        return printed == read or read in self.substituted.get(printed, ())

    def distance(self, printed: str, read: str, limit: float = math.inf) -> float:
        """Cheapest cost of reading `printed` as `read`, with pairs such as rn/m as one step; inf beyond `limit`."""
        if printed == read:
            return 0.0
        spurious = [self.cost("", glyph) for glyph in read]
        pairs = [read[j - _PAIR : j] if j >= _PAIR else "" for j in range(len(read) + 1)]
        row = [0.0, *accumulate(spurious)]
        rows = [row]
        for i, glyph in enumerate(printed, 1):
            above, lost = row, self.cost(glyph, "")
            one = self.substituted.get(glyph, _NONE)
            two = self.substituted.get(printed[i - _PAIR : i], _NONE) if i >= _PAIR else _NONE
            row = [above[0] + lost]
            for j, seen in enumerate(read, 1):
                best = min(above[j] + lost, row[j - 1] + spurious[j - 1], above[j - 1] + self.cost(glyph, seen))
                if two and seen in two:
                    best = min(best, rows[i - _PAIR][j - 1] - math.log(two[seen]))
                if pairs[j] in one:
                    best = min(best, above[j - _PAIR] - math.log(one[pairs[j]]))
                if pairs[j] in two:
                    best = min(best, rows[i - _PAIR][j - _PAIR] - math.log(two[pairs[j]]))
                row.append(best)
            rows.append(row)
            if min(row) > limit and min(above) > limit:
                return math.inf  # a pair may step over one row, never over two
        return row[-1] if row[-1] <= limit else math.inf

    def one_figure_off(self, read: str) -> Iterator[tuple[float, str, str]]:
        """(cost, text, reason) of the texts that differ from `read` in one figure taken for another, cheapest first;
        none of a text too long for a value."""
        if len(read) > _LONGEST:
            return
        figures = self._figures
        found = [
            (cost, at, printed, reason)
            for at, figure in enumerate(read)
            for printed, cost, reason in figures.get(figure, ())
        ]
        found.sort()
        for cost, at, printed, reason in found:  # hardly anybody asks for all
            yield cost, read[:at] + printed + read[at + 1 :], reason

    @cached_property
    def _figures(self) -> dict[str, tuple[tuple[str, float, str], ...]]:
        """For each figure those it may be a misreading of, with cost and reason."""
        return {
            figure: tuple(
                (printed, cost, f"“{figure}” is a likely misreading of “{printed}”")
                for printed, cost in found
                if len(printed) == 1 and printed.isdigit()
            )
            for figure, found in self.printed_for.items()
            if figure.isdigit()
        }

    def decode(self, read: str, alphabet: str, width: int = 40, limit: float = 16.0) -> list[tuple[str, float]]:
        """The `width` cheapest texts over `alphabet` that could have been printed where `read` was read.

        Every glyph is kept, taken for another, or dropped as spurious; nothing is inserted. None of a text too long for
        a value.
        """
        if len(read) > _LONGEST:
            return []
        beam: dict[str, float] = {"": 0.0}
        for glyph in read:
            choices = self._choices(glyph, alphabet)
            grown: dict[str, float] = {}
            for text, cost in beam.items():
                for printed, extra in choices:
                    total = cost + extra
                    key = text + printed
                    if total <= limit and total < grown.get(key, math.inf):
                        grown[key] = total
            beam = dict(sorted(grown.items(), key=lambda item: item[1])[:width])
        return sorted(beam.items(), key=lambda item: item[1])

    def _choices(self, glyph: str, alphabet: str) -> tuple[tuple[str, float], ...]:
        return _choices(self, glyph, alphabet)


@lru_cache(maxsize=2048)
def _choices(table: Confusions, glyph: str, alphabet: str) -> tuple[tuple[str, float], ...]:
    keep = [(glyph, 0.0)] if glyph in alphabet else []
    others = [(p, cost) for p, cost in table.printed_for.get(glyph, ()) if len(p) == 1 and p in alphabet]
    return (*keep, *others, ("", table.cost("", glyph)))


@lru_cache(maxsize=8)
def load_confusions(engine: str = "", path: Path | None = None) -> Confusions:
    """The table as it is for one engine, whatever its version ("" or an unknown name: the common part alone)."""
    data = json.loads((path or _TABLE).read_text(encoding="utf-8"))
    merged: dict[str, dict[str, float]] = {printed: dict(reads) for printed, reads in data["substituted"].items()}
    for printed, reads in data["engines"].get(engine.partition(" ")[0], {}).items():
        merged.setdefault(printed, {}).update(reads)
    inverse: dict[str, list[tuple[str, float]]] = {}
    for printed, reads in merged.items():
        for read, share in reads.items():
            inverse.setdefault(read, []).append((printed, -math.log(share)))
    return Confusions(
        engine=engine,
        substituted=merged,
        lost=data["lost"],
        spurious=data["spurious"],
        generic=data["generic"],
        printed_for={read: tuple(sorted(found, key=lambda item: item[1])) for read, found in inverse.items()},
    )
