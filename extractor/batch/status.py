"""How a batch stands, told from what it has written: while it runs, after it ended, after it was killed."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any

from extractor.batch.inputs import STATE
from extractor.batch.journal import busy, entries
from extractor.batch.report import count, duration
from extractor.batch.stores import Folder, Store
from extractor.errors import InputError
from extractor.printable import printable

_SILENT = 60  # seconds without a sign of life after which a batch at a URL is thought dead


def status(store: Store) -> list[str]:
    """Sentences about the batch in the store. InputError when there is none."""
    if not store.exists(STATE):
        raise InputError(f"{printable(store.root)}: no batch was run there; give the -o of a form4 batch.")
    told: dict[str, Any] = json.loads(store.get(STATE))
    latest: dict[str, tuple[str, str]] = {}
    for entry in entries(store):
        latest[entry.key] = (entry.status, entry.cause)
    found = Counter(status for status, _ in latest.values())
    causes = Counter(printable(cause) for status, cause in latest.values() if status == "failed")
    said = [
        _stands(store, told),
        f"{count(len(latest), 'different document')} read so far, by all runs: {found['clean']:,} clean, "
        f"{found['review']:,} for review, {found['failed']:,} failed.",
        f"The last run: {told['clean'] + told['review'] + told['failed'] + told['duplicate']:,} inputs done "
        f"({told['duplicate']:,} duplicates, {told['kept']:,} done by earlier runs), {told['read']:,} read in "
        f"{duration(told['seconds'])}.",
    ]
    said += [f"{times:,} failed: {cause}" for cause, times in causes.most_common(5)]
    return said


def _stands(store: Store, told: dict[str, Any]) -> str:
    silent = time.time() - told["updated"]
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(told["updated"]))
    if told["state"] == "finished":
        return f"Finished at {when}; see {printable(store.root)}/report.html."
    alive = busy(store) if isinstance(store, Folder) else silent < _SILENT
    if told["state"] == "running" and alive:
        return f"Running; last sign of life at {when}."
    return f"Stopped before its end ({when}); run the same command again, it goes on where it was."
