"""/v1/documents/{id}/…: what was read, in any format, and pictures of it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Response

from extractor.errors import InputError
from extractor.service import exports, pictures, remembered
from extractor.service.access import SiteHere, Submitter
from extractor.service.blobs import MissingBlobError
from extractor.service.exports import Edition, ExportFormat
from extractor.service.routes.documents import Id, missing, problems, refusals
from extractor.service.site import Site
from extractor.service.store import documents, reviews
from extractor.service.store.keys import Holder
from extractor.service.store.schema import Document, DocumentState, Filing

router = APIRouter(prefix="/v1/documents/{document_id}", tags=["results"])

Number = Annotated[int, Query(alias="filing", ge=1, le=1000, description="Which filing of the document.")]
As = Annotated[Edition, Query(alias="as", description="As read, as repaired by the program, as reviewed by people.")]
_JSON = "application/json"
_BYTES = "application/octet-stream"  # kept by a browser, never shown
_FILE = {"schema": {"type": "string", "format": "binary"}}
_PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": _FILE}}}
_PICTURE = {"Cache-Control": "private, max-age=300"}


class _Json(Response):
    media_type = _JSON


class _Png(Response):
    media_type = "image/png"


def filing_here(site: Site, holder: Holder, document_id: str, number: int) -> tuple[Document, Filing]:
    """A filing of a document that was read. HTTPException 404, or 409 while there is nothing yet, or never will be."""
    with site.store.read() as session:
        document = documents.find(session, holder.workspace_id, document_id)
        if document is None:
            raise missing()
        filing = reviews.filing(session, document_id, number)
    if filing is not None:
        return document, filing
    if document.state in (DocumentState.QUEUED, DocumentState.WORKING):
        raise HTTPException(409, "the document is not read yet; ask again later.", headers={"Retry-After": "2"})
    if document.state in (DocumentState.FAILED, DocumentState.PARKED):
        raise HTTPException(409, f"the document could not be read: {document.reason}")
    raise HTTPException(404, f"there is no filing {number} in this document.")


@router.get("/extraction", response_class=_Json, responses=problems(404, 409, 422, 503), summary="The extraction")
def extraction(
    document_id: Id, site: SiteHere, holder: Submitter, filing: Number = 1, edition: As = Edition.REVIEWED
) -> Response:
    """The JSON that `form4 extract` writes, with people's answers in it. The ETag is the filing's version."""
    _, found = filing_here(site, holder, document_id, filing)
    data = exports.rendered(found, ExportFormat.JSON, edition)
    return _Json(data, headers={"ETag": f'"{found.version}"'})


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {
            "content": {
                media: {"schema": {"type": "string"}}
                for media in dict.fromkeys(exports.MEDIA.values())
            }
        },
        **refusals(404, 409, 422, 503),
    },
    summary="In another format",
)
def export(
    document_id: Id,
    site: SiteHere,
    holder: Submitter,
    format_: Annotated[ExportFormat, Query(alias="format")] = ExportFormat.JSON,
    filing: Number = 1,
    edition: As = Edition.REVIEWED,
) -> Response:
    """The filing as JSON, as the SEC's ownership XML, as tables (a ZIP of the SEC's data sets' files) or as text."""
    _, found = filing_here(site, holder, document_id, filing)
    data = exports.rendered(found, format_, edition)
    name = f"{document_id}-{filing}{exports.SUFFIXES[format_]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "ETag": f'"{found.version}"'}
    return Response(data, media_type=exports.MEDIA[format_], headers=headers)


@router.get(
    "/pages/{number}.png", response_class=_Png, responses={**_PNG, **refusals(404, 422, 503)}, summary="A page"
)
def page(
    document_id: Id,
    number: Annotated[int, Path(ge=1, le=10_000)],
    site: SiteHere,
    holder: Submitter,
    width: Annotated[int | None, Query(ge=16, le=1000, description="A smaller picture, so many pixels wide.")] = None,
) -> Response:
    """The page as it was read: upright, one pixel for one of the fields' boxes; or small, in gray."""
    with site.store.read() as session:
        document = documents.find(session, holder.workspace_id, document_id)
    if document is None:
        raise missing()
    try:
        return _Png(pictures.page(site, document, number, width), headers=_PICTURE)
    except MissingBlobError as error:
        raise HTTPException(404, f"there is no picture of page {number}.") from error


@router.get(
    "/cells/{path:path}.png", response_class=_Png, responses={**_PNG, **refusals(404, 409, 422, 503)}, summary="A cell"
)
def cell(
    document_id: Id,
    path: Annotated[str, Path(max_length=300, description="The field's path.")],
    site: SiteHere,
    holder: Submitter,
    filing: Number = 1,
) -> Response:
    """The field's place on the page, with a little of what is around it."""
    document, found = filing_here(site, holder, document_id, filing)
    field = next((one for one in remembered.extraction(found.current).fields if one.path == path), None)
    if field is None or field.page is None or field.box is None:
        raise HTTPException(404, "there is no picture of that field.")
    try:
        return _Png(pictures.cell(site, document, field.page, field.box), headers=_PICTURE)
    except (MissingBlobError, InputError) as error:
        raise HTTPException(404, "there is no picture of that field.") from error


@router.get(
    "/source",
    response_class=Response,
    responses={
        200: {"content": {_BYTES: _FILE}},
        **refusals(404, 422, 503),
    },
    summary="The bytes that were sent",
)
def source(document_id: Id, site: SiteHere, holder: Submitter) -> Response:
    """The document as it was sent."""
    with site.store.read() as session:
        document = documents.find(session, holder.workspace_id, document_id)
    if document is None:
        raise missing()
    try:
        data = site.blobs.get(f"{document.id}/source")
    except MissingBlobError as error:
        raise HTTPException(404, "the document was imported without its bytes.") from error
    headers = {"Content-Disposition": f'attachment; filename="{document.id}"'}
    return Response(data, media_type=_BYTES, headers=headers)
