"""Opens a document: reads it within limits, tells by its content what it is, refuses plainly what we do not read."""

from __future__ import annotations

import hashlib
import stat
import sys
from pathlib import Path

from extractor.errors import EncryptedError, InputError, UnsupportedError
from extractor.options import Limits
from extractor.printable import printable
from extractor.records import Source
from extractor.sniff import Media, decode, legible, refusal, sniff, text_media

STDIN = "-"
_TAIL = 4096  # bytes at the end of a PDF where its end mark must stand, whatever a mailer put behind it


def open_source(path: str | Path, limits: Limits, password: str | None = None, piped: bytes | None = None) -> Source:
    """The document at `path` ("-" is standard input, or `piped` when that has been read already). Raises InputError,
    EncryptedError or UnsupportedError."""
    shown = "standard input" if str(path) == STDIN else printable(str(path))
    if piped is None:
        piped = read_stdin(limits) if str(path) == STDIN else b""
    data = piped if str(path) == STDIN else read_file(Path(path), limits)
    return recognise("stdin" if str(path) == STDIN else Path(path).name, shown, data, limits, password)


def recognise(name: str, shown: str, data: bytes, limits: Limits, password: str | None = None) -> Source:
    """The document of these bytes, wherever they come from: `name` goes into results, `shown` into sentences. Raises
    as `open_source` does."""
    if len(data) > limits.file_bytes:
        raise _too_large(shown, limits)
    if not data:
        raise InputError(f"{shown}: the file is empty; give a scan, a PDF or a text dump of a Form 4.")
    sha256 = hashlib.sha256(data).hexdigest()
    media = sniff(data)
    if media.kind == "dump":
        exact, encoding = decode(data)
        why = refusal(exact)
        if why:
            raise UnsupportedError(f"{shown}: {why}")
        text = legible(exact)
        if not text.strip():
            raise InputError(f"{shown}: nothing but blanks in it; give a scan, a PDF or a text dump of a Form 4.")
        return Source(name, sha256, "dump", text_media(text), data, text, encoding)
    if media.kind == "other":
        raise UnsupportedError(f"{shown}: {media.refusal}")
    if media.kind == "pdf":
        pages = _pdf_pages(shown, data, password)
        _refuse_too_many(shown, pages, limits)
        return Source(name, sha256, "pdf", media.name, data, password=password, pages=pages, damage=_cut_off(data))
    _refuse_oversize(shown, data, media, limits)
    pages = media.pages(data)
    _refuse_too_many(shown, pages, limits)
    return Source(name, sha256, "scan", media.name, data, pages=pages)


def read_stdin(limits: Limits) -> bytes:
    """Standard input, one byte more than the limit at most. Raises InputError."""
    try:
        return sys.stdin.buffer.read(limits.file_bytes + 1)
    except OSError as error:
        raise InputError(f"standard input: cannot be read ({error.strerror}); pipe a document into it.") from error


def read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of the file, one more than the limit at most; InputError when there is no such file to read."""
    shown = printable(str(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"{shown}: this is a folder; give the files in it.")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{shown}: a pipe or a device, not a file; give its content on standard input (-).")
        if status.st_size > limits.file_bytes:
            raise _too_large(shown, limits)
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise InputError(f"{shown}: there is no such file; check the name.") from error
    except PermissionError as error:
        raise InputError(f"{shown}: you may not read this file; change its permissions.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{shown}: cannot be read ({reason}); check the name and the disk.") from error


def _too_large(shown: str, limits: Limits) -> InputError:
    return InputError(
        f"{shown}: larger than the limit of {limits.file_bytes / 1e6:g} MB; split it, or raise the limit with --max-mb."
    )


def _pdf_pages(shown: str, data: bytes, password: str | None) -> int:
    """How many pages the PDF says it has, 0 when it is too damaged to say. EncryptedError when it does not open with
    `password`, or with none; an owner's password is no obstacle."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if "password" not in str(error).lower():
            return 0  # the pages stage says what can still be read
        if password is None:
            why = "the PDF is encrypted; give its password with --password or in FORM4_PASSWORD."
        else:
            why = "the password does not open this PDF; check --password or FORM4_PASSWORD."
        raise EncryptedError(f"{shown}: {why}") from error
    try:
        return len(document)
    finally:
        document.close()


def _cut_off(data: bytes) -> str:
    """What a PDF without its end mark has lost."""
    whole = b"%%EOF" in data[-_TAIL:] or b"startxref" in data[-_TAIL:]
    return "" if whole else "ends before its end mark: the last pages, or parts of pages, may be missing"


def _refuse_too_many(shown: str, pages: int, limits: Limits) -> None:
    if pages > limits.pages:
        raise InputError(
            f"{shown}: it has {pages} pages, above the limit of {limits.pages}; give the pages of the form alone, or "
            "raise the limit with --max-pages."
        )


def _refuse_oversize(shown: str, data: bytes, media: Media, limits: Limits) -> None:
    """InputError when the image's header promises more pixels than we decode; nothing is decoded to find out."""
    size = media.size(data)
    if size is not None and size[0] * size[1] > limits.page_pixels:
        raise InputError(
            f"{shown}: the image is {size[0]} x {size[1]} pixels, above the limit of {limits.page_pixels / 1e6:g} "
            "megapixels; scale it down to 300 dpi or less."
        )
