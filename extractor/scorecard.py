"""Scores of many documents, summed up: numbers for programs, tables for people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.console import Group
from rich.table import Table

from extractor.calibration import Judged, coverage_at, expected_calibration_error, reliability, risk_coverage
from extractor.compare import is_free_text
from extractor.score import Count, Outcome, Score, Verdict
from models.evidence import Record

PRECISIONS = (0.999, 0.997, 0.995, 0.99)


class Scored(Record):
    """One document's score with where it stands in the collection: its id, look (layout) and level of damage."""

    id: str
    look: str
    level: str
    score: Score


class Tally(Record):
    """What a set of documents amounts to; shares are between 0 and 1. Destroyed fields are in no figure but their own
    and in `silent` (a value given for one, and nobody told); blank ones are in none."""

    documents: int
    perfect: int
    fields: int
    right: int
    wrong: int
    missed: int
    spurious: int
    silent: int
    review: int
    likeness: float
    rows: Count
    owners: Count
    notes: Count
    signatures: Count
    marks: Count
    kinds_wrong: int
    destroyed: int
    destroyed_read: int
    blanks: int

    @property
    def accuracy(self) -> float:
        """The share of fields that are exactly right."""
        return self.right / self.fields if self.fields else 1.0

    @property
    def silent_rate(self) -> float:
        """The share of fields that are not right and of which nobody was told."""
        return self.silent / self.fields if self.fields else 0.0

    @property
    def review_rate(self) -> float:
        return self.review / self.fields if self.fields else 0.0


def tally(documents: Sequence[Scored]) -> Tally:
    scores = [document.score for document in documents]
    everything = [outcome for score in scores for outcome in score.outcomes]
    outcomes = [outcome for outcome in everything if not outcome.destroyed]
    hidden = [outcome for outcome in everything if outcome.destroyed]
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    texts = [outcome.likeness for outcome in outcomes if is_free_text(outcome.path)]

    def total(of: Callable[[Score], Count]) -> Count:
        return sum((of(score) for score in scores), Count())

    return Tally(
        documents=len(documents),
        perfect=sum(score.perfect for score in scores),
        fields=len(outcomes),
        right=verdicts[Verdict.RIGHT],
        wrong=verdicts[Verdict.WRONG],
        missed=verdicts[Verdict.MISSED],
        spurious=verdicts[Verdict.SPURIOUS],
        silent=sum(outcome.silent for outcome in everything),
        review=sum(outcome.needs_review for outcome in outcomes),
        likeness=sum(texts) / len(texts) if texts else 1.0,
        rows=total(lambda score: score.rows),
        owners=total(lambda score: score.owners),
        notes=total(lambda score: score.notes),
        signatures=total(lambda score: score.signatures),
        marks=total(lambda score: score.marks),
        kinds_wrong=sum(score.kinds_wrong for score in scores),
        destroyed=len(hidden),
        destroyed_read=sum(outcome.read is not None and outcome.verdict is not Verdict.RIGHT for outcome in hidden),
        blanks=sum(score.blanks for score in scores),
    )


def judged(documents: Iterable[Scored], kind: str | None = None) -> list[Judged]:
    """(confidence, right) of every field that carries a value and a confidence, of one kind or of all."""
    return [
        (outcome.confidence, outcome.verdict is Verdict.RIGHT)
        for document in documents
        for outcome in document.score.outcomes
        if outcome.confidence is not None and outcome.read is not None and kind in (None, outcome.kind)
    ]


def report(documents: Sequence[Scored]) -> dict[str, Any]:
    """All numbers as JSON: in total, by look, level, look and level, field kind; and the calibration."""
    pairs = judged(documents)
    return {
        "total": _numbers(tally(documents)),
        "looks": {look: _numbers(tally(group)) for look, group in _grouped(documents, lambda one: one.look)},
        "levels": {level: _numbers(tally(group)) for level, group in _grouped(documents, lambda one: one.level)},
        "cells": {
            cell: _numbers(tally(group)) for cell, group in _grouped(documents, lambda one: f"{one.look} {one.level}")
        },
        "kinds": {
            kind: {"fields": fields, "right": right, "silent": silent, "accuracy": right / fields}
            for kind, fields, right, silent in kinds(documents)
        },
        "calibration": {
            "fields": len(pairs),
            "ece": expected_calibration_error(pairs),
            "reliability": [one._asdict() for one in reliability(pairs)],
            "risk_coverage": [one._asdict() for one in risk_coverage(pairs)],
            "coverage_at": {str(precision): coverage_at(pairs, precision) for precision in PRECISIONS},
        },
        "documents": {
            document.id: {
                **_numbers(tally([document])),
                "errors": [outcome.model_dump(mode="json") for outcome in errors(document)],
            }
            for document in documents
        },
    }


