"""The extraction as JSON, and the JSON Schema that says so.

`form` holds values and footnotes only, blank elements left out: absent is blank, `{"footnotes": ["F1"]}` only a
footnote, `{"value": "0"}` zero. `fields` says of each place on the paper what was read and how sure that is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.errors import InputError
from models.evidence import Repair
from models.extraction import Extraction
from models.field import Field

_CONSTANTS = {None: "null", True: "true", False: "false"}
SCHEMA_FILE = Path(__file__).with_name("extraction.schema.json")


def to_json(extraction: Extraction) -> bytes:
    """One JSON object, UTF-8, indented, in the order of the contract."""
    found = _without_fields(extraction)
    parts = {name: indented(value, _L[1]) for name, value in found.items()}
    parts["fields"] = _listed(map(_field, extraction.fields), _L[1])
    entries = f",{_L[1]}".join([f'"{name}": {parts[name]}' for name in Extraction.model_fields])
    return f"{{{_L[1]}{entries}{_L[0]}}}\n".encode("utf-8", "replace")


_L = ["\n" + " " * depth for depth in range(9)]
"""How a line of each depth begins."""


def _listed(entries: Iterable[str], line: str) -> str:
    inner = f",{line} ".join(entries)
    return f"[{line} {inner}{line}]" if inner else "[]"


def _field(field: Field) -> str:
    """A field as `indented` would have it, which costs most of the time: there are hundreds of the same shape."""
    candidates = [
        f'{{{_L[5]}"value": {_text(one.value)},{_L[5]}"score": {_score(one.score)!r},'
        f'{_L[5]}"repairs": {_repairs(one.repairs, _L[5])}{_L[4]}}}'
        for one in field.candidates
    ]
    box = "null" if field.box is None else _listed([repr(round(side, 1)) for side in field.box], _L[3])
    span = "null" if field.span is None else _listed(map(repr, field.span), _L[3])
    return (
        f'{{{_L[3]}"path": {encode_basestring(field.path)},{_L[3]}"value": {_text(field.value)},'
        f'{_L[3]}"state": "{field.state}",{_L[3]}"raw": {encode_basestring(field.raw)},'
        f'{_L[3]}"footnotes": {_listed(map(encode_basestring, field.footnotes), _L[3])},'
        f'{_L[3]}"confidence": {"null" if field.confidence is None else repr(field.confidence)},'
        f'{_L[3]}"needs_review": {_CONSTANTS[field.needs_review]},{_L[3]}"page": {field.page or "null"},'
        f'{_L[3]}"box": {box},{_L[3]}"span": {span},{_L[3]}"repairs": {_repairs(field.repairs, _L[3])},'
        f'{_L[3]}"candidates": {_listed(candidates, _L[3])}{_L[2]}}}'
    )


def _repairs(repairs: Sequence[Repair], line: str) -> str:
    if not repairs:
        return "[]"
    inner = f"{line}  "
    return _listed([
        f'{{{inner}"rule": {encode_basestring(one.rule)},{inner}"before": {encode_basestring(one.before)},'
        f'{inner}"after": {encode_basestring(one.after)},{inner}"reason": {encode_basestring(one.reason)}{line} }}'
        for one in repairs
    ], line)  # fmt: skip


def _text(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


def _score(score: float) -> float:
    return round(score, 5) or 0.00001  # a score is never 0


def indented(value: Any, line: str = "\n") -> str:
    """`value` (plain dicts, lists, strings, finite numbers) as `json.dumps(value, ensure_ascii=False, indent=1)` has
    it, which takes five times as long: its indented writer goes token by token. `line` begins a line."""
    kind = type(value)
    if kind is dict:
        inner = line + " "
        entries = [  # most values are text: spared a call
            f"{_key(key)}: {encode_basestring(one) if type(one) is str else indented(one, inner)}"
            for key, one in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(entries)}{line}}}" if entries else "{}"
    if kind is list:
        inner = line + " "
        entries = [indented(one, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(entries)}{line}]" if entries else "[]"
    if kind is str:
        return encode_basestring(value)
    return _CONSTANTS[value] if value is None or kind is bool else repr(value)


_key = lru_cache(maxsize=512)(encode_basestring)
"""A key as JSON has it: there are a hundred, and each document has them a thousand times."""


def as_object(extraction: Extraction) -> dict[str, Any]:
    """The same as plain dicts, lists, strings and numbers; boxes to a tenth of a pixel."""
    found = _without_fields(extraction)
    found["fields"] = [field.model_dump(mode="json") for field in extraction.fields]
    for field in found["fields"]:
        field["box"] = field["box"] and [round(side, 1) for side in field["box"]]
        for candidate in field["candidates"]:
            candidate["score"] = _score(candidate["score"])
    return {name: found[name] for name in Extraction.model_fields}


def _without_fields(extraction: Extraction) -> dict[str, Any]:
    found = extraction.model_dump(mode="json", exclude={"form", "fields"})
    found["form"] = extraction.form.model_dump(mode="json", exclude_defaults=True)
    return found


def from_json(data: bytes | str, name: str = "the document") -> Extraction:
    """The extraction of such JSON; InputError, one sentence, when it is anything else."""
    try:
        return Extraction.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/".join(str(step) for step in first["loc"]) or "the whole"
        raise InputError(f"{name} is no extraction of form4: at {place}, {first['msg']}.") from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `to_json` writes, made from the models."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One filing as form4 read it",
        **{key: value for key, value in Extraction.model_json_schema(by_alias=True).items() if key != "title"},
    }


def schema_text() -> str:
    """The text of `extraction.schema.json`, as it must be shipped."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
