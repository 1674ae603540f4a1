"""What the README and docs/exit-codes.md promise is what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from extractor import cli_report, errors
from extractor.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODES = (ROOT / "docs/exit-codes.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, object]]:
    for name, command in typer.main.get_group(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            yield from ((f"{name} {inside}", below) for inside, below in inner.items())


def options() -> set[str]:
    found = {"--help", "--version"}
    for _, command in commands():
        for parameter in command.params:  # type: ignore[attr-defined]
            found |= {name for name in parameter.opts if name.startswith("-")}
    return found


def exit_codes() -> set[int]:
    raised = {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type)}
    return raised | {cli_report.CLEAN, cli_report.FOR_REVIEW, cli_report.OUR_ERROR, cli_report.INTERRUPTED}


@pytest.mark.parametrize("command", [name for name, _ in commands()])
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`form4 {command}" in README


def test_every_option_is_in_the_readme_and_no_other() -> None:
    named = set(re.findall(r"`(--?[a-z][a-z-]*)`", README))
    assert named == options()


def test_every_exit_code_is_documented_and_no_other() -> None:
    rows = {int(code) for code in re.findall(r"^\| (\d+) \|", CODES, re.MULTILINE)}
    assert rows == exit_codes()
    sentence = README[README.index("Exit codes") :].split("\n\n")[0]
    assert {int(number) for number in re.findall(r"\b(\d+) [a-z]", sentence)} == exit_codes()


def test_defaults_are_as_documented() -> None:
    from extractor.options import Limits, Options

    used, limits = Options(), Limits()
    assert f"{used.max_error:.1%} unless told" in README
    assert f"{used.dpi} unless told" in README
    assert f"{limits.file_bytes / 1e6:g} MB a file, {limits.pages} pages, {limits.page_pixels / 1e6:g} meg" in README
    assert f"{limits.engine_seconds:g} seconds an OCR call, {limits.document_seconds:g} a document" in README


def test_links_lead_somewhere() -> None:
    for path in [ROOT / "README.md", *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert "://" in target or (path.parent / target).exists(), f"{path.name}: {target}"


def test_nothing_of_the_workshop_is_in_the_project() -> None:
    """No paths or hosts of the machines it was made on."""
    kinds = {".py", ".md", ".sh", ".txt", ".toml", ".yaml", ".json"}
    folders = ("extractor", "models", "templates", "tests", "scripts", "docs", "samples")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    marks = ("/wo" + "rk/", "/ro" + "ot/", "py" + "pi.")
    for path in [*files, ROOT / "README.md", ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "constraints.txt"]:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not any(mark in text for mark in marks), path
