"""What the user named, as a list of documents: folders are walked, nothing is read twice."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.errors import InputError, UsageError
from extractor.printable import printable

DOCUMENTS = frozenset(
    {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".jp2", ".ppm", ".pgm", ".pbm", ".pnm"}
    | {".txt", ".md", ".asc", ".text", ".hocr"}
)
"""In a folder, files with these suffixes are documents. A file that is named itself may have any suffix or none."""


def documents(named: Sequence[str]) -> list[str]:
    """The documents to read, in the order given (a folder's by name); InputError for a folder without any."""
    found: dict[object, str] = {}
    for name in named:
        if name == "-":
            if "-" in found:
                raise UsageError("standard input (-) is named twice; name it once.")
            found["-"] = name
        elif Path(name).is_dir():
            inside = list(_walk(name))
            if not inside:
                raise InputError(f"{printable(name)}: no PDF, picture or text in this folder; name the files.")
            for path in inside:
                found.setdefault(_identity(path), path)
        else:
            found.setdefault(_identity(name), name)
    return list(found.values())


def _walk(folder: str) -> Iterator[str]:
    """Documents below the folder; hidden ones and linked folders are left out (no loops)."""
    for parent, folders, files in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent) / name
            if not name.startswith(".") and path.suffix.lower() in DOCUMENTS and path.is_file():
                yield str(path)


def _unreadable(error: OSError) -> None:
    raise InputError(f"{printable(str(error.filename))}: this folder cannot be read ({error.strerror}); check it.")


def _identity(path: str) -> object:
    """The same for two names of the same file; a file that is not there is its name."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return path
    return status.st_dev, status.st_ino
