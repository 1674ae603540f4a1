"""What every request needs: the settings, the store, the blobs, the counters."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from extractor.service.blobs import Blobs, open_blobs
from extractor.service.metrics import Metrics
from extractor.service.settings import Settings
from extractor.service.store.connect import Store, open_store


@dataclass(slots=True)
class Site:
    """One installation, as a process sees it; `looked`: when it was last examined (ready.py), and what was found."""

    settings: Settings
    store: Store
    blobs: Blobs
    metrics: Metrics = field(default_factory=Metrics)
    looked: tuple[float, list[str]] | None = None
    looking: threading.Lock = field(default_factory=threading.Lock)

    def close(self) -> None:
        self.store.close()


def open_site(settings: Settings) -> Site:
    """Opens what the settings name; nothing is created but the folder of a SQLite file. Raises UsageError or
    StoreError."""
    return Site(settings, open_store(settings.database_url), open_blobs(settings.blobs_url))
