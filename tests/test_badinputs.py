"""Bad inputs through the real command line: refused plainly or read as far as they go; nothing crashes, nothing stays
behind, nothing is invented. `make torture` runs all of them one by one, `make test` the quick ones together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.badinputs import pdfs, pictures, texts
from tests.badinputs.case import READ, Case
from tests.badinputs.running import form4

pytestmark = pytest.mark.slow  # begins first

CASES = (*texts.CASES, *pictures.CASES, *pdfs.CASES)
PATIENT = ("--document-seconds", "900", "--engine-seconds", "300")  # work is what is judged: the machine may be busy
QUICK = [case for case in CASES if not case.slow and not case.options]


def judged(case: Case, code: int, sentence: str, results: list[dict[str, Any]]) -> list[str]:
    """What is wrong with what became of a case."""
    wrong = []
    if code not in case.codes:
        wrong.append(f"exit code {code}, not {case.codes}: {sentence}")
    if code not in READ and case.says.lower() not in sentence.lower():
        wrong.append(f"does not say {case.says!r}: {sentence}")
    issues = {issue["code"] for result in results for issue in result["issues"]}
    if code in READ and not set(case.issues) <= issues:
        wrong.append(f"issues {issues}, not {case.issues}")
    if case.blank:
        wrong += [f"invented {f['path']} = {f['value']}" for r in results for f in r["fields"] if f["value"]]
    return wrong


def results_of(data: bytes) -> list[dict[str, Any]]:
    """The results in a stream of JSON documents."""
    text, found, decoder = data.decode().strip(), [], json.JSONDecoder()
    while text:
        result, end = decoder.raw_decode(text)
        found.append(result)
        text = text[end:].lstrip()
    return found


def test_there_are_many_and_no_two_have_one_name() -> None:
    assert len(CASES) >= 100
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_quick_ones_together(tmp_path: Path) -> None:
    """One run over a folder: none costs another, and each gets the code and the sentence that it must."""
    inputs, out, room = tmp_path / "in", tmp_path / "out", tmp_path / "room"
    inputs.mkdir()
    room.mkdir()
    for case in QUICK:
        (inputs / f"{case.name}.pdf").write_bytes(case.make())  # content decides, not the name
    run = form4(["extract", inputs, "-o", out], room)
    assert run.faults() == []
    lines = run.err.splitlines()[:-1]  # the last one sums up
    said = {line.split(".pdf", 1)[0].rsplit("/", 1)[-1]: line for line in lines}
    wrong = []
    for case in QUICK:
        written = sorted(out.glob(f"{case.name}.json")) + sorted(out.glob(f"{case.name}-[0-9].json"))
        results = [json.loads(path.read_bytes()) for path in written]
        sentence = said.get(case.name, "")
        if results:
            code = 3 if sentence else 0
        else:
            code = next((c for c in case.codes if c not in READ), 0)  # the worst code alone is known of many documents
            if not sentence or "error in form4" in sentence:
                code = 1
        wrong += [f"{case.name}: {what}" for what in judged(case, code, sentence, results)]
    assert wrong == []
    assert run.code == max(code for case in QUICK for code in case.codes)


@pytest.mark.torture
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_alone_within_its_limits(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "document.bin"
    path.write_bytes(case.make())
    run = form4(["extract", path, *PATIENT, *case.options], tmp_path)
    wrong = run.faults() + judged(case, run.code, run.last, results_of(run.out))
    if run.seconds > case.seconds:
        wrong.append(f"{run.seconds:.1f} s of work, {case.seconds:g} allowed")
    if run.megabytes > case.megabytes:
        wrong.append(f"{run.megabytes:.0f} MB, {case.megabytes} allowed")
    assert wrong == []
