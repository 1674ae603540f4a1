"""Pages in HTML: templates that escape everything, and who is signed in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from extractor.service.access import COOKIE
from extractor.service.store import sign_ins
from extractor.service.store.schema import Role
from extractor.service.store.sign_ins import SignedIn

PAGES = Path(__file__).with_name("pages")
STATIC = Path(__file__).with_name("static")
START = "/"

_SIGN_IN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>form4: sign in</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>form4</h1>
{% if complaint %}<p role="alert">{{ complaint }}</p>{% endif %}
<form method="post" action="/sign-in"><input type="hidden" name="next" value="{{ next }}">
<label for="key">Access key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button></form></main></body></html>
"""
_DOCS = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>form4: the API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{{ api.info.title }} {{ api.info.version }}</h1><p>{{ api.info.description }}</p>
<p>For programs: <a href="/openapi.json">openapi.json</a>.</p>
{% for path, operations in api.paths.items() %}{% for method, operation in operations.items() %}
<section><h2><code>{{ method | upper }} {{ path }}</code></h2><p>{{ operation.description | default("") }}</p>
{% if operation.parameters is defined %}<dl>{% for parameter in operation.parameters %}
<dt><code>{{ parameter.name }}</code> ({{ parameter.in }})</dt>
<dd>{{ parameter.description | default("") }}</dd>{% endfor %}
</dl>{% endif %}<ul>{% for code, answer in operation.responses.items() %}
<li><code>{{ code }}</code> {{ answer.description }}</li>{% endfor %}</ul></section>{% endfor %}{% endfor %}
</main></body></html>
"""


@cache
def templates() -> Environment:
    """The templates: those in pages/, and plain ones for what is missing there."""
    plain = DictLoader({"sign-in.html": _SIGN_IN, "docs.html": _DOCS})
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(PAGES), plain]), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )


def page(name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of that template."""
    return HTMLResponse(templates().get_template(name).render(**values), status)


class NotSignedInError(Exception):
    """Nobody is signed in: the app sends the browser to the sign-in page, and back to `next` from there."""

    def __init__(self, following: str) -> None:
        self.next = following

    @property
    def target(self) -> str:
        return f"/sign-in?next={quote(self.next, safe='/')}"


def signed_in(request: Request) -> SignedIn:
    """A dependency of pages: the session of the browser. Raises NotSignedInError."""
    cookie = request.cookies.get(COOKIE)
    if cookie:
        with request.app.state.site.store.read() as session:
            found = sign_ins.signed_in(session, cookie)
        if found is not None:
            return found
    query = f"?{request.url.query}" if request.url.query else ""
    raise NotSignedInError(f"{request.url.path}{query}" if request.method == "GET" else START)


def reviewing(signed: Annotated[SignedIn, Depends(signed_in)]) -> SignedIn:
    """The same, of one who may review. Raises NotSignedInError."""
    if not signed.holder.may(Role.REVIEW):
        raise NotSignedInError(START)
    return signed


Here = Annotated[SignedIn, Depends(signed_in)]
Reviewing = Annotated[SignedIn, Depends(reviewing)]

