"""The gate. Of uploads few are stored at a time, some wait their turn, the rest are told to come again: whoever reviews
hardly notices that thousands of documents arrive. Every other body is a small one, and is refused when it is not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.service.frame import SAFETY

if TYPE_CHECKING:
    from extractor.service.site import Site

PATH = "/v1/documents"
TURNS = 3
"""Uploads stored at the same time: enough to keep disk and database busy."""

SMALL = 1 << 20
"""Bytes that any other body may have."""

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})

RETRY_SECONDS = 15
"""What a sender who is refused for now is told to wait."""


class Gate:
    """ASGI middleware; `settings.uploads` may be inside. Those share `request.state.turns`: whoever has one works with
    disk and database; nobody holds one while bytes arrive, so slow senders keep nobody waiting."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site
        self._turns = asyncio.Semaphore(TURNS)
        told = {"detail": "too many documents arrive at once; send it again in a moment."}
        self._busy = JSONResponse(told, 503, {**SAFETY, "Retry-After": str(RETRY_SECONDS)})
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _BODILESS:
            await self._app(scope, receive, send)
            return
        if scope["method"] != "POST" or scope["path"] != PATH:
            body = await _small(receive)
            if body is None:
                told = {"detail": "larger than any request of this kind."}
                await JSONResponse(told, 413, {**SAFETY, "Connection": "close"})(scope, receive, send)
                return
            await self._app(scope, _again(body, receive), send)
            return
        if self._inside >= self._site.settings.uploads:
            self._site.metrics.refused.labels("busy").inc()
            await self._busy(scope, receive, send)
            return
        self._inside += 1
        try:
            scope["state"] = {**scope.get("state", {}), "turns": self._turns}
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1


async def _small(receive: Receive) -> bytes | None:
    """The whole body; None as soon as it is too large. What broke off is as long as it came."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > SMALL:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """The body that was taken, given once more; then whatever comes."""
    given = False

    async def giving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return giving
