"""Signing in with a key, signing out, and the API's own page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from extractor.service import web
from extractor.service.access import COOKIE, SiteHere, same
from extractor.service.logs import log
from extractor.service.store import keys, sign_ins

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(following: Annotated[str, Query(alias="next", max_length=500)] = "") -> HTMLResponse:
    """The form that takes a key."""
    return web.page("sign-in.html", next=_inside(following), complaint="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    site: SiteHere,
    key: Annotated[str, Form(max_length=200)] = "",
    following: Annotated[str, Form(alias="next", max_length=500)] = "",
) -> Response:
    """Opens a session for the key's holder. A form of another site cannot: browsers say where it comes from."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return web.page("sign-in.html", 403, next=web.START, complaint="Sign in on this page itself.")
    with site.store.write() as session:
        holder = keys.holder(session, key.strip())
        if holder is not None:
            secret = sign_ins.open_session(session, holder, site.settings.session_hours * 3600)
    if holder is None:
        log().info("sign-in-refused")
        return web.page("sign-in.html", 401, next=_inside(following), complaint="That key is not known.")
    log().info("signed-in", key=holder.key_id)
    answer = RedirectResponse(_inside(following), 303)
    answer.set_cookie(
        COOKIE, secret, max_age=int(site.settings.session_hours * 3600), httponly=True, samesite="strict",
        secure=request.url.scheme == "https", path="/",
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request, site: SiteHere, signed: web.Here, csrf: Annotated[str, Form()] = "") -> Response:
    """Ends the session."""
    answer = RedirectResponse("/sign-in", 303)
    if same(csrf, signed.csrf):
        with site.store.write() as session:
            sign_ins.close_session(session, request.cookies.get(COOKIE, ""))
        answer.delete_cookie(COOKIE, path="/")
    return answer


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Every path of the API, readable without a script."""
    return web.page("docs.html", api=request.app.openapi())


def _inside(target: str) -> str:
    """The target when it is a path of ours; the start else: nobody is sent to another site."""
    inside = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if inside else web.START
