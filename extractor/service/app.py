"""The app: what answers on which path. `create_app(site)` makes one for an installation; nothing is global."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from extractor.service import web
from extractor.service.frame import Frame, add_errors
from extractor.service.gate import Gate
from extractor.service.routes import documents, entrance, keeping, results, review
from extractor.service.site import Site
from extractor.versions import version

_ABOUT = (
    "Send scans, PDFs and text dumps of SEC Forms 3, 4 and 5; get the filings in them, with a confidence for every "
    "field; decide what is doubtful. Every path under /v1 needs an access key: Authorization: Bearer form4_…"
)


def create_app(site: Site) -> FastAPI:
    """The app of that installation."""
    app = FastAPI(
        title="form4", version=version(), description=_ABOUT, docs_url=None, redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.site = site
    for part in (documents, results, review, keeping, entrance):
        app.include_router(part.router)
    if find_spec("extractor.service.review.routes") is not None:
        app.include_router(import_module("extractor.service.review.routes").router)
    if web.STATIC.is_dir():
        app.mount("/static", StaticFiles(directory=web.STATIC), name="static")
    add_errors(app)

    @app.exception_handler(web.NotSignedInError)
    async def to_sign_in(_: Request, error: web.NotSignedInError) -> RedirectResponse:
        return RedirectResponse(error.target, 303)

    app.add_middleware(Frame, site=site)
    app.add_middleware(Gate, site=site)  # outermost: to refuse must cost next to nothing
    return app
