"""JSON that people read: one line for what belongs together."""

from __future__ import annotations

import json
from typing import Any


def tidy(value: Any, width: int = 118, indent: str = "") -> str:
    """JSON text in which whatever fits on a line of that width stands on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + len(indent) <= width or not isinstance(value, dict | list) or not value:
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        names = {key: json.dumps(key, ensure_ascii=False) for key in value}
        rows = [f"{inner}{names[key]}: {tidy(one, width, inner)}" for key, one in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    return "[\n" + ",\n".join(_packed([tidy(one, width, inner) for one in value], inner, width)) + f"\n{indent}]"


def _packed(items: list[str], indent: str, width: int) -> list[str]:
    """As many short items a line as fit."""
    rows: list[str] = []
    for item in items:
        joined = f"{rows[-1]}, {item}" if rows else ""
        if rows and "\n" not in joined and len(joined) <= width:
            rows[-1] = joined
        else:
            rows.append(indent + item)
    return rows
