"""Cleaning a dump: print mended by the form's own text, values as reconciled, and all of it undone to the byte."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import cli
from extractor.edits import Edit, apply, from_json, undo
from extractor.export.cleaned import edits
from extractor.repair.boilerplate import boilerplate_edits, load_sentences
from models.evidence import Repair
from models.field import Field, State

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*/source.md"))
PRICE = "derivativeTable/derivativeTransaction[1]/conversionOrExercisePrice"
EXPIRY = "derivativeTable/derivativeTransaction[1]/expirationDate"


def made(text: str, *fields: Field) -> tuple[Edit, ...]:
    return edits(text, fields, lambda text, taken: boilerplate_edits(text, load_sentences(), taken))


def cleaned(text: str, *fields: Field) -> str:
    return apply(text, made(text, *fields))


def repaired(text: str, path: str, said: str, before: str, value: str) -> Field:
    at = text.index(said)
    repair = Repair(rule="made", before=before, after=value, reason="a reason")
    return Field(path=path, value=value, state=State.REPAIRED, raw=said, span=(at, at + len(said)), repairs=(repair,))


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("(Print or Type Perponses)", "(Print or Type Responses)"),
        ("Kemmuer: report on a separate fine for each class", "Reminder: report on a separate line for each class"),
        ("| Kemmuer: | report on a | separate fine for eac |", "| Reminder: | report on a | separate line for each |"),
        ("_X_ Officer (give tile below) Other (specify", "_X_ Officer (give title below) Other (specify"),
    ],
)
def test_print_is_mended(noisy: str, clean: str) -> None:
    assert cleaned(noisy) == clean


@pytest.mark.parametrize(
    "text",
    [
        "The reporting person sold shares of the issuer to a trust for the benefit of her children.",
        "1. Name and Address of Reporting Person DOE JANE Q",
        "ired, Disposed of, or Beneficially Owned",
        "Form filed by One Reporting PersonForm filed by More than One Reporting Person",
    ],
)
def test_what_is_no_garbled_print_stays(text: str) -> None:
    assert cleaned(text) == text


def test_values_are_written_as_they_are_written_there() -> None:
    text = "| $ 0.08 | 11/01/202 |"
    price = repaired(text, PRICE, "$ 0.08", "$ 0.08", "0.68")
    expiry = repaired(text, EXPIRY, "11/01/202", "11/01/202", "2022-11-01")
    assert cleaned(text, price, expiry) == "| $ 0.68 | 11/01/2022 |"


def test_a_value_is_never_taken_for_print() -> None:
    text = "Form filed by One Reporting Parson"
    read = Field(path="remarks", value="Parson", state=State.READ, span=(text.index("Parson"), len(text)))
    assert cleaned(text, read) == text


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_samples_come_back_byte_for_byte(sample: Path, tmp_path: Path) -> None:
    clean, listed = tmp_path / "clean.md", tmp_path / "edits.json"
    assert cli.run(["clean", str(sample), "-o", str(clean), "--edits", str(listed)]) == 0
    done = from_json(listed.read_bytes())
    assert done
    assert undo(clean.read_bytes().decode(), done).encode() == sample.read_bytes()
    assert {"offset", "before", "after", "rule"} == set(json.loads(listed.read_text())[0])


@given(st.text(alphabet="abc |\n(Print or Type Responses)", max_size=200))
def test_edits_always_fit_and_can_be_undone(text: str) -> None:
    done = made(text)
    assert undo(apply(text, done), done) == text


def test_time_grows_with_the_text_and_no_faster() -> None:
    def seconds(times: int) -> float:
        text = "Reminder: Report on a separate fine for each class of securities beneficially owned " * times
        took = []
        for _ in range(2):  # the better of two: what else the machine does is not the text's fault
            began = time.process_time()
            made(text)
            took.append(time.process_time() - began)
        return min(took)

    seconds(50)
    assert seconds(800) < 24 * max(seconds(100), 0.02)
