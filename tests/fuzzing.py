"""Coverage-guided fuzzing of the properties of test_fuzz.py: `python -m tests.fuzzing PROPERTY -max_total_time=60`.

What follows the name goes to libFuzzer. Exits with libFuzzer's code: 0 when nothing was found; needs atheris.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["extractor"]):
    from tests import test_fuzz

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in test_fuzz.STEERED:
        sys.exit(f"python -m tests.fuzzing PROPERTY [OPTION OF LIBFUZZER]…; properties: {', '.join(test_fuzz.STEERED)}")
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, getattr(test_fuzz, name).hypothesis.fuzz_one_input)
    atheris.Fuzz()
