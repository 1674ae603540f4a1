"""The queue: lent for a while, tokens that grow, tries that are counted, and an end that comes once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule
from sqlalchemy import update

from extractor.service.site import Site
from extractor.service.store import documents, keys, queue
from extractor.service.store.connect import now
from extractor.service.store.queue import Finished, LeaseLostError, Loan
from extractor.service.store.schema import Document, DocumentState
from tests.served import site_at


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = site_at(tmp_path)
    yield made
    made.close()


def add(site: Site, number: int = 0) -> str:
    with site.store.write() as session:
        space = keys.workspace(session, "default").id
        return documents.accepted(session, space, f"{number:064}", f"{number}.pdf", 1).id


def claim(site: Site, tries: int = 3) -> Loan | None:
    with site.store.write() as session:
        return queue.claim(session, "somebody", 30, tries)


def lapse(site: Site) -> None:
    """Every lease has run out, every wait is over."""
    with site.store.write() as session:
        session.execute(update(Document).values(lease_until=0.0, not_before=0.0))


def one(site: Site, document_id: str) -> Document:
    with site.store.read() as session:
        found = session.get(Document, document_id)
    assert found is not None
    return found


def test_the_oldest_first_and_each_to_one(site: Site) -> None:
    ids = [add(site, number) for number in range(3)]
    loans = [claim(site) for _ in range(4)]
    assert [loan and loan.document_id for loan in loans] == [*ids, None]


def test_an_old_token_writes_nothing(site: Site) -> None:
    document = add(site)
    first = claim(site)
    lapse(site)
    second = claim(site)
    assert first is not None
    assert second is not None
    assert second.token > first.token
    with pytest.raises(LeaseLostError), site.store.write() as session:
        queue.finish(session, first, Finished(DocumentState.FAILED, "the slow one"))
    with pytest.raises(LeaseLostError), site.store.write() as session:
        queue.try_again(session, first, "the slow one", 1, 3)
    with site.store.write() as session:
        assert not queue.renew(session, first, 30)
        assert not queue.give_back(session, first)
        assert queue.renew(session, second, 30)
        queue.finish(session, second, Finished(DocumentState.DONE))
    with pytest.raises(LeaseLostError), site.store.write() as session:
        queue.finish(session, second, Finished(DocumentState.FAILED, "twice"))
    assert (one(site, document).state, one(site, document).reason) == ("done", "")


def test_a_deleted_document_cannot_be_finished(site: Site) -> None:
    document = add(site)
    loan = claim(site)
    assert loan is not None
    with site.store.write() as session:
        documents.remove(session, one(site, document))
    with pytest.raises(LeaseLostError), site.store.write() as session:
        queue.finish(session, loan, Finished(DocumentState.DONE))


def test_tries_wait_longer_each_time_and_end_with_the_reason(site: Site) -> None:
    document = add(site)
    waits = []
    for _ in range(3):
        loan = claim(site)
        assert loan is not None
        with site.store.write() as session:
            before = now(session)
            queue.try_again(session, loan, "the engine crashed.", 5, 3)
        waits.append(one(site, document).not_before - before)
        assert claim(site) is None
        with site.store.write() as session:
            session.execute(update(Document).values(not_before=0.0))
    assert waits[0] == pytest.approx(5, abs=1)
    assert waits[1] == pytest.approx(20, abs=1)
    ended = one(site, document)
    assert ended.state == "parked"
    assert ended.reason == "given up after 3 tries; the last one: the engine crashed."
    assert ended.finished is not None


def test_a_document_that_kills_its_workers_is_parked(site: Site) -> None:
    document = add(site)
    for _ in range(3):
        assert claim(site) is not None
        lapse(site)
    assert claim(site) is None
    assert one(site, document).state == "parked"
    assert "worker died" in one(site, document).reason


def test_given_back_costs_no_try(site: Site) -> None:
    document = add(site)
    for _ in range(10):
        loan = claim(site)
        assert loan is not None
        assert loan.tries == 1
        with site.store.write() as session:
            assert queue.give_back(session, loan)
    assert one(site, document).state == "queued"


class Queue(RuleBasedStateMachine):
    """Whatever workers do in whatever order: no document is lent twice at a time, and each ends at most once."""

    lent = Bundle("lent")

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory(prefix="form4-")
        self.site = site_at(Path(self.folder.name))
        self.documents: list[str] = []
        self.holding: dict[str, int] = {}
        self.ended: dict[str, int] = {}

    @rule()
    def arrives(self) -> None:
        self.documents.append(add(self.site, len(self.documents)))

    @precondition(lambda self: self.documents)
    @rule(target=lent)
    def borrowed(self) -> Loan | None:
        loan = claim(self.site)
        if loan is not None:
            assert loan.document_id not in self.ended
            assert loan.token > self.holding.get(loan.document_id, 0)
            self.holding[loan.document_id] = loan.token
        return loan

    @rule()
    def leases_run_out(self) -> None:
        lapse(self.site)

    @rule(loan=consumes(lent), how=st.sampled_from(["finish", "again", "back"]))
    def returned(self, loan: Loan | None, how: str) -> None:
        if loan is None:
            return
        last = self.holding[loan.document_id] == loan.token
        try:
            with self.site.store.write() as session:
                if how == "finish":
                    queue.finish(session, loan, Finished(DocumentState.DONE))
                elif how == "again":
                    queue.try_again(session, loan, "why.", 0, 3)
                elif not queue.give_back(session, loan):
                    raise LeaseLostError
        except LeaseLostError:
            assert not last or one(self.site, loan.document_id).state in ("parked", "done")
            return
        assert last
        if how == "finish":
            assert loan.document_id not in self.ended
            self.ended[loan.document_id] = loan.token

    @invariant()
    def what_ended_stays(self) -> None:
        for document in self.ended:
            assert one(self.site, document).state == "done"

    def teardown(self) -> None:
        self.site.close()
        self.folder.cleanup()


TestQueue = Queue.TestCase
TestQueue.settings = hypothesis_settings(max_examples=8, stateful_step_count=25, deadline=None)
