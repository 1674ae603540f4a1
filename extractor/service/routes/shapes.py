"""What the API says, as JSON: the shapes of its answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from extractor.service.store.reviews import Waits
from extractor.service.store.schema import CorrectionRow, Document, DocumentState, Filing
from models.review import Decision


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(Shape):
    """Why a request was refused, in one sentence."""

    detail: str


class DocumentOut(Shape):
    """A document: `state` queued and working are on their way, the others are final; `reason` says why it failed."""

    id: str
    name: str
    sha256: str
    size: int
    state: DocumentState
    reason: str
    media: str
    pages: int
    tries: int
    doubtful: int
    created: datetime
    finished: datetime | None


class FilingOut(Shape):
    """A filing in a document; `version` is what If-Match takes."""

    number: int
    form: str
    layout: str
    issuer: str
    doubtful: int
    version: int


class DocumentWithFilings(DocumentOut):
    filings: list[FilingOut]


class DocumentList(Shape):
    """Documents, newest first; `next` is the cursor of the next ones."""

    documents: list[DocumentOut]
    next: str | None


class CorrectionOut(Shape):
    """One decision: who, when, what was there before and after it, and how many other doubts it settled."""

    filing: int
    version: int
    path: str
    decision: Decision
    before: str | None
    before_state: str
    after: str | None
    after_state: str
    settled: int
    reviewer: str
    at: datetime


class History(Shape):
    corrections: list[CorrectionOut]


class Stale(Shape):
    """The filing has changed since: its version now, and what others decided."""

    detail: str
    version: int
    changes: list[CorrectionOut]


class DecisionIn(Shape):
    """A decision on a field. `value` as a person types it ("1,791,454", "02/27/2012"); only with `correct` and
    `filer-error`. `seconds`: how long the reviewer looked."""

    decision: Decision
    value: Annotated[str | None, Field(max_length=20_000, pattern=r"^[^\x00]*$")] = None
    seconds: Annotated[float | None, Field(ge=0, le=86_400)] = None


class DecidedOut(Shape):
    """The field after a decision, the filing's new version, and the paths that no longer wait because of it."""

    version: int
    path: str
    value: str | None
    state: str
    settled: list[str]
    doubtful: int
    document: DocumentOut


class WaitsOut(Shape):
    """A field that waits for a person. `claimed_by`: who else is looking at the document."""

    document: str
    name: str
    filing: int
    path: str
    reason: str
    group: str
    layout: str
    settles: int
    weight: float
    value: str | None
    confidence: float | None
    claimed_by: str | None


class Queue(Shape):
    """The review queue: what settles most comes first. `left` counts all of it, in `documents` documents."""

    doubts: list[WaitsOut]
    left: int
    documents: int
    next: str | None


class ClaimOut(Shape):
    """Who looks at the document now, and until when; `yours` says whether that is you."""

    reviewer: str
    until: datetime
    yours: bool


class Readiness(Shape):
    """`problems` says, sentence by sentence, what is wrong."""

    ready: bool
    problems: list[str]


class Alive(Shape):
    status: Literal["alive"] = "alive"


def moment(seconds: float) -> datetime:
    """A time of the database, with its zone."""
    return datetime.fromtimestamp(seconds, UTC)


def document_out(document: Document) -> DocumentOut:
    return DocumentOut(**_document(document))


def with_filings(document: Document, filings: list[Filing]) -> DocumentWithFilings:
    return DocumentWithFilings(
        **_document(document),
        filings=[
            FilingOut(
                number=filing.number, form=filing.form, layout=filing.layout, issuer=filing.issuer,
                doubtful=filing.doubtful, version=filing.version,
            )
            for filing in filings
        ],
    )


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id, "name": document.name, "sha256": document.sha256, "size": document.size,
        "state": DocumentState(document.state), "reason": document.reason, "media": document.media,
        "pages": document.pages, "tries": document.tries, "doubtful": document.doubtful,
        "created": moment(document.created),
        "finished": moment(document.finished) if document.finished is not None else None,
    }


def correction_out(row: CorrectionRow) -> CorrectionOut:
    return CorrectionOut(
        filing=row.filing, version=row.version, path=row.path, decision=cast(Decision, row.decision), before=row.before,
        before_state=row.before_state, after=row.after, after_state=row.after_state, settled=row.settled,
        reviewer=row.reviewer, at=moment(row.at),
    )


def waits_out(waits: Waits) -> WaitsOut:
    """One row of the queue; of a field shown blind neither value nor confidence is told."""
    doubt, blind = waits.doubt, waits.doubt.reason == "audit"
    return WaitsOut(
        document=doubt.document_id, name=waits.name, filing=doubt.filing, path=doubt.path, reason=doubt.reason,
        group=doubt.group, layout=doubt.layout, settles=doubt.settles, weight=doubt.weight,
        value=None if blind else doubt.value, confidence=None if blind else doubt.confidence,
        claimed_by=waits.claimed_by,
    )
