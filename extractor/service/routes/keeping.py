"""What keepers of the service and their machines ask: alive, ready, numbers. Nothing of any workspace is told."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from extractor.service import ready
from extractor.service.access import SiteHere
from extractor.service.routes.shapes import Alive, Readiness

router = APIRouter(tags=["keeping"])


class _Text(Response):
    media_type = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/healthz", summary="Is the process alive")
async def healthz() -> Alive:
    """Says so as long as the process answers at all."""
    return Alive()


@router.get(
    "/readyz", response_model=Readiness, responses={503: {"model": Readiness}}, summary="Can it do its work"
)
def readyz(site: SiteHere) -> Response | Readiness:
    """503 and what is wrong: database or blobs out of reach, disk full, no worker, an engine missing."""
    found = ready.lately(site)
    shown = Readiness(ready=not found, problems=found)
    return JSONResponse(shown.model_dump(mode="json"), 503 if found else 200)


@router.get("/metrics", response_class=_Text, summary="Numbers for Prometheus")
def metrics(site: SiteHere) -> Response:
    """Counters and gauges in Prometheus's text format."""
    return _Text(site.metrics.page(site.store))
