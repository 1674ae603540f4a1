"""Bad pictures: damaged, gigantic, stored in every way, and without a form on them."""

from __future__ import annotations

import functools
import io
import random
import struct
import zlib
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image, ImageDraw, ImageFilter

from tests.badinputs.case import NOT_READ, READ, UNSUPPORTED, Case
from tests.badinputs.texts import PROSE, SAMPLES


@functools.cache
def form(dpi: int = 150) -> Image.Image:
    """A page that reads well, gray."""
    import pypdfium2

    document = pypdfium2.PdfDocument(SAMPLES / "edgar-2003-printout" / "source.pdf")
    return document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def stored(image: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG of that header whatever its rows."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """Ninety megapixels of white in few bytes: allowed, so it must fit."""
    return stored(Image.new("1", (9000, 10_000), 1), dpi=(600, 600))


def bad_crc() -> bytes:
    data = bytearray(stored(form()))
    data[29] ^= 0xFF
    return bytes(data)


def cut(data: bytes, share: float = 0.5) -> bytes:
    return data[: int(len(data) * share)]


def tiff(pages: int = 3) -> bytes:
    white = Image.new("L", form().size, 255)
    return stored(form(), "TIFF", save_all=True, append_images=[white] * (pages - 1), dpi=(150, 150))


def tiff_with(page: int, tag: int, value: int) -> bytes:
    """The TIFF of three pages with one entry of a page's directory overwritten; tag 0 is the link to the next page."""
    data = bytearray(stored(form(), "TIFF", save_all=True, append_images=[form(), form()], dpi=(150, 150)))
    at = struct.unpack_from("<I", data, 4)[0]
    for _ in range(page - 1):
        count = struct.unpack_from("<H", data, at)[0]
        at = struct.unpack_from("<I", data, at + 2 + 12 * count)[0]
    count = struct.unpack_from("<H", data, at)[0]
    if tag == 0:
        struct.pack_into("<I", data, at + 2 + 12 * count, value or struct.unpack_from("<I", data, 4)[0])
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        if struct.unpack_from("<H", data, entry)[0] == tag:
            struct.pack_into("<HHII", data, entry, tag, 4, 1, value)
    return bytes(data)


def noise(seed: int = 1) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (1650, 1275), np.uint8))


def photo() -> Image.Image:
    """Something like a landscape: soft blotches of colour."""
    rough = np.random.default_rng(2).integers(0, 256, (30, 40, 3), np.uint8)
    return Image.fromarray(rough).resize((1600, 1200), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))


def prose(seed: int = 3) -> Image.Image:
    """A page of an annual report."""
    page = Image.new("L", (1275, 1650), 255)
    pen = ImageDraw.Draw(page)
    words = PROSE.split()
    order = random.Random(seed)
    for line in range(44):
        pen.text((90, 80 + 34 * line), " ".join(order.choices(words, k=13)), fill=0, font_size=22)
    return page


@functools.cache
def heic(dpi: int = 200) -> bytes:
    pillow_heif.register_heif_opener()
    return stored(form(dpi), "HEIF", quality=80)


def transparent() -> Image.Image:
    ink = Image.new("RGBA", form().size, (0, 0, 0, 0))
    ink.putalpha(form().point([255 - value for value in range(256)]))
    return ink


SLOW: dict[str, Any] = {"slow": True, "seconds": 90, "megabytes": 700}
NOTHING = (NOT_READ,)

