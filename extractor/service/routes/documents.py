"""/v1/documents: sent, listed, looked up, deleted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from extractor.service import receive
from extractor.service.access import Admin, SiteHere, Submitter
from extractor.service.blobs import BlobError
from extractor.service.logs import log
from extractor.service.routes.shapes import (
    DocumentList,
    DocumentOut,
    DocumentWithFilings,
    Problem,
    document_out,
    with_filings,
)
from extractor.service.site import Site
from extractor.service.store import documents
from extractor.service.store.schema import Document, DocumentState

router = APIRouter(prefix="/v1", tags=["documents"])

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$", description="The document's id.")]

Cursor = Annotated[str | None, Query(max_length=200, description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]

_BINARY = {"type": "string", "format": "binary"}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": _BINARY}, "required": ["file"]}
            },
            "application/octet-stream": {"schema": _BINARY},
        },
    }
}


def problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a path, for OpenAPI; 401 and 403 belong to all."""
    return {code: {"model": Problem} for code in (401, 403, *codes)}


def refusals(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The same for paths whose answers are no JSON, which FastAPI would otherwise say of their refusals too."""
    shape = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": HTTPStatus(code).phrase, "content": shape} for code in (401, 403, *codes)}


def missing() -> HTTPException:
    """404: another workspace's document is as good as none."""
    return HTTPException(404, "there is no such document here.")


def document_here(site: Site, workspace_id: str, document_id: str) -> Document:
    """The document of the workspace; HTTPException 404 when there is none."""
    with site.store.read() as session:
        document = documents.find(session, workspace_id, document_id)
    if document is None:
        raise missing()
    return document


@router.post(
    "/documents", status_code=202, openapi_extra=_BODY, summary="Send one",
    responses=problems(400, 408, 413, 422, 503, 507),
)
async def send(
    request: Request,
    response: Response,
    site: SiteHere,
    holder: Submitter,
    name: Annotated[str, Query(max_length=1000, description="A label; the file's name unless told.")] = "",
) -> DocumentOut:
    """Takes a document in, as the body itself or as the file of a form. 202: it lasts, and will be read. The same bytes
    again are the same document."""
    async with request.state.turns:
        await run_in_threadpool(receive.refuse_when_full, site)
    received = await receive.receive(request, site, name)
    try:
        async with request.state.turns:
            document, new = await run_in_threadpool(receive.accept, site, received, holder.workspace_id)
    finally:
        received.file.unlink(missing_ok=True)
    log().info("accepted" if new else "known", document=document.id, bytes=document.size)
    response.headers["Location"] = f"/v1/documents/{document.id}"
    return document_out(document)


@router.get("/documents", responses=problems(422, 503), summary="List them")
def listed(
    site: SiteHere,
    holder: Submitter,
    state: Annotated[DocumentState | None, Query(description="Only documents of this state.")] = None,
    q: Annotated[str, Query(max_length=200, description="In its name, issuer, ticker or owners.")] = "",
    cursor: Cursor = None,
    limit: Limit = documents.PAGE,
) -> DocumentList:
    """The documents of the workspace, newest first."""
    try:
        with site.store.read() as session:
            page = documents.page(
                session, holder.workspace_id, state=state, search=q, cursor=cursor, size=limit
            )
    except documents.BadCursorError as error:
        raise HTTPException(422, "the cursor is none of ours; begin again without one.") from error
    return DocumentList(documents=[document_out(document) for document in page.documents], next=page.next)


@router.get("/documents/{document_id}", responses=problems(404, 422, 503), summary="One of them")
def one(document_id: Id, site: SiteHere, holder: Submitter) -> DocumentWithFilings:
    """The document's state, and the filings in it once it was read."""
    with site.store.read() as session:
        document = documents.find(session, holder.workspace_id, document_id)
        if document is None:
            raise missing()
        return with_filings(document, list(documents.filings(session, document_id)))


@router.delete("/documents/{document_id}", status_code=204, responses=problems(404, 422, 503), summary="Delete one")
def delete(document_id: Id, site: SiteHere, holder: Admin) -> Response:
    """Deletes the document, its filings, its pictures and the decisions on it."""
    with site.store.write() as session:
        document = documents.find(session, holder.workspace_id, document_id)
        if document is None:
            raise missing()
        documents.remove(session, document)
    try:
        site.blobs.remove(document_id)
    except BlobError:
        log().warning("blobs-left", document=document_id)  # swept when the service starts
    log().info("deleted", document=document_id)
    return Response(status_code=204)
