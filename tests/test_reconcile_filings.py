"""Real filings: perfect readings come through untouched, damaged ones are never made worse."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.options import Options
from extractor.repair.reconcile import reconcile
from models.evidence import Candidate
from models.paths import from_paths
from tests.filed import filings, proposals_of

# Real filings: perfect readings must come through untouched, damaged ones must never be made worse.

ONE_FILING = pytest.mark.parametrize("path", filings() or [None], ids=lambda path: path.stem if path else "none")
KNOWN_MISREADINGS = {"0": "68", "1": "7", "2": "7", "3": "8", "4": "9", "5": "6", "6": "08", "7": "1", "8": "3",
                     "9": "4"}


@ONE_FILING
def test_a_clean_filing_comes_through_untouched(path: Path | None) -> None:
    if path is None:
        pytest.skip("the real filings are not in this checkout")
    form, proposals = proposals_of(path)
    fields, _ = reconcile(proposals, form, Options())
    assert [field.path for field in fields if field.repairs] == []
    from_paths((field.path, field.value, field.footnotes) for field in fields)
    printed = Counter(one.candidates[0].value for one in proposals if one.cell.kind in ("shares", "money", "date"))
    kept = Counter(field.value for field in fields if field.path.rpartition("/")[2] in NUMERIC or "Date" in field.path
                   or field.path == "periodOfReport")
    assert kept.keys() - {None} == printed.keys() - {None}


NUMERIC = ("transactionShares", "transactionPricePerShare", "sharesOwnedFollowingTransaction",
           "conversionOrExercisePrice", "underlyingSecurityShares", "dateOfOriginalSubmission")


def misread(value: str, kind: str, chance: random.Random) -> str | None:
    """The value with one figure taken for another that looks like it."""
    places = [place for place, sign in enumerate(value) if sign.isdigit()]
    for place in chance.sample(places, len(places)):
        other = value[:place] + chance.choice(KNOWN_MISREADINGS[value[place]]) + value[place + 1 :]
        if kind != "date":
            return other
        try:
            date.fromisoformat(other)
        except ValueError:
            continue
        return other
    return None


@pytest.mark.parametrize(("score", "rival", "agreement"), [(1.0, 0.004, (1, 1)), (0.6, 0.3, (1, 2))])
def test_one_misread_figure_is_restored_or_left_but_nothing_else_changes(
    score: float, rival: float, agreement: tuple[int, int]
) -> None:
    if not filings():
        pytest.skip("the real filings are not in this checkout")
    chance = random.Random(20120227)
    outcomes: Counter[str] = Counter()
    for path in filings()[::3]:
        form, proposals = proposals_of(path)
        clean = {field.path: field for field in reconcile(proposals, form, Options())[0]}
        figures = [place for place, one in enumerate(proposals)
                   if one.cell.kind in ("shares", "money", "date") and one.candidates[0].value]
        for place in chance.sample(figures, min(4, len(figures))):
            one = proposals[place]
            value = one.candidates[0].value or ""
            read = misread(value, one.cell.kind, chance)
            if read is None:
                continue
            raw = read if one.cell.kind == "date" else f"{Decimal(read):,f}"
            damaged = replace(one, raw=raw, agreement=agreement, candidates=(
                Candidate(value=read, score=score), Candidate(value=value, score=rival)))
            fields, _ = reconcile([*proposals[:place], damaged, *proposals[place + 1 :]], form, Options())
            changed = [field for field in fields if field.path in clean and field.value != clean[field.path].value]
            assert len(changed) <= 1
            assert all(field.value == read and not field.repairs for field in changed)
            outcomes["left" if changed else "restored"] += 1
    assert outcomes["restored"] >= 0.15 * outcomes.total()
