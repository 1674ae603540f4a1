"""Outputs of many parts that appear whole or not at all: written in a hidden folder beside their place, then moved."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import OutputError
from extractor.output import cannot_write
from extractor.printable import printable

PARTITION = "PERIOD_YEAR="
"""How the folders inside a partitioned table's folder begin."""


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """An empty folder to write in; what lies in it in the end replaces what has the same name in `folder` (made when
    missing). When the block fails nothing is replaced. OutputError when something cannot be written."""
    ours = f".form4-{re.sub('[^A-Za-z0-9]', '', platform.node())}-"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder, ours)
        inside = Path(tempfile.mkdtemp(dir=folder, prefix=f"{ours}{os.getpid()}-"))
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        yield inside
        made = sorted(inside.iterdir())
        for path in made:
            _refuse_foreign(folder / path.name)
        for path in made:
            _sync(path)
        for path in made:
            _move(path, folder / path.name)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        shutil.rmtree(inside, ignore_errors=True)


def _clear(folder: Path, ours: str) -> None:
    """Removes what processes of this machine left that were killed."""
    for left in folder.glob(f"{ours}*"):
        number = left.name.removeprefix(ours).partition("-")[0]
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except (OSError, ValueError):
            continue  # somebody else's process: it lives


def _refuse_foreign(place: Path) -> None:
    """A folder is replaced only when a partitioned table and nothing else is in it."""
    if place.is_dir() and not all(path.name.startswith(PARTITION) for path in place.iterdir()):
        raise OutputError(f"{printable(str(place))}: a folder with other things in it; give another -o.")


def _move(made: Path, place: Path) -> None:
    if place.is_dir() and not made.is_dir():
        raise OutputError(f"{printable(str(place))}: a folder stands where a file must be written; give another -o.")
    if place.is_dir():  # a folder cannot be renamed over another: the old one goes into the hidden folder first
        place.rename(made.with_name(f"{made.name}-before"))
    made.replace(place)


def _sync(path: Path) -> None:
    """On the disk before it gets its name, so that a power cut leaves no empty file under it."""
    if path.is_dir():
        for inner in path.iterdir():
            _sync(inner)
        return
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    with contextlib.suppress(OSError):
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
