"""Keys, roles, workspaces and sessions: who may do what, and what nobody learns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from extractor.service.site import Site
from extractor.service.store import keys
from extractor.service.store.schema import Role
from tests.served import bearer, client, key, sent, site_at

PATHS = (
    ("GET", "/v1/documents/{}"), ("GET", "/v1/documents/{}/extraction"), ("GET", "/v1/documents/{}/export"),
    ("GET", "/v1/documents/{}/pages/1.png"), ("GET", "/v1/documents/{}/cells/documentType.png"),
    ("GET", "/v1/documents/{}/source"), ("GET", "/v1/documents/{}/history"), ("PUT", "/v1/documents/{}/claim"),
    ("DELETE", "/v1/documents/{}/claim"), ("PATCH", "/v1/documents/{}/fields/documentType"),
    ("DELETE", "/v1/documents/{}"),
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = site_at(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_another_workspace_sees_what_it_sees_of_nothing(site: Site, method: str, path: str) -> None:
    document = sent(client(site, key(site, workspace="ours")))
    theirs = client(site, key(site, workspace="theirs"))
    extra = {"headers": {"If-Match": '"1"'}, "json": {"decision": "accept"}} if method == "PATCH" else {}
    other = theirs.request(method, path.format(document), **extra)
    none = theirs.request(method, path.format("nothing-of-that-name"), **extra)
    assert (other.status_code, other.json()) == (none.status_code, none.json())
    assert other.status_code == 404
    assert theirs.get("/v1/documents").json()["documents"] == []
    assert theirs.get("/v1/documents", params={"q": "filing"}).json()["documents"] == []
    assert client(site, key(site, workspace="ours")).get(f"/v1/documents/{document}").status_code == 200


def test_the_same_bytes_in_two_workspaces_are_two_documents(site: Site) -> None:
    ours, theirs = client(site, key(site, workspace="ours")), client(site, key(site, workspace="theirs"))
    assert sent(ours) != sent(theirs)
    assert sent(ours) == sent(ours)


@pytest.mark.parametrize(("method", "path"), [*PATHS, ("GET", "/v1/documents"), ("POST", "/v1/documents"),
                                              ("GET", "/v1/review")])
def test_nothing_without_a_key(site: Site, method: str, path: str) -> None:
    for headers in ({}, bearer("form4_wrong"), {"Authorization": "Basic eDp5"}, {"Cookie": "form4_session=wrong"}):
        answer = client(site, "").request(method, path.format("x"), headers=headers)
        assert answer.status_code == 401, headers
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_roles(site: Site) -> None:
    submit, review = client(site, key(site, Role.SUBMIT)), client(site, key(site, Role.REVIEW))
    document = sent(submit)
    assert submit.get("/v1/review").status_code == 403
    patch = {"headers": {"If-Match": '"1"'}, "json": {"decision": "accept"}}
    assert submit.patch(f"/v1/documents/{document}/fields/documentType", **patch).status_code == 403
    assert review.get("/v1/review").status_code == 200
    assert review.delete(f"/v1/documents/{document}").status_code == 403
    assert "admin is needed" in review.delete(f"/v1/documents/{document}").json()["detail"]
    assert client(site).delete(f"/v1/documents/{document}").status_code == 204


def test_a_key_is_kept_as_a_hash_and_ends_when_revoked(site: Site) -> None:
    secret = key(site)
    with site.store.read() as session:
        kept = session.execute(text("SELECT * FROM access_key")).all()
        ((held, workspace),) = keys.listed(session)
    assert secret not in str(kept)
    assert workspace == "default"
    asking = client(site, secret)
    cookie = asking.post("/sign-in", data={"key": secret}, follow_redirects=False).cookies["form4_session"]
    assert asking.get("/v1/documents").status_code == 200
    with site.store.write() as session:
        keys.revoke(session, held.id)
    assert asking.get("/v1/documents").status_code == 401
    assert client(site, "").get("/v1/review", headers={"Cookie": f"form4_session={cookie}"}).status_code == 401


def test_a_session_needs_its_csrf_token_to_change_anything(site: Site) -> None:
    from extractor.service.store import sign_ins

    browser = client(site, "")
    entered = browser.post("/sign-in", data={"key": key(site), "next": "/docs"}, follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "/docs")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie  # plain HTTP on this machine
    with site.store.read() as session:
        signed = sign_ins.signed_in(session, browser.cookies["form4_session"])
        kept = session.execute(text("SELECT hash FROM sign_in")).scalar_one()
    assert kept != browser.cookies["form4_session"]
    assert signed is not None
    send = {"params": {"name": "a.md"}, "content": b"text"}
    assert browser.post("/v1/documents", **send).status_code == 403
    assert browser.post("/v1/documents", headers={"X-CSRF-Token": "wrong"}, **send).status_code == 403
    assert browser.post("/v1/documents", headers={"X-CSRF-Token": signed.csrf}, **send).status_code == 202
    browser.post("/sign-out", data={"csrf": "wrong"})
    assert browser.get("/v1/documents").status_code == 200
    browser.post("/sign-out", data={"csrf": signed.csrf})
    assert browser.get("/v1/documents").status_code == 401


def test_signing_in_sends_nobody_elsewhere(site: Site) -> None:
    secret = key(site)
    for target in ("//evil.example/x", "https://evil.example", "/\\evil.example", "x"):
        answer = client(site, "").post("/sign-in", data={"key": secret, "next": target}, follow_redirects=False)
        assert answer.headers["location"] == "/"
    refused = client(site, "").post("/sign-in", data={"key": '<script>x</script>'})
    assert refused.status_code == 401
    assert "<script>x" not in refused.text
    assert "set-cookie" not in refused.headers
    crossed = client(site, "").post("/sign-in", data={"key": secret}, headers={"Sec-Fetch-Site": "cross-site"})
    assert crossed.status_code == 403


def test_every_answer_has_the_headers_that_keep_a_browser_safe(site: Site) -> None:
    asking = client(site)
    for path in ("/healthz", "/sign-in", "/docs", "/v1/documents", "/nothing", "/openapi.json"):
        headers = asking.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert len(headers["X-Request-ID"]) > 10
    assert asking.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
    assert asking.get("/healthz", headers={"X-Request-ID": "a b\tc"}).headers["X-Request-ID"] != "a b\tc"
    assert "<script" not in asking.get("/docs").text


def test_an_error_of_ours_tells_nothing_and_is_found_by_its_id(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from extractor.service import logs

    def fails(*_: object) -> None:
        raise RuntimeError("SECRET of a document")

    logs.set_up("serve")
    asking = client(site)
    document = sent(asking)
    monkeypatch.setattr(site.blobs, "get", fails)
    answer = asking.get(f"/v1/documents/{document}/source")
    assert answer.status_code == 500
    assert "SECRET" not in answer.text
    assert "nosniff" in answer.headers["X-Content-Type-Options"]
    said = capsys.readouterr().err
    assert "SECRET" not in said
    (line,) = [json.loads(line) for line in said.splitlines() if '"error"' in line and "RuntimeError" in line]
    assert line["request"] == answer.headers["X-Request-ID"]
    assert "test_service_access.py" in line["error"]


def test_other_bodies_are_small(site: Site) -> None:
    asking = client(site)
    document = sent(asking)
    large = "x" * 1_100_000
    url = f"/v1/documents/{document}/fields/documentType"
    answer = asking.patch(url, headers={"If-Match": "1"}, json={"decision": "correct", "value": large})
    assert answer.status_code == 413
    assert client(site, "").post("/sign-in", data={"key": large}).status_code == 413
    assert client(site, "").post("/sign-in", content=iter([b"x" * 600_000] * 3)).status_code == 413
    fits = asking.patch(url, headers={"If-Match": "1"}, json={"decision": "correct", "value": "x" * 900_000})
    assert fits.status_code == 422


def test_metrics_tell_no_names(site: Site) -> None:
    asking = client(site)
    document = sent(asking, name="secret-merger.pdf")
    told = client(site, "").get("/metrics").text
    assert 'form4_documents{state="queued"} 1.0' in told
    assert "form4_store_up 1.0" in told
    assert 'route="/v1/documents",status="202"' in told
    assert "secret-merger" not in told
    assert document not in told
