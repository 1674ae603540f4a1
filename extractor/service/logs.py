"""One line of JSON an event on standard error: ids, states and times; never text of a document, never a key."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog


def set_up(program: str) -> None:
    """Every line of this process says which program it is; other packages' warnings come through in the same form."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    structlog.contextvars.bind_contextvars(program=program)
    logging.captureWarnings(True)  # and with the level below they stay out of the lines of JSON
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(name)s: %(levelname)s", force=True)


def log() -> Any:
    """The logger; fields that the context holds (request, document) come along by themselves."""
    return structlog.get_logger()


def where(error: BaseException) -> str:
    """The kind of an error and the place it was raised at. Its message stays out: it may quote a document."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
