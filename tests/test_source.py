"""Opening: what a document is by its content, and the sentence for what we do not read."""

from __future__ import annotations

import contextlib
import io
import os
import re
import struct
import sys
from pathlib import Path

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from extractor.errors import EncryptedError, ExtractorError, InputError, UnsupportedError
from extractor.image_pages import image_pages
from extractor.options import Limits, Options
from extractor.printable import printable
from extractor.sniff import decode, legible, sniff
from extractor.source import open_source

DUMP = "FORM 4\n1. Name and Address of Reporting Person\nDOE JANE Q\n"


def opened(tmp_path: Path, data: bytes, name: str = "in.bin", password: str | None = None):
    path = tmp_path / name
    path.write_bytes(data)
    return open_source(path, Limits(), password)


def picture(kind: str, mode: str = "L") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 30), 1).save(out, kind)
    return out.getvalue()


def pdf(**encryption: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    lock = StandardEncryption(encryption["user"], ownerPassword="owner") if encryption else None
    canvas = Canvas(out, encrypt=lock)
    canvas.drawString(100, 100, "FORM 4")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "media"),
    [("PNG", "image/png"), ("TIFF", "image/tiff"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("BMP", "image/bmp"),
     ("WEBP", "image/webp"), ("PPM", "image/x-portable-anymap")],
)
def test_pictures_are_known_by_content_whatever_their_name(tmp_path: Path, kind: str, media: str) -> None:
    source = opened(tmp_path, picture(kind), "scan.pdf")
    assert (source.kind, source.media, source.name) == ("scan", media, "scan.pdf")


def test_a_photo_of_a_phone_is_read_where_the_library_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pillow_heif.register_heif_opener()
    photo = picture("HEIF")
    assert opened(tmp_path, photo, "scan.jpg").media == "image/heic"
    assert [pixels.shape for _, pixels in image_pages(opened(tmp_path, photo), Options())] == [(30, 40)]
    huge = re.sub(rb"(?s)(ispe.{4}).{8}", rb"\1" + struct.pack(">II", 10**9, 10**9), photo)
    assert list(image_pages(opened(tmp_path, huge), Options())) == []
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(UnsupportedError, match="install pillow-heif"):
        opened(tmp_path, photo)


def test_a_pdf_named_png_is_a_pdf_even_with_rubbish_before_its_header(tmp_path: Path) -> None:
    assert opened(tmp_path, pdf(), "a.png").kind == "pdf"
    assert opened(tmp_path, b"\r\nX-Header: 1\r\n" + pdf(), "a.png").kind == "pdf"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_a_dump_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = DUMP + "Société Générale 12 § 4\n"
    source = opened(tmp_path, text.encode(encoding))
    assert source.kind == "dump"
    assert source.text is not None
    assert source.text.lstrip() == text


def test_control_characters_and_terminal_sequences_are_blanks_in_place(tmp_path: Path) -> None:
    source = opened(tmp_path, f"{DUMP}a\x00b\x1b[31mred\x1b]0;title\x07.\x9bz".encode())
    assert source.text == DUMP + "a b     red          .\u0020z"


def test_a_few_broken_bytes_do_not_turn_utf8_into_latin1(tmp_path: Path) -> None:
    source = opened(tmp_path, "“CEO” – Vorstand §§\n".encode() + b"\xff" + DUMP.encode())
    assert source.text == "“CEO” – Vorstand §§\n\ufffd" + DUMP
    assert source.encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04" + bytes(50), "ZIP"),
        (b"\x7fELF" + bytes(50), "program"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "Word"),
        (b"<!DOCTYPE html><html><body>Form 4</body></html>", "HTML"),
        (b"  \n<HTML><BODY>x", "HTML"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "XML"),
        (b"<?xml version='1.0'?><ownershipDocument></ownershipDocument>", "XML already"),
        (b"<SEC-DOCUMENT>x\n<TYPE>4\n<TEXT>\n<XML>\n<ownershipDocument>", "XML already"),
        (b'{"form4": "1"}', "result of form4"),
        (bytes(range(256)) * 40, "neither text nor"),
    ],
)
def test_other_kinds_are_refused_by_name(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(UnsupportedError, match=says) as error:
        opened(tmp_path, data, "form.pdf")
    assert "form.pdf" in str(error.value)
    assert error.value.exit_code == 6


def test_hocr_and_sgml_wrapped_forms_are_dumps(tmp_path: Path) -> None:
    hocr = b"<?xml version='1.0'?><html><head><meta name='ocr-system' content='tesseract'/></head></html>"
    assert opened(tmp_path, hocr).media == "text/vnd.hocr+html"
    assert opened(tmp_path, b"<SEC-DOCUMENT>0001.txt\n<TYPE>4\n<TEXT>\nFORM 4 ...").kind == "dump"
    assert opened(tmp_path, b"<table><tr><td>FORM 4</td></tr></table>").kind == "dump"


@pytest.mark.parametrize(("data", "says"), [(b"", "empty"), (b" \n\t\x00 \n", "blanks")])
def test_nothing_to_read_is_an_input_error(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        opened(tmp_path, data)


def test_places_that_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, says in [
        (tmp_path, "folder"), (tmp_path / "none", "no such file"), (tmp_path / "pipe", "pipe"),
        (tmp_path / "loop", "cannot be read"), (Path("/dev/zero"), "device"), ("a\x00b", "cannot be read"),
        (tmp_path / ("x" * 4000), "cannot be read"),
    ]:
        with pytest.raises(InputError, match=says):
            open_source(path, Limits())


def test_too_large_is_refused_without_reading(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10**12)  # sparse: reading it would take for ever
    with pytest.raises(InputError, match="larger than the limit of 50 MB"):
        open_source(path, Limits())


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_oversize_pictures_are_refused_from_their_header(tmp_path: Path, kind: str) -> None:
    data = bytearray(picture(kind))
    if kind == "PNG":
        data[16:24] = (60_000).to_bytes(4) * 2
    path = tmp_path / "big"
    path.write_bytes(data)
    with pytest.raises(InputError, match="megapixels"):
        open_source(path, Limits() if kind == "PNG" else Limits(page_pixels=1000))


def test_locked_pdfs_ask_for_the_password_and_only_the_users(tmp_path: Path) -> None:
    locked = pdf(user="secret")
    with pytest.raises(EncryptedError, match="--password"):
        opened(tmp_path, locked)
    with pytest.raises(EncryptedError, match="does not open") as error:
        opened(tmp_path, locked, password="wrong")
    assert "wrong" not in str(error.value)
    source = opened(tmp_path, locked, password="secret")
    assert source.password == "secret"
    assert "secret" not in repr(source)
    assert opened(tmp_path, pdf(user="")).kind == "pdf"


def test_sentences_show_a_hostile_name_on_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        open_source(tmp_path / "a\nb\x1b[2J\u202ec", Limits())
    assert "a\\nb\\x1b[2J\\u202ec" in str(error.value)


@given(st.binary(max_size=300))
def test_any_bytes_open_or_are_refused_on_purpose(data: bytes) -> None:
    sniff(data)
    text, encoding = decode(data)
    assert len(legible(text)) == len(text)
    legible(text).encode("utf-8")  # no lone surrogates
    if "\ufffd" not in text:
        assert text.encode(encoding, "surrogateescape") == data


@given(st.binary(min_size=1, max_size=200))
def test_only_our_own_errors_come_out_of_opening(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(data)
    with contextlib.suppress(ExtractorError):
        open_source(path, Limits())


@given(st.text(max_size=100))
def test_printable_text_stays_on_one_line_and_harmless_text_stays_itself(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert printable(shown) == shown
