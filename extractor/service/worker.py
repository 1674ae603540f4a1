"""Reads what is in the queue: claims documents, has them read on an executor, stores what was found.

The worker's own process never opens a document. It renews the leases of what it has in hand, and what it cannot store
because its lease was lost it throws away.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import threading
import time
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field

from extractor.batch.executors import guarded, places
from extractor.errors import ExtractorError
from extractor.options import Options
from extractor.printable import printable
from extractor.service.blobs import BlobError, MissingBlobError
from extractor.service.filed import finished, storable
from extractor.service.logs import log, where
from extractor.service.pictures import page_key
from extractor.service.site import Site
from extractor.service.store import queue, workers
from extractor.service.store.connect import StoreError
from extractor.service.store.ids import new_id
from extractor.service.store.queue import Finished, LeaseLostError, Loan
from extractor.service.store.schema import DocumentState
from extractor.service.work import Read, Refused, in_service, read_document

_BEATS = 3  # signs of life within one lease
_PATIENCE = 30.0  # seconds until a document is tried again that something else kept from being read


@dataclass(slots=True)
class Hand:
    """A document in hand: its loan, its reading, and whether its lease is lost."""

    loan: Loan
    reading: Future[Read | Refused]
    lost: bool = False


@dataclass(slots=True)
class Worker:
    """One worker. `run` returns when `stop` is set: what is in hand goes back into the queue."""

    site: Site
    pool: Executor
    stop: threading.Event = field(default_factory=threading.Event)
    id: str = field(default_factory=lambda: f"{socket.gethostname()[:40]}:{os.getpid()}:{new_id()[:6]}")
    hands: list[Hand] = field(default_factory=list)

    def run(self) -> None:
        """Works until it is told to stop."""
        log().info("worker-started", worker=self.id)
        beating = threading.Thread(target=self._beat, daemon=True)
        beating.start()
        try:
            while not self.stop.is_set():
                try:
                    self._fill()
                except (StoreError, BlobError) as error:
                    log().error("store-unavailable", error=where(error))
                    self.stop.wait(self.site.settings.poll_seconds * 4)
                self._settle(self.site.settings.poll_seconds)
        finally:
            self.stop.set()
            self._hand_back()
            beating.join(timeout=self.site.settings.lease_seconds)
            log().info("worker-stopped", worker=self.id)

    def _fill(self) -> None:
        """Claims documents while there is a place for them."""
        settings = self.site.settings
        while len(self.hands) < places(self.pool) and not self.stop.is_set():
            with self.site.store.write() as session:
                loan = queue.claim(session, self.id, settings.lease_seconds, settings.tries)
            if loan is None:
                return
            log().info("claimed", document=loan.document_id, tries=loan.tries)
            self._begin(loan)

    def _begin(self, loan: Loan) -> None:
        options = self.site.settings.options
        try:
            data = self.site.blobs.get(f"{loan.document_id}/source")
        except MissingBlobError:
            self._end(loan, Finished(DocumentState.PARKED, "its bytes are no longer in the store; send it again."))
            return
        except BlobError:
            self._give_back(loan, _PATIENCE)
            raise
        reading = self.pool.submit(read_guarded, loan.name, options.limits.document_seconds, data, options)
        self.hands.append(Hand(loan, reading))

    def _settle(self, seconds: float) -> None:
        """Stores what has been read; waits at most so long for it."""
        if not self.hands:
            self.stop.wait(seconds)
            return
        done = wait([hand.reading for hand in self.hands], seconds, FIRST_COMPLETED).done
        for hand in [hand for hand in self.hands if hand.reading in done]:
            try:
                self._conclude(hand)
            except (StoreError, BlobError) as error:  # it stays in hand, and is stored when that is possible again
                log().error("store-unavailable", document=hand.loan.document_id, error=where(error))
                self.stop.wait(self.site.settings.poll_seconds * 4)
                continue
            self.hands.remove(hand)

    def _conclude(self, hand: Hand) -> None:
        loan = hand.loan
        if hand.lost:
            log().warning("lease-lost", document=loan.document_id)
            return
        try:
            result = hand.reading.result()
        except CancelledError:
            self._give_back(loan)
        except ExtractorError as error:
            if problem():
                self._give_back(loan, _PATIENCE)
            else:
                self._again(loan, in_service(str(error)))
        except Exception as error:
            log().error("error", document=loan.document_id, error=where(error))
            self._again(loan, f"an error in form4 itself ({type(error).__name__}).")
        else:
            self._store(loan, result)

    def _store(self, loan: Loan, result: Read | Refused) -> None:
        if isinstance(result, Refused):
            self._end(loan, Finished(DocumentState.FAILED, storable(result.sentence)))
            return
        run = f"{loan.document_id}/run-{loan.token}"
        for number, png in result.pages:
            self.site.blobs.put(page_key(run, number), png)
        self.site.blobs.put(f"{run}/kept.json", result.kept)
        self._end(
            loan,
            finished(
                loan.document_id, loan.workspace_id, result.filings, media=result.media, pages=result.count, run=run,
                audit=self.site.settings.audit,
            ),
        )

    def _end(self, loan: Loan, result: Finished) -> None:
        try:
            with self.site.store.write() as session:
                queue.finish(session, loan, result)
        except LeaseLostError:
            log().warning("lease-lost", document=loan.document_id)
            if result.run:
                self.site.blobs.remove(result.run)
            return
        log().info("finished", document=loan.document_id, state=result.state.value)

    def _again(self, loan: Loan, why: str) -> None:
        settings = self.site.settings
        try:
            with self.site.store.write() as session:
                state = queue.try_again(session, loan, storable(why), settings.retry_seconds, settings.tries)
        except LeaseLostError:
            log().warning("lease-lost", document=loan.document_id)
            return
        log().warning("tried", document=loan.document_id, tries=loan.tries, state=state.value)

    def _give_back(self, loan: Loan, seconds: float = 0.0) -> None:
        with self.site.store.write() as session:
            queue.give_back(session, loan, seconds)
        log().info("given-back", document=loan.document_id)

    def _hand_back(self) -> None:
        for hand in self.hands:
            hand.reading.cancel()
            with contextlib.suppress(StoreError):  # then the lease runs out by itself
                self._give_back(hand.loan)
        self.hands.clear()
        with contextlib.suppress(StoreError), self.site.store.write() as session:
            workers.leave(session, self.id)

    def _beat(self) -> None:
        """Tells that the worker lives, and renews its leases, as long as it runs."""
        settings = self.site.settings
        while not self.stop.is_set():
            try:
                with self.site.store.write() as session:
                    workers.beat(session, self.id, problem())
                    for hand in list(self.hands):
                        hand.lost = not queue.renew(session, hand.loan, settings.lease_seconds)
            except StoreError as error:
                log().error("store-unavailable", error=where(error))
            self.stop.wait(settings.lease_seconds / _BEATS)


def read_guarded(name: str, seconds: float, data: bytes, options: Options) -> Read | Refused:
    """One document, read in the process apart of the executor's thread."""
    return guarded(printable(name), seconds, read_document, data, name, options)


def problem() -> str:
    """What keeps a worker on this machine from reading documents, "" when nothing does."""
    if shutil.which("tesseract") is None:
        return "Tesseract is not installed; scans wait until it is (apt-get install tesseract-ocr)."
    return ""


def watch_parent(parent: int, stop: threading.Event) -> None:
    """Sets `stop` when the process that started this one has gone without a word; `parent` 0 is nobody."""

    def watch() -> None:
        while os.getppid() == parent and not stop.is_set():
            time.sleep(0.5)
        stop.set()

    if parent:
        threading.Thread(target=watch, daemon=True).start()
