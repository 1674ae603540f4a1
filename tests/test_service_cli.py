"""The service from the command line: keys, tables, imports and exports, and its refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor import cli_service
from extractor.errors import UsageError
from extractor.export.json import to_json
from extractor.service import ready
from extractor.service.settings import Settings, load_settings
from extractor.service.site import open_site
from extractor.service.store import keys
from extractor.service.store.connect import open_store
from extractor.service.store.schema import Role
from tests.conftest import Run
from tests.made import extraction
from tests.served import DUMP, client, sent, served, site_at, wait_for, work_off

Form4 = Callable[..., Run]


def test_keys_are_made_listed_and_revoked(form4: Form4, tmp_path: Path) -> None:
    made = form4("keys", "create", "--data", tmp_path, "--role", "review", "--workspace", "legal", "--label", "A B")
    assert made.code == 0
    secret = made.out.strip()
    assert secret.startswith("form4_")
    site = open_site(Settings(data=tmp_path))
    with site.store.read() as session:
        holder = keys.holder(session, secret)
    assert holder is not None
    assert (holder.role, holder.label) == (Role.REVIEW, "A B")
    assert holder.key_id in made.err
    row = form4("keys", "list", "--data", tmp_path).out.strip().split("\t")
    assert row[:4] == [holder.key_id, "legal", "review", "A B"]
    assert row[5] == "in force"
    assert form4("keys", "revoke", holder.key_id, "--data", tmp_path).code == 0
    assert form4("keys", "list", "--data", tmp_path).out.strip().endswith("revoked")
    with site.store.read() as session:
        assert keys.holder(session, secret) is None
    unknown = form4("keys", "revoke", "nobody", "--data", tmp_path)
    assert (unknown.code, "there is no such key" in unknown.last) == (2, True)
    site.close()


def test_the_database_is_upgraded_once(form4: Form4, tmp_path: Path) -> None:
    assert form4("db", "upgrade", "--data", tmp_path).out == "upgraded from nothing to 0001\n"
    assert form4("db", "upgrade", "--data", tmp_path).out == "already at 0001\n"


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (("serve", "--database", "mysql://x/y"), 2, "not supported"),
    (("serve", "--blobs", "nothing://x"), 2, "--blobs"),
    (("serve", "--host", "no such host"), 2, "cannot be listened on"),
    (("serve", "--database", "postgresql+psycopg://127.0.0.1:1/x"), 8, "the database cannot be used"),
    (("worker", "--database", "sqlite:////proc/nowhere/x.sqlite"), 8, "/proc/nowhere"),
    (("keys", "create", "--workspace", "a\x1bb"), 2, "printable"),
    (("keys", "create", "--role", "king"), 2, "king"),
    (("import", "/proc/nothing-there"), 4, "no such folder"),
])
def test_refusals_are_sentences(
    form4: Form4, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    refused = form4(*arguments, "--data", tmp_path)
    assert refused.code == code
    assert words in refused.last
    assert refused.last.startswith("form4: ")
    assert "Traceback" not in refused.err


def test_a_worker_does_not_start_on_tables_that_are_missing(form4: Form4, tmp_path: Path) -> None:
    refused = form4("worker", "--data", tmp_path)
    assert (refused.code, "form4 db upgrade" in refused.last) == (8, True)


def test_without_its_packages_the_service_says_what_to_install(form4: Form4, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_service, "_NEEDED", ("fastapi", "a_package_nobody_has"))
    refused = form4("serve")
    assert refused.code == 7
    assert "needs a_package_nobody_has, which is missing; pip install 'form4[serve]'" in refused.last


def test_settings_come_from_the_environment_and_unknown_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORM4_MAX_MB", "7")
    monkeypatch.setenv("FORM4_PORT", "9000")
    settings = load_settings({"port": 9001, "host": None})
    assert (settings.options.limits.file_bytes, settings.port, settings.host) == (7_000_000, 9001, "127.0.0.1")
    assert load_settings({}).environment()["FORM4_MAX_MB"] == "7.0"
    monkeypatch.setenv("FORM4_PASSWORD", "of form4 extract")
    load_settings()
    monkeypatch.setenv("FORM4_WORKER", "2")
    with pytest.raises(UsageError, match=r"FORM4_WORKER: there is no such setting"):
        load_settings()
    monkeypatch.delenv("FORM4_WORKER")
    monkeypatch.setenv("FORM4_MAX_ERROR", "7")
    with pytest.raises(UsageError, match="FORM4_MAX_ERROR"):
        load_settings()


def test_every_setting_is_documented_with_its_default() -> None:
    page = (Path(__file__).parents[1] / "docs/service.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`FORM4_{name.upper()}`" in page, name
    for name, told in (("QUEUE", "10000"), ("UPLOADS", "64"), ("FREE_MB", "200"), ("MAX_ERROR`, `FORM4_DPI", "0.003")):
        assert f"`FORM4_{name}` | {told}" in page
        assert float(told) == getattr(Settings(), name.split("`")[0].lower())


def test_every_path_is_documented() -> None:
    page = (Path(__file__).parents[1] / "docs/service.md").read_text(encoding="utf-8")
    from extractor.service.app import create_app
    from extractor.service.site import Site

    described = create_app(Site(Settings(), None, None)).openapi()["paths"]  # type: ignore[arg-type]
    for path in described:
        short = path.replace("/v1/documents/{document_id}/", "…/").replace("{document_id}", "ID")
        short = short.replace("{number}", "N").replace("{path}", "PATH")
        assert short in page, path


def test_a_folder_of_json_is_imported_reviewed_and_exported(
    form4: Form4, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, folder = tmp_path / "data", tmp_path / "batch"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/a.json").write_bytes(to_json(extraction("a.md", doubtful=True)))
    line = to_json(extraction("a.md", doubtful=True)).replace(b"\n", b" ")
    (folder / "filings.jsonl").write_bytes(line + b"\n" + line + b"\n")
    (folder / "manifest.json").write_text(json.dumps({"something": "else"}), encoding="utf-8")
    assert form4("import", folder, "--data", data).out == "1 stored as read; 1 file without an extraction\n"
    assert form4("import", folder, "--data", data).out.startswith("1 there already")
    site = site_at(data)
    asking = client(site)
    (told,) = asking.get("/v1/documents").json()["documents"]
    assert len(asking.get(f"/v1/documents/{told['id']}").json()["filings"]) == 1
    assert (told["name"], told["state"]) == ("a.md", "review")
    waiting = asking.get("/v1/review").json()["doubts"]
    first = next(row for row in waiting if not row["path"].startswith("issue:"))
    decided = asking.patch(
        f"/v1/documents/{told['id']}/fields/{first['path']}", headers={"If-Match": "1"}, json={"decision": "accept"}
    )
    assert decided.json()["state"] == "reviewed"
    assert asking.get(f"/v1/documents/{told['id']}/source").status_code == 404
    sent(asking, DUMP, "../horowitz.md")
    work_off(site, monkeypatch)
    out = tmp_path / "out"
    said = form4("export", "--data", data, "-o", out, "--format", "json", "--format", "xml", "--format", "sec-tsv")
    assert said.out.endswith("2 filings written\n")
    names = sorted(path.name for path in out.iterdir())
    assert any(name.startswith("a-") and name.endswith(".json") for name in names)
    assert sum(name.endswith(".xml") for name in names) == 2
    assert "SUBMISSION.tsv" in names
    (kept,) = [json.loads(path.read_bytes()) for path in out.glob("a-*.json")]
    (field,) = [field for field in kept["fields"] if field["path"] == first["path"]]
    assert field["state"] == "reviewed"
    assert form4("export", "--data", data, "-o", tmp_path / "none", "--workspace", "other").out == "0 filings written\n"
    site.close()


def test_an_import_with_its_sources_is_read_again(form4: Form4, tmp_path: Path) -> None:
    import hashlib

    made = extraction("a.md", doubtful=True)
    source = made.source.model_copy(update={"sha256": hashlib.sha256(DUMP).hexdigest()})
    folder, sources = tmp_path / "batch", tmp_path / "scans"
    folder.mkdir()
    sources.mkdir()
    (folder / "a.json").write_bytes(to_json(made.model_copy(update={"source": source})))
    (sources / "a.md").write_bytes(DUMP)
    said = form4("import", folder, "--sources", sources, "--data", tmp_path / "data")
    assert said.out == "1 queued to be read with their pages\n"
    site = site_at(tmp_path / "data")
    (told,) = client(site).get("/v1/documents").json()["documents"]
    assert told["state"] == "queued"
    assert site.blobs.get(f"{told['id']}/source") == DUMP
    site.close()


def test_readiness_says_what_is_wrong(tmp_path: Path) -> None:
    site = site_at(tmp_path, free_mb=1e12)
    assert any("disk is nearly full" in problem for problem in ready.problems(site))
    assert any("no worker" in problem for problem in ready.problems(site))
    blobs = site.blobs.folder
    assert blobs is not None
    for path in sorted(blobs.rglob("*"), reverse=True):
        path.rmdir()
    if blobs.exists():
        blobs.rmdir()
    blobs.write_bytes(b"a file where the folder was")
    assert any("blob" in problem for problem in ready.problems(site))
    empty = open_site(Settings(data=tmp_path / "empty"))
    assert any("form4 db upgrade" in problem for problem in ready.problems(empty))
    site.close()
    empty.close()


def test_a_real_server_from_upload_to_export(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        server.start()
        with server.client() as asking:
            document = sent(asking, DUMP, "horowitz.md")
            wait_for(lambda: asking.get(f"/v1/documents/{document}").json()["state"] == "review", 40, server.log)
            assert asking.get("/readyz").json() == {"ready": True, "problems": []}
            xml = asking.get(f"/v1/documents/{document}/export", params={"format": "xml"})
            assert xml.text.startswith("<?xml")
            assert asking.get("/v1/review").json()["left"] > 0
        assert server.stop() == 0
        log = server.log.read_text()
        assert "HOROWITZ" not in log
        assert server.key not in log
        assert "Traceback" not in log
        for line in log.splitlines():
            assert json.loads(line)["program"] in ("serve", "worker")
        server.start()
        assert len((tmp_path / "out.txt").read_text().splitlines()) == 1  # the key is shown once
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_sqlite_file_survives_a_power_cut_by_its_settings(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/x.sqlite")
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()
