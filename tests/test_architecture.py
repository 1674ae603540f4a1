"""The rooms of the house: who may import whom, how long a file may grow, where a catch-all may stand."""

from __future__ import annotations

import ast
import functools
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("models/**/*.py"), *ROOT.glob("extractor/**/*.py"), *ROOT.glob("templates/**/*.py")])

STAGES = frozenset({"pages", "spot", "register", "segment", "read", "dump", "ocr", "repair", "export"})
"""What the pipeline calls, one after the other."""

EDGES = frozenset({"cli", "batch", "service", "bench", "kept", "train"})
"""Where a user, a program or a measurement comes in; `cli_…` belongs to cli; `kept` is what
the pipeline is entered with again; `train` is extractor.ocr.train, which makes our own reader and is never needed by
it."""

OCR_PACKAGES = frozenset({"pytesseract", "rapidocr", "onnxruntime", "tesserocr", "easyocr"})
WEB_PACKAGES = frozenset({"fastapi", "starlette", "uvicorn", "jinja2", "sqlalchemy", "alembic"})

SEAMS = frozenset({"extractor.ocr.engine", "extractor.export.ownership", "extractor.export.json", "extractor.ocr",
                   "extractor.ocr.cached", "extractor.repair.typed",
                   "extractor.repair.confidence", "extractor.repair.confusions", "extractor.repair.trees",
                   "extractor.export.formats", "extractor.export.jsonl", "extractor.export.assemble"})
"""What others may import of a stage: the protocol of engines, and the readers and writers of results."""

LONGEST = 350
TOO_LONG: dict[str, int] = {}
"""Files above the limit, with the length they may not exceed. The list may only shrink: no file is added, no number is
raised, and a file that came below the limit is taken out."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@functools.cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """The modules a file imports, wherever in it, with the line; imports for type checking alone are left out."""
    return tuple(_imports(path, tree_of(path)))


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path, tree: ast.Module) -> Iterator[tuple[str, int]]:
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            module = node.module or ""
            yield module, node.lineno
            if module in ("extractor", "models"):
                yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def room(module: str) -> str:
    """The part of `extractor` that a module belongs to: its file or its package."""
    parts = module.split(".")
    if parts[:3] == ["extractor", "ocr", "train"]:
        return "train"
    first = parts[1] if parts[0] == "extractor" and len(parts) > 1 else ""
    return "cli" if first.startswith("cli_") else first


def offences(rule: str) -> list[str]:
    """`rule` names one of the checks below; the places that break it."""
    found = []
    for path in SOURCES:
        module = name_of(path)
        for imported, line in imports(path):
            if RULES[rule](module, imported):
                found.append(f"{path.relative_to(ROOT)}:{line}: {module} imports {imported}")
    return found


def third_party(imported: str) -> bool:
    return imported.split(".", maxsplit=1)[0] not in {*sys.stdlib_module_names, "models", "extractor", "templates"}


RULES = {
    "models know only the standard library, pydantic and themselves": lambda module, imported: (
        module.startswith("models")
        and (imported.startswith("extractor") or (third_party(imported) and imported.split(".")[0] != "pydantic"))
    ),
    "records, options and errors know only models and one another": lambda module, imported: (
        room(module) in ("records", "options", "errors")
        and (
            (imported.startswith("extractor.") and room(imported) not in ("records", "options", "errors"))
            or (third_party(imported) and imported.split(".")[0] != "pydantic")
        )
    ),
    "a stage never imports another stage": lambda module, imported: (
        room(module) in STAGES
        and room(imported) in STAGES
        and room(imported) != room(module)
        and imported not in SEAMS
    ),
    "only edges import the pipeline": lambda module, imported: (
        room(imported) == "pipeline" and room(module) not in {*EDGES, "pipeline"}
    ),
    "edges call the pipeline, never its stages": lambda module, imported: (
        room(module) in EDGES
        and room(imported) in STAGES
        and imported not in SEAMS
        and not (room(module) == "train" and imported.startswith("extractor.ocr.own"))
    ),
    "nothing inside knows the edges": lambda module, imported: (
        room(imported) in EDGES and room(module) not in {*EDGES, "__main__"}
    ),
    "only ocr imports OCR packages": lambda module, imported: (
        imported.split(".")[0] in OCR_PACKAGES and room(module) not in ("ocr", "train")
    ),
    "only the service imports web packages": lambda module, imported: (
        imported.split(".")[0] in WEB_PACKAGES and room(module) != "service"
    ),
    "only layouts reads YAML": lambda module, imported: imported.split(".")[0] == "yaml" and room(module) != "layouts",
    "making documents is no part of reading them": lambda module, imported: (
        room(imported) == "synth" and room(module) not in {*EDGES, "synth"}
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_imports(rule: str) -> None:
    assert offences(rule) == []


def test_files_hold_one_idea() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*SOURCES, *ROOT.glob("tests/**/*.py"), *ROOT.glob("scripts/**/*.py")]
    }
    assert {name: length for name, length in lengths.items() if length > TOO_LONG.get(name, LONGEST)} == {}
    assert [name for name in TOO_LONG if lengths.get(name, 0) <= LONGEST] == [], "take these out of the list"


def test_catch_alls_stand_at_the_edge_only() -> None:
    """Elsewhere one may only turn what a foreign package raises into an error of ours: it ends with `raise … from`."""
    broad = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        if room(name_of(path)) not in {*EDGES, "apart"}
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].cause is not None)
    ]
    assert broad == []


def test_every_folder_of_modules_is_a_package_and_is_installed() -> None:
    for folder in {path.parent for path in SOURCES}:
        assert (folder / "__init__.py").exists(), folder
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["setuptools"]["packages"]["find"]["include"] == ["models*", "extractor*", "templates*"]


def test_no_drawers_for_odds_and_ends() -> None:
    words = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
    assert [path for path in SOURCES if words & set(path.stem.split("_"))] == []
