"""What Prometheus is told (`/metrics`): numbers only, never a name, an id or a document's text."""

from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from extractor.service.store import documents
from extractor.service.store.connect import Store, StoreError, now
from extractor.service.store.workers import seen_since

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
disable_created_metrics()  # type: ignore[no-untyped-call]  # twice the lines, and nobody asks when a counter was made
_LIVELY = 30.0  # seconds within which a living worker has been heard of


class Metrics:
    """The counters of one server process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "form4_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "form4_request_seconds", "Seconds until a request was answered.", ("method", "route"), buckets=_BUCKETS,
            registry=self.registry,
        )
        self.received = Counter("form4_received_bytes", "Bytes of documents received.", registry=self.registry)
        self.refused = Counter("form4_uploads_refused", "Uploads refused.", ("why",), registry=self.registry)
        self.decisions = Counter("form4_decisions", "Fields decided by people.", ("decision",), registry=self.registry)

    def page(self, store: Store) -> bytes:
        """All of it in Prometheus's text format; what the store knows is left out when it cannot be asked."""
        told = CollectorRegistry()
        told.register(_OfStore(store))
        return generate_latest(self.registry) + generate_latest(told)


class _OfStore(Collector):
    """What all servers and workers share stands in the database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("form4_store_up", "1 when the database can be asked.")
        try:
            with self._store.read() as session:
                states = documents.counts(session)
                oldest = documents.oldest_waiting(session)
                moment = now(session)
                workers = len(seen_since(session, moment - _LIVELY))
        except StoreError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        by_state = GaugeMetricFamily("form4_documents", "Documents in each state.", labels=["state"])
        for state, count in states.items():
            by_state.add_metric([state.value], count)
        yield by_state
        waits = 0.0 if oldest is None else max(moment - oldest, 0.0)
        yield GaugeMetricFamily("form4_queue_seconds", "How long the oldest document in the queue waits.", waits)
        yield GaugeMetricFamily("form4_workers", "Workers heard of lately.", workers)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._begun
