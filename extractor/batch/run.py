"""A batch from its inputs to its report: what is not done yet is read, the rest is taken as it stands."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass, field

from extractor import cli_report
from extractor.batch.entries import Entry
from extractor.batch.executors import Processes, executor, places
from extractor.batch.fingerprints import Fingerprint, fingerprints
from extractor.batch.inputs import STATE, documents
from extractor.batch.journal import Journal, entries, journal
from extractor.batch.ledger import Ledger
from extractor.batch.stores import Folder, Store
from extractor.batch.work import Item, cause_of, edition, key_of, read_items
from extractor.errors import EngineError, OutputError
from extractor.options import Options

_GLANCE = 0.5  # seconds between two looks at what is done, and at how many places there are times ten
_NOTED = 5.0  # seconds between two notes of how far it is
_TASK = 0.25  # seconds that a task of a cluster takes at least, where documents are that quick: a task costs it some ms
_MOST = 32  # documents of one task


@dataclass(frozen=True, slots=True)
class Request:
    """What to read (names, see inputs.py), on how many processes or which Dask cluster, and what to write of each
    filing besides JSON. `retry`: what failed is read again, whatever the cause."""

    inputs: Sequence[str]
    formats: tuple[str, ...]
    options: Options
    jobs: int
    dask: str | None = None
    retry: bool = False
    debug: bool = False


@dataclass(slots=True)
class Tally:
    """How far a run is: inputs by what became of them. `kept` were done by an earlier run, `duplicate` have the bytes
    of another, `other` are submissions of other forms in bulk texts, left out; `read` and `pages` count what this run
    read itself."""

    clean: int = 0
    review: int = 0
    failed: int = 0
    duplicate: int = 0
    kept: int = 0
    other: int = 0
    read: int = 0
    pages: int = 0
    begun: float = field(default_factory=time.monotonic)
    course: list[tuple[float, int]] = field(default_factory=list)

    @property
    def inputs(self) -> int:
        """Inputs that are done with."""
        return self.clean + self.review + self.failed + self.duplicate

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def count(self, status: str) -> None:
        setattr(self, status, getattr(self, status) + 1)

    def note(self) -> None:
        """Remembers how many were read by now; every other note is dropped when there are many."""
        self.course.append((round(self.seconds, 2), self.read))
        if len(self.course) > 2000:
            self.course = self.course[::2]


Show = Callable[[Tally], None]
"""Called often while a batch runs; shows how far it is."""


def read_all(request: Request, store: Store, ledger: Ledger, tally: Tally, show: Show) -> None:
    """Reads what is not done and leaves every input in the ledger.

    Raises OutputError when results cannot be written, EngineError when there is no cluster; an interruption leaves
    whole outputs, and a journal from which the next run goes on.
    """
    with ExitStack() as stack:
        kept = stack.enter_context(journal(store))
        if isinstance(store, Folder):
            store.swept()
        state(store, tally, "running")
        ledger.know(entries(store))
        pool = stack.enter_context(executor(request.jobs, request.dask))
        _Run(request, store, ledger, tally, show, kept, pool).whole()


def state(store: Store, tally: Tally, what: str) -> None:
    """Notes how far the batch is: running, interrupted, finished."""
    counts = {
        name: getattr(tally, name) for name in ("clean", "review", "failed", "duplicate", "kept", "other", "read")
    }
    told = {"state": what, "updated": round(time.time()), "seconds": round(tally.seconds, 1), **counts}
    store.put(STATE, (json.dumps(told) + "\n").encode())


def documents_a_task(seconds: float) -> int:
    """How many documents, each read in so many seconds, go to a worker of a cluster together."""
    return max(1, min(_MOST, round(_TASK / seconds))) if seconds > 0 else 1


class _Run:
    """One run. At most two tasks a place are on their way, so that inputs are taken no faster than read. A task is one
    document; on a cluster several, where they are read faster than they are handed out."""

    def __init__(
        self, request: Request, store: Store, ledger: Ledger, tally: Tally, show: Show, kept: Journal, pool: Executor
    ) -> None:
        self.request, self.store, self.ledger, self.tally, self.show = request, store, ledger, tally, show
        self.kept, self.pool = kept, pool
        self.edition = edition(request.options)
        self.done: queue.SimpleQueue[tuple[list[Item], Future[list[Entry]]]] = queue.SimpleQueue()
        self.flying: set[str] = set()
        self.tasks, self.gathered, self.pace = 0, list[Item](), 0.0
        self.places, self.looked, self.noted = places(pool), time.monotonic(), time.monotonic()

    def whole(self) -> None:
        for found in fingerprints(documents(self.request.inputs), self.request.options.limits):
            if found.other:
                self.tally.other += self.ledger.take(found, None)
            elif found.sha256 is None:
                self._refused(found)
            else:
                self._take(found, found.sha256)
            self._shown()
            while self.tasks and (self.tasks >= 2 * self._places() or not self.done.empty()):
                self._settle()
        self._send()
        while self.flying:
            self._settle()
            self._shown()

    def _take(self, found: Fingerprint, sha256: str) -> None:
        """Gives the document to the executor, unless its bytes are done or on their way."""
        key = key_of(sha256, self.edition)
        if not self.ledger.take(found, key):
            return  # the same file, named twice
        known = self.ledger.known(key)
        if key in self.flying or (known is not None and known[1]):
            self.tally.count("duplicate")
            return
        before = known[0] if known is not None else None
        if before is not None and self._stands(before):
            if set(self.request.formats) <= set(before.formats) or before.status == "failed":
                self.ledger.settle(key)
                self.tally.count(before.status)
                self.tally.count("kept")
                return
        else:
            before = None
        item = Item(
            found.document, sha256, key, self.store.root, self.request.formats, self.request.options,
            self.request.debug, before,
        )  # fmt: skip
        self.flying.add(key)
        self.gathered.append(item)
        together = 1 if isinstance(self.pool, Processes) else documents_a_task(self.pace)
        if len(self.gathered) >= together or self.tasks < self.places:
            self._send()

    def _send(self) -> None:
        """Gives what was gathered to the executor."""
        if self.gathered:
            items, self.gathered = self.gathered, []
            self.tasks += 1
            self.pool.submit(read_items, items).add_done_callback(lambda future: self.done.put((items, future)))

    def _stands(self, entry: Entry) -> bool:
        """True when what an earlier run found needs no reading."""
        if entry.again or (self.request.retry and entry.status == "failed"):
            return False
        return not isinstance(self.store, Folder) or all(self.store.exists(name) for name in entry.outputs)

    def _refused(self, found: Fingerprint) -> None:
        """An input that could not even be opened: no bytes, no key, nothing to keep."""
        if found.problem is None:
            return
        outcome = cli_report.failure(found.document.name, found.problem, self.request.debug)
        if self.ledger.take(found, None, outcome.code, cause_of(outcome)):
            self.tally.count("failed")

    def _settle(self) -> None:
        """Takes in one task that is done, if there is one soon."""
        try:
            items, future = self.done.get(timeout=_GLANCE)
        except queue.Empty:
            return
        self.tasks -= 1
        for item, entry in zip(items, _outcomes(items, future), strict=True):
            self._done(item, entry)

    def _done(self, item: Item, entry: Entry) -> None:
        self.flying.discard(item.key)
        if entry.code == OutputError.exit_code:
            raise OutputError(entry.cause)  # the next document would find no room either
        self.kept.add(entry)
        self.ledger.add(entry)
        self.tally.count(entry.status)
        if item.kept is not None:
            self.tally.count("kept")
            return
        self.pace = 0.9 * self.pace + 0.1 * entry.seconds if self.pace else entry.seconds
        self.tally.read += 1
        self.tally.pages += entry.pages

    def _places(self) -> int:
        if time.monotonic() - self.looked > 10 * _GLANCE:
            self.places, self.looked = places(self.pool), time.monotonic()
        return self.places

    def _shown(self) -> None:
        self.show(self.tally)
        if not self.tally.course or self.tally.seconds - self.tally.course[-1][0] > 1:
            self.tally.note()
        if time.monotonic() - self.noted > _NOTED:
            state(self.store, self.tally, "running")
            self.noted = time.monotonic()


def _outcomes(items: Sequence[Item], future: Future[list[Entry]]) -> list[Entry]:
    """What became of them; a worker that is lost again and again costs these documents only."""
    try:
        return future.result()
    except CancelledError:
        cause = "the cluster gave it up; run again."
    except Exception as error:
        cause = f"the worker that read it was lost ({type(error).__name__}); run again."
    return [Entry(item.key, item.sha256, EngineError.exit_code, cause, again=True) for item in items]
