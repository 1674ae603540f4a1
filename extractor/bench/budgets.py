"""What an error budget buys: for several values of --max-error, how many fields nobody reviews, and how many of these
are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.bench.documents import TYPED
from extractor.bench.results import share
from extractor.bench.run import Example, Measured
from extractor.repair.confidence import confidence, threshold

BUDGETS = (0.001, 0.003, 0.005, 0.01)

GROUPS: Mapping[str, tuple[str, ...]] = {
    "PDFs, clean, office and poor scans (pdf, L0, L1, L2, L5)": ("pdf", "L0", "L1", "L2", "L5"),
    "faxes and copies of copies (L3, L4)": ("L3", "L4"),
    "dumps, light and medium": ("light", "medium"),
    "dumps, heavy": ("heavy",),
    "dumps that Tesseract typed": TYPED,
}
"""Damages that an office would deal with alike, by their names or the strength their names end in."""


def budgets(measured: Sequence[Measured]) -> dict[str, dict[str, dict[str, Any]]]:
    """By group and budget: the share of the fields with a value that nobody reviews (`unreviewed`, 0 to 1), and the
    share of these that is wrong, with its interval (`wrong`)."""
    told = [(_group(one.planned.damage), _judged(one)) for one in measured]
    groups = {name: [fields for damage, fields in told if damage in of] for name, of in GROUPS.items()}
    return {
        name: {str(budget): _bought(documents, budget) for budget in BUDGETS}
        for name, documents in (groups | {"all": [fields for _, fields in told]}).items()
        if documents
    }


def _group(damage: str) -> str:
    return damage if damage in TYPED else damage.rpartition("-")[2]


def _judged(one: Measured) -> list[tuple[Example, float]]:
    """The fields with a value and their confidence; 0 where a rule sends it to review whatever that is."""
    found = (example for example in one.examples if not example.evidence.empty)
    return [(example, 0.0 if example.doubtful else confidence(example.evidence)) for example in found]


def _bought(documents: Sequence[Sequence[tuple[Example, float]]], budget: float) -> dict[str, Any]:
    fields, kept = sum(map(len, documents)), []
    for found in documents:
        sure = [example for example, sure in found if sure >= threshold(example.evidence, budget)]
        kept.append((sum(not example.right for example in sure), len(sure)))
    return {"unreviewed": round(sum(size for _, size in kept) / max(1, fields), 4), "wrong": share(kept)}
