"""Whether the service can do its work (`/readyz`), and if not, what is wrong."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator

from extractor.service.blobs import BlobError
from extractor.service.site import Site
from extractor.service.store.connect import StoreError, now
from extractor.service.store.migrate import refuse_outdated
from extractor.service.store.workers import seen_since

SILENCE = 30.0
"""Seconds after which a worker that says nothing counts as dead."""


MEMORY = 2.0
"""Seconds that an answer of `lately` holds: whoever asks often costs no more."""


def problems(site: Site) -> list[str]:
    """What is wrong, one sentence each; empty when all is well."""
    return [*_store(site), *_blobs(site), *_disk(site)]


def lately(site: Site) -> list[str]:
    """The same, looked at again only when the last look is old."""
    with site.looking:
        if site.looked is None or time.monotonic() - site.looked[0] > MEMORY:
            site.looked = (time.monotonic(), problems(site))
        return site.looked[1]


def _store(site: Site) -> Iterator[str]:
    try:
        refuse_outdated(site.store)
        with site.store.read() as session:
            alive = seen_since(session, now(session) - SILENCE)
    except StoreError as error:
        yield str(error)
        return
    if not alive:
        yield f"no worker was heard of for {SILENCE:g} seconds: documents wait; start one with form4 worker."
    elif all(worker.problem for worker in alive):
        yield from sorted({f"worker: {worker.problem}" for worker in alive})


def _blobs(site: Site) -> Iterator[str]:
    try:
        site.blobs.probe()
    except BlobError as error:
        yield str(error)


def _disk(site: Site) -> Iterator[str]:
    try:
        free = shutil.disk_usage(site.settings.data).free
    except OSError as error:
        yield f"the data folder cannot be used ({error.strerror})."
        return
    if free < site.settings.free_mb * 1e6:
        yield f"the disk is nearly full: {free / 1e6:.0f} MB are free, {site.settings.free_mb:g} MB are needed."
