"""What a filing adds to the review queue: its doubtful fields, and the sample of the others that is shown blind."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from extractor.service.review.doubts import waiting
from extractor.service.review.wording import group_of
from extractor.service.store.schema import Doubt
from models.extraction import Extraction

AUDIT = "audit"
"""The reason of a field that nobody doubts."""

_AUDIT_WEIGHT = 0.01  # after what is doubtful, before nothing


def doubts_of(
    extraction: Extraction, document_id: str, number: int, workspace_id: str, *, audit: float = 0.0,
    answered: Collection[str] = (),
) -> tuple[Doubt, ...]:
    """The rows of the queue for one filing; `audit` is the share of fields shown blind, `answered` those that a person
    has decided already."""
    layout = next((page.id for page in extraction.layouts if page.id), "")
    rows = [
        Doubt(
            document_id=document_id, filing=number, workspace_id=workspace_id, path=one.path, reason=one.reason,
            group=one.group, settles=one.settles, layout=layout, value=one.value, confidence=one.confidence,
            weight=one.weight,
        )
        for one in waiting(extraction)
    ]
    held = {row.path for row in rows} | set(answered)
    rows += [
        Doubt(
            document_id=document_id, filing=number, workspace_id=workspace_id, path=path, reason=AUDIT,
            group=group_of(path), settles=0, layout=layout, value=value, confidence=confidence, weight=_AUDIT_WEIGHT,
        )
        for path, value, confidence in _sample(extraction, f"{document_id} {number}", audit)
        if path not in held
    ]
    for position, row in enumerate(rows):
        row.position = position
    return tuple(rows)


def waiting_in(doubts: Collection[Doubt]) -> frozenset[str]:
    """The paths of a filing's rows that somebody doubts: without the sample."""
    return frozenset(row.path for row in doubts if row.reason != AUDIT)


def _sample(extraction: Extraction, salt: str, share: float) -> Iterator[tuple[str, str | None, float | None]]:
    """Fields drawn by a hash of their address: the same ones again however often the filing is decided anew."""
    for field in extraction.fields:
        if field.needs_review:
            continue
        drawn = int.from_bytes(hashlib.sha256(f"{salt} {field.path}".encode()).digest()[:6])
        if drawn < share * 2**48:
            yield field.path, field.value, field.confidence
