"""Read the layouts: every YAML of a folder, every mistake reported at once with its file and key."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from extractor.errors import TemplateError
from models.layout import Layout

BUILT_IN = Path(__file__).resolve().parent.parent / "templates"


_DEEPEST = 40


@functools.lru_cache(maxsize=8)
def load_layouts(folder: Path | None = None) -> tuple[Layout, ...]:
    """The layouts of `folder` (the built-in ones when None), ordered by id; TemplateError lists all that is wrong."""
    home = folder or BUILT_IN
    files = sorted(home.glob("form*.yaml"))
    if not files:
        raise TemplateError(f"{home} holds no layout (form*.yaml): name a folder that does with --templates.")
    found, mistakes = check_layouts(files)
    if mistakes:
        raise TemplateError("Layouts are wrong:\n  " + "\n  ".join(mistakes))
    return found


def check_layouts(files: list[Path]) -> tuple[tuple[Layout, ...], tuple[str, ...]]:
    """(the layouts that are right, "file: key: what is wrong" for the others)."""
    found: list[Layout] = []
    mistakes: list[str] = []
    for path in files:
        try:
            layout = Layout.model_validate(_loaded(path))
        except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
            mistakes.append(f"{path.name}: {' '.join(str(error).split())}")
            continue
        except ValidationError as error:
            mistakes += [
                f"{path.name}: {'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}" for item in error.errors()
            ]
            continue
        own = [f"{path.name}: {mistake}" for mistake in _mistakes(layout)]
        if any(layout.id == other.id for other in found):
            own.append(f"{path.name}: id: {layout.id} is used by another file")
        if own:
            mistakes += own
        else:
            found.append(layout)
    return tuple(found), tuple(mistakes)


def _loaded(path: Path) -> Any:
    """What the file holds; YAMLError when it is nested deeper than any layout (the parser would overflow its stack) or
    refers to itself (a few lines of references can stand for a billion)."""
    text = path.read_text(encoding="utf-8")
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER) if path.parent != BUILT_IN else ():
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("nested too deeply, or with references (*name), which layouts never need")
    try:
        return yaml.load(text, Loader=_LOADER)
    except (ValueError, RecursionError, OverflowError) as error:  # "2001-99-99": no date, "1e9999999999" and the like
        raise yaml.YAMLError(f"not a value: {error}") from error


def _mistakes(layout: Layout) -> Iterator[str]:
    """What the schema cannot say: names that lead nowhere, columns out of order."""
    ids = [anchor.id for anchor in layout.anchors]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"anchors: {name} stands twice"
    for index, zone in enumerate(layout.zones):
        if zone.label not in ids:
            yield f"zones.{index}.label: no anchor {zone.label}"
    for table in layout.tables:
        for name in (table.title, *table.end):
            if name not in ids:
                yield f"tables.{table.field}: no anchor {name}"
        previous = 0.0
        for column in table.columns:
            x0, x1 = column.span
            if not previous - 1e-6 <= x0 < x1 <= 1 + 1e-6:
                yield f"tables.{table.field}.{column.field}.span: [{x0}, {x1}] overlaps a neighbour or leaves the form"
            previous = x1


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser, where libyaml is there, is ten times faster
