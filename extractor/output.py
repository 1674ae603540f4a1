"""Where results go: file names decided and checked before the work, files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import OutputError, UsageError
from extractor.printable import printable

SUFFIXES = {"json": ".json", "xml": ".xml", "text": ".txt"}
"""Format with a file for each filing → suffix of its files."""

TOGETHER = {"jsonl": ".jsonl", "xlsx": ".xlsx"}
"""Format with one file for all filings → its suffix."""

_PAGE_MARK = re.compile(r"(?:[-_. ]?(?:page|pg|p)[-_. ]?\d{1,4}|[-_. ]\d{1,4})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the results of one input go: `folder` and `stem` (files), `file` (exactly that one), or standard output."""

    stem: str
    folder: Path | None = None
    file: Path | None = None

    def path(self, suffix: str, number: int, count: int) -> Path | None:
        """The file of the `number`-th of `count` filings (from 1); None when it goes to standard output."""
        mark = f"-{number}" if count > 1 else ""
        if self.file is not None:
            return self.file.with_name(f"{self.file.stem}{mark}{self.file.suffix}")
        return None if self.folder is None else self.folder / f"{self.stem}{mark}{suffix}"


def formats_of(chosen: Sequence[str], output: Path | None) -> tuple[str, ...]:
    """The formats to write, each once: those chosen, else what the output's suffix says, else JSON."""
    if chosen:
        return tuple(dict.fromkeys(chosen))
    suffix = output.suffix.lower() if output is not None else ""
    return tuple(name for name, known in {**SUFFIXES, **TOGETHER}.items() if known == suffix) or ("json",)


def plan(inputs: Sequence[str], output: str | None, files_each: int, *, joined: bool = False) -> list[Destination]:
    """One destination an input (one in all when `joined`), its folder made and found writable.

    `files_each` is the number of files that one filing becomes. UsageError when several files would go to standard
    output, OutputError when the place cannot be written.
    """
    documents = [inputs[:1]] if joined else [[name] for name in inputs]
    stems = [without_page_mark(stem_of(inputs[0]))] if joined and len(inputs) > 1 else distinct_stems(inputs)
    several = len(documents) > 1 or files_each > 1
    if output is None:
        if several:
            what = "several inputs" if len(documents) > 1 else "several files"
            raise UsageError(f"{what} need a folder to write to; give -o FOLDER.")
        return [Destination(stems[0])]
    place = Path(output)
    if several or place.is_dir() or output.endswith(("/", os.sep)):
        _make_folder(place)
        return [Destination(stem, folder=place) for stem in stems]
    _refuse_unwritable_file(place)
    return [Destination(stems[0], file=place)]


def stem_of(name: str) -> str:
    """The stem of an input's name, fit for a file's name."""
    stem = "stdin" if name == "-" else _absolute(name).stem
    return re.sub(r"[\x00-\x1f\x7f]", "_", stem) or "document"


def _absolute(name: str) -> Path:
    return Path(os.path.abspath(name))  # noqa: PTH100 - resolve() would follow links, and names stay as given


def without_page_mark(stem: str) -> str:
    """`scan` for `scan-p1`, `scan_1`, `scan page-1`; a stem that is nothing but a page mark stays."""
    return _PAGE_MARK.sub("", stem).rstrip("-_. ") or stem


def distinct_stems(inputs: Sequence[str]) -> list[str]:
    """A stem for each input, no two alike: equal ones get their parents' names before them, then their suffix."""
    stems = [stem_of(name) for name in inputs]
    parents = [[] if name == "-" else list(_absolute(name).parts[1:-1]) for name in inputs]
    while True:
        taken = Counter(stem.casefold() for stem in stems)
        clash = [index for index, stem in enumerate(stems) if taken[stem.casefold()] > 1 and parents[index]]
        if not clash:
            break
        for index in clash:
            stems[index] = f"{stem_of(parents[index].pop())}-{stems[index]}"
    return _numbered(stems, inputs)


def _numbered(stems: list[str], inputs: Sequence[str]) -> list[str]:
    """Same folder, same stem (`a.pdf`, `a.png`): the suffix tells them apart; failing that, a number."""
    taken = Counter(stem.casefold() for stem in stems)
    named: list[str] = []
    seen: set[str] = set()
    for stem, name in zip(stems, inputs, strict=True):
        suffix = Path(name).suffix[1:]
        wanted = f"{stem}-{suffix}" if taken[stem.casefold()] > 1 and suffix else stem
        unique, number = wanted, 1
        while unique.casefold() in seen:
            number += 1
            unique = f"{wanted}-{number}"
        seen.add(unique.casefold())
        named.append(unique)
    return named


def refuse_input(path: Path, inputs: Iterable[str]) -> None:
    """OutputError when `path` is one of the inputs, by whatever name."""
    for name in inputs:
        with contextlib.suppress(OSError, ValueError):
            if name != "-" and Path(name).samefile(path):
                raise OutputError(f"{printable(str(path))}: this would overwrite the input; give another -o.")


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Writes the file so that it appears whole or not at all; OutputError says why it could not. Not `lasting`: a power
    cut may take its name again until somebody calls `sync_folder`."""
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            path.write_bytes(data)  # a pipe or a device (/dev/null, /dev/stdout): there is nothing to rename over
            return
        target = Path(os.path.realpath(path))  # through a link: its target is what changes
        _replace(target, data)
        if lasting:
            sync_folder(target.parent)
    except OSError as error:
        raise OutputError(f"{printable(str(path))}: {_because(error)}") from error


def _replace(path: Path, data: bytes) -> None:
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".form4-", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), _mode(path))
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, else what the user's mask leaves of a new file's."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """Makes the rename last through a power cut, where the file system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _probe(folder)
    except FileExistsError as error:
        raise OutputError(f"{printable(str(folder))}: a file, and a folder is needed; give another -o.") from error
    except (OSError, ValueError) as error:
        raise OutputError(f"{printable(str(folder))}: {_because(error)}") from error


def _refuse_unwritable_file(path: Path) -> None:
    shown = printable(str(path))
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            return
        parent = Path(os.path.realpath(path)).parent
        if not parent.is_dir():
            raise OutputError(f"{shown}: its folder does not exist; make {printable(str(parent))} first.")
        _probe(parent)
    except (OSError, ValueError) as error:
        raise OutputError(f"{shown}: {_because(error)}") from error


def _probe(folder: Path) -> None:
    """OSError when no file can be made in the folder: permission bits do not tell (root, read-only disks)."""
    descriptor, probe = tempfile.mkstemp(dir=folder, prefix=".form4-", suffix=".part")
    os.close(descriptor)
    Path(probe).unlink()


def cannot_write(path: Path, error: OSError | ValueError) -> OutputError:
    """The error that says why `path` could not be written."""
    return OutputError(f"{printable(str(path))}: {_because(error)}")


def _because(error: OSError | ValueError) -> str:
    code = getattr(error, "errno", None)
    if code in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; free some space and run again."
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "this cannot be written; change its permissions or give another -o."
    if code in (errno.EEXIST, errno.ENOTDIR):
        return "a file stands where a folder is needed; give another -o."
    return f"cannot be written ({getattr(error, 'strerror', None) or error}); give another -o."
