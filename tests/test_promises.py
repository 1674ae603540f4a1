"""What holds for every run: no network, no foreign code, the same bytes out, nothing raw on the terminal, any name."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.badinputs.pdfs import hostile
from tests.badinputs.pictures import form
from tests.badinputs.running import form4
from tests.badinputs.texts import dump

pytestmark = pytest.mark.slow  # begins first

WATCH = '''
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        told = f"network {event} {arguments[1:]!r}"
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        told = f"program {os.path.basename(str(arguments[0]))}"
    else:
        return
    with open(os.environ["FORM4_TOLD"], "a") as file:
        file.write(told + "\\n")
sys.addaudithook(watch)
'''  # fmt: skip


def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which every connection and every program started is written down."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    root = Path(__file__).parents[1]
    path = f"{tmp_path / 'watch'}{os.pathsep}{root}"
    return {"PYTHONPATH": path, "FORM4_TOLD": str(tmp_path / "told"), "HOME": str(tmp_path / "home")}


def told(tmp_path: Path) -> set[str]:
    path = tmp_path / "told"
    return set(path.read_text().splitlines()) if path.exists() else set()


def test_the_watch_sees_connections(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env=os.environ | watched(tmp_path), check=True)
    assert any(line.startswith("network") for line in told(tmp_path))


@pytest.mark.engine
def test_a_scan_is_read_without_network_foreign_programs_or_traces_and_always_alike(tmp_path: Path) -> None:
    """And nothing in it is followed: no script, no link, no file."""
    page = tmp_path / "page.pdf"
    page.write_bytes(hostile(form(100).crop((0, 0, 850, 640))))
    outs = []
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    for name, extra in (("one", watched(tmp_path)), ("two", elsewhere)):
        room = tmp_path / name
        room.mkdir()
        run = form4(["extract", page, "--dpi", "120", "--document-seconds", "600"], room, env=extra)
        assert run.faults() == []  # a temporary file, a process among them
        assert run.code in (0, 3)
        outs.append(run.out)
    assert told(tmp_path) <= {"program tesseract"}
    assert not (tmp_path / "home").exists()
    assert outs[0] == outs[1]


def test_no_engine_speaks_to_its_maker() -> None:
    """ONNX Runtime does from its import on, natively, where no audit hook sees it; so it must be told not to before."""
    import extractor

    assert extractor
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_a_dump_gives_the_same_bytes_always(tmp_path: Path) -> None:
    (tmp_path / "dump.md").write_text(dump())
    outs = set()
    for seed in ("1", "2"):
        run = form4(["extract", tmp_path / "dump.md"], tmp_path, env={"PYTHONHASHSEED": seed, "LC_ALL": "C"})
        assert run.faults() == []
        outs.add(run.out)
    assert len(outs) == 1


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    from tests.badinputs.pdfs import StandardEncryption, pdf

    path = tmp_path / "locked.pdf"
    path.write_bytes(pdf(lock=StandardEncryption("open-sesame", "owner")))
    run = form4(["extract", path, "--password", "open-barley", "--debug"], tmp_path)
    assert run.code == 5
    assert "open-barley" not in run.err
    assert "sesame" not in run.err


NAMES = ("a b.md", "ümläut 株.md", "new\nline.md", "-dash.md", "--help", "tab\t.md", "quote'\".md", "$(touch x).md")


def test_names_of_every_kind_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_text(dump())
    room = tmp_path / "room"
    room.mkdir()
    inputs = [folder / "deep" / ".." / name for name in NAMES]
    run = form4(["extract", "-o", tmp_path / "out", "--", *inputs], room)
    assert run.faults() == []
    assert run.code in (0, 3)
    assert len(list((tmp_path / "out").iterdir())) == len(NAMES)
    assert not (room / "x").exists()


def test_places_that_are_no_files_cost_no_other_document(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(dump())
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(tmp_path)  # a socket's name must be short
        server.bind("socket")
        inputs = ["loop", "pipe", "socket", "none", "/dev/zero", "/proc/self/mem", "good.md"]
        run = form4(["extract", *inputs, "-o", tmp_path / "out"], tmp_path)
    assert run.faults() == []
    assert run.code == 4
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.json"]
    assert run.last.startswith("form4: 6 of 7 documents could not be read")


@pytest.mark.parametrize("place", ["/proc/x.json", "/none/x.json", "good.md/x.json"])
def test_an_output_that_cannot_be_written_is_said_before_the_work(tmp_path: Path, place: str) -> None:
    (tmp_path / "good.md").write_text(dump())
    run = form4(["extract", "good.md", "-o", place], tmp_path)
    assert run.faults() == []
    assert run.code == 8


def test_terminal_sequences_of_a_dump_are_nowhere_in_the_output(tmp_path: Path) -> None:
    hostile = dump().replace("Common Stock", "Common\x1b[31m Stock\x9b2J\x07")
    (tmp_path / "dump.md").write_text(hostile)
    for kind in ("json", "text", "xml"):
        run: Any = form4(["extract", tmp_path / "dump.md", "--format", kind], tmp_path)
        assert run.faults() == []
        text = run.out.decode()
        assert not [char for char in text if (ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160]
