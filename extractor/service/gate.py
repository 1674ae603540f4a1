"""The gate for uploads: few are taken in at a time, some wait their turn, the rest are told to come again. Pages and
results pass by it: whoever reviews hardly notices that thousands of documents arrive."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

if TYPE_CHECKING:
    from extractor.service.site import Site

PATH = "/v1/documents"
TURNS = 3
"""Uploads stored at the same time: enough to keep disk and database busy."""

RETRY_SECONDS = 15
"""What a sender who is refused for now is told to wait."""


class Gate:
    """ASGI middleware; `settings.uploads` may be inside. Those share `request.state.turns`: whoever has one works with
    disk and database; nobody holds one while bytes arrive, so slow senders keep nobody waiting."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site
        self._turns = asyncio.Semaphore(TURNS)
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        if self._inside >= self._site.settings.uploads:
            self._site.metrics.refused.labels("busy").inc()
            refusal = JSONResponse(
                {"detail": "too many documents arrive at once; send it again in a moment."}, 503,
                {"Retry-After": str(RETRY_SECONDS)},
            )
            await refusal(scope, receive, send)
            return
        self._inside += 1
        try:
            scope["state"] = {**scope.get("state", {}), "turns": self._turns}
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1
