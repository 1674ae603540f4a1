"""What the README and docs/ promise is what there is. `--regenerate-goldens` writes the README's output anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from extractor import cli_report, errors
from extractor.cli import app
from extractor.layouts import check_layouts
from extractor.options import Options
from extractor.pipeline import extract
from extractor.source import open_source
from extractor.summary import summary_text
from models.field import Field

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


def test_the_output_in_the_readme_is_real(request: pytest.FixtureRequest) -> None:
    options = Options()
    (read,) = extract(open_source(str(ROOT / "samples/horowitz-2012-02-27/source.md"), options.limits), options)
    head, rest = README.split("<!-- output of horowitz-2012-02-27 -->\n")
    shown, tail = rest.split("<!-- end of output -->\n")
    real = f"```text\n{summary_text(read)}```\n"
    if request.config.getoption("--regenerate-goldens"):
        parts = (head, "<!-- output of horowitz-2012-02-27 -->\n", real, "<!-- end of output -->\n", tail)
        (ROOT / "README.md").write_text("".join(parts), encoding="utf-8")
        shown = real
    assert lasting(shown) == lasting(real), "see --regenerate-goldens"


def lasting(summary: str) -> list[str]:
    """The words of a summary without what follows from how confidence was fitted: who is sent to review, how sure we
    are, and where lines break for it."""
    values, _, rest = summary.partition("For review (?)")
    _, _, issues = rest.partition("Issues")
    return sorted(re.sub(r"[][?(),─]|\d+ for review|nothing for review", " ", values + issues).split())


def block(page: str, language: str) -> str:
    """The first block of that language on a page of docs/."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return text.split(f"```{language}\n")[1].split("```")[0]


def test_the_field_shown_is_a_field_and_its_arithmetic_holds() -> None:
    field = Field.model_validate(json.loads(block("how-it-works.md", "json")))
    text = (ROOT / "docs/how-it-works.md").read_text(encoding="utf-8")
    before, acquired, after = re.search(  # type: ignore[union-attr]
        r"owned after +([\d,]+)\n.*acquired \(A\) +\+ +([\d,]+)\n.*owned after += ([\d,]+)", text
    ).groups()
    numbers = [int(number.replace(",", "")) for number in (before, acquired, after)]
    assert numbers[0] + numbers[1] == numbers[2] == int(field.value or 0)


def test_the_layout_shown_is_right(tmp_path: Path) -> None:
    (tmp_path / "form4-shown.yaml").write_text(block("templates.md", "yaml"), encoding="utf-8")
    right, mistakes = check_layouts([tmp_path / "form4-shown.yaml"])
    assert (len(right), mistakes) == (1, ())


def test_pages_of_the_docs_stay_light() -> None:
    assert all(path.stat().st_size < 300_000 for path in (ROOT / "docs").iterdir())


def test_nothing_of_the_workshop_is_in_the_project() -> None:
    """No paths or hosts of the machines it was made on."""
    kinds = {".py", ".md", ".sh", ".txt", ".toml", ".yaml", ".json"}
    folders = ("extractor", "models", "templates", "tests", "scripts", "docs", "samples")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    marks = ("/wo" + "rk/", "/ro" + "ot/", "py" + "pi.")
    for path in [*files, ROOT / "README.md", ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "constraints.txt"]:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not any(mark in text for mark in marks), path
