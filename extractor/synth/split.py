"""Halves of the invented world: what is tuned on one half is judged on the other.

Within `drawing("tuning")` names, streets and typefaces come from one half of each list, within `drawing("report")` from
the other, so that no filer, issuer or typeface stands in both; outside of them from all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, TypeVar, get_args

Split = Literal["tuning", "report"]
SPLITS: tuple[Split, ...] = get_args(Split)

_DRAWN: ContextVar[Split | None] = ContextVar("split", default=None)
_T = TypeVar("_T")


@contextmanager
def drawing(split: Split | None) -> Iterator[None]:
    """Everything made inside is drawn from that half; None: from the whole."""
    token = _DRAWN.set(split)
    try:
        yield
    finally:
        _DRAWN.reset(token)


def drawn() -> Split | None:
    """The half things are drawn from now."""
    return _DRAWN.get()


def mine(items: Sequence[_T]) -> Sequence[_T]:
    """Every other of the items, beginning with the first for tuning and with the second for reports."""
    split = drawn()
    return items if split is None else items[SPLITS.index(split) :: 2]
