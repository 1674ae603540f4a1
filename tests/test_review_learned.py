"""What people decided becomes examples: the machine's own value against theirs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor import cli_bench, kept, pipeline
from extractor.bench import reviewed
from extractor.errors import InputError
from extractor.options import Options
from extractor.source import open_source
from tests.test_docs import ROOT
from tests.test_review_checks import STRIKE

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"
AMOUNT, DATE, PRICE = (
    ROW + "transactionAmounts/transactionShares", ROW + "transactionDate",
    ROW + "transactionAmounts/transactionPricePerShare",
)


@cache
def readings() -> bytes:
    options = Options()
    source = open_source(str(ROOT / "samples/horowitz-2012-02-27/source.md"), options.limits)
    return kept.to_bytes(pipeline.read(source, options))


def decided(path: str, after: str | None, decision: str = "correct", document: str = "one") -> dict[str, Any]:
    return {"document": document, "filing": 1, "path": path, "decision": decision, "after": after}


def unpacked(folder: Path, rows: list[dict[str, Any]], *, readable: bool = True) -> Path:
    (folder / "kept").mkdir()
    if readable:
        (folder / "kept/one.json").write_bytes(readings())
    (folder / "corrections.json").write_text(json.dumps(rows))
    return folder


def test_answers_tell_where_the_machine_was_right(tmp_path: Path) -> None:
    rows = [
        decided(STRIKE, "0.68", "accept"),
        decided(AMOUNT, "375001"),
        decided(DATE, "2012-02-28"),
        decided(DATE, None, "undo"),
        decided(PRICE, None, "unreadable"),
        decided("issue:page-left-out:2", None, "accept"),
        decided(AMOUNT, "1", document="elsewhere"),  # its readings were not kept
    ]
    found = list(reviewed.examples(unpacked(tmp_path, rows)))
    assert {one.path: one.right for one in found} == {STRIKE: True, AMOUNT: False}
    assert {one.document for one in found} == {"reviewed one"}
    assert all(one.evidence.source == "dump" for one in found)


def test_a_later_answer_holds_and_spelling_is_no_error(tmp_path: Path) -> None:
    rows = [decided(AMOUNT, "1"), decided(AMOUNT, "375000.0")]
    (only,) = reviewed.examples(unpacked(tmp_path, rows))
    assert only.right


@pytest.mark.parametrize(("text", "why"), [
    (None, "cannot be read"), ("{", "not JSON"), ("{}", "not what"), ('[{"path": 1}]', "not what"), ("[1]", "not what"),
])
def test_what_is_no_archive_is_told(tmp_path: Path, text: str | None, why: str) -> None:
    if text is not None:
        (tmp_path / "corrections.json").write_text(text)
    with pytest.raises(InputError, match=why):
        list(reviewed.examples(tmp_path))


def test_fit_learns_from_them_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed (form4[fit])")
    from types import SimpleNamespace

    from extractor.bench import fit_confidence, run

    seen: list[Any] = []

    def fitted(examples: list[Any], *_: Any) -> Any:
        seen.extend(examples)
        return SimpleNamespace(fitted=SimpleNamespace(note="a test"))

    monkeypatch.setattr(run, "measure", lambda *_: iter(()))
    monkeypatch.setattr(fit_confidence, "fit", fitted)
    monkeypatch.setattr(fit_confidence, "as_json", lambda _: {})
    folder = unpacked(tmp_path, [decided(STRIKE, "0.68", "accept")])
    out = tmp_path / "out"
    out.mkdir()
    chosen = {"seed": 1, "scans": 1, "dumps": 1, "jobs": 1, "on": "2026-01-01", "keep": False}
    assert cli_bench.fit(out, tmp_path / "bench", **chosen, corrections=folder) == 0
    assert [one.path for one in seen] == [STRIKE]
    assert "1 of the fields as people corrected them" in capsys.readouterr().err
