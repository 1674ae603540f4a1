"""Where results are kept: a folder, or anything fsspec reaches by URL. What is put there is there whole, or not at all.

A file is written beside its place, synced and renamed; an object is put in one request.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from extractor.errors import EngineError, InputError, OutputError
from extractor.output import plan, sync_folder, write_whole
from extractor.printable import printable

_URL = re.compile(r"[a-z][a-z0-9+.-]+:(//|:)", re.IGNORECASE)


def is_url(name: str) -> bool:
    """True for `s3://bucket/name` and the like, and for chained ones."""
    return _URL.match(name) is not None


def filesystem(url: str) -> tuple[Any, str]:
    """fsspec's file system of a URL, and the path in it; InputError when there is no such kind of URL, EngineError when
    what it needs is not installed."""
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]

        return url_to_fs(url, use_listings_cache=False)  # type: ignore[no-any-return]  # listings grow without end
    except ImportError as error:
        raise EngineError(
            f"{printable(url)}: this kind of URL needs a package that is not installed; pip install 'form4[batch]', or "
            "what fsspec asks for."
        ) from error
    except ValueError as error:
        raise InputError(f"{printable(url)}: {printable(str(error))}; check the URL.") from error


class Store(Protocol):
    """Bytes by name (`filings/3f/….json`), below one root. OutputError when the place cannot be written or read."""

    root: str

    def put(self, name: str, data: bytes) -> None: ...

    def get(self, name: str) -> bytes: ...

    def exists(self, name: str) -> bool: ...

    def names(self, folder: str) -> Iterator[str]:
        """What stands in the folder, by name."""
        ...


class Folder:
    """A store in a folder of this machine, or of a disk that all share."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.path = Path(root)

    def put(self, name: str, data: bytes) -> None:
        path = self.path / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{printable(str(path.parent))}: cannot be made ({error.strerror}).") from error
        write_whole(path, data, lasting=False)  # to sync its folder, too, takes as long as to read half a dump

    def get(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise _unreadable(str(self.path / name), error) from error

    def exists(self, name: str) -> bool:
        return (self.path / name).is_file()

    def names(self, folder: str) -> Iterator[str]:
        place = self.path / folder
        if place.is_dir():
            yield from sorted(f"{folder}/{path.name}" for path in place.iterdir() if path.is_file())

    def synced(self) -> None:
        """Makes all that was put last through a power cut. What one takes before is missing, and so read again."""
        for folder in (self.path, *self.path.glob("*/"), *self.path.glob("filings/*/")):
            sync_folder(folder)

    def swept(self) -> None:
        """Removes what a killed run left half written."""
        for path in [*self.path.glob(".form4-*.part"), *self.path.glob("filings/*/.form4-*.part")]:
            path.unlink(missing_ok=True)


class Remote:
    """A store at a URL."""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")
        self._files, self._path = filesystem(self.root)

    def put(self, name: str, data: bytes) -> None:
        try:
            if not self._whole_folders:
                self._files.makedirs(f"{self._path}/{name}".rsplit("/", 1)[0], exist_ok=True)
            self._files.pipe_file(f"{self._path}/{name}", data)
        except Exception as error:  # every store has its own
            raise OutputError(
                f"{printable(self.root)}/{name}: cannot be written ({_reason(error)}); check the URL and your rights."
            ) from error

    def get(self, name: str) -> bytes:
        try:
            return bytes(self._files.cat_file(f"{self._path}/{name}"))
        except Exception as error:
            raise _unreadable(f"{self.root}/{name}", error) from error

    def exists(self, name: str) -> bool:
        return bool(self._files.exists(f"{self._path}/{name}"))

    def names(self, folder: str) -> Iterator[str]:
        try:
            found = self._files.ls(f"{self._path}/{folder}", detail=False)
        except FileNotFoundError:
            return
        except Exception as error:
            raise _unreadable(f"{self.root}/{folder}", error) from error
        yield from sorted(f"{folder}/{name.rsplit('/', 1)[-1]}" for name in found)

    @property
    def _whole_folders(self) -> bool:
        """Object stores know no folders."""
        return not hasattr(self._files, "makedirs") or self._files.protocol in (("s3", "s3a"), "s3")


@functools.lru_cache(maxsize=8)
def opened(root: str) -> Store:
    """The store at `root`, a folder or a URL, as it stands."""
    return Remote(root) if is_url(root) else Folder(root)


def made(root: str) -> Store:
    """The same; a folder is made and found writable. Raises OutputError."""
    if not is_url(root):
        plan(["document"], root, 2)  # as for several files of `form4 extract`
    try:
        return opened(root)
    except InputError as error:
        raise OutputError(str(error)) from error


def _unreadable(name: str, error: Exception) -> OutputError:
    return OutputError(f"{printable(name)}: cannot be read back ({_reason(error)}); check the place given with -o.")


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "it is not there"
    return printable(getattr(error, "strerror", None) or str(error) or type(error).__name__)[:200]
