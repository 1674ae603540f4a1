"""The extraction as JSON, and the JSON Schema that says so.

`form` holds values and footnotes only, blank elements left out: absent is blank, `{"footnotes": ["F1"]}` only a
footnote, `{"value": "0"}` zero. `fields` says of each place on the paper what was read and how sure that is.
"""

from __future__ import annotations

import json
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.errors import InputError
from models.extraction import Extraction

_CONSTANTS = {None: "null", True: "true", False: "false"}
SCHEMA_FILE = Path(__file__).with_name("extraction.schema.json")


def to_json(extraction: Extraction) -> bytes:
    """One JSON object, UTF-8, indented, in the order of the contract."""
    return (indented(as_object(extraction)) + "\n").encode("utf-8", "replace")


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
    found = extraction.model_dump(mode="json", exclude={"form"})
    for field in found["fields"]:
        field["box"] = field["box"] and [round(side, 1) for side in field["box"]]
        for candidate in field["candidates"]:
            candidate["score"] = round(candidate["score"], 5) or 0.00001  # a score is never 0
    found["form"] = extraction.form.model_dump(mode="json", exclude_defaults=True)
    return {name: found[name] for name in Extraction.model_fields}


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
