"""Engines that fail and users who interrupt, through the real command line: a sentence, a code, and nothing left."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.badinputs.running import Result, form4

pytestmark = pytest.mark.slow  # begins first

TABLE = "level page_num block_num par_num line_num word_num left top width height conf text".replace(" ", r"\t")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A picture with a little ink."""
    picture = Image.new("L", (850, 1100), 255)
    ImageDraw.Draw(picture).text((100, 100), "FORM 4", fill=0, font_size=30)
    path = tmp_path / "page.png"
    picture.save(path, dpi=(100, 100))
    return path


def program(folder: Path, name: str, script: str) -> dict[str, str]:
    """A PATH on which `name` is this shell script (`version` answers as Tesseract does)."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo "tesseract 9.9"; exit 0; fi\n{script}\n')
    path.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def extracted(page: Path, env: dict[str, str], *options: str, **how: object) -> Result:
    run = form4(["extract", page, "--dpi", "100", *options], page.parent, env=env, **how)  # type: ignore[arg-type]
    assert run.faults() == []
    return run


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("kill -SEGV $$", "killed by signal 11"),
        ("kill -KILL $$", "killed by signal 9"),
        ("echo 'Error opening data file eng.traineddata' >&2; exit 1", "eng.traineddata"),
        ('printf "\\377\\376\\000" > "$2.tsv"', "no answer"),
        (f'printf "{TABLE}\\n5\\t1\\t1" > "$2.tsv"', "no answer"),
        ("exit 0", "no answer"),
    ],
    ids=["crashed", "killed", "no-language", "no-text", "half-written", "silent"],
)
def test_a_tesseract_that_fails_is_named(page: Path, tmp_path: Path, script: str, says: str) -> None:
    run = extracted(page, program(tmp_path / "bin", "tesseract", script))
    assert run.code == 7
    assert says in run.last
    assert "Tesseract" in run.last


def test_a_tesseract_that_is_not_there_is_asked_for(page: Path, tmp_path: Path) -> None:
    run = extracted(page, {"PATH": str(tmp_path)})
    assert run.code == 7
    assert "apt-get install tesseract-ocr" in run.last


@pytest.mark.parametrize(
    ("options", "says"),
    [(("--engine-seconds", "1"), "Tesseract took longer"), (("--document-seconds", "5"), "not done after 5 s")],
)
def test_a_tesseract_that_hangs_is_stopped_with_its_children(
    page: Path, tmp_path: Path, options: tuple[str, str], says: str
) -> None:
    run = extracted(page, program(tmp_path / "bin", "tesseract", "sleep 300 & sleep 300"), *options)
    assert run.code == 9
    assert says in run.last


def damaged_pdf(tmp_path: Path) -> Path:
    path = tmp_path / "page.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing that PDFium takes\n%%EOF\n")
    return path


@pytest.mark.parametrize(
    ("draw", "code", "says"),
    [
        ('eval "out=\\${$#}"; printf "P5\\n850 1100\\n255\\nxx" > "$out.pgm"', 4, "too damaged to draw"),
        ('eval "out=\\${$#}"; printf "P5\\n1 1\\n255\\nx" > "$out.pgm"', 4, "too damaged to draw"),
        ("kill -SEGV $$", 4, "too damaged to draw"),
        ("exit 0", 4, "too damaged to draw"),
        ("sleep 300 & sleep 300", 9, "poppler took longer"),
    ],
    ids=["half-written", "one-pixel", "crashed", "silent", "hangs"],
)
def test_a_pdftoppm_that_fails_draws_no_page(tmp_path: Path, draw: str, code: int, says: str) -> None:
    program(tmp_path / "bin", "pdfinfo", "echo 'Pages: 1'")
    env = program(tmp_path / "bin", "pdftoppm", draw)
    run = extracted(damaged_pdf(tmp_path), env, "--engine-seconds", "2")
    assert run.code == code
    assert says in run.last


def test_a_poppler_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    program(tmp_path / "bin", "tesseract", "exit 1")
    run = extracted(damaged_pdf(tmp_path), {"PATH": str(tmp_path / "bin")})
    assert run.code == 7
    assert "poppler-utils" in run.last


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupting_leaves_no_process_and_no_file(page: Path, tmp_path: Path, number: int) -> None:
    private = f'stat -c %a "$(dirname "$2")" > {tmp_path}/mode; mv {tmp_path}/mode {tmp_path}/reading'
    env = program(tmp_path / "bin", "tesseract", f"{private}; sleep 300 & sleep 300")
    asked = []

    def interrupt(running: subprocess.Popen[bytes]) -> None:
        for _ in range(600):
            if (tmp_path / "reading").exists():
                break
            time.sleep(0.1)
        asked.append(time.monotonic())
        running.send_signal(number)

    (tmp_path / "out.json").write_text("old")
    run = extracted(page, env, "-o", str(tmp_path / "out.json"), during=interrupt)
    assert time.monotonic() - asked[0] < 5
    assert run.code == 130
    assert run.last.startswith("form4: interrupted")
    assert (tmp_path / "out.json").read_text() == "old"
    assert (tmp_path / "reading").read_text() == "700\n"  # of the folder with the page's picture


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    dump = Path(__file__).parents[1] / "samples" / "horowitz-2012-02-27" / "source.md"
    run = form4(["extract", dump, "-o", "/dev/full"], tmp_path)
    assert run.faults() == []
    assert run.code == 8
    assert "disk is full" in run.last
