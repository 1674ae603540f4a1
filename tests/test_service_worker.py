"""Workers: what becomes of documents that are read, refused, poisonous, or kept from being read."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from extractor.errors import EngineError, TimeLimitError
from extractor.service import blobs as blob_store
from extractor.service import worker as working
from extractor.service.site import Site
from extractor.service.store import queue
from extractor.service.store.schema import Document, Doubt, Filing
from extractor.service.work import Read, Refused, in_service
from extractor.service.worker import Worker
from tests.made import extraction
from tests.served import DUMP, Here, client, key, read_here, sent, site_at, work_off


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = site_at(tmp_path)
    yield made
    made.close()


def state(site: Site, document_id: str) -> tuple[str, str]:
    with site.store.read() as session:
        found = session.get(Document, document_id)
    assert found is not None
    return found.state, found.reason


def made(*_: Any) -> Read:
    """Stands in for reading: two filings, one page."""
    from extractor.export.json import to_json

    one, other = extraction(doubtful=True), extraction(doubtful=False)
    return Read((to_json(one), to_json(other)), b"{}", ((1, b"PNG"),), "application/pdf", 1)


def test_a_dump_becomes_a_filing_and_its_doubts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = client(site)
    document = sent(asking, DUMP, "horowitz.md")
    work_off(site, monkeypatch)
    told = asking.get(f"/v1/documents/{document}").json()
    assert told["state"] == "review"
    assert told["filings"][0]["form"] == "4"
    assert told["filings"][0]["issuer"].startswith("NETWORK 1")
    assert told["doubtful"] == told["filings"][0]["doubtful"] > 0
    read = asking.get(f"/v1/documents/{document}/extraction").json()
    assert read["source"]["name"] == "horowitz.md"
    assert asking.get("/v1/documents", params={"q": "network 1"}).json()["documents"][0]["id"] == document
    assert asking.get("/v1/documents", params={"q": "nobody%"}).json()["documents"] == []
    assert asking.get("/v1/review").json()["left"] == told["doubtful"]


def test_several_filings_and_pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = client(site)
    document = sent(asking)
    work_off(site, monkeypatch, made)
    told = asking.get(f"/v1/documents/{document}").json()
    assert [filing["number"] for filing in told["filings"]] == [1, 2]
    assert told["filings"][1]["doubtful"] == 0
    assert asking.get(f"/v1/documents/{document}/pages/1.png").content == b"PNG"
    assert asking.get(f"/v1/documents/{document}/pages/2.png").status_code == 404
    assert asking.get(f"/v1/documents/{document}/extraction", params={"filing": 3}).status_code == 404


def test_the_documents_fault_fails_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = client(site)
    document = sent(asking, b"PK\x03\x04" + b"\0" * 60, "a.pdf")
    work_off(site, monkeypatch)
    told = asking.get(f"/v1/documents/{document}").json()
    assert (told["state"], told["tries"]) == ("failed", 1)
    assert told["reason"].startswith("a.pdf: ")
    answer = asking.get(f"/v1/documents/{document}/extraction")
    assert answer.status_code == 409
    assert told["reason"] in answer.json()["detail"]


def test_an_encrypted_pdf_is_to_be_sent_without_its_password(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, encrypt="secret")
    canvas.drawString(72, 72, "FORM 4")
    canvas.save()
    document = sent(client(site), out.getvalue(), "closed.pdf")
    work_off(site, monkeypatch)
    assert state(site, document) == ("failed", "closed.pdf: the PDF is encrypted; send it without a password.")


def test_reasons_speak_of_settings_and_not_of_options() -> None:
    assert in_service("x: give --max-pages or --document-seconds.") == (
        "x: give FORM4_MAX_PAGES or FORM4_DOCUMENT_SECONDS."
    )


@pytest.mark.parametrize("error", [TimeLimitError("a.md: not done after 1 s; give fewer pages."),
                                   EngineError("tesseract crashed; look at it."), RuntimeError("SECRET of a document")])
def test_poison_is_parked_after_three_tries(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def poisoned(*_: Any) -> Read:
        raise error

    document = sent(client(site))
    work_off(site, monkeypatch, poisoned)
    with site.store.read() as session:
        found = session.get(Document, document)
    assert found is not None
    assert (found.state, found.tries) == ("parked", 3)
    assert found.reason.startswith("given up after 3 tries; the last one: ")
    assert "SECRET" not in found.reason
    assert "SECRET" not in capsys.readouterr().err


def test_a_missing_engine_costs_no_try(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Read:
        raise EngineError("Tesseract is missing.")

    document = sent(client(site))
    monkeypatch.setattr(working, "problem", lambda: "Tesseract is not installed.")
    worker = work_off(site, monkeypatch, broken)
    assert state(site, document)[0] == "queued"
    with site.store.write() as session:
        from extractor.service.store import workers

        workers.beat(session, worker.id, working.problem())
        session.execute(update(Document).values(not_before=0.0))
    told = client(site).get("/readyz")
    assert told.status_code == 503
    assert told.json()["problems"] == ["worker: Tesseract is not installed."]
    monkeypatch.setattr(working, "problem", lambda: "")
    work_off(site, monkeypatch)
    assert state(site, document)[0] == "review"


def test_a_full_disk_costs_no_try_and_loses_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    document = sent(client(site))
    full = [True]

    def write(path: Path, data: bytes) -> None:
        if full.pop() if full else False:
            raise OSError(errno.ENOSPC, "No space left on device")
        path.write_bytes(data)

    monkeypatch.setattr(blob_store, "write_whole", write)
    work_off(site, monkeypatch)
    assert full == []
    assert state(site, document)[0] == "review"
    with site.store.read() as session:
        found = session.get(Document, document)
    assert found is not None
    assert found.tries == 1


def test_what_is_found_after_the_lease_was_lost_is_thrown_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    document = sent(client(site))

    def slow(name: str, seconds: float, data: bytes, options: Any) -> Read | Refused:
        with site.store.write() as session:  # meanwhile the lease runs out and another worker claims the document
            session.execute(update(Document).values(lease_until=0.0))
        with site.store.write() as session:
            assert queue.claim(session, "another", 30, 3) is not None
        return read_here(name, seconds, data, options)  # type: ignore[no-any-return]

    work_off(site, monkeypatch, slow)
    assert state(site, document)[0] == "working"
    folder = site.blobs.folder
    assert folder is not None
    assert sorted(path.name for path in (folder / document).iterdir()) == ["source"]
    with site.store.read() as session:
        assert session.scalars(select(Filing)).all() == []


def test_a_stopped_worker_hands_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    document = sent(client(site))
    monkeypatch.setattr(working, "read_guarded", made)
    worker = Worker(site, Here())
    worker._fill()
    assert state(site, document)[0] == "working"
    worker.stop.set()
    worker.run()
    assert state(site, document)[0] == "queued"
    with site.store.read() as session:
        found = session.get(Document, document)
    assert found is not None
    assert found.tries == 0


def test_a_source_that_is_gone_ends_with_that_reason(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    document = sent(client(site))
    site.blobs.remove(document)
    work_off(site, monkeypatch)
    assert state(site, document) == ("parked", "its bytes are no longer in the store; send it again.")


def test_the_audit_sample_is_the_same_whenever_it_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_at(tmp_path, audit=0.3)
    asking = client(site, key(site))
    document = sent(asking)
    work_off(site, monkeypatch, made)

    def sample() -> list[str]:
        with site.store.read() as session:
            return sorted(session.scalars(select(Doubt.path).where(Doubt.reason == "audit", Doubt.filing == 2)))

    drawn = sample()
    fields = json.loads(asking.get(f"/v1/documents/{document}/extraction", params={"filing": 2}).content)["fields"]
    assert 0 < len(drawn) < len(fields) * 0.6
    shown = asking.get("/v1/review", params={"reason": "audit"}).json()["doubts"]
    assert {row["value"] for row in shown} == {None}
    with site.store.write() as session:
        session.execute(update(Document).values(state="working", lease_until=0.0, tries=0))
    work_off(site, monkeypatch, made)
    assert sample() == drawn
    site.close()
