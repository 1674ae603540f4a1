"""Text dumps stay cheap: counted in calls of functions, which no busy machine changes."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from extractor.options import Limits, Options
from extractor.pipeline import extract
from extractor.source import recognise

SAMPLE = Path(__file__).parents[1] / "samples" / "horowitz-2012-02-27" / "source.md"
MOST = 68_000
"""Calls for a dump of one filing that was read before: it takes 61,000, so that only a loop too many is found out."""


def calls(data: bytes) -> int:
    """How many functions are called to read a dump, those of libraries included."""
    source, options = recognise("dump", "dump", data, Limits()), Options()
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        extract(source, options)
    finally:
        sys.setprofile(before)
    return count


def test_a_dump_costs_no_more_calls_than_it_should() -> None:
    data = SAMPLE.read_bytes()
    calls(data)  # loads what is loaded once
    assert calls(data) < MOST


def test_twice_the_filings_cost_twice_the_calls() -> None:
    data = SAMPLE.read_bytes()
    calls(data)
    assert calls(data + b"\n\n" + data) < 2.3 * calls(data)
