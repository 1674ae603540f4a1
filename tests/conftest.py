"""Shared by all tests: quiet engines, the command line with a made pipeline behind it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings

from extractor import cli
from extractor.apart import Apart
from extractor.errors import InputError
from extractor.options import Options
from extractor.records import Source
from models.extraction import Extraction
from tests.made import extraction

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.pop("FORM4_PASSWORD", None)

settings.register_profile("suite", deadline=None)  # the machine may be busy: time is tested where it matters
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("form4")
    group.addoption("--record", action="store_true", help="ask the real engines again and write tests/recorded")
    group.addoption("--regenerate-goldens", action="store_true", help="write tests/goldens anew; read the difference")


def pytest_configure(config: pytest.Config) -> None:
    """Neither flag may be left on where nobody looks at what it wrote."""
    if os.environ.get("CI") and (config.getoption("--record") or config.getoption("--regenerate-goldens")):
        raise pytest.UsageError("--record and --regenerate-goldens are for a person at a keyboard, not for CI.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests begin first: a process that is left alone with one at the end keeps the others waiting."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@dataclass
class Pipeline:
    """Stands in for the pipeline: what a document says decides what comes out; remembers what it was asked."""

    asked: list[tuple[tuple[Source, ...], Options]] = field(default_factory=list)

    def extract(self, source: Source | Sequence[Source], options: Options) -> tuple[Extraction, ...]:
        sources = (source,) if isinstance(source, Source) else tuple(source)
        self.asked.append((sources, options))
        text = sources[0].text or ""
        if "crash" in text:
            raise RuntimeError("a bug\nof ours")
        if "interrupt" in text:
            raise KeyboardInterrupt
        if "no form" in text:
            raise InputError(f"{sources[0].name}: this is a Form 10-K; form4 reads Forms 3, 4 and 5.")
        made = extraction(sources[0].name, doubtful="doubtful" in text)
        return (made, made) if "two filings" in text else (made,)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    """The command line reads documents with a made pipeline."""
    import extractor

    made = Pipeline()
    module = ModuleType("extractor.pipeline")
    module.extract = module.read = made.extract  # type: ignore[attr-defined]
    module.conclude = lambda extractions, _options: extractions  # type: ignore[attr-defined]
    module.overlays = lambda _document, _extractions: [(1, b"PNG 1"), (2, b"PNG 2")]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "extractor.pipeline", module)
    monkeypatch.setattr(extractor, "pipeline", module, raising=False)
    monkeypatch.setattr(Apart, "run", lambda _self, _name, _seconds, work, *given: work(*given))  # remembers here
    monkeypatch.setattr(Apart, "start", lambda _self: None)
    return made


@dataclass(frozen=True)
class Run:
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line of standard error."""
        return self.err.rstrip("\n").rsplit("\n", 1)[-1]


@pytest.fixture
def form4(capfdbinary: Any) -> Any:
    """Runs `form4` in this process."""

    def run(*arguments: object) -> Run:
        code = cli.run([str(argument) for argument in arguments])
        sys.stdout.flush()
        taken = capfdbinary.readouterr()
        return Run(code, taken.out.decode(), taken.err.decode())

    return run
