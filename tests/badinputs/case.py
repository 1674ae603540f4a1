"""What one bad input is and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CLEAN, REVIEW, NOT_READ, ENCRYPTED, UNSUPPORTED = 0, 3, 4, 5, 6
READ = (CLEAN, REVIEW)


@dataclass(frozen=True)
class Case:
    """One bad input. `make` gives its bytes; `codes` are the exit codes that are right, `says` stands in its sentence.

    `seconds` are of processor time, `megabytes` the largest process. `slow` ones need an OCR engine or a lot of time
    and run in `make torture` only. `issues` must be among the codes of the result's issues; `blank` says that the
    result may hold no value at all.
    """

    name: str
    make: Callable[[], bytes]
    codes: tuple[int, ...]
    says: str = ""
    seconds: float = 10
    megabytes: int = 400
    slow: bool = False
    issues: tuple[str, ...] = ()
    blank: bool = False
    options: tuple[str, ...] = ()
