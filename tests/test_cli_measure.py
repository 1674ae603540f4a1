"""`form4 synth` and `form4 score`: made documents, and readings judged against their truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.export.ownership import from_xml, to_xml

MADE = ("--count", "2", "--layout", "edgar-2016", "--damage", "markdown-light", "--seed", "7")


@pytest.fixture
def made(form4: Any, tmp_path: Path) -> Path:
    run = form4("synth", "-o", tmp_path / "made", *MADE)
    assert (run.code, run.out) == (0, "")
    return tmp_path / "made"


def test_the_same_seed_makes_the_same_documents(form4: Any, made: Path, tmp_path: Path) -> None:
    assert form4("synth", "-o", tmp_path / "again", *MADE).code == 0
    first, again = ({p.relative_to(base): p.read_bytes() for p in base.rglob("*") if p.is_file()}
                    for base in (made, tmp_path / "again"))
    assert len(first) == 7
    assert first == again


def test_a_filing_of_ones_own_is_printed(form4: Any, made: Path, tmp_path: Path) -> None:
    truth = next((made / "truth").glob("*.xml"))
    run = form4("synth", "-o", tmp_path / "own", *MADE[2:6], "--filing", truth)
    assert run.code == 0
    written = next((tmp_path / "own" / "truth").glob("*.xml"))
    assert from_xml(written.read_bytes()) == from_xml(truth.read_bytes())


@pytest.mark.parametrize("option", ["--layout", "--damage"])
def test_an_unknown_choice_names_the_known_ones(form4: Any, tmp_path: Path, option: str) -> None:
    run = form4("synth", "-o", tmp_path / "x", option, "nonsense")
    assert run.code == 2
    assert "known are" in run.last


def test_the_truth_scores_perfect_and_a_wrong_value_shows(form4: Any, made: Path, tmp_path: Path) -> None:
    read = tmp_path / "read"
    read.mkdir()
    for path in (made / "truth").glob("*.xml"):
        form = from_xml(path.read_bytes())
        (read / path.name).write_bytes(to_xml(form))
    assert form4("score", made / "truth", read, "-o", tmp_path / "score.json").code == 0
    total = json.loads((tmp_path / "score.json").read_text())["total"]
    assert total["accuracy"] == 1
    name = form.issuer.issuer_name.model_copy(update={"value": "SOMETHING ELSE INC"})
    wrong = form.model_copy(update={"issuer": form.issuer.model_copy(update={"issuer_name": name})})
    (read / path.name).write_bytes(to_xml(wrong))
    run = form4("score", made / "truth", read, "--errors", "-o", tmp_path / "score.json")
    assert json.loads((tmp_path / "score.json").read_text())["total"]["accuracy"] < 1
    assert "SOMETHING ELSE INC" in run.out


def test_documents_without_a_result_are_named(form4: Any, made: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    run = form4("score", made / "truth", tmp_path / "none")
    assert run.code == 0
    assert "without a result: edgar-2016" in run.out


def test_no_truth_is_an_input_error(form4: Any, tmp_path: Path) -> None:
    assert form4("score", tmp_path, tmp_path).code == 4
    assert form4("score", tmp_path / "none.xml", tmp_path).code == 4
