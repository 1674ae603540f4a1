"""Bad text: too long, too wide, not text, hostile to whoever looks at it."""

from __future__ import annotations

import functools
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.badinputs.case import NOT_READ, READ, UNSUPPORTED, Case

SAMPLES = Path(__file__).parents[2] / "samples"


@functools.cache
def dump() -> str:
    """A dump that reads well."""
    return (SAMPLES / "horowitz-2012-02-27" / "source.md").read_text(encoding="utf-8")


def dump_with_rows(count: int) -> list[str]:
    """The dump with a row of its first table printed many times over."""
    lines = dump().splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("|") and "Common Stock" in line)
    return lines[:at] + [lines[at]] * count + lines[at:]


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("form4.md", dump())
    return out.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
    + "]><ownershipDocument>&lol9;</ownershipDocument>"
)
XXE = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">'
    '<!ENTITY y SYSTEM "http://127.0.0.1:9/x">]><r>&x;&y;</r>'
)


def hocr(words: int) -> bytes:
    spans = "".join(
        f"<span class='ocrx_word' title='bbox {x} {y} {x + 18} {y + 15}'>w{x}</span>"
        for x, y in ((n % 90 * 20, n // 90 * 20) for n in range(words))
    )
    return f"<?xml version='1.0'?><html><body><div class='ocr_page'>{spans}</div></body></html>".encode()


def mangled(step: int) -> bytes:
    data = bytearray(dump().encode())
    data[::step] = b"\xff" * len(data[::step])
    return bytes(data)


PROSE = (
    "ITEM 7. MANAGEMENT'S DISCUSSION AND ANALYSIS of Financial Condition. Net sales increased 4% to $1,204 million in "
    "fiscal 2011, compared with $1,158 million. See Note 4 to the consolidated financial statements on Form 10-K.\n"
)
GERMAN = "Stimmrechtsmitteilung gemäß § 33 WpHG. Aktien: 1.200 zu 3,50 €.\n"
CHINESE = "董事持股变动申报表 股份数目 1,200 每股价格 3.50\n"
LONG = (*READ, NOT_READ)
"""Too much text holds a filing or none; what counts is that it ends, soon and in little memory."""
LARGE: dict[str, Any] = {"slow": True, "seconds": 60, "megabytes": 900}

CASES = (
    Case("empty", lambda: b"", (NOT_READ,), "empty"),
    Case("blanks", lambda: b" \n\t\r\n" * 1000, (NOT_READ,), "blanks"),
    Case("nul-bytes", lambda: bytes(100_000), (NOT_READ,), "blanks"),
    Case("one-letter", lambda: b"x", (NOT_READ,), "not a Form"),
    Case("zip", zipped, (UNSUPPORTED,), "ZIP"),
    Case("elf", lambda: b"\x7fELF\x02\x01\x01" + bytes(200), (UNSUPPORTED,), "program"),
    Case("rtf", lambda: b"{\\rtf1\\ansi FORM 4}", (UNSUPPORTED,), "RTF"),
    Case("gzip", lambda: b"\x1f\x8b\x08" + bytes(40), (UNSUPPORTED,), "gzip"),
    Case("sqlite", lambda: b"SQLite format 3\x00" + bytes(400), (UNSUPPORTED,), "database"),
    Case("postscript", lambda: b"%!PS-Adobe-3.0\nshowpage\n", (UNSUPPORTED,), "PostScript"),
    Case("html", lambda: b"<!DOCTYPE html><html><script>alert(1)</script>FORM 4</html>", (UNSUPPORTED,), "HTML"),
    Case("xml-laughs", LAUGHS.encode, (UNSUPPORTED,), "XML"),
    Case("xml-xxe", XXE.encode, (UNSUPPORTED,), "XML"),
    Case("own-result", lambda: b'{"form4": "1"}', (UNSUPPORTED,), "result of form4"),
    Case("noise-bytes", lambda: bytes(range(256)) * 400, (UNSUPPORTED,), "neither text nor"),
    Case("prose", lambda: PROSE.encode() * 40, (NOT_READ,), "not a Form"),
    Case("german", lambda: GERMAN.encode() * 60, (NOT_READ,), "not a Form"),
    Case("chinese", lambda: CHINESE.encode() * 60, (NOT_READ,), "not a Form"),
    Case("python", Path(__file__).read_bytes, (NOT_READ, UNSUPPORTED)),
    Case("csv", lambda: b"date,shares,price\n2011-01-02,100,3.5\n" * 300, (NOT_READ,), "not a Form"),
    Case("utf16", lambda: dump().encode("utf-16"), READ),
    Case("utf16-odd-byte", lambda: dump().encode("utf-16")[:-1], READ),
    Case("utf8-broken", lambda: mangled(97), READ),
    Case("utf8-shredded", lambda: mangled(5), (*READ, NOT_READ, UNSUPPORTED)),
    Case("latin1", lambda: dump().replace("Common", "Société §").encode("latin-1", "replace"), READ),
    Case("rtl-marks", lambda: dump().replace(" ", " \u202e\u2066", 40).encode(), READ),
    Case("terminal", lambda: dump().replace("Horowitz", "\x1b[2J\x1b]0;x\x07Horowitz").encode(), READ),
    Case("carriage-returns", lambda: dump().replace("\n", "\r").encode(), READ),
    Case("form-feeds", lambda: dump().replace("\n", "\n\f", 30).encode(), READ),
    Case("nul-between", lambda: dump().replace("|", "\x00|", 50).encode(), READ),
    Case("cut-off", dump()[: len(dump()) // 3].encode, READ),
    Case("upside-down", lambda: "\n".join(dump().splitlines()[::-1]).encode(), LONG),
    Case("formulas", lambda: dump().replace("Common Stock", '=HYPERLINK("http://x","y")').encode(), READ),
    Case("hocr-many-words", lambda: hocr(30_000), LONG, **LARGE),
    Case("hocr-cut-off", lambda: hocr(400)[:9000], LONG),
    Case("hocr-huge-boxes", lambda: hocr(50).replace(b"bbox 0 ", b"bbox 99999999999999999999 "), LONG),
    Case("hocr-no-words", lambda: hocr(0), LONG),
    Case("one-long-line", lambda: b"FORM 4 " + b"x" * 20_000_000, LONG, **LARGE),
    Case("one-long-line-of-words", lambda: b"FORM 4 " * 2_000_000, LONG, **LARGE),
    Case("million-pipes", lambda: b"FORM 4\n" + b"|" * 1_000_000, LONG, **LARGE),
    Case("million-pipes-spaced", lambda: b"FORM 4\n" + b"| " * 1_000_000, LONG, **LARGE),
    Case("wide-table", lambda: b"FORM 4\n" + (b"| a " * 100_000 + b"|\n") * 3, LONG, **LARGE),
    Case("million-lines", lambda: b"FORM 4\n" + b"a b\n" * 1_000_000, LONG, **LARGE),
    Case("million-empty-lines", lambda: dump().encode() + b"\n" * 5_000_000, LONG, **LARGE),
    Case("many-forms", lambda: dump().encode() * 300, LONG, **LARGE),
    Case("many-rows", lambda: "\n".join(dump_with_rows(20_000)).encode(), LONG, **LARGE),
    Case("many-owners", lambda: dump().encode() + b"\n| DOE JANE |  X |  | CFO |  |" * 20_000, LONG, **LARGE),
    Case("open-parentheses", lambda: b"FORM 4\n" + b"(" * 500_000, LONG, **LARGE),
    Case("open-tags", lambda: b"FORM 4\n" + b"<u " * 500_000, LONG, **LARGE),
    Case("digits", lambda: b"FORM 4\n" + b"1" * 2_000_000, LONG, **LARGE),
    Case("dates", lambda: b"FORM 4\n" + b"01/02/2011" * 200_000, LONG, **LARGE),
    Case("dashes", lambda: b"FORM 4\n| " + b"- " * 1_000_000, LONG, **LARGE),
    Case("footnotes-without-end", lambda: dump().encode() + b"\n(1) note (2) " * 100_000, LONG, **LARGE),
    Case("too-large", lambda: b"x" * 50_000_001, (NOT_READ,), "larger than the limit", slow=True),
    Case("huge-number", lambda: dump().replace("200,000", "9" * 5000).encode(), READ),
    Case("deep-quotes", lambda: (b">" * 20_000 + b" FORM 4\n") * 3, LONG),
    Case("combining", ("FORM 4 e" + "\u0301" * 50_000).encode, LONG),
    Case("review", lambda: dump().replace("|", "", 400).encode(), (*READ, NOT_READ)),
)
