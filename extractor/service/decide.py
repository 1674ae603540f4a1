"""One decision of a person: checked against what they saw, recorded, and all that follows from it worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pydantic import ValidationError

from extractor.answers import issue_key, standing
from extractor.options import Options
from extractor.service import remembered
from extractor.service.doubts import AUDIT, doubts_of, waiting_in
from extractor.service.review.doubts import ISSUE
from extractor.service.review.entry import judge
from extractor.service.site import Site
from extractor.service.store import documents, reviews
from extractor.service.store.connect import now
from extractor.service.store.keys import Holder
from extractor.service.store.schema import CorrectionRow, Document, Filing
from models.extraction import Extraction
from models.field import Field
from models.review import Correction, Decision


class NothingThereError(LookupError):
    """No such document, filing or field in this workspace."""


class RefusedError(ValueError):
    """The decision makes no sense; the sentence says why."""


class StaleError(Exception):
    """The filing has changed since the reviewer saw it: its version now, and the decisions they have not seen."""

    def __init__(self, version: int, since: Sequence[CorrectionRow]) -> None:
        super().__init__(version)
        self.version = version
        self.since = since


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did: the filing after it, the row of the history, and the paths that no longer wait because of
    it."""

    document: Document
    filing: Filing
    extraction: Extraction
    row: CorrectionRow
    settled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer said of the field (or issue) at `path`; `seconds` is how long they looked at it."""

    path: str
    decision: Decision
    value: str | None = None
    seconds: float | None = None


def decide(site: Site, holder: Holder, document_id: str, number: int, version: int, answer: Answer) -> Decided:
    """Records the answer to the filing that the reviewer saw in that version, and decides all else in it anew.
    Raises NothingThereError, RefusedError, or StaleError: then nothing is recorded."""
    with site.store.read() as session:
        document = documents.find(session, holder.workspace_id, document_id)
        filing = reviews.filing(session, document_id, number)
        if document is None or filing is None:
            raise NothingThereError
        past = reviews.history(session, document_id)
        moment = now(session)
        asked = reviews.doubts(session, document_id, number)
    _refuse_stale(filing, version, past)
    before = remembered.extraction(filing.current)
    shown = _shown(before, answer.path)
    if shown is None and answer.path not in {issue_key(issue) for issue in before.issues}:
        raise NothingThereError
    correction = _correction(answer, shown, holder, moment)
    said = [reviews.correction(row) for row in past if row.filing == number]
    after = _again(site, document, filing, [*said, correction])
    waiting = doubts_of(
        after, document_id, number, holder.workspace_id, audit=site.settings.audit,
        answered=standing([*said, correction]),
    )
    settled = sorted(waiting_in(asked) - waiting_in(waiting) - {answer.path})
    there = _shown(after, answer.path) or shown
    filing.reviewed, filing.doubtful = after.model_dump_json(), len(waiting_in(waiting))
    row = CorrectionRow(
        document_id=document_id, filing=number, path=answer.path, decision=answer.decision, value=correction.value,
        before=shown.value if shown else None, before_state=shown.state.value if shown else "",
        after=there.value if there else None, after_state=there.state.value if there else "",
        settled=len(settled), version=version + 1, seconds=answer.seconds,
        blind=int(any(one.path == answer.path and one.reason == AUDIT for one in asked)),
        reviewer=holder.label, key_id=holder.key_id, at=moment,
    )
    with site.store.write() as session:
        held = reviews.filing(session, document_id, number, locked=True)
        found = documents.find(session, holder.workspace_id, document_id)
        if held is None or found is None:
            raise NothingThereError
        faster = held.version != version
        if not faster:
            held.reviewed, held.doubtful, held.version = filing.reviewed, filing.doubtful, version + 1
            reviews.record(session, found, held, row, waiting)
    if faster:  # somebody decided while we worked out what follows
        with site.store.read() as session:
            _refuse_stale(held, version, reviews.history(session, document_id))
    site.metrics.decisions.labels(answer.decision).inc()
    return Decided(found, held, after, row, tuple(settled))


def _refuse_stale(filing: Filing, version: int, past: Sequence[CorrectionRow]) -> None:
    if filing.version != version:
        since = [row for row in past if row.filing == filing.number and row.version > version]
        raise StaleError(filing.version, since)


def _shown(extraction: Extraction, path: str) -> Field | None:
    return next((field for field in extraction.fields if field.path == path), None)


def _correction(answer: Answer, shown: Field | None, holder: Holder, moment: float) -> Correction:
    """The answer in the pipeline's terms: an accepted field carries the value that was accepted."""
    value = answer.value
    if answer.decision == "accept":
        value = shown.value if shown else None
    elif answer.decision in ("correct", "filer-error"):
        if answer.decision == "filer-error" and value is None and shown:
            value = shown.value
        value = _judged(answer.path, value or "")
    else:
        value = None
    try:
        return Correction(
            path=answer.path, decision=answer.decision, value=value, reviewer=holder.label,
            at=datetime.fromtimestamp(moment, UTC),
        )
    except ValidationError as error:
        raise RefusedError(str(error.errors(include_url=False, include_input=False)[0]["msg"])) from error


def _judged(path: str, text: str) -> str:
    if path.startswith(ISSUE):
        raise RefusedError("an issue has no value: accept it")
    entry = judge(path, text)
    if entry.value is None:
        raise RefusedError(entry.complaint)
    return entry.value


def _again(site: Site, document: Document, filing: Filing, said: Sequence[Correction]) -> Extraction:
    """The filing decided anew with all that people said of it."""
    from extractor import pipeline

    first = remembered.extraction(filing.extraction)
    if not document.run:
        return answered_only(first, said)
    read = remembered.readings(site, document)
    options = Options.model_validate(first.options)
    alone = replace(read, filings=read.filings[filing.number - 1 : filing.number])
    return pipeline.conclude(alone, options, [said])[0]


def answered_only(extraction: Extraction, said: Sequence[Correction]) -> Extraction:
    """A filing whose readings were not kept (it was imported): the answers stand in it, the rest stays as it was."""
    from extractor.answers import answered
    from extractor.export.assemble import assemble
    from models.field import State

    held = standing(said)
    fields = tuple(
        field.model_copy(
            update={"value": held[field.path].value, "needs_review": False, "confidence": None,
                    "state": State.REVIEWED}
        )
        if field.path in held
        else field
        for field in extraction.fields
    )
    return extraction.model_copy(
        update={"fields": fields, "form": assemble(fields), "issues": answered(extraction.issues, held)}
    )
