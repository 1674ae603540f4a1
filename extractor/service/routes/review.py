"""/v1/review and the decisions on fields."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Path, Query, Response
from fastapi.responses import JSONResponse

from extractor.service import decide
from extractor.service.access import Reviewer, SiteHere, Submitter
from extractor.service.logs import log
from extractor.service.routes.documents import Cursor, Id, Limit, document_here, problems
from extractor.service.routes.results import Number
from extractor.service.routes.shapes import (
    ClaimOut,
    DecidedOut,
    DecisionIn,
    History,
    Queue,
    Stale,
    correction_out,
    document_out,
    moment,
    waits_out,
)
from extractor.service.store import reviews
from extractor.service.store.documents import BadCursorError

router = APIRouter(prefix="/v1", tags=["review"])

FieldPath = Annotated[str, Path(max_length=300, description="The field's path, as in the extraction.")]
_VERSION = re.compile(r'\s*(?:W/)?"?(\d{1,9})"?\s*')
_STALE: dict[int | str, dict[str, Any]] = {409: {"model": Stale}}


@router.get("/review", responses=problems(422, 503), summary="What waits for a person")
def queue(
    site: SiteHere,
    holder: Reviewer,
    reason: Annotated[str, Query(max_length=100, description="Why a person is asked.")] = "",
    layout: Annotated[str, Query(max_length=100, description="The form's layout.")] = "",
    group: Annotated[str, Query(max_length=100, description="The kind of field.")] = "",
    document: Annotated[str, Query(max_length=100, description="A document's id.")] = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Queue:
    """The doubtful fields of the workspace, those first whose answer settles most others."""
    wanted = reviews.Filter(reason, layout, group, document)
    try:
        with site.store.read() as session:
            rows, following = reviews.queue(session, holder, wanted, cursor=cursor, size=limit)
            doubts, in_documents = reviews.left(session, holder.workspace_id, wanted)
    except BadCursorError as error:
        raise HTTPException(422, "the cursor is none of ours; begin again without one.") from error
    return Queue(doubts=[waits_out(row) for row in rows], left=doubts, documents=in_documents, next=following)


@router.patch(
    "/documents/{document_id}/fields/{path:path}",
    responses={**problems(404, 422, 428, 503, 507), **_STALE},
    response_model=DecidedOut,
    summary="Decide a field",
)
def decide_field(
    document_id: Id,
    path: FieldPath,
    decision: DecisionIn,
    site: SiteHere,
    holder: Reviewer,
    filing: Number = 1,
    if_match: Annotated[str | None, Header(description="The version that was seen, such as \"3\".")] = None,
) -> Response | DecidedOut:
    """Accepts, corrects, says blank or unreadable, names the filer's own error, or undoes what was decided. What else
    follows from the answer is decided anew; `settled` names the fields that no longer wait. When somebody has changed
    the filing since, nothing is recorded and 409 shows their change."""
    version = _version(if_match)
    answer = decide.Answer(path, decision.decision, decision.value, decision.seconds)
    try:
        done = decide.decide(site, holder, document_id, filing, version, answer)
    except decide.NothingThereError as error:
        raise HTTPException(404, "there is no such field here.") from error
    except decide.RefusedError as error:
        raise HTTPException(422, f"{error}.") from error
    except decide.StaleError as stale:
        changes = [correction_out(row) for row in stale.since]
        shown = Stale(
            detail="somebody has changed this filing since you saw it.", version=stale.version, changes=changes
        )
        return JSONResponse(shown.model_dump(mode="json"), 409, headers={"ETag": f'"{stale.version}"'})
    log().info("decided", document=document_id, filing=filing, decision=answer.decision, settled=len(done.settled))
    out = DecidedOut(
        version=done.filing.version, path=path, value=done.row.after, state=done.row.after_state,
        settled=list(done.settled), doubtful=done.filing.doubtful, document=document_out(done.document),
    )
    return JSONResponse(out.model_dump(mode="json"), headers={"ETag": f'"{done.filing.version}"'})


@router.get("/documents/{document_id}/history", responses=problems(404, 422, 503), summary="Who decided what")
def history(document_id: Id, site: SiteHere, holder: Submitter) -> History:
    """Every decision on the document, oldest first; nothing is ever taken out of it."""
    document_here(site, holder.workspace_id, document_id)
    with site.store.read() as session:
        rows = reviews.history(session, document_id)
    return History(corrections=[correction_out(row) for row in rows])


@router.put("/documents/{document_id}/claim", responses=problems(404, 422, 503), summary="Say that you look at it")
def claim(
    document_id: Id, site: SiteHere, holder: Reviewer, path: Annotated[str, Query(max_length=300)] = ""
) -> ClaimOut:
    """Tells others that you look at the document; the answer says who does. It runs out by itself."""
    document_here(site, holder.workspace_id, document_id)
    with site.store.write() as session:
        held = reviews.claim(session, holder, document_id, path, site.settings.claim_seconds)
        return ClaimOut(reviewer=held.reviewer, until=moment(held.until), yours=held.holder == holder.key_id)


@router.delete(
    "/documents/{document_id}/claim", status_code=204, responses=problems(404, 422, 503), summary="Look elsewhere"
)
def release(document_id: Id, site: SiteHere, holder: Reviewer) -> Response:
    """Ends your own claim."""
    document_here(site, holder.workspace_id, document_id)
    with site.store.write() as session:
        reviews.release(session, holder, document_id)
    return Response(status_code=204)


def _version(if_match: str | None) -> int:
    if if_match is None:
        raise HTTPException(428, "say in If-Match which version of the filing you saw (the extraction's ETag).")
    found = _VERSION.fullmatch(if_match)
    if found is None:
        raise HTTPException(422, "If-Match holds no version; the extraction's ETag is one.")
    return int(found.group(1))


