"""Decisions over HTTP: what they settle, what is remembered, and who was faster."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.service.site import Site
from extractor.service.store.schema import Role
from tests.served import DUMP, client, key, sent, site_at, work_off

PRICE = "derivativeTable/derivativeTransaction[1]/conversionOrExercisePrice"
AFTER = "nonDerivativeTable/nonDerivativeTransaction[1]/postTransactionAmounts/sharesOwnedFollowingTransaction"
NAME = "issuer/issuerName"


class Review:
    """A document that was read, and two who review it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.one = client(site, key(site, Role.REVIEW, label="One"))
        self.two = client(site, key(site, Role.REVIEW, label="Two"))
        self.id = sent(self.one, DUMP, "horowitz.md")

    def decide(self, path: str, version: int, who: Any = None, **decision: Any) -> Any:
        return (who or self.one).patch(
            f"/v1/documents/{self.id}/fields/{path}", headers={"If-Match": f'"{version}"'}, json=decision
        )

    def field(self, path: str, **query: str) -> dict[str, Any]:
        read = self.one.get(f"/v1/documents/{self.id}/extraction", params=query).json()
        return next(field for field in read["fields"] if field["path"] == path)

    def left(self) -> set[str]:
        rows = self.one.get("/v1/review", params={"limit": 500}).json()["doubts"]
        return {row["path"] for row in rows}


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Review]:
    site = site_at(tmp_path)
    made = Review(site)
    work_off(site, monkeypatch)
    yield made
    site.close()


def test_an_answer_settles_its_neighbours_and_is_exported(review: Review) -> None:
    before = review.left()
    assert PRICE in before
    queue = review.one.get("/v1/review").json()["doubts"]
    assert [row["weight"] for row in queue] == sorted((row["weight"] for row in queue), reverse=True)
    answer = review.decide(PRICE, 1, decision="correct", value="$ 0.68", seconds=2.5)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["value"], told["state"], told["version"]) == ("0.68", "reviewed", 2)
    assert answer.headers["ETag"] == '"2"'
    assert before - review.left() == {PRICE, *told["settled"]}
    assert review.field(PRICE)["state"] == "reviewed"
    assert review.field(PRICE, **{"as": "repaired"})["state"] == "repaired"
    assert review.field(PRICE, **{"as": "read"})["value"] == "0.08"
    changed = review.decide(NAME, 2, decision="correct", value="NETWORK-1 SECURITY SOLUTIONS INC").json()
    assert changed["version"] == 3
    for format_, there in (("xml", True), ("text", True), ("json", True)):
        for edition in ("reviewed", "repaired"):
            query = {"format": format_, "as": edition}
            export = review.one.get(f"/v1/documents/{review.id}/export", params=query)
            assert ("NETWORK-1" in export.text) is (there and edition == "reviewed"), (format_, edition)
            assert export.headers["Content-Disposition"].startswith("attachment")


def test_a_stale_answer_changes_nothing_and_shows_the_other(review: Review) -> None:
    assert review.decide(NAME, 1, review.two, decision="correct", value="THE OTHER INC").status_code == 200
    stale = review.decide(NAME, 1, decision="correct", value="MINE INC")
    assert stale.status_code == 409
    told = stale.json()
    assert told["version"] == 2
    assert [(one["reviewer"], one["after"]) for one in told["changes"]] == [("Two", "THE OTHER INC")]
    assert review.field(NAME)["value"] == "THE OTHER INC"
    assert review.decide(NAME, 2, decision="correct", value="MINE INC").status_code == 200


