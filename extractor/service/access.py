"""Who is asking: a key in the Authorization header, or the session of a signed-in reviewer."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from extractor.service.site import Site
from extractor.service.store import keys, sign_ins
from extractor.service.store.keys import Holder
from extractor.service.store.schema import Role

COOKIE = "form4_session"
CSRF_HEADER = "X-CSRF-Token"

_bearer = HTTPBearer(auto_error=False, scheme_name="key", description="An access key, form4_…")
_cookie = APIKeyCookie(name=COOKIE, auto_error=False, scheme_name="session", description="A signed-in reviewer.")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


async def site_of(request: Request) -> Site:
    """The installation that the app serves."""
    site: Site = request.app.state.site
    return site


SiteHere = Annotated[Site, Depends(site_of)]


def asking(
    request: Request,
    site: SiteHere,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None,
    cookie: Annotated[str | None, Depends(_cookie)] = None,
) -> Holder:
    """The holder of the key, or of the session. A change by a session needs its CSRF token, in the X-CSRF-Token
    header. HTTPException 401 or 403."""
    if bearer is not None:
        with site.store.read() as session:
            holder = keys.holder(session, bearer.credentials)
        if holder is None:
            raise _unknown("the key is not known, or was revoked; form4 keys create makes one.")
        return holder
    if cookie:
        with site.store.read() as session:
            signed = sign_ins.signed_in(session, cookie)
        if signed is None:
            raise _unknown("the session has ended; sign in again.")
        given = request.headers.get(CSRF_HEADER, "")
        if request.method not in _SAFE and not same(given, signed.csrf):
            raise HTTPException(403, "the page is out of date; load it again.")
        return signed.holder
    raise _unknown("give an access key: Authorization: Bearer form4_…")


def same(given: str, secret: str) -> bool:
    """Compares without telling by its time how much is right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def may(role: Role) -> Callable[[Holder], Awaitable[Holder]]:
    """A dependency: who is asking, refused (403) when the role is not enough."""

    async def check(holder: Annotated[Holder, Depends(asking)]) -> Holder:
        if not holder.may(role):
            raise HTTPException(403, f"this key has the role {holder.role}; {role} is needed.")
        return holder

    return check


Submitter = Annotated[Holder, Depends(may(Role.SUBMIT))]
Reviewer = Annotated[Holder, Depends(may(Role.REVIEW))]
Admin = Annotated[Holder, Depends(may(Role.ADMIN))]


def _unknown(why: str) -> HTTPException:
    return HTTPException(401, why, headers={"WWW-Authenticate": "Bearer"})