CASES = (
    Case("png-header-only", lambda: stored(form())[:33], NOTHING, "readable"),
    Case("png-bad-crc", bad_crc, NOTHING, "readable"),
    Case("png-cut-off", lambda: cut(stored(form())), NOTHING, "readable"),
    Case("png-60000", lambda: png(60_000, 60_000), NOTHING, "megapixels", seconds=3, megabytes=300),
    Case("png-no-pixels", lambda: png(0, 10), NOTHING, "readable"),
    Case("png-1x1", lambda: png(1, 1, b"\0\0"), NOTHING, "readable"),
    Case("png-thin", lambda: stored(Image.new("L", (20_000, 10), 255)), NOTHING, "readable"),
    Case("png-2-gigapixels", lambda: png(2**31 - 1, 2**31 - 1), NOTHING, "megapixels", seconds=3, megabytes=300),
    Case("png-text-bomb", lambda: png(10, 10)[:33] + chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(90_000_000))),
         NOTHING, "readable", megabytes=500),
    Case("jpeg-cut-off", lambda: cut(stored(form(), "JPEG")), NOTHING, "readable"),
    Case("jpeg-noise-inside", lambda: stored(form(), "JPEG")[:600] + b"\xff\xd9" * 40, NOTHING, slow=True),
    Case("gif-cut-off", lambda: cut(stored(form(), "GIF"), 0.1), NOTHING, "readable"),
    Case("webp-cut-off", lambda: cut(stored(form(), "WEBP"), 0.2), NOTHING, "readable"),
    Case("bmp-cut-off", lambda: cut(stored(form(), "BMP"), 0.2), NOTHING, "readable"),
    Case("tiff-nothing", lambda: b"II*\0" + bytes(60), NOTHING, "readable"),
    Case("tiff-far-directory", lambda: b"II*\0\xf0\xff\xff\xff", NOTHING, "readable"),
    Case("tiff-huge", lambda: tiff_with(1, 256, 900_000)[:4000], NOTHING, "megapixels", seconds=3, megabytes=300),
    Case("jp2-nothing", lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60), NOTHING, "readable"),
    Case("heic-nothing", lambda: b"\0\0\0\x18ftypheic" + bytes(60), NOTHING, "readable"),
    Case("heic-cut-off", lambda: cut(heic(50)), NOTHING, "readable"),
    Case("film", lambda: b"\0\0\0\x18ftypisom" + bytes(60), (UNSUPPORTED,), "film"),
    Case("pbm-lies", lambda: b"P5 9000 9000 255\n" + bytes(50), NOTHING, "readable"),
    Case("blank", lambda: stored(Image.new("L", (1275, 1650), 255)), NOTHING, "not a Form", **SLOW),
    Case("black", lambda: stored(Image.new("L", (1275, 1650), 0)), NOTHING, "not a Form", **SLOW),
    Case("gray", lambda: stored(Image.new("L", (1275, 1650), 128)), NOTHING, "not a Form", **SLOW),
    Case("noise", lambda: stored(noise()), NOTHING, "not a Form", **SLOW),
    Case("bilevel-noise", lambda: stored(noise().convert("1", dither=Image.Dither.NONE)), NOTHING, "not a Form",
         **SLOW),
    Case("photo", lambda: stored(photo(), "JPEG"), NOTHING, "not a Form", **SLOW),
    Case("annual-report", lambda: stored(prose()), NOTHING, "not a Form", **SLOW),
    Case("ninety-megapixels", bomb, NOTHING, "not a Form", slow=True, seconds=60, megabytes=700),
    Case("colour-megapixels", lambda: stored(Image.new("RGBA", (8000, 10_000), (255, 255, 255, 9)), dpi=(600, 600)),
         NOTHING, "not a Form", slow=True, seconds=60, megabytes=1200),
    Case("sixteen-bit-megapixels", lambda: stored(Image.new("I;16", (9000, 10_000), 60_000), dpi=(600, 600)), NOTHING,
         "not a Form", slow=True, seconds=60, megabytes=1200),
    Case("camera-72-dpi", lambda: stored(photo().resize((4000, 3000)), "JPEG", dpi=(72, 72)), NOTHING, "not a Form",
         **SLOW),
    Case("bilevel", lambda: stored(form().convert("1"), "TIFF", compression="group4", dpi=(150, 150)), READ, **SLOW),
    Case("palette", lambda: stored(form().convert("P")), READ, **SLOW),
    Case("transparent", lambda: stored(transparent()), READ, **SLOW),
    Case("cmyk", lambda: stored(form().convert("RGB").convert("CMYK"), "JPEG"), READ, **SLOW),
    Case("webp", lambda: stored(form(), "WEBP"), READ, **SLOW),
    Case("heic", heic, READ, **SLOW),
    Case("gif", lambda: stored(form(), "GIF"), READ, **SLOW),
    Case("tiff-one-broken-page", lambda: tiff_with(2, 273, 99_999_999), READ, issues=("page-unreadable",),
         slow=True, seconds=150, megabytes=700),
    Case("tiff-one-huge-page", lambda: tiff_with(2, 256, 900_000), READ, issues=("page-unreadable",),
         slow=True, seconds=150, megabytes=700),
    Case("tiff-loop", lambda: tiff_with(3, 0, 0), READ, slow=True, seconds=200, megabytes=700),
)  # fmt: skip