def kinds(documents: Iterable[Scored]) -> list[tuple[str, int, int, int]]:
    """Kind, fields, right, silently wrong; the worst kind first."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for document in documents:
        for outcome in document.score.outcomes:
            if outcome.destroyed:
                continue
            found[outcome.kind].append(outcome)
    rows = [
        (
            kind,
            len(outcomes),
            sum(outcome.verdict is Verdict.RIGHT for outcome in outcomes),
            sum(outcome.silent for outcome in outcomes),
        )
        for kind, outcomes in found.items()
    ]
    return sorted(rows, key=lambda row: row[2] / row[1])


def errors(document: Scored) -> list[Outcome]:
    """What is not right, silent errors first."""
    wrong = [outcome for outcome in document.score.outcomes if outcome.verdict is not Verdict.RIGHT]
    return sorted(wrong, key=lambda outcome: not outcome.silent)


def tables(documents: Sequence[Scored]) -> Group:
    """Look × level, then the worst kinds of fields, then the confidences, for a terminal."""
    return Group(_cells_table(documents), _kinds_table(documents), _confidence_table(documents))


def _cells_table(documents: Sequence[Scored]) -> Table:
    table = Table(title="Fields exactly right, by look and level")
    for name in ("look", "level", "docs", "perfect", "fields", "right %", "silent %", "review %"):
        table.add_column(name, justify="left" if name in ("look", "level") else "right", no_wrap=True)
    for name in ("rows r/p %", "owners r/p %", "notes r/p %", "marks r/p %", "text like"):
        table.add_column(name, justify="right", no_wrap=True)

    def add(look: str, level: str, group: Sequence[Scored]) -> None:
        one = tally(group)
        table.add_row(
            *(look, level, str(one.documents), str(one.perfect), str(one.fields)),
            *(_percent(share) for share in (one.accuracy, one.silent_rate, one.review_rate)),
            *(
                f"{_percent(count.recall)}/{_percent(count.precision)}"
                for count in (one.rows, one.owners, one.notes, one.marks)
            ),
            f"{one.likeness:.3f}",
        )

    for (look, level), group in _grouped(documents, lambda document: (document.look, document.level)):
        add(look, level, group)
    table.add_section()
    for level, group in _grouped(documents, lambda document: document.level):
        add("all", level, group)
    table.add_section()
    add("all", "all", documents)
    return table


def _kinds_table(documents: Sequence[Scored]) -> Table:
    table = Table(title="Kinds of fields, worst first")
    for name in ("kind", "fields", "right", "right %", "silently wrong"):
        table.add_column(name, justify="left" if name == "kind" else "right")
    for kind, fields, right, silent in kinds(documents):
        table.add_row(kind, str(fields), str(right), _percent(right / fields), str(silent))
    return table


def _confidence_table(documents: Sequence[Scored]) -> Table:
    pairs = judged(documents)
    one = tally(documents)
    table = Table(title="Confidence, and what was destroyed")
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_row("fields with a confidence", str(len(pairs)))
    table.add_row("expected calibration error", f"{expected_calibration_error(pairs):.4f}")
    for precision in PRECISIONS:
        table.add_row(f"coverage at {precision:.1%} precision", f"{coverage_at(pairs, precision):.1%}")
    table.add_row("destroyed fields", str(one.destroyed))
    table.add_row("… given a wrong value", str(one.destroyed_read))
    table.add_row("matched rows of the wrong kind", str(one.kinds_wrong))
    table.add_row("rightly blank fields (in no other figure)", str(one.blanks))
    return table


def _grouped(documents: Iterable[Scored], key: Callable[[Scored], Any]) -> list[tuple[Any, list[Scored]]]:
    groups: dict[Any, list[Scored]] = defaultdict(list)
    for document in documents:
        groups[key(document)].append(document)
    return sorted(groups.items())


def _numbers(one: Tally) -> dict[str, Any]:
    counts = {name: getattr(one, name) for name in ("rows", "owners", "notes", "signatures", "marks")}
    return {
        **one.model_dump(exclude=set(counts)),
        "accuracy": one.accuracy,
        "silent_rate": one.silent_rate,
        "review_rate": one.review_rate,
        **{
            name: {**count.model_dump(), "recall": count.recall, "precision": count.precision}
            for name, count in counts.items()
        },
    }


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
