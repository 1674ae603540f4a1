"""From a file to its pages: whatever it is stored as, the same gray sheet at the same resolution comes out."""

from __future__ import annotations

import io
import os
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import EncryptedError, EngineError, InputError, TimeLimitError
from extractor.options import Limits, Options
from extractor.pages import load_pages
from extractor.records import Page, Source
from tests.drawn import PROSE, text_page

OPTIONS = Options(dpi=100)
PICTURE = text_page()  # a letter sheet at 100 dpi: 850 x 1100


def source(data: bytes, media: str = "image/tiff", password: str | None = None) -> Source:
    return Source("filing", "0" * 64, "pdf" if media == "application/pdf" else "scan", media, data, password=password)


def stored(image: Image.Image, kind: str, **how: Any) -> Source:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return source(out.getvalue())


def loaded(given: Source, options: Options = OPTIONS) -> list[Page]:
    return list(load_pages(given, options))


def same_picture(page: Page, least: float = 0.97) -> bool:
    """Whether the page shows the picture: ink where it has ink, paper elsewhere."""
    shape = tuple(min(a, b) for a, b in zip(page.pixels.shape, PICTURE.shape, strict=True))
    mine, its = (pixels[: shape[0], : shape[1]] < 160 for pixels in (page.pixels, PICTURE))
    return float((mine == its).mean()) >= least


GRAY = Image.fromarray(PICTURE)


def transparent() -> Image.Image:
    """Ink on nothing: black where there is ink, black and transparent elsewhere."""
    layered = Image.new("RGBA", GRAY.size, (0, 0, 0, 0))
    layered.putalpha(Image.fromarray(255 - PICTURE))
    return layered


def cmyk() -> Image.Image:
    return Image.merge("CMYK", [Image.new("L", GRAY.size, 0)] * 3 + [Image.fromarray(255 - PICTURE)])


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (GRAY, "PNG"),
        (GRAY, "BMP"),
        (GRAY.convert("1", dither=Image.Dither.NONE), "TIFF"),
        (GRAY.convert("1", dither=Image.Dither.NONE), "PNG"),
        (GRAY.convert("P"), "PNG"),
        (GRAY.convert("RGB"), "JPEG"),
        (GRAY.convert("LA"), "PNG"),
        (transparent(), "PNG"),
        (Image.fromarray(PICTURE.astype(np.uint16) * 257), "PNG"),
        (Image.fromarray(PICTURE.astype(np.uint16) * 257), "TIFF"),
        (cmyk(), "JPEG"),
        (cmyk(), "TIFF"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.mode,
)
def test_every_way_to_store_a_picture_gives_the_picture(image: Image.Image, kind: str) -> None:
    (page,) = loaded(stored(image, kind, dpi=(100, 100)))
    assert (page.number, page.dpi, page.pixels.dtype) == (1, 100.0, np.uint8)
    assert page.pixels.shape == PICTURE.shape
    assert same_picture(page)


def test_a_transparent_palette_colour_is_paper() -> None:
    image = GRAY.point([0 if value < 128 else 1 for value in range(256)]).convert("P")
    image.putpalette([0, 0, 0, 0, 0, 0])
    (page,) = loaded(stored(image, "PNG", transparency=1, dpi=(100, 100)))
    assert same_picture(page)


def test_pages_of_a_tiff_come_in_order() -> None:
    second = Image.new("L", GRAY.size, 255)
    found = loaded(stored(GRAY, "TIFF", save_all=True, append_images=[second, GRAY], dpi=(100, 100)))
    assert [page.number for page in found] == [1, 2, 3]
    assert [same_picture(page) for page in found] == [True, False, True]
    assert (found[1].pixels == 255).all()


def test_only_as_many_pages_as_allowed() -> None:
    tiff = stored(GRAY, "TIFF", save_all=True, append_images=[GRAY, GRAY], dpi=(100, 100))
    assert len(loaded(tiff, Options(dpi=100, limits=Limits(pages=2)))) == 2


def test_a_fax_is_made_square() -> None:
    fax = GRAY.resize((1734, 1078)).convert("1", dither=Image.Dither.NONE)  # 204 x 98 dots an inch
    (page,) = loaded(stored(fax, "TIFF", dpi=(204, 98), compression="group4"))
    assert page.pixels.shape == pytest.approx((1100, 850), abs=2)
    assert same_picture(page, 0.93)


@pytest.mark.parametrize("dpi", [None, (0, 0), (1, 1), (72000, 72000)])
def test_a_picture_that_does_not_say_is_a_letter_sheet(dpi: tuple[int, int] | None) -> None:
    double = GRAY.resize((1700, 2200))
    (page,) = loaded(stored(double, "TIFF", **({"dpi": dpi} if dpi else {})))
    assert page.pixels.shape == PICTURE.shape
    assert same_picture(page, 0.95)


def test_a_photo_taken_sideways_is_turned_as_it_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = GRAY.rotate(90, expand=True)
    (page,) = loaded(stored(turned, "JPEG", exif=exif, dpi=(100, 100)))
    assert page.pixels.shape == PICTURE.shape
    assert same_picture(page)


