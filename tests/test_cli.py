"""The command line's contract: what goes where, exit codes, and one sentence when it fails."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from extractor.cli_report import worst
from extractor.options import Options
from tests.conftest import Pipeline

HERE = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-c", "from extractor.cli import main; main()")

pytestmark = pytest.mark.usefixtures("pipeline")


@pytest.fixture
def dump(tmp_path: Path) -> Any:
    def make(name: str, text: str = "FORM 4") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return make


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_one_document_goes_to_standard_output_and_nothing_else_does(form4: Any, dump: Any) -> None:
    run = form4("extract", dump("a.md"))
    assert run.code == 0
    assert json.loads(run.out)["source"]["name"] == "a.md"
    assert run.err == ""


def test_a_dash_is_standard_output(
    form4: Any, dump: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plain, dashed = form4("extract", dump("a")), form4("extract", dump("a"), "-o", "-")
    assert dashed.out == plain.out
    assert json.loads(dashed.out)["source"]["name"] == "a"
    assert not (tmp_path / "-").exists()


def test_json_is_the_contract(form4: Any, dump: Any) -> None:
    data = json.loads(form4("extract", dump("a.md", "doubtful")).out)
    assert {"form4", "source", "layouts", "form", "fields", "issues", "options", "versions"} <= set(data)
    assert data["form"]["issuer"]["issuerName"]["value"] == "QUARRY LIGHT CORP"
    field = next(field for field in data["fields"] if field["state"] == "repaired")
    assert field["repairs"][0]["before"] == "8.25"
    assert field["value"] == "3.25"


def test_xml_and_text(form4: Any, dump: Any) -> None:
    document = dump("a.md")
    root = etree.fromstring(form4("extract", document, "--format", "xml").out.encode())
    assert root.findtext("issuer/issuerName") == "QUARRY LIGHT CORP"
    assert "QUARRY LIGHT CORP  [QLTC]" in form4("extract", document, "--format", "text").out


def test_review_is_code_3_with_the_output_written_and_said_in_a_sentence(form4: Any, dump: Any) -> None:
    run = form4("extract", dump("a.md", "doubtful"))
    assert run.code == 3
    assert json.loads(run.out)
    assert run.last.endswith("a.md: extracted; 1 field for review, 1 issue for review.")


def test_several_formats_become_files_named_after_the_input(form4: Any, dump: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = form4("extract", dump("a.md"), "--format", "json", "--format", "xml", "--format", "text", "-o", out)
    assert (run.code, run.out) == (0, "")
    assert names(out) == ["a.json", "a.txt", "a.xml"]


def test_several_documents_and_two_filings_in_one(form4: Any, dump: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = form4("extract", dump("x/a.md"), dump("y/a.md", "two filings"), "--format", "xml", "-o", out)
    assert run.code == 0
    assert names(out) == ["x-a.xml", "y-a-1.xml", "y-a-2.xml"]


def test_several_documents_without_a_folder_are_a_usage_error(form4: Any, dump: Any, pipeline: Pipeline) -> None:
    run = form4("extract", dump("a.md"), dump("b.md"))
    assert run.code == 2
    assert "-o" in run.last
    assert pipeline.asked == []


def test_two_filings_as_xml_need_a_folder(form4: Any, dump: Any) -> None:
    document = dump("a.md", "two filings")
    assert form4("extract", document, "--format", "xml").code == 2
    run = form4("extract", document)
    decoder = json.JSONDecoder()
    _, end = decoder.raw_decode(run.out)
    assert decoder.raw_decode(run.out[end:].lstrip())[0]["form4"] == "1"


def test_the_named_files_suffix_chooses_the_format(form4: Any, dump: Any, tmp_path: Path) -> None:
    assert form4("extract", dump("a.md"), "-o", tmp_path / "b.xml").code == 0
    assert (tmp_path / "b.xml").read_bytes().startswith(b"<?xml")


def test_join_makes_one_document_of_pages_in_order(form4: Any, dump: Any, tmp_path: Path, pipeline: Pipeline) -> None:
    pages = [dump("scan-p2.md"), dump("scan-p1.md")]
    run = form4("extract", "--join", *pages, "-o", tmp_path / "out", "--format", "json", "--format", "xml")
    assert run.code == 0
    assert [source.name for source in pipeline.asked[0][0]] == ["scan-p2.md", "scan-p1.md"]
    assert names(tmp_path / "out") == ["scan.json", "scan.xml"]


def test_join_of_two_pages_goes_to_standard_output_too(form4: Any, dump: Any) -> None:
    assert json.loads(form4("extract", "--join", dump("a-1.md"), dump("a-2.md")).out)


def test_overlays_stand_beside_the_files(form4: Any, dump: Any, tmp_path: Path) -> None:
    run = form4("extract", "--overlay", dump("a.md", "two filings"), "-o", tmp_path / "out")
    assert run.code == 0
    assert names(tmp_path / "out") == ["a-1.json", "a-2.json", "a-p1.png", "a-p2.png"]
    assert form4("extract", "--overlay", dump("a.md")).code == 2


def test_folders_are_walked_for_documents_only(form4: Any, dump: Any, tmp_path: Path, pipeline: Pipeline) -> None:
    for name in ("in/b.txt", "in/deep/a.md", "in/truth.xml", "in/.hidden/c.md", "in/.d.md"):
        dump(name)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert form4("extract", tmp_path / "in", "-o", tmp_path / "out").code == 0
    assert [sources[0].name for sources, _ in pipeline.asked] == ["b.txt", "a.md"]


def test_a_folder_without_documents_says_so(form4: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = form4("extract", tmp_path / "empty", "-o", tmp_path / "out")
    assert run.code == 4
    assert "empty" in run.last


def test_the_same_document_twice_is_read_once(form4: Any, dump: Any, pipeline: Pipeline) -> None:
    document = dump("a.md")
    assert form4("extract", document, document.parent / "." / "a.md").code == 0
    assert len(pipeline.asked) == 1


def test_standard_input_by_content(form4: Any, monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("FORM 4 §".encode("utf-16"))))
    assert form4("extract", "-").code == 0
    assert pipeline.asked[0][0][0].encoding == "utf-16-le"


def test_options_reach_the_pipeline(form4: Any, dump: Any, pipeline: Pipeline) -> None:
    options = ["--max-error", "1%", "--dpi", "300", "--max-pages", "7", "--max-mb", "2", "--password", "hush"]
    assert form4("extract", dump("a.md"), *options).code == 0
    used = pipeline.asked[0][1]
    assert used.max_error == pytest.approx(0.01)
    assert (used.dpi, used.limits.pages, used.limits.file_bytes) == (300, 7, 2_000_000)
    assert "hush" not in repr(used)
    assert form4("extract", dump("a.md")).code == 0
    assert pipeline.asked[1][1] == Options()


def test_a_password_in_the_environment_counts_and_is_never_shown(
    form4: Any, dump: Any, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORM4_PASSWORD", "hush")
    run = form4("extract", dump("a.md"))
    password = pipeline.asked[0][1].password
    assert password is not None
    assert password.get_secret_value() == "hush"
    assert "hush" not in run.out + form4("extract", "--help").out


@pytest.mark.parametrize("bad", ["0%", "100%", "x", "-1%", "nan", "2"])
def test_a_senseless_max_error_is_a_usage_error(form4: Any, dump: Any, bad: str) -> None:
    run = form4("extract", dump("a.md"), f"--max-error={bad}")
    assert run.code == 2
    assert "0.3%" in run.last


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["extract", "none.pdf"], 4, "none.pdf: there is no such file"),
        (["extract"], 2, "Missing argument"),
        (["extract", "a", "--nonsense"], 2, "No such option"),
        (["extract", "a", "--templates", "/none"], 2, "--templates /none"),
        (["nonsense"], 2, "No such command"),
        (["templates", "list", "--templates", "/none"], 10, "no layout"),
    ],
)
def test_failures_end_with_one_sentence(form4: Any, arguments: list[str], code: int, says: str) -> None:
    run = form4(*arguments)
    assert run.code == code
    assert says in run.last
    assert run.last.startswith("form4: ")
    assert run.last.endswith(".")
    assert "Traceback" not in run.err
    assert run.out == ""


def test_one_bad_document_costs_no_other_and_the_worst_decides(form4: Any, dump: Any, tmp_path: Path) -> None:
    documents = [dump("a.md", "crash"), dump("b.md", "doubtful"), dump("c.md", "no form"), dump("d.md")]
    run = form4("extract", *documents, "-o", tmp_path / "out")
    assert run.code == 1
    assert names(tmp_path / "out") == ["b.json", "d.json"]
    assert run.last.startswith("form4: 2 of 4 documents could not be read, among them ")
    assert "a.md: an error in form4 itself" in run.last
    assert "Form 10-K" in run.err


def test_worst_code_stands_above_review() -> None:
    assert worst([]) == 0
    assert worst([0, 3, 0]) == 3
    assert worst([3, 4, 0]) == 4
    assert worst([10, 1, 3]) == 1


def test_a_trace_is_shown_only_when_debugging(form4: Any, dump: Any) -> None:
    document = dump("a.md", "crash")
    assert "Traceback" not in form4("extract", document).err
    run = form4("extract", document, "--debug")
    assert "Traceback" in run.err
    assert run.last.startswith("form4: ")


def test_nothing_is_read_when_the_output_cannot_be_written(form4: Any, dump: Any, pipeline: Pipeline) -> None:
    document = dump("a.md")
    assert form4("extract", document, "-o", "/none/a.json").code == 8
    assert form4("extract", document, "-o", document).code == 8
    assert form4("extract", dump("b.txt"), "--format", "text", "-o", document.parent).code == 8
    assert pipeline.asked == []
    assert document.read_text() == "FORM 4"


def test_a_failed_run_keeps_the_old_output(form4: Any, dump: Any, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("old")
    assert form4("extract", dump("a.md", "no form"), "-o", tmp_path / "out.json").code == 4
    assert (tmp_path / "out.json").read_text() == "old"


def test_interrupting_is_130(form4: Any, dump: Any, tmp_path: Path) -> None:
    run = form4("extract", dump("a.md"), dump("b.md", "interrupt"), "-o", tmp_path / "out")
    assert run.code == 130
    assert names(tmp_path / "out") == ["a.json"]
    assert run.last.startswith("form4: interrupted")


def test_hostile_names_stay_on_one_line(form4: Any, dump: Any) -> None:
    run = form4("extract", dump("a\n\x1b[2Jb.md", "no form"))
    assert run.err.count("\n") == 1
    assert "\x1b" not in run.err


def test_show_prints_the_summary_beside_the_files(form4: Any, dump: Any, tmp_path: Path) -> None:
    run = form4("extract", dump("a.md"), "--show", "-o", tmp_path / "a.json")
    assert run.out.startswith("Form 4 · a.md")
    assert json.loads((tmp_path / "a.json").read_text())


def test_templates_list_and_check(form4: Any, tmp_path: Path) -> None:
    assert "form4-edgar-2003" in form4("templates", "list").out
    assert form4("templates", "check").code == 0
    (tmp_path / "bad.yaml").write_text("schema: 1\nid: x\n")
    run = form4("templates", "check", tmp_path / "bad.yaml")
    assert run.code == 10
    assert "bad.yaml: title" in run.out


def test_help_and_version_load_no_engine() -> None:
    heavy = "{'cv2', 'numpy', 'scipy', 'PIL', 'pytesseract', 'rapidocr', 'onnxruntime', 'layoutparser', 'pandas'}"
    code = f"import sys; from extractor import cli; cli.run(['--help']); sys.exit(len({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=HERE).returncode == 0
    run = subprocess.run([*PROGRAM, "--version"], capture_output=True, check=False, cwd=HERE)
    assert run.stdout.startswith(b"form4 ")


def test_loading_takes_little_longer_than_its_packages_do() -> None:
    """Relative, since a busy machine makes everything slow. Engines, plotting and tables wait until they are used."""
    ours, packages = "extractor.cli, extractor.pipeline", "cv2, numpy, lxml.etree, pydantic, rapidfuzz, typer, yaml"
    took: dict[str, list[float]] = {ours: [], packages: []}
    for loaded in [ours, packages] * 4:  # by turns: what else the machine does slows both
        code = f"import time, {loaded}; print(time.process_time())"
        run = subprocess.run((sys.executable, "-c", code), capture_output=True, check=True, cwd=HERE, text=True)
        took[loaded].append(float(run.stdout))
    assert min(took[ours]) < 8 * min(took[packages])  # 2.2 on an idle machine, twice that beside other tests


def test_a_reader_that_goes_away_leaves_no_trace() -> None:
    run = subprocess.Popen(
        [*PROGRAM, "templates", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HERE
    )
    assert run.stdout is not None
    run.stdout.close()
    assert run.stderr is not None
    said = run.stderr.read()
    run.stderr.close()
    assert run.wait() in (0, 8)
    assert b"Traceback" not in said


def test_a_full_standard_output_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [*PROGRAM, "templates", "list"], stdout=full, stderr=subprocess.PIPE, check=False, cwd=HERE
        )
    assert run.returncode == 8
    assert b"standard output" in run.stderr.splitlines()[-1]


def test_terminating_ends_like_an_interrupt() -> None:
    run = subprocess.Popen(
        [*PROGRAM, "extract", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HERE, text=True
    )
    with pytest.raises(subprocess.TimeoutExpired):
        run.wait(timeout=2)  # it waits for its input
    run.send_signal(signal.SIGTERM)
    _, said = run.communicate(timeout=10)
    assert run.returncode == 130
    assert "interrupted" in said
