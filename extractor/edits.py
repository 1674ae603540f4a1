"""Edits of a dump's text, and the way back: undoing them gives the document again, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field, TypeAdapter

from models.evidence import Record


class Edit(Record):
    """At character `offset` of the source text, `before` was replaced by `after` for the reason named `rule`."""

    offset: int = Field(ge=0)
    before: str
    after: str
    rule: str


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with its edits done; ValueError when they overlap, are out of order or do not fit the text."""
    parts, done = [], 0
    for edit in edits:
        if edit.offset < done or not text.startswith(edit.before, edit.offset):
            raise ValueError(f"the edit at {edit.offset} ({edit.rule}) does not fit the text")
        parts += [text[done : edit.offset], edit.after]
        done = edit.offset + len(edit.before)
    return "".join([*parts, text[done:]])


def undo(text: str, edits: Sequence[Edit]) -> str:
    """The text that `apply` made `text` from."""
    shift, backwards = 0, []
    for edit in edits:
        backwards.append(Edit(offset=edit.offset + shift, before=edit.after, after=edit.before, rule=edit.rule))
        shift += len(edit.after) - len(edit.before)
    return apply(text, backwards)


def fitted(edits: Sequence[Edit], exact: str, encoding: str) -> list[Edit]:
    """The edits on the document's exact text, where control characters still stand. Undecodable bytes, and what the
    document's encoding cannot write, are left as they are."""
    kept = []
    for edit in sorted(edits, key=lambda edit: edit.offset):
        before = exact[edit.offset : edit.offset + len(edit.before)]
        if before != edit.after and _writable(before, "utf-8") and _writable(edit.after, encoding):
            kept.append(edit.model_copy(update={"before": before}))
    return kept


def _writable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


_LISTED = TypeAdapter(list[Edit])


def to_json(edits: Sequence[Edit]) -> bytes:
    """The edits as JSON, a list of objects in the order of their places."""
    return _LISTED.dump_json(list(edits), indent=2) + b"\n"


def from_json(data: bytes) -> list[Edit]:
    """The inverse of `to_json`; ValueError when it is none."""
    return _LISTED.validate_json(data)
