"""Bad PDFs: damaged, locked, endless, gigantic, and with things in them that want to be run or followed."""

from __future__ import annotations

import functools
import io
import re
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.badinputs.case import ENCRYPTED, NOT_READ, READ, Case
from tests.badinputs.pictures import SLOW, cut, form, prose, stored
from tests.badinputs.texts import SAMPLES

NOTHING = (NOT_READ,)


@functools.cache
def sample() -> bytes:
    """A filing of two pages that reads well."""
    return (SAMPLES / "edgar-2003-printout" / "source.pdf").read_bytes()


def pdf(pages: int = 1, size: tuple[float, float] = (612, 792), picture: Any = None, lock: Any = None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, encrypt=lock, invariant=1)
    for number in range(pages):
        if picture is not None:
            canvas.drawImage(ImageReader(picture), 0, 0, *size)
        else:
            canvas.drawString(72, 72, f"Page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def objects(*bodies: str, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a right table of references."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer <</Size {len(bodies) + 1} /Root {root} 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: str, entries: str = "") -> str:
    return f"<</Length {len(content)} {entries}>>\nstream\n{content}\nendstream"


PAGES = "<</Type /Pages /Kids [3 0 R] /Count 1>>"


def one_page(content: str, *more: str, page: str = "", catalogue: str = "") -> bytes:
    return objects(
        f"<</Type /Catalog /Pages 2 0 R {catalogue}>>",
        PAGES,
        f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R {page}>>",
        stream(content),
        *more,
    )


def many_pages(count: int) -> bytes:
    pages = [f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 {612 + number % 7} 792]>>" for number in range(count)]
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    return objects("<</Type /Catalog /Pages 2 0 R>>", f"<</Type /Pages /Kids [{kids}] /Count {count}>>", *pages)


