"""Tells what bytes are, by their content alone."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import Literal

_READS = "form4 reads scans (PDF, TIFF, PNG, JPEG) and text dumps"

DAMAGED = (OSError, EOFError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, RuntimeError)
"""What Pillow and pillow-heif raise on damaged files."""


@dataclass(frozen=True, slots=True)
class Media:
    """What some bytes are: an image ("scan"), a PDF, text ("dump"), or a kind we refuse, with the sentence to say."""

    kind: Literal["scan", "pdf", "dump", "other"]
    name: str
    refusal: str = ""

    def size(self, data: bytes) -> tuple[int, int] | None:
        """Width and height in pixels of the first image, from the header; None when the header does not say."""
        if self.kind != "scan":
            return None
        if self.name == "image/png":  # read here, since Pillow refuses a header whose checksum is damaged
            return (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) if data[12:16] == b"IHDR" else None
        from PIL import Image

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            try:
                with Image.open(io.BytesIO(data)) as image:
                    return image.size
            except Image.DecompressionBombError as error:
                return _promised(str(error))
            except DAMAGED:
                return None

    def pages(self, data: bytes) -> int:
        """How many pages a picture has by its directories: a TIFF any number, others one."""
        if self.name != "image/tiff":
            return 1
        from PIL import Image

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                with Image.open(io.BytesIO(data)) as image:
                    return int(getattr(image, "n_frames", 1))
            except (Image.DecompressionBombError, *DAMAGED):
                return 1


def _promised(message: str) -> tuple[int, int]:
    """The pixels Pillow names when it refuses a picture as a bomb, as a row of that length."""
    count = re.search(r"\((\d+) pixels\)", message)
    return (int(count.group(1)) if count else 2**62, 1)


def _refused(name: str, what: str, advice: str) -> Media:
    return Media("other", name, f"this is {what}, and {_READS}; {advice}.")


_ARCHIVE = "unpack it and give the document inside"
_EXECUTABLE = "check that it is the file you meant"
_PRINT = "print it to PDF and give that"

_MAGIC: tuple[tuple[bytes, Media], ...] = (
    (b"%PDF-", Media("pdf", "application/pdf")),
    (b"\x89PNG\r\n\x1a\n", Media("scan", "image/png")),
    (b"\xff\xd8\xff", Media("scan", "image/jpeg")),
    (b"II*\x00", Media("scan", "image/tiff")),
    (b"MM\x00*", Media("scan", "image/tiff")),
    (b"II+\x00", Media("scan", "image/tiff")),
    (b"MM\x00+", Media("scan", "image/tiff")),
    (b"GIF87a", Media("scan", "image/gif")),
    (b"GIF89a", Media("scan", "image/gif")),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", Media("scan", "image/jp2")),
    (b"\xffO\xffQ", Media("scan", "image/jp2")),
    (b"PK\x03\x04", _refused("application/zip", "a ZIP archive or an Office document", _ARCHIVE)),
    (b"PK\x05\x06", _refused("application/zip", "an empty ZIP archive", _ARCHIVE)),
    (b"\x1f\x8b", _refused("application/gzip", "a gzip archive", _ARCHIVE)),
    (b"BZh", _refused("application/x-bzip2", "a bzip2 archive", _ARCHIVE)),
    (b"\xfd7zXZ\x00", _refused("application/x-xz", "an xz archive", _ARCHIVE)),
    (b"7z\xbc\xaf\x27\x1c", _refused("application/x-7z-compressed", "a 7z archive", _ARCHIVE)),
    (b"Rar!\x1a\x07", _refused("application/vnd.rar", "a RAR archive", _ARCHIVE)),
    (b"\x7fELF", _refused("application/x-executable", "a program (ELF)", _EXECUTABLE)),
    (b"MZ\x90\x00", _refused("application/x-executable", "a Windows program", _EXECUTABLE)),
    (b"\xcf\xfa\xed\xfe", _refused("application/x-executable", "a macOS program", _EXECUTABLE)),
    (b"\xca\xfe\xba\xbe", _refused("application/x-executable", "a compiled program", _EXECUTABLE)),
    (b"{\\rtf", _refused("application/rtf", "a Rich Text (RTF) document", _PRINT)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _refused("application/msword", "an old Word or Excel document", _PRINT)),
    (b"%!PS", _refused("application/postscript", "PostScript", "convert it with ps2pdf and give the PDF")),
    (b"AT&TFORM", _refused("image/vnd.djvu", "DjVu", "convert it with ddjvu -format=pdf and give the PDF")),
    (b"SQLite format 3\x00", _refused("application/vnd.sqlite3", "a database", _EXECUTABLE)),
    (b"PAR1", _refused("application/vnd.apache.parquet", "a Parquet table", _EXECUTABLE)),
)

_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"}
_BMP_HEADERS = {bytes((length, 0, 0, 0)) for length in (12, 40, 52, 56, 64, 108, 124)}
_PNM = re.compile(rb"P[1-6]\s[\s\d#]")


def sniff(data: bytes) -> Media:
    """What `data` is. Anything that is no known binary kind is text; `refusal` then judges the text."""
    for magic, media in _MAGIC:
        if data.startswith(magic):
            return media
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Media("scan", "image/webp")
    if data[:2] == b"BM" and data[6:10] == bytes(4) and data[14:18] in _BMP_HEADERS:
        return Media("scan", "image/bmp")
    if data[4:8] == b"ftyp":
        return _box_file(data[8:12])
    if _PNM.match(data):
        return Media("scan", "image/x-portable-anymap")
    if b"%PDF-" in data[:1024]:  # readers of PDF allow rubbish before the header
        return Media("pdf", "application/pdf")
    return Media("dump", "text/plain")


def _box_file(brand: bytes) -> Media:
    if brand not in _BRANDS:
        return _refused("video/mp4", "a film or a sound", "give a picture of the page")
    if brand == b"avif":
        return Media("scan", "image/avif")
    if _reads_heic():
        return Media("scan", "image/heic")
    return _refused("image/heic", "a HEIC photo", "install pillow-heif, or save it as JPEG and give that")


def _reads_heic() -> bool:
    """Whether pillow-heif (the extra `heic`) is here; from then on Pillow opens HEIC like any other picture."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return False
    register_heif_opener()
    return True


