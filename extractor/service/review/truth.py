"""What people decided, to learn from: filings as truth, beside what the machine had made of them."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.export.json import from_json
from extractor.export.ownership import to_xml
from extractor.service.blobs import Blobs, MissingBlobError
from extractor.service.store.schema import CorrectionRow, Document, Filing
from models.field import State

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive: the same decisions make the same bytes."""


def packed(session: Session, blobs: Blobs, workspace_id: str) -> bytes:
    """A ZIP: `truth/ID-N.xml` (ownership XML) of each filing in which nothing waits any more and people decided
    something, `read/ID-N.json` as the machine had it, `kept/ID.json` with the readings of each document that people
    decided anything in, and `corrections.json` with every decision of the workspace.

    `form4 score truth read` compares the two folders, `form4 fit --corrections` learns from all of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(session, blobs, workspace_id):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _files(session: Session, blobs: Blobs, workspace_id: str) -> Iterator[tuple[str, bytes]]:
    query = select(Document).where(Document.workspace_id == workspace_id).order_by(Document.created, Document.id)
    decisions: list[dict[str, Any]] = []
    for document in session.scalars(query).all():
        rows = session.scalars(
            select(CorrectionRow).where(CorrectionRow.document_id == document.id).order_by(CorrectionRow.id)
        ).all()
        decisions += [_decision(document, row) for row in rows]
        if rows:
            with contextlib.suppress(MissingBlobError):  # it was imported without its readings
                yield f"kept/{document.id}.json", blobs.get(f"{document.run}/kept.json")
        filings = session.scalars(select(Filing).where(Filing.document_id == document.id).order_by(Filing.number)).all()
        for filing in filings:
            if filing.doubtful or filing.reviewed is None:
                continue
            name = f"{document.id}-{filing.number}"
            reviewed = from_json(filing.reviewed)
            lost = frozenset(field.path for field in reviewed.fields if field.state is State.UNREADABLE)
            yield f"truth/{name}.xml", to_xml(reviewed.form, lost)
            yield f"read/{name}.json", filing.extraction.encode()
    yield "corrections.json", (json.dumps(decisions, ensure_ascii=False, indent=1) + "\n").encode()


def _decision(document: Document, row: CorrectionRow) -> dict[str, Any]:
    return {
        "document": document.id, "name": document.name, "sha256": document.sha256, "filing": row.filing,
        "path": row.path, "decision": row.decision, "value": row.value, "before": row.before,
        "before_state": row.before_state, "after": row.after, "after_state": row.after_state,
        "blind": bool(row.blind), "seconds": row.seconds, "reviewer": row.reviewer,
        "at": datetime.fromtimestamp(row.at, UTC).isoformat(),
    }
