"""Takes a document in while it arrives: to disk, never more than the limit, its hash on the way."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fastapi import HTTPException, Request
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from extractor.printable import printable
from extractor.service.gate import RETRY_SECONDS
from extractor.service.site import Site
from extractor.service.store import documents
from extractor.service.store.ids import new_id
from extractor.service.store.schema import Document

_CHUNK = 1 << 20
_FORM_ROOM = 65_536  # bytes of a multipart body that are not the file
_SILENCE = 30.0  # seconds a sender may say nothing


class TooLargeError(Exception):
    """More bytes came than a document may have."""


@dataclass(frozen=True, slots=True)
class Received:
    """A document on disk: where, its hash, its length, and the label that its sender gave it."""

    file: Path
    sha256: str
    size: int
    name: str


def refuse_when_full(site: Site) -> None:
    """HTTPException 503 when the queue is full, 507 when the disk nearly is: before anything is received."""
    with site.store.read() as session:
        waiting = documents.waiting(session)
    if waiting >= site.settings.queue:
        site.metrics.refused.labels("queue").inc()
        raise later(f"the queue is full ({waiting} documents wait); send it again later.")
    site.settings.incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(site.settings.incoming).free < site.settings.free_mb * 1e6:
        site.metrics.refused.labels("disk").inc()
        raise full()


async def receive(request: Request, site: Site, name: str) -> Received:
    """The document in the request's body: raw, or the file of a multipart form. HTTPException 413 as soon as it is
    too large, 422 when there is none, 507 when the disk is full. The file is the caller's to remove."""
    limit = site.settings.options.limits.file_bytes
    multipart = request.headers.get("content-type", "").lower().startswith("multipart/form-data")
    most = limit + (_FORM_ROOM if multipart else 0)
    try:
        with _disk():
            if multipart:
                return await _form(request, site, name, limit, most)
            return await _whole(_counted(request, most), site, name, limit)
    except TooLargeError as error:
        site.metrics.refused.labels("size").inc()
        raise HTTPException(
            413, f"larger than the limit of {limit / 1e6:g} MB; split it.", headers={"Connection": "close"}
        ) from error
    except ClientDisconnect as error:
        raise HTTPException(400, "the connection broke off before the document was complete.") from error


def accept(site: Site, received: Received, workspace_id: str) -> tuple[Document, bool]:
    """Puts a received document into the store, and whether it is new: the same bytes twice are one document. When this
    returns, a new document lasts: its bytes are on disk and its row is committed."""
    with site.store.read() as session:
        known = documents.same(session, workspace_id, received.sha256)
    if known is not None:
        return known, False
    document_id = new_id()
    site.blobs.take(f"{document_id}/source", received.file)
    try:
        with site.store.write() as session:
            return documents.accepted(
                session, workspace_id, received.sha256, received.name, received.size, document_id
            ), True
    except IntegrityError:  # somebody was faster with the same bytes
        site.blobs.remove(document_id)
        with site.store.read() as session:
            known = documents.same(session, workspace_id, received.sha256)
        if known is None:
            raise
        return known, False
    except BaseException:
        with contextlib.suppress(Exception):
            site.blobs.remove(document_id)
        raise


def label(name: str) -> str:
    """A sender's name for a document, as a label: its last part, on one line, never empty and never a path."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return printable(" ".join(last.encode("utf-8", "replace").decode().split()))[: documents.NAME] or "document"


def later(why: str) -> HTTPException:
    """503: not now."""
    return HTTPException(503, why, headers={"Retry-After": str(RETRY_SECONDS)})


def full() -> HTTPException:
    """507: no room."""
    return HTTPException(507, "the service's disk is full; tell its keeper.", headers={"Retry-After": "300"})


async def _form(request: Request, site: Site, name: str, limit: int, most: int) -> Received:
    try:
        parser = MultiPartParser(request.headers, _counted(request, most), max_files=1, max_fields=8)
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        message = getattr(error, "message", "the form cannot be read")
        raise HTTPException(422, f"{printable(message)[:200].rstrip('.')}; send one file.") from error
    try:
        files = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
        if not files:
            raise HTTPException(422, "no file in the form; send one.")
        return await _whole(_chunks(files[0]), site, name or files[0].filename or "", limit)
    finally:
        await form.close()


async def _chunks(file: UploadFile) -> AsyncGenerator[bytes, None]:
    while chunk := await file.read(_CHUNK):
        yield chunk


async def _counted(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body as it arrives. TooLargeError when more comes than `most` bytes, or is announced."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise TooLargeError
    came = 0
    stream = request.stream()
    while True:
        try:
            chunk = await asyncio.wait_for(anext(stream), _SILENCE)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise HTTPException(408, "nothing came for a while; send it again.", {"Connection": "close"}) from error
        came += len(chunk)
        if came > most:
            raise TooLargeError
        yield chunk


async def _whole(chunks: AsyncGenerator[bytes, None], site: Site, name: str, limit: int) -> Received:
    """The bytes in a file of ours; nothing is left behind when they do not all come."""
    descriptor, path = await run_in_threadpool(tempfile.mkstemp, dir=site.settings.incoming, prefix="upload-")
    file = Path(path)
    hashed, size, held = hashlib.sha256(), 0, bytearray()
    try:
        with os.fdopen(descriptor, "wb") as opened:
            async for chunk in chunks:
                held += chunk
                if len(held) >= _CHUNK:
                    size += len(held)
                    if size > limit:
                        raise TooLargeError
                    await run_in_threadpool(_store, opened, hashed, bytes(held))
                    held.clear()
            size += len(held)
            if size > limit:
                raise TooLargeError
            _store(opened, hashed, bytes(held))
        if not size:
            raise HTTPException(422, "an empty document; send a scan, a PDF or a text dump of a Form 4.")
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    site.metrics.received.inc(size)
    return Received(file, hashed.hexdigest(), size, label(name))


def _store(opened: IO[bytes], hashed: hashlib._Hash, data: bytes) -> None:
    opened.write(data)
    hashed.update(data)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise full() from error
        raise