_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BROKEN = re.compile("[\udc80-\udcff]")
_FOREIGN = re.compile("[^\x00-\x7f\udc80-\udcff]")
_LONE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_BARE_RETURN = re.compile("\r(?![\r\n])")  # the end of a line on old machines
_ESCAPE = re.compile("\x1b(?:\\[[0-?]{0,64}[ -/]{0,8}[@-~]|\\][^\x07\x1b]{0,512}(?:\x07|\x1b\\\\))")
"""Terminal sequences: colours and cursor moves (CSI), titles and links (OSC)."""


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding of a dump; encoding the text again with "surrogateescape" gives `data` back."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding), encoding
    wide = _wide(data[:4096])
    if wide:
        return _decode_as(data, wide), wide
    text = data.decode("utf-8", "surrogateescape")
    if text.isascii():
        return text, "utf-8"
    broken = len(_BROKEN.findall(text))
    if broken and broken > len(_FOREIGN.findall(text)):
        return data.decode("cp1252", "surrogateescape"), "cp1252"
    return text, "utf-8"


def legible(text: str) -> str:
    """`text`, as long as before: terminal sequences and control characters as blanks, undecodable bytes as U+FFFD, a
    bare carriage return as the end of a line."""
    if "\x1b" in text:
        text = _ESCAPE.sub(lambda sequence: " " * len(sequence.group()), text)
    if "\r" in text:
        text = _BARE_RETURN.sub("\n", text)
    return _CONTROL.sub(" ", text if text.isascii() else _LONE.sub("\ufffd", text))


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogateescape")
    except UnicodeDecodeError:  # half a character at the end, or lone surrogates: say what can be said
        return data.decode(encoding, "replace")


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: mostly Latin text, so every other byte is NUL."""
    pairs = len(head) // 2
    if pairs < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return None


_HEAD = 100_000  # characters: the SGML header of an EDGAR submission with ten owners stays well below


def refusal(text: str) -> str:
    """Why this decoded text is no dump of a form, as the rest of a sentence; "" when it may be one."""
    head = text[:_HEAD]
    start = head.lstrip().lower()
    if "<ownershipDocument" in head:
        return "this is the filing's ownership XML already; there is nothing to read from paper, use it as it is."
    if start.startswith(('{"form4"', '{\n  "form4"')):
        return "this is a result of form4 itself; give the document it was made from."
    if _is_hocr(start):
        return ""
    if start.startswith(("<!doctype html", "<html")) or re.search(r"<text>\s{0,99}(<!doctype html|<html)", start):
        return f"this is an HTML page, and {_READS}; print it to PDF and give that."
    if start.startswith("<?xml"):
        return f"this is XML, and {_READS}; print it to PDF and give that."
    if _binary(text):
        return f"this is neither text nor a kind of picture we know, and {_READS}; check that it is the file you meant."
    return ""


def text_media(text: str) -> str:
    """The media type of a dump's text: hOCR or plain."""
    return "text/vnd.hocr+html" if _is_hocr(text[:_HEAD].lstrip().lower()) else "text/plain"


def _is_hocr(start: str) -> bool:
    return start.startswith("<") and ("ocr_page" in start or "ocr-system" in start)


_NUL_RUN = re.compile("\x00{2,}")


def _binary(text: str) -> bool:
    """True when more than one character in twenty is no text; a run of NULs (bad transfers) counts once."""
    head = _ESCAPE.sub("", _NUL_RUN.sub("\x00", text[:_HEAD]))
    strange = len(_CONTROL.findall(head)) + len(_LONE.findall(head))
    return strange > 1 and strange > 0.05 * len(head)