def test_two_at_once_and_one_of_them_wins(review: Review) -> None:
    codes: list[int] = []

    def answer(who: Any, value: str) -> None:
        codes.append(review.decide(NAME, 1, who, decision="correct", value=value).status_code)

    both = [threading.Thread(target=answer, args=pair) for pair in ((review.one, "A INC"), (review.two, "B INC"))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(codes) == [200, 409]
    history = review.one.get(f"/v1/documents/{review.id}/history").json()["corrections"]
    assert len(history) == 1
    assert review.field(NAME)["value"] == history[0]["after"]


def test_history_only_grows_and_undo_is_part_of_it(review: Review) -> None:
    original = review.field(NAME)
    for version, decision in enumerate(
        ({"decision": "correct", "value": "X INC"}, {"decision": "unreadable"}, {"decision": "undo"}), 1
    ):
        assert review.decide(NAME, version, **decision).status_code == 200
    assert review.field(NAME) == original
    history = review.one.get(f"/v1/documents/{review.id}/history").json()["corrections"]
    assert [(one["decision"], one["before"], one["after"]) for one in history] == [
        ("correct", original["value"], "X INC"), ("unreadable", "X INC", None), ("undo", None, original["value"])
    ]
    assert [one["version"] for one in history] == [2, 3, 4]
    assert all(one["reviewer"] == "One" for one in history)


def test_blank_unreadable_and_the_filers_error_are_different(review: Review) -> None:
    assert review.decide(AFTER, 1, decision="blank").json()["value"] is None
    assert review.decide(AFTER, 2, decision="filer-error", value="1,791,454").json()["value"] == "1791454"
    assert review.decide(PRICE, 3, decision="accept").json()["value"] is not None
    issues = review.one.get(f"/v1/documents/{review.id}/extraction").json()["issues"]
    assert any(issue["code"] == "review.filer-error" for issue in issues)


def test_a_document_is_done_when_nothing_waits(review: Review) -> None:
    version = 1
    while waiting := review.one.get("/v1/review").json()["doubts"]:
        answer = review.decide(waiting[0]["path"], version, decision="accept")
        assert answer.status_code == 200, waiting[0]
        version = answer.json()["version"]
    told = review.one.get(f"/v1/documents/{review.id}").json()
    assert (told["state"], told["doubtful"]) == ("done", 0)


@pytest.mark.parametrize(("path", "headers", "decision", "code"), [
    (NAME, {}, {"decision": "accept"}, 428),
    (NAME, {"If-Match": "soon"}, {"decision": "accept"}, 422),
    (NAME, {"If-Match": '"1"'}, {"decision": "perhaps"}, 422),
    (NAME, {"If-Match": '"1"'}, {"decision": "correct", "value": " "}, 422),
    (NAME, {"If-Match": '"1"'}, {"decision": "correct"}, 422),
    (PRICE, {"If-Match": '"1"'}, {"decision": "correct", "value": "a lot"}, 422),
    ("periodOfReport", {"If-Match": '"1"'}, {"decision": "correct", "value": "02/31/2012"}, 422),
    (NAME, {"If-Match": '"1"'}, {"decision": "correct", "value": "a\0b"}, 422),
    ("issue:of-that-name:", {"If-Match": '"1"'}, {"decision": "accept"}, 404),
    ("nothing/of/that/name", {"If-Match": '"1"'}, {"decision": "accept"}, 404),
])
def test_what_makes_no_sense_is_refused(
    review: Review, path: str, headers: dict[str, str], decision: dict[str, str], code: int
) -> None:
    answer = review.one.patch(f"/v1/documents/{review.id}/fields/{path}", headers=headers, json=decision)
    assert answer.status_code == code
    assert answer.json()["detail"].endswith(".")
    assert review.one.get(f"/v1/documents/{review.id}/history").json()["corrections"] == []


def test_claims_are_told_to_others_and_keep_nobody_out(review: Review) -> None:
    url = f"/v1/documents/{review.id}/claim"
    assert review.one.put(url, params={"path": NAME}).json()["yours"] is True
    told = review.two.put(url).json()
    assert (told["yours"], told["reviewer"]) == (False, "One")
    assert review.two.get("/v1/review").json()["doubts"][0]["claimed_by"] == "One"
    assert review.one.get("/v1/review").json()["doubts"][0]["claimed_by"] is None
    assert review.decide(NAME, 1, review.two, decision="accept").status_code == 200
    assert review.two.delete(url).status_code == 204
    assert review.two.put(url).json()["reviewer"] == "One"
    assert review.one.delete(url).status_code == 204
    assert review.two.put(url).json()["yours"] is True


def test_the_queue_is_filtered_and_comes_in_pages(review: Review) -> None:
    everything = review.one.get("/v1/review", params={"limit": 500}).json()
    assert everything["left"] == len(everything["doubts"])
    for name in ("reason", "group", "layout"):
        wanted = everything["doubts"][-1][name]
        some = review.one.get("/v1/review", params={name: wanted, "limit": 500}).json()
        assert some["left"] == sum(row[name] == wanted for row in everything["doubts"])
    rows, cursor = [], None
    while True:
        page = review.one.get("/v1/review", params={"limit": 10, **({"cursor": cursor} if cursor else {})}).json()
        rows += page["doubts"]
        cursor = page["next"]
        if cursor is None:
            break
    assert rows == everything["doubts"]
    assert review.one.get("/v1/review", params={"cursor": "x"}).status_code == 422


def test_names_are_never_markup(review: Review) -> None:
    value = "<script>alert(1)</script> & Co"
    assert review.decide(NAME, 1, decision="correct", value=value).status_code == 200
    xml = review.one.get(f"/v1/documents/{review.id}/export", params={"format": "xml"}).text
    assert "<script>" not in xml
    read = review.one.get(f"/v1/documents/{review.id}/extraction")
    assert json.loads(read.content)["form"]["issuer"]["issuerName"]["value"] == value
    assert read.headers["content-type"] == "application/json"
