"""The API keeps to its own description: schemathesis asks what a stranger might."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from extractor.service.app import create_app
from extractor.service.settings import Settings
from extractor.service.site import Site
from extractor.service.store import workers
from tests.postgres import postgres
from tests.served import bearer, client, key, sent, site_at, work_off


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
        return
    with postgres() as server:
        yield server.database("described")


@pytest.fixture(scope="module")
def site(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = site_at(tmp_path_factory.mktemp("site"), database=database)
    yield made
    made.close()


@pytest.fixture(scope="module")
def worker(site: Site) -> str:
    """The worker that read the one document of the site."""
    with pytest.MonkeyPatch.context() as patch:
        sent(client(site))
        return work_off(site, patch).id


def operations() -> list[str]:
    """Every method and path of the description, without a site."""
    described = create_app(Site(Settings(), None, None)).openapi()  # type: ignore[arg-type]
    return [f"{method.upper()} {path}" for path, methods in described["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def api(site: Site) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(site))


@pytest.mark.parametrize("operation", operations())
def test_it_answers_as_described(api: Any, site: Site, worker: str, operation: str) -> None:
    method, path = operation.split(" ")
    headers = bearer(key(site))
    meaning = schemathesis.checks.CHECKS.get_one("positive_data_acceptance")  # a cursor of nobody's may be refused

    @given(case=api[path][method].as_strategy())
    @hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def asked(case: Any) -> None:
        with site.store.write() as session:
            workers.beat(session, worker)  # however long all this takes, the worker lives: /readyz asks
        case.call_and_validate(headers=headers, excluded_checks=[meaning])

    asked()


def test_the_description_is_complete(site: Site) -> None:
    described = client(site).get("/openapi.json").json()
    paths = described["paths"]
    assert {path for path in paths if path.startswith("/v1")} >= {
        "/v1/documents", "/v1/documents/{document_id}", "/v1/documents/{document_id}/extraction",
        "/v1/documents/{document_id}/export", "/v1/documents/{document_id}/pages/{number}.png",
        "/v1/documents/{document_id}/cells/{path}.png", "/v1/documents/{document_id}/history", "/v1/review",
        "/v1/documents/{document_id}/fields/{path}",
    }
    for path, operations in paths.items():
        for method, operation in operations.items():
            assert operation["summary"], (path, method)
            assert operation["description"], (path, method)
            assert path.startswith("/v1") == ("401" in operation["responses"]), (path, method)


def test_the_page_of_the_description_works_offline(site: Site) -> None:
    page = client(site).get("/docs").text
    assert "http://" not in page
    assert "https://" not in page
    assert "/v1/documents/{document_id}/fields/{path}" in page
