"""The bytes beside the database, by an fsspec URL: a local folder, or an object store that several machines share.

A key is `DOCUMENT/…`: ids of ours, never a name that somebody sent. A local file is synced before it is renamed to
its place, and an object store takes an object whole: what is there is complete and lasts.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor.errors import OutputError, UsageError
from extractor.output import sync_folder, write_whole
from extractor.printable import printable

_KEY = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")


class BlobError(OutputError):
    """The blob store cannot be used just now; the sentence says why."""


class BlobsFullError(BlobError):
    """The blobs' disk is full."""


class MissingBlobError(BlobError):
    """There is no such blob."""


class Blobs:
    """Bytes by key. Every method raises BlobError (BlobsFullError, MissingBlobError) when it cannot do its work."""

    def __init__(self, filesystem: Any, root: str, local: bool) -> None:
        self._files = filesystem
        self._root = root.rstrip("/")
        self._local = local

    @property
    def folder(self) -> Path | None:
        """The local folder, None for an object store."""
        return Path(self._root) if self._local else None

    def put(self, key: str, data: bytes) -> None:
        """Stores the bytes; a blob of that key is replaced."""
        with _sentences(key):
            if self._local:
                self._parent(key)
                write_whole(Path(self._path(key)), data)
            else:
                self._files.pipe_file(self._path(key), data)

    def take(self, key: str, file: Path) -> None:
        """Stores the content of a local file; in a local folder the file itself is moved there."""
        with _sentences(key):
            if not self._local:
                self._files.put_file(str(file), self._path(key))
                return
            place = self._parent(key)
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
            try:
                file.replace(place)
            except OSError as error:
                if error.errno != errno.EXDEV:  # the uploads lie on another disk
                    raise
                write_whole(place, file.read_bytes())
            sync_folder(place.parent)

    def get(self, key: str) -> bytes:
        """The bytes of that key."""
        with _sentences(key):
            return bytes(self._files.cat_file(self._path(key)))

    def remove(self, folder: str) -> None:
        """Removes everything below `folder/`; nothing there is fine."""
        with _sentences(folder), contextlib.suppress(FileNotFoundError):
            if self._local:
                shutil.rmtree(self._path(folder))
            else:
                self._files.rm(self._path(folder), recursive=True)

    def folders(self) -> list[str]:
        """The names of the documents that have blobs."""
        with _sentences(""), contextlib.suppress(FileNotFoundError):
            return [name.rstrip("/").rsplit("/", 1)[-1] for name in self._files.ls(self._root, detail=False)]
        return []

    def probe(self) -> None:
        """Writes, reads and removes a blob."""
        key = f"probe-{os.getpid()}"
        self.put(f"{key}/probe", b"form4")
        if self.get(f"{key}/probe") != b"form4":
            raise BlobError("the blobs: what was written is not what is read; check the store.")
        self.remove(key)

    def _path(self, key: str) -> str:
        if not _KEY.fullmatch(key):
            raise BlobError(f"{printable(key)}: no key of a blob.")
        return f"{self._root}/{key}"

    def _parent(self, key: str) -> Path:
        """The local file of a key, its folder made lastingly."""
        place = Path(self._path(key))
        missing = [folder for folder in (place.parent, *place.parent.parents) if not folder.exists()]
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in missing:
            sync_folder(folder.parent)
        return place


def open_blobs(url: str) -> Blobs:
    """The blobs at an fsspec URL. UsageError for a URL nobody understands or whose package is missing."""
    import fsspec  # type: ignore[import-untyped]

    try:
        filesystem, root = fsspec.core.url_to_fs(url)
    except (ValueError, ImportError) as error:
        why = printable(str(error))
        raise UsageError(f"--blobs: {why}; give a folder as file:///… or a bucket as s3://….") from error
    local = "file" in ((filesystem.protocol,) if isinstance(filesystem.protocol, str) else filesystem.protocol)
    return Blobs(filesystem, root, local)


@contextmanager
def _sentences(key: str) -> Iterator[None]:
    """What a file system or an object store's client raises, as a sentence."""
    where = f"blob {printable(key)}" if key else "the blobs"
    try:
        yield
    except BlobError:
        raise
    except FileNotFoundError as error:
        raise MissingBlobError(f"{where}: not there.") from error
    except (OSError, OutputError) as error:
        cause = error.__cause__ if isinstance(error, OutputError) else error
        if getattr(cause, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            raise BlobsFullError(f"{where}: the disk is full; free some space.") from error
        raise BlobError(f"{where}: cannot be used ({printable(str(cause))[:200]}).") from error
    except Exception as error:  # clients of object stores have error types of their own
        raise BlobError(f"{where}: cannot be used ({printable(f'{type(error).__name__}: {error}')[:200]}).") from error
