"""`form4 serve`: the app on a socket, its own worker beside it, and what is done once before."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from extractor.errors import OutputError, UsageError
from extractor.printable import printable
from extractor.service.app import create_app
from extractor.service.logs import log
from extractor.service.settings import Settings
from extractor.service.site import Site, open_site
from extractor.service.store import keys, migrate
from extractor.service.store.schema import Document, Role

_ABANDONED = 3600.0  # seconds after which an upload that never ended is swept away
_GRACE = 8.0  # seconds a worker has to hand back what it reads


def prepare(settings: Settings) -> Site:
    """Opens the site and brings the tables of a SQLite file up to date; another database is its keeper's. Raises
    UsageError or StoreError."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        shown = printable(str(settings.data))
        raise OutputError(f"{shown}: this folder cannot be made ({error.strerror}); give another --data.") from error
    site = open_site(settings)
    if settings.embedded:
        migrate.upgrade(site.store)
    migrate.refuse_outdated(site.store)
    return site


def first_key(site: Site) -> str | None:
    """An admin's key for a store that has no key yet; None otherwise."""
    with site.store.write() as session:
        if keys.listed(session):
            return None
        return keys.create(session, keys.DEFAULT, Role.ADMIN, "first run")[1]


def serve(settings: Settings, announce: Callable[[str, str | None], None]) -> None:
    """Serves until it is told to stop (SIGTERM, Ctrl-C). `announce` is given the URL, and the first key if one was
    made. Raises UsageError when the address cannot be had, and what `prepare` raises."""
    site = prepare(settings)
    listening = listen(settings)
    try:
        sweep(site)
        host, port = listening.getsockname()[:2]
        announce(f"http://{f'[{host}]' if ':' in host else host}:{port}", first_key(site))
        config = uvicorn.Config(
            create_app(site), log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=5,
            timeout_keep_alive=30, lifespan="off",
        )
        with own_worker(settings), contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()
        site.close()


def listen(settings: Settings) -> socket.socket:
    """A socket at the settings' address. UsageError when it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except OSError as error:
        shown = f"{printable(settings.host)}:{settings.port}"
        raise UsageError(f"{shown}: cannot be listened on ({error.strerror}); give another --port.") from error
    return listening


def sweep(site: Site) -> None:
    """Removes what crashes left behind: uploads that never ended, blobs of documents that never came to be or are gone,
    and what was found by workers that lost their lease. In an object store nothing is swept: it does not tell how old a
    folder is."""
    old = time.time() - _ABANDONED
    with contextlib.suppress(OSError):
        for file in site.settings.incoming.glob("upload-*"):
            if file.stat().st_mtime < old:
                file.unlink()
    if site.blobs.folder is None:
        return
    for name in site.blobs.folders():
        with contextlib.suppress(OSError):
            if (site.blobs.folder / name).stat().st_mtime < old:
                _sweep_document(site, site.blobs.folder / name)


def _sweep_document(site: Site, folder: Path) -> None:
    with site.store.read() as session:
        document = session.get(Document, folder.name)
    if document is None:
        site.blobs.remove(folder.name)
    elif document.finished is not None:
        for run in folder.glob("run-*"):
            if f"{folder.name}/{run.name}" != document.run:
                site.blobs.remove(f"{folder.name}/{run.name}")


@contextmanager
def own_worker(settings: Settings) -> Iterator[None]:
    """A worker of the server's own while the block runs, started again whenever it ends."""
    if not settings.workers:
        yield
        return
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(settings, stop), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep(settings: Settings, stop: threading.Event) -> None:
    again = 1.0
    while not stop.is_set():
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "extractor", "worker"], env=_environment(settings), stdin=subprocess.DEVNULL
        )
        while process.poll() is None and not stop.is_set():
            stop.wait(0.2)
        if stop.is_set():
            _end(process)
            return
        log().error("worker-died", code=process.returncode)
        again = 1.0 if time.monotonic() - begun > 60 else min(again * 2, 60)
        stop.wait(again)


def _environment(settings: Settings) -> dict[str, str]:
    here = str(Path(__file__).parents[2])
    paths = [here, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ, **settings.environment(), "FORM4_PARENT": str(os.getpid()),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