def recursive_form() -> bytes:
    me = "/Resources <</XObject <</Me 5 0 R>>>>"
    return one_page("/Me Do", stream("/Me Do /Me Do", f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {me}"), page=me)


def hostile(picture: Any = None) -> bytes:
    """Scripts, links, embedded files and a launch, all at once, on a page with nothing or with a picture as wide."""
    actions = (
        "/OpenAction <</S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\))>> "
        "/Names <</EmbeddedFiles <</Names [(x.exe) <</Type /Filespec /F (x.exe) /EF <</F 5 0 R>>>>]>>>> "
        "/AA <</WC <</S /Launch /F (/bin/sh)>>>>"
    )
    link = "/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 612 792] /A <</S /URI /URI (http://127.0.0.1:9/)>>>>]"
    file = stream("MZ", "/Type /EmbeddedFile")
    if picture is None:
        return one_page("BT ET", file, page=link, catalogue=actions)
    width, height = picture.size
    high = 612 * height / width
    drawn = stream(
        stored(picture, "JPEG", quality=90).decode("latin-1"),
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 "
        "/Filter /DCTDecode",
    )
    place = f"q 612 0 0 {high:.0f} 0 {792 - high:.0f} cm /P Do Q"
    return one_page(place, file, drawn, page=f"/Resources <</XObject <</P 6 0 R>>>> {link}", catalogue=actions)


def deep(levels: int) -> bytes:
    return one_page("[" * levels + "]" * levels + " TJ")


def page_loop() -> bytes:
    return objects("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>")


def xref_loop() -> bytes:
    data = one_page("BT ET")
    at = int(re.findall(rb"startxref\n(\d+)", data)[0])
    return data.replace(b"trailer <<", f"trailer <</Prev {at} ".encode())


def inflated() -> bytes:
    """A stream that grows a thousandfold, twice."""
    import zlib

    data = zlib.compress(zlib.compress(b"0 0 m 1 1 l S " * 8_000_000, 9), 9).decode("latin-1")
    return objects(
        "<</Type /Catalog /Pages 2 0 R>>", PAGES,
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R>>",
        stream(data, "/Filter [/FlateDecode /FlateDecode]"),
    )  # fmt: skip


def without_objects(share: float) -> bytes:
    """The sample with a stretch of it overwritten."""
    data = bytearray(sample())
    at = int(len(data) * share)
    data[at : at + 3000] = b"\0" * 3000
    return bytes(data)


def second_page() -> bytes:
    import pypdfium2

    whole, part = pypdfium2.PdfDocument(sample()), pypdfium2.PdfDocument.new()
    part.import_pages(whole, [1])
    out = io.BytesIO()
    part.save(out)
    return out.getvalue()


def one_broken_page() -> bytes:
    """Both pages of the sample with a page between them that is no page."""
    import pypdfium2

    whole = pypdfium2.PdfDocument(sample())
    out = io.BytesIO()
    whole.import_pages(pypdfium2.PdfDocument(pdf(size=(444, 444))), [0], 1)
    whole.save(out)
    data = out.getvalue()
    at = data.index(b"444")
    start = data.rindex(b" obj", 0, at)
    end = data.index(b"endobj", at)
    return data[: start + 4] + b" 7 ".ljust(end - start - 4) + data[end:]


CASES = (
    Case("pdf-header-only", lambda: b"%PDF-1.4\n", NOTHING, "damaged"),
    Case("pdf-garbage", lambda: b"%PDF-1.4\n" + b"garbage " * 500, NOTHING, "damaged"),
    Case("pdf-no-pages", lambda: objects("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [] /Count 0>>"),
         NOTHING, "damaged"),
    Case("pdf-page-loop", page_loop, NOTHING, "damaged"),
    Case("pdf-lying-count", lambda: one_page("").replace(b"/Count 1>>", b"/Count 9>>"), NOTHING, slow=True),
    Case("pdf-5000-pages", lambda: many_pages(5000), NOTHING, "5000 pages", seconds=5),
    Case("pdf-user-password", lambda: pdf(lock=StandardEncryption("secret", "owner")), (ENCRYPTED,), "--password"),
    Case("pdf-wrong-password", lambda: pdf(lock=StandardEncryption("secret", "owner")), (ENCRYPTED,), "--password",
         options=("--password", "wrong")),
    Case("pdf-owner-password", lambda: pdf(picture=form(), lock=StandardEncryption("", "owner")), READ, **SLOW),
    Case("pdf-right-password", lambda: pdf(picture=form(), lock=StandardEncryption("secret", "owner")), READ,
         options=("--password", "secret"), **SLOW),
    Case("pdf-hostile", hostile, NOTHING, "not a Form", **SLOW),
    Case("pdf-recursive-form", recursive_form, NOTHING, slow=True, seconds=60, megabytes=1500),  # ends at the limit
    Case("pdf-deep", lambda: deep(100_000), NOTHING, slow=True, seconds=60, megabytes=1500),
    Case("pdf-xref-loop", xref_loop, NOTHING, **SLOW),
    Case("pdf-inflated", inflated, NOTHING, slow=True, seconds=130, megabytes=1500),
    Case("pdf-200-inches", lambda: pdf(size=(14_400, 14_400)), NOTHING, "not a Form", slow=True, seconds=30),
    Case("pdf-form-on-200-inches", lambda: pdf(size=(11_127, 14_400), picture=form()), READ, **SLOW),
    Case("pdf-thin-page", lambda: pdf(size=(14_400, 3)), NOTHING, "damaged"),
    Case("pdf-ten-blank-pages", lambda: pdf(10), NOTHING, "not a Form", slow=True, seconds=90, megabytes=700),
    Case("pdf-annual-report", lambda: pdf(picture=prose()), NOTHING, "not a Form", **SLOW),
    Case("pdf-cut-at-end", lambda: sample()[: sample().rindex(b"startxref")], READ,
         issues=("document-damaged",), **SLOW),
    Case("pdf-cut-late", lambda: cut(sample(), 0.98), (*READ, NOT_READ), **SLOW),
    Case("pdf-cut-in-half", lambda: cut(sample(), 0.5), (*READ, NOT_READ), **SLOW),
    Case("pdf-hole", lambda: without_objects(0.4), (*READ, NOT_READ), **SLOW),
    Case("pdf-no-table", lambda: sample().replace(b"xref", b"xxxx"), READ, **SLOW),
    Case("pdf-rubbish-around", lambda: b"X-Mailer: y\r\n" + sample() + b"\r\n--boundary--" * 20, READ, **SLOW),
    Case("pdf-one-broken-page", one_broken_page, READ, **SLOW),
    Case("pdf-only-page-2", second_page, (*READ, NOT_READ), **SLOW),
)  # fmt: skip
