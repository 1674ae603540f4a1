"""Edits of a dump can be undone to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.edits import Edit, apply, fitted, from_json, to_json, undo
from extractor.sniff import decode, legible

_SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8), st.text(max_size=6)), max_size=6)


def made(text: str, spans: list[tuple[int, int, str]]) -> list[Edit]:
    """Edits at those places that do not overlap."""
    edits, done = [], 0
    for start, length, after in sorted(spans):
        if done <= start <= len(text):
            done = min(start + length, len(text))
            edits.append(Edit(offset=start, before=text[start:done], after=after, rule="made"))
    return edits


@given(st.text(max_size=60), _SPANS)
def test_undo_gives_the_text_back(text: str, spans: list[tuple[int, int, str]]) -> None:
    edits = made(text, spans)
    assert undo(apply(text, edits), edits) == text


@given(st.binary(max_size=60), _SPANS)
def test_any_document_comes_back_byte_for_byte_through_json(data: bytes, spans: list[tuple[int, int, str]]) -> None:
    exact, encoding = decode(data)
    if exact.encode(encoding, "surrogateescape") != data:
        return  # half a UTF-16 character: nothing can be promised of it
    listed = from_json(to_json(fitted(made(legible(exact), spans), exact, encoding)))
    cleaned = apply(exact, listed).encode(encoding, "surrogateescape")
    assert undo(cleaned.decode(encoding, "surrogateescape"), listed).encode(encoding, "surrogateescape") == data


@pytest.mark.parametrize(("offset", "before"), [(9, "x"), (0, "b")])
def test_edits_that_do_not_fit_are_refused(offset: int, before: str) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply("abc", [Edit(offset=offset, before=before, after="", rule="made")])