def test_a_fax_that_lies_on_its_side_keeps_its_axes() -> None:
    """The resolution belongs to the stored rows, whatever the picture says about its orientation."""
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = GRAY.resize((1700, 1100)).rotate(90, expand=True)  # 200 x 100 dots an inch upright
    (page,) = loaded(stored(turned, "JPEG", exif=exif, dpi=(100, 200)))
    assert page.pixels.shape == pytest.approx((1100, 850), abs=2)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_one_broken_directory_does_not_lose_the_others() -> None:
    tiff = stored(GRAY, "TIFF", save_all=True, append_images=[GRAY, GRAY], dpi=(100, 100), compression="tiff_lzw")
    data = bytearray(tiff.data)
    first = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, first)[0]
    second = struct.unpack_from("<I", data, first + 2 + 12 * count)[0]
    for entry in range(struct.unpack_from("<H", data, second)[0]):
        at = second + 2 + 12 * entry
        if struct.unpack_from("<H", data, at)[0] == 273:  # where its pixels lie
            struct.pack_into("<HHII", data, at, 273, 4, 1, len(data) + 5000)
    found = loaded(source(bytes(data)))
    assert len(found) == 2
    assert all(same_picture(page) for page in found)


@pytest.mark.parametrize("data", [b"", b"no image", b"II*\x00\xff\xff\xff\xff", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40])
def test_no_picture_says_what_to_do(data: bytes) -> None:
    with pytest.raises(InputError, match=r"filing .*(convert|scan)"):
        loaded(source(data))


def test_a_cut_off_picture_says_what_to_do() -> None:
    whole = stored(GRAY, "PNG").data
    with pytest.raises(InputError, match="scan or export it again"):
        loaded(source(whole[: len(whole) // 2]))


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(InputError, match=r"at most 0\.1 megapixels"):
        loaded(stored(GRAY, "PNG"), Options(dpi=100, limits=Limits(page_pixels=100_000)))
    assert loaded(stored(GRAY, "PNG")), "a limit holds for one document"


# ---------------------------------------------------------------------------------------------------------- PDF


def pdf(pages: int = 1, size: tuple[float, float] = (612, 792), rotate: int = 0, password: str | None = None) -> Source:
    out = io.BytesIO()
    lock = StandardEncryption(password, canPrint=1) if password else None
    canvas = Canvas(out, pagesize=size, encrypt=lock)
    for n in range(pages):
        canvas.setPageRotation(rotate)
        for line in range(40):
            canvas.drawString(50, size[1] - 50 - 16 * line, PROSE[line % 9 : 60 + n])
        canvas.showPage()
    canvas.save()
    return source(out.getvalue(), "application/pdf")


def test_a_pdf_is_drawn_at_the_resolution_asked() -> None:
    found = loaded(pdf(3))
    assert [page.number for page in found] == [1, 2, 3]
    assert {page.pixels.shape for page in found} == {(1100, 850)}
    assert all((page.pixels < 128).mean() > 0.005 for page in found)
    assert len(loaded(pdf(3), Options(dpi=100, limits=Limits(pages=1)))) == 1


def test_a_giant_sheet_is_drawn_smaller_not_refused() -> None:
    (page,) = loaded(pdf(size=(14000, 14000)), Options(dpi=100, limits=Limits(page_pixels=1_000_000)))
    assert page.pixels.size <= 1_050_000


def test_an_encrypted_pdf_asks_for_its_password() -> None:
    locked = pdf(password="sesame")
    with pytest.raises(EncryptedError, match="--password"):
        loaded(locked)
    with pytest.raises(EncryptedError, match="--password"):
        loaded(source(locked.data, "application/pdf", password="wrong"))
    assert len(loaded(source(locked.data, "application/pdf", password="sesame"))) == 1


def refuse(*_: object, **__: object) -> None:
    import pypdfium2

    raise pypdfium2.PdfiumError("Failed to load document (PDFium: Data format error).")


def test_poppler_draws_what_the_first_renderer_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pypdfium2.PdfDocument", refuse)
    found = loaded(pdf(2))
    assert [page.pixels.shape for page in found] == [(1100, 850)] * 2


def test_a_pdf_that_nobody_can_draw_says_what_to_do() -> None:
    with pytest.raises(InputError, match="too damaged to draw"):
        loaded(source(b"%PDF-1.4\n" + b"garbage " * 50, "application/pdf"))


def test_a_poppler_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pypdfium2.PdfDocument", refuse)
    for name, does in (("pdfinfo", "echo 'Pages: 1'"), ("pdftoppm", '[ "$1" = -v ] || exec sleep 20')):
        (tmp_path / name).write_text(f"#!{shutil.which('sh')}\n{does}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(TimeLimitError, match="poppler took longer than 1 s"):
        loaded(pdf(), Options(dpi=100, limits=Limits(engine_seconds=1)))


def test_a_missing_poppler_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pypdfium2.PdfDocument", refuse)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match="apt-get install poppler-utils"):
        loaded(pdf())


def test_a_page_turned_by_its_pdf_is_upright() -> None:
    (page,) = loaded(pdf(rotate=90))
    profile = (page.pixels < 128).sum(axis=1)
    assert (profile == 0).sum() > 0.3 * len(profile), "blank rows between level lines"
