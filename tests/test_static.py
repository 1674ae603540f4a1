"""The checkers that need no run of the program: ruff and mypy, as configured in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("checker", [("ruff", "check", "."), ("mypy",)], ids=lambda checker: checker[0])
def test_clean(checker: tuple[str, ...]) -> None:
    run = subprocess.run([sys.executable, "-m", *checker], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
