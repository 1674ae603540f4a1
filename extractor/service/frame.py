"""Around every request: its id, its time, the headers that keep a browser safe; and errors as sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.errors import ExtractorError
from extractor.service.blobs import BlobError, BlobsFullError, MissingBlobError
from extractor.service.logs import log, where
from extractor.service.metrics import Stopwatch
from extractor.service.store.connect import StoreError, StoreFullError
from extractor.service.store.ids import new_id

if TYPE_CHECKING:
    from extractor.service.site import Site

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})

SAFETY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""On every answer: no script or style but our own files, no framing, no guessing of kinds, no referrers."""


OURS = "an error in form4 itself; its log names the place, by the X-Request-ID."


class Frame:
    """ASGI middleware; streams pass through it untouched."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        request_id = given if _ID.fullmatch(given) else new_id()
        watch, status, begun = Stopwatch(), 500, False

        async def sending(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in SAFETY.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                if "\0" in scope["path"] or b"%00" in scope["query_string"]:  # no database takes it
                    await JSONResponse({"detail": "a zero byte in the address."}, 422)(scope, receive, sending)
                    return
                await self._app(scope, receive, sending)
            except Exception as error:  # the edge of the service: nothing of the error is told to strangers
                log().error("error", error=where(error))
                if begun:
                    raise
                await JSONResponse({"detail": OURS}, 500)(scope, receive, sending)
            finally:
                self._told(scope, status, watch.seconds)

    def _told(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "") or "(none)"
        method = scope["method"] if scope["method"] in _METHODS else "(other)"
        self._site.metrics.requests.labels(method, route, str(status)).inc()
        self._site.metrics.seconds.labels(method, route).observe(seconds)
        if scope["path"] not in _QUIET:
            log().info("answered", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def add_errors(app: FastAPI) -> None:
    """What handlers raise becomes a status and a sentence; only an error of ours is a 500."""

    @app.exception_handler(StoreError)
    @app.exception_handler(BlobError)
    async def unavailable(_: Request, error: ExtractorError) -> JSONResponse:
        log().error("unavailable", error=where(error))
        if isinstance(error, StoreFullError | BlobsFullError):
            return JSONResponse({"detail": "the service's disk is full; tell its keeper."}, 507, {"Retry-After": "300"})
        if isinstance(error, MissingBlobError):
            return JSONResponse({"detail": "what was stored of this document is not there."}, 404)
        return JSONResponse(
            {"detail": "the service cannot reach its store just now; try again."}, 503, {"Retry-After": "15"}
        )

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = " ".join(str(step) for step in first["loc"])
        return JSONResponse({"detail": f"{place}: {first['msg']}."}, 422)
