"""The extraction as JSON, and its schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import InputError
from extractor.export.json import SCHEMA_FILE, from_json, indented, schema_text, to_json
from models.extraction import Extraction
from models.paths import Item, from_paths
from tests.made import extraction


def test_the_shipped_schema_is_the_one_of_the_models() -> None:
    remake = "run: python -m extractor.export.json"
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), remake


def test_an_extraction_comes_back_whole() -> None:
    made = extraction()
    assert from_json(to_json(made)) == made
    assert to_json(from_json(to_json(made))) == to_json(made)


def test_the_object_is_what_the_contract_says() -> None:
    found = json.loads(to_json(extraction()))
    assert list(found)[:6] == ["form4", "source", "layouts", "form", "fields", "issues"]
    assert found["form4"] == "1"
    assert found["form"]["issuer"]["issuerName"] == {"value": "QUARRY LIGHT CORP"}
    amounts = found["form"]["nonDerivativeTable"][0]["transactionAmounts"]
    assert amounts["transactionShares"] == {"value": "12500", "footnotes": ["F1"]}
    assert {"path", "value", "state", "raw", "footnotes", "confidence", "needs_review", "page", "box", "span"} <= set(
        found["fields"][0]
    )


@pytest.mark.parametrize(
    "value",
    [{}, [], {"a": []}, [[1, 2.5, -0.0], {"b": None, "c": [True, False, {}]}], "\u2028 \"\\\n\x00é", 1e-05, 10**20],
)
def test_indented_is_what_the_standard_library_writes(value: object) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_blank_footnote_only_and_zero_stay_apart() -> None:
    row = "derivativeTable/derivativeTransaction[1]/transactionAmounts/transaction"
    items = [Item(row + "Shares", "0"), Item(row + "PricePerShare", None, ("F1",)), Item(row + "TotalValue", None)]
    made = extraction().model_copy(update={"form": from_paths(items)})
    amounts = json.loads(to_json(made))["form"]["derivativeTable"][0]["transactionAmounts"]
    assert amounts == {"transactionShares": {"value": "0"}, "transactionPricePerShare": {"footnotes": ["F1"]}}


def test_what_is_written_obeys_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(to_json(extraction())), schema)
    wrong = json.loads(to_json(extraction()))
    wrong["fields"][0]["confidence"] = 2
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"form4": "2"}'])
def test_anything_else_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"^x\.json is no extraction of form4: .*\.$"):
        from_json(text, "x.json")


def test_characters_of_no_encoding_do_not_stop_the_output(tmp_path: Path) -> None:
    made = extraction()
    odd = made.fields[0].model_copy(update={"raw": "a\ud800b\x00"})
    file = tmp_path / "odd.json"
    file.write_bytes(to_json(made.model_copy(update={"fields": (odd,)})))
    assert isinstance(from_json(file.read_bytes()), Extraction)
