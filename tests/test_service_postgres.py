"""The same service on PostgreSQL: tables, several workers at once, a database that goes away and comes back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from extractor.errors import UsageError
from extractor.service.site import Site
from extractor.service.store import documents, keys, migrate, queue
from extractor.service.store.connect import StoreError, open_store
from extractor.service.store.queue import Finished, LeaseLostError
from extractor.service.store.schema import DocumentState, Table
from tests.postgres import Postgres, postgres
from tests.served import client, key, sent, site_at, work_off


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as started:
        yield started


@pytest.fixture
def site(server: Postgres, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    name = f"t{abs(hash(request.node.name)) % 10**9}"
    made = site_at(tmp_path, database=server.database(name))
    yield made
    made.close()


def test_migrations_make_what_the_program_wants(site: Site, tmp_path: Path) -> None:
    for store in (site.store, site_at(tmp_path / "sqlite").store):
        with store.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
        assert migrate.upgrade(store) == (migrate.head(), migrate.head())
        migrate.refuse_outdated(store)


def test_tables_that_are_missing_or_newer_are_refused(server: Postgres, site: Site) -> None:
    empty = open_store(server.database("empty"))
    with pytest.raises(StoreError, match="form4 db upgrade"):
        migrate.refuse_outdated(empty)
    empty.close()
    with site.store.write() as session:
        from sqlalchemy import text

        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer form4"):
        migrate.refuse_outdated(site.store)


def test_upgrades_at_once_take_turns(server: Postgres) -> None:
    url = server.database("turns")
    errors: list[BaseException] = []

    def upgrade() -> None:
        store = open_store(url)
        try:
            migrate.upgrade(store)
        except BaseException as error:
            errors.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=upgrade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_workers_at_once_never_share_a_document(site: Site) -> None:
    with site.store.write() as session:
        space = keys.workspace(session, "default").id
        ids = {documents.accepted(session, space, f"{number:064}", "a", 1).id for number in range(40)}
    taken: list[str] = []
    ended: list[str] = []

    def work() -> None:
        while True:
            with site.store.write() as session:
                loan = queue.claim(session, threading.current_thread().name, 30, 3)
            if loan is None:
                return
            taken.append(loan.document_id)
            try:
                with site.store.write() as session:
                    queue.finish(session, loan, Finished(DocumentState.DONE))
                ended.append(loan.document_id)
            except LeaseLostError:
                pass

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(ended) == sorted(ids)


def test_a_document_goes_all_the_way(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = client(site)
    document = sent(asking, name="a.md")
    work_off(site, monkeypatch)
    assert asking.get(f"/v1/documents/{document}").json()["state"] == "review"
    assert [one["id"] for one in asking.get("/v1/documents", params={"q": "NETWORK"}).json()["documents"]] == [document]
    first = asking.get("/v1/review").json()
    decided: Any = asking.patch(
        f"/v1/documents/{document}/fields/{first['doubts'][0]['path']}", headers={"If-Match": "1"},
        json={"decision": "accept"},
    )
    assert decided.status_code == 200
    assert asking.get("/v1/review").json()["left"] == first["left"] - 1 - len(decided.json()["settled"])
    for query in ("q=%00", "cursor=%00", "state=done&q=a%00b"):
        assert asking.get(f"/v1/documents?{query}").status_code == 422
    assert asking.get("/v1/review?reason=%00").status_code == 422
    assert asking.get(f"/v1/documents/{document}/cells/a%00b.png").status_code == 422
    assert asking.get("/v1/documents", params={"q": "100%_\\'\";--"}).json()["documents"] == []
    assert asking.get("/readyz").json()["problems"] == [
        "no worker was heard of for 30 seconds: documents wait; start one with form4 worker."
    ]
    assert asking.delete(f"/v1/documents/{document}").status_code == 204


def test_a_database_that_goes_away_is_503_and_comes_back(server: Postgres, site: Site) -> None:
    asking = client(site, key(site))
    document = sent(asking)
    server.stop()
    try:
        for answer in (asking.get("/v1/documents"), asking.post("/v1/documents", content=b"x")):
            assert answer.status_code == 503
            assert "Retry-After" in answer.headers
        problems = asking.get("/readyz").json()["problems"]
        assert any(problem.startswith("the database cannot be used") for problem in problems)
        assert asking.get("/healthz").status_code == 200
        assert "form4_store_up 0.0" in asking.get("/metrics").text
    finally:
        server.start()
    assert [one["id"] for one in asking.get("/v1/documents").json()["documents"]] == [document]


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://", "postgresql+nothing://x"])
def test_other_databases_are_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(UsageError, match="--database"):
        open_store(url)
